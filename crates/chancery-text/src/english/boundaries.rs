//! How well sentences are told apart, against treebanks.

use super::pipeline::English;
use crate::analysis::{Analysis, Paragraph, ParagraphKind};
use chancery_model::Span;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Boundaries between the sentences of paragraphs: right, missed and false ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct BoundaryScore {
    /// Found where the treebank has them.
    pub right: usize,
    /// In the treebank alone.
    pub missed: usize,
    /// Found where the treebank has none.
    pub wrong: usize,
}

impl BoundaryScore {
    /// Returns the harmonic mean of precision and recall; nothing where there is no boundary.
    pub fn f(&self) -> Option<f64> {
        let all = 2 * self.right + self.missed + self.wrong;
        (all > 0).then(|| 2.0 * self.right as f64 / all as f64)
    }
}

/// A boundary that differs, with the words around it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct BoundaryError {
    /// The genre of its text.
    pub genre: String,
    /// Whether the treebank has it, and it was missed.
    pub missed: bool,
    /// The words before.
    pub before: String,
    /// The words after.
    pub after: String,
}

/// Compares the sentences of a treebank in CoNLL-U with those that are found in its paragraphs, by
/// genre: the second word of a document's name in GUM, the first in EWT.
pub fn boundaries(
    english: &English,
    conllu: &str,
) -> (BTreeMap<String, BoundaryScore>, Vec<BoundaryError>) {
    let mut scores: BTreeMap<String, BoundaryScore> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut genre = String::new();
    let mut sentences: Vec<&str> = Vec::new();
    for line in conllu.lines().chain(["# newpar"]) {
        if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            let score = scores.entry(genre.clone()).or_default();
            compare(english, &sentences, &genre, score, &mut errors);
            sentences.clear();
        }
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            let mut words = id.split(['_', '-']);
            let first = words.next().unwrap_or("");
            genre = match first {
                "GUM" => words.next().unwrap_or("").to_owned(),
                other => other.to_owned(),
            };
        } else if let Some(text) = line.strip_prefix("# text = ") {
            sentences.push(text);
        }
    }
    scores.retain(|_, score| score.f().is_some());
    (scores, errors)
}

fn compare(
    english: &English,
    sentences: &[&str],
    genre: &str,
    score: &mut BoundaryScore,
    errors: &mut Vec<BoundaryError>,
) {
    let stored = sentences.join(" ");
    let mut wanted = BTreeSet::new();
    let mut end = 0;
    for sentence in sentences {
        end += sentence.len() + 1;
        wanted.insert(end);
    }
    wanted.remove(&end);
    let mut analysis = Analysis {
        paragraphs: vec![Paragraph {
            span: Span::new(0, stored.len()),
            kind: ParagraphKind::Prose,
            language: None,
        }],
        ..Analysis::default()
    };
    english.read(&stored, &mut analysis);
    let found: BTreeSet<usize> = analysis
        .sentences
        .iter()
        .skip(1)
        .map(|sentence| sentence.span.start)
        .collect();
    score.right += wanted.intersection(&found).count();
    score.missed += wanted.difference(&found).count();
    score.wrong += found.difference(&wanted).count();
    errors.extend(wanted.symmetric_difference(&found).map(|&at| {
        let from = stored.floor_char_boundary(at.saturating_sub(40));
        let to = stored.ceil_char_boundary(at + 40);
        BoundaryError {
            genre: genre.to_owned(),
            missed: wanted.contains(&at),
            before: stored[from..at].to_owned(),
            after: stored[at..to].to_owned(),
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missed_and_false_boundaries_are_told_apart() {
        let conllu = "# newdoc id = GUM_news_a\n# text = Iran left.\n# text = Russia stayed.\n\
                      # newpar\n# text = One thing:\n# text = it rained.\n\
                      # newpar\n# text = He left. She stayed.\n";
        let (scores, errors) = boundaries(English::embedded(), conllu);
        let score = scores["news"];
        assert_eq!((score.right, score.missed, score.wrong), (1, 1, 1));
        assert_eq!(score.f(), Some(0.5));
        assert!(errors[0].missed && errors[0].before == "One thing: ");
        assert!(!errors[1].missed && errors[1].after == "She stayed.");
    }
}
