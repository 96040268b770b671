//! Strained triads: the threes in which somebody is torn.
//!
//! *Closed*: a triangle whose signs multiply to a negative (Heider 1946; Cartwright and Harary
//! 1956). *Open*: one tie positive, one negative and the third neutral or unknown, as in "my
//! friend's enemy is no enemy of mine". Only closed triads enter the frustration index.

use std::collections::BTreeMap;

use serde::Serialize;

use super::graph::SignedGraph;

/// What counts as neutral, and how many triads are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct TriadOptions {
    /// Net ties of at most this strength are neutral.
    pub band: f64,
    /// Whether open triads are listed whose third tie is not in the graph at all.
    pub unknown: bool,
    /// How many triads are listed at most, the heaviest first.
    pub most: usize,
}

impl Default for TriadOptions {
    fn default() -> Self {
        Self {
            band: 0.0,
            unknown: true,
            most: usize::MAX,
        }
    }
}

/// Three nodes under strain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StrainedTriad {
    /// The nodes. With one negative tie, or an open triad, the first two are friends and the last
    /// two enemies; three enemies stand in the order of the graph.
    pub nodes: [usize; 3],
    /// The net ties first–second, second–third and first–third; `None` where the graph has none.
    pub ties: [Option<f64>; 3],
    /// In what way the triad is strained.
    pub strain: Strain,
    /// The strength of the weakest of its signed ties: what it would take to resolve it.
    pub weight: f64,
}

/// The ways in which a triad is strained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strain {
    /// Two friends of the first node are enemies of each other: the first node is torn.
    Closed,
    /// Three enemies: strained by the strong rule, balanced under Davis's weak rule (1967).
    ThreeEnemies,
    /// The first node's tie to its friend's enemy is known to be neutral.
    OpenNeutral,
    /// The first node's tie to its friend's enemy is not known.
    OpenUnknown,
}

impl Strain {
    /// Tells whether all three ties are signed.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Closed | Self::ThreeEnemies)
    }
}

/// Returns the strained triads, the heaviest first; equals closed before open, then in the order
/// of the nodes.
pub fn strained_triads(graph: &SignedGraph, options: &TriadOptions) -> Vec<StrainedTriad> {
    let net = graph.net();
    let tie = |a: usize, b: usize| net.get(&(a.min(b), a.max(b))).copied();
    let mut around: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (&(a, b), &weight) in &net {
        if weight.abs() > options.band {
            around.entry(a).or_default().push((b, weight));
            around.entry(b).or_default().push((a, weight));
        }
    }
    let mut found = Vec::new();
    // The middle node of each path of two signed ties.
    for (&middle, ties) in &around {
        for (place, &(a, wa)) in ties.iter().enumerate() {
            for &(b, wb) in &ties[place + 1..] {
                let third = tie(a, b);
                let signed = third.filter(|weight| weight.abs() > options.band);
                let strength = wa.abs().min(wb.abs());
                let (friend, enemy) = if wa > 0.0 {
                    ((a, wa), (b, wb))
                } else {
                    ((b, wb), (a, wa))
                };
                match signed {
                    // Seen once, from the torn node.
                    Some(weight) if wa > 0.0 && wb > 0.0 && weight < 0.0 => {
                        found.push(StrainedTriad {
                            nodes: [middle, a, b],
                            ties: [Some(wa), Some(weight), Some(wb)],
                            strain: Strain::Closed,
                            weight: strength.min(weight.abs()),
                        });
                    }
                    Some(weight) if wa < 0.0 && wb < 0.0 && weight < 0.0 && middle < a.min(b) => {
                        found.push(StrainedTriad {
                            nodes: [middle, a, b],
                            ties: [Some(wa), Some(weight), Some(wb)],
                            strain: Strain::ThreeEnemies,
                            weight: strength.min(weight.abs()),
                        });
                    }
                    None if wa * wb < 0.0 && (third.is_some() || options.unknown) => {
                        found.push(StrainedTriad {
                            nodes: [friend.0, middle, enemy.0],
                            ties: [Some(friend.1), Some(enemy.1), third],
                            strain: if third.is_some() {
                                Strain::OpenNeutral
                            } else {
                                Strain::OpenUnknown
                            },
                            weight: strength,
                        });
                    }
                    _ => {}
                }
            }
        }
    }
    found.sort_by(|x, y| {
        y.weight
            .total_cmp(&x.weight)
            .then(x.strain.cmp(&y.strain))
            .then(x.nodes.cmp(&y.nodes))
    });
    found.truncate(options.most);
    found
}

impl StrainedTriad {
    /// Returns the strain in words.
    pub fn why(&self, graph: &SignedGraph) -> String {
        let [first, second, third] = self.nodes.map(|node| graph.name(node));
        match self.strain {
            Strain::Closed => format!(
                "{first} is a friend of {second} and of {third}, who are enemies of each other"
            ),
            Strain::ThreeEnemies => {
                format!("{first}, {second} and {third} are enemies of one another")
            }
            Strain::OpenNeutral => format!(
                "{first} is a friend of {second}; {second} is an enemy of {third}; {first} and {third} are not enemies"
            ),
            Strain::OpenUnknown => format!(
                "{first} is a friend of {second}; {second} is an enemy of {third}; nothing says how {first} stands to {third}"
            ),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn graph(ties: &[(&str, &str, f64)]) -> SignedGraph {
        let mut graph = SignedGraph::new();
        for &(a, b, weight) in ties {
            graph.tie(a, b, weight).unwrap();
        }
        graph
    }

    fn check(ties: &[(&str, &str, f64)], expected: &[&str]) {
        let graph = graph(ties);
        let options = TriadOptions {
            band: 0.2,
            ..TriadOptions::default()
        };
        let seen: Vec<String> = strained_triads(&graph, &options)
            .iter()
            .map(|triad| format!("{:?} {} {}", triad.strain, triad.weight, triad.why(&graph)))
            .collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_friends_enemy_is_no_enemy() {
        check(
            &[("A", "B", 0.6), ("B", "C", -0.9), ("A", "C", 0.1)],
            &["OpenNeutral 0.6 A is a friend of B; B is an enemy of C; A and C are not enemies"],
        );
        check(
            &[("B", "A", 0.6), ("C", "B", -0.9)],
            &[
                "OpenUnknown 0.6 A is a friend of B; B is an enemy of C; nothing says how A stands to C",
            ],
        );
        check(&[("A", "B", 0.6), ("B", "C", 0.9), ("A", "C", 0.1)], &[]);
    }

    #[test]
    fn triangles_with_an_odd_number_of_enemies() {
        check(
            &[("C", "A", 0.5), ("B", "C", -0.9), ("A", "B", 0.7)],
            &["Closed 0.5 A is a friend of C and of B, who are enemies of each other"],
        );
        check(
            &[("A", "B", -0.5), ("B", "C", -0.9), ("A", "C", -0.3)],
            &["ThreeEnemies 0.3 A, B and C are enemies of one another"],
        );
        check(&[("A", "B", -0.5), ("B", "C", -0.9), ("A", "C", 0.3)], &[]);
    }

    #[test]
    fn the_heaviest_comes_first() {
        check(
            &[
                ("A", "B", 0.9),
                ("B", "C", -0.5),
                ("B", "D", -0.8),
                ("C", "D", 0.9),
            ],
            &[
                "OpenUnknown 0.8 A is a friend of B; B is an enemy of D; nothing says how A stands to D",
                "OpenUnknown 0.5 A is a friend of B; B is an enemy of C; nothing says how A stands to C",
            ],
        );
    }
}
