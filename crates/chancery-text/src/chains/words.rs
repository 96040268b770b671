//! What common nouns, titles and given names say about gender and kind.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const NAMES: &str = include_str!("../../data/person-names.txt");
const NOUNS: &str = include_str!("../../data/noun-classes.txt");
/// What WordNet knows; the lists above go before it.
const WORDNET: &str = include_str!("../../data/wordnet-nouns.txt");

/// What a mention names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Person,
    Organisation,
    State,
    Place,
    Event,
    /// A time or an amount, which no pronoun of interest means.
    Measure,
    Unknown,
}

/// The gender that a word shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gender {
    Male,
    Female,
    Unknown,
}

static GENDERS: LazyLock<FxHashMap<&'static str, Gender>> = LazyLock::new(|| {
    let mut genders = FxHashMap::default();
    for (group, word) in grouped(NAMES).chain(grouped(WORDNET)) {
        let gender = match group {
            "male" => Gender::Male,
            "female" => Gender::Female,
            _ => continue,
        };
        // A name in both lists shows nothing.
        genders
            .entry(word)
            .and_modify(|known| {
                if *known != gender {
                    *known = Gender::Unknown;
                }
            })
            .or_insert(gender);
    }
    genders
});

static KINDS: LazyLock<FxHashMap<&'static str, Kind>> = LazyLock::new(|| {
    let mut kinds = FxHashMap::default();
    for (group, word) in grouped(NOUNS).chain(grouped(WORDNET)) {
        let kind = match group {
            "person" => Kind::Person,
            "organisation" => Kind::Organisation,
            "state" => Kind::State,
            "place" => Kind::Place,
            "event" => Kind::Event,
            "measure" => Kind::Measure,
            _ => continue,
        };
        kinds.entry(word).or_insert(kind);
    }
    kinds
});

/// Returns the gender that a title, given name or noun (in lower case) shows.
pub(crate) fn gender_of(word: &str) -> Gender {
    let word = word.trim_end_matches('.');
    let word = word.strip_prefix("ex-").unwrap_or(word);
    match GENDERS.get(word) {
        Some(gender) => *gender,
        None if word.ends_with("woman") => Gender::Female,
        None if word.ends_with("man") && kind_of_noun(word) == Kind::Person => Gender::Male,
        None => Gender::Unknown,
    }
}

/// Returns what a common noun's base form names.
pub(crate) fn kind_of_noun(lemma: &str) -> Kind {
    KINDS.get(lemma).copied().unwrap_or(Kind::Unknown)
}

/// Returns what the recogniser's label stands for.
pub(crate) fn kind_of_label(label: &str) -> Kind {
    match label {
        "PERSON" => Kind::Person,
        "ORG" => Kind::Organisation,
        "GPE" => Kind::State,
        "NORP" => Kind::Organisation,
        "LOC" | "FAC" => Kind::Place,
        "EVENT" => Kind::Event,
        "DATE" | "TIME" | "CARDINAL" | "ORDINAL" | "PERCENT" | "MONEY" | "QUANTITY" => {
            Kind::Measure
        }
        _ => Kind::Unknown,
    }
}

fn grouped(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut group = "";
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .flat_map(move |line| {
            let name = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'));
            if let Some(name) = name {
                group = name;
            }
            let words = if name.is_some() { "" } else { line };
            let group = group;
            words.split_whitespace().map(move |word| (group, word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_names_show_gender() {
        assert_eq!(gender_of("mrs."), Gender::Female);
        assert_eq!(gender_of("vladimir"), Gender::Male);
        assert_eq!(gender_of("smith"), Gender::Unknown);
        assert_eq!(gender_of("ex-husband"), Gender::Male);
        assert_eq!(gender_of("councilwoman"), Gender::Female);
        assert_eq!(gender_of("german"), Gender::Unknown);
    }

    #[test]
    fn nouns_show_kind() {
        assert_eq!(kind_of_noun("president"), Kind::Person);
        assert_eq!(kind_of_noun("ministry"), Kind::Organisation);
        assert_eq!(kind_of_noun("mathematician"), Kind::Person);
        assert_eq!(kind_of_noun("table"), Kind::Unknown);
    }
}
