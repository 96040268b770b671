//! A signed graph in integers, made smaller without changing its frustration index.
//!
//! Every step below keeps the least frustration exactly and can be undone for an assignment:
//!
//! * ties between the same pair are added up, what cancels being paid at once;
//! * a node with at most two neighbours is left out, a path through it becoming one tie;
//! * a node with three neighbours is replaced by a triangle (the star–triangle step), where the
//!   weights allow it in integers;
//! * a tie that outweighs all others of one of its ends is honoured in some optimum, and its ends
//!   become one node;
//! * an edge of a triangle that outweighs what both its ends can lose is honoured too.
//!
//! The first four are in Hüffner, Betzler and Niedermeier, "Separator-based data reduction for
//! signed graph balancing" (2010) and in Lange, Andres and Swoboda, "Combinatorial persistency
//! criteria for multicut and max-cut" (2019).

use std::collections::{BTreeMap, BTreeSet};

/// A side, +1 or −1, for every node.
pub(super) type Sides = Vec<i8>;

/// Nodes `0..n` with at most one signed tie for each pair.
#[derive(Debug, Clone, Default)]
pub(super) struct Instance {
    ties: Vec<BTreeMap<u32, i64>>,
    /// What has been paid already: frustration that no assignment avoids.
    pub(super) paid: i64,
    alive: Vec<bool>,
}

/// A step that [`Instance::reduce`] took, to be undone in reverse order.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// `gone` stands to `kept` as `sign` says.
    Joined { gone: u32, kept: u32, sign: i8 },
    /// `gone` sides with the heavier half of its former neighbours.
    Left { gone: u32, ties: Vec<(u32, i64)> },
}

impl Instance {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            ties: vec![BTreeMap::new(); nodes],
            paid: 0,
            alive: vec![true; nodes],
        }
    }

    pub(super) fn nodes(&self) -> usize {
        self.ties.len()
    }

    pub(super) fn ties(&self, node: u32) -> &BTreeMap<u32, i64> {
        &self.ties[node as usize]
    }

    /// Returns every tie once, as `(a, b, weight)` with `a < b`.
    pub(super) fn edges(&self) -> impl Iterator<Item = (u32, u32, i64)> + '_ {
        self.ties.iter().enumerate().flat_map(|(a, ties)| {
            let a = a as u32;
            ties.iter()
                .filter(move |&(&b, _)| b > a)
                .map(move |(&b, &weight)| (a, b, weight))
        })
    }

    /// Adds a signed weight to the tie of a pair and pays what cancels.
    pub(super) fn add(&mut self, a: u32, b: u32, weight: i64) {
        if weight == 0 {
            return;
        }
        if a == b {
            self.paid += (-weight).max(0);
            return;
        }
        let old = self.ties[a as usize].get(&b).copied().unwrap_or(0);
        let new = old + weight;
        self.paid += (old.abs() + weight.abs() - new.abs()) / 2;
        if new == 0 {
            self.ties[a as usize].remove(&b);
            self.ties[b as usize].remove(&a);
        } else {
            self.ties[a as usize].insert(b, new);
            self.ties[b as usize].insert(a, new);
        }
    }

    /// Returns the frustration of an assignment, without what is already paid.
    pub(super) fn cost(&self, sides: &[i8]) -> i64 {
        self.edges()
            .filter(|&(a, b, weight)| {
                (i64::from(sides[a as usize]) * i64::from(sides[b as usize]) > 0) != (weight > 0)
            })
            .map(|(_, _, weight)| weight.abs())
            .sum()
    }

    /// Returns the greatest common divisor of the weights, 1 for a graph without ties.
    pub(super) fn grain(&self) -> i64 {
        let mut grain = 0;
        for (_, _, weight) in self.edges() {
            grain = gcd(grain, weight.abs());
            if grain == 1 {
                break;
            }
        }
        grain.max(1)
    }

    /// Makes two nodes one: `gone` takes the side of `kept` times `sign`.
    pub(super) fn join(&mut self, gone: u32, kept: u32, sign: i8) -> Step {
        let ties = std::mem::take(&mut self.ties[gone as usize]);
        for &other in ties.keys() {
            self.ties[other as usize].remove(&gone);
        }
        for (other, weight) in ties {
            let weight = weight * i64::from(sign);
            self.add(kept, other, weight);
        }
        self.alive[gone as usize] = false;
        Step::Joined { gone, kept, sign }
    }

    /// Applies the reductions until none applies and returns the steps taken.
    pub(super) fn reduce(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut todo: BTreeSet<u32> = (0..self.nodes() as u32)
            .filter(|&node| self.alive[node as usize])
            .collect();
        while let Some(node) = todo.pop_first() {
            if !self.alive[node as usize] {
                continue;
            }
            let ties: Vec<(u32, i64)> = self.ties[node as usize]
                .iter()
                .map(|(&other, &weight)| (other, weight))
                .collect();
            if self.leave_out(node, &ties) {
                todo.extend(ties.iter().map(|&(other, _)| other));
                steps.push(Step::Left { gone: node, ties });
            } else if let Some((kept, sign)) = self.honoured(&ties) {
                todo.extend(ties.iter().map(|&(other, _)| other));
                todo.extend(self.ties[kept as usize].keys().copied());
                steps.push(self.join(node, kept, sign));
            }
        }
        steps
    }

    /// Leaves a node of at most three neighbours out, if that can be done in integers.
    fn leave_out(&mut self, node: u32, ties: &[(u32, i64)]) -> bool {
        let mut new = Vec::new();
        match *ties {
            [] | [_] => {}
            [(a, wa), (b, wb)] => {
                new.push((a, b, wa.abs().min(wb.abs()) * wa.signum() * wb.signum()));
            }
            [(a, wa), (b, wb), (c, wc)] => {
                let total = wa.abs() + wb.abs() + wc.abs();
                let most = wa.abs().max(wb.abs()).max(wc.abs());
                if total % 2 != 0 || 2 * most > total {
                    return false;
                }
                for ((x, wx), (y, wy), wz) in [
                    ((a, wa), (b, wb), wc),
                    ((a, wa), (c, wc), wb),
                    ((b, wb), (c, wc), wa),
                ] {
                    let weight = (wx.abs() + wy.abs() - wz.abs()) / 2;
                    new.push((x, y, weight * wx.signum() * wy.signum()));
                }
            }
            _ => return false,
        }
        for &(other, _) in ties {
            self.ties[other as usize].remove(&node);
        }
        self.ties[node as usize].clear();
        self.alive[node as usize] = false;
        for (a, b, weight) in new {
            self.add(a, b, weight);
        }
        true
    }

    /// Returns a neighbour to whom some optimum honours the tie of `node`.
    fn honoured(&self, ties: &[(u32, i64)]) -> Option<(u32, i8)> {
        let strength =
            |node: u32| -> i64 { self.ties[node as usize].values().map(|w| w.abs()).sum() };
        let total: i64 = ties.iter().map(|(_, weight)| weight.abs()).sum();
        let &(other, weight) = ties
            .iter()
            .max_by_key(|(other, w)| (w.abs(), std::cmp::Reverse(*other)))?;
        if 2 * weight.abs() >= total {
            return Some((other, weight.signum() as i8));
        }
        // Triangle node–b–c without frustration: splitting off any one corner costs two of its
        // sides, and that corner can win at most the rest of its ties. At most one corner can have
        // more to win than to lose, so it is enough to look from those that have not.
        let mut ties = ties.to_vec();
        ties.sort_by_key(|&(other, weight)| (std::cmp::Reverse(weight.abs()), other));
        for (place, &(b, wb)) in ties.iter().enumerate() {
            for &(c, wc) in &ties[place + 1..] {
                if 2 * (wb.abs() + wc.abs()) < total {
                    break;
                }
                let Some(&wbc) = self.ties[b as usize].get(&c) else {
                    continue;
                };
                if wb.signum() * wc.signum() * wbc.signum() < 0 {
                    continue;
                }
                let (sb, sc) = (strength(b), strength(c));
                let rest = |own: i64, inside: i64| own - inside;
                let apart = [
                    (wb.abs() + wc.abs(), rest(total, wb.abs() + wc.abs())),
                    (wb.abs() + wbc.abs(), rest(sb, wb.abs() + wbc.abs())),
                    (wc.abs() + wbc.abs(), rest(sc, wc.abs() + wbc.abs())),
                ];
                let whole: i64 = apart.iter().map(|(_, outside)| outside).sum();
                // A split into one corner and two: flip back whichever part touches less.
                if apart
                    .iter()
                    .all(|&(inside, outside)| inside >= outside.min(whole - outside))
                {
                    return Some((b, wb.signum() as i8));
                }
            }
        }
        None
    }

    /// Returns the nodes still here.
    pub(super) fn alive(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.nodes() as u32).filter(|&node| self.alive[node as usize])
    }

    /// Returns the instance on `nodes` with the given ties, nodes renumbered by their place.
    pub(super) fn part(nodes: &[u32], edges: &[(u32, u32)], whole: &Self) -> Self {
        let place: BTreeMap<u32, u32> = nodes.iter().copied().zip(0..).collect();
        let mut part = Self::new(nodes.len());
        for (a, b) in edges {
            let weight = whole.ties[*a as usize].get(b).copied().unwrap_or(0);
            part.add(place[a], place[b], weight);
        }
        part
    }
}

/// Gives every node that the steps took away its side, last step first.
pub(super) fn undo(steps: &[Step], sides: &mut [i8]) {
    for step in steps.iter().rev() {
        match step {
            Step::Joined { gone, kept, sign } => {
                sides[*gone as usize] = sides[*kept as usize] * sign;
            }
            Step::Left { gone, ties } => {
                let pull: i64 = ties
                    .iter()
                    .map(|&(other, weight)| weight * i64::from(sides[other as usize]))
                    .sum();
                sides[*gone as usize] = if pull < 0 { -1 } else { 1 };
            }
        }
    }
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
