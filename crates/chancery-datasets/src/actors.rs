//! The codes and names of other people's data as actors of our dictionary.
//!
//! What resolves is a state, organisation or group of `chancery-actors`; what does not keeps its
//! name or code as the mention, without an id, and is counted in the report.

use chancery_actors::{Codes, Dictionary};
use chancery_model::{ActorId, ActorRef, Date, Sector};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, sync::OnceLock};

/// A system of numbers for states.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Numbers {
    /// The Correlates of War project's.
    Cow,
    /// Gleditsch and Ward's.
    Gw,
}

/// A scheme of roles in `data/sectors.tsv`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Scheme {
    Cameo,
    Icews,
    Acled,
    Polecat,
}

/// The tables of this crate, read once.
struct Tables {
    codes: Codes,
    countries: FxHashMap<&'static str, ActorId>,
    groups: FxHashMap<&'static str, ActorId>,
    former: BTreeMap<(Numbers, u16), (&'static str, Option<ActorId>)>,
    sectors: Vec<(Scheme, &'static str, Option<Sector>)>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables {
            codes: Codes::new(Dictionary::embedded()),
            countries: FxHashMap::default(),
            groups: FxHashMap::default(),
            former: BTreeMap::new(),
            sectors: Vec::new(),
        };
        for [kind, code, actor] in rows(include_str!("../data/cameo-actors.tsv")) {
            let table = match kind {
                "country" => &mut tables.countries,
                _ => &mut tables.groups,
            };
            table.insert(code, actor.into());
        }
        for [system, number, name, actor] in rows(include_str!("../data/former-states.tsv")) {
            let system = if system == "cow" {
                Numbers::Cow
            } else {
                Numbers::Gw
            };
            if let Ok(number) = number.parse() {
                let actor = (!actor.is_empty()).then(|| actor.into());
                tables.former.insert((system, number), (name, actor));
            }
        }
        for [scheme, word, sector] in rows(include_str!("../data/sectors.tsv")) {
            let scheme = match scheme {
                "cameo" => Scheme::Cameo,
                "icews" => Scheme::Icews,
                "acled" => Scheme::Acled,
                _ => Scheme::Polecat,
            };
            tables.sectors.push((scheme, word, Sector::parse(sector)));
        }
        tables
    })
}

/// Returns the rows of one of the crate's tables, without comments and header.
pub(crate) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            std::array::from_fn(|_| cells.next().unwrap_or("").trim())
        })
}

/// Returns the Correlates of War number of a state.
pub(crate) fn cow_number(state: &str) -> Option<u16> {
    Dictionary::embedded().state(state)?.cow
}

/// Whom codes and names mean.
pub(crate) struct Actors {
    dictionary: &'static Dictionary,
    tables: &'static Tables,
    remembered: FxHashMap<Box<str>, Option<ActorRef>>,
}

impl Actors {
    pub(crate) fn new(dictionary: &'static Dictionary) -> Self {
        Self {
            dictionary,
            tables: tables(),
            remembered: FxHashMap::default(),
        }
    }

    /// Returns an actor for cells that are looked up again and again, made once.
    pub(crate) fn remember(
        &mut self,
        key: &str,
        make: impl FnOnce(&Self) -> Option<ActorRef>,
    ) -> Option<ActorRef> {
        const MOST: usize = 200_000;
        if let Some(actor) = self.remembered.get(key) {
            return actor.clone();
        }
        let actor = make(self);
        if self.remembered.len() >= MOST {
            self.remembered.clear();
        }
        self.remembered.insert(key.into(), actor.clone());
        actor
    }

    /// Returns the state of a number.
    pub(crate) fn number(&self, system: Numbers, number: i64, name: &str) -> ActorRef {
        let small = u16::try_from(number).ok();
        let codes = &self.tables.codes;
        let listed = small.and_then(|number| match system {
            Numbers::Cow => codes.cow(number),
            Numbers::Gw => codes.gw(number),
        });
        let former = small.and_then(|number| self.tables.former.get(&(system, number)));
        let id = listed
            .cloned()
            .or_else(|| former.and_then(|(_, id)| id.clone()));
        let known = id
            .as_ref()
            .and_then(|id| self.dictionary.name_of(id.as_str()));
        let mention = match (name, former, known) {
            ("", Some((name, _)), _) => (*name).to_owned(),
            ("", None, Some(name)) => name.to_owned(),
            ("", None, None) => format!("{system:?} {number}").to_uppercase(),
            (name, ..) => name.to_owned(),
        };
        ActorRef {
            country: id.clone(),
            sector: id.is_some().then_some(Sector::Gov),
            id,
            mention,
            name: None,
        }
    }

    /// Returns the state of an ISO code of two or three letters, or of a name.
    pub(crate) fn state(&self, code: &str) -> Option<ActorId> {
        let codes = &self.tables.codes;
        let by_code = match code.len() {
            2 => codes.iso2(code),
            3 => codes.iso3(code),
            _ => None,
        };
        by_code.cloned().or_else(|| {
            let named = self.dictionary.named(code, None)?;
            named
                .id
                .filter(|id| self.dictionary.state(id.as_str()).is_some())
                .filter(|_| named.name.is_none())
        })
    }

    /// Returns a state that is no more by its name.
    pub(crate) fn former_state(&self, name: &str) -> Option<ActorId> {
        let mut former = self.tables.former.values();
        former.find(|(known, _)| *known == name)?.1.clone()
    }

    /// Returns the state of one of the Correlates of War project's abbreviations.
    pub(crate) fn cow_abbreviation(&self, abbreviation: &str) -> Option<ActorId> {
        self.tables.codes.cow_abbreviation(abbreviation).cloned()
    }

    /// Returns whom a name means on a day.
    pub(crate) fn named(&self, name: &str, day: Option<Date>) -> Option<ActorRef> {
        self.dictionary.named(name, day)
    }

    /// Returns an actor of its id in our dictionary.
    pub(crate) fn of_id(&self, id: &ActorId, mention: &str) -> ActorRef {
        let dictionary = self.dictionary;
        let (country, sector) = if dictionary.state(id.as_str()).is_some() {
            (Some(id.clone()), Some(Sector::Gov))
        } else if let Some(organisation) = dictionary.organisation(id.as_str()) {
            (None, Some(organisation.sector))
        } else if let Some(group) = dictionary.group(id.as_str(), None) {
            (group.country.clone(), Some(group.sector))
        } else {
            (None, None)
        };
        let shown = || dictionary.name_of(id.as_str()).unwrap_or(id.as_str());
        ActorRef {
            id: Some(id.clone()),
            country,
            sector,
            mention: if mention.is_empty() { shown() } else { mention }.to_owned(),
            name: None,
        }
    }

    /// Returns the sector of a word of a scheme: its own row, or with ICEWS the first that the
    /// word holds.
    pub(crate) fn sector(&self, scheme: Scheme, word: &str) -> Option<Sector> {
        let mut sectors = self.tables.sectors.iter().filter(|row| row.0 == scheme);
        match scheme {
            Scheme::Icews => sectors.find(|row| word.contains(row.1))?.2,
            _ => sectors.find(|row| row.1.eq_ignore_ascii_case(word))?.2,
        }
    }

    /// Returns the actor of CAMEO's cells: country, known group, types, and the name as written.
    pub(crate) fn cameo(
        &self,
        name: &str,
        code: &str,
        country: &str,
        group: &str,
        types: [&str; 3],
    ) -> Option<ActorRef> {
        if name.is_empty() && code.is_empty() {
            return None;
        }
        let mention = if name.is_empty() { code } else { name };
        let known = self.tables.groups.get(group);
        let state = self
            .tables
            .countries
            .get(country)
            .or_else(|| self.tables.codes.iso3(country));
        let role = types
            .into_iter()
            .find_map(|word| self.sector(Scheme::Cameo, word));
        if let Some(id) = known {
            return Some(self.of_id(id, mention));
        }
        let Some(state) = state else {
            return Some(ActorRef {
                sector: role,
                ..ActorRef::unresolved(mention)
            });
        };
        Some(ActorRef {
            id: Some(state.clone()),
            country: Some(state.clone()),
            sector: role.or(Some(Sector::Gov)),
            mention: mention.to_owned(),
            name: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_actor_of_the_tables_is_in_the_dictionary() {
        let dictionary = Dictionary::embedded();
        for [_, code, actor] in rows(include_str!("../data/cameo-actors.tsv")) {
            assert!(dictionary.name_of(actor).is_some(), "{code} {actor}");
        }
        for [_, number, name, actor] in rows(include_str!("../data/former-states.tsv")) {
            assert!(
                number.parse::<u16>().is_ok() && !name.is_empty(),
                "{number}"
            );
            // The code of another state of today would make the two one.
            let successor = ["", "DEU", "SRB", "YEM"].contains(&actor);
            assert!(
                successor || dictionary.name_of(actor).is_none(),
                "{name} {actor}"
            );
        }
        for [scheme, word, sector] in rows(include_str!("../data/sectors.tsv")) {
            let known = ["cameo", "icews", "acled", "polecat"].contains(&scheme);
            assert!(
                known && (sector == "-" || Sector::parse(sector).is_some()),
                "{word}"
            );
        }
    }

    #[test]
    fn numbers_of_states_that_are_no_more() {
        let actors = Actors::new(Dictionary::embedded());
        let check = |system, number, id: Option<&str>, mention: &str| {
            let actor = actors.number(system, number, "");
            assert_eq!(actor.id.as_ref().map(ActorId::as_str), id, "{number}");
            assert_eq!(actor.mention, mention);
        };
        check(Numbers::Cow, 365, Some("RUS"), "Russia");
        check(Numbers::Cow, 260, Some("DEU"), "German Federal Republic");
        check(Numbers::Cow, 265, Some("DDR"), "German Democratic Republic");
        check(Numbers::Cow, 300, Some("AUH"), "Austria-Hungary");
        check(Numbers::Cow, 730, None, "Korea");
        check(Numbers::Gw, 678, Some("YEM"), "Yemen");
        check(Numbers::Cow, 9_999, None, "COW 9999");
    }

    #[test]
    fn cameo_codes_are_a_country_with_a_role_or_a_known_group() {
        let actors = Actors::new(Dictionary::embedded());
        let check = |cells: [&str; 4], expected: Option<(&str, Option<Sector>)>| {
            let [name, country, group, kind] = cells;
            let actor = actors.cameo(name, "X", country, group, [kind, "", ""]);
            let id = actor.as_ref().and_then(|actor| actor.id.as_ref());
            let sector = actor.as_ref().and_then(|actor| actor.sector);
            assert_eq!(id.map(|id| (id.as_str(), sector)), expected, "{cells:?}");
        };
        check(["IRAN", "IRN", "", "GOV"], Some(("IRN", Some(Sector::Gov))));
        check(["GAZA", "GZS", "", ""], Some(("PSE", Some(Sector::Gov))));
        check(
            ["PROTESTER", "IRN", "", "OPP"],
            Some(("IRN", Some(Sector::Opp))),
        );
        check(
            ["HAMAS", "PSE", "HMS", "REB"],
            Some(("HAMAS", Some(Sector::Reb))),
        );
        check(
            ["NATO", "", "NAT", "IGO"],
            Some(("NATO", Some(Sector::Igo))),
        );
        check(["AFRICA", "AFR", "", ""], None);
        check(["POLICE", "", "", "COP"], None);
    }
}
