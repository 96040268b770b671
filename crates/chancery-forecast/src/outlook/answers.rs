//! Back-tests of answers: whenever an act of one became known, did the other answer it?
//!
//! The question is put as of the day on which the act became known, with that act on record; the
//! rivals are the answerer's own base rate over all windows, and whether the last act was answered.

use super::{
    BacktestOptions, Class, Day, Told,
    backtest::first_origin,
    calibration::Calibration,
    chronicle::Chronicle,
    features,
    model::{Hazard, Model, probability},
    score::{Score, Scored, score},
    state::{State, half_life},
    subject::Subject,
};
use std::collections::BTreeSet;

/// An act that is told later than so many days after it happened asks for no answer any more.
const STALE: Day = 7;

/// Scores past forecasts of answers by acts of each class to acts of `after`, at each horizon.
#[must_use]
pub fn backtest_answers(
    chronicle: &Chronicle,
    model: &Model,
    after: Class,
    options: &BacktestOptions,
) -> Vec<Score> {
    let mut truth = State::new(chronicle);
    truth.advance(Day::MAX);
    options
        .classes
        .iter()
        .flat_map(|class| one_class(chronicle, &truth, model, after, *class, options))
        .collect()
}

/// One horizon of the model, with what it learns of itself on the way.
struct Track<'a> {
    hazard: &'a Hazard,
    calibration: Calibration,
    cases: Vec<Scored>,
}

fn one_class(
    chronicle: &Chronicle,
    truth: &State<'_>,
    model: &Model,
    after: Class,
    class: Class,
    options: &BacktestOptions,
) -> Vec<Score> {
    let mut tracks: Vec<Track<'_>> = options
        .horizons
        .iter()
        .filter_map(|horizon| model.hazard(class, *horizon))
        .map(|hazard| Track {
            hazard,
            calibration: Calibration::new(class, hazard.horizon, options.every),
            cases: Vec::new(),
        })
        .collect();
    let every = Day::from(options.every.max(1));
    let mut origin = first_origin(options);
    let mut state = State::new(chronicle);
    let acts = chronicle.acts();
    for of_day in acts.chunk_by(|one, other| one.known == other.known) {
        let today = of_day[0].known;
        if today >= options.to {
            break;
        }
        // What the record says of all dyads calibrates the model, as it does for any question.
        while origin < today {
            state.advance(origin);
            learn(&state, class, &mut tracks);
            origin += every;
        }
        state.advance(today);
        if today < options.from {
            continue;
        }
        let asked: BTreeSet<usize> = of_day
            .iter()
            .filter(|act| {
                act.told == Told::Done && after.holds(act.event_type) && today - act.day <= STALE
            })
            .filter_map(|act| state.place(act.recipient, act.actor))
            .filter(|place| state.is_active(*place))
            .collect();
        for place in asked {
            for track in &mut tracks {
                ask(&state, truth, place, after, class, options.to, track);
            }
        }
    }
    let subject = Subject::Answer { after, class };
    tracks
        .iter()
        .map(|track| {
            let horizon = track.hazard.horizon;
            score(subject.clone(), horizon, &track.cases, options.seed)
        })
        .collect()
}

fn learn(state: &State<'_>, class: Class, tracks: &mut [Track<'_>]) {
    for track in &mut *tracks {
        track.calibration.keep_up(state);
    }
    for place in state.active(class) {
        let mut signs = features::signs(state, place, class);
        for track in &mut *tracks {
            let Hazard { horizon, prior, .. } = *track.hazard;
            features::add_horizon(&mut signs, state, place, class, horizon, prior);
            let odds = track.hazard.odds(&signs);
            track.calibration.remember(state.today, place, odds);
        }
    }
}

fn ask(
    state: &State<'_>,
    truth: &State<'_>,
    place: usize,
    after: Class,
    class: Class,
    to: Day,
    track: &mut Track<'_>,
) {
    let Hazard { horizon, prior, .. } = *track.hazard;
    let today = state.today;
    let end = today.saturating_add(Day::from(horizon));
    if end > to {
        return;
    }
    let mut signs = features::signs(state, place, class);
    let past = features::add_horizon(&mut signs, state, place, class, horizon, prior);
    let odds = track.hazard.odds(&signs);
    let dyad = &state.dyads[place];
    let own = dyad
        .done
        .get(class)
        .map_or(&[][..], |tally| &tally.days[..]);
    let triggers = state
        .reverse(place)
        .done
        .get(after)
        .map_or(&[][..], |tally| &tally.days[..]);
    let over = features::followed(triggers, own, today, Day::from(horizon));
    let before = features::followed(
        &triggers[..triggers.len().min(over.total.saturating_sub(1) as usize)],
        own,
        today,
        Day::from(horizon),
    );
    let rate = f64::from(state.sums(dyad, class)[half_life::SEASON]) * std::f64::consts::LN_2
        / super::state::HALF_LIVES[half_life::SEASON];
    let happened = truth
        .place(dyad.actor, dyad.recipient)
        .and_then(|place| truth.dyads[place].done.get(class))
        .is_some_and(|tally| tally.count(today, end) > 0);
    track.cases.push(Scored {
        origin: today,
        model: probability(track.calibration.apply(odds)),
        base: past.base,
        recurrency: -libm::expm1(-rate * f64::from(horizon)),
        last: f64::from(over.hits.saturating_sub(before.hits)),
        happened,
    });
}
