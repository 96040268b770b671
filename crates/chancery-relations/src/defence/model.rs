//! What a model of defence knows about a case, and the models that the crate carries.
//!
//! The predictors are those that the literature gives: what the two owe each other (Leeds, Long
//! and Mitchell 2000), the era (Berkemeier and Fuhrmann 2018), the helper's capability and what
//! binds it elsewhere, distance and borders, its pacts and rivalry with the attacker, the number of
//! others who owe the same (Olson and Zeckhauser 1966), and its own record (Crescenzi et al. 2012).

use crate::logistic::{self, LogisticModel};
use std::sync::LazyLock;

static COMMITTED: LazyLock<LogisticModel> = LazyLock::new(|| {
    logistic::parse(include_str!("../../data/defence-model.tsv"))
        .remove("defend")
        .unwrap_or_default()
});

/// The predictors, in the order of [`Situation::features`].
pub const FEATURES: &[&str] = &[
    "defence",
    "offence",
    "other-pact",
    "since-1945",
    "capability",
    "at-war-elsewhere",
    "borders-attacker",
    "distance-to-attacker",
    "distance",
    "pact-with-attacker",
    "rival-of-attacker",
    "others-who-owe-defence",
    "record",
    "war",
];

/// What is known about a case before anybody decides. Unknown figures stand for the usual ones.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Situation {
    pub(super) defence: bool,
    pub(super) offence: bool,
    pub(super) other_pact: bool,
    pub(super) since_1945: bool,
    /// The helper's share of the system's capability.
    pub(super) capability: Option<f64>,
    pub(super) at_war_elsewhere: bool,
    pub(super) borders_attacker: bool,
    /// Kilometres between the capitals of helper and attacker.
    pub(super) to_attacker: Option<f64>,
    /// Kilometres between the capitals of helper and target.
    pub(super) to_target: Option<f64>,
    pub(super) pact_with_attacker: bool,
    pub(super) rival_of_attacker: bool,
    /// How many states owe the target defence.
    pub(super) allies: usize,
    /// How often the helper owed a target defence before, and how often it fought for it.
    pub(super) record: (usize, usize),
    /// Whether it is a war, and not only a clash with dead.
    pub(super) war: bool,
}

impl Situation {
    /// Returns the predictors; `usual` stands for figures that are unknown.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of allies and wars are small"
    )]
    pub(super) fn features(&self, usual: &LogisticModel) -> Vec<f64> {
        let flag = |value: bool| f64::from(u8::from(value));
        let mean = |name: &str| {
            let found = usual.coefficients.iter().find(|found| found.name == name);
            found.map_or(0.0, |found| found.mean)
        };
        let distance = |kilometres: Option<f64>, name: &str| {
            kilometres.map_or_else(|| mean(name), |kilometres| libm::log(100.0 + kilometres))
        };
        let (owed, fought) = self.record;
        vec![
            flag(self.defence),
            flag(self.offence),
            flag(self.other_pact && !self.defence),
            flag(self.since_1945),
            self.capability
                .map_or_else(|| mean("capability"), |share| libm::log(share + 1e-4)),
            flag(self.at_war_elsewhere),
            flag(self.borders_attacker),
            distance(self.to_attacker, "distance-to-attacker"),
            distance(self.to_target, "distance"),
            flag(self.pact_with_attacker),
            flag(self.rival_of_attacker),
            flag(self.defence) * libm::log1p(self.allies as f64),
            // One success in twenty is what nothing known stands for.
            (fought as f64 + 0.2) / (owed as f64 + 4.0),
            flag(self.war),
        ]
    }
}

/// Returns the model that the crate carries.
pub(super) fn committed() -> &'static LogisticModel {
    &COMMITTED
}
