//! Documents as a table: the stored text that evidence points into, its sentences, what was not
//! understood, the input it was read from, and its group of near-duplicates.

use super::{
    Checksum, Signature,
    columns::{Columns, Wrong, day_of, days, owned, text, word},
};
use arrow_array::{
    Array, ArrayRef, BinaryArray, Date32Array, ListArray, RecordBatch, StringArray, UInt64Array,
    builder::{ListBuilder, UInt64Builder},
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use chancery_model::{Date, Diagnostic, Document, DocumentId, Span};
use std::sync::Arc;

/// A document with what the case keeps beside it.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    /// The document.
    pub document: Document,
    /// Its sentences.
    pub sentences: Vec<Span>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
    /// The checksum of the input that it was read from.
    pub input: Option<Checksum>,
    /// The signature of its text.
    pub signature: Signature,
    /// The document that leads its group of near-duplicates; itself where it is the first.
    pub group: DocumentId,
}

/// Returns the columns of the table.
pub(super) fn schema() -> Schema {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let maybe = |name: &str| Field::new(name, DataType::Utf8, true);
    Schema::new(vec![
        text("id"),
        maybe("title"),
        maybe("outlet"),
        maybe("author"),
        maybe("url"),
        maybe("lang"),
        Field::new("published", DataType::Date32, true),
        maybe("date_basis"),
        Field::new("recorded", DataType::Date32, false),
        text("near_duplicate_of"),
        text("text"),
        maybe("input"),
        Field::new("sentences", number_list(), false),
        maybe("diagnostics"),
        Field::new("signature", DataType::Binary, false),
        Field::new("ordinal", DataType::UInt64, false),
    ])
}

fn number_list() -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::UInt64, true)))
}

/// Builds a batch of documents. `ordinals` are their places in the commit, one for each; `recorded`
/// gives the day on which each was recorded.
pub(super) fn encode(
    documents: &[Kept],
    ordinals: &[u64],
    recorded: impl Fn(usize) -> Date,
) -> Result<RecordBatch, ArrowError> {
    let external = |error: serde_json::Error| ArrowError::ExternalError(Box::new(error));
    let maybe = |of: fn(&Document) -> Option<&str>| -> ArrayRef {
        Arc::new(
            documents
                .iter()
                .map(|kept| of(&kept.document))
                .collect::<StringArray>(),
        )
    };
    let basis: StringArray = documents
        .iter()
        .map(|kept| {
            let basis = kept.document.date_basis.as_ref()?;
            serde_json::to_value(basis)
                .ok()?
                .as_str()
                .map(str::to_owned)
        })
        .collect();
    let diagnostics: StringArray = documents
        .iter()
        .map(|kept| {
            (!kept.diagnostics.is_empty())
                .then(|| serde_json::to_string(&kept.diagnostics))
                .transpose()
        })
        .collect::<Result<_, _>>()
        .map_err(external)?;
    let mut sentences = ListBuilder::new(UInt64Builder::new());
    for kept in documents {
        for span in &kept.sentences {
            sentences.values().append_value(span.start as u64);
            sentences.values().append_value(span.end as u64);
        }
        sentences.append(true);
    }
    RecordBatch::try_new(
        Arc::new(schema()),
        vec![
            maybe(|document| Some(document.id.as_str())),
            maybe(|document| document.title.as_deref()),
            maybe(|document| document.outlet.as_deref()),
            maybe(|document| document.author.as_deref()),
            maybe(|document| document.url.as_deref()),
            maybe(|document| document.lang.as_deref()),
            Arc::new(Date32Array::from_iter(
                documents
                    .iter()
                    .map(|kept| kept.document.published.map(days)),
            )),
            Arc::new(basis),
            Arc::new(Date32Array::from_iter_values(
                (0..documents.len()).map(|row| days(recorded(row))),
            )),
            Arc::new(StringArray::from_iter_values(
                documents.iter().map(|kept| kept.group.as_str()),
            )),
            maybe(|document| Some(document.text.as_str())),
            Arc::new(
                documents
                    .iter()
                    .map(|kept| kept.input.as_ref().map(Checksum::as_str))
                    .collect::<StringArray>(),
            ),
            Arc::new(sentences.finish()),
            Arc::new(diagnostics),
            Arc::new(BinaryArray::from_iter_values(
                documents.iter().map(|kept| kept.signature.to_bytes()),
            )),
            Arc::new(UInt64Array::from_iter_values(ordinals.iter().copied())),
        ],
    )
}

/// Reads the documents of a batch, each with its ordinal.
pub(super) fn decode(batch: &RecordBatch) -> Result<Vec<(u64, Kept)>, Wrong> {
    let columns = Columns(batch);
    let id = columns.text("id")?;
    let title = columns.text("title")?;
    let outlet = columns.text("outlet")?;
    let author = columns.text("author")?;
    let url = columns.text("url")?;
    let lang = columns.text("lang")?;
    let published = columns.dates("published")?;
    let basis = columns.text("date_basis")?;
    let group = columns.text("near_duplicate_of")?;
    let stored = columns.text("text")?;
    let input = columns.text("input")?;
    let sentences = columns.list("sentences")?;
    let diagnostics = columns.text("diagnostics")?;
    let signature = columns.bytes("signature")?;
    let ordinal = columns.number("ordinal")?;
    (0..batch.num_rows())
        .map(|row| {
            let document = Document {
                id: id.value(row).into(),
                text: stored.value(row).to_owned(),
                title: owned(title, row),
                outlet: owned(outlet, row),
                author: owned(author, row),
                url: owned(url, row),
                lang: owned(lang, row),
                published: day_of(published, row)?,
                date_basis: text(basis, row).map(word).transpose()?,
            };
            let kept = Kept {
                sentences: spans(sentences, row)?,
                diagnostics: text(diagnostics, row)
                    .map(serde_json::from_str)
                    .transpose()
                    .map_err(|error| format!("{}: {error}", document.id))?
                    .unwrap_or_default(),
                input: text(input, row).map(word).transpose()?,
                signature: Signature::from_bytes(signature.value(row))
                    .ok_or_else(|| format!("{}: its signature is cut", document.id))?,
                group: group.value(row).into(),
                document,
            };
            Ok((ordinal.value(row), kept))
        })
        .collect()
}

fn spans(column: &ListArray, row: usize) -> Result<Vec<Span>, Wrong> {
    let values = column.value(row);
    let values = values
        .as_any()
        .downcast_ref::<UInt64Array>()
        .ok_or("the sentences are no numbers")?;
    let size = |number: u64| usize::try_from(number).map_err(|error| error.to_string());
    let (pairs, rest) = values.values().as_chunks::<2>();
    if !rest.is_empty() {
        return Err("a sentence has no end".to_owned());
    }
    pairs
        .iter()
        .map(|[start, end]| Ok(Span::new(size(*start)?, size(*end)?)))
        .collect()
}
