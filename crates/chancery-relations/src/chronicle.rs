//! The events of a view in the order of their days, indexed by who acted and towards whom.

use crate::{agent, day, party};
use chancery_model::{ActorId, Body, Context, Date, Event, EventType, Statement, StatementId};
use chancery_store::View;
use chancery_text::time::{in_words, month_of};
use std::collections::BTreeMap;

/// One event statement, with the nodes that acted and that were acted on.
#[derive(Debug)]
pub(crate) struct Act<'record> {
    pub(crate) statement: &'record Statement,
    pub(crate) event: &'record Event,
    /// The first day on which it may have happened.
    pub(crate) from: i64,
    /// The day to place it on.
    pub(crate) day: i64,
    pub(crate) by: Vec<ActorId>,
    /// Whom it was done to; empty for a symmetric event and for a missing recipient.
    pub(crate) to: Vec<ActorId>,
}

impl Act<'_> {
    /// Returns when it happened as a sentence says it, with a blank in front: " on 14 June 2025",
    /// " in April 2025", or nothing where the text gives neither day nor month.
    pub(crate) fn when(&self) -> String {
        let date = &self.statement.date;
        match (date.from, date.to) {
            (Some(from), to) if to.is_none_or(|to| to == from) => {
                format!(" on {}", in_words(from))
            }
            (Some(from), Some(to)) if from.year() == to.year() && from.month() == to.month() => {
                format!(" in {} {}", month_of(from), from.year())
            }
            _ => String::new(),
        }
    }

    /// Returns the day of it, where the text tells of one day.
    pub(crate) fn exact(&self) -> Option<Date> {
        let date = &self.statement.date;
        date.from
            .filter(|from| date.to.is_none_or(|to| to == *from))
    }

    pub(crate) fn id(&self) -> &StatementId {
        &self.statement.id
    }

    /// Returns whether it happened, by the text's or a neutral source's word.
    pub(crate) const fn happened(&self) -> bool {
        self.statement.is_evidence()
    }

    pub(crate) const fn is(&self, event_type: EventType) -> bool {
        self.event.event_type as u8 == event_type as u8
    }

    pub(crate) fn is_one_of(&self, types: &[EventType]) -> bool {
        types.contains(&self.event.event_type)
    }

    pub(crate) fn is_by(&self, actor: &ActorId) -> bool {
        self.by.contains(actor)
    }

    pub(crate) fn is_to(&self, actor: &ActorId) -> bool {
        self.to.contains(actor)
    }

    /// Returns whether both take part: one towards the other, or both in a symmetric event.
    pub(crate) fn joins(&self, one: &ActorId, other: &ActorId) -> bool {
        (self.is_by(one) && self.is_to(other))
            || (self.is_by(other) && self.is_to(one))
            || (self.to.is_empty() && self.is_by(one) && self.is_by(other))
    }

    pub(crate) fn is_about(&self, context: Context) -> bool {
        self.event.contexts.contains(&context)
    }
}

/// All events of a view, oldest first.
#[derive(Debug)]
pub(crate) struct Chronicle<'record> {
    pub(crate) acts: Vec<Act<'record>>,
    by_actor: BTreeMap<ActorId, Vec<usize>>,
    pub(crate) today: i64,
}

impl<'record> Chronicle<'record> {
    pub(crate) fn of(view: &View<'record>) -> Self {
        let day_of_view = view.as_of.map(day::number);
        let mut acts: Vec<Act<'record>> = view
            .statements
            .iter()
            .copied()
            .filter_map(|statement| match &statement.body {
                Body::Event(event) => Some(act(statement, event, day_of_view)),
                _ => None,
            })
            .collect();
        acts.sort_by(|one, other| {
            (one.day, &one.statement.id).cmp(&(other.day, &other.statement.id))
        });
        let mut by_actor: BTreeMap<ActorId, Vec<usize>> = BTreeMap::new();
        for (index, act) in acts.iter().enumerate() {
            for actor in act.by.iter().chain(&act.to) {
                let of_actor = by_actor.entry(actor.clone()).or_default();
                if of_actor.last() != Some(&index) {
                    of_actor.push(index);
                }
            }
        }
        let today = day_of_view.or_else(|| acts.last().map(|act| act.day));
        Self {
            acts,
            by_actor,
            today: today.unwrap_or(0),
        }
    }

    /// Returns the events that an actor did or suffered, oldest first.
    pub(crate) fn with<'here>(
        &'here self,
        actor: &ActorId,
    ) -> impl Iterator<Item = &'here Act<'record>> + use<'here, 'record> {
        let indices = self.by_actor.get(actor).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|index| self.acts.get(*index))
    }

    /// Returns the events in which two actors take part together, oldest first.
    pub(crate) fn between<'here>(
        &'here self,
        one: &ActorId,
        other: &ActorId,
    ) -> impl Iterator<Item = &'here Act<'record>> + use<'here, 'record> {
        let (one, other) = (one.clone(), other.clone());
        self.with(&one).filter(move |act| act.joins(&one, &other))
    }
}

fn act<'record>(
    statement: &'record Statement,
    event: &'record Event,
    day_of_view: Option<i64>,
) -> Act<'record> {
    let number = |date: Option<Date>| date.map(day::number);
    let anchor = number(statement.date.anchor()).or(day_of_view).unwrap_or(0);
    let day = day_of_view.map_or(anchor, |today| anchor.min(today));
    let mut by: Vec<ActorId> = event.actor.iter().filter_map(agent).collect();
    by.dedup();
    let mut to: Vec<ActorId> = event.recipient.iter().filter_map(party).collect();
    to.dedup();
    // An attack from outside that names nobody attacked is one on the state in which it falls.
    if event.event_type == EventType::Assault
        && event.recipient.is_empty()
        && by.len() == 1
        && let Some(place) = event
            .place_state
            .as_ref()
            .filter(|place| !by.contains(place))
    {
        to.push(place.clone());
    }
    Act {
        statement,
        event,
        from: number(statement.date.from).unwrap_or(day).min(day),
        day,
        by,
        to,
    }
}
