//! A record as JSON Lines: a header, then one document, statement or diagnostic a line.

use crate::Record;
use chancery_model::{Diagnostic, Document, Span, Statement};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};

/// The version of the layout that this release writes.
pub const VERSION: u32 = 1;

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The reader failed.
    #[error("line {line}: {source}")]
    Io {
        /// The line, from 1.
        line: u64,
        /// What the reader said.
        source: io::Error,
    },
    /// The first line is not a record's header.
    #[error(
        "this is not a record of Chancery: its first line must be {{\"record\":\"chancery\",\"version\":{VERSION}}}"
    )]
    NotARecord,
    /// A later release wrote it.
    #[error(
        "the record has version {found}, and this release reads up to {VERSION}: use a newer release"
    )]
    Newer {
        /// The version found.
        found: u32,
    },
    /// A line holds neither document, statement nor diagnostic.
    #[error("line {line}: {source}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

#[derive(Serialize, Deserialize)]
struct Header {
    record: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Document {
        document: Document,
        sentences: Vec<Span>,
    },
    Statement(Box<Statement>),
    Diagnostic(Diagnostic),
}

/// Reads a record that [`write()`] wrote.
pub fn read(reader: impl BufRead) -> Result<Record, ReadError> {
    let mut record = Record::default();
    let mut lines = (1..).zip(reader.lines());
    let header = match lines.next() {
        Some((line, text)) => text.map_err(|source| ReadError::Io { line, source })?,
        None => return Err(ReadError::NotARecord),
    };
    match serde_json::from_str::<Header>(&header) {
        Ok(Header { record, version }) if record == "chancery" => {
            if version > VERSION {
                return Err(ReadError::Newer { found: version });
            }
        }
        _ => return Err(ReadError::NotARecord),
    }
    for (line, text) in lines {
        let text = text.map_err(|source| ReadError::Io { line, source })?;
        if text.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&text).map_err(|source| ReadError::Line { line, source })? {
            Line::Document {
                document,
                sentences,
            } => {
                record.sentences.insert(document.id.clone(), sentences);
                record.documents.push(document);
            }
            Line::Statement(statement) => record.statements.push(*statement),
            Line::Diagnostic(diagnostic) => record.diagnostics.push(diagnostic),
        }
    }
    Ok(record)
}

/// Writes a record, so that [`read()`] gives it back unchanged.
pub fn write(record: &Record, mut writer: impl Write) -> io::Result<()> {
    line(
        &mut writer,
        &Header {
            record: "chancery".to_owned(),
            version: VERSION,
        },
    )?;
    for document in &record.documents {
        let sentences = record
            .sentences
            .get(&document.id)
            .cloned()
            .unwrap_or_default();
        line(
            &mut writer,
            &Line::Document {
                document: document.clone(),
                sentences,
            },
        )?;
    }
    for statement in &record.statements {
        line(&mut writer, &Line::Statement(Box::new(statement.clone())))?;
    }
    for diagnostic in &record.diagnostics {
        line(&mut writer, &Line::Diagnostic(diagnostic.clone()))?;
    }
    Ok(())
}

fn line(writer: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *writer, value).map_err(io::Error::from)?;
    writer.write_all(b"\n")
}
