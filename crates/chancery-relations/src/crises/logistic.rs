//! Logistic models with a ridge penalty, their fit, and the table they are kept in.

use super::{Crisis, ENTRY_FEATURES, ONSET_FEATURES};
use std::fmt::Write;
use std::sync::LazyLock;

static COMMITTED: LazyLock<Models> =
    LazyLock::new(|| Models::parse(include_str!("../../data/mediation-models.tsv")));

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

/// A logistic model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LogisticModel {
    /// The log odds of an average case.
    pub intercept: f64,
    /// How many cases it was fitted on, and how many of them were positive.
    pub fitted_on: (usize, usize),
    /// The predictors.
    pub coefficients: Vec<Coefficient>,
}

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

impl LogisticModel {
    /// Returns the probability of a case.
    pub fn probability(&self, features: &[f64]) -> f64 {
        let mut odds = self.intercept;
        for (coefficient, value) in self.coefficients.iter().zip(features) {
            if coefficient.deviation > 0.0 {
                odds += coefficient.weight * (value - coefficient.mean) / coefficient.deviation;
            }
        }
        1.0 / (1.0 + libm::exp(-odds))
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

/// The ridge penalty of the models, on standardised predictors: chosen by ten-fold
/// cross-validation on the crises up to 1985 from 1, 3, 10, 33 and 100.
const PENALTY: f64 = 33.0;

/// Fits the three models on crises.
pub fn fit(crises: &[Crisis]) -> Models {
    let mediated: Vec<&Crisis> = crises
        .iter()
        .filter(|crisis| crisis.mediated == Some(true))
        .collect();
    let both = |crisis: &Crisis| [crisis.onset.as_slice(), &crisis.entry].concat();
    let entry_names: Vec<&str> = ONSET_FEATURES
        .iter()
        .chain(ENTRY_FEATURES)
        .copied()
        .collect();
    let sample = |outcome: fn(&Crisis) -> Option<bool>| {
        let known = mediated
            .iter()
            .filter_map(|crisis| Some((both(crisis), outcome(crisis)?)));
        known.collect::<Vec<_>>()
    };
    let occurrence: Vec<(Vec<f64>, bool)> = crises
        .iter()
        .filter_map(|crisis| Some((crisis.onset.clone(), crisis.mediated?)))
        .collect();
    Models {
        occurrence: fit_one(ONSET_FEATURES, &occurrence, PENALTY),
        agreement: fit_one(&entry_names, &sample(|crisis| crisis.agreement), PENALTY),
        tension: fit_one(&entry_names, &sample(|crisis| crisis.calmer), PENALTY),
    }
}

/// Fits one model by Newton's method on the penalised likelihood.
#[expect(clippy::cast_precision_loss, reason = "samples are small")]
pub(super) fn fit_one(names: &[&str], sample: &[(Vec<f64>, bool)], penalty: f64) -> LogisticModel {
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
    let rows: Vec<Vec<f64>> = sample
        .iter()
        .map(|(features, _)| {
            let standardised = features
                .iter()
                .zip(&moments)
                .map(|(value, (mean, deviation))| {
                    if *deviation > 0.0 {
                        (value - mean) / deviation
                    } else {
                        0.0
                    }
                });
            std::iter::once(1.0).chain(standardised).collect()
        })
        .collect();
    let mut weights = vec![0.0; width + 1];
    let mut curvature = vec![vec![0.0; width + 1]; width + 1];
    if positive > 0 && positive < cases {
        for _ in 0..50 {
            let mut slope: Vec<f64> = (0..=width)
                .map(|index| {
                    if index == 0 {
                        0.0
                    } else {
                        -penalty * weights[index]
                    }
                })
                .collect();
            curvature = (0..=width)
                .map(|row| {
                    (0..=width)
                        .map(|column| {
                            if row == column && row > 0 {
                                penalty
                            } else {
                                0.0
                            }
                        })
                        .collect()
                })
                .collect();
            for (row, (_, outcome)) in rows.iter().zip(sample) {
                let odds: f64 = row
                    .iter()
                    .zip(&weights)
                    .map(|(value, weight)| value * weight)
                    .sum();
                let chance = 1.0 / (1.0 + libm::exp(-odds));
                let error = f64::from(u8::from(*outcome)) - chance;
                let spread = chance * (1.0 - chance);
                for (index, value) in row.iter().enumerate() {
                    slope[index] += error * value;
                    for (other, second) in row.iter().enumerate() {
                        curvature[index][other] += spread * value * second;
                    }
                }
            }
            let step = solve(&curvature, &slope);
            for (weight, step) in weights.iter_mut().zip(&step) {
                *weight += step;
            }
            if step.iter().all(|step| step.abs() < 1e-12) {
                break;
            }
        }
    }
    let coefficients = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let mut unit = vec![0.0; width + 1];
            unit[index + 1] = 1.0;
            let variance = solve(&curvature, &unit)[index + 1];
            Coefficient {
                name: (*name).to_owned(),
                mean: moments[index].0,
                deviation: moments[index].1,
                weight: weights[index + 1],
                error: variance.max(0.0).sqrt(),
            }
        })
        .collect();
    LogisticModel {
        intercept: weights[0],
        fitted_on: (cases, positive),
        coefficients,
    }
}

/// Solves a system of linear equations by elimination with pivoting; unknowns that the system does
/// not determine are 0.
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
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

impl Models {
    /// Returns the models fitted on the crises of 1918 to 1985 that the crate carries.
    pub fn committed() -> &'static Self {
        &COMMITTED
    }

    /// Returns the models as the table that the crate carries.
    pub fn table(&self) -> String {
        let mut text = "# model\tpredictor\tmean\tdeviation\tweight\terror\n".to_owned();
        for (name, model) in self.named() {
            let (cases, positive) = model.fitted_on;
            let _ = writeln!(
                text,
                "{name}\t(intercept)\t{cases}\t{positive}\t{:.6}\t0",
                model.intercept
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

    fn named(&self) -> [(&'static str, &LogisticModel); 3] {
        [
            ("occurrence", &self.occurrence),
            ("agreement", &self.agreement),
            ("tension", &self.tension),
        ]
    }

    /// Reads the table; lines that are none of it are left out.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of cases are small and positive"
    )]
    pub(super) fn parse(text: &str) -> Self {
        let mut models = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, predictor, mean, deviation, weight, error] = columns.as_slice() else {
                continue;
            };
            let model = match *name {
                "occurrence" => &mut models.occurrence,
                "agreement" => &mut models.agreement,
                "tension" => &mut models.tension,
                _ => continue,
            };
            let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
            if *predictor == "(intercept)" {
                model.intercept = number(weight);
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
}
