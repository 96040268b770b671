//! Who challenges whom, what is offered, and what comes of it.

use super::{
    election,
    options::{BargainModel, Interpolation, Options},
    state::{Actors, State, risked},
};

/// A challenge: the most that an actor expects to gain from another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Challenge {
    pub(super) initiator: usize,
    pub(super) receiver: usize,
    /// The chance that the initiator prevails, by its own estimate.
    pub(super) chance: f64,
    /// What it expects to gain.
    pub(super) gain: f64,
    /// The chance that the initiator prevails, by the receiver's estimate.
    receiver_chance: f64,
}

/// New positions for two actors.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Bargain {
    pub(super) initiator: usize,
    pub(super) receiver: usize,
    initiator_to: Vec<f64>,
    receiver_to: Vec<f64>,
}

impl Bargain {
    /// Returns the position that the bargain gives an actor, if any.
    pub(super) fn position(&self, actor: usize) -> Option<&[f64]> {
        if actor == self.initiator {
            Some(&self.initiator_to)
        } else if actor == self.receiver {
            Some(&self.receiver_to)
        } else {
            None
        }
    }
}

/// Added to the weights of an interpolation, so that none is divided by nothing. It is KTAB's:
/// without it a handful of the reference positions differ in the fourth digit.
const WEIGHT_FLOOR: f64 = 1e-6;
/// Nobody challenges for less: in the reference runs, actors whose positions all but coincide
/// leave one another alone.
const LEAST_GAIN: f64 = 1e-5;
/// Positions are kept to this share of the scale.
const GRAIN: f64 = 1e4;

/// Returns each actor's challenge, where one is worth while.
///
/// The receiver resists with its total salience `s`; the initiator's effective chance is
/// `p' = 1 − s + s p`, and it gains `(2 p' − 1) (u_ii − u_ij)` over leaving both as they are.
pub(super) fn challenges(state: &State<'_>) -> Vec<Challenge> {
    let count = state.actors.count;
    (0..count)
        .filter_map(|initiator| {
            let utilities = state.supposed_by(initiator);
            let mut best: Option<Challenge> = None;
            for receiver in (0..count).filter(|&it| it != initiator) {
                let row = &utilities[initiator * count..(initiator + 1) * count];
                let stake = row[initiator] - row[receiver];
                if stake <= 0.0 {
                    continue;
                }
                let chance = state.prevails(&utilities, initiator, receiver);
                let resists = state.actors.total_salience[receiver];
                let effective = 1.0 - resists + resists * chance;
                let gain = (2.0 * effective - 1.0) * stake;
                if gain > best.map_or(LEAST_GAIN, |it| it.gain) {
                    best = Some(Challenge {
                        initiator,
                        receiver,
                        chance,
                        gain,
                        receiver_chance: chance,
                    });
                }
            }
            best.map(|mut challenge| {
                let supposed = state.supposed_by(challenge.receiver);
                challenge.receiver_chance =
                    state.prevails(&supposed, initiator, challenge.receiver);
                challenge
            })
        })
        .collect()
}

/// Returns the bargains that a challenge yields.
///
/// The receiver's proposal interpolates with the receiver's own estimate of the chance. (KTAB's
/// logs print other receiver's proposals: they follow if its expected gain is put in the place
/// of the chance. They do not bear on the outcome of the reference runs.)
pub(super) fn bargains(state: &State<'_>, options: &Options, it: &Challenge) -> Vec<Bargain> {
    let proposed = |chance: f64| {
        let (initiator_to, receiver_to) = meet(
            state,
            options.interpolation,
            it.initiator,
            it.receiver,
            chance,
        );
        Bargain {
            initiator: it.initiator,
            receiver: it.receiver,
            initiator_to,
            receiver_to,
        }
    };
    let first = proposed(it.chance);
    match options.bargains {
        BargainModel::InitOnly => vec![first],
        BargainModel::InitRcvr => vec![first, proposed(it.receiver_chance)],
        BargainModel::PwComp => vec![mixed(state.actors, &first, &proposed(it.receiver_chance))],
    }
}

/// Returns where two actors meet, dimension by dimension, each to the grain of the scale.
fn meet(
    state: &State<'_>,
    interpolation: Interpolation,
    i: usize,
    j: usize,
    chance: f64,
) -> (Vec<f64>, Vec<f64>) {
    let actors = state.actors;
    let (here, there) = (
        actors.row(state.positions, i),
        actors.row(state.positions, j),
    );
    let (salience_i, salience_j) = (
        actors.row(&actors.salience, i),
        actors.row(&actors.salience, j),
    );
    let weight = |salience: f64, chance: f64, against: f64| match interpolation {
        Interpolation::S1P1 => salience * chance,
        Interpolation::S2P2 => salience * salience * chance * chance,
        Interpolation::S2PMax => salience * salience * chance / chance.max(against),
    };
    let grained = |position: f64| (position * GRAIN).round() / GRAIN;
    (0..actors.dimensions)
        .map(|at| {
            let weight_i = weight(salience_i[at], chance, 1.0 - chance);
            let weight_j = weight(salience_j[at], 1.0 - chance, chance);
            let sum = weight_i + weight_j + WEIGHT_FLOOR;
            let (from, to) = (here[at], there[at]);
            (
                grained(from + weight_j / sum * (to - from)),
                grained(to + weight_i / sum * (from - to)),
            )
        })
        .unzip()
}

/// Returns the mean of two bargains, weighted by the total saliences of the two parties.
fn mixed(actors: &Actors, one: &Bargain, other: &Bargain) -> Bargain {
    let (salience_i, salience_j) = (
        actors.total_salience[one.initiator],
        actors.total_salience[one.receiver],
    );
    let share = if salience_i + salience_j > 0.0 {
        salience_i / (salience_i + salience_j)
    } else {
        0.5
    };
    let mix = |a: &[f64], b: &[f64]| -> Vec<f64> {
        a.iter()
            .zip(b)
            .map(|(a, b)| ((share * a + (1.0 - share) * b) * GRAIN).round() / GRAIN)
            .collect()
    };
    Bargain {
        initiator: one.initiator,
        receiver: one.receiver,
        initiator_to: mix(&one.initiator_to, &other.initiator_to),
        receiver_to: mix(&one.receiver_to, &other.receiver_to),
    }
}

/// Returns the chance of each of an actor's bargains; the first option is that nothing changes.
///
/// An option is worth to each actor the mean of what all positions would then be worth.
pub(super) fn chances(state: &State<'_>, open: &[&Bargain]) -> Vec<f64> {
    let actors = state.actors;
    let options = open.len() + 1;
    let mut utilities = Vec::with_capacity(actors.count * options);
    for actor in 0..actors.count {
        let ideal = actors.row(state.ideals, actor);
        let worth =
            |position: &[f64]| risked(actors.value(actor, ideal, position), state.risks[actor]);
        let now: Vec<f64> = (0..actors.count)
            .map(|other| worth(actors.row(state.positions, other)))
            .collect();
        let mean =
            |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / actors.count as f64;
        utilities.push(mean(&mut now.iter().copied()));
        for bargain in open {
            utilities
                .push(mean(&mut (0..actors.count).map(|other| {
                    bargain.position(other).map_or(now[other], worth)
                })));
        }
    }
    election::chances(state.rules(), &actors.capability, &utilities)
}
