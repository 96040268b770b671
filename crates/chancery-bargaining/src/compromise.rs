//! Simple rules for the outcome of an issue: the compromise, medians, the status quo.
//!
//! The *compromise* is the mean of positions weighted by salience times capability. Van den Bos
//! (1991) and Achen (2006, "Evaluating political decision-making models", in Thomson et al., *The
//! European Union Decides*) show that it approximates the Nash bargaining solution when
//! disagreement is very costly to all. It is the first thing any other model must beat.

use crate::{Problem, median::weighted_median};

/// A rule that needs nothing but the stakes on one issue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Positions weighted by salience and capability.
    Compromise,
    /// Positions weighted by capability alone.
    CapabilityMean,
    /// Positions weighted by salience alone.
    SalienceMean,
    /// The plain mean of positions.
    Mean,
    /// The middle position.
    Median,
    /// The position at which half of salience times capability is reached: the median voter.
    WeightedMedian,
    /// Nothing changes.
    StatusQuo,
}

impl Rule {
    /// All rules, the default one first.
    pub const ALL: [Self; 7] = [
        Self::Compromise,
        Self::CapabilityMean,
        Self::SalienceMean,
        Self::Mean,
        Self::Median,
        Self::WeightedMedian,
        Self::StatusQuo,
    ];

    /// Returns the name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compromise => "compromise",
            Self::CapabilityMean => "capability-mean",
            Self::SalienceMean => "salience-mean",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::WeightedMedian => "weighted-median",
            Self::StatusQuo => "status-quo",
        }
    }

    /// Returns the outcome of an issue; none where nobody has a say or no status quo is known.
    pub fn outcome(self, problem: &Problem, issue: usize) -> Option<f64> {
        let weighted = |weight: fn(&crate::Stake) -> f64| {
            problem
                .stakes_on(issue)
                .map(move |(_, stake)| (stake.position, weight(stake)))
        };
        match self {
            Self::Compromise => mean(weighted(crate::Stake::clout)),
            Self::CapabilityMean => mean(weighted(|stake| stake.capability)),
            Self::SalienceMean => mean(weighted(|stake| stake.salience)),
            Self::Mean => mean(weighted(|_| 1.0)),
            Self::Median => median(weighted(|_| 1.0)),
            Self::WeightedMedian => median(weighted(crate::Stake::clout)),
            Self::StatusQuo => problem.issues()[issue].status_quo,
        }
    }
}

/// Returns the compromise on an issue, `Σ s c x / Σ s c`.
pub fn compromise(problem: &Problem, issue: usize) -> f64 {
    Rule::Compromise.outcome(problem, issue).unwrap_or(f64::NAN)
}

fn mean(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, weight) = values.fold((0.0, 0.0), |(sum, total), (value, weight)| {
        (sum + weight * value, total + weight)
    });
    (weight > 0.0).then(|| sum / weight)
}

fn median(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let values: Vec<(f64, f64)> = values.filter(|(_, weight)| *weight > 0.0).collect();
    (!values.is_empty()).then(|| weighted_median(values))
}
