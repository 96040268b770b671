//! What follows from the record: ties, camps and balance, alignment, commitments, mediators.

pub mod balance;
