//! Crises as data, end to end.
