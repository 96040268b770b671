//! A document as it is kept: the stored text that evidence points into, and where it came from.

use crate::DocumentId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How the day of publication is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateBasis {
    /// The user gave it.
    Given,
    /// The record that carried the document gave it.
    Record,
    /// The page's or file's own metadata gave it.
    Metadata,
    /// It was read in the text (a dateline, "Published on …").
    Text,
    /// A guess from the page's layout or address.
    Heuristic,
}

/// One piece of reporting.
///
/// `text` is the *stored text*: for plain text and JSON Lines the decoded input unchanged (a byte
/// order mark aside), for Markdown the same with its markup blanked byte for byte, for HTML the
/// extractor's output. Spans are UTF-8 bytes of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    /// The document's identifier, unique in a record.
    pub id: DocumentId,
    /// The stored text.
    pub text: String,
    /// Its headline, where one is known apart from the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Who wrote it, as it names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its language as an ISO 639-1 code, where the source or the reader knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The day of publication.
    #[serde(default, rename = "date", skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// How that day is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_basis: Option<DateBasis>,
}

impl Document {
    /// Returns an undated document with nothing but its text.
    pub fn new(id: impl Into<DocumentId>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            title: None,
            outlet: None,
            author: None,
            url: None,
            lang: None,
            published: None,
            date_basis: None,
        }
    }

    /// Returns the document with a day of publication that the user gave.
    pub fn published(mut self, date: Date) -> Self {
        self.published = Some(date);
        self.date_basis = Some(DateBasis::Given);
        self
    }
}
