//! The two hashes that a spaCy pipeline is built on: ids of strings, and rows of its hash tables.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Strings whose id is a small number instead of a hash (`spacy.symbols`): a name and a number a
/// line. A shape such as `X` and a label such as `mark` are among them.
const SYMBOLS: &str = include_str!("symbols.tsv");

static SYMBOL_IDS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    SYMBOLS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, id)| Some((name, id.parse().ok()?)))
        .collect()
});

/// Returns the id of a string: 0 for the empty one, a symbol's number, or MurmurHash64A of its
/// bytes with seed 1 (spaCy's `StringStore`).
pub(super) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    match SYMBOL_IDS.get(text) {
        Some(&id) => id,
        None => murmur64a(text.as_bytes(), 1),
    }
}

/// Austin Appleby's MurmurHash2, 64-bit version A.
fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let mut word = u64::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        word ^= word >> 47;
        hash = (hash ^ word.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !rest.is_empty() {
        let word = rest
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u64::from(byte));
        hash = (hash ^ word).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 47)
}

/// Returns the four numbers that choose the rows of a hash embedding for an id: MurmurHash3
/// x86_128 as thinc computes it for one 64-bit key (`numpy_ops.pyx`).
pub(super) fn row_hashes(id: u64, seed: u32) -> [u32; 4] {
    const fn finish(mut hash: u64) -> u64 {
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
    let mut first = id
        .wrapping_mul(0x87c3_7b91_1142_53d5)
        .rotate_left(31)
        .wrapping_mul(0x4cf5_ad43_2745_937f);
    first ^= u64::from(seed) ^ 8;
    let mut second = u64::from(seed) ^ 8;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = finish(first);
    second = finish(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [
        first as u32,
        (first >> 32) as u32,
        second as u32,
        (second >> 32) as u32,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids are those of `spacy.strings.hash_string` and `spacy.symbols`.
    #[test]
    fn ids_are_spacys() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("apple"), 8_566_208_034_543_834_098);
        assert_eq!(string_id("Israel"), ISRAEL);
        assert_eq!(string_id("mark"), MARK);
    }

    const ISRAEL: u64 = 2825587862854572736;
    const MARK: u64 = 423;
}
