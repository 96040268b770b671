//! Events as points on a map: GeoJSON (RFC 7946).
//!
//! A statement holds its place in words; the coordinates come from [`Places`], which reads them
//! back from the rows of the datasets that have them. An event without coordinates has the
//! geometry `null`, which the standard foresees, and keeps the words.

use super::{day, key};
use crate::{Dataset, columns::Header, lines::Row};
use chancery_model::Statement;
use serde_json::json;
use std::{
    borrow::Borrow,
    collections::BTreeMap,
    io::{self, Write},
};

/// Where the rows of a dataset have their coordinates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Cells {
    latitude: usize,
    longitude: usize,
    delimiter: u8,
}

/// The coordinates of statements, read from their evidence.
#[derive(Clone, Debug, Default)]
pub struct Places {
    layouts: BTreeMap<String, Cells>,
}

impl Places {
    /// Learns where a file's rows have their coordinates, from its first line.
    pub fn learn(&mut self, document: &str, dataset: Dataset, first_line: &str) {
        let delimiter = [b'\t', b',', b';']
            .into_iter()
            .max_by_key(|delimiter| first_line.bytes().filter(|byte| byte == delimiter).count())
            .unwrap_or(b',');
        let header = Header::new(&Row::of(first_line, delimiter));
        let cells = match dataset {
            Dataset::Gdelt => Some((56, 57)),
            Dataset::Gdelt1 => Some((53, 54)),
            _ => header.find(&["latitude"]).zip(header.find(&["longitude"])),
        };
        if let Some((latitude, longitude)) = cells {
            let cells = Cells {
                latitude,
                longitude,
                delimiter,
            };
            self.layouts.insert(document.to_owned(), cells);
        }
    }

    /// Returns the longitude and latitude of a statement.
    pub fn of(&self, statement: &Statement) -> Option<[f64; 2]> {
        let Cells {
            latitude,
            longitude,
            delimiter,
        } = *self.layouts.get(statement.evidence.document.as_str())?;
        let row = Row::of(&statement.evidence.text, delimiter);
        let number = |index| crate::cells::number(row.cell(index));
        let (latitude, longitude) = (number(latitude)?, number(longitude)?);
        let sound = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        sound.then_some([longitude, latitude])
    }
}

/// Writes the events as a collection of features.
pub fn geojson<S: Borrow<Statement>>(
    statements: impl IntoIterator<Item = S>,
    places: &Places,
    mut writer: impl Write,
) -> io::Result<()> {
    writer.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut first = true;
    for statement in statements {
        let statement = statement.borrow();
        let Some(event) = statement.event() else {
            continue;
        };
        let keys = |actors: &[chancery_model::ActorRef]| -> Vec<String> {
            actors.iter().map(|actor| key(actor).to_owned()).collect()
        };
        let geometry = places
            .of(statement)
            .map(|point| json!({"type": "Point", "coordinates": point}));
        let feature = json!({
            "type": "Feature",
            "id": statement.id,
            "geometry": geometry,
            "properties": {
                "event_type": event.event_type,
                "mode": event.mode,
                "quad": event.quad,
                "score": event.score,
                "actor": keys(&event.actor),
                "recipient": keys(&event.recipient),
                "place": event.place,
                "dead": event.dead,
                "from": day(statement.date.from),
                "to": day(statement.date.to),
                "status": statement.status,
                "confidence": statement.confidence,
                "document": statement.evidence.document,
                "line": statement.evidence.sentence + 1,
            },
        });
        writer.write_all(if first { b"\n" } else { b",\n" })?;
        first = false;
        serde_json::to_writer(&mut writer, &feature)?;
    }
    writer.write_all(b"\n]}\n")
}
