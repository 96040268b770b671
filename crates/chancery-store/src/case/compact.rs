//! Putting the files of small commits together.
//!
//! A case that is fed every quarter of an hour has thousands of files of a few rows, and a query
//! opens them all. Compaction writes the rows of neighbouring commits into one file for each source
//! and month, sorted as any other, and says so in a commit of its own: killed at any moment, the case
//! has either the old files or the new ones. Nothing is added, lost or put into another order, and
//! the log stays whole. The old files remain for whoever is reading; the next writer removes them.

use super::{
    Action, CaseError, Commit, FileEntry, Kept, REVIEW, Table, Writer,
    columns::{Columns, day_of},
    commit::Unit,
    documents, statements, table,
};
use arrow_array::RecordBatch;
use chancery_model::{Date, Statement};
use std::collections::BTreeMap;

/// How many statements are put together at most: readers keep so many in memory.
const STATEMENTS: u64 = 1 << 18;
/// How many bytes of documents, as they lie on disk.
const DOCUMENT_BYTES: u64 = 32 << 20;

/// What a compaction did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Compacted {
    /// How many files there were.
    pub before: usize,
    /// How many there are.
    pub after: usize,
}

/// The rows of one file to be.
struct Part<T> {
    rows: Vec<T>,
    ordinals: Vec<u64>,
    recorded: Vec<Date>,
}

/// Rows by what their file will be named: those of reviews come last, as in any commit.
type Parts<T> = BTreeMap<(bool, String, Option<String>), Part<T>>;

impl Writer {
    /// Puts the files of neighbouring commits together, as far as that leaves fewer.
    ///
    /// # Errors
    ///
    /// Where a file is damaged or cannot be written; what was put together by then stays so.
    pub fn compact(&mut self, now: jiff::Timestamp) -> Result<Compacted, CaseError> {
        let count = |writer: &Self| -> usize {
            let tables = [Table::Documents, Table::Statements];
            tables
                .map(|table| writer.log.files(table).len())
                .iter()
                .sum()
        };
        let before = count(self);
        for (first, last) in groups(&self.log.units()) {
            self.compact_group(first, last, now)?;
        }
        Ok(Compacted {
            before,
            after: count(self),
        })
    }

    fn compact_group(
        &mut self,
        first: u64,
        last: u64,
        now: jiff::Timestamp,
    ) -> Result<(), CaseError> {
        let units: Vec<Unit<'_>> = self.log.units();
        let units = units
            .iter()
            .filter(|unit| unit.first >= first && unit.last <= last);
        let mut documents: Parts<Kept> = BTreeMap::new();
        let mut statements: Parts<Statement> = BTreeMap::new();
        let mut corrections: BTreeMap<String, u64> = BTreeMap::new();
        let (mut document_offset, mut statement_offset) = (0, 0);
        for unit in units {
            let (mut document_end, mut statement_end) = (document_offset, statement_offset);
            for file in &unit.files {
                match file.table {
                    Table::Documents => {
                        let end =
                            self.gather(file, document_offset, documents::decode, &mut documents)?;
                        document_end = document_end.max(end);
                    }
                    Table::Statements => {
                        let end = self.gather(
                            file,
                            statement_offset,
                            statements::decode,
                            &mut statements,
                        )?;
                        statement_end = statement_end.max(end);
                        *corrections.entry(place(file)).or_default() += file.corrections;
                    }
                    Table::Corrections => {}
                }
            }
            (document_offset, statement_offset) = (document_end, statement_end);
        }
        let number = self.log.next();
        let mut files = Vec::new();
        for ((_, source, month), part) in documents {
            let recorded = |row: usize| part.recorded[row];
            let rows = documents::encode(&part.rows, &part.ordinals, recorded);
            files.push(table::write(
                &self.root,
                Table::Documents,
                &source,
                month,
                number,
                documents::schema(),
                std::iter::once(rows),
            )?);
        }
        for ((_, source, month), part) in statements {
            let mut rows: Vec<usize> = (0..part.rows.len()).collect();
            statements::sort_by_dyad(&part.rows, &mut rows);
            let ordinal = |row: usize| part.ordinals[row];
            let recorded = |row: usize| part.recorded[row];
            let entry = table::write(
                &self.root,
                Table::Statements,
                &source,
                month,
                number,
                statements::schema(),
                statements::batches(&part.rows, &rows, ordinal, recorded, &source),
            )?;
            files.push(FileEntry {
                corrections: corrections.get(&place(&entry)).copied().unwrap_or(0),
                ..entry
            });
        }
        let commit = Commit {
            number,
            recorded: now,
            action: Action::Compact,
            previous: self.log.head.clone(),
            inputs: Vec::new(),
            files,
            diagnostics: Vec::new(),
            compacts: Some((first, last)),
        };
        self.log.append(&self.root, commit)
    }

    /// Adds the rows of a file to the parts, their ordinals after those of the commits before.
    /// Returns the first ordinal that is free.
    fn gather<T>(
        &self,
        file: &FileEntry,
        offset: u64,
        decode: impl Fn(&RecordBatch) -> Result<Vec<(u64, T)>, String>,
        parts: &mut Parts<T>,
    ) -> Result<u64, CaseError> {
        let key = (
            file.source == REVIEW,
            file.source.clone(),
            file.month.clone(),
        );
        let part = parts.entry(key).or_insert_with(|| Part {
            rows: Vec::new(),
            ordinals: Vec::new(),
            recorded: Vec::new(),
        });
        let mut end = offset;
        table::each_batch(&self.root, file, &[], |batch| {
            let days = Columns(batch).dates("recorded")?;
            for (row, (ordinal, value)) in decode(batch)?.into_iter().enumerate() {
                let day = day_of(days, row)?.ok_or("a row has no day of recording")?;
                end = end.max(offset + ordinal + 1);
                part.rows.push(value);
                part.ordinals.push(offset + ordinal);
                part.recorded.push(day);
            }
            Ok(())
        })?;
        Ok(end)
    }
}

/// Returns what names a file of statements besides its commit.
fn place(file: &FileEntry) -> String {
    format!("{} {}", file.source, file.month.as_deref().unwrap_or(""))
}

/// Returns the first and last commits of what is put together: neighbours, until there are so many
/// rows that readers would feel it.
fn groups(units: &[Unit<'_>]) -> Vec<(u64, u64)> {
    let mut groups: Vec<(Vec<&Unit<'_>>, u64, u64)> = Vec::new();
    for unit in units {
        let sum = |table, of: fn(&FileEntry) -> u64| -> u64 {
            let files = unit.files.iter().filter(|file| file.table == table);
            files.map(|file| of(file)).sum()
        };
        let statements = sum(Table::Statements, |file| file.rows);
        let bytes = sum(Table::Documents, |file| file.bytes);
        match groups.last_mut() {
            Some((group, rows, size))
                if *rows + statements <= STATEMENTS && *size + bytes <= DOCUMENT_BYTES =>
            {
                group.push(unit);
                *rows += statements;
                *size += bytes;
            }
            _ => groups.push((vec![unit], statements, bytes)),
        }
    }
    groups
        .into_iter()
        .filter_map(|(group, ..)| {
            let files = group.iter().flat_map(|unit| &unit.files);
            let mut places: Vec<_> = files
                .map(|file| (file.table, &file.source, &file.month))
                .collect();
            let before = places.len();
            places.sort();
            places.dedup();
            let (first, last) = (group.first()?, group.last()?);
            (places.len() < before).then_some((first.first, last.last))
        })
        .collect()
}
