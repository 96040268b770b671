//! Would X defend Y? A probability with its interval and its parts.
//!
//! The base is a logistic model of who came to a target's help in the wars and fatal disputes of
//! 1816–2010 ([`evaluate`], [`fit`]; predictors in [`FEATURES`]). Its figures are lower than the
//! shares of alliances honoured in the literature (Leeds, Long and Mitchell 2000: 74.5 %;
//! Berkemeier and Fuhrmann 2018: 22 % since 1945, defence pacts 41 %), which count an alliance
//! called upon once where this counts every ally of every target, most of them small or far away
//! and never asked. What the record alone tells (help asked for or refused, the tie between the
//! two, what X said it would do, what X has done) is in no such data: its weights are set by
//! judgement, marked so, and each widens the interval by half of itself.

mod answer;
mod duties;
mod eval;
pub(crate) mod figures;
mod fitted;
mod geography;
mod history;
mod judged;
mod model;
mod spoken;
pub(crate) mod world;

pub use answer::{Defence, DutySource, Part, PartBasis, Question, defend};
pub use eval::{DefenceScore, DefenceScores, Design, evaluate, fit};
pub use model::FEATURES;
pub use world::{FILES, StatesError};

#[cfg(test)]
mod tests;
