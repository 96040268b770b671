//! Rank statistics: the area under the curve with intervals, and rank correlation.

use crate::dice::Dice;
use serde::Serialize;

/// The area under the receiver operating characteristic of a forecast.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Auc {
    /// The chance that a case ranks above a non-case, equal forecasts counting half.
    pub auc: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// So many samples are drawn for an interval.
const SAMPLES: usize = 1_000;

/// Returns the areas of several forecasts of the same outcomes, and of the first less each of the
/// others, with intervals over clusters drawn again with replacement. A case is its cluster, its
/// outcome, and its forecasts; higher means likelier.
pub(super) fn areas<const N: usize>(
    cases: &[(usize, bool, [f64; N])],
    seed: u64,
) -> Option<([Auc; N], [Auc; N])> {
    let clusters = cases.iter().map(|case| case.0 + 1).max()?;
    let mut orders: Vec<Vec<usize>> = Vec::new();
    for forecast in 0..N {
        let mut order: Vec<usize> = (0..cases.len()).collect();
        order.sort_by(|one, other| cases[*one].2[forecast].total_cmp(&cases[*other].2[forecast]));
        orders.push(order);
    }
    let all = |weights: &[f64]| -> Option<[f64; N]> {
        let mut areas = [0.0; N];
        for (forecast, area) in areas.iter_mut().enumerate() {
            *area = weighted_area(cases, &orders[forecast], forecast, weights)?;
        }
        Some(areas)
    };
    let whole = all(&vec![1.0; clusters])?;
    let mut dice = Dice::new(seed);
    let mut samples: Vec<[f64; N]> = Vec::new();
    for _ in 0..SAMPLES {
        let mut weights = vec![0.0; clusters];
        for _ in 0..clusters {
            weights[dice.below(clusters)] += 1.0;
        }
        samples.extend(all(&weights));
    }
    let interval = |value: f64, of: &dyn Fn(&[f64; N]) -> f64| {
        let mut drawn: Vec<f64> = samples.iter().map(of).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: usize| {
            drawn
                .get(drawn.len() * share / 1_000)
                .copied()
                .unwrap_or(value)
        };
        let round = |number: f64| (number * 1e4).round() / 1e4;
        Auc {
            auc: round(value),
            low: round(at(25)),
            high: round(at(975)),
        }
    };
    Some((
        std::array::from_fn(|place| interval(whole[place], &|sample| sample[place])),
        std::array::from_fn(|place| {
            interval(whole[0] - whole[place], &|sample| sample[0] - sample[place])
        }),
    ))
}

fn weighted_area<const N: usize>(
    cases: &[(usize, bool, [f64; N])],
    order: &[usize],
    forecast: usize,
    weights: &[f64],
) -> Option<f64> {
    let (mut below, mut positive, mut sum) = (0.0, 0.0, 0.0);
    for equal in order.chunk_by(|one, other| cases[*one].2[forecast] == cases[*other].2[forecast]) {
        let (mut yes, mut no) = (0.0, 0.0);
        for case in equal.iter().map(|place| &cases[*place]) {
            *(if case.1 { &mut yes } else { &mut no }) += weights[case.0];
        }
        sum += yes * (below + no / 2.0);
        below += no;
        positive += yes;
    }
    (positive > 0.0 && below > 0.0).then(|| sum / (positive * below))
}

/// Returns Spearman's rank correlation, equal values sharing their mean rank; `None` under three
/// pairs or without variation.
#[expect(clippy::cast_precision_loss, reason = "samples are small")]
pub(super) fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let one = ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
    let other = ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    let mean = (pairs.len() as f64 + 1.0) / 2.0;
    let product = |one: &[f64], other: &[f64]| -> f64 {
        let both = one.iter().zip(other);
        both.map(|(one, other)| (one - mean) * (other - mean)).sum()
    };
    let spread = (product(&one, &one) * product(&other, &other)).sqrt();
    (spread > 0.0).then(|| product(&one, &other) / spread)
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for equal in order.chunk_by(|one, other| values[*one] == values[*other]) {
        let rank = below as f64 + (equal.len() as f64 + 1.0) / 2.0;
        for place in equal {
            ranks[*place] = rank;
        }
        below += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank_and_order_is_all_that_counts() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0]), [2.5, 1.0, 2.5]);
        let rising = [(1.0, 1.0), (2.0, 8.0), (3.0, 27.0)];
        assert_eq!(spearman(&rising), Some(1.0));
        assert_eq!(spearman(&[(1.0, 2.0), (2.0, 2.0), (3.0, 2.0)]), None);
    }

    #[test]
    fn areas_count_pairs_in_order_and_intervals_hold_them() {
        let cases: Vec<(usize, bool, [f64; 2])> = (0..60)
            .map(|case| {
                let forecast = f64::from(case % 10);
                (case as usize / 2, case % 10 >= 7, [forecast, 0.0])
            })
            .collect();
        let Some((areas, differences)) = areas(&cases, 1) else {
            panic!("both outcomes are there");
        };
        assert_eq!((areas[0].auc, areas[1].auc), (1.0, 0.5));
        assert_eq!(differences[1].auc, 0.5);
        assert!(areas[0].low <= 1.0 && areas[0].high >= 1.0);
    }
}
