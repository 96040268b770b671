//! The ties against the world: dated breaks, pairs of common knowledge, militarised disputes, and
//! votes in the United Nations.

mod breaks;
mod disputes;
mod known;
mod points;
mod rank;

pub use breaks::{BreakFound, BreakReport, KnownBreak, breaks};
pub use disputes::{DisputeReport, Forecast, StateFiles, disputes};
pub use known::{KnownPair, KnownPairFound, KnownReport, known_pairs};
pub use points::{PointsReport, PointsYear, ideal_points};

use chancery_model::{Date, parse_date};

/// What is wrong with a list of breaks or pairs.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ListError {
    /// The line.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// Reads the rows of a table with tabs; lines that start with `#` and the header are passed over.
fn rows<'text, const N: usize, T>(
    text: &'text str,
    mut read: impl FnMut([&'text str; N]) -> Result<T, String>,
) -> Result<Vec<T>, ListError> {
    let mut header = true;
    let mut found = Vec::new();
    for (line, row) in (1..).zip(text.lines()) {
        if row.starts_with('#') || row.is_empty() || std::mem::take(&mut header) {
            continue;
        }
        let cells: Vec<&str> = row.split('\t').collect();
        let cells = <[&str; N]>::try_from(cells)
            .map_err(|cells| format!("{} columns where {N} are needed", cells.len()));
        let value = cells.and_then(&mut read);
        found.push(value.map_err(|what| ListError { line, what })?);
    }
    Ok(found)
}

fn day_of(cell: &str) -> Result<Date, String> {
    parse_date(cell).ok_or_else(|| format!("`{cell}` is not a date"))
}
