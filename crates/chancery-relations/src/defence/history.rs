//! The cases of history: who could have come to a target's help, and who did.
//!
//! A case is a clash, one of its targets, and a third state that could be asked: one with any pact
//! with the target, a major power, or a neighbour of the target or of an attacker ("politically
//! relevant", Weede 1976). Pacts, capabilities and wars are those of the year before the clash, so
//! that nothing made for the occasion predicts it.

use super::{
    model::Situation,
    world::{Clash, State, World},
};
use std::collections::BTreeMap;

/// One state that could have helped one target.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Case {
    pub(super) situation: Situation,
    pub(super) year: i64,
    /// The clash: whether a war, and its number.
    pub(super) clash: (bool, i64),
    /// Whether it fought on the target's side.
    pub(super) defended: bool,
}

/// Returns all cases, in the order of their years.
pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut records: BTreeMap<(bool, State), (usize, usize)> = BTreeMap::new();
    for clash in &world.clashes {
        let (year, before) = (clash.year, clash.year - 1);
        if clash.attackers.is_empty() {
            continue;
        }
        let mut owed = Vec::new();
        for target in &clash.targets {
            for helper in world.states(year) {
                if clash.attackers.contains(&helper) || clash.targets.contains(&helper) {
                    continue;
                }
                let neighbour = |state: &State| world.border(helper, *state, year);
                let relevant = world.pact(helper, *target, before).any()
                    || world.is_major(helper, year)
                    || neighbour(target)
                    || clash.attackers.iter().any(neighbour);
                if !relevant {
                    continue;
                }
                let record = records.get(&(clash.war, helper)).copied();
                let situation = situation(world, clash, helper, *target, record.unwrap_or((0, 0)));
                let defended = clash.defenders.contains(&helper);
                if situation.defence {
                    owed.push((helper, defended));
                }
                cases.push(Case {
                    situation,
                    year,
                    clash: (clash.war, clash.number),
                    defended,
                });
            }
        }
        // What happens in a clash is on the record for later ones only.
        for (helper, defended) in owed {
            let record = records.entry((clash.war, helper)).or_default();
            record.0 += 1;
            record.1 += usize::from(defended);
        }
    }
    cases
}

fn situation(
    world: &World,
    clash: &Clash,
    helper: State,
    target: State,
    record: (usize, usize),
) -> Situation {
    let (year, before) = (clash.year, clash.year - 1);
    let pact = world.pact(helper, target, before);
    let attackers = || clash.attackers.iter().copied();
    let nearest = attackers()
        .filter_map(|attacker| world.distance(helper, attacker))
        .min_by(f64::total_cmp);
    Situation {
        defence: pact.defence,
        offence: pact.offence,
        other_pact: pact.other,
        since_1945: year > 1945,
        capability: world.capability(helper, before),
        at_war_elsewhere: world.at_war(helper, before),
        borders_attacker: attackers().any(|attacker| world.border(helper, attacker, year)),
        to_attacker: nearest,
        to_target: world.distance(helper, target),
        pact_with_attacker: attackers().any(|by| world.pact(helper, by, before).defence),
        rival_of_attacker: attackers().any(|by| world.rivals(helper, by, before)),
        allies: world.allies(target, before),
        record,
        war: clash.war,
    }
}
