//! What the record says about each pair: deeds merged across reports, and standing facts.

use super::{
    deeds::{self, Deed, Report},
    standing::{self, Ended, Facts, Kind, Members, Standing},
    war,
};
use crate::{agent, day, party, party::domestic};
use chancery_model::{
    ActorId, ActorRef, Body, Date, EventType, Force, Obligation, Pair, Statement, Status,
};
use std::collections::{BTreeMap, BTreeSet};

/// All that the record says about one pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dossier {
    /// Deeds, oldest first.
    pub(crate) deeds: Vec<Deed>,
    pub(crate) standing: Vec<Standing>,
    pub(crate) war: Option<war::War>,
    /// A duty to defend one another is recorded between the two.
    pub(crate) bound: bool,
    /// The record says that there is no such duty.
    pub(crate) unbound: bool,
}

impl Dossier {
    pub(crate) fn first_day(&self) -> Option<i64> {
        let standing = self.standing.iter().map(|fact| fact.day);
        self.deeds.iter().map(|deed| deed.day).chain(standing).min()
    }

    pub(crate) fn last_day(&self) -> Option<i64> {
        let standing = self.standing.iter().map(|fact| fact.day);
        self.deeds.iter().map(|deed| deed.day).chain(standing).max()
    }
}

/// Takes statements in one at a time, in any order, and keeps of each what ties need.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    today: Option<i64>,
    reports: BTreeMap<Pair, BTreeMap<EventType, Vec<Report>>>,
    facts: Facts,
    ended: Ended,
    members: Members,
    unbound: BTreeSet<Pair>,
}

impl Intake {
    pub(crate) fn new(as_of: Option<Date>) -> Self {
        Self {
            today: as_of.map(day::number),
            ..Self::default()
        }
    }

    /// Takes in a statement.
    pub(crate) fn take(&mut self, statement: &Statement) {
        if let Body::Agreement(agreement) = &statement.body {
            let denied = agreement.force == Force::Absent || statement.status == Status::Negated;
            if denied && agreement.obligations.contains(&Obligation::Defence) {
                let denied = pairs(&agreement.parties, &[], party);
                self.unbound
                    .extend(denied.into_iter().map(|(pair, _)| pair));
            }
        }
        if !statement.is_evidence() {
            return;
        }
        let Body::Event(event) = &statement.body else {
            return standing::file(
                statement,
                self.today,
                &mut self.facts,
                &mut self.ended,
                &mut self.members,
            );
        };
        let Some(window) = deeds::window(statement, self.today) else {
            return;
        };
        for (pair, forward) in pairs(&event.actor, &event.recipient, agent) {
            let report = Report::of(statement, event, forward, window);
            let of_pair = self.reports.entry(pair).or_default();
            of_pair.entry(event.event_type).or_default().push(report);
        }
    }

    /// Returns what was taken in about each pair.
    pub(crate) fn dossiers(mut self) -> BTreeMap<Pair, Dossier> {
        let mut dossiers: BTreeMap<Pair, Dossier> = BTreeMap::new();
        while let Some((pair, by_type)) = self.reports.pop_first() {
            let dossier = dossiers.entry(pair).or_default();
            for (event_type, of_type) in by_type {
                dossier.deeds.extend(deeds::merge(event_type, of_type));
            }
            dossier.deeds.sort_by(|one, other| {
                let key = |deed: &Deed| (deed.day, deed.event_type);
                let by_day = key(one).cmp(&key(other));
                by_day.then_with(|| one.statements.cmp(&other.statements))
            });
        }
        for (pair, mut of_pair) in self.facts {
            if let Some(ended) = self.ended.get(&pair) {
                of_pair.retain(|kind, fact| ended.get(kind).is_none_or(|day| fact.day > *day));
            }
            let dossier = dossiers.entry(pair).or_default();
            dossier.standing.extend(of_pair.into_values());
        }
        standing::shared_memberships(&self.members, &mut dossiers);
        for (pair, dossier) in &mut dossiers {
            dossier.unbound = self.unbound.contains(pair);
            dossier.bound |= dossier.standing.iter().any(|fact| {
                matches!(&fact.kind, Kind::Agreement(_, owed) if owed.contains(&Obligation::Defence))
            });
            war::recognise(dossier, self.today);
        }
        dossiers
    }
}

/// Returns the pairs that a claim joins, each with whether its first actor acted. Without
/// recipients every two of the actors are a pair, and both acted.
pub(super) fn pairs(
    actors: &[ActorRef],
    recipients: &[ActorRef],
    acting: fn(&ActorRef) -> Option<ActorId>,
) -> BTreeSet<(Pair, bool)> {
    let symmetric = recipients.is_empty();
    let others = if symmetric { actors } else { recipients };
    let mut found = BTreeSet::new();
    for (index, actor) in actors.iter().enumerate() {
        let Some(doer) = acting(actor) else { continue };
        for other in others.iter().skip(if symmetric { index + 1 } else { 0 }) {
            if domestic(actor, other) {
                continue;
            }
            let target = if symmetric {
                acting(other)
            } else {
                party(other)
            };
            if let Some(pair) = target.and_then(|target| Pair::new(&doer, &target)) {
                let forward = *pair.a() == doer;
                found.insert((pair, forward));
            }
        }
    }
    found
}
