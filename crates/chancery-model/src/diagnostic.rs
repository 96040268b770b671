//! What was not understood, kept and counted instead of lost.

use crate::{DocumentId, Span};
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters to the reader of an answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the answer stands.
    Note,
    /// Something was skipped or guessed; the answer may lack it.
    Warning,
    /// A whole document or row could not be used.
    Error,
}

/// One thing that was not understood: where, what, and what the reader may do about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name in kebab case, such as `no-publication-date`.
    pub code: String,
    /// One sentence in plain English.
    pub message: String,
    /// The document, where the trouble has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The place in its stored text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The line of the input file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl Diagnostic {
    /// Returns a diagnostic with neither document nor place.
    pub fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            message: message.into(),
            document: None,
            span: None,
            line: None,
        }
    }

    /// Returns a note; see [`Severity::Note`].
    pub fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Returns a warning; see [`Severity::Warning`].
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Returns an error; see [`Severity::Error`].
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Returns the diagnostic placed in a document.
    pub fn in_document(mut self, document: &DocumentId) -> Self {
        self.document = Some(document.clone());
        self
    }

    /// Returns the diagnostic placed at a span of the stored text.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Returns the diagnostic placed on a line of the input file, counted from 1.
    pub fn on_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
}
