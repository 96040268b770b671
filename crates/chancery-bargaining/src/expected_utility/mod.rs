//! The expected utility model of Bueno de Mesquita, on one issue.
//!
//! After Scholz, Calbert and Smith (2011, "Unravelling Bueno De Mesquita's group decision model",
//! *Journal of Theoretical Politics* 23), and made to reproduce, to the last digits, a published
//! program that follows them. With `d` the distance of two positions as a share of the span of the
//! initial ones and `r` the risk exponent of the actor who judges,
//!
//! ```text
//! U(success) = 2 − 4 (½ − ½ d)^r      U(failure) = 2 − 4 (½ + ½ d)^r     U(status quo) = 2 − 4 (½)^r
//! E_i(U_ij)  = s_j (P_ij U(success) + (1 − P_ij) U(failure)) + (1 − s_j) U(success) − U(status quo)
//! ```
//!
//! An actor's *danger* is the sum of `E_j(U_ji)` over all others with `r = 1`; scaled to −1…1 over the
//! actors it is the risk acceptance `R`, and `r = (1 − R/3) / (1 + R/3)`. Each round, every actor looks
//! at every other with its own `r`. Where the other expects more of a quarrel (`E_ji > E_ij`, `E_ji > 0`)
//! there is an offer to the actor:
//!
//! | | the actor expects | it does |
//! |---|---|---|
//! | confrontation | a gain too | loses, and adopts the other's position |
//! | compromise | a loss, smaller than the other's gain | moves by the ratio of the two |
//! | capitulation | a loss at least as great | adopts the other's position |
//!
//! # Where the text and the program differ
//!
//! * **Probability.** The text divides the votes for `i` by all votes on the pair. The program
//!   divides by the votes on *all* pairs, so that every `P` is small (on the example, below 0.02).
//!   [`Denominator`] chooses; the program's way is the default, since the reference values need it.
//! * **Risk in votes.** In the program each voter's own risk exponent bends its votes,
//!   `|x_k − x_j|^{r_k} − |x_k − x_i|^{r_k}`; the text has distances.
//! * **Status quo.** The text weighs a worsening and an improving status quo with `Q` and `T`; the
//!   program takes `Q = 1`, so that those terms vanish.
//! * **Which offer is taken.** The text: the one that asks for the least movement. The program:
//!   a confrontation before a compromise before a capitulation; among confrontations and
//!   capitulations the least movement; among compromises that of the other who expects most. (The
//!   example cannot tell the last from "the first in the list".) [`Choice`] chooses.

use crate::{Problem, ProblemError, compromise::compromise, median::weighted_median};
use serde::Serialize;

/// What the votes for one side are divided by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Denominator {
    /// All votes on all pairs, as in the program.
    #[default]
    AllPairs,
    /// All votes on the pair, as in the text.
    Pair,
}

/// Which offer an actor takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// By kind first, as in the program.
    #[default]
    ByKind,
    /// The least movement, as in the text.
    LeastMovement,
}

/// How the model is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// How many rounds at most; the run stops when nobody moves.
    pub rounds: usize,
    /// What votes are divided by.
    pub denominator: Denominator,
    /// Which offer is taken.
    pub choice: Choice,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rounds: 10,
            denominator: Denominator::default(),
            choice: Choice::default(),
        }
    }
}

/// What an actor is made to do by another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Both expect to gain; the actor, who expects less, loses.
    Confrontation,
    /// The actor gives way in part.
    Compromise,
    /// The actor gives in.
    Capitulation,
}

/// An offer that was taken.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Move {
    /// Who moves.
    pub actor: usize,
    /// Towards whom.
    pub towards: usize,
    /// How it comes.
    pub kind: Kind,
    /// What the actor expects of a quarrel.
    pub expects: f64,
    /// What the actor thinks that the other expects.
    pub other_expects: f64,
    /// Where it moves from.
    pub from: f64,
    /// Where to.
    pub to: f64,
}

/// A round.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Round {
    /// The positions at its beginning.
    pub positions: Vec<f64>,
    /// The danger of each actor.
    pub danger: Vec<f64>,
    /// The risk acceptance of each actor, −1 to 1.
    pub risk_acceptance: Vec<f64>,
    /// The risk exponent of each actor, ½ to 2.
    pub exponents: Vec<f64>,
    /// Who moved.
    pub moves: Vec<Move>,
    /// The median of positions weighted by clout, at the end.
    pub median: f64,
    /// Their mean.
    pub mean: f64,
}

/// The course of the model.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Course {
    /// The weighted median at the beginning.
    pub median: f64,
    /// The weighted mean at the beginning.
    pub mean: f64,
    /// The rounds.
    pub rounds: Vec<Round>,
}

impl Course {
    /// Returns the forecast: the weighted median at the end.
    pub fn outcome(&self) -> f64 {
        self.rounds.last().map_or(self.median, |round| round.median)
    }
}

/// Runs the model on an issue of a problem.
///
/// # Errors
///
/// When fewer than two actors have a stake in the issue.
pub fn run(problem: &Problem, issue: usize, options: Options) -> Result<Course, ProblemError> {
    let alone = problem.issue_alone(issue);
    if alone.actors().len() < 2 {
        return Err(ProblemError::TooFewActors {
            count: alone.actors().len(),
        });
    }
    let mut game = Game::of(&alone, options);
    let mut course = Course {
        median: game.median(),
        mean: compromise(&alone, 0),
        rounds: Vec::new(),
    };
    for _ in 0..options.rounds {
        let round = game.round();
        let still = round.moves.is_empty();
        course.rounds.push(round);
        if still {
            break;
        }
    }
    Ok(course)
}

/// The actors with what they have.
struct Game {
    clout: Vec<f64>,
    salience: Vec<f64>,
    positions: Vec<f64>,
    span: f64,
    options: Options,
}

impl Game {
    fn of(problem: &Problem, options: Options) -> Self {
        let of = |get: fn(&crate::Stake) -> f64| -> Vec<f64> {
            problem.stakes_on(0).map(|(_, stake)| get(stake)).collect()
        };
        let positions = of(|stake| stake.position);
        let low = positions.iter().copied().fold(f64::INFINITY, f64::min);
        let high = positions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self {
            clout: of(crate::Stake::clout),
            salience: of(|stake| stake.salience),
            positions,
            span: high - low,
            options,
        }
    }

    fn median(&self) -> f64 {
        weighted_median(
            self.positions
                .iter()
                .copied()
                .zip(self.clout.iter().copied()),
        )
    }

    fn mean(&self) -> f64 {
        let all: f64 = self.clout.iter().sum();
        let weighted = self.positions.iter().zip(&self.clout);
        weighted
            .map(|(position, clout)| position * clout)
            .sum::<f64>()
            / all
    }

    /// Plays a round; all move at once.
    fn round(&mut self) -> Round {
        let count = self.positions.len();
        let even = Judgement::of(self, &vec![1.0; count]);
        let danger: Vec<f64> = (0..count)
            .map(|i| {
                (0..count)
                    .filter(|&j| j != i)
                    .map(|j| even.expected(self, j, i, 1.0))
                    .sum()
            })
            .collect();
        let risk_acceptance = spread(&danger);
        let exponents: Vec<f64> = risk_acceptance
            .iter()
            .map(|risk| (1.0 - risk / 3.0) / (1.0 + risk / 3.0))
            .collect();
        let judgement = Judgement::of(self, &exponents);
        let moves: Vec<Move> = (0..count)
            .filter_map(|actor| self.choose(&judgement, actor, exponents[actor]))
            .collect();
        let positions = self.positions.clone();
        for it in &moves {
            self.positions[it.actor] = it.to;
        }
        Round {
            positions,
            danger,
            risk_acceptance,
            exponents,
            moves,
            median: self.median(),
            mean: self.mean(),
        }
    }

    /// Returns the offer that an actor takes, if it has any.
    fn choose(&self, judgement: &Judgement, actor: usize, exponent: f64) -> Option<Move> {
        let offers = (0..self.positions.len())
            .filter(|&other| other != actor)
            .filter_map(|other| self.offer(judgement, actor, other, exponent));
        let movement = |it: &Move| (it.to - it.from).abs();
        let rank = |it: &Move| match (self.options.choice, it.kind) {
            (Choice::LeastMovement, _) => (0, movement(it)),
            (Choice::ByKind, Kind::Compromise) => (1, -it.other_expects),
            (Choice::ByKind, kind) => (kind as u8, movement(it)),
        };
        // The first of equals: `min_by` keeps it.
        offers.min_by(|one, other| {
            let (one, other) = (rank(one), rank(other));
            one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
        })
    }

    /// Returns what the other makes of the actor, if anything.
    fn offer(&self, judgement: &Judgement, i: usize, j: usize, exponent: f64) -> Option<Move> {
        let expects = judgement.expected(self, i, j, exponent);
        let other_expects = judgement.expected(self, j, i, exponent);
        let (from, there) = (self.positions[i], self.positions[j]);
        if other_expects <= expects || other_expects <= 0.0 || from == there {
            return None;
        }
        let (kind, to) = if expects > 0.0 {
            (Kind::Confrontation, there)
        } else if other_expects > -expects {
            let share = (expects / other_expects).abs();
            (Kind::Compromise, from + (there - from) * share)
        } else {
            (Kind::Capitulation, there)
        };
        Some(Move {
            actor: i,
            towards: j,
            kind,
            expects,
            other_expects,
            from,
            to,
        })
    }
}

/// The probabilities that each prevails over each other.
struct Judgement {
    prevails: Vec<f64>,
}

impl Judgement {
    /// Counts the votes, each bent by its voter's risk exponent.
    fn of(game: &Game, exponents: &[f64]) -> Self {
        let count = game.positions.len();
        let mut distance = vec![0.0; count * count];
        for (voter, &exponent) in exponents.iter().enumerate() {
            for other in 0..count {
                let share = game.share(voter, other);
                distance[voter * count + other] = libm::pow(share, exponent);
            }
        }
        let mut prevails = vec![0.0; count * count];
        let mut cast = vec![0.0; count * count];
        for i in 0..count {
            for j in 0..count {
                for voter in 0..count {
                    let vote = game.clout[voter]
                        * (distance[voter * count + j] - distance[voter * count + i]);
                    prevails[i * count + j] += vote.max(0.0);
                    cast[i * count + j] += vote.abs();
                }
            }
        }
        let all: f64 = cast.iter().sum();
        for (votes, cast) in prevails.iter_mut().zip(&cast) {
            let divisor = match game.options.denominator {
                Denominator::AllPairs => all,
                Denominator::Pair => *cast,
            };
            *votes = if divisor > 0.0 { *votes / divisor } else { 0.5 };
        }
        Self { prevails }
    }

    /// Returns what `i` expects of challenging `j`, judged with a risk exponent.
    fn expected(&self, game: &Game, i: usize, j: usize, exponent: f64) -> f64 {
        let utility = |base: f64| 2.0 - 4.0 * libm::pow(base, exponent);
        let distance = game.share(i, j);
        let success = utility(0.5 - 0.5 * distance);
        let failure = utility(0.5 + 0.5 * distance);
        let probability = self.prevails[i * game.positions.len() + j];
        let salience = game.salience[j];
        salience * (probability * success + (1.0 - probability) * failure)
            + (1.0 - salience) * success
            - utility(0.5)
    }
}

impl Game {
    /// Returns the distance of two actors as a share of the span.
    fn share(&self, one: usize, other: usize) -> f64 {
        if self.span > 0.0 {
            ((self.positions[one] - self.positions[other]).abs() / self.span).min(1.0)
        } else {
            0.0
        }
    }
}

/// Scales numbers to −1…1; all 0 where they are alike.
fn spread(values: &[f64]) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values
        .iter()
        .map(|value| {
            if high > low {
                (2.0 * value - high - low) / (high - low)
            } else {
                0.0
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
