//! Matrix products with the same bits on every processor.
//!
//! Each output is `bias + x₀w₀ + x₁w₁ + …`, summed in that order with fused multiply-adds, which
//! IEEE 754 rounds exactly once. Vector instructions work on neighbouring outputs, never along a
//! sum, so neither their width nor the number of rows changes a result. Processors without a fused
//! multiply-add (before 2013) compute it in software: slower, and equal.

use pulp::{Arch, Simd, WithSimd};
use std::sync::LazyLock;

/// The instruction set that this machine has.
static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

/// The number of outputs that are computed together.
const PANEL: usize = 16;

/// The number of rows that are laid out at a time, so that they stay in the cache.
const ROWS: usize = 96;

/// The weights and biases of a linear layer, laid out in panels of [`PANEL`] outputs.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Matrix {
    inputs: usize,
    /// For each panel, input by input, the weights of its outputs.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Lays out weights given output by output, with a bias for each output.
    pub(super) fn new(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let outputs = bias.len();
        let width = outputs.next_multiple_of(PANEL);
        let mut panels = vec![0.0; width * inputs];
        for (output, row) in weights.chunks_exact(inputs.max(1)).enumerate() {
            let (panel, lane) = (output / PANEL, output % PANEL);
            for (input, &weight) in row.iter().enumerate() {
                panels[(panel * inputs + input) * PANEL + lane] = weight;
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(width, 0.0);
        Self {
            inputs,
            weights: panels,
            bias: padded,
        }
    }

    /// Returns the length of a row of results: the outputs, rounded up to whole panels.
    pub(super) fn width(&self) -> usize {
        self.bias.len()
    }

    /// Returns the number of inputs.
    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Multiplies `rows` rows of input, the first at the start and each `stride` after the last.
    pub(super) fn apply(&self, input: &[f32], stride: usize, rows: usize) -> Vec<f32> {
        let mut output = Vec::new();
        let mut scratch = Vec::new();
        self.apply_into(input, stride, rows, &mut scratch, &mut output);
        output
    }

    /// Does the same into a vector that is kept, with another to work in.
    pub(super) fn apply_into(
        &self,
        input: &[f32],
        stride: usize,
        rows: usize,
        scratch: &mut Vec<f32>,
        output: &mut Vec<f32>,
    ) {
        // Every value is overwritten, so that what the vector held does not matter.
        output.resize(rows * self.width(), 0.0);
        ARCH.dispatch(Product {
            matrix: self,
            input,
            stride,
            rows,
            scratch,
            output,
        });
    }

    /// Multiplies one row of input.
    pub(super) fn apply_one(&self, input: &[f32], output: &mut [f32]) {
        ARCH.dispatch(RowProduct {
            matrix: self,
            input,
            output,
        });
    }

    fn panels(&self) -> impl Iterator<Item = (&[f32], &[f32])> {
        self.weights
            .chunks_exact((self.inputs * PANEL).max(1))
            .zip(self.bias.chunks_exact(PANEL))
    }
}

struct Product<'a> {
    matrix: &'a Matrix,
    input: &'a [f32],
    stride: usize,
    rows: usize,
    scratch: &'a mut Vec<f32>,
    output: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            16 => self.blocks::<S, 1, 12>(simd),
            8 => self.blocks::<S, 2, 6>(simd),
            4 => self.blocks::<S, 4, 4>(simd),
            _ => self.blocks::<S, 16, 1>(simd),
        }
    }
}

impl Product<'_> {
    /// Works through blocks of `HEIGHT` rows, with `VECTORS` vectors to a panel.
    #[inline(always)]
    fn blocks<S: Simd, const VECTORS: usize, const HEIGHT: usize>(self, simd: S) {
        let Self {
            matrix,
            input,
            stride,
            rows,
            scratch,
            output,
        } = self;
        let (inputs, width) = (matrix.inputs, matrix.width());
        scratch.resize(ROWS.next_multiple_of(HEIGHT) * inputs, 0.0);
        let mut first = 0;
        while first < rows {
            let count = ROWS.min(rows - first);
            // Input by input, the values of the rows of a block; missing rows are zeros.
            let blocks = count.div_ceil(HEIGHT);
            let laid = &mut scratch[..blocks * HEIGHT * inputs];
            for (number, block) in laid.chunks_exact_mut((HEIGHT * inputs).max(1)).enumerate() {
                for lane in 0..HEIGHT {
                    let row = number * HEIGHT + lane;
                    if row < count {
                        let start = (first + row) * stride;
                        let values = &input[start..start + inputs];
                        for (slot, &value) in
                            block.iter_mut().skip(lane).step_by(HEIGHT).zip(values)
                        {
                            *slot = value;
                        }
                    } else {
                        for slot in block.iter_mut().skip(lane).step_by(HEIGHT) {
                            *slot = 0.0;
                        }
                    }
                }
            }
            let results = &mut output[first * width..(first + count) * width];
            for (number, (weights, bias)) in matrix.panels().enumerate() {
                for (block, target) in laid
                    .chunks_exact((HEIGHT * inputs).max(1))
                    .zip(results.chunks_mut(HEIGHT * width))
                {
                    let sums = block_sums::<S, VECTORS, HEIGHT>(simd, block, weights, bias);
                    for (row, sums) in target.chunks_exact_mut(width).zip(sums) {
                        let slots = &mut row[number * PANEL..(number + 1) * PANEL];
                        let (vectors, _) = S::as_mut_simd_f32s(slots);
                        for (slot, sum) in vectors.iter_mut().zip(sums) {
                            *slot = sum;
                        }
                    }
                }
            }
            first += count;
        }
    }
}

/// Returns the sums of one panel for one block of rows.
#[inline(always)]
fn block_sums<S: Simd, const VECTORS: usize, const HEIGHT: usize>(
    simd: S,
    block: &[f32],
    weights: &[f32],
    bias: &[f32],
) -> [[S::f32s; VECTORS]; HEIGHT] {
    let (bias, _) = S::as_simd_f32s(bias);
    let mut start = [simd.splat_f32s(0.0); VECTORS];
    for (sum, &bias) in start.iter_mut().zip(bias) {
        *sum = bias;
    }
    let mut sums = [start; HEIGHT];
    let (weights, _) = S::as_simd_f32s(weights);
    let (inputs, _) = block.as_chunks::<HEIGHT>();
    let (weights, _) = weights.as_chunks::<VECTORS>();
    for (values, weights) in inputs.iter().zip(weights) {
        for row in 0..HEIGHT {
            let value = simd.splat_f32s(values[row]);
            for lane in 0..VECTORS {
                sums[row][lane] = simd.mul_add_f32s(value, weights[lane], sums[row][lane]);
            }
        }
    }
    sums
}

struct RowProduct<'a> {
    matrix: &'a Matrix,
    input: &'a [f32],
    output: &'a mut [f32],
}

impl WithSimd for RowProduct<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            16 => self.row::<S, 1>(simd),
            8 => self.row::<S, 2>(simd),
            4 => self.row::<S, 4>(simd),
            _ => self.row::<S, 16>(simd),
        }
    }
}

impl RowProduct<'_> {
    /// Takes four panels at a time, so that one sum need not wait for another.
    #[inline(always)]
    fn row<S: Simd, const VECTORS: usize>(self, simd: S) {
        let length = self.matrix.inputs * PANEL;
        let panels = self.matrix.weights.chunks(4 * length.max(1));
        let biases = self.matrix.bias.chunks(4 * PANEL);
        let results = self.output.chunks_mut(4 * PANEL);
        for ((weights, bias), result) in panels.zip(biases).zip(results) {
            if weights.len() == 4 * length {
                let (first, rest) = weights.split_at(length);
                let (second, rest) = rest.split_at(length);
                let (third, fourth) = rest.split_at(length);
                let mut sums = [[simd.splat_f32s(0.0); VECTORS]; 4];
                let (starts, _) = S::as_simd_f32s(bias);
                let (starts, _) = starts.as_chunks::<VECTORS>();
                for (sum, start) in sums.iter_mut().zip(starts) {
                    *sum = *start;
                }
                let (first, second) = (chunks::<S, VECTORS>(first), chunks::<S, VECTORS>(second));
                let (third, fourth) = (chunks::<S, VECTORS>(third), chunks::<S, VECTORS>(fourth));
                for ((((&value, first), second), third), fourth) in self
                    .input
                    .iter()
                    .zip(first)
                    .zip(second)
                    .zip(third)
                    .zip(fourth)
                {
                    let value = simd.splat_f32s(value);
                    for lane in 0..VECTORS {
                        sums[0][lane] = simd.mul_add_f32s(value, first[lane], sums[0][lane]);
                        sums[1][lane] = simd.mul_add_f32s(value, second[lane], sums[1][lane]);
                        sums[2][lane] = simd.mul_add_f32s(value, third[lane], sums[2][lane]);
                        sums[3][lane] = simd.mul_add_f32s(value, fourth[lane], sums[3][lane]);
                    }
                }
                store::<S, VECTORS>(result, &sums);
            } else {
                let panels = weights.chunks_exact(length.max(1));
                for ((weights, bias), result) in panels
                    .zip(bias.chunks_exact(PANEL))
                    .zip(result.chunks_exact_mut(PANEL))
                {
                    let sums = block_sums::<S, VECTORS, 1>(simd, self.input, weights, bias);
                    store::<S, VECTORS>(result, &sums);
                }
            }
        }
    }
}

#[inline(always)]
fn chunks<S: Simd, const VECTORS: usize>(weights: &[f32]) -> &[[S::f32s; VECTORS]] {
    S::as_simd_f32s(weights).0.as_chunks::<VECTORS>().0
}

#[inline(always)]
fn store<S: Simd, const VECTORS: usize>(result: &mut [f32], sums: &[[S::f32s; VECTORS]]) {
    let (slots, _) = S::as_mut_simd_f32s(result);
    for (slot, sum) in slots.iter_mut().zip(sums.as_flattened()) {
        *slot = *sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, one fused multiply-add after another.
    fn plain(matrix: &[f32], bias: &[f32], input: &[f32]) -> Vec<f32> {
        matrix
            .chunks_exact(input.len())
            .zip(bias)
            .map(|(row, &bias)| {
                row.iter()
                    .zip(input)
                    .fold(bias, |sum, (weight, value)| value.mul_add(*weight, sum))
            })
            .collect()
    }

    #[test]
    fn every_shape_gives_the_bits_of_the_definition() {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        for (inputs, outputs, rows) in [(1, 1, 1), (64, 106, 1), (7, 33, 5), (288, 288, 101)] {
            let weights: Vec<f32> = (0..inputs * outputs).map(|_| next()).collect();
            let bias: Vec<f32> = (0..outputs).map(|_| next()).collect();
            let input: Vec<f32> = (0..inputs * rows).map(|_| next()).collect();
            let matrix = Matrix::new(&weights, &bias, inputs);
            let all = matrix.apply(&input, inputs, rows);
            let mut one = vec![0.0; matrix.width()];
            for (row, values) in input.chunks_exact(inputs).enumerate() {
                let expected = plain(&weights, &bias, values);
                assert_eq!(&all[row * matrix.width()..][..outputs], &expected[..]);
                matrix.apply_one(values, &mut one);
                assert_eq!(&one[..outputs], &expected[..]);
            }
            let scalar = &mut vec![0.0; rows * matrix.width()][..];
            Simd::vectorize(
                pulp::Scalar,
                Product {
                    matrix: &matrix,
                    input: &input,
                    stride: inputs,
                    rows,
                    scratch: &mut Vec::new(),
                    output: scalar,
                },
            );
            assert_eq!(scalar, &all[..]);
        }
    }
}
