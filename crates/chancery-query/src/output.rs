//! Rows as a table for people, as CSV, JSON, JSON Lines and Parquet.

use crate::{error::QueryError, session::Sink};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{ArrowError, SchemaRef};
use datafusion::arrow::{
    json::{ArrayWriter, LineDelimitedWriter},
    util::display::{ArrayFormatter, FormatOptions},
};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A table for people. Of more than [`SHOWN`] rows the rest is left out, and a line says so.
    Table,
    /// Comma-separated values with a header; lists and actors as JSON.
    Csv,
    /// One JSON array of objects.
    Json,
    /// An object a line.
    JsonLines,
    /// A Parquet file.
    Parquet,
}

/// How many rows a table for people has.
pub const SHOWN: usize = 1_000;
/// How wide a cell of such a table may be.
const WIDEST: usize = 60;

/// A writer of rows.
pub struct Rows<W: Write + Send>(Kind<W>);

enum Kind<W: Write + Send> {
    Waiting(Format, W),
    Table(Table<W>),
    Csv(Box<csv::Writer<W>>),
    Json(ArrayWriter<W>),
    JsonLines(LineDelimitedWriter<W>),
    Parquet(Box<ArrowWriter<W>>),
    Broken,
}

impl<W: Write + Send> std::fmt::Debug for Rows<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Rows")
    }
}

impl<W: Write + Send> Rows<W> {
    /// Returns a writer of rows in a format.
    pub fn new(format: Format, writer: W) -> Self {
        Self(Kind::Waiting(format, writer))
    }

    /// Ends the output and returns what was written to.
    ///
    /// # Errors
    ///
    /// Where the end cannot be written.
    pub fn finish(self) -> Result<W, QueryError> {
        match self.0 {
            Kind::Waiting(_, writer) => Ok(writer),
            Kind::Table(table) => table.finish(),
            Kind::Csv(writer) => writer
                .into_inner()
                .map_err(|error| QueryError::Write(error.into_error())),
            Kind::Json(mut writer) => {
                writer.finish().map_err(arrow_error)?;
                Ok(writer.into_inner())
            }
            Kind::JsonLines(mut writer) => {
                writer.finish().map_err(arrow_error)?;
                Ok(writer.into_inner())
            }
            Kind::Parquet(writer) => writer.into_inner().map_err(parquet_error),
            Kind::Broken => Err(QueryError::Internal("the output broke off".to_owned())),
        }
    }
}

impl<W: Write + Send> Sink for Rows<W> {
    fn begin(&mut self, schema: &SchemaRef) -> Result<(), QueryError> {
        let Kind::Waiting(format, writer) = std::mem::replace(&mut self.0, Kind::Broken) else {
            return Ok(());
        };
        self.0 = match format {
            Format::Table => Kind::Table(Table::new(schema, writer)),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(writer);
                let names = schema.fields().iter().map(|field| field.name());
                writer.write_record(names).map_err(csv_error)?;
                Kind::Csv(Box::new(writer))
            }
            Format::Json => Kind::Json(ArrayWriter::new(writer)),
            Format::JsonLines => Kind::JsonLines(LineDelimitedWriter::new(writer)),
            Format::Parquet => {
                let level = ZstdLevel::try_new(3).map_err(parquet_error)?;
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(level))
                    .set_created_by("chancery".to_owned())
                    .build();
                let writer = ArrowWriter::try_new(writer, schema.clone(), Some(properties));
                Kind::Parquet(Box::new(writer.map_err(parquet_error)?))
            }
        };
        Ok(())
    }

    fn rows(&mut self, rows: &RecordBatch) -> Result<bool, QueryError> {
        match &mut self.0 {
            Kind::Table(table) => return table.rows(rows),
            Kind::Csv(writer) => {
                let cells = Cells::of(rows)?;
                for row in 0..rows.num_rows() {
                    let record = (0..rows.num_columns()).map(|column| cells.text(column, row));
                    writer.write_record(record).map_err(csv_error)?;
                }
            }
            Kind::Json(writer) => writer.write(rows).map_err(arrow_error)?,
            Kind::JsonLines(writer) => writer.write(rows).map_err(arrow_error)?,
            Kind::Parquet(writer) => writer.write(rows).map_err(parquet_error)?,
            Kind::Waiting(..) | Kind::Broken => {
                return Err(QueryError::Internal(
                    "rows came before their columns".to_owned(),
                ));
            }
        }
        Ok(true)
    }
}

fn arrow_error(error: ArrowError) -> QueryError {
    match error {
        ArrowError::IoError(_, error) => QueryError::Write(error),
        other => QueryError::Internal(other.to_string()),
    }
}

fn parquet_error(error: ParquetError) -> QueryError {
    match error {
        ParquetError::External(error) => match error.downcast::<std::io::Error>() {
            Ok(error) => QueryError::Write(*error),
            Err(other) => QueryError::Internal(other.to_string()),
        },
        other => QueryError::Internal(other.to_string()),
    }
}

fn csv_error(error: csv::Error) -> QueryError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => QueryError::Write(error),
        other => QueryError::Internal(format!("{other:?}")),
    }
}

/// The cells of a batch as text; nulls are empty.
struct Cells<'a> {
    columns: Vec<(ArrayFormatter<'a>, &'a dyn Array)>,
}

impl<'a> Cells<'a> {
    fn of(rows: &'a RecordBatch) -> Result<Self, QueryError> {
        const OPTIONS: FormatOptions<'static> = FormatOptions::new();
        let columns = rows
            .columns()
            .iter()
            .map(|column| {
                let formatter = ArrayFormatter::try_new(column, &OPTIONS).map_err(arrow_error)?;
                Ok((formatter, column.as_ref()))
            })
            .collect::<Result<_, QueryError>>()?;
        Ok(Self { columns })
    }

    fn text(&self, column: usize, row: usize) -> String {
        let (formatter, cells) = &self.columns[column];
        if cells.is_null(row) {
            return String::new();
        }
        // A cell that cannot be shown shows why.
        formatter
            .value(row)
            .try_to_string()
            .unwrap_or_else(|error| error.to_string())
    }
}

/// A table for people: kept until its end, because its columns are as wide as their cells.
struct Table<W> {
    writer: W,
    header: Vec<String>,
    numeric: Vec<bool>,
    rows: Vec<Vec<String>>,
    cut: bool,
}

impl<W: Write> Table<W> {
    fn new(schema: &SchemaRef, writer: W) -> Self {
        let fields = schema.fields();
        Self {
            writer,
            header: fields.iter().map(|field| plain(field.name())).collect(),
            numeric: fields
                .iter()
                .map(|field| field.data_type().is_numeric())
                .collect(),
            rows: Vec::new(),
            cut: false,
        }
    }

    fn rows(&mut self, rows: &RecordBatch) -> Result<bool, QueryError> {
        let cells = Cells::of(rows)?;
        for row in 0..rows.num_rows() {
            if self.rows.len() == SHOWN {
                self.cut = true;
                return Ok(false);
            }
            let columns = 0..rows.num_columns();
            self.rows.push(
                columns
                    .map(|column| plain(&cells.text(column, row)))
                    .collect(),
            );
        }
        Ok(true)
    }

    fn finish(mut self) -> Result<W, QueryError> {
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| {
                let rows = self.rows.iter().map(|row| row[column].as_str());
                let cells = rows.chain([self.header[column].as_str()]);
                cells.map(UnicodeWidthStr::width).max().unwrap_or(0)
            })
            .collect();
        let line = |cells: &[String]| {
            let mut line = String::new();
            for (column, cell) in cells.iter().enumerate() {
                let space = " ".repeat(widths[column].saturating_sub(cell.width()));
                if column > 0 {
                    line.push_str("  ");
                }
                if self.numeric[column] {
                    line.push_str(&space);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.push_str(&space);
                }
            }
            line.truncate(line.trim_end().len());
            line
        };
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let mut text = vec![line(&self.header), rule.join("  ")];
        text.extend(self.rows.iter().map(|row| line(row)));
        text.push(match (self.rows.len(), self.cut) {
            (_, true) => format!("the first {SHOWN} rows; --format csv writes them all"),
            (1, _) => "1 row".to_owned(),
            (rows, _) => format!("{rows} rows"),
        });
        for line in text {
            writeln!(self.writer, "{line}")?;
        }
        Ok(self.writer)
    }
}

/// Returns a text on one line, without what a terminal would obey, and not too wide.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut width = 0;
    for letter in text.chars() {
        let letter = if letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            ' '
        } else {
            letter
        };
        width += letter.to_string().width();
        if width > WIDEST {
            plain.push('…');
            break;
        }
        plain.push(letter);
    }
    plain
}
