//! Which office a person holds on a day, and whom an office names.

use crate::dictionary::Dictionary;
use crate::people::{Office, Person, Term};
use chancery_model::{ActorId, ActorRef, Date, Sector};

/// A person on a day.
pub(crate) struct OnDay<'a> {
    pub(crate) term: Option<&'a Term>,
    pub(crate) sector: Option<Sector>,
    pub(crate) confidence: f64,
    pub(crate) current: bool,
}

/// What the words around a name say of the person.
#[derive(Clone, Default, Debug)]
pub(crate) struct Title {
    pub(crate) offices: Vec<Office>,
    pub(crate) served: Option<ActorId>,
    pub(crate) former: bool,
}

/// Returns the term that a person is meant by: the one held on the day, then the last one before
/// it, then the first. A person out of office is of the elite (PLOVER's ELI).
pub(crate) fn on_day<'a>(person: &'a Person, day: Option<Date>, title: &Title) -> OnDay<'a> {
    let fits = |term: &&Term| {
        (title.offices.is_empty() || title.offices.contains(&term.office))
            && title
                .served
                .as_ref()
                .is_none_or(|served| *served == term.served)
    };
    let none = OnDay {
        term: None,
        sector: None,
        confidence: 0.6,
        current: false,
    };
    let out = |term: &'a Term, confidence| OnDay {
        term: Some(term),
        sector: Some(match term.sector {
            Sector::Reb | Sector::Rel | Sector::Bus | Sector::Soc | Sector::Opp => term.sector,
            _ => Sector::Eli,
        }),
        confidence,
        current: false,
    };
    let Some(day) = day else {
        let open = || person.terms.iter().filter(|term| term.period.to.is_none());
        let term = open()
            .filter(fits)
            .min_by_key(|term| term.office)
            .or_else(|| open().min_by_key(|term| term.office))
            .or_else(|| {
                person
                    .terms
                    .iter()
                    .filter(fits)
                    .max_by_key(|term| term.period.to)
            })
            .or_else(|| person.terms.iter().max_by_key(|term| term.period.to));
        return match term {
            Some(term) if title.former => out(term, 0.7),
            Some(term) => OnDay {
                term: Some(term),
                sector: Some(term.sector),
                confidence: 0.7,
                current: term.period.to.is_none(),
            },
            None => none,
        };
    };
    let held = || {
        person
            .terms
            .iter()
            .filter(move |term| term.period.holds_on(day))
    };
    let current = held()
        .filter(fits)
        .min_by_key(|term| term.office)
        .or_else(|| held().min_by_key(|term| term.office));
    if let Some(term) = current {
        // "former" beside somebody in office speaks of an office held before.
        return OnDay {
            term: Some(term),
            sector: Some(term.sector),
            confidence: 0.95,
            current: true,
        };
    }
    let past = person
        .terms
        .iter()
        .filter(|term| term.period.ended_before(day))
        .max_by_key(|term| (term.period.to, std::cmp::Reverse(term.office)));
    if let Some(term) = past {
        return out(term, 0.85);
    }
    match person.terms.iter().min_by_key(|term| term.period.from) {
        Some(term) => OnDay {
            term: Some(term),
            sector: None,
            confidence: 0.6,
            current: false,
        },
        None => none,
    }
}

/// Returns the one of several people of a name whom the title, the state and the day speak for,
/// and whether anything but the name did.
pub(crate) fn likeliest<'a>(
    dictionary: &'a Dictionary,
    people: &[u32],
    day: Option<Date>,
    title: &Title,
) -> Option<(u32, &'a Person, bool)> {
    let mut best: Option<(i32, u32, &Person)> = None;
    let mut tie = false;
    for &number in people {
        let Some(person) = dictionary.people.get(number as usize) else {
            continue;
        };
        let office = person
            .terms
            .iter()
            .any(|term| title.offices.contains(&term.office));
        let held = person.terms.iter().any(|term| {
            title.offices.contains(&term.office) && day.is_some_and(|day| term.period.holds_on(day))
        });
        let served = title
            .served
            .as_ref()
            .is_some_and(|served| person.terms.iter().any(|term| term.served == *served));
        let foreign = title.served.is_some() && !served;
        let current =
            day.is_some_and(|day| person.terms.iter().any(|term| term.period.holds_on(day)));
        let score = 4 * i32::from(held)
            + 2 * i32::from(office)
            + 4 * i32::from(served)
            + 2 * i32::from(current)
            - 6 * i32::from(foreign);
        match best {
            Some((other, _, _)) if score < other => {}
            Some((other, _, _)) if score == other => tie = true,
            _ => {
                best = Some((score, number, person));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie || people.len() == 1)
        .map(|(score, number, person)| (number, person, score > 2))
}

/// Returns a person as an actor on a day.
pub(crate) fn actor(
    dictionary: &Dictionary,
    person: &Person,
    day: Option<Date>,
    title: &Title,
    mention: &str,
) -> (ActorRef, f64, bool) {
    let found = on_day(person, day, title);
    let (id, country) = match found.term {
        Some(term) => served(dictionary, &term.served, day),
        None => (None, None),
    };
    let actor = ActorRef {
        id,
        country,
        sector: found.sector,
        mention: mention.to_owned(),
        name: Some(person.name.clone()),
    };
    (actor, found.confidence, found.current)
}

/// Returns the id and the country of somebody who serves a state, organisation or group.
pub(crate) fn served(
    dictionary: &Dictionary,
    served: &ActorId,
    day: Option<Date>,
) -> (Option<ActorId>, Option<ActorId>) {
    if let Some(state) = dictionary.state(served.as_str()) {
        return (
            Some(state.id.clone()),
            Some(country_of(dictionary, &state.id)),
        );
    }
    let country = dictionary
        .group(served.as_str(), day)
        .and_then(|group| group.country.clone());
    (Some(served.clone()), country)
}

/// Returns the state that a state or territory counts as.
pub(crate) fn country_of(dictionary: &Dictionary, id: &ActorId) -> ActorId {
    dictionary
        .state(id.as_str())
        .and_then(|state| state.dependency_of.clone())
        .unwrap_or_else(|| id.clone())
}

/// Returns the name of the one who holds the first of these offices that anybody holds.
pub(crate) fn holder_name(
    dictionary: &Dictionary,
    served: &ActorId,
    offices: &[Office],
    day: Option<Date>,
) -> Option<String> {
    let day = day?;
    offices
        .iter()
        .filter(|office| is_single(**office))
        .find_map(|office| dictionary.holder(served, *office, day))
        .map(|(person, _)| person.name.clone())
}

/// Returns whether a state has one holder of an office at a time.
fn is_single(office: Office) -> bool {
    matches!(
        office,
        Office::HeadOfState
            | Office::HeadOfGovernment
            | Office::DeputyHead
            | Office::SupremeLeader
            | Office::CrownPrince
            | Office::ForeignMinister
            | Office::DefenceMinister
            | Office::InteriorMinister
            | Office::FinanceMinister
            | Office::SecurityAdviser
            | Office::MilitaryChief
            | Office::IntelligenceChief
            | Office::LegislativeSpeaker
            | Office::OppositionLeader
            | Office::RebelLeader
            | Office::OrganisationHead
    )
}
