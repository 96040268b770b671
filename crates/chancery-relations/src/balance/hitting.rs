//! The least disagreement of camps of any number, with a proof.
//!
//! A cycle with exactly one negative tie holds a tie that disagrees, whatever the camps (Davis
//! 1967). Conversely, once ties that hit every such cycle are gone, what positive ties still join
//! are camps with which nothing else disagrees. So the least disagreement is the least weight of
//! ties that hits all those cycles (Demaine, Emanuel, Fiat and Immorlica 2006, *Theoretical Computer
//! Science* 361): a covering programme like that of the frustration index. A packing of cycles,
//! summed up in integers, bounds it from below, and what is left open is split over a positive
//! tie: it holds, and its ends become one node; or it is given up, and paid for.
//!
//! A shortest way over positive ties between the ends of a negative one finds a cycle that a
//! fractional solution violates, if there is one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::blocks::{Block, blocks};
use super::cycles::Ties;
use super::exact::Work;
use super::instance::Instance;
use super::partition::{Labels, Sets, descend, disagreement, reduce, undo};
use super::relax::{Bound, Packing};
use super::simplex::End;

/// What is known about the disagreement of an instance, counting what it has already paid.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// No camps leave less than the smaller of this and the ceiling asked for.
    pub(super) lower: i64,
    /// The best camps found that leave less than the ceiling.
    pub(super) best: Option<(i64, Labels)>,
}

/// The search is given up below this depth: the stack is finite.
const DEEPEST: u32 = 120;

/// Rounds of cutting in a row that may bring little before the search branches.
const PATIENCE: u32 = 12;

/// Finds camps that leave less than `ceiling`, or proves that there are none. `hint` are camps to
/// start from.
pub(super) fn settle(
    mut instance: Instance,
    hint: Option<&Labels>,
    ceiling: i64,
    depth: u32,
    work: &mut Work,
) -> Outcome {
    let steps = reduce(&mut instance);
    let mut lower = instance.paid;
    let mut cost = instance.paid;
    if lower >= ceiling {
        return Outcome { lower, best: None };
    }
    let mut blocks = blocks(&instance);
    blocks.sort_by_key(|block| block.nodes.len());
    let mut sets = Sets::new(instance.nodes());
    for block in &blocks {
        let part = Instance::part(&block.nodes, &block.edges, &instance);
        let hint = hint.map(|labels| within(labels, block));
        let outcome = core(&part, hint, ceiling - lower, depth, work);
        let Some((value, labels)) = outcome.best else {
            return Outcome {
                lower: lower + outcome.lower,
                best: None,
            };
        };
        lower += outcome.lower.min(value);
        cost += value;
        for (place, &node) in block.nodes.iter().enumerate() {
            if let Some(first) = labels.iter().position(|label| *label == labels[place]) {
                sets.unite(node, block.nodes[first]);
            }
        }
    }
    let mut labels = sets.labels();
    undo(&steps, &mut labels);
    let best = (cost < ceiling).then_some((cost, labels));
    Outcome { lower, best }
}

fn within(labels: &Labels, block: &Block) -> Labels {
    let of = |node: &u32| labels.get(*node as usize).copied();
    let own: Vec<Option<u32>> = block.nodes.iter().map(of).collect();
    // Labels of a block are numbers below its nodes.
    own.iter()
        .enumerate()
        .map(|(place, label)| own.iter().position(|other| other == label).unwrap_or(place) as u32)
        .collect()
}

/// Answers a question about a single reduced block.
fn core(
    block: &Instance,
    hint: Option<Labels>,
    ceiling: i64,
    depth: u32,
    work: &mut Work,
) -> Outcome {
    let nodes = block.nodes();
    let mut best = None;
    let mut ceiling = ceiling;
    let offer = |labels: Labels, ceiling: &mut i64, best: &mut Option<(i64, Labels)>| {
        let cost = disagreement(block, &labels);
        if cost < *ceiling {
            *ceiling = cost;
            *best = Some((cost, labels));
        }
    };
    let mut start = hint.unwrap_or_else(|| (0..nodes as u32).collect());
    descend(block, &mut start);
    offer(start, &mut ceiling, &mut best);
    let grain = block.grain();
    let whole = |bound: i64| bound + (-bound).rem_euclid(grain);
    let ties = Ties::of(block);
    let holds = |row: &[u32]| {
        ties.is_negative(row) && row.iter().filter(|&&tie| ties.sign(tie) < 0).count() == 1
    };
    // With everybody on one side exactly the negative ties are frustrated: the packing is one of
    // ways over positive ties, each closed by a negative one.
    let mut packing = Packing::new(&ties, &vec![1; nodes]);
    let mut lower = whole(packing.bound(&ties, holds).whole(0));
    let most = (ties.ends.len() / 8).clamp(50, 1_500);
    let (mut stale, mut last) = (0, 0_i128);
    while lower < ceiling {
        let end = packing.solve(ceiling, work);
        let bound = packing.bound(&ties, holds);
        lower = lower.max(whole(bound.whole(0)));
        let values = packing.values();
        for share in [0.5, 0.25] {
            let mut labels = rounded(&ties, &values, nodes, share);
            descend(block, &mut labels);
            offer(labels, &mut ceiling, &mut best);
        }
        let gap = bound.missing(ceiling);
        stale = if (bound.fine - last) * 50 < gap {
            stale + 1
        } else {
            0
        };
        let progress = bound.fine > last;
        last = last.max(bound.fine);
        let tired = end == End::Stopped || stale >= PATIENCE || work.cuts == 0;
        let rows = if lower >= ceiling || tired {
            Vec::new()
        } else {
            violated(&ties, &values, most.min(work.cuts as usize))
        };
        if rows.is_empty() {
            break;
        }
        work.cuts -= rows.len() as u64;
        packing.cut(rows, progress);
    }
    if lower < ceiling {
        packing.at_weights(&ties);
        let bound = packing.bound(&ties, holds);
        lower = lower.max(whole(bound.whole(0)));
        if lower < ceiling {
            let values = packing.values();
            let open = Open {
                block,
                ties: &ties,
                bound: &bound,
                values: &values,
                lower,
                grain,
            };
            let below = divide(&open, ceiling, depth, work);
            lower = lower.max(below.lower.min(ceiling));
            best = below.best.or(best);
        }
    }
    Outcome {
        lower: lower.min(ceiling),
        best,
    }
}

/// A block that its bound leaves open.
struct Open<'block> {
    block: &'block Instance,
    ties: &'block Ties,
    bound: &'block Bound,
    values: &'block [f64],
    lower: i64,
    grain: i64,
}

/// Keeps the positive ties that the bound shows to hold, or else splits the question over one.
fn divide(open: &Open<'_>, mut ceiling: i64, depth: u32, work: &mut Work) -> Outcome {
    let nothing = Outcome {
        lower: open.lower,
        best: None,
    };
    // Without pivots no bound gets better than the packing it starts from.
    if depth >= DEEPEST || work.pivots == 0 {
        return nothing;
    }
    let positive = |&tie: &usize| open.ties.weights[tie] > 0;
    let whole = |bound: i64| bound + (-bound).rem_euclid(open.grain);
    let kept: Vec<usize> = (0..open.values.len())
        .filter(positive)
        .filter(|&tie| whole(open.bound.whole(open.bound.spare[tie])) >= ceiling)
        .collect();
    if kept.len() * 20 >= open.block.nodes() {
        return joined(open, &kept, ceiling, depth, work);
    }
    let weight = |tie: usize| {
        let (a, b) = open.ties.ends[tie];
        let degree = |node: u32| open.block.ties(node).len() as f64;
        let middle = (0.5 - (open.values[tie].min(1.0) - 0.5).abs()) + 0.02;
        middle * (degree(a).min(degree(b)) + 2.0).sqrt()
    };
    let chosen = (0..open.values.len())
        .filter(positive)
        .filter(|&tie| open.values[tie] > 1e-5 && open.values[tie] < 1.0 - 1e-5)
        .max_by(|&x, &y| weight(x).total_cmp(&weight(y)).then(y.cmp(&x)));
    let Some(chosen) = chosen else {
        return nothing;
    };
    let mut lower = ceiling;
    let mut best = None;
    let cut_first = open.values[chosen] > 0.5;
    for cut in [cut_first, !cut_first] {
        if !work.branch() {
            lower = lower.min(open.lower);
            break;
        }
        let outcome = if cut {
            let mut child = open.block.clone();
            let (a, b) = open.ties.ends[chosen];
            child.add(a, b, -open.ties.weights[chosen]);
            settle(child, None, ceiling, depth + 1, work)
        } else {
            joined(open, &[chosen], ceiling, depth, work)
        };
        lower = lower.min(outcome.lower.max(open.lower));
        if let Some((cost, labels)) = outcome.best {
            // A tie that was paid for may yet hold: then the camps are better than they were paid.
            ceiling = cost.min(disagreement(open.block, &labels));
            best = Some((ceiling, labels));
        }
    }
    Outcome {
        lower: lower.min(ceiling),
        best,
    }
}

/// Answers a question where some positive ties hold: their ends become one node.
fn joined(open: &Open<'_>, kept: &[usize], ceiling: i64, depth: u32, work: &mut Work) -> Outcome {
    let mut child = open.block.clone();
    let mut sets = Sets::new(child.nodes());
    for &tie in kept {
        let (a, b) = open.ties.ends[tie];
        let (a, b) = (sets.root(a), sets.root(b));
        if a != b {
            child.join(a.max(b), a.min(b), 1);
            sets.unite(a, b);
        }
    }
    let mut outcome = settle(child, None, ceiling, depth + 1, work);
    if let Some((_, labels)) = &mut outcome.best {
        for node in 0..labels.len() as u32 {
            labels[node as usize] = labels[sets.root(node) as usize];
        }
    }
    outcome
}

/// Joins what positive ties of a low value join.
fn rounded(ties: &Ties, values: &[f64], nodes: usize, share: f64) -> Labels {
    let mut sets = Sets::new(nodes);
    for (tie, &(a, b)) in ties.ends.iter().enumerate() {
        if ties.weights[tie] > 0 && values[tie] < share {
            sets.unite(a, b);
        }
    }
    sets.labels()
}

/// Values are sums of few numbers below one: in whole units, distances have an order.
const UNITS: f64 = 1e9;

/// Returns cycles with exactly one negative tie whose values sum to less than one, at most `most`.
fn violated(ties: &Ties, values: &[f64], most: usize) -> Vec<Vec<u32>> {
    let length: Vec<u64> = values
        .iter()
        .map(|value| (value.clamp(0.0, 1.0) * UNITS) as u64)
        .collect();
    let one = UNITS as u64;
    let mut rows: Vec<(u64, Vec<u32>)> = Vec::new();
    for (tie, &(start, goal)) in ties.ends.iter().enumerate() {
        let room = one.saturating_sub(length[tie]);
        if ties.weights[tie] > 0 || room < one / 10_000 {
            continue;
        }
        if let Some((distance, mut row)) = way(ties, &length, start, goal, room - one / 20_000) {
            row.push(tie as u32);
            row.sort_unstable();
            rows.push((distance + length[tie], row));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    rows.truncate(most);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Returns a shortest way over positive ties that is shorter than `room`, of all those the one with
/// the fewest ties (Dijkstra 1959).
fn way(ties: &Ties, length: &[u64], start: u32, goal: u32, room: u64) -> Option<(u64, Vec<u32>)> {
    let mut reached: std::collections::BTreeMap<u32, (u64, u32, u32, u32)> =
        std::collections::BTreeMap::new();
    let mut heap = BinaryHeap::from([Reverse((0_u64, 0_u32, start))]);
    reached.insert(start, (0, 0, start, u32::MAX));
    while let Some(Reverse((distance, hops, node))) = heap.pop() {
        if reached
            .get(&node)
            .is_some_and(|known| (known.0, known.1) < (distance, hops))
        {
            continue;
        }
        if node == goal {
            let mut row = Vec::new();
            let mut at = goal;
            while let Some(&(_, _, before, tie)) = reached.get(&at).filter(|_| at != start) {
                row.push(tie);
                at = before;
            }
            return Some((distance, row));
        }
        for &(other, tie) in ties.around(node) {
            if ties.weights[tie as usize] < 0 {
                continue;
            }
            let next = (distance + length[tie as usize], hops + 1);
            if next.0 >= room {
                continue;
            }
            let better = reached
                .get(&other)
                .is_none_or(|known| next < (known.0, known.1));
            if better {
                reached.insert(other, (next.0, next.1, node, tie));
                heap.push(Reverse((next.0, next.1, other)));
            }
        }
    }
    None
}
