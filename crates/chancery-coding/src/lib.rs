//! What a sentence claims: who did, said or promised what, to whom, when, according to whom, and
//! whether it happened at all.

#[expect(dead_code, reason = "the resolver that names the mentions follows")]
mod events;
pub mod gold;
mod lexicon;
#[expect(dead_code, reason = "the resolver that names the mentions follows")]
mod mentions;

pub use events::{Candidate, Explanation, Outcome, merge};
