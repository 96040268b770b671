//! Logistic models with a ridge penalty (Hoerl and Kennard 1970; le Cessie and van Houwelingen
//! 1992), their fit, and the table they are kept in.

use std::{collections::BTreeMap, fmt::Write};

/// One predictor of a model.
#[derive(Clone, PartialEq, Debug)]
pub struct Coefficient {
    /// The predictor's name.
    pub name: String,
    /// Its mean in the sample of the fit.
    pub mean: f64,
    /// Its standard deviation there; 0 where it was constant.
    pub deviation: f64,
    /// The weight on the standardised predictor, in log odds.
    pub weight: f64,
    /// The standard error of the weight, from the penalised likelihood's curvature.
    pub error: f64,
}

impl Coefficient {
    /// Returns what a value of the predictor adds to the log odds of an average case.
    pub fn share(&self, value: f64) -> f64 {
        self.weight * self.standardised(value)
    }

    /// Returns how far a value lies from the sample's mean, in standard deviations.
    pub fn standardised(&self, value: f64) -> f64 {
        if self.deviation > 0.0 {
            (value - self.mean) / self.deviation
        } else {
            0.0
        }
    }
}

/// Returns the probability of log odds.
pub(crate) fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

/// Newton's method ends after so many steps; it needs some ten.
const MOST_STEPS: usize = 60;

/// A logistic model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LogisticModel {
    /// The log odds of an average case.
    pub intercept: f64,
    /// The standard error of the intercept.
    pub intercept_error: f64,
    /// How many cases it was fitted on, and how many of them were positive.
    pub fitted_on: (usize, usize),
    /// The predictors.
    pub coefficients: Vec<Coefficient>,
}

impl LogisticModel {
    /// Returns the probability of a case.
    pub fn probability(&self, features: &[f64]) -> f64 {
        let odds = self
            .coefficients
            .iter()
            .zip(features)
            .map(|(coefficient, value)| coefficient.share(*value));
        chance(self.intercept + odds.sum::<f64>())
    }

    /// Returns the share of positives in the sample of the fit.
    #[expect(clippy::cast_precision_loss, reason = "samples are small")]
    pub fn base_rate(&self) -> f64 {
        let (cases, positive) = self.fitted_on;
        if cases == 0 {
            0.5
        } else {
            positive as f64 / cases as f64
        }
    }
}

/// Fits one model by Newton's method on the penalised likelihood.
#[expect(clippy::cast_precision_loss, reason = "samples are small")]
pub(crate) fn fit(names: &[&str], sample: &[(Vec<f64>, bool)], penalty: f64) -> LogisticModel {
    let (cases, width) = (sample.len(), names.len());
    let positive = sample.iter().filter(|(_, outcome)| *outcome).count();
    let column = |index: usize| sample.iter().map(move |(features, _)| features[index]);
    let moments: Vec<(f64, f64)> = (0..width)
        .map(|index| {
            let mean = column(index).sum::<f64>() / cases.max(1) as f64;
            let square = column(index)
                .map(|value| (value - mean) * (value - mean))
                .sum::<f64>();
            (mean, (square / cases.max(1) as f64).sqrt())
        })
        .collect();
    let size = width + 1;
    let mut rows: Vec<f64> = Vec::with_capacity(cases * size);
    for (features, _) in sample {
        rows.push(1.0);
        rows.extend(
            features
                .iter()
                .zip(&moments)
                .map(|(value, (mean, deviation))| {
                    if *deviation > 0.0 {
                        (value - mean) / deviation
                    } else {
                        0.0
                    }
                }),
        );
    }
    let mut weights = vec![0.0; size];
    let mut curvature = vec![vec![0.0; size]; size];
    if positive > 0 && positive < cases {
        let rate = positive as f64 / cases as f64;
        weights[0] = libm::log(rate / (1.0 - rate));
        for _ in 0..MOST_STEPS {
            let slope;
            (slope, curvature) = derivatives(&rows, sample, &weights, penalty);
            let step = solve(&curvature, &slope);
            // A long step leaves the region where the likelihood looks like its parabola.
            let longest = step
                .iter()
                .fold(0.0, |most: f64, step| most.max(step.abs()));
            let scale = if longest > 2.0 { 2.0 / longest } else { 1.0 };
            for (weight, step) in weights.iter_mut().zip(&step) {
                *weight += scale * step;
            }
            if longest < 1e-10 {
                break;
            }
        }
    }
    let variance = |index: usize| {
        let mut unit = vec![0.0; size];
        unit[index] = 1.0;
        solve(&curvature, &unit)[index].max(0.0)
    };
    let coefficients = names
        .iter()
        .enumerate()
        .map(|(index, name)| Coefficient {
            name: (*name).to_owned(),
            mean: moments[index].0,
            deviation: moments[index].1,
            weight: weights[index + 1],
            error: variance(index + 1).sqrt(),
        })
        .collect();
    LogisticModel {
        intercept: weights[0],
        intercept_error: variance(0).sqrt(),
        fitted_on: (cases, positive),
        coefficients,
    }
}

/// Returns slope and negative curvature of the penalised likelihood. The rows lie one after another,
/// each with a leading 1.
fn derivatives(
    rows: &[f64],
    sample: &[(Vec<f64>, bool)],
    weights: &[f64],
    penalty: f64,
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = weights.len();
    let mut slope: Vec<f64> = weights.iter().map(|weight| -penalty * weight).collect();
    slope[0] = 0.0;
    let mut curvature = vec![vec![0.0; size]; size];
    for (index, line) in curvature.iter_mut().enumerate().skip(1) {
        line[index] = penalty;
    }
    for (row, (_, outcome)) in rows.chunks_exact(size).zip(sample) {
        let odds: f64 = row
            .iter()
            .zip(weights)
            .map(|(value, weight)| value * weight)
            .sum();
        let chance = chance(odds);
        let error = f64::from(u8::from(*outcome)) - chance;
        let spread = chance * (1.0 - chance);
        for ((value, slope), line) in row.iter().zip(&mut slope).zip(&mut curvature) {
            *slope += error * value;
            let weighted = spread * value;
            for (cell, other) in line.iter_mut().zip(row) {
                *cell += weighted * other;
            }
        }
    }
    (slope, curvature)
}

/// Solves a system of linear equations by elimination with pivoting; unknowns that the system does
/// not determine are 0.
pub(crate) fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let size = right.len();
    let mut rows: Vec<Vec<f64>> = matrix
        .iter()
        .zip(right)
        .map(|(row, value)| row.iter().copied().chain([*value]).collect())
        .collect();
    for pivot in 0..size {
        let best = (pivot..size).max_by(|one, other| {
            rows[*one][pivot]
                .abs()
                .total_cmp(&rows[*other][pivot].abs())
        });
        rows.swap(pivot, best.unwrap_or(pivot));
        if rows[pivot][pivot].abs() < 1e-300 {
            continue;
        }
        let lead = rows[pivot].clone();
        for row in rows.iter_mut().skip(pivot + 1) {
            let factor = row[pivot] / lead[pivot];
            for (cell, above) in row.iter_mut().zip(&lead).skip(pivot) {
                *cell -= factor * above;
            }
        }
    }
    let mut unknowns = vec![0.0; size];
    for index in (0..size).rev() {
        let known: f64 = (index + 1..size)
            .map(|other| rows[index][other] * unknowns[other])
            .sum();
        if rows[index][index].abs() >= 1e-300 {
            unknowns[index] = (rows[index][size] - known) / rows[index][index];
        }
    }
    unknowns
}

/// Returns models as a table, one predictor a line.
pub(crate) fn table(models: &[(&str, &LogisticModel)]) -> String {
    let mut text = "# model\tpredictor\tmean\tdeviation\tweight\terror\n".to_owned();
    for (name, model) in models {
        let (cases, positive) = model.fitted_on;
        let _ = writeln!(
            text,
            "{name}\t(intercept)\t{cases}\t{positive}\t{:.6}\t{:.6}",
            model.intercept, model.intercept_error
        );
        for found in &model.coefficients {
            let _ = writeln!(
                text,
                "{name}\t{}\t{:.6}\t{:.6}\t{:.6}\t{:.6}",
                found.name, found.mean, found.deviation, found.weight, found.error
            );
        }
    }
    text
}

/// Reads such a table; lines that are none of it are left out.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of cases are small and positive"
)]
pub(crate) fn parse(text: &str) -> BTreeMap<String, LogisticModel> {
    let mut models: BTreeMap<String, LogisticModel> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, predictor, mean, deviation, weight, error] = columns.as_slice() else {
            continue;
        };
        let model = models.entry((*name).to_owned()).or_default();
        let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
        if *predictor == "(intercept)" {
            model.intercept = number(weight);
            model.intercept_error = number(error);
            model.fitted_on = (number(mean) as usize, number(deviation) as usize);
        } else {
            model.coefficients.push(Coefficient {
                name: (*predictor).to_owned(),
                mean: number(mean),
                deviation: number(deviation),
                weight: number(weight),
                error: number(error),
            });
        }
    }
    models
}
