//! Rolling origins: every forecast that could have been made over a stretch of days, with what came
//! of it.
//!
//! The state walks through the record; at every origin D each active dyad is asked about the days
//! (D, D + H]. The outcome is read from the whole record, the forecast from what was reported by D.

use super::{
    Class, Day,
    chronicle::Chronicle,
    features::{self, Past, Signs},
    state::{State, half_life},
};

/// Which forecasts are made.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Plan<'a> {
    /// The record is read from this day on.
    pub(crate) start: Day,
    /// The first origin.
    pub(crate) from: Day,
    /// No window ends after this day.
    pub(crate) to: Day,
    /// The days between origins.
    pub(crate) every: u16,
    pub(crate) class: Class,
    /// The horizons in days, with the prior of each.
    pub(crate) horizons: &'a [(u16, f64)],
}

/// One forecast to be made, and its outcome.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) origin: Day,
    pub(crate) place: usize,
    /// The place of the horizon in the plan.
    pub(crate) horizon: usize,
    pub(crate) signs: &'a Signs,
    pub(crate) past: Past,
    /// What fading counts alone would forecast.
    pub(crate) recurrency: f64,
    /// Whether the last window of the same length held such an act.
    pub(crate) before: bool,
    /// On how many days of the window it happened.
    pub(crate) count: usize,
}

/// Walks through a record; `truth` knows all of it.
pub(crate) fn walk(
    chronicle: &Chronicle,
    truth: &State<'_>,
    plan: &Plan<'_>,
    mut take: impl FnMut(&State<'_>, &Case<'_>),
) {
    let mut state = State::starting(chronicle, plan.start);
    let mut origin = plan.from;
    while origin < plan.to {
        state.advance(origin);
        let horizons = plan
            .horizons
            .iter()
            .take_while(|(horizon, _)| origin.saturating_add(Day::from(*horizon)) <= plan.to)
            .count();
        if horizons > 0 {
            for place in state.active(plan.class) {
                let mut signs = features::signs(&state, place, plan.class);
                for (index, (horizon, prior)) in plan.horizons[..horizons].iter().enumerate() {
                    let past = features::add_horizon(
                        &mut signs, &state, place, plan.class, *horizon, *prior,
                    );
                    let case = Case {
                        origin,
                        place,
                        horizon: index,
                        signs: &signs,
                        past,
                        recurrency: recurrency(&state, place, plan.class, *horizon),
                        before: held(&state, &state, place, plan.class, -i32::from(*horizon)) > 0,
                        count: held(truth, &state, place, plan.class, i32::from(*horizon)),
                    };
                    take(&state, &case);
                }
            }
        }
        origin = origin.saturating_add(Day::from(plan.every.max(1)));
    }
}

/// Counts the days of a window on which it happened: after the origin, or, where `ahead` is
/// negative, up to it.
fn held(known: &State<'_>, state: &State<'_>, place: usize, class: Class, ahead: i32) -> usize {
    let dyad = &state.dyads[place];
    known
        .place(dyad.actor, dyad.recipient)
        .and_then(|place| known.dyads[place].done.get(class))
        .map_or(0, |tally| {
            let (one, other) = (state.today, state.today.saturating_add(ahead));
            tally.count(one.min(other), one.max(other))
        })
}

/// Returns the forecast of a Poisson process whose rate is the count that fades in sixty days.
fn recurrency(state: &State<'_>, place: usize, class: Class, horizon: u16) -> f64 {
    let sum = f64::from(state.sums(&state.dyads[place], class)[half_life::SEASON]);
    let rate = sum * std::f64::consts::LN_2 / super::state::HALF_LIVES[half_life::SEASON];
    -libm::expm1(-rate * f64::from(horizon))
}
