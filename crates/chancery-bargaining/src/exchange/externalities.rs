//! Who else gains and loses when two actors trade, and by whom one is sold.
//!
//! The model of exchange looks at the two parties. Every exchange moves two outcomes, though, and
//! moves them for everybody: the *externality* of an exchange for a third party `k` is
//!
//! ```text
//! Σ over the two issues  s_k (|O − x_k| − |O' − x_k|)
//! ```
//!
//! with `O` and `O'` the outcomes before and after (van Assen, Stokman and van Oosten 2003, "Conflict
//! measures in cooperative exchange models", study their sign). Where it is known who is whose
//! partner and adversary, a third party that loses by an exchange between a partner and an
//! adversary of its own is a *bargaining chip* in it.

use super::{Course, Exchange};
use crate::Problem;
use serde::Serialize;

/// What an exchange does to everybody.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Effects {
    /// The gain of every actor, parties included, in the order of the actors.
    pub gains: Vec<f64>,
    /// The parties' gains together.
    pub parties: f64,
    /// What all third parties that gain, gain.
    pub others_gain: f64,
    /// What all third parties that lose, lose.
    pub others_lose: f64,
}

/// The loss of an actor by exchanges between its partners and its adversaries.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Chip {
    /// Who is sold.
    pub actor: usize,
    /// The loss, each deal's weighted by the strength of the two ties.
    pub index: f64,
    /// The deals that cause it.
    pub deals: Vec<ChipDeal>,
}

/// A deal in which somebody is the chip.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ChipDeal {
    /// The number of the exchange in its course.
    pub exchange: usize,
    /// The party that is a partner.
    pub partner: usize,
    /// The party that is an adversary.
    pub adversary: usize,
    /// What the deal costs.
    pub loss: f64,
    /// The strength of the two ties, 0 to 1.
    pub weight: f64,
    /// How the loss could be averted, the cheapest way first.
    pub ways_out: Vec<WayOut>,
}

/// What a third party can do about an exchange that costs it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WayOut {
    /// Its clout suffices to undo the exchange on this issue by moving its own vote the other
    /// way.
    Block {
        /// The issue.
        issue: usize,
        /// The vote that undoes it.
        vote: f64,
    },
    /// It gives way to a party on another issue, which then gains as much as by the exchange.
    Offer {
        /// To whom.
        to: usize,
        /// On which issue.
        issue: usize,
        /// From which voting position.
        from: f64,
        /// To which.
        vote: f64,
        /// What that costs itself.
        cost: f64,
        /// What the party gains: as much as it would by the exchange.
        worth: f64,
    },
}

/// A pair of issues over which exchanges were made.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Linkage {
    /// The one issue.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How many exchanges link them.
    pub exchanges: usize,
    /// What the parties gain by them.
    pub gain: f64,
    /// How far they move the outcome of the one.
    pub shift_one: f64,
    /// And of the other.
    pub shift_other: f64,
    /// Which of the two are stuck when taken alone.
    pub unlocks: Vec<usize>,
}

/// Returns what a pair of outcomes instead of another is worth to an actor.
fn worth(problem: &Problem, actor: usize, issue: usize, before: f64, after: f64) -> f64 {
    problem.stake(actor, issue).map_or(0.0, |stake| {
        stake.salience
            * problem.salience_unit()
            * ((before - stake.position).abs() - (after - stake.position).abs())
    })
}

/// Returns what an exchange does to everybody.
pub fn effects(problem: &Problem, exchange: &Exchange) -> Effects {
    let parties: Vec<usize> = exchange.supplies.iter().map(|side| side.actor).collect();
    let gains: Vec<f64> = (0..problem.actors().len())
        .map(|actor| {
            exchange
                .supplies
                .iter()
                .map(|side| {
                    worth(
                        problem,
                        actor,
                        side.issue,
                        side.outcome_before,
                        side.outcome_after,
                    )
                })
                .sum()
        })
        .collect();
    let third = |keep: fn(f64) -> f64| -> f64 {
        (0..gains.len())
            .filter(|actor| !parties.contains(actor))
            .map(|actor| keep(gains[actor]))
            .sum()
    };
    Effects {
        parties: parties.iter().map(|&actor| gains[actor]).sum(),
        others_gain: third(|gain| gain.max(0.0)),
        others_lose: third(|gain| (-gain).max(0.0)),
        gains,
    }
}

/// Returns what the whole course is worth to every actor.
pub fn total(problem: &Problem, course: &Course) -> Vec<f64> {
    let (Some(first), Some(last)) = (course.outcomes.first(), course.outcomes.last()) else {
        return vec![0.0; problem.actors().len()];
    };
    (0..problem.actors().len())
        .map(|actor| {
            (0..problem.issues().len())
                .map(|issue| worth(problem, actor, issue, first[issue], last[issue]))
                .sum()
        })
        .collect()
}

/// Returns who is sold by whom: every actor that loses by exchanges between its partners and its
/// adversaries, the greatest loss first.
pub fn chips(problem: &Problem, course: &Course) -> Vec<Chip> {
    let mut chips: Vec<Chip> = (0..problem.actors().len())
        .filter_map(|actor| chip(problem, course, actor))
        .collect();
    chips.sort_by(|one, other| {
        other
            .index
            .total_cmp(&one.index)
            .then(one.actor.cmp(&other.actor))
    });
    chips
}

fn chip(problem: &Problem, course: &Course, actor: usize) -> Option<Chip> {
    let mut deals = Vec::new();
    for (at, exchange) in course.exchanges.iter().enumerate() {
        let [one, other] = [exchange.supplies[0].actor, exchange.supplies[1].actor];
        if one == actor || other == actor {
            continue;
        }
        let (to_one, to_other) = (problem.attitude(actor, one), problem.attitude(actor, other));
        if to_one * to_other >= 0.0 {
            continue;
        }
        let loss = -effects(problem, exchange).gains[actor];
        if loss <= super::NO_GAIN {
            continue;
        }
        let (partner, adversary) = if to_one > 0.0 {
            (one, other)
        } else {
            (other, one)
        };
        deals.push(ChipDeal {
            exchange: at,
            partner,
            adversary,
            loss,
            weight: (to_one * to_other).abs(),
            ways_out: ways_out(problem, exchange, actor, partner, loss),
        });
    }
    let index = deals.iter().map(|deal| deal.loss * deal.weight).sum();
    (!deals.is_empty()).then_some(Chip {
        actor,
        index,
        deals,
    })
}

/// A third party that loses by an exchange and could prevent it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Preventer {
    /// Who.
    pub actor: usize,
    /// What the exchange costs it.
    pub loss: f64,
    /// What it could do: offers to either party, the cheapest first, and blocks.
    pub ways_out: Vec<WayOut>,
}

/// Returns the third parties that could block an exchange or would pay to prevent it, the one
/// that loses most first.
pub fn preventers(problem: &Problem, exchange: &Exchange) -> Vec<Preventer> {
    let gains = effects(problem, exchange).gains;
    let [one, other] = exchange.supplies.map(|side| side.actor);
    let mut found: Vec<Preventer> = (0..gains.len())
        .filter(|&actor| actor != one && actor != other && gains[actor] < -super::NO_GAIN)
        .filter_map(|actor| {
            let loss = -gains[actor];
            let mut ways = ways_out(problem, exchange, actor, one, loss);
            for way in ways_out(problem, exchange, actor, other, loss) {
                if !ways.contains(&way) {
                    ways.push(way);
                }
            }
            let cost = |way: &WayOut| match way {
                WayOut::Offer { cost, .. } => *cost,
                WayOut::Block { .. } => f64::INFINITY,
            };
            ways.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
            (!ways.is_empty()).then_some(Preventer {
                actor,
                loss,
                ways_out: ways,
            })
        })
        .collect();
    found.sort_by(|a, b| b.loss.total_cmp(&a.loss));
    found
}

/// Returns what a third party could do about an exchange: offers cheapest first, then blocks.
pub fn ways_out(
    problem: &Problem,
    exchange: &Exchange,
    actor: usize,
    partner: usize,
    loss: f64,
) -> Vec<WayOut> {
    let mut offers: Vec<(f64, WayOut)> = (0..problem.issues().len())
        .filter_map(|issue| offer(problem, exchange, actor, partner, issue))
        .filter(|(cost, _)| *cost < loss)
        .collect();
    offers.sort_by(|one, other| one.0.total_cmp(&other.0));
    let blocks = exchange
        .supplies
        .iter()
        .filter_map(|side| block(problem, actor, side));
    offers
        .into_iter()
        .map(|(_, way)| way)
        .chain(blocks)
        .collect()
}

/// Returns an actor's share in the clout on an issue.
fn share(problem: &Problem, actor: usize, issue: usize) -> f64 {
    let all: f64 = problem
        .stakes_on(issue)
        .map(|(_, stake)| stake.clout())
        .sum();
    problem
        .stake(actor, issue)
        .map_or(0.0, |stake| stake.clout() / all)
}

/// Returns the compromise by which the actor pays the partner as much as the exchange would.
///
/// The actor gives way from its own position towards the partner's on an issue on which they
/// differ; the outcome moves by its share in the clout. The issue may be none of the two traded,
/// or the offer would change the exchange itself.
fn offer(
    problem: &Problem,
    exchange: &Exchange,
    actor: usize,
    partner: usize,
    issue: usize,
) -> Option<(f64, WayOut)> {
    if exchange.supplies.iter().any(|side| side.issue == issue) {
        return None;
    }
    let (own, theirs) = (problem.stake(actor, issue)?, problem.stake(partner, issue)?);
    let outcome = crate::compromise::compromise(problem, issue);
    let direction = (theirs.position - own.position).signum();
    let share = share(problem, actor, issue);
    let unit = problem.salience_unit();
    let worth = exchange
        .supplies
        .iter()
        .find(|side| side.actor == partner)
        .map(|side| side.gain)?;
    if share <= 0.0 || theirs.salience <= 0.0 || direction == 0.0 {
        return None;
    }
    let shift = worth / (theirs.salience * unit);
    let room = (share * (theirs.position - own.position).abs())
        .min(direction * (theirs.position - outcome));
    if shift > room {
        return None;
    }
    let after = outcome + direction * shift;
    let cost = -self::worth(problem, actor, issue, outcome, after);
    Some((
        cost.max(0.0),
        WayOut::Offer {
            to: partner,
            issue,
            from: own.position,
            vote: own.position + direction * shift / share,
            cost: cost.max(0.0),
            worth,
        },
    ))
}

/// Returns the vote by which the actor undoes one side of an exchange, if its clout suffices and
/// its scale leaves room.
fn block(problem: &Problem, actor: usize, side: &super::Supply) -> Option<WayOut> {
    let own = problem.stake(actor, side.issue)?;
    let share = share(problem, actor, side.issue);
    if worth(
        problem,
        actor,
        side.issue,
        side.outcome_before,
        side.outcome_after,
    ) >= 0.0
        || share <= 0.0
    {
        return None;
    }
    let vote = own.position - (side.outcome_after - side.outcome_before) / share;
    let (low, high) = problem.issues()[side.issue].scale;
    (low..=high).contains(&vote).then_some(WayOut::Block {
        issue: side.issue,
        vote,
    })
}

/// Returns the issues that are stuck when taken alone: the lesser side around the outcome holds
/// at least a third of the clout, so that neither side can have its way.
pub fn stuck(problem: &Problem) -> Vec<usize> {
    (0..problem.issues().len())
        .filter(|&issue| {
            let outcome = crate::compromise::compromise(problem, issue);
            let (mut below, mut above) = (0.0, 0.0);
            for (_, stake) in problem.stakes_on(issue) {
                if stake.position < outcome {
                    below += stake.clout();
                } else if stake.position > outcome {
                    above += stake.clout();
                }
            }
            let all = below + above;
            all > 0.0 && below.min(above) >= all / 3.0
        })
        .collect()
}

/// Returns the pairs of issues that exchanges link, the most gainful first.
pub fn linkages(problem: &Problem, course: &Course) -> Vec<Linkage> {
    let stuck = stuck(problem);
    let mut found: Vec<Linkage> = Vec::new();
    for exchange in &course.exchanges {
        let [later, earlier] = &exchange.supplies;
        let (one, other) = (earlier.issue, later.issue);
        let at = found
            .iter()
            .position(|it| it.one == one && it.other == other)
            .unwrap_or_else(|| {
                found.push(Linkage {
                    one,
                    other,
                    exchanges: 0,
                    gain: 0.0,
                    shift_one: 0.0,
                    shift_other: 0.0,
                    unlocks: [one, other]
                        .into_iter()
                        .filter(|issue| stuck.contains(issue))
                        .collect(),
                });
                found.len() - 1
            });
        let linkage = &mut found[at];
        linkage.exchanges += 1;
        linkage.gain += earlier.gain + later.gain;
        linkage.shift_one += earlier.outcome_after - earlier.outcome_before;
        linkage.shift_other += later.outcome_after - later.outcome_before;
    }
    found.sort_by(|one, other| {
        other
            .gain
            .total_cmp(&one.gain)
            .then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    found
}
