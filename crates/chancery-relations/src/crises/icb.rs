//! A reader of the two ICB files, crises and crisis actors, by the names of their columns.

use super::Crisis;
use crate::table::{Table, TableError};
use std::io::Read;

/// Reads crises and their actors. Rows without a number or a year are left out; columns that only
/// tell how a crisis went on may be missing, and are then unknown.
pub fn read(crises: impl Read, actors: impl Read) -> Result<Vec<Crisis>, TableError> {
    let crises = Table::read(crises)?;
    let actors = Table::read(actors)?;
    for name in ["crisno", "yrtrig"] {
        crises.need(name)?;
        actors.need(name)?;
    }
    let mut found: Vec<Crisis> = crises
        .rows
        .iter()
        .filter_map(|row| crisis(&crises, row))
        .collect();
    found.sort_by_key(|crisis| (crisis.year, crisis.number));
    Ok(found)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "years and numbers of rows are small"
)]
fn crisis(table: &Table, row: &csv::StringRecord) -> Option<Crisis> {
    let value = |name: &str| table.number(row, name);
    let is = |name: &str, wanted: &[f64]| {
        f64::from(u8::from(
            value(name).is_some_and(|found| wanted.contains(&found)),
        ))
    };
    let number = value("crisno")? as i64;
    let year = value("yrtrig")?;
    let intra_war = value("iwcmb").is_some_and(|code| code != 1.0);
    let onset = vec![
        is("geogrel", &[1.0]),
        is("syslevsy", &[1.0]),
        value("hetero").unwrap_or(3.0),
        is("ethnic", &[1.0, 2.0]),
        libm::log1p(value("powdissy").unwrap_or(5.0).clamp(0.0, 40.0)),
        f64::from(u8::from(intra_war)),
        is("issues", &[4.0, 5.0]),
        (year - 1960.0) / 30.0,
    ];
    let among = |name: &str, low: f64, high: f64| {
        f64::from(u8::from(
            value(name).is_some_and(|found| (low..=high).contains(&found)),
        ))
    };
    let setting = vec![
        among("geog", 40.0, 49.0),
        among("geog", 30.0, 39.0),
        among("geog", 20.0, 29.0),
        is("geog", &[15.0]),
        is("protrac", &[2.0, 3.0]),
    ];
    let months = |year: Option<f64>, month: Option<f64>| Some(year? * 12.0 + month.unwrap_or(6.0));
    let delay = months(value("yrmedst"), value("momedst"))
        .zip(months(Some(year), value("motrig")))
        .map_or(1.0, |(entry, onset)| (entry - onset).max(0.0));
    let entry = vec![
        libm::log1p(delay),
        is("medwho", &[2.0]),
        is("medwho", &[3.0]),
        is("medwho", &[6.0]),
    ];
    let outcome = |name: &str, wanted: f64| value(name).map(|found| found == wanted);
    Some(Crisis {
        number,
        year: year as i64,
        onset,
        setting,
        entry,
        mediated: outcome("mediate", 4.0),
        agreement: outcome("forout", 1.0),
        calmer: outcome("outesr", 2.0),
    })
}
