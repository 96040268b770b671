//! Lower bounds: a fractional packing of cycles, checked in integers.

use super::cycles::{Ties, violated};
use super::exact::Work;
use super::instance::{Instance, Sides};
use super::packing::pack;
use super::search::Flat;
use super::simplex::{End, Programme};
use crate::dice::Dice;

/// The cycle programme of a block with the cycles found so far.
pub(super) struct Relaxation {
    pub(super) ties: Ties,
    triangles: Vec<[u32; 3]>,
    packing: Packing,
}

/// A packing of cycles into the weights of ties, and the linear programme that makes it better.
pub(super) struct Packing {
    programme: Programme,
    /// Weight that counts as 1 in the programme.
    unit: f64,
}

/// A lower bound that holds whatever the rounding and wherever the packing came from: a sum of
/// integers over rows each of which is checked to hold a tie that must be paid for.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// The bound in units of `1 / FINE`.
    pub(super) fine: i128,
    /// What each tie could still pay: the bound rises by this if the tie is paid for.
    pub(super) spare: Vec<i128>,
}

/// How finely the packing is counted.
pub(super) const FINE: i128 = 1 << 24;

impl Bound {
    /// Returns the least integer at or above the bound, with `more` added.
    pub(super) fn whole(&self, more: i128) -> i64 {
        let sum = self.fine + more;
        (sum.div_euclid(FINE) + i128::from(sum.rem_euclid(FINE) != 0)) as i64
    }

    /// Returns how far the bound is from a ceiling, in the same units.
    pub(super) fn missing(&self, ceiling: i64) -> i128 {
        i128::from(ceiling) * FINE - self.fine
    }
}

impl Packing {
    /// Returns an empty packing.
    fn empty(ties: &Ties) -> Self {
        let total: f64 = ties.weights.iter().map(|weight| weight.abs() as f64).sum();
        let unit = (total / ties.weights.len().max(1) as f64).max(1.0);
        // Costs a little below the weights, each by another amount, keep the simplex method from
        // circling among equals; the packing stays within the weights.
        let mut dice = Dice::new(7);
        let costs: Vec<f64> = ties
            .weights
            .iter()
            .map(|weight| {
                let share = 1e-6 * (1.0 + dice.below(1000) as f64 / 1000.0);
                weight.abs() as f64 / unit * (1.0 - share)
            })
            .collect();
        Self {
            programme: Programme::new(costs),
            unit,
        }
    }

    /// Returns a packing of cycles with a single tie that is frustrated under `sides`.
    pub(super) fn new(ties: &Ties, sides: &[i8]) -> Self {
        let mut packing = Self::empty(ties);
        let packed = pack(ties, packing.programme.costs(), sides);
        let packed = packed.into_iter().map(|cycle| (cycle.row, cycle.used_up));
        packing.programme.start(packed);
        packing
    }

    /// Solves the programme; the value may stop short at `ceiling`.
    pub(super) fn solve(&mut self, ceiling: i64, work: &mut Work) -> End {
        let most = (20_000 + 4 * self.programme.rows().len() as u64).min(work.pivots);
        let before = self.programme.pivots;
        let end = self.programme.run((ceiling as f64 + 0.5) / self.unit, most);
        work.pivots = work.pivots.saturating_sub(self.programme.pivots - before);
        end
    }

    /// Returns the bound from the rows that `holds` shows to hold a tie that must be paid for.
    pub(super) fn bound(&self, ties: &Ties, holds: impl Fn(&[u32]) -> bool) -> Bound {
        let mut fine = 0_i128;
        let mut spare: Vec<i128> = ties
            .weights
            .iter()
            .map(|weight| i128::from(weight.abs()) * FINE)
            .collect();
        for (at, row) in self.programme.rows().iter().enumerate() {
            let packed = (self.programme.dual(at) * self.unit * FINE as f64).floor();
            if packed > 0.0 && packed < 1e30 && holds(row) {
                let packed = packed as i128;
                fine += packed;
                for &tie in row {
                    spare[tie as usize] -= packed;
                }
            }
        }
        for left in &mut spare {
            // A tie packed beyond its weight gives back what is too much.
            fine += (*left).min(0);
            *left = (*left).max(0);
        }
        Bound { fine, spare }
    }

    /// Returns what each tie pays in the programme's present solution.
    pub(super) fn values(&self) -> Vec<f64> {
        (0..self.programme.costs().len())
            .map(|tie| self.programme.value(tie))
            .collect()
    }

    /// Adds rows. Those that do not hold tightly are dropped, sooner while the bound makes progress.
    pub(super) fn cut(&mut self, rows: Vec<Vec<u32>>, progress: bool) {
        self.programme.purge(if progress { 1 } else { 4 });
        self.programme.add(rows);
    }

    /// Takes the weights themselves for costs, the basis staying: where it is as good for them, the
    /// packing loses nothing.
    pub(super) fn at_weights(&mut self, ties: &Ties) {
        let weights = ties.weights.iter();
        let costs = weights.map(|weight| weight.abs() as f64 / self.unit);
        self.programme.reprice(costs.collect());
    }
}

impl Relaxation {
    pub(super) fn new(block: &Instance, cycles: &[Vec<u32>], sides: &[i8]) -> Self {
        let ties = Ties::of(block);
        let mut packing = if cycles.is_empty() {
            Packing::new(&ties, sides)
        } else {
            Packing::empty(&ties)
        };
        let mut rows: Vec<Vec<u32>> = cycles
            .iter()
            .filter_map(|cycle| ties.row(&ties.simple(cycle)?))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        packing.programme.add(rows);
        Self {
            triangles: ties.negative_triangles(),
            ties,
            packing,
        }
    }

    /// Solves the programme; the value may stop short at `ceiling`.
    pub(super) fn solve(&mut self, ceiling: i64, work: &mut Work) -> End {
        self.packing.solve(ceiling, work)
    }

    pub(super) fn bound(&self) -> Bound {
        let holds = |row: &[u32]| self.ties.is_negative(row);
        self.packing.bound(&self.ties, holds)
    }

    pub(super) fn values(&self) -> Vec<f64> {
        self.packing.values()
    }

    /// Adds violated cycles; returns how many.
    pub(super) fn cut(&mut self, values: &[f64], most: usize, progress: bool) -> usize {
        let rows = violated(&self.ties, &self.triangles, values, most);
        let count = rows.len();
        self.packing.cut(rows, progress);
        count
    }

    /// Returns the cycles of the rows that hold tightly, as walks over nodes.
    pub(super) fn tight(&self) -> Vec<Vec<u32>> {
        let programme = &self.packing.programme;
        programme
            .rows()
            .iter()
            .enumerate()
            .filter(|&(at, _)| programme.dual(at) > 1e-9)
            .filter_map(|(_, row)| self.walk(row))
            .collect()
    }

    /// Puts the ties of a cycle in order.
    fn walk(&self, row: &[u32]) -> Option<Vec<u32>> {
        let mut left: Vec<(u32, u32)> = row
            .iter()
            .map(|&tie| self.ties.ends[tie as usize])
            .collect();
        let (first, mut last) = left.pop()?;
        let mut walk = vec![first];
        while last != first {
            walk.push(last);
            let at = left.iter().position(|&(a, b)| a == last || b == last)?;
            let (a, b) = left.swap_remove(at);
            last = if a == last { b } else { a };
        }
        left.is_empty().then_some(walk)
    }

    /// Returns camps that follow the ties with the least values, improved by single changes.
    pub(super) fn round(&self, flat: &Flat, values: &[f64]) -> Sides {
        let nodes = flat.nodes();
        let mut order: Vec<u32> = (0..self.ties.ends.len() as u32).collect();
        order.sort_by(|&x, &y| {
            values[x as usize]
                .total_cmp(&values[y as usize])
                .then_with(|| {
                    self.ties.weights[y as usize]
                        .abs()
                        .cmp(&self.ties.weights[x as usize].abs())
                })
                .then(x.cmp(&y))
        });
        let mut signed = SignedSets::new(nodes);
        for tie in order {
            let (a, b) = self.ties.ends[tie as usize];
            let sign = if values[tie as usize] > 0.5 {
                -self.ties.sign(tie)
            } else {
                self.ties.sign(tie)
            };
            signed.relate(a, b, sign);
        }
        let mut sides: Sides = (0..nodes as u32).map(|node| signed.root(node).1).collect();
        flat.descend(&mut sides);
        sides
    }
}

/// Sets of nodes whose sides are fixed relative to one another.
pub(super) struct SignedSets {
    parent: Vec<u32>,
    sign: Vec<i8>,
}

impl SignedSets {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            parent: (0..nodes as u32).collect(),
            sign: vec![1; nodes],
        }
    }

    /// Returns the head of a node's set and the node's side relative to it.
    pub(super) fn root(&mut self, node: u32) -> (u32, i8) {
        let (mut at, mut sign) = (node, 1);
        while self.parent[at as usize] != at {
            sign *= self.sign[at as usize];
            at = self.parent[at as usize];
        }
        self.parent[node as usize] = at;
        self.sign[node as usize] = sign;
        (at, sign)
    }

    /// Fixes the relation of two nodes; returns `None` if that contradicts what is fixed, else
    /// whether it was new.
    pub(super) fn relate(&mut self, a: u32, b: u32, sign: i8) -> Option<bool> {
        let ((a, sa), (b, sb)) = (self.root(a), self.root(b));
        if a == b {
            return (sa * sb == sign).then_some(false);
        }
        let (kept, gone) = (a.min(b), a.max(b));
        self.parent[gone as usize] = kept;
        self.sign[gone as usize] = sa * sb * sign;
        Some(true)
    }
}
