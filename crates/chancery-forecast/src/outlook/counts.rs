//! How often: the negative binomial distribution of counts whose chance of none is given.
//!
//! With mean μ and dispersion k, `P(0) = (1 + μ/k)^−k`; from a probability p of at least one,
//! `μ = k ((1 − p)^(−1/k) − 1)`.

/// Returns the mean count.
#[must_use]
pub fn mean(probability: f64, dispersion: f64) -> f64 {
    let none = libm::log1p(-probability.min(1.0 - 1e-9));
    dispersion * libm::expm1(-none / dispersion)
}

/// Returns the logarithm of the probability of a count.
pub(crate) fn log_mass(probability: f64, dispersion: f64, count: u32) -> f64 {
    let mean = mean(probability, dispersion);
    let (k, n) = (dispersion, f64::from(count));
    libm::lgamma(n + k) - libm::lgamma(k) - libm::lgamma(n + 1.0)
        + k * libm::log(k / (k + mean))
        + if count > 0 {
            n * libm::log(mean / (k + mean))
        } else {
            0.0
        }
}

/// Returns the least count at or below which lies a share of the distribution; at most `most`.
#[must_use]
pub fn quantile(probability: f64, dispersion: f64, share: f64, most: u32) -> u32 {
    let mut sum = 0.0;
    for count in 0..most {
        sum += libm::exp(log_mass(probability, dispersion, count));
        if sum >= share {
            return count;
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_of_none_and_the_sum_are_right() {
        for (probability, k) in [(0.01, 0.3), (0.5, 1.0), (0.97, 4.0)] {
            assert!((libm::exp(log_mass(probability, k, 0)) - (1.0 - probability)).abs() < 1e-9);
            let sum: f64 = (0..5_000)
                .map(|count| libm::exp(log_mass(probability, k, count)))
                .sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }
        assert_eq!(quantile(0.3, 1.0, 0.5, 90), 0);
        assert!(quantile(0.99, 1.0, 0.95, 90) > 20);
    }
}
