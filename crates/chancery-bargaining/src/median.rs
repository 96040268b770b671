//! The median of weighted numbers.

/// Returns the value at which half of the weight is reached, the smallest such one.
///
/// With equal weights and an even count this is the lower of the two middle values, so that it
/// is always somebody's position.
pub(crate) fn weighted_median(values: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    let mut sorted: Vec<(f64, f64)> = values.into_iter().collect();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = sorted.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut reached = 0.0;
    for &(value, weight) in &sorted {
        reached += weight;
        // Weights are decimal fractions: what falls short by rounding alone has reached it.
        if reached >= half * (1.0 - 1e-12) {
            return value;
        }
    }
    sorted.last().map_or(f64::NAN, |&(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::weighted_median;

    #[test]
    fn half_of_the_weight_decides() {
        assert_eq!(weighted_median([(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)]), 2.0);
        assert_eq!(weighted_median([(3.0, 5.0), (1.0, 1.0), (2.0, 1.0)]), 3.0);
        assert_eq!(weighted_median([(4.0, 1.0), (1.0, 1.0)]), 1.0);
    }
}
