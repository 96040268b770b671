//! Actors in the cells of tables: country codes of four systems, and names that stand alone.
//!
//! A cell is no running text: there is no sentence around it, capitals mean nothing, and the whole
//! of it is the name. What the dictionary does not know stays unresolved.

use crate::dictionary::{Dictionary, Form, PersonName, Sense};
use chancery_model::{ActorId, ActorRef, Date, Sector};
use rustc_hash::FxHashMap;

/// The states of the dictionary by their codes in other systems.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    iso2: FxHashMap<String, ActorId>,
    iso3: FxHashMap<String, ActorId>,
    cow: FxHashMap<u16, ActorId>,
    gw: FxHashMap<u16, ActorId>,
    cow_abbreviation: FxHashMap<String, ActorId>,
}

impl Codes {
    /// Gathers the codes of a dictionary.
    pub fn new(dictionary: &Dictionary) -> Self {
        let mut codes = Self::default();
        for state in dictionary.states() {
            let id = || state.id.clone();
            codes.iso3.insert(state.id.to_string(), id());
            if !state.iso2.is_empty() {
                codes.iso2.insert(state.iso2.clone(), id());
            }
            if !state.cow_abbreviation.is_empty() {
                let abbreviation = state.cow_abbreviation.clone();
                codes
                    .cow_abbreviation
                    .entry(abbreviation)
                    .or_insert_with(id);
            }
            if let Some(code) = state.cow {
                codes.cow.entry(code).or_insert_with(id);
            }
            if let Some(code) = state.gw {
                codes.gw.entry(code).or_insert_with(id);
            }
        }
        codes
    }

    /// Returns the state of an ISO 3166-1 code of two letters.
    pub fn iso2(&self, code: &str) -> Option<&ActorId> {
        self.iso2.get(code)
    }

    /// Returns the state of an ISO 3166-1 code of three letters.
    pub fn iso3(&self, code: &str) -> Option<&ActorId> {
        self.iso3.get(code)
    }

    /// Returns the state of a number of the Correlates of War project.
    pub fn cow(&self, number: u16) -> Option<&ActorId> {
        self.cow.get(&number)
    }

    /// Returns the state of a number of Gleditsch and Ward.
    pub fn gw(&self, number: u16) -> Option<&ActorId> {
        self.gw.get(&number)
    }

    /// Returns the state of an abbreviation of the Correlates of War project.
    pub fn cow_abbreviation(&self, abbreviation: &str) -> Option<&ActorId> {
        self.cow_abbreviation.get(abbreviation)
    }
}

impl Dictionary {
    /// Returns whom a name that fills a cell means, on a day where one is given: a state, an
    /// organisation, a group, a person in office or a body. The name becomes the mention.
    ///
    /// A name of two states, or of people who served two, means nobody.
    pub fn named(&self, name: &str, day: Option<Date>) -> Option<ActorRef> {
        let mut found: Option<ActorRef> = None;
        for sense in self.lexicon.exactly(name) {
            let Some(actor) = self.meant(sense, name, day) else {
                continue;
            };
            match &found {
                None => found = Some(actor),
                Some(held) if rank(held) < rank(&actor) => {}
                Some(held) if rank(held) > rank(&actor) => found = Some(actor),
                Some(held) if held.id == actor.id => {}
                Some(_) => return None,
            }
        }
        found
    }

    fn meant(&self, sense: Sense, name: &str, day: Option<Date>) -> Option<ActorRef> {
        let actor = |id: Option<ActorId>, country, sector, own: Option<&str>| ActorRef {
            id,
            country,
            sector: Some(sector),
            mention: name.to_owned(),
            name: own.map(str::to_owned),
        };
        match sense {
            Sense::State(number, Form::Name | Form::Former) => {
                let id = &self.states.get(number as usize)?.id;
                Some(actor(Some(id.clone()), Some(id.clone()), Sector::Gov, None))
            }
            Sense::Organisation(number) => {
                let organisation = self.organisations.get(number as usize)?;
                let id = Some(organisation.id.clone());
                Some(actor(id, None, organisation.sector, None))
            }
            Sense::Group(number) => {
                let id = &self.groups.get(number as usize)?.id;
                let group = self.group(id.as_str(), day)?;
                Some(actor(
                    Some(id.clone()),
                    group.country.clone(),
                    group.sector,
                    None,
                ))
            }
            Sense::Body(number) => {
                let body = self.bodies.get(number as usize)?;
                let id = body.actor.clone()?;
                let country = self.country_of(&id);
                Some(actor(Some(id), country, body.sector, Some(&body.name)))
            }
            Sense::Person(number, PersonName::Full | PersonName::Byname) => {
                let person = self.people.get(number as usize)?;
                let mut terms = person
                    .terms
                    .iter()
                    .filter(|term| day.is_none_or(|day| term.period.holds_on(day)));
                let term = terms.next()?;
                if terms.any(|other| other.served != term.served) {
                    return None;
                }
                let country = self.country_of(&term.served);
                let id = Some(term.served.clone());
                Some(actor(id, country, term.sector, Some(&person.name)))
            }
            _ => None,
        }
    }

    /// Returns the state that an actor belongs to.
    fn country_of(&self, id: &ActorId) -> Option<ActorId> {
        if self.state(id.as_str()).is_some() {
            return Some(id.clone());
        }
        self.group(id.as_str(), None)
            .and_then(|group| group.country.clone())
    }
}

/// A state before an organisation before a group, and those before a person or body of that name.
fn rank(actor: &ActorRef) -> u8 {
    match actor {
        _ if actor.name.is_some() => 2,
        _ if actor.id == actor.country => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, day: &str, expected: Option<(&str, Option<&str>, Sector)>) {
        let day = chancery_model::parse_date(day);
        let found = Dictionary::embedded().named(name, day);
        let found = found.as_ref().map(|actor| {
            let id = actor.id.as_ref().map_or("", ActorId::as_str);
            let country = actor.country.as_ref().map(ActorId::as_str);
            (id, country, actor.sector.unwrap_or(Sector::Int))
        });
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn a_cell_names_an_actor_in_any_case() {
        let state = |id| Some((id, Some(id), Sector::Gov));
        check("RUSSIA", "", state("RUS"));
        check("Soviet Union", "", state("RUS"));
        check("Côte d'Ivoire", "", state("CIV"));
        check("NATO", "", Some(("NATO", None, Sector::Igo)));
        check("hamas", "", Some(("HAMAS", Some("PSE"), Sector::Reb)));
        check("Angela Merkel", "2010-01-01", state("DEU"));
        check("Angela Merkel", "1950-01-01", None);
        check("somebody else", "", None);
        check("", "", None);
        check("—", "", None);
    }

    #[test]
    fn codes_of_four_systems_lead_to_one_state() {
        let codes = Codes::new(Dictionary::embedded());
        let id = |id: Option<&ActorId>| id.map(ActorId::to_string);
        assert_eq!(id(codes.iso2("DE")).as_deref(), Some("DEU"));
        assert_eq!(id(codes.iso3("DEU")).as_deref(), Some("DEU"));
        assert_eq!(id(codes.cow(255)).as_deref(), Some("DEU"));
        assert_eq!(id(codes.gw(260)).as_deref(), Some("DEU"));
        assert_eq!(id(codes.cow_abbreviation("GMY")).as_deref(), Some("DEU"));
        assert_eq!(id(codes.cow(9_999)), None);
    }
}
