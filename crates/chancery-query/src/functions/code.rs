//! `code_text` and `code_line`: the coder as a function, a list of statements for each document or
//! for each line of JSON Lines.
//!
//! `code_documents` is built on them: a scan of documents or lines, one of these functions, and an
//! unnesting of its lists. Nothing else has to travel to a cluster's executors.

use super::{Arguments, Kind, actors::calendar, cell, coerce};
use arrow_array::{Array, ArrayRef, Date32Array, ListArray, StringViewArray, StructArray};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use chancery_answers::coder::Coder;
use chancery_model::{Document, Statement};
use chancery_store::case::{Checksum, statement_rows, statement_schema};
use chancery_text::reading::{ReadOptions, Records};
use datafusion::{
    arrow::buffer::OffsetBuffer,
    common::{Result, exec_err},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};
use std::{
    hash::{Hash, Hasher},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// The name of the function of documents, before that of the build.
pub(crate) const CODE_TEXT: &str = "code_text";
/// The name of the function of lines, before that of the build.
pub(crate) const CODE_LINE: &str = "code_line";

/// What a table of statements says of its own making, and not of what was claimed.
const LEFT_OUT: [&str; 4] = ["recorded", "source", "ordinal", "corrects"];

/// Set when a session is to stop coding: one document is short, a batch of them is not. It is no part
/// of what a function is, and two functions that differ only in it are the same.
#[derive(Clone, Default, Debug)]
pub(crate) struct Flag(Arc<AtomicBool>);

impl Flag {
    /// Makes the coding under way end after the document it is at, or, with `false`, lets coding begin
    /// again.
    pub(crate) fn set(&self, stopped: bool) {
        self.0.store(stopped, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl PartialEq for Flag {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Flag {}

impl Hash for Flag {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// Returns the columns of a coded statement.
pub(crate) fn code_documents_columns() -> Fields {
    let schema = statement_schema();
    let kept = schema.fields().iter().enumerate();
    kept.filter(|(_, field)| !LEFT_OUT.contains(&field.name().as_str()))
        .map(|(_, field)| Arc::clone(field))
        .collect()
}

/// The statements of a document: `code_text(id, text, date, title, outlet, url, lang)`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct CodeText {
    name: String,
    signature: Signature,
    stopped: Flag,
}

impl CodeText {
    /// Returns the function as a build names it: two builds may code a text differently, and a
    /// cluster must not mix them.
    pub(super) fn of(build: &str, stopped: &Flag) -> Self {
        Self {
            name: format!("{CODE_TEXT}{build}"),
            signature: Signature::user_defined(Volatility::Immutable),
            stopped: stopped.clone(),
        }
    }
}

const ARGUMENTS: [Kind; 7] = [
    Kind::Text,
    Kind::Text,
    Kind::Day,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
];

impl ScalarUDFImpl for CodeText {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let usage = "an id and a text and, optionally, a date, title, outlet, address and language";
        coerce(CODE_TEXT, usage, &ARGUMENTS, 2, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item()))
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let documents = Documents::of(&arguments)?;
        arguments.result(code(arguments.rows(), &self.stopped, |row| {
            documents.at(row)
        })?)
    }
}

/// The statements of a line of JSON Lines: `code_line(line, published)`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct CodeLine {
    name: String,
    signature: Signature,
    stopped: Flag,
}

impl CodeLine {
    /// Returns the function as a build names it: two builds may code a text differently, and a
    /// cluster must not mix them.
    pub(super) fn of(build: &str, stopped: &Flag) -> Self {
        Self {
            name: format!("{CODE_LINE}{build}"),
            signature: Signature::user_defined(Volatility::Immutable),
            stopped: stopped.clone(),
        }
    }
}

impl ScalarUDFImpl for CodeLine {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let usage = "a line of JSON Lines and, optionally, its day of publication";
        coerce(CODE_LINE, usage, &[Kind::Text, Kind::Day], 1, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item()))
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let lines = arguments.text(0)?;
        let days = (arguments.columns.len() > 1)
            .then(|| arguments.days(1))
            .transpose()?;
        arguments.result(code(arguments.rows(), &self.stopped, |row| {
            let days = days.as_ref().filter(|days| days.is_valid(row));
            let options = ReadOptions {
                published: days.and_then(|days| calendar(days.value(row))),
                ..ReadOptions::default()
            };
            let line = cell(&lines, row)?;
            // A document without an id is named by its line; where that stands in the file, a part
            // of a file cannot know.
            let hint = &Checksum::of(line.as_bytes());
            Records::new(line.as_bytes(), &hint.as_str()[..16], &options)
                .next()?
                .document
        })?)
    }
}

/// Codes the documents of some rows. Rows without a document have no statement.
fn code(
    rows: usize,
    stopped: &Flag,
    document: impl Fn(usize) -> Option<Document>,
) -> Result<ArrayRef> {
    let coder = Coder::embedded();
    let mut statements: Vec<Statement> = Vec::new();
    let mut lengths = Vec::with_capacity(rows);
    for row in 0..rows {
        if stopped.is_set() {
            return exec_err!("stopped while coding");
        }
        let before = statements.len();
        if let Some(document) = document(row) {
            statements.extend(coder.code(document).statements);
        }
        lengths.push(statements.len() - before);
    }
    lists(&statements, lengths)
}

fn item() -> FieldRef {
    Arc::new(Field::new(
        "item",
        DataType::Struct(code_documents_columns()),
        false,
    ))
}

/// Returns statements as lists of the given lengths.
fn lists(statements: &[Statement], lengths: Vec<usize>) -> Result<ArrayRef> {
    // The day of recording is left out again below.
    let rows = statement_rows(statements, jiff::civil::date(1970, 1, 1), "")?;
    let columns: Vec<ArrayRef> = code_documents_columns()
        .iter()
        .filter_map(|field| rows.column_by_name(field.name()).cloned())
        .collect();
    let values = StructArray::try_new(code_documents_columns(), columns, None)?;
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(
        item(),
        offsets,
        Arc::new(values),
        None,
    )?))
}

/// The columns that make up documents.
struct Documents {
    id: StringViewArray,
    text: StringViewArray,
    date: Option<Date32Array>,
    /// Title, outlet, address and language.
    rest: Vec<StringViewArray>,
}

impl Documents {
    fn of(arguments: &Arguments) -> Result<Self> {
        Ok(Self {
            id: arguments.text(0)?,
            text: arguments.text(1)?,
            date: (arguments.columns.len() > 2)
                .then(|| arguments.days(2))
                .transpose()?,
            rest: (3..arguments.columns.len())
                .map(|place| arguments.text(place))
                .collect::<Result<_>>()?,
        })
    }

    /// Returns a document; `None` where it has no text. One without an id has the first letters of
    /// its text's checksum for one.
    fn at(&self, row: usize) -> Option<Document> {
        let text = cell(&self.text, row)?;
        let id = match cell(&self.id, row) {
            Some(id) => id.to_owned(),
            None => Checksum::of(text.as_bytes()).as_str()[..16].to_owned(),
        };
        let mut document = Document::new(id.as_str(), text);
        if let Some(dates) = &self.date
            && dates.is_valid(row)
            && let Some(day) = calendar(dates.value(row))
        {
            document = document.published(day);
        }
        let rest = |place: usize| {
            let column = self.rest.get(place)?;
            cell(column, row).map(str::to_owned)
        };
        document.title = rest(0);
        document.outlet = rest(1);
        document.url = rest(2);
        document.lang = rest(3);
        Some(document)
    }
}
