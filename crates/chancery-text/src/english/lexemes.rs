//! Words apart from their context: their features, remembered from one occurrence to the next.

use super::hashing::string_id;
use super::layers::Features;
use super::parts::{Feature, Parts};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The number of a lexeme in its [`Vocabulary`].
pub(super) type LexemeId = u32;

/// A word form with the features that the networks read.
#[derive(Debug)]
pub(super) struct Lexeme {
    pub(super) text: Box<str>,
    pub(super) lower: Box<str>,
    pub(super) is_space: bool,
    /// Whether a special case that reaches over several tokens may begin here.
    pub(super) opens_special: bool,
    norm: u64,
    prefix: u64,
    suffix: u64,
    shape: u64,
    vector: Option<u32>,
}

/// A lexeme with or without a space after it.
pub(super) struct Spaced<'a> {
    pub(super) lexeme: &'a Lexeme,
    pub(super) space: bool,
}

impl Features for Spaced<'_> {
    fn id(&self, feature: Feature) -> u64 {
        let lexeme = self.lexeme;
        match feature {
            Feature::Norm => lexeme.norm,
            Feature::Prefix => lexeme.prefix,
            Feature::Suffix => lexeme.suffix,
            Feature::Shape => lexeme.shape,
            Feature::Lower => string_id(&lexeme.lower),
            Feature::Orth => string_id(&lexeme.text),
            Feature::Spacy => u64::from(self.space),
            Feature::IsSpace => u64::from(lexeme.is_space),
        }
    }

    fn vector(&self) -> Option<usize> {
        self.lexeme.vector.map(|row| row as usize)
    }
}

/// Norms by word, and which words have vectors: what a lexeme's features are computed from.
#[derive(Debug)]
pub(super) struct LexemeTables {
    norms: FxHashMap<u64, Box<str>>,
    vector_keys: Cow<'static, [u8]>,
    vector_rows: Cow<'static, [u8]>,
}

impl LexemeTables {
    pub(super) fn new(parts: &Parts) -> Self {
        Self {
            norms: parts
                .tables
                .norms
                .iter()
                .map(|(id, norm)| (*id, norm.as_str().into()))
                .collect(),
            vector_keys: parts.vector_keys.clone(),
            vector_rows: parts.vector_rows.clone(),
        }
    }

    /// Computes the features of a word, whose norm a special case may have set.
    pub(super) fn lexeme(&self, text: &str, norm: Option<&str>, opens_special: bool) -> Lexeme {
        let id = string_id(text);
        let lower = text.to_lowercase();
        let norm = norm
            .or_else(|| self.norms.get(&id).map(AsRef::as_ref))
            .or_else(|| base_norm(text))
            .unwrap_or(&lower);
        let prefix_end = text.chars().next().map_or(0, char::len_utf8);
        let suffix_start = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Lexeme {
            norm: string_id(norm),
            prefix: string_id(&text[..prefix_end]),
            suffix: string_id(&text[suffix_start..]),
            shape: string_id(&shape(text)),
            vector: self.vector(id),
            is_space: text.chars().all(is_space),
            opens_special,
            lower: lower.into(),
            text: text.into(),
        }
    }

    /// Finds the row of a word's vector by binary search.
    fn vector(&self, id: u64) -> Option<u32> {
        let (keys, _) = self.vector_keys.as_chunks::<8>();
        let (rows, _) = self.vector_rows.as_chunks::<4>();
        let place = keys
            .binary_search_by_key(&id, |key| u64::from_le_bytes(*key))
            .ok()?;
        rows.get(place).map(|row| u32::from_le_bytes(*row))
    }
}

/// Returns whether Python's `str.isspace` holds for a character.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Returns whether Python's `str.isdigit` holds, for the digits that occur in texts.
fn is_digit(character: char) -> bool {
    matches!(character,
        '0'..='9' | '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉'
        | '٠'..='٩' | '۰'..='۹' | '०'..='९' | '০'..='৯' | '０'..='９')
}

/// Returns the shape of a word: `X` for capitals, `x` for other letters, `d` for digits, other
/// characters as they are, and no more than four alike in a row.
fn shape(text: &str) -> String {
    if text.chars().count() >= 100 {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let mut last = '\0';
    let mut run = 0;
    for character in text.chars() {
        let kind = if character.is_alphabetic() {
            if character.is_uppercase() { 'X' } else { 'x' }
        } else if is_digit(character) {
            'd'
        } else {
            character
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 4 {
            shape.push(kind);
        }
    }
    shape
}

/// Norms of every language (`spacy.lang.norm_exceptions.BASE_NORMS`).
fn base_norm(text: &str) -> Option<&'static str> {
    Some(match text {
        "'S" | "’s" | "’S" => "'s",
        "’" | "‘" | "´" | "`" => "'",
        "”" | "“" | "''" | "``" | "´´" | "„" | "»" | "«" | "‘‘" | "’’" => "\"",
        "？" => "?",
        "！" => "!",
        "，" => ",",
        "；" => ";",
        "：" => ":",
        "。" | "।" => ".",
        "…" => "...",
        "—" | "–" | "--" | "---" | "——" => "-",
        "€" | "£" | "¥" | "฿" | "US$" | "C$" | "A$" | "₺" | "₹" | "৳" | "₩" | "Mex$" | "₣"
        | "E£" => "$",
        _ => return None,
    })
}

/// How many lexemes are remembered before the vocabulary starts afresh.
const CAPACITY: usize = 24_000;

/// The lexemes met so far.
#[derive(Default, Debug)]
pub(super) struct Vocabulary {
    lexemes: Vec<Lexeme>,
    plain: FxHashMap<Box<str>, LexemeId>,
    with_norm: FxHashMap<(Box<str>, Box<str>), LexemeId>,
}

impl Vocabulary {
    /// Returns whether it is time to start afresh; nothing that is computed depends on it.
    pub(super) fn is_full(&self) -> bool {
        self.lexemes.len() > CAPACITY
    }

    /// Returns a lexeme.
    pub(super) fn get(&self, id: LexemeId) -> &Lexeme {
        // Ids are given out by `intern` alone, for this vocabulary.
        &self.lexemes[id as usize]
    }

    /// Returns the id of a word with this norm, computing its features the first time.
    pub(super) fn intern(
        &mut self,
        text: &str,
        norm: Option<&str>,
        compute: impl FnOnce() -> Lexeme,
    ) -> LexemeId {
        let known = match norm {
            None => self.plain.get(text).copied(),
            Some(norm) => self.with_norm.get(&(text.into(), norm.into())).copied(),
        };
        if let Some(id) = known {
            return id;
        }
        let id = self.lexemes.len() as LexemeId;
        self.lexemes.push(compute());
        match norm {
            None => self.plain.insert(text.into(), id),
            Some(norm) => self.with_norm.insert((text.into(), norm.into()), id),
        };
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_long_runs() {
        assert_eq!(shape("Netanyahu"), "Xxxxx");
        assert_eq!(shape("U.S."), "X.X.");
        assert_eq!(shape("S-300s"), "X-dddx");
        assert_eq!(shape("2024–2025"), "dddd–dddd");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
    }
}
