//! Files of public data: opened, read with a progress bar, and told about on standard error.

use crate::{failure::Failure, inputs};
use chancery_datasets::{
    Capability, Dataset, Fault, Found, Options, ReadError, Reader, Report, inflate,
};
use chancery_model::{Date, Evidence, Statement, StatementId};
use chancery_store::Record;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fs::{self, File},
    io::{self, BufRead, BufReader, IsTerminal, Read},
    path::{Path, PathBuf},
};

/// The names that `--from` takes.
pub(crate) fn dataset(name: &str) -> Result<Dataset, String> {
    Dataset::of_name(name).ok_or_else(|| {
        let names: Vec<&str> = Dataset::ALL.iter().map(|dataset| dataset.name()).collect();
        format!(
            "`{name}` is no dataset that is read; one of icb, {}",
            names.join(", ")
        )
    })
}

/// What is to be read, and as what.
pub(crate) struct Source<'a> {
    pub(crate) dataset: Dataset,
    pub(crate) paths: &'a [PathBuf],
    pub(crate) published: Option<Date>,
    pub(crate) quiet: bool,
}

type Bytes = Box<dyn BufRead + Send>;

/// The files of a source, read one after the other.
pub(crate) struct Rows {
    files: VecDeque<PathBuf>,
    open: Option<Reader<Bytes>>,
    dataset: Dataset,
    options: Options,
    progress: ProgressBar,
    /// What came of the files that are done.
    pub(crate) reports: Vec<Report>,
    shown: usize,
    quiet: bool,
}

impl Rows {
    /// Finds the files and puts those first that others need: roll calls before votes, events
    /// before mentions of them.
    pub(crate) fn open(source: &Source<'_>) -> Result<Self, Failure> {
        Self::in_order(source, 2)
    }

    /// The same with mentions before their events, for whoever lets go of events as they come.
    fn mentions_first(source: &Source<'_>) -> Result<Self, Failure> {
        Self::in_order(source, 0)
    }

    fn in_order(source: &Source<'_>, mentions: u8) -> Result<Self, Failure> {
        let mut files = VecDeque::new();
        for path in source.paths {
            inputs::collect(path, &mut files)?;
        }
        let mut ranked: Vec<(u8, PathBuf)> = Vec::new();
        let several = files.len() > 1;
        for file in files {
            let found = if several { looks_like(&file)? } else { None };
            let rank = match found {
                Some(Dataset::UnRollCalls) => 0,
                Some(Dataset::GdeltMentions) => mentions,
                _ => 1,
            };
            ranked.push((rank, file));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let files: VecDeque<PathBuf> = ranked.into_iter().map(|(_, file)| file).collect();
        Ok(Self {
            progress: bar(&files, source.quiet),
            files,
            open: None,
            dataset: source.dataset,
            options: Options {
                published: source.published,
                ..Options::default()
            },
            reports: Vec::new(),
            shown: 0,
            quiet: source.quiet,
        })
    }

    /// Returns the next thing that a row yields; malformed rows are told about and passed over.
    pub(crate) fn next(&mut self) -> Result<Option<Found>, Failure> {
        loop {
            if let Some(reader) = &mut self.open {
                match reader.next() {
                    Some(Ok(Found::RollCall(number, call))) => {
                        self.options.add_roll_calls([(number, *call)]);
                        continue;
                    }
                    Some(Ok(found)) => return Ok(Some(found)),
                    Some(Err(ReadError::Row(fault))) => {
                        self.tell(&fault);
                        continue;
                    }
                    Some(Err(error)) => return Err(Failure::data(error.to_string())),
                    None => {}
                }
            }
            if let Some(reader) = self.open.take() {
                self.close(reader.into_report());
            }
            let Some(file) = self.files.pop_front() else {
                self.progress.finish_and_clear();
                return Ok(None);
            };
            let bytes = open(&file, Some(&self.progress))?;
            let name = file.to_string_lossy();
            let reader = Reader::open(bytes, &name, self.dataset, self.options.clone())
                .map_err(|error| Failure::data(error.to_string()))?;
            self.open = Some(reader);
        }
    }

    fn tell(&mut self, fault: &Fault) {
        const SHOWN: usize = 10;
        self.shown += 1;
        if !self.quiet && self.shown <= SHOWN {
            let kept = if fault.kept { " (kept)" } else { "" };
            self.progress
                .suspend(|| eprintln!("warning: {fault}{kept}"));
        }
    }

    fn close(&mut self, report: Report) {
        if !self.quiet {
            self.progress.suspend(|| {
                eprintln!("{report}");
                let most: Vec<String> = report
                    .most_unresolved()
                    .into_iter()
                    .take(5)
                    .map(|(name, count)| format!("{name} ({count})"))
                    .collect();
                if !most.is_empty() {
                    eprintln!("  not resolved, most often: {}", most.join(", "));
                }
            });
        }
        self.reports.push(report);
    }
}

/// Opens a file, decompressed.
fn open(path: &Path, progress: Option<&ProgressBar>) -> Result<Bytes, Failure> {
    let fail = |error: io::Error| Failure::reading(path, &error);
    let raw: Box<dyn Read + Send> = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        let file = File::open(path).map_err(fail)?;
        match progress {
            Some(progress) => Box::new(progress.wrap_read(file)),
            None => Box::new(file),
        }
    };
    inflate(BufReader::with_capacity(1 << 17, raw)).map_err(fail)
}

/// Returns the first line of a file, where it can be read as text.
pub(crate) fn first_line(path: &Path) -> Result<Option<String>, Failure> {
    if path.as_os_str() == "-" || path.is_dir() {
        return Ok(None);
    }
    let mut line = Vec::new();
    open(path, None)?
        .take(1 << 20)
        .read_until(b'\n', &mut line)
        .map_err(|error| Failure::reading(path, &error))?;
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

fn looks_like(path: &Path) -> Result<Option<Dataset>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(None);
    }
    let mut head = Vec::new();
    open(path, None)?
        .take(1 << 16)
        .read_to_end(&mut head)
        .map_err(|error| Failure::reading(path, &error))?;
    Ok(Dataset::detect(&head))
}

fn bar(files: &VecDeque<PathBuf>, quiet: bool) -> ProgressBar {
    let sizes = files.iter().filter_map(|file| fs::metadata(file).ok());
    let bytes: u64 = sizes.map(|file| file.len()).sum();
    let progress = ProgressBar::new(bytes);
    let shown = !quiet && bytes > 1_000_000 && io::stderr().is_terminal();
    progress.set_draw_target(if shown {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    });
    let template = "{bar:32} {bytes}/{total_bytes}  {elapsed} (about {eta} left)";
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    progress
}

/// Reads a source into a record in memory: statements, and further reports of events beside them.
pub(crate) fn record(source: &Source<'_>) -> Result<Record, Failure> {
    let mut rows = Rows::open(source)?;
    let mut record = Record::default();
    let mut places: BTreeMap<StatementId, usize> = BTreeMap::new();
    let mut orphans = 0_usize;
    while let Some(found) = rows.next()? {
        match found {
            Found::Statement(statement) => {
                // The same row in two files is one statement.
                if places
                    .insert(statement.id.clone(), record.statements.len())
                    .is_none()
                {
                    record.statements.push(*statement);
                }
            }
            Found::Capability(row) => record.statements.extend(Capability::statements(&row)),
            Found::Mention(mention) => {
                let event = places
                    .get(&mention.of)
                    .and_then(|place| record.statements.get_mut(*place));
                match event {
                    Some(event) => event.also.push(mention.evidence),
                    None => orphans += 1,
                }
            }
            Found::Document(_) | Found::RollCall(..) => {}
        }
    }
    if orphans > 0 && !source.quiet {
        eprintln!("note: {orphans} mentions are of events that no file holds");
    }
    chancery_answers::coder::merge(&mut record);
    if record.statements.is_empty() {
        return Err(Failure::data("the files hold no statement")
            .hint("the counts above say what was passed over, and why"));
    }
    Ok(record)
}

/// How many mentions wait for their events at most, so that memory is bounded: those of several days
/// of the world's news.
const WAITING: usize = 2_000_000;

/// The statements of a source one by one. Of a source with mentions these are read first, and each
/// event takes those of it along; all else is one row in memory.
pub(crate) struct Statements {
    rows: Rows,
    waiting: VecDeque<Box<Statement>>,
    mentions: HashMap<StatementId, Vec<Evidence>>,
    /// Mentions that wait, and those for which there was no room.
    held: usize,
    too_many: usize,
    /// Why the reading stopped early.
    pub(crate) failure: Option<Failure>,
}

impl Statements {
    pub(crate) fn open(source: &Source<'_>) -> Result<Self, Failure> {
        Ok(Self {
            rows: Rows::mentions_first(source)?,
            waiting: VecDeque::new(),
            mentions: HashMap::new(),
            held: 0,
            too_many: 0,
            failure: None,
        })
    }

    /// Returns what came of each file.
    pub(crate) fn into_reports(self) -> Result<Vec<Report>, Failure> {
        if !self.rows.quiet {
            if self.held > 0 {
                eprintln!(
                    "note: {} mentions are of events that no file holds",
                    self.held
                );
            }
            if self.too_many > 0 {
                eprintln!(
                    "warning: {} mentions were left out; {WAITING} are kept in mind at a time\n  \
                     hint: import fewer days of events and mentions at once",
                    self.too_many
                );
            }
        }
        self.failure.map_or(Ok(self.rows.reports), Err)
    }
}

impl Iterator for Statements {
    type Item = Box<Statement>;

    fn next(&mut self) -> Option<Box<Statement>> {
        loop {
            if let Some(statement) = self.waiting.pop_front() {
                return Some(statement);
            }
            match self.rows.next() {
                Ok(Some(Found::Statement(mut statement))) => {
                    if let Some(evidence) = self.mentions.remove(&statement.id) {
                        self.held -= evidence.len();
                        statement.also.extend(evidence);
                    }
                    return Some(statement);
                }
                Ok(Some(Found::Capability(row))) => {
                    self.waiting
                        .extend(row.statements().into_iter().map(Box::new));
                }
                Ok(Some(Found::Mention(_))) if self.held == WAITING => self.too_many += 1,
                Ok(Some(Found::Mention(mention))) => {
                    self.held += 1;
                    let of = self.mentions.entry(mention.of).or_default();
                    of.push(mention.evidence);
                }
                Ok(Some(Found::Document(_) | Found::RollCall(..))) => {}
                Ok(None) => return None,
                Err(failure) => {
                    self.failure = Some(failure);
                    return None;
                }
            }
        }
    }
}
