//! Runs of rows that say the same of one year after another.
//!
//! A dyad-year file repeats an alliance for each year that it was in force. The run of such rows is
//! one agreement, and its evidence the stretch of the file from the first to the last.

use crate::{Position, lines::Row};
use chancery_model::{DocumentId, Evidence};

/// A run that goes on for as long as its key stays and its years follow one another.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Spell<K> {
    pub(super) key: K,
    pub(super) first: i16,
    pub(super) last: i16,
    start: Position,
    end: u64,
    text: String,
}

impl<K: PartialEq> Spell<K> {
    pub(super) fn new(key: K, year: i16, row: &Row) -> Self {
        Self {
            key,
            first: year,
            last: year,
            start: row.start,
            end: row.end(),
            text: row.text().to_owned(),
        }
    }

    /// Takes a row in, where it continues the run.
    pub(super) fn extend(&mut self, key: &K, year: i16, row: &Row) -> bool {
        let continues = self.key == *key && (year == self.last || year == self.last + 1);
        if continues {
            self.last = year;
            self.end = row.end();
        }
        continues
    }

    /// Returns where the run begins.
    pub(super) const fn start(&self) -> Position {
        self.start
    }

    /// Returns the stretch of the file, with the words of its first row.
    pub(super) fn evidence(&self, document: &DocumentId) -> Evidence {
        Evidence {
            document: document.clone(),
            sentence: self.start.line as usize,
            start: self.start.offset as usize,
            end: self.end as usize,
            text: self.text.clone(),
        }
    }
}

#[cfg(test)]
#[test]
fn a_spell_is_extended_by_the_same_year_and_the_next() {
    let row = Row::of("a,b", b',');
    let mut spell = Spell::new(1, 1914, &row);
    assert!(spell.extend(&1, 1914, &row) && spell.extend(&1, 1915, &row));
    assert!(!spell.extend(&1, 1917, &row) && !spell.extend(&2, 1916, &row));
    assert_eq!((spell.first, spell.last), (1914, 1915));
}
