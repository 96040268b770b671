//! What can go wrong, sorted by whose fault it is, each with its exit code and a hint.

use std::{fmt, io, path::Path, process::ExitCode};

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    fault: Fault,
    message: String,
    hint: Option<String>,
}

/// Whose fault it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    /// The data's: exit code 1.
    Data,
    /// The user's: exit code 2.
    Usage,
    /// Ours: exit code 3.
    Ours,
    /// Nobody's: whoever read our output stopped reading. Exit code 0.
    PipeClosed,
    /// Nobody's: the user interrupted us. Exit code 130.
    #[cfg(feature = "engine")]
    Interrupted,
}

impl Failure {
    /// Returns a failure that the data are to blame for.
    pub(crate) fn data(message: impl Into<String>) -> Self {
        Self {
            fault: Fault::Data,
            message: message.into(),
            hint: None,
        }
    }

    /// Returns a failure in how the command was used.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            fault: Fault::Usage,
            message: message.into(),
            hint: None,
        }
    }

    /// Returns a failure of the program itself.
    pub(crate) fn ours(error: &dyn fmt::Display) -> Self {
        Self {
            fault: Fault::Ours,
            message: format!("{error}"),
            hint: Some("this is a defect of Chancery: please report it with the input".to_owned()),
        }
    }

    /// Returns the failure to open or read a file.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        let failure = Self::data(format!("cannot read {}: {error}", path.display()));
        match error.kind() {
            io::ErrorKind::NotFound => failure.hint("check the path"),
            io::ErrorKind::PermissionDenied => failure.hint("check who may read the file"),
            _ => failure,
        }
    }

    /// Returns the failure to write a result.
    pub(crate) fn writing(place: &str, error: &io::Error) -> Self {
        let fault = if error.kind() == io::ErrorKind::BrokenPipe {
            Fault::PipeClosed
        } else {
            Fault::Data
        };
        Self {
            fault,
            message: format!("cannot write {place}: {error}"),
            hint: None,
        }
    }

    /// Returns the failure of a case on disk.
    #[cfg(feature = "case")]
    pub(crate) fn case(error: &chancery_store::case::CaseError) -> Self {
        let failure = Self::data(error.to_string());
        match error.remedy() {
            Some(remedy) => failure.hint(remedy),
            None => failure,
        }
    }

    /// Returns the failure of a query.
    #[cfg(feature = "engine")]
    pub(crate) fn query(error: &chancery_query::QueryError) -> Self {
        use chancery_query::QueryError;
        let failure = match error {
            QueryError::Query { .. } | QueryError::Changes(_) => Self::usage(error.to_string()),
            QueryError::Internal(_) => return Self::ours(error),
            QueryError::Write(error) => return Self::writing("the result", error),
            QueryError::Cancelled => Self {
                fault: Fault::Interrupted,
                message: error.to_string(),
                hint: None,
            },
            _ => Self::data(error.to_string()),
        };
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Returns the failure with what the user may do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Prints the failure on standard error and returns its exit code.
    pub(crate) fn report(&self) -> ExitCode {
        if self.fault != Fault::PipeClosed {
            eprintln!("chancery: {}", self.message);
            if let Some(hint) = &self.hint {
                eprintln!("  hint: {hint}");
            }
        }
        ExitCode::from(match self.fault {
            Fault::PipeClosed => 0,
            Fault::Data => 1,
            Fault::Usage => 2,
            Fault::Ours => 3,
            #[cfg(feature = "engine")]
            Fault::Interrupted => 130,
        })
    }
}
