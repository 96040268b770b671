//! The conditional logit: its fit, its table, and what it says of a set of candidates.

use crate::logistic::solve;
use chancery_model::ActorId;
use std::{collections::BTreeMap, fmt::Write as _};

/// A choice: candidates with their predictors, and which were chosen.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Situation {
    /// The conflict that it belongs to.
    pub(super) cluster: String,
    pub(super) candidates: Vec<(ActorId, Vec<f64>)>,
    /// The numbers of those chosen.
    pub(super) chosen: Vec<usize>,
}

/// What a predictor adds to the log odds of being chosen.
#[derive(Clone, PartialEq, Debug)]
pub struct Weight {
    /// The predictor.
    pub name: String,
    /// The weight.
    pub weight: f64,
    /// Its standard error, robust to choices of one conflict that depend on each other.
    pub error: f64,
}

/// The model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ChoiceModel {
    /// How many choices, and how many mediators chosen in them, it was fitted on.
    pub fitted_on: (usize, usize),
    /// In the order of [`super::FEATURES`].
    pub weights: Vec<Weight>,
}

/// A light ridge, which keeps a predictor that no choice tells of at 0.
const PENALTY: f64 = 1.0;

/// Newton's method ends after so many steps.
const MOST_STEPS: usize = 40;

/// Fits the model. Each choice counts once, however many were chosen in it; who was chosen beside
/// the one looked at is no alternative to it.
pub(super) fn fit(names: &[&str], situations: &[Situation]) -> ChoiceModel {
    let width = names.len();
    let mut weights = vec![0.0; width];
    let mut curvature = vec![vec![0.0; width]; width];
    let mut slopes = BTreeMap::new();
    for _ in 0..MOST_STEPS {
        let slope;
        (slope, curvature, slopes) = derivatives(situations, &weights);
        let step = solve(&curvature, &slope);
        let longest = step
            .iter()
            .fold(0.0, |most: f64, step| most.max(step.abs()));
        let scale = if longest > 2.0 { 2.0 / longest } else { 1.0 };
        for (weight, step) in weights.iter_mut().zip(&step) {
            *weight += scale * step;
        }
        if longest < 1e-9 {
            break;
        }
    }
    let errors = errors(&curvature, &slopes);
    ChoiceModel {
        fitted_on: (
            situations.len(),
            situations.iter().map(|found| found.chosen.len()).sum(),
        ),
        weights: names
            .iter()
            .zip(weights.iter().zip(errors))
            .map(|(name, (weight, error))| Weight {
                name: (*name).to_owned(),
                weight: *weight,
                error,
            })
            .collect(),
    }
}

type Derivatives = (Vec<f64>, Vec<Vec<f64>>, BTreeMap<String, Vec<f64>>);

/// Returns the slope and negative curvature of the penalised likelihood, and the slope of each
/// conflict's share in it.
#[expect(clippy::cast_precision_loss, reason = "counts of mediators")]
fn derivatives(situations: &[Situation], weights: &[f64]) -> Derivatives {
    let width = weights.len();
    let mut slope: Vec<f64> = weights.iter().map(|weight| -PENALTY * weight).collect();
    let mut curvature = vec![vec![0.0; width]; width];
    for (index, row) in curvature.iter_mut().enumerate() {
        row[index] = PENALTY;
    }
    let mut slopes: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for situation in situations {
        let part = 1.0 / situation.chosen.len().max(1) as f64;
        let own = slopes
            .entry(situation.cluster.clone())
            .or_insert_with(|| vec![0.0; width]);
        for &chosen in &situation.chosen {
            let shares = shares(situation, weights, Some(chosen));
            let mut mean = vec![0.0; width];
            for ((_, features), share) in situation.candidates.iter().zip(&shares) {
                for (sum, value) in mean.iter_mut().zip(features) {
                    *sum += share * value;
                }
            }
            let Some((_, taken)) = situation.candidates.get(chosen) else {
                continue;
            };
            for index in 0..width {
                let gap = part * (taken[index] - mean[index]);
                slope[index] += gap;
                own[index] += gap;
            }
            for ((_, features), share) in situation.candidates.iter().zip(&shares) {
                for (index, row) in curvature.iter_mut().enumerate() {
                    let left = part * share * (features[index] - mean[index]);
                    for (cell, (value, mean)) in row.iter_mut().zip(features.iter().zip(&mean)) {
                        *cell += left * (value - mean);
                    }
                }
            }
        }
    }
    (slope, curvature, slopes)
}

/// Returns each candidate's share of being the one; the others chosen beside `chosen` have none.
fn shares(situation: &Situation, weights: &[f64], chosen: Option<usize>) -> Vec<f64> {
    let odds = situation
        .candidates
        .iter()
        .enumerate()
        .map(|(index, (_, features))| {
            let beside =
                chosen.is_some_and(|chosen| chosen != index) && situation.chosen.contains(&index);
            if beside {
                f64::NEG_INFINITY
            } else {
                product(features, weights)
            }
        })
        .collect();
    softmax(odds)
}

fn product(features: &[f64], weights: &[f64]) -> f64 {
    features
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum()
}

fn softmax(mut odds: Vec<f64>) -> Vec<f64> {
    let most = odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for value in &mut odds {
        *value = libm::exp(*value - most);
        sum += *value;
    }
    for value in &mut odds {
        *value /= sum;
    }
    odds
}

/// Returns standard errors by the sandwich of clusters (Liang and Zeger 1986).
fn errors(curvature: &[Vec<f64>], slopes: &BTreeMap<String, Vec<f64>>) -> Vec<f64> {
    (0..curvature.len())
        .map(|index| {
            let mut unit = vec![0.0; curvature.len()];
            unit[index] = 1.0;
            let row = solve(curvature, &unit);
            let variance: f64 = slopes
                .values()
                .map(|slope| {
                    let one = product(slope, &row);
                    one * one
                })
                .sum();
            variance.max(0.0).sqrt()
        })
        .collect()
}

impl ChoiceModel {
    /// Returns what the model makes of each candidate's predictors: its share of being chosen.
    pub(super) fn shares(&self, candidates: &[(ActorId, Vec<f64>)]) -> Vec<f64> {
        softmax(
            candidates
                .iter()
                .map(|(_, features)| self.odds(features))
                .collect(),
        )
    }

    /// Returns the log odds, up to a constant, of a candidate with these predictors.
    pub(super) fn odds(&self, features: &[f64]) -> f64 {
        self.weights
            .iter()
            .zip(features)
            .map(|(weight, value)| weight.weight * value)
            .sum()
    }

    /// Returns the model as the table that the crate carries.
    pub fn table(&self) -> String {
        let (choices, chosen) = self.fitted_on;
        let mut text = format!("# predictor\tweight\terror\n(fitted-on)\t{choices}\t{chosen}\n");
        for found in &self.weights {
            let _ = writeln!(
                text,
                "{}\t{:.6}\t{:.6}",
                found.name, found.weight, found.error
            );
        }
        text
    }

    /// Reads such a table; lines that are none of it are left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut model = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, first, second] = columns.as_slice() else {
                continue;
            };
            if *name == "(fitted-on)" {
                model.fitted_on = (first.parse().unwrap_or(0), second.parse().unwrap_or(0));
            } else if let (Ok(weight), Ok(error)) = (first.parse(), second.parse()) {
                model.weights.push(Weight {
                    name: (*name).to_owned(),
                    weight,
                    error,
                });
            }
        }
        model
    }
}
