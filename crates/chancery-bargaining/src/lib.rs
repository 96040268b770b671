#![doc = include_str!("../README.md")]

mod chance;
pub mod compromise;
pub mod exchange;
pub mod expected_utility;
mod median;
mod problem;
pub mod reading;
pub mod smp;

pub use problem::{Actor, Field, Issue, Problem, ProblemBuilder, ProblemError, Ranged, Stake};
