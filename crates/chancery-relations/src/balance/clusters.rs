//! More than two camps: generalised balance (Davis 1967), also known as correlation clustering.
//!
//! A tie disagrees with the camps when it is positive between two of them or negative inside one.
//! The number of camps is chosen so: the fewest camps with which the disagreement is the least that
//! any number of camps leaves. With two camps allowed the least disagreement is the frustration
//! index, which is solved exactly; for more, local search gives camps, and [`super::hitting`] better
//! ones or the proof that there are none. What is proved is the disagreement, not that no fewer
//! camps leave as little: that is as far as the local search found.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::camps::{Limits, solve};
use super::exact::Work;
use super::graph::{Quantised, SignedGraph};
use super::hitting::settle;
use super::instance::Instance;
use crate::dice::Dice;

/// How many camps are tried, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterOptions {
    /// At most so many camps.
    pub most: usize,
    /// Fresh starts of the local search for each number of camps.
    pub starts: usize,
    /// The work that the exact solution with two camps may take.
    pub limits: Limits,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            most: 12,
            starts: 30,
            limits: Limits {
                family: false,
                ..Limits::default()
            },
        }
    }
}

/// Camps of any number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clusters {
    /// The camps, each sorted, in the order of their first nodes.
    pub groups: Vec<Vec<usize>>,
    /// The weight of the ties that disagree.
    pub disagreement: f64,
    /// No camps, of whatever number, leave less.
    pub lower_bound: f64,
    /// Whether the two meet.
    pub proved_optimal: bool,
    /// The least disagreement found with at most 1, 2, 3… camps.
    pub by_number: Vec<f64>,
}

/// Finds camps of any number that leave the least weight of ties in disagreement.
pub fn clusters(graph: &SignedGraph, options: &ClusterOptions) -> Clusters {
    let quantised = Quantised::of(graph);
    let network = Network::of(graph, &quantised);
    let nodes = graph.len();
    let one: Vec<usize> = vec![0; nodes];
    let mut found = vec![(network.cost(&one), one)];
    if options.most >= 2 && nodes >= 2 {
        let camps = solve(graph, &options.limits);
        let sides: Vec<usize> = camps.sides.iter().map(|&side| usize::from(side)).collect();
        found.push((network.cost(&sides), sides));
    }
    let mut dice = Dice::new(11);
    for number in 3..=options.most.min(nodes) {
        let mut best = found[number - 2].clone();
        for start in 0..options.starts.max(1) {
            let mut labels = best.1.clone();
            if start > 0 {
                for _ in 0..nodes / 5 + 1 {
                    let node = dice.below(nodes);
                    labels[node] = dice.below(number);
                }
            }
            network.descend(&mut labels, number);
            let cost = network.cost(&labels);
            if cost < best.0 {
                best = (cost, labels);
            }
        }
        found.push(best);
    }
    let value = |cost: i64| cost as f64 / quantised.scale;
    let by_number = found.iter().map(|&(cost, _)| value(cost)).collect();
    let (cost, labels) = found
        .into_iter()
        .reduce(|fewer, more| if more.0 < fewer.0 { more } else { fewer })
        .unwrap_or_default();
    let (lower, better) = network.proof(cost, &labels, &options.limits);
    let (mut cost, mut labels) = (cost, labels);
    if let Some(better) = better {
        labels = better;
        cost = network.cost(&labels);
    }
    let lower = lower.min(cost);
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, &label) in labels.iter().enumerate() {
        groups.entry(label).or_default().push(node);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    let mut by_number: Vec<f64> = by_number;
    while by_number.len() < groups.len() {
        by_number.extend(by_number.last().copied());
    }
    for found in by_number.iter_mut().skip(groups.len().max(1) - 1) {
        *found = found.min(value(cost));
    }
    Clusters {
        groups,
        disagreement: value(cost),
        lower_bound: value(lower),
        proved_optimal: lower == cost,
        by_number,
    }
}

/// The net ties in integers, with what cancels between parallel ties paid already.
struct Network {
    ties: Vec<(usize, usize, i64)>,
    around: Vec<Vec<(usize, usize)>>,
    paid: i64,
}

impl Network {
    fn of(graph: &SignedGraph, quantised: &Quantised) -> Self {
        let mut net: BTreeMap<(usize, usize), (i64, i64)> = BTreeMap::new();
        for (edge, &unit) in graph.edges().iter().zip(&quantised.units) {
            let pair = (edge.a.min(edge.b), edge.a.max(edge.b));
            let entry = net.entry(pair).or_default();
            entry.0 += unit;
            entry.1 += unit.abs();
        }
        let mut network = Self {
            ties: Vec::new(),
            around: vec![Vec::new(); graph.len()],
            paid: 0,
        };
        for ((a, b), (sum, size)) in net {
            network.paid += (size - sum.abs()) / 2;
            if sum != 0 {
                network.around[a].push((b, network.ties.len()));
                network.around[b].push((a, network.ties.len()));
                network.ties.push((a, b, sum));
            }
        }
        network
    }

    fn cost(&self, labels: &[usize]) -> i64 {
        let disagreeing = self
            .ties
            .iter()
            .filter(|&&(a, b, weight)| (labels[a] == labels[b]) != (weight > 0));
        self.paid + disagreeing.map(|&(_, _, weight)| weight.abs()).sum::<i64>()
    }

    /// Moves single nodes among `number` camps, and merges camps, while that helps.
    fn descend(&self, labels: &mut [usize], number: usize) {
        loop {
            let mut moved = false;
            let mut pull = vec![0_i64; number];
            for node in 0..labels.len() {
                pull.fill(0);
                for &(other, tie) in &self.around[node] {
                    pull[labels[other]] += self.ties[tie].2;
                }
                let here = labels[node];
                let best = (0..number)
                    .max_by_key(|&camp| (pull[camp], camp == here, std::cmp::Reverse(camp)));
                if let Some(best) = best.filter(|&best| pull[best] > pull[here]) {
                    labels[node] = best;
                    moved = true;
                }
            }
            if !moved && !self.merge(labels, number) {
                return;
            }
        }
    }

    /// Proves that no camps leave less than `cost`, or finds some. Returns a lower bound, and better
    /// camps.
    fn proof(&self, cost: i64, labels: &[usize], limits: &Limits) -> (i64, Option<Vec<usize>>) {
        let mut instance = Instance::new(self.around.len());
        for &(a, b, weight) in &self.ties {
            instance.add(a as u32, b as u32, weight);
        }
        instance.paid = self.paid;
        let hint = labels.iter().map(|&label| label as u32).collect();
        let mut work = Work::new(limits, limits.branches);
        let outcome = settle(instance, Some(&hint), cost, 0, &mut work);
        let better = outcome.best.map(|(_, labels)| {
            let mut labels: Vec<usize> = labels.into_iter().map(|label| label as usize).collect();
            while self.merge_idle(&mut labels) {}
            labels
        });
        (outcome.lower, better)
    }

    /// Merges two camps that lose nothing by it, if there are any.
    fn merge_idle(&self, labels: &mut [usize]) -> bool {
        let mut between: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for &(a, b, weight) in &self.ties {
            let (a, b) = (labels[a].min(labels[b]), labels[a].max(labels[b]));
            *between.entry((a, b)).or_default() += weight;
        }
        let camps: Vec<usize> = labels
            .iter()
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        for (place, &one) in camps.iter().enumerate() {
            for &other in &camps[place + 1..] {
                if between.get(&(one, other)).copied().unwrap_or(0) >= 0 {
                    for label in labels.iter_mut().filter(|label| **label == other) {
                        *label = one;
                    }
                    return true;
                }
            }
        }
        false
    }

    /// Merges the two camps with the most to win, if any have.
    fn merge(&self, labels: &mut [usize], number: usize) -> bool {
        let mut between = vec![0_i64; number * number];
        for &(a, b, weight) in &self.ties {
            let (first, second) = (labels[a].min(labels[b]), labels[a].max(labels[b]));
            if first != second {
                between[first * number + second] += weight;
            }
        }
        let best = (0..between.len()).max_by_key(|&at| (between[at], std::cmp::Reverse(at)));
        let Some(best) = best.filter(|&at| between[at] > 0) else {
            return false;
        };
        for label in labels.iter_mut() {
            if *label == best % number {
                *label = best / number;
            }
        }
        true
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn graph(nodes: usize, ties: &[(usize, usize, f64)]) -> SignedGraph {
        let mut graph = SignedGraph::new();
        for node in 0..nodes {
            graph.node(&node.to_string());
        }
        for &(a, b, weight) in ties {
            graph.add(a, b, weight).unwrap();
        }
        graph
    }

    /// The least disagreement over all partitions.
    fn brute(graph: &SignedGraph) -> f64 {
        fn place(ties: &[Vec<f64>], labels: &mut Vec<usize>, paid: f64, least: &mut f64) {
            let node = labels.len();
            if paid >= *least {
                return;
            }
            if node == ties.len() {
                *least = paid;
                return;
            }
            let camps = labels.iter().max().map_or(0, |most| most + 1);
            for label in 0..=camps {
                let wrong = (0..node)
                    .filter(|&other| (labels[other] == label) == (ties[node][other] < 0.0));
                let more: f64 = wrong.map(|other| ties[node][other].abs()).sum();
                labels.push(label);
                place(ties, labels, paid + more, least);
                labels.pop();
            }
        }
        let mut ties = vec![vec![0.0; graph.len()]; graph.len()];
        for edge in graph.edges() {
            ties[edge.a][edge.b] += edge.weight;
            ties[edge.b][edge.a] += edge.weight;
        }
        let mut least = f64::INFINITY;
        place(&ties, &mut Vec::new(), 0.0, &mut least);
        least
    }

    /// A graph in which two of three pairs have a tie of some weight.
    fn drawn(nodes: usize, seed: u64, weight: impl Fn(&mut Dice) -> f64) -> SignedGraph {
        let mut dice = Dice::new(seed);
        let mut ties = Vec::new();
        for a in 0..nodes {
            for b in a + 1..nodes {
                if dice.below(3) > 0 {
                    ties.push((a, b, weight(&mut dice)));
                }
            }
        }
        graph(nodes, &ties)
    }

    #[test]
    fn three_enemies_are_three_camps() {
        let seen = clusters(
            &graph(4, &[(0, 1, -1.0), (1, 2, -1.0), (0, 2, -2.0), (2, 3, 1.0)]),
            &ClusterOptions::default(),
        );
        assert_eq!(seen.groups, vec![vec![0], vec![1], vec![2, 3]]);
        assert_eq!(seen.by_number[..3], [4.0, 1.0, 0.0]);
        assert!(seen.proved_optimal);
    }

    #[test]
    fn no_more_camps_than_needed() {
        let seen = clusters(
            &graph(4, &[(0, 1, 1.0), (1, 2, -1.0), (0, 3, 0.0)]),
            &ClusterOptions::default(),
        );
        assert_eq!((seen.groups.len(), seen.disagreement), (2, 0.0));
        let friends = clusters(&graph(2, &[(0, 1, 1.0)]), &ClusterOptions::default());
        assert_eq!(friends.groups, vec![vec![0, 1]]);
        let nobody = clusters(&graph(0, &[]), &ClusterOptions::default());
        assert_eq!((nobody.groups.len(), nobody.disagreement), (0, 0.0));
    }

    #[test]
    fn the_least_disagreement_of_all_partitions_is_found_and_proved() {
        for seed in 1..160 {
            let nodes = 3 + seed as usize % 8;
            let graph = drawn(nodes, seed, |dice| dice.below(7) as f64 - 3.0);
            let (seen, least) = (clusters(&graph, &ClusterOptions::default()), brute(&graph));
            assert_eq!(
                (seen.disagreement, seen.lower_bound),
                (least, least),
                "{seed}"
            );
            assert!(seen.proved_optimal);
            let cost: f64 = graph
                .edges()
                .iter()
                .filter(|edge| {
                    let camp =
                        |node: usize| seen.groups.iter().position(|camp| camp.contains(&node));
                    (camp(edge.a) == camp(edge.b)) == (edge.weight < 0.0)
                })
                .map(|edge| edge.weight.abs())
                .sum();
            assert_eq!(cost, least);
        }
    }

    #[test]
    fn weights_that_are_no_whole_numbers_are_proved_too() {
        for seed in 1..40 {
            let graph = drawn(9, seed, |dice| dice.below(20_001) as f64 / 1e4 - 1.0);
            let (seen, least) = (clusters(&graph, &ClusterOptions::default()), brute(&graph));
            assert!(seen.proved_optimal, "{seed}: {seen:?}");
            assert!((seen.disagreement - least).abs() < 1e-9, "{seed}");
        }
    }

    #[test]
    fn a_proof_needs_no_camps_to_start_from() {
        for seed in 1..40 {
            let drawn = drawn(10, seed, |dice| if dice.below(2) == 0 { 1.0 } else { -1.0 });
            let mut instance = Instance::new(drawn.len());
            for edge in drawn.edges() {
                instance.add(edge.a as u32, edge.b as u32, edge.weight as i64);
            }
            let limits = Limits::default();
            let mut work = Work::new(&limits, limits.branches);
            let least = brute(&drawn) as i64;
            let found = settle(instance.clone(), None, i64::MAX / 4, 0, &mut work);
            assert_eq!(found.best.map(|(cost, _)| cost), Some(least), "{seed}");
            assert_eq!(found.lower, least, "{seed}");
            let mut work = Work::new(&limits, limits.branches);
            let none = settle(instance, None, least, 0, &mut work);
            assert!(none.best.is_none() && none.lower >= least, "{seed}");
        }
    }

    #[test]
    fn a_limit_on_the_work_leaves_two_bounds() {
        let graph = drawn(40, 5, |dice| if dice.below(2) == 0 { 1.0 } else { -1.0 });
        let mut options = ClusterOptions::default();
        options.limits.pivots = 0;
        options.limits.branches = 3;
        let seen = clusters(&graph, &options);
        assert!(!seen.proved_optimal);
        assert!(seen.lower_bound > 0.0 && seen.lower_bound < seen.disagreement);
    }
}
