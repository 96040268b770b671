//! `code_documents('path')`: documents in files as a table of the statements coded from them.
//!
//! JSON Lines and Parquet are scanned in parts, on all cores or on a cluster; other files are read
//! whole first, and travel inside the plan.

use crate::{
    files::Files,
    functions::{CODE_LINE, CODE_TEXT, code_documents_columns, stoppable},
    limits::Stop,
    stores::Stores,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use chancery_model::{Date, Document};
use chancery_text::reading::ReadOptions;
use datafusion::{
    catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider, view::ViewTable},
    common::{Column, Result, ScalarValue, UnnestOptions, plan_err},
    datasource::{
        file_format::{
            FileFormat, csv::CsvFormat, file_compression_type::FileCompressionType,
            parquet::ParquetFormat,
        },
        listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl},
        provider_as_source,
    },
    functions::core::expr_ext::FieldAccessor,
    logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit},
};
use std::{path::Path, sync::Arc};
use tokio::{runtime::Handle, task};

/// The function.
#[derive(Debug)]
pub(crate) struct CodeDocuments {
    /// The build whose functions code them.
    pub(crate) build: String,
    /// What stops them.
    pub(crate) stop: Stop,
    /// Where documents may lie besides this machine.
    pub(crate) stores: Stores,
}

impl TableFunctionImpl for CodeDocuments {
    fn call_with_args(&self, arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let usage = "code_documents takes the path of a file or folder and, optionally, a day of publication: code_documents('wires.jsonl', '2025-06-18')";
        let word = |expression: &Expr| match expression {
            Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
            _ => None,
        };
        let words: Option<Vec<String>> = arguments.exprs().iter().map(word).collect();
        let (path, published) = match words.as_deref() {
            Some([path]) => (path, None),
            Some([path, day]) => match chancery_model::parse_date(day) {
                Some(day) => (path, Some(day)),
                None => return plan_err!("`{day}` is no day: write YYYY-MM-DD"),
            },
            _ => return plan_err!("{usage}"),
        };
        let path = Path::new(path);
        let options = ReadOptions {
            published,
            ..ReadOptions::default()
        };
        // Planning waits for a store that is far away, but no longer than for the end of the query.
        let found = async {
            tokio::select! {
                biased;
                () = self.stop.ended() => plan_err!("the query was stopped"),
                files = Files::find(path, &self.stores, &options) => files,
            }
        };
        let files = task::block_in_place(|| Handle::current().block_on(found))?;
        let plan = self.plan(path, files, published)?;
        Ok(Arc::new(ViewTable::new(plan, None)))
    }
}

impl CodeDocuments {
    /// Returns the plan that codes the documents found under a path.
    fn plan(&self, path: &Path, files: Files, published: Option<Date>) -> Result<LogicalPlan> {
        let day = lit(ScalarValue::Date32(published.map(days)));
        let mut plans = Vec::new();
        if let (false, Some(file)) = (self.build.is_empty(), files.compressed_lines.first()) {
            // Ballista's plans do not say that a file is compressed.
            return plan_err!(
                "{} is compressed, and a cluster reads only JSON Lines that are not: unpack it",
                file.as_str()
            );
        }
        for (lines, compression) in [
            (files.lines, FileCompressionType::UNCOMPRESSED),
            (files.compressed_lines, FileCompressionType::GZIP),
        ] {
            if !lines.is_empty() {
                // A line is one cell: neither byte can stand in JSON.
                let format = CsvFormat::default()
                    .with_has_header(false)
                    .with_delimiter(0)
                    .with_quote(1)
                    .with_file_compression_type(compression);
                let schema = Schema::new(vec![Field::new("line", DataType::Utf8, true)]);
                let scan = scan(lines, Arc::new(format), Arc::new(schema))?;
                plans.push(statements(
                    scan,
                    self.call(CODE_LINE, vec![col("line"), day.clone()])?,
                )?);
            }
        }
        if !files.parquet.is_empty() {
            let schema = Schema::new(
                ["id", "text", "published", "title", "outlet", "url", "lang"]
                    .map(|name| {
                        let kind = if name == "published" {
                            DataType::Date32
                        } else {
                            DataType::Utf8View
                        };
                        Field::new(name, kind, true)
                    })
                    .to_vec(),
            );
            let scan = scan(
                files.parquet,
                Arc::new(ParquetFormat::default()),
                Arc::new(schema),
            )?;
            plans.push(self.documents(scan, published.map(|_| day))?);
        }
        if !files.read.is_empty() {
            plans.push(self.documents(values(files.read)?, None)?);
        }
        let mut plans = plans.into_iter();
        let Some(first) = plans.next() else {
            return plan_err!("{} holds no document", path.display());
        };
        plans.try_fold(first, |all, next| {
            LogicalPlanBuilder::from(all).union(next)?.build()
        })
    }

    /// Returns the statements of documents in columns. `day` wins over their own days of publication.
    fn documents(&self, input: LogicalPlan, day: Option<Expr>) -> Result<LogicalPlan> {
        let day = day.unwrap_or_else(|| col("published"));
        let mut arguments = vec![col("id"), col("text"), day];
        arguments.extend(["title", "outlet", "url", "lang"].map(col));
        statements(input, self.call(CODE_TEXT, arguments)?)
    }

    /// Returns the call of one of our functions.
    fn call(&self, name: &str, arguments: Vec<Expr>) -> Result<Expr> {
        let build = &self.build;
        let mut functions = stoppable(build, &self.stop.coding).into_iter();
        match functions.find(|function| function.name() == format!("{name}{build}")) {
            Some(function) => Ok(function.call(arguments)),
            None => plan_err!("there is no function {name}"),
        }
    }
}

/// Returns the days since 1970.
fn days(day: Date) -> i32 {
    jiff::civil::date(1970, 1, 1)
        .until(day)
        .map_or(0, |span| span.get_days())
}

/// Returns a scan of files.
fn scan(
    files: Vec<ListingTableUrl>,
    format: Arc<dyn FileFormat>,
    schema: SchemaRef,
) -> Result<LogicalPlan> {
    let options = ListingOptions::new(format).with_file_extension("");
    let config = ListingTableConfig::new_with_multi_paths(files)
        .with_listing_options(options)
        .with_schema(schema);
    let table = ListingTable::try_new(config)?;
    LogicalPlanBuilder::scan("documents", provider_as_source(Arc::new(table)), None)?.build()
}

/// Returns documents that were read already.
fn values(documents: Vec<Document>) -> Result<LogicalPlan> {
    let text = |text: Option<String>| lit(ScalarValue::Utf8View(text));
    let rows = documents.into_iter().map(|document| {
        vec![
            text(Some(document.id.to_string())),
            text(Some(document.text)),
            lit(ScalarValue::Date32(document.published.map(days))),
            text(document.title),
            text(document.outlet),
            text(document.url),
            text(document.lang),
        ]
    });
    let names = ["id", "text", "published", "title", "outlet", "url", "lang"];
    let columns = (1..)
        .zip(names)
        .map(|(number, name)| col(format!("column{number}")).alias(name));
    LogicalPlanBuilder::values(rows.collect())?
        .project(columns)?
        .build()
}

/// Returns a row for each statement in the lists that a call gives.
fn statements(input: LogicalPlan, call: Expr) -> Result<LogicalPlan> {
    let fields = code_documents_columns();
    let columns = fields.iter().map(|field| {
        col("statement")
            .field(field.name().as_str())
            .alias(field.name())
    });
    LogicalPlanBuilder::from(input)
        .project([call.alias("statement")])?
        .unnest_column_with_options(
            Column::from_name("statement"),
            UnnestOptions::new().with_preserve_nulls(false),
        )?
        .project(columns)?
        .build()
}
