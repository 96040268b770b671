//! Portfolios: what an actor has with, or says to, everybody else.

use std::collections::BTreeMap;

/// An ordinal scale: the value of each category, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale(Vec<f64>);

impl Scale {
    /// Returns a scale with the given values; only finite ones are kept.
    pub fn new(values: impl IntoIterator<Item = f64>) -> Self {
        Self(
            values
                .into_iter()
                .filter(|value| value.is_finite())
                .collect(),
        )
    }

    /// Returns the scale 0, 1, 2, 3 of alliances: nothing, entente, neutrality or non-aggression,
    /// defence (Singer and Small 1966, reversed as Signorino and Ritter do).
    pub fn alliances() -> Self {
        Self::new([0.0, 1.0, 2.0, 3.0])
    }

    /// Returns the scale of yes, abstain, no.
    pub fn votes() -> Self {
        Self::new([1.0, 2.0, 3.0])
    }

    /// Returns the scale of no and yes.
    pub fn binary() -> Self {
        Self::new([0.0, 1.0])
    }

    /// Returns the values of the categories.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// Returns the largest difference that the scale allows.
    pub fn range(&self) -> f64 {
        let most = self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        (most - least).max(0.0)
    }
}

/// An actor's categories, in an order that all portfolios of a comparison share; `None` where it is
/// unknown or, for a vote, where the actor was absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Portfolio(Vec<u8>);

/// Stands for `None`.
pub(super) const UNKNOWN: u8 = u8::MAX;

impl Portfolio {
    /// Returns the categories, [`UNKNOWN`] included.
    pub(super) fn codes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the number of places, known or not.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there are no places.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Option<u8>> for Portfolio {
    fn from_iter<I: IntoIterator<Item = Option<u8>>>(categories: I) -> Self {
        Self(
            categories
                .into_iter()
                .map(|category| category.unwrap_or(UNKNOWN))
                .collect(),
        )
    }
}

impl<const N: usize> From<[Option<u8>; N]> for Portfolio {
    fn from(categories: [Option<u8>; N]) -> Self {
        categories.into_iter().collect()
    }
}

/// How a state voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vote {
    /// In favour.
    Yes,
    /// Neither.
    Abstain,
    /// Against.
    No,
}

impl Vote {
    /// Returns the category on [`Scale::votes`].
    pub fn category(self) -> u8 {
        self as u8
    }
}

/// What an alliance obliges to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Obligations {
    /// To defend the ally when attacked.
    pub defence: bool,
    /// To stay neutral.
    pub neutrality: bool,
    /// Not to attack.
    pub non_aggression: bool,
    /// To consult: an entente.
    pub entente: bool,
}

/// How obligations become categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AllianceCoding {
    /// The strongest obligation, on [`Scale::alliances`].
    #[default]
    Ordinal,
    /// Any alliance or none, on [`Scale::binary`].
    Binary,
}

impl AllianceCoding {
    /// Returns the category of an alliance.
    pub fn category(self, obligations: Obligations) -> u8 {
        let any = obligations != Obligations::default();
        match self {
            Self::Binary => u8::from(any),
            Self::Ordinal if obligations.defence => 3,
            Self::Ordinal if obligations.neutrality || obligations.non_aggression => 2,
            Self::Ordinal => u8::from(obligations.entente),
        }
    }

    /// Returns the scale of the categories.
    pub fn scale(self) -> Scale {
        match self {
            Self::Ordinal => Scale::alliances(),
            Self::Binary => Scale::binary(),
        }
    }

    fn highest(self) -> u8 {
        self.scale().values().len().saturating_sub(1) as u8
    }
}

/// How a state stands to itself in its own portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SelfAlliance {
    /// As its own closest ally: the convention since Bueno de Mesquita (1975).
    #[default]
    Closest,
    /// As without an alliance.
    None,
    /// Left out, and with it the dyad's own tie as seen by that state.
    LeftOut,
}

/// The choices that go into a portfolio of alliances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AllianceOptions {
    /// The ordinal scale.
    pub coding: AllianceCoding,
    /// The place of a state in its own portfolio.
    pub self_alliance: SelfAlliance,
}

/// Returns the portfolio of every member, in the members' order; alliances that are not listed are
/// none, and alliances with non-members are passed over.
pub fn alliance_portfolios<Id: Ord + Copy>(
    members: &[Id],
    alliances: &BTreeMap<(Id, Id), Obligations>,
    options: AllianceOptions,
) -> Vec<Portfolio> {
    let place: BTreeMap<Id, usize> = members.iter().copied().zip(0..).collect();
    let mut portfolios = vec![Portfolio(vec![0; members.len()]); members.len()];
    for (&(a, b), &obligations) in alliances {
        if let (Some(&a), Some(&b)) = (place.get(&a), place.get(&b)) {
            let category = options.coding.category(obligations);
            for (own, other) in [(a, b), (b, a)] {
                let held = &mut portfolios[own].0[other];
                *held = category.max(*held);
            }
        }
    }
    for (own, portfolio) in portfolios.iter_mut().enumerate() {
        portfolio.0[own] = match options.self_alliance {
            SelfAlliance::Closest => options.coding.highest(),
            SelfAlliance::None => 0,
            SelfAlliance::LeftOut => UNKNOWN,
        };
    }
    portfolios
}

/// Returns how far two ideal points lie apart (Bailey, Strezhnev and Voeten 2017).
pub fn ideal_point_distance(one: f64, other: f64) -> f64 {
    (one - other).abs()
}
