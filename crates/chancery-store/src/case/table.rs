//! Parquet files of the record: written with statistics of what they are sorted by, read batch by
//! batch.

use super::{CaseError, Checksum, FileEntry, Table, files::NewFile};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, Encoding, ZstdLevel},
    file::properties::{EnabledStatistics, WriterProperties},
    schema::types::ColumnPath,
};
use std::{
    fs::File,
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

/// How many rows share one set of column chunks.
const ROW_GROUP: usize = 1 << 17;
/// How many batches are built before they are written.
const AHEAD: usize = 8;
/// How many bytes a page holds at most before it is compressed: whoever reads one row decompresses a
/// page of each column.
const PAGE: usize = 1 << 17;
/// How many rows a reader takes at a time.
const BATCH: usize = 8_192;
/// The columns that rows lie by, of which each page tells the least and the greatest value; of the
/// others a page holds about everything there is.
const SORTED: [&str; 6] = [
    "actor",
    "recipient",
    "date_from",
    "date_to",
    "reported",
    "published",
];
/// The columns of both tables whose values hardly repeat, and how they are written.
const UNIQUE: [(&str, Encoding); 9] = [
    ("id", Encoding::PLAIN),
    ("words", Encoding::PLAIN),
    ("rest", Encoding::PLAIN),
    ("text", Encoding::PLAIN),
    ("signature", Encoding::PLAIN),
    ("sentence", Encoding::DELTA_BINARY_PACKED),
    ("span_start", Encoding::DELTA_BINARY_PACKED),
    ("span_end", Encoding::DELTA_BINARY_PACKED),
    ("ordinal", Encoding::DELTA_BINARY_PACKED),
];

/// Writes batches as a new file of a table.
pub(super) fn write(
    root: &Path,
    table: Table,
    source: &str,
    month: Option<String>,
    commit: u64,
    schema: Schema,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send,
) -> Result<FileEntry, CaseError> {
    let name = match table {
        Table::Documents => "documents",
        Table::Statements => "statements",
        Table::Corrections => "corrections",
    };
    let folder = format!(
        "record/{name}/source={source}/month={}",
        month.as_deref().unwrap_or("unknown")
    );
    let path = format!("{folder}/{commit:06}.parquet");
    let whole = root.join(&path);
    let wrong = |error: parquet::errors::ParquetError| CaseError::damaged(&whole, &error);
    let level = ZstdLevel::try_new(1).map_err(wrong)?;
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_data_page_row_count_limit(BATCH)
        .set_data_page_size_limit(PAGE)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by("chancery".to_owned());
    for column in SORTED {
        let column = ColumnPath::from(column);
        properties = properties.set_column_statistics_enabled(column, EnabledStatistics::Page);
    }
    // Where every row has a value of its own, a dictionary costs time and saves nothing; whoever
    // reads one row would have to read it first.
    for (column, encoding) in UNIQUE {
        let column = ColumnPath::from(column);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, encoding);
    }
    let properties = properties.build();
    let mut writer = ArrowWriter::try_new(
        NewFile::begin(&root.join(&folder), &format!("{commit:06}"))?,
        Arc::new(schema),
        Some(properties),
    )
    .map_err(wrong)?;
    let mut rows = 0;
    // One thread builds columns while this one compresses those built before.
    thread::scope(|scope| {
        let (send, built) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for batch in batches {
                if send.send(batch).is_err() {
                    break;
                }
            }
        });
        for batch in built {
            let batch = batch.map_err(|error| CaseError::damaged(root, &error))?;
            writer.write(&batch).map_err(wrong)?;
            rows += batch.num_rows() as u64;
        }
        Ok(())
    })?;
    let file = writer.into_inner().map_err(wrong)?;
    let (_, checksum, bytes) = file.finish(|_: &Checksum| whole.clone())?;
    Ok(FileEntry {
        table,
        path,
        rows,
        bytes,
        checksum,
        month,
        source: source.to_owned(),
        corrections: 0,
    })
}

/// Calls a function with each batch of a file. `columns` are the columns wanted, all where empty.
pub(super) fn each_batch(
    root: &Path,
    entry: &FileEntry,
    columns: &[&str],
    mut take: impl FnMut(&RecordBatch) -> Result<(), String>,
) -> Result<(), CaseError> {
    let path = root.join(&entry.path);
    let file = File::open(&path).map_err(|error| CaseError::io(&path, error))?;
    let wrong = |error: parquet::errors::ParquetError| CaseError::damaged(&path, &error);
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(wrong)?;
    let builder = if columns.is_empty() {
        builder
    } else {
        let mask = parquet::arrow::ProjectionMask::columns(
            builder.parquet_schema(),
            columns.iter().copied(),
        );
        builder.with_projection(mask)
    };
    let reader = builder.with_batch_size(BATCH).build().map_err(wrong)?;
    let mut rows = 0;
    for batch in reader {
        let batch = batch.map_err(|error| CaseError::damaged(&path, &error))?;
        rows += batch.num_rows() as u64;
        take(&batch).map_err(|what| CaseError::damaged(&path, &what))?;
    }
    if rows == entry.rows {
        Ok(())
    } else {
        Err(CaseError::damaged(
            &path,
            &format!("it holds {rows} rows instead of {}", entry.rows),
        ))
    }
}
