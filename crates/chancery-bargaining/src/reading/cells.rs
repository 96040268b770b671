//! Cells of tables, and the numbers in them.

use super::{CellFault, ReadError};

/// Reads the lines of a table with the number of each line.
pub(super) fn rows(
    text: &str,
    delimiter: u8,
    quote: u8,
) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quote(quote)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::Line {
            line: error.position().map_or(0, csv::Position::line),
            fault: error.to_string(),
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push((
                line,
                record.iter().map(|cell| cell.trim().to_owned()).collect(),
            ));
        }
    }
    Ok(rows)
}

/// Reads a number that must be there and finite.
pub(super) fn number(line: u64, column: &str, cell: Option<&str>) -> Result<f64, ReadError> {
    let fail = |fault| ReadError::Cell {
        line,
        column: column.to_owned(),
        fault,
    };
    let cell = cell.map(str::trim).unwrap_or_default();
    if cell.is_empty() {
        return Err(fail(CellFault::Missing));
    }
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(fail(CellFault::NotFinite(cell.to_owned()))),
        Err(_) => Err(fail(CellFault::NotANumber(cell.to_owned()))),
    }
}

/// Reads a number that must lie between two others.
pub(super) fn number_in(
    line: u64,
    column: &str,
    cell: Option<&str>,
    low: f64,
    high: f64,
) -> Result<f64, ReadError> {
    let value = number(line, column, cell)?;
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(ReadError::Cell {
            line,
            column: column.to_owned(),
            fault: CellFault::OffScale { value, low, high },
        })
    }
}

/// Returns which salience stands for 1: 100 where no salience is a fraction and one is above 1,
/// otherwise 1. A salience above 1 among fractions is then off its scale.
pub(super) fn salience_unit(saliences: impl IntoIterator<Item = f64>) -> f64 {
    let mut above = false;
    let mut fraction = false;
    for salience in saliences {
        above |= salience > 1.0;
        fraction |= salience > 0.0 && salience < 1.0;
    }
    if above && !fraction { 100.0 } else { 1.0 }
}
