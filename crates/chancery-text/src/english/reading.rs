//! From the paragraphs of a document to its sentences, tokens and named mentions.

use super::casing::recase;
use super::pipeline::English;
use crate::analysis::{Analysis, Entity, Paragraph, ParagraphKind, Sentence, Token, TokenId};
use crate::languages::{Reader, read_all};
use crate::normal::normalise;
use chancery_model::Span;
use std::ops::Range;

impl Reader for English {
    fn reads(&self, paragraph: &Paragraph) -> bool {
        paragraph.kind != ParagraphKind::Foreign
    }

    fn read_paragraph(&self, stored: &str, paragraph: usize, analysis: &mut Analysis) {
        English::read_paragraph(self, stored, paragraph, analysis);
    }
}

impl English {
    /// Analyses every paragraph in English: adds its sentences, tokens and named mentions to the
    /// analysis, whose paragraphs must be those of the stored text.
    pub fn read(&self, stored: &str, analysis: &mut Analysis) {
        read_all(&[self], stored, analysis);
    }

    /// Analyses one paragraph by its number.
    pub fn read_paragraph(&self, stored: &str, paragraph: usize, analysis: &mut Analysis) {
        let Some(span) = analysis.paragraphs.get(paragraph).map(|found| found.span) else {
            return;
        };
        let normalised = normalise(stored, span);
        let recased = recase(self, normalised.text());
        let text = recased.as_deref().unwrap_or(normalised.text());
        let parse = self.parse_sentences(text);
        let base = analysis.tokens.len();
        for (number, token) in parse.tokens.iter().enumerate() {
            let span = normalised.stored(token.start, token.end);
            let id = base + number;
            if token.starts_sentence {
                analysis.sentences.push(Sentence {
                    span,
                    tokens: id..id,
                    paragraph,
                    trust: 1.0,
                });
            }
            if let Some(sentence) = analysis.sentences.last_mut() {
                sentence.span = sentence.span.cover(span);
                sentence.tokens.end = id + 1;
            }
            analysis.tokens.push(Token {
                span,
                text: text[token.start..token.end].into(),
                lemma: token.lemma.clone(),
                tag: token.tag,
                pos: token.pos,
                head: base + token.head,
                dep: token.dep,
                space_after: followed_by_space(stored, span),
                sentence: analysis.sentences.len() - 1,
            });
        }
        let first = analysis
            .sentences
            .partition_point(|sentence| sentence.tokens.end <= base);
        for sentence in &analysis.sentences[first..] {
            mend(&mut analysis.tokens, sentence.tokens.clone());
        }
        analysis
            .entities
            .extend(parse.mentions.into_iter().map(|mention| Entity {
                tokens: base + mention.tokens.start..base + mention.tokens.end,
                label: mention.label,
            }));
    }
}

/// Makes one tree of a sentence: one root, a verb if there is a choice, and no head outside.
fn mend(tokens: &mut [Token], sentence: Range<TokenId>) {
    let is_root = |id: TokenId| tokens[id].head == id;
    let verb = |id: TokenId| tokens[id].tag.starts_with("VB") || tokens[id].tag == "MD";
    let root = sentence
        .clone()
        .find(|&id| is_root(id) && verb(id))
        .or_else(|| sentence.clone().find(|&id| is_root(id)))
        .unwrap_or(sentence.start);
    for id in sentence.clone() {
        let token = &mut tokens[id];
        if id == root {
            token.head = id;
            token.dep = "ROOT";
        } else if token.head == id || !sentence.contains(&token.head) {
            token.head = root;
            token.dep = if token.pos == "PUNCT" { "punct" } else { "dep" };
        }
    }
    // A head outside may have closed a circle when it was replaced: whatever does not reach the
    // root hangs from it.
    for id in sentence.clone() {
        let mut at = id;
        let mut steps = 0;
        while at != root && steps <= sentence.len() {
            at = tokens[at].head;
            steps += 1;
        }
        if at != root {
            tokens[id].head = root;
            tokens[id].dep = "dep";
        }
    }
}

fn followed_by_space(stored: &str, span: Span) -> bool {
    stored
        .get(span.end..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paragraphs;
    use proptest::prelude::*;

    fn read(stored: &str) -> Analysis {
        let mut analysis = Analysis {
            paragraphs: paragraphs(stored),
            ..Analysis::default()
        };
        English::embedded().read(stored, &mut analysis);
        analysis
    }

    /// What every layer above relies on.
    #[track_caller]
    fn check_invariants(stored: &str, analysis: &Analysis) {
        let mut next = 0;
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            assert_eq!(sentence.tokens.start, next);
            assert!(!sentence.tokens.is_empty());
            next = sentence.tokens.end;
            let paragraph = analysis.paragraphs[sentence.paragraph].span;
            assert!(paragraph.contains(sentence.span));
            let tokens = &analysis.tokens[sentence.tokens.clone()];
            assert_eq!(tokens.iter().filter(|token| token.is_root()).count(), 1);
            let mut last = sentence.span.start;
            for token in tokens {
                assert_eq!(token.sentence, number);
                assert!(sentence.tokens.contains(&token.head));
                assert!(sentence.span.contains(token.span));
                assert!(last <= token.span.start && !token.span.is_empty());
                assert!(!token.span.of(stored).is_empty());
                last = token.span.start;
            }
        }
        assert_eq!(next, analysis.tokens.len());
        for entity in &analysis.entities {
            assert!(!entity.tokens.is_empty() && entity.tokens.end <= next);
            let sentence = analysis.tokens[entity.tokens.start].sentence;
            assert_eq!(analysis.tokens[entity.tokens.end - 1].sentence, sentence);
        }
    }

    #[test]
    fn tokens_point_into_the_stored_text() {
        let stored =
            "Ministry rejects U.S.–Iran talks\n\n“We won’t yield,” Lt. Gen. Karimi said—again.";
        let analysis = read(stored);
        check_invariants(stored, &analysis);
        let words: Vec<(&str, &str)> = analysis
            .tokens
            .iter()
            .map(|token| (token.span.of(stored), &*token.text))
            .collect();
        assert_eq!(
            words,
            [
                ("Ministry", "Ministry"),
                ("rejects", "rejects"),
                ("U.S.", "US"),
                ("–", "-"),
                ("Iran", "Iran"),
                ("talks", "talks"),
                ("“", "\""),
                ("We", "We"),
                ("wo", "wo"),
                ("n’t", "n't"),
                ("yield", "yield"),
                (",", ","),
                ("”", "\""),
                ("Lt.", "Lt"),
                ("Gen.", "Gen."),
                ("Karimi", "Karimi"),
                ("said", "said"),
                ("—", "--"),
                ("again", "again"),
                (".", "."),
            ]
        );
    }

    #[test]
    fn any_document_keeps_the_invariants() {
        for stored in [
            "",
            "...",
            "\"",
            "((((((((((",
            "no full stop\n\nno full stop either",
            "a\u{200b}\u{200b}b \u{202e}c\u{301}\u{301} 👩‍👩‍👧🇺🇦 ﬁn",
            "MOSCOW (Reuters) - Russia said. \"Who? Why?\" he asked. \"No!\" Then he left (. ) .",
            "1. 2. 3. 4. U.S. U.S. U.S. Mr. Mr. p.m. a.m.",
            "—————— — - -- ––– …",
        ] {
            check_invariants(stored, &read(stored));
        }
        let long = "He said that it was so and ".repeat(2_000);
        check_invariants(&long, &read(&long));
        let brackets = "([{\"“".repeat(3_000);
        check_invariants(&brackets, &read(&brackets));
    }

    /// Words and marks as documents mix them, so that generated texts reach every rule.
    fn mixed_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[A-Za-z]{1,8} ",
            2 => r#"[.,;:!?"'()\[\]…—–“”’ -]{1,4}"#,
            1 => prop::sample::select(vec![
                "U.S. ", "Mr. ", "MOSCOW (Reuters) - ", "U.S.–Iran", "[12]", "No. 5 ", "\n\n", "p.m. ",
                "can't ", "gonna ", ":) ", "http://a.org/b?c ", "\u{200b}", "\u{a0}", "e\u{301}",
            ]).prop_map(str::to_owned),
            1 => "\\PC{1,6}",
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn generated_documents_keep_the_invariants(stored in mixed_text()) {
            check_invariants(&stored, &read(&stored));
        }
    }
}
