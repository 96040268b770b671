//! POLECAT's forty columns: one actor and one recipient a row.
//!
//! An event of several actors or recipients takes a row a pair, all with the event's id. Columns
//! that we know nothing for stay empty. `Quad Code` is PLOVER's; `Version` names Chancery.

use super::{day, pairs, tab_separated};
use crate::actors::cow_number;
use chancery_model::{ActorRef, Statement};
use std::{
    borrow::{Borrow, Cow},
    io::{self, Write},
};

/// The columns in the order in which POLECAT's files are published.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Writes the events that are facts, tab-separated, with a header.
pub fn polecat<S: Borrow<Statement>>(
    statements: impl IntoIterator<Item = S>,
    mut writer: impl Write,
) -> io::Result<()> {
    header(&mut writer)?;
    rows(statements, writer)
}

/// Writes the names of the columns.
pub fn header(mut writer: impl Write) -> io::Result<()> {
    tab_separated(&mut writer, &COLUMNS.map(Cow::Borrowed))
}

/// Writes the events that are facts, without the names of the columns.
pub fn rows<S: Borrow<Statement>>(
    statements: impl IntoIterator<Item = S>,
    mut writer: impl Write,
) -> io::Result<()> {
    for statement in statements {
        let statement = statement.borrow();
        let Some(event) = statement.event().filter(|_| statement.is_evidence()) else {
            continue;
        };
        for (actor, recipient) in pairs(&event.actor, &event.recipient) {
            let mut row: [Cow<'_, str>; 40] = std::array::from_fn(|_| Cow::Borrowed(""));
            let contexts: Vec<&str> = event.contexts.iter().map(|one| one.as_str()).collect();
            row[0] = own_id(statement).into();
            row[1] = day(statement.date.anchor()).into();
            row[2] = event.event_type.as_str().into();
            row[3] = event.mode.map_or("", |mode| mode.as_str()).into();
            row[4] = event.score.to_string().into();
            row[5] = event.quad.as_str().replace('-', " ").to_uppercase().into();
            row[6] = contexts.join("; ").into();
            side(&mut row, 7, actor);
            side(&mut row, 15, recipient);
            row[23] = event.place.as_deref().unwrap_or("").into();
            row[33] = statement.attribution.outlet.as_deref().unwrap_or("").into();
            row[34] = day(statement.date.reported).into();
            row[39] = "CHANCERY".into();
            tab_separated(&mut writer, &row)?;
        }
    }
    Ok(())
}

/// Returns the id that the data gave: a statement read from POLECAT keeps its event's.
fn own_id(statement: &Statement) -> &str {
    let id = statement.id.as_str();
    id.strip_prefix("polecat:")
        .and_then(|id| id.rsplit_once(':'))
        .map_or(id, |(own, _)| own)
}

/// Fills the eight cells of a side.
fn side<'a>(row: &mut [Cow<'a, str>; 40], first: usize, actor: Option<&'a ActorRef>) {
    let Some(actor) = actor else { return };
    let own = actor
        .id
        .as_ref()
        .filter(|id| Some(*id) != actor.country.as_ref());
    let id = own.map_or("", |id| id.as_str());
    let country = actor
        .country
        .as_ref()
        .map_or("", |country| country.as_str());
    let name = actor.name.as_deref().unwrap_or(&actor.mention);
    // A group or organisation goes by the name that leads back to it.
    let known = chancery_actors::Dictionary::embedded().name_of(id);
    row[first] = known.unwrap_or(name).into();
    row[first + 1] = country.into();
    row[first + 2] = cow_number(country)
        .map_or_else(String::new, |number| number.to_string())
        .into();
    let sector = actor.sector.map_or("", |sector| sector.as_str());
    row[first + 3] = sector.into();
    row[first + 4] = sector.into();
    row[first + 6] = actor.mention.as_str().into();
}
