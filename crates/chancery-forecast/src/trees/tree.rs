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

/// A tree whose questions are put to bins rather than to values.
pub(super) struct BinnedTree {
    nodes: Vec<(u32, u32, f32)>,
}

impl Tree {
    /// Returns the tree as it asks about a table's bins.
    pub(super) fn binned(&self, table: &super::BinnedRows) -> BinnedTree {
        let nodes = self
            .nodes
            .iter()
            .map(|node| match node.column {
                Node::LEAF => (Node::LEAF, 0, node.value),
                column => {
                    let bin = table.binning.bin(column as usize, node.value);
                    (column | u32::from(bin) << 16, node.left, 0.0)
                }
            })
            .collect();
        BinnedTree { nodes }
    }
}

impl BinnedTree {
    pub(super) fn value(&self, table: &super::BinnedRows, row: usize) -> f32 {
        let mut node = self.nodes[0];
        while node.0 != Node::LEAF {
            let (column, bin) = ((node.0 & 0xffff) as usize, (node.0 >> 16) as u8);
            let right = u32::from(table.columns[column][row] > bin);
            node = self.nodes[(node.1 + right) as usize];
        }
        node.2
    }
}
