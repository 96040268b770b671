//! A file of a dataset as a stream of what its rows say.

use crate::{
    Dataset, Fault, Found, Options, Position, Problem, Report,
    actors::Actors,
    context::{Bad, Context},
    dataset::{Detected, detect_line},
    layouts::{self, Translate},
    lines::{Broken, Cells, Lines, Next, Row},
};
use chancery_actors::Dictionary;
use chancery_model::DocumentId;
use std::{
    collections::VecDeque,
    io::{self, BufRead},
};

/// Why a file cannot be read as a dataset at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The reader failed.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What the reader said.
        source: io::Error,
    },
    /// The file has another layout.
    #[error("{file} does not look like {}, which has {}{}", expected.describe(), expected.layout(), likely(*found))]
    Layout {
        /// The file.
        file: String,
        /// The dataset that it was to be read as.
        expected: Dataset,
        /// The dataset that it looks like.
        found: Option<Dataset>,
    },
}

fn likely(found: Option<Dataset>) -> String {
    found.map_or_else(String::new, |found| {
        format!(
            "; it looks like {}: use --from {}",
            found.describe(),
            found.name()
        )
    })
}

/// What stopped or spoiled the reading at one place.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A row is malformed; the reading goes on.
    #[error(transparent)]
    Row(#[from] Fault),
    /// The reader failed; nothing comes after this.
    #[error("{file}: reading stopped: {source}")]
    Io {
        /// The file.
        file: String,
        /// What the reader said.
        source: io::Error,
    },
}

/// The statements of a file, row by row, with one row in memory.
///
/// ```
/// use chancery_datasets::{Dataset, Found, Options, Reader};
///
/// let file = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n2,1816,3823,17,80,254,8659,101,0.0397\n";
/// let mut reader = Reader::open(file.as_bytes(), "nmc.csv", Dataset::Nmc, Options::default())?;
/// for found in &mut reader {
///     if let Ok(Found::Capability(row)) = found {
///         assert_eq!(row.state.as_str(), "USA");
///     }
/// }
/// assert_eq!(reader.report().rows, 1);
/// # Ok::<(), chancery_datasets::OpenError>(())
/// ```
pub struct Reader<R> {
    lines: Lines<R>,
    cells: Cells,
    width: Width,
    row: Row,
    translate: Box<dyn Translate>,
    context: Context,
    faults: VecDeque<ReadError>,
    finished: bool,
    /// Where everything begins that the last step yielded.
    before: Position,
}

/// How many cells a row has.
#[derive(Clone, Copy, Debug)]
struct Width {
    least: usize,
    most: usize,
}

impl<R: BufRead> Reader<R> {
    /// Opens a file. `name` becomes the document of all evidence. The bytes must be decompressed:
    /// see [`crate::inflate()`].
    pub fn open(
        reader: R,
        name: &str,
        expected: Dataset,
        options: Options,
    ) -> Result<Self, OpenError> {
        let mut lines = Lines::new(reader);
        let mut row = Row::default();
        let first = lines
            .read(Cells::Whole, &mut row)
            .map_err(|source| OpenError::Io {
                file: name.to_owned(),
                source,
            })?;
        let detected = match first {
            Next::Row => detect_line(row.text()),
            Next::End | Next::Broken(_) => None,
        };
        let wrong = |found| OpenError::Layout {
            file: name.to_owned(),
            expected,
            found,
        };
        let Some(detected) = detected else {
            // A headerless file may begin with a malformed row; an empty file holds no row.
            if !matches!(first, Next::End) && !layouts::headerless(expected, row.text()) {
                return Err(wrong(None));
            }
            lines.put_back(&mut row, false);
            let detected = Detected {
                dataset: expected,
                header: crate::columns::Header::default(),
                in_file: false,
                delimiter: b'\t',
            };
            return Ok(Self::start(lines, name, &detected, options));
        };
        if !expected.takes(detected.dataset) {
            return Err(wrong(Some(detected.dataset)));
        }
        if !detected.in_file {
            lines.put_back(&mut row, false);
        }
        Ok(Self::start(lines, name, &detected, options))
    }

    fn start(lines: Lines<R>, name: &str, detected: &Detected, options: Options) -> Self {
        let dataset = detected.dataset;
        let (least, most) = layouts::width(dataset, &detected.header);
        let cells = match dataset {
            Dataset::Dispatches => Cells::Whole,
            _ if layouts::is_tabular(dataset) => Cells::Tabs,
            _ => Cells::Quoted(detected.delimiter),
        };
        // Exports of tab-separated data as CSV are read too.
        let cells = match detected.delimiter {
            b'\t' | 0 => cells,
            delimiter => Cells::Quoted(delimiter),
        };
        Self {
            lines,
            cells,
            width: Width { least, most },
            row: Row::default(),
            translate: layouts::translate(dataset, &detected.header),
            context: Context {
                document: DocumentId::new(name),
                options,
                actors: Actors::new(Dictionary::embedded()),
                report: Report::new(name, dataset),
                found: VecDeque::new(),
            },
            faults: VecDeque::new(),
            finished: false,
            before: Position::default(),
        }
    }

    /// Goes on from a position that an earlier reading of the same file had reached.
    pub fn resume(&mut self, position: Position) -> io::Result<()> {
        if position > self.lines.position() {
            self.lines.skip_to(position)?;
        }
        Ok(())
    }

    /// Returns the place after the last row all of whose statements have been yielded.
    pub fn reached(&self) -> Position {
        if !self.context.found.is_empty() || !self.faults.is_empty() {
            return self.before;
        }
        self.translate
            .open_since()
            .unwrap_or_else(|| self.lines.position())
    }

    /// Returns the dataset that the file turned out to be.
    pub const fn dataset(&self) -> Dataset {
        self.context.report.dataset
    }

    /// Returns what has come of the file so far.
    pub fn report(&mut self) -> &Report {
        self.context.report.position = self.reached();
        &self.context.report
    }

    /// Returns what came of the file.
    pub fn into_report(self) -> Report {
        let position = self.reached();
        let mut report = self.context.report;
        report.position = position;
        report
    }

    /// Reads one row.
    fn step(&mut self) {
        self.before = self.reached();
        let next = match self.lines.read(self.cells, &mut self.row) {
            Ok(next) => next,
            Err(source) => {
                self.finished = true;
                self.faults.push_back(ReadError::Io {
                    file: self.context.report.file.clone(),
                    source,
                });
                return;
            }
        };
        match next {
            Next::End => {
                self.finished = true;
                self.translate.finish(&mut self.context);
            }
            Next::Broken(broken) => {
                self.context.report.rows += 1;
                let (problem, detail) = match broken {
                    Broken::Long => (Problem::LongLine, "the line is longer than 32 MiB"),
                    Broken::Quote => (Problem::OpenQuote, "a quotation mark is never closed"),
                };
                self.fault(problem, detail.to_owned(), false);
            }
            Next::Row => {
                self.context.report.rows += 1;
                if self.fits() {
                    self.translate_row();
                }
            }
        }
    }

    /// Reads a row that has the right number of cells.
    fn translate_row(&mut self) {
        let row = &self.row;
        let oddity = match (row.quoted_tabs, row.decoded) {
            (true, _) => Some((
                Problem::QuotedTabs,
                "a cell holds tabs inside quotation marks",
            )),
            (false, true) => Some((
                Problem::BadUtf8,
                "the row is not UTF-8 and was read as Windows-1252",
            )),
            (false, false) => None,
        };
        match (self.translate.row(row, &mut self.context), oddity) {
            (Err(Bad { problem, detail }), _) => self.fault(problem, detail, false),
            (Ok(()), Some((problem, detail))) => self.fault(problem, detail.to_owned(), true),
            (Ok(()), None) => {}
        }
    }

    /// Checks the number of cells, and says what is wrong with it.
    fn fits(&mut self) -> bool {
        let Width { least, most } = self.width;
        let row = &mut self.row;
        let full = |row: &Row| {
            let last = (0..row.len()).rposition(|index| !row.cell(index).is_empty());
            row.len() >= least && last.is_none_or(|last| last < most)
        };
        if full(row) {
            return true;
        }
        if self.cells == Cells::Tabs && row.len() > most && row.text().contains('"') {
            row.split_quoted_tabs();
            if full(row) {
                return true;
            }
        }
        let (found, text) = (row.len(), row.text());
        let problem = if found < least {
            Problem::Short
        } else {
            Problem::Long
        };
        let wanted = if least == most {
            format!("{least}")
        } else {
            format!("{least} to {most}")
        };
        let several = text.contains('\n');
        let detail = format!("the row has {found} cells where the layout has {wanted}");
        self.fault(problem, detail, false);
        if several {
            // Lines joined by a stray quotation mark are rows of their own.
            let start = self.row.start;
            self.lines.put_back(&mut self.row, true);
            self.row.start = start;
        }
        false
    }

    fn fault(&mut self, problem: Problem, detail: String, kept: bool) {
        let fault = Fault {
            file: self.context.report.file.clone(),
            line: self.row.line(),
            problem,
            detail,
            kept,
        };
        self.context.report.fault(&fault);
        self.faults.push_back(ReadError::Row(fault));
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Found, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.context.found.pop_front() {
                return Some(Ok(found));
            }
            if let Some(fault) = self.faults.pop_front() {
                return Some(Err(fault));
            }
            if self.finished {
                return None;
            }
            self.step();
        }
    }
}
