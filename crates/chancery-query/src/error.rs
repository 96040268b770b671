//! What can go wrong with a query, told so that whoever wrote it can mend it.

use crate::{stores, views::VIEWS};
use datafusion::{
    common::{SchemaError, diagnostic::Diagnostic},
    error::DataFusionError,
};

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The query is wrong. The message shows the place where it is known.
    #[error("{message}")]
    Query {
        /// What is wrong, and where.
        message: String,
        /// What may be done about it.
        hint: Option<String>,
    },
    /// The query would change something.
    #[error("a query only reads: {0}")]
    Changes(String),
    /// The query needs more memory than it may have, even with what can be put on disk.
    #[error("the query needs more than the memory it may use: {0}")]
    Memory(String),
    /// The query took longer than it may.
    #[error("the query was stopped after {0} seconds")]
    Timeout(u64),
    /// Somebody stopped it.
    #[error("the query was stopped")]
    Cancelled,
    /// The case or a file could not be read, or the result not written.
    #[error("{0}")]
    Data(String),
    /// An object store, or what lies there, could not be read.
    #[error("{message}")]
    Store {
        /// What is wrong, and where.
        message: String,
        /// What may be done about it.
        hint: Option<String>,
    },
    /// The cluster failed.
    #[error("the cluster: {0}")]
    Cluster(String),
    /// A result could not be written.
    #[error("cannot write the result: {0}")]
    Write(#[from] std::io::Error),
    /// A defect of ours or of the engine.
    #[error("{0}")]
    Internal(String),
}

impl QueryError {
    /// Sorts an error of the engine. `sql` is the query, for showing the place.
    pub(crate) fn of(error: &DataFusionError, sql: &str) -> Self {
        if let Some(error) = stores::sorted(error) {
            return error;
        }
        if let DataFusionError::External(inner) = error.find_root()
            && let Some(Self::Query { message, hint }) = inner.downcast_ref()
        {
            return Self::Query {
                message: message.clone(),
                hint: hint.clone(),
            };
        }
        let diagnostic = diagnostic_of(error).cloned();
        // The engine wraps what went wrong in where it did.
        let mut cause = error;
        loop {
            cause = match cause {
                DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => inner,
                DataFusionError::Shared(inner) => inner,
                DataFusionError::Collection(all) => match all.first() {
                    Some(first) => first,
                    None => break,
                },
                _ => break,
            };
        }
        match cause {
            DataFusionError::SQL(error, _) => Self::parse(&error.to_string(), sql),
            DataFusionError::SchemaError(error, _) => Self::schema(error, diagnostic.as_ref(), sql),
            DataFusionError::Plan(message) | DataFusionError::NotImplemented(message) => {
                Self::plan(message, diagnostic.as_ref(), sql)
            }
            DataFusionError::ResourcesExhausted(message) => Self::Memory(first_line(message)),
            DataFusionError::Internal(message) => Self::Internal(message.clone()),
            DataFusionError::Execution(message) | DataFusionError::Configuration(message) => {
                Self::data(message.clone())
            }
            other => Self::data(other.strip_backtrace()),
        }
    }

    fn data(message: String) -> Self {
        match stores::advice(&message) {
            Some(hint) => Self::Store {
                message,
                hint: Some(hint.to_owned()),
            },
            None => Self::Data(message),
        }
    }

    fn parse(message: &str, sql: &str) -> Self {
        let message = message
            .trim_start_matches("sql parser error: ")
            .trim_start_matches("SQL error: ");
        let (what, place) = match message.rsplit_once(" at Line: ") {
            Some((what, place)) => (what, place.split_once(", Column: ")),
            None => (message, None),
        };
        let place = place.and_then(|(line, column)| {
            Some((line.trim().parse().ok()?, column.trim().parse().ok()?))
        });
        Self::Query {
            message: shown(what, place, sql),
            hint: None,
        }
    }

    fn schema(error: &SchemaError, diagnostic: Option<&Diagnostic>, sql: &str) -> Self {
        let (message, hint) = match error {
            SchemaError::FieldNotFound {
                field,
                valid_fields,
            } => {
                let mut columns: Vec<&str> = valid_fields
                    .iter()
                    .map(|field| field.name.as_str())
                    .collect();
                columns.dedup();
                let hint =
                    (!columns.is_empty()).then(|| format!("there are: {}", columns.join(", ")));
                (format!("there is no column {}", field.flat_name()), hint)
            }
            other => (other.to_string(), None),
        };
        Self::Query {
            message: shown(&message, place(diagnostic), sql),
            hint,
        }
    }

    fn plan(message: &str, diagnostic: Option<&Diagnostic>, sql: &str) -> Self {
        let message = first_line(message);
        let changes = [
            (
                "DDL not supported",
                "it cannot create, change or drop anything",
            ),
            (
                "DML not supported",
                "it cannot insert, update, delete or copy",
            ),
            (
                "Statement not supported",
                "it cannot set or prepare anything",
            ),
        ];
        if let Some((_, what)) = changes.iter().find(|(start, _)| message.starts_with(start)) {
            return Self::Changes((*what).to_owned());
        }
        let missing = message
            .strip_prefix("table '")
            .and_then(|rest| rest.split_once("' not found"))
            .map(|(name, _)| name.rsplit('.').next().unwrap_or(name));
        if let Some(name) = missing {
            let views: Vec<&str> = VIEWS.iter().map(|view| view.name).collect();
            return Self::Query {
                message: shown(&format!("there is no view {name}"), place(diagnostic), sql),
                hint: Some(format!(
                    "there are: {}; and code_documents('PATH')",
                    views.join(", ")
                )),
            };
        }
        Self::Query {
            message: shown(&message, place(diagnostic), sql),
            hint: None,
        }
    }

    /// Returns what may be done about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Query { hint, .. } | Self::Store { hint, .. } => hint.clone(),
            Self::Changes(_) => Some(
                "results go to a file with --out; cases are changed by add, import and review"
                    .to_owned(),
            ),
            Self::Memory(_) => {
                Some("give it more with --memory, or ask for less at a time".to_owned())
            }
            Self::Timeout(_) => Some("give it longer with --timeout, or ask for less".to_owned()),
            _ => None,
        }
    }
}

fn diagnostic_of(error: &DataFusionError) -> Option<&Diagnostic> {
    match error {
        DataFusionError::Diagnostic(diagnostic, _) => Some(diagnostic),
        DataFusionError::Context(_, inner) => diagnostic_of(inner),
        DataFusionError::Shared(inner) => diagnostic_of(inner),
        DataFusionError::Collection(all) => all.first().and_then(diagnostic_of),
        _ => None,
    }
}

fn place(diagnostic: Option<&Diagnostic>) -> Option<(u64, u64)> {
    let start = diagnostic?.span?.start;
    Some((start.line, start.column))
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

/// Returns a message with the line of the query it is about, and a mark under the place.
fn shown(message: &str, place: Option<(u64, u64)>, sql: &str) -> String {
    let Some((number, column)) = place.filter(|(line, column)| *line > 0 && *column > 0) else {
        return message.to_owned();
    };
    let line = usize::try_from(number - 1)
        .ok()
        .and_then(|number| sql.lines().nth(number))
        .unwrap_or_default();
    let before: String = line
        .chars()
        .take(usize::try_from(column - 1).unwrap_or(0))
        .map(|letter| if letter == '\t' { '\t' } else { ' ' })
        .collect();
    format!("{message}\n  {line}\n  {before}^ line {number}, column {column}")
}
