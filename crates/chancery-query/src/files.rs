//! The files of documents under a path or an address, and what is read of them while planning.

use crate::stores::{self, Address, Stores};
use chancery_model::Document;
use chancery_text::reading::{self, Format, ReadOptions};
use datafusion::{
    common::{DataFusionError, Result, plan_datafusion_err, plan_err},
    datasource::listing::ListingTableUrl,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use url::Url;

/// How many bytes of documents may travel inside a plan.
const IN_PLAN: u64 = 64 << 20;

/// The documents under a path, by how they are read.
#[derive(Default)]
pub(crate) struct Files {
    /// Files of JSON Lines.
    pub(crate) lines: Vec<ListingTableUrl>,
    /// The same, compressed.
    pub(crate) compressed_lines: Vec<ListingTableUrl>,
    /// Tables of documents.
    pub(crate) parquet: Vec<ListingTableUrl>,
    /// The documents of files that no scan reads, such as plain text and HTML.
    pub(crate) read: Vec<Document>,
}

impl Files {
    /// Finds the documents under a path or an address.
    pub(crate) async fn find(path: &Path, stores: &Stores, options: &ReadOptions) -> Result<Self> {
        let found = match Address::of(path) {
            None => under(path)?,
            Some(Ok(address)) => stores::list(stores, &address, passed_over).await?,
            Some(Err(error)) => return Err(DataFusionError::External(Box::new(error))),
        };
        let mut files = Self::default();
        let mut left = IN_PLAN;
        for file in found {
            let name = name(&file);
            let lower = name.to_ascii_lowercase();
            if lower.ends_with(".parquet") {
                files.parquet.push(file);
            } else if reading::format(&lower, b"") == Format::Records {
                if lower.ends_with(".gz") {
                    files.compressed_lines.push(file);
                } else {
                    files.lines.push(file);
                }
            } else {
                let Some(bytes) = stores::whole_file(stores, &file, left).await? else {
                    return plan_err!(
                        "the documents are more than {} MiB in files of their own: put them into one JSON Lines file, or add them to a case",
                        IN_PLAN >> 20
                    );
                };
                left -= bytes.len() as u64;
                files
                    .read
                    .extend(reading::read(&bytes, &name, options).documents);
            }
        }
        Ok(files)
    }
}

/// Returns the name of a file as its owner knows it.
fn name(file: &ListingTableUrl) -> String {
    match file.get_url().to_file_path() {
        Ok(path) if file.scheme() == "file" => path.to_string_lossy().into_owned(),
        _ => file.prefix().to_string(),
    }
}

/// Returns the address of a file or folder of this machine; no letter of its name is a pattern.
pub(crate) fn file_url(path: &Path) -> Result<ListingTableUrl> {
    match Url::from_file_path(path) {
        Ok(url) => ListingTableUrl::try_new(url, None),
        Err(()) => plan_err!("{} is no absolute path", path.display()),
    }
}

/// Returns the file at a path, or the files of a folder there.
fn under(path: &Path) -> Result<Vec<ListingTableUrl>> {
    let mut found = Vec::new();
    collect(path, &mut found)
        .map_err(|(path, error)| plan_datafusion_err!("cannot read {}: {error}", path.display()))?;
    found.iter().map(|file| file_url(file)).collect()
}

/// Returns whether a file or folder of this name is passed over, as `chancery add` does: hidden
/// files, read-me files, an analyst's numbers.
fn passed_over(name: &str) -> bool {
    name.starts_with('.') || name.eq_ignore_ascii_case("readme.md") || name == "issues.toml"
}

/// Adds a file, or the files of a folder in the order of their names. What is no reporting is passed
/// over.
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
        let linked_folder = entry.is_symlink() && entry.is_dir();
        if !linked_folder && !passed_over(&name) {
            collect(&entry, found)?;
        }
    }
    Ok(())
}
