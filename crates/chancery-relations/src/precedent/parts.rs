//! Parts of a sentence: which case each is about, and what it says of a condition.

use crate::phrases::{Words, place_in, stands_in};
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
/// A part without a word of time goes with the part before, unless that opened with what is unlike; the
/// first one with the time that the sentences before are about, where there is one (`told`).
pub(super) fn parts(text: &str, told: Option<Time>) -> Vec<(Option<Time>, String)> {
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
            found.last().map_or(told, |(time, _)| *time)
        };
        unlike |= opens;
        found.push((time, part.to_owned()));
    }
    found
}

/// Returns the time that a sentence opens with: a year or decade that is past ("in 2015", "a decade ago"), or
/// a word for the present ("today", "this time").
pub(super) fn opening(text: &str, this_year: i16) -> Option<Time> {
    let lower = text.trim_start().to_lowercase();
    let opens = |list: &str| {
        WORDS.iter().any(|(name, _, words)| {
            *name == list && place_in(words, &lower).is_some_and(|at| at <= OPENING)
        })
    };
    if opens("now") {
        return Some(Time::Now);
    }
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .collect();
    let is_year = |word: &str| {
        let digits = word.strip_suffix('s').unwrap_or(word);
        let year = digits.parse::<i16>().ok().filter(|_| digits.len() == 4);
        year.is_some_and(|year| (1500..this_year).contains(&year))
    };
    let in_year = words.windows(2).any(|pair| match pair {
        [before, year] => {
            matches!(*before, "in" | "the" | "of" | "since" | "during") && is_year(year)
        }
        _ => false,
    });
    (in_year || opens("opens-then")).then_some(Time::Then)
}

/// A sentence opens with what stands in its first letters.
const OPENING: usize = 6;

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
            let found: Vec<_> = parts(text, None)
                .into_iter()
                .map(|(time, _)| time)
                .collect();
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
        let inherited = parts("It had money, today it has none", Some(Time::Then));
        assert_eq!(inherited[0].0, Some(Time::Then));
        assert_eq!(inherited[1].0, Some(Time::Now));
        let opens = |text: &str, expected| assert_eq!(opening(text, 2025), expected, "{text}");
        opens("In 2015 it sent troops", Some(Time::Then));
        opens("Back in the 1990s it could", Some(Time::Then));
        opens("A decade ago it could", Some(Time::Then));
        opens("But today it cannot", Some(Time::Now));
        opens("This time it is alone", Some(Time::Now));
        opens("In 2025 it will", None);
        opens("It sent 1900 troops", None);
        opens("It is alone today", None);
        opens("", None);
        assert_eq!(
            sign("adversary", "they are not marginal groups"),
            Some(false)
        );
        assert_eq!(sign("adversary", "marginal groups"), Some(true));
        assert_eq!(sign("adversary", "groups"), None);
    }
}
