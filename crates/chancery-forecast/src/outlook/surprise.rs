//! Surprises: of the acts that became known on a day, those that the model had found least likely.

use super::{
    Class, Day, Told,
    chronicle::Chronicle,
    date, features,
    model::{Model, probability},
    state::State,
};
use chancery_model::{ActorId, Date, EventType, StatementId};
use serde::Serialize;

/// An act that was not expected.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Surprise {
    /// The day on which it became known.
    pub known: Option<Date>,
    /// Who acted.
    pub actor: ActorId,
    /// Towards whom.
    pub recipient: ActorId,
    /// What.
    pub event_type: EventType,
    /// The probability that the day before gave to such an act on one day.
    pub probability: f64,
    /// `−log₂` of it.
    pub bits: f64,
    /// The last such act of the dyad on record; none for the first.
    pub previous: Option<Date>,
    /// The days since.
    pub days_since: Option<Day>,
    /// Whether nothing at all had been on record between the two.
    pub first_contact: bool,
    /// The statement.
    pub statement: StatementId,
}

/// Returns the acts that became known from one day to another and had at most the given
/// probability, day by day, the least likely first.
#[must_use]
pub fn surprises(
    chronicle: &Chronicle,
    model: &Model,
    from: Day,
    to: Day,
    at_most: f64,
) -> Vec<Surprise> {
    let mut state = State::new(chronicle);
    let mut found: Vec<Surprise> = Vec::new();
    let acts = chronicle.acts();
    let mut next = acts.partition_point(|act| act.known < from);
    while let Some(act) = acts.get(next).filter(|act| act.known <= to) {
        let today = act.known;
        let end = next + acts[next..].partition_point(|act| act.known == today);
        state.advance(today - 1);
        // The record's first day can surprise nobody.
        let mut of_day: Vec<Surprise> = if state.dyads.is_empty() {
            Vec::new()
        } else {
            acts[next..end]
                .iter()
                .filter(|act| act.told == Told::Done && i64::from(today) - i64::from(act.day) <= 31)
                .map(|act| surprise(&state, model, act))
                .filter(|surprise| surprise.probability <= at_most)
                .collect()
        };
        of_day.sort_by(|one, other| {
            one.probability
                .total_cmp(&other.probability)
                .then_with(|| one.statement.cmp(&other.statement))
                .then_with(|| one.actor.cmp(&other.actor))
                .then_with(|| one.recipient.cmp(&other.recipient))
        });
        of_day.dedup_by(|one, other| {
            (&one.actor, &one.recipient, one.event_type)
                == (&other.actor, &other.recipient, other.event_type)
        });
        found.append(&mut of_day);
        next = end;
    }
    found
}

fn surprise(state: &State<'_>, model: &Model, act: &super::chronicle::Act) -> Surprise {
    let class = Class::Type(act.event_type);
    let hazard = model.hazard(class, 1);
    let prior = hazard.map_or(0.001, |hazard| hazard.prior);
    let place = state.place(act.actor, act.recipient);
    let previous = place
        .and_then(|place| state.dyads[place].done.get(class))
        .and_then(super::state::Tally::last);
    let chance = match (place.filter(|place| state.is_active(*place)), hazard) {
        (Some(place), Some(hazard)) => {
            let mut signs = features::signs(state, place, class);
            features::add_horizon(&mut signs, state, place, class, 1, prior);
            hazard.probability(&signs)
        }
        // Of a dyad with hardly any past only the rate is known: next to none in all these days.
        _ => {
            let days = (i64::from(state.today) - i64::from(state.start) + 1).max(1) as f64;
            probability(features::logit((prior / (days + 1.0)).clamp(1e-9, 0.5)))
        }
    };
    Surprise {
        known: date(act.known),
        actor: state.chronicle.actor(act.actor),
        recipient: state.chronicle.actor(act.recipient),
        event_type: act.event_type,
        probability: chance,
        bits: -libm::log2(chance),
        previous: previous.and_then(date),
        days_since: previous.map(|day| act.day.saturating_sub(day)),
        first_contact: place.is_none(),
        statement: state
            .chronicle
            .statement(act.source)
            .cloned()
            .unwrap_or_else(|| StatementId::new("")),
    }
}
