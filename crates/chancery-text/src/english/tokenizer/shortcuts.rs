//! What the English patterns say of the commonest words, told without running them.
//!
//! The patterns try hundreds of alternatives at every character; most words are letters with a
//! comma or full stop after them. These answers hold for the patterns of spaCy's English alone,
//! which are known by their hash, and a test compares the two.

use super::TokenizerTables;

/// The hash of the four patterns, as in spaCy 3.7 and 3.8.
const ENGLISH: u64 = 0x2d9f_ffbe_48be_4196;

/// Returns whether the tokenizer's patterns are those of spaCy's English.
pub(super) fn are_english(tables: &TokenizerTables) -> bool {
    let patterns = [&tables.prefix, &tables.suffix, &tables.infix, &tables.url];
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for pattern in patterns {
        for byte in pattern.as_deref().unwrap_or("").bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    hash == ENGLISH && tables.token.is_none()
}

/// Returns whether a piece has no prefix for sure: the only ones that begin with a letter are the
/// currencies `US$`, `C$` and `A$`, and none begins with a digit.
pub(super) fn has_no_prefix(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_alphanumeric()) && !text.contains('$')
}

/// Returns the length of a piece's suffix where it is certain: none after letters alone or at a
/// digit; one for a mark after a letter or digit.
pub(super) fn suffix_length(text: &str) -> Option<usize> {
    let (&last, before) = text.as_bytes().split_last()?;
    if last.is_ascii_digit() || text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(0);
    }
    let before = *before.last()?;
    let plain = before.is_ascii_lowercase() || before.is_ascii_digit();
    match last {
        b'.' if plain => Some(1),
        b',' | b':' | b';' | b'!' | b'?' | b')' | b']' | b'"' | b'\''
            if plain || before.is_ascii_uppercase() =>
        {
            Some(1)
        }
        _ => None,
    }
}

/// Returns whether a piece without affixes is one token for sure: it is no address and has no
/// infix.
pub(super) fn is_whole(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
