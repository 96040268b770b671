//! Tables with an actor a row: KTAB's, and one issue alone.

use super::{CellFault, ReadError, cells};
use crate::{Problem, ProblemBuilder, Stake};

/// Reads KTAB's layout: the first line gives title, description, number of actors and number of
/// dimensions, the second the columns, each further line an actor. Positions and saliences are
/// percent.
///
/// # Errors
///
/// When a cell is missing or off its scale, or the counts do not agree.
pub fn read_ktab(text: &str) -> Result<Problem, ReadError> {
    let rows = cells::rows(text, b',', b'"')?;
    let [(first, title), (_, header), actors @ ..] = rows.as_slice() else {
        return Err(ReadError::Layout);
    };
    let count = |at: usize, what: &str| -> Result<usize, ReadError> {
        title
            .get(at)
            .and_then(|cell| cell.parse().ok())
            .ok_or_else(|| ReadError::Line {
                line: *first,
                fault: format!("expected the number of {what} in column {}", at + 1),
            })
    };
    let (people, dimensions) = (count(2, "actors")?, count(3, "dimensions")?);
    if actors.len() != people {
        return Err(ReadError::Line {
            line: *first,
            fault: format!("it says {people} actors; {} follow", actors.len()),
        });
    }
    let column = |at: usize| {
        header
            .get(at)
            .filter(|name| !name.is_empty())
            .cloned()
            .unwrap_or_else(|| format!("{}", at + 1))
    };
    let mut builder = ProblemBuilder::new(title[0].trim());
    builder.salience_unit(100.0);
    for dimension in 0..dimensions {
        let name = column(3 + 2 * dimension);
        let name = name.trim_end_matches("Position").trim();
        let name = if name.is_empty() { "Position" } else { name };
        builder.issue(name, 0.0, 100.0);
    }
    for (line, row) in actors {
        let cell = |at: usize| row.get(at).map(String::as_str);
        let actor = builder.actor(row[0].clone());
        if let Some(description) = cell(1).filter(|it| !it.is_empty()) {
            builder.describe(actor, description);
        }
        let capability = cells::number_in(*line, &column(2), cell(2), 0.0, f64::MAX)?;
        for issue in 0..dimensions {
            let (at, beside) = (3 + 2 * issue, 4 + 2 * issue);
            let stake = Stake {
                position: cells::number_in(*line, &column(at), cell(at), 0.0, 100.0)?,
                salience: cells::number_in(*line, &column(beside), cell(beside), 0.0, 100.0)?
                    / 100.0,
                capability,
            };
            builder.stake(actor, issue, stake);
        }
    }
    Ok(builder.check()?)
}

/// Reads one issue: a table with the columns actor, capability (or power), position and salience.
/// The scale of the issue is the span of the positions.
///
/// # Errors
///
/// When a column or cell is missing, or a number off its scale.
pub fn read_issue(text: &str) -> Result<Problem, ReadError> {
    let delimiter = if text.lines().next().is_some_and(|line| line.contains('\t')) {
        b'\t'
    } else {
        b','
    };
    let rows = cells::rows(text, delimiter, b'"')?;
    let Some(((first, header), actors)) = rows.split_first() else {
        return Err(ReadError::Layout);
    };
    let find = |names: &[&str]| -> Result<usize, ReadError> {
        header
            .iter()
            .position(|cell| names.contains(&cell.to_lowercase().as_str()))
            .ok_or_else(|| ReadError::Line {
                line: *first,
                fault: format!("there is no column `{}`", names[0]),
            })
    };
    let name = find(&["actor", "name"])?;
    let capability = find(&["capability", "power", "influence"])?;
    let position = find(&["position"])?;
    let salience = find(&["salience"])?;
    let mut read: Vec<(u64, &str, Stake)> = Vec::new();
    for (line, row) in actors {
        let cell = |at: usize| row.get(at).map(String::as_str);
        let stake = Stake {
            position: cells::number(*line, &header[position], cell(position))?,
            salience: cells::number(*line, &header[salience], cell(salience))?,
            capability: cells::number_in(
                *line,
                &header[capability],
                cell(capability),
                0.0,
                f64::MAX,
            )?,
        };
        let who = cell(name)
            .filter(|it| !it.is_empty())
            .ok_or_else(|| missing(*line, &header[name]))?;
        read.push((*line, who, stake));
    }
    let unit = cells::salience_unit(read.iter().map(|(_, _, stake)| stake.salience));
    let span = |fold: fn(f64, f64) -> f64, from| {
        read.iter()
            .map(|(_, _, stake)| stake.position)
            .fold(from, fold)
    };
    let (low, high) = (
        span(f64::min, f64::INFINITY),
        span(f64::max, f64::NEG_INFINITY),
    );
    // Where all agree there is no span; any scale around the common position serves.
    let (low, high) = if low < high {
        (low, high)
    } else {
        (low - 0.5, low + 0.5)
    };
    let mut builder = ProblemBuilder::new("");
    builder.salience_unit(unit);
    let issue = builder.issue(header[position].clone(), low, high);
    for (line, who, mut stake) in read {
        if !(0.0..=unit).contains(&stake.salience) {
            return Err(ReadError::Cell {
                line,
                column: header[salience].clone(),
                fault: CellFault::OffScale {
                    value: stake.salience,
                    low: 0.0,
                    high: unit,
                },
            });
        }
        stake.salience /= unit;
        let actor = builder.actor(who);
        builder.stake(actor, issue, stake);
    }
    Ok(builder.check()?)
}

/// Reads a matrix of attitudes: names in the first row and the first column, in any order, and a
/// number from −1 to 1 in each cell; an empty cell is 0. Returned row by row in the order of the
/// problem's actors.
///
/// # Errors
///
/// When a name is unknown or a cell no number on its scale.
pub fn read_attitudes(text: &str, problem: &Problem) -> Result<Vec<f64>, ReadError> {
    let rows = cells::rows(text, b',', b'"')?;
    let Some(((first, header), rows)) = rows.split_first() else {
        return Err(ReadError::Layout);
    };
    let actor = |line: u64, name: &str| {
        problem.actor_named(name).ok_or_else(|| ReadError::Cell {
            line,
            column: header[0].clone(),
            fault: CellFault::Unknown {
                what: "actor",
                name: name.to_owned(),
            },
        })
    };
    let wide = problem.actors().len();
    let columns: Vec<usize> = header[1..]
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| actor(*first, name))
        .collect::<Result<_, _>>()?;
    let mut matrix = vec![0.0; wide * wide];
    for (line, row) in rows {
        let one = actor(*line, &row[0])?;
        for (at, &other) in columns.iter().enumerate() {
            let cell = row.get(at + 1).map(String::as_str).unwrap_or_default();
            if !cell.is_empty() && one != other {
                matrix[one * wide + other] =
                    cells::number_in(*line, &header[at + 1], Some(cell), -1.0, 1.0)?;
            }
        }
    }
    Ok(matrix)
}

fn missing(line: u64, column: &str) -> ReadError {
    ReadError::Cell {
        line,
        column: column.to_owned(),
        fault: CellFault::Missing,
    }
}
