//! Promises and threats in words, checked against what the same actor then did to the same
//! recipient.

use super::{Commitment, CommitmentKind, CommitmentOptions, Outcome};
use crate::{
    Names,
    chronicle::{Act, Chronicle},
    day,
};
use chancery_model::{ActorId, Assertion, EventType, Quad, Status};
use chancery_text::time::{deadline, in_words};

/// Deeds that carry out a threat.
const CARRIED_OUT: &[EventType] = &[
    EventType::Assault,
    EventType::Coerce,
    EventType::Sanction,
    EventType::Mobilize,
];

/// Deeds that keep a promise.
const KEPT: &[EventType] = &[
    EventType::Aid,
    EventType::Cooperate,
    EventType::Retreat,
    EventType::Concede,
];

/// Deeds that take a threat back.
const TAKEN_BACK: &[EventType] = &[EventType::Retreat, EventType::Concede];

/// Deeds that break a promise.
const FLOUTED: &[EventType] = &[EventType::Assault, EventType::Coerce, EventType::Sanction];

/// Returns promises and threats, the latest first.
///
/// A promise is an AGREE by one actor to another, or cooperation that an actor announces of
/// itself; a threat is a THREATEN, or conflict that an actor announces of itself.
pub(super) fn promises(
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
) -> Vec<Commitment> {
    let mut found: Vec<Commitment> = Vec::new();
    for act in chronicle.acts.iter().rev() {
        if found.len() >= options.most_promises {
            break;
        }
        let Some(kind) = kind(act) else { continue };
        if act.by.is_empty() || act.to.iter().all(|to| act.is_by(to)) {
            continue;
        }
        let repeats = found.iter_mut().find(|held| {
            held.kind == kind
                && held.parties == act.by
                && held.to == act.to
                && held.date == day::date(act.day)
        });
        if let Some(held) = repeats {
            if !held.statements.contains(act.id()) {
                held.statements.push(act.id().clone());
            }
            continue;
        }
        found.push(promise(kind, act, chronicle, names, options));
    }
    found
}

fn kind(act: &Act<'_>) -> Option<CommitmentKind> {
    let statement = act.statement;
    if matches!(
        statement.attribution.assertion,
        Assertion::Alleged | Assertion::Denied
    ) {
        return None;
    }
    match statement.status {
        Status::Actual => match act.event.event_type {
            EventType::Agree => Some(CommitmentKind::Promise),
            EventType::Threaten => Some(CommitmentKind::Threat),
            _ => None,
        },
        // What somebody else foretells is no promise.
        Status::Future => {
            let speaker = statement.attribution.speaker.as_ref();
            let own = speaker.is_none_or(|speaker| {
                crate::party(speaker).is_some_and(|speaker| act.is_by(&speaker))
            });
            match act.event.quad {
                _ if !own => None,
                Quad::MaterialCooperation => Some(CommitmentKind::Promise),
                Quad::MaterialConflict => Some(CommitmentKind::Threat),
                _ => None,
            }
        }
        _ => None,
    }
}

fn promise(
    kind: CommitmentKind,
    act: &Act<'_>,
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
) -> Commitment {
    let date = &act.statement.date;
    let reported = date.reported.map(day::number);
    // The day of an announced deed is its deadline; it was announced when it was reported. Otherwise the
    // words may hold one: "within ninety days".
    let stated = |made: i64| {
        let text = &act.statement.evidence.text;
        day::date(made).and_then(|said| deadline(text, said).map(day::number))
    };
    let (made, deadline) = match act.statement.status {
        Status::Future => {
            let made = reported.unwrap_or(act.day);
            let due = date.to.or(date.from).map(day::number);
            (made, due.filter(|due| *due > made).or_else(|| stated(made)))
        }
        _ => (act.day, stated(act.day)),
    };
    // An ultimatum names the day until which the other has time; the deed follows it. What somebody
    // announces or promises is due on the day.
    let ultimatum = kind == CommitmentKind::Threat && act.statement.status != Status::Future;
    let until = match deadline {
        Some(deadline) if ultimatum => deadline + options.patience,
        Some(deadline) => deadline,
        None => made + options.patience,
    };
    let (wanted, opposite) = match kind {
        CommitmentKind::Threat => (CARRIED_OUT, TAKEN_BACK),
        _ => (KEPT, FLOUTED),
    };
    let fulfilled = first_deed(act, wanted, made, until, chronicle);
    let undone = first_deed(act, opposite, made, until, chronicle);
    let (by, to) = (names.list(&act.by), names.list(&act.to));
    let noun = if kind == CommitmentKind::Threat {
        "threat"
    } else {
        "promise"
    };
    let (outcome, why) = match (fulfilled, undone) {
        (Some(deed), _) => (
            Outcome::Honoured,
            format!(
                "{by} then {} {to}{}.",
                past(deed.event.event_type),
                deed.when()
            ),
        ),
        (None, Some(deed)) if kind == CommitmentKind::Threat => {
            (Outcome::Withdrawn, format!("{by} relented{}.", deed.when()))
        }
        (None, Some(deed)) => (
            Outcome::Broken,
            format!(
                "{by} instead {} {to}{}.",
                past(deed.event.event_type),
                deed.when()
            ),
        ),
        (None, None) if chronicle.today <= until => (
            Outcome::Pending,
            format!("No deed that answers to the {noun} is recorded yet."),
        ),
        (None, None) => {
            let until = day::date(until)
                .map_or_else(String::new, |date| format!(" until {}", in_words(date)));
            let why = format!("No deed that answers to the {noun} is recorded{until}.");
            (Outcome::Evaded, why)
        }
    };
    let mut statements = vec![act.id().clone()];
    statements.extend(fulfilled.or(undone).map(|deed| deed.id().clone()));
    Commitment {
        kind,
        name: act.statement.evidence.text.trim().to_owned(),
        parties: act.by.clone(),
        to: act.to.clone(),
        organisation: None,
        date: day::date(made),
        deadline: deadline.and_then(day::date),
        force: None,
        obligations: Vec::new(),
        obliges_to: {
            let what = match kind {
                CommitmentKind::Threat => format!("{by} threatened {to}"),
                _ => format!("{by} made {to} a promise"),
            };
            let due = deadline.and_then(day::date);
            due.map_or_else(
                || format!("{what}."),
                |due| {
                    let due = in_words(due);
                    if ultimatum {
                        format!("{what}, which had until {due}.")
                    } else {
                        format!("{what}, to be done by {due}.")
                    }
                },
            )
        },
        does_not_oblige_to: String::new(),
        help: None,
        attacks: Vec::new(),
        outcome,
        why,
        source: None,
        background: false,
        statements,
    }
}

/// Returns the first deed of some types by the same actor to the same recipient, after a day and
/// not after another.
fn first_deed<'chronicle, 'record>(
    word: &Act<'record>,
    types: &[EventType],
    after: i64,
    until: i64,
    chronicle: &'chronicle Chronicle<'record>,
) -> Option<&'chronicle Act<'record>> {
    let by: &ActorId = word.by.first()?;
    chronicle.with(by).find(|act| {
        act.is_one_of(types)
            && act.happened()
            && act.id() != word.id()
            && act.is_by(by)
            && act.from > after
            && act.day <= until
            && act.to.iter().any(|to| word.is_to(to))
    })
}

const fn past(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Assault => "attacked",
        EventType::Coerce => "used force short of an attack on",
        EventType::Sanction => "cut ties with",
        EventType::Mobilize => "moved forces against",
        EventType::Aid => "sent help to",
        EventType::Cooperate => "worked with",
        EventType::Retreat | EventType::Concede => "yielded to",
        _ => "acted towards",
    }
}
