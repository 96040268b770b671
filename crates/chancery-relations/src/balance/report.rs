//! The camps of an edge list as one JSON object.

use serde::{Serialize, Serializer};

use super::camps::{Camps, Limits, solve};
use super::clusters::{ClusterOptions, clusters};
use super::graph::SignedGraph;

/// What `chancery camps --edges FILE --format json` prints, names in place of places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CampsReport {
    /// The least weight of ties to remove, or the least found.
    #[serde(serialize_with = "plain")]
    pub frustration: f64,
    /// No camps leave less frustrated.
    #[serde(serialize_with = "plain")]
    pub lower_bound: f64,
    /// Whether the two meet.
    pub proved_optimal: bool,
    /// The two camps; one if nobody is apart.
    pub groups: Vec<Vec<String>>,
    /// The optima, each as its camps. A part of the graph that no tie joins to the rest can stand
    /// either way, so every way counts as another optimum here.
    pub optima: Vec<Vec<Vec<String>>>,
    /// Whether these are all.
    pub optima_complete: bool,
    /// Names that stand to one another in the same way in every optimum: those on the side of the
    /// first, and those apart from it.
    pub blocs: Vec<[Vec<String>; 2]>,
    /// Ties frustrated in the camps given.
    pub frustrated: Vec<FrustratedTie>,
    /// Names without any positive or negative tie; they are in no camp.
    pub unaligned: Vec<String>,
    /// Camps of any number, where these were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_number: Option<ManyCamps>,
}

/// Camps of any number ([`super::clusters`]), names in place of places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManyCamps {
    /// The camps.
    pub groups: Vec<Vec<String>>,
    /// The weight of the ties that disagree: positive between two camps or negative inside one.
    #[serde(serialize_with = "plain")]
    pub disagreement: f64,
    /// No camps, of whatever number, leave less.
    #[serde(serialize_with = "plain")]
    pub lower_bound: f64,
    /// Whether the two meet.
    pub proved_optimal: bool,
    /// The least disagreement found with at most 1, 2, 3… camps.
    pub by_number: Vec<f64>,
}

/// A tie that the camps leave frustrated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrustratedTie {
    /// One end.
    pub a: String,
    /// The other end.
    pub b: String,
    /// The signed weight.
    #[serde(serialize_with = "plain")]
    pub weight: f64,
    /// Whether it is frustrated in every optimum (proved).
    pub always: bool,
}

/// Writes whole numbers without a fraction.
fn plain<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

/// Finds camps of any number. Names without any tie are in none.
pub fn many_camps(graph: &SignedGraph, options: &ClusterOptions) -> ManyCamps {
    let found = clusters(graph, options);
    let mut signed = vec![false; graph.len()];
    for edge in graph.edges().iter().filter(|edge| edge.weight != 0.0) {
        signed[edge.a] = true;
        signed[edge.b] = true;
    }
    let names = |camp: &Vec<usize>| -> Vec<String> {
        let camp = camp.iter().filter(|&&node| signed[node]);
        camp.map(|&node| graph.name(node).to_owned()).collect()
    };
    let groups = found.groups.iter().map(names);
    ManyCamps {
        groups: groups.filter(|group| !group.is_empty()).collect(),
        disagreement: found.disagreement,
        lower_bound: found.lower_bound,
        proved_optimal: found.proved_optimal,
        by_number: found.by_number,
    }
}

/// Solves a signed network and reports on it.
pub fn camps_report(graph: &SignedGraph, limits: &Limits) -> CampsReport {
    let camps = solve(graph, limits);
    let mut signed = vec![false; graph.len()];
    for edge in graph.edges().iter().filter(|edge| edge.weight != 0.0) {
        signed[edge.a] = true;
        signed[edge.b] = true;
    }
    let names = |nodes: &[usize]| -> Vec<String> {
        nodes
            .iter()
            .map(|&node| graph.name(node).to_owned())
            .collect()
    };
    let groups = |sides: &[bool]| -> Vec<Vec<String>> {
        [false, true]
            .into_iter()
            .map(|wanted| {
                (0..graph.len())
                    .filter(|&node| signed[node] && sides[node] == wanted)
                    .map(|node| graph.name(node).to_owned())
                    .collect::<Vec<String>>()
            })
            .filter(|group| !group.is_empty())
            .collect()
    };
    let (optima, optima_complete) = turned(&camps, &signed, limits.optima);
    CampsReport {
        frustration: camps.frustration,
        lower_bound: camps.lower_bound,
        proved_optimal: camps.proved_optimal,
        groups: groups(&camps.sides),
        optima: optima.iter().map(|sides| groups(sides)).collect(),
        optima_complete,
        blocs: camps
            .blocs
            .iter()
            .filter(|[first, _]| first.first().is_some_and(|&node| signed[node]))
            .map(|[first, second]| [names(first), names(second)])
            .collect(),
        frustrated: camps
            .frustrated_edges
            .iter()
            .map(|&place| {
                let edge = graph.edges()[place];
                FrustratedTie {
                    a: graph.name(edge.a).to_owned(),
                    b: graph.name(edge.b).to_owned(),
                    weight: edge.weight,
                    always: camps.always_frustrated.binary_search(&place).is_ok(),
                }
            })
            .collect(),
        unaligned: (0..graph.len())
            .filter(|&node| !signed[node])
            .map(|node| graph.name(node).to_owned())
            .collect(),
        any_number: None,
    }
}

/// Returns the optima with every part but the first turned both ways, up to `most`, and whether
/// these are all.
fn turned(camps: &Camps, signed: &[bool], most: usize) -> (Vec<Vec<bool>>, bool) {
    let parts: Vec<&Vec<usize>> = camps
        .parts
        .iter()
        .filter(|part| part.first().is_some_and(|&node| signed[node]))
        .skip(1)
        .collect();
    let ways = 1_usize
        .checked_shl(parts.len().min(40) as u32)
        .unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for optimum in &camps.optima {
        for way in 0..ways {
            if found.len() == most {
                return (found, false);
            }
            let mut sides = optimum.clone();
            for (bit, part) in parts.iter().enumerate().take(40) {
                if way >> bit & 1 == 1 {
                    for &node in *part {
                        sides[node] = !sides[node];
                    }
                }
            }
            found.push(sides);
        }
    }
    (found, camps.optima_complete && parts.len() <= 40)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::edges::read_edges;
    use super::*;

    fn check(edges: &str, expected: &str) {
        let graph = read_edges(edges.as_bytes()).unwrap();
        let report = camps_report(&graph, &Limits::default());
        assert_eq!(serde_json::to_string(&report).unwrap(), expected);
        assert_eq!(report, camps_report(&graph, &Limits::default()));
    }

    #[test]
    fn names_and_whole_numbers() {
        check(
            "a,b,weight\nA,B,1\nB,C,2.5\nA,C,-0.5\nC,D,0\n",
            concat!(
                r#"{"frustration":0.5,"lower_bound":0.5,"proved_optimal":true,"groups":[["A","B","C"]],"#,
                r#""optima":[[["A","B","C"]]],"optima_complete":true,"blocs":[[["A","B","C"],[]]],"#,
                r#""frustrated":[{"a":"A","b":"C","weight":-0.5,"always":true}],"unaligned":["D"]}"#,
            ),
        );
    }

    #[test]
    fn unconnected_parts_stand_either_way() {
        check(
            "a,b,sign\nA,B,-\nC,D,+\n",
            concat!(
                r#"{"frustration":0,"lower_bound":0,"proved_optimal":true,"groups":[["A","C","D"],["B"]],"#,
                r#""optima":[[["A","C","D"],["B"]],[["A"],["B","C","D"]]],"optima_complete":true,"#,
                r#""blocs":[[["A"],["B"]],[["C","D"],[]]],"frustrated":[],"unaligned":[]}"#,
            ),
        );
    }

    #[test]
    fn no_ties_no_camps() {
        check(
            "a,b,sign\n",
            concat!(
                r#"{"frustration":0,"lower_bound":0,"proved_optimal":true,"groups":[],"optima":[[]],"#,
                r#""optima_complete":true,"blocs":[],"frustrated":[],"unaligned":[]}"#,
            ),
        );
    }
}
