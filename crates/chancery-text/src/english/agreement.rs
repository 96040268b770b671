//! How far the analysis agrees with that of spaCy itself.
//!
//! The reference holds no text: a line names a paragraph of a treebank file and carries hashes of
//! what spaCy 3.8.7 made of it with the same pipeline in single precision
//! (`reference/spacy_reference.py`). The treebank itself is joined when the measure is taken.

use super::pipeline::{English, Mention, Parse};
use serde::Serialize;

/// The reference: EWT dev and the permissive part of GUM dev, some 41,000 tokens.
pub const REFERENCE: &str = include_str!("../../reference/spacy-3.8.7.tsv");

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The layers that are compared, in the order of the reference.
pub const LAYERS: [&str; 5] = ["tokens", "tags", "heads and labels", "lemmas", "mentions"];

/// How far two analyses agree.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Agreement {
    /// Paragraphs compared.
    pub paragraphs: usize,
    /// Paragraphs of the reference that the data did not hold, or held with another text.
    pub absent: usize,
    /// Tokens compared.
    pub tokens: usize,
    /// Paragraphs that are equal in every layer.
    pub equal_paragraphs: usize,
    /// For each of [`LAYERS`], the tokens that are equal.
    pub equal: [usize; 5],
    /// Every token that differs.
    pub differences: Vec<Difference>,
}

/// A token that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The treebank file.
    pub file: String,
    /// The number of the paragraph in it.
    pub paragraph: usize,
    /// The number of the token in the paragraph.
    pub token: usize,
    /// Its layer.
    pub layer: &'static str,
    /// What Chancery says there.
    pub found: String,
}

impl Agreement {
    /// Returns the share of tokens that are equal in a layer.
    pub fn share(&self, layer: usize) -> f64 {
        self.equal
            .get(layer)
            .map_or(0.0, |&equal| equal as f64 / self.tokens.max(1) as f64)
    }
}

/// Returns the paragraphs of a treebank in CoNLL-U, made of the sentences' texts.
pub fn treebank_paragraphs(conllu: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut sentences: Vec<&str> = Vec::new();
    for line in conllu.lines() {
        if line.starts_with("# newdoc") || line.starts_with("# newpar") {
            if !sentences.is_empty() {
                paragraphs.push(sentences.join(" "));
                sentences.clear();
            }
        } else if let Some(text) = line.strip_prefix("# text = ") {
            sentences.push(text);
        }
    }
    if !sentences.is_empty() {
        paragraphs.push(sentences.join(" "));
    }
    paragraphs
}

/// Compares a pipeline with the reference. `files` are treebanks: their names in the reference,
/// and their paragraphs.
pub fn agreement(english: &English, reference: &str, files: &[(String, Vec<String>)]) -> Agreement {
    let mut result = Agreement::default();
    for line in reference.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, number, text_hash, whole_hash, streams @ ..] = &fields[..] else {
            continue;
        };
        let number: usize = number.parse().unwrap_or(usize::MAX);
        let text = files
            .iter()
            .find(|(name, _)| name == file)
            .and_then(|(_, paragraphs)| paragraphs.get(number))
            .filter(|text| format!("{:016x}", fnv(text)) == *text_hash);
        let Some(text) = text else {
            result.absent += 1;
            continue;
        };
        let found = layers(text, &english.parse(text));
        let whole: Vec<String> = found.iter().map(|layer| layer.join("\t")).collect();
        let whole = format!("{:016x}", fnv(&whole.join("\n")));
        result.paragraphs += 1;
        result.equal_paragraphs += usize::from(whole == *whole_hash);
        result.tokens += streams.first().map_or(0, |stream| stream.len());
        for (layer, (words, stream)) in found.iter().zip(streams).enumerate() {
            // With another number of tokens none counts as equal from where the two part.
            for (token, (word, wanted)) in words.iter().zip(stream.bytes()).enumerate() {
                if character(word) == wanted {
                    result.equal[layer] += 1;
                } else {
                    result.differences.push(Difference {
                        file: (*file).to_owned(),
                        paragraph: number,
                        token,
                        layer: LAYERS[layer],
                        found: word.clone(),
                    });
                }
            }
        }
    }
    result
}

/// Spells out each layer of each token as the reference's script does.
fn layers(text: &str, parse: &Parse) -> [Vec<String>; 5] {
    let tokens = &parse.tokens;
    let mut mentions = vec!["O".to_owned(); tokens.len()];
    for Mention { tokens, label } in &parse.mentions {
        for token in tokens.clone() {
            let part = if token == tokens.start { "B" } else { "I" };
            mentions[token] = format!("{part} {label}");
        }
    }
    debug_assert!(tokens.last().is_none_or(|last| last.end <= text.len()));
    [
        tokens
            .iter()
            .map(|token| format!("{}:{}", token.start, token.end))
            .collect(),
        tokens
            .iter()
            .map(|token| format!("{} {}", token.tag, token.pos))
            .collect(),
        tokens
            .iter()
            .map(|token| format!("{} {}", token.head, token.dep))
            .collect(),
        tokens.iter().map(|token| token.lemma.to_string()).collect(),
        mentions,
    ]
}

/// The hash of Fowler, Noll and Vo, version 1a, in 64 bits.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

fn character(text: &str) -> u8 {
    let hash = fnv(text);
    ALPHABET[((hash ^ (hash >> 20) ^ (hash >> 40)) & 63) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reference made of our own analysis agrees, and of another one does not.
    #[test]
    fn differences_are_found() {
        let english = English::embedded();
        let conllu = "# newdoc id = a\n# text = Iran met Russia.\n# text = They spoke.\n# newpar\n# text = No.\n";
        let paragraphs = treebank_paragraphs(conllu);
        assert_eq!(paragraphs, ["Iran met Russia. They spoke.", "No."]);
        let line = |text: &str, analysed: &str| {
            let found = layers(analysed, &english.parse(analysed));
            let whole: Vec<String> = found.iter().map(|layer| layer.join("\t")).collect();
            let streams: Vec<String> = found
                .iter()
                .map(|layer| {
                    layer
                        .iter()
                        .map(|word| char::from(character(word)))
                        .collect()
                })
                .collect();
            let number = paragraphs.iter().position(|other| other == text);
            format!(
                "a\t{}\t{:016x}\t{:016x}\t{}",
                number.unwrap_or(9),
                fnv(text),
                fnv(&whole.join("\n")),
                streams.join("\t")
            )
        };
        let files = [("a".to_owned(), paragraphs.clone())];
        let same = agreement(english, &line("No.", "No."), &files);
        assert_eq!(
            (same.tokens, same.equal, same.equal_paragraphs),
            (2, [2; 5], 1)
        );
        let changed = line(&paragraphs[0], "Iran saw Russia. They speak.");
        let other = agreement(english, &changed, &files);
        assert!(other.equal[3] < other.tokens && other.equal_paragraphs == 0);
        assert_eq!(agreement(english, &line("Yes.", "Yes."), &files).absent, 1);
    }
}
