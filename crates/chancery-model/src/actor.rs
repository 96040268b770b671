//! Actors as statements name them, and the dyads they form.

use crate::ActorId;
use serde::{Deserialize, Serialize};

/// PLOVER's primary sectors, with the codes of its manual.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Sector {
    /// Government: the executive and its ministries.
    Gov,
    /// Military.
    Mil,
    /// Rebels: armed groups fighting a state.
    Reb,
    /// Political opposition.
    Opp,
    /// Political parties.
    Pty,
    /// Agriculture.
    Agr,
    /// Police.
    Cop,
    /// Intelligence services.
    Spy,
    /// Courts.
    Jud,
    /// Legislatures.
    Leg,
    /// Media.
    Med,
    /// Education.
    Edu,
    /// Business.
    Bus,
    /// Criminals.
    Crm,
    /// Civilians and civil society.
    Cvl,
    /// Non-governmental organisations.
    Ngo,
    /// Intergovernmental organisations.
    Igo,
    /// Labour organisations.
    Lab,
    /// Refugees and displaced people.
    Ref,
    /// Religious bodies.
    Rel,
    /// Unidentified armed forces.
    Uaf,
    /// Health.
    Hlh,
    /// Elites and former office-holders.
    Eli,
    /// Social groups.
    Soc,
    /// International, where no state is meant.
    Int,
}

impl Sector {
    /// Every sector.
    pub const ALL: &'static [Self] = &[
        Self::Gov,
        Self::Mil,
        Self::Reb,
        Self::Opp,
        Self::Pty,
        Self::Agr,
        Self::Cop,
        Self::Spy,
        Self::Jud,
        Self::Leg,
        Self::Med,
        Self::Edu,
        Self::Bus,
        Self::Crm,
        Self::Cvl,
        Self::Ngo,
        Self::Igo,
        Self::Lab,
        Self::Ref,
        Self::Rel,
        Self::Uaf,
        Self::Hlh,
        Self::Eli,
        Self::Soc,
        Self::Int,
    ];

    /// Returns the code as it is written in the ontology and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gov => "GOV",
            Self::Mil => "MIL",
            Self::Reb => "REB",
            Self::Opp => "OPP",
            Self::Pty => "PTY",
            Self::Agr => "AGR",
            Self::Cop => "COP",
            Self::Spy => "SPY",
            Self::Jud => "JUD",
            Self::Leg => "LEG",
            Self::Med => "MED",
            Self::Edu => "EDU",
            Self::Bus => "BUS",
            Self::Crm => "CRM",
            Self::Cvl => "CVL",
            Self::Ngo => "NGO",
            Self::Igo => "IGO",
            Self::Lab => "LAB",
            Self::Ref => "REF",
            Self::Rel => "REL",
            Self::Uaf => "UAF",
            Self::Hlh => "HLH",
            Self::Eli => "ELI",
            Self::Soc => "SOC",
            Self::Int => "INT",
        }
    }

    /// Returns the sector of a code, in either case.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|sector| sector.as_str().eq_ignore_ascii_case(code))
    }
}

/// An actor as one statement names it.
///
/// `id` is `None` where the dictionary does not know the mention: the mention is kept, and no
/// name is guessed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ActorRef {
    /// The actor that the mention resolves to.
    pub id: Option<ActorId>,
    /// The state the actor belongs to: its own code for a state, the state served for a person,
    /// the base of an armed group, nothing for an organisation.
    pub country: Option<ActorId>,
    /// The PLOVER sector.
    pub sector: Option<Sector>,
    /// The words of the text.
    pub mention: String,
    /// The name of the person, office or body, where the mention tells more than the actor.
    pub name: Option<String>,
}

impl ActorRef {
    /// Returns a mention that resolves to nothing.
    pub fn unresolved(mention: impl Into<String>) -> Self {
        Self {
            id: None,
            country: None,
            sector: None,
            mention: mention.into(),
            name: None,
        }
    }

    /// Returns the actor that stands in the graph of states: the country where there is one,
    /// otherwise the actor itself.
    pub fn state(&self) -> Option<&ActorId> {
        self.country.as_ref().or(self.id.as_ref())
    }
}

/// An ordered pair of actors: who acts, towards whom.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Dyad {
    /// Who acts.
    pub actor: ActorId,
    /// Towards whom.
    pub recipient: ActorId,
}

/// An unordered pair of actors, kept in alphabetical order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Pair {
    a: ActorId,
    b: ActorId,
}

impl Pair {
    /// Returns the pair of two actors, or `None` where they are the same one.
    pub fn new(one: &ActorId, other: &ActorId) -> Option<Self> {
        match one.cmp(other) {
            std::cmp::Ordering::Less => Some(Self {
                a: one.clone(),
                b: other.clone(),
            }),
            std::cmp::Ordering::Greater => Some(Self {
                a: other.clone(),
                b: one.clone(),
            }),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Returns the alphabetically first of the two.
    pub fn a(&self) -> &ActorId {
        &self.a
    }

    /// Returns the alphabetically second of the two.
    pub fn b(&self) -> &ActorId {
        &self.b
    }

    /// Returns the other one of the two, or `None` where `actor` is in neither place.
    pub fn other(&self, actor: &ActorId) -> Option<&ActorId> {
        if *actor == self.a {
            Some(&self.b)
        } else if *actor == self.b {
            Some(&self.a)
        } else {
            None
        }
    }
}
