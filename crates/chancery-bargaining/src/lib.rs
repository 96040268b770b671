#![doc = include_str!("../README.md")]

pub mod accuracy;
mod chance;
pub mod compromise;
pub mod exchange;
pub mod expected_utility;
mod median;
pub mod plot;
mod problem;
pub mod reading;
pub mod smp;
pub mod uncertainty;

pub use problem::{Actor, Field, Issue, Problem, ProblemBuilder, ProblemError, Ranged, Stake};
