//! The network that turns tokens into vectors: hash embeddings, word vectors, and four
//! convolutional layers over the neighbouring tokens (Honnibal's `HashEmbedCNN`).

use super::kernel::Matrix;
use super::load::LoadError;
use super::parts::{Feature, Parts, Tensor};

/// A layer of maxout units with layer normalisation.
#[derive(Debug)]
pub(super) struct Maxout {
    /// Its outputs are all first pieces, then all second pieces, and so on.
    matrix: Matrix,
    outputs: usize,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn new(parts: &Parts, name: &str) -> Result<Self, LoadError> {
        let weights = parts.tensor(&format!("{name}.weights"))?;
        let &[outputs, pieces, inputs] = &weights.shape[..] else {
            return Err(LoadError::Shape(name.to_owned()));
        };
        let bias = parts.tensor(&format!("{name}.bias"))?.floats();
        let gain = parts.tensor(&format!("{name}.gain"))?.floats();
        let shift = parts.tensor(&format!("{name}.shift"))?.floats();
        if bias.len() != outputs * pieces
            || gain.len() != outputs
            || shift.len() != outputs
            || !outputs.is_multiple_of(16)
            || inputs == 0
        {
            return Err(LoadError::Shape(name.to_owned()));
        }
        let (weights, bias) = by_piece(&weights.floats(), &bias, (outputs, pieces, inputs));
        Ok(Self {
            matrix: Matrix::new(&weights, &bias, inputs),
            outputs,
            gain,
            shift,
        })
    }

    /// Computes `rows` rows from input whose rows lie `stride` apart.
    fn apply(&self, input: &[f32], stride: usize, rows: usize, work: &mut Work) {
        let Work {
            scratch,
            sums,
            output,
        } = work;
        self.matrix.apply_into(input, stride, rows, scratch, sums);
        output.resize(rows * self.outputs, 0.0);
        for (sums, row) in sums
            .chunks_exact(self.matrix.width())
            .zip(output.chunks_exact_mut(self.outputs))
        {
            row.copy_from_slice(&sums[..self.outputs]);
            for piece in sums[self.outputs..].chunks_exact(self.outputs) {
                for (best, &value) in row.iter_mut().zip(piece) {
                    *best = if value > *best { value } else { *best };
                }
            }
            self.normalise(row);
        }
    }

    /// Brings a row to mean 0 and variance 1, then to the learned gain and shift. The sums run in
    /// sixteen lanes, added up in order at the end.
    fn normalise(&self, row: &mut [f32]) {
        let count = self.outputs as f32;
        let (chunks, _) = row.as_chunks::<16>();
        let mut lanes = [0.0_f32; 16];
        for chunk in chunks {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane += value;
            }
        }
        let mean = lanes.iter().sum::<f32>() / count;
        lanes = [0.0; 16];
        for chunk in chunks {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane += (value - mean) * (value - mean);
            }
        }
        let variance = lanes.iter().sum::<f32>() / count + 1e-8;
        let scale = 1.0 / variance.sqrt();
        for ((value, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *value = (*value - mean) * scale * gain + shift;
        }
    }
}

/// Reorders weights and biases from unit by unit to piece by piece.
fn by_piece(
    weights: &[f32],
    bias: &[f32],
    (outputs, pieces, inputs): (usize, usize, usize),
) -> (Vec<f32>, Vec<f32>) {
    let mut ordered = Vec::with_capacity(weights.len());
    let mut ordered_bias = Vec::with_capacity(bias.len());
    for piece in 0..pieces {
        for output in 0..outputs {
            let row = output * pieces + piece;
            ordered.extend_from_slice(&weights[row * inputs..(row + 1) * inputs]);
            ordered_bias.push(bias[row]);
        }
    }
    (ordered, ordered_bias)
}

/// Vectors to work in, kept from one paragraph to the next.
#[derive(Default, Debug)]
pub(super) struct Work {
    pub(super) scratch: Vec<f32>,
    pub(super) sums: Vec<f32>,
    pub(super) output: Vec<f32>,
}

/// A hash table of embeddings: four of its rows add up to the vector of a feature.
#[derive(Debug)]
struct Table {
    feature: Feature,
    seed: u32,
    rows: usize,
    tensor: Tensor,
}

/// What the embedding reads of a token.
pub(super) trait Features {
    /// Returns the id of a lexical feature.
    fn id(&self, feature: Feature) -> u64;
    /// Returns the row of the word's vector.
    fn vector(&self) -> Option<usize>;
}

/// A network from tokens to vectors.
#[derive(Debug)]
pub(super) struct Tok2Vec {
    tables: Vec<Table>,
    vectors: Option<Tensor>,
    mix: Maxout,
    encoders: Vec<Maxout>,
    width: usize,
}

impl Tok2Vec {
    /// Builds the network of a component, where it has one of its own.
    pub(super) fn new(parts: &Parts, owner: &str) -> Result<Option<Self>, LoadError> {
        let Some(embeddings) = parts
            .tables
            .embeddings
            .iter()
            .find(|embeddings| embeddings.owner == owner)
        else {
            return Ok(None);
        };
        let mut tables = Vec::new();
        for (number, &(feature, seed)) in embeddings.tables.iter().enumerate() {
            let name = format!("{owner}.table{number}");
            let tensor = parts.tensor(&name)?;
            let rows = match tensor.shape[..] {
                [rows, width] if rows > 0 && width > 0 => rows,
                _ => return Err(LoadError::Shape(name)),
            };
            tables.push(Table {
                feature,
                seed,
                rows,
                tensor,
            });
        }
        let vectors = parts.find(&format!("{owner}.vectors"))?;
        let mix = Maxout::new(parts, &format!("{owner}.layer0"))?;
        let width = mix.outputs;
        let embedded: usize = tables
            .iter()
            .map(|table| &table.tensor)
            .chain(&vectors)
            .map(Tensor::width)
            .sum();
        if embedded != mix.matrix.inputs() {
            return Err(LoadError::Shape(format!("{owner}.layer0")));
        }
        let mut encoders = Vec::new();
        for layer in 1..=embeddings.depth {
            let name = format!("{owner}.layer{layer}");
            let encoder = Maxout::new(parts, &name)?;
            // The window is one token to either side.
            if encoder.outputs != width || encoder.matrix.inputs() != 3 * width {
                return Err(LoadError::Shape(name));
            }
            encoders.push(encoder);
        }
        Ok(Some(Self {
            tables,
            vectors,
            mix,
            encoders,
            width,
        }))
    }

    /// Returns the length of a token's vector.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Appends the vector of each token by itself, before its neighbours are looked at.
    pub(super) fn embed<'a, T: Features + 'a>(
        &self,
        tokens: impl Iterator<Item = &'a T>,
        work: &mut Work,
        vectors: &mut Vec<f32>,
    ) {
        let inputs = self.mix.matrix.inputs();
        let mut input = Vec::new();
        for token in tokens {
            let start = input.len();
            input.resize(start + inputs, 0.0);
            let mut slots = &mut input[start..];
            for table in &self.tables {
                let (slot, rest) = slots.split_at_mut(table.tensor.width());
                slots = rest;
                for hash in super::hashing::row_hashes(token.id(table.feature), table.seed) {
                    let row = table.tensor.row(hash as usize % table.rows);
                    for (slot, value) in slot.iter_mut().zip(row) {
                        *slot += value;
                    }
                }
            }
            if let (Some(tensor), Some(row)) = (&self.vectors, token.vector()) {
                for (slot, value) in slots.iter_mut().zip(tensor.row(row)) {
                    *slot = value;
                }
            }
        }
        let rows = input.len() / inputs;
        self.mix.apply(&input, inputs, rows, work);
        vectors.extend_from_slice(&work.output);
    }

    /// Returns how many rows of zeros [`Tok2Vec::encode`] wants before and after the tokens'.
    pub(super) fn margin(&self) -> usize {
        self.encoders.len()
    }

    /// Lets each token's vector take in its neighbours', layer by layer. `rows` are the tokens'
    /// vectors between the margins, which stand for the emptiness around a text; the layers
    /// compute just as many rows of the margin as the next layer reads.
    pub(super) fn encode(&self, rows: &mut [f32], work: &mut Work) {
        let width = self.width;
        let count = rows.len() / width;
        for (number, encoder) in self.encoders.iter().enumerate() {
            let (first, last) = (number + 1, count - number - 1);
            encoder.apply(&rows[(first - 1) * width..], width, last - first, work);
            let inner = &mut rows[first * width..last * width];
            for (value, change) in inner.iter_mut().zip(&work.output) {
                *value += change;
            }
        }
    }
}

/// A linear layer on the tokens' vectors.
pub(super) fn linear(parts: &Parts, name: &str) -> Result<Matrix, LoadError> {
    let weights = parts.tensor(&format!("{name}.weights"))?;
    let bias = parts.tensor(&format!("{name}.bias"))?.floats();
    match weights.shape[..] {
        [outputs, inputs] if outputs == bias.len() && inputs > 0 => {
            Ok(Matrix::new(&weights.floats(), &bias, inputs))
        }
        _ => Err(LoadError::Shape(name.to_owned())),
    }
}

/// The scorer of a transition system: the vectors of a few tokens around the state, each with its
/// own weights, add up; maxout; one linear layer gives the score of each action.
#[derive(Debug)]
pub(super) struct Scorer {
    input: Matrix,
    /// For every token the sums of all features, computed before the first step.
    features: Matrix,
    bias: Vec<f32>,
    padding: Vec<f32>,
    output: Matrix,
    feature_count: usize,
    hidden: usize,
    actions: usize,
}

impl Scorer {
    /// Builds the scorer of a component that looks at `feature_count` tokens.
    pub(super) fn new(
        parts: &Parts,
        owner: &str,
        width: usize,
        feature_count: usize,
        actions: usize,
    ) -> Result<Self, LoadError> {
        let shape = |name: &str| LoadError::Shape(format!("{owner}.{name}"));
        let weights = parts.tensor(&format!("{owner}.features.weights"))?;
        let &[features, hidden, pieces, inputs] = &weights.shape[..] else {
            return Err(shape("features"));
        };
        let bias = parts.tensor(&format!("{owner}.features.bias"))?.floats();
        let padding = parts.tensor(&format!("{owner}.features.padding"))?.floats();
        let units = hidden * pieces;
        let input = linear(parts, &format!("{owner}.input"))?;
        let output = linear(parts, &format!("{owner}.output"))?;
        let outputs = parts.tensor(&format!("{owner}.output.bias"))?.shape;
        if features != feature_count
            || bias.len() != units
            || padding.len() != features * units
            || input.inputs() != width
            || inputs == 0
            || input.width() < inputs
            || output.inputs() != hidden
            || outputs[..] != [actions]
            || !units.is_multiple_of(16)
        {
            return Err(shape("features"));
        }
        let mut ordered = Vec::new();
        let mut ordered_padding = Vec::new();
        for (weights, padding) in weights
            .floats()
            .chunks_exact(units * inputs)
            .zip(padding.chunks_exact(units))
        {
            let (weights, padding) = by_piece(weights, padding, (hidden, pieces, inputs));
            ordered.extend(weights);
            ordered_padding.extend(padding);
        }
        let (_, bias) = by_piece(&vec![0.0; units], &bias, (hidden, pieces, 1));
        Ok(Self {
            input,
            features: Matrix::new(&ordered, &vec![0.0; features * units], inputs),
            bias,
            padding: ordered_padding,
            output,
            feature_count,
            hidden,
            actions,
        })
    }

    /// Computes the sums of all features of all tokens.
    pub(super) fn prepare(&self, vectors: &[f32], work: &mut Work, prepared: &mut Vec<f32>) {
        let rows = vectors.len() / self.input.inputs();
        self.input.apply_into(
            vectors,
            self.input.inputs(),
            rows,
            &mut work.scratch,
            &mut work.sums,
        );
        self.features.apply_into(
            &work.sums,
            self.input.width(),
            rows,
            &mut work.scratch,
            prepared,
        );
    }

    /// Scores the actions in a state: `tokens` are those that the scorer looks at.
    pub(super) fn score(&self, prepared: &[f32], tokens: &[Option<usize>], scores: &mut Scores) {
        let units = self.bias.len();
        let Scores {
            sums,
            hidden,
            actions,
        } = scores;
        sums.clear();
        sums.extend_from_slice(&self.bias);
        let row = self.feature_count * units;
        for (feature, token) in tokens.iter().enumerate() {
            let values = match token {
                Some(token) => &prepared[token * row + feature * units..][..units],
                None => &self.padding[feature * units..][..units],
            };
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value;
            }
        }
        hidden.clear();
        hidden.extend_from_slice(&sums[..self.hidden]);
        for piece in sums[self.hidden..].chunks_exact(self.hidden) {
            for (best, &value) in hidden.iter_mut().zip(piece) {
                *best = if value > *best { value } else { *best };
            }
        }
        actions.resize(self.output.width(), 0.0);
        self.output.apply_one(hidden, actions);
    }

    /// Returns the number of actions.
    pub(super) fn actions(&self) -> usize {
        self.actions
    }
}

/// The scores of the actions, and what leads to them.
#[derive(Default, Debug)]
pub(super) struct Scores {
    sums: Vec<f32>,
    hidden: Vec<f32>,
    pub(super) actions: Vec<f32>,
}
