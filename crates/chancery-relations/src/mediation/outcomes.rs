//! What came of a candidate's past mediation: an agreement of those between whom it mediated, talks that broke
//! down, fighting that went on. Read from the sentence that tells of the talks, from what the two agreed or
//! did in the half-year after, and from what the text says of the candidate's attempts at large. What the
//! record does not tell stays unknown; an agreement that followed is not thereby the mediator's work.

use super::{
    Case, Condition, ConditionStatus as Status,
    conditions::{condition, ids},
};
use crate::{
    chronicle::Act, crises::MediatorKind, day, organisations::organisation, party,
    phrases::Searched,
};
use chancery_model::{
    ActorId, ActorRef, Body, Context, EventType, Force, StatementId, Status as Held,
};
use std::collections::BTreeSet;

/// What follows within so many days counts as having come of it.
const AFTER: i64 = 183;

/// At most so many past cases are told.
const MOST: usize = 3;

/// What came of one mediation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Came {
    Agreement,
    Breakdown,
    Unknown,
}

/// One mediation of the past.
struct Past {
    sides: Vec<ActorId>,
    came: Came,
    /// What came of it, as a clause.
    told: String,
    /// When it was, with a blank in front.
    when: String,
    statements: Vec<StatementId>,
}

/// Returns the condition of a candidate that has mediated: by these acts, oldest first.
pub(super) fn track_record(actor: &ActorId, done: &[&Act<'_>], case: &Case<'_, '_>) -> Condition {
    let who = case.names.of(actor);
    let mut seen: BTreeSet<Vec<ActorId>> = BTreeSet::new();
    let mut past: Vec<Past> = Vec::new();
    // The latest first; one case a pair of sides.
    for act in done.iter().rev() {
        let sides = sides(actor, act);
        if sides.is_empty() && !past.is_empty() || !seen.insert(sides.clone()) {
            continue;
        }
        past.push(came(act, &sides, case));
    }
    let count = |wanted| past.iter().filter(|found| found.came == wanted).count();
    let (agreed, failed) = (count(Came::Agreement), count(Came::Breakdown));
    let mut clauses: Vec<String> = Vec::new();
    let mut statements: Vec<StatementId> = Vec::new();
    // What came of something is told before what nothing is known of.
    past.sort_by_key(|found| found.came == Came::Unknown);
    for found in past.iter().take(MOST) {
        let between = if found.sides.is_empty() {
            String::new()
        } else {
            format!(" between {}", case.names.list(&found.sides))
        };
        clauses.push(format!("{between}{} ({})", found.when, found.told));
        for id in &found.statements {
            if !statements.contains(id) {
                statements.push(id.clone());
            }
        }
    }
    let mut why = format!("{who} has mediated before{}.", clauses.join(";"));
    if let Some(said) = said(actor, case) {
        why += &format!(" {}", said.why);
        statements.splice(0..0, said.statements);
    }
    let status = match (agreed, failed) {
        (0, failed) if failed > 0 => Status::Failed,
        (agreed, failed) if failed > agreed => Status::Unknown,
        _ => Status::Met,
    };
    condition("track-record", status, why, statements)
}

/// Returns what talks that a candidate hosted tell of a side's consent: whoever came to them accepted the host,
/// unless the text says that they broke down.
pub(super) fn after_talks(act: &Act<'_>) -> (Status, &'static str) {
    if Searched::new(&act.statement.evidence.text).has("broke-down") {
        (Status::Unknown, ", which came to nothing")
    } else {
        (Status::Met, "")
    }
}

/// Returns the acts by which a candidate mediated between the two sides of now, though the record does not say
/// that either took part.
pub(super) fn between_these<'here, 'record>(
    actor: &ActorId,
    case: &'here Case<'_, 'record>,
) -> Vec<&'here Act<'record>> {
    let these = |act: &&Act<'_>| {
        act.is_by(actor)
            && act.happened()
            && act.is_about(Context::Mediation)
            && act.is_one_of(&[EventType::Consult, EventType::Cooperate])
            && case
                .dispute
                .iter()
                .all(|side| act.event.dispute.contains(side))
    };
    case.chronicle.with(actor).filter(these).collect()
}

/// Returns between whom was mediated, where the record names two.
fn sides(actor: &ActorId, act: &Act<'_>) -> Vec<ActorId> {
    let mut sides: Vec<ActorId> = if act.event.dispute.len() == 2 {
        act.event.dispute.clone()
    } else {
        let others = act.by.iter().chain(&act.to);
        others.filter(|other| *other != actor).cloned().collect()
    };
    sides.sort();
    sides.dedup();
    if sides.len() == 2 { sides } else { Vec::new() }
}

/// Returns what came of one mediation.
fn came(act: &Act<'_>, sides: &[ActorId], case: &Case<'_, '_>) -> Past {
    let when = act.when();
    let text = Searched::new(&act.statement.evidence.text);
    let mut statements = ids([act]);
    let mut found = |came: Came, told: String, more: Option<&StatementId>| {
        statements.extend(more.filter(|id| *id != act.id()).cloned());
        Past {
            sides: sides.to_vec(),
            came,
            told,
            when: when.clone(),
            statements: statements.clone(),
        }
    };
    if text.has("broke-down") {
        return found(
            Came::Breakdown,
            "that came to nothing, by the text".to_owned(),
            None,
        );
    }
    if let [one, other] = sides {
        if let Some((id, day, when)) = agreed(one, other, act.day, case) {
            // A truce that the two soon break is no success.
            let broken = case.chronicle.between(one, other).find(|later| {
                later.is(EventType::Assault)
                    && later.happened()
                    && later.from > day
                    && later.day - day <= AFTER
            });
            return match broken {
                Some(later) => found(
                    Came::Breakdown,
                    format!("the two agreed{when}, and fought again{}", later.when()),
                    Some(later.id()),
                ),
                None => found(Came::Agreement, format!("the two agreed{when}"), Some(&id)),
            };
        }
        let rebuffed = case.chronicle.between(one, other).find(|later| {
            later.is_one_of(&[EventType::Reject, EventType::Assault])
                && later.happened()
                && later.from > act.day
                && later.day - act.day <= AFTER
        });
        if let Some(later) = rebuffed {
            let told = if later.is(EventType::Assault) {
                format!("the two fought again{}", later.when())
            } else {
                format!("one of the two turned the other down{}", later.when())
            };
            return found(Came::Breakdown, told, Some(later.id()));
        }
    }
    if text.has("brought-agreement") {
        return found(
            Came::Agreement,
            "an agreement came of it, by the text".to_owned(),
            None,
        );
    }
    found(
        Came::Unknown,
        "what came of it is not recorded".to_owned(),
        None,
    )
}

/// Returns the first agreement of two within the time after a day: its statement, its day, and when it was.
fn agreed(
    one: &ActorId,
    other: &ActorId,
    after: i64,
    case: &Case<'_, '_>,
) -> Option<(StatementId, i64, String)> {
    let within = |day: i64| (0..=AFTER).contains(&(day - after));
    let by_deed = case.chronicle.between(one, other).find(|act| {
        let joint = act.to.is_empty() && act.is_by(one) && act.is_by(other);
        act.is(EventType::Agree) && joint && act.happened() && within(act.day)
    });
    if let Some(act) = by_deed {
        return Some((act.id().clone(), act.day, act.when()));
    }
    case.view.statements.iter().find_map(|statement| {
        let Body::Agreement(agreement) = &statement.body else {
            return None;
        };
        let bound: Vec<ActorId> = agreement.parties.iter().filter_map(party).collect();
        let made = statement.is_evidence()
            && matches!(agreement.force, Force::Signed | Force::InForce)
            && bound.contains(one)
            && bound.contains(other);
        let day = statement.date.anchor().map(day::number)?;
        (made && within(day)).then(|| (statement.id.clone(), day, String::new()))
    })
}

/// Says what came of mediation in past crises by mediators of the candidate's kind, where the caller has them.
pub(super) fn in_past_crises(actor: &ActorId, case: &Case<'_, '_>) -> Option<String> {
    let kind = match actor.as_str() {
        "UNO" => MediatorKind::Global,
        _ if organisation(actor).is_some() => MediatorKind::Regional,
        _ => MediatorKind::State,
    };
    let year = day::date(case.chronicle.today).map_or(i64::MAX, |date| i64::from(date.year()));
    case.past?.told(kind, case.dispute, year)
}

/// Returns what the text says at large of the candidate's attempts to mediate in the past.
pub(super) fn said(actor: &ActorId, case: &Case<'_, '_>) -> Option<Condition> {
    let statement = case.view.statements.iter().find(|statement| {
        let Body::Judgement(judgement) = &statement.body else {
            return false;
        };
        let first = judgement.about.iter().find_map(ActorRef::state);
        let text = Searched::new(&statement.evidence.text);
        let past = text.has("mediate") && text.has("before");
        let own = first == Some(actor) && statement.status != Held::Negated;
        own && past && text.has("broke-down")
    })?;
    let who = case.names.of(actor);
    let why = format!(
        "Of {who}'s past attempts the text says: “{}”.",
        statement.evidence.text.trim().trim_end_matches('.')
    );
    Some(condition(
        "track-record",
        Status::Failed,
        why,
        vec![statement.id.clone()],
    ))
}
