//! The words for how two actors stand to each other.

use serde::{Deserialize, Serialize};

/// The label of a tie, and of a stance that somebody asserts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TieLabel {
    /// Open war between the two.
    AtWar,
    /// Enemies short of war.
    Hostile,
    /// Standing competitors.
    Rival,
    /// Cool or strained, without enmity.
    Unfriendly,
    /// Neither for nor against.
    Neutral,
    /// They work together.
    Partner,
    /// Bound to each other's defence, or called so.
    Ally,
}

impl TieLabel {
    /// Returns −1, 0 or 1: whether the label is negative, neutral or positive.
    pub const fn sign(self) -> i8 {
        match self {
            Self::AtWar | Self::Hostile | Self::Rival | Self::Unfriendly => -1,
            Self::Neutral => 0,
            Self::Partner | Self::Ally => 1,
        }
    }

    /// Returns the label as it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtWar => "at-war",
            Self::Hostile => "hostile",
            Self::Rival => "rival",
            Self::Unfriendly => "unfriendly",
            Self::Neutral => "neutral",
            Self::Partner => "partner",
            Self::Ally => "ally",
        }
    }
}
