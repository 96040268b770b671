//! What the record says about each pair: deeds merged across reports, and standing facts.

use super::{model, war};
use crate::{agent, day, organisations::organisation, party, party::domestic};
use chancery_model::{
    ActorId, ActorRef, Assertion, Body, Event, EventType, Force, Mode, Obligation, Pair, Statement,
    StatementId, Status, TieLabel,
};
use chancery_store::View;
use std::collections::{BTreeMap, BTreeSet};

/// One event between two actors, however often it was reported.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) event_type: EventType,
    pub(crate) day: i64,
    pub(crate) level: f64,
    pub(crate) variance: f64,
    /// The first of the pair acted.
    pub(crate) forward: bool,
    /// The second of the pair acted.
    pub(crate) backward: bool,
    /// The two are told as fighting each other, and besides that of one attacking the other or of
    /// another way of fighting: more than one clash.
    pub(crate) fought_over: bool,
    pub(crate) ceasefire: bool,
    /// Every report of it, the most confident first.
    pub(crate) statements: Vec<StatementId>,
}

/// What kind of standing fact it is; one of each counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Stance(TieLabel),
    Agreement(chancery_model::AgreementKind, Vec<Obligation>),
    SharedMembership(ActorId),
    Membership,
    Flow(chancery_model::Commodity),
    War,
}

/// A standing fact about two actors.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) kind: Kind,
    pub(crate) day: i64,
    pub(crate) level: f64,
    pub(crate) variance: f64,
    pub(crate) half_life: f64,
    pub(crate) statements: Vec<StatementId>,
}

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

/// A report of a deed, before merging.
struct Report<'record> {
    statement: &'record Statement,
    event: &'record Event,
    forward: bool,
    /// How many pairs the report speaks of in one breath; see [`breadth`].
    breadth: f64,
    from: i64,
    to: i64,
}

/// Returns what the view says about each pair.
pub(crate) fn dossiers(view: &View<'_>) -> BTreeMap<Pair, Dossier> {
    let today = view.as_of.map(day::number);
    let mut reports: BTreeMap<Pair, BTreeMap<EventType, Vec<Report<'_>>>> = BTreeMap::new();
    let mut facts: Facts = BTreeMap::new();
    let mut members = Members::new();
    let mut unbound = BTreeSet::new();
    for statement in &view.statements {
        if let Body::Agreement(agreement) = &statement.body {
            let denied = agreement.force == Force::Absent || statement.status == Status::Negated;
            if denied && agreement.obligations.contains(&Obligation::Defence) {
                unbound.extend(pairs(&agreement.parties, &[], party).map(|(pair, _)| pair));
            }
        }
        if !statement.is_evidence() {
            continue;
        }
        match &statement.body {
            Body::Event(event) => {
                let Some((from, to)) = window(statement, today) else {
                    continue;
                };
                let breadth = breadth(&event.actor) * breadth(&event.recipient);
                for (pair, forward) in pairs(&event.actor, &event.recipient, agent) {
                    let report = Report {
                        statement,
                        event,
                        forward,
                        breadth,
                        from,
                        to,
                    };
                    let of_pair = reports.entry(pair).or_default();
                    of_pair.entry(event.event_type).or_default().push(report);
                }
            }
            body => standing(statement, body, today, &mut facts, &mut members),
        }
    }
    let mut dossiers: BTreeMap<Pair, Dossier> = BTreeMap::new();
    for (pair, by_type) in reports {
        let dossier = dossiers.entry(pair).or_default();
        for (event_type, of_type) in by_type {
            dossier.deeds.extend(merge(event_type, of_type));
        }
        dossier.deeds.sort_by(|one, other| {
            (one.day, one.event_type, &one.statements).cmp(&(
                other.day,
                other.event_type,
                &other.statements,
            ))
        });
    }
    for (pair, of_pair) in facts {
        let dossier = dossiers.entry(pair).or_default();
        dossier.standing.extend(of_pair.into_values());
    }
    shared_memberships(&members, &mut dossiers);
    for (pair, dossier) in &mut dossiers {
        dossier.unbound = unbound.contains(pair);
        dossier.bound |= dossier.standing.iter().any(|fact| {
            matches!(&fact.kind, Kind::Agreement(_, owed) if owed.contains(&Obligation::Defence))
        });
        war::recognise(dossier, today);
    }
    dossiers
}

/// Returns the pairs that a claim joins, each with whether its first actor acted. Without
/// recipients every two of the actors are a pair, and both acted.
fn pairs<'claim>(
    actors: &'claim [ActorRef],
    recipients: &'claim [ActorRef],
    acting: fn(&ActorRef) -> Option<ActorId>,
) -> impl Iterator<Item = (Pair, bool)> + 'claim {
    let symmetric = recipients.is_empty();
    let others = if symmetric { actors } else { recipients };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (index, actor) in actors.iter().enumerate() {
        let Some(doer) = acting(actor) else { continue };
        for other in others.iter().skip(if symmetric { index + 1 } else { 0 }) {
            let target = if symmetric {
                acting(other)
            } else {
                party(other)
            };
            if domestic(actor, other) {
                continue;
            }
            if let Some(pair) = target.and_then(|target| Pair::new(&doer, &target)) {
                let forward = *pair.a() == doer;
                if seen.insert((pair.clone(), forward)) {
                    found.push((pair, forward));
                }
            }
        }
    }
    found.into_iter()
}

/// Returns the days on which a deed may have happened, none of them later than today. A deed
/// without a day happened in the week before its report; one without either cannot be placed,
/// unless nothing in the record can.
fn window(statement: &Statement, today: Option<i64>) -> Option<(i64, i64)> {
    let date = &statement.date;
    let from = date.from.map(day::number);
    let to = date.to.map(day::number);
    let reported = date.reported.map(day::number);
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from.min(to), to),
        (Some(day), None) => (day, day),
        // "Up to the day of the report" is no day.
        (None, Some(day)) if reported == Some(day) && statement.status == Status::Actual => {
            (day - 7, day)
        }
        (None, Some(day)) => (day, day),
        (None, None) if statement.status == Status::Historical => return None,
        (None, None) => {
            let reported = reported.or(today).unwrap_or(0);
            (reported - 7, reported)
        }
    };
    let latest = today.or(reported).unwrap_or(to);
    Some((from.min(latest), to.min(latest)))
}

/// Merges the reports of one pair and type: a report joins an event on a day within its window,
/// the narrowest windows first.
fn merge(event_type: EventType, mut reports: Vec<Report<'_>>) -> Vec<Deed> {
    reports.sort_by(|one, other| {
        let key = |report: &Report<'_>| (report.to - report.from, report.to);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.statement.id.cmp(&other.statement.id))
    });
    let mut events: BTreeMap<i64, Vec<Report<'_>>> = BTreeMap::new();
    for report in reports {
        let day = events
            .range(report.from..=report.to)
            .next_back()
            .map_or(report.to, |(day, _)| *day);
        events.entry(day).or_default().push(report);
    }
    events
        .into_iter()
        .map(|(day, reports)| deed(event_type, day, reports))
        .collect()
}

fn deed(event_type: EventType, day: i64, mut reports: Vec<Report<'_>>) -> Deed {
    reports.sort_by(|one, other| {
        let (one, other) = (one.statement, other.statement);
        other
            .confidence
            .total_cmp(&one.confidence)
            .then_with(|| one.id.cmp(&other.id))
    });
    let strongest = reports
        .iter()
        .map(|report| report.event.score)
        .max_by(|one, other| one.abs().total_cmp(&other.abs()));
    let variance = reports
        .iter()
        .map(|report| variance(model::deviation_of(event_type), report.statement) * report.breadth)
        .min_by(f64::total_cmp);
    let mut statements: Vec<StatementId> = Vec::new();
    for report in &reports {
        if !statements.contains(&report.statement.id) {
            statements.push(report.statement.id.clone());
        }
    }
    let ways: BTreeSet<_> = reports
        .iter()
        .map(|report| {
            let together = report.event.recipient.is_empty();
            (report.event.mode, together, report.forward)
        })
        .collect();
    Deed {
        event_type,
        day,
        fought_over: ways.len() > 1 && ways.iter().any(|(_, together, _)| *together),
        level: model::level_of(event_type, finite(strongest.unwrap_or(0.0))),
        variance: variance.unwrap_or(1.0),
        forward: reports
            .iter()
            .any(|report| report.forward || report.event.recipient.is_empty()),
        backward: reports
            .iter()
            .any(|report| !report.forward || report.event.recipient.is_empty()),
        ceasefire: reports
            .iter()
            .any(|report| report.event.mode == Some(Mode::Ceasefire)),
        statements,
    }
}

const fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { 0.0 }
}

/// Returns over how many actors a deed is spread that one name tells of: "the West did" says little
/// about what each of its states did. Up to three states in one name are taken at their word.
#[expect(clippy::cast_precision_loss, reason = "names stand for few actors")]
fn breadth(actors: &[ActorRef]) -> f64 {
    let most = actors
        .iter()
        .map(|actor| {
            actors
                .iter()
                .filter(|other| other.mention == actor.mention)
                .count()
        })
        .max()
        .unwrap_or(1);
    if most > 3 { most as f64 } else { 1.0 }
}

/// Returns the variance of a piece of evidence: by confidence, and wider where it is reported.
fn variance(deviation: f64, statement: &Statement) -> f64 {
    let confidence = finite(statement.confidence).clamp(0.05, 1.0);
    let factor = match statement.attribution.assertion {
        Assertion::Reported => model::REPORTED_FACTOR,
        _ => 1.0,
    };
    deviation * deviation * factor / confidence
}

type Facts = BTreeMap<Pair, BTreeMap<Kind, Standing>>;

/// Who belongs to which organisation: the day, the statement, and whether as a member.
type Members = BTreeMap<ActorId, BTreeMap<ActorId, (i64, bool, StatementId, Option<ActorId>)>>;

/// Files what a statement says about a lasting state of affairs.
fn standing(
    statement: &Statement,
    body: &Body,
    today: Option<i64>,
    facts: &mut Facts,
    members: &mut Members,
) {
    let asserted = asserted_on(statement, today);
    let happened = statement.date.anchor().map(day::number).unwrap_or(asserted);
    let happened = today.map_or(happened, |today| happened.min(today));
    let mut file = |pair: Pair, kind: Kind, day: i64, weight: &model::Weight| {
        let fact = Standing {
            kind: kind.clone(),
            day,
            level: weight.level,
            variance: variance(weight.deviation, statement),
            half_life: weight.half_life,
            statements: vec![statement.id.clone()],
        };
        let held = facts.entry(pair).or_default().entry(kind);
        held.and_modify(|held| held.absorb(&fact)).or_insert(fact);
    };
    match body {
        Body::Stance(stance) => {
            let weight = model::stance(stance.stance);
            for (pair, _) in pairs(&stance.actor, &stance.recipient, party) {
                file(pair, Kind::Stance(stance.stance), asserted, &weight);
            }
        }
        Body::Agreement(agreement) if matches!(agreement.force, Force::Signed | Force::InForce) => {
            let mut owed = agreement.obligations.clone();
            owed.sort_unstable();
            owed.dedup();
            let weight = model::agreement(agreement.agreement_kind, &owed);
            for (pair, _) in pairs(&agreement.parties, &[], party) {
                let kind = Kind::Agreement(agreement.agreement_kind, owed.clone());
                file(pair, kind, happened, &weight);
            }
        }
        Body::Flow(flow) => {
            for (pair, _) in pairs(&flow.actor, &flow.recipient, party) {
                let weight = model::flow(flow.commodity);
                file(pair, Kind::Flow(flow.commodity), asserted, &weight);
            }
        }
        Body::Membership(membership) => {
            use chancery_model::MembershipStatus as Status;
            let Some(organisation) = membership.organisation.as_ref().and_then(party) else {
                return;
            };
            for actor in &membership.actor {
                let Some(member) = party(actor) else { continue };
                let Some(pair) = Pair::new(&member, &organisation) else {
                    continue;
                };
                let full = membership.membership == Status::Member;
                if membership.membership == Status::Suspended {
                    continue;
                }
                let weight = if full {
                    model::MEMBER
                } else {
                    model::ASSOCIATE
                };
                file(pair, Kind::Membership, asserted, &weight);
                let entry = (asserted, full, statement.id.clone(), actor.country.clone());
                let held = members
                    .entry(organisation.clone())
                    .or_default()
                    .entry(member)
                    .or_insert_with(|| entry.clone());
                if (entry.0, entry.1, &held.2) > (held.0, held.1, &entry.2) {
                    *held = entry;
                }
            }
        }
        _ => {}
    }
}

impl Standing {
    /// Takes in another report of the same fact: the latest day, the surest words.
    fn absorb(&mut self, other: &Self) {
        self.day = self.day.max(other.day);
        self.variance = self.variance.min(other.variance);
        for id in &other.statements {
            if !self.statements.contains(id) {
                self.statements.push(id.clone());
            }
        }
        self.statements.sort_unstable();
    }
}

/// Returns the day as of which a lasting state of affairs is asserted: the day of the report
/// where it is told as holding still, otherwise its own day.
fn asserted_on(statement: &Statement, today: Option<i64>) -> i64 {
    let date = &statement.date;
    let number = |date: Option<chancery_model::Date>| date.map(day::number);
    let asserted = if statement.status == Status::Historical {
        number(date.to).or_else(|| number(date.from))
    } else {
        number(date.reported).or_else(|| number(date.to.or(date.from)))
    };
    let asserted = asserted.or(today).unwrap_or(0);
    today.map_or(asserted, |today| asserted.min(today))
}

/// Adds membership of the same organisation: always where it obliges to defence, otherwise only
/// to pairs of which the record says something else, since most states share some club.
fn shared_memberships(members: &Members, dossiers: &mut BTreeMap<Pair, Dossier>) {
    for (id, of_organisation) in members {
        let obligations = organisation(id).map_or(&[][..], |found| &found.obligations);
        let binding = obligations.contains(&Obligation::Defence);
        let weight = model::shared_membership(obligations);
        let full: Vec<_> = of_organisation.iter().filter(|(_, held)| held.1).collect();
        for (index, (one, (first_day, _, first, _))) in full.iter().enumerate() {
            for (other, (second_day, _, second, _)) in full.iter().skip(index + 1) {
                let Some(pair) = Pair::new(one, other) else {
                    continue;
                };
                if !binding && !dossiers.contains_key(&pair) {
                    continue;
                }
                let mut statements = vec![first.clone(), second.clone()];
                statements.dedup();
                let dossier = dossiers.entry(pair).or_default();
                dossier.bound |= binding;
                dossier.standing.push(Standing {
                    kind: Kind::SharedMembership(id.clone()),
                    day: *first_day.min(second_day),
                    level: weight.level,
                    variance: weight.deviation * weight.deviation,
                    half_life: weight.half_life,
                    statements,
                });
            }
        }
    }
}
