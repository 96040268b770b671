//! The command line of Chancery.

fn main() {}
