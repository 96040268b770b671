//! Who is at the other end of an act: extrapolation over a temporal knowledge graph.
//!
//! For each question `(ego, act, ?)` of a step, [`candidates`] gathers who might answer, [`features`] says what
//! the past knows of each, and boosted trees, trained only on earlier steps, turn it into
//! probabilities.

mod benchmark;
mod candidates;
mod features;
mod follow_rules;
mod forecast;
mod kin;
mod likeness;
mod memory;
mod model;
mod neighbours;
mod odds;
mod pair_rules;
mod questions;
mod score;

pub use benchmark::{LineError, read_facts, read_names, write_predictions};
pub use features::Family;
pub use forecast::{Forecast, Options, Prediction, Progress, Report, forecast};
pub use questions::Question;
pub use score::{Score, score};
