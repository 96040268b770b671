//! Plain branch and bound for small blocks: nodes are placed one by one.
//!
//! The bound counts what the placed nodes cost one another and, for each node not yet placed, the
//! cheaper of its two sides against those placed.

use super::exact::{Outcome, Question, Work};
use super::instance::{Instance, Sides};

pub(super) fn enumerate(
    block: &Instance,
    question: Question,
    start: Option<(i64, Sides)>,
    work: &mut Work,
) -> Outcome {
    let nodes = block.nodes();
    let order = order(block);
    let mut best = start;
    let mut ceiling = best.as_ref().map_or(question.ceiling, |(cost, _)| *cost);
    let mut sides = vec![0_i8; nodes];
    // For each depth: cost of placed ties, and which sides are still to be tried.
    let mut frames: Vec<(i64, u8)> = vec![(block.paid, 1)];
    let mut pulls = vec![0_i64; nodes];
    let mut stopped = false;
    while let Some(depth) = frames.len().checked_sub(1) {
        let (cost, tries) = frames[depth];
        let node = order.get(depth).copied();
        if let Some(node) = node.filter(|&node| sides[node as usize] != 0) {
            place(block, node, -sides[node as usize], &mut pulls);
            sides[node as usize] = 0;
        }
        let Some(node) = node.filter(|_| tries < 3) else {
            if node.is_none() && cost < ceiling {
                ceiling = cost;
                best = Some((cost, sides.clone()));
            }
            frames.pop();
            continue;
        };
        if !work.branch() {
            stopped = true;
            break;
        }
        // The cheaper side first; the first node has only one side to try.
        let cheap = if pulls[node as usize] < 0 { -1 } else { 1 };
        let side = if tries == 2 { -cheap } else { cheap };
        frames[depth].1 = if depth == 0 { 3 } else { tries + 1 };
        let pull = pulls[node as usize] * i64::from(side);
        let placed: i64 = block
            .ties(node)
            .iter()
            .filter(|&(&other, _)| sides[other as usize] != 0)
            .map(|(_, weight)| weight.abs())
            .sum();
        let cost = cost + (placed - pull) / 2;
        sides[node as usize] = side;
        place(block, node, side, &mut pulls);
        let mut bound = cost;
        for &open in &order[depth + 1..] {
            let placed: i64 = block
                .ties(open)
                .iter()
                .filter(|&(&other, _)| sides[other as usize] != 0)
                .map(|(_, weight)| weight.abs())
                .sum();
            bound += (placed - pulls[open as usize].abs()) / 2;
        }
        if question.round_up(bound) < ceiling {
            frames.push((cost, 1));
        }
    }
    let lower = if stopped { block.paid } else { ceiling };
    Outcome { lower, best }
}

fn place(block: &Instance, node: u32, side: i8, pulls: &mut [i64]) {
    for (&other, &weight) in block.ties(node) {
        pulls[other as usize] += weight * i64::from(side);
    }
}

fn order(block: &Instance) -> Vec<u32> {
    let nodes = block.nodes();
    let mut left: Vec<u32> = (0..nodes as u32).collect();
    let mut near = vec![0_i64; nodes];
    let strength = |node: u32| -> i64 { block.ties(node).values().map(|w| w.abs()).sum() };
    let mut order = Vec::with_capacity(nodes);
    while !left.is_empty() {
        let (place, &node) = left
            .iter()
            .enumerate()
            .max_by_key(|&(place, &node)| {
                (
                    near[node as usize],
                    strength(node),
                    std::cmp::Reverse(place),
                )
            })
            .unwrap_or((0, &0));
        left.remove(place);
        order.push(node);
        for (&other, weight) in block.ties(node) {
            near[other as usize] += weight.abs();
        }
    }
    order
}
