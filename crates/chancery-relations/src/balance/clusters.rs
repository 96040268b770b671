//! More than two camps: generalised balance (Davis 1967), also known as correlation clustering.
//!
//! A tie disagrees with the camps when it is positive between two of them or negative inside one.
//! The number of camps is chosen so: the fewest camps with which the disagreement is the least that
//! any number of camps leaves. With two camps allowed the least disagreement is the frustration
//! index, which is solved exactly; for more, local search gives an upper bound, and a packing of
//! cycles with exactly one negative tie, each of which must hold a disagreeing tie, a lower one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::camps::{Limits, solve};
use super::graph::{Quantised, SignedGraph};
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
    let lower = network.packing(&labels).min(cost);
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, &label) in labels.iter().enumerate() {
        groups.entry(label).or_default().push(node);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
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

    /// Packs cycles with exactly one negative tie, one disagreeing tie in each.
    fn packing(&self, labels: &[usize]) -> i64 {
        let mut left: Vec<i64> = self.ties.iter().map(|tie| tie.2.abs()).collect();
        let disagrees = |tie: usize| {
            let (a, b, weight) = self.ties[tie];
            (labels[a] == labels[b]) != (weight > 0)
        };
        let mut bound = self.paid;
        for length in [2, 3, 4, 8, 32] {
            for (tie, &(a, b, weight)) in self.ties.iter().enumerate() {
                if weight > 0 {
                    continue;
                }
                while left[tie] > 0 {
                    let Some(way) = self.way(
                        a,
                        b,
                        length,
                        usize::from(!disagrees(tie)),
                        &left,
                        &disagrees,
                    ) else {
                        break;
                    };
                    let amount = way
                        .iter()
                        .map(|&member| left[member])
                        .fold(left[tie], i64::min);
                    left[tie] -= amount;
                    for member in way {
                        left[member] -= amount;
                    }
                    bound += amount;
                }
            }
        }
        bound
    }

    /// Returns a shortest way through positive ties with something left, of which exactly
    /// `wanted` (none or one) disagree.
    fn way(
        &self,
        start: usize,
        goal: usize,
        length: usize,
        wanted: usize,
        left: &[i64],
        disagrees: &impl Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        // A state is a node and how many disagreeing ties led to it.
        let mut from: BTreeMap<(usize, usize), ((usize, usize), usize)> = BTreeMap::new();
        let mut queue = vec![((start, 0), 0)];
        let mut next = 0;
        while let Some(&((node, used), depth)) = queue.get(next) {
            next += 1;
            if depth >= length {
                return None;
            }
            for &(other, tie) in &self.around[node] {
                let state = (other, used + usize::from(disagrees(tie)));
                let open = self.ties[tie].2 > 0 && left[tie] > 0 && state.1 <= wanted;
                if !open || state == (start, 0) || from.contains_key(&state) {
                    continue;
                }
                from.insert(state, ((node, used), tie));
                if state == (goal, wanted) {
                    let mut way = Vec::new();
                    let mut at = state;
                    while let Some(&(before, tie)) = from.get(&at) {
                        way.push(tie);
                        at = before;
                    }
                    way.sort_unstable();
                    let simple = way.windows(2).all(|pair| pair[0] != pair[1]);
                    return simple.then_some(way);
                }
                queue.push((state, depth + 1));
            }
        }
        None
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
        fn place(graph: &SignedGraph, labels: &mut Vec<usize>) -> f64 {
            if labels.len() == graph.len() {
                let wrong = graph
                    .edges()
                    .iter()
                    .filter(|edge| (labels[edge.a] == labels[edge.b]) == (edge.weight < 0.0));
                return wrong.map(|edge| edge.weight.abs()).sum();
            }
            let camps = labels.iter().max().map_or(0, |most| most + 1);
            let mut least = f64::INFINITY;
            for label in 0..=camps {
                labels.push(label);
                least = least.min(place(graph, labels));
                labels.pop();
            }
            least
        }
        place(graph, &mut Vec::new())
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
    fn bounds_hold_against_all_partitions() {
        let mut met = 0;
        for seed in 1..80 {
            let mut dice = Dice::new(seed);
            let nodes = 3 + dice.below(5);
            let mut ties = Vec::new();
            for a in 0..nodes {
                for b in a + 1..nodes {
                    let weight = dice.below(7) as f64 - 3.0;
                    if dice.below(3) > 0 {
                        ties.push((a, b, weight));
                    }
                }
            }
            let graph = graph(nodes, &ties);
            let (seen, least) = (clusters(&graph, &ClusterOptions::default()), brute(&graph));
            assert!(seen.lower_bound <= least && least <= seen.disagreement);
            assert!(!seen.proved_optimal || seen.disagreement == least);
            met += usize::from(seen.disagreement == least);
        }
        assert_eq!(met, 79);
    }
}
