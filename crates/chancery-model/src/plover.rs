//! The PLOVER 2.0 ontology of political events: types, modes, contexts, quad classes and the
//! conflict–cooperation scores of its manual (Halterman et al., *PLOVER and POLECAT*, 2023).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$item_doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every member, in the order of the definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the word as it is written in the ontology and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|member| member.as_str() == text)
                    .ok_or_else(|| UnknownWord { word: text.to_owned(), vocabulary: stringify!($name) })
            }
        }
    };
}

/// A word that a vocabulary does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{word}` is not a PLOVER {vocabulary}")]
pub struct UnknownWord {
    word: String,
    vocabulary: &'static str,
}

vocabulary! {
    /// The sixteen types of event.
    EventType {
        /// An agreement, or a promise of future cooperation.
        Agree = "AGREE",
        /// A meeting, call, visit or negotiation.
        Consult = "CONSULT",
        /// Diplomatic or verbal support: praise, recognition, ratification.
        Support = "SUPPORT",
        /// A verbal concession: easing, relenting, accepting a demand.
        Concede = "CONCEDE",
        /// Cooperation in deed: trade, joint exercises, shared intelligence.
        Cooperate = "COOPERATE",
        /// Material help: money, arms, relief, asylum.
        Aid = "AID",
        /// A material concession: withdrawal, release, ceasefire, disarmament.
        Retreat = "RETREAT",
        /// A request, demand or appeal.
        Request = "REQUEST",
        /// Criticism, condemnation, accusation or investigation.
        Accuse = "ACCUSE",
        /// A refusal.
        Reject = "REJECT",
        /// A threat or warning.
        Threaten = "THREATEN",
        /// A demonstration, strike, boycott or riot.
        Protest = "PROTEST",
        /// A cut or reduction of relations or aid; an expulsion; a conviction.
        Sanction = "SANCTION",
        /// A show or build-up of force.
        Mobilize = "MOBILIZE",
        /// Repression or force short of an attack: arrest, seizure, restriction, cyber-attack.
        Coerce = "COERCE",
        /// Deliberate violence.
        Assault = "ASSAULT",
    }
}

vocabulary! {
    /// How an event of a type was done; which modes a type has is PLOVER's.
    Mode {
        /// `abduct`.
        Abduct = "abduct",
        /// `access`.
        Access = "access",
        /// `aerial`.
        Aerial = "aerial",
        /// `allege`.
        Allege = "allege",
        /// `arrest`.
        Arrest = "arrest",
        /// `assassinate`.
        Assassinate = "assassinate",
        /// `assist`.
        Assist = "assist",
        /// `ban`.
        Ban = "ban",
        /// `beat`.
        Beat = "beat",
        /// `boycott`.
        Boycott = "boycott",
        /// `ceasefire`.
        Ceasefire = "ceasefire",
        /// `censor`.
        Censor = "censor",
        /// `change`.
        Change = "change",
        /// `cleansing`.
        Cleansing = "cleansing",
        /// `convict`.
        Convict = "convict",
        /// `crowd-control`.
        CrowdControl = "crowd-control",
        /// `curfew`.
        Curfew = "curfew",
        /// `cyber`.
        Cyber = "cyber",
        /// `demo`.
        Demo = "demo",
        /// `deport`.
        Deport = "deport",
        /// `destroy`.
        Destroy = "destroy",
        /// `disapprove`.
        Disapprove = "disapprove",
        /// `disarm`.
        Disarm = "disarm",
        /// `discontinue`.
        Discontinue = "discontinue",
        /// `drone`.
        Drone = "drone",
        /// `expel`.
        Expel = "expel",
        /// `explosives`.
        Explosives = "explosives",
        /// `firearms`.
        Firearms = "firearms",
        /// `heavy-weapons`.
        HeavyWeapons = "heavy-weapons",
        /// `host`.
        Host = "host",
        /// `hunger`.
        Hunger = "hunger",
        /// `investigate`.
        Investigate = "investigate",
        /// `martial-law`.
        MartialLaw = "martial-law",
        /// `meet`.
        Meet = "meet",
        /// `militia`.
        Militia = "militia",
        /// `misinformation`.
        Misinformation = "misinformation",
        /// `multilateral`.
        Multilateral = "multilateral",
        /// `obstruct`.
        Obstruct = "obstruct",
        /// `phone`.
        Phone = "phone",
        /// `police`.
        Police = "police",
        /// `primitive`.
        Primitive = "primitive",
        /// `relations`.
        Relations = "relations",
        /// `release`.
        Release = "release",
        /// `resign`.
        Resign = "resign",
        /// `restrict`.
        Restrict = "restrict",
        /// `riot`.
        Riot = "riot",
        /// `seize`.
        Seize = "seize",
        /// `sexual`.
        Sexual = "sexual",
        /// `strike`.
        Strike = "strike",
        /// `suicide-attack`.
        SuicideAttack = "suicide-attack",
        /// `targeted`.
        Targeted = "targeted",
        /// `territory`.
        Territory = "territory",
        /// `third-party`.
        ThirdParty = "third-party",
        /// `torture`.
        Torture = "torture",
        /// `troops`.
        Troops = "troops",
        /// `unconventional`.
        Unconventional = "unconventional",
        /// `violence`.
        Violence = "violence",
        /// `visit`.
        Visit = "visit",
        /// `weapons`.
        Weapons = "weapons",
        /// `withdraw`.
        Withdraw = "withdraw",
        /// `withhold`.
        Withhold = "withhold",
        /// `yield`.
        Yield = "yield",
    }
}

vocabulary! {
    /// What an event is about. `mediation` is ours: an offer to mediate, or an answer to one.
    Context {
        /// `political`.
        Political = "political",
        /// `military`.
        Military = "military",
        /// `economic`.
        Economic = "economic",
        /// `diplomatic`.
        Diplomatic = "diplomatic",
        /// `resource`.
        Resource = "resource",
        /// `culture`.
        Culture = "culture",
        /// `disease`.
        Disease = "disease",
        /// `disaster`.
        Disaster = "disaster",
        /// `refugee`.
        Refugee = "refugee",
        /// `migration`.
        Migration = "migration",
        /// `legal`.
        Legal = "legal",
        /// `terrorism`.
        Terrorism = "terrorism",
        /// `election`.
        Election = "election",
        /// `legislative`.
        Legislative = "legislative",
        /// `intelligence`.
        Intelligence = "intelligence",
        /// `rights`.
        Rights = "rights",
        /// `health`.
        Health = "health",
        /// `cyber`.
        Cyber = "cyber",
        /// `cbrn`.
        Cbrn = "cbrn",
        /// `environment`.
        Environment = "environment",
        /// `crime`.
        Crime = "crime",
        /// `human-security`.
        HumanSecurity = "human-security",
        /// `historical`.
        Historical = "historical",
        /// `territory`.
        Territory = "territory",
        /// `peacekeeping`.
        Peacekeeping = "peacekeeping",
        /// `technology`.
        Technology = "technology",
        /// `mediation`.
        Mediation = "mediation",
    }
}

vocabulary! {
    /// The quad class: verbal or material, cooperation or conflict.
    Quad {
        /// Words of cooperation.
        VerbalCooperation = "verbal-cooperation",
        /// Deeds of cooperation.
        MaterialCooperation = "material-cooperation",
        /// Words of conflict.
        VerbalConflict = "verbal-conflict",
        /// Deeds of conflict.
        MaterialConflict = "material-conflict",
    }
}

impl EventType {
    /// Returns the quad class of the type. PLOVER's manual contradicts itself on SANCTION; we take
    /// material conflict.
    pub const fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                Quad::MaterialConflict
            }
        }
    }

    /// Returns the conflict–cooperation score of an event, −10 (worst conflict) to +10, by type
    /// and, where the manual scores it apart, mode. The manual prints ACCUSE without its minus
    /// sign; the sign is restored here.
    pub fn score(self, mode: Option<Mode>) -> f64 {
        let find = |wanted: Option<Mode>| {
            SCORES
                .iter()
                .find(|(event_type, mode, _)| *event_type == self && *mode == wanted)
                .map(|(_, _, score)| *score)
        };
        find(mode).or_else(|| find(None)).unwrap_or(0.0)
    }
}

/// Type, mode and score, as the manual's table gives them.
#[rustfmt::skip]
const SCORES: &[(EventType, Option<Mode>, f64)] = &[
    (EventType::Accuse, None, -3.0),
    (EventType::Accuse, Some(Mode::Allege), -3.5),
    (EventType::Accuse, Some(Mode::Disapprove), -2.0),
    (EventType::Accuse, Some(Mode::Investigate), -3.5),
    (EventType::Agree, None, 2.5),
    (EventType::Aid, None, 10.0),
    (EventType::Assault, None, -9.0),
    (EventType::Assault, Some(Mode::Abduct), -8.5),
    (EventType::Assault, Some(Mode::Aerial), -9.5),
    (EventType::Assault, Some(Mode::Beat), -7.5),
    (EventType::Assault, Some(Mode::CrowdControl), -7.5),
    (EventType::Assault, Some(Mode::Destroy), -8.5),
    (EventType::Assault, Some(Mode::Drone), -9.5),
    (EventType::Assault, Some(Mode::Explosives), -9.0),
    (EventType::Assault, Some(Mode::Firearms), -9.0),
    (EventType::Assault, Some(Mode::HeavyWeapons), -9.5),
    (EventType::Assault, Some(Mode::Primitive), -8.0),
    (EventType::Assault, Some(Mode::Sexual), -8.5),
    (EventType::Assault, Some(Mode::SuicideAttack), -9.5),
    (EventType::Assault, Some(Mode::Targeted), -9.5),
    (EventType::Assault, Some(Mode::Torture), -8.5),
    (EventType::Assault, Some(Mode::Unconventional), -10.0),
    (EventType::Coerce, None, -7.0),
    (EventType::Coerce, Some(Mode::Arrest), -7.0),
    (EventType::Coerce, Some(Mode::Censor), -6.5),
    (EventType::Coerce, Some(Mode::Curfew), -6.5),
    (EventType::Coerce, Some(Mode::Cyber), -7.0),
    (EventType::Coerce, Some(Mode::Deport), -7.0),
    (EventType::Coerce, Some(Mode::MartialLaw), -7.5),
    (EventType::Coerce, Some(Mode::Misinformation), -6.5),
    (EventType::Coerce, Some(Mode::Restrict), -7.0),
    (EventType::Coerce, Some(Mode::Seize), -7.0),
    (EventType::Coerce, Some(Mode::Withhold), -7.0),
    (EventType::Concede, None, 4.5),
    (EventType::Consult, None, 2.5),
    (EventType::Consult, Some(Mode::Multilateral), 4.0),
    (EventType::Consult, Some(Mode::Phone), 1.5),
    (EventType::Consult, Some(Mode::ThirdParty), 1.0),
    (EventType::Consult, Some(Mode::Visit), 4.0),
    (EventType::Cooperate, None, 9.5),
    (EventType::Mobilize, None, -5.5),
    (EventType::Mobilize, Some(Mode::Militia), -6.0),
    (EventType::Mobilize, Some(Mode::Police), -5.5),
    (EventType::Mobilize, Some(Mode::Troops), -6.5),
    (EventType::Mobilize, Some(Mode::Weapons), -6.5),
    (EventType::Protest, None, -5.0),
    (EventType::Protest, Some(Mode::Boycott), -4.5),
    (EventType::Protest, Some(Mode::Demo), -5.0),
    (EventType::Protest, Some(Mode::Hunger), -4.5),
    (EventType::Protest, Some(Mode::Obstruct), -4.5),
    (EventType::Protest, Some(Mode::Riot), -7.0),
    (EventType::Protest, Some(Mode::Strike), -5.0),
    (EventType::Reject, None, -2.0),
    (EventType::Reject, Some(Mode::Assist), -1.5),
    (EventType::Reject, Some(Mode::Change), -2.0),
    (EventType::Reject, Some(Mode::Meet), -2.0),
    (EventType::Reject, Some(Mode::Yield), -2.0),
    (EventType::Request, None, 0.0),
    (EventType::Request, Some(Mode::Assist), 0.5),
    (EventType::Request, Some(Mode::Change), -1.0),
    (EventType::Request, Some(Mode::Meet), 0.0),
    (EventType::Request, Some(Mode::Yield), -1.0),
    (EventType::Retreat, None, 6.5),
    (EventType::Retreat, Some(Mode::Access), 6.5),
    (EventType::Retreat, Some(Mode::Ceasefire), 7.5),
    (EventType::Retreat, Some(Mode::Disarm), 10.0),
    (EventType::Retreat, Some(Mode::Release), 6.5),
    (EventType::Retreat, Some(Mode::Resign), 4.5),
    (EventType::Retreat, Some(Mode::Withdraw), 8.0),
    (EventType::Sanction, None, -6.0),
    (EventType::Sanction, Some(Mode::Convict), -6.0),
    (EventType::Sanction, Some(Mode::Discontinue), -6.0),
    (EventType::Sanction, Some(Mode::Expel), -5.5),
    (EventType::Sanction, Some(Mode::Withdraw), -6.0),
    (EventType::Support, None, 5.0),
    (EventType::Threaten, None, -3.5),
    (EventType::Threaten, Some(Mode::Arrest), -3.5),
    (EventType::Threaten, Some(Mode::Expel), -3.5),
    (EventType::Threaten, Some(Mode::Relations), -3.5),
    (EventType::Threaten, Some(Mode::Restrict), -3.0),
    (EventType::Threaten, Some(Mode::Territory), -4.0),
    (EventType::Threaten, Some(Mode::Violence), -3.5),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_scores_apart_only_where_the_manual_says_so() {
        assert_eq!(EventType::Consult.score(Some(Mode::Phone)), 1.5);
        assert_eq!(EventType::Consult.score(Some(Mode::Drone)), 2.5);
        assert_eq!(EventType::Accuse.score(None), -3.0);
    }

    #[test]
    fn every_type_has_a_score_and_reads_back() {
        for event_type in EventType::ALL {
            assert!(
                SCORES
                    .iter()
                    .any(|(scored, mode, _)| scored == event_type && mode.is_none())
            );
            assert_eq!(event_type.as_str().parse(), Ok(*event_type));
        }
        assert!("FIGHT".parse::<EventType>().is_err());
    }
}
