//! Trees written out compactly, with the predications that must be read from them.
//!
//! `cases.txt` holds for each case its sentence (`#`), its tree (`word|tag|dep|head|lemma` with an
//! optional `@ENTITY`, heads from 1) and the expected predications. `UPDATE_EXPECT=1` rewrites the
//! predications; read the difference before keeping it.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::{describe, predications, trust};
use crate::{Analysis, Entity, Sentence, Token};
use chancery_model::Span;
use expect_test::expect_file;
use proptest::prelude::*;
use std::fmt::Write;

/// Reads a tree. Columns: word, tag, label, head from 1, lemma where it is not the lower-cased
/// word, entity label after `@`.
pub(crate) fn tree(lines: &str) -> Analysis {
    let mut analysis = Analysis::default();
    let mut place = 0;
    for (sentence, line) in lines.lines().enumerate() {
        let first = analysis.tokens.len();
        for item in line.split_whitespace() {
            let (columns, entity) = item.rsplit_once('@').unwrap_or((item, ""));
            let columns: Vec<&'static str> = columns
                .split('|')
                .map(|column| &*Box::leak(column.to_owned().into_boxed_str()))
                .collect();
            let id = analysis.tokens.len();
            let word = columns[0];
            let head = columns[3].parse::<usize>().unwrap();
            analysis.tokens.push(Token {
                span: Span::new(place, place + word.len()),
                text: word.into(),
                lemma: columns
                    .get(4)
                    .map_or_else(|| word.to_lowercase(), |lemma| (*lemma).to_owned())
                    .into(),
                tag: columns[1],
                pos: coarse(columns[1], columns[2], columns.get(4).copied()),
                head: if head == 0 { id } else { first + head - 1 },
                dep: columns[2],
                space_after: true,
                sentence,
            });
            place += word.len() + 1;
            if !entity.is_empty() {
                let label = &*Box::leak(entity.to_owned().into_boxed_str());
                match analysis.entities.last_mut() {
                    Some(last) if last.tokens.end == id && last.label == label => {
                        last.tokens.end += 1;
                    }
                    _ => analysis.entities.push(Entity {
                        tokens: id..id + 1,
                        label,
                    }),
                }
            }
        }
        let last = analysis.tokens.len();
        analysis.sentences.push(Sentence {
            span: Span::new(analysis.tokens[first].span.start, place - 1),
            tokens: first..last,
            paragraph: 0,
            trust: 1.0,
        });
    }
    analysis
}

fn coarse(tag: &str, dep: &str, lemma: Option<&str>) -> &'static str {
    match tag {
        "MD" => "AUX",
        _ if tag.starts_with("VB") => {
            if matches!(dep, "aux" | "auxpass") || lemma == Some("be") {
                "AUX"
            } else {
                "VERB"
            }
        }
        "NN" | "NNS" => "NOUN",
        "NNP" | "NNPS" => "PROPN",
        "PRP" | "WP" | "PRP$" | "WDT" | "EX" => "PRON",
        "JJ" | "JJR" | "JJS" => "ADJ",
        "IN" | "RP" => "ADP",
        "CD" => "NUM",
        "DT" => "DET",
        "CC" => "CCONJ",
        "TO" => "PART",
        "RB" | "WRB" => "ADV",
        _ => "PUNCT",
    }
}

#[test]
fn cases_are_read_as_expected() {
    let text = include_str!("cases.txt");
    let mut rendered = String::new();
    for case in text.split("\n\n") {
        let mut lines = case.lines();
        let title = lines.next().unwrap_or("");
        let written = lines.next().unwrap_or("");
        let mut analysis = tree(written);
        analysis.predications = predications(&analysis);
        if !rendered.is_empty() {
            rendered.push('\n');
        }
        let _ = writeln!(rendered, "{title}\n{written}");
        for found in &analysis.predications {
            let _ = writeln!(
                rendered,
                "    {}",
                describe(&analysis, &analysis.predications, found)
            );
        }
    }
    expect_file!["cases.txt"].assert_eq(&rendered);
}

#[test]
fn a_verb_with_two_subjects_is_not_trusted() {
    let doubtful = tree("Russia|NNP|nsubj|3 Iran|NNP|nsubj|3 met|VBD|ROOT|0|meet");
    let plain = tree("Russia|NNP|nsubj|2 slept|VBD|ROOT|0|sleep");
    assert!(trust(&doubtful)[0] < 0.6);
    assert!((trust(&plain)[0] - 1.0).abs() < 1e-6);
}

#[test]
fn a_chain_of_ten_thousand_words_is_read_in_one_pass() {
    let mut line = String::from("x|VBD|ROOT|0");
    for head in 1..10_000 {
        let _ = write!(line, " x|VBD|conj|{head}");
    }
    assert_eq!(predications(&tree(&line)).len(), 10_000);
}

proptest! {
    /// Whatever the heads and labels, nothing panics and every parent exists and stands outside of
    /// its own chain of parents.
    #[test]
    fn any_tree_is_read(words in prop::collection::vec((0usize..9, 0usize..24, 0usize..14), 1..24)) {
        let tags = ["NN", "NNS", "VBD", "VB", "VBG", "VBN", "IN", "NNP", "TO"];
        let deps = [
            "nsubj", "nsubjpass", "dobj", "pobj", "prep", "conj", "xcomp", "ccomp", "advcl",
            "acl", "relcl", "aux", "ROOT", "pcomp",
        ];
        let lemmas = ["talk", "attack", "say", "hold", "according", "be", "ask", "in", "to"];
        let count = words.len();
        let line: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(place, &(tag, head, dep))| {
                let lemma = lemmas[(place + head) % lemmas.len()];
                format!("{lemma}|{}|{}|{}|{lemma}", tags[tag], deps[dep], head % count + 1)
            })
            .collect();
        let analysis = tree(&line.join(" "));
        let found = predications(&analysis);
        for predication in &found {
            let mut up = predication.parent;
            let mut steps = 0;
            while let Some(number) = up {
                prop_assert!(number < found.len());
                up = found[number].parent;
                steps += 1;
                prop_assert!(steps <= found.len());
            }
        }
    }
}
