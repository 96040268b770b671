//! How good probabilities are: discrimination, Brier score, calibration, and their uncertainty.

use serde::{Deserialize, Serialize};

/// The score of one model.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ModelScore {
    /// The area under the receiver operating characteristic; `None` without both outcomes.
    pub auc: Option<f64>,
    /// The lower end of its 95 % interval (Hanley and McNeil 1982).
    pub auc_low: Option<f64>,
    /// The upper end.
    pub auc_high: Option<f64>,
    /// The mean squared error of the probabilities.
    pub brier: Option<f64>,
    /// The Brier score of the rate in these very crises: the hardest constant to beat.
    pub brier_base: Option<f64>,
    /// How many crises.
    pub n: usize,
    /// How many of them had the outcome.
    pub positive: usize,
    /// Mean forecast and share observed in thirds of the crises, by rising forecast.
    pub calibration: Vec<[f64; 2]>,
}

pub(crate) fn round(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
pub(crate) fn brier(forecasts: impl ExactSizeIterator<Item = (f64, bool)>) -> Option<f64> {
    let count = forecasts.len();
    let sum: f64 = forecasts
        .map(|(chance, outcome)| {
            let error = chance - f64::from(u8::from(outcome));
            error * error
        })
        .sum();
    (count > 0).then(|| round(sum / count as f64))
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
pub(crate) fn score(mut forecasts: Vec<(f64, bool)>) -> ModelScore {
    forecasts.sort_by(|one, other| one.0.total_cmp(&other.0));
    let count = forecasts.len();
    let positive = forecasts.iter().filter(|(_, outcome)| *outcome).count();
    let rate = positive as f64 / count.max(1) as f64;
    let auc = auc(&forecasts, positive);
    let error = auc.map(|auc| {
        // Hanley and McNeil (1982), Radiology 143.
        let (yes, no) = (positive as f64, (count - positive) as f64);
        let (first, second) = (auc / (2.0 - auc), 2.0 * auc * auc / (1.0 + auc));
        let variance = (auc * (1.0 - auc)
            + (yes - 1.0) * (first - auc * auc)
            + (no - 1.0) * (second - auc * auc))
            / (yes * no);
        1.96 * variance.max(0.0).sqrt()
    });
    let ends = auc.zip(error);
    ModelScore {
        auc: auc.map(round),
        auc_low: ends.map(|(auc, error)| round((auc - error).max(0.0))),
        auc_high: ends.map(|(auc, error)| round((auc + error).min(1.0))),
        brier: brier(forecasts.iter().copied()),
        brier_base: (count > 0).then(|| round(rate * (1.0 - rate))),
        n: count,
        positive,
        calibration: forecasts
            .chunks(count.div_ceil(3).max(1))
            .map(|third| {
                let size = third.len() as f64;
                let forecast: f64 = third.iter().map(|(chance, _)| chance).sum();
                let observed = third.iter().filter(|(_, outcome)| *outcome).count() as f64;
                [round(forecast / size), round(observed / size)]
            })
            .collect(),
    }
}

/// Returns the area under the curve of forecasts in rising order: the chance that a positive ranks
/// above a negative, equal forecasts counting half.
#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn auc(forecasts: &[(f64, bool)], positive: usize) -> Option<f64> {
    let negative = forecasts.len() - positive;
    if positive == 0 || negative == 0 {
        return None;
    }
    let (mut below, mut sum) = (0.0, 0.0);
    for equal in forecasts.chunk_by(|one, other| one.0 == other.0) {
        let yes = equal.iter().filter(|(_, outcome)| *outcome).count() as f64;
        let no = equal.len() as f64 - yes;
        sum += yes * (below + no / 2.0);
        below += no;
    }
    Some(sum / (positive as f64 * negative as f64))
}

/// Forecasts that belong together, as those about one war do.
pub(crate) struct Cluster {
    /// The forecast, the constant that it is measured against, and what happened.
    pub(crate) forecasts: Vec<(f64, f64, bool)>,
}

/// What resampling whole clusters says: the middle 95 % of the area under the curve, and of how much
/// better the Brier score is than the constant's.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Resampled {
    /// The area under the curve.
    pub auc: Option<[f64; 2]>,
    /// The Brier score of the constant less that of the model.
    pub brier_gain: Option<[f64; 2]>,
}

/// Resamples clusters with replacement (Field and Welsh 2007).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "an index below the number of clusters; samples are small"
)]
pub(crate) fn resample(clusters: &[Cluster], times: usize, seed: u64) -> Resampled {
    let (mut areas, mut gains) = (Vec::new(), Vec::new());
    let mut state = seed;
    for _ in 0..times {
        let (mut drawn, mut gain) = (Vec::new(), 0.0);
        for _ in clusters {
            let index = (next(&mut state) % clusters.len().max(1) as u64) as usize;
            for &(forecast, constant, outcome) in &clusters[index].forecasts {
                let happened = f64::from(u8::from(outcome));
                let square = |error: f64| error * error;
                gain += square(constant - happened) - square(forecast - happened);
                drawn.push((forecast, outcome));
            }
        }
        if !drawn.is_empty() {
            gains.push(gain / drawn.len() as f64);
        }
        drawn.sort_by(|one, other| one.0.total_cmp(&other.0));
        let positive = drawn.iter().filter(|(_, outcome)| *outcome).count();
        areas.extend(auc(&drawn, positive));
    }
    Resampled {
        auc: middle(areas).map(|ends| ends.map(round)),
        brier_gain: middle(gains).map(|ends| ends.map(|end| (end * 1e6).round() / 1e6)),
    }
}

/// Returns the middle 95 % of some values.
fn middle(mut values: Vec<f64>) -> Option<[f64; 2]> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = |permille: usize| values[last * permille / 1_000];
    Some([at(25), at(975)])
}

/// Returns the next number of a generator (SplitMix64; Steele, Lea and Flood 2014).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
