//! Reading: what the case held when it was opened, as of any day.

use super::{
    CaseError, Checksum, Commit, Correction, FileEntry, Input, Kept, Settings, Table,
    columns::{Columns, day_of, text},
    commit::Log,
    documents, month, statements, table,
};
use crate::{Record, record::REJECTED};
use arrow_array::RecordBatch;
use chancery_model::{Date, Statement, StatementId};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// What a case held at a moment.
#[derive(Clone, PartialEq, Debug)]
pub struct Snapshot {
    root: PathBuf,
    log: Log,
}

impl Snapshot {
    pub(super) fn open(root: &Path) -> Result<Self, CaseError> {
        Ok(Self {
            root: root.to_owned(),
            log: Log::read(root)?,
        })
    }

    pub(super) fn of(root: &Path, log: Log) -> Self {
        Self {
            root: root.to_owned(),
            log,
        }
    }

    /// Puts together what a case held whose files lie elsewhere, from the bytes of its settings and of
    /// its commits in their order. `root` is the name by which errors call the place: nothing is read
    /// there, and what the commits name has to be read by the caller.
    ///
    /// # Errors
    ///
    /// Where a later release made the case, or the log is damaged.
    pub fn fetched(
        root: &Path,
        settings: &str,
        commits: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> Result<Self, CaseError> {
        Settings::of(root, settings)?;
        let mut log = Log::default();
        for bytes in commits {
            log.follow(root, bytes.as_ref())?;
        }
        Ok(Self::of(root, log))
    }

    pub(super) fn into_log(self) -> Log {
        self.log
    }

    /// Returns the folder of the case.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the commits, in their order.
    pub fn commits(&self) -> &[Commit] {
        &self.log.commits
    }

    /// Returns the files that hold a table now, in the order of the record.
    pub fn files(&self, table: Table) -> impl Iterator<Item = &FileEntry> {
        self.log.files(table).into_iter()
    }

    /// Returns the inputs, by checksum: of each the latest entry.
    pub fn inputs(&self) -> BTreeMap<&Checksum, &Input> {
        self.log
            .commits
            .iter()
            .flat_map(|commit| &commit.inputs)
            .map(|input| (&input.checksum, input))
            .collect()
    }

    /// Returns the latest answer of an address, for a conditional request.
    pub fn latest(&self, origin: &str) -> Option<&Input> {
        self.log
            .commits
            .iter()
            .rev()
            .flat_map(|commit| commit.inputs.iter().rev())
            .find(|input| input.origin == origin)
    }

    /// Returns where the copy of an input lies.
    pub fn kept(&self, checksum: &Checksum) -> PathBuf {
        kept(&self.root, checksum)
    }

    /// Returns the whole record as of a day: documents, standing statements and corrections reported
    /// by then; everything where no day is given.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged.
    pub fn record(&self, as_of: Option<Date>) -> Result<Record, CaseError> {
        let mut record = Record::default();
        self.each_document(as_of, |kept| {
            record
                .sentences
                .insert(kept.document.id.clone(), kept.sentences);
            record.diagnostics.extend(kept.diagnostics);
            record.documents.push(kept.document);
            Ok(())
        })?;
        record.diagnostics.extend(
            self.log
                .commits
                .iter()
                .flat_map(|commit| commit.diagnostics.iter().cloned()),
        );
        self.each_statement(as_of, |statement| {
            record.statements.push(statement);
            Ok(())
        })?;
        Ok(record)
    }

    /// Calls a function with each document published by a day, in the order they were added.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged, or the function fails.
    pub fn each_document(
        &self,
        as_of: Option<Date>,
        take: impl FnMut(Kept) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        self.each_row(
            Table::Documents,
            as_of,
            documents::decode,
            |kept| known(kept.document.published, as_of),
            take,
        )
    }

    /// Calls a function with each statement reported by a day, in the order they were coded; those
    /// that correct others are among them.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged, or the function fails.
    pub fn each_statement(
        &self,
        as_of: Option<Date>,
        take: impl FnMut(Statement) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        self.each_row(
            Table::Statements,
            as_of,
            statements::decode,
            |statement| known(statement.date.reported, as_of),
            take,
        )
    }

    /// Returns which statements of a source there are.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged.
    pub fn statement_hashes(&self, source: &str) -> Result<StatementHashes, CaseError> {
        let mut hashes = StatementHashes::default();
        for file in self.files(Table::Statements) {
            if file.source != source {
                continue;
            }
            table::each_batch(&self.root, file, &["id"], |batch| {
                let ids = Columns(batch).text("id")?;
                hashes.0.extend(ids.iter().flatten().map(hash));
                Ok(())
            })?;
        }
        Ok(hashes)
    }

    /// Returns the ids of the statements that no longer stand: those that a correction reported by a
    /// day withdrew, and the corrections that put nothing in their place.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged.
    pub fn withdrawn(&self, as_of: Option<Date>) -> Result<BTreeSet<String>, CaseError> {
        let mut withdrawn = Withdrawn::new(as_of);
        for file in self.withdrawing(as_of) {
            table::each_batch(&self.root, file, &WITHDRAWING, |batch| withdrawn.add(batch))?;
        }
        Ok(withdrawn.ids)
    }

    /// Returns the files whose rows [withdraw](Withdrawn) statements, up to a day.
    pub fn withdrawing(&self, as_of: Option<Date>) -> impl Iterator<Item = &FileEntry> {
        self.files(Table::Statements)
            .filter(move |file| file.corrections > 0 && may_hold(file, as_of))
    }

    /// Returns the checksum of the last commit: it is the same as long as the case is; none where
    /// the case is empty.
    pub fn head(&self) -> Option<&Checksum> {
        self.log.head.as_ref()
    }

    /// Reads a table commit by commit, or what was put together of several at a time; the files of
    /// one are put back into one order.
    fn each_row<T>(
        &self,
        wanted: Table,
        as_of: Option<Date>,
        decode: impl Fn(&RecordBatch) -> Result<Vec<(u64, T)>, String>,
        known: impl Fn(&T) -> bool,
        mut take: impl FnMut(T) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        for unit in self.log.units() {
            let mut rows: Vec<(u64, T)> = Vec::new();
            for file in unit.files {
                if file.table != wanted || !may_hold(file, as_of) {
                    continue;
                }
                table::each_batch(&self.root, file, &[], |batch| {
                    rows.extend(decode(batch)?.into_iter().filter(|(_, row)| known(row)));
                    Ok(())
                })?;
            }
            rows.sort_by_key(|(ordinal, _)| *ordinal);
            for (_, row) in rows {
                take(row)?;
            }
        }
        Ok(())
    }

    /// Returns who corrected what, and why, up to a day.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged.
    pub fn corrections(&self, as_of: Option<Date>) -> Result<Vec<Correction>, CaseError> {
        let mut corrections = Vec::new();
        for file in self.files(Table::Corrections) {
            let path = self.root.join(&file.path);
            let text = fs::read_to_string(&path).map_err(|error| CaseError::io(&path, error))?;
            for line in text.lines() {
                let correction: Correction = serde_json::from_str(line)
                    .map_err(|error| CaseError::damaged(&path, &error))?;
                if known(correction.statement.date.reported, as_of) {
                    corrections.push(correction);
                }
            }
        }
        Ok(corrections)
    }
}

/// The columns that say which statements no longer stand.
pub const WITHDRAWING: [&str; 4] = ["id", "corrects", "reported", "rule"];

/// Gathers the ids of the statements that no longer stand, from the columns [`WITHDRAWING`] of the
/// files that hold corrections.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Withdrawn {
    as_of: Option<Date>,
    /// The ids.
    pub ids: BTreeSet<String>,
}

impl Withdrawn {
    /// Begins with none. What was reported after the day withdraws nothing.
    pub const fn new(as_of: Option<Date>) -> Self {
        Self {
            as_of,
            ids: BTreeSet::new(),
        }
    }

    /// Adds what some rows withdraw.
    ///
    /// # Errors
    ///
    /// Says what is wrong where the rows have other columns.
    pub fn add(&mut self, batch: &RecordBatch) -> Result<(), String> {
        let columns = Columns(batch);
        let (id, corrects) = (columns.text("id")?, columns.text("corrects")?);
        let (reported, rule) = (columns.dates("reported")?, columns.text("rule")?);
        for row in 0..batch.num_rows() {
            if !known(day_of(reported, row)?, self.as_of) {
                continue;
            }
            let Some(old) = text(corrects, row) else {
                continue;
            };
            self.ids.insert(old.to_owned());
            if rule.value(row) == REJECTED {
                self.ids.insert(id.value(row).to_owned());
            }
        }
        Ok(())
    }
}

/// A set of statements, known by a hash of their ids: tens of millions fit into memory.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StatementHashes(FxHashSet<u64>);

impl StatementHashes {
    /// Enters a statement; returns whether it was not there before.
    pub fn insert(&mut self, id: &StatementId) -> bool {
        self.0.insert(hash(id.as_str()))
    }
}

/// Returns the first eight bytes of the SHA-256 of an id.
pub(super) fn hash(id: &str) -> u64 {
    let digest = Sha256::digest(id.as_bytes());
    digest
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Returns where the copy of an input lies in a case.
pub(super) fn kept(root: &Path, checksum: &Checksum) -> PathBuf {
    let name = checksum.as_str();
    root.join("documents")
        .join(&name[..name.len().min(2)])
        .join(name)
}

/// Returns whether a file may hold something that was reported by a day.
fn may_hold(file: &FileEntry, as_of: Option<Date>) -> bool {
    match (&file.month, month(as_of)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(reported), Some(last)) => *reported <= last,
    }
}

/// Returns whether something reported on a day was known by another.
fn known(reported: Option<Date>, as_of: Option<Date>) -> bool {
    as_of.is_none_or(|day| reported.is_some_and(|reported| reported <= day))
}
