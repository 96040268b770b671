//! Calibration of answers on the record's own past answers.
//!
//! Those who have just been hit are no sample of all dyads: what a record says of every dyad does not
//! calibrate the forecast of an answer. So each act that asks for an answer is a case, and
//! `log p′/(1 − p′) = a + b log p/(1 − p) + c log r/(1 − r) + d log s/(1 − s)`, where p is the model's
//! probability, r what a count that fades in sixty days would give, and s the share of the other's
//! earlier acts that were answered. The four numbers are fitted to the cases whose windows are over,
//! recent ones weighing more, and drawn to 0, 1, 0 and 0: without past cases the model stays as it is.

use super::{
    Class, Day, Windows,
    features::{self, logit},
    model::{Hazard, logistic, probability},
    state::{HALF_LIVES, State, Tally, half_life},
};
use std::collections::VecDeque;

/// Cases this old count half.
const HALF_LIFE: f64 = 365.0;
/// Cases older than this are forgotten.
const MEMORY: Day = 1_461;
/// The days between two fits.
const REFIT: Day = 30;
/// What the numbers are drawn to, and the standard deviations of that prior.
const CENTRE: [f64; WIDTH] = [0.0, 1.0, 0.0, 0.0];
const SPREAD: [f64; WIDTH] = [1.0, 0.5, 0.5, 0.5];
/// The intercept, the model, the fading count and the share answered.
const WIDTH: usize = 4;

/// What a state shows of an answer to come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Signs {
    /// The model's log odds, as calibrated on all dyads.
    pub(crate) odds: f64,
    /// What a fading count gives.
    pub(crate) recurrency: f64,
    /// How many earlier acts were answered within the horizon.
    pub(crate) answered: Windows,
    /// The answerer's own base rate.
    pub(crate) base: f64,
}

/// One case: an act that asks for an answer.
#[derive(Clone, Copy, Debug)]
struct Case {
    origin: Day,
    place: u32,
    signs: Signs,
}

/// The calibration of one pair of classes and one horizon.
#[derive(Clone, Debug)]
pub(crate) struct Replies {
    class: Class,
    horizon: u16,
    cases: VecDeque<Case>,
    fitted: Option<Day>,
    weights: [f64; WIDTH],
    /// In what share of past cases an answer came.
    usual: f64,
}

/// Reads off a state what it shows of an answer by `class` to acts of `after`; `calibrated` turns
/// the model's log odds into those of this record.
pub(crate) fn signs(
    state: &State<'_>,
    place: usize,
    after: Class,
    hazard: &Hazard,
    calibrated: impl Fn(f64) -> f64,
) -> Signs {
    let Hazard {
        class,
        horizon,
        prior,
        ..
    } = *hazard;
    let mut seen = features::signs(state, place, class);
    let past = features::add_horizon(&mut seen, state, place, class, horizon, prior);
    let dyad = &state.dyads[place];
    let own = days(dyad.done.get(class));
    let triggers = days(state.reverse(place).done.get(after));
    let rate = f64::from(state.sums(dyad, class)[half_life::SEASON]) * std::f64::consts::LN_2
        / HALF_LIVES[half_life::SEASON];
    Signs {
        odds: calibrated(hazard.odds(&seen)),
        recurrency: -libm::expm1(-rate * f64::from(horizon)),
        answered: features::followed(triggers, own, state.today, Day::from(horizon)),
        base: past.base,
    }
}

/// Returns the days of a tally, where there is one.
pub(crate) fn days(tally: Option<&Tally>) -> &[Day] {
    tally.map_or(&[], |tally| &tally.days)
}

impl Replies {
    /// Returns a calibration that leaves forecasts as they are.
    pub(crate) fn new(class: Class, horizon: u16) -> Self {
        Self {
            class,
            horizon,
            cases: VecDeque::new(),
            fitted: None,
            weights: CENTRE,
            usual: 0.2,
        }
    }

    /// Remembers a case, so that its outcome counts once it is known.
    pub(crate) fn remember(&mut self, origin: Day, place: usize, signs: Signs) {
        self.cases.push_back(Case {
            origin,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            signs,
        });
    }

    /// Returns the probability of an answer.
    pub(crate) fn apply(&self, signs: &Signs) -> f64 {
        probability(product(&self.weights, &row(signs, self.usual)))
    }

    /// Fits anew where the last fit is a month old.
    pub(crate) fn keep_up(&mut self, state: &State<'_>) {
        if self.fitted.is_none_or(|day| state.today >= day + REFIT) {
            self.refit(state);
        }
    }

    /// Fits anew on the cases whose windows are over, with what became of them as far as the state
    /// knows.
    pub(crate) fn refit(&mut self, state: &State<'_>) {
        let (today, horizon) = (state.today, Day::from(self.horizon));
        self.fitted = Some(today);
        let oldest = today - MEMORY - horizon;
        while self.cases.front().is_some_and(|case| case.origin < oldest) {
            self.cases.pop_front();
        }
        let over: Vec<(Case, bool)> = self
            .cases
            .iter()
            .take_while(|case| case.origin + horizon <= today)
            .map(|case| {
                let happened = state
                    .dyads
                    .get(case.place as usize)
                    .and_then(|dyad| dyad.done.get(self.class))
                    .is_some_and(|tally| tally.count(case.origin, case.origin + horizon) > 0);
                (*case, happened)
            })
            .collect();
        let hits = over.iter().filter(|(_, happened)| *happened).count();
        self.usual = (hits as f64 + 1.0) / (over.len() as f64 + 5.0);
        let rows: Vec<Row> = over
            .iter()
            .map(|(case, happened)| Row {
                values: row(&case.signs, self.usual),
                happened: *happened,
                weight: libm::exp2(-f64::from(today - case.origin) / HALF_LIFE),
            })
            .collect();
        self.weights = fit(&rows);
    }
}

struct Row {
    values: [f64; WIDTH],
    happened: bool,
    weight: f64,
}

fn row(signs: &Signs, usual: f64) -> [f64; WIDTH] {
    let share =
        (f64::from(signs.answered.hits) + 2.0 * usual) / (f64::from(signs.answered.total) + 2.0);
    [
        1.0,
        signs.odds,
        logit(signs.recurrency.clamp(0.01, 0.99)),
        logit(share.clamp(1e-4, 1.0 - 1e-4)),
    ]
}

fn product(weights: &[f64; WIDTH], values: &[f64; WIDTH]) -> f64 {
    weights
        .iter()
        .zip(values)
        .map(|(one, other)| one * other)
        .sum()
}

/// Returns the numbers that are likeliest under the prior, by Newton's method.
fn fit(rows: &[Row]) -> [f64; WIDTH] {
    let mut weights = CENTRE;
    for _ in 0..30 {
        let mut pull = [0.0; WIDTH];
        let mut bend = [[0.0; WIDTH]; WIDTH];
        for at in 0..WIDTH {
            let precision = 1.0 / (SPREAD[at] * SPREAD[at]);
            pull[at] = precision * (CENTRE[at] - weights[at]);
            bend[at][at] = precision;
        }
        for row in rows {
            let chance = logistic(product(&weights, &row.values));
            let error = row.weight * (f64::from(u8::from(row.happened)) - chance);
            let spread = row.weight * chance * (1.0 - chance);
            for at in 0..WIDTH {
                pull[at] += error * row.values[at];
                for (cell, other) in bend[at].iter_mut().zip(&row.values) {
                    *cell += spread * row.values[at] * other;
                }
            }
        }
        let step = solved(bend, pull);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step.clamp(-1.0, 1.0);
        }
        if step.iter().all(|step| step.abs() < 1e-7) {
            break;
        }
    }
    weights
}

/// Solves a positive definite system by elimination.
fn solved(mut matrix: [[f64; WIDTH]; WIDTH], mut right: [f64; WIDTH]) -> [f64; WIDTH] {
    for at in 0..WIDTH {
        let pivot = matrix[at];
        for below in at + 1..WIDTH {
            let factor = matrix[below][at] / pivot[at];
            for (cell, above) in matrix[below].iter_mut().zip(&pivot).skip(at) {
                *cell -= factor * above;
            }
            right[below] -= factor * right[at];
        }
    }
    for at in (0..WIDTH).rev() {
        for column in at + 1..WIDTH {
            right[at] -= matrix[at][column] * right[column];
        }
        right[at] /= matrix[at][at];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(odds: f64, hits: u32) -> Signs {
        Signs {
            odds,
            recurrency: 0.3,
            answered: Windows { hits, total: 10 },
            base: 0.1,
        }
    }

    #[test]
    fn without_cases_the_model_stays_as_it_is() {
        assert_eq!(fit(&[]), CENTRE);
        let none = Replies::new(Class::Quad(chancery_model::Quad::MaterialConflict), 7);
        assert!((none.apply(&signs(-1.0, 3)) - logistic(-1.0)).abs() < 1e-12);
    }

    #[test]
    fn forecasts_are_moved_to_what_came_of_earlier_ones() {
        // The model says a half throughout; those who answered often before answer nine times in
        // ten, the others once.
        let rows: Vec<Row> = (0..400)
            .map(|at| {
                let often = at % 2 == 0;
                Row {
                    values: row(&signs(0.0, if often { 9 } else { 1 }), 0.5),
                    happened: (at / 2 % 10 == 0) != often,
                    weight: 1.0,
                }
            })
            .collect();
        let weights = fit(&rows);
        let chance = |hits| logistic(product(&weights, &row(&signs(0.0, hits), 0.5)));
        assert!((chance(9) - 0.9).abs() < 0.06, "{}", chance(9));
        assert!((chance(1) - 0.1).abs() < 0.06, "{}", chance(1));
    }

    #[test]
    fn a_system_is_solved() {
        let mut matrix = [[0.5; WIDTH]; WIDTH];
        for (at, row) in matrix.iter_mut().enumerate() {
            row[at] = 3.0;
        }
        let found = solved(matrix, [1.0, 2.0, 3.0, 4.0]);
        for (row, right) in matrix.iter().zip([1.0, 2.0, 3.0, 4.0]) {
            assert!((product(row, &found) - right).abs() < 1e-12);
        }
    }
}
