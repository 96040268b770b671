//! A case on disk: a folder that one can copy, compare and archive.
//!
//! ```text
//! chancery.toml                                       the schema's version, the case's name
//! documents/ab/abcdef…                                what was read, as it came, named by its SHA-256
//! record/commits/000001.json                          the log; see [`Commit`]
//! record/documents/source=…/month=2025-06/000001.parquet
//! record/statements/source=…/month=2025-06/000001.parquet
//! corrections/000002.jsonl                            what analysts accepted, rejected and amended
//! lock                                                held by whoever writes
//! ```
//!
//! Files never change once a commit names them, so that readers need no lock. Writers take the lock
//! and are refused where another holds it. The month is that of the report: whoever reads as of a
//! day opens no later file.

mod check;
mod columns;
mod commit;
mod compact;
mod documents;
mod error;
mod files;
mod near;
mod read;
mod review;
mod statements;
mod table;
mod write;

pub use check::{Finding, Level};
pub use commit::{Action, COMMITS, Commit, FileEntry, Input, Table, commit_path};
pub use compact::Compacted;
pub use documents::Kept;
pub use error::CaseError;
pub use files::Checksum;
pub use near::{Groups, Signature};
pub use read::{Snapshot, StatementHashes, WITHDRAWING, Withdrawn};
pub use review::{Correction, Verdict};
pub use write::{Batch, Writer};

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};

use chancery_model::{Date, Statement};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The newest schema of a case that this release reads, and the one that it writes.
pub const SCHEMA: u32 = 1;

/// The file that says what a case is.
pub const SETTINGS: &str = "chancery.toml";

/// The source of documents that were added, as against data sets that were imported.
pub const REPORTS: &str = "reports";

/// The source of the statements with which analysts correct others.
pub const REVIEW: &str = "review";

/// The steps from each schema to the next: `MIGRATIONS[0]` makes a case of schema 1 one of schema 2.
const MIGRATIONS: &[Migration] = &[];

/// Brings the folder of a case one schema forward. It may add files and must leave every file that a
/// commit names as it is, so that a crash in the middle leaves a case of the old schema.
type Migration = fn(&Path) -> Result<(), CaseError>;

/// A folder with a case in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    root: PathBuf,
    settings: Settings,
}

/// What `chancery.toml` says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Settings {
    /// The version of the layout.
    schema: u32,
    /// The name of the case.
    name: String,
    /// When it was made.
    created: jiff::Timestamp,
}

impl Case {
    /// Returns whether a folder holds a case.
    pub fn is_one(folder: &Path) -> bool {
        folder.join(SETTINGS).is_file()
    }

    /// Makes a case in a folder that has none.
    ///
    /// # Errors
    ///
    /// Where there is one already, or the folder cannot be written.
    pub fn init(root: &Path, name: &str, now: jiff::Timestamp) -> Result<Self, CaseError> {
        if Self::is_one(root) {
            return Err(CaseError::Exists(root.to_owned()));
        }
        for folder in ["documents", "record/commits", "corrections"] {
            files::make_folder(&root.join(folder))?;
        }
        let settings = Settings {
            schema: SCHEMA,
            name: name.to_owned(),
            created: now,
        };
        // It is written last: a folder without it is no case.
        settings.write(root)?;
        Ok(Self {
            root: root.to_owned(),
            settings,
        })
    }

    /// Opens the case in a folder.
    ///
    /// # Errors
    ///
    /// Where there is none, or a later release made it.
    pub fn open(root: &Path) -> Result<Self, CaseError> {
        let settings = Settings::read(root)?;
        if settings.schema > SCHEMA {
            return Err(CaseError::Newer {
                path: root.to_owned(),
                found: settings.schema,
                known: SCHEMA,
            });
        }
        Ok(Self {
            root: root.to_owned(),
            settings,
        })
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the name of the case.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Returns what the case holds at this moment. Whatever is written later does not change it.
    ///
    /// # Errors
    ///
    /// Where the log is damaged.
    pub fn snapshot(&self) -> Result<Snapshot, CaseError> {
        Snapshot::open(&self.root)
    }

    /// Opens the case for writing; a case of an older schema is brought forward first.
    ///
    /// # Errors
    ///
    /// Where somebody else is writing, or the log is damaged.
    pub fn writer(&self) -> Result<Writer, CaseError> {
        let lock = write::Lock::take(&self.root)?;
        migrate(&self.root, MIGRATIONS)?;
        Writer::open(&self.root, lock)
    }

    /// Verifies everything: the log, every file, every checksum, every row, every piece of evidence.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read at all; what is wrong with its files is a finding.
    pub fn check(&self) -> Result<Vec<Finding>, CaseError> {
        check::check(&self.root)
    }
}

impl Settings {
    fn read(root: &Path) -> Result<Self, CaseError> {
        let path = root.join(SETTINGS);
        match fs::read_to_string(&path) {
            Ok(text) => Self::of(root, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(CaseError::NotACase(root.to_owned()))
            }
            Err(error) => Err(CaseError::io(&path, error)),
        }
    }

    /// Reads the text of the file. Settings of a later release are refused.
    fn of(root: &Path, text: &str) -> Result<Self, CaseError> {
        let path = root.join(SETTINGS);
        let wrong = |what: String| CaseError::Settings {
            path: path.clone(),
            what,
        };
        // A newer schema may have other keys: its version is read alone first.
        #[derive(Deserialize)]
        struct Version {
            schema: u32,
        }
        let version: Version = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if version.schema > SCHEMA {
            return Err(CaseError::Newer {
                path: root.to_owned(),
                found: version.schema,
                known: SCHEMA,
            });
        }
        toml::from_str(text).map_err(|error| wrong(error.to_string()))
    }

    fn write(&self, root: &Path) -> Result<(), CaseError> {
        let path = root.join(SETTINGS);
        let text = toml::to_string(self).map_err(|error| CaseError::Settings {
            path: path.clone(),
            what: error.to_string(),
        })?;
        let head =
            "# A case of Chancery: `chancery check` verifies it, `chancery brief` reads it.\n";
        files::write_whole(&path, format!("{head}{text}").as_bytes()).map(|_| ())
    }
}

/// Brings a case forward step by step; after each step `chancery.toml` says so.
fn migrate(root: &Path, migrations: &[Migration]) -> Result<(), CaseError> {
    let mut settings = Settings::read(root)?;
    loop {
        let step = usize::try_from(settings.schema)
            .ok()
            .and_then(|schema| migrations.get(schema.checked_sub(1)?));
        let Some(step) = step else { return Ok(()) };
        step(root)?;
        settings.schema += 1;
        settings.write(root)?;
    }
}

/// Returns the columns of the table of statements.
pub fn statement_schema() -> Schema {
    statements::schema()
}

/// Returns the columns of the table of documents.
pub fn document_schema() -> Schema {
    documents::schema()
}

/// Returns statements as rows of the table of statements, in their order.
///
/// # Errors
///
/// Where a statement cannot be written as JSON.
pub fn statement_rows(
    statements: &[Statement],
    recorded: Date,
    source: &str,
) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<usize> = (0..statements.len()).collect();
    statements::encode(statements, &rows, |row| row as u64, |_| recorded, source)
}

/// Returns the month of a day as `2025-06`.
fn month(day: Option<Date>) -> Option<String> {
    day.map(|day| format!("{:04}-{:02}", day.year(), day.month()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
