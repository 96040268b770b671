//! The record: documents and the statements coded from them, append-only, read back as of any day.
//!
//! In memory and as JSON Lines; with the feature `case` also as a case on disk, in Parquet. A record is never edited: a correction is a statement that names
//! the one it corrects, and from the day it was reported the older one no longer counts.

#[cfg(feature = "case")]
pub mod case;
mod lines;
mod record;

pub use lines::{ReadError, VERSION, read, write};
pub use record::{Record, View};
