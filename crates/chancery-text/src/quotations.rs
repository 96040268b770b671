//! Stretches in quotation marks: where they begin and end, and whether they can be an utterance.
//!
//! Straight, curly, German, Polish and French marks are paired, nested ones too. A mark that opens
//! in one paragraph and is not closed there runs on into the next where that opens with a mark of
//! its own, as printed speech does; otherwise it ends with its paragraph. Apostrophes are no marks.

use crate::analysis::{Analysis, Quoted};
use crate::clauses;
use crate::lexemes::tokens_in;
use chancery_model::Span;

/// Returns the quotations of a document, outer before inner ones.
pub fn quotations(text: &str, analysis: &Analysis) -> Vec<Quoted> {
    let mut found = Vec::new();
    for paragraph in &analysis.paragraphs {
        pair(text, paragraph.span, &mut found);
    }
    found.sort_by_key(|(outer, _): &(Span, Span)| (outer.start, std::cmp::Reverse(outer.end)));
    found
        .into_iter()
        .scan(None, |before: &mut Option<(Span, bool)>, (outer, inner)| {
            // "We will not leave," he said. "Not now.": speech that goes on.
            let goes_on = before.is_some_and(|(last, spoken)| {
                spoken
                    && is_sentence(inner.of(text))
                    && text
                        .get(last.end..outer.start)
                        .is_some_and(|between| between.len() <= 120 && !between.contains('\n'))
            });
            let utterance = goes_on || is_utterance(text, analysis, outer, inner);
            *before = Some((outer, utterance));
            Some(Quoted {
                inner,
                outer,
                tokens: tokens_in(&analysis.tokens, inner),
                utterance,
            })
        })
        .collect()
}

/// Returns whether the words open with a capital and close like a sentence or its part.
fn is_sentence(words: &str) -> bool {
    let words = words.trim();
    words.ends_with(['.', '!', '?', '…', ','])
        && words.starts_with(|letter: char| letter.is_uppercase() || matches!(letter, '[' | '…'))
}

/// A mark that has been opened.
struct Open {
    place: usize,
    length: usize,
    closes: Closes,
}

/// Which marks close an opened one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closes {
    /// `"`
    Straight,
    /// `'`
    Single,
    /// `”` or `“`, after `“` or `„`
    Curly,
    /// `’` or `‘`, after `‘` or `‚`
    CurlySingle,
    /// `»` after `«`
    Guillemet,
    /// `«` after `»`, as Germans and Danes point them
    Reversed,
    /// `›` after `‹`
    SingleGuillemet,
}

/// So many marks may be open within each other; more is no text.
const DEEPEST: usize = 8;

/// Pairs the marks of one paragraph.
fn pair(text: &str, paragraph: Span, found: &mut Vec<(Span, Span)>) {
    let words = paragraph.of(text);
    let mut open: Vec<Open> = Vec::new();
    let mut before = ' ';
    let mut letters = words.char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let place = paragraph.start + offset;
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        // Two straight singles, or a backquote pair, are one double mark of typewriters.
        let role = role(letter, before, next, &open);
        match role {
            Role::Open(closes) if open.len() < DEEPEST => open.push(Open {
                place,
                length: letter.len_utf8(),
                closes,
            }),
            Role::Close(closes) => {
                if let Some(at) = open.iter().rposition(|mark| mark.closes == closes) {
                    let mark = open.swap_remove(at);
                    // What was opened inside and not closed was an apostrophe or a mistake.
                    open.truncate(at);
                    let inner = Span::new(mark.place + mark.length, place);
                    if !inner.of(text).trim().is_empty() {
                        found.push((Span::new(mark.place, place + letter.len_utf8()), inner));
                    }
                }
            }
            _ => {}
        }
        before = letter;
    }
    // The outermost mark that never closed runs to the end of its paragraph: speech that goes on in
    // the next one, or a closing mark that was lost. A single one was an apostrophe.
    if let Some(mark) = open
        .first()
        .filter(|mark| !matches!(mark.closes, Closes::Single | Closes::CurlySingle))
    {
        let opens_speech = mark.place == paragraph.start || runs_on(text, mark);
        let inner = Span::new(mark.place + mark.length, paragraph.end);
        if opens_speech && !inner.of(text).trim().is_empty() {
            found.push((Span::new(mark.place, paragraph.end), inner));
        }
    }
}

/// Returns whether an unclosed mark stands where speech begins: after a comma or colon.
fn runs_on(text: &str, mark: &Open) -> bool {
    text[..mark.place].trim_end().ends_with([',', ':'])
}

enum Role {
    Open(Closes),
    Close(Closes),
    None,
}

fn role(letter: char, before: char, next: char, open: &[Open]) -> Role {
    let is_open = |closes: Closes| open.iter().any(|mark| mark.closes == closes);
    let after_space = before.is_whitespace()
        || matches!(
            before,
            '(' | '[' | '—' | '–' | '-' | '"' | '\'' | '“' | '‘' | '«' | '„' | '/' | '…'
        );
    let before_word = next.is_alphanumeric()
        || matches!(
            next,
            '$' | '€' | '£' | '[' | '(' | '…' | '.' | '\'' | '‘' | '"' | '“' | '«' | '#' | '@'
        );
    match letter {
        '"' | '＂' => {
            if is_open(Closes::Straight)
                && !(after_space && before_word && before != '-' && before.is_whitespace())
            {
                Role::Close(Closes::Straight)
            } else if is_open(Closes::Straight) {
                // A mark after a space and before a word opens, even where one is open: then the
                // first was never closed.
                Role::Open(Closes::Straight)
            } else if before_word || after_space {
                Role::Open(Closes::Straight)
            } else {
                Role::None
            }
        }
        '“' => {
            if is_open(Closes::Curly) && !after_space {
                Role::Close(Closes::Curly)
            } else {
                Role::Open(Closes::Curly)
            }
        }
        '„' => Role::Open(Closes::Curly),
        '”' => Role::Close(Closes::Curly),
        '«' if is_open(Closes::Reversed) => Role::Close(Closes::Reversed),
        '«' => Role::Open(Closes::Guillemet),
        '»' if is_open(Closes::Guillemet) => Role::Close(Closes::Guillemet),
        '»' if before_word && after_space => Role::Open(Closes::Reversed),
        '‹' => Role::Open(Closes::SingleGuillemet),
        '›' => Role::Close(Closes::SingleGuillemet),
        '‚' if before_word => Role::Open(Closes::CurlySingle),
        '‘' if after_space && before_word => Role::Open(Closes::CurlySingle),
        '‘' if is_open(Closes::CurlySingle) && !next.is_alphanumeric() => {
            Role::Close(Closes::CurlySingle)
        }
        // An apostrophe stands in or behind a word ("Iran’s", "the states’ ships"); a closing single
        // mark follows punctuation or stands before it.
        '’' if is_open(Closes::CurlySingle) && !next.is_alphanumeric() => {
            Role::Close(Closes::CurlySingle)
        }
        '\'' if is_open(Closes::Single) && !next.is_alphanumeric() => Role::Close(Closes::Single),
        '\'' if after_space && next.is_alphabetic() => Role::Open(Closes::Single),
        _ => Role::None,
    }
}

/// Fewer words than this are a term or a name, unless they are a sentence or a verb of speech stands
/// beside them.
const FEWEST_WORDS: usize = 6;

/// Returns whether the words can be what somebody said, and not a name, a title, or words that the
/// author keeps at a distance.
fn is_utterance(text: &str, analysis: &Analysis, outer: Span, inner: Span) -> bool {
    let words = inner.of(text);
    let count = words.split_whitespace().count();
    let sentence = is_sentence(words);
    let introduced = text[..outer.start].trim_end().ends_with([',', ':'])
        || text[..outer.start].trim_end().ends_with(" that");
    let tokens = tokens_in(&analysis.tokens, inner);
    let has_verb = tokens
        .clone()
        .any(|id| matches!(analysis.tokens[id].tag, "VBD" | "VBZ" | "VBP" | "MD"));
    if is_title(words) && !has_verb {
        return false;
    }
    // Words that end in a sentence's mark, or follow a colon, are speech at any length.
    if count >= 2 && introduced && (has_verb || sentence || count >= FEWEST_WORDS)
        || count >= 3 && sentence && has_verb
    {
        return true;
    }
    if count >= FEWEST_WORDS && (has_verb || count >= 10) {
        return true;
    }
    // "Nobody came," the envoy said.
    if sentence && words.trim_end().ends_with(',') && speech_beside(analysis, outer, &tokens) {
        return true;
    }
    // A fragment that a verb of speech governs: called it "a declaration of war".
    count >= 3 && speech_beside(analysis, outer, &tokens)
}

/// Returns whether every word but the small ones is capitalised.
fn is_title(words: &str) -> bool {
    let mut names = words
        .split_whitespace()
        .filter(|word| word.chars().count() > 3)
        .peekable();
    names.peek().is_some()
        && names.all(|word| {
            word.chars()
                .find(|letter| letter.is_alphanumeric())
                .is_some_and(|letter| !letter.is_lowercase())
        })
}

/// Returns whether a verb of speech stands in the sentence outside the marks, near them.
fn speech_beside(analysis: &Analysis, outer: Span, inner: &std::ops::Range<usize>) -> bool {
    const SPEECH: &[&str] = &[
        "call", "describe", "denounce", "condemn", "label", "brand", "dub", "term", "praise",
        "accuse", "hail",
    ];
    let Some(token) = analysis
        .tokens
        .get(inner.start)
        .filter(|_| !inner.is_empty())
    else {
        return false;
    };
    let sentence = analysis.sentences[token.sentence].tokens.clone();
    let near =
        inner.start.saturating_sub(12).max(sentence.start)..(inner.end + 8).min(sentence.end);
    near.filter(|id| !outer.contains(analysis.tokens[*id].span))
        .any(|id| {
            let token = &analysis.tokens[id];
            token.tag.starts_with("VB")
                && (clauses::is_reporting_verb(&token.lemma) || SPEECH.contains(&&*token.lemma))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::english::English;
    use proptest::prelude::*;

    fn quoted(text: &str) -> Vec<Quoted> {
        let mut analysis = Analysis {
            paragraphs: crate::paragraphs(text),
            ..Analysis::default()
        };
        English::embedded().read(text, &mut analysis);
        quotations(text, &analysis)
    }

    /// Expects the words between marks; `!` before them says that they are no utterance.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = quoted(text)
            .iter()
            .map(|one| {
                format!(
                    "{}{}",
                    if one.utterance { "" } else { "!" },
                    one.inner.of(text)
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_of_many_hands() {
        check(
            "\"We will not leave,\" he said. \"Not now.\"",
            &["We will not leave,", "Not now."],
        );
        check("“We will not leave,” he said.", &["We will not leave,"]);
        check(
            "He said: «We will not leave the town».",
            &["We will not leave the town"],
        );
        check(
            "He said: „We will not leave the town“.",
            &["We will not leave the town"],
        );
        check(
            "He said: »We will not leave the town«.",
            &["We will not leave the town"],
        );
        check(
            "He said: ‘We will not leave the states’ ships.’",
            &["We will not leave the states"],
        );
        check(
            "Iran’s and the states’ ships, the ’90s, and Iran's 'peace' plan.",
            &["!peace"],
        );
    }

    #[test]
    fn nested_unclosed_and_spanning() {
        check(
            "She said, “He told me, ‘We are leaving now,’ and left.”",
            &[
                "He told me, ‘We are leaving now,’ and left.",
                "We are leaving now,",
            ],
        );
        check(
            "The envoy said: \"We waited. Nobody came. We left.\"",
            &["We waited. Nobody came. We left."],
        );
        check(
            "“We waited for an answer.\n\n“Nobody came,” the envoy said.",
            &["We waited for an answer.", "Nobody came,"],
        );
        check("A 6\" gun and a \"special\" case.", &["!special"]);
    }

    #[test]
    fn terms_and_titles_are_no_utterances() {
        check(
            "The so-called \"axis\" is a \"grand bargain\" to some.",
            &["!axis", "!grand bargain"],
        );
        check(
            "Operation \"Rising Lion\" and the film \"The Long Road to Peace\" came out.",
            &["!Rising Lion", "!The Long Road to Peace"],
        );
        check(
            "The minister called it \"a declaration of war\".",
            &["a declaration of war"],
        );
    }

    #[test]
    fn large_input_takes_linear_time() {
        for text in [
            "\"".repeat(100_000),
            "“".repeat(100_000),
            "'a ".repeat(100_000),
            "« » ".repeat(50_000),
        ] {
            let analysis = Analysis {
                paragraphs: crate::paragraphs(&text),
                ..Analysis::default()
            };
            quotations(&text, &analysis);
        }
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text(text in "(\\PC|\"|“|”|‘|’|'|«|»|„| |\n|word |said, ){0,50}") {
            let analysis = Analysis { paragraphs: crate::paragraphs(&text), ..Analysis::default() };
            for one in quotations(&text, &analysis) {
                prop_assert!(one.outer.contains(one.inner));
                prop_assert!(!one.inner.of(&text).is_empty());
                prop_assert!(text.get(one.outer.start..one.outer.end).is_some());
            }
        }
    }
}
