//! How well the models do on crises: discrimination and Brier score beside the base rate.

use super::{Crisis, LogisticModel, Models};
use serde::{Deserialize, Serialize};

/// The scores of the three models.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MediationScores {
    /// Will the crisis be mediated?
    pub occurrence: ModelScore,
    /// If mediated, will it end in a formal agreement?
    pub agreement: ModelScore,
    /// If mediated, will tension be lower afterwards?
    pub tension: ModelScore,
    /// What a forecaster without the models would have scored.
    pub baselines: Baselines,
}

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

/// The scores of constant forecasts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Baselines {
    /// For occurrence.
    pub occurrence: Baseline,
    /// For agreement.
    pub agreement: Baseline,
    /// For tension.
    pub tension: Baseline,
}

/// The rate of the years of the fit, told as the forecast of every crisis.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Baseline {
    /// The rate.
    pub fitted_rate: f64,
    /// Its Brier score on these crises.
    pub brier: Option<f64>,
}

/// Scores the models on the crises that broke out in some years, both included.
pub fn evaluate(models: &Models, crises: &[Crisis], from: i64, to: i64) -> MediationScores {
    let chosen: Vec<&Crisis> = crises
        .iter()
        .filter(|crisis| (from..=to).contains(&crisis.year))
        .collect();
    let mut occurrence = Vec::new();
    let (mut agreement, mut tension) = (Vec::new(), Vec::new());
    for crisis in chosen {
        if let Some(mediated) = crisis.mediated {
            occurrence.push((models.occurrence.probability(&crisis.onset), mediated));
        }
        if crisis.mediated == Some(true) {
            let features = [crisis.onset.as_slice(), &crisis.entry].concat();
            if let Some(agreed) = crisis.agreement {
                agreement.push((models.agreement.probability(&features), agreed));
            }
            if let Some(calmer) = crisis.calmer {
                tension.push((models.tension.probability(&features), calmer));
            }
        }
    }
    MediationScores {
        baselines: Baselines {
            occurrence: baseline(&models.occurrence, &occurrence),
            agreement: baseline(&models.agreement, &agreement),
            tension: baseline(&models.tension, &tension),
        },
        occurrence: score(occurrence),
        agreement: score(agreement),
        tension: score(tension),
    }
}

fn round(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn brier(forecasts: impl ExactSizeIterator<Item = (f64, bool)>) -> Option<f64> {
    let count = forecasts.len();
    let sum: f64 = forecasts
        .map(|(chance, outcome)| {
            let error = chance - f64::from(u8::from(outcome));
            error * error
        })
        .sum();
    (count > 0).then(|| round(sum / count as f64))
}

fn baseline(model: &LogisticModel, forecasts: &[(f64, bool)]) -> Baseline {
    let rate = model.base_rate();
    Baseline {
        fitted_rate: round(rate),
        brier: brier(forecasts.iter().map(|(_, outcome)| (rate, *outcome))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
pub(super) fn score(mut forecasts: Vec<(f64, bool)>) -> ModelScore {
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
