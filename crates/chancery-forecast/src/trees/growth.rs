//! Grows one tree, leaf by leaf, from gradients.

use super::{
    bins::{BinnedRows, Binning},
    tree::{Node, Tree},
};
use rayon::prelude::*;
use std::ops::Range;

/// What a tree may be like.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Shape {
    pub(super) leaves: usize,
    /// The least sum of second derivatives in a leaf.
    pub(super) least_weight: f64,
    /// Added to the second derivatives of a leaf (ridge).
    pub(super) ridge: f64,
    /// What a leaf's value is multiplied by.
    pub(super) rate: f64,
}

/// First and second derivatives of the loss, summed by bin.
type Sums = [f64; 2];

/// A leaf that may still be split.
struct Leaf {
    node: usize,
    rows: Range<usize>,
    sums: Sums,
    histograms: Vec<[Sums; Binning::MOST]>,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    /// The place of the column among those in use.
    place: usize,
    bin: usize,
    left: Sums,
}

/// Grows a tree on some rows and columns.
pub(super) fn grow(
    table: &BinnedRows,
    derivatives: &[[f32; 2]],
    drawn: &[u32],
    columns: &[usize],
    shape: Shape,
) -> Tree {
    // The rows drawn are copied together, so that what follows walks through little memory.
    let grower = Grower {
        binning: &table.binning,
        bins: columns
            .par_iter()
            .map(|column| {
                let bins = &table.columns[*column];
                drawn.iter().map(|row| bins[*row as usize]).collect()
            })
            .collect(),
        derivatives: drawn.iter().map(|row| derivatives[*row as usize]).collect(),
        columns,
        shape,
    };
    let mut rows: Vec<u32> = (0..drawn.len() as u32).collect();
    let mut scratch = vec![0_u32; rows.len()];
    let mut nodes = vec![Node::leaf(0.0)];
    let mut leaves = vec![grower.leaf(0, &rows, 0..rows.len())];
    nodes[0] = Node::leaf(grower.value(leaves[0].sums));
    while leaves.len() < shape.leaves {
        let Some(at) = widest(&leaves) else { break };
        let leaf = leaves.swap_remove(at);
        let Some(split) = leaf.best else { break };
        let middle = grower.part(&mut rows, &mut scratch, &leaf, split);
        let left = nodes.len();
        let column = columns[split.place];
        nodes[leaf.node] = Node {
            column: column as u32,
            value: table.binning.bound(column, split.bin),
            left: left as u32,
        };
        let [one, other] = grower.children(&rows, leaf, split, middle, left);
        nodes.push(Node::leaf(grower.value(one.sums)));
        nodes.push(Node::leaf(grower.value(other.sums)));
        leaves.extend([one, other]);
    }
    Tree { nodes }
}

/// Returns the place of the leaf whose split gains most; the first among equals by node.
fn widest(leaves: &[Leaf]) -> Option<usize> {
    let gain = |leaf: &Leaf| leaf.best.map(|split| split.gain);
    (0..leaves.len())
        .filter(|at| leaves[*at].best.is_some())
        .max_by(|one, other| {
            gain(&leaves[*one])
                .partial_cmp(&gain(&leaves[*other]))
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(leaves[*other].node.cmp(&leaves[*one].node))
        })
}

struct Grower<'a> {
    binning: &'a Binning,
    /// For each column in use, the bins of the rows drawn.
    bins: Vec<Vec<u8>>,
    derivatives: Vec<[f32; 2]>,
    columns: &'a [usize],
    shape: Shape,
}

impl Grower<'_> {
    /// Returns a leaf of some rows, with its best split.
    fn leaf(&self, node: usize, rows: &[u32], range: Range<usize>) -> Leaf {
        let rows = &rows[range.clone()];
        let (sums, histograms) = self.histograms(rows);
        let mut leaf = Leaf {
            node,
            rows: range,
            sums,
            histograms,
            best: None,
        };
        leaf.best = self.best(&leaf);
        leaf
    }

    /// Returns the sums of some rows, in all and by bin of each column.
    fn histograms(&self, rows: &[u32]) -> (Sums, Vec<[Sums; Binning::MOST]>) {
        let derivatives: Vec<[f32; 2]> = rows
            .iter()
            .map(|row| self.derivatives[*row as usize])
            .collect();
        let total = derivatives.iter().fold([0.0; 2], |sum, [first, second]| {
            [sum[0] + f64::from(*first), sum[1] + f64::from(*second)]
        });
        let histograms = (0..self.columns.len())
            .into_par_iter()
            .map(|place| self.histogram(place, rows, &derivatives, total))
            .collect();
        (total, histograms)
    }

    /// Sums up a column's bins. The fullest bin gets what the others leave of the total: adding to one
    /// place over and over is what would take longest.
    fn histogram(
        &self,
        place: usize,
        rows: &[u32],
        derivatives: &[[f32; 2]],
        total: Sums,
    ) -> [Sums; Binning::MOST] {
        let bins = &self.bins[place];
        let fullest = self.binning.fullest(self.columns[place]);
        let mut histogram = [[0.0; 2]; Binning::MOST];
        for (row, [first, second]) in rows.iter().zip(derivatives) {
            let bin = bins[*row as usize];
            if bin != fullest {
                let sums = &mut histogram[usize::from(bin) & (Binning::MOST - 1)];
                sums[0] += f64::from(*first);
                sums[1] += f64::from(*second);
            }
        }
        let others = histogram
            .iter()
            .fold([0.0; 2], |sum, bin| [sum[0] + bin[0], sum[1] + bin[1]]);
        histogram[usize::from(fullest)] = [total[0] - others[0], total[1] - others[1]];
        histogram
    }

    /// Returns the split of a leaf that lowers the loss most.
    fn best(&self, leaf: &Leaf) -> Option<Split> {
        let before = self.worth(leaf.sums);
        let mut best: Option<Split> = None;
        for (place, histogram) in leaf.histograms.iter().enumerate() {
            let bins = self.binning.bins(self.columns[place]);
            let mut left = [0.0; 2];
            for (bin, sums) in histogram[..bins - 1].iter().enumerate() {
                left = [left[0] + sums[0], left[1] + sums[1]];
                let right = [leaf.sums[0] - left[0], leaf.sums[1] - left[1]];
                if left[1] < self.shape.least_weight {
                    continue;
                }
                if right[1] < self.shape.least_weight {
                    break;
                }
                let gain = self.worth(left) + self.worth(right) - before;
                if gain > best.map_or(1e-9, |split| split.gain) {
                    best = Some(Split {
                        gain,
                        place,
                        bin,
                        left,
                    });
                }
            }
        }
        best
    }

    /// Parts a leaf's rows in place, both sides in their order; returns where the right side starts.
    fn part(&self, rows: &mut [u32], scratch: &mut [u32], leaf: &Leaf, split: Split) -> usize {
        let bins = &self.bins[split.place];
        let rows = &mut rows[leaf.rows.clone()];
        let (mut left, mut right) = (0, 0);
        for at in 0..rows.len() {
            let row = rows[at];
            if usize::from(bins[row as usize]) <= split.bin {
                rows[left] = row;
                left += 1;
            } else {
                scratch[right] = row;
                right += 1;
            }
        }
        rows[left..].copy_from_slice(&scratch[..right]);
        leaf.rows.start + left
    }

    /// Returns the two children: the smaller is counted, the larger is what is left of the parent.
    fn children(
        &self,
        rows: &[u32],
        leaf: Leaf,
        split: Split,
        middle: usize,
        node: usize,
    ) -> [Leaf; 2] {
        let (left, right) = (leaf.rows.start..middle, middle..leaf.rows.end);
        let left_is_smaller = left.len() <= right.len();
        let smaller = if left_is_smaller {
            left.clone()
        } else {
            right.clone()
        };
        let (_, counted) = self.histograms(&rows[smaller]);
        let mut rest = leaf.histograms;
        for (rest, counted) in rest.iter_mut().zip(&counted) {
            for (rest, counted) in rest.iter_mut().zip(counted) {
                rest[0] -= counted[0];
                rest[1] -= counted[1];
            }
        }
        let (left_histograms, right_histograms) = if left_is_smaller {
            (counted, rest)
        } else {
            (rest, counted)
        };
        let right_sums = [leaf.sums[0] - split.left[0], leaf.sums[1] - split.left[1]];
        [
            (node, left, split.left, left_histograms),
            (node + 1, right, right_sums, right_histograms),
        ]
        .map(|(node, rows, sums, histograms)| {
            let mut leaf = Leaf {
                node,
                rows,
                sums,
                histograms,
                best: None,
            };
            leaf.best = self.best(&leaf);
            leaf
        })
    }

    /// Returns how much the best single value of a leaf with these sums lowers the loss, twice.
    fn worth(&self, [first, second]: Sums) -> f64 {
        first * first / (second + self.shape.ridge)
    }

    fn value(&self, [first, second]: Sums) -> f32 {
        (-self.shape.rate * first / (second + self.shape.ridge)) as f32
    }
}
