//! Calibration on the record itself: what the model's own past forecasts on this record came to.
//!
//! `log p′/(1 − p′) = a + b log p/(1 − p)` (Platt 1999), with a and b fitted to the forecasts of the
//! last years whose windows are over, and drawn to 0 and 1 by a normal prior. Records differ in how
//! much they tell, and the world changes; the few numbers here take that up, and a young record
//! leaves the model as it is. Outcomes are those reported by the day of the fit.

use super::{
    Class, Day,
    model::{logistic, probability},
    state::State,
};
use std::collections::VecDeque;

/// The days back that count.
const MEMORY: Day = 1_461;
/// The days between two fits.
const REFIT: Day = 30;
/// The prior's standard deviations of a and b.
const PRIOR: [f64; 2] = [0.4, 0.15];

/// The calibration of one class and horizon, kept up along rolling origins.
#[derive(Clone, Debug)]
pub(crate) struct Calibration {
    class: Class,
    horizon: u16,
    every: u16,
    asked: VecDeque<Asked>,
    fitted: Option<Day>,
    shift: f64,
    slope: f64,
}

/// A forecast that was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) origin: Day,
    pub(crate) place: u32,
    pub(crate) odds: f64,
    /// The probability that was given.
    pub(crate) made: f64,
}

impl Calibration {
    /// Returns a calibration that leaves forecasts as they are, for origins so many days apart.
    pub(crate) fn new(class: Class, horizon: u16, every: u16) -> Self {
        Self {
            class,
            horizon,
            every,
            asked: VecDeque::new(),
            fitted: None,
            shift: 0.0,
            slope: 1.0,
        }
    }

    /// Remembers a forecast, so that its outcome counts once it is known.
    pub(crate) fn remember(&mut self, origin: Day, place: usize, odds: f64) {
        self.asked.push_back(Asked {
            origin,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            odds,
            made: probability(self.apply(odds)),
        });
    }

    /// Returns the log odds as calibrated.
    pub(crate) fn apply(&self, odds: f64) -> f64 {
        self.shift + self.slope * odds
    }

    /// Returns the past forecasts whose windows are over, with what became of them as far as the
    /// state knows.
    pub(crate) fn over<'a>(
        &'a self,
        state: &'a State<'_>,
    ) -> impl Iterator<Item = (Asked, bool)> + use<'a> {
        let horizon = Day::from(self.horizon);
        self.asked
            .iter()
            .take_while(move |asked| asked.origin + horizon <= state.today)
            .map(move |asked| {
                let happened = state
                    .dyads
                    .get(asked.place as usize)
                    .and_then(|dyad| dyad.done.get(self.class))
                    .is_some_and(|tally| tally.count(asked.origin, asked.origin + horizon) > 0);
                (*asked, happened)
            })
    }

    /// Fits anew where the last fit is a month old.
    pub(crate) fn keep_up(&mut self, state: &State<'_>) {
        if self.fitted.is_some_and(|day| state.today < day + REFIT) {
            return;
        }
        self.refit(state);
    }

    /// Returns the days ahead.
    pub(crate) const fn horizon(&self) -> u16 {
        self.horizon
    }

    /// Fits anew on what is known.
    pub(crate) fn refit(&mut self, state: &State<'_>) {
        self.fitted = Some(state.today);
        let oldest = state.today - MEMORY - Day::from(self.horizon);
        while self
            .asked
            .front()
            .is_some_and(|asked| asked.origin < oldest)
        {
            self.asked.pop_front();
        }
        let cases: Vec<(f64, bool)> = self
            .over(state)
            .map(|(asked, happened)| (asked.odds, happened))
            .collect();
        // Windows that overlap tell the same again.
        let weight = (f64::from(self.every) / f64::from(self.horizon)).min(1.0);
        (self.shift, self.slope) = fit(&cases, weight);
    }
}

/// Returns shift and slope under the prior, by Newton's method.
fn fit(cases: &[(f64, bool)], weight: f64) -> (f64, f64) {
    let (mut shift, mut slope) = (0.0, 1.0);
    let precision = PRIOR.map(|deviation| 1.0 / (deviation * deviation));
    for _ in 0..8 {
        let mut pull = [-precision[0] * shift, -precision[1] * (slope - 1.0)];
        let mut bend = [precision[0], 0.0, precision[1]];
        for (odds, happened) in cases {
            let chance = logistic(shift + slope * odds);
            let error = weight * (f64::from(u8::from(*happened)) - chance);
            let spread = weight * chance * (1.0 - chance);
            pull[0] += error;
            pull[1] += error * odds;
            bend[0] += spread;
            bend[1] += spread * odds;
            bend[2] += spread * odds * odds;
        }
        let determinant = bend[0] * bend[2] - bend[1] * bend[1];
        if determinant <= 0.0 {
            break;
        }
        let step = [
            (bend[2] * pull[0] - bend[1] * pull[1]) / determinant,
            (bend[0] * pull[1] - bend[1] * pull[0]) / determinant,
        ];
        shift += step[0].clamp(-0.5, 0.5);
        slope = (slope + step[1].clamp(-0.2, 0.2)).max(0.2);
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    (shift, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forecasts_that_were_too_high_come_down_and_no_case_changes_nothing() {
        assert_eq!(fit(&[], 1.0), (0.0, 1.0));
        // Forecasts of a half that came true in one of ten.
        let cases: Vec<_> = (0..1_000).map(|at| (0.0, at % 10 == 0)).collect();
        let (shift, _) = fit(&cases, 1.0);
        assert!(logistic(shift) < 0.15, "{shift}");
        // One case hardly moves it.
        let (shift, slope) = fit(&[(0.0, true)], 1.0);
        assert!(shift < 0.1 && (slope - 1.0).abs() < 0.05);
    }
}
