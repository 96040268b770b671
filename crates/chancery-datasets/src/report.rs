//! What came of a file: how many rows, what they yielded, which were malformed, whom nobody knew.

use crate::{Dataset, Position};
use serde::Serialize;
use std::{collections::BTreeMap, fmt};

/// What is wrong with a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// It has fewer cells than the layout.
    Short,
    /// It has more.
    Long,
    /// A date is none.
    BadDate,
    /// A cell that tells rows apart or names the code is empty or no code.
    BadCell,
    /// Its bytes are not UTF-8: it is read as Windows-1252, and kept.
    BadUtf8,
    /// A tab-separated cell holds tabs inside quotation marks: the row is kept.
    QuotedTabs,
    /// A quotation mark is never closed.
    OpenQuote,
    /// The line is longer than 32 MiB.
    LongLine,
    /// A line of JSON Lines is no record.
    BadRecord,
}

impl Problem {
    /// Returns the word that reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::BadDate => "bad-date",
            Self::BadCell => "bad-cell",
            Self::BadUtf8 => "bad-utf8",
            Self::QuotedTabs => "quoted-tabs",
            Self::OpenQuote => "open-quote",
            Self::LongLine => "long-line",
            Self::BadRecord => "bad-record",
        }
    }
}

/// A malformed row: the import goes on without it, or, where `kept`, with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, thiserror::Error)]
#[error("{file}:{line}: {detail}")]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line on which the row starts, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: Problem,
    /// The same in a sentence.
    pub detail: String,
    /// Whether the row could be used all the same.
    pub kept: bool,
}

/// How many malformed rows are listed one by one; the rest is only counted.
pub const LISTED: usize = 10_000;

/// What came of one file.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The file.
    pub file: String,
    /// The dataset that it was read as.
    pub dataset: Dataset,
    /// The rows read, malformed ones included, the header not.
    pub rows: u64,
    /// The statements yielded.
    pub statements: u64,
    /// The documents yielded.
    pub documents: u64,
    /// The mentions of events yielded.
    pub mentions: u64,
    /// The capability rows yielded.
    pub capabilities: u64,
    /// The malformed rows.
    pub malformed: u64,
    /// The malformed rows by what is wrong with them.
    pub problems: BTreeMap<Problem, u64>,
    /// The first [`LISTED`] malformed rows.
    pub faults: Vec<Fault>,
    /// Sound rows that yield nothing by design, by reason.
    pub passed_over: BTreeMap<String, u64>,
    /// Actors that the dictionary does not know, with how often they were named.
    pub unresolved: BTreeMap<String, u64>,
    /// How often an actor was named.
    pub named: u64,
    /// Where the reading stands.
    pub position: Position,
}

impl Report {
    pub(crate) fn new(file: &str, dataset: Dataset) -> Self {
        Self {
            file: file.to_owned(),
            dataset,
            rows: 0,
            statements: 0,
            documents: 0,
            mentions: 0,
            capabilities: 0,
            malformed: 0,
            problems: BTreeMap::new(),
            faults: Vec::new(),
            passed_over: BTreeMap::new(),
            unresolved: BTreeMap::new(),
            named: 0,
            position: Position::default(),
        }
    }

    pub(crate) fn fault(&mut self, fault: &Fault) {
        self.malformed += 1;
        *self.problems.entry(fault.problem).or_default() += 1;
        if self.faults.len() < LISTED {
            self.faults.push(fault.clone());
        }
    }

    pub(crate) fn pass_over(&mut self, reason: &str) {
        if let Some(count) = self.passed_over.get_mut(reason) {
            *count += 1;
        } else {
            self.passed_over.insert(reason.to_owned(), 1);
        }
    }

    /// Returns how many mentions of actors did not resolve.
    pub fn unresolved_mentions(&self) -> u64 {
        self.unresolved.values().sum()
    }

    /// Returns the actors that did not resolve, the most frequent first.
    pub fn most_unresolved(&self) -> Vec<(&str, u64)> {
        let mut most: Vec<(&str, u64)> = self
            .unresolved
            .iter()
            .map(|(name, count)| (name.as_str(), *count))
            .collect();
        most.sort_by(|(one, often), (other, less)| less.cmp(often).then(one.cmp(other)));
        most
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, rows, .. } = self;
        write!(
            formatter,
            "{file}: {rows} rows of {}",
            self.dataset.describe()
        )?;
        for (count, one, many) in [
            (self.statements, "statement", "statements"),
            (self.documents, "document", "documents"),
            (self.mentions, "mention", "mentions"),
            (self.capabilities, "capability row", "capability rows"),
        ] {
            if count > 0 {
                write!(
                    formatter,
                    ", {count} {}",
                    if count == 1 { one } else { many }
                )?;
            }
        }
        if self.named > 0 {
            write!(
                formatter,
                "; {} of {} actors not resolved",
                self.unresolved_mentions(),
                self.named
            )?;
        }
        for (reason, count) in &self.passed_over {
            write!(formatter, "; {count} passed over ({reason})")?;
        }
        if self.malformed > 0 {
            write!(formatter, "; {} malformed (", self.malformed)?;
            for (place, (problem, count)) in self.problems.iter().enumerate() {
                let comma = if place > 0 { ", " } else { "" };
                write!(formatter, "{comma}{count} {}", problem.as_str())?;
            }
            write!(formatter, ")")?;
        }
        Ok(())
    }
}
