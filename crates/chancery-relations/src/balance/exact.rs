//! The frustration index with its proof: reduce, split into blocks, bound, branch.

use super::blocks::blocks;
use super::instance::{Instance, Sides, undo};
use super::plain;
use super::search;

/// Work left, and work done, in counts that do not depend on the machine.
#[derive(Debug, Clone)]
pub(super) struct Work {
    /// Branches that may still be opened.
    pub(super) branches: u64,
    /// Cuts that may still be added.
    pub(super) cuts: u64,
}

impl Work {
    pub(super) fn branch(&mut self) -> bool {
        let left = self.branches > 0;
        self.branches = self.branches.saturating_sub(1);
        left
    }
}

/// What is known about the frustration of an instance, counting what it has already paid.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// No assignment costs less than the smaller of this and the ceiling asked for.
    pub(super) lower: i64,
    /// The best assignment found that costs less than the ceiling.
    pub(super) best: Option<(i64, Sides)>,
}

/// What the caller knows of the value it asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    /// Only assignments that cost less than this are of interest.
    pub(super) ceiling: i64,
    /// The least cost is `residue` modulo `grain`.
    pub(super) grain: i64,
    pub(super) residue: i64,
}

impl Question {
    pub(super) fn open(instance: &Instance) -> Self {
        let grain = instance.grain();
        Self {
            ceiling: i64::MAX / 4,
            grain,
            residue: instance.paid.rem_euclid(grain),
        }
    }

    /// Returns the least value at or above `bound` that the cost can take.
    pub(super) fn round_up(&self, bound: i64) -> i64 {
        bound + (self.residue - bound).rem_euclid(self.grain)
    }

    /// Returns the same question with `paid` taken off.
    fn less(&self, paid: i64) -> Self {
        Self {
            ceiling: self.ceiling - paid,
            grain: self.grain,
            residue: (self.residue - paid).rem_euclid(self.grain),
        }
    }
}

/// Answers a question about an instance.
pub(super) fn settle(mut instance: Instance, question: Question, work: &mut Work) -> Outcome {
    let steps = instance.reduce();
    let paid = instance.paid;
    if paid >= question.ceiling {
        return Outcome {
            lower: paid,
            best: None,
        };
    }
    let mut blocks = blocks(&instance);
    blocks.sort_by_key(|block| block.nodes.len());
    let mut sides: Sides = vec![1; instance.nodes()];
    let mut relations = Vec::new();
    let mut lower = paid;
    let mut cost = paid;
    let last = blocks.len().saturating_sub(1);
    for (place, block) in blocks.iter().enumerate() {
        let part = Instance::part(&block.nodes, &block.edges, &instance);
        let mut inner = question.less(lower);
        if place != last || cost != lower {
            let own = Question::open(&part);
            inner.grain = own.grain;
            inner.residue = own.residue;
        }
        let outcome = core(&part, inner, work);
        let Some((value, found)) = outcome.best else {
            return Outcome {
                lower: lower + outcome.lower,
                best: None,
            };
        };
        lower += outcome.lower.min(value);
        cost += value;
        relations.push(found);
    }
    join_blocks(&blocks, &relations, &mut sides);
    undo(&steps, &mut sides);
    let best = (cost < question.ceiling).then_some((cost, sides));
    Outcome { lower, best }
}

/// Lays the blocks' own assignments side by side so that they agree where they meet.
fn join_blocks(blocks: &[super::blocks::Block], found: &[Sides], sides: &mut Sides) {
    let mut around: Vec<Vec<(u32, i8)>> = vec![Vec::new(); sides.len()];
    for (block, own) in blocks.iter().zip(found) {
        let first = block.nodes[0];
        for (&node, &side) in block.nodes.iter().zip(own).skip(1) {
            let relation = side * own[0];
            around[first as usize].push((node, relation));
            around[node as usize].push((first, relation));
        }
    }
    let mut seen = vec![false; sides.len()];
    for root in 0..sides.len() {
        if seen[root] {
            continue;
        }
        seen[root] = true;
        let mut todo = vec![root];
        while let Some(node) = todo.pop() {
            for &(other, relation) in &around[node] {
                let other = other as usize;
                if !seen[other] {
                    seen[other] = true;
                    sides[other] = sides[node] * relation;
                    todo.push(other);
                }
            }
        }
    }
}

/// Answers a question about a single reduced block.
fn core(block: &Instance, question: Question, work: &mut Work) -> Outcome {
    let starts = 4;
    let (sides, cost) = search::search(block, starts, 20 * block.nodes() + 200);
    let cost = cost + block.paid;
    plain::enumerate(block, question, (cost, sides), work)
}
