//! JSON Lines, one document a line, read as a stream: memory holds one line at a time.
//!
//! Two layouts are read: the contract's `{"id", "text", "date", "title", "outlet", "url", "lang"}`
//! and that of collected dispatches, `{"date", "category", "topics", "text", "outlets", "page"}`.
//! A line that cannot be read is a diagnostic with its number, and the reading goes on.

use super::{ReadOptions, dates};
use chancery_model::{DateBasis, Diagnostic, Document};
use serde::Deserialize;
use serde_json::Value;
use std::io::BufRead;

/// One line that was read: its document, or what was wrong with it, or both.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// The number of the line, from 1.
    pub line: u64,
    /// The document, where the line holds one.
    pub document: Option<Document>,
    /// What there is to say about the line.
    pub diagnostics: Vec<Diagnostic>,
}

/// The documents of a JSON Lines stream, in order. Blank lines are passed over.
#[derive(Debug)]
pub struct Records<R> {
    reader: R,
    hint: String,
    options: ReadOptions,
    line: u64,
    buffer: Vec<u8>,
    finished: bool,
}

impl<R: BufRead> Records<R> {
    /// Reads from `reader`; `hint` is the file's name, from which documents without an `id` are
    /// named with their line: `reports.jsonl:12`.
    pub fn new(reader: R, hint: &str, options: &ReadOptions) -> Self {
        Self {
            reader,
            hint: hint.to_owned(),
            options: options.clone(),
            line: 0,
            buffer: Vec::new(),
            finished: false,
        }
    }

    /// Fills the buffer with the next line. Returns whether it was within the limit, or nothing
    /// at the end.
    fn next_line(&mut self) -> Option<Result<bool, std::io::Error>> {
        self.buffer.clear();
        let limit = self.options.longest_line;
        let (mut any, mut within) = (false, true);
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Some(Err(error)),
            };
            if available.is_empty() {
                return any.then_some(Ok(within));
            }
            any = true;
            let end = available.iter().position(|&byte| byte == b'\n');
            let taken = end.unwrap_or(available.len());
            within = within && self.buffer.len() + taken <= limit;
            if within {
                self.buffer.extend_from_slice(&available[..taken]);
            }
            self.reader.consume(end.map_or(taken, |end| end + 1));
            if end.is_some() {
                return Some(Ok(within));
            }
        }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.finished {
            let line = self.next_line()?;
            self.line += 1;
            let failed = |diagnostic: Diagnostic| Record {
                line: self.line,
                document: None,
                diagnostics: vec![diagnostic.on_line(self.line)],
            };
            match line {
                Err(error) => {
                    let record = failed(Diagnostic::error(
                        "unreadable-input",
                        format!("{}: reading stopped here: {error}.", self.hint),
                    ));
                    self.finished = true;
                    return Some(record);
                }
                Ok(false) => {
                    return Some(failed(Diagnostic::error(
                        "long-line",
                        format!(
                            "{}: the line is longer than {} bytes and was skipped; split the \
                             document, or check that each record ends its line.",
                            self.hint, self.options.longest_line
                        ),
                    )));
                }
                Ok(true) => {}
            }
            let mut bytes = self.buffer.as_slice();
            if self.line == 1 {
                bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            }
            let bytes = bytes.trim_ascii();
            if !bytes.is_empty() {
                return Some(record(bytes, self.line, &self.hint, &self.options));
            }
        }
        None
    }
}

/// The fields that either layout may have.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    text: Value,
    #[serde(default)]
    date: Value,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    outlets: Option<Vec<String>>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    lang: Option<String>,
}

/// Reads one record.
pub(super) fn record(bytes: &[u8], line: u64, hint: &str, options: &ReadOptions) -> Record {
    let mut record = Record {
        line,
        document: None,
        diagnostics: Vec::new(),
    };
    let fields: Fields = match serde_json::from_slice(bytes) {
        Ok(fields) => fields,
        Err(error) => {
            record.diagnostics.push(
                Diagnostic::error(
                    "bad-record",
                    format!(
                        "{hint}: not a JSON record with the expected fields ({error}); a line is \
                         {{\"id\": …, \"text\": …, \"date\": \"YYYY-MM-DD\"}}."
                    ),
                )
                .on_line(line),
            );
            return record;
        }
    };
    let Value::String(text) = fields.text else {
        record.diagnostics.push(
            Diagnostic::error(
                "record-without-text",
                format!("{hint}: the record has no \"text\" that is a string, and was skipped."),
            )
            .on_line(line),
        );
        return record;
    };
    let id = match fields.id {
        Value::String(id) if !id.trim().is_empty() => id,
        Value::Number(id) => id.to_string(),
        _ => format!("{hint}:{line}"),
    };
    let mut document = Document::new(id, text);
    if document.text.trim().is_empty() {
        record.diagnostics.push(
            Diagnostic::warning(
                "empty-document",
                format!("{hint}: the record's text is empty."),
            )
            .in_document(&document.id)
            .on_line(line),
        );
    }
    let given = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    document.title = given(fields.title);
    document.outlet = given(fields.outlet).or_else(|| {
        let outlets = fields.outlets.unwrap_or_default();
        (!outlets.is_empty()).then(|| outlets.join(", "))
    });
    document.author = given(fields.author);
    document.url = given(fields.url);
    document.lang = given(fields.lang);
    let written = match &fields.date {
        Value::String(written) => Some(written.as_str()),
        _ => None,
    };
    let read = written.and_then(dates::metadata_date);
    if read.is_none() && !fields.date.is_null() && options.published.is_none() {
        record.diagnostics.push(
            Diagnostic::warning(
                "bad-date",
                format!(
                    "{hint}: the record's date {} is not YYYY-MM-DD.",
                    fields.date
                ),
            )
            .in_document(&document.id)
            .on_line(line),
        );
    }
    dates::settle(
        &mut document,
        options,
        read.map(|date| (date, DateBasis::Record)),
    );
    record.document = Some(document);
    record
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn read(input: &str, options: &ReadOptions) -> Vec<Record> {
        Records::new(input.as_bytes(), "r.jsonl", options).collect()
    }

    #[test]
    fn both_layouts_are_read() {
        let records = read(
            "\u{FEFF}{\"id\":\"a\",\"text\":\"One.\",\"date\":\"2025-06-18\",\"title\":\"T\",\"lang\":\"en\"}\n\
             \n\
             {\"date\":\"2024-02-03\",\"category\":\"C\",\"topics\":[],\"text\":\"Two.\",\"outlets\":[\"X\",\"Y\"],\"page\":\"P\"}\n\
             {\"id\":7,\"text\":\"Three.\",\"date\":\"2025-06-18T23:00:00Z\"}",
            &ReadOptions::default(),
        );
        let documents: Vec<&Document> = records
            .iter()
            .filter_map(|record| record.document.as_ref())
            .collect();
        assert_eq!(documents[0].id.as_str(), "a");
        assert_eq!(documents[0].title.as_deref(), Some("T"));
        assert_eq!(documents[0].date_basis, Some(DateBasis::Record));
        assert_eq!(documents[1].id.as_str(), "r.jsonl:3");
        assert_eq!(documents[1].outlet.as_deref(), Some("X, Y"));
        assert_eq!(documents[2].id.as_str(), "7");
        assert_eq!(documents[2].published.unwrap().to_string(), "2025-06-18");
        assert!(records.iter().all(|record| record.diagnostics.is_empty()));
    }

    #[test]
    fn a_bad_line_is_told_and_the_run_goes_on() {
        let records = read(
            "{\"text\":\"One.\",\"date\":\"June\"}\n{broken\n{\"text\":5}\n[1]\n{\"text\":\"Five.\"}\n",
            &ReadOptions::default(),
        );
        let found: Vec<(u64, bool, Vec<&str>)> = records
            .iter()
            .map(|record| {
                (
                    record.line,
                    record.document.is_some(),
                    record
                        .diagnostics
                        .iter()
                        .map(|one| one.code.as_str())
                        .collect(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (1, true, vec!["bad-date"]),
                (2, false, vec!["bad-record"]),
                (3, false, vec!["record-without-text"]),
                (4, false, vec!["record-without-text"]),
                (5, true, vec![]),
            ]
        );
        assert!(
            records
                .iter()
                .flat_map(|record| &record.diagnostics)
                .all(|diagnostic| diagnostic.line.is_some())
        );
    }

    #[test]
    fn a_line_over_the_limit_is_skipped_without_being_kept() {
        let long = format!(
            "{{\"text\":\"{}\"}}\n{{\"text\":\"Short.\"}}",
            "x".repeat(5_000)
        );
        let options = ReadOptions {
            longest_line: 1_000,
            ..ReadOptions::default()
        };
        let mut records = Records::new(
            std::io::BufReader::with_capacity(64, long.as_bytes()),
            "r.jsonl",
            &options,
        );
        assert_eq!(records.next().unwrap().diagnostics[0].code, "long-line");
        assert_eq!(records.next().unwrap().document.unwrap().text, "Short.");
        assert!(records.buffer.capacity() <= 2_048);
        assert!(records.next().is_none());
    }

    #[test]
    fn the_users_date_wins() {
        let options = ReadOptions {
            published: Some(jiff::civil::date(2025, 6, 20)),
            ..ReadOptions::default()
        };
        let records = read("{\"text\":\"One.\",\"date\":\"2025-06-18\"}", &options);
        let document = records[0].document.as_ref().unwrap();
        assert_eq!(document.published.unwrap().to_string(), "2025-06-20");
        assert_eq!(document.date_basis, Some(DateBasis::Given));
    }
}
