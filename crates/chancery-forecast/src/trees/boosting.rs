//! Boosting for scores that compete within a group: a softmax over candidates.
//!
//! In a group with negatives N and one answer a, the probability of a is
//! `exp(sₐ) / (exp(sₐ) + Σ_{j∈N} wⱼ exp(sⱼ) + 1)`: other answers of the same group do not compete (the time-aware
//! filter), a sampled negative stands for `wⱼ` like it, and the 1 is for whoever is not listed.

use super::{bins::BinnedRows, growth, tree::Tree};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How trees are boosted.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct BoostingOptions {
    /// How many trees.
    pub trees: usize,
    /// The most leaves of a tree.
    pub leaves: usize,
    /// How far each tree moves the scores.
    pub rate: f64,
    /// The least sum of second derivatives in a leaf.
    pub least_weight: f64,
    /// The least probability with which an answer's second derivative is reckoned.
    pub caution: f64,
    /// The ridge on leaf values.
    pub ridge: f64,
    /// The share of the last groups that are not learnt from: they say when to stop.
    pub held_out: f64,
    /// The share of columns that a tree may use.
    pub columns: f64,
    /// The share of rows that a tree sees: the more a row moves the loss, the likelier.
    pub rows: f64,
    /// Where the draws start.
    pub seed: u64,
}

impl Default for BoostingOptions {
    fn default() -> Self {
        Self {
            trees: 150,
            leaves: 31,
            rate: 0.07,
            least_weight: 5.0,
            caution: 0.1,
            ridge: 5.0,
            held_out: 0.1,
            columns: 0.5,
            rows: 0.2,
            seed: 1,
        }
    }
}

/// Which rows compete, which of them are answers, and how many rows each stands for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Groups {
    /// The first row of each group.
    pub starts: Vec<u32>,
    /// Whether a row is an answer.
    pub answers: Vec<bool>,
    /// How many candidates a row stands for.
    pub weights: Vec<f32>,
    /// How many answers of each group are not among its rows.
    pub unlisted: Vec<u32>,
}

impl Groups {
    /// Returns the last groups, a share of all; none where there are too few to tell.
    pub(super) fn held_out(&self, share: f64) -> Range<usize> {
        let count = self.starts.len();
        let held_out = (share * count as f64) as usize;
        let held_out = if held_out < 50 { 0 } else { held_out };
        count - held_out..count
    }

    /// Returns the mean negative logarithm of the answers' probabilities.
    pub(crate) fn loss(
        &self,
        groups: Range<usize>,
        scores: &[f32],
        calibration: Calibration,
    ) -> f64 {
        let parts: Vec<(f64, f64)> = groups
            .into_par_iter()
            .with_min_len(64)
            .map(|group| self.loss_of(group, scores, calibration))
            .collect();
        let (loss, count) = parts
            .into_iter()
            .fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        loss / f64::max(count, 1.0)
    }

    fn loss_of(&self, group: usize, scores: &[f32], calibration: Calibration) -> (f64, f64) {
        let rows = self.rows(group);
        let score = |row: usize| f64::from(calibration.of(scores[row]));
        let highest = rows.clone().map(score).fold(0.0, f64::max);
        let power = |row: usize| f64::from(libm::expf((score(row) - highest) as f32));
        let elsewhere = libm::exp(-highest);
        let negatives: f64 = rows
            .clone()
            .filter(|row| !self.answers[*row])
            .map(|row| f64::from(self.weights[row]) * power(row))
            .sum();
        let mut loss =
            f64::from(self.unlisted[group]) * libm::log((negatives + elsewhere) / elsewhere);
        let mut count = f64::from(self.unlisted[group]);
        for row in rows.filter(|row| self.answers[*row]) {
            let own = power(row).max(1e-30);
            loss += libm::log((negatives + elsewhere + own) / own);
            count += 1.0;
        }
        (loss, count)
    }

    /// Returns the calibration that suits some groups best, searched on a grid that narrows.
    pub(super) fn calibration(&self, groups: Range<usize>, scores: &[f32]) -> Calibration {
        let mut best = Calibration::default();
        let mut least = self.loss(groups.clone(), scores, best);
        let mut width = 0.2_f32;
        while width > 0.01 {
            let around = [(-1.0, 0.0), (1.0, 0.0), (0.0, -2.0), (0.0, 2.0)];
            let before = best;
            for (slope, shift) in around {
                let tried = Calibration {
                    slope: (before.slope + width * slope).max(0.1),
                    shift: before.shift + width * shift,
                };
                let loss = self.loss(groups.clone(), scores, tried);
                if loss < least {
                    (least, best) = (loss, tried);
                }
            }
            if best == before {
                width /= 2.0;
            }
        }
        best
    }

    /// Returns the rows of a group.
    pub(crate) fn rows(&self, group: usize) -> Range<usize> {
        let end = self
            .starts
            .get(group + 1)
            .map_or(self.answers.len(), |start| *start as usize);
        self.starts[group] as usize..end
    }
}

/// How scores become powers: `exp(slope · score + shift)`, against 1 for whoever is not listed.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Calibration {
    /// How sharp the scores are.
    pub slope: f32,
    /// How much is listed.
    pub shift: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            slope: 1.0,
            shift: 0.0,
        }
    }
}

impl Calibration {
    /// Returns the logarithm of a score's power.
    #[must_use]
    pub fn of(self, score: f32) -> f32 {
        self.slope * score + self.shift
    }
}

/// Held-out groups are looked at after so many trees, and trees without a gain end the growth.
const CHECKED: usize = 10;
const PATIENCE: usize = 40;

/// Boosted trees.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Boosted {
    /// The trees, whose values add up.
    pub trees: Vec<Tree>,
    /// What makes probabilities of scores.
    pub calibration: Calibration,
}

impl Boosted {
    /// Boosts trees on grouped rows, using only some columns, from scores that the rows have already.
    #[must_use]
    pub fn fit(
        table: &BinnedRows,
        groups: &Groups,
        usable: &[usize],
        options: &BoostingOptions,
        mut scores: Vec<f32>,
    ) -> Self {
        let mut this = Self::default();
        let held_out = groups.held_out(options.held_out);
        let learnt = 0..held_out.start;
        let mut best = (f64::INFINITY, 0);
        if !held_out.is_empty() {
            best.0 = groups.loss(held_out.clone(), &scores, Calibration::default());
            this.calibration = groups.calibration(held_out.clone(), &scores);
        }
        let mut draws = Draws(options.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..options.trees {
            let mut columns: Vec<usize> = usable
                .iter()
                .copied()
                .filter(|_| draws.share() < options.columns)
                .collect();
            if columns.is_empty() {
                columns = usable.to_vec();
            }
            let mut derivatives = derivatives(groups, learnt.clone(), &scores, options.caution);
            let rows = drawn(&mut derivatives, options.rows, &mut draws);
            let shape = growth::Shape {
                leaves: options.leaves,
                least_weight: options.least_weight,
                ridge: options.ridge,
                rate: options.rate,
            };
            let tree = growth::grow(table, &derivatives, &rows, &columns, shape);
            let walk = tree.walk_of_bins(table);
            scores
                .par_chunks_mut(4096)
                .enumerate()
                .for_each(|(chunk, scores)| {
                    walk.add(scores, |row, column| {
                        table.columns[column][4096 * chunk + row]
                    });
                });
            this.trees.push(tree);
            if held_out.is_empty() || !this.trees.len().is_multiple_of(CHECKED) {
                continue;
            }
            let loss = groups.loss(held_out.clone(), &scores, Calibration::default());
            if loss < best.0 {
                best = (loss, this.trees.len());
                this.calibration = groups.calibration(held_out.clone(), &scores);
            } else if this.trees.len() >= best.1 + PATIENCE {
                break;
            }
        }
        if !held_out.is_empty() {
            this.trees.truncate(best.1);
        }
        this
    }

    /// Adds the trees' values to the scores of rows given one after the other.
    pub fn add_scores(&self, rows: &[f32], width: usize, scores: &mut [f32]) {
        for tree in &self.trees {
            let walk = tree.walk_of_values();
            walk.add(scores, |row, column| rows[row * width + column]);
        }
    }
}

/// Draws the rows that a tree sees and weighs them so that sums stay the same on average: minimal
/// variance sampling (Ibragimov and Gusev 2019).
fn drawn(derivatives: &mut [[f32; 2]], share: f64, draws: &mut Draws) -> Vec<u32> {
    if share >= 1.0 {
        return (0..derivatives.len() as u32).collect();
    }
    let size = |[first, second]: &[f32; 2]| (first * first + 0.1 * second * second).sqrt();
    let sizes: Vec<f32> = derivatives.iter().map(size).collect();
    let threshold = threshold(&sizes, share);
    let mut rows = Vec::with_capacity((share * derivatives.len() as f64 * 1.1) as usize);
    for (row, (derivatives, size)) in derivatives.iter_mut().zip(&sizes).enumerate() {
        let chance = size / threshold;
        if chance >= 1.0 {
            rows.push(row as u32);
        } else if draws.share() < f64::from(chance) {
            *derivatives = derivatives.map(|value| value / chance);
            rows.push(row as u32);
        }
    }
    rows
}

/// Returns the size at which a row is drawn for sure, so that a share of all is drawn on average.
fn threshold(sizes: &[f32], share: f64) -> f32 {
    // Every eighth row tells enough.
    let mut sizes: Vec<f32> = sizes.iter().step_by(8).copied().collect();
    let wanted = share * sizes.len() as f64;
    sizes.par_sort_unstable_by(f32::total_cmp);
    let mut sums = Vec::with_capacity(sizes.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for size in &sizes {
        sum += f64::from(*size);
        sums.push(sum);
    }
    let (mut low, mut high) = (0.0_f32, sizes.last().copied().unwrap_or(0.0).max(1e-20));
    let expected = |threshold: f32| -> f64 {
        let below = sizes.partition_point(|size| *size < threshold);
        sums[below] / f64::from(threshold) + (sizes.len() - below) as f64
    };
    // The expected number falls as the threshold rises.
    high = high.max(high * (sizes.len() as f64 / wanted.max(1.0)) as f32);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if expected(middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high.max(1e-20)
}

/// Returns the first and second derivatives of the loss by each row's score.
fn derivatives(
    groups: &Groups,
    learnt: Range<usize>,
    scores: &[f32],
    caution: f64,
) -> Vec<[f32; 2]> {
    let parts: Vec<Vec<[f32; 2]>> = learnt
        .into_par_iter()
        .with_min_len(64)
        .map(|group| of_group(groups, group, scores, caution))
        .collect();
    let mut all = parts.concat();
    all.resize(scores.len(), [0.0; 2]);
    all
}

/// Returns the derivatives of one group's loss by the score of each of its rows.
pub(super) fn of_group(
    groups: &Groups,
    group: usize,
    scores: &[f32],
    caution: f64,
) -> Vec<[f32; 2]> {
    let rows = groups.rows(group);
    let highest = scores[rows.clone()].iter().copied().fold(0.0, f32::max);
    let power = |row: usize| f64::from(libm::expf(scores[row] - highest));
    let powers: Vec<f64> = rows.clone().map(power).collect();
    let elsewhere = f64::from(libm::expf(-highest));
    let negatives: f64 = rows
        .clone()
        .zip(&powers)
        .filter(|(row, _)| !groups.answers[*row])
        .map(|(row, power)| f64::from(groups.weights[row]) * power)
        .sum();
    // What each answer's softmax leaves to a negative of power one.
    let (mut share, mut square) = (0.0, 0.0);
    let mut out = vec![[0.0; 2]; powers.len()];
    let mut hold = |denominator: f64, count: f64| {
        share += count / denominator;
        square += count / (denominator * denominator);
    };
    for ((row, power), out) in rows.clone().zip(&powers).zip(&mut out) {
        if groups.answers[row] {
            let denominator = negatives + elsewhere + power;
            let probability = power / denominator;
            *out = [
                (probability - 1.0) as f32,
                (probability.max(caution) * (1.0 - probability)) as f32,
            ];
            hold(denominator, 1.0);
        }
    }
    if groups.unlisted[group] > 0 {
        hold(negatives + elsewhere, f64::from(groups.unlisted[group]));
    }
    for ((row, power), out) in rows.zip(&powers).zip(&mut out) {
        if !groups.answers[row] {
            let weight = f64::from(groups.weights[row]);
            let first = weight * power * share;
            *out = [
                first as f32,
                (first - weight * power * power * square) as f32,
            ];
        }
    }
    out
}

/// A small generator of draws (xorshift*, Vigna 2016).
#[derive(Clone, Debug)]
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    /// Returns a draw from the unit interval.
    pub(crate) fn share(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trees::Binning;

    /// Groups of eight in which the answer is the row whose two columns agree.
    fn puzzle(count: usize) -> (Vec<f32>, Groups) {
        let mut draws = Draws(77);
        let mut rows = Vec::new();
        let mut groups = Groups::default();
        for group in 0..count {
            groups.starts.push(8 * group as u32);
            groups.unlisted.push(0);
            for at in 0..8 {
                let one = f32::from(u8::from(draws.share() < 0.5));
                let other = if at == 3 { one } else { 1.0 - one };
                rows.extend([one, other, draws.share() as f32]);
                groups.answers.push(at == 3);
                groups.weights.push(1.0);
            }
        }
        (rows, groups)
    }

    fn fit(options: &BoostingOptions) -> (Boosted, Vec<f32>, Groups) {
        let (rows, groups) = puzzle(600);
        let mut table = BinnedRows::new(Binning::of_rows(&rows, 3));
        table.extend(&rows);
        let start = vec![0.0; table.len()];
        let boosted = Boosted::fit(&table, &groups, &[0, 1, 2], options, start);
        (boosted, rows, groups)
    }

    #[test]
    fn trees_find_what_only_two_columns_together_tell() {
        let options = BoostingOptions {
            trees: 60,
            rate: 0.3,
            columns: 1.0,
            ..BoostingOptions::default()
        };
        let (boosted, rows, groups) = fit(&options);
        let mut scores = vec![0.0; groups.answers.len()];
        boosted.add_scores(&rows, 3, &mut scores);
        let first = (0..600).filter(|group| {
            let rows = groups.rows(*group);
            rows.clone()
                .all(|row| groups.answers[row] || scores[row] < scores[rows.start + 3])
        });
        assert_eq!(first.count(), 600);
        let loss = groups.loss(0..600, &scores, boosted.calibration);
        assert!(loss < 0.2, "{loss}");
    }

    #[test]
    fn the_derivatives_are_those_of_the_loss() {
        let (_, mut groups) = puzzle(1);
        groups.answers[5] = true;
        groups.weights[1] = 4.0;
        groups.unlisted[0] = 1;
        let scores: Vec<f32> = (0..8_u8).map(|at| f32::from(at) * 0.3 - 1.0).collect();
        let derivatives = of_group(&groups, 0, &scores, 0.0);
        let loss = |scores: &[f32]| {
            let (loss, _) = groups.loss_of(0, scores, Calibration::default());
            loss
        };
        for row in 0..8 {
            let moved = |by: f32| {
                let mut scores = scores.clone();
                scores[row] += by;
                loss(&scores)
            };
            let slope = (moved(0.02) - moved(-0.02)) / 0.04;
            assert!(
                (slope - f64::from(derivatives[row][0])).abs() < 2e-3,
                "row {row}"
            );
        }
    }

    #[test]
    fn groups_held_out_stop_the_growth() {
        // Nothing can be learnt from noise: no tree is kept.
        let (rows, mut groups) = puzzle(600);
        let mut draws = Draws(5);
        for group in 0..600 {
            let answer = (8.0 * draws.share()) as usize;
            for at in 0..8 {
                groups.answers[8 * group + at] = at == answer;
            }
        }
        let mut table = BinnedRows::new(Binning::of_rows(&rows, 3));
        table.extend(&rows);
        let options = BoostingOptions {
            rate: 0.5,
            held_out: 0.3,
            trees: 400,
            ..BoostingOptions::default()
        };
        let start = vec![0.0; table.len()];
        let boosted = Boosted::fit(&table, &groups, &[0, 1, 2], &options, start);
        assert!(boosted.trees.len() < 60, "{}", boosted.trees.len());
    }
}
