//! The answer to "who stands with whom": camps, what they cost, and how sure that is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::blocks::blocks;
use super::exact::{Hint, Question, Work, settle};
use super::family::{Family, family};
use super::graph::{Quantised, SignedGraph};
use super::instance::Instance;

/// How much work a solution may take, in counts and never in seconds, so that every machine gives
/// the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Branches of the search for the frustration index.
    pub branches: u64,
    /// Cuts (negative cycles) added over the whole search.
    pub cuts: u64,
    /// Pivots of the simplex method, the measure of most of the work.
    pub pivots: u64,
    /// Steps of the vectors that bound dense graphs.
    pub steps: u64,
    /// Whether the family of optima is looked into: who is together in all, and the list.
    pub family: bool,
    /// How many optima are listed at most.
    pub optima: usize,
    /// Branches that the look into the family of optima may take in all.
    pub family_branches: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            branches: 2_000_000,
            cuts: 2_000_000,
            pivots: 100_000,
            steps: 300_000,
            family: true,
            optima: 1_000,
            family_branches: 5_000_000,
        }
    }
}

/// The camps of a signed graph.
///
/// Weights that are no multiples of a small enough number are rounded to about nine digits of the
/// largest for the proof. Nodes are named by their place in the graph. Parts of the graph without ties between them have
/// camps of their own: nothing is said about how they stand to each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Camps {
    /// The weight of the frustrated ties under the camps given: an upper bound.
    pub frustration: f64,
    /// No camps leave less frustrated than this.
    pub lower_bound: f64,
    /// Whether the two bounds meet.
    pub proved_optimal: bool,
    /// The camps: for every connected part one group or two, each sorted.
    pub groups: Vec<Vec<usize>>,
    /// The side of every node; only sides within a connected part compare.
    pub sides: Vec<bool>,
    /// The connected parts, each sorted, in the order of their first nodes.
    pub parts: Vec<Vec<usize>>,
    /// Pairs of a connected part that share a camp in every optimum (proved).
    pub together: Vec<(usize, usize)>,
    /// Pairs of a connected part that are in different camps in every optimum (proved).
    pub apart: Vec<(usize, usize)>,
    /// Pairs of a connected part that are together in one optimum and apart in another.
    pub undetermined: Vec<(usize, usize)>,
    /// Whether the look into the family of optima was finished: only then is every pair of a
    /// connected part in one of the three lists.
    pub verdicts_complete: bool,
    /// Ties frustrated under the camps given, by their place in [`SignedGraph::edges`].
    pub frustrated_edges: Vec<usize>,
    /// Ties frustrated in every optimum (proved), by their place in [`SignedGraph::edges`].
    pub always_frustrated: Vec<usize>,
    /// The optima, each as the side of every node, the first node of each connected part on the
    /// side `false`. Empty unless the frustration index is proved.
    pub optima: Vec<Vec<bool>>,
    /// Whether the list holds all optima.
    pub optima_complete: bool,
    /// How many optima there are, where that is known; parts that no tie joins count once, however
    /// they are turned.
    pub optima_count: Option<u128>,
    /// Nodes that stand to one another in the same way in every optimum (proved), sorted; the first
    /// list of a bloc holds its first node, the second those apart from it.
    pub blocs: Vec<[Vec<usize>; 2]>,
    /// The work it took.
    pub effort: Effort,
}

/// Work done, in counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Effort {
    /// Branches opened in the search for the frustration index.
    pub branches: u64,
    /// Negative cycles added.
    pub cuts: u64,
    /// Pivots of the simplex method.
    pub pivots: u64,
    /// Steps of the vectors.
    pub steps: u64,
}

/// Finds the camps that leave the least weight of ties frustrated, and proves it.
pub fn solve(graph: &SignedGraph, limits: &Limits) -> Camps {
    let quantised = Quantised::of(graph);
    let whole = integer_instance(graph, &quantised, 1);
    // Multiples of eight leave room for halves that the star–triangle step makes.
    let scaled = integer_instance(graph, &quantised, 8);
    let question = Question::open(&scaled);
    let mut work = Work::new(limits, limits.branches);
    let outcome = settle(scaled, &Hint::default(), question, &mut work);
    let (cost, found) = outcome.best.unwrap_or_else(|| {
        (
            whole.paid * 8 + whole.cost(&vec![1; whole.nodes()]) * 8,
            vec![1; whole.nodes()],
        )
    });
    let lower = question.round_up(outcome.lower.min(cost));
    let proved_optimal = lower >= cost;
    let parts = parts(&whole);
    let mut sides: Vec<bool> = found.iter().map(|&side| side < 0).collect();
    align(&mut sides, &parts);
    let value = |cost: i64| cost as f64 / 8.0 / quantised.scale;

    let family = if limits.family && proved_optimal {
        family(&whole, &blocks(&whole), &sides, limits)
    } else {
        Family::unknown(graph.len())
    };
    let mut camps = Camps {
        frustration: value(cost),
        lower_bound: value(lower),
        proved_optimal,
        groups: groups(&sides, &parts),
        together: Vec::new(),
        apart: Vec::new(),
        undetermined: Vec::new(),
        verdicts_complete: family.complete,
        frustrated_edges: Vec::new(),
        always_frustrated: Vec::new(),
        optima: Vec::new(),
        optima_complete: false,
        optima_count: None,
        blocs: Vec::new(),
        effort: Effort {
            branches: limits.branches - work.branches,
            cuts: limits.cuts - work.cuts,
            pivots: limits.pivots - work.pivots,
            steps: limits.steps - work.steps,
        },
        sides,
        parts,
    };
    for (place, edge) in graph.edges().iter().enumerate() {
        if edge.weight != 0.0 && (camps.sides[edge.a] == camps.sides[edge.b]) == (edge.weight < 0.0)
        {
            camps.frustrated_edges.push(place);
            if limits.family && proved_optimal && family.bloc[edge.a] == family.bloc[edge.b] {
                camps.always_frustrated.push(place);
            }
        }
    }
    if limits.family && proved_optimal {
        for part in &camps.parts {
            for (place, &a) in part.iter().enumerate() {
                for &b in &part[place + 1..] {
                    if family.bloc[a] != family.bloc[b] {
                        if family.complete {
                            camps.undetermined.push((a, b));
                        }
                    } else if camps.sides[a] == camps.sides[b] {
                        camps.together.push((a, b));
                    } else {
                        camps.apart.push((a, b));
                    }
                }
            }
        }
        camps.optima = family.list(&camps.sides, limits.optima);
        for optimum in &mut camps.optima {
            align(optimum, &camps.parts);
        }
        camps.optima.sort();
        camps.optima_count = family.counted().then(|| family.count());
        camps.optima_complete = camps.optima_count == Some(camps.optima.len() as u128);
        camps.blocs = blocs(&family, &camps.sides);
    }
    if !quantised.exact {
        // The proof is about weights of nine digits, the answer about those given.
        camps.frustration = graph.frustration_of(&camps.sides);
        camps.lower_bound = if proved_optimal {
            camps.frustration
        } else {
            camps.lower_bound.min(camps.frustration)
        };
    }
    camps
}

pub(super) fn integer_instance(
    graph: &SignedGraph,
    quantised: &Quantised,
    factor: i64,
) -> Instance {
    let mut instance = Instance::new(graph.len());
    for (edge, &unit) in graph.edges().iter().zip(&quantised.units) {
        instance.add(edge.a as u32, edge.b as u32, unit * factor);
    }
    instance
}

/// Returns the connected parts; neutral ties, and ties that cancel one another, do not connect.
fn parts(whole: &Instance) -> Vec<Vec<usize>> {
    let mut seen = vec![false; whole.nodes()];
    let mut parts = Vec::new();
    for root in 0..whole.nodes() {
        if seen[root] {
            continue;
        }
        seen[root] = true;
        let mut part = vec![root];
        let mut next = 0;
        while let Some(&node) = part.get(next) {
            next += 1;
            for &other in whole.ties(node as u32).keys() {
                let other = other as usize;
                if !seen[other] {
                    seen[other] = true;
                    part.push(other);
                }
            }
        }
        part.sort_unstable();
        parts.push(part);
    }
    parts
}

/// Turns every part so that its first node is on the side `false`.
fn align(sides: &mut [bool], parts: &[Vec<usize>]) {
    for part in parts {
        if part.first().is_some_and(|&first| sides[first]) {
            for &node in part {
                sides[node] = !sides[node];
            }
        }
    }
}

fn blocs(family: &Family, sides: &[bool]) -> Vec<[Vec<usize>; 2]> {
    let mut blocs: BTreeMap<usize, [Vec<usize>; 2]> = BTreeMap::new();
    for (node, &bloc) in family.bloc.iter().enumerate() {
        let halves = blocs.entry(bloc).or_default();
        let first = halves[0]
            .first()
            .is_none_or(|&first| sides[first] == sides[node]);
        halves[usize::from(!first)].push(node);
    }
    blocs.into_values().collect()
}

fn groups(sides: &[bool], parts: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    for part in parts {
        for wanted in [false, true] {
            let group: Vec<usize> = part
                .iter()
                .copied()
                .filter(|&node| sides[node] == wanted)
                .collect();
            if !group.is_empty() {
                groups.push(group);
            }
        }
    }
    groups
}
