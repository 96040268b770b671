#![doc = include_str!("../README.md")]
//!
//! A [`Reader`] turns the rows of a file into [`Found`] things, mostly statements whose evidence
//! is the file, the line and the row itself. [`export`] writes statements in the formats that
//! others read.

mod actors;
mod acts;
mod cameo;
mod cells;
mod columns;
mod context;
mod dataset;
pub mod export;
mod found;
mod inflate;
mod layouts;
mod lines;
mod reader;
mod report;
pub mod third_parties;

pub use cameo::{Plover, plover};
pub use dataset::Dataset;
pub use found::{Capability, Found, Mention, Options, RollCall};
pub use inflate::inflate;
pub use lines::Position;
pub use reader::{OpenError, ReadError, Reader};
pub use report::{Fault, LISTED, Problem, Report};
