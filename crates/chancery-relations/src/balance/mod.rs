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
mod clusters;
mod cycles;
mod edges;
mod eval;
mod exact;
mod factor;
mod family;
mod graph;
mod hitting;
mod indices;
mod instance;
mod packing;
mod partition;
mod plain;
mod relax;
mod report;
mod search;
mod simplex;
mod triads;
mod vectors;

pub use camps::{Camps, Effort, Limits, solve};
pub use clusters::{ClusterOptions, Clusters, clusters};
pub use edges::read_edges;
pub use eval::{BalanceReport, NetworkReport, evaluate};
pub use graph::{Edge, SignedGraph};
pub use indices::{Indices, LARGEST, indices};
pub use report::{CampsReport, FrustratedTie, ManyCamps, camps_report, many_camps};
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
    /// A row of a file describes a tie that cannot be.
    #[error("row {row}: {error}")]
    Row {
        /// The line of the file, the first being 1.
        row: u64,
        /// What is wrong with the tie.
        error: Box<BalanceError>,
    },
    /// A field is empty or missing.
    #[error("row {row}: column `{column}` is empty")]
    Missing {
        /// The line of the file, the first being 1.
        row: u64,
        /// The column's name.
        column: &'static str,
    },
    /// A weight or sign is not a number.
    #[error("row {row}: `{text}` in column `{column}` is not a number")]
    NotANumber {
        /// The line of the file, the first being 1.
        row: u64,
        /// The column's name.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// The header lacks a column.
    #[error("the columns `a`, `b` and `weight` or `sign` are needed; the file has {}", .0.join(", "))]
    Columns(Vec<String>),
    /// The file is not CSV or not UTF-8, or reading it failed.
    #[error("row {row}: {why}")]
    Unreadable {
        /// The line of the file, the first being 1.
        row: u64,
        /// What the reader said.
        why: String,
    },
}
