//! What was learnt, kept in a file: which columns the ranker reads, for whose names, up to when, and
//! its weights and trees.
//!
//! What is known of the past is not kept: it is counted anew from the facts, and together they give
//! the same predictions to the last bit.

use super::{
    features::{Family, columns},
    forecast::Report,
    ranker::Ranker,
};
use crate::trees::{Linear, Tree, text};
use std::fmt::Write as _;

/// The version of the layout.
const VERSION: &str = "# chancery tkg model 1";

/// A ranker that was learnt, with what it was learnt from.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Model {
    /// The family of each column that the ranker reads.
    pub(super) columns: Vec<Family>,
    /// It was learnt from facts before this time.
    pub(super) until: i64,
    pub(super) report: Report,
    pub(super) ranker: Ranker,
    /// Whose names the facts' numbers stand for, where that was said.
    pub vocabulary: Option<Vocabulary>,
}

/// Names in their order, in short: how many, and a fingerprint that hardly any others share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vocabulary {
    /// How many entities.
    pub entities: usize,
    /// How many relations.
    pub relations: usize,
    fingerprint: u64,
}

impl Vocabulary {
    /// Returns the vocabulary of some names.
    #[must_use]
    pub fn of(entities: &[String], relations: &[String]) -> Self {
        // FNV-1a (Fowler, Noll and Vo 1991), each name closed by a byte that no text holds.
        let mut fingerprint = 0xcbf2_9ce4_8422_2325_u64;
        let names = [entities, relations].into_iter().flatten();
        let bytes = names.flat_map(|name| name.bytes().chain(std::iter::once(0xff)));
        for byte in bytes {
            fingerprint = (fingerprint ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self {
            entities: entities.len(),
            relations: relations.len(),
            fingerprint,
        }
    }
}

/// Why a saved model cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ModelError {
    /// The first line says something else.
    #[error(
        "this is no saved model of this release: its first line must be `{VERSION}`; learn it anew with --save"
    )]
    Version,
    /// The ranker reads other columns.
    #[error(
        "the model reads other evidence than this release gathers ({0}); learn it anew with --save"
    )]
    Schema(String),
    /// The numbers of entities or relations stand for other names.
    #[error(
        "the model was learnt on other names: {} entities and {} relations ({:016x}) against {} and {} ({:016x}) here; learn it anew with --save",
        learnt.entities, learnt.relations, learnt.fingerprint, here.entities, here.relations, here.fingerprint
    )]
    Vocabulary {
        /// Those it was learnt on.
        learnt: Vocabulary,
        /// Those it is asked about.
        here: Vocabulary,
    },
    /// It has seen what it is to foretell.
    #[error(
        "the model has learnt from facts up to time {until}, and may not foretell time {asked}"
    )]
    Early {
        /// It was learnt from facts before this time.
        until: i64,
        /// The first time asked about.
        asked: i64,
    },
    /// A line cannot be read.
    #[error("line {line}: {what}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
}

impl Model {
    /// Checks that the model reads what this release gathers, and has not seen a time.
    pub fn check(&self, asked: i64) -> Result<(), ModelError> {
        if asked < self.until {
            return Err(ModelError::Early {
                until: self.until,
                asked,
            });
        }
        self.check_columns()
    }

    fn check_columns(&self) -> Result<(), ModelError> {
        let wanted = columns();
        if self.columns == wanted {
            return Ok(());
        }
        let differing = wanted
            .iter()
            .zip(&self.columns)
            .position(|(one, other)| one != other);
        Err(ModelError::Schema(match differing {
            Some(at) => format!(
                "column {} is {:?} and not {:?}",
                at + 1,
                self.columns[at],
                wanted[at]
            ),
            None => format!("{} columns instead of {}", self.columns.len(), wanted.len()),
        }))
    }

    /// Checks that the model was learnt on the same names, as far as it says.
    pub fn check_names(&self, here: Vocabulary) -> Result<(), ModelError> {
        match self.vocabulary {
            Some(learnt) if learnt != here => Err(ModelError::Vocabulary { learnt, here }),
            _ => Ok(()),
        }
    }

    /// Returns how the learning went.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Writes the model.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{VERSION}\nuntil\t{}\n", self.until);
        if let Some(names) = self.vocabulary {
            let _ = writeln!(
                out,
                "names\t{}\t{}\t{:016x}",
                names.entities, names.relations, names.fingerprint
            );
        }
        let Report {
            questions, rows, ..
        } = self.report;
        let _ = writeln!(out, "learnt\t{questions}\t{rows}\t{}", self.report.columns);
        out.push_str("evidence");
        for family in &self.columns {
            let _ = write!(out, "\t{family:?}");
        }
        out.push('\n');
        if let Some(linear) = &self.ranker.linear {
            text::write(linear, &self.ranker.trees, &mut out);
        }
        out
    }

    /// Reads what [`Self::text`] wrote, and checks that this release gathers what the ranker reads.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let mut lines = (1..).zip(text.lines()).peekable();
        if lines.next().is_none_or(|(_, line)| line != VERSION) {
            return Err(ModelError::Version);
        }
        let mut model = Self::default();
        let head = ["until", "names", "learnt", "evidence"];
        while let Some((line, text)) = lines.next_if(|(_, text)| {
            head.iter()
                .any(|word| text.split('\t').next() == Some(word))
        }) {
            model
                .take(text)
                .map_err(|what| ModelError::Line { line, what })?;
        }
        model.check_columns()?;
        let (linear, trees) =
            text::read(lines).map_err(|(line, what)| ModelError::Line { line, what })?;
        model.learnt(linear, trees)?;
        Ok(model)
    }

    fn take(&mut self, line: &str) -> Result<(), String> {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let whole = |at: usize| -> Result<usize, String> {
            let text = cell(at);
            text.parse()
                .map_err(|_| format!("`{text}` is not a whole number"))
        };
        match cell(0) {
            "until" => {
                self.until = cell(1)
                    .parse()
                    .map_err(|_| format!("`{}` is not a time", cell(1)))?;
            }
            "names" => {
                self.vocabulary = Some(Vocabulary {
                    entities: whole(1)?,
                    relations: whole(2)?,
                    fingerprint: u64::from_str_radix(cell(3), 16)
                        .map_err(|_| format!("`{}` is not a fingerprint", cell(3)))?,
                });
            }
            "learnt" => {
                self.report.questions = whole(1)?;
                self.report.rows = whole(2)?;
                self.report.columns = whole(3)?;
            }
            _ => {
                let family = |name: &&str| -> Result<Family, String> {
                    let known = Family::ALL
                        .into_iter()
                        .find(|family| format!("{family:?}") == *name);
                    known.ok_or_else(|| format!("`{name}` is no family of evidence"))
                };
                self.columns = cells[1..].iter().map(family).collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }

    fn learnt(&mut self, linear: Linear, trees: crate::trees::Boosted) -> Result<(), ModelError> {
        match linear.width() {
            0 => return Ok(()),
            width if width != self.columns.len() => {
                return Err(ModelError::Schema(format!(
                    "{width} weights for {} columns",
                    self.columns.len()
                )));
            }
            _ => {}
        }
        self.report.trees = trees.trees.len();
        self.report.uses = self.columns.iter().map(|family| (*family, 0)).collect();
        for column in trees.trees.iter().flat_map(Tree::columns) {
            self.report.uses[column].1 += 1;
        }
        self.ranker = Ranker {
            linear: Some(linear),
            trees,
        };
        Ok(())
    }
}
