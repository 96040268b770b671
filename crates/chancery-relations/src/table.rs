//! Tables of public data, read by the names of their columns.

use std::{collections::BTreeMap, io::Read};

/// Why the files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A row is no CSV.
    #[error("the file is no table: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("the file has no column `{0}`")]
    Column(&'static str),
}

/// A table with named columns, empty cells and cells that are no numbers being unknown.
pub(crate) struct Table {
    columns: BTreeMap<String, usize>,
    pub(crate) rows: Vec<csv::StringRecord>,
}

impl Table {
    pub(crate) fn read(reader: impl Read) -> Result<Self, TableError> {
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
    pub(crate) fn need(&self, name: &'static str) -> Result<usize, TableError> {
        self.columns
            .get(name)
            .copied()
            .ok_or(TableError::Column(name))
    }

    pub(crate) fn number(&self, row: &csv::StringRecord, name: &str) -> Option<f64> {
        number(row, *self.columns.get(name)?)
    }
}

/// Returns a cell as a number; empty cells and words are unknown.
pub(crate) fn number(row: &csv::StringRecord, column: usize) -> Option<f64> {
    row.get(column)?
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}
