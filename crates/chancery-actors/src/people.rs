//! Office-holders by date: `data/people/*.tsv`.

use crate::table::{Period, TableError, rows};
use chancery_model::{ActorId, Sector};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A kind of office, so that "the Russian president" can be looked up without knowing a title's
/// wording in every state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Office {
    /// A president or monarch.
    HeadOfState,
    /// A prime minister, chancellor or premier.
    HeadOfGovernment,
    /// A vice president or deputy prime minister.
    DeputyHead,
    /// The leader above the president (Iran, North Korea).
    SupremeLeader,
    /// An heir who governs.
    CrownPrince,
    /// A foreign minister or secretary of state.
    ForeignMinister,
    /// A defence minister.
    DefenceMinister,
    /// An interior minister.
    InteriorMinister,
    /// A finance minister.
    FinanceMinister,
    /// Any other minister.
    Minister,
    /// A national security adviser or council secretary.
    SecurityAdviser,
    /// A spokesperson.
    Spokesperson,
    /// A special envoy.
    Envoy,
    /// An ambassador.
    Ambassador,
    /// Any other official of the executive.
    Official,
    /// The head of the armed forces or of a service.
    MilitaryChief,
    /// Another commander.
    Commander,
    /// The head of an intelligence service.
    IntelligenceChief,
    /// The head of a police force.
    PoliceChief,
    /// The speaker of a legislature.
    LegislativeSpeaker,
    /// A member of a legislature.
    Legislator,
    /// A judge or prosecutor.
    Judge,
    /// The governor of a part of a state.
    Governor,
    /// A mayor.
    Mayor,
    /// A leader of the opposition.
    OppositionLeader,
    /// The leader of a party.
    PartyLeader,
    /// The leader of an armed group.
    RebelLeader,
    /// The head of an organisation.
    OrganisationHead,
    /// Another official of an organisation.
    OrganisationOfficial,
    /// A religious leader.
    ReligiousLeader,
    /// An activist or dissident.
    Activist,
    /// The head of a business.
    BusinessLeader,
}

impl Office {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::HeadOfState, "head-of-state"),
        (Self::HeadOfGovernment, "head-of-government"),
        (Self::DeputyHead, "deputy-head"),
        (Self::SupremeLeader, "supreme-leader"),
        (Self::CrownPrince, "crown-prince"),
        (Self::ForeignMinister, "foreign-minister"),
        (Self::DefenceMinister, "defence-minister"),
        (Self::InteriorMinister, "interior-minister"),
        (Self::FinanceMinister, "finance-minister"),
        (Self::Minister, "minister"),
        (Self::SecurityAdviser, "security-adviser"),
        (Self::Spokesperson, "spokesperson"),
        (Self::Envoy, "envoy"),
        (Self::Ambassador, "ambassador"),
        (Self::Official, "official"),
        (Self::MilitaryChief, "military-chief"),
        (Self::Commander, "commander"),
        (Self::IntelligenceChief, "intelligence-chief"),
        (Self::PoliceChief, "police-chief"),
        (Self::LegislativeSpeaker, "legislative-speaker"),
        (Self::Legislator, "legislator"),
        (Self::Judge, "judge"),
        (Self::Governor, "governor"),
        (Self::Mayor, "mayor"),
        (Self::OppositionLeader, "opposition-leader"),
        (Self::PartyLeader, "party-leader"),
        (Self::RebelLeader, "rebel-leader"),
        (Self::OrganisationHead, "organisation-head"),
        (Self::OrganisationOfficial, "organisation-official"),
        (Self::ReligiousLeader, "religious-leader"),
        (Self::Activist, "activist"),
        (Self::BusinessLeader, "business-leader"),
    ];

    /// Returns the office of a word of the closed list in `data/README.md`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, name)| *name == word)
            .map(|(office, _)| *office)
    }

    /// Returns the word of the closed list.
    pub fn as_str(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(office, _)| *office == self)
            .map_or("", |(_, name)| name)
    }
}

/// One term of one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// The state, organisation or group served.
    pub served: ActorId,
    /// The sector of the office.
    pub sector: Sector,
    /// The office.
    pub office: Office,
    /// The term.
    pub period: Period,
    /// The keys of the sources.
    pub source: String,
}

/// A person with the offices held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The full name as the English-language press writes it most often.
    pub name: String,
    /// Other full names, in any script.
    pub full_names: Vec<String>,
    /// Names that stand alone ("Putin").
    pub bynames: Vec<String>,
    /// The family name, understood after the full name or a title.
    pub family_name: String,
    /// The terms in the order of the table.
    pub terms: Vec<Term>,
}

const COLUMNS: &[&str] = &[
    "name", "aliases", "country", "sector", "office", "from", "to", "source",
];

/// Returns the people of several tables, given as name and text, sorted by name.
pub fn parse_people(tables: &[(&str, &str)]) -> Result<Vec<Person>, TableError> {
    let mut people: BTreeMap<&str, Person> = BTreeMap::new();
    let mut ids: FxHashMap<&str, ActorId> = FxHashMap::default();
    for (file, text) in tables {
        for row in rows(file, text, COLUMNS)? {
            let name = row.required(0, "name")?;
            let person = people.entry(name).or_insert_with(|| Person {
                name: name.to_owned(),
                full_names: Vec::new(),
                bynames: Vec::new(),
                family_name: default_family_name(name).to_owned(),
                terms: Vec::new(),
            });
            for alias in row.list(1) {
                if let Some(family) = alias.strip_prefix('~') {
                    person.family_name = family.to_owned();
                } else if alias.contains(' ') {
                    person.full_names.push(alias.to_owned());
                } else {
                    person.bynames.push(alias.to_owned());
                }
            }
            let sector = row.required(3, "sector")?;
            let office = row.required(4, "office")?;
            let served = row.required(2, "country")?;
            person.terms.push(Term {
                served: ids
                    .entry(served)
                    .or_insert_with(|| ActorId::new(served))
                    .clone(),
                sector: Sector::parse(sector).ok_or_else(|| row.word("sector", sector))?,
                office: Office::parse(office).ok_or_else(|| row.word("office", office))?,
                period: row.period(5, 6)?,
                source: row.required(7, "source")?.to_owned(),
            });
        }
    }
    Ok(people.into_values().collect())
}

/// Returns the last word of a full name, with the particles before it that belong to a family
/// name ("von der Leyen", "van Rompuy", "al-Assad", "bin Laden" but not "bin Salman Al Saud").
fn default_family_name(name: &str) -> &str {
    const PARTICLES: &[&str] = &[
        "von", "der", "den", "van", "de", "da", "dos", "del", "la", "le", "du", "di", "bin", "ibn",
        "al", "el", "ben", "ter", "ten",
    ];
    const SUFFIXES: &[&str] = &["Jr.", "Jr", "Sr.", "II", "III", "IV", "V", "VI"];
    let words: Vec<&str> = name.split(' ').collect();
    let mut last = words.len().saturating_sub(1);
    while last > 0 && SUFFIXES.contains(&words[last]) {
        last -= 1;
    }
    let end = name.len()
        - words[last + 1..]
            .iter()
            .map(|word| word.len() + 1)
            .sum::<usize>();
    let mut first = last;
    while first > 1 && PARTICLES.contains(&words[first - 1]) {
        first -= 1;
    }
    let start: usize = words[..first].iter().map(|word| word.len() + 1).sum();
    &name[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_keep_their_particles() {
        let check = |name, expected| assert_eq!(default_family_name(name), expected);
        check("Vladimir Putin", "Putin");
        check("Ursula von der Leyen", "von der Leyen");
        check("Bashar al-Assad", "al-Assad");
        check("Ferdinand Marcos Jr.", "Marcos");
        check("Osama bin Laden", "bin Laden");
        check("Madonna", "Madonna");
    }

    #[test]
    fn the_rows_of_one_name_are_one_person() -> Result<(), TableError> {
        let table = "name\taliases\tcountry\tsector\toffice\tfrom\tto\tsource\n\
            Xi Jinping\t~Xi|Xi|Xi Dada\tCHN\tGOV\tdeputy-head\t2008-03-15\t2013-03-14\town\n\
            Xi Jinping\t\tCHN\tGOV\thead-of-state\t2013-03-14\t\town\n";
        let people = parse_people(&[("asia.tsv", table)])?;
        assert_eq!(people.len(), 1);
        assert_eq!(people[0].family_name, "Xi");
        assert_eq!(people[0].full_names, ["Xi Dada"]);
        assert_eq!(people[0].terms.len(), 2);
        assert_eq!(people[0].terms[1].office.as_str(), "head-of-state");
        Ok(())
    }

    #[test]
    fn an_unknown_office_is_a_fault() {
        let table = "name\taliases\tcountry\tsector\toffice\tfrom\tto\tsource\n\
            A B\t\tCHN\tGOV\ttsar\t\t\town\n";
        let fault = parse_people(&[("asia.tsv", table)]).err();
        assert_eq!(
            fault.map(|fault| fault.to_string()).as_deref(),
            Some("asia.tsv:2: \"tsar\" is not one of the words for office")
        );
    }
}
