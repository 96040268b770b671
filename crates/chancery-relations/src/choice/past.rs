//! The choices of the past, from files: who mediated where, and what was known of the candidates.

use super::{
    features::{FEATURES, Facts, REGIONAL, WORLD, features},
    logit::{ChoiceModel, Situation, fit as fit_on},
};
use crate::defence::{
    StatesError,
    world::{State, World},
};
use chancery_model::ActorId;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// A conflict and those who mediated in it in one year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effort {
    /// Which file tells of it: `cwm` or `pax`.
    pub source: &'static str,
    /// The conflict.
    pub conflict: String,
    /// The states that are sides, or in which it is fought.
    pub sides: Vec<ActorId>,
    /// The year.
    pub year: i64,
    /// The third parties that are states or organisations.
    pub mediators: BTreeSet<ActorId>,
}

/// An organisation of states, and when it existed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganisationSpan {
    /// Its code.
    pub id: ActorId,
    /// Its first year.
    pub from: Option<i64>,
    /// Its last.
    pub until: Option<i64>,
}

/// All that a fit needs beside the files on states.
pub struct Third<'call> {
    /// Who mediated where.
    pub efforts: Vec<Effort>,
    /// The Correlates of War numbers of states.
    pub numbers: BTreeMap<ActorId, u16>,
    /// The organisations that could mediate.
    pub organisations: Vec<OrganisationSpan>,
    /// The members of an organisation in a year.
    pub members: &'call dyn Fn(&ActorId, i64) -> Vec<ActorId>,
}

/// In how many years of conflicts each has mediated, by state in which.
#[derive(Default)]
pub(super) struct Record {
    all: BTreeMap<ActorId, f64>,
    here: BTreeMap<(ActorId, ActorId), f64>,
}

impl Record {
    pub(super) fn add(&mut self, effort: &Effort) {
        for mediator in &effort.mediators {
            *self.all.entry(mediator.clone()).or_default() += 1.0;
            for side in &effort.sides {
                let key = (mediator.clone(), side.clone());
                *self.here.entry(key).or_default() += 1.0;
            }
        }
    }

    pub(super) fn add_line(&mut self, actor: ActorId, side: Option<ActorId>, years: f64) {
        match side {
            None => *self.all.entry(actor).or_default() += years,
            Some(side) => *self.here.entry((actor, side)).or_default() += years,
        }
    }

    pub(super) fn of(&self, actor: &ActorId, sides: &[ActorId]) -> (f64, f64) {
        let here = |side: &ActorId| self.here.get(&(actor.clone(), side.clone())).copied();
        (
            self.all.get(actor).copied().unwrap_or(0.0),
            sides.iter().filter_map(here).sum(),
        )
    }
}

/// What was known in one year.
struct Year<'call> {
    world: &'call World,
    year: i64,
    numbers: &'call BTreeMap<ActorId, State>,
    members: &'call BTreeMap<ActorId, BTreeSet<ActorId>>,
    record: &'call Record,
}

impl Year<'_> {
    fn both(&self, one: &ActorId, other: &ActorId) -> Option<(State, State)> {
        Some((*self.numbers.get(one)?, *self.numbers.get(other)?))
    }
}

impl Facts for Year<'_> {
    fn is_organisation(&self, candidate: &ActorId) -> bool {
        self.members.contains_key(candidate)
    }

    fn is_major(&self, state: &ActorId) -> bool {
        let number = self.numbers.get(state);
        number.is_some_and(|number| self.world.is_major(*number, self.year))
    }

    fn capability(&self, state: &ActorId) -> Option<f64> {
        self.world.capability(*self.numbers.get(state)?, self.year)
    }

    fn neighbours(&self, one: &ActorId, other: &ActorId) -> bool {
        let both = self.both(one, other);
        both.is_some_and(|(one, other)| self.world.border(one, other, self.year))
    }

    fn distance(&self, one: &ActorId, other: &ActorId) -> Option<f64> {
        let (one, other) = self.both(one, other)?;
        self.world.distance(one, other)
    }

    fn is_member(&self, state: &ActorId, organisation: &ActorId) -> bool {
        let members = self.members.get(organisation);
        members.is_some_and(|members| members.contains(state))
    }

    fn share_organisation(&self, one: &ActorId, other: &ActorId) -> bool {
        share(self.members, one, other)
    }

    fn allies(&self, one: &ActorId, other: &ActorId) -> bool {
        let both = self.both(one, other);
        both.is_some_and(|(one, other)| self.world.pact(one, other, self.year).defence)
    }

    fn rivals(&self, one: &ActorId, other: &ActorId) -> bool {
        let both = self.both(one, other);
        both.is_some_and(|(one, other)| self.world.rivals(one, other, self.year))
    }

    fn record(&self, candidate: &ActorId, sides: &[ActorId]) -> (f64, f64) {
        self.record.of(candidate, sides)
    }
}

/// Returns whether two states belong to one regional organisation.
pub(super) fn share(
    members: &BTreeMap<ActorId, BTreeSet<ActorId>>,
    one: &ActorId,
    other: &ActorId,
) -> bool {
    members
        .values()
        .any(|found| found.len() <= REGIONAL && found.contains(one) && found.contains(other))
}

/// A choice of the past with what else is told of it.
pub(super) struct Told {
    pub(super) source: &'static str,
    pub(super) year: i64,
    pub(super) situation: Situation,
    /// How often each candidate had mediated before, in all and here: what the baselines go by.
    pub(super) before: Vec<(f64, f64)>,
}

/// Returns the choices of the past in their order. Each is described by what was known in its year,
/// and by who had mediated in the years before.
pub(super) fn told(
    files: &[(String, Vec<u8>)],
    third: &Third<'_>,
) -> Result<Vec<Told>, StatesError> {
    let world = World::read(files)?;
    let by_number: BTreeMap<State, &ActorId> = third
        .numbers
        .iter()
        .map(|(id, number)| (*number, id))
        .collect();
    let mut efforts: Vec<&Effort> = third.efforts.iter().collect();
    efforts.sort_by_key(|effort| (effort.year, effort.source, &effort.conflict));
    let mut found = Vec::new();
    let mut record = Record::default();
    for efforts in efforts.chunk_by(|one, other| one.year == other.year) {
        let Some(year) = efforts.first().map(|effort| effort.year) else {
            continue;
        };
        let members: BTreeMap<ActorId, BTreeSet<ActorId>> = third
            .organisations
            .iter()
            .filter(|span| span.from.is_none_or(|from| from <= year))
            .filter(|span| span.until.is_none_or(|until| year <= until))
            .map(|span| {
                let members = (third.members)(&span.id, year);
                (
                    span.id.clone(),
                    members.into_iter().collect::<BTreeSet<_>>(),
                )
            })
            .filter(|(id, members)| members.len() > 1 || id.as_str() == WORLD)
            .collect();
        let states: BTreeSet<&ActorId> = world
            .states(year)
            .filter_map(|number| by_number.get(&number).copied())
            .collect();
        let facts = Year {
            world: &world,
            year,
            numbers: &third.numbers,
            members: &members,
            record: &record,
        };
        for effort in efforts {
            let candidates: Vec<(ActorId, Vec<f64>)> = states
                .iter()
                .copied()
                .filter(|state| !effort.sides.contains(state))
                .chain(members.keys())
                .map(|actor| (actor.clone(), features(actor, &effort.sides, &facts)))
                .collect();
            let chosen: Vec<usize> = candidates
                .iter()
                .enumerate()
                .filter(|(_, (actor, _))| effort.mediators.contains(actor))
                .map(|(index, _)| index)
                .collect();
            if chosen.is_empty() {
                continue;
            }
            let before = candidates
                .iter()
                .map(|(actor, _)| record.of(actor, &effort.sides))
                .collect();
            found.push(Told {
                source: effort.source,
                year,
                before,
                situation: Situation {
                    cluster: effort.conflict.clone(),
                    candidates,
                    chosen,
                },
            });
        }
        for effort in efforts {
            record.add(effort);
        }
    }
    Ok(found)
}

/// Fits the model on all the choices of some years.
pub fn fit(
    files: &[(String, Vec<u8>)],
    third: &Third<'_>,
    until: i64,
) -> Result<ChoiceModel, StatesError> {
    let told = told(files, third)?;
    Ok(fitted(told.iter().filter(|found| found.year <= until)))
}

pub(super) fn fitted<'told>(told: impl Iterator<Item = &'told Told>) -> ChoiceModel {
    let situations: Vec<Situation> = told.map(|found| found.situation.clone()).collect();
    fit_on(FEATURES, &situations)
}

/// Returns the table of who has mediated where, in how many years of conflicts: for each actor all
/// (`-`), then by state.
pub fn record_table(efforts: &[Effort]) -> String {
    let mut record = Record::default();
    for effort in efforts {
        record.add(effort);
    }
    let mut text = "# mediator\tstate\tyears\n".to_owned();
    for (actor, years) in &record.all {
        let _ = writeln!(text, "{actor}\t-\t{years}");
        for ((mediator, side), years) in &record.here {
            if mediator == actor {
                let _ = writeln!(text, "{actor}\t{side}\t{years}");
            }
        }
    }
    text
}
