//! From what the coder sees of an event to a probability: how often events with these signs are right.
//!
//! A logistic regression with a ridge (Hoerl and Kennard 1970), fitted on events that a reader judged
//! ([`fit`]), with the constant set by the share that was right at first sight ([`Weights::with_mean`]). The
//! signs are what `events/signs.rs` reads off; their weights are data (`data/confidence.tsv`).

use std::sync::OnceLock;

/// The signs, in the order of their weights.
const NAMES: [&str; 26] = [
    "constant",
    "score",
    "recipient missing",
    "actor unknown",
    "recipient unknown",
    "unknown person",
    "known person",
    "armed group",
    "firm",
    "symmetric",
    "abroad",
    "side by place",
    "owner",
    "recipient is object",
    "counted",
    "left out",
    "operator",
    "complement",
    "depth",
    "first words",
    "told twice",
    "explosion",
    "crime",
    "RETREAT",
    "CONSULT",
    "PROTEST",
];

/// How many signs there are.
const SIGNS: usize = NAMES.len();

/// What the coder sees of one event.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Signs([f64; SIGNS]);

impl Default for Signs {
    fn default() -> Self {
        Self([0.0; SIGNS])
    }
}

impl Signs {
    /// Returns the values in the order of the names.
    pub(crate) const fn values(&self) -> &[f64] {
        &self.0
    }

    /// Returns the names of the signs.
    pub(crate) const fn names() -> &'static [&'static str] {
        &NAMES
    }

    /// Sets a sign; one that no weight is known for changes nothing.
    pub(crate) fn set(&mut self, name: &str, value: f64) {
        if let Some(at) = NAMES.iter().position(|known| *known == name) {
            self.0[at] = value;
        }
    }
}

/// The weights of the signs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weights([f64; SIGNS]);

impl Default for Weights {
    fn default() -> Self {
        Self([0.0; SIGNS])
    }
}

impl Weights {
    /// Returns the weights that come with the program.
    pub fn embedded() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| {
            let mut weights = Self::default();
            for line in include_str!("../data/confidence.tsv").lines() {
                let Some((name, value)) = line.split_once('\t') else {
                    continue;
                };
                let at = NAMES.iter().position(|known| *known == name);
                if let (Some(at), Ok(value)) = (at, value.parse()) {
                    weights.0[at] = value;
                }
            }
            weights
        })
    }

    /// Returns the probability that an event with these signs is right.
    pub fn probability(&self, signs: &Signs) -> f64 {
        let sum: f64 = self.0.iter().zip(&signs.0).map(|(w, x)| w * x).sum();
        1.0 / (1.0 + libm::exp(-sum))
    }

    /// Returns these weights with the constant moved so that events with such signs are right in this
    /// share on average.
    ///
    /// Events that a reader judged and that today's rules no longer make are mostly wrong. Texts that
    /// nobody has looked at hold others like them, so the share to go by is the one at first sight.
    pub(crate) fn with_mean(mut self, judged: &[(Signs, bool)], share: f64) -> Self {
        if judged.is_empty() {
            return self;
        }
        for _ in 0..50 {
            let (mut mean, mut slope) = (0.0, 0.0);
            for (signs, _) in judged {
                let given = self.probability(signs);
                mean += given / judged.len() as f64;
                slope += given * (1.0 - given) / judged.len() as f64;
            }
            self.0[0] += (share - mean) / slope.max(1e-6);
        }
        self
    }

    /// Returns each sign with its weight.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        NAMES.iter().copied().zip(self.0.iter().copied())
    }
}

/// Fits the weights by Newton's method; `ridge` pulls all but the constant towards no effect.
pub(crate) fn fit(judged: &[(Signs, bool)], ridge: f64) -> Weights {
    let mut weights = [0.0_f64; SIGNS];
    for _ in 0..25 {
        let mut gradient = [0.0_f64; SIGNS];
        let mut hessian = vec![[0.0_f64; SIGNS]; SIGNS];
        for sign in 0..SIGNS {
            let pull = if sign == 0 { 1e-6 } else { ridge };
            gradient[sign] = -pull * weights[sign];
            hessian[sign][sign] = pull;
        }
        for (signs, right) in judged {
            let share = Weights(weights).probability(signs);
            let error = if *right { 1.0 } else { 0.0 } - share;
            for i in 0..SIGNS {
                gradient[i] += error * signs.0[i];
                let weight = share * (1.0 - share) * signs.0[i];
                for (cell, sign) in hessian[i].iter_mut().zip(&signs.0) {
                    *cell += weight * sign;
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight += step;
        }
    }
    Weights(weights)
}

/// Solves a positive definite system by elimination.
fn solve(mut matrix: Vec<[f64; SIGNS]>, mut right: [f64; SIGNS]) -> [f64; SIGNS] {
    for pivot in 0..SIGNS {
        for row in pivot + 1..SIGNS {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let upper = matrix[pivot];
            for (cell, above) in matrix[row].iter_mut().zip(upper).skip(pivot) {
                *cell -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    let mut out = [0.0; SIGNS];
    for row in (0..SIGNS).rev() {
        let known: f64 = (row + 1..SIGNS)
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
    fn a_fit_finds_the_shares() {
        let signs = |noun: bool| {
            let mut signs = Signs::default();
            signs.set("constant", 1.0);
            signs.set("owner", if noun { 1.0 } else { 0.0 });
            signs
        };
        // Of the nouns 60 in a hundred are right, of the others 90.
        let judged: Vec<(Signs, bool)> = (0..400)
            .map(|number| {
                let noun = number % 2 == 0;
                let right = if noun {
                    number % 20 < 12
                } else {
                    number % 20 != 1
                };
                (signs(noun), right)
            })
            .collect();
        let weights = fit(&judged, 1e-4);
        assert!((weights.probability(&signs(true)) - 0.6).abs() < 0.01);
        assert!((weights.probability(&signs(false)) - 0.9).abs() < 0.01);
        // A strong ridge leaves the rate alone.
        let flat = fit(&judged, 1e6);
        assert!((flat.probability(&signs(true)) - 0.75).abs() < 0.01);
        // Where fewer were right at first sight, the mean follows and the order stays.
        let moved = weights.with_mean(&judged, 0.5);
        let (one, other) = (
            moved.probability(&signs(true)),
            moved.probability(&signs(false)),
        );
        assert!((f64::midpoint(one, other) - 0.5).abs() < 1e-6);
        assert!(one < other);
    }

    #[test]
    fn every_kept_weight_is_of_a_known_sign() {
        for line in include_str!("../data/confidence.tsv").lines() {
            if let Some((name, value)) = line.split_once('\t') {
                assert!(NAMES.contains(&name), "{name}");
                assert!(value.parse::<f64>().is_ok(), "{line}");
            }
        }
        assert!(Weights::embedded().named().any(|(_, weight)| weight != 0.0));
    }
}
