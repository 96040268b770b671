//! The log of commits: what makes a file part of the record.
//!
//! Every change is a commit, and every commit a small file `record/commits/000001.json` that names
//! the files it added, each with its size, rows and checksum, and the checksum of the commit before
//! it. It is written last. What no commit names was never added: a crash leaves either a whole
//! commit or none. Readers look at the log once and then only at files that never change.

use super::{CaseError, Checksum, files};
use chancery_model::Diagnostic;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One change of the case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Commit {
    /// Its place in the log, from 1.
    pub number: u64,
    /// When it was recorded.
    pub recorded: jiff::Timestamp,
    /// What was done.
    pub action: Action,
    /// The checksum of the file of the commit before it.
    pub previous: Option<Checksum>,
    /// The files, feeds and pages that were read for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
    /// The files that it added to the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileEntry>,
    /// What could not be read and belongs to no document: the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    /// The first and the last of the commits whose documents and statements its files hold now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compacts: Option<(u64, u64)>,
}

/// What a commit did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Documents were added and coded.
    Add,
    /// A data set was imported.
    Import,
    /// An analyst accepted, rejected or amended statements.
    Review,
    /// The files of earlier commits were put together; nothing was added.
    Compact,
}

/// Something that was read, with where it came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Input {
    /// The path or address it came from.
    pub origin: String,
    /// The checksum of its bytes as they came, which names its copy under `documents/`.
    pub checksum: Checksum,
    /// How many bytes.
    pub bytes: u64,
    /// When it was fetched or copied.
    pub fetched: jiff::Timestamp,
    /// Whether all of it is in the record with this commit.
    pub complete: bool,
    /// How many of its rows or documents were read so far.
    #[serde(default)]
    pub rows: u64,
    /// How many lines and bytes of it, once inflated, hold those rows: where reading goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<(u64, u64)>,
    /// Whether a copy of its bytes is kept under `documents/`.
    #[serde(default)]
    pub kept: bool,
    /// The entity tag that the server gave, for the next request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The date of last change that the server gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// The WARC file with the exchange, under `documents/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warc: Option<Checksum>,
}

/// The tables of the record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Table {
    /// Documents with their texts.
    Documents,
    /// Statements.
    Statements,
    /// Who corrected what and why, as JSON Lines; the correcting statements stand among the others.
    Corrections,
}

/// A file of the record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileEntry {
    /// The table it belongs to.
    pub table: Table,
    /// Its path in the case, with `/` between the folders.
    pub path: String,
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The checksum of its bytes.
    pub checksum: Checksum,
    /// The month of report of its rows, as `2025-06`; none where they have no such date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// Where its statements came from: `reports`, `review`, or the name of a data set.
    pub source: String,
    /// How many of its statements correct another one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub corrections: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// A commit with its own checksum, as it stands in its file.
#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    checksum: Checksum,
    commit: T,
}

impl Commit {
    /// Returns the bytes of the commit's file.
    fn seal(&self) -> Result<Vec<u8>, serde_json::Error> {
        let commit = RawValue::from_string(serde_json::to_string(self)?)?;
        let mut bytes = serde_json::to_vec(&Sealed {
            checksum: Checksum::of(commit.get().as_bytes()),
            commit,
        })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads the bytes of a commit's file; says what is wrong with them.
    fn open(bytes: &[u8]) -> Result<Self, String> {
        fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, String> {
            serde_json::from_slice(text).map_err(|error| error.to_string())
        }
        let sealed: Sealed<Box<RawValue>> = read(bytes)?;
        let commit = sealed.commit.get().as_bytes();
        if Checksum::of(commit) != sealed.checksum {
            return Err("its checksum does not match".to_owned());
        }
        read(commit)
    }
}

/// Where the files of the commits lie in a case.
pub const COMMITS: &str = "record/commits";

/// Returns the path of a commit's file in a case, with `/` between the folders.
pub fn commit_path(number: u64) -> String {
    format!("{COMMITS}/{number:06}.json")
}

/// Returns the path of a commit's file.
fn path(root: &Path, number: u64) -> PathBuf {
    root.join(commit_path(number))
}

/// The documents and statements of one commit, or of several that were put together.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Unit<'log> {
    /// The first commit whose rows it holds.
    pub(super) first: u64,
    /// The last one.
    pub(super) last: u64,
    /// Its files, without those of corrections.
    pub(super) files: Vec<&'log FileEntry>,
}

/// The commits of a case, and the checksum of the last one's file.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Log {
    pub(super) commits: Vec<Commit>,
    pub(super) head: Option<Checksum>,
}

impl Log {
    /// Reads the log, and checks that each commit follows the one before it.
    pub(super) fn read(root: &Path) -> Result<Self, CaseError> {
        let mut log = Self::default();
        for number in 1.. {
            let path = path(root, number);
            let bytes = match fs::read(&path) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => break,
                Err(error) => return Err(CaseError::io(&path, error)),
            };
            log.follow(root, &bytes)?;
        }
        // A gap in the numbers would hide the commits after it.
        let last = log.commits.len() as u64;
        for file in files::files_under(&root.join("record").join("commits"))? {
            let number = file
                .extension()
                .is_some_and(|extension| extension == "json")
                .then(|| file.file_stem()?.to_str()?.parse::<u64>().ok())
                .flatten();
            if number.is_some_and(|number| number > last + 1) {
                let missing = path(root, last + 1);
                // A writer may have added commits since the first look.
                if missing.exists() {
                    return Self::read(root);
                }
                return Err(CaseError::Damaged {
                    path: missing,
                    what: "it is missing, and later commits are there".to_owned(),
                });
            }
        }
        Ok(log)
    }

    /// Enters the bytes of the next commit's file, and checks that it follows the one before it.
    pub(super) fn follow(&mut self, root: &Path, bytes: &[u8]) -> Result<(), CaseError> {
        let number = self.next();
        let damaged = |what: String| CaseError::Damaged {
            path: path(root, number),
            what,
        };
        let commit = Commit::open(bytes).map_err(damaged)?;
        if commit.number != number {
            return Err(damaged(format!(
                "it says that it is commit {}",
                commit.number
            )));
        }
        if commit.previous != self.head {
            return Err(damaged(format!(
                "it does not follow commit {}, which was changed or replaced",
                number - 1
            )));
        }
        self.head = Some(Checksum::of(bytes));
        self.commits.push(commit);
        Ok(())
    }

    /// Writes the next commit, durably. From this moment its files are part of the record.
    pub(super) fn append(&mut self, root: &Path, commit: Commit) -> Result<(), CaseError> {
        let path = path(root, commit.number);
        let bytes = commit.seal().map_err(|error| CaseError::Damaged {
            path: path.clone(),
            what: error.to_string(),
        })?;
        self.head = Some(files::write_whole(&path, &bytes)?);
        self.commits.push(commit);
        Ok(())
    }

    /// Returns what holds the documents and statements of all commits, in the order of the record.
    pub(super) fn units(&self) -> Vec<Unit<'_>> {
        let mut units: Vec<Unit<'_>> = Vec::new();
        for commit in &self.commits {
            let (first, last) = commit.compacts.unwrap_or((commit.number, commit.number));
            units.retain(|unit| unit.first < first || unit.last > last);
            let files = commit.files.iter();
            units.push(Unit {
                first,
                last,
                files: files
                    .filter(|file| file.table != Table::Corrections)
                    .collect(),
            });
        }
        units.sort_by_key(|unit| unit.first);
        units
    }

    /// Returns the files of a table that hold its rows now, in the order of the record.
    pub(super) fn files(&self, table: Table) -> Vec<&FileEntry> {
        match table {
            Table::Corrections => self
                .commits
                .iter()
                .flat_map(|commit| &commit.files)
                .filter(|file| file.table == table)
                .collect(),
            Table::Documents | Table::Statements => self
                .units()
                .into_iter()
                .flat_map(|unit| unit.files)
                .filter(|file| file.table == table)
                .collect(),
        }
    }

    /// Returns the number of the next commit.
    pub(super) fn next(&self) -> u64 {
        self.commits.len() as u64 + 1
    }
}
