//! International crises as the International Crisis Behavior project codes them (Brecher and
//! Wilkenfeld 1997; version 14), and what can be said at their onset about mediation.
//!
//! Three logistic models: will a crisis be mediated at all; if so, will it end in a formal
//! agreement; and will tension be lower afterwards. They forecast and explain nothing: mediation
//! goes to the hard cases (Beardsley 2008; Gartner and Bercovitch 2006), so that no weight here is
//! the effect of a mediator. Predictors are only what is known when the crisis breaks out
//! ([`ONSET_COLUMNS`]), and for the latter two when the mediator comes in ([`ENTRY_COLUMNS`]).

mod icb;
mod logistic;
mod score;

pub use icb::{CrisisError, read};
pub use logistic::{Coefficient, LogisticModel, Models, fit};
pub use score::{Baseline, Baselines, MediationScores, ModelScore, evaluate};

/// The columns of the crisis file that predictors are made of: all known at the onset.
pub const ONSET_COLUMNS: &[&str] = &[
    "crisno", "yrtrig", "motrig", "break", "geogrel", "syslevsy", "hetero", "ethnic", "powdissy",
    "iwcmb", "issues", "geog",
];

/// The columns of the actor file that predictors are made of: the actors whose crisis began first.
pub const ONSET_ACTOR_COLUMNS: &[&str] = &["crisno", "yrtrig", "motrig", "datrig", "powsta"];

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
    /// What was known when the mediator came in, in the order of [`ENTRY_FEATURES`].
    pub entry: Vec<f64>,
    /// Whether it was mediated; `None` where the file does not say.
    pub mediated: Option<bool>,
    /// Whether it ended in a formal agreement.
    pub agreement: Option<bool>,
    /// Whether tension between the parties was lower for five years after.
    pub calmer: Option<bool>,
}

/// The predictors at the onset.
pub const ONSET_FEATURES: &[&str] = &[
    "violent-trigger",
    "contiguous",
    "subsystem-level",
    "dominant-level",
    "heterogeneity",
    "ethnic",
    "secessionist",
    "power-of-first-actors",
    "power-discrepancy",
    "intra-war",
    "many-issues",
    "europe",
    "year",
];

/// The further predictors when the mediator comes in.
pub const ENTRY_FEATURES: &[&str] = &["delay", "global-organisation", "regional-organisation"];

#[cfg(test)]
mod tests;
