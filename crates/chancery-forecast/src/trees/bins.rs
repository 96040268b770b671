//! Columns of numbers as columns of bytes: each value becomes the number of its bin.

use rayon::prelude::*;

/// Where the bins of each column end.
#[derive(Clone, PartialEq, Debug)]
pub struct Binning {
    /// For each column the ascending bounds: a value falls into the first bin whose bound it does
    /// not exceed, or into the last bin.
    bounds: Vec<Vec<f32>>,
    /// The bin of each column that held most rows.
    fullest: Vec<u8>,
}

impl Binning {
    /// The most bins of a column.
    pub const MOST: usize = 128;

    /// Cuts each column of some rows so that its bins hold about as many rows each.
    #[must_use]
    pub fn of_rows(rows: &[f32], width: usize) -> Self {
        let (bounds, fullest) = (0..width)
            .into_par_iter()
            .map(|column| {
                let mut values: Vec<f32> =
                    rows.iter().skip(column).step_by(width).copied().collect();
                values.sort_unstable_by(f32::total_cmp);
                let bounds = bounds(&values);
                let fullest = fullest(&bounds, &values);
                (bounds, fullest)
            })
            .unzip();
        Self { bounds, fullest }
    }

    /// Returns the binning with these ascending bounds. Which bins hold most rows is not known: only
    /// growing trees needs it.
    pub(super) fn of_bounds(bounds: Vec<Vec<f32>>) -> Self {
        let fullest = vec![0; bounds.len()];
        Self { bounds, fullest }
    }

    /// Returns the bounds of a column.
    pub(super) fn bounds(&self, column: usize) -> &[f32] {
        &self.bounds[column]
    }

    /// Returns how many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        self.bounds.len()
    }

    /// Returns the bin of a column's value.
    #[must_use]
    pub fn bin(&self, column: usize, value: f32) -> u8 {
        self.bounds[column].partition_point(|bound| *bound < value) as u8
    }

    /// Returns how many bins a column has.
    #[must_use]
    pub fn bins(&self, column: usize) -> usize {
        self.bounds[column].len() + 1
    }

    /// Returns the bin of a column that held most rows.
    #[must_use]
    pub fn fullest(&self, column: usize) -> u8 {
        self.fullest[column]
    }

    /// Returns the value up to which a bin reaches.
    #[must_use]
    pub fn bound(&self, column: usize, bin: usize) -> f32 {
        self.bounds[column][bin]
    }
}

/// Returns the bounds of a column with these sorted values: halfway between neighbours.
fn bounds(sorted: &[f32]) -> Vec<f32> {
    let mut bounds: Vec<f32> = Vec::new();
    let room = sorted.len() as f64 / Binning::MOST as f64;
    let mut next = room;
    for at in 1..sorted.len() {
        let (one, other) = (sorted[at - 1], sorted[at]);
        if one < other && at as f64 >= next && bounds.len() + 2 <= Binning::MOST {
            let middle = one + (other - one) / 2.0;
            bounds.push(if middle < other { middle } else { one });
            // What one frequent value takes, the bins after it share.
            let left = (Binning::MOST - 1 - bounds.len()).max(1);
            let share = (sorted.len() - at) as f64 / left as f64;
            next = at as f64 + share;
        }
    }
    bounds
}

/// Returns the bin that holds most of these sorted values.
fn fullest(bounds: &[f32], sorted: &[f32]) -> u8 {
    let mut start = 0;
    let mut sizes: Vec<usize> = Vec::with_capacity(bounds.len() + 1);
    for bound in bounds {
        let end = sorted.partition_point(|value| value <= bound);
        sizes.push(end - start);
        start = end;
    }
    sizes.push(sorted.len() - start);
    (0..sizes.len())
        .max_by_key(|bin| (sizes[*bin], usize::MAX - bin))
        .unwrap_or(0) as u8
}

/// The columns that are filled together.
const SIDE_BY_SIDE: usize = 16;

/// Rows with binned values, column by column.
#[derive(Clone, PartialEq, Debug)]
pub struct BinnedRows {
    /// How they were binned.
    pub binning: Binning,
    /// A column's bins.
    pub columns: Vec<Vec<u8>>,
}

impl BinnedRows {
    /// Returns no rows.
    #[must_use]
    pub fn new(binning: Binning) -> Self {
        let columns = vec![Vec::new(); binning.width()];
        Self { binning, columns }
    }

    /// Appends rows, given one after the other.
    pub fn extend(&mut self, rows: &[f32]) {
        let (binning, width) = (&self.binning, self.binning.width());
        // Columns that stand side by side are read together, as their values share memory lines.
        self.columns
            .par_chunks_mut(SIDE_BY_SIDE)
            .enumerate()
            .for_each(|(chunk, columns)| {
                let first = chunk * SIDE_BY_SIDE;
                for row in rows.chunks_exact(width) {
                    for (offset, bins) in columns.iter_mut().enumerate() {
                        bins.push(binning.bin(first + offset, row[first + offset]));
                    }
                }
            });
    }

    /// Gives back the room that was kept for further rows.
    pub fn shrink(&mut self) {
        for column in &mut self.columns {
            column.shrink_to_fit();
        }
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Says whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_keep_the_order_of_values() {
        let rows: Vec<f32> = (0..1000_u16).map(|at| f32::from(at % 300)).collect();
        let binning = Binning::of_rows(&rows, 1);
        assert!(binning.bins(0) > 100 && binning.bins(0) <= Binning::MOST);
        assert!(rows.windows(2).all(
            |pair| (pair[0] < pair[1]) <= (binning.bin(0, pair[0]) <= binning.bin(0, pair[1]))
        ));
        assert!(
            binning.bin(0, -1.0) == 0
                && binning.bin(0, f32::INFINITY) as usize == binning.bins(0) - 1
        );
    }

    #[test]
    fn few_values_have_a_bin_each() {
        let rows = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 7.0, 7.0];
        let binning = Binning::of_rows(&rows, 1);
        assert_eq!(binning.bins(0), 3);
        assert_eq!(
            rows.map(|value| binning.bin(0, value)),
            [0, 0, 0, 0, 0, 1, 2, 2]
        );
    }

    #[test]
    fn a_constant_column_has_one_bin() {
        assert_eq!(Binning::of_rows(&[4.0; 50], 1).bins(0), 1);
    }
}
