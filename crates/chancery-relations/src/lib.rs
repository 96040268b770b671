//! What follows from the record: ties, camps and balance, alignment, commitments, mediators.
//!
//! Everything here is derived from the statements of a [`chancery_store::View`] and disposable:
//! nothing is written back. The same view gives the same bytes on every machine.

pub mod alignment;
pub mod balance;
pub mod camps;
pub mod choice;
mod chronicle;
pub mod commitments;
pub mod crises;
mod day;
pub mod defence;
mod dice;
mod elsewhere;
#[cfg(test)]
mod fixture;
pub mod ledger;
mod logistic;
pub mod majors;
pub mod mediation;
mod named;
mod names;
pub mod organisations;
mod party;
mod phrases;
pub mod precedent;
pub mod resolve;
pub mod scoring;
pub mod silence;
mod table;
pub mod ties;

pub use names::Names;
pub use party::{agent, party};
