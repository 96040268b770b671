//! The record: append-only statements, read back as of any day.
