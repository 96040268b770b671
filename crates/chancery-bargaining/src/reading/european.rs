//! The layout of the DEU data (Decision-making in the European Union, DEU III, Arregui and Perarnaud
//! 2022): an issue a row, several issues to a proposal.
//!
//! `prnr` names the proposal, `isnr` the issue, `type` its kind of act, `council` the council
//! formation, `proc` the procedure (COD, CNS), `counvte` the voting rule; `pXX` and `sXX` are the
//! position and salience (percent) of the actor XX, `rp` is the reference point, `out` the
//! outcome. The second line gives each actor's capability (GDP) in its position column. An actor
//! without a position has no stake; one with a position and no salience gets the mean salience of
//! the others on the issue.

use super::{CellFault, ReadError, cells};
use crate::{Problem, ProblemBuilder, Stake};
use std::collections::BTreeMap;

/// A proposal of the European Commission, as a bargaining problem of all its issues.
#[derive(Clone, PartialEq, Debug)]
pub struct Proposal {
    /// Its issues and actors; actors without a stake in any issue are left out.
    pub problem: Problem,
    /// The kind of act: Reg, Dir, Dec.
    pub act: String,
    /// The council formation.
    pub council: String,
    /// Whether the council could decide by qualified majority, and parliament co-decided.
    pub procedure: Procedure,
    /// The outcome of each issue, where known.
    pub outcomes: Vec<Option<f64>>,
}

/// How a proposal is decided.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Procedure {
    /// Parliament decides together with the council; otherwise it is only consulted.
    pub codecision: bool,
    /// Every member of the council must agree.
    pub unanimity: bool,
}

/// Reads all proposals, in the order of the file.
///
/// # Errors
///
/// When a column is missing or a cell cannot be read; the error names it.
pub fn read(text: &str) -> Result<Vec<Proposal>, ReadError> {
    let rows = cells::rows(text, b'\t', b'"')?;
    let [(first, header), (second, capability), issues @ ..] = rows.as_slice() else {
        return Err(ReadError::Layout);
    };
    let table = Table::of(*first, header, *second, capability)?;
    let mut order: Vec<&str> = Vec::new();
    let mut proposals: BTreeMap<&str, Vec<&(u64, Vec<String>)>> = BTreeMap::new();
    for row in issues {
        let name = table.text(row, "prnr");
        if !proposals.contains_key(name) {
            order.push(name);
        }
        proposals.entry(name).or_default().push(row);
    }
    order
        .into_iter()
        .map(|name| table.proposal(name, &proposals[name]))
        .collect()
}

/// The columns of a file.
struct Table<'a> {
    header: &'a [String],
    columns: BTreeMap<&'a str, usize>,
    actors: Vec<Member<'a>>,
}

/// An actor with its columns.
struct Member<'a> {
    name: &'a str,
    position: usize,
    salience: usize,
    capability: f64,
}

impl<'a> Table<'a> {
    fn of(
        line: u64,
        header: &'a [String],
        second: u64,
        capability: &'a [String],
    ) -> Result<Self, ReadError> {
        let columns: BTreeMap<&str, usize> = (0..)
            .zip(header)
            .map(|(at, name)| (name.as_str(), at))
            .collect();
        for name in [
            "prnr", "isnr", "type", "council", "proc", "counvte", "rp", "out",
        ] {
            if !columns.contains_key(name) {
                return Err(ReadError::Line {
                    line,
                    fault: format!("there is no column `{name}`"),
                });
            }
        }
        let mut actors = Vec::new();
        for (position, column) in header.iter().enumerate() {
            let Some(name) = column.strip_prefix('p') else {
                continue;
            };
            let Some(&salience) = columns.get(format!("s{name}").as_str()) else {
                continue;
            };
            let capability = capability.get(position).map(String::as_str);
            actors.push(Member {
                name,
                position,
                salience,
                capability: cells::number_in(second, column, capability, 0.0, f64::MAX)?,
            });
        }
        Ok(Self {
            header,
            columns,
            actors,
        })
    }

    fn text<'r>(&self, (_, row): &'r (u64, Vec<String>), column: &str) -> &'r str {
        self.columns
            .get(column)
            .and_then(|&at| row.get(at))
            .map_or("", String::as_str)
    }

    /// Reads a number that may be missing.
    fn maybe(&self, (line, row): &(u64, Vec<String>), at: usize) -> Result<Option<f64>, ReadError> {
        match row.get(at).map(String::as_str) {
            None | Some("" | "NA") => Ok(None),
            cell => cells::number_in(*line, &self.header[at], cell, 0.0, 100.0).map(Some),
        }
    }

    fn proposal(&self, name: &str, rows: &[&(u64, Vec<String>)]) -> Result<Proposal, ReadError> {
        let mut builder = ProblemBuilder::new(name);
        builder.salience_unit(100.0);
        let mut stakes: Vec<Vec<Option<Stake>>> = Vec::new();
        let mut outcomes = Vec::new();
        for row in rows {
            let issue = builder.issue(self.text(row, "isnr"), 0.0, 100.0);
            builder.issue_mut(issue).status_quo = self.maybe(row, self.columns["rp"])?;
            outcomes.push(self.maybe(row, self.columns["out"])?);
            stakes.push(self.stakes(row)?);
        }
        for (at, member) in self.actors.iter().enumerate() {
            if stakes.iter().all(|issue| issue[at].is_none()) {
                continue;
            }
            let actor = builder.actor(member.name);
            for (issue, stakes) in stakes.iter().enumerate() {
                if let Some(stake) = stakes[at] {
                    builder.stake(actor, issue, stake);
                }
            }
        }
        let head = rows[0];
        Ok(Proposal {
            problem: builder.check()?,
            act: self.text(head, "type").to_owned(),
            council: self.text(head, "council").to_owned(),
            procedure: Procedure {
                codecision: self.text(head, "proc").starts_with("COD"),
                unanimity: self.text(head, "counvte").starts_with("Unan"),
            },
            outcomes,
        })
    }

    /// Reads the stakes of every actor on an issue.
    fn stakes(&self, row: &(u64, Vec<String>)) -> Result<Vec<Option<Stake>>, ReadError> {
        let mut read = Vec::new();
        let (mut sum, mut count) = (0.0, 0.0);
        for member in &self.actors {
            let position = self.maybe(row, member.position)?;
            let salience = self.maybe(row, member.salience)?;
            if let (Some(_), Some(salience)) = (position, salience) {
                sum += salience;
                count += 1.0;
            }
            read.push((position, salience));
        }
        if read.iter().all(|(position, _)| position.is_none()) {
            return Err(ReadError::Cell {
                line: row.0,
                column: "pcom".to_owned(),
                fault: CellFault::Missing,
            });
        }
        let mean = if count > 0.0 { sum / count } else { 50.0 };
        Ok(read
            .into_iter()
            .zip(&self.actors)
            .map(|((position, salience), member)| {
                Some(Stake {
                    position: position?,
                    salience: salience.unwrap_or(mean) / 100.0,
                    capability: member.capability,
                })
            })
            .collect())
    }
}
