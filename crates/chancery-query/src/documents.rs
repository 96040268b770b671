//! `code_documents('path')`: documents in files as a table of the statements coded from them.
//!
//! JSON Lines and Parquet are scanned in parts, on all cores or on a cluster; other files are read
//! whole first, and travel inside the plan.

use crate::functions::{CODE_LINE, CODE_TEXT, Flag, code_documents_columns, stoppable};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use chancery_text::reading::{self, Format, ReadOptions};
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
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
use url::Url;

/// How many bytes of documents may travel inside a plan.
const IN_PLAN: u64 = 64 << 20;

/// The function.
#[derive(Debug)]
pub(crate) struct CodeDocuments {
    /// The build whose functions code them.
    pub(crate) build: String,
    /// What stops them.
    pub(crate) stopped: Flag,
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
        let plan = self.plan(Path::new(path), published)?;
        Ok(Arc::new(ViewTable::new(plan, None)))
    }
}

impl CodeDocuments {
    /// Returns the plan that codes the documents under a path.
    fn plan(&self, path: &Path, published: Option<chancery_model::Date>) -> Result<LogicalPlan> {
        let files = Files::under(path)?;
        let day = lit(ScalarValue::Date32(published.map(days)));
        let mut plans = Vec::new();
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
                let scan = scan(&lines, Arc::new(format), Arc::new(schema))?;
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
                &files.parquet,
                Arc::new(ParquetFormat::default()),
                Arc::new(schema),
            )?;
            plans.push(self.documents(scan, published.map(|_| day))?);
        }
        if !files.whole.is_empty() {
            plans.push(self.documents(whole(&files.whole, published)?, None)?);
        }
        let mut plans = plans.into_iter();
        let Some(first) = plans.next() else {
            return plan_err!("{} holds no file", path.display());
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
        let mut functions = stoppable(build, &self.stopped).into_iter();
        match functions.find(|function| function.name() == format!("{name}{build}")) {
            Some(function) => Ok(function.call(arguments)),
            None => plan_err!("there is no function {name}"),
        }
    }
}

/// The files under a path, by how they are read.
#[derive(Default)]
struct Files {
    lines: Vec<PathBuf>,
    compressed_lines: Vec<PathBuf>,
    parquet: Vec<PathBuf>,
    whole: Vec<PathBuf>,
}

impl Files {
    fn under(path: &Path) -> Result<Self> {
        let mut files = Self::default();
        let mut found = Vec::new();
        collect(path, &mut found).map_err(|(path, error)| {
            datafusion::error::DataFusionError::Plan(format!(
                "cannot read {}: {error}",
                path.display()
            ))
        })?;
        for file in found {
            let name = file.to_string_lossy().to_ascii_lowercase();
            let gzip = name.ends_with(".gz");
            if name.ends_with(".parquet") {
                files.parquet.push(file);
            } else if reading::format(&name, b"") == Format::Records {
                let kind = if gzip {
                    &mut files.compressed_lines
                } else {
                    &mut files.lines
                };
                kind.push(file);
            } else {
                files.whole.push(file);
            }
        }
        Ok(files)
    }
}

/// Adds a file, or the files of a folder in the order of their names. What is no reporting is passed
/// over, as `chancery add` does: hidden files, read-me files, an analyst's numbers.
fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), (PathBuf, io::Error)> {
    let fail = |error| (path.to_owned(), error);
    if !fs::metadata(path).map_err(fail)?.is_dir() {
        found.push(path.canonicalize().map_err(fail)?);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)
        .and_then(|entries| {
            entries
                .map(|entry| Ok(entry?.path()))
                .collect::<io::Result<Vec<_>>>()
        })
        .map_err(fail)?;
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        // A link to a folder could lead in a circle.
        let passed_over = name.starts_with('.')
            || name.eq_ignore_ascii_case("readme.md")
            || name == "issues.toml"
            || (entry.is_symlink() && entry.is_dir());
        if !passed_over {
            collect(&entry, found)?;
        }
    }
    Ok(())
}

/// Returns the days since 1970.
fn days(day: chancery_model::Date) -> i32 {
    jiff::civil::date(1970, 1, 1)
        .until(day)
        .map_or(0, |span| span.get_days())
}

/// Returns a scan of local files.
fn scan(files: &[PathBuf], format: Arc<dyn FileFormat>, schema: SchemaRef) -> Result<LogicalPlan> {
    let urls = files
        .iter()
        .map(|file| file_url(file))
        .collect::<Result<_>>()?;
    let options = ListingOptions::new(format).with_file_extension("");
    let config = ListingTableConfig::new_with_multi_paths(urls)
        .with_listing_options(options)
        .with_schema(schema);
    let table = ListingTable::try_new(config)?;
    LogicalPlanBuilder::scan("documents", provider_as_source(Arc::new(table)), None)?.build()
}

/// Returns the address of a file; no letter of its name is a pattern.
pub(crate) fn file_url(path: &Path) -> Result<ListingTableUrl> {
    match Url::from_file_path(path) {
        Ok(url) => ListingTableUrl::try_new(url, None),
        Err(()) => plan_err!("{} is no absolute path", path.display()),
    }
}

/// Reads files that no scan reads, such as plain text and HTML.
fn whole(files: &[PathBuf], published: Option<chancery_model::Date>) -> Result<LogicalPlan> {
    let options = ReadOptions {
        published,
        ..ReadOptions::default()
    };
    let mut bytes = 0_u64;
    let mut rows = Vec::new();
    for file in files {
        let content = fs::read(file)?;
        bytes += content.len() as u64;
        if bytes > IN_PLAN {
            return plan_err!(
                "the documents are more than {} MiB in files of their own: put them into one JSON Lines file, or add them to a case",
                IN_PLAN >> 20
            );
        }
        for document in reading::read(&content, &file.to_string_lossy(), &options).documents {
            let text = |text: Option<String>| lit(ScalarValue::Utf8View(text));
            rows.push(vec![
                text(Some(document.id.to_string())),
                text(Some(document.text)),
                lit(ScalarValue::Date32(document.published.map(days))),
                text(document.title),
                text(document.outlet),
                text(document.url),
                text(document.lang),
            ]);
        }
    }
    if rows.is_empty() {
        return plan_err!("the files hold no document");
    }
    let names = ["id", "text", "published", "title", "outlet", "url", "lang"];
    let columns = (1..)
        .zip(names)
        .map(|(number, name)| col(format!("column{number}")).alias(name));
    LogicalPlanBuilder::values(rows)?.project(columns)?.build()
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
