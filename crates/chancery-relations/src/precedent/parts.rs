//! Parts of a sentence: which case each is about, and what it says of a condition.

use crate::phrases::{Words, stands_in};
use std::sync::LazyLock;

static WORDS: LazyLock<Vec<(&'static str, bool, Words)>> = LazyLock::new(|| {
    include_str!("../../data/precedent-words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (list, sign) = (columns.next()?, columns.next()?);
            Some((list, sign == "1", Words::read(columns.next()?)))
        })
        .collect()
});

/// Which case a part of a sentence is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Time {
    Then,
    Now,
}

/// Splits a sentence at its marks, and "the way it once", into parts with the time that each is about.
/// A part without a word of time goes with the part before, unless that opened with what is unlike.
pub(super) fn parts(text: &str) -> Vec<(Option<Time>, String)> {
    let text = text
        .to_lowercase()
        .replace('’', "'")
        .replace(" the way ", ", the way ");
    let mut found: Vec<(Option<Time>, String)> = Vec::new();
    let mut unlike = false;
    for part in text
        .split([',', ';', '—', '–'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let has = |list: &str| {
            WORDS
                .iter()
                .any(|(name, _, words)| *name == list && stands_in(words, part))
        };
        let opens = part.starts_with("unlike") || part.starts_with("in contrast");
        let time = if has("now") {
            Some(Time::Now)
        } else if opens || has("then") {
            Some(Time::Then)
        } else if unlike {
            // "Unlike the campaign, where it acted alone, mediation requires consent."
            Some(Time::Now)
        } else {
            found.last().and_then(|(time, _)| *time)
        };
        unlike |= opens;
        found.push((time, part.to_owned()));
    }
    found
}

/// Returns whether a part says that a condition holds or does not; the longer phrase decides.
pub(super) fn sign(condition: &str, part: &str) -> Option<bool> {
    WORDS
        .iter()
        .filter(|(name, _, words)| *name == condition && stands_in(words, part))
        .max_by_key(|(_, sign, words)| (words.length(), !sign))
        .map(|(_, sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_sentence_have_their_times() {
        let check = |text: &str, expected: &[Option<Time>]| {
            let found: Vec<_> = parts(text).into_iter().map(|(time, _)| time).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "Unlike in 2015, when it had troops, today it asks",
            &[Some(Time::Then), Some(Time::Then), Some(Time::Now)],
        );
        check(
            "It can no longer protect the way it once did",
            &[Some(Time::Now), Some(Time::Then)],
        );
        check("Trade grew, and prices fell", &[None, None]);
        check("", &[]);
        assert_eq!(
            sign("adversary", "they are not marginal groups"),
            Some(false)
        );
        assert_eq!(sign("adversary", "marginal groups"), Some(true));
        assert_eq!(sign("adversary", "groups"), None);
    }
}
