//! Facts, and each fact as seen from either of its two sides.

use serde::{Deserialize, Serialize};

/// That a subject did something to an object at a time.
///
/// Entities and relations are numbers of an [`Interner`](crate::Interner); time is in any whole unit
/// (days since some day, say).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// Who did it.
    pub subject: u32,
    /// What was done.
    pub relation: u32,
    /// To whom.
    pub object: u32,
    /// When.
    pub time: i64,
}

/// A relation in one of its two directions: what one does, or what is done to one.
///
/// Relation `r` done is `2r`, suffered `2r + 1`, so that each act's reverse is one bit away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Act(pub u32);

impl Act {
    /// Returns the act of doing a relation to somebody.
    #[must_use]
    pub const fn done(relation: u32) -> Self {
        Self(relation << 1)
    }

    /// Returns the act of having a relation done to one by somebody.
    #[must_use]
    pub const fn suffered(relation: u32) -> Self {
        Self((relation << 1) | 1)
    }

    /// Returns the same act as the other side sees it.
    #[must_use]
    pub const fn reverse(self) -> Self {
        Self(self.0 ^ 1)
    }

    /// Returns the relation, whichever the direction.
    #[must_use]
    pub const fn relation(self) -> u32 {
        self.0 >> 1
    }

    /// Says whether the act is done rather than suffered.
    #[must_use]
    pub const fn is_done(self) -> bool {
        self.0 & 1 == 0
    }

    /// Returns the act as an index into a table.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A fact as one of its sides sees it: `ego` acts, or is acted on, and `alter` is the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct DirectedEvent {
    /// Whose event it is.
    pub ego: u32,
    /// What ego does or suffers.
    pub act: Act,
    /// The other side.
    pub alter: u32,
}

impl Fact {
    /// Returns the fact as subject and as object see it.
    #[must_use]
    pub const fn both_sides(self) -> [DirectedEvent; 2] {
        [
            DirectedEvent {
                ego: self.subject,
                act: Act::done(self.relation),
                alter: self.object,
            },
            DirectedEvent {
                ego: self.object,
                act: Act::suffered(self.relation),
                alter: self.subject,
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reverse_of_the_reverse_is_the_act() {
        let act = Act::done(7);
        assert_eq!(act.reverse(), Act::suffered(7));
        assert_eq!(act.reverse().reverse(), act);
        assert_eq!(act.reverse().relation(), 7);
    }
}
