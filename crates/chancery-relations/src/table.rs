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

/// A table with named columns, whatever their case, empty cells and cells that are no numbers being unknown.
#[derive(Debug, Clone, Default)]
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

    /// Reads what there is of a table: rows that are no CSV are passed over.
    pub(crate) fn lenient(bytes: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let mut table = Self::default();
        if let Ok(headers) = reader.headers() {
            for (index, name) in headers.iter().enumerate() {
                let name = name.trim().trim_start_matches('\u{feff}').to_lowercase();
                table.columns.entry(name).or_insert(index);
            }
        }
        table.rows = reader.records().filter_map(Result::ok).collect();
        table
    }

    /// Returns the index of a column, one that no row has where it is missing.
    pub(crate) fn column(&self, name: &str) -> usize {
        let found = self.columns.get(&name.to_lowercase());
        found.copied().unwrap_or(usize::MAX)
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

/// Returns a cell as a whole number.
pub(crate) fn whole(row: &csv::StringRecord, column: usize) -> Option<i64> {
    number(row, column).map(|value| value as i64)
}
