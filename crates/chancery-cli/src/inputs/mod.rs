//! What is read: files, folders and standard input, as one stream of documents. JSON Lines files
//! of any size pass through with one line in memory.

mod feed;
mod kind;
#[cfg(feature = "case")]
mod pdf;

use crate::failure::Failure;
use chancery_model::{Diagnostic, Document};
use chancery_text::reading::{self, Format, ReadOptions, Records};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    collections::{BTreeSet, VecDeque},
    fs::{self, File},
    io::{self, BufRead, BufReader, IsTerminal, Read},
    path::{Path, PathBuf},
};

pub(crate) use kind::{Kind, kind};

/// The name of the analyst's file in a folder of reporting.
pub(crate) const ISSUES: &str = "issues.toml";

/// One step of reading: a document, or only what could not be read.
pub(crate) struct Item {
    /// The document, where there was one.
    pub(crate) document: Option<Document>,
    /// What there is to say about it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The documents of several files and folders, in the order of their names.
pub(crate) struct Inputs {
    /// Each file, with the name that its documents are called by.
    files: VecDeque<(PathBuf, String)>,
    options: ReadOptions,
    waiting: VecDeque<Item>,
    records: Option<Records<Box<dyn BufRead>>>,
    seen: BTreeSet<String>,
    progress: ProgressBar,
}

impl Inputs {
    /// Finds the files. Folders are searched in the order of their names; hidden files and a
    /// folder's own `README.md` and `issues.toml` are passed over.
    pub(crate) fn open(
        paths: &[PathBuf],
        options: ReadOptions,
        quiet: bool,
    ) -> Result<Self, Failure> {
        let mut files = VecDeque::new();
        for path in paths {
            collect(path, &mut files)?;
        }
        let named = files.into_iter().map(|path| {
            let name = if path.as_os_str() == "-" {
                "stdin".to_owned()
            } else {
                path.to_string_lossy().into_owned()
            };
            (path, name)
        });
        Ok(Self::named(named.collect(), options, quiet))
    }

    /// Reads files whose documents are called by other names than the files' own.
    pub(crate) fn named(
        files: VecDeque<(PathBuf, String)>,
        options: ReadOptions,
        quiet: bool,
    ) -> Self {
        let bytes: u64 = files
            .iter()
            .filter_map(|(file, _)| fs::metadata(file).ok())
            .map(|file| file.len())
            .sum();
        let progress = ProgressBar::new(bytes);
        let shown = !quiet && bytes > 200_000 && io::stderr().is_terminal();
        progress.set_draw_target(if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        if let Ok(style) = ProgressStyle::with_template(
            "{bar:32} {bytes}/{total_bytes}  {msg}  {elapsed} (about {eta} left)",
        ) {
            progress.set_style(style);
        }
        Self {
            files,
            options,
            waiting: VecDeque::new(),
            records: None,
            seen: BTreeSet::new(),
            progress,
        }
    }

    /// Returns the progress bar, for a message beside it.
    pub(crate) const fn progress(&self) -> &ProgressBar {
        &self.progress
    }

    /// Opens the next file; its documents wait, or its lines are read one by one.
    fn open_next(&mut self, path: &Path, hint: &str) -> Result<(), Failure> {
        let fail = |error: io::Error| Failure::reading(path, &error);
        let raw: Box<dyn Read> = if path.as_os_str() == "-" {
            Box::new(io::stdin())
        } else {
            let file = File::open(path).map_err(fail)?;
            Box::new(self.progress.wrap_read(file))
        };
        let mut reader = reading::inflate(BufReader::with_capacity(1 << 16, raw)).map_err(fail)?;
        let head = reader.fill_buf().map_err(fail)?;
        let kind = kind(head);
        if kind != Kind::Other {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).map_err(fail)?;
            self.waiting.extend(match kind {
                Kind::Pdf => vec![pdf::read(&bytes, hint, &self.options)],
                Kind::Feed | Kind::Other => feed::read(&bytes, hint, &self.options),
            });
            return Ok(());
        }
        if reading::format(hint, head) == Format::Records {
            self.records = Some(Records::new(reader, hint, &self.options));
            return Ok(());
        }
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(fail)?;
        let result = reading::read(&bytes, hint, &self.options);
        let mut diagnostics = result.diagnostics;
        for document in result.documents {
            let (own, rest) = diagnostics
                .into_iter()
                .partition(|diagnostic| diagnostic.document.as_ref() == Some(&document.id));
            diagnostics = rest;
            self.waiting.push_back(Item {
                document: Some(document),
                diagnostics: own,
            });
        }
        if !diagnostics.is_empty() {
            self.waiting.push_back(Item {
                document: None,
                diagnostics,
            });
        }
        Ok(())
    }

    /// Returns the item with the document left out where its id was seen before.
    fn unique(&mut self, mut item: Item) -> Item {
        if let Some(document) = &item.document
            && !self.seen.insert(document.id.to_string())
        {
            item.diagnostics.push(
                Diagnostic::warning(
                    "document-again",
                    format!(
                        "{}: a document of this id was read before; the later one is left out.",
                        document.id
                    ),
                )
                .in_document(&document.id),
            );
            item.document = None;
        }
        item
    }
}

impl Iterator for Inputs {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(Ok(self.unique(item)));
            }
            if let Some(records) = &mut self.records {
                if let Some(record) = records.next() {
                    let item = Item {
                        document: record.document,
                        diagnostics: record.diagnostics,
                    };
                    return Some(Ok(self.unique(item)));
                }
                self.records = None;
            }
            let (path, name) = self.files.pop_front()?;
            if let Err(failure) = self.open_next(&path, &name) {
                return Some(Err(failure));
            }
        }
    }
}

/// Adds a file, or the files of a folder and its folders.
pub(crate) fn collect(path: &Path, files: &mut VecDeque<PathBuf>) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        files.push_back(path.to_owned());
        return Ok(());
    }
    crate::case::on_this_machine(path)?;
    let metadata = fs::metadata(path).map_err(|error| Failure::reading(path, &error))?;
    if !metadata.is_dir() {
        files.push_back(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|error| Failure::reading(path, &error))?;
    let mut entries: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        // A link to a folder could lead in a circle.
        let linked_folder = entry.is_symlink() && entry.is_dir();
        let passed_over = name.is_none_or(|name| {
            name.starts_with('.')
                || name.eq_ignore_ascii_case("readme.md")
                || name == ISSUES
                || linked_folder
        });
        if !passed_over {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

/// Stands in for the reader of PDFs in a build without one.
#[cfg(not(feature = "case"))]
mod pdf {
    use super::Item;
    use chancery_model::Diagnostic;
    use chancery_text::reading::ReadOptions;

    pub(super) fn read(_: &[u8], origin: &str, _: &ReadOptions) -> Item {
        Item {
            document: None,
            diagnostics: vec![Diagnostic::error(
                "no-pdf",
                format!(
                    "{origin}: this build reads no PDF; build it with --features case, or take the \
                     text out with pdftotext."
                ),
            )],
        }
    }
}
