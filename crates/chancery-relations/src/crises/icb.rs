//! A reader of the two ICB files, crises and crisis actors, by the names of their columns.

use super::Crisis;
use std::{collections::BTreeMap, io::Read};

/// Why the files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CrisisError {
    /// A row is no CSV.
    #[error("the file is no table: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("the file has no column `{0}`")]
    Column(&'static str),
}

/// A table with named columns, empty cells and cells that are no numbers being unknown.
struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(reader: impl Read) -> Result<Self, CrisisError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
        let headers = reader.headers()?.iter().enumerate();
        let columns = headers
            .map(|(index, name)| {
                (
                    name.trim().trim_start_matches('\u{feff}').to_lowercase(),
                    index,
                )
            })
            .collect();
        let rows = reader.records().collect::<Result<_, _>>()?;
        Ok(Self { columns, rows })
    }

    /// Returns the index of a column that must be there.
    fn need(&self, name: &'static str) -> Result<usize, CrisisError> {
        self.columns
            .get(name)
            .copied()
            .ok_or(CrisisError::Column(name))
    }

    fn number(&self, row: &csv::StringRecord, name: &str) -> Option<f64> {
        let index = self.columns.get(name)?;
        row.get(*index)?
            .trim()
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
    }
}

/// Reads crises and their actors. Rows without a number or a year are left out; columns that only
/// tell how a crisis went on may be missing, and are then unknown.
pub fn read(crises: impl Read, actors: impl Read) -> Result<Vec<Crisis>, CrisisError> {
    let crises = Table::read(crises)?;
    let actors = Table::read(actors)?;
    for name in ["crisno", "yrtrig"] {
        crises.need(name)?;
        actors.need(name)?;
    }
    let power = power_of_first_actors(&actors);
    let mut found: Vec<Crisis> = crises
        .rows
        .iter()
        .filter_map(|row| crisis(&crises, row, &power))
        .collect();
    found.sort_by_key(|crisis| (crisis.year, crisis.number));
    Ok(found)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "years and numbers of rows are small"
)]
fn crisis(table: &Table, row: &csv::StringRecord, power: &BTreeMap<i64, f64>) -> Option<Crisis> {
    let value = |name: &str| table.number(row, name);
    let is = |name: &str, wanted: &[f64]| {
        f64::from(u8::from(
            value(name).is_some_and(|found| wanted.contains(&found)),
        ))
    };
    let number = value("crisno")? as i64;
    let year = value("yrtrig")?;
    let region = value("geog").map_or(0.0, |code| (code / 10.0).floor());
    let intra_war = value("iwcmb").is_some_and(|code| code != 1.0);
    let onset = vec![
        is("break", &[9.0]),
        is("geogrel", &[1.0]),
        is("syslevsy", &[1.0]),
        is("syslevsy", &[3.0, 4.0]),
        value("hetero").unwrap_or(3.0),
        is("ethnic", &[1.0, 2.0]),
        is("ethnic", &[2.0]),
        power.get(&number).copied().unwrap_or(2.0),
        libm::log1p(value("powdissy").unwrap_or(5.0).clamp(0.0, 40.0)),
        f64::from(u8::from(intra_war)),
        is("issues", &[4.0, 5.0]),
        f64::from(u8::from(region == 3.0)),
        (year - 1960.0) / 30.0,
    ];
    let months = |year: Option<f64>, month: Option<f64>| Some(year? * 12.0 + month.unwrap_or(6.0));
    let delay = months(value("yrmedst"), value("momedst"))
        .zip(months(Some(year), value("motrig")))
        .map_or(1.0, |(entry, onset)| (entry - onset).max(0.0));
    let entry = vec![
        libm::log1p(delay),
        is("medwho", &[2.0]),
        is("medwho", &[3.0]),
    ];
    let outcome = |name: &str, wanted: f64| value(name).map(|found| found == wanted);
    Some(Crisis {
        number,
        year: year as i64,
        onset,
        entry,
        mediated: outcome("mediate", 4.0),
        agreement: outcome("forout", 1.0),
        calmer: outcome("outesr", 2.0),
    })
}

/// Returns, by crisis, the highest power status among the actors whose crisis began first (1 small
/// power to 4 superpower).
#[expect(
    clippy::cast_possible_truncation,
    reason = "numbers of crises are small"
)]
fn power_of_first_actors(actors: &Table) -> BTreeMap<i64, f64> {
    let mut first: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for row in &actors.rows {
        let value = |name: &str| actors.number(row, name);
        let (Some(number), Some(year)) = (value("crisno"), value("yrtrig")) else {
            continue;
        };
        // The ICB's day is 66 and the like where only part of the month is known.
        let day = value("datrig").unwrap_or(15.0).clamp(1.0, 31.0);
        let began = year * 372.0 + value("motrig").unwrap_or(6.0) * 31.0 + day;
        let power = value("powsta").unwrap_or(2.0);
        let held = first.entry(number as i64).or_insert((began, power));
        if began < held.0 {
            *held = (began, power);
        } else if began == held.0 {
            held.1 = held.1.max(power);
        }
    }
    first
        .into_iter()
        .map(|(number, (_, power))| (number, power))
        .collect()
}
