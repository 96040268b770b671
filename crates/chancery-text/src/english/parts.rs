//! The parts of a pipeline as data, whichever form they were read from.
//!
//! A spaCy folder and the file embedded in the program both become [`Parts`], with the weights in
//! half precision; what runs is built from these alone, so the two give the same analysis.

use super::load::LoadError;
use half::f16;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Everything that a pipeline consists of.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Parts {
    /// Tables, labels and the shapes of the tensors.
    pub(super) tables: Tables,
    /// The ids of words with a vector, ascending, as little-endian 64-bit numbers.
    pub(super) vector_keys: Cow<'static, [u8]>,
    /// The row of each of those words, as little-endian 32-bit numbers.
    pub(super) vector_rows: Cow<'static, [u8]>,
    /// All tensors one after the other, as little-endian half-floats.
    pub(super) halves: Cow<'static, [u8]>,
}

/// Tables, labels and the shapes of the tensors.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tables {
    pub(super) name: String,
    pub(super) tokenizer: TokenizerTables,
    /// The norm of a word by its id.
    pub(super) norms: Vec<(u64, String)>,
    /// The tagger's labels in the order of its outputs.
    pub(super) tags: Vec<String>,
    /// The parser's actions in the order of its outputs.
    pub(super) parser_moves: Vec<(u8, String)>,
    /// The recogniser's actions in the order of its outputs.
    pub(super) entity_moves: Vec<(u8, String)>,
    pub(super) ruler: Vec<RulerPattern>,
    pub(super) lemmas: Vec<LemmaTables>,
    /// The hash tables of each `tok2vec`, and which lexical feature each reads.
    pub(super) embeddings: Vec<Embeddings>,
    pub(super) tensors: Vec<TensorShape>,
}

/// The rules of the tokenizer.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct TokenizerTables {
    pub(super) prefix: Option<String>,
    pub(super) suffix: Option<String>,
    pub(super) infix: Option<String>,
    pub(super) token: Option<String>,
    pub(super) url: Option<String>,
    /// Special cases: the string, and its tokens.
    pub(super) exceptions: Vec<(String, Vec<SpecialToken>)>,
    /// The special cases that an affix or a space would cut apart, and the tokens they would fall
    /// into: looked for once more in the finished text.
    pub(super) cut_exceptions: Vec<(String, Vec<String>)>,
}

/// A token of a special case, and its norm where it has its own.
pub(super) type SpecialToken = (String, Option<String>);

/// A rule of the attribute ruler: where one of the patterns matches, attributes are set.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct RulerPattern {
    /// Alternatives; each a test for every one of consecutive tokens.
    pub(super) patterns: Vec<Vec<Vec<(Attribute, Test)>>>,
    /// Which of the matched tokens changes, from the end if negative.
    pub(super) index: i64,
    pub(super) tag: Option<String>,
    pub(super) pos: Option<String>,
    pub(super) morph: Option<String>,
    pub(super) lemma: Option<String>,
    pub(super) dep: Option<String>,
}

/// An attribute that the ruler tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Attribute {
    Text,
    Lower,
    Tag,
    Dep,
    Space,
}

/// What the ruler asks of an attribute.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) enum Test {
    Is(String),
    In(Vec<String>),
    NotIn(Vec<String>),
    Matches(String),
    Flag(bool),
}

/// The lemmatizer's tables for a part of speech. `exceptions` and `index` are sorted lines, the
/// former a form, a tab and its lemmas.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct LemmaTables {
    pub(super) pos: String,
    pub(super) rules: Vec<(String, String)>,
    pub(super) exceptions: String,
    pub(super) index: String,
}

/// The hash embeddings of a `tok2vec`; the tensors are called `<owner>.table<n>`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Embeddings {
    /// `tok2vec`, `ner` or another component with one of its own.
    pub(super) owner: String,
    /// The feature and the seed of each table.
    pub(super) tables: Vec<(Feature, u32)>,
    /// The number of encoding layers after the first mixing one.
    pub(super) depth: usize,
}

/// A lexical feature that a hash embedding reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Feature {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Lower,
    Orth,
    /// Whether a space follows.
    Spacy,
    /// Whether the token is white space.
    IsSpace,
}

/// The name, shape and place of a tensor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct TensorShape {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    /// The number of half-floats before it.
    pub(super) start: usize,
}

/// A tensor in half precision.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) halves: Cow<'static, [u8]>,
}

impl Tensor {
    /// Returns the tensor in single precision.
    pub(super) fn floats(&self) -> Vec<f32> {
        decode(&self.halves).collect()
    }

    /// Returns the length of the last axis.
    pub(super) fn width(&self) -> usize {
        self.shape.last().copied().unwrap_or(0)
    }

    /// Returns one row of a matrix, value by value.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        let width = 2 * self.width();
        decode(
            self.halves
                .get(row * width..(row + 1) * width)
                .unwrap_or(&[]),
        )
    }
}

fn decode(bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().map(|pair| f16::from_le_bytes(*pair).to_f32())
}

impl Parts {
    /// Returns a tensor, or an error that names it.
    pub(super) fn tensor(&self, name: &str) -> Result<Tensor, LoadError> {
        self.find(name)?
            .ok_or_else(|| LoadError::NoTensor(name.to_owned()))
    }

    /// Returns a tensor where there is one.
    pub(super) fn find(&self, name: &str) -> Result<Option<Tensor>, LoadError> {
        let Some(entry) = self.tables.tensors.iter().find(|entry| entry.name == name) else {
            return Ok(None);
        };
        let count = entry
            .shape
            .iter()
            .try_fold(1_usize, |count, &length| count.checked_mul(length));
        let range = count
            .and_then(|count| entry.start.checked_add(count))
            .and_then(|end| Some(entry.start.checked_mul(2)?..end.checked_mul(2)?))
            .ok_or(LoadError::Truncated)?;
        let halves = match &self.halves {
            Cow::Borrowed(bytes) => bytes.get(range).map(Cow::Borrowed),
            Cow::Owned(bytes) => bytes.get(range).map(|part| Cow::Owned(part.to_vec())),
        };
        Ok(Some(Tensor {
            shape: entry.shape.clone(),
            halves: halves.ok_or(LoadError::Truncated)?,
        }))
    }
}

/// Gathers tensors, rounding them to half precision.
#[derive(Default)]
pub(super) struct TensorWriter {
    pub(super) shapes: Vec<TensorShape>,
    pub(super) halves: Vec<u8>,
}

impl TensorWriter {
    /// Appends a tensor.
    pub(super) fn push(&mut self, name: String, shape: &[usize], values: &[f32]) {
        self.shapes.push(TensorShape {
            name,
            shape: shape.to_vec(),
            start: self.halves.len() / 2,
        });
        for &value in values {
            self.halves
                .extend_from_slice(&f16::from_f32(value).to_le_bytes());
        }
    }
}
