//! Will a tie cross a line? The series of a tie comes in as input.
//!
//! The estimate is the share of past windows of the same length in which the tie moved by as much in
//! that direction, drawn by the weight of four windows towards what is usual of ties: one window of
//! thirty days in fifty, growing with the root of the length, and never more than the reflection
//! principle gives for a random walk with the variance of the tie's own daily steps,
//! `P = 2 (1 − Φ(d/(σ√H)))`. The walk alone promises too much: ties return to where they were.

use super::{Day, Windows};
use serde::Serialize;
use std::collections::VecDeque;

/// A tie about to cross a line, or not.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Crossing {
    /// The tie on the last day.
    pub value: f64,
    /// The line.
    pub line: f64,
    /// Whether it is beyond the line already.
    pub beyond: bool,
    /// The probability that it crosses within the horizon; 1 where it is beyond already.
    pub probability: f64,
    /// In how many past windows it moved as far.
    pub moved: Windows,
    /// In how many past windows that began on this side of the line it crossed it.
    pub crossed: Windows,
    /// The standard deviation of a day's step.
    pub step: f64,
    /// What a random walk with such steps alone would give.
    pub walk: f64,
}

/// The least standard deviation of a day's step: 0.2 in a year, the drift that the model of ties
/// gives to a pair without news.
const LEAST_STEP: f64 = 0.0105;

/// In what share of windows of thirty days ties move beyond a line, and the windows that it weighs as
/// much as; chosen on ties of 2008–2022.
const USUAL: f64 = 0.02;
const WEIGHT: f64 = 4.0;

/// Returns the outlook of a tie given on consecutive days; `below` says that the line is crossed
/// downwards. `None` where the series is empty.
#[must_use]
pub fn crossing(series: &[(Day, f64)], line: f64, below: bool, within: u16) -> Option<Crossing> {
    let sign = if below { -1.0 } else { 1.0 };
    let toward: Vec<f64> = series.iter().map(|(_, value)| sign * value).collect();
    let now = *toward.last()?;
    let distance = sign * line - now;
    let steps = toward.windows(2).map(|pair| pair[1] - pair[0]);
    let variance = steps.clone().map(|step| step * step).sum::<f64>()
        / toward.len().saturating_sub(1).max(1) as f64;
    let step = variance.sqrt().max(LEAST_STEP);
    let (mut moved, mut crossed) = (Windows::default(), Windows::default());
    let length = usize::from(within);
    for (begin, highest) in highest_within(&toward, length).enumerate() {
        moved.total += 1;
        moved.hits += u32::from(highest - toward[begin] >= distance);
        if toward[begin] < sign * line {
            crossed.total += 1;
            crossed.hits += u32::from(highest >= sign * line);
        }
    }
    let beyond = distance <= 0.0;
    let scaled = distance / (step * f64::from(within.max(1)).sqrt());
    let walk = libm::erfc(scaled / std::f64::consts::SQRT_2).clamp(0.0, 1.0);
    let probability = if beyond {
        1.0
    } else {
        let usual = USUAL * (f64::from(within) / 30.0).sqrt();
        moved.shrunk(within, walk.min(usual), WEIGHT)
    };
    Some(Crossing {
        value: sign * now,
        line,
        beyond,
        probability,
        moved,
        crossed,
        step,
        walk,
    })
}

/// Returns the highest of the `length` values after each one that has so many after it.
fn highest_within(values: &[f64], length: usize) -> impl Iterator<Item = f64> {
    // The places of values that no later one within reach exceeds, highest first.
    let mut reach: VecDeque<usize> = VecDeque::new();
    let windows = if length == 0 {
        0
    } else {
        values.len().saturating_sub(length)
    };
    let mut next = 1;
    (0..windows).map(move |begin| {
        while next <= begin + length {
            while reach
                .back()
                .is_some_and(|last| values[*last] <= values[next])
            {
                reach.pop_back();
            }
            reach.push_back(next);
            next += 1;
        }
        while reach.front().is_some_and(|first| *first <= begin) {
            reach.pop_front();
        }
        reach
            .front()
            .map_or(f64::NEG_INFINITY, |first| values[*first])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_ahead_is_found() {
        let values: Vec<f64> = (0..40_u8).map(|at| f64::from(at * 37 % 23)).collect();
        for length in [1, 2, 7, 39, 40] {
            let plain: Vec<f64> = (0..values.len().saturating_sub(length))
                .map(|begin| {
                    values[begin + 1..=begin + length]
                        .iter()
                        .copied()
                        .fold(f64::NEG_INFINITY, f64::max)
                })
                .collect();
            let found: Vec<f64> = highest_within(&values, length).collect();
            assert_eq!(found, plain, "{length}");
        }
        assert_eq!(highest_within(&values, 0).count(), 0);
    }

    #[test]
    fn the_nearer_the_line_and_the_longer_the_time_the_likelier() {
        let series: Vec<(Day, f64)> = (0..600)
            .map(|day| (day, 0.1 * libm::sin(f64::from(day) / 20.0)))
            .collect();
        let chance = |line, within| {
            crossing(&series, line, true, within).map_or(0.0, |found| found.probability)
        };
        assert!(chance(-0.15, 30) > chance(-0.64, 30));
        assert!(chance(-0.3, 90) > chance(-0.3, 7));
        assert!(chance(-0.9, 7) < 0.01);
        assert_eq!(chance(0.9, 7), 1.0);
        assert!(crossing(&[], 0.0, true, 7).is_none());
        // A tie without a past is as likely to cross as ties usually are, however far it steps.
        let wild: Vec<(Day, f64)> = vec![(0, 0.9), (1, -0.1), (2, 0.9)];
        let found = crossing(&wild, -0.05, true, 30).map(|found| (found.walk, found.probability));
        assert!(found.is_some_and(|(walk, chance)| walk > 0.5 && (chance - USUAL).abs() < 1e-9));
        assert!(crossing(&[(0, 0.5)], 0.0, true, 7).is_some_and(|found| !found.beyond));
    }
}
