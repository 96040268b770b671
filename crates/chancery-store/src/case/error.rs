//! What can be wrong with a case, each with what to do about it.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Why a case could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is no case.
    #[error("{} is not a case: it has no chancery.toml", .0.display())]
    NotACase(PathBuf),
    /// There is a case already.
    #[error("{} is a case already", .0.display())]
    Exists(PathBuf),
    /// `chancery.toml` cannot be read.
    #[error("{}: {what}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A later release made the case.
    #[error(
        "{}: the case has schema {found}, and this release reads up to {known}: use a newer release of Chancery",
        path.display()
    )]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The schema found.
        found: u32,
        /// The newest schema that this release knows.
        known: u32,
    },
    /// Somebody else is writing.
    #[error("{} is being written by another process", .0.display())]
    Locked(PathBuf),
    /// A file of the record does not hold what was written.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A statement to be corrected is not there.
    #[error("the case holds no statement {0}")]
    NoStatement(String),
}

impl CaseError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn damaged(path: &Path, what: &dyn fmt::Display) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            what: what.to_string(),
        }
    }

    /// Returns what the reader may do about it.
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::NotACase(path) => Some(format!("make one with: chancery init {}", path.display())),
            Self::Damaged { .. } => Some(
                "`chancery check` lists everything that is wrong; take the file from a copy of the case"
                    .to_owned(),
            ),
            Self::Locked(_) => Some("wait until it is done; reading is possible meanwhile".to_owned()),
            _ => None,
        }
    }
}
