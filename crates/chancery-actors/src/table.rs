//! The one text format of the dictionary: tab-separated tables with a header, a row a fact.
//!
//! `data/README.md` documents it for those who write rows; this module reads it.

use chancery_model::Date;
use thiserror::Error;

/// What is wrong with a table, and where.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{file}:{line}: {fault}")]
pub struct TableError {
    /// The table's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What can be wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Fault {
    /// The table has no header.
    #[error("the table has no header")]
    NoHeader,
    /// The header does not name the columns of this kind of table.
    #[error("the header should be {expected:?}")]
    Header {
        /// The columns in order.
        expected: String,
    },
    /// The row has more cells than the header.
    #[error("{found} cells where the header has {expected}")]
    Cells {
        /// The number of columns.
        expected: usize,
        /// The number of cells.
        found: usize,
    },
    /// A cell that may not be empty is.
    #[error("the cell {column:?} is empty")]
    Empty {
        /// The column.
        column: &'static str,
    },
    /// A cell holds a word outside its closed list.
    #[error("{word:?} is not one of the words for {column}")]
    Word {
        /// The column.
        column: &'static str,
        /// The word.
        word: String,
    },
}

/// One row: its cells, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    file: &'a str,
    line: usize,
    cells: Vec<&'a str>,
}

/// The days on which a row holds, both ends included; an empty end is unknown or open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    /// Returns whether the period holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Returns whether the period ended before a day.
    pub fn ended_before(&self, day: Date) -> bool {
        self.to.is_some_and(|to| to < day)
    }
}

impl<'a> Row<'a> {
    /// Returns the characters of a cell, without surrounding white space.
    pub(crate) fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or("")
    }

    /// Returns the characters of a cell that may not be empty.
    pub(crate) fn required(
        &self,
        column: usize,
        name: &'static str,
    ) -> Result<&'a str, TableError> {
        match self.cell(column) {
            "" => Err(self.fault(Fault::Empty { column: name })),
            cell => Ok(cell),
        }
    }

    /// Returns the items of a cell that lists several.
    pub(crate) fn list(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cell(column)
            .split('|')
            .map(str::trim)
            .filter(|item| !item.is_empty())
    }

    /// Returns the period that two cells bound.
    pub(crate) fn period(&self, from: usize, to: usize) -> Result<Period, TableError> {
        Ok(Period {
            from: self.day(from, "from", false)?,
            to: self.day(to, "to", true)?,
        })
    }

    /// Returns the error of a word that is not in a column's closed list.
    pub(crate) fn word(&self, column: &'static str, word: &str) -> TableError {
        self.fault(Fault::Word {
            column,
            word: word.to_owned(),
        })
    }

    /// Returns an error placed on this row.
    pub(crate) fn fault(&self, fault: Fault) -> TableError {
        TableError {
            file: self.file.to_owned(),
            line: self.line,
            fault,
        }
    }

    fn day(
        &self,
        column: usize,
        name: &'static str,
        last: bool,
    ) -> Result<Option<Date>, TableError> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        parse_day(cell, last)
            .map(Some)
            .ok_or_else(|| self.word(name, cell))
    }
}

/// Returns the rows of a table whose header names exactly these columns.
pub(crate) fn rows<'a>(
    file: &'a str,
    text: &'a str,
    columns: &[&str],
) -> Result<Vec<Row<'a>>, TableError> {
    let error = |line: usize, fault: Fault| TableError {
        file: file.to_owned(),
        line,
        fault,
    };
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let (number, header) = lines.next().ok_or_else(|| error(1, Fault::NoHeader))?;
    if header.trim_end().split('\t').ne(columns.iter().copied()) {
        let expected = columns.join("\t");
        return Err(error(number, Fault::Header { expected }));
    }
    lines
        .map(|(line, text)| {
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            if cells.len() > columns.len() {
                return Err(error(
                    line,
                    Fault::Cells {
                        expected: columns.len(),
                        found: cells.len(),
                    },
                ));
            }
            Ok(Row { file, line, cells })
        })
        .collect()
}

/// Reads `2012-05-07`, `2012-05` or `2012`; the last day of a month or year where `last`.
fn parse_day(text: &str, last: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse::<i16>().ok()?;
    let month = parts.next().map(|part| part.parse::<i8>());
    let day = parts.next().map(|part| part.parse::<i8>());
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) if last => Date::new(year, 12, 31).ok(),
        (None, _) => Date::new(year, 1, 1).ok(),
        (Some(month), None) => {
            let first = Date::new(year, month.ok()?, 1).ok()?;
            if !last {
                return Some(first);
            }
            Some(first.last_of_month())
        }
        (Some(month), Some(day)) => Date::new(year, month.ok()?, day.ok()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_or_year_ends_on_its_last_day() {
        let day = |text, last| parse_day(text, last).map(|day| day.to_string());
        assert_eq!(day("2012", false).as_deref(), Some("2012-01-01"));
        assert_eq!(day("2012", true).as_deref(), Some("2012-12-31"));
        assert_eq!(day("2012-02", true).as_deref(), Some("2012-02-29"));
        assert_eq!(day("2012-12", true).as_deref(), Some("2012-12-31"));
        assert_eq!(day("2012-05-07", true).as_deref(), Some("2012-05-07"));
        assert_eq!(day("2012-13", false), None);
        assert_eq!(day("soon", false), None);
        assert_eq!(day("2012-05-07-09", false), None);
    }

    #[test]
    fn a_bad_row_is_named_by_file_and_line() {
        let found = rows(
            "x.tsv",
            "# note\nkey\ttitle\n\na\tb\tc\n",
            &["key", "title"],
        );
        let message = found.err().map(|error| error.to_string());
        assert_eq!(
            message.as_deref(),
            Some("x.tsv:4: 3 cells where the header has 2")
        );
    }
}
