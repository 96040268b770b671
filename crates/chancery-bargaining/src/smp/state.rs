//! What actors think of one another's positions at one moment, and of contests over them.

use super::{
    election::{self, Rules},
    options::{Options, ThirdParty},
};

/// Who the actors are, which does not change while they bargain.
#[derive(Clone, Debug)]
pub(super) struct Actors {
    pub(super) count: usize,
    pub(super) dimensions: usize,
    /// What each can bring to bear.
    pub(super) capability: Vec<f64>,
    /// Salience by actor and dimension, 0 to 1.
    pub(super) salience: Vec<f64>,
    /// Each actor's saliences together.
    pub(super) total_salience: Vec<f64>,
    /// The sum of their squares.
    squares: Vec<f64>,
}

impl Actors {
    pub(super) fn new(capability: Vec<f64>, salience: Vec<f64>) -> Self {
        let count = capability.len();
        let dimensions = salience.len() / count;
        let rows = || salience.chunks_exact(dimensions);
        Self {
            count,
            dimensions,
            total_salience: rows().map(|row| row.iter().sum()).collect(),
            squares: rows()
                .map(|row| row.iter().map(|it| it * it).sum())
                .collect(),
            capability,
            salience,
        }
    }

    /// Returns an actor's row of a table by actor and dimension.
    pub(super) fn row<'a>(&self, table: &'a [f64], actor: usize) -> &'a [f64] {
        &table[actor * self.dimensions..(actor + 1) * self.dimensions]
    }

    /// Returns what a position is worth to an actor with an ideal, neutral to risk: one less the
    /// distance, `√(Σ s² d² / Σ s²)`.
    pub(super) fn value(&self, actor: usize, ideal: &[f64], position: &[f64]) -> f64 {
        let salience = self.row(&self.salience, actor);
        let squares = self.squares[actor];
        if squares <= 0.0 {
            return 1.0;
        }
        let sum: f64 = (0..self.dimensions)
            .map(|at| {
                let weighted = salience[at] * (ideal[at] - position[at]);
                weighted * weighted
            })
            .sum();
        1.0 - (sum / squares).sqrt()
    }
}

/// Returns the utility of a value under a risk attitude: `v + R v (1 − v)`.
pub(super) fn risked(value: f64, risk: f64) -> f64 {
    value + risk * value * (1.0 - value)
}

/// A moment: positions, what they are worth, and the actors' attitudes to risk.
#[derive(Clone, Debug)]
pub(super) struct State<'a> {
    pub(super) actors: &'a Actors,
    options: &'a Options,
    pub(super) positions: &'a [f64],
    pub(super) ideals: &'a [f64],
    values: Vec<f64>,
    pub(super) risks: Vec<f64>,
}

/// Positions nearer than this (as a share of the scale) are one option in the election.
const SAME_POSITION: f64 = 1e-3;

impl<'a> State<'a> {
    pub(super) fn new(
        actors: &'a Actors,
        options: &'a Options,
        positions: &'a [f64],
        ideals: &'a [f64],
    ) -> Self {
        let count = actors.count;
        let mut values = Vec::with_capacity(count * count);
        for actor in 0..count {
            let ideal = actors.row(ideals, actor);
            for other in 0..count {
                values.push(actors.value(actor, ideal, actors.row(positions, other)));
            }
        }
        let mut state = Self {
            actors,
            options,
            positions,
            ideals,
            values,
            risks: Vec::new(),
        };
        state.risks = state.attitudes();
        state
    }

    pub(super) fn rules(&self) -> Rules {
        Rules {
            victory: self.options.victory,
            voting: self.options.voting,
            pce: self.options.pce,
        }
    }

    /// Infers the attitudes to risk: who holds the likeliest position has most to lose.
    fn attitudes(&self) -> Vec<f64> {
        let chances = election::chances(self.rules(), &self.actors.capability, &self.values);
        let low = chances.iter().copied().fold(f64::INFINITY, f64::min);
        let high = chances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (from, to) = self.options.risk_range.ends();
        chances
            .iter()
            .map(|chance| {
                if high > low {
                    from + (to - from) * (chance - low) / (high - low)
                } else {
                    (from + to) / 2.0
                }
            })
            .collect()
    }

    fn value(&self, actor: usize, at: usize) -> f64 {
        self.values[actor * self.actors.count + at]
    }

    /// Returns the utilities that one actor supposes in all, a row an actor.
    pub(super) fn supposed_by(&self, judge: usize) -> Vec<f64> {
        let count = self.actors.count;
        let mut utilities = Vec::with_capacity(count * count);
        for actor in 0..count {
            let own = self.risks[judge];
            let risk = self.options.risk_adjust.supposed(own, self.risks[actor]);
            utilities.extend((0..count).map(|at| risked(self.value(actor, at), risk)));
        }
        utilities
    }

    /// Returns the chance that each actor's position wins, and how many hold it; positions that
    /// all but coincide are one option, and its holders have its chance in common.
    pub(super) fn chances(&self) -> Vec<(f64, usize)> {
        let count = self.actors.count;
        let mut held: Vec<usize> = Vec::new();
        let mut option = Vec::with_capacity(count);
        for actor in 0..count {
            let position = self.actors.row(self.positions, actor);
            let same = held.iter().position(|&holder| {
                let other = self.actors.row(self.positions, holder);
                distance(position, other) < SAME_POSITION
            });
            option.push(same.unwrap_or_else(|| {
                held.push(actor);
                held.len() - 1
            }));
        }
        let mut utilities = Vec::with_capacity(count * held.len());
        for actor in 0..count {
            for &holder in &held {
                utilities.push(risked(self.value(actor, holder), self.risks[actor]));
            }
        }
        let chances = election::chances(self.rules(), &self.actors.capability, &utilities);
        let mut holders = vec![0; held.len()];
        for &at in &option {
            holders[at] += 1;
        }
        option
            .iter()
            .map(|&at| (chances[at], holders[at]))
            .collect()
    }

    /// Returns the chance that `i` prevails over `j` in the eyes of whoever supposes these
    /// utilities.
    ///
    /// The two throw in salience × capability × what they have to lose; each third party adds its
    /// vote by its stake in the contest ([`ThirdParty`]).
    pub(super) fn prevails(&self, utilities: &[f64], i: usize, j: usize) -> f64 {
        let count = self.actors.count;
        let utility = |actor: usize, at: usize| utilities[actor * count + at];
        let weight =
            |actor: usize| self.actors.total_salience[actor] * self.actors.capability[actor];
        let Options {
            victory, voting, ..
        } = *self.options;
        let own = |one: usize, other: usize| {
            voting
                .vote(weight(one), utility(one, one) - utility(one, other))
                .max(0.0)
        };
        let (for_i, for_j) = (own(i, j), own(j, i));
        let (mut all_i, mut all_j) = (for_i, for_j);
        for third in (0..count).filter(|&third| third != i && third != j) {
            let (to_i, to_j, to_self) =
                (utility(third, i), utility(third, j), utility(third, third));
            let direct = voting.vote(weight(third), to_i - to_j);
            let stake = match self.options.third_party {
                ThirdParty::None => to_i - to_j,
                ThirdParty::Semi => {
                    let chance =
                        victory.chance(for_i + direct.max(0.0), for_j + (-direct).max(0.0));
                    chance * (to_self - to_i) - (1.0 - chance) * (to_self - to_j)
                }
                ThirdParty::Full => {
                    let joins_i = victory.chance(for_i + direct.abs(), for_j);
                    let joins_j = victory.chance(for_i, for_j + direct.abs());
                    (joins_i - joins_j) * (to_i - to_j)
                }
            };
            let vote = voting.vote(weight(third), stake);
            if vote > 0.0 {
                all_i += vote;
            } else {
                all_j -= vote;
            }
        }
        victory.chance(all_i, all_j)
    }
}

/// Returns the distance of two positions.
pub(super) fn distance(one: &[f64], other: &[f64]) -> f64 {
    let sum: f64 = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
    sum.sqrt()
}
