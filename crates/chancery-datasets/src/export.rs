//! Statements in the formats that others read.
//!
//! Text from outside never becomes markup or a formula: XML and JSON are escaped, tab-separated
//! cells hold no tabs or line ends, and in CSV a cell that a spreadsheet would run gets an
//! apostrophe before it ([`inert()`]; JSON Lines, GraphML and the rest keep such text as it is).

mod csv;
mod follow_the_money;
mod geojson;
mod gexf;
mod graph;
mod graphml;
pub mod icews;
mod package;
pub mod polecat;
mod xml;

pub use self::csv::{CSV_COLUMNS, csv};
pub use follow_the_money::follow_the_money;
pub use geojson::{Places, geojson};
pub use gexf::gexf;
pub use graph::{Edge, Graph, Node};
pub use graphml::graphml;
pub use icews::icews;
pub use package::{Table, data_package};
pub use polecat::polecat;

use chancery_model::{ActorRef, Date, Statement};
use std::{
    borrow::{Borrow, Cow},
    io::{self, Write},
};

/// Writes statements as JSON, one a line.
pub fn json_lines<S: Borrow<Statement>>(
    statements: impl IntoIterator<Item = S>,
    mut writer: impl Write,
) -> io::Result<()> {
    for statement in statements {
        serde_json::to_writer(&mut writer, statement.borrow())?;
        writer.write_all(b"\n")?;
    }
    Ok(())
}

/// Returns a cell so that no spreadsheet runs it as a formula: what begins with `=`, `+`, `-`, `@`,
/// a tab or a carriage return, and is no number, gets an apostrophe before it.
pub fn inert(cell: &str) -> Cow<'_, str> {
    let risky = cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    if risky && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Returns the name under which an actor is shown and joined: its id, or else its words.
pub(crate) fn key(actor: &ActorRef) -> &str {
    actor.id.as_ref().map_or(&*actor.mention, |id| id.as_str())
}

/// Returns a day as text, or nothing.
pub(crate) fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// Returns the pairs of an event that a layout with one actor and one recipient a row needs: each
/// actor with each recipient; of a reciprocal event each actor with each other one.
pub(crate) fn pairs<'a>(
    actor: &'a [ActorRef],
    recipient: &'a [ActorRef],
) -> Vec<(Option<&'a ActorRef>, Option<&'a ActorRef>)> {
    let mut pairs = Vec::new();
    match (actor, recipient) {
        ([], []) => pairs.push((None, None)),
        ([], recipients) => pairs.extend(recipients.iter().map(|to| (None, Some(to)))),
        ([one], []) => pairs.push((Some(one), None)),
        (several, []) => {
            for (place, one) in several.iter().enumerate() {
                for (other_place, other) in several.iter().enumerate() {
                    if place != other_place {
                        pairs.push((Some(one), Some(other)));
                    }
                }
            }
        }
        (actors, recipients) => {
            for by in actors {
                pairs.extend(recipients.iter().map(|to| (Some(by), Some(to))));
            }
        }
    }
    pairs
}

/// Writes a row of a tab-separated layout that knows no quotation: tabs and line ends in a cell
/// become spaces.
pub(crate) fn tab_separated(writer: &mut impl Write, cells: &[Cow<'_, str>]) -> io::Result<()> {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            writer.write_all(b"\t")?;
        }
        let cell = cell.replace(['\t', '\n', '\r'], " ");
        writer.write_all(cell.as_bytes())?;
    }
    writer.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for cell in ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"] {
            assert_eq!(inert(cell), format!("'{cell}"));
        }
        for cell in ["-3.5", "+4", "1e5", "Israel", "", "a=b"] {
            assert_eq!(inert(cell), cell);
        }
    }
}
