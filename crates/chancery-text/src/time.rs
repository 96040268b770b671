//! Expressions of time, and the calendar they are placed on.

pub(crate) mod calendar;
