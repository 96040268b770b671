//! The tokenizer: a text is cut at white space, and every piece at its prefixes, suffixes and
//! infixes, unless a special case or an address forbids it (`spacy.tokenizer`).

use super::lexemes::{LexemeId, LexemeTables, Vocabulary, is_space};
use super::load::LoadError;
use super::parts::TokenizerTables;
use fancy_regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

mod shortcuts;

/// A stretch without white space is cut here at the latest, so that the work on it is bounded.
const LONGEST: usize = 512;

/// How much of a piece the search for a prefix or suffix looks at.
const AFFIX: usize = 64;

/// How many different pieces are remembered.
const CAPACITY: usize = 50_000;

/// A token: where it stands in the text, and what word it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct RawToken {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lexeme: LexemeId,
    pub(super) space: bool,
}

/// A token of a special case.
#[derive(Clone, PartialEq, Debug)]
struct SpecialToken {
    text: Box<str>,
    norm: Option<Box<str>>,
}

/// The rules.
#[derive(Debug)]
pub(super) struct Tokenizer {
    prefix: Option<Regex>,
    suffix: Option<Regex>,
    infix: Option<Regex>,
    token: Option<Regex>,
    url: Option<Regex>,
    specials: FxHashMap<Box<str>, Vec<SpecialToken>>,
    /// By its first token, the tokens that a special case falls into when it is not known as one.
    sequences: FxHashMap<Box<str>, Vec<Vec<Box<str>>>>,
    /// Whether the patterns are those of English, about which [`shortcuts`] knows something.
    is_english: bool,
}

/// Pieces met so far with their tokens, as (start, end, lexeme).
#[derive(Default, Debug)]
pub(super) struct PieceCache {
    places: FxHashMap<Box<str>, (u32, u32)>,
    tokens: Vec<(u32, u32, LexemeId)>,
}

impl Tokenizer {
    /// Compiles the rules.
    pub(super) fn new(tables: &TokenizerTables) -> Result<Self, LoadError> {
        let specials = tables
            .exceptions
            .iter()
            .map(|(piece, tokens)| {
                let tokens = tokens.iter().map(|(text, norm)| SpecialToken {
                    text: text.as_str().into(),
                    norm: norm.as_deref().map(Into::into),
                });
                (piece.as_str().into(), tokens.collect())
            })
            .collect();
        let mut tokenizer = Self {
            prefix: compile(tables.prefix.as_deref())?,
            suffix: compile(tables.suffix.as_deref())?,
            infix: compile(tables.infix.as_deref())?,
            token: compile(
                tables
                    .token
                    .as_ref()
                    .map(|token| format!("^(?:{token})"))
                    .as_deref(),
            )?,
            url: compile(tables.url.as_deref())?,
            specials,
            sequences: FxHashMap::default(),
            is_english: shortcuts::are_english(tables),
        };
        for (_, tokens) in &tables.cut_exceptions {
            let Some(first) = tokens.first() else {
                continue;
            };
            tokenizer
                .sequences
                .entry(first.as_str().into())
                .or_default()
                .push(tokens.iter().map(|token| token.as_str().into()).collect());
        }
        Ok(tokenizer)
    }

    /// Returns the special cases (all, or only those that an affix or space would cut apart), with
    /// the tokens that they would fall into if they were none.
    pub(super) fn cut_exceptions(
        tables: &TokenizerTables,
        only_cut: bool,
    ) -> Result<Vec<(String, Vec<String>)>, LoadError> {
        let tokenizer = Self::new(tables)?;
        let mut cut = Vec::new();
        for (piece, _) in &tables.exceptions {
            if only_cut
                && tokenizer.prefix_length(piece) == 0
                && tokenizer.suffix_length(piece) == 0
                && !piece.contains(' ')
                && !matches(tokenizer.infix.as_ref(), piece)
            {
                continue;
            }
            let mut tokens = Vec::new();
            for_each_piece(piece, |start, end, _| {
                tokenizer.cut(&piece[start..end], false, &mut |from, to, _| {
                    tokens.push(piece[start + from..start + to].to_owned());
                });
            });
            cut.push((piece.clone(), tokens));
        }
        Ok(cut)
    }

    /// Cuts a text into tokens.
    pub(super) fn tokenize(
        &self,
        text: &str,
        lexemes: &LexemeTables,
        vocabulary: &mut Vocabulary,
        cache: &mut PieceCache,
    ) -> Vec<RawToken> {
        if cache.places.len() > CAPACITY {
            *cache = PieceCache::default();
        }
        let mut tokens = Vec::with_capacity(text.len() / 4);
        let mut special = false;
        for_each_piece(text, |start, end, space| {
            let piece = &text[start..end];
            let (first, last) = match cache.places.get(piece) {
                Some(&place) => place,
                None => {
                    let first = cache.tokens.len() as u32;
                    self.cut(piece, true, &mut |from, to, norm| {
                        let id = self.intern(&piece[from..to], norm, lexemes, vocabulary);
                        cache.tokens.push((from as u32, to as u32, id));
                    });
                    let place = (first, cache.tokens.len() as u32);
                    cache.places.insert(piece.into(), place);
                    place
                }
            };
            for &(from, to, lexeme) in &cache.tokens[first as usize..last as usize] {
                special |= vocabulary.get(lexeme).opens_special;
                tokens.push(RawToken {
                    start: start + from as usize,
                    end: start + to as usize,
                    lexeme,
                    space: false,
                });
            }
            if let Some(last) = tokens.last_mut() {
                last.space = space;
            }
        });
        if special {
            tokens = self.join_specials(text, &tokens, lexemes, vocabulary);
        }
        tokens
    }

    fn intern(
        &self,
        text: &str,
        norm: Option<&str>,
        lexemes: &LexemeTables,
        vocabulary: &mut Vocabulary,
    ) -> LexemeId {
        vocabulary.intern(text, norm, || {
            lexemes.lexeme(text, norm, self.sequences.contains_key(text))
        })
    }

    /// Cuts a piece without white space (or of white space alone) into tokens, handing on their
    /// places and, for those of a special case, their norms.
    fn cut(
        &self,
        piece: &str,
        with_specials: bool,
        emit: &mut dyn FnMut(usize, usize, Option<&str>),
    ) {
        let is_special = |text: &str| with_specials && self.specials.contains_key(text);
        let mut suffixes = Vec::new();
        let (mut start, mut end) = (0, piece.len());
        let mut prefix_ends = Vec::new();
        loop {
            let rest = &piece[start..end];
            if rest.is_empty() || matches(self.token.as_ref(), rest) || is_special(rest) {
                break;
            }
            let prefix = self.prefix_length(rest);
            if prefix > 0 && prefix < rest.len() && is_special(&rest[prefix..]) {
                prefix_ends.push((start, start + prefix));
                start += prefix;
                break;
            }
            let suffix = self.suffix_length(&rest[prefix..]);
            if suffix > 0 && suffix < rest.len() && is_special(&rest[..rest.len() - suffix]) {
                suffixes.push((end - suffix, end));
                end -= suffix;
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                prefix_ends.push((start, start + prefix));
                start += prefix;
            }
            if suffix > 0 {
                suffixes.push((end - suffix, end));
                end -= suffix;
            }
        }
        for (from, to) in prefix_ends {
            emit(from, to, None);
        }
        let rest = &piece[start..end];
        if !rest.is_empty() {
            self.cut_inside(rest, start, with_specials, emit);
        }
        for (from, to) in suffixes.into_iter().rev() {
            emit(from, to, None);
        }
    }

    /// Cuts what is left of a piece without its affixes.
    fn cut_inside(
        &self,
        rest: &str,
        offset: usize,
        with_specials: bool,
        emit: &mut dyn FnMut(usize, usize, Option<&str>),
    ) {
        if with_specials && let Some(tokens) = self.specials.get(rest) {
            let mut at = offset;
            for token in tokens {
                let end = at + token.text.len();
                emit(at, end, token.norm.as_deref());
                at = end;
            }
            return;
        }
        if matches(self.token.as_ref(), rest)
            || self.is_english && shortcuts::is_whole(rest)
            || (!self.is_english || rest.contains('.')) && matches(self.url.as_ref(), rest)
        {
            emit(offset, offset + rest.len(), None);
            return;
        }
        let mut last = 0;
        if let Some(infix) = &self.infix {
            for found in infix.find_iter(rest) {
                let Ok(found) = found else { break };
                if found.start() == 0 {
                    continue;
                }
                if found.start() != last {
                    emit(offset + last, offset + found.start(), None);
                }
                if found.start() != found.end() {
                    emit(offset + found.start(), offset + found.end(), None);
                }
                last = found.end();
            }
        }
        if last < rest.len() {
            emit(offset + last, offset + rest.len(), None);
        }
    }

    fn prefix_length(&self, text: &str) -> usize {
        if self.is_english && shortcuts::has_no_prefix(text) {
            return 0;
        }
        let head = &text[..text.floor_char_boundary(AFFIX)];
        find(self.prefix.as_ref(), head)
    }

    fn suffix_length(&self, text: &str) -> usize {
        if self.is_english
            && let Some(length) = shortcuts::suffix_length(text)
        {
            return length;
        }
        let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(AFFIX))..];
        find(self.suffix.as_ref(), tail)
    }

    /// Looks for special cases that reach over several tokens and puts their own in the place.
    fn join_specials(
        &self,
        text: &str,
        tokens: &[RawToken],
        lexemes: &LexemeTables,
        vocabulary: &mut Vocabulary,
    ) -> Vec<RawToken> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (first, token) in tokens.iter().enumerate() {
            let lexeme = vocabulary.get(token.lexeme);
            if !lexeme.opens_special {
                continue;
            }
            for sequence in self.sequences.get(&lexeme.text).into_iter().flatten() {
                let end = first + sequence.len();
                let equal = tokens.get(first..end).is_some_and(|tokens| {
                    tokens
                        .iter()
                        .zip(sequence)
                        .all(|(token, wanted)| vocabulary.get(token.lexeme).text == *wanted)
                });
                if equal {
                    found.push((first, end));
                }
            }
        }
        // The longest first, then the leftmost; none that shares its first or last token with one
        // before it.
        found.sort_by_key(|&(first, end)| (usize::MAX - (end - first), first));
        let mut taken = vec![false; tokens.len()];
        let mut chosen = Vec::new();
        for (first, end) in found {
            if !taken[first] && !taken[end - 1] {
                chosen.push((first, end));
            }
            taken[first..end].fill(true);
        }
        chosen.sort_unstable();
        let mut joined = Vec::with_capacity(tokens.len());
        let mut next = 0;
        for (first, end) in chosen {
            let (start, stop) = (tokens[first].start, tokens[end - 1].end);
            let Some(special) = self.specials.get(&text[start..stop]) else {
                continue;
            };
            if first < next {
                continue;
            }
            joined.extend_from_slice(&tokens[next..first]);
            let mut at = start;
            for token in special {
                let norm = token.norm.as_deref();
                joined.push(RawToken {
                    start: at,
                    end: at + token.text.len(),
                    lexeme: self.intern(&token.text, norm, lexemes, vocabulary),
                    space: false,
                });
                at += token.text.len();
            }
            if let Some(last) = joined.last_mut() {
                last.space = tokens[end - 1].space;
            }
            next = end;
        }
        joined.extend_from_slice(&tokens[next..]);
        joined
    }
}

fn compile(pattern: Option<&str>) -> Result<Option<Regex>, LoadError> {
    pattern
        .map(|pattern| {
            RegexBuilder::new(pattern)
                .backtrack_limit(100_000)
                .build()
                .map_err(|error| LoadError::Pattern(Box::new(error)))
        })
        .transpose()
}

/// Returns the length of the first match; a search that takes too long has none.
fn find(pattern: Option<&Regex>, text: &str) -> usize {
    pattern
        .and_then(|pattern| pattern.find(text).ok().flatten())
        .map_or(0, |found| found.end() - found.start())
}

fn matches(pattern: Option<&Regex>, text: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.is_match(text).unwrap_or(false))
}

/// Hands on the stretches of white space and of other characters, and whether a space follows:
/// the space after a word belongs to neither.
fn for_each_piece(text: &str, mut emit: impl FnMut(usize, usize, bool)) {
    let mut start = 0;
    let mut white = text.chars().next().is_some_and(is_space);
    let mut count = 0;
    let mut emit_piece = |start: usize, end: usize, space: bool| {
        if start < end {
            emit(start, end, space);
        }
    };
    for (at, character) in text.char_indices() {
        let is_white = is_space(character);
        if is_white != white {
            emit_piece(start, at, character == ' ');
            start = if character == ' ' { at + 1 } else { at };
            white = is_white;
            count = 0;
        } else if count >= LONGEST {
            emit_piece(start, at, false);
            start = at;
            count = 0;
        }
        count += 1;
    }
    emit_piece(start, text.len(), false);
}

#[cfg(test)]
mod tests {
    use super::super::load::LoadError;
    use super::super::model_file;
    use super::super::pipeline::MODEL;
    use super::*;

    /// The shortcuts say what the patterns say, for every word that the lemmatizer knows and with
    /// all kinds of marks about it.
    #[test]
    fn shortcuts_agree_with_the_patterns() -> Result<(), LoadError> {
        let parts = model_file::read(MODEL)?;
        let quick = Tokenizer::new(&parts.tables.tokenizer)?;
        assert!(quick.is_english);
        let mut plain = Tokenizer::new(&parts.tables.tokenizer)?;
        plain.is_english = false;
        let words = parts
            .tables
            .lemmas
            .iter()
            .flat_map(|tables| tables.index.lines());
        let marks = [
            "", ",", ".", "\"", "'", ")", "(", "'s", "$", "-", "...", "?!", "7", "Km", "°C.", ":x",
            "/y", "5km", ".com", "A.",
        ];
        let mut checked = 0;
        for (number, word) in words.enumerate().filter(|(number, _)| number % 9 == 0) {
            let before = marks[number / 9 % marks.len()];
            let after = marks[number / 9 / marks.len() % marks.len()];
            for piece in [
                format!("{before}{word}{after}"),
                format!("{word}{before}{after}").to_uppercase(),
            ] {
                let cut = |tokenizer: &Tokenizer| {
                    let mut found = Vec::new();
                    tokenizer.cut(&piece, true, &mut |from, to, norm| {
                        found.push((from, to, norm.map(str::to_owned)));
                    });
                    found
                };
                assert_eq!(cut(&quick), cut(&plain), "{piece}");
                checked += 1;
            }
        }
        assert!(checked > 15_000);
        Ok(())
    }
}
