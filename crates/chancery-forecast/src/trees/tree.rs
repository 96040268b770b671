//! One regression tree.

use serde::{Deserialize, Serialize};

/// A node: a question about one column, or a leaf.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Node {
    /// The column asked about; [`Node::LEAF`] at a leaf.
    pub(super) column: u32,
    /// Values up to this go left; at a leaf, its value.
    pub(super) value: f32,
    /// The left child; the right one follows it.
    pub(super) left: u32,
}

impl Node {
    pub(super) const LEAF: u32 = u32::MAX;

    pub(super) fn leaf(value: f32) -> Self {
        Self {
            column: Self::LEAF,
            value,
            left: 0,
        }
    }
}

/// A regression tree.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// Returns the value of the leaf that a row falls into.
    #[must_use]
    pub fn value(&self, row: &[f32]) -> f32 {
        let mut node = self.nodes[0];
        while node.column != Node::LEAF {
            let right = u32::from(row[node.column as usize] > node.value);
            node = self.nodes[(node.left + right) as usize];
        }
        node.value
    }

    /// Visits the columns that the tree asks about.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.nodes
            .iter()
            .filter(|node| node.column != Node::LEAF)
            .map(|node| node.column as usize)
    }
}

/// How many rows walk down a tree together: their steps do not wait for one another.
const TOGETHER: usize = 8;

/// A tree whose leaves lead to themselves, so that rows can walk down it together until none moves on.
pub(super) struct Walk<B> {
    /// Column, bound and left child of each node.
    nodes: Vec<(u32, B, u32)>,
    values: Vec<f32>,
}

impl Tree {
    fn walk<B>(&self, bound: impl Fn(usize, f32) -> B, highest: B) -> Walk<B>
    where
        B: Copy,
    {
        let nodes = (0..)
            .zip(&self.nodes)
            .map(|(at, node)| match node.column {
                Node::LEAF => (0, highest, at),
                column => (column, bound(column as usize, node.value), node.left),
            })
            .collect();
        // The values of inner nodes are never looked at.
        let values = self.nodes.iter().map(|node| node.value).collect();
        Walk { nodes, values }
    }

    /// Returns the tree as it asks about values.
    pub(super) fn walk_of_values(&self) -> Walk<f32> {
        self.walk(|_, bound| bound, f32::INFINITY)
    }

    /// Returns the tree as it asks about a table's bins.
    pub(super) fn walk_of_bins(&self, table: &super::BinnedRows) -> Walk<u8> {
        self.walk(|column, bound| table.binning.bin(column, bound), u8::MAX)
    }
}

impl<B: Copy + PartialOrd> Walk<B> {
    /// Adds the value of each row's leaf to its score; `cell` tells the value of a row in a column.
    pub(super) fn add(&self, scores: &mut [f32], cell: impl Fn(usize, usize) -> B) {
        for (chunk, scores) in scores.chunks_mut(TOGETHER).enumerate() {
            let first = chunk * TOGETHER;
            let mut at = [0_usize; TOGETHER];
            let at = &mut at[..scores.len()];
            loop {
                let mut moved = false;
                for (row, at) in at.iter_mut().enumerate() {
                    let (column, bound, left) = self.nodes[*at];
                    let right = usize::from(cell(first + row, column as usize) > bound);
                    let next = left as usize + right;
                    moved |= next != *at;
                    *at = next;
                }
                if !moved {
                    break;
                }
            }
            for (score, at) in scores.iter_mut().zip(at) {
                *score += self.values[*at];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_walk_together_come_to_their_own_leaves() {
        let inner = |column, value, left| Node {
            column,
            value,
            left,
        };
        let tree = Tree {
            nodes: vec![
                inner(0, 0.5, 1),
                Node::leaf(1.0),
                inner(1, -2.0, 3),
                inner(0, 3.0, 5),
                Node::leaf(2.0),
                Node::leaf(4.0),
                Node::leaf(8.0),
            ],
        };
        let rows: Vec<[f32; 2]> = (0..21_i8)
            .map(|at| [f32::from(at % 5), f32::from(at % 7 - 4)])
            .chain([[f32::NAN, 0.0], [9.0, f32::NAN], [f32::INFINITY, -9.0]])
            .collect();
        let mut scores = vec![0.5; rows.len()];
        tree.walk_of_values()
            .add(&mut scores, |row, column| rows[row][column]);
        for (row, score) in rows.iter().zip(scores) {
            assert_eq!(score, 0.5 + tree.value(row));
        }
        let mut scores = vec![0.5; rows.len()];
        Tree {
            nodes: vec![Node::leaf(3.0)],
        }
        .walk_of_values()
        .add(&mut scores, |row, column| rows[row][column]);
        assert!(scores.iter().all(|score| *score == 3.5));
    }
}
