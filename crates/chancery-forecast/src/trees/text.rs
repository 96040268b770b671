//! A ranker as lines of text, and back: every number reads back to the last bit.

use super::{
    bins::Binning,
    boosting::{Boosted, Calibration},
    linear::Linear,
    tree::{Node, Tree},
};
use std::{
    fmt::{Display, Write as _},
    str::FromStr,
};

/// Writes a column a line, with its weight and the bounds of its bins; then a tree a line, with a column,
/// a value and the left child of each node.
pub(crate) fn write(linear: &Linear, trees: &Boosted, text: &mut String) {
    let Calibration { slope, shift } = trees.calibration;
    let _ = writeln!(text, "calibration\t{slope}\t{shift}");
    for (column, weight) in linear.weights.iter().enumerate() {
        let _ = write!(text, "column\t{weight}");
        put(text, linear.binning.bounds(column));
    }
    for tree in &trees.trees {
        text.push_str("tree");
        let cell = |node: &Node| match node.column {
            Node::LEAF => format!("leaf:{}", node.value),
            column => format!("{column}:{}:{}", node.value, node.left),
        };
        put(text, &tree.nodes.iter().map(cell).collect::<Vec<_>>());
    }
}

fn put(text: &mut String, cells: &[impl Display]) {
    for cell in cells {
        let _ = write!(text, "\t{cell}");
    }
    text.push('\n');
}

/// Reads what [`write`] wrote; what is wrong with a line is said with its number.
pub(crate) fn read<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
) -> Result<(Linear, Boosted), (usize, String)> {
    let mut weights: Vec<f64> = Vec::new();
    let mut bounds: Vec<Vec<f32>> = Vec::new();
    let mut trees = Boosted::default();
    for (line, text) in lines {
        let at = |what: String| (line, what);
        let mut cells = text.split('\t');
        match cells.next() {
            Some("calibration") => {
                let mut next = || number::<f32>(cells.next().unwrap_or_default());
                trees.calibration = Calibration {
                    slope: next().map_err(at)?,
                    shift: next().map_err(at)?,
                };
            }
            Some("column") => {
                weights.push(number(cells.next().unwrap_or_default()).map_err(at)?);
                let ends: Result<Vec<f32>, String> = cells.map(number).collect();
                let ends = ends.map_err(at)?;
                if ends.len() >= Binning::MOST || !ends.is_sorted() {
                    return Err(at("the bounds of the bins do not ascend".to_owned()));
                }
                bounds.push(ends);
            }
            Some("tree") => {
                let nodes: Result<Vec<Node>, String> = cells.map(node).collect();
                let nodes = nodes.map_err(at)?;
                check(&nodes, weights.len()).map_err(at)?;
                trees.trees.push(Tree { nodes });
            }
            other => {
                let other = other.unwrap_or_default();
                return Err(at(format!(
                    "`{other}` is none of calibration, column, tree"
                )));
            }
        }
    }
    let linear = Linear {
        weights,
        binning: Binning::of_bounds(bounds),
        calibration: trees.calibration,
    };
    Ok((linear, trees))
}

fn number<T: FromStr + Into<f64> + Copy>(text: &str) -> Result<T, String> {
    text.parse::<T>()
        .ok()
        .filter(|number| (*number).into().is_finite())
        .ok_or_else(|| format!("`{text}` is not a number"))
}

fn node(text: &str) -> Result<Node, String> {
    let wrong = || format!("`{text}` is not a node");
    let (column, rest) = text.split_once(':').ok_or_else(wrong)?;
    if column == "leaf" {
        return Ok(Node::leaf(number(rest)?));
    }
    let (value, left) = rest.split_once(':').ok_or_else(wrong)?;
    Ok(Node {
        column: column.parse().map_err(|_| wrong())?,
        value: number(value)?,
        left: left.parse().map_err(|_| wrong())?,
    })
}

/// Checks that every question is about a column and leads on to two nodes further down.
fn check(nodes: &[Node], columns: usize) -> Result<(), String> {
    let leads_on = |(place, node): (usize, &Node)| {
        node.column == Node::LEAF
            || ((node.column as usize) < columns
                && node.left as usize > place
                && (node.left as usize) < nodes.len().saturating_sub(1))
    };
    if nodes.is_empty() || !nodes.iter().enumerate().all(leads_on) {
        return Err("the tree leads nowhere".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<(Linear, Boosted), (usize, String)> {
        read((1..).zip(text.lines()))
    }

    #[test]
    fn what_was_written_reads_back_to_the_last_bit() {
        let third = 1.0_f32 / 3.0;
        let linear = Linear {
            weights: vec![0.1 + 0.2, -1e-300],
            binning: Binning::of_bounds(vec![vec![third, f32::MAX], Vec::new()]),
            calibration: Calibration::default(),
        };
        let question = Node {
            column: 1,
            value: f32::MIN_POSITIVE,
            left: 1,
        };
        let trees = Boosted {
            trees: vec![Tree {
                nodes: vec![question, Node::leaf(third), Node::leaf(-0.0)],
            }],
            calibration: Calibration {
                slope: 0.7,
                shift: third,
            },
        };
        let mut text = String::new();
        write(&linear, &trees, &mut text);
        let (read, read_trees) = parse(&text).expect("it was written by the same program");
        assert_eq!(read_trees, trees);
        assert_eq!(read.weights, linear.weights);
        assert_eq!(read.binning.bounds(0), linear.binning.bounds(0));
    }

    #[test]
    fn what_cannot_be_walked_through_is_refused() {
        let column = "column\t1\t0.5\n";
        for (text, line) in [
            ("column\tnan\n".to_owned(), 1),
            ("column\t1\t2\t1\n".to_owned(), 1),
            ("branch\t1\n".to_owned(), 1),
            ("tree\tleaf:1\ntree\n".to_owned(), 2),
            (format!("{column}tree\t3:0.5:1\tleaf:1\tleaf:2\n"), 2),
            (format!("{column}tree\t0:0.5:0\tleaf:1\tleaf:2\n"), 2),
            (format!("{column}tree\t0:0.5:2\tleaf:1\tleaf:2\n"), 2),
            (format!("{column}tree\t0:0.5\n"), 2),
        ] {
            assert_eq!(
                parse(&text).map(|_| ()).map_err(|error| error.0),
                Err(line),
                "{text}"
            );
        }
    }
}
