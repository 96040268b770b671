//! A Frictionless data package: what the files of a folder are, column by column, so that the
//! folder explains itself (Data Package 1.0, Table Schema).

use super::CSV_COLUMNS;
use serde_json::{Value, json};

/// One file of the package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Table {
    /// The table that [`super::csv()`] writes.
    Csv {
        /// The file's name.
        path: String,
        /// Its size in bytes.
        bytes: u64,
        /// Its rows, the header not counted.
        rows: u64,
    },
    /// Statements as JSON Lines.
    JsonLines {
        /// The file's name.
        path: String,
        /// Its size in bytes.
        bytes: u64,
    },
}

/// Returns the `datapackage.json` of some files, with what they rest on: the title and the file of
/// each source.
pub fn data_package(name: &str, tables: &[Table], sources: &[(String, String)]) -> Value {
    let resources: Vec<Value> = tables.iter().map(resource).collect();
    let sources: Vec<Value> = sources
        .iter()
        .map(|(title, path)| json!({"title": title, "path": path}))
        .collect();
    json!({
        "profile": "data-package",
        "name": slug(name),
        "title": name,
        "description": "Statements of who did, said and promised what to whom, each with the file and line that it rests on. Written by Chancery.",
        "sources": sources,
        "resources": resources,
    })
}

fn resource(table: &Table) -> Value {
    match table {
        Table::Csv { path, bytes, rows } => json!({
            "profile": "tabular-data-resource",
            "name": slug(path),
            "path": path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": bytes,
            "rows": rows,
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true},
            "schema": {
                "fields": CSV_COLUMNS.map(field),
                "primaryKey": ["id"],
                "missingValues": [""],
            },
        }),
        Table::JsonLines { path, bytes } => json!({
            "profile": "data-resource",
            "name": slug(path),
            "path": path,
            "format": "jsonl",
            "mediatype": "application/jsonl",
            "encoding": "utf-8",
            "bytes": bytes,
        }),
    }
}

fn field(name: &str) -> Value {
    let (kind, description) = match name {
        "id" => ("string", "The statement."),
        "kind" => ("string", "event, agreement, position, …"),
        "from" => ("date", "The first day on which it may have happened."),
        "to" => ("date", "The last such day."),
        "reported" => ("date", "The day on which it was known."),
        "event_type" => ("string", "PLOVER's event type."),
        "mode" => ("string", "PLOVER's mode."),
        "contexts" => ("string", "PLOVER's contexts, separated by semicolons."),
        "quad" => ("string", "Verbal or material, cooperation or conflict."),
        "score" => ("number", "PLOVER's conflict–cooperation score, −10 to 10."),
        "actor" => (
            "string",
            "Who did it: ids, or words where nobody knows them, separated by semicolons.",
        ),
        "recipient" => ("string", "To whom."),
        "place" => ("string", "Where."),
        "dead" => ("integer", "People killed."),
        "what" => ("string", "The issue, item, indicator or words."),
        "value" => ("string", "The position or figure."),
        "status" => (
            "string",
            "actual, historical, future, hypothetical or negated.",
        ),
        "assertion" => ("string", "author, reported, alleged or denied."),
        "outlet" => ("string", "Who reports it."),
        "confidence" => ("number", "How sure the statement is, 0 to 1."),
        "document" => ("string", "The file or document that it rests on."),
        "line" => ("integer", "The line or sentence there, from 1."),
        _ => ("string", "The row or words."),
    };
    json!({"name": name, "type": kind, "description": description})
}

/// Returns a name of small letters, digits, dots and hyphens, as the standard asks for.
fn slug(name: &str) -> String {
    let slug: String = name
        .to_lowercase()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        "statements".to_owned()
    } else {
        slug.to_owned()
    }
}
