//! What a sentence claims: who did, said or promised what, to whom, when, according to whom.
