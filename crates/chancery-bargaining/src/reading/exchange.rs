//! The layout of the exchange model's data: a record a line, its kind in the first cell.
//!
//! `#A` an actor (name, description), `#P` an issue, `#M` a meaning (issue, position, words), `#D` a
//! stake (actor, issue, position, salience, power); `#/` and `#O` are remarks. Cells are separated
//! by semicolons, or quoted with apostrophes and separated by tabs.

use super::{CellFault, ReadError, cells};
use crate::{Problem, ProblemBuilder, Stake};
use std::collections::BTreeMap;

/// Reads a problem in this layout.
///
/// # Errors
///
/// When a record or cell cannot be read; the error names line and column.
pub fn read(text: &str) -> Result<Problem, ReadError> {
    let tabs = text.lines().next().is_some_and(|line| line.contains('\t'));
    let rows = if tabs {
        cells::rows(text, b'\t', b'\'')?
    } else {
        cells::rows(text, b';', b'"')?
    };
    let mut reading = Reading::default();
    for (line, row) in &rows {
        let cells: Vec<&str> = row.iter().map(|cell| cell.trim_matches('\'')).collect();
        reading.record(*line, &cells)?;
    }
    reading.problem()
}

/// What has been read.
#[derive(Default)]
struct Reading {
    title: Option<String>,
    actors: BTreeMap<String, usize>,
    described: Vec<(String, String)>,
    issues: BTreeMap<String, usize>,
    meanings: Vec<Vec<(f64, String)>>,
    stakes: Vec<(u64, usize, usize, Stake)>,
}

impl Reading {
    fn record(&mut self, line: u64, cells: &[&str]) -> Result<(), ReadError> {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        match cell(0) {
            "#O" => {
                self.title.get_or_insert_with(|| cell(1).to_owned());
            }
            "#/" => {}
            "#A" => {
                let number = self.actors.len();
                introduce(&mut self.actors, number, line, cell(1))?;
                self.described
                    .push((cell(1).to_owned(), cell(2).to_owned()));
            }
            "#P" => {
                let number = self.issues.len();
                introduce(&mut self.issues, number, line, cell(1))?;
                self.meanings.push(Vec::new());
            }
            "#M" => {
                let issue = known(&self.issues, "issue", line, cell(1))?;
                let position = cells::number(line, "position", cells.get(2).copied())?;
                self.meanings[issue].push((position, cell(3).to_owned()));
            }
            "#D" => {
                let actor = known(&self.actors, "actor", line, cell(1))?;
                let issue = known(&self.issues, "issue", line, cell(2))?;
                let stake = Stake {
                    position: cells::number(line, "position", cells.get(3).copied())?,
                    salience: cells::number(line, "salience", cells.get(4).copied())?,
                    capability: cells::number_in(
                        line,
                        "power",
                        cells.get(5).copied(),
                        0.0,
                        f64::MAX,
                    )?,
                };
                let doubled = self
                    .stakes
                    .iter()
                    .any(|&(_, one, on, _)| one == actor && on == issue);
                if doubled {
                    return Err(ReadError::Cell {
                        line,
                        column: "issue".to_owned(),
                        fault: CellFault::Duplicate(format!("{}, {}", cell(1), cell(2))),
                    });
                }
                self.stakes.push((line, actor, issue, stake));
            }
            kind => {
                return Err(ReadError::Line {
                    line,
                    fault: format!("`{kind}` is not a kind of record; expected #A, #P, #M or #D"),
                });
            }
        }
        Ok(())
    }

    fn problem(self) -> Result<Problem, ReadError> {
        let unit = cells::salience_unit(self.stakes.iter().map(|(_, _, _, stake)| stake.salience));
        let mut builder = ProblemBuilder::new(self.title.unwrap_or_default());
        builder.salience_unit(unit);
        for (name, description) in &self.described {
            let actor = builder.actor(name.clone());
            if !description.is_empty() {
                builder.describe(actor, description.clone());
            }
        }
        let mut names: Vec<(&String, usize)> =
            self.issues.iter().map(|(name, &at)| (name, at)).collect();
        names.sort_by_key(|&(_, at)| at);
        let mut scales = Vec::new();
        for ((name, _), meanings) in names.into_iter().zip(self.meanings) {
            let (low, high) = scale(&meanings);
            scales.push((low, high));
            let issue = builder.issue(name.clone(), low, high);
            builder.issue_mut(issue).meanings = meanings;
        }
        for (line, actor, issue, mut stake) in self.stakes {
            let (low, high) = scales[issue];
            let checks = [
                ("position", stake.position, low, high),
                ("salience", stake.salience, 0.0, unit),
            ];
            for (column, value, low, high) in checks {
                if !(low..=high).contains(&value) {
                    return Err(ReadError::Cell {
                        line,
                        column: column.to_owned(),
                        fault: CellFault::OffScale { value, low, high },
                    });
                }
            }
            stake.salience /= unit;
            builder.stake(actor, issue, stake);
        }
        Ok(builder.check()?)
    }
}

/// Returns the span of the positions whose meaning is given, or 0 to 100.
fn scale(meanings: &[(f64, String)]) -> (f64, f64) {
    let low = meanings.iter().map(|it| it.0).fold(f64::INFINITY, f64::min);
    let high = meanings
        .iter()
        .map(|it| it.0)
        .fold(f64::NEG_INFINITY, f64::max);
    if low < high {
        (low, high)
    } else {
        (0.0, 100.0)
    }
}

fn introduce(
    names: &mut BTreeMap<String, usize>,
    number: usize,
    line: u64,
    name: &str,
) -> Result<(), ReadError> {
    let fail = |fault| ReadError::Cell {
        line,
        column: "name".to_owned(),
        fault,
    };
    if name.is_empty() {
        return Err(fail(CellFault::Missing));
    }
    match names.insert(name.to_owned(), number) {
        Some(_) => Err(fail(CellFault::Duplicate(name.to_owned()))),
        None => Ok(()),
    }
}

fn known(
    names: &BTreeMap<String, usize>,
    what: &'static str,
    line: u64,
    name: &str,
) -> Result<usize, ReadError> {
    names.get(name).copied().ok_or_else(|| ReadError::Cell {
        line,
        column: what.to_owned(),
        fault: CellFault::Unknown {
            what,
            name: name.to_owned(),
        },
    })
}
