//! A table of the record: the Parquet files that its commits name, opened where a query may need
//! them.
//!
//! Files never change, are sorted by dyad and day, and lie by source and month of report. A filter
//! on the source or the day of report leaves whole files out before any is opened; a filter that
//! finds few rows (one dyad, one document, a few days) is checked while rows are read, before the
//! other columns are, and other filters after, which is cheaper where most rows pass.

use crate::stores::join;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use async_trait::async_trait;
use chancery_store::case::{FileEntry, Snapshot, Table};
use datafusion::{
    catalog::{Session, TableProvider},
    common::{Result, ScalarValue, Statistics, config::TableParquetOptions, stats::Precision},
    datasource::{
        TableType,
        file_format::{FileFormat, parquet::ParquetFormat},
        listing::{
            ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl, PartitionedFile,
        },
        object_store::ObjectStoreUrl,
        physical_plan::parquet::metadata::DFParquetMetadata,
        physical_plan::{FileGroup, FileScanConfigBuilder},
        table_schema::TableSchema,
    },
    logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, expr::InList},
    object_store::ObjectMeta,
    parquet::file::metadata::PageIndexPolicy,
    physical_plan::{ExecutionPlan, empty::EmptyExec},
};
use futures::{StreamExt, TryStreamExt, stream};

use std::sync::Arc;
use url::Url;

/// How many files are asked at a time where their rows lie.
const FOOTERS: usize = 16;

/// The files of a table of a case.
#[derive(Debug)]
pub(crate) struct CaseTable {
    schema: SchemaRef,
    store: ObjectStoreUrl,
    files: Vec<File>,
}

/// A file with what its name says of its rows.
#[derive(Clone, Debug)]
struct File {
    url: ListingTableUrl,
    rows: u64,
    bytes: u64,
    source: String,
    month: Option<String>,
}

impl CaseTable {
    /// Gathers the files of a table, which lie under an address. Of a day, later months are left out.
    pub(crate) fn new(
        snapshot: &Snapshot,
        root: &Url,
        table: Table,
        schema: &Schema,
        last_month: Option<&str>,
    ) -> Result<Self> {
        let wanted = |file: &&FileEntry| match (&file.month, last_month) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(month), Some(last)) => month.as_str() <= last,
        };
        let files = snapshot
            .files(table)
            .filter(wanted)
            .map(|file| {
                Ok(File {
                    url: ListingTableUrl::try_new(join(root, &file.path), None)?,
                    rows: file.rows,
                    bytes: file.bytes,
                    source: file.source.clone(),
                    month: file.month.clone(),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            schema: Arc::new(viewed(schema)),
            store: ListingTableUrl::try_new(root.clone(), None)?.object_store(),
            files,
        })
    }

    /// Returns the same files as a table that can be sent to a cluster.
    pub(crate) fn listing(&self) -> Result<Arc<dyn TableProvider>> {
        let urls: Vec<ListingTableUrl> = self.files.iter().map(|file| file.url.clone()).collect();
        if urls.is_empty() {
            return Ok(Arc::new(datafusion::datasource::empty::EmptyTable::new(
                Arc::clone(&self.schema),
            )));
        }
        let format = ParquetFormat::default().with_enable_pruning(true);
        let options = ListingOptions::new(Arc::new(format)).with_file_extension("");
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(options)
            .with_schema(Arc::clone(&self.schema));
        Ok(Arc::new(ListingTable::try_new(config)?))
    }

    /// Returns whether a file may hold rows that pass a filter.
    fn may_pass(file: &File, filter: &Expr) -> bool {
        let Some((column, operator, values)) = comparison(filter) else {
            return true;
        };
        match column {
            "source" => {
                let mut words = values.iter().map(|value| value.try_as_str().flatten());
                operator != Operator::Eq
                    || words.any(|word| word.is_none_or(|word| word == file.source))
            }
            "reported" => values.iter().any(|value| {
                let ScalarValue::Date32(Some(days)) = value else {
                    return true;
                };
                let (Some(month), Some(day)) = (&file.month, month_of(*days)) else {
                    // A row without a day of report passes no comparison with one.
                    return file.month.is_some();
                };
                match operator {
                    Operator::Eq => *month == day,
                    Operator::Lt | Operator::LtEq => *month <= day,
                    Operator::Gt | Operator::GtEq => *month >= day,
                    _ => true,
                }
            }),
            _ => true,
        }
    }
}

/// Returns a schema with words as views, which compare and group faster.
fn viewed(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 => Field::new(field.name(), DataType::Utf8View, field.is_nullable()),
        DataType::Binary => Field::new(field.name(), DataType::BinaryView, field.is_nullable()),
        _ => field.as_ref().clone(),
    });
    Schema::new(fields.collect::<Vec<_>>())
}

/// Returns the month of a number of days since 1970, as files name it.
fn month_of(days: i32) -> Option<String> {
    let span = jiff::Span::new().try_days(days).ok()?;
    let day = jiff::civil::date(1970, 1, 1).checked_add(span).ok()?;
    Some(format!("{:04}-{:02}", day.year(), day.month()))
}

/// Returns the column, the operator and the values that a filter compares: `a = 1`, `1 < a`,
/// `a IN (1, 2)`.
fn comparison(filter: &Expr) -> Option<(&str, Operator, Vec<&ScalarValue>)> {
    match filter {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match (&**left, &**right) {
            (Expr::Column(column), Expr::Literal(value, _)) => {
                Some((&column.name, *op, vec![value]))
            }
            (Expr::Literal(value, _), Expr::Column(column)) => {
                Some((&column.name, op.swap()?, vec![value]))
            }
            _ => None,
        },
        Expr::InList(InList {
            expr,
            list,
            negated: false,
        }) => {
            let Expr::Column(column) = &**expr else {
                return None;
            };
            let value = |one: &'_ Expr| -> bool { matches!(one, Expr::Literal(..)) };
            list.iter().all(value).then(|| {
                let values = list.iter().filter_map(|one| match one {
                    Expr::Literal(value, _) => Some(value),
                    _ => None,
                });
                (column.name.as_str(), Operator::Eq, values.collect())
            })
        }
        _ => None,
    }
}

/// Returns whether few rows pass a filter: it names a party, a document, a statement or a day.
fn is_selective(filter: &Expr) -> bool {
    match filter {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Or,
            right,
        }) => is_selective(left) && is_selective(right),
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::And,
            right,
        }) => is_selective(left) || is_selective(right),
        _ => comparison(filter).is_some_and(|(column, operator, values)| {
            operator == Operator::Eq
                && values.len() <= 16
                && matches!(
                    column,
                    "id" | "actor"
                        | "recipient"
                        | "document"
                        | "date_from"
                        | "date_to"
                        | "reported"
                        | "place"
                        | "corrects"
                )
        }),
    }
}

/// Remembers where in each file which rows lie, for this session: the engine remembers files without
/// the statistics of their pages, and would read those again with every query.
async fn remember(
    state: &dyn Session,
    store: &ObjectStoreUrl,
    files: &[PartitionedFile],
) -> Result<()> {
    let runtime = state.runtime_env();
    let store = runtime.object_store(store)?;
    let cache = runtime.cache_manager.get_file_metadata_cache();
    // A store far away is asked for several at a time; from this machine's disk one is as fast.
    let mut read = stream::iter(files.to_vec())
        .map(|file| {
            let (store, cache) = (Arc::clone(&store), Arc::clone(&cache));
            async move {
                DFParquetMetadata::new(store.as_ref(), &file.object_meta)
                    .with_file_metadata_cache(Some(cache))
                    .with_page_index_policy(Some(PageIndexPolicy::Optional))
                    .fetch_metadata()
                    .await
            }
        })
        .buffer_unordered(FOOTERS);
    while read.try_next().await?.is_some() {}
    Ok(())
}

#[async_trait]
impl TableProvider for CaseTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    fn statistics(&self) -> Option<Statistics> {
        let rows: u64 = self.files.iter().map(|file| file.rows).sum();
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = Precision::Exact(usize::try_from(rows).ok()?);
        Some(statistics)
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let files: Vec<&File> = self
            .files
            .iter()
            .filter(|file| filters.iter().all(|filter| Self::may_pass(file, filter)))
            .collect();
        if files.is_empty() {
            let schema = match projection {
                Some(columns) => Arc::new(self.schema.project(columns)?),
                None => Arc::clone(&self.schema),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let mut statistics = Statistics::new_unknown(&self.schema);
        let rows: u64 = files.iter().map(|file| file.rows).sum();
        if let (true, Ok(rows)) = (filters.is_empty(), usize::try_from(rows)) {
            statistics.num_rows = Precision::Exact(rows);
        }
        let parts: Vec<PartitionedFile> = files
            .into_iter()
            .map(|file| {
                PartitionedFile::new_from_meta(ObjectMeta {
                    location: file.url.prefix().clone(),
                    // Files never change: what was read of one stays true.
                    last_modified: Default::default(),
                    size: file.bytes,
                    e_tag: None,
                    version: None,
                })
            })
            .collect();
        let mut options = TableParquetOptions {
            global: state.config_options().execution.parquet.clone(),
            ..TableParquetOptions::default()
        };
        let selective = filters.iter().any(is_selective);
        options.global.pushdown_filters = selective;
        options.global.reorder_filters = selective;
        if selective {
            remember(state, &self.store, &parts).await?;
        }
        let format = ParquetFormat::default().with_options(options);
        let schema = TableSchema::from(Arc::clone(&self.schema));
        let source = format.file_source(schema);
        let groups = FileGroup::new(parts).split_files(state.config().target_partitions());
        let config = FileScanConfigBuilder::new(self.store.clone(), source)
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        format.create_physical_plan(state, config).await
    }
}
