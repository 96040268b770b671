//! From a score to a probability: how often an event that was coded with this score is right.
//!
//! The score of the coder is a product of what it trusts; Platt's logistic map (1999) turns it into
//! the share of events that a reader judged right, with a term for events of one known side. The
//! coefficients are data (`data/confidence.tsv`), fitted by [`fit`] on events judged by hand.

use std::sync::OnceLock;

/// The coefficients of the map.
#[derive(Clone, Copy, PartialEq, Debug, Default, serde::Serialize)]
pub struct Map {
    /// Added always.
    pub intercept: f64,
    /// Times the log odds of the score.
    pub slope: f64,
    /// Added where one side is unknown.
    pub one_sided: f64,
}

/// One judged event: its score, whether only one side is known, and whether it is right.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Judged {
    /// The score before the map.
    pub(crate) score: f64,
    /// Whether only one side is known.
    pub(crate) one_sided: bool,
    /// Whether type and sides are right.
    pub(crate) right: bool,
}

impl Map {
    /// Returns the map that comes with the program.
    pub fn embedded() -> Self {
        static MAP: OnceLock<Map> = OnceLock::new();
        *MAP.get_or_init(|| {
            let value = |name: &str| {
                include_str!("../data/confidence.tsv")
                    .lines()
                    .filter_map(|line| line.split_once('\t'))
                    .find(|(key, _)| *key == name)
                    .and_then(|(_, value)| value.parse().ok())
                    .unwrap_or(0.0)
            };
            Self {
                intercept: value("intercept"),
                slope: value("slope"),
                one_sided: value("one_sided"),
            }
        })
    }

    /// Returns the probability that an event with this score is right.
    pub fn apply(self, score: f64, one_sided: bool) -> f64 {
        let side = if one_sided { self.one_sided } else { 0.0 };
        logistic(self.intercept + self.slope * log_odds(score) + side)
    }

    /// Returns the score that this map gives the probability for.
    pub fn invert(self, probability: f64, one_sided: bool) -> f64 {
        let side = if one_sided { self.one_sided } else { 0.0 };
        logistic((log_odds(probability) - self.intercept - side) / self.slope)
    }
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(0.01, 0.99);
    libm::log(share / (1.0 - share))
}

fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-value))
}

/// Fits the map by Newton's method with a weak pull (0.01) towards no effect.
pub(crate) fn fit(judged: &[Judged]) -> Map {
    const PULL: f64 = 0.01;
    let mut weights = [0.0_f64; 3];
    for _ in 0..30 {
        let mut gradient = [-PULL * weights[0], -PULL * weights[1], -PULL * weights[2]];
        let mut hessian = [[PULL, 0.0, 0.0], [0.0, PULL, 0.0], [0.0, 0.0, PULL]];
        for one in judged {
            let row = [
                1.0,
                log_odds(one.score),
                if one.one_sided { 1.0 } else { 0.0 },
            ];
            let sum: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let share = logistic(sum);
            let error = if one.right { 1.0 } else { 0.0 } - share;
            for i in 0..3 {
                gradient[i] += error * row[i];
                for j in 0..3 {
                    hessian[i][j] += share * (1.0 - share) * row[i] * row[j];
                }
            }
        }
        let step = solve(hessian, gradient);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    Map {
        intercept: weights[0],
        slope: weights[1],
        one_sided: weights[2],
    }
}

/// Solves a positive definite system of three equations by elimination.
fn solve(mut matrix: [[f64; 3]; 3], mut right: [f64; 3]) -> [f64; 3] {
    for pivot in 0..3 {
        for row in pivot + 1..3 {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let upper = matrix[pivot];
            for (cell, above) in matrix[row].iter_mut().zip(upper).skip(pivot) {
                *cell -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    let mut out = [0.0; 3];
    for row in (0..3).rev() {
        let known: f64 = (row + 1..3)
            .map(|column| matrix[row][column] * out[column])
            .sum();
        out[row] = (right[row] - known) / matrix[row][row];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_finds_the_shares_and_the_map_can_be_turned_round() {
        let judged: Vec<Judged> = (0..400)
            .map(|number| Judged {
                score: if number % 2 == 0 { 0.5 } else { 0.8 },
                one_sided: false,
                // Of the first half 60 in a hundred are right, of the second 90.
                right: if number % 2 == 0 {
                    number % 20 < 12
                } else {
                    number % 20 != 1
                },
            })
            .collect();
        let map = fit(&judged);
        assert!((map.apply(0.5, false) - 0.6).abs() < 0.01, "{map:?}");
        assert!((map.apply(0.8, false) - 0.9).abs() < 0.01, "{map:?}");
        assert!((map.invert(map.apply(0.7, false), false) - 0.7).abs() < 1e-9);
    }

    #[test]
    fn the_map_that_is_kept_rises_with_the_score() {
        let map = Map::embedded();
        assert!(map.slope > 0.0);
        assert!(map.apply(0.9, false) > map.apply(0.5, false));
    }
}
