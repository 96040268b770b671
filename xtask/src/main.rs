//! Generators, checks and the one test command.

fn main() {}
