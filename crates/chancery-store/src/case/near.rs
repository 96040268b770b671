//! Near-duplicates: the same report, reprinted with small changes.
//!
//! MinHash (Broder 1997): the share of equal minima of many hash functions over the shingles of two
//! texts estimates the Jaccard similarity of their sets of shingles. Here one 64-bit hash of each
//! shingle of four words is turned into [`HASHES`] by as many fixed odd multipliers and offsets.
//! Bands of [`ROWS`] minima find candidates without comparing all pairs (Leskovec, Rajaraman and
//! Ullman 2020, section 3.4): two texts with similarity s share a band with probability
//! 1 − (1 − s^rows)^bands, which is 0.999 for s = 0.8 and 0.06 for s = 0.3.

use std::collections::HashMap;

/// How many hash functions.
const HASHES: usize = 64;
/// How many minima make a band.
const ROWS: usize = 4;
/// How many words make a shingle.
const SHINGLE: usize = 4;
/// The share of equal minima from which two texts are near-duplicates.
const SIMILAR: f64 = 0.7;

/// The minima of a text's shingles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature([u32; HASHES]);

impl Signature {
    /// Returns the signature of a text: of its words in small letters, whatever stands between.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| hash(word.chars().flat_map(char::to_lowercase)))
            .collect();
        let mut minima = [u32::MAX; HASHES];
        let size = SHINGLE.min(words.len().max(1));
        for shingle in words.windows(size) {
            let one = shingle
                .iter()
                .fold(0x9E37_79B9_7F4A_7C15, |sum: u64, word| mix(sum ^ *word));
            for (minimum, number) in minima.iter_mut().zip(0_u64..) {
                let other = mix(one ^ mix(number + 1));
                *minimum = (*minimum).min((other >> 32) as u32);
            }
        }
        Self(minima)
    }

    /// Returns the estimated Jaccard similarity of two texts' shingles, 0 to 1.
    pub fn similarity(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        f64::from(u32::try_from(equal).unwrap_or(0)) / HASHES as f64
    }

    /// Returns the signature as bytes, for a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// Returns the signature of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks::<4>();
        if words.len() != HASHES || !rest.is_empty() {
            return None;
        }
        let mut minima = [0; HASHES];
        for (minimum, word) in minima.iter_mut().zip(words) {
            *minimum = u32::from_le_bytes(*word);
        }
        Some(Self(minima))
    }

    fn bands(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        (0..).zip(self.0.chunks_exact(ROWS).map(|rows| {
            rows.iter()
                .fold(0, |sum, row| mix(sum ^ u64::from(*row) ^ 0x51ED_270B))
        }))
    }
}

/// The signatures of a corpus, each of which stands for a group of near-duplicates.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    leaders: Vec<(String, Signature)>,
    bands: HashMap<(u32, u64), Vec<u32>>,
}

impl Groups {
    /// Returns the leader of the group that a document belongs to, and makes the document one where
    /// nothing like it came before. Among several the most similar one is taken, then the earliest.
    pub fn place(&mut self, id: &str, signature: &Signature) -> String {
        let mut candidates: Vec<u32> = signature
            .bands()
            .filter_map(|band| self.bands.get(&band))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(f64, u32)> = None;
        for candidate in candidates {
            let similarity = self.leaders[candidate as usize].1.similarity(signature);
            if similarity >= SIMILAR && best.is_none_or(|(known, _)| similarity > known) {
                best = Some((similarity, candidate));
            }
        }
        if let Some((_, leader)) = best {
            return self.leaders[leader as usize].0.clone();
        }
        self.lead(id, signature);
        id.to_owned()
    }

    /// Enters a document that leads a group.
    pub fn lead(&mut self, id: &str, signature: &Signature) {
        let number = u32::try_from(self.leaders.len()).unwrap_or(u32::MAX);
        for band in signature.bands() {
            self.bands.entry(band).or_default().push(number);
        }
        self.leaders.push((id.to_owned(), signature.clone()));
    }
}

/// Returns the FNV-1a hash of characters, mixed.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    mix(letters.fold(0xCBF2_9CE4_8422_2325, |sum: u64, letter| {
        (sum ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01B3)
    }))
}

/// Returns the finalizer of SplitMix64 (Steele, Lea and Flood 2014) of a number.
const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn exact(one: &[u8], other: &[u8]) -> f64 {
        let set = |words: &[u8]| -> BTreeSet<Vec<u8>> {
            words.windows(SHINGLE).map(<[u8]>::to_vec).collect()
        };
        let (one, other) = (set(one), set(other));
        one.intersection(&other).count() as f64 / one.union(&other).count() as f64
    }

    fn text(words: &[u8]) -> String {
        words.iter().map(|word| format!("w{word} ")).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_estimate_is_near_the_similarity(
            words in proptest::collection::vec(any::<u8>(), 40..200),
            cut in 0_usize..40,
        ) {
            let other = &words[cut.min(words.len() - SHINGLE)..];
            let estimate = Signature::of(&text(&words)).similarity(&Signature::of(&text(other)));
            // Five standard deviations of a share of 64.
            prop_assert!((estimate - exact(&words, other)).abs() < 0.32);
        }
    }

    #[test]
    fn the_estimate_is_unbiased() {
        let mut sum = 0.0;
        for seed in 0..200_u64 {
            let words: Vec<u8> = (0..80)
                .map(|n| (mix(seed * 1_000 + n) >> 8) as u8)
                .collect();
            let other = &words[20..];
            sum += Signature::of(&text(&words)).similarity(&Signature::of(&text(other)))
                - exact(&words, other);
        }
        assert!((sum / 200.0).abs() < 0.02, "bias {}", sum / 200.0);
    }

    #[test]
    fn a_reprint_joins_the_group_and_another_report_does_not() {
        let report = "Kenya recalled its ambassador from Somalia on Monday after the government in \
            Mogadishu said that it would auction oil blocks in a disputed part of the Indian Ocean, \
            the foreign ministry in Nairobi said in a statement read to reporters.";
        let reprint = report.replace("read to reporters", "issued late in the evening");
        let other = "Armenia and Azerbaijan agreed on Friday to a ceasefire brokered by Russia, and \
            accused each other of breaking it within minutes, officials in both capitals said.";
        let mut groups = Groups::default();
        assert_eq!(groups.place("a", &Signature::of(report)), "a");
        assert_eq!(groups.place("b", &Signature::of(&reprint)), "a");
        assert_eq!(groups.place("c", &Signature::of(other)), "c");
        assert_eq!(
            groups.place("d", &Signature::of(&report.to_uppercase())),
            "a"
        );
    }

    #[test]
    fn bytes_give_the_signature_back() {
        let signature = Signature::of("one two three four five");
        assert_eq!(
            Signature::from_bytes(&signature.to_bytes()),
            Some(signature)
        );
        assert_eq!(Signature::from_bytes(b"short"), None);
    }
}
