//! International crises as the International Crisis Behavior project codes them (Brecher and
//! Wilkenfeld 1997; version 14), and what can be said at their onset about mediation.
//!
//! Three logistic models: will a crisis be mediated at all; if so, will it end in a formal
//! agreement; and will tension be lower afterwards. They forecast and explain nothing: mediation
//! goes to the hard cases (Beardsley 2008; Gartner and Bercovitch 2006), so that no weight here is
//! the effect of a mediator. Predictors are only what is known when the crisis breaks out
//! ([`ONSET_COLUMNS`]), and for the latter two when the mediator comes in ([`ENTRY_COLUMNS`]).
//!
//! Predictors, penalty and first year were chosen on the crises up to 1985 alone, by forecasting
//! each of several later periods from the years before it: the set with the best mean area under
//! the curve (for agreement and tension, the best Brier score) among those whose Brier score beats the
//! constant. Models fitted up to 1985 and up to 2002 are both carried, and a crisis is only ever
//! scored by one whose years of fit ended before it.

mod icb;
mod models;
mod past;
mod score;
mod similar;

pub use crate::logistic::{Coefficient, LogisticModel};
pub use crate::scoring::ModelScore;
pub use crate::table::TableError;
pub use icb::read;
pub use models::{Models, fit};
pub use past::{MediatorKind, PastCrises};
pub use score::{Baseline, Baselines, MediationScores, evaluate, evaluate_with};
pub use similar::{SharedFeature, SimilarCase, similar};

/// The columns of the crisis file that predictors are made of: all known at the onset.
pub const ONSET_COLUMNS: &[&str] = &[
    "crisno", "yrtrig", "motrig", "geogrel", "syslevsy", "hetero", "ethnic", "powdissy", "iwcmb",
    "issues", "geog", "protrac",
];

/// The columns of the actor file that are read. No predictor made of it was chosen.
pub const ONSET_ACTOR_COLUMNS: &[&str] = &["crisno", "yrtrig"];

/// The further columns known when the mediator comes in.
pub const ENTRY_COLUMNS: &[&str] = &["medwho", "yrmedst", "momedst"];

/// A crisis: what was known when, and how it went on.
#[derive(Clone, PartialEq, Debug)]
pub struct Crisis {
    /// Its number in the file.
    pub number: i64,
    /// The year in which it broke out.
    pub year: i64,
    /// What was known at its onset, in the order of [`ONSET_FEATURES`].
    pub onset: Vec<f64>,
    /// The place, and whether it belongs to a protracted conflict, both known at its onset too, in the
    /// order of [`SETTING_FEATURES`].
    pub setting: Vec<f64>,
    /// What was known when the mediator came in, in the order of [`ENTRY_FEATURES`].
    pub entry: Vec<f64>,
    /// Whether it was mediated; `None` where the file does not say.
    pub mediated: Option<bool>,
    /// Whether it ended in a formal agreement.
    pub agreement: Option<bool>,
    /// Whether tension between the parties was lower for five years after.
    pub calmer: Option<bool>,
}

impl Crisis {
    /// Returns the predictors of a formal agreement, in the order of [`AGREEMENT_FEATURES`].
    pub fn agreement_features(&self) -> Vec<f64> {
        let of = |names: &[&str], values: &[f64], wanted: &str| {
            let index = names.iter().position(|name| *name == wanted)?;
            values.get(index).copied()
        };
        AGREEMENT_FEATURES
            .iter()
            .filter_map(|name| {
                of(ONSET_FEATURES, &self.onset, name)
                    .or_else(|| of(ENTRY_FEATURES, &self.entry, name))
            })
            .collect()
    }
}

/// The predictors at the onset.
pub const ONSET_FEATURES: &[&str] = &[
    "contiguous",
    "subsystem-level",
    "heterogeneity",
    "ethnic",
    "power-discrepancy",
    "intra-war",
    "many-issues",
    "year",
];

/// The further predictors when the mediator comes in.
pub const ENTRY_FEATURES: &[&str] = &[
    "delay",
    "global-organisation",
    "regional-organisation",
    "several-states",
];

/// The predictors of lower tension.
pub const SETTING_FEATURES: &[&str] =
    &["americas", "europe", "africa", "middle-east", "protracted"];

/// The predictors of a formal agreement, in their order.
pub const AGREEMENT_FEATURES: &[&str] = &[
    "heterogeneity",
    "ethnic",
    "intra-war",
    "delay",
    "global-organisation",
    "regional-organisation",
    "several-states",
];

#[cfg(test)]
mod tests;
