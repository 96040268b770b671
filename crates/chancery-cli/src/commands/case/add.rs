//! `chancery add`: files, folders, feeds and pages of the web into a case, coded.
//!
//! The bytes are copied into the case first and read from the copy. What the case holds already is
//! passed over, so that adding again, or after an interruption, adds what is missing.

use crate::{
    arguments::date,
    failure::Failure,
    inputs,
    intake::{self, Answer, Fetcher},
    pipeline,
};
use chancery_answers::{coder::Coder, words::count};
use chancery_model::{Date, Diagnostic, Document};
use chancery_store::case::{Action, Batch, Checksum, Input, REPORTS, Writer};
use chancery_text::reading::ReadOptions;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::{
    collections::VecDeque,
    fs::File,
    io::{self, IsTerminal, Read},
    path::{Path, PathBuf},
};

/// How many documents are coded at a time.
const CODED: usize = 512;
/// How many documents make a commit, if there are so many.
const COMMITTED: usize = 2_048;
/// How many bytes of text make one too.
const COMMITTED_BYTES: usize = 32 << 20;
/// How many diagnostics a commit keeps of what belongs to no document.
const DIAGNOSTICS: usize = 1_000;

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// The folder of the case.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    /// Files, folders, JSON Lines, feeds, PDFs, `-` for standard input, or addresses of the web.
    #[arg(required = true, value_name = "PATH|URL")]
    pub(crate) sources: Vec<String>,
    /// The day of publication, for documents that do not say it themselves.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Fetch the pages that a feed links to, too.
    #[arg(long)]
    pub(crate) follow: bool,
    /// Use this folder of a spaCy pipeline instead of the embedded language model.
    #[arg(long, value_name = "DIR")]
    pub(crate) language_model: Option<PathBuf>,
    /// Show neither progress nor notes on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Adds everything named.
pub(crate) fn run(arguments: &AddArguments) -> Result<(), Failure> {
    let case = super::open(&arguments.case)?;
    let writer = case.writer().map_err(|error| Failure::case(&error))?;
    pipeline::with_coder(arguments.language_model.as_deref(), |coder| {
        let mut adding = Adding::new(arguments, writer, coder);
        for source in &arguments.sources {
            if source.starts_with("http://") || source.starts_with("https://") {
                adding.address(source)?;
            } else {
                let mut files = VecDeque::new();
                inputs::collect(Path::new(source), &mut files)?;
                for file in files {
                    adding.file(&file)?;
                }
            }
        }
        adding.finish()
    })
}

/// A run of adding.
struct Adding<'a> {
    arguments: &'a AddArguments,
    writer: Writer,
    coder: Coder<'a>,
    options: ReadOptions,
    fetcher: Fetcher,
    /// Documents that wait to be coded, each with its diagnostics and input.
    waiting: Vec<(Document, Vec<Diagnostic>, Checksum)>,
    batch: Batch,
    bytes: usize,
    added: usize,
    known: usize,
    warnings: Vec<Diagnostic>,
    /// What went wrong with a source while others were added.
    failures: Vec<Failure>,
    progress: ProgressBar,
}

fn new_batch() -> Batch {
    Batch::new(Action::Add, REPORTS, jiff::Timestamp::now())
}

impl<'a> Adding<'a> {
    fn new(arguments: &'a AddArguments, writer: Writer, coder: Coder<'a>) -> Self {
        let progress = ProgressBar::new_spinner();
        let shown = !arguments.quiet && io::stderr().is_terminal();
        progress.set_draw_target(if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
            progress.set_style(style);
        }
        Self {
            arguments,
            writer,
            coder,
            options: ReadOptions {
                published: arguments.published,
                ..ReadOptions::default()
            },
            fetcher: Fetcher::new(),
            waiting: Vec::new(),
            batch: new_batch(),
            bytes: 0,
            added: 0,
            known: 0,
            warnings: Vec::new(),
            failures: Vec::new(),
            progress,
        }
    }

    /// Adds a file, or standard input.
    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let origin = if path.as_os_str() == "-" {
            "stdin".to_owned()
        } else {
            path.to_string_lossy().into_owned()
        };
        let open = || -> io::Result<Box<dyn Read>> {
            Ok(if origin == "stdin" {
                Box::new(io::stdin())
            } else {
                Box::new(File::open(path)?)
            })
        };
        let fail = |error: io::Error| Failure::reading(path, &error);
        if origin != "stdin" {
            let (checksum, _) = Checksum::read(open().map_err(fail)?).map_err(fail)?;
            if self.has_all_of(&checksum) {
                self.known += 1;
                return Ok(());
            }
        }
        let (checksum, bytes) = self
            .writer
            .keep_input(open().map_err(fail)?)
            .map_err(|error| Failure::case(&error))?;
        let input = input(&origin, checksum, bytes);
        self.take(input, None).map(|_| ())
    }

    /// Returns whether the case holds everything of an input.
    fn has_all_of(&self, checksum: &Checksum) -> bool {
        self.batch
            .inputs
            .iter()
            .any(|input| input.complete && input.checksum == *checksum)
            || self.writer.snapshot().commits().iter().any(|commit| {
                let mut inputs = commit.inputs.iter();
                inputs.any(|input| input.complete && input.checksum == *checksum)
            })
    }

    /// Adds an address; what goes wrong with it does not stop the others.
    fn address(&mut self, url: &str) -> Result<(), Failure> {
        match self.fetch(url) {
            Ok(links) => {
                for link in links {
                    if let Err(failure) = self.fetch(&link) {
                        self.failures.push(failure);
                    }
                }
            }
            Err(failure) => self.failures.push(failure),
        }
        Ok(())
    }

    /// Fetches an address and adds what it holds; returns the addresses to follow.
    fn fetch(&mut self, url: &str) -> Result<Vec<String>, Failure> {
        let snapshot = self.writer.snapshot();
        let known = snapshot.latest(url);
        let tags = known.map_or((None, None), |input| {
            (input.etag.as_deref(), input.last_modified.as_deref())
        });
        let Answer::Content(content) = self.fetcher.fetch(url, tags)? else {
            self.known += 1;
            return Ok(Vec::new());
        };
        let keep = |bytes: &[u8]| {
            self.writer
                .keep_input(bytes)
                .map_err(|error| Failure::case(&error))
        };
        let (checksum, bytes) = keep(&content.body)?;
        let same = known.is_some_and(|input| input.checksum == checksum);
        if same && self.has_all_of(&checksum) {
            self.known += 1;
            return Ok(Vec::new());
        }
        let (warc, _) = keep(&content.warc)?;
        let input = Input {
            etag: content.etag.clone(),
            last_modified: content.last_modified.clone(),
            warc: Some(warc),
            ..input(url, checksum, bytes)
        };
        if self.has_all_of(&input.checksum) {
            // The same content at another address: only that it is there too is new.
            self.known += 1;
            self.batch.inputs.push(input);
            return Ok(Vec::new());
        }
        let links = self.take(input, content.content_type.as_deref())?;
        Ok(if self.arguments.follow {
            links
        } else {
            Vec::new()
        })
    }

    /// Reads an input from its copy; returns the addresses of its documents other than its own.
    fn take(
        &mut self,
        mut input: Input,
        content_type: Option<&str>,
    ) -> Result<Vec<String>, Failure> {
        let copy = self.writer.snapshot().kept(&input.checksum);
        let documents = intake::documents(
            &copy,
            &input.origin,
            content_type,
            &self.options,
            self.arguments.quiet,
        )?;
        let mut links = Vec::new();
        for item in documents {
            let item = item?;
            let Some(mut document) = item.document else {
                self.note(&item.diagnostics);
                self.batch.diagnostics.extend(item.diagnostics);
                self.batch.diagnostics.truncate(DIAGNOSTICS);
                continue;
            };
            if input.origin.contains("://") && document.url.as_ref() != Some(&input.origin) {
                links.extend(document.url.clone().filter(|url| url.starts_with("http")));
            }
            input.rows += 1;
            if self.writer.holds(&document) {
                self.known += 1;
                continue;
            }
            let mut diagnostics = item.diagnostics;
            let id = self.writer.free_id(&document);
            if id != document.id {
                diagnostics.push(
                    Diagnostic::warning(
                        "document-changed",
                        format!(
                            "{}: the text has changed; the new one is {id}.",
                            document.id
                        ),
                    )
                    .in_document(&id),
                );
                document.id = id;
            }
            if self.writer.holds(&document) {
                self.known += 1;
                continue;
            }
            self.note(&diagnostics);
            self.waiting
                .push((document, diagnostics, input.checksum.clone()));
            if self.waiting.len() >= CODED {
                self.code();
                if self.batch.documents.len() >= COMMITTED || self.bytes >= COMMITTED_BYTES {
                    self.batch.inputs.push(Input {
                        complete: false,
                        ..input.clone()
                    });
                    self.commit()?;
                }
            }
        }
        self.code();
        self.batch.inputs.push(input);
        if self.batch.documents.len() >= COMMITTED || self.bytes >= COMMITTED_BYTES {
            self.commit()?;
        }
        Ok(links)
    }

    /// Codes the documents that wait, over all cores, and puts them into the batch in their order.
    fn code(&mut self) {
        let coder = self.coder;
        let coded: Vec<_> = std::mem::take(&mut self.waiting)
            .into_par_iter()
            .map(|(document, diagnostics, input)| (coder.code(document), diagnostics, input))
            .collect();
        for (coded, mut diagnostics, input) in coded {
            // Two texts of one id can wait side by side.
            if self.writer.holds(&coded.document) {
                self.known += 1;
                continue;
            }
            self.note(&coded.diagnostics);
            diagnostics.extend(coded.diagnostics);
            self.bytes += coded.document.text.len();
            let kept = self
                .writer
                .keep(coded.document, coded.sentences, diagnostics, Some(input));
            self.batch.documents.push(kept);
            self.batch.statements.extend(coded.statements);
            self.added += 1;
        }
        self.progress.set_message(count(self.added, "document"));
        self.progress.tick();
    }

    /// Keeps the first warnings for the end.
    fn note(&mut self, diagnostics: &[Diagnostic]) {
        let room = DIAGNOSTICS.saturating_sub(self.warnings.len());
        self.warnings.extend(diagnostics.iter().take(room).cloned());
    }

    fn commit(&mut self) -> Result<(), Failure> {
        self.bytes = 0;
        let mut batch = std::mem::replace(&mut self.batch, new_batch());
        self.writer
            .commit(&mut batch)
            .map(|_| ())
            .map_err(|error| Failure::case(&error))
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.commit()?;
        self.progress.finish_and_clear();
        if !self.arguments.quiet {
            pipeline::warn(&self.warnings);
            let held = if self.known > 0 {
                format!(", {} held already", self.known)
            } else {
                String::new()
            };
            eprintln!("{} added{held}", count(self.added, "document"));
        }
        let mut failures = self.failures.into_iter();
        let Some(last) = failures.next_back() else {
            return Ok(());
        };
        for failure in failures {
            failure.report();
        }
        Err(last)
    }
}

fn input(origin: &str, checksum: Checksum, bytes: u64) -> Input {
    Input {
        origin: origin.to_owned(),
        checksum,
        bytes,
        fetched: jiff::Timestamp::now(),
        complete: true,
        rows: 0,
        position: None,
        kept: true,
        etag: None,
        last_modified: None,
        warc: None,
    }
}
