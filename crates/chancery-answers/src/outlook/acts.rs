//! The acts of a record: who did what to whom, as nodes of the graph of states.
//!
//! What a text states or a neutral source reports as done is an act; what it announces is an
//! announcement. Claims of one party about another, denials, and what is only possible are neither.

use chancery_forecast::outlook::{Chronicle, Class, Deed, Told, number};
use chancery_model::{ActorId, Assertion, Body, Date, Statement, Status};
use chancery_relations::{agent, party};
use chancery_store::{Record, View};
use std::collections::BTreeSet;

/// Returns the acts of a view.
#[must_use]
pub fn chronicle(view: &View<'_>) -> Chronicle {
    let mut deeds = Vec::new();
    for statement in &view.statements {
        add(statement, view.as_of, &mut deeds);
    }
    Chronicle::new(deeds)
}

/// Returns the acts of a whole record, each from the day on which it was reported. What was
/// corrected later still stands as it was told at the time, and the correction adds nothing.
///
/// The reports of one event must not have been merged, or a later report stands for an earlier one.
#[must_use]
pub fn chronicle_of(record: &Record) -> Chronicle {
    let mut deeds = Vec::new();
    let told = |statement: &&Statement| statement.corrects.is_none();
    for statement in record.statements.iter().filter(told) {
        add(statement, None, &mut deeds);
    }
    Chronicle::new(deeds)
}

/// A gathering of more parties than this (a summit, a declaration of many) is no act of each of its
/// dyads: forty states at one table would make 1,560 consultations.
const MOST_TOGETHER: usize = 4;

/// Adds the acts that a statement tells of. One without a day of report counts as known on
/// `otherwise`.
fn add(statement: &Statement, otherwise: Option<Date>, deeds: &mut Vec<Deed>) {
    let Body::Event(event) = &statement.body else {
        return;
    };
    let told = if statement.is_evidence() {
        Told::Done
    } else if statement.status == Status::Future
        && matches!(
            statement.attribution.assertion,
            Assertion::Author | Assertion::Reported
        )
    {
        Told::Announced
    } else {
        return;
    };
    let Some(known) = statement.date.reported.or(otherwise).map(number) else {
        return;
    };
    let day = match told {
        Told::Done => statement.date.anchor().map_or(known, number).min(known),
        Told::Announced => statement.date.anchor().map_or(known, number).max(known),
    };
    let mut by: Vec<ActorId> = event.actor.iter().filter_map(agent).collect();
    let mut to: Vec<ActorId> = event.recipient.iter().filter_map(party).collect();
    if event.recipient.is_empty() {
        to.clone_from(&by);
    }
    for side in [&mut by, &mut to] {
        side.sort_unstable();
        side.dedup();
    }
    let parties = by.iter().chain(&to).collect::<BTreeSet<_>>().len();
    let together = event.recipient.is_empty() || Class::Type(event.event_type).is_mutual();
    if together && parties > MOST_TOGETHER {
        return;
    }
    for actor in &by {
        for recipient in to.iter().filter(|recipient| *recipient != actor) {
            deeds.push(Deed {
                actor: actor.clone(),
                recipient: recipient.clone(),
                event_type: event.event_type,
                score: event.score,
                told,
                day,
                known,
                statement: statement.id.clone(),
            });
        }
    }
}
