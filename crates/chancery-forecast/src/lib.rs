#![doc = include_str!("../README.md")]
//!
//! Everything here is a function of the facts given: no file, no clock, no hidden seed, and the same
//! bytes with any number of threads. What is said of a day rests on facts of earlier days alone.

mod decay;
mod facts;
mod history;
mod names;
pub mod outlook;
pub mod tkg;
pub mod trees;

pub use decay::{Decayed, HalfLives};
pub use facts::{Act, DirectedEvent, Fact};
pub use history::{History, Step};
pub use names::Interner;
