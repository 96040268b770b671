//! What a forecast is about: one type of event, or a whole quad class.

use chancery_model::{EventType, Quad};
use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A type of event, or all types of a quad class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// One of PLOVER's types.
    Type(EventType),
    /// All types of a quad class.
    Quad(Quad),
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = EventType::ALL.len() + Quad::ALL.len();

    /// Returns every class: the types, then the quad classes.
    pub fn all() -> impl Iterator<Item = Self> {
        EventType::ALL
            .iter()
            .copied()
            .map(Self::Type)
            .chain(Quad::ALL.iter().copied().map(Self::Quad))
    }

    /// Returns the place of the class among all.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Type(event_type) => event_type as usize,
            Self::Quad(quad) => EventType::ALL.len() + quad as usize,
        }
    }

    /// Returns the quad class that the class is, or belongs to.
    #[must_use]
    pub const fn quad(self) -> Quad {
        match self {
            Self::Type(event_type) => event_type.quad(),
            Self::Quad(quad) => quad,
        }
    }

    /// Says whether an event of a type belongs to the class.
    #[must_use]
    pub fn holds(self, event_type: EventType) -> bool {
        match self {
            Self::Type(own) => own == event_type,
            Self::Quad(quad) => event_type.quad() == quad,
        }
    }

    /// Says whether it takes two: a meeting, an agreement or a joint deed is one of either side,
    /// whichever the text names first.
    #[must_use]
    pub const fn is_mutual(self) -> bool {
        matches!(
            self,
            Self::Type(EventType::Consult | EventType::Agree | EventType::Cooperate)
        )
    }
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(event_type) => event_type.fmt(formatter),
            Self::Quad(quad) => quad.fmt(formatter),
        }
    }
}

/// The word names neither a type of event nor a quad class.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "`{0}` is neither a PLOVER type (CONSULT, ASSAULT, …) nor a quad class (material-conflict, …)"
)]
pub struct UnknownClass(String);

impl FromStr for Class {
    type Err = UnknownClass;

    fn from_str(text: &str) -> Result<Self, UnknownClass> {
        Self::all()
            .find(|class| class.to_string().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownClass(text.to_owned()))
    }
}

impl Serialize for Class {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_place_and_reads_back() {
        for (place, class) in Class::all().enumerate() {
            assert_eq!(class.index(), place);
            assert_eq!(class.to_string().parse(), Ok(class));
        }
        assert_eq!(Class::all().count(), Class::COUNT);
        assert!("CONSULTATION".parse::<Class>().is_err());
    }
}
