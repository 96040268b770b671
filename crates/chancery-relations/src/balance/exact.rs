//! The frustration index with its proof: reduce, split into blocks, bound, branch.

use super::blocks::blocks;
use super::camps::Limits;
use super::instance::{Instance, Sides, Step, undo};
use super::plain;
use super::relax::{Bound, Relaxation, SignedSets};
use super::search::{self, Flat};
use super::simplex::End;
use super::vectors::{Start, Vectors};

/// Work left, and work done, in counts that do not depend on the machine.
#[derive(Debug, Clone)]
pub(super) struct Work {
    /// Branches that may still be opened.
    pub(super) branches: u64,
    /// Cuts that may still be added.
    pub(super) cuts: u64,
    /// Pivots of the simplex method that may still be made.
    pub(super) pivots: u64,
    /// Steps of the vectors that may still be made.
    pub(super) steps: u64,
    /// How deep the search is at present.
    depth: u32,
}

/// The search is given up below this depth: the stack is finite.
const DEEPEST: u32 = 250;

impl Work {
    pub(super) fn new(limits: &Limits, branches: u64) -> Self {
        Self {
            branches,
            cuts: limits.cuts,
            pivots: limits.pivots,
            steps: limits.steps,
            depth: 0,
        }
    }

    /// Takes one branch from what is left; tells whether there was one.
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

/// A ceiling that nothing reaches.
const OPEN: i64 = i64::MAX / 4;

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
            ceiling: OPEN,
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

/// What is worth starting from.
#[derive(Debug, Clone, Default)]
pub(super) struct Hint {
    /// Closed walks.
    cycles: Vec<Vec<u32>>,
    /// Vectors, where they bound better than cycles.
    vectors: Option<Start>,
}

impl Hint {
    fn carried(&self, steps: &[Step], nodes: usize) -> Self {
        let vectors = self.vectors.as_ref();
        Self {
            cycles: carried(&self.cycles, steps, nodes),
            vectors: vectors.map(|start| start.carried(steps, nodes)),
        }
    }

    fn within(&self, nodes: &[u32]) -> Self {
        let vectors = self.vectors.as_ref();
        Self {
            cycles: within(&self.cycles, nodes),
            vectors: vectors.map(|start| start.within(nodes)),
        }
    }
}

/// Answers a question about an instance.
pub(super) fn settle(
    mut instance: Instance,
    hint: &Hint,
    question: Question,
    work: &mut Work,
) -> Outcome {
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
    let hint = hint.carried(&steps, instance.nodes());
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
        let outcome = core(&part, &hint.within(&block.nodes), inner, work);
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

/// Carries closed walks over the steps of a reduction: nodes that were joined take the name of the
/// node they were joined to, nodes left out are passed by.
fn carried(cycles: &[Vec<u32>], steps: &[Step], nodes: usize) -> Vec<Vec<u32>> {
    const GONE: u32 = u32::MAX;
    let mut now: Vec<u32> = (0..nodes as u32).collect();
    for step in steps.iter().rev() {
        match *step {
            Step::Joined { gone, kept, .. } => now[gone as usize] = now[kept as usize],
            Step::Left { gone, .. } => now[gone as usize] = GONE,
        }
    }
    cycles
        .iter()
        .map(|cycle| {
            let mut walk: Vec<u32> = cycle
                .iter()
                .map(|&node| now[node as usize])
                .filter(|&node| node != GONE)
                .collect();
            walk.dedup();
            while walk.len() > 1 && walk.first() == walk.last() {
                walk.pop();
            }
            walk
        })
        .filter(|walk| walk.len() >= 3)
        .collect()
}

/// Returns the walks that stay among `nodes`, in the nodes' new numbers.
fn within(cycles: &[Vec<u32>], nodes: &[u32]) -> Vec<Vec<u32>> {
    cycles
        .iter()
        .filter_map(|cycle| {
            cycle
                .iter()
                .map(|node| nodes.binary_search(node).ok().map(|at| at as u32))
                .collect()
        })
        .collect()
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

/// Blocks of at most this many nodes are answered by trying them out.
const SMALL: usize = 9;
/// Rounds of cutting in a row that may bring little before the search branches.
const PATIENCE: u32 = 16;

/// Answers a question about a single reduced block.
fn core(block: &Instance, hint: &Hint, question: Question, work: &mut Work) -> Outcome {
    let nodes = block.nodes();
    let top = question.ceiling >= OPEN / 2;
    let (sides, cost) = if top {
        // A step looks at every node: large blocks get fewer.
        let steps = (20 * nodes + 200).min(200_000_000 / nodes);
        search::search(block, 4, steps)
    } else {
        search::search(block, 1, 2 * nodes)
    };
    let mut best = (cost < question.ceiling).then(|| (cost, sides.clone()));
    if nodes <= SMALL {
        return plain::enumerate(block, question, best, work);
    }
    let flat = Flat::of(block);
    if let Some(start) = &hint.vectors {
        let lower = question.round_up(0);
        return part(block, &flat, start, question, (lower, best), work);
    }
    let mut relaxation = Relaxation::new(block, &hint.cycles, &sides);
    let most = (relaxation.ties.ends.len() / 8).clamp(50, 1_500);
    let mut stale = 0;
    let mut last = 0;
    // The packing that the programme starts from is often proof enough.
    let mut lower = question.round_up(relaxation.bound().whole(0));
    let ceiling = best.as_ref().map_or(question.ceiling, |(cost, _)| *cost);
    if lower >= ceiling {
        return Outcome {
            lower: ceiling,
            best,
        };
    }
    loop {
        let ceiling = best.as_ref().map_or(question.ceiling, |(cost, _)| *cost);
        let end = relaxation.solve(ceiling, work);
        let bound = relaxation.bound();
        lower = lower.max(question.round_up(bound.whole(0)));
        let values = relaxation.values();
        let mut sides = relaxation.round(&flat, &values);
        let mut cost = block.cost(&sides);
        if cost < ceiling + ceiling / 50 {
            let (walked, saved) = flat.walk(
                &sides,
                nodes / 2 + 20,
                &mut crate::dice::Dice::new(work.cuts),
            );
            sides = walked;
            cost -= saved;
        }
        if cost < ceiling {
            best = Some((cost, sides));
        }
        let ceiling = ceiling.min(cost);
        if lower >= ceiling {
            return Outcome {
                lower: ceiling,
                best,
            };
        }
        // Progress is counted against the gap that is left.
        let gap = bound.missing(ceiling);
        let progress = bound.fine > last;
        stale = if (bound.fine - last) * 50 < gap {
            stale + 1
        } else {
            0
        };
        last = bound.fine.max(last);
        let added = if end == End::Stopped || stale >= PATIENCE || work.cuts == 0 {
            0
        } else {
            relaxation.cut(&values, most.min(work.cuts as usize), progress)
        };
        work.cuts -= added as u64;
        if added == 0 {
            let question = Question {
                ceiling,
                ..question
            };
            if nodes <= MOST_VECTORS && ceiling - lower > 2 * question.grain {
                let start = Start::default();
                return part(block, &flat, &start, question, (lower, best), work);
            }
            let below = divide(block, &relaxation, &bound, &values, question, work);
            let lower = lower.max(below.lower.min(ceiling));
            return Outcome {
                lower,
                best: below.best.or(best),
            };
        }
    }
}

/// Blocks of more nodes are not bounded by vectors: the work grows with the cube of the nodes.
const MOST_VECTORS: usize = 300;

/// Answers a question by vectors: bounds it, or else splits it over the pair that they leave most
/// open.
fn part(
    block: &Instance,
    flat: &Flat,
    start: &Start,
    mut question: Question,
    (mut lower, mut best): (i64, Option<(i64, Sides)>),
    work: &mut Work,
) -> Outcome {
    if let Some((cost, _)) = &best {
        question.ceiling = question.ceiling.min(*cost);
    }
    let mut vectors = Vectors::new(block, start);
    let goal = (question.ceiling - question.grain) as f64 + 1e-3;
    let bound = vectors.tighten(goal, &mut work.steps);
    if bound > lower as f64 {
        lower = lower.max(question.round_up(bound.ceil() as i64));
    }
    for sides in vectors.round(flat, 20) {
        let cost = block.cost(&sides);
        if cost < question.ceiling {
            question.ceiling = cost;
            best = Some((cost, sides));
        }
    }
    if lower >= question.ceiling || work.steps == 0 {
        return Outcome {
            lower: lower.min(question.ceiling),
            best,
        };
    }
    let (a, b, first) = vectors.open_pair(block);
    let hint = Hint {
        cycles: Vec::new(),
        vectors: Some(vectors.start()),
    };
    let mut least = question.ceiling;
    for sign in [first, -first] {
        if !work.branch() {
            least = lower;
            break;
        }
        let mut child = block.clone();
        let steps = [child.join(a.max(b), a.min(b), sign)];
        let outcome = below(child, &steps, &hint, question, work);
        least = least.min(outcome.lower.max(lower));
        if let Some((cost, sides)) = outcome.best {
            question.ceiling = cost;
            best = Some((cost, sides));
        }
    }
    Outcome {
        lower: least.min(question.ceiling),
        best,
    }
}

/// Fixes what the bound fixes, or else splits the question in two.
fn divide(
    block: &Instance,
    relaxation: &Relaxation,
    bound: &Bound,
    values: &[f64],
    question: Question,
    work: &mut Work,
) -> Outcome {
    let ties = &relaxation.ties;
    let mut sets = SignedSets::new(block.nodes());
    let mut steps = Vec::new();
    let mut smaller = block.clone();
    for (tie, &(a, b)) in ties.ends.iter().enumerate() {
        if question.round_up(bound.whole(bound.spare[tie])) < question.ceiling {
            continue;
        }
        // Frustrating this tie would cost as much as the best known: it is honoured.
        let ((head_a, side_a), (head_b, side_b)) = (sets.root(a), sets.root(b));
        match sets.relate(a, b, ties.sign(tie as u32)) {
            None => {
                return Outcome {
                    lower: question.ceiling,
                    best: None,
                };
            }
            Some(false) => {}
            Some(true) => {
                let sign = ties.sign(tie as u32) * side_a * side_b;
                steps.push(smaller.join(head_a.max(head_b), head_a.min(head_b), sign));
            }
        }
    }
    let hint = Hint {
        cycles: relaxation.tight(),
        vectors: None,
    };
    if steps.len() * 20 >= block.nodes() {
        return below(smaller, &steps, &hint, question, work);
    }
    let open = (0..values.len()).filter(|&tie| {
        let (a, b) = ties.ends[tie];
        values[tie] > 1e-5 && sets.root(a).0 != sets.root(b).0
    });
    let weight = |tie: usize| {
        let (a, b) = ties.ends[tie];
        let degree = |node: u32| block.ties(node).len() as f64;
        let middle = (0.5 - (values[tie].min(1.0) - 0.5).abs()) + 0.02;
        middle * (degree(a).min(degree(b)) + 2.0).sqrt()
    };
    let Some(chosen) = open.max_by(|&x, &y| weight(x).total_cmp(&weight(y)).then(y.cmp(&x))) else {
        return Outcome {
            lower: question.round_up(bound.whole(0)),
            best: None,
        };
    };
    let mut lower = question.ceiling;
    let mut question = question;
    let mut best = None;
    let (a, b) = ties.ends[chosen];
    let honoured = ties.sign(chosen as u32);
    let first = if values[chosen] > 0.5 {
        -honoured
    } else {
        honoured
    };
    for sign in [first, -first] {
        if !work.branch() {
            lower = lower.min(question.round_up(bound.whole(0)));
            break;
        }
        let ((head_a, side_a), (head_b, side_b)) = (sets.root(a), sets.root(b));
        let mut child = smaller.clone();
        let mut steps = steps.clone();
        steps.push(child.join(
            head_a.max(head_b),
            head_a.min(head_b),
            sign * side_a * side_b,
        ));
        let outcome = below(child, &steps, &hint, question, work);
        // A branch is bounded by what bounded the whole.
        lower = lower.min(outcome.lower.max(question.round_up(bound.whole(0))));
        if let Some((cost, sides)) = outcome.best {
            question.ceiling = cost;
            best = Some((cost, sides));
        }
    }
    Outcome {
        lower: lower.min(question.ceiling),
        best,
    }
}

/// Answers a question about a block whose nodes were partly joined by `steps`.
fn below(
    smaller: Instance,
    steps: &[Step],
    hint: &Hint,
    question: Question,
    work: &mut Work,
) -> Outcome {
    if work.depth >= DEEPEST {
        return Outcome {
            lower: 0,
            best: None,
        };
    }
    work.depth += 1;
    let hint = hint.carried(steps, smaller.nodes());
    let mut outcome = settle(smaller, &hint, question, work);
    work.depth -= 1;
    if let Some((_, sides)) = &mut outcome.best {
        undo(steps, sides);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn vectors_cycles_and_trying_out_agree() {
        let mut dice = Dice::new(21);
        for nodes in [10, 11, 12, 13, 14] {
            for _ in 0..4 {
                let mut block = Instance::new(nodes);
                for a in 0..nodes as u32 {
                    for b in 0..a {
                        block.add(a, b, if dice.below(2) == 0 { 8 } else { -8 });
                    }
                }
                let limits = Limits::default();
                let question = Question::open(&block);
                let work = || Work::new(&limits, limits.branches);
                let tried = plain::enumerate(&block, question, None, &mut work());
                let least = tried.best.map_or(0, |(cost, _)| cost);
                for vectors in [None, Some(Start::default())] {
                    let hint = Hint {
                        cycles: Vec::new(),
                        vectors,
                    };
                    let mut work = work();
                    let found = core(&block, &hint, question, &mut work);
                    let (cost, sides) = found.best.unwrap_or_default();
                    assert_eq!((found.lower, cost), (least, least));
                    assert_eq!(block.cost(&sides), least);
                }
            }
        }
    }
}
