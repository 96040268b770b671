//! Good camps quickly: a tabu search over single changes of side.
//!
//! It gives the upper bound that the exact search starts from; nothing is proved here.

use super::instance::{Instance, Sides};
use crate::dice::Dice;

/// An instance as flat neighbour lists, for loops that touch every tie often.
#[derive(Debug, Clone)]
pub(super) struct Flat {
    start: Vec<usize>,
    ties: Vec<(u32, i64)>,
}

impl Flat {
    pub(super) fn of(instance: &Instance) -> Self {
        let mut start = vec![0];
        let mut ties = Vec::new();
        for node in 0..instance.nodes() as u32 {
            ties.extend(
                instance
                    .ties(node)
                    .iter()
                    .map(|(&other, &weight)| (other, weight)),
            );
            start.push(ties.len());
        }
        Self { start, ties }
    }

    pub(super) fn nodes(&self) -> usize {
        self.start.len() - 1
    }

    fn around(&self, node: usize) -> &[(u32, i64)] {
        &self.ties[self.start[node]..self.start[node + 1]]
    }

    /// Returns for each node what changing its side adds to the frustration.
    fn prices(&self, sides: &[i8]) -> Vec<i64> {
        (0..sides.len())
            .map(|node| {
                let pull: i64 = self
                    .around(node)
                    .iter()
                    .map(|&(other, weight)| weight * i64::from(sides[other as usize]))
                    .sum();
                pull * i64::from(sides[node])
            })
            .collect()
    }

    fn change(&self, node: usize, sides: &mut [i8], prices: &mut [i64]) {
        sides[node] = -sides[node];
        prices[node] = -prices[node];
        for &(other, weight) in self.around(node) {
            let other = other as usize;
            prices[other] += 2 * weight * i64::from(sides[node]) * i64::from(sides[other]);
        }
    }

    /// Changes sides while that lowers the frustration.
    pub(super) fn descend(&self, sides: &mut [i8]) {
        let mut prices = self.prices(sides);
        let mut todo: Vec<usize> = (0..sides.len()).rev().collect();
        while let Some(node) = todo.pop() {
            if prices[node] < 0 {
                self.change(node, sides, &mut prices);
                todo.extend(self.around(node).iter().map(|&(other, _)| other as usize));
            }
        }
    }

    /// Walks `steps` changes from `sides`, never straight back, and returns the best seen with
    /// what it saves against the start.
    pub(super) fn walk(&self, sides: &[i8], steps: usize, dice: &mut Dice) -> (Sides, i64) {
        let nodes = sides.len();
        let mut here = sides.to_vec();
        let mut prices = self.prices(&here);
        let mut best = here.clone();
        let (mut balance, mut least) = (0, 0);
        let mut barred = vec![0_usize; nodes];
        let mut changed: Vec<usize> = Vec::new();
        let tenure = (nodes / 12).clamp(3, 40);
        for step in 1..=steps {
            let mut chosen = None;
            for node in 0..nodes {
                let price = prices[node];
                if barred[node] > step && balance + price >= least {
                    continue;
                }
                if chosen.is_none_or(|(most, _)| price < most) {
                    chosen = Some((price, node));
                }
            }
            let Some((price, node)) = chosen else {
                continue;
            };
            self.change(node, &mut here, &mut prices);
            balance += price;
            barred[node] = step + tenure + dice.below(tenure);
            changed.push(node);
            if balance < least {
                least = balance;
                // Only what changed since the best is copied.
                for &node in &changed {
                    best[node] = here[node];
                }
                changed.clear();
            }
        }
        (best, -least)
    }
}

/// Returns camps found from several starts, with their frustration.
pub(super) fn search(instance: &Instance, starts: usize, steps: usize) -> (Sides, i64) {
    let flat = Flat::of(instance);
    let nodes = instance.nodes();
    let mut dice = Dice::new(nodes as u64 + 1);
    let mut best: Option<(Sides, i64)> = None;
    for start in 0..starts.max(1) {
        let mut sides = if start == 0 {
            grown(instance, &flat)
        } else {
            let mut sides = best
                .as_ref()
                .map_or_else(|| vec![1; nodes], |(sides, _)| sides.clone());
            for _ in 0..nodes / 4 + 1 {
                let node = dice.below(nodes);
                sides[node] = -sides[node];
            }
            sides
        };
        flat.descend(&mut sides);
        let (sides, _) = flat.walk(&sides, steps, &mut dice);
        let cost = instance.cost(&sides);
        if best.as_ref().is_none_or(|&(_, least)| cost < least) {
            best = Some((sides, cost));
        }
    }
    best.unwrap_or_else(|| (vec![1; nodes], 0))
}

/// Places the nodes one after the other, the most strongly pulled first.
fn grown(instance: &Instance, flat: &Flat) -> Sides {
    let nodes = instance.nodes();
    let mut pull = vec![0_i64; nodes];
    let mut sides = vec![0_i8; nodes];
    let mut queue = std::collections::BTreeSet::new();
    let strength = |node: usize| -> i64 { flat.around(node).iter().map(|(_, w)| w.abs()).sum() };
    for node in 0..nodes {
        queue.insert((0_i64, -strength(node), node));
    }
    while let Some((_, _, node)) = queue.pop_first() {
        sides[node] = if pull[node] < 0 { -1 } else { 1 };
        for &(other, weight) in flat.around(node) {
            let other = other as usize;
            if sides[other] == 0 {
                let strength = strength(other);
                queue.remove(&(-pull[other].abs(), -strength, other));
                pull[other] += weight * i64::from(sides[node]);
                queue.insert((-pull[other].abs(), -strength, other));
            }
        }
    }
    sides
}
