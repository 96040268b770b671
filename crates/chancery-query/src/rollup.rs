//! Days and months of dyads, kept beside the record: a table over tens of millions of statements is
//! then read in milliseconds.
//!
//! They are derived and can be thrown away. They lie in `derived/`, under the checksum of the case's
//! last commit, so that what they were made from is what they are read for; a query that names them
//! makes them anew where the case has changed. Where the folder cannot be written, or an earlier day
//! is asked about, the query reads the statements themselves.

use crate::{files::file_url, views};
use datafusion::{
    common::Result,
    datasource::{
        file_format::parquet::ParquetFormat,
        listing::{ListingOptions, ListingTable, ListingTableConfig},
    },
    error::DataFusionError,
    logical_expr::{LogicalPlan, col},
    prelude::SessionContext,
};
use futures::StreamExt;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The version of what the tables hold: one that is changed is made anew.
const VERSION: u32 = 1;

/// The tables that are kept, the one made first that the other is made from.
pub(crate) const KEPT: [&str; 2] = ["dyad_days", "dyad_months"];

/// Where the tables of a case lie.
pub(crate) struct Rollup {
    folder: PathBuf,
    head: String,
}

impl Rollup {
    /// Returns the tables of a case as of its last commit.
    pub(crate) fn new(root: &Path, head: &str) -> Self {
        Self {
            folder: root.join("derived"),
            head: head[..head.len().min(16)].to_owned(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder
            .join(format!("{name}-v{VERSION}-{}.parquet", self.head))
    }

    /// Enters the tables that are there into a session, in place of the views they were made from.
    pub(crate) fn enter(&self, context: &SessionContext) -> Result<()> {
        for name in KEPT {
            let path = self.path(name);
            if !path.is_file() {
                continue;
            }
            let view = context.deregister_table(name)?;
            let Some(view) = view else { continue };
            let format = ParquetFormat::default();
            let options = ListingOptions::new(Arc::new(format)).with_file_extension("");
            let config = ListingTableConfig::new(file_url(&path.canonicalize()?)?)
                .with_listing_options(options)
                .with_schema(view.schema());
            context.register_table(name, Arc::new(ListingTable::try_new(config)?))?;
        }
        Ok(())
    }

    /// Makes the tables that are not there yet; older ones go.
    pub(crate) async fn make(&self, context: &SessionContext) -> Result<()> {
        if KEPT.iter().all(|name| self.path(name).is_file()) {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        for name in KEPT {
            let plan = context.table(name).await?.into_unoptimized_plan();
            self.write(context, name, plan).await?;
            self.enter(context)?;
            if name == "dyad_days" {
                // Months are added up from the days that were just kept, not from statements again.
                views::register_months(context).await?;
            }
        }
        self.clear();
        Ok(())
    }

    async fn write(&self, context: &SessionContext, name: &str, plan: LogicalPlan) -> Result<()> {
        let moment = if name == "dyad_days" { "day" } else { "month" };
        let keys = ["actor", "recipient", moment, "source"];
        let frame = context
            .execute_logical_plan(plan)
            .await?
            .sort(keys.map(|key| col(key).sort(true, false)).to_vec())?;
        let mut rows = frame.execute_stream().await?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(
                ZstdLevel::try_new(3).map_err(parquet_error)?,
            ))
            .set_max_row_group_row_count(Some(1 << 17))
            .set_data_page_row_count_limit(8_192)
            .set_created_by("chancery".to_owned())
            .build();
        // Two processes may make the same table: each writes its own file, and either will do.
        let part = self
            .folder
            .join(format!("{name}-{}.part", std::process::id()));
        let file = File::create(&part)?;
        let mut writer =
            ArrowWriter::try_new(file, rows.schema(), Some(properties)).map_err(parquet_error)?;
        while let Some(batch) = rows.next().await {
            writer.write(&batch?).map_err(parquet_error)?;
        }
        writer.into_inner().map_err(parquet_error)?.sync_all()?;
        fs::rename(&part, self.path(name))?;
        Ok(())
    }

    /// Removes tables of earlier commits.
    fn clear(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let current: Vec<PathBuf> = KEPT.iter().map(|name| self.path(name)).collect();
        for path in entries.flatten().map(|entry| entry.path()) {
            let whole = path.extension().is_some_and(|end| end == "parquet");
            if whole && !current.contains(&path) {
                // Whoever still reads it keeps it open; what cannot be removed costs only room.
                let _ = fs::remove_file(&path);
            }
        }
    }
}

fn parquet_error(error: parquet::errors::ParquetError) -> DataFusionError {
    DataFusionError::ParquetError(Box::new(error))
}
