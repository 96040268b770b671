//! Who is at the other end of an act: extrapolation over a temporal knowledge graph.
//!
//! For each question `(ego, act, ?)` of a step, [`candidates`] gathers who might answer, [`features`] says what
//! the past knows of each, and boosted trees, trained only on earlier steps, turn it into
//! probabilities.

mod benchmark;
mod candidates;
mod chains;
mod explain;
mod features;
mod follow_rules;
mod forecast;
mod kin;
mod likeness;
mod memory;
mod model;
mod neighbours;
mod numbering;
mod odds;
mod pair_rules;
mod past;
mod questions;
mod ranker;
mod score;
mod table;

pub use benchmark::{LineError, read_facts, read_names, write_predictions};
pub use explain::{Explained, Link, Query, Rule, Scope, explain};
pub use features::Family;
pub use forecast::{Forecast, Options, Prediction, Progress, Report, forecast, forecast_with};
pub use model::{Model, ModelError, Vocabulary};
pub use questions::Question;
pub use score::{Score, score};
