//! Camps of any number of a signed graph in integers: made smaller without loss, and made better.
//!
//! Every reduction keeps the least disagreement exactly and can be undone for given camps:
//!
//! * a negative tie between two parts of a block that no positive way joins is honoured by all
//!   camps that are worth having: a camp in two such parts is two camps;
//! * a node with at most two neighbours is left out, a way through it becoming one tie, unless both
//!   are enemies, whom it need not care about;
//! * a positive tie that outweighs all others of one of its ends holds in some optimum, and its
//!   ends become one node.
//!
//! The last is in Lange, Andres and Swoboda, "Combinatorial persistency criteria for multicut and
//! max-cut" (2019).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::blocks::blocks;
use super::instance::{Instance, Step};

/// The camp of every node: nodes with the same number share one.
pub(super) type Labels = Vec<u32>;

/// Sets of nodes.
#[derive(Debug, Clone)]
pub(super) struct Sets(Vec<u32>);

impl Sets {
    pub(super) fn new(nodes: usize) -> Self {
        Self((0..nodes as u32).collect())
    }

    /// Returns the least node of a node's set.
    pub(super) fn root(&mut self, node: u32) -> u32 {
        let mut at = node;
        while self.0[at as usize] != at {
            at = self.0[at as usize];
        }
        self.0[node as usize] = at;
        at
    }

    pub(super) fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    pub(super) fn labels(mut self) -> Labels {
        (0..self.0.len() as u32)
            .map(|node| self.root(node))
            .collect()
    }
}

/// Returns the weight of the ties that disagree with some camps, without what is already paid.
pub(super) fn disagreement(instance: &Instance, labels: &Labels) -> i64 {
    instance
        .edges()
        .filter(|&(a, b, weight)| (labels[a as usize] == labels[b as usize]) != (weight > 0))
        .map(|(_, _, weight)| weight.abs())
        .sum()
}

/// Applies the reductions until none applies and returns the steps taken.
pub(super) fn reduce(instance: &mut Instance) -> Vec<Step> {
    let mut steps = Vec::new();
    loop {
        let mut changed = honour_enmities(instance);
        let mut todo: BTreeSet<u32> = instance.alive().collect();
        while let Some(node) = todo.pop_first() {
            let ties: Vec<(u32, i64)> = instance
                .ties(node)
                .iter()
                .map(|(&other, &weight)| (other, weight))
                .collect();
            if ties.is_empty() {
                continue;
            }
            let total: i64 = ties.iter().map(|(_, weight)| weight.abs()).sum();
            let strongest = ties
                .iter()
                .max_by_key(|(other, weight)| (*weight, Reverse(*other)));
            if ties.len() <= 2 {
                leave_out(instance, node, &ties);
                steps.push(Step::Left {
                    gone: node,
                    ties: ties.clone(),
                });
            } else if let Some(&(kept, weight)) = strongest
                && 2 * weight >= total
            {
                steps.push(instance.join(node, kept, 1));
                todo.extend(instance.ties(kept).keys().copied());
                todo.insert(kept);
            } else {
                continue;
            }
            todo.extend(ties.iter().map(|&(other, _)| other));
            changed = true;
        }
        if !changed {
            return steps;
        }
    }
}

/// Takes a tie away, for nothing.
fn forget(instance: &mut Instance, a: u32, b: u32, weight: i64) {
    instance.add(a, b, -weight);
    instance.paid -= weight.abs();
}

fn leave_out(instance: &mut Instance, node: u32, ties: &[(u32, i64)]) {
    for &(other, weight) in ties {
        forget(instance, node, other, weight);
    }
    if let [(a, wa), (b, wb)] = *ties
        && (wa > 0 || wb > 0)
    {
        instance.add(a, b, wa.abs().min(wb.abs()) * wa.signum() * wb.signum());
    }
}

/// Forgets the negative ties between parts of a block that no positive way joins; tells whether
/// there were any.
fn honour_enmities(instance: &mut Instance) -> bool {
    let mut gone = Vec::new();
    for block in blocks(instance) {
        let place: BTreeMap<u32, u32> = block.nodes.iter().copied().zip(0..).collect();
        let mut sets = Sets::new(block.nodes.len());
        let weight = |a: u32, b: u32| instance.ties(a).get(&b).copied().unwrap_or(0);
        for &(a, b) in block.edges.iter().filter(|&&(a, b)| weight(a, b) > 0) {
            sets.unite(place[&a], place[&b]);
        }
        for &(a, b) in block.edges.iter().filter(|&&(a, b)| weight(a, b) < 0) {
            if sets.root(place[&a]) != sets.root(place[&b]) {
                gone.push((a, b, weight(a, b)));
            }
        }
    }
    for &(a, b, weight) in &gone {
        forget(instance, a, b, weight);
    }
    !gone.is_empty()
}

/// Gives every node that the steps took away its camp, last step first. The label of a node's own
/// number is free as long as the node has none.
pub(super) fn undo(steps: &[Step], labels: &mut Labels) {
    for step in steps.iter().rev() {
        match step {
            Step::Joined { gone, kept, .. } => labels[*gone as usize] = labels[*kept as usize],
            Step::Left { gone, ties } => {
                let mut pull: BTreeMap<u32, i64> = BTreeMap::new();
                for &(other, weight) in ties {
                    *pull.entry(labels[other as usize]).or_default() += weight;
                }
                let best = pull
                    .into_iter()
                    .max_by_key(|&(label, sum)| (sum, Reverse(label)));
                let best = best.filter(|&(_, sum)| sum > 0);
                labels[*gone as usize] = best.map_or(*gone, |(label, _)| label);
            }
        }
    }
}

/// Moves single nodes between camps, or out of them, and merges camps, while that helps.
pub(super) fn descend(instance: &Instance, labels: &mut Labels) {
    let nodes = instance.nodes();
    let mut size = vec![0_u32; nodes];
    for &label in labels.iter() {
        size[label as usize] += 1;
    }
    loop {
        let mut moved = false;
        for node in 0..nodes as u32 {
            let here = labels[node as usize];
            let mut pull: BTreeMap<u32, i64> = BTreeMap::new();
            for (&other, &weight) in instance.ties(node) {
                *pull.entry(labels[other as usize]).or_default() += weight;
            }
            let stay = pull.get(&here).copied().unwrap_or(0);
            let best = pull
                .into_iter()
                .max_by_key(|&(label, sum)| (sum, Reverse(label)));
            let goal = match best {
                Some((label, sum)) if sum > stay.max(0) => label,
                // Alone is better than here: in a camp of one nothing pulls at all.
                _ if stay < 0 => match size.iter().position(|&count| count == 0) {
                    Some(free) => free as u32,
                    None => continue,
                },
                _ => continue,
            };
            size[here as usize] -= 1;
            size[goal as usize] += 1;
            labels[node as usize] = goal;
            moved = true;
        }
        if !moved && !merge(instance, labels, &mut size) {
            return;
        }
    }
}

/// Merges the two camps with the most to win, if any have.
fn merge(instance: &Instance, labels: &mut Labels, size: &mut [u32]) -> bool {
    let mut between: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for (a, b, weight) in instance.edges() {
        let (a, b) = (labels[a as usize], labels[b as usize]);
        if a != b {
            *between.entry((a.min(b), a.max(b))).or_default() += weight;
        }
    }
    let best = between
        .into_iter()
        .max_by_key(|&(pair, sum)| (sum, Reverse(pair)));
    let Some(((kept, gone), _)) = best.filter(|&(_, sum)| sum > 0) else {
        return false;
    };
    for label in labels.iter_mut().filter(|label| **label == gone) {
        *label = kept;
    }
    size[kept as usize] += size[gone as usize];
    size[gone as usize] = 0;
    true
}
