//! The fitted model: a mean in which institutions and size may count, shrunk to one in which they
//! do not.
//!
//! Achen (2006) shows that a plain or weighted mean of positions is hard to beat on the EU's
//! decisions, and why. So the model is a weighted mean,
//!
//! ```text
//! m = Σ w x / Σ w        w = (capability / mean)^a (salience / mean)^b   for a member state
//!                        w = C for the commission, P or Q for the parliament (codecision or not)
//! ```
//!
//! drawn towards the status quo by a share `q` where every member must agree and it is known, and
//! stretched about the middle of the scale by a factor that depends on whether the issue has two
//! sides or many. With `a = b = q = 0` and all else 1 it is the plain mean of all actors, and to
//! those values its coefficients are shrunk ([`super::fit`]): partial pooling of the institutions.

use super::IssueType;
use crate::reading::european::Proposal;
use std::{collections::BTreeMap, fmt::Write as _};
use thiserror::Error;

/// Names of the coefficients in their order in [`Coefficients::values`].
pub(super) const NAMES: [&str; 8] = [
    "capability-power",
    "salience-power",
    "commission",
    "parliament-codecision",
    "parliament-consulted",
    "stretch-dichotomous",
    "stretch-scale",
    "status-quo-unanimity",
];

/// The coefficients that make the plain mean.
pub(super) const PLAIN_MEAN: [f64; 8] = [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0];

/// The coefficients, with the half-widths of 80 % intervals by model and type of issue.
#[derive(Clone, PartialEq, Debug)]
pub struct Coefficients {
    pub(super) values: [f64; 8],
    pub(super) half_widths: BTreeMap<(String, IssueType), f64>,
}

/// Why a table of coefficients cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum TableError {
    /// A line that is none.
    #[error("line {0}: expected a name, a tab and a number")]
    Line(usize),
    /// A coefficient that is not there.
    #[error("the coefficient `{0}` is missing")]
    Missing(&'static str),
}

impl Coefficients {
    /// Returns the committed coefficients.
    ///
    /// # Panics
    ///
    /// Never: a test reads the committed table.
    pub fn committed() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the table is part of the program and tested"
        )]
        Self::read(include_str!("../../data/european.tsv")).expect("the committed table is sound")
    }

    /// Reads a table: a name, a tab and a number a line; remarks begin with `#`.
    ///
    /// # Errors
    ///
    /// When a line or a coefficient is missing.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let mut numbers: BTreeMap<&str, f64> = BTreeMap::new();
        for (line, row) in (1..).zip(text.lines()) {
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            let number = row
                .split_once('\t')
                .and_then(|(name, number)| Some((name, number.trim().parse().ok()?)));
            let (name, number) = number.ok_or(TableError::Line(line))?;
            numbers.insert(name, number);
        }
        let mut values = [0.0; 8];
        for (value, name) in values.iter_mut().zip(NAMES) {
            *value = *numbers.get(name).ok_or(TableError::Missing(name))?;
        }
        let mut half_widths = BTreeMap::new();
        for (name, number) in numbers {
            for kind in [IssueType::Dichotomous, IssueType::Scale] {
                let model = name
                    .strip_prefix("interval80 ")
                    .and_then(|rest| rest.strip_suffix(kind.name()));
                if let Some(model) = model {
                    half_widths.insert((model.trim_end().to_owned(), kind), number);
                }
            }
        }
        Ok(Self {
            values,
            half_widths,
        })
    }

    /// Returns the table, as it is read.
    pub fn table(&self) -> String {
        let mut text = String::new();
        for (name, value) in NAMES.iter().zip(self.values) {
            let _ = writeln!(text, "{name}\t{value}");
        }
        for ((model, kind), width) in &self.half_widths {
            let _ = writeln!(text, "interval80 {model} {}\t{width}", kind.name());
        }
        text
    }

    /// Returns half the width of a model's 80 % interval; the whole scale where unknown.
    pub fn half_width(&self, model: &str, kind: IssueType) -> f64 {
        self.half_widths
            .get(&(model.to_owned(), kind))
            .copied()
            .unwrap_or(100.0)
    }

    /// Returns the forecast of an issue.
    pub fn forecast(&self, proposal: &Proposal, issue: usize) -> f64 {
        Prepared::of(proposal, issue).forecast(&self.values)
    }
}

/// Who an actor is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Institution {
    Commission,
    Parliament,
    Member,
}

/// An issue made ready for many forecasts.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    /// Position, institution, and logarithms of relative capability and salience.
    actors: Vec<(f64, Institution, f64, f64)>,
    codecision: bool,
    kind: IssueType,
    /// The status quo, where it is known and every member must agree.
    status_quo: Option<f64>,
}

/// Saliences below this count as it: a logarithm needs something.
const LEAST_SALIENCE: f64 = 0.01;

impl Prepared {
    pub(super) fn of(proposal: &Proposal, issue: usize) -> Self {
        let problem = &proposal.problem;
        let institution = |actor: usize| match problem.actors()[actor].name.as_str() {
            "com" => Institution::Commission,
            "ep" => Institution::Parliament,
            _ => Institution::Member,
        };
        let members = || {
            problem
                .stakes_on(issue)
                .filter(|&(actor, _)| institution(actor) == Institution::Member)
                .map(|(_, stake)| stake)
        };
        let count = members().count().max(1) as f64;
        let capability = members().map(|stake| stake.capability).sum::<f64>() / count;
        let salience = members()
            .map(|stake| stake.salience.max(LEAST_SALIENCE))
            .sum::<f64>()
            / count;
        let log = |value: f64, mean: f64| {
            if value > 0.0 && mean > 0.0 {
                libm::log(value / mean)
            } else {
                0.0
            }
        };
        let actors = problem
            .stakes_on(issue)
            .map(|(actor, stake)| {
                (
                    stake.position,
                    institution(actor),
                    log(stake.capability, capability),
                    log(stake.salience.max(LEAST_SALIENCE), salience),
                )
            })
            .collect();
        Self {
            actors,
            codecision: proposal.procedure.codecision,
            kind: IssueType::of(problem, issue),
            status_quo: problem.issues()[issue]
                .status_quo
                .filter(|_| proposal.procedure.unanimity),
        }
    }

    pub(super) fn forecast(&self, values: &[f64; 8]) -> f64 {
        let [
            capability,
            salience,
            commission,
            codecision,
            consulted,
            two,
            many,
            quo,
        ] = *values;
        let (mut members, mut weights, mut count) = (0.0, 0.0, 0.0);
        let (mut others, mut other_weights) = (0.0, 0.0);
        for &(position, institution, log_capability, log_salience) in &self.actors {
            let weight = match institution {
                Institution::Member => {
                    let weight = libm::exp(capability * log_capability + salience * log_salience);
                    members += weight * position;
                    weights += weight;
                    count += 1.0;
                    continue;
                }
                Institution::Commission => commission,
                Institution::Parliament if self.codecision => codecision,
                Institution::Parliament => consulted,
            };
            others += weight * position;
            other_weights += weight;
        }
        // Members' weights are relative to their mean, so that those of the institutions are too.
        let scale = if weights > 0.0 { count / weights } else { 0.0 };
        let all = scale * weights + other_weights;
        let sum = scale * members + others;
        let mut mean = if all > 0.0 { sum / all } else { 50.0 };
        if let Some(status_quo) = self.status_quo {
            mean += quo * (status_quo - mean);
        }
        let stretch = match self.kind {
            IssueType::Dichotomous => two,
            IssueType::Scale => many,
        };
        (50.0 + stretch * (mean - 50.0)).clamp(0.0, 100.0)
    }
}
