//! Lower bounds by vectors, for dense blocks that cycles bound badly.
//!
//! Sides ±1 are relaxed to unit vectors, the product of two sides to that of two vectors (Goemans
//! and Williamson 1995, *JACM* 42), and every three nodes must keep the triangle inequalities that
//! sides keep: `|±a ± b ± c| ≥ 1`. Camps in dense graphs are proved with this bound elsewhere too
//! (Rendl, Rinaldi and Wiegele 2010, *Mathematical Programming* 121). The vectors are found in few
//! dimensions (Burer and Monteiro 2003) by limited-memory quasi-Newton steps on the augmented
//! Lagrangian of the triangles.
//!
//! Nothing rests on that search having ended well. From the prices of the triangles a bound is
//! computed that holds for any prices, given a number that no eigenvalue of a matrix is below; and
//! that number is checked by a Cholesky factorisation, whose success proves it but for an error far
//! within the margin that is taken off (Rump 2006, *BIT* 46).

use super::instance::{Instance, Sides, Step};
use super::search::Flat;
use crate::dice::Dice;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Three nodes, each perhaps turned, whose vectors must not cancel; with the price of that.
#[derive(Debug, Clone)]
pub(super) struct Triangle {
    corners: [(u32, i8); 3],
    price: f64,
}

/// What a question learns from the one that it is a part of.
#[derive(Debug, Clone, Default)]
pub(super) struct Start {
    triangles: Vec<Triangle>,
    /// The vector of each node, empty where there is none.
    vectors: Vec<Vec<f64>>,
}

impl Start {
    /// Carries everything over the steps of a reduction.
    pub(super) fn carried(&self, steps: &[Step], nodes: usize) -> Self {
        const GONE: u32 = u32::MAX;
        let mut now: Vec<(u32, i8)> = (0..nodes as u32).map(|node| (node, 1)).collect();
        for step in steps.iter().rev() {
            match *step {
                Step::Joined { gone, kept, sign } => {
                    let (to, turned) = now[kept as usize];
                    now[gone as usize] = (to, turned * sign);
                }
                Step::Left { gone, .. } => now[gone as usize].0 = GONE,
            }
        }
        let renamed = self.renamed(|node| Some(now[node as usize]).filter(|to| to.0 != GONE));
        Self {
            triangles: renamed,
            vectors: self.vectors.clone(),
        }
    }

    /// Returns what concerns some nodes, in the nodes' new numbers.
    pub(super) fn within(&self, nodes: &[u32]) -> Self {
        let place = |node: u32| nodes.binary_search(&node).ok().map(|at| (at as u32, 1));
        Self {
            triangles: self.renamed(place),
            vectors: nodes
                .iter()
                .filter_map(|&node| self.vectors.get(node as usize).cloned())
                .collect(),
        }
    }

    fn renamed(&self, name: impl Fn(u32) -> Option<(u32, i8)>) -> Vec<Triangle> {
        let mut kept: BTreeMap<[(u32, i8); 3], f64> = BTreeMap::new();
        for triangle in &self.triangles {
            let mut corners = triangle.corners;
            let mut whole = true;
            for (node, sign) in &mut corners {
                match name(*node) {
                    Some((to, turned)) => (*node, *sign) = (to, *sign * turned),
                    None => whole = false,
                }
            }
            if let Some(corners) = ordered(corners).filter(|_| whole) {
                *kept.entry(corners).or_default() += triangle.price;
            }
        }
        kept.into_iter()
            .map(|(corners, price)| Triangle { corners, price })
            .collect()
    }
}

/// Puts corners in order, the last one unturned; `None` where two of them are the same node.
fn ordered(mut corners: [(u32, i8); 3]) -> Option<[(u32, i8); 3]> {
    corners.sort_unstable();
    if corners[0].0 == corners[1].0 || corners[1].0 == corners[2].0 {
        return None;
    }
    let last = corners[2].1;
    Some(corners.map(|(node, sign)| (node, sign * last)))
}

/// The vectors of a block.
pub(super) struct Vectors {
    nodes: usize,
    rank: usize,
    /// Ties with their weights in units of `unit`, a power of two.
    edges: Vec<(u32, u32, f64)>,
    total: f64,
    unit: f64,
    at: Vec<f64>,
    triangles: Vec<Triangle>,
    stiffness: f64,
}

/// Quasi-Newton steps for the first vectors, and for each round after.
const STEPS: (usize, usize) = (200, 25);
/// Rounds of adding triangles.
const ROUNDS: usize = 60;
/// The bound is computed every so many rounds.
const CHECK: usize = 3;
/// Pairs of steps and slopes that the quasi-Newton method remembers.
const MEMORY: usize = 10;
/// Triangles are added when they fall short of their inequality by more than this.
const VIOLATED: f64 = 0.02;

impl Vectors {
    pub(super) fn new(block: &Instance, start: &Start) -> Self {
        let nodes = block.nodes();
        let weights: Vec<(u32, u32, i64)> = block.edges().collect();
        let sum: f64 = weights.iter().map(|(_, _, w)| w.abs() as f64).sum();
        let mean = sum / weights.len().max(1) as f64;
        let mut unit = 1.0;
        while unit * 1.5 < mean {
            unit *= 2.0;
        }
        let rank = (((2.0 * nodes as f64).sqrt() as usize + 4) / 4 * 4).clamp(8, 32);
        let mut dice = Dice::new(nodes as u64 + 11);
        let mut at: Vec<f64> = (0..nodes * rank)
            .map(|_| dice.below(2001) as f64 / 1000.0 - 1.0)
            .collect();
        if start.vectors.len() == nodes {
            for (own, known) in at.chunks_exact_mut(rank).zip(&start.vectors) {
                for (place, entry) in own.iter_mut().enumerate() {
                    let noise = *entry * 1e-2;
                    *entry = known.get(place).copied().unwrap_or(0.0) + noise;
                }
            }
        }
        let mut vectors = Self {
            nodes,
            rank,
            edges: weights
                .iter()
                .map(|&(a, b, weight)| (a, b, weight as f64 / unit))
                .collect(),
            total: sum / unit,
            unit,
            at,
            triangles: start.triangles.clone(),
            stiffness: 0.3,
        };
        // Prices are kept in the block's weights.
        for triangle in &mut vectors.triangles {
            triangle.price /= unit;
        }
        vectors.normalise();
        vectors
    }

    /// Returns what a part of the question may start from.
    pub(super) fn start(&self) -> Start {
        let mut triangles = self.triangles.clone();
        for triangle in &mut triangles {
            triangle.price *= self.unit;
        }
        Start {
            triangles,
            vectors: self
                .at
                .chunks_exact(self.rank)
                .map(<[f64]>::to_vec)
                .collect(),
        }
    }

    /// Improves the bound on the cost until it passes `goal`, does not get there, or `steps` are
    /// used up. Returns a bound that holds.
    pub(super) fn tighten(&mut self, goal: f64, steps: &mut u64) -> f64 {
        let mut best = f64::NEG_INFINITY;
        let mut last = f64::NEG_INFINITY;
        self.descend(STEPS.0, steps);
        for round in 0..ROUNDS {
            self.reprice();
            if round % CHECK == 0 {
                let bound = self.bound();
                best = best.max(bound);
                let hope = bound + 6.0 * (bound - last);
                if best >= goal || *steps == 0 || (round > 2 * CHECK && hope < goal) {
                    break;
                }
                last = bound;
            }
            self.separate();
            self.descend(STEPS.1, steps);
        }
        best
    }

    fn slack(&self, triangle: &Triangle) -> f64 {
        let sum = self.sum(&self.at, triangle);
        (dot(&sum[..self.rank], &sum[..self.rank]) - 1.0) / 2.0
    }

    fn sum(&self, vectors: &[f64], triangle: &Triangle) -> [f64; 32] {
        let mut sum = [0.0; 32];
        for (node, sign) in triangle.corners {
            let own = &vectors[node as usize * self.rank..][..self.rank];
            let sign = f64::from(sign);
            for (entry, value) in sum.iter_mut().zip(own) {
                *entry += sign * value;
            }
        }
        sum
    }

    /// Moves the prices of the triangles as the augmented Lagrangian has it, and drops those that
    /// cost nothing.
    fn reprice(&mut self) {
        let mut triangles = std::mem::take(&mut self.triangles);
        triangles.retain_mut(|triangle| {
            let slack = self.slack(triangle);
            triangle.price = (triangle.price - self.stiffness * slack).max(0.0);
            triangle.price > 0.0 || slack < VIOLATED
        });
        self.triangles = triangles;
    }

    /// Adds the triangles that fall shortest.
    fn separate(&mut self) {
        let held: BTreeSet<[(u32, i8); 3]> = self
            .triangles
            .iter()
            .map(|triangle| triangle.corners)
            .collect();
        let products = self.products();
        let row = |node: usize| &products[node * self.nodes..][..self.nodes];
        let mut found: Vec<(f64, [(u32, i8); 3])> = Vec::new();
        for a in 0..self.nodes {
            for b in a + 1..self.nodes {
                let ab = row(a)[b];
                for c in b + 1..self.nodes {
                    let (ac, bc) = (row(a)[c], row(b)[c]);
                    for (x, y) in [(1_i8, 1_i8), (1, -1), (-1, 1), (-1, -1)] {
                        let (fx, fy) = (f64::from(x), f64::from(y));
                        let slack = fx * fy * ab + fx * ac + fy * bc + 1.0;
                        if slack < -VIOLATED {
                            found.push((slack, [(a as u32, x), (b as u32, y), (c as u32, 1)]));
                        }
                    }
                }
            }
        }
        found.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let most = 3 * self.nodes;
        for (_, corners) in found
            .into_iter()
            .filter(|(_, corners)| !held.contains(corners))
            .take(most)
        {
            self.triangles.push(Triangle {
                corners,
                price: 0.0,
            });
        }
    }

    /// Returns the products of all pairs of vectors.
    pub(super) fn products(&self) -> Vec<f64> {
        let own = |node: usize| &self.at[node * self.rank..][..self.rank];
        let mut products = vec![1.0; self.nodes * self.nodes];
        for a in 0..self.nodes {
            for b in 0..a {
                let product = dot(own(a), own(b));
                products[a * self.nodes + b] = product;
                products[b * self.nodes + a] = product;
            }
        }
        products
    }

    /// Returns the pair whose sides the vectors leave most open, and how it leans.
    pub(super) fn open_pair(&self, block: &Instance) -> (u32, u32, i8) {
        let products = self.products();
        let strength: Vec<f64> = (0..self.nodes as u32)
            .map(|node| {
                block
                    .ties(node)
                    .values()
                    .map(|weight| weight.abs() as f64)
                    .sum()
            })
            .collect();
        let mut chosen = (f64::NEG_INFINITY, 0, 1, 1);
        for a in 0..self.nodes {
            for b in a + 1..self.nodes {
                let product = products[a * self.nodes + b];
                let score = (1.0 - product.abs()) * strength[a] * strength[b];
                if score > chosen.0 {
                    chosen = (
                        score,
                        a as u32,
                        b as u32,
                        if product < 0.0 { -1 } else { 1 },
                    );
                }
            }
        }
        (chosen.1, chosen.2, chosen.3)
    }

    /// Returns camps on either side of planes drawn by chance, improved by single changes.
    pub(super) fn round(&self, flat: &Flat, tries: usize) -> Vec<Sides> {
        let mut dice = Dice::new(self.nodes as u64 + 5);
        (0..tries)
            .map(|_| {
                let plane: Vec<f64> = (0..self.rank)
                    .map(|_| dice.below(2001) as f64 - 1000.0)
                    .collect();
                let mut sides: Sides = self
                    .at
                    .chunks_exact(self.rank)
                    .map(|own| if dot(own, &plane) < 0.0 { -1 } else { 1 })
                    .collect();
                flat.descend(&mut sides);
                sides
            })
            .collect()
    }

    /// Makes every vector one of length one.
    fn normalise(&mut self) {
        for own in self.at.chunks_exact_mut(self.rank) {
            let length = dot(own, own).sqrt();
            if length > 1e-12 {
                own.iter_mut().for_each(|entry| *entry /= length);
            } else {
                own.fill(0.0);
                own[0] = 1.0;
            }
        }
    }

    /// Returns the augmented Lagrangian of unnormalised vectors, and its slope.
    fn value(&self, at: &[f64], slope: &mut [f64], unit: &mut [f64]) -> f64 {
        let rank = self.rank;
        let mut lengths = vec![1.0; self.nodes];
        for ((own, out), length) in at
            .chunks_exact(rank)
            .zip(unit.chunks_exact_mut(rank))
            .zip(&mut lengths)
        {
            *length = dot(own, own).sqrt().max(1e-12);
            for (entry, value) in out.iter_mut().zip(own) {
                *entry = value / *length;
            }
        }
        slope.fill(0.0);
        let mut value = 0.0;
        for &(a, b, weight) in &self.edges {
            let (a, b) = (a as usize * rank, b as usize * rank);
            value -= weight * dot(&unit[a..a + rank], &unit[b..b + rank]);
            for place in 0..rank {
                slope[a + place] -= weight * unit[b + place];
                slope[b + place] -= weight * unit[a + place];
            }
        }
        for triangle in &self.triangles {
            let sum = self.sum(unit, triangle);
            let slack = (dot(&sum[..rank], &sum[..rank]) - 1.0) / 2.0;
            let force = triangle.price - self.stiffness * slack;
            if force <= 0.0 {
                value -= triangle.price * triangle.price / (2.0 * self.stiffness);
                continue;
            }
            value += (force * force - triangle.price * triangle.price) / (2.0 * self.stiffness);
            for (node, sign) in triangle.corners {
                let pull = force * f64::from(sign);
                let own = &mut slope[node as usize * rank..][..rank];
                for (entry, direction) in own.iter_mut().zip(&sum) {
                    *entry -= pull * direction;
                }
            }
        }
        for ((own, out), length) in unit
            .chunks_exact(rank)
            .zip(slope.chunks_exact_mut(rank))
            .zip(&lengths)
        {
            let along = dot(own, out);
            for (entry, value) in out.iter_mut().zip(own) {
                *entry = (*entry - along * value) / length;
            }
        }
        value
    }

    /// Takes up to `most` quasi-Newton steps (Liu and Nocedal 1989).
    fn descend(&mut self, most: usize, steps: &mut u64) {
        let size = self.at.len();
        let mut at = self.at.clone();
        let mut unit = vec![0.0; size];
        let mut slope = vec![0.0; size];
        let mut value = self.value(&at, &mut slope, &mut unit);
        let mut memory: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
        let mut trial = vec![0.0; size];
        let mut trial_slope = vec![0.0; size];
        for _ in 0..most {
            if *steps == 0 || dot(&slope, &slope) < 1e-8 * self.nodes as f64 {
                break;
            }
            let mut direction = towards(&slope, &memory);
            let mut fall = dot(&direction, &slope);
            if fall > -1e-14 {
                memory.clear();
                direction = slope.iter().map(|entry| -entry).collect();
                fall = -dot(&slope, &slope);
            }
            let mut length = if memory.is_empty() {
                0.3 / (-fall).sqrt().max(1.0)
            } else {
                1.0
            };
            let mut moved = false;
            for _ in 0..12 {
                for ((entry, start), step) in trial.iter_mut().zip(&at).zip(&direction) {
                    *entry = start + length * step;
                }
                *steps = steps.saturating_sub(1);
                let reached = self.value(&trial, &mut trial_slope, &mut unit);
                if reached <= value + 1e-4 * length * fall {
                    let step: Vec<f64> =
                        trial.iter().zip(&at).map(|(to, from)| to - from).collect();
                    let turn: Vec<f64> = trial_slope
                        .iter()
                        .zip(&slope)
                        .map(|(to, from)| to - from)
                        .collect();
                    let curve = dot(&step, &turn);
                    if curve > 1e-12 {
                        if memory.len() == MEMORY {
                            memory.pop_front();
                        }
                        memory.push_back((step, turn, 1.0 / curve));
                    }
                    std::mem::swap(&mut at, &mut trial);
                    std::mem::swap(&mut slope, &mut trial_slope);
                    value = reached;
                    moved = true;
                    break;
                }
                length *= 0.5;
            }
            if !moved {
                if memory.is_empty() {
                    break;
                }
                memory.clear();
            }
        }
        self.at = at;
        self.normalise();
    }

    /// Returns a bound on the cost of every assignment, whatever the vectors and prices are.
    ///
    /// With prices `p ≥ 0` on triangles `t(x) + 1 ≥ 0` and any numbers `d`, an assignment `x` has
    /// `−Σwxx ≥ −Σp + ½(xᵀ(C + Diag d)x − Σd) ≥ −Σp + ½(n·λ − Σd)`, where `C` holds the weights
    /// with the prices taken in and `λ` is at most the least eigenvalue of `C + Diag d`.
    fn bound(&self) -> f64 {
        let nodes = self.nodes;
        let mut matrix = vec![0.0; nodes * nodes];
        for &(a, b, weight) in &self.edges {
            matrix[b as usize * nodes + a as usize] -= weight;
        }
        let mut prices = 0.0;
        for triangle in &self.triangles {
            prices += triangle.price;
            for (one, other) in [(0, 1), (0, 2), (1, 2)] {
                let ((a, x), (b, y)) = (triangle.corners[one], triangle.corners[other]);
                matrix[b as usize * nodes + a as usize] -=
                    f64::from(x) * f64::from(y) * triangle.price;
            }
        }
        let products = self.products();
        let mut diagonal = vec![0.0; nodes];
        for a in 0..nodes {
            for b in 0..a {
                let pull = matrix[a * nodes + b] * products[a * nodes + b];
                diagonal[a] -= pull;
                diagonal[b] -= pull;
            }
        }
        let sum: f64 = diagonal.iter().sum();
        let scale = diagonal
            .iter()
            .fold(1.0_f64, |most, entry| most.max(entry.abs()));
        let definite = |shift: f64| {
            let mut lower = matrix.clone();
            for a in 0..nodes {
                // The margin is far above what rounding can hide.
                lower[a * nodes + a] = diagonal[a] + shift - 1e-9 * scale;
            }
            factors(&mut lower, nodes)
        };
        let (mut fails, mut holds) = (0.0, 1e-4 * scale);
        while !definite(holds) {
            fails = holds;
            holds *= 2.0;
            if holds > 1e6 * scale {
                return f64::NEG_INFINITY;
            }
        }
        for _ in 0..4 {
            let middle = (fails + holds) / 2.0;
            if definite(middle) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        let inner = -prices - 0.5 * (nodes as f64 * holds + sum);
        let bound = (self.total + inner) / 2.0;
        (bound - 1e-7 * (self.total + prices + sum.abs())) * self.unit
    }
}

/// Tells whether a symmetric matrix, of which the lower half is given, is positive definite.
fn factors(lower: &mut [f64], nodes: usize) -> bool {
    for a in 0..nodes {
        let (above, own) = lower.split_at_mut(a * nodes);
        let own = &mut own[..nodes];
        for b in 0..a {
            let other = &above[b * nodes..][..nodes];
            own[b] = (own[b] - dot(&own[..b], &other[..b])) / other[b];
        }
        let rest = own[a] - dot(&own[..a], &own[..a]);
        if rest <= 0.0 || !rest.is_finite() {
            return false;
        }
        own[a] = rest.sqrt();
    }
    true
}

/// Returns the quasi-Newton direction.
fn towards(slope: &[f64], memory: &VecDeque<(Vec<f64>, Vec<f64>, f64)>) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|entry| -entry).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for (step, turn, inverse) in memory.iter().rev() {
        let share = inverse * dot(step, &direction);
        for (entry, turn) in direction.iter_mut().zip(turn) {
            *entry -= share * turn;
        }
        shares.push(share);
    }
    if let Some((_, turn, inverse)) = memory.back() {
        let scale = 1.0 / (inverse * dot(turn, turn)).max(1e-12);
        direction.iter_mut().for_each(|entry| *entry *= scale);
    }
    for ((step, turn, inverse), share) in memory.iter().zip(shares.iter().rev()) {
        let back = inverse * dot(turn, &direction);
        for (entry, step) in direction.iter_mut().zip(step) {
            *entry += (share - back) * step;
        }
    }
    direction
}

/// Returns the inner product, summed in four strands so that processors can take them at once.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (ones, others) = (one.chunks_exact(4), other.chunks_exact(4));
    let rest: f64 = ones
        .remainder()
        .iter()
        .zip(others.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in ones.zip(others) {
        for strand in 0..4 {
            sums[strand] += a[strand] * b[strand];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests;
