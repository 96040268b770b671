//! Camps: how far a signed graph is from splitting into two sides, with proof.
//!
//! A signed graph is balanced when its nodes fall into two camps with friends inside and enemies
//! between them (Cartwright and Harary 1956). The *frustration index* is the least weight of ties
//! that must go before it balances (Harary 1959); finding it is NP-hard, and it is computed exactly
//! here: reductions ([`instance`](self)), blocks, fractional packings of negative cycles as lower
//! bounds in integer arithmetic, and branching. When a limit on the work stops the proof, both
//! bounds are reported.
//!
//! ```
//! use chancery_relations::balance::{Limits, SignedGraph, solve};
//!
//! # fn main() -> Result<(), chancery_relations::balance::BalanceError> {
//! let mut graph = SignedGraph::new();
//! graph.tie("Russia", "Iran", 1.0)?;
//! graph.tie("Russia", "Israel", 1.0)?;
//! graph.tie("Iran", "Israel", -1.0)?;
//! let camps = solve(&graph, &Limits::default());
//! assert_eq!(camps.frustration, 1.0);
//! assert!(camps.proved_optimal);
//! assert_eq!(camps.optima.len(), 3);
//! # Ok(())
//! # }
//! ```

mod blocks;
mod camps;
mod exact;
mod family;
mod graph;
mod instance;
mod plain;
mod search;
mod triads;

pub use camps::{Camps, Limits, solve};
pub use graph::{Edge, SignedGraph};
pub use triads::{Strain, StrainedTriad, TriadOptions, strained_triads};

use thiserror::Error;

/// What can be wrong with a signed graph or with a file that describes one.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BalanceError {
    /// A weight is infinite or not a number.
    #[error("the weight {0} is not a finite number")]
    Weight(f64),
    /// A tie names a node by a place that the graph does not have.
    #[error("the graph has no node at place {0}")]
    NoSuchNode(usize),
    /// A tie joins a node with itself.
    #[error("`{0}` has a tie with itself")]
    SelfTie(String),
}
