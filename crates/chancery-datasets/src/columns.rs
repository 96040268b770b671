//! The columns of a file by their names.

use crate::lines::Row;

/// The names of a header, in lower case, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    names: Vec<String>,
}

impl Header {
    /// Reads the names of a header row.
    pub(crate) fn new(row: &Row) -> Self {
        Self {
            names: (0..row.len())
                .map(|index| row.cell(index).to_lowercase())
                .collect(),
        }
    }

    /// Makes a header of known names, for files that have none.
    pub(crate) fn of<S: AsRef<str>>(names: &[S]) -> Self {
        Self {
            names: names.iter().map(|name| name.as_ref().to_owned()).collect(),
        }
    }

    /// Returns whether all of these names are there.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.find(&[name]).is_some())
    }

    /// Returns the place of the first of several names that is there.
    pub(crate) fn find(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|wanted| self.names.iter().position(|name| name == wanted))
    }

    /// Returns the place of one of several names; a place that no row has where there is none, so
    /// that its cells are empty.
    pub(crate) fn place(&self, names: &[&str]) -> usize {
        self.find(names).unwrap_or(usize::MAX)
    }

    /// Returns the number of columns.
    pub(crate) fn len(&self) -> usize {
        // A header may end in nameless columns that no row fills.
        let named = self.names.iter().rposition(|name| !name.is_empty());
        named.map_or(0, |last| last + 1)
    }

    /// Returns the places of numbered columns `stem1`, `stem2`, ….
    pub(crate) fn numbered(&self, stem: &str) -> Vec<usize> {
        (1..)
            .map_while(|number| self.find(&[&format!("{stem}{number}")]))
            .collect()
    }
}
