//! Sentences, tokens and names of paragraphs in a language that has no parser here, Russian above all.
//!
//! Marks at the end of sentences, abbreviations and capitals tell most of it in any script that has
//! them (the way of `razdel`, the segmenter of the Natasha project). Nothing is claimed about grammar,
//! so no statement can be coded from here; but what was said where can be shown, and names can be
//! looked up. Scripts without spaces between words keep each run of letters as one token.

use crate::analysis::{Analysis, Paragraph, ParagraphKind, UnparsedSentence};
use crate::languages::Reader;
use chancery_model::Span;
use std::collections::BTreeSet;

/// The reader of every paragraph that no other reader understands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unparsed;

/// Russian and Ukrainian abbreviations, without their full stop, that a sentence seldom ends with.
const ABBREVIATIONS: &[&str] = &[
    "акад", "в", "вв", "г", "гг", "ген", "гр", "д", "др", "е", "зам", "им", "инж", "кв", "кн",
    "куб", "мин", "млн", "млрд", "напр", "н", "обл", "о", "п", "пл", "пос", "пр", "проф", "р",
    "рис", "с", "св", "см", "ср", "ст", "стр", "т", "тел", "тыс", "ул", "ф", "ч", "чел", "э",
];

/// Of these, what often stands at the end ("в 2014 г.", "и т. д."): a sentence ends there where one of the
/// words that open sentences follows.
const OFTEN_LAST: &[&str] = &[
    "в", "вв", "г", "гг", "д", "др", "е", "млн", "млрд", "п", "р", "тыс", "чел", "э",
];

/// Russian words that open sentences and are no names.
const OPENERS: &[&str] = &[
    "а",
    "более",
    "в",
    "во",
    "все",
    "всё",
    "вместе",
    "вот",
    "для",
    "до",
    "его",
    "ее",
    "её",
    "если",
    "за",
    "и",
    "из",
    "их",
    "их",
    "как",
    "когда",
    "к",
    "кроме",
    "между",
    "мы",
    "на",
    "накануне",
    "не",
    "ни",
    "но",
    "о",
    "об",
    "однако",
    "он",
    "она",
    "они",
    "от",
    "по",
    "позже",
    "после",
    "при",
    "ранее",
    "с",
    "сейчас",
    "со",
    "так",
    "также",
    "там",
    "теперь",
    "то",
    "тогда",
    "у",
    "что",
    "это",
    "эта",
    "эти",
    "этот",
    "я",
];

/// Russian words for offices, which stand before names and begin sentences.
const OFFICES: &[&str] = &[
    "вице-премьер",
    "генерал",
    "генсек",
    "глава",
    "госсекретарь",
    "депутат",
    "директор",
    "замминистра",
    "канцлер",
    "король",
    "лидер",
    "министр",
    "минобороны",
    "посол",
    "постпред",
    "премьер",
    "премьер-министр",
    "президент",
    "председатель",
    "представитель",
    "пресс-секретарь",
    "секретарь",
    "сенатор",
    "спикер",
    "президенты",
    "министры",
    "лидеры",
    "главы",
    "власти",
    "войска",
    "правительство",
    "парламент",
];

impl Reader for Unparsed {
    fn reads(&self, paragraph: &Paragraph) -> bool {
        paragraph.kind == ParagraphKind::Foreign
    }

    fn read_paragraph(&self, stored: &str, paragraph: usize, analysis: &mut Analysis) {
        let Some(found) = analysis.paragraphs.get(paragraph) else {
            return;
        };
        // German writes every noun with a capital.
        let capitals = !matches!(found.language.as_deref(), Some("de" | "lb"));
        let tokens = tokens(stored, found.span);
        let sentences = sentences(stored, &tokens);
        let small: BTreeSet<&str> = tokens
            .iter()
            .map(|token| token.of(stored))
            .filter(|word| word.starts_with(char::is_lowercase))
            .collect();
        for tokens in sentences {
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
                continue;
            };
            analysis.unparsed.push(UnparsedSentence {
                span: first.cover(*last),
                paragraph,
                names: if capitals {
                    names(stored, tokens, &small)
                } else {
                    Vec::new()
                },
                tokens: tokens.to_vec(),
            });
        }
    }
}

/// Returns whether a character belongs to a word.
fn is_word(c: char) -> bool {
    // Combining accents and vowel points are part of their word.
    c.is_alphanumeric()
        || matches!(u32::from(c), 0x300..=0x36F | 0x591..=0x5C7 | 0x64B..=0x65F | 0x200C..=0x200D)
}

/// Cuts a paragraph into words, numbers and marks.
fn tokens(stored: &str, span: Span) -> Vec<Span> {
    let text = span.of(stored);
    let mut found: Vec<Span> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        let mut end = start + c.len_utf8();
        if c.is_whitespace() || (c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}')) {
            continue;
        }
        if is_word(c) {
            let mut before = c;
            while let Some(&(at, next)) = characters.peek() {
                let after = text[at + next.len_utf8()..].chars().next();
                let joins = match next {
                    '-' | '‐' | '‑' | '\'' | '’' | 'ʼ' => after.is_some_and(is_word),
                    '.' | ',' | ':' => before.is_numeric() && after.is_some_and(char::is_numeric),
                    next => is_word(next),
                };
                if !joins {
                    break;
                }
                before = next;
                end = at + next.len_utf8();
                characters.next();
            }
            // An abbreviation keeps its full stop.
            if is_abbreviation(&text[start..end])
                && let Some(&(at, '.')) = characters.peek()
            {
                end = at + 1;
                characters.next();
            }
        } else {
            while let Some(&(at, next)) = characters.peek() {
                if next != c || !matches!(c, '.' | '!' | '?' | '-') {
                    break;
                }
                end = at + next.len_utf8();
                characters.next();
            }
        }
        found.push(Span::new(span.start + start, span.start + end));
    }
    found
}

/// Returns whether a word is one that is written with a full stop: an initial, or known as such.
fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || ABBREVIATIONS.contains(&word)
}

/// Returns the tokens of each sentence.
fn sentences<'t>(stored: &str, tokens: &'t [Span]) -> Vec<&'t [Span]> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].of(stored);
        at += 1;
        let mark = word.chars().all(|c| {
            matches!(
                c,
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।'
            )
        });
        let abbreviation = word.len() > 1 && word.ends_with('.') && !mark;
        if !mark && !abbreviation {
            continue;
        }
        // Marks that close belong to the sentence that they end.
        while !abbreviation
            && at < tokens.len()
            && tokens[at].start == tokens[at - 1].end
            && matches!(
                tokens[at].of(stored),
                "»" | "”" | "\"" | "“" | ")" | "]" | "’" | "」" | "…" | "." | "!" | "?"
            )
        {
            at += 1;
        }
        let Some(next) = tokens.get(at) else { break };
        let parted = next.start > tokens[at - 1].end
            || word.chars().any(|c| matches!(c, '。' | '！' | '？'));
        let letter = tokens[at..]
            .iter()
            .take(3)
            .filter_map(|token| token.of(stored).chars().next())
            .find(|c| !matches!(c, '«' | '“' | '„' | '"' | '(' | '['));
        let opens =
            letter.is_some_and(|c| c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()));
        let ends = parted
            && opens
            && (!abbreviation || {
                let bare = word.trim_end_matches('.');
                OFTEN_LAST.contains(&bare) && OPENERS.contains(&&*next.of(stored).to_lowercase())
            });
        if ends {
            found.push(&tokens[from..at]);
            from = at;
        }
    }
    if from < tokens.len() {
        found.push(&tokens[from..]);
    }
    found
}

/// Returns the runs of words with capitals. The first word of a sentence counts only where it is not
/// known to be a common word: an opener, an office, or written small elsewhere in the paragraph. Names
/// that stand side by side are one run.
fn names(stored: &str, tokens: &[Span], small: &BTreeSet<&str>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut run: Option<Span> = None;
    let mut alone = false;
    let mut starts = true;
    let mut close = |run: &mut Option<Span>, alone: &mut bool| {
        // A single capital at the start of a sentence says nothing.
        found.extend(run.take().filter(|_| !*alone));
        *alone = false;
    };
    for token in tokens {
        let word = token.of(stored);
        let lower = word.to_lowercase();
        if !word.chars().next().is_some_and(is_word) {
            close(&mut run, &mut alone);
            // Speech opens with a capital after its mark.
            starts |= matches!(word, "«" | "“" | "„" | "\"" | ":" | "—" | "–");
            continue;
        }
        let capital = word.starts_with(char::is_uppercase);
        let common = OPENERS.contains(&&*lower)
            || starts && (OFFICES.contains(&&*lower) || small.contains(&*lower));
        if capital && !common {
            alone = run.is_none() && starts;
            run = Some(run.map_or(*token, |before| before.cover(*token)));
        } else {
            close(&mut run, &mut alone);
        }
        starts = false;
    }
    close(&mut run, &mut alone);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse;
    use crate::english::English;
    use chancery_model::Document;
    use proptest::prelude::*;

    fn read(text: &str) -> Analysis {
        analyse(&Document::new("d", text), English::embedded())
    }

    /// Sentences are parted by `|`, names stand in brackets.
    fn check(marked: &str) {
        let text: String = marked
            .chars()
            .filter(|c| !matches!(c, '|' | '[' | ']'))
            .collect();
        let analysis = read(&text);
        assert!(
            analysis.sentences.is_empty() && analysis.tokens.is_empty(),
            "{text}"
        );
        let (mut out, mut at) = (String::new(), 0);
        for (number, sentence) in analysis.unparsed.iter().enumerate() {
            out += &text[at..sentence.span.start];
            if number > 0 {
                out.push('|');
            }
            at = sentence.span.start;
            for name in &sentence.names {
                out += &format!("{}[{}]", &text[at..name.start], name.of(&text));
                at = name.end;
            }
            out += &text[at..sentence.span.end];
            at = sentence.span.end;
        }
        out += &text[at..];
        assert_eq!(out, marked);
    }

    #[test]
    fn russian_has_sentences_and_names() {
        check(
            "Президент [России Владимир Путин] заявил, что готов к переговорам. |Об этом сообщает [ТАСС].",
        );
        check("В 2014 г. [Крым] вошёл в состав [РФ], т. е. стал регионом. |Это осудили в [ООН].");
        check("Переговоры прошли в 2020 г. |В них участвовал [А. П. Иванов] и посол [Ирана].");
        check(
            "Вы готовы к переговорам? |Да! |«Мы ждём ответа», — сказал министр [Лавров] в [Анкаре].",
        );
        check(
            "Он сказал: «Мы ждём. |Но не вечно». |Нефть стоит 65,4 долл. за баррель, заявили в [ОПЕК].",
        );
    }

    #[test]
    fn a_quotation_and_its_words_are_found() {
        let text = "Министр Лавров заявил: «Мы готовы к переговорам, но не к капитуляции».";
        let analysis = read(text);
        assert_eq!(
            analysis.quotations[0].inner.of(text),
            "Мы готовы к переговорам, но не к капитуляции"
        );
        let tokens: Vec<&str> = analysis.unparsed[0]
            .tokens
            .iter()
            .map(|token| token.of(text))
            .collect();
        assert_eq!(
            tokens,
            [
                "Министр",
                "Лавров",
                "заявил",
                ":",
                "«",
                "Мы",
                "готовы",
                "к",
                "переговорам",
                ",",
                "но",
                "не",
                "к",
                "капитуляции",
                "»",
                "."
            ]
        );
        assert_eq!(analysis.diagnostics[0].code, "language-not-analysed");
        assert!(analysis.predications.is_empty(), "nothing is claimed");
    }

    #[test]
    fn other_scripts_end_sentences_too() {
        let text = "رئیس جمهور ایران با وزیر امور خارجه روسیه گفتگو کرد. آیا توافق نزدیک است؟ هیچ کس نمی داند.";
        assert_eq!(read(text).unparsed.len(), 3);
    }

    proptest! {
        #[test]
        fn tokens_lie_in_their_sentences(text in "([А-Яа-я]{1,9}[ .,!?«»-]{1,2}|г\\. |\\PC|\n){0,60}") {
            let span = Span::new(0, text.len());
            let tokens = tokens(&text, span);
            prop_assert!(tokens.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let count: usize = sentences(&text, &tokens).iter().map(|tokens| tokens.len()).sum();
            prop_assert_eq!(count, tokens.len());
            for name in names(&text, &tokens, &BTreeSet::new()) {
                prop_assert!(!name.of(&text).is_empty());
            }
        }
    }
}
