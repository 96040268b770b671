//! The three models of mediation, their fit, and the table they are kept in.

use super::{AGREEMENT_FEATURES, Crisis, ONSET_FEATURES, SETTING_FEATURES};
use crate::logistic::{self, LogisticModel};
use std::sync::LazyLock;

static TO_1985: LazyLock<Models> =
    LazyLock::new(|| Models::parse(include_str!("../../data/mediation-models-1985.tsv")));

static TO_2002: LazyLock<Models> =
    LazyLock::new(|| Models::parse(include_str!("../../data/mediation-models.tsv")));

/// The three models.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Models {
    /// Will the crisis be mediated?
    pub occurrence: LogisticModel,
    /// If mediated, will it end in a formal agreement?
    pub agreement: LogisticModel,
    /// If mediated, will tension be lower afterwards?
    pub tension: LogisticModel,
}

/// The ridge penalties, on standardised predictors, and the first years of the fits: chosen with the
/// predictors from 1, 3, 10, 33 and 100, and from 1918 and 1945.
const OCCURRENCE_PENALTY: f64 = 3.0;
const OCCURRENCE_FROM: i64 = 1945;
const AGREEMENT_PENALTY: f64 = 10.0;
const TENSION_PENALTY: f64 = 3.0;

/// Fits the three models on crises.
pub fn fit(crises: &[Crisis]) -> Models {
    let mediated = || crises.iter().filter(|crisis| crisis.mediated == Some(true));
    let occurrence: Vec<(Vec<f64>, bool)> = crises
        .iter()
        .filter(|crisis| crisis.year >= OCCURRENCE_FROM)
        .filter_map(|crisis| Some((crisis.onset.clone(), crisis.mediated?)))
        .collect();
    let agreement: Vec<(Vec<f64>, bool)> = mediated()
        .filter_map(|crisis| Some((crisis.agreement_features(), crisis.agreement?)))
        .collect();
    let tension: Vec<(Vec<f64>, bool)> = mediated()
        .filter_map(|crisis| Some((crisis.setting.clone(), crisis.calmer?)))
        .collect();
    Models {
        occurrence: logistic::fit(ONSET_FEATURES, &occurrence, OCCURRENCE_PENALTY),
        agreement: logistic::fit(AGREEMENT_FEATURES, &agreement, AGREEMENT_PENALTY),
        tension: logistic::fit(SETTING_FEATURES, &tension, TENSION_PENALTY),
    }
}

impl Models {
    /// Returns the models that the crate carries, fitted on the crises up to 2002.
    pub fn committed() -> &'static Self {
        &TO_2002
    }

    /// Returns the models to score a year's crises with: those fitted on earlier years where there
    /// are such, so that up to 2002 it is those fitted up to 1985.
    pub fn before(year: i64) -> &'static Self {
        if year > 2002 { &TO_2002 } else { &TO_1985 }
    }

    /// Returns the models as the table that the crate carries.
    pub fn table(&self) -> String {
        logistic::table(&[
            ("occurrence", &self.occurrence),
            ("agreement", &self.agreement),
            ("tension", &self.tension),
        ])
    }

    /// Reads the table; lines that are none of it are left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut models = logistic::parse(text);
        let mut take = |name| models.remove(name).unwrap_or_default();
        Self {
            occurrence: take("occurrence"),
            agreement: take("agreement"),
            tension: take("tension"),
        }
    }
}
