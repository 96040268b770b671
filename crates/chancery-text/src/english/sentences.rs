//! Where sentences start, as far as punctuation alone can tell.
//!
//! The parser finds sentences while it parses, and errs where its training texts had other habits:
//! in headlines, datelines and captions, after abbreviations, around quotations. Punctuation is
//! surer: here it says of each token whether a sentence must, cannot or may start with it, and the
//! parser keeps to that.

use crate::time::{MONTHS, WEEKDAYS};

/// Whether a sentence starts with a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Start {
    Must,
    Cannot,
    May,
}

/// A token as punctuation sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) space_before: bool,
}

/// After so many tokens without a full stop the parser may break where it likes.
const LONG: usize = 100;

/// Abbreviations with their full stop that no sentence ends with.
const TITLES: [&str; 21] = [
    "Adm.", "Dr.", "Drs.", "Fr.", "Gen.", "Gov.", "Hon.", "Messrs.", "Mr.", "Mrs.", "Ms.", "Mt.",
    "Prof.", "Rep.", "Rev.", "Sen.", "St.", "e.g.", "i.e.", "v.", "vs.",
];

/// Abbreviations that the tokenizer parts from their full stop: before a name, before a number.
const BEFORE_NAMES: [&str; 13] = [
    "al", "Amb", "approx", "Brig", "Capt", "Col", "dept", "Dept", "Lt", "Maj", "Mt", "Sgt", "vs",
];
const BEFORE_NUMBERS: [&str; 18] = [
    "Apr", "Art", "Aug", "ca", "Dec", "Feb", "Fig", "Jan", "Mar", "No", "Nos", "Nov", "Oct", "pp",
    "Sec", "Sep", "Sept", "Vol",
];

/// Words that open sentences and do not follow an abbreviation within one.
const OPENERS: [&str; 75] = [
    "A",
    "About",
    "According",
    "After",
    "Against",
    "All",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "Due",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Following",
    "For",
    "From",
    "Given",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "It",
    "Its",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "Moreover",
    "Most",
    "Nearly",
    "Neither",
    "No",
    "Nor",
    "Not",
    "On",
    "Once",
    "One",
    "Or",
    "Other",
    "Our",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Thus",
    "We",
    "When",
];

/// Verbs between a quoted question or exclamation and its speaker.
const SPEECH: [&str; 22] = [
    "added",
    "announced",
    "answered",
    "argued",
    "asked",
    "claimed",
    "cried",
    "declared",
    "exclaimed",
    "explained",
    "insisted",
    "noted",
    "posted",
    "replied",
    "said",
    "says",
    "shouted",
    "stated",
    "told",
    "tweeted",
    "warned",
    "wrote",
];

/// Says of each token whether a sentence starts with it.
pub(super) fn starts(words: &[Word<'_>]) -> Vec<Start> {
    let mut starts = Vec::with_capacity(words.len());
    let dateline = dateline_end(words);
    let lines = lines_without_stop(words);
    let mut run = 0;
    for place in 0..words.len() {
        let start = if place == 0 || dateline == Some(place) || lines.contains(&place) {
            Start::Must
        } else {
            match boundary(words, place) {
                Start::Cannot if run > LONG && !is_closer(words[place].text) => Start::May,
                start => start,
            }
        };
        run = if start == Start::Must { 0 } else { run + 1 };
        starts.push(start);
    }
    starts
}

fn boundary(words: &[Word<'_>], place: usize) -> Start {
    let word = words[place];
    if is_closer(word.text) && (!word.space_before || matches!(word.text, ")" | "]" | "}")) {
        return Start::Cannot;
    }
    if is_note(words, place) {
        return Start::Cannot;
    }
    let mut end = place - 1;
    while end > 0 {
        if words[end].text == "]" && end > 2 && is_note(words, end - 2) {
            end -= 3;
        } else if is_closer(words[end].text) && !words[end].space_before {
            end -= 1;
        } else {
            break;
        }
    }
    let closed = end + 1 < place;
    let terminal = words[end].text;
    let next = match word.text {
        "\"" | "'" | "(" | "[" | "``" | "-" | "•" => {
            words.get(place + 1).copied().unwrap_or(word)
        }
        _ => word,
    };
    let Some(initial) = next.text.chars().next() else {
        return Start::Cannot;
    };
    let lower = initial.is_lowercase() && !next.text.chars().any(char::is_uppercase);
    let digit = initial.is_ascii_digit();
    if is_terminal(terminal) {
        let stop = terminal == ".";
        let before = end.checked_sub(1).map_or("", |before| words[before].text);
        if in_brackets(words, place) || is_list_number(words, place, end) {
            return Start::Cannot;
        }
        if lower && stop && !closed && word.space_before && before.len() > 3 {
            return Start::May;
        }
        if lower || !initial.is_alphanumeric() && (!word.space_before || next.text.len() > 1) {
            return Start::Cannot;
        }
        if stop
            && !words[end].space_before
            && (BEFORE_NAMES.contains(&before) && !OPENERS.contains(&next.text)
                || BEFORE_NUMBERS.contains(&before) && digit)
        {
            return Start::Cannot;
        }
        if stop && digit && !word.space_before || matches!(word.text, "--" | "-" | "," | ";" | ":")
        {
            return Start::Cannot;
        }
        if !stop && closed && speech_follows(&words[place..]) {
            return Start::Cannot;
        }
        if terminal.len() > 2 && terminal.chars().all(|point| point == '.') {
            return Start::May;
        }
        return Start::Must;
    }
    if terminal.len() > 1 && terminal.ends_with('.') && terminal != ".." {
        if lower || !initial.is_alphanumeric() || is_title(terminal) {
            return Start::Cannot;
        }
        if OPENERS.contains(&next.text) || closed {
            return Start::Must;
        }
        if terminal.chars().count() == 2 {
            return Start::Cannot;
        }
        return Start::May;
    }
    Start::Cannot
}

/// How many tokens a bracket may hold that no sentence ends in: "(AP via Yahoo! News)".
const BRACKET: usize = 10;

fn in_brackets(words: &[Word<'_>], place: usize) -> bool {
    let before = words[..place].iter().rev().take(BRACKET);
    let after = words[place..].iter().take(BRACKET);
    let is_bracket = |word: &&Word<'_>| matches!(word.text, "(" | ")");
    let opened = before.clone().position(|word| is_bracket(&word));
    let shut = after.clone().position(|word| is_bracket(&word));
    match (opened, shut) {
        (Some(opened), Some(shut)) => {
            words[place - 1 - opened].text == "("
                && words[place + shut].text == ")"
                && opened + shut < BRACKET
        }
        _ => false,
    }
}

/// Returns whether the mark of a note stands here: "[12]", "[a]".
fn is_note(words: &[Word<'_>], place: usize) -> bool {
    match words.get(place..place + 3) {
        Some([open, mark, close]) => {
            open.text == "["
                && close.text == "]"
                && (mark.text.len() == 1 || mark.text.bytes().all(|byte| byte.is_ascii_digit()))
        }
        _ => false,
    }
}

/// Returns whether the full stop before this token is that of a number that heads a list's item: "1. Which
/// people …".
fn is_list_number(words: &[Word<'_>], place: usize, stop: usize) -> bool {
    stop == 1
        && place == 2
        && words[1].text == "."
        && words[0].text.len() < 3
        && words[0].text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_title(text: &str) -> bool {
    TITLES.iter().any(|title| title.eq_ignore_ascii_case(text))
}

fn is_closer(text: &str) -> bool {
    matches!(text, "\"" | "'" | "''" | ")" | "]" | "}")
}

fn is_terminal(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|character| matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？'))
}

/// Returns whether a verb of speech follows before any punctuation: `"Now?" the envoy asked.`
fn speech_follows(words: &[Word<'_>]) -> bool {
    words
        .iter()
        .take(7)
        .take_while(|word| word.text.chars().any(char::is_alphanumeric))
        .any(|word| SPEECH.contains(&word.text))
}

/// Returns where new lines of a page begin that ran into one paragraph without a full stop: after the number
/// of a figure, around a day with its weekday, before the credit of a picture, and after a caption's or
/// place's name.
fn lines_without_stop(words: &[Word<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    found.extend(figure_end(words));
    found.extend(caption_end(words));
    if let Some(day) = words
        .len()
        .checked_sub(DAY.len())
        .filter(|&day| is_day(&words[day..]))
    {
        found.push(day);
    }
    if is_day(words) {
        found.push(DAY.len());
    }
    found.extend(
        (1..words.len().saturating_sub(2))
            .rev()
            .take(BRACKET)
            .find(|&place| {
                matches!(
                    words[place].text,
                    "Image" | "Photo" | "Photograph" | "Picture" | "Credit"
                ) && words[place + 1].text == ":"
                    && !is_terminal(words[place - 1].text)
                    && words[place - 1].text != "("
            }),
    );
    found
}

/// What a day with its weekday is made of: "Thursday, May 7, 2015".
const DAY: [fn(&str) -> bool; 6] = [
    |text| WEEKDAYS.contains(&text),
    |text| text == ",",
    |text| MONTHS.contains(&text),
    |text| text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit()),
    |text| text == ",",
    |text| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()),
];

/// Returns whether a day with its weekday opens these words, and something else follows that is no clause's
/// own continuation: a comma would make it part of one.
fn is_day(words: &[Word<'_>]) -> bool {
    words.len() >= DAY.len()
        && words.iter().zip(DAY).all(|(word, fits)| fits(word.text))
        && words.get(DAY.len()).is_none_or(|next| {
            next.space_before && next.text.chars().next().is_some_and(char::is_uppercase)
        })
}

/// Returns the token after "Figure 1.3" at the head of a paragraph.
fn figure_end(words: &[Word<'_>]) -> Option<usize> {
    let [kind, number, next, ..] = words else {
        return None;
    };
    let numbered = number.text.contains('.')
        && number
            .text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let opens = next.text == "(" || next.text.chars().next().is_some_and(char::is_uppercase);
    (matches!(kind.text, "Figure" | "Table" | "Chart" | "Box" | "Map") && numbered && opens)
        .then_some(2)
}

/// How many words a caption has that a sentence runs on from.
const CAPTION: usize = 8;

/// Returns the token after a name that heads a paragraph, where a sentence follows that opens with a
/// preposition: "Regina Ip In the east, two lists won". Titles write such words small.
fn caption_end(words: &[Word<'_>]) -> Option<usize> {
    let small = |word: &Word<'_>| word.text.chars().all(char::is_lowercase);
    let place = (1..words.len().min(CAPTION)).find(|&place| {
        matches!(
            words[place].text,
            "In" | "On" | "At" | "After" | "During" | "Since" | "When"
        )
    })?;
    let name = words[..place].iter().all(|word| {
        word.text.chars().next().is_some_and(char::is_uppercase)
            || matches!(word.text, "," | "-" | "'s" | "'" | "of")
    });
    let last = words[place - 1].text.chars().last()?;
    let runs_on = words.get(place + 1..).is_some_and(|rest| {
        let near = rest.iter().take(6);
        rest.first()
            .is_some_and(|word| small(word) || WEEKDAYS.contains(&word.text))
            && near.filter(|word| small(word)).count() > 2
    });
    let own = words[place].space_before && last.is_alphanumeric();
    (name && own && runs_on && place > 1).then_some(place)
}

/// Returns the token after a dateline: "MOSCOW (Reuters) -", "BEIJING, June 18 (Xinhua) --".
fn dateline_end(words: &[Word<'_>]) -> Option<usize> {
    let first = words.first()?.text;
    let capitals = first.chars().count() > 2
        && first
            .chars()
            .all(|character| character.is_uppercase() || character == '.' || character == '-');
    let dash = words
        .iter()
        .take(18)
        .position(|word| matches!(word.text, "-" | "--" | "–" | "—") && word.space_before)?;
    let before = &words[..dash];
    let named = before.len() > 3 && before[before.len() - 1].text == ")";
    let open = before.iter().position(|word| word.text == "(");
    let place = &before[..open.unwrap_or(dash)];
    let plain = place.iter().all(|word| {
        let initial = word.text.chars().next().unwrap_or(' ');
        initial.is_uppercase()
            || initial.is_ascii_digit()
            || matches!(word.text, "," | "-" | "'" | "/" | "and" | ".")
    });
    let short = place.len() <= 12 && (!named || open.is_some_and(|open| dash - open <= 7));
    let comma = place.iter().any(|word| word.text == ",");
    let next = words.get(dash + 1)?.text.chars().next()?;
    let wanted = capitals || place.len() <= 8 && (named || comma && next.is_uppercase());
    (plain && short && wanted && dash > 0 && dash + 2 < words.len()).then_some(dash + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks where a sentence must (|) and may (?) start; tokens are parted by spaces, and `_`
    /// before one says that none stood there.
    #[track_caller]
    fn check(marked: &str) {
        let tokens: Vec<&str> = marked
            .split(' ')
            .filter(|token| !matches!(*token, "|" | "?may"))
            .collect();
        let words: Vec<Word<'_>> = tokens
            .iter()
            .map(|token| Word {
                text: token.strip_prefix('_').unwrap_or(token),
                space_before: !token.starts_with('_'),
            })
            .collect();
        let mut found = String::new();
        for (place, start) in starts(&words).into_iter().enumerate() {
            if place > 0 {
                found.push(' ');
                found.push_str(match start {
                    Start::Must => "| ",
                    Start::May => "?may ",
                    Start::Cannot => "",
                });
            }
            found.push_str(tokens[place]);
        }
        assert_eq!(found, marked);
    }

    #[test]
    fn full_stops_end_sentences() {
        check("Talks began _. | Iran left _.");
        check("He met Lt _. Smith _. | They spoke _.");
        check("It cost 3 _. _5 million _. | No more _.");
    }

    #[test]
    fn quotations_end_with_their_sentence() {
        check("\" _We left _. _\" | He agreed _.");
        check("\" _Why now _? _\" the envoy asked _. | \" _No _. _\"");
        check("\" _Why _! _\" President Trump said _.");
    }

    #[test]
    fn abbreviations_end_sentences_before_openers() {
        check("It sanctioned the U.S. | The ministry objected _.");
        check("It left _. | ( _AP via Yahoo _! News _)");
        check("It met U.S. ?may Senator Ford and Mr. Ford _.");
        check("George W. Bush met Gen. Smith at 5 p.m. local time _.");
    }

    #[test]
    fn notes_belong_to_the_sentence_before() {
        check("He left in 1805 _. [ _6 _] | He returned _. [ _7 _] [ _8 _]");
        check("No _. | No talks were held under No _. 5 _.");
    }

    #[test]
    fn lines_that_ran_together_are_parted() {
        check("Thursday _, May 7 _, 2015 | The envoys met _.");
        check("Envoys talk to ants | Tuesday _, September 1 _, 2015");
        check("Thursday _, May 7 _, 2015 _, was cold _.");
        check("Figure 1.3 | This map shows Iran _.");
        check("Figure 1.3 shows Iran _.");
        check("The Fawn | Image _: Nick Moreau _.");
        check("Regina Ip | In the east two lists won seats _.");
        check("Once Upon a Time In the West");
        check("1 _. Which people built cities _?");
    }

    #[test]
    fn datelines_stand_alone() {
        check("MOSCOW ( _Reuters _) - | Russia objected _.");
        check("BEIJING _, June 18 ( _Xinhua _) -- | China objected _.");
        check("Geneva _, Switzerland - | The talks began _.");
        check("Russia -- as ever -- objected _.");
    }
}
