//! Sparse factors of a basis, and solves with them.
//!
//! The rows and columns of a basis of the cycle programme are nearly triangular: what singletons
//! leave over is eliminated in Markowitz order (1957) with threshold pivoting; changes of the basis
//! are kept as product-form columns until the next factoring.

use std::collections::BTreeSet;

/// Places with their values.
pub(super) type Entries = Vec<(u32, f64)>;

/// A basis matrix as a product of sparse factors. Column and row of a pivot share one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Factor {
    /// Pivot places in the order of elimination.
    order: Vec<u32>,
    diagonal: Vec<f64>,
    /// For each place: entries of its column in rows eliminated before.
    above: Vec<Entries>,
    /// For each place: entries of its row in columns eliminated after.
    right: Vec<Entries>,
    /// Multipliers of the elimination, in order.
    lower: Vec<(u32, Entries)>,
    /// Changes since: the place, the entering column's value there, and its other values.
    changes: Vec<Change>,
}

/// A column put in since the factoring.
#[derive(Debug, Clone)]
struct Change {
    place: u32,
    pivot: f64,
    others: Entries,
}

/// A row or column has no usable pivot left: the basis is singular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Singular;

/// A pivot must not be smaller than this share of the largest entry in its column.
const THRESHOLD: f64 = 0.1;
const TINY: f64 = 1e-11;

impl Factor {
    /// Factors a square matrix given by its columns; returns it with the place of each column.
    pub(super) fn new(columns: &[Entries]) -> Result<(Self, Vec<u32>), Singular> {
        Elimination::new(columns).run()
    }

    pub(super) fn changes(&self) -> usize {
        self.changes.len()
    }

    /// Solves `B x = v` in place.
    pub(super) fn forward(&self, v: &mut [f64]) {
        for (pivot, multipliers) in &self.lower {
            let value = v[*pivot as usize];
            if value != 0.0 {
                for &(row, multiplier) in multipliers {
                    v[row as usize] -= multiplier * value;
                }
            }
        }
        for &place in self.order.iter().rev() {
            let place = place as usize;
            if v[place] != 0.0 {
                let value = v[place] / self.diagonal[place];
                v[place] = value;
                for &(row, entry) in &self.above[place] {
                    v[row as usize] -= entry * value;
                }
            }
        }
        for Change {
            place,
            pivot,
            others,
        } in &self.changes
        {
            let value = v[*place as usize];
            if value != 0.0 {
                let value = value / pivot;
                v[*place as usize] = value;
                for &(row, entry) in others {
                    v[row as usize] -= entry * value;
                }
            }
        }
    }

    /// Solves `Bᵀ y = v` in place.
    pub(super) fn backward(&self, v: &mut [f64]) {
        for Change {
            place,
            pivot,
            others,
        } in self.changes.iter().rev()
        {
            let mut value = v[*place as usize];
            for &(row, entry) in others {
                value -= entry * v[row as usize];
            }
            v[*place as usize] = value / pivot;
        }
        for &place in &self.order {
            let place = place as usize;
            if v[place] != 0.0 {
                let value = v[place] / self.diagonal[place];
                v[place] = value;
                for &(column, entry) in &self.right[place] {
                    v[column as usize] -= entry * value;
                }
            }
        }
        for (pivot, multipliers) in self.lower.iter().rev() {
            let mut value = v[*pivot as usize];
            for &(row, multiplier) in multipliers {
                value -= multiplier * v[row as usize];
            }
            v[*pivot as usize] = value;
        }
    }

    /// Replaces the column at `place` by one whose solve with the present basis is `solved`.
    pub(super) fn replace(&mut self, place: usize, solved: &[f64]) {
        let others = solved
            .iter()
            .enumerate()
            .filter(|&(row, value)| row != place && value.abs() > TINY)
            .map(|(row, &value)| (row as u32, value))
            .collect();
        self.changes.push(Change {
            place: place as u32,
            pivot: solved[place],
            others,
        });
    }
}

/// The state of an elimination.
struct Elimination {
    factor: Factor,
    /// Active rows: `(column, value)`.
    rows: Vec<Entries>,
    /// Active rows of each column.
    columns: Vec<Vec<u32>>,
    row_done: Vec<bool>,
    place_of: Vec<u32>,
    /// Columns and rows still active by their number of entries.
    thin_columns: BTreeSet<(u32, u32)>,
    thin_rows: BTreeSet<(u32, u32)>,
    /// Entries of eliminated rows by column, until the column's place is known.
    above: Vec<Entries>,
    right: Vec<Entries>,
    dense: Vec<f64>,
}

impl Elimination {
    fn new(matrix: &[Entries]) -> Self {
        let size = matrix.len();
        let mut rows = vec![Vec::new(); size];
        for (column, entries) in matrix.iter().enumerate() {
            for &(row, value) in entries {
                rows[row as usize].push((column as u32, value));
            }
        }
        let columns: Vec<Vec<u32>> = matrix
            .iter()
            .map(|entries| entries.iter().map(|&(row, _)| row).collect())
            .collect();
        let count = |list: usize| list as u32;
        Self {
            thin_columns: columns
                .iter()
                .enumerate()
                .map(|(at, c)| (count(c.len()), at as u32))
                .collect(),
            thin_rows: rows
                .iter()
                .enumerate()
                .map(|(at, r)| (count(r.len()), at as u32))
                .collect(),
            factor: Factor {
                diagonal: vec![0.0; size],
                order: Vec::with_capacity(size),
                ..Factor::default()
            },
            rows,
            columns,
            row_done: vec![false; size],
            place_of: vec![u32::MAX; size],
            above: vec![Vec::new(); size],
            right: vec![Vec::new(); size],
            dense: vec![0.0; size],
        }
    }

    fn run(mut self) -> Result<(Factor, Vec<u32>), Singular> {
        let size = self.rows.len();
        while self.factor.order.len() < size {
            let (row, column) = self.choose().ok_or(Singular)?;
            self.pivot(row, column);
        }
        let place = &self.place_of;
        let mut above = vec![Vec::new(); size];
        for (column, entries) in std::mem::take(&mut self.above).into_iter().enumerate() {
            above[place[column] as usize] = entries;
        }
        for entries in &mut self.right {
            for (column, _) in entries {
                *column = place[*column as usize];
            }
        }
        self.factor.above = above;
        self.factor.right = self.right;
        Ok((self.factor, self.place_of))
    }

    fn value(&self, row: u32, column: u32) -> f64 {
        self.rows[row as usize]
            .iter()
            .find(|&&(at, _)| at == column)
            .map_or(0.0, |&(_, value)| value)
    }

    fn column_most(&self, column: u32) -> f64 {
        self.columns[column as usize]
            .iter()
            .fold(0.0, |most, &row| self.value(row, column).abs().max(most))
    }

    /// Returns the pivot of least Markowitz count among the thinnest rows and columns.
    fn choose(&self) -> Option<(u32, u32)> {
        const LOOKED_AT: usize = 4;
        let mut best: Option<(u64, f64, u32, u32)> = None;
        let mut consider = |count: u64, value: f64, row: u32, column: u32| {
            if best
                .is_none_or(|(least, most, _, _)| count < least || count == least && value > most)
            {
                best = Some((count, value, row, column));
            }
        };
        for &(length, column) in self.thin_columns.iter().take(LOOKED_AT) {
            let most = self.column_most(column);
            if most <= TINY {
                continue;
            }
            for &row in &self.columns[column as usize] {
                let value = self.value(row, column).abs();
                if value >= THRESHOLD * most {
                    let across = self.rows[row as usize].len() as u64;
                    consider((u64::from(length) - 1) * (across - 1), value, row, column);
                }
            }
            if length == 1 {
                break;
            }
        }
        if best.is_some_and(|(count, ..)| count == 0) {
            return best.map(|(_, _, row, column)| (row, column));
        }
        for &(length, row) in self.thin_rows.iter().take(LOOKED_AT) {
            for &(column, value) in &self.rows[row as usize] {
                if value.abs() > TINY && value.abs() >= THRESHOLD * self.column_most(column) {
                    let down = self.columns[column as usize].len() as u64;
                    let count = (u64::from(length) - 1) * (down - 1);
                    if best.is_none_or(|(least, most, _, _)| {
                        count < least || count == least && value.abs() > most
                    }) {
                        best = Some((count, value.abs(), row, column));
                    }
                }
            }
        }
        best.map(|(_, _, row, column)| (row, column))
    }

    fn drop_from_column(&mut self, column: u32, row: u32) {
        let list = &mut self.columns[column as usize];
        let before = list.len() as u32;
        if let Some(at) = list.iter().position(|&other| other == row) {
            list.swap_remove(at);
            self.thin_columns.remove(&(before, column));
            self.thin_columns.insert((before - 1, column));
        }
    }

    fn pivot(&mut self, row: u32, column: u32) {
        let pivot_row = std::mem::take(&mut self.rows[row as usize]);
        self.thin_rows.remove(&(pivot_row.len() as u32, row));
        self.row_done[row as usize] = true;
        self.place_of[column as usize] = row;
        self.factor.order.push(row);
        let pivot = pivot_row
            .iter()
            .find(|&&(at, _)| at == column)
            .map_or(1.0, |&(_, value)| value);
        self.factor.diagonal[row as usize] = pivot;
        for &(other, _) in &pivot_row {
            self.drop_from_column(other, row);
        }
        let mut below = std::mem::take(&mut self.columns[column as usize]);
        below.sort_unstable();
        self.thin_columns.remove(&(below.len() as u32, column));
        let mut multipliers = Vec::with_capacity(below.len());
        for other in below {
            let multiplier = self.value(other, column) / pivot;
            multipliers.push((other, multiplier));
            self.eliminate(other, column, multiplier, &pivot_row);
        }
        if !multipliers.is_empty() {
            self.factor.lower.push((row, multipliers));
        }
        for &(other, value) in pivot_row.iter().filter(|&&(other, _)| other != column) {
            self.above[other as usize].push((row, value));
            self.right[row as usize].push((other, value));
        }
    }

    fn eliminate(&mut self, row: u32, column: u32, multiplier: f64, pivot_row: &[(u32, f64)]) {
        let mut entries = std::mem::take(&mut self.rows[row as usize]);
        self.thin_rows.remove(&(entries.len() as u32, row));
        for &(other, value) in pivot_row {
            self.dense[other as usize] = multiplier * value;
        }
        let mut kept = Vec::with_capacity(entries.len() + pivot_row.len());
        for (other, value) in entries.drain(..) {
            let value = value - self.dense[other as usize];
            self.dense[other as usize] = 0.0;
            if other == column {
                continue;
            }
            if value.abs() > TINY {
                kept.push((other, value));
            } else {
                self.drop_from_column(other, row);
            }
        }
        for &(other, _) in pivot_row {
            let value = -self.dense[other as usize];
            self.dense[other as usize] = 0.0;
            if other != column && value.abs() > TINY {
                kept.push((other, value));
                let before = self.columns[other as usize].len() as u32;
                self.columns[other as usize].push(row);
                self.thin_columns.remove(&(before, other));
                self.thin_columns.insert((before + 1, other));
            }
        }
        self.thin_rows.insert((kept.len() as u32, row));
        self.rows[row as usize] = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn solves_undo_the_matrix() {
        for seed in 1..40 {
            let mut dice = Dice::new(seed);
            let size = 3 + dice.below(40);
            let mut columns: Vec<Entries> = Vec::new();
            for place in 0..size {
                let mut column = vec![(place as u32, 4.0 + dice.below(3) as f64)];
                for row in 0..size {
                    if row != place && dice.below(size) < 3 {
                        column.push((row as u32, dice.below(5) as f64 - 2.5));
                    }
                }
                columns.push(column);
            }
            // Columns in another order, so that places have to be found.
            columns.rotate_left(size / 2);
            let times = |x: &[f64], columns: &[Entries]| {
                let mut out = vec![0.0; size];
                for (column, value) in columns.iter().zip(x) {
                    for &(row, entry) in column {
                        out[row as usize] += entry * value;
                    }
                }
                out
            };
            let Ok((mut factor, places)) = Factor::new(&columns) else {
                panic!("singular");
            };
            for round in 0..2 {
                let x: Vec<f64> = (0..size).map(|_| dice.below(9) as f64 - 4.0).collect();
                let mut v = times(&x, &columns);
                factor.forward(&mut v);
                for (column, value) in x.iter().enumerate() {
                    assert!((v[places[column] as usize] - value).abs() < 1e-8);
                }
                let mut y: Vec<f64> = (0..size).map(|_| dice.below(9) as f64 - 4.0).collect();
                let known = y.clone();
                // v = Bᵀ y, by columns, at the columns' places.
                let mut v = vec![0.0; size];
                for (column, entries) in columns.iter().enumerate() {
                    v[places[column] as usize] = entries
                        .iter()
                        .map(|&(row, entry)| entry * y[row as usize])
                        .sum();
                }
                factor.backward(&mut v);
                for (value, known) in v.iter().zip(&known) {
                    assert!((value - known).abs() < 1e-8);
                }
                y.clear();
                if round == 0 {
                    // Replace one column and try again.
                    let column = dice.below(size);
                    let entries: Entries =
                        vec![(places[column], 3.0), (dice.below(size) as u32, 0.5)];
                    let mut solved = vec![0.0; size];
                    for &(row, entry) in &entries {
                        solved[row as usize] += entry;
                    }
                    factor.forward(&mut solved);
                    if solved[places[column] as usize].abs() < 1e-3 {
                        break;
                    }
                    factor.replace(places[column] as usize, &solved);
                    columns[column] = entries;
                }
            }
        }
    }
}
