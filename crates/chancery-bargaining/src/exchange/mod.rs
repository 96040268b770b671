//! Exchange of voting positions: logrolling between pairs of actors over pairs of issues.
//!
//! The model is that of Stokman and van Oosten (1994, "The exchange of voting positions", in Bueno
//! de Mesquita and Stokman, *European Community Decision Making*). The expected outcome of an
//! issue is the compromise `O = Σ w x / Σ w` with `w` = salience × capability. Two actors on
//! opposite sides of the outcome on two issues can each give way on the issue that matters less to
//! them. When `i` supplies issue `p` and `j` supplies issue `q`, and the outcomes move by `a` and
//! `b`, the gains are
//!
//! ```text
//! gain of i = s_iq b − s_ip a        gain of j = s_jp a − s_jq b
//! ```
//!
//! *Equal gain* fixes the rate at which both are alike, `b / a = (s_ip + s_jp) / (s_iq + s_jq)`.
//! A *random rate* (Dijkstra et al. 2018) lies anywhere between the two rates at which one side
//! gains nothing. The exchange is as large as positions allow: nobody is asked to go beyond the
//! position that the partner wants. Exchanges are made in the order of their gain; each changes
//! what is left to exchange, until nothing is.
//!
//! Two things are added, because a user will rely on them:
//!
//! * **No party is worse off.** An outcome is never carried past the position of the party that
//!   demanded the change: beyond it the linear gains above would be wrong.
//! * **One answer.** Among exchanges of equal gain (within 1e-12) the one with the first issues,
//!   then the first actors in the order of the input is made.
//!
//! In later rounds actors keep the voting positions that they have moved to, while what they want
//! stays what it was; sides are drawn anew around the outcome that has been reached.

pub mod externalities;

use crate::{Problem, Stake};
use serde::Serialize;

/// What the rate of an exchange is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rate {
    /// Both parties gain the same.
    #[default]
    EqualGain,
    /// Drawn between the rates at which one party gains nothing, from this seed.
    Random(u64),
}

/// How exchanges are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The rate.
    pub rate: Rate,
    /// How many rounds at most.
    pub rounds: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rate: Rate::EqualGain,
            rounds: 1,
        }
    }
}

/// One side of an exchange.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Supply {
    /// Who gives way.
    pub actor: usize,
    /// On which issue.
    pub issue: usize,
    /// From which voting position.
    pub from: f64,
    /// To which.
    pub to: f64,
    /// The position that the partner wants.
    pub demanded: f64,
    /// The outcome of the issue before.
    pub outcome_before: f64,
    /// And after.
    pub outcome_after: f64,
    /// What the actor gains, in units of salience times outcome.
    pub gain: f64,
    /// The most it could have gained, at the rate that leaves the partner nothing.
    pub most: f64,
}

/// An exchange that was made.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Exchange {
    /// The round, from 1.
    pub round: usize,
    /// The gain: of each party at equal gain, of the lesser one at a random rate.
    pub gain: f64,
    /// What each party gives: the later issue first, as in the reference output.
    pub supplies: [Supply; 2],
    /// Whether one of the two had already moved on the issue it supplies.
    pub moved_before: bool,
}

/// The course of exchanges.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    /// The exchanges in the order in which they were made.
    pub exchanges: Vec<Exchange>,
    /// The outcome of each issue, before and after each round.
    pub outcomes: Vec<Vec<f64>>,
    /// The voting positions at the end, actor by actor and issue by issue.
    pub positions: Vec<Option<f64>>,
}

/// Makes all exchanges.
pub fn exchange(problem: &Problem, options: Options) -> Course {
    let mut table = Table::of(problem);
    let mut chance = match options.rate {
        Rate::EqualGain => None,
        Rate::Random(seed) => Some(crate::chance::Chance::new(seed)),
    };
    let mut exchanges = Vec::new();
    let mut outcomes = vec![table.outcomes()];
    for round in 1..=options.rounds {
        let before = exchanges.len();
        table.round(round, chance.as_mut(), &mut exchanges);
        if exchanges.len() == before {
            break;
        }
        outcomes.push(table.outcomes());
    }
    Course {
        exchanges,
        outcomes,
        positions: table.positions(),
    }
}

/// A possible exchange: `i` supplies `p` to `j`, who supplies `q`.
#[derive(Clone, Copy, Debug)]
struct Possible {
    i: usize,
    p: usize,
    j: usize,
    q: usize,
    /// The rate `b / a` of the movement of outcomes.
    rate: f64,
}

/// An exchange with its extent.
#[derive(Clone, Copy, Debug)]
struct Deal {
    /// How far the outcomes move.
    a: f64,
    b: f64,
    gain_i: f64,
    gain_j: f64,
}

/// What an actor has on an issue while exchanges go on.
#[derive(Clone, Copy, Debug)]
struct Cell {
    wanted: f64,
    voted: f64,
    salience: f64,
    /// The share in the clout on the issue.
    share: f64,
    moved: bool,
}

/// All cells, with the outcomes they make.
struct Table<'a> {
    problem: &'a Problem,
    issues: usize,
    cells: Vec<Option<Cell>>,
    outcomes: Vec<f64>,
}

/// Gains below this are none.
const NO_GAIN: f64 = 1e-10;
/// Movements of a position below this are none.
const NO_MOVE: f64 = 1e-9;
/// Gains that differ by less are equal.
const SAME: f64 = 1e-12;

impl<'a> Table<'a> {
    fn of(problem: &'a Problem) -> Self {
        let issues = problem.issues().len();
        let clout: Vec<f64> = (0..issues)
            .map(|issue| {
                problem
                    .stakes_on(issue)
                    .map(|(_, stake)| stake.clout())
                    .sum()
            })
            .collect();
        let unit = problem.salience_unit();
        let mut cells = Vec::with_capacity(problem.actors().len() * issues);
        for actor in 0..problem.actors().len() {
            for (issue, clout) in clout.iter().enumerate() {
                let cell = |stake: &Stake| Cell {
                    wanted: stake.position,
                    voted: stake.position,
                    salience: stake.salience * unit,
                    share: stake.clout() / clout,
                    moved: false,
                };
                cells.push(problem.stake(actor, issue).map(cell));
            }
        }
        let mut table = Self {
            problem,
            issues,
            cells,
            outcomes: Vec::new(),
        };
        table.outcomes = table.outcomes();
        table
    }

    fn cell(&self, actor: usize, issue: usize) -> Option<&Cell> {
        self.cells[actor * self.issues + issue].as_ref()
    }

    fn positions(&self) -> Vec<Option<f64>> {
        self.cells
            .iter()
            .map(|cell| Some(cell.as_ref()?.voted))
            .collect()
    }

    /// Returns the compromise of voting positions on each issue.
    fn outcomes(&self) -> Vec<f64> {
        let on = |issue: usize| {
            (0..self.problem.actors().len())
                .filter_map(|actor| self.cell(actor, issue))
                .map(|cell| cell.share * cell.voted)
                .sum()
        };
        (0..self.issues).map(on).collect()
    }

    /// Makes the exchanges of a round, the most gainful first.
    fn round(
        &mut self,
        round: usize,
        mut chance: Option<&mut crate::chance::Chance>,
        made: &mut Vec<Exchange>,
    ) {
        let mut open: Vec<(Possible, Option<Deal>)> = self
            .possible()
            .into_iter()
            .map(|mut it| {
                if let Some(chance) = chance.as_mut() {
                    it.rate = self.rate_between(&it, chance.unit());
                }
                (it, self.deal(&it))
            })
            .collect();
        while let Some(at) = best(&open) {
            let (possible, deal) = open.swap_remove(at);
            let Some(deal) = deal else { break };
            made.push(self.make(round, &possible, &deal));
            // Only exchanges over the two issues feel the change: their outcomes have moved.
            for (other, deal) in &mut open {
                if [possible.p, possible.q]
                    .iter()
                    .any(|issue| *issue == other.p || *issue == other.q)
                {
                    *deal = self.deal(other);
                }
            }
        }
    }

    /// Returns every exchange that could be made, with the rate of equal gain.
    fn possible(&self) -> Vec<Possible> {
        let mut found = Vec::new();
        for p in 0..self.issues {
            for q in p + 1..self.issues {
                self.possible_over(p, q, &mut found);
            }
        }
        found
    }

    fn possible_over(&self, p: usize, q: usize, found: &mut Vec<Possible>) {
        let actors = self.problem.actors().len();
        let (at_p, at_q) = (self.outcomes[p], self.outcomes[q]);
        for i in 0..actors {
            let (Some(ip), Some(iq)) = (self.cell(i, p), self.cell(i, q)) else {
                continue;
            };
            for j in i + 1..actors {
                let (Some(jp), Some(jq)) = (self.cell(j, p), self.cell(j, q)) else {
                    continue;
                };
                if (ip.wanted - at_p) * (jp.wanted - at_p) >= 0.0
                    || (iq.wanted - at_q) * (jq.wanted - at_q) >= 0.0
                {
                    continue;
                }
                let leaning = ip.salience * jq.salience - iq.salience * jp.salience;
                let rate_p = (ip.salience + jp.salience) / (iq.salience + jq.salience);
                if leaning < 0.0 {
                    found.push(Possible {
                        i,
                        p,
                        j,
                        q,
                        rate: rate_p,
                    });
                } else if leaning > 0.0 {
                    found.push(Possible {
                        i: j,
                        p,
                        j: i,
                        q,
                        rate: rate_p,
                    });
                }
            }
        }
    }

    /// Returns a rate between those at which `i` and `j` gain nothing.
    fn rate_between(&self, it: &Possible, share: f64) -> f64 {
        let (low, high) = self.rates(it);
        low + share * (high - low)
    }

    /// Returns the rates at which `i` gains nothing and at which `j` gains nothing.
    fn rates(&self, it: &Possible) -> (f64, f64) {
        let salience = |actor, issue| self.cell(actor, issue).map_or(0.0, |cell| cell.salience);
        // A party to whom an issue means nothing gives it away at any price: the rate is bounded
        // by what moves the outcome by the whole scale.
        let ratio = |over: f64, under: f64| if under > 0.0 { over / under } else { 1e6 };
        (
            ratio(salience(it.i, it.p), salience(it.i, it.q)),
            ratio(salience(it.j, it.p), salience(it.j, it.q)),
        )
    }

    /// Returns how far an exchange can still go at its rate, if anywhere.
    fn deal(&self, it: &Possible) -> Option<Deal> {
        self.deal_at(it, it.rate)
    }

    fn deal_at(&self, it: &Possible, rate: f64) -> Option<Deal> {
        let most_a = self.room(it.i, it.j, it.p)?;
        let most_b = self.room(it.j, it.i, it.q)?;
        let (a, b) = if most_a * rate <= most_b {
            (most_a, most_a * rate)
        } else {
            (most_b / rate, most_b)
        };
        let (ip, iq) = (self.cell(it.i, it.p)?, self.cell(it.i, it.q)?);
        let (jp, jq) = (self.cell(it.j, it.p)?, self.cell(it.j, it.q)?);
        Some(Deal {
            a,
            b,
            gain_i: iq.salience * b - ip.salience * a,
            gain_j: jp.salience * a - jq.salience * b,
        })
    }

    /// Returns how far a supplier can move the outcome towards what the other wants: to the
    /// wanted position, and the outcome not past it.
    fn room(&self, supplier: usize, demander: usize, issue: usize) -> Option<f64> {
        let (supply, demand) = (self.cell(supplier, issue)?, self.cell(demander, issue)?);
        let direction = (demand.wanted - supply.wanted).signum();
        let left = direction * (demand.wanted - supply.voted);
        let outcome = direction * (demand.wanted - self.outcomes[issue]);
        (left > NO_MOVE && outcome > NO_MOVE && supply.share > 0.0)
            .then(|| (left * supply.share).min(outcome))
    }

    /// Carries an exchange out.
    fn make(&mut self, round: usize, it: &Possible, deal: &Deal) -> Exchange {
        let (low, high) = self.rates(it);
        let most_i = self.deal_at(it, high).map_or(0.0, |deal| deal.gain_i);
        let most_j = self.deal_at(it, low).map_or(0.0, |deal| deal.gain_j);
        let (one, early) = self.give(it.i, it.j, it.p, deal.a);
        let (other, late) = self.give(it.j, it.i, it.q, deal.b);
        let one = Supply {
            gain: deal.gain_i,
            most: most_i,
            ..one
        };
        let other = Supply {
            gain: deal.gain_j,
            most: most_j,
            ..other
        };
        let supplies = if one.issue > other.issue {
            [one, other]
        } else {
            [other, one]
        };
        Exchange {
            round,
            gain: deal.gain_i.min(deal.gain_j),
            supplies,
            moved_before: early || late,
        }
    }

    /// Moves an actor's vote so that the outcome of the issue shifts towards what the partner
    /// wants, and says whether the actor had moved before. Gains are for the caller to fill in.
    fn give(&mut self, actor: usize, partner: usize, issue: usize, shift: f64) -> (Supply, bool) {
        let demanded = self
            .cell(partner, issue)
            .map_or(f64::NAN, |cell| cell.wanted);
        let outcome_before = self.outcomes[issue];
        let (mut from, mut to, mut before) = (f64::NAN, f64::NAN, false);
        if let Some(cell) = &mut self.cells[actor * self.issues + issue] {
            let direction = (demanded - cell.wanted).signum();
            from = cell.voted;
            to = from + direction * shift / cell.share;
            // What lands on the demanded position but for rounding has reached it.
            if (to - demanded).abs() < NO_MOVE {
                to = demanded;
            }
            cell.voted = to;
            before = std::mem::replace(&mut cell.moved, true);
        }
        self.outcomes = self.outcomes();
        let side = Supply {
            actor,
            issue,
            from,
            to,
            demanded,
            outcome_before,
            outcome_after: self.outcomes[issue],
            gain: 0.0,
            most: 0.0,
        };
        (side, before)
    }
}

/// Returns the place of the exchange with the highest gain; among equals, the first by issues
/// and actors.
fn best(open: &[(Possible, Option<Deal>)]) -> Option<usize> {
    let gain = |(_, deal): &(Possible, Option<Deal>)| {
        deal.map_or(0.0, |deal| deal.gain_i.min(deal.gain_j))
    };
    let most = open.iter().map(gain).fold(NO_GAIN, f64::max);
    let order = |it: &Possible| (it.p, it.q, it.i.min(it.j), it.i.max(it.j));
    (0..open.len())
        .filter(|&at| gain(&open[at]) > NO_GAIN && gain(&open[at]) >= most - SAME)
        .min_by_key(|&at| order(&open[at].0))
}

#[cfg(test)]
pub(crate) mod tests;
