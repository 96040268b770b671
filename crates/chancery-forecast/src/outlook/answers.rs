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
    model::{Hazard, Model},
    replies::{self, Replies},
    score::{Score, Scored, score},
    state::State,
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
        .map(|hazard| Track::new(hazard, options.every))
        .collect();
    let mut cases: Vec<Vec<Scored>> = vec![Vec::new(); tracks.len()];
    let replay = Replay {
        after,
        class,
        from: first_origin(options),
        to: options.to,
        every: Day::from(options.every.max(1)),
    };
    replay.go(chronicle, &mut tracks, |state, place, at, track, signs| {
        let today = state.today;
        let end = today.saturating_add(Day::from(track.hazard.horizon));
        if today < options.from || end > options.to {
            return;
        }
        let dyad = &state.dyads[place];
        let happened = truth
            .place(dyad.actor, dyad.recipient)
            .and_then(|place| truth.dyads[place].done.get(class))
            .is_some_and(|tally| tally.count(today, end) > 0);
        cases[at].push(Scored {
            origin: today,
            model: track.replies.apply(signs),
            base: signs.base,
            recurrency: signs.recurrency,
            last: f64::from(u8::from(last_was_answered(
                state,
                place,
                after,
                track.hazard,
            ))),
            happened,
        });
    });
    let subject = Subject::Answer { after, class };
    tracks
        .iter()
        .zip(&cases)
        .map(|(track, cases)| {
            let horizon = track.hazard.horizon;
            score(subject.clone(), horizon, cases, options.seed)
        })
        .collect()
}

/// One horizon of the model, with what it learns of itself on the way.
#[derive(Clone, Debug)]
pub(crate) struct Track<'a> {
    pub(crate) hazard: &'a Hazard,
    /// Learnt from all dyads.
    pub(crate) calibration: Calibration,
    /// Learnt from past answers.
    pub(crate) replies: Replies,
}

impl<'a> Track<'a> {
    pub(crate) fn new(hazard: &'a Hazard, every: u16) -> Self {
        Self {
            hazard,
            calibration: Calibration::new(hazard.class, hazard.horizon, every),
            replies: Replies::new(hazard.class, hazard.horizon),
        }
    }

    /// Reads off a state what it shows of an answer to come.
    pub(crate) fn signs(&self, state: &State<'_>, place: usize, after: Class) -> replies::Signs {
        replies::signs(state, place, after, self.hazard, |odds| {
            self.calibration.apply(odds)
        })
    }
}

/// A walk through the days on which acts that ask for an answer became known.
pub(crate) struct Replay {
    /// The acts that ask for an answer.
    pub(crate) after: Class,
    /// The acts that answer.
    pub(crate) class: Class,
    /// The first day from which is learnt.
    pub(crate) from: Day,
    /// The day before which the walk ends.
    pub(crate) to: Day,
    /// The days between the days on which all dyads are looked at.
    pub(crate) every: Day,
}

impl Replay {
    /// Walks, learns, and calls back with each act and horizon before it is learnt from.
    pub(crate) fn go<'c>(
        &self,
        chronicle: &'c Chronicle,
        tracks: &mut [Track<'_>],
        mut look: impl FnMut(&State<'c>, usize, usize, &Track<'_>, &replies::Signs),
    ) {
        let mut origin = self.from;
        let mut state = State::new(chronicle);
        let acts = chronicle.acts();
        for of_day in acts.chunk_by(|one, other| one.known == other.known) {
            let today = of_day[0].known;
            if today >= self.to {
                break;
            }
            // What the record says of all dyads calibrates the model, as it does for any question.
            while origin < today {
                state.advance(origin);
                learn(&state, self.class, tracks);
                origin += self.every;
            }
            state.advance(today);
            if today < self.from {
                continue;
            }
            let asked: BTreeSet<usize> = of_day
                .iter()
                .filter(|act| {
                    act.told == Told::Done
                        && self.after.holds(act.event_type)
                        && today - act.day <= STALE
                })
                .filter_map(|act| state.place(act.recipient, act.actor))
                .filter(|place| state.is_active(*place))
                .collect();
            for (at, track) in tracks.iter_mut().enumerate() {
                track.replies.keep_up(&state);
                for place in &asked {
                    let signs = track.signs(&state, *place, self.after);
                    look(&state, *place, at, track, &signs);
                    track.replies.remember(today, *place, signs);
                }
            }
        }
    }
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

/// Says whether the last act whose window is over was answered.
fn last_was_answered(state: &State<'_>, place: usize, after: Class, hazard: &Hazard) -> bool {
    let horizon = Day::from(hazard.horizon);
    let triggers = replies::days(state.reverse(place).done.get(after));
    let over = triggers.partition_point(|day| day.saturating_add(horizon) <= state.today);
    let own = replies::days(state.dyads[place].done.get(hazard.class));
    let last = &triggers[over.saturating_sub(1)..over];
    features::followed(last, own, state.today, horizon).hits > 0
}
