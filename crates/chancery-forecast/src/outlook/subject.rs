//! What a score is about: an act, an answer to an act, or a tie that crosses a line.

use super::Class;
use serde::{Serialize, Serializer};
use std::fmt;

/// What is forecast and scored.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// That an actor does it to another.
    Act(Class),
    /// That an actor answers an act of another's.
    Answer {
        /// What the other did.
        after: Class,
        /// What the actor does.
        class: Class,
    },
    /// That a tie crosses a line of that name.
    Crossing(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Act(class) => class.fmt(formatter),
            Self::Answer { after, class } => write!(formatter, "{class} after {after}"),
            Self::Crossing(line) => write!(formatter, "tie crosses {line}"),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
