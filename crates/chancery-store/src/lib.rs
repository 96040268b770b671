//! The record: documents and the statements coded from them, append-only, read back as of any day.
//!
//! In memory and as JSON Lines. A record is never edited: a correction is a statement that names
//! the one it corrects, and from the day it was reported the older one no longer counts.

mod lines;
mod record;

pub use lines::{ReadError, VERSION, read, write};
pub use record::{Record, View};
