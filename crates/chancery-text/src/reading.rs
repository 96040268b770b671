//! Files become documents: which format it is, which encoding, what the stored text is, and on
//! which day it was published.
//!
//! The caller opens files; this module takes bytes, or a buffered reader for JSON Lines, and the
//! file's name as a hint. It cannot fail: what could not be read is a [`Diagnostic`] with a remedy.
//!
//! The stored text, which every span counts bytes of, is
//! - for plain text and JSON Lines the decoded input unchanged, a byte order mark aside;
//! - for Markdown the same, with markup overwritten by spaces, so that a span of the stored text
//!   is a span of the file;
//! - for HTML the main text, block by block, as the extractor gives it.

mod dateline;
mod dates;
mod encoding;
mod front_matter;
mod html;
mod markdown;
mod records;

pub use records::{Record, Records};

use chancery_model::{Date, DateBasis, Diagnostic, Document, DocumentId};
use flate2::bufread::MultiGzDecoder;
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};

/// How to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadOptions {
    /// The day of publication that the user gives; it wins over everything.
    pub published: Option<Date>,
    /// The longest line of JSON Lines that is kept, in bytes.
    pub longest_line: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            published: None,
            // A hundred megabytes of text in one record still pass.
            longest_line: 256 << 20,
        }
    }
}

/// What a file held.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ReadResult {
    /// Its documents in order.
    pub documents: Vec<Document>,
    /// What there is to say about them, and what could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// JSON Lines, a document a line.
    Records,
    /// One JSON document, or a list of them.
    Json,
}

/// Returns the format of a file from its name, and from its first bytes where the name does not
/// tell.
pub fn format(hint: &str, head: &[u8]) -> Format {
    let name = hint.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let head = head[..head.len().min(1_024)].trim_ascii_start();
    let starts = |prefix: &[u8]| {
        head.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Html,
        Some("jsonl" | "ndjson") => Format::Records,
        Some("json") => Format::Json,
        _ if starts(b"<!doctype html") || starts(b"<html") => Format::Html,
        Some("txt" | "text") => Format::Plain,
        _ if starts(b"{\"") || starts(b"{ \"") => Format::Records,
        _ => Format::Plain,
    }
}

/// Reads a whole file. `hint` is its name, which becomes the id of a document that has none.
///
/// For JSON Lines of any size use [`Records`], which keeps one line in memory.
pub fn read(bytes: &[u8], hint: &str, options: &ReadOptions) -> ReadResult {
    let mut result = ReadResult::default();
    let inflated;
    let bytes = if bytes.starts_with(GZIP) {
        let mut whole = Vec::new();
        if let Err(error) = MultiGzDecoder::new(bytes).read_to_end(&mut whole) {
            result.diagnostics.push(Diagnostic::error(
                "bad-compression",
                format!("{hint}: the compressed file is damaged ({error}); fetch it again."),
            ));
        }
        inflated = whole;
        inflated.as_slice()
    } else {
        bytes
    };
    if bytes.trim_ascii().is_empty() {
        result.diagnostics.push(Diagnostic::error(
            "empty-file",
            format!("{hint}: the file is empty; there is nothing to read."),
        ));
        return result;
    }
    if let Some(remedy) = not_text(bytes) {
        result.diagnostics.push(Diagnostic::error(
            "binary-file",
            format!("{hint}: this is not text. {remedy}"),
        ));
        return result;
    }
    match format(hint, bytes) {
        Format::Records => take_records(Records::new(bytes, hint, options), &mut result),
        Format::Json => json(bytes, hint, options, &mut result),
        format => {
            let document = single(bytes, hint, format, options, &mut result.diagnostics);
            result.documents.push(document);
        }
    }
    unique_ids(&mut result);
    for document in result
        .documents
        .iter()
        .filter(|one| one.published.is_none())
    {
        result.diagnostics.push(no_date(&document.id));
    }
    result
}

/// Returns the diagnostic for a document without a day of publication.
pub fn no_date(document: &DocumentId) -> Diagnostic {
    Diagnostic::warning(
        "no-publication-date",
        format!(
            "{document}: the day of publication is unknown, so \"yesterday\" or a bare \"June 14\" \
             stays undated. Give it with --published YYYY-MM-DD, or as \"date\" in the record."
        ),
    )
    .in_document(document)
}

/// Returns a reader of the inflated stream where the stream is gzip, and the stream itself where
/// it is not.
///
/// # Errors
///
/// Where the first bytes cannot be read.
pub fn inflate<'a, R: BufRead + 'a>(mut reader: R) -> io::Result<Box<dyn BufRead + 'a>> {
    if reader.fill_buf()?.starts_with(GZIP) {
        Ok(Box::new(BufReader::with_capacity(
            1 << 17,
            MultiGzDecoder::new(reader),
        )))
    } else {
        Ok(Box::new(reader))
    }
}

const GZIP: &[u8] = b"\x1F\x8B";

/// Reads a file that is one document.
fn single(
    bytes: &[u8],
    hint: &str,
    format: Format,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let declared = (format == Format::Html)
        .then(|| declared_encoding(bytes))
        .flatten();
    let decoded = encoding::decode(bytes, declared.as_deref());
    let first = diagnostics.len();
    diagnostics.extend(decoded.diagnostics);
    let mut document = match format {
        Format::Html => html::read(&decoded.text, hint, options, diagnostics),
        Format::Markdown => {
            let (text, fields) = markdown::blank_markup(&decoded.text);
            with_fields(Document::new(hint, text), &fields, options, diagnostics)
        }
        Format::Plain | Format::Records | Format::Json => {
            plain(decoded.text, hint, options, diagnostics)
        }
    };
    for diagnostic in &mut diagnostics[first..] {
        diagnostic.document = Some(document.id.clone());
    }
    if document.lang.is_none() {
        document.lang =
            crate::languages::identify(&document.text).map(|found| found.code.to_owned());
    }
    document
}

/// Reads plain text. A front matter at its top is blanked, as in Markdown; all else is unchanged.
fn plain(
    text: String,
    hint: &str,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let (body, fields) = front_matter::split(&text);
    let text = if body == 0 {
        text
    } else {
        let blank = markdown::blanked(&text[..body]);
        // Spaces and line ends are UTF-8.
        String::from_utf8(blank).unwrap_or_default() + &text[body..]
    };
    with_fields(Document::new(hint, text), &fields, options, diagnostics)
}

fn with_fields(
    mut document: Document,
    fields: &front_matter::Fields,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let take = |names: &[&str]| fields.first(names).map(str::to_owned);
    if let Some(id) = fields.get("id") {
        document.id = DocumentId::new(id);
    }
    document.title = take(&["title", "headline"]);
    document.outlet = take(&["outlet", "source", "publisher", "publication"]);
    document.author = take(&["author", "authors", "by"]);
    document.url = take(&["url", "link", "permalink"]);
    document.lang = take(&["lang", "language"]);
    let written = fields.first(&["date", "published", "publication_date"]);
    let date = written.and_then(dates::metadata_date);
    if let (Some(written), None) = (written, date) {
        diagnostics.push(
            Diagnostic::warning(
                "bad-date",
                format!("{}: the date \"{written}\" is not YYYY-MM-DD.", document.id),
            )
            .in_document(&document.id),
        );
    }
    dates::settle(
        &mut document,
        options,
        date.map(|date| (date, DateBasis::Metadata)),
    );
    document
}

/// Reads one JSON document, a list of them, or, failing both, JSON Lines.
fn json(bytes: &[u8], hint: &str, options: &ReadOptions, result: &mut ReadResult) {
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match serde_json::from_slice::<Vec<Box<serde_json::value::RawValue>>>(bare) {
        Ok(items) => {
            for (number, item) in (1..).zip(&items) {
                take_records(
                    std::iter::once(records::record(
                        item.get().as_bytes(),
                        number,
                        hint,
                        options,
                    )),
                    result,
                );
            }
        }
        Err(_) if serde_json::from_slice::<serde_json::Map<_, _>>(bare).is_ok() => {
            let mut record = records::record(bare, 1, hint, options);
            // One document in the file: the file's name is its id.
            if let Some(document) = record
                .document
                .as_mut()
                .filter(|one| one.id.as_str() == format!("{hint}:1"))
            {
                document.id = DocumentId::new(hint);
            }
            take_records(std::iter::once(record), result);
        }
        Err(_) => take_records(Records::new(bytes, hint, options), result),
    }
}

fn take_records(records: impl Iterator<Item = Record>, result: &mut ReadResult) {
    for record in records {
        result.documents.extend(record.document);
        result.diagnostics.extend(record.diagnostics);
    }
}

/// Gives a second document of the same id a new one, since evidence names documents by id.
fn unique_ids(result: &mut ReadResult) {
    let mut seen = HashSet::new();
    for document in &mut result.documents {
        if seen.insert(document.id.clone()) {
            continue;
        }
        let renamed = (2_u64..)
            .map(|number| DocumentId::new(format!("{}#{number}", document.id)))
            .find(|id| seen.insert(id.clone()))
            .unwrap_or_else(|| document.id.clone());
        result.diagnostics.push(
            Diagnostic::warning(
                "repeated-id",
                format!(
                    "The id {} is used twice; the later document is {renamed} here.",
                    document.id
                ),
            )
            .in_document(&renamed),
        );
        document.id = renamed;
    }
}

/// Returns what to do about a file that is not text, and nothing for text.
fn not_text(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 9] = [
        (
            b"%PDF",
            "It is a PDF: take its text out first, for instance with pdftotext.",
        ),
        (
            b"PK\x03\x04",
            "It is a zip archive or an office document: unpack it, or save it as text.",
        ),
        (
            b"\xD0\xCF\x11\xE0",
            "It is an office document: save it as text.",
        ),
        (b"{\\rtf", "It is rich text: save it as plain text."),
        (b"\x89PNG", "It is a picture: give the text that it shows."),
        (
            b"\xFF\xD8\xFF",
            "It is a picture: give the text that it shows.",
        ),
        (b"GIF8", "It is a picture: give the text that it shows."),
        (b"BZh", "It is compressed: unpack it first."),
        (b"\xFD7zXZ", "It is compressed: unpack it first."),
    ];
    if let Some((_, remedy)) = kinds.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(remedy);
    }
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let utf_16 = sample.starts_with(b"\xFF\xFE")
        || sample.starts_with(b"\xFE\xFF")
        || encoding::utf_16_without_mark(bytes).is_some();
    let control = sample
        .iter()
        .filter(|&&byte| byte < 9 || (14..27).contains(&byte) || (28..32).contains(&byte))
        .count();
    let binary = sample.contains(&0) || control * 50 > sample.len();
    (binary && !utf_16).then_some("Give a text, Markdown, HTML or JSON Lines file.")
}

/// Returns the encoding that a page declares in its first bytes.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).to_ascii_lowercase();
    let after = head.find("charset=").map(|place| &head[place + 8..])?;
    let name: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ':'))
        .collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests;
