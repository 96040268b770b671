//! The signed graph that everything in this room is asked about.

use std::collections::BTreeMap;

use super::BalanceError;

/// Nodes with names and ties with signed weights.
///
/// A tie's sign is the sign of its weight and its strength the weight's size; a weight of zero is a
/// tie *known* to be neutral, which takes no part in the frustration index but can be the third
/// side of an open strained triad. Several ties between the same pair are allowed: each counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SignedGraph {
    names: Vec<String>,
    index: BTreeMap<String, usize>,
    edges: Vec<Edge>,
}

/// One tie between two nodes of a [`SignedGraph`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The first node, by its place in the graph.
    pub a: usize,
    /// The second node, by its place in the graph.
    pub b: usize,
    /// Positive for friends, negative for enemies, zero for neither; the size is the strength.
    pub weight: f64,
}

impl SignedGraph {
    /// Returns a graph without nodes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the place of the node called `name`, adding the node if it is new.
    pub fn node(&mut self, name: &str) -> usize {
        if let Some(&place) = self.index.get(name) {
            return place;
        }
        let place = self.names.len();
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), place);
        place
    }

    /// Adds a tie between two nodes that the graph has.
    pub fn add(&mut self, a: usize, b: usize, weight: f64) -> Result<(), BalanceError> {
        if !weight.is_finite() {
            return Err(BalanceError::Weight(weight));
        }
        for node in [a, b] {
            if node >= self.names.len() {
                return Err(BalanceError::NoSuchNode(node));
            }
        }
        if a == b {
            return Err(BalanceError::SelfTie(self.names[a].clone()));
        }
        self.edges.push(Edge { a, b, weight });
        Ok(())
    }

    /// Adds a tie between two nodes by name, adding the nodes if they are new.
    pub fn tie(&mut self, a: &str, b: &str, weight: f64) -> Result<(), BalanceError> {
        let (a, b) = (self.node(a), self.node(b));
        self.add(a, b, weight)
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Tells whether the graph has no nodes.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns the name of a node, or an empty string for a node that the graph does not have.
    pub fn name(&self, node: usize) -> &str {
        self.names.get(node).map_or("", String::as_str)
    }

    /// Returns the place of the node called `name`.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// Returns the ties in the order in which they were added.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Returns, for every pair with a tie, the sum of its weights: the pair's net tie.
    pub(crate) fn net(&self) -> BTreeMap<(usize, usize), f64> {
        let mut net = BTreeMap::new();
        for edge in &self.edges {
            let pair = (edge.a.min(edge.b), edge.a.max(edge.b));
            *net.entry(pair).or_insert(0.0) += edge.weight;
        }
        net
    }

    /// Returns the weight of the ties that the given two camps leave frustrated: positive ties
    /// between the camps and negative ties inside them.
    ///
    /// `sides` holds one entry for each node; nodes beyond its end count as `false`.
    pub fn frustration_of(&self, sides: &[bool]) -> f64 {
        let side = |node: usize| sides.get(node).copied().unwrap_or(false);
        self.edges
            .iter()
            .filter(|edge| (side(edge.a) == side(edge.b)) == (edge.weight < 0.0))
            .map(|edge| edge.weight.abs())
            .sum()
    }
}

/// Integer weights for a graph: the exact part of the work is done in integers.
///
/// Weights with up to nine decimals are represented exactly where their sum leaves room; others are
/// rounded to about nine significant digits of the largest.
#[derive(Debug, Clone)]
pub(crate) struct Quantised {
    /// Signed weight of each edge, in units of `1 / scale`.
    pub(crate) units: Vec<i64>,
    /// How many units make 1.
    pub(crate) scale: f64,
    /// Whether the units are the weights without rounding.
    pub(crate) exact: bool,
}

impl Quantised {
    pub(crate) fn of(graph: &SignedGraph) -> Self {
        let weights: Vec<f64> = graph.edges.iter().map(|edge| edge.weight).collect();
        let total: f64 = weights.iter().map(|weight| weight.abs()).sum();
        // Room for the scaling that reductions need, and for exact conversion back to f64.
        const ROOM: f64 = 1e14;
        let mut scale = 1.0;
        let mut exact = false;
        for _ in 0..10 {
            let fits = weights.iter().all(|weight| {
                let scaled = weight * scale;
                (scaled - scaled.round()).abs() <= 1e-9 * scaled.abs()
            });
            if fits && total * scale <= ROOM {
                exact = true;
                break;
            }
            scale *= 10.0;
        }
        if !exact {
            let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
            scale = 1.0;
            while largest * scale < 1e8 && scale < 1e200 {
                scale *= 10.0;
            }
            while (largest * scale > 1e9 || total * scale > ROOM) && scale > 1e-300 {
                scale /= 10.0;
            }
        }
        let units = weights
            .iter()
            .map(|&weight| {
                let unit = (weight * scale).round() as i64;
                if unit == 0 && weight != 0.0 {
                    weight.signum() as i64
                } else {
                    unit
                }
            })
            .collect();
        Self {
            units,
            scale,
            exact,
        }
    }
}
