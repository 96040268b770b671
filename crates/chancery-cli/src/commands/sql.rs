//! `chancery sql`: queries over a case, and over documents that are coded as they are read.

use crate::{arguments::date, failure::Failure, outputs::Output};
use chancery_model::Date;
use chancery_query::{
    Address, Elsewhere, Format, Limits, Parameter, Place, QueryError, Rows, Session, Sink, Stores,
    VIEWS,
};
use chancery_store::case::Case;
use clap::{Args, ValueEnum};
use std::{
    fmt::Write as _,
    io::{self, Read, Write},
    mem,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

#[derive(Debug, Args)]
pub(crate) struct SqlArguments {
    /// The folder of the case, or its address in an object store: s3://bucket/folder, gs://…, az://…,
    /// https://…
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The query, or `-` for standard input; without one, the views are listed.
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Give a value to `$NAME` in the query; it is a value, never SQL.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<Parameter>,
    /// How the rows are written.
    #[arg(long, value_enum, default_value_t = RowFormat::Table)]
    format: RowFormat,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How much memory sorting, joining and grouping may use before they go to disk: 512M, 2G.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "1G")]
    memory: usize,
    /// The folder for what does not fit into memory; the system's temporary folder by default.
    #[arg(long, value_name = "DIR")]
    spill: Option<PathBuf>,
    /// How many threads work on the query; as many as there are cores by default.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Stop the query after so many seconds.
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,
    /// Run the query on the cluster of this scheduler: http://host:50050. Every node has to find the
    /// case under the same path or address.
    #[cfg(feature = "cluster")]
    #[arg(long, value_name = "URL")]
    cluster: Option<String>,
    /// Print on standard error how long it took.
    #[arg(long)]
    timing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum RowFormat {
    /// A table for people, of a thousand rows at most.
    Table,
    /// Comma-separated values.
    Csv,
    /// One JSON array.
    Json,
    /// An object a line.
    Jsonl,
    /// A Parquet file.
    Parquet,
}

impl RowFormat {
    const fn format(self) -> Format {
        match self {
            Self::Table => Format::Table,
            Self::Csv => Format::Csv,
            Self::Json => Format::Json,
            Self::Jsonl => Format::JsonLines,
            Self::Parquet => Format::Parquet,
        }
    }
}

/// Returns what `chancery sql --help` ends with.
pub(crate) fn help() -> String {
    let mut help = "Examples:
  chancery sql gulf-2025 \"SELECT day, event_type, words FROM events WHERE actor = 'ISR' AND recipient = 'IRN' ORDER BY day\"
  chancery sql gulf-2025 \"SELECT actor, recipient, sum(events) AS n, avg(mean_score) AS score FROM dyad_months GROUP BY actor, recipient ORDER BY n DESC LIMIT 20\"
  chancery sql gulf-2025 --param who=IRN \"SELECT * FROM events WHERE actor = $who\" --format csv --out iran.csv
  chancery sql gulf-2025 \"SELECT actor, count(*) FROM code_documents('wires.jsonl') GROUP BY actor\"
  chancery sql s3://bucket/gulf-2025 \"SELECT count(*) FROM code_documents('s3://bucket/wires')\"

Views:
".to_owned();
    help.push_str(&views());
    help.push_str(
        "
Functions, beside those of DataFusion:
  plover_score(event_type, mode)   PLOVER's score, -10 to +10
  quad(event_type)                 the quad class of a type
  goldstein(cameo)                 the Goldstein score of a CAMEO code: goldstein('010')
  actor_country(name, date)        the state that a name or an office means on a day
  dyad(a, b), pair(a, b)           both sides as one word, ordered and unordered
  code_documents('path', 'day')    a table: the statements coded from a file, folder or address

A case in an object store is a copy of its folder, and is only read; credentials come from the
environment of every node (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL and the like).",
    );
    help
}

/// Returns the views, one below the other.
fn views() -> String {
    let mut text = String::new();
    for view in VIEWS {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  {:15} {}", view.name, view.rows);
        for line in textwrap_at(view.columns, 76) {
            let _ = writeln!(text, "  {:15}   {line}", "");
        }
    }
    text
}

/// Breaks a list of words into lines.
fn textwrap_at(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let full = |line: &String| !line.is_empty() && line.len() + 1 + word.len() > width;
        if lines.last().is_some_and(full) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Reads `NAME=VALUE`.
fn parameter(text: &str) -> Result<Parameter, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            Ok((name.trim_start_matches('$').to_owned(), value.to_owned()))
        }
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

/// Reads a size in bytes: `512M`, `2G`.
pub(crate) fn size(text: &str) -> Result<usize, String> {
    let wrong = || format!("`{text}` is no size: write 512M or 2G");
    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let number: usize = digits.parse().map_err(|_| wrong())?;
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        "T" | "TB" | "TIB" => 40,
        _ => return Err(wrong()),
    };
    let bytes = number.checked_mul(1 << shift).ok_or_else(wrong)?;
    if bytes < 1 << 20 {
        return Err(format!("`{text}` is less than a mebibyte"));
    }
    Ok(bytes)
}

/// Runs one query.
pub(crate) fn run(arguments: &SqlArguments) -> Result<(), Failure> {
    let address = Address::of(&arguments.case)
        .transpose()
        .map_err(|error| Failure::query(&error))?;
    let snapshot;
    let place = match &address {
        Some(address) => Place::Store(address),
        None => {
            snapshot = Case::open(&arguments.case)
                .and_then(|case| case.snapshot())
                .map_err(|error| Failure::case(&error))?;
            Place::Folder(&snapshot)
        }
    };
    let Some(query) = &arguments.query else {
        return Output::text(arguments.out.as_deref(), &views());
    };
    let query = match query.as_str() {
        "-" => standard_input()?,
        query => query.to_owned(),
    };
    if arguments.format == RowFormat::Parquet && arguments.out.is_none() {
        return Err(Failure::usage("a Parquet file needs a name").hint("add --out FILE"));
    }
    let started = Instant::now();
    let session = open(arguments, &place)?;
    session.stop_on_interrupt();
    let opened = started.elapsed();
    let mut answer = Answer::new(arguments.format.format(), arguments.out.as_deref())?;
    let result = session
        .query(&query, &arguments.parameters, &mut answer)
        .map_err(|error| Failure::query(&error));
    match result {
        Ok(()) => answer.finish()?,
        Err(failure) => {
            answer.output.discard();
            return Err(failure);
        }
    }
    if arguments.timing {
        let all = started.elapsed();
        eprintln!(
            "{:.3} s, of which {:.3} s to open the case",
            all.as_secs_f64(),
            opened.as_secs_f64()
        );
    }
    Ok(())
}

fn standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::reading(Path::new("-"), &error))?;
    Ok(text)
}

fn open(arguments: &SqlArguments, place: &Place<'_>) -> Result<Session, Failure> {
    let stores = Stores::new(std::env::vars_os());
    let limits = Limits {
        memory: arguments.memory,
        spill: arguments.spill.clone(),
        threads: arguments.threads,
        timeout: arguments.timeout.map(Duration::from_secs),
    };
    #[cfg(feature = "cluster")]
    if let Some(address) = &arguments.cluster {
        let build = super::cluster::build()?;
        let functions = chancery_cluster::Functions(chancery_query::functions(&build));
        let elsewhere = Elsewhere {
            upgrade: &|state| {
                chancery_cluster::remote(address, state, &functions)
                    .map_err(|error| QueryError::Cluster(error.to_string()))
            },
            build: &build,
        };
        return Session::open(place, arguments.as_of, limits, &stores, Some(&elsewhere))
            .map_err(|error| Failure::query(&error));
    }
    let here: Option<&Elsewhere<'_>> = None;
    Session::open(place, arguments.as_of, limits, &stores, here)
        .map_err(|error| Failure::query(&error))
}

/// Rows on their way to a file or to standard output.
struct Answer {
    rows: Rows<Buffer>,
    buffer: Buffer,
    output: Output,
}

/// Bytes between a writer of rows, which may be on any thread, and the output, which is on ours.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut buffer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Answer {
    fn new(format: Format, path: Option<&Path>) -> Result<Self, Failure> {
        let buffer = Buffer::default();
        Ok(Self {
            rows: Rows::new(format, buffer.clone()),
            buffer,
            output: Output::open(path)?,
        })
    }

    fn finish(mut self) -> Result<(), Failure> {
        let end = self.rows.finish().map_err(|error| Failure::query(&error));
        let written = end.and_then(|buffer| {
            self.output
                .write_all(&buffer.take())
                .map_err(|error| Failure::writing("the result", &error))
        });
        match written {
            Ok(()) => self.output.finish(),
            Err(failure) => {
                self.output.discard();
                Err(failure)
            }
        }
    }
}

impl Sink for Answer {
    fn begin(&mut self, schema: &chancery_query::SchemaRef) -> Result<(), QueryError> {
        self.rows.begin(schema)
    }

    fn rows(&mut self, rows: &chancery_query::RecordBatch) -> Result<bool, QueryError> {
        let more = self.rows.rows(rows)?;
        self.output.write_all(&self.buffer.take())?;
        Ok(more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(size("512M"), Ok(512 << 20));
        assert_eq!(size("2g"), Ok(2 << 30));
        assert_eq!(size("2GiB"), Ok(2 << 30));
        assert_eq!(size("1048576"), Ok(1 << 20));
        for wrong in ["", "G", "1X", "-1G", "1.5G", "99999999999T", "5K"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn parameters_have_a_name_and_any_value() {
        assert_eq!(
            parameter("who=IRN"),
            Ok(("who".to_owned(), "IRN".to_owned()))
        );
        assert_eq!(parameter("$a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(parameter("a="), Ok(("a".to_owned(), String::new())));
        assert!(parameter("=b").is_err());
        assert!(parameter("a").is_err());
    }
}
