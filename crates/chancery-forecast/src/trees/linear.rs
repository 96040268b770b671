//! A linear conditional logit on the same rows and with the same loss as the trees: what they start
//! from, and what they are compared with.
//!
//! Each column is first put on the unit interval by its bins, so that scales do not matter
//! (McFadden 1974, fitted by Adagrad).

use super::{
    bins::{BinnedRows, Binning},
    boosting::{Calibration, Groups, of_group},
};
use rayon::prelude::*;
use std::ops::Range;

/// How often the groups are gone through.
const ROUNDS: usize = 12;
const RATE: f64 = 0.1;

/// Rows scored together.
const CHUNK: usize = 4_096;

/// A weight for each column.
#[derive(Clone, PartialEq, Debug)]
pub struct Linear {
    pub(super) weights: Vec<f64>,
    pub(super) binning: Binning,
    /// What makes probabilities of scores.
    pub calibration: Calibration,
}

impl Linear {
    /// Fits weights of some columns; returns them with the score of each row.
    #[must_use]
    pub fn fit(
        table: &BinnedRows,
        groups: &Groups,
        usable: &[usize],
        held_out: f64,
    ) -> (Self, Vec<f32>) {
        let held_out = groups.held_out(held_out);
        let mut this = Self {
            weights: vec![0.0; table.binning.width()],
            binning: table.binning.clone(),
            calibration: Calibration::default(),
        };
        let mut moved = vec![1.0; this.weights.len()];
        let mut scores = vec![0.0_f32; table.len()];
        for _ in 0..ROUNDS {
            for group in 0..held_out.start {
                let rows = groups.rows(group);
                this.of_rows(table, rows.clone(), usable, &mut scores[rows.clone()]);
                let derivatives = of_group(groups, group, &scores, 0.0);
                for column in usable {
                    let bins = &table.columns[*column][rows.clone()];
                    let gradient: f64 = bins
                        .iter()
                        .zip(&derivatives)
                        .map(|(bin, [first, _])| this.place(*column, *bin) * f64::from(*first))
                        .sum();
                    moved[*column] += gradient * gradient;
                    this.weights[*column] -= RATE * gradient / moved[*column].sqrt();
                }
            }
        }
        scores
            .par_chunks_mut(CHUNK)
            .enumerate()
            .for_each(|(chunk, scores)| {
                let first = chunk * CHUNK;
                this.of_rows(table, first..first + scores.len(), usable, scores);
            });
        if !held_out.is_empty() {
            this.calibration = groups.calibration(held_out, &scores);
        }
        (this, scores)
    }

    /// Returns how many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        self.weights.len()
    }

    /// Returns where a bin lies between the first of its column and the last.
    fn place(&self, column: usize, bin: u8) -> f64 {
        f64::from(bin) / (self.binning.bins(column) - 1).max(1) as f64
    }

    /// Scores rows of a table, column by column.
    fn of_rows(
        &self,
        table: &BinnedRows,
        rows: Range<usize>,
        usable: &[usize],
        scores: &mut [f32],
    ) {
        let mut sums = vec![0.0_f64; rows.len()];
        for column in usable {
            let weight = self.weights[*column];
            let bins = &table.columns[*column][rows.clone()];
            for (sum, bin) in sums.iter_mut().zip(bins) {
                *sum += weight * self.place(*column, *bin);
            }
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score = sum as f32;
        }
    }

    /// Returns the score of a row.
    #[must_use]
    pub fn score(&self, row: &[f32]) -> f32 {
        let part = |(column, value): (usize, &f32)| match self.weights[column] {
            0.0 => 0.0,
            weight => weight * self.place(column, self.binning.bin(column, *value)),
        };
        row.iter().enumerate().map(part).sum::<f64>() as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_answers_apart_gets_the_weight() {
        // Answers have the higher first column; the second says nothing.
        let rows: Vec<f32> = (0..400_u16)
            .flat_map(|at| [f32::from(at % 4), f32::from(at % 7)])
            .collect();
        let mut table = BinnedRows::new(Binning::of_rows(&rows, 2));
        table.extend(&rows);
        let groups = Groups {
            starts: (0..100).map(|at| 4 * at).collect(),
            answers: (0..400).map(|at| at % 4 == 3).collect(),
            weights: vec![1.0; 400],
            unlisted: vec![0; 100],
        };
        let (linear, _) = Linear::fit(&table, &groups, &[0, 1], 0.0);
        assert!(linear.score(&[3.0, 0.0]) > linear.score(&[0.0, 6.0]) + 1.0);
    }
}
