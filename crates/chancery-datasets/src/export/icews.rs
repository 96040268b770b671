//! ICEWS's twenty columns: CAMEO codes, one source and one target a row.
//!
//! PLOVER is coarser than CAMEO, so that a type and mode become the CAMEO code that stands for
//! them (`data/plover-cameo.tsv`), with the Goldstein-like score of PLOVER as intensity. Reading
//! the export back gives the same type and mode.

use super::{day, pairs, tab_separated};
use crate::actors::rows;
use chancery_actors::Dictionary;
use chancery_model::{ActorRef, EventType, Mode, Sector, Statement};
use std::{
    borrow::{Borrow, Cow},
    io::{self, Write},
};

/// The columns in the order in which ICEWS's files are published.
pub const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// Writes the events that are facts, tab-separated, with a header.
pub fn icews<S: Borrow<Statement>>(
    statements: impl IntoIterator<Item = S>,
    mut writer: impl Write,
) -> io::Result<()> {
    tab_separated(&mut writer, &COLUMNS.map(Cow::Borrowed))?;
    for statement in statements {
        let statement = statement.borrow();
        let Some(event) = statement.event().filter(|_| statement.is_evidence()) else {
            continue;
        };
        let (code, text) = cameo(event.event_type, event.mode);
        for (actor, recipient) in pairs(&event.actor, &event.recipient) {
            let mut row: [Cow<'_, str>; 20] = std::array::from_fn(|_| Cow::Borrowed(""));
            row[0] = statement.id.as_str().into();
            row[1] = day(statement.date.anchor()).into();
            side(&mut row, 2, actor);
            row[5] = text.into();
            row[6] = code.into();
            row[7] = event.score.to_string().into();
            side(&mut row, 8, recipient);
            row[11] = statement.evidence.document.as_str().into();
            row[12] = (statement.evidence.sentence + 1).to_string().into();
            row[13] = statement.attribution.outlet.as_deref().unwrap_or("").into();
            row[14] = event.place.as_deref().unwrap_or("").into();
            tab_separated(&mut writer, &row)?;
        }
    }
    Ok(())
}

/// Returns the CAMEO code for a type and mode, with its words.
pub fn cameo(event_type: EventType, mode: Option<Mode>) -> (&'static str, &'static str) {
    let find = |wanted: &str| {
        rows(include_str!("../../data/plover-cameo.tsv"))
            .find(|[kind, mode, _, _]| *kind == event_type.as_str() && *mode == wanted)
            .map(|[_, _, code, text]| (code, text))
    };
    mode.and_then(|mode| find(mode.as_str()))
        .or_else(|| find(""))
        .unwrap_or(("", ""))
}

fn side<'a>(row: &mut [Cow<'a, str>; 20], first: usize, actor: Option<&'a ActorRef>) {
    let Some(actor) = actor else { return };
    let dictionary = Dictionary::embedded();
    let own = actor
        .id
        .as_ref()
        .filter(|id| Some(*id) != actor.country.as_ref());
    let own_name = own.and_then(|id| dictionary.name_of(id.as_str()));
    row[first] = own_name
        .or(actor.name.as_deref())
        .unwrap_or(&actor.mention)
        .into();
    row[first + 1] = actor.sector.map_or("", sectors).into();
    let country = actor.country.as_ref();
    row[first + 2] = country
        .map_or("", |id| {
            dictionary.name_of(id.as_str()).unwrap_or(id.as_str())
        })
        .into();
}

/// Returns the word of ICEWS's for a sector.
const fn sectors(sector: Sector) -> &'static str {
    match sector {
        Sector::Gov => "Government",
        Sector::Mil => "Military",
        Sector::Reb => "Rebel",
        Sector::Opp => "Opposition",
        Sector::Pty => "Parties",
        Sector::Agr => "Agricultural",
        Sector::Cop => "Police",
        Sector::Spy => "Intelligence",
        Sector::Jud => "Judicial",
        Sector::Leg => "Legislative / Parliamentary",
        Sector::Med => "Media",
        Sector::Edu => "Education",
        Sector::Bus => "Business",
        Sector::Crm => "Criminals / Gangs",
        Sector::Cvl => "General Population / Civilian / Social",
        Sector::Ngo => "NGO",
        Sector::Igo => "International Government Organization",
        Sector::Lab => "Labor",
        Sector::Ref => "Refugees / Displaced",
        Sector::Rel => "Religious",
        Sector::Uaf => "Unidentified Forces",
        Sector::Hlh => "Medical / Health",
        Sector::Eli => "Elite",
        Sector::Soc => "Ethnic",
        Sector::Int => "International",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cameo::{Meaning, meaning};

    #[test]
    fn every_type_and_mode_of_the_table_comes_back() {
        for [kind, mode, code, text] in rows(include_str!("../../data/plover-cameo.tsv")) {
            let Meaning::Event(event) = meaning(code) else {
                panic!("{code} is no event");
            };
            assert_eq!(event.event_type.as_str(), kind, "{code} {text}");
            assert_eq!(
                event.mode.map_or("", |mode| mode.as_str()),
                mode,
                "{code} {text}"
            );
        }
        for event_type in EventType::ALL {
            assert_ne!(cameo(*event_type, None).0, "", "{event_type}");
        }
    }

    #[test]
    fn every_sector_but_one_comes_back() {
        let actors = crate::actors::Actors::new(Dictionary::embedded());
        for sector in Sector::ALL {
            let back = actors.sector(crate::actors::Scheme::Icews, sectors(*sector));
            let expected = (*sector != Sector::Int).then_some(*sector);
            assert_eq!(back, expected, "{}", sectors(*sector));
        }
    }
}
