//! Reads bargaining problems in the layouts in which they are exchanged.
//!
//! | Layout | Looks like |
//! |---|---|
//! | [`tables`], KTAB | title, description, number of actors, of dimensions; a header; an actor a row with power and a position and salience (percent) for each dimension |
//! | [`tables`], one issue | a header with the columns actor, capability, position, salience |
//! | [`exchange`] | `#A` actors, `#P` issues, `#M` meanings, `#D` actor, issue, position, salience, power |
//! | [`european`] | the DEU data: an issue a row, `p…` positions, `s…` saliences, capabilities in the second line |
//! | [`document`] | TOML: `[[issues]]`, `[[actors]]`, `[[stakes]]`, `[[ties]]` |

mod cells;
pub mod document;
pub mod european;
pub mod exchange;
pub mod tables;

use crate::{Problem, ProblemError};
use thiserror::Error;

/// Why a file is no bargaining problem.
#[derive(Debug, Error)]
pub enum ReadError {
    /// A cell that cannot be read.
    #[error("line {line}, column `{column}`: {fault}")]
    Cell {
        /// The line of the file, from 1.
        line: u64,
        /// The column, by its name.
        column: String,
        /// What is wrong with it.
        fault: CellFault,
    },
    /// A line that cannot be read.
    #[error("line {line}: {fault}")]
    Line {
        /// The line of the file, from 1.
        line: u64,
        /// What is wrong with it.
        fault: String,
    },
    /// The file has no layout that is known.
    #[error(
        "the layout is not known: expected a table with the columns Actor, Capability, Position, \
         Salience; a KTAB table; lines beginning with #A, #P and #D; the DEU table; or TOML"
    )]
    Layout,
    /// The TOML is broken, or a field of it unknown or missing.
    #[error("{0}")]
    Toml(String),
    /// The numbers make no problem.
    #[error(transparent)]
    Problem(#[from] ProblemError),
}

/// What can be wrong with a cell.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum CellFault {
    /// Nothing in it.
    #[error("the cell is empty; every actor needs a number here")]
    Missing,
    /// Something that is no number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// Infinite, or not a number at all.
    #[error("`{0}` is not a finite number")]
    NotFinite(String),
    /// Off its scale.
    #[error("{value} is not between {low} and {high}")]
    OffScale {
        /// The number.
        value: f64,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// A name that nobody introduced.
    #[error("no {what} is called `{name}`")]
    Unknown {
        /// `actor` or `issue`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A name twice.
    #[error("`{0}` stands here for the second time")]
    Duplicate(String),
}

/// Reads a problem, recognising its layout. A file of several problems (the DEU table) gives each.
///
/// # Errors
///
/// When the layout is unknown or a cell cannot be read; the error names it.
pub fn read(bytes: &[u8]) -> Result<Vec<Problem>, ReadError> {
    let text = decoded(bytes);
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim_start_matches('\u{feff}')
        .trim();
    if first.starts_with('#') && first.contains(';') || first.starts_with("'#") {
        return Ok(vec![exchange::read(&text)?]);
    }
    if first.contains("isnrnmc") || first.contains("\"counvte\"") {
        return Ok(european::read(&text)?
            .into_iter()
            .map(|proposal| proposal.problem)
            .collect());
    }
    let lower = first.to_lowercase();
    if ["position", "salience"]
        .iter()
        .all(|word| lower.contains(word))
        && (lower.contains("capability") || lower.contains("power"))
    {
        return Ok(vec![tables::read_issue(&text)?]);
    }
    if document::looks_like_it(&text) {
        return Ok(vec![document::read(&text)?]);
    }
    if first.matches(',').count() >= 3 {
        return Ok(vec![tables::read_ktab(&text)?]);
    }
    Err(ReadError::Layout)
}

/// Returns the text of a file; bytes that are no UTF-8 are read as Latin-1.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
mod tests;
