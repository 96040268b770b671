//! Reading a spaCy pipeline folder: tok2vec, tagger, parser, recogniser, ruler and lemmatizer.
//!
//! The layouts are those of spaCy 3.7–3.8 and thinc 8: a model file holds its layers in the order
//! of a walk, each with parameters (msgpack-numpy) and attributes.

use super::hashing::string_id;
use super::kernel::Matrix;
use super::msgpack::Value;
use super::parts::{
    Attribute, Embeddings, Feature, LemmaTables, Parts, RulerPattern, Tables, TensorWriter, Test,
    TokenizerTables,
};
use super::tokenizer::Tokenizer;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Why a language model could not be opened.
#[derive(thiserror::Error, Debug)]
pub enum LoadError {
    /// A file of the folder is absent.
    #[error("the pipeline has no file {0}")]
    NoFile(String),
    /// A file ends too early.
    #[error("a file of the language model is cut short")]
    Truncated,
    /// A file nests deeper than any pipeline does.
    #[error("a file of the language model nests too deeply")]
    Nested,
    /// A table lacks an entry.
    #[error("the language model lacks the entry {0:?}")]
    Missing(&'static str),
    /// A layer is absent.
    #[error("the language model lacks the weights {0}")]
    NoTensor(String),
    /// A layer has another shape than its neighbours.
    #[error("the weights {0} do not fit the layers beside them")]
    Shape(String),
    /// The pipeline uses something that is not implemented.
    #[error("the language model uses {0}, which Chancery does not know")]
    Unsupported(String),
    /// A regular expression of the tokenizer or ruler does not compile.
    #[error("a pattern of the language model does not compile: {0}")]
    Pattern(#[from] Box<fancy_regex::Error>),
    /// A table in JSON is malformed.
    #[error("a table of the language model is malformed: {0}")]
    Json(#[from] serde_json::Error),
    /// The bytes are no model file.
    #[error("this is not a language model file of Chancery")]
    NotAModel,
}

/// The files of a pipeline folder by their path inside it (`parser/model`, `vocab/vectors`).
pub type PipelineFiles = BTreeMap<String, Vec<u8>>;

/// The files that are read; a folder may hold more.
pub const PIPELINE_FILES: [&str; 14] = [
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "meta.json",
    "ner/model",
    "ner/moves",
    "parser/model",
    "parser/moves",
    "tagger/cfg",
    "tagger/model",
    "tok2vec/model",
    "tokenizer",
    "vocab/key2row",
    "vocab/lookups.bin",
    "vocab/vectors",
];

/// Reads the parts of a pipeline from the files of its folder.
pub(super) fn read_folder(files: &PipelineFiles) -> Result<Parts, LoadError> {
    let file = |name: &str| {
        files
            .get(name)
            .map(Vec::as_slice)
            .ok_or_else(|| LoadError::NoFile(name.to_owned()))
    };
    let mut tables = Tables {
        name: read_name(file("meta.json")?)?,
        tokenizer: read_tokenizer(&Value::read(file("tokenizer")?)?)?,
        ..Tables::default()
    };
    if let Some(bytes) = files.get("vocab/lookups.bin") {
        tables.norms = read_norms(&Value::read(bytes)?);
    }
    let vectors = match (files.get("vocab/vectors"), files.get("vocab/key2row")) {
        (Some(vectors), Some(rows)) => Some(Vectors::read(vectors, &Value::read(rows)?)?),
        _ => None,
    };
    let mut tensors = TensorWriter::default();
    for owner in ["tok2vec", "tagger", "parser", "ner"] {
        if let Some(bytes) = files.get(&format!("{owner}/model")) {
            let model = Value::read(bytes)?;
            let layers = read_layers(&model)?;
            write_layers(owner, &layers, vectors.as_ref(), &mut tables, &mut tensors)?;
        }
    }
    if let Some(bytes) = files.get("tagger/cfg") {
        let settings: serde_json::Value = serde_json::from_slice(bytes)?;
        tables.tags = settings["labels"]
            .as_array()
            .ok_or(LoadError::Missing("labels"))?
            .iter()
            .filter_map(|label| label.as_str().map(str::to_owned))
            .collect();
    }
    if let Some(bytes) = files.get("parser/moves") {
        tables.parser_moves = read_moves(bytes, |_, _| true)?;
    }
    if let Some(bytes) = files.get("ner/moves") {
        // The recogniser drops the action "missing" and every labelled "outside" (`ner.pyx`).
        tables.entity_moves = read_moves(bytes, |action, label| {
            action != 0 && (action != 5 || label.is_empty())
        })?;
    }
    if let Some(bytes) = files.get("attribute_ruler/patterns") {
        tables.ruler = read_ruler(&Value::read(bytes)?)?;
    }
    if let Some(bytes) = files.get("lemmatizer/lookups/lookups.bin") {
        tables.lemmas = read_lemmas(&Value::read(bytes)?);
    }
    tables.tensors = tensors.shapes;
    let (vector_keys, vector_rows) = vectors.map_or_else(Default::default, Vectors::into_index);
    Ok(Parts {
        tables,
        vector_keys: Cow::Owned(vector_keys),
        vector_rows: Cow::Owned(vector_rows),
        halves: Cow::Owned(tensors.halves),
    })
}

fn read_name(meta: &[u8]) -> Result<String, LoadError> {
    let meta: serde_json::Value = serde_json::from_slice(meta)?;
    let word = |key: &str| meta[key].as_str().unwrap_or("").to_owned();
    Ok(format!(
        "{}_{} {}",
        word("lang"),
        word("name"),
        word("version")
    ))
}

/// The attribute numbers of `ORTH` and `NORM` (`spacy.attrs`).
const ORTH: u64 = 65;
const NORM: u64 = 67;

fn read_tokenizer(value: &Value<'_>) -> Result<TokenizerTables, LoadError> {
    let pattern = |key: &str| {
        value
            .get(key)
            .and_then(Value::text)
            .filter(|pattern| !pattern.is_empty())
            .map(str::to_owned)
    };
    let mut exceptions = Vec::new();
    for (chunk, pieces) in value.require("exceptions")?.entries() {
        let Some(chunk) = chunk.text() else { continue };
        let mut tokens = Vec::new();
        for piece in pieces.items() {
            let attribute = |key| piece.get_number(key).and_then(Value::text);
            let orth = attribute(ORTH).ok_or(LoadError::Missing("ORTH"))?;
            tokens.push((orth.to_owned(), attribute(NORM).map(str::to_owned)));
        }
        exceptions.push((chunk.to_owned(), tokens));
    }
    exceptions.sort();
    let mut tables = TokenizerTables {
        prefix: pattern("prefix_search"),
        suffix: pattern("suffix_search"),
        infix: pattern("infix_finditer"),
        token: pattern("token_match"),
        url: pattern("url_match"),
        exceptions,
        cut_exceptions: Vec::new(),
    };
    let only_cut = value.get("faster_heuristics") != Some(&Value::Bool(false));
    tables.cut_exceptions = Tokenizer::cut_exceptions(&tables, only_cut)?;
    Ok(tables)
}

fn read_norms(lookups: &Value<'_>) -> Vec<(u64, String)> {
    let mut norms: Vec<(u64, String)> = lookups
        .get("lexeme_norm")
        .map_or(&[][..], Value::entries)
        .iter()
        .filter_map(|(key, norm)| {
            let id = key.unsigned().or_else(|| key.text().map(string_id))?;
            Some((id, norm.text()?.to_owned()))
        })
        .collect();
    norms.sort();
    norms
}

/// Reads transition actions in the order of the model's outputs (`transition_system.pyx`): by
/// action, labels by falling frequency; labels with negative frequencies, added later, at the end.
fn read_moves(
    bytes: &[u8],
    keep: impl Fn(u8, &str) -> bool,
) -> Result<Vec<(u8, String)>, LoadError> {
    let value = Value::read(bytes)?;
    let text = value.require("moves")?.text().unwrap_or("");
    let actions: BTreeMap<u8, BTreeMap<String, i64>> = serde_json::from_str(text)?;
    let mut moves = Vec::new();
    let mut added = Vec::new();
    for (&action, labels) in &actions {
        let mut labels: Vec<(i64, &String)> = labels
            .iter()
            .map(|(label, &count)| (count, label))
            .collect();
        labels.sort_by(|left, right| right.cmp(left));
        for (count, label) in labels {
            if count < 0 {
                added.push((count, label, action));
            } else if keep(action, label) {
                moves.push((action, label.clone()));
            }
        }
    }
    added.sort_by(|left, right| (right.0, right.1).cmp(&(left.0, left.1)));
    moves.extend(
        added
            .into_iter()
            .map(|(_, label, action)| (action, label.clone())),
    );
    Ok(moves)
}

fn read_ruler(value: &Value<'_>) -> Result<Vec<RulerPattern>, LoadError> {
    let mut rules = Vec::new();
    for entry in value.items() {
        let set = entry.require("attrs")?;
        let text = |key: &str| set.get(key).and_then(Value::text).map(str::to_owned);
        let mut patterns = Vec::new();
        for pattern in entry.require("patterns")?.items() {
            let tokens: Result<Vec<_>, _> = pattern.items().iter().map(read_tests).collect();
            patterns.push(tokens?);
        }
        rules.push(RulerPattern {
            patterns,
            index: entry.get("index").and_then(Value::integer).unwrap_or(0),
            tag: text("TAG"),
            pos: text("POS"),
            morph: text("MORPH"),
            lemma: text("LEMMA"),
            dep: text("DEP"),
        });
    }
    Ok(rules)
}

fn read_tests(token: &Value<'_>) -> Result<Vec<(Attribute, Test)>, LoadError> {
    let mut tests = Vec::new();
    for (name, wanted) in token.entries() {
        let name = name.text().unwrap_or("");
        let attribute = match name {
            "ORTH" | "TEXT" => Attribute::Text,
            "LOWER" => Attribute::Lower,
            "TAG" => Attribute::Tag,
            "DEP" => Attribute::Dep,
            "IS_SPACE" => Attribute::Space,
            other => return Err(LoadError::Unsupported(format!("the attribute {other}"))),
        };
        let words = |value: &Value<'_>| -> Vec<String> {
            value
                .items()
                .iter()
                .filter_map(|item| item.text().map(str::to_owned))
                .collect()
        };
        match wanted {
            Value::Bool(flag) => tests.push((attribute, Test::Flag(*flag))),
            Value::Map(operators) => {
                for (operator, value) in operators {
                    let test = match operator.text().unwrap_or("") {
                        "IN" => Test::In(words(value)),
                        "NOT_IN" => Test::NotIn(words(value)),
                        "REGEX" => Test::Matches(value.text().unwrap_or("").to_owned()),
                        other => {
                            return Err(LoadError::Unsupported(format!("the operator {other}")));
                        }
                    };
                    tests.push((attribute, test));
                }
            }
            other => {
                let word = other.text().ok_or(LoadError::Missing("pattern"))?;
                tests.push((attribute, Test::Is(word.to_owned())));
            }
        }
    }
    Ok(tests)
}

/// The parts of speech that a lemma table can be keyed by: Universal POS in lower case.
const PARTS_OF_SPEECH: [&str; 17] = [
    "adj", "adp", "adv", "aux", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn",
    "punct", "sconj", "sym", "verb", "x",
];

fn read_lemmas(lookups: &Value<'_>) -> Vec<LemmaTables> {
    let table = |name: &str, pos: &str| -> Option<Value<'_>> {
        let table = lookups.get(name)?;
        table
            .get_number(string_id(pos))
            .or_else(|| table.get(pos))
            .cloned()
    };
    let mut all = Vec::new();
    for pos in PARTS_OF_SPEECH {
        let (rules, exceptions, index) = (
            table("lemma_rules", pos),
            table("lemma_exc", pos),
            table("lemma_index", pos),
        );
        if rules.is_none() && exceptions.is_none() && index.is_none() {
            continue;
        }
        let pairs = |value: &Value<'_>| -> Vec<(String, String)> {
            value
                .items()
                .iter()
                .filter_map(|rule| match rule.items() {
                    [old, new] => Some((old.text()?.to_owned(), new.text()?.to_owned())),
                    _ => None,
                })
                .collect()
        };
        let mut exception_lines: Vec<String> = exceptions
            .iter()
            .flat_map(Value::entries)
            .filter_map(|(form, lemmas)| {
                let lemmas: Vec<&str> = lemmas.items().iter().filter_map(Value::text).collect();
                Some(format!("{}\t{}", form.text()?, lemmas.join("\t")))
            })
            .collect();
        exception_lines.sort();
        let mut index_lines: Vec<&str> = index
            .iter()
            .flat_map(Value::items)
            .filter_map(Value::text)
            .collect();
        index_lines.sort_unstable();
        all.push(LemmaTables {
            pos: pos.to_owned(),
            rules: rules.as_ref().map_or_else(Vec::new, pairs),
            exceptions: exception_lines.join("\n"),
            index: index_lines.join("\n"),
        });
    }
    all
}

/// One layer of a model file.
struct Layer<'a> {
    name: &'a str,
    parameters: &'a Value<'a>,
    attributes: &'a Value<'a>,
}

impl Layer<'_> {
    /// Returns the shape and values of a parameter.
    fn tensor(&self, name: &'static str) -> Result<(Vec<usize>, Vec<f32>), LoadError> {
        let value = self.parameters.require(name)?;
        if value.require("type")?.text() != Some("<f4") {
            return Err(LoadError::Unsupported("weights other than <f4".to_owned()));
        }
        let shape: Vec<usize> = value
            .require("shape")?
            .items()
            .iter()
            .filter_map(|length| usize::try_from(length.unsigned()?).ok())
            .collect();
        let values = floats(value.require("data")?.bytes().unwrap_or(&[]));
        let count = shape
            .iter()
            .try_fold(1_usize, |count, &length| count.checked_mul(length));
        if count != Some(values.len()) {
            return Err(LoadError::Shape(name.to_owned()));
        }
        Ok((shape, values))
    }

    /// Returns an attribute, which is MessagePack inside MessagePack.
    fn attribute(&self, name: &'static str) -> Result<Value<'_>, LoadError> {
        Value::read(self.attributes.require(name)?.bytes().unwrap_or(&[]))
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|word| f32::from_le_bytes(*word)).collect()
}

fn read_layers<'a>(model: &'a Value<'a>) -> Result<Vec<Layer<'a>>, LoadError> {
    let nodes = model.require("nodes")?.items();
    let parameters = model.require("params")?.items();
    let attributes = model.require("attrs")?.items();
    Ok(nodes
        .iter()
        .zip(parameters)
        .zip(attributes)
        .map(|((node, parameters), attributes)| Layer {
            name: node.get("name").and_then(Value::text).unwrap_or(""),
            parameters,
            attributes,
        })
        .collect())
}

/// Writes the layers of one component: a `tok2vec` where it has one, then its own.
fn write_layers(
    owner: &str,
    layers: &[Layer<'_>],
    vectors: Option<&Vectors>,
    tables: &mut Tables,
    tensors: &mut TensorWriter,
) -> Result<(), LoadError> {
    let mut features = Vec::new();
    let mut hashed = Vec::new();
    let mut mixing = 0;
    let mut linear = 0;
    let mut copy = |layer: &Layer<'_>, parameter, name: String| -> Result<(), LoadError> {
        let (shape, values) = layer.tensor(parameter)?;
        tensors.push(name, &shape, &values);
        Ok(())
    };
    for layer in layers {
        match layer.name {
            "extract_features" => features = read_features(&layer.attribute("columns")?)?,
            "hashembed" => {
                copy(layer, "E", format!("{owner}.table{}", hashed.len()))?;
                let number = |name| -> Result<u64, LoadError> {
                    Ok(layer.attribute(name)?.unsigned().unwrap_or(0))
                };
                hashed.push((number("column")?, number("seed")?));
            }
            "maxout" => {
                copy(layer, "W", format!("{owner}.layer{mixing}.weights"))?;
                copy(layer, "b", format!("{owner}.layer{mixing}.bias"))?;
            }
            "layernorm" => {
                copy(layer, "G", format!("{owner}.layer{mixing}.gain"))?;
                copy(layer, "b", format!("{owner}.layer{mixing}.shift"))?;
                mixing += 1;
            }
            "precomputable_affine" => {
                copy(layer, "W", format!("{owner}.features.weights"))?;
                copy(layer, "b", format!("{owner}.features.bias"))?;
                copy(layer, "pad", format!("{owner}.features.padding"))?;
            }
            "linear" => {
                // In the order of the walk the output layer stands before the input's.
                let name = ["output", "input"].get(linear).copied().unwrap_or("extra");
                copy(layer, "W", format!("{owner}.{name}.weights"))?;
                copy(layer, "b", format!("{owner}.{name}.bias"))?;
                linear += 1;
            }
            "softmax" => {
                copy(layer, "W", format!("{owner}.output.weights"))?;
                copy(layer, "b", format!("{owner}.output.bias"))?;
            }
            _ => {}
        }
    }
    for layer in layers.iter().filter(|layer| layer.name == "static_vectors") {
        let (shape, weights) = layer.tensor("W")?;
        let vectors = vectors.ok_or(LoadError::Missing("vocab/vectors"))?;
        let projected = vectors.project(&shape, &weights)?;
        let rows = vectors.rows;
        tensors.push(format!("{owner}.vectors"), &[rows, shape[0]], &projected);
    }
    if hashed.is_empty() {
        return Ok(());
    }
    let embeddings: Option<Vec<(Feature, u32)>> = hashed
        .into_iter()
        .map(|(column, seed)| {
            let feature = features.get(usize::try_from(column).ok()?)?;
            Some((*feature, u32::try_from(seed).ok()?))
        })
        .collect();
    tables.embeddings.push(Embeddings {
        owner: owner.to_owned(),
        tables: embeddings.ok_or(LoadError::Missing("columns"))?,
        depth: usize::saturating_sub(mixing, 1),
    });
    Ok(())
}

fn read_features(columns: &Value<'_>) -> Result<Vec<Feature>, LoadError> {
    columns
        .items()
        .iter()
        .map(|column| match column.text().unwrap_or("") {
            "NORM" => Ok(Feature::Norm),
            "PREFIX" => Ok(Feature::Prefix),
            "SUFFIX" => Ok(Feature::Suffix),
            "SHAPE" => Ok(Feature::Shape),
            "LOWER" => Ok(Feature::Lower),
            "ORTH" => Ok(Feature::Orth),
            "SPACY" => Ok(Feature::Spacy),
            "IS_SPACE" => Ok(Feature::IsSpace),
            other => Err(LoadError::Unsupported(format!("the feature {other}"))),
        })
        .collect()
}

/// The word vectors of a pipeline, in NumPy's file format, and the row of each word.
struct Vectors {
    rows: usize,
    width: usize,
    values: Vec<f32>,
    index: Vec<(u64, u32)>,
}

impl Vectors {
    fn read(file: &[u8], rows: &Value<'_>) -> Result<Self, LoadError> {
        // Magic, version, a 16-bit header length, a Python dictionary, the values.
        let (length, rest) = file
            .get(8..)
            .and_then(|rest| rest.split_first_chunk::<2>())
            .ok_or(LoadError::Truncated)?;
        let (header, data) = rest
            .split_at_checked(usize::from(u16::from_le_bytes(*length)))
            .ok_or(LoadError::Truncated)?;
        let header = String::from_utf8_lossy(header);
        if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
            return Err(LoadError::Unsupported("vectors other than <f4".to_owned()));
        }
        let shape: Vec<usize> = header
            .split_once("'shape': (")
            .and_then(|(_, rest)| rest.split_once(')'))
            .map_or("", |(shape, _)| shape)
            .split(',')
            .filter_map(|length| length.trim().parse().ok())
            .collect();
        let [rows_count, width] = shape[..] else {
            return Err(LoadError::Shape("vocab/vectors".to_owned()));
        };
        let values = floats(data);
        if rows_count.checked_mul(width) != Some(values.len()) {
            return Err(LoadError::Shape("vocab/vectors".to_owned()));
        }
        let mut index: Vec<(u64, u32)> = rows
            .entries()
            .iter()
            .filter_map(|(key, row)| Some((key.unsigned()?, u32::try_from(row.unsigned()?).ok()?)))
            .filter(|&(_, row)| (row as usize) < rows_count)
            .collect();
        index.sort_unstable();
        Ok(Self {
            rows: rows_count,
            width,
            values,
            index,
        })
    }

    /// Multiplies every vector with the weights of a `static_vectors` layer once and for all.
    fn project(&self, shape: &[usize], weights: &[f32]) -> Result<Vec<f32>, LoadError> {
        let &[outputs, inputs] = shape else {
            return Err(LoadError::Shape("static_vectors".to_owned()));
        };
        if inputs != self.width {
            return Err(LoadError::Shape("static_vectors".to_owned()));
        }
        let matrix = Matrix::new(weights, &vec![0.0; outputs], inputs);
        let wide = matrix.apply(&self.values, inputs, self.rows);
        let mut projected = Vec::with_capacity(self.rows * outputs);
        for row in wide.chunks_exact(matrix.width()) {
            projected.extend_from_slice(&row[..outputs]);
        }
        Ok(projected)
    }

    fn into_index(self) -> (Vec<u8>, Vec<u8>) {
        let keys = self.index.iter().flat_map(|(key, _)| key.to_le_bytes());
        let rows = self.index.iter().flat_map(|(_, row)| row.to_le_bytes());
        (keys.collect(), rows.collect())
    }
}
