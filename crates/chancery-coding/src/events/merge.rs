//! One event reported many times is one event.
//!
//! Reports are of the same event when type, status and sides agree and their dates can be the same.
//! The surest report stands; the others are kept beside it as evidence. Reports whose counts of dead
//! or injured conflict stay apart, as alternatives.

use chancery_model::{ActorId, Body, Context, Event, EventType, Statement, StatementId};
use std::collections::{BTreeMap, BTreeSet};

mod reports;
use reports::Reports;

/// What has to be equal for two reports to be of one event.
type Key = (
    EventType,
    bool,
    u8,
    u8,
    BTreeSet<ActorId>,
    BTreeSet<ActorId>,
);

/// Merges reports of the same event, within one document or across many; statements of other kinds
/// and events that name no two sides pass unchanged. The order of first reports is kept.
pub fn merge(statements: Vec<Statement>) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::with_capacity(statements.len());
    let mut by_key: BTreeMap<Key, Reports> = BTreeMap::new();
    for statement in statements {
        let Some(key) = key(&statement) else {
            out.push(statement);
            continue;
        };
        let known = by_key.entry(key).or_default();
        let same = known
            .near(&statement)
            .into_iter()
            .find(|&index| agree(&out[index], &statement));
        let index = match same {
            Some(index) => {
                absorb(&mut out[index], statement);
                index
            }
            None => {
                out.push(statement);
                out.len() - 1
            }
        };
        // A surer report that took the place of another has its own days and document.
        known.enter(index, &out[index]);
    }
    out
}

fn key(statement: &Statement) -> Option<Key> {
    let event = statement.event()?;
    let sides = |actors: &[chancery_model::ActorRef]| -> BTreeSet<ActorId> {
        actors
            .iter()
            .filter_map(|actor| actor.state().cloned())
            .collect()
    };
    let (actor, recipient) = (sides(&event.actor), sides(&event.recipient));
    if actor.len() + recipient.len() < 2 {
        return None;
    }
    Some((
        event.event_type,
        event.recipient.is_empty(),
        statement.status as u8,
        statement.attribution.assertion as u8,
        actor,
        recipient,
    ))
}

/// Returns whether two statements with one key can be of one event.
fn agree(one: &Statement, other: &Statement) -> bool {
    let (Some(first), Some(second)) = (one.event(), other.event()) else {
        return false;
    };
    let clash = |a: Option<u64>, b: Option<u64>| matches!((a, b), (Some(a), Some(b)) if a != b);
    if clash(first.dead, second.dead) || clash(first.injured, second.injured) {
        return false;
    }
    if first.mode != second.mode && first.mode.is_some() && second.mode.is_some() {
        return false;
    }
    if one.evidence.document == other.evidence.document
        && one.evidence.sentence == other.evidence.sentence
    {
        return overlapping(one, other);
    }
    if first.place.is_some() && second.place.is_some() && first.place != second.place {
        return false;
    }
    let dated = |statement: &Statement| statement.date.expression.is_some();
    let days = |statement: &Statement| {
        let from = statement.date.from.or(statement.date.to)?;
        let to = statement.date.to.or(statement.date.from)?;
        Some((from, to))
    };
    match (days(one), days(other)) {
        (Some((from, to)), Some((other_from, other_to))) => {
            let same_document = one.evidence.document == other.evidence.document;
            let both_dated = dated(one) && dated(other);
            let overlap = from <= other_to && other_from <= to;
            overlap && (both_dated || same_document || from == other_from)
        }
        _ => one.evidence.document == other.evidence.document,
    }
}

fn overlapping(one: &Statement, other: &Statement) -> bool {
    one.evidence.span().overlaps(other.evidence.span())
}

/// Keeps the surer of two reports as the statement and the other as evidence beside it.
fn absorb(kept: &mut Statement, other: Statement) {
    let same_words = kept.evidence.document == other.evidence.document
        && kept.evidence.sentence == other.evidence.sentence;
    let dated = |statement: &Statement| statement.date.expression.is_some();
    let better = (dated(&other), other.confidence) > (dated(kept), kept.confidence);
    let (mut kept_body, other_evidence, other_also) = if better {
        let old = std::mem::replace(kept, other);
        (kept.body.clone(), old.evidence, (old.also, old.body))
    } else {
        (kept.body.clone(), other.evidence, (other.also, other.body))
    };
    let (also, body) = other_also;
    if let (Body::Event(event), Body::Event(other)) = (&mut kept_body, body) {
        fill(event, other);
    }
    kept.body = kept_body;
    if !same_words {
        kept.also.push(other_evidence);
    }
    kept.also.extend(also);
}

/// Takes over what only the other report tells.
fn fill(event: &mut Event, other: Event) {
    event.dead = event.dead.or(other.dead);
    event.injured = event.injured.or(other.injured);
    if event.place.is_none() {
        event.place = other.place;
        event.place_state = other.place_state;
        event.point = other.point;
    }
    if event.mode.is_none() && other.mode.is_some() {
        event.mode = other.mode;
        event.score = event.event_type.score(event.mode);
    }
    for context in other.contexts {
        if !event.contexts.contains(&context) {
            event.contexts.push(context);
        }
    }
    event.contexts.sort_unstable();
    if event.dispute.is_empty() {
        event.dispute = other.dispute;
    }
}

/// Takes out events that only repeat another of their sentence in other words: a noun that the verb
/// governing it already codes with the same type, or with fewer of its sides. Returns the ones taken
/// out, with the reason.
pub(super) fn drop_echoes(statements: &mut Vec<Statement>) -> Vec<(StatementId, String)> {
    let mut sentences: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, statement) in statements.iter().enumerate() {
        if statement.event().is_some() {
            let sentence = statement.evidence.sentence;
            sentences.entry(sentence).or_default().push(index);
        }
    }
    let mut dropped: BTreeMap<usize, String> = BTreeMap::new();
    for events in sentences.values() {
        for &index in events {
            let richer = events.iter().find(|&&other| {
                other != index
                    && !dropped.contains_key(&other)
                    && echoes(&statements[index], &statements[other])
            });
            if let Some(&richer) = richer {
                dropped.insert(index, format!("repeats {}", statements[richer].id));
            }
        }
    }
    let mut gone = Vec::with_capacity(dropped.len());
    let mut kept = Vec::with_capacity(statements.len() - dropped.len());
    for (index, statement) in std::mem::take(statements).into_iter().enumerate() {
        match dropped.remove(&index) {
            Some(reason) => gone.push((statement.id, reason)),
            None => kept.push(statement),
        }
    }
    *statements = kept;
    gone
}

/// Returns whether one event of a sentence says the same as another with fewer of its sides.
fn echoes(one: &Statement, richer: &Statement) -> bool {
    let (Some(event), Some(other)) = (one.event(), richer.event()) else {
        return false;
    };
    let sides = |event: &Event| -> BTreeSet<ActorId> {
        event
            .actor
            .iter()
            .chain(&event.recipient)
            .filter_map(|actor| actor.state().cloned())
            .collect()
    };
    if event.event_type != other.event_type || one.status != richer.status || one.id == richer.id {
        return false;
    }
    // To mediate, or to offer it, is more than to talk or to propose.
    let mediates = |event: &Event| event.contexts.contains(&Context::Mediation);
    if mediates(event) && !mediates(other) {
        return false;
    }
    let (own, theirs) = (sides(event), sides(other));
    own.len() < theirs.len() && own.is_subset(&theirs)
}
