//! The linear programme of negative cycles, by the dual simplex method.
//!
//! Minimise `Σ wₑ fₑ` with `Σ_{e∈C} fₑ ≥ 1` for every cycle `C` of a list and `f ≥ 0`. Its dual packs
//! cycles into the weights, so that any dual solution bounds the frustration from below, and the
//! dual simplex method (Lemke 1954) with steepest-edge prices (Forrest and Goldfarb 1992) carries
//! on from where it was when cycles are added.

use super::factor::{Entries, Factor};

/// The programme and its present basis.
#[derive(Debug, Clone)]
pub(super) struct Programme {
    costs: Vec<f64>,
    rows: Vec<Vec<u32>>,
    /// Rows of each structural variable.
    columns: Vec<Vec<u32>>,
    /// The basic variable at each place: a structural below `costs.len()`, else a row's surplus.
    basis: Vec<u32>,
    /// Places of basic variables, [`FREE`] for others.
    place: Vec<u32>,
    /// Values at the places.
    values: Vec<f64>,
    /// Reduced costs of all variables.
    reduced: Vec<f64>,
    prices: Vec<f64>,
    factor: Factor,
    /// How long each row has been slack.
    idle: Vec<u32>,
    /// Pivots made so far.
    pub(super) pivots: u64,
}

const FREE: u32 = u32::MAX;
const PRIMAL: f64 = 1e-7;
const DUAL: f64 = 1e-9;
const REFACTOR: usize = 64;

/// How a run of the simplex method ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// All rows hold.
    Optimal,
    /// The value passed the ceiling asked for.
    Ceiling,
    /// Numbers got too bad, or too many pivots were made; the dual solution still bounds.
    Stopped,
}

impl Programme {
    pub(super) fn new(costs: Vec<f64>) -> Self {
        let structurals = costs.len();
        Self {
            rows: Vec::new(),
            columns: vec![Vec::new(); structurals],
            basis: Vec::new(),
            place: vec![FREE; structurals],
            values: Vec::new(),
            reduced: costs.clone(),
            prices: Vec::new(),
            factor: Factor::default(),
            idle: Vec::new(),
            pivots: 0,
            costs,
        }
    }

    pub(super) fn costs(&self) -> &[f64] {
        &self.costs
    }

    /// Takes other costs, the basis staying.
    pub(super) fn reprice(&mut self, costs: Vec<f64>) {
        self.costs = costs;
        let _ = self.refactor();
    }

    pub(super) fn rows(&self) -> &[Vec<u32>] {
        &self.rows
    }

    /// Returns the value of a structural variable.
    pub(super) fn value(&self, variable: usize) -> f64 {
        match self.place[variable] {
            FREE => 0.0,
            place => self.values[place as usize].max(0.0),
        }
    }

    /// Returns the dual value of a row.
    pub(super) fn dual(&self, row: usize) -> f64 {
        let variable = self.costs.len() + row;
        if self.place[variable] == FREE {
            self.reduced[variable].max(0.0)
        } else {
            0.0
        }
    }

    pub(super) fn objective(&self) -> f64 {
        (0..self.rows.len()).map(|row| self.dual(row)).sum()
    }

    /// Adds rows, each a list of variables that must sum to at least one.
    pub(super) fn add(&mut self, rows: impl IntoIterator<Item = Vec<u32>>) {
        for row in rows {
            let at = self.rows.len() as u32;
            for &variable in &row {
                self.columns[variable as usize].push(at);
            }
            self.place.push(at);
            self.reduced.push(0.0);
            self.basis.push((self.costs.len() + at as usize) as u32);
            self.values.push(0.0);
            self.prices.push(1.0);
            self.idle.push(0);
            self.rows.push(row);
        }
        // A failure shows again in `run`, which then starts over.
        let _ = self.refactor();
    }

    /// Adds rows of which each has a variable of its own that is basic in it: a packing in which
    /// every row used one variable's cost up, later rows not touching it.
    pub(super) fn start(&mut self, rows: impl IntoIterator<Item = (Vec<u32>, u32)>) {
        let first = self.rows.len();
        let (rows, basic): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        self.add(rows);
        for (at, variable) in basic.into_iter().enumerate() {
            let surplus = self.costs.len() + first + at;
            let place = self.place[surplus];
            if place != FREE && self.place[variable as usize] == FREE {
                self.basis[place as usize] = variable;
                self.place[variable as usize] = place;
                self.place[surplus] = FREE;
            }
        }
        if self.refactor().is_err() || self.reduced.iter().any(|&reduced| reduced < -1e-6) {
            self.restart();
        }
    }

    /// Drops rows that have been slack for `rounds` calls in a row.
    pub(super) fn purge(&mut self, rounds: u32) {
        let structurals = self.costs.len();
        let mut kept = vec![FREE; self.rows.len()];
        let mut count = 0;
        for (row, kept) in kept.iter_mut().enumerate() {
            let slack = self.place[structurals + row] != FREE;
            self.idle[row] = if slack { self.idle[row] + 1 } else { 0 };
            if self.idle[row] < rounds {
                *kept = count;
                count += 1;
            }
        }
        if count as usize == self.rows.len() {
            return;
        }
        let mut basis = Vec::new();
        let mut prices = Vec::new();
        for (place, &variable) in self.basis.iter().enumerate() {
            let renamed = if (variable as usize) < structurals {
                variable
            } else {
                match kept[variable as usize - structurals] {
                    FREE => continue,
                    row => structurals as u32 + row,
                }
            };
            basis.push(renamed);
            prices.push(self.prices[place]);
        }
        let keep = |row: usize| kept[row] != FREE;
        let mut at = 0;
        self.rows.retain(|_| (keep(at), at += 1).0);
        at = 0;
        self.idle.retain(|_| (keep(at), at += 1).0);
        let surplus: Vec<f64> = (0..kept.len())
            .filter(|&row| keep(row))
            .map(|row| self.reduced[structurals + row])
            .collect();
        self.reduced.truncate(structurals);
        self.reduced.extend(surplus);
        for column in &mut self.columns {
            column.retain(|&row| keep(row as usize));
            for row in column {
                *row = kept[*row as usize];
            }
        }
        self.basis = basis;
        self.prices = prices;
        self.values = vec![0.0; self.rows.len()];
        self.place = vec![FREE; structurals + self.rows.len()];
        let _ = self.refactor();
    }

    /// Factors the basis afresh and recomputes values and reduced costs.
    fn refactor(&mut self) -> Result<(), super::factor::Singular> {
        let structurals = self.costs.len();
        let matrix: Vec<Entries> = self
            .basis
            .iter()
            .map(|&variable| {
                if (variable as usize) < structurals {
                    self.columns[variable as usize]
                        .iter()
                        .map(|&row| (row, 1.0))
                        .collect()
                } else {
                    vec![(variable - structurals as u32, -1.0)]
                }
            })
            .collect();
        let (factor, places) = Factor::new(&matrix)?;
        self.factor = factor;
        let (basis, prices) = (self.basis.clone(), self.prices.clone());
        for (column, &place) in places.iter().enumerate() {
            self.basis[place as usize] = basis[column];
            self.prices[place as usize] = prices[column];
            self.place[basis[column] as usize] = place;
        }
        self.values.clear();
        self.values.resize(self.rows.len(), 1.0);
        self.factor.forward(&mut self.values);
        // y = B⁻ᵀ c_B, then reduced costs c − yA.
        let mut dual: Vec<f64> = self
            .basis
            .iter()
            .map(|&variable| self.costs.get(variable as usize).copied().unwrap_or(0.0))
            .collect();
        self.factor.backward(&mut dual);
        for variable in 0..structurals {
            self.reduced[variable] = if self.place[variable] == FREE {
                let load: f64 = self.columns[variable]
                    .iter()
                    .map(|&row| dual[row as usize])
                    .sum();
                self.costs[variable] - load
            } else {
                0.0
            };
        }
        for (row, &dual) in dual.iter().enumerate() {
            self.reduced[structurals + row] = if self.place[structurals + row] == FREE {
                dual
            } else {
                0.0
            };
        }
        Ok(())
    }

    /// Forgets the basis: every row's surplus becomes basic.
    fn restart(&mut self) {
        let structurals = self.costs.len();
        self.place.fill(FREE);
        for row in 0..self.rows.len() {
            self.basis[row] = (structurals + row) as u32;
            self.place[structurals + row] = row as u32;
        }
        self.prices.fill(1.0);
        let _ = self.refactor();
    }

    /// Runs the dual simplex method until all rows hold, or the value passes `ceiling`.
    pub(super) fn run(&mut self, ceiling: f64, most_pivots: u64) -> End {
        let size = self.rows.len();
        let structurals = self.costs.len();
        let mut row = vec![0.0; size];
        let mut column = vec![0.0; size];
        let mut steepest = vec![0.0; size];
        let mut across = vec![0.0; structurals];
        let mut touched: Vec<u32> = Vec::new();
        let mut marked = vec![false; structurals];
        let mut restarts = 0;
        let stop = self.pivots + most_pivots;
        let mut checked = self.pivots;
        loop {
            if self.factor.changes() >= REFACTOR {
                if self.refactor().is_err() {
                    restarts += 1;
                    if restarts > 2 {
                        return End::Stopped;
                    }
                    self.restart();
                }
                if self.objective() >= ceiling {
                    return End::Ceiling;
                }
            }
            if self.pivots >= stop {
                let _ = self.refactor();
                return End::Stopped;
            }
            let mut leaving = None;
            let mut most = 0.0;
            for (place, &value) in self.values.iter().enumerate() {
                if value < -PRIMAL {
                    let score = value * value / self.prices[place];
                    if score > most {
                        most = score;
                        leaving = Some(place);
                    }
                }
            }
            let Some(leaving) = leaving else {
                if self.factor.changes() > 0 && checked != self.pivots {
                    // Believe the end only with fresh factors.
                    checked = self.pivots;
                    if self.refactor().is_ok() {
                        continue;
                    }
                }
                return End::Optimal;
            };
            row.fill(0.0);
            row[leaving] = 1.0;
            self.factor.backward(&mut row);
            for &variable in &touched {
                across[variable as usize] = 0.0;
                marked[variable as usize] = false;
            }
            touched.clear();
            for (at, &value) in row.iter().enumerate() {
                if value.abs() > 1e-12 {
                    for &variable in &self.rows[at] {
                        if self.place[variable as usize] == FREE {
                            if !marked[variable as usize] {
                                marked[variable as usize] = true;
                                touched.push(variable);
                            }
                            across[variable as usize] += value;
                        }
                    }
                }
            }
            let Some(entering) = self.entering(&row, &across, &touched) else {
                // A row that cannot hold: impossible but for rounding.
                if self.factor.changes() > 0 && self.refactor().is_ok() {
                    restarts += 1;
                    if restarts <= 2 {
                        continue;
                    }
                }
                return End::Stopped;
            };
            column.fill(0.0);
            if entering < structurals {
                for &at in &self.columns[entering] {
                    column[at as usize] = 1.0;
                }
            } else {
                column[entering - structurals] = -1.0;
            }
            self.factor.forward(&mut column);
            let by_row = if entering < structurals {
                across[entering]
            } else {
                -row[entering - structurals]
            };
            let pivot = column[leaving];
            if (pivot - by_row).abs() > 1e-6 * (1.0 + pivot.abs()) || pivot.abs() < 1e-9 {
                restarts += 1;
                if restarts > 20 {
                    return End::Stopped;
                }
                if self.factor.changes() == 0 || self.refactor().is_err() {
                    self.restart();
                }
                continue;
            }
            // Duals.
            let step = self.reduced[entering] / by_row;
            for &variable in &touched {
                self.reduced[variable as usize] -= step * across[variable as usize];
            }
            for (at, &value) in row.iter().enumerate() {
                if value != 0.0 && self.place[structurals + at] == FREE {
                    self.reduced[structurals + at] += step * value;
                }
            }
            let left = self.basis[leaving] as usize;
            self.reduced[entering] = 0.0;
            self.reduced[left] = -step;
            // Steepest-edge prices.
            steepest.copy_from_slice(&row);
            self.factor.forward(&mut steepest);
            let norm = self.prices[leaving].max(1e-9);
            for (place, &value) in column.iter().enumerate() {
                if place != leaving && value.abs() > 1e-12 {
                    let share = value / pivot;
                    let price =
                        self.prices[place] - 2.0 * share * steepest[place] + share * share * norm;
                    self.prices[place] = price.max(1e-4);
                }
            }
            self.prices[leaving] = (norm / (pivot * pivot)).max(1e-4);
            // Values.
            let length = self.values[leaving] / pivot;
            for (place, &value) in column.iter().enumerate() {
                if value != 0.0 {
                    self.values[place] -= length * value;
                }
            }
            self.values[leaving] = length;
            self.factor.replace(leaving, &column);
            self.place[left] = FREE;
            self.place[entering] = leaving as u32;
            self.basis[leaving] = entering as u32;
            self.pivots += 1;
        }
    }

    /// Returns the entering variable by Harris' two-pass ratio test (1973).
    fn entering(&self, row: &[f64], across: &[f64], touched: &[u32]) -> Option<usize> {
        let structurals = self.costs.len();
        const PIVOT: f64 = 1e-7;
        let candidates = || {
            touched
                .iter()
                .map(|&variable| (variable as usize, across[variable as usize]))
                .chain(
                    row.iter()
                        .enumerate()
                        .map(|(at, &value)| (structurals + at, -value)),
                )
                .filter(|&(variable, value)| value < -PIVOT && self.place[variable] == FREE)
        };
        let limit = candidates()
            .map(|(variable, value)| (self.reduced[variable].max(0.0) + DUAL) / -value)
            .fold(f64::INFINITY, f64::min);
        let mut best: Option<(f64, usize)> = None;
        for (variable, value) in candidates() {
            if self.reduced[variable] / -value <= limit
                && best.is_none_or(|(most, _)| -value > most)
            {
                best = Some((-value, variable));
            }
        }
        best.map(|(_, variable)| variable)
    }
}
