//! Words, numbers and signs with their places: what dates and amounts are read from.
//!
//! A simpler cut than the tokenizer's, so that `$65–70bn`, `mid-2025`, `1990s` and `13-24 June`
//! always fall into the same pieces. Each piece knows the token that it lies in.

use crate::analysis::{Sentence, Token};
use chancery_model::Span;

/// What a piece is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Word,
    Number,
    Sign,
}

/// A piece of the text.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// The characters in lower case, with plain quotes and dashes.
    pub(crate) lower: Box<str>,
    /// The value of a number.
    pub(crate) value: f64,
    /// Whether the first letter is a capital.
    pub(crate) capital: bool,
    /// Whether nothing stands between it and the piece before.
    pub(crate) glued: bool,
    /// The number of its sentence.
    pub(crate) sentence: usize,
}

/// Pieces of a document, by number.
#[derive(Debug)]
pub(crate) struct Lexemes {
    pieces: Vec<Lexeme>,
}

impl Lexemes {
    /// Cuts a text. The sentences' numbers come from the analysis; where it has none, from full
    /// stops and line ends.
    pub(crate) fn of(text: &str, sentences: &[Sentence]) -> Self {
        let mut pieces: Vec<Lexeme> = Vec::new();
        let mut rough = RoughSentences::default();
        let mut place = 0;
        let mut sentence = 0;
        while let Some(first) = text[place..].chars().next() {
            let rest = &text[place..];
            let (length, kind) = match first {
                _ if first.is_whitespace() || first.is_control() => {
                    rough.space(first);
                    place += first.len_utf8();
                    continue;
                }
                '0'..='9' => (number_length(rest), Kind::Number),
                _ if first.is_alphabetic() => (word_length(rest), Kind::Word),
                _ => (first.len_utf8(), Kind::Sign),
            };
            let span = Span::new(place, place + length);
            let raw = span.of(text);
            let glued = pieces.last().is_some_and(|last| last.span.end == place);
            let number = if sentences.is_empty() {
                rough.piece(raw, first)
            } else {
                while sentence + 1 < sentences.len() && sentences[sentence + 1].span.start <= place
                {
                    sentence += 1;
                }
                sentence
            };
            pieces.push(Lexeme {
                span,
                kind,
                lower: plain(raw),
                value: if kind == Kind::Number {
                    value(raw)
                } else {
                    0.0
                },
                capital: first.is_uppercase(),
                glued,
                sentence: number,
            });
            place += length;
        }
        Self { pieces }
    }

    pub(crate) fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(crate) fn get(&self, number: usize) -> Option<&Lexeme> {
        self.pieces.get(number)
    }

    /// Returns the lower-case word at this place, or nothing for numbers, signs and the end.
    pub(crate) fn word(&self, number: usize) -> &str {
        match self.pieces.get(number) {
            Some(piece) if piece.kind == Kind::Word => &piece.lower,
            _ => "",
        }
    }

    /// Returns the sign at this place, or nothing.
    pub(crate) fn sign(&self, number: usize) -> &str {
        match self.pieces.get(number) {
            Some(piece) if piece.kind == Kind::Sign => &piece.lower,
            _ => "",
        }
    }

    /// Returns the word before this place, or nothing.
    pub(crate) fn word_before(&self, number: usize) -> &str {
        number.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// Returns the number at this place.
    pub(crate) fn number(&self, number: usize) -> Option<&Lexeme> {
        self.pieces
            .get(number)
            .filter(|piece| piece.kind == Kind::Number)
    }

    /// Returns whether these words stand here, one after another.
    pub(crate) fn words(&self, number: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.word(number + offset) == *word)
    }

    pub(crate) fn is_capital(&self, number: usize) -> bool {
        self.pieces.get(number).is_some_and(|piece| piece.capital)
    }

    pub(crate) fn is_glued(&self, number: usize) -> bool {
        self.pieces.get(number).is_some_and(|piece| piece.glued)
    }

    /// Returns whether a sentence begins here.
    pub(crate) fn opens_sentence(&self, number: usize) -> bool {
        match (self.pieces.get(number), number.checked_sub(1)) {
            (Some(piece), Some(before)) => self.pieces[before].sentence != piece.sentence,
            _ => true,
        }
    }

    /// Returns whether two pieces belong to one sentence.
    pub(crate) fn is_same_sentence(&self, one: usize, other: usize) -> bool {
        matches!((self.pieces.get(one), self.pieces.get(other)), (Some(one), Some(other)) if one.sentence == other.sentence)
    }

    /// Returns the bytes that these pieces cover.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        match (
            self.pieces.get(first),
            end.checked_sub(1).and_then(|last| self.pieces.get(last)),
        ) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }
}

/// Returns the tokens that share a byte with the span.
pub(crate) fn tokens_in(tokens: &[Token], span: Span) -> std::ops::Range<usize> {
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    let end = tokens.partition_point(|token| token.span.start < span.end);
    first..end.max(first)
}

/// Sentences by full stops, for texts that come without an analysis.
#[derive(Default)]
struct RoughSentences {
    number: usize,
    stopped: bool,
    spaced: bool,
    any: bool,
    abbreviation: bool,
}

impl RoughSentences {
    fn space(&mut self, character: char) {
        self.spaced = true;
        if character == '\n' && self.any {
            self.stopped = true;
            self.abbreviation = false;
        }
    }

    fn piece(&mut self, raw: &str, first: char) -> usize {
        let opens = first.is_uppercase()
            || first.is_numeric()
            || matches!(first, '"' | '“' | '‘' | '«' | '(');
        if self.stopped && self.spaced && opens && !self.abbreviation {
            self.number += 1;
        }
        let ends = matches!(first, '.' | '!' | '?' | '…');
        // A closing quotation mark or bracket after a full stop keeps it.
        if ends || !matches!(first, '"' | '”' | '’' | ')' | '»') {
            self.stopped = ends;
        }
        if !ends {
            // "Mr.", "Jan.", and single letters do not end a sentence.
            self.abbreviation = raw.chars().count() == 1 && first.is_uppercase()
                || crate::time::calendar::month(raw).is_some() && raw.len() <= 4
                || matches!(
                    raw,
                    "Mr" | "Mrs"
                        | "Ms"
                        | "Dr"
                        | "Gen"
                        | "Sen"
                        | "Rep"
                        | "Lt"
                        | "Col"
                        | "St"
                        | "No"
                        | "vs"
                );
        }
        self.spaced = false;
        self.any = true;
        self.number
    }
}

/// Returns the length of a number: digits, a comma before exactly three digits, a point before a
/// digit.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from.min(bytes.len())..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let first = digits(0);
    let mut length = first;
    if first <= 3 {
        while bytes.get(length) == Some(&b',') && digits(length + 1) == 3 {
            length += 4;
        }
    }
    let fraction = digits(length + 1);
    // Dates like 18.06.2025 are cut at their points, so that they stay three numbers.
    if bytes.get(length) == Some(&b'.')
        && fraction > 0
        && !(bytes.get(length + 1 + fraction) == Some(&b'.') && digits(length + 2 + fraction) > 0)
        && !is_second_of_date(bytes, length, fraction)
    {
        length += 1 + fraction;
    }
    length
}

/// Returns whether what looks like a fraction is the month and year of "18.06.2025" seen from its
/// month; the number before the text is out of sight, so two digits and four digits tell.
fn is_second_of_date(bytes: &[u8], length: usize, fraction: usize) -> bool {
    length <= 2 && fraction == 4 && bytes[length + 1..].starts_with(b"20")
}

fn word_length(text: &str) -> usize {
    text.find(|letter: char| !(letter.is_alphabetic() || is_mark(letter)))
        .unwrap_or(text.len())
}

/// Returns whether a character modifies the letter before it.
fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x300..=0x36F | 0x200C..=0x200D | 0x64B..=0x65F)
}

fn value(raw: &str) -> f64 {
    raw.replace(',', "").parse().unwrap_or(0.0)
}

/// Returns the characters in lower case, curly quotes and long dashes made plain.
fn plain(raw: &str) -> Box<str> {
    match raw {
        "’" | "‘" | "ʼ" => "'".into(),
        "–" | "—" | "‒" | "―" | "−" | "‐" | "‑" => "-".into(),
        "“" | "”" | "„" => "\"".into(),
        _ => raw.to_lowercase().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_dates_and_amounts() {
        for (text, expected) in [
            ("$65–70bn", "$ 65 - 70 bn"),
            ("mid-2025, 1990s", "mid - 2025 , 1990 s"),
            ("1,234.5 and 12,34", "1,234.5 and 12 , 34"),
            ("18.06.2025.", "18 . 06 . 2025 ."),
            ("Iran’s 2.5%", "iran ' s 2.5 %"),
            ("13–24 June", "13 - 24 june"),
        ] {
            let lexemes = Lexemes::of(text, &[]);
            let found: Vec<&str> = lexemes.pieces.iter().map(|piece| &*piece.lower).collect();
            assert_eq!(found.join(" "), expected);
        }
    }

    #[test]
    fn rough_sentences() {
        let lexemes = Lexemes::of("He came on Jan. 6. Then he left.\nMr. X stayed.", &[]);
        let last = lexemes.pieces.last().map(|piece| piece.sentence);
        assert_eq!(last, Some(2));
    }
}
