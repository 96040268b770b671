//! How well the models do on crises: discrimination and Brier score beside the base rate.

use super::{Crisis, LogisticModel, Models};
use crate::scoring::{ModelScore, brier, round, score};
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

/// The rate of the years of the fit (their mean, where crises are scored by two fits), told as the forecast of every crisis.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Baseline {
    /// The rate.
    pub fitted_rate: f64,
    /// Its Brier score on these crises.
    pub brier: Option<f64>,
}

/// Scores the models that the crate carries on the crises that broke out in some years, both
/// included; each by the models of [`Models::before`] its year.
pub fn evaluate(crises: &[Crisis], from: i64, to: i64) -> MediationScores {
    evaluate_with(Models::before, crises, from, to)
}

/// Scores models on the crises of some years; `models` gives those for a year.
pub fn evaluate_with<'models>(
    models: impl Fn(i64) -> &'models Models,
    crises: &[Crisis],
    from: i64,
    to: i64,
) -> MediationScores {
    let mut told = Told::default();
    for crisis in crises
        .iter()
        .filter(|crisis| (from..=to).contains(&crisis.year))
    {
        told.add(crisis, models(crisis.year));
    }
    MediationScores {
        baselines: Baselines {
            occurrence: baseline(&told.occurrence),
            agreement: baseline(&told.agreement),
            tension: baseline(&told.tension),
        },
        occurrence: told_score(&told.occurrence),
        agreement: told_score(&told.agreement),
        tension: told_score(&told.tension),
    }
}

/// Forecast, rate of the fit, and outcome.
type Forecast = (f64, f64, bool);

#[derive(Default)]
struct Told {
    occurrence: Vec<Forecast>,
    agreement: Vec<Forecast>,
    tension: Vec<Forecast>,
}

impl Told {
    fn add(&mut self, crisis: &Crisis, models: &Models) {
        let forecast = |model: &LogisticModel, features: &[f64], outcome| {
            (model.probability(features), model.base_rate(), outcome)
        };
        if let Some(mediated) = crisis.mediated {
            let told = forecast(&models.occurrence, &crisis.onset, mediated);
            self.occurrence.push(told);
        }
        if crisis.mediated == Some(true) {
            if let Some(agreed) = crisis.agreement {
                let features = crisis.agreement_features();
                self.agreement
                    .push(forecast(&models.agreement, &features, agreed));
            }
            if let Some(calmer) = crisis.calmer {
                let told = forecast(&models.tension, &crisis.setting, calmer);
                self.tension.push(told);
            }
        }
    }
}

fn told_score(told: &[Forecast]) -> ModelScore {
    score(
        told.iter()
            .map(|(chance, _, outcome)| (*chance, *outcome))
            .collect(),
    )
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn baseline(told: &[Forecast]) -> Baseline {
    let sum: f64 = told.iter().map(|(_, rate, _)| rate).sum();
    Baseline {
        fitted_rate: round(sum / told.len().max(1) as f64),
        brier: brier(told.iter().map(|(_, rate, outcome)| (*rate, *outcome))),
    }
}
