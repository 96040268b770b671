//! Headlines in capitals, and headlines With Every Word Capitalised.
//!
//! The networks read a word's shape, so that a verb in capitals looks like a name to them. They read
//! small letters well, and still tell names. So such a paragraph is parsed in small letters first;
//! what turns out to be a name there, or is no word of the dictionary, gets its capital back, and
//! the text that results is parsed.

use super::pipeline::{English, Parse};

/// How the letters of a text are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Casing {
    /// As in running text.
    Plain,
    /// IN CAPITALS.
    Capitals,
    /// With Capitals Before Every Word.
    Title,
}

/// Words shorter than this are often small in titles.
const SHORT: usize = 4;

/// What stays in capitals in a text in capitals.
const ACRONYMS: [&str; 30] = [
    "ADB", "AU", "BBC", "BRICS", "CIA", "CNN", "CSTO", "DPRK", "EAEU", "EU", "FBI", "G20", "G7",
    "GCC", "IAEA", "ICC", "IDF", "IMF", "IRGC", "NATO", "OECD", "OPEC", "OSCE", "PLO", "SCO",
    "UAE", "UK", "UN", "US", "USA",
];

fn casing(text: &str) -> Casing {
    let mut words = 0;
    let mut capitals = 0;
    let (mut long, mut titled) = (0, 0);
    for (number, word) in words_of(text).enumerate() {
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        if letters < 2 {
            continue;
        }
        words += 1;
        let all = !word.chars().any(char::is_lowercase);
        capitals += usize::from(all);
        if letters >= SHORT && number > 0 {
            long += 1;
            titled += usize::from(!all && word.starts_with(char::is_uppercase));
        }
    }
    if words >= 3 && capitals * 10 >= words * 9 {
        Casing::Capitals
    } else if long >= 3 && titled * 100 >= long * 85 {
        Casing::Title
    } else {
        Casing::Plain
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '.')
        .filter(|word| !word.is_empty())
}

/// Returns the text in the letters of running text, where it is written otherwise. Every byte
/// stays in its place.
pub(super) fn recase(english: &English, text: &str) -> Option<String> {
    let casing = casing(text);
    if casing == Casing::Plain {
        return None;
    }
    let small = lowered(text, casing);
    let parse = english.parse_sentences(&small);
    Some(restored(english, text, &small, &parse))
}

/// Returns whether a word keeps its capitals whatever it is.
fn keeps(word: &str, casing: Casing) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let all = letters > 1 && !word.chars().any(char::is_lowercase);
    match casing {
        Casing::Capitals => word.contains('.') && letters < 5 || ACRONYMS.contains(&word),
        _ => all,
    }
}

fn lowered(text: &str, casing: Casing) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for word in words_of(text) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        result.push_str(&text[at..start]);
        at = start + word.len();
        if keeps(word, casing) {
            result.push_str(word);
        } else {
            result.extend(word.chars().map(lower));
        }
    }
    result.push_str(&text[at..]);
    result
}

/// Returns the small letter, if it is as long as the capital.
fn lower(letter: char) -> char {
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if small.len_utf8() == letter.len_utf8() => small,
        _ => letter,
    }
}

/// Gives the names in a text of small letters, and the first words of its sentences, the capitals
/// that they have in `text`.
fn restored(english: &English, text: &str, small: &str, parse: &Parse) -> String {
    let mut named = vec![false; parse.tokens.len()];
    for mention in &parse.mentions {
        if !matches!(
            mention.label,
            "DATE" | "TIME" | "CARDINAL" | "ORDINAL" | "PERCENT" | "MONEY" | "QUANTITY"
        ) {
            named[mention.tokens.clone()].fill(true);
        }
    }
    let mut result = String::with_capacity(small.len());
    let mut at = 0;
    for (token, named) in parse.tokens.iter().zip(named) {
        result.push_str(&small[at..token.start]);
        at = token.end;
        let word = &small[token.start..token.end];
        let open = matches!(token.pos, "NOUN" | "PROPN" | "ADJ" | "VERB");
        let common = knows(english, word);
        let adjective = token.dep == "amod" && common && !named;
        let is_name = token.tag.starts_with("NNP") && !adjective || open && (named || !common);
        let mut letters = text[token.start..token.end].chars();
        if let Some(first) = letters.next()
            && (is_name || token.starts_sentence)
        {
            result.push(first);
            result.push_str(&word[first.len_utf8()..]);
        } else {
            result.push_str(word);
        }
    }
    result.push_str(&small[at..]);
    result
}

/// Returns whether a word is in the dictionary, or made of two that are ("ceasefire").
fn knows(english: &English, word: &str) -> bool {
    english.knows(word)
        || (SHORT..=word.len().saturating_sub(SHORT)).any(|at| {
            word.split_at_checked(at)
                .is_some_and(|(first, second)| english.knows(first) && english.knows(second))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let recased = recase(English::embedded(), text);
        assert_eq!(recased.as_deref().unwrap_or(text), expected);
        assert_eq!(text.len(), expected.len());
    }

    #[test]
    fn capitals_are_left_to_names() {
        check(
            "ISRAEL STRIKES IRAN'S NUCLEAR SITES, KILLING TOP GENERALS",
            "Israel strikes Iran's nuclear sites, killing top generals",
        );
        check(
            "UN AND U.S. URGE HOUTHI REBELS TO FREE CREW",
            "UN and U.S. urge Houthi rebels to free crew",
        );
        check(
            "Macron And Merz Call For Strategic Ceasefire In Donbas",
            "Macron and Merz call for strategic ceasefire in Donbas",
        );
        check(
            "Why the Kremlin Cannot Save Its Last Friend",
            "Why the Kremlin cannot save its last friend",
        );
    }

    #[test]
    fn running_text_stays() {
        check("Iran met Russia.", "Iran met Russia.");
        check(
            "The EU and NATO met in Vilnius on Monday.",
            "The EU and NATO met in Vilnius on Monday.",
        );
        check(
            "Volodymyr Zelensky and Vladimir Putin",
            "Volodymyr Zelensky and Vladimir Putin",
        );
        check("IBM", "IBM");
        check("", "");
    }
}
