//! Back-tests: the model's forecasts of past days against what came of them.

use super::{
    Class, Day,
    calibration::Calibration,
    chronicle::Chronicle,
    model::{Model, probability},
    score::{Score, Scored, score},
    state::State,
    subject::Subject,
    walk::{Plan, walk},
};
use rayon::prelude::*;

/// Which forecasts are tested.
#[derive(Clone, PartialEq, Debug)]
pub struct BacktestOptions {
    /// The first origin.
    pub from: Day,
    /// No window ends after this day.
    pub to: Day,
    /// The days between origins.
    pub every: u16,
    /// What is forecast.
    pub classes: Vec<Class>,
    /// The days ahead; those of [`super::HORIZONS`] that the model knows.
    pub horizons: Vec<u16>,
    /// The seed of the intervals.
    pub seed: u64,
}

/// Forecasts at rolling origins and scores what came of it. Each forecast rests on what was
/// reported by its origin.
#[must_use]
pub fn backtest(chronicle: &Chronicle, model: &Model, options: &BacktestOptions) -> Vec<Score> {
    let mut truth = State::new(chronicle);
    truth.advance(Day::MAX);
    let scores: Vec<Vec<Score>> = options
        .classes
        .par_iter()
        .map(|class| one_class(chronicle, &truth, model, *class, options))
        .collect();
    scores.into_iter().flatten().collect()
}

fn one_class(
    chronicle: &Chronicle,
    truth: &State<'_>,
    model: &Model,
    class: Class,
    options: &BacktestOptions,
) -> Vec<Score> {
    let hazards: Vec<_> = options
        .horizons
        .iter()
        .filter_map(|horizon| model.hazard(class, *horizon))
        .collect();
    let horizons: Vec<(u16, f64)> = hazards
        .iter()
        .map(|hazard| (hazard.horizon, hazard.prior))
        .collect();
    let plan = Plan {
        start: chronicle.span().map_or(options.from, |(first, _)| first),
        from: first_origin(options),
        to: options.to,
        every: options.every,
        class,
        horizons: &horizons,
    };
    let mut cases: Vec<Vec<Scored>> = vec![Vec::new(); hazards.len()];
    let mut calibrations: Vec<Calibration> = hazards
        .iter()
        .map(|hazard| Calibration::new(class, hazard.horizon, options.every))
        .collect();
    walk(chronicle, truth, &plan, |state, case| {
        let odds = hazards[case.horizon].odds(case.signs);
        let calibration = &mut calibrations[case.horizon];
        calibration.keep_up(state);
        calibration.remember(case.origin, case.place, odds);
        if case.origin < options.from {
            return;
        }
        cases[case.horizon].push(Scored {
            origin: case.origin,
            model: probability(calibration.apply(odds)),
            base: case.past.base,
            recurrency: case.recurrency,
            last: f64::from(u8::from(case.before)),
            happened: case.count > 0,
        });
    });
    hazards
        .iter()
        .zip(&cases)
        .map(|(hazard, cases)| score(Subject::Act(class), hazard.horizon, cases, options.seed))
        .collect()
}

/// Returns the origin at which the calibration begins to learn: four years before the first that is
/// scored, and a whole number of steps.
pub(crate) fn first_origin(options: &BacktestOptions) -> Day {
    let every = Day::from(options.every.max(1));
    options.from - (1_461 / every) * every
}
