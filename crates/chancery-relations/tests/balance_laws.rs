//! The laws of the frustration index, against brute force on small random graphs.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use chancery_relations::balance::{Camps, Limits, SignedGraph, solve};
use proptest::prelude::*;

/// A graph of up to 14 nodes with weights in quarters, some ties parallel, some neutral.
fn graphs() -> impl Strategy<Value = SignedGraph> {
    (2_usize..=14, 0_usize..=40, 1_i32..=6, any::<u64>())
        .prop_map(|(nodes, ties, most, seed)| random(nodes, ties, most, seed))
}

fn random(nodes: usize, ties: usize, most: i32, seed: u64) -> SignedGraph {
    let mut state = seed | 1;
    let mut roll = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) % bound
    };
    let mut graph = SignedGraph::new();
    for node in 0..nodes {
        graph.node(&format!("n{node}"));
    }
    for _ in 0..ties {
        let (a, b) = (roll(nodes as u64) as usize, roll(nodes as u64) as usize);
        let weight = roll(2 * most as u64 + 1) as i32 - most;
        if a != b {
            let unit = if most > 4 { 0.25 } else { 1.0 };
            graph.add(a, b, f64::from(weight) * unit).unwrap();
        }
    }
    graph
}

/// Every optimum by trying all assignments, the first node of each connected part on `false`.
fn brute(graph: &SignedGraph, parts: &[Vec<usize>]) -> (f64, BTreeSet<Vec<bool>>) {
    let firsts: Vec<usize> = parts.iter().map(|part| part[0]).collect();
    let free: Vec<usize> = (0..graph.len())
        .filter(|node| !firsts.contains(node))
        .collect();
    let mut least = f64::INFINITY;
    let mut optima = BTreeSet::new();
    for mask in 0_u32..1 << free.len() {
        let mut sides = vec![false; graph.len()];
        for (bit, &node) in free.iter().enumerate() {
            sides[node] = mask >> bit & 1 == 1;
        }
        let cost = graph.frustration_of(&sides);
        if cost < least {
            least = cost;
            optima.clear();
        }
        if cost == least {
            optima.insert(sides);
        }
    }
    (least, optima)
}

fn check(graph: &SignedGraph) -> Camps {
    let camps = solve(
        graph,
        &Limits {
            optima: 20_000,
            ..Limits::default()
        },
    );
    let (least, optima) = brute(graph, &camps.parts);
    assert!(camps.proved_optimal && camps.verdicts_complete && camps.optima_complete);
    assert_eq!(camps.frustration, least);
    assert_eq!(camps.lower_bound, least);
    assert_eq!(graph.frustration_of(&camps.sides), least);
    assert_eq!(
        camps.optima.iter().cloned().collect::<BTreeSet<_>>(),
        optima
    );
    assert_eq!(camps.optima.len(), optima.len());
    let mut verdicts = 0;
    for (pairs, wanted) in [
        (&camps.together, (true, false)),
        (&camps.apart, (false, true)),
        (&camps.undetermined, (true, true)),
    ] {
        for &(a, b) in pairs {
            let seen = (
                optima.iter().any(|sides| sides[a] == sides[b]),
                optima.iter().any(|sides| sides[a] != sides[b]),
            );
            assert_eq!(seen, wanted, "{a} {b}");
            verdicts += 1;
        }
    }
    let pairs: usize = camps
        .parts
        .iter()
        .map(|part| part.len() * (part.len() - 1) / 2)
        .sum();
    assert_eq!(verdicts, pairs);
    for (place, edge) in graph.edges().iter().enumerate() {
        // Ties that cancel one another may lie between parts, of which nothing is claimed.
        let always = edge.weight != 0.0
            && camps
                .parts
                .iter()
                .any(|part| part.contains(&edge.a) && part.contains(&edge.b))
            && optima
                .iter()
                .all(|sides| (sides[edge.a] == sides[edge.b]) == (edge.weight < 0.0));
        assert_eq!(camps.always_frustrated.contains(&place), always);
    }
    camps
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn brute_force_agrees(graph in graphs()) {
        check(&graph);
    }

    #[test]
    fn new_names_leave_the_index_alone(graph in graphs(), shift in 1_usize..14) {
        let nodes = graph.len();
        let mut renamed = SignedGraph::new();
        for node in 0..nodes {
            renamed.node(graph.name((node + shift) % nodes));
        }
        for edge in graph.edges().iter().rev() {
            renamed.tie(graph.name(edge.b), graph.name(edge.a), edge.weight).unwrap();
        }
        prop_assert_eq!(solve(&graph, &Limits::default()).frustration, solve(&renamed, &Limits::default()).frustration);
    }

    #[test]
    fn switching_leaves_the_index_alone(graph in graphs(), mask in any::<u16>()) {
        let turned = |node: usize| mask >> node & 1 == 1;
        let mut switched = SignedGraph::new();
        for node in 0..graph.len() {
            switched.node(graph.name(node));
        }
        for edge in graph.edges() {
            let sign = if turned(edge.a) == turned(edge.b) { 1.0 } else { -1.0 };
            switched.add(edge.a, edge.b, sign * edge.weight).unwrap();
        }
        prop_assert_eq!(solve(&graph, &Limits::default()).frustration, solve(&switched, &Limits::default()).frustration);
    }

    #[test]
    fn a_balanced_graph_has_no_frustration(graph in graphs(), mask in any::<u16>()) {
        let side = |node: usize| mask >> node & 1 == 1;
        let mut balanced = SignedGraph::new();
        for node in 0..graph.len() {
            balanced.node(graph.name(node));
        }
        for edge in graph.edges() {
            let sign = if side(edge.a) == side(edge.b) { 1.0 } else { -1.0 };
            balanced.add(edge.a, edge.b, sign * edge.weight.abs()).unwrap();
        }
        let camps = solve(&balanced, &Limits::default());
        prop_assert_eq!(camps.frustration, 0.0);
        prop_assert!(camps.proved_optimal);
        prop_assert_eq!(camps.optima.len(), 1);
    }
}

#[test]
fn dense_graphs_agree_too() {
    for seed in 1..60 {
        check(&random(13, 78, 1, seed * 7919));
        check(&random(12, 300, 6, seed * 104_729));
    }
}

/// Whatever stops the proof, the bounds hold, and the same work gives the same answer.
#[test]
fn limits_leave_bounds() {
    let mut stopped = 0;
    for seed in 1..12 {
        let graph = random(40, 300, 1, seed * 6_700_417);
        let exact = solve(
            &graph,
            &Limits {
                family: false,
                ..Limits::default()
            },
        );
        assert!(exact.proved_optimal);
        for (branches, cuts, pivots, steps) in [
            (0, 0, 0, 0),
            (0, 100, 100, 10),
            (3, 300, 1_000, 0),
            (50, 50, 50, 100),
        ] {
            let limits = Limits {
                branches,
                cuts,
                pivots,
                steps,
                family: false,
                ..Limits::default()
            };
            let seen = solve(&graph, &limits);
            assert!(seen.lower_bound <= exact.frustration && exact.frustration <= seen.frustration);
            assert_eq!(seen.proved_optimal, seen.lower_bound == seen.frustration);
            assert_eq!(graph.frustration_of(&seen.sides), seen.frustration);
            assert_eq!(seen, solve(&graph, &limits));
            stopped += usize::from(!seen.proved_optimal);
        }
    }
    assert!(stopped > 10, "the limits stopped nothing");
}

#[test]
fn nothing_and_nobody() {
    let mut graph = SignedGraph::new();
    let camps = check(&graph);
    assert_eq!(camps.optima, vec![Vec::<bool>::new()]);
    graph.node("alone");
    let camps = check(&graph);
    assert_eq!(camps.groups, vec![vec![0]]);
    graph.tie("alone", "neutral", 0.0).unwrap();
    assert_eq!(check(&graph).groups, vec![vec![0], vec![1]]);
}

#[test]
fn a_tie_far_lighter_than_the_others_counts_for_its_own_weight() {
    let mut graph = SignedGraph::new();
    graph.tie("a", "b", 1e20).unwrap();
    graph.tie("b", "c", -1e20).unwrap();
    graph.tie("a", "c", 1.0).unwrap();
    let camps = solve(&graph, &Limits::default());
    assert!(camps.proved_optimal);
    assert_eq!((camps.frustration, camps.lower_bound), (1.0, 1.0));
}
