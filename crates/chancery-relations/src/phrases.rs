//! Lists of words by which evaluations say what they are about, from a table.

use std::{collections::BTreeMap, sync::LazyLock};

static LISTS: LazyLock<BTreeMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut lists: BTreeMap<&'static str, Vec<Phrase>> = BTreeMap::new();
    let table = include_str!("../data/judgement-words.tsv").lines();
    for line in table.filter(|line| !line.starts_with('#')) {
        if let Some((list, phrase)) = line.split_once('\t') {
            lists.entry(list).or_default().push(Phrase::read(phrase));
        }
    }
    lists
});

/// A phrase of another table, read as the phrases here are.
pub(crate) struct Words(Phrase);

impl Words {
    pub(crate) fn read(text: &'static str) -> Self {
        Self(Phrase::read(text))
    }

    /// Returns how long it is.
    pub(crate) const fn length(&self) -> usize {
        self.0.words.len()
    }
}

/// Returns whether a phrase stands in a text that is in small letters.
pub(crate) fn stands_in(words: &Words, text: &str) -> bool {
    words.0.stands_in(text)
}

/// Returns where a phrase stands in a text that is in small letters.
pub(crate) fn place_in(words: &Words, text: &str) -> Option<usize> {
    words.0.place_in(text)
}

/// A phrase of whole words, the last of which may go on.
struct Phrase {
    words: &'static str,
    open: bool,
}

impl Phrase {
    fn read(text: &'static str) -> Self {
        let stem = text.strip_suffix('*');
        Self {
            words: stem.unwrap_or(text),
            open: stem.is_some(),
        }
    }

    fn stands_in(&self, text: &str) -> bool {
        self.place_in(text).is_some()
    }

    fn place_in(&self, text: &str) -> Option<usize> {
        let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let mut places = text.match_indices(self.words).filter(|(start, found)| {
            let before = text[..*start].chars().next_back();
            let after = text[start + found.len()..].chars().next();
            !letter(before) && (self.open || !letter(after))
        });
        places.next().map(|(start, _)| start)
    }
}

/// Returns where the first phrase of a list stands in a text that is in small letters.
pub(crate) fn first_of(text: &str, list: &str) -> Option<usize> {
    let phrases = LISTS.get(list).map_or(&[][..], Vec::as_slice);
    phrases
        .iter()
        .filter_map(|phrase| phrase.place_in(text))
        .min()
}

/// A text ready to be searched.
pub(crate) struct Searched(String);

impl Searched {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_lowercase().replace('’', "'"))
    }

    /// Returns whether a phrase of a list stands in the text.
    pub(crate) fn has(&self, list: &str) -> bool {
        let phrases = LISTS.get(list).map_or(&[][..], Vec::as_slice);
        phrases.iter().any(|phrase| phrase.stands_in(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_and_stars_are_endings() {
        let check = |text: &str, list: &str, expected: bool| {
            assert_eq!(Searched::new(text).has(list), expected, "{list}: {text}");
        };
        check("In the short term the war benefits Russia", "gain", true);
        check("In the short term the war benefits Russia", "now", true);
        check("A short termite", "now", false);
        check("It cannot accept its downfall", "floor", true);
        check("It can’t accept that", "floor", true);
        check("oily", "kind.economic", false);
        check("anything", "no such list", false);
        for list in [
            "gain",
            "loss",
            "now",
            "later",
            "floor",
            "preference",
            "kinship",
            "further",
            "rival",
            "mediate",
        ] {
            assert!(LISTS.contains_key(list), "{list}");
        }
    }
}
