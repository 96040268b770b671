//! What a sentence claims: who did, said or promised what, to whom, when, according to whom, and
//! whether it happened at all.

pub mod gold;
#[expect(dead_code, reason = "the coder that reads it follows")]
mod lexicon;
