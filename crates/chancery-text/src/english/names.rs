//! How well people, places and organisations are recognised, against labels that hold no text.

use crate::analysis::Analysis;
use chancery_model::Span;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a name is a name of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A person.
    Person,
    /// A state, town, region, water, building or road.
    Place,
    /// A body, firm, party, armed group, paper or team.
    Organisation,
}

impl NameKind {
    fn of_label(label: &str) -> Option<Self> {
        match label {
            "PERSON" => Some(Self::Person),
            "GPE" | "LOC" | "FAC" => Some(Self::Place),
            "ORG" => Some(Self::Organisation),
            _ => None,
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        match word {
            "person" => Some(Self::Person),
            "place" => Some(Self::Place),
            "organisation" => Some(Self::Organisation),
            _ => None,
        }
    }
}

/// A sentence with the names in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamesLabel {
    /// The file under the data folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the sentence in the record's text.
    pub span: Span,
    /// The SHA-256 of the sentence in hexadecimal.
    pub sha256: String,
    /// The names, in bytes of the sentence.
    pub names: Vec<(Span, NameKind)>,
}

/// Reads labels from tab-separated lines with a header; lines of another form are skipped.
pub fn parse_names(text: &str) -> Vec<NamesLabel> {
    text.lines().skip(1).filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<NamesLabel> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [file, number, start, end, sha256, names] = columns[..] else {
        return None;
    };
    let name = |text: &str| {
        let (span, kind) = text.split_once(':')?;
        let (first, last) = span.split_once('-')?;
        let span = Span::new(first.parse().ok()?, last.parse().ok()?);
        Some((span, NameKind::of_word(kind)?))
    };
    Some(NamesLabel {
        file: file.to_owned(),
        line: number.parse().ok()?,
        span: Span::new(start.parse().ok()?, end.parse().ok()?),
        sha256: sha256.to_owned(),
        names: match names {
            "-" => Vec::new(),
            names => names.split(' ').map(name).collect::<Option<_>>()?,
        },
    })
}

/// Names labelled, found, and found with the right words and kind.
#[derive(Clone, Copy, PartialEq, Default, Debug, Serialize)]
pub struct NameScore {
    /// In the labels.
    pub labelled: usize,
    /// Found.
    pub found: usize,
    /// Found with the same words and kind.
    pub right: usize,
    /// Found with the same kind and some of the same words.
    pub touched: usize,
    /// The harmonic mean of the right share of the labelled and of the found.
    pub f: f64,
    /// The same for names that only touch.
    pub f_touched: f64,
}

/// How well names are recognised.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct NameReport {
    /// Sentences whose text was there.
    pub sentences: usize,
    /// By kind.
    pub kinds: BTreeMap<NameKind, NameScore>,
    /// All kinds together.
    pub all: NameScore,
    /// Labelled names found under another kind, as `labelled as found`, with how many.
    pub confused: BTreeMap<String, usize>,
    /// File, line, byte and what is wrong.
    pub errors: Vec<String>,
}

/// Measures names. `read` gives the words and the analysis of one labelled sentence by itself, or nothing where
/// the text is missing (such labels are not counted).
pub fn measure_names(
    labels: &[NamesLabel],
    mut read: impl FnMut(&NamesLabel) -> Option<(String, Analysis)>,
) -> NameReport {
    let mut report = NameReport::default();
    for label in labels {
        let Some((text, analysis)) = read(label) else {
            continue;
        };
        report.sentences += 1;
        let found: Vec<(Span, NameKind)> = analysis
            .entities
            .iter()
            .filter_map(|entity| {
                let span = bare(&text, analysis.span(entity.tokens.clone()));
                Some((span, NameKind::of_label(entity.label)?))
            })
            .collect();
        for &(span, kind) in &label.names {
            count(&mut report, kind, |score| score.labelled += 1);
            if found.contains(&(span, kind)) {
                count(&mut report, kind, |score| score.right += 1);
            }
            let touching = found.iter().filter(|(other, _)| other.overlaps(span));
            let kinds: Vec<NameKind> = touching.map(|&(_, kind)| kind).collect();
            if kinds.contains(&kind) {
                count(&mut report, kind, |score| score.touched += 1);
            } else {
                let other = kinds
                    .first()
                    .map_or_else(|| "nothing".to_owned(), |kind| format!("{kind:?}"));
                *report
                    .confused
                    .entry(format!("{kind:?} as {other}"))
                    .or_default() += 1;
            }
            if !found.contains(&(span, kind)) {
                report
                    .errors
                    .push(error(label, &text, "missed", span, kind));
            }
        }
        for &(span, kind) in &found {
            count(&mut report, kind, |score| score.found += 1);
            if !label.names.contains(&(span, kind)) {
                report.errors.push(error(label, &text, "found", span, kind));
            }
        }
    }
    let share = |score: &mut NameScore| {
        let all = (score.labelled + score.found).max(1) as f64;
        score.f = 2.0 * score.right as f64 / all;
        score.f_touched = 2.0 * score.touched as f64 / all;
    };
    report.kinds.values_mut().for_each(share);
    share(&mut report.all);
    report
}

fn count(report: &mut NameReport, kind: NameKind, add: impl Fn(&mut NameScore)) {
    add(report.kinds.entry(kind).or_default());
    add(&mut report.all);
}

fn error(label: &NamesLabel, text: &str, what: &str, span: Span, kind: NameKind) -> String {
    let words = span.of(text);
    format!("{}:{} {what} {kind:?} {words:?}", label.line, span.start)
}

/// Leaves out what is no part of a name by the labels' rule: an article and the mark of the genitive.
fn bare(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let article = ["the ", "The "]
        .iter()
        .find(|article| words.starts_with(**article))
        .map_or(0, |article| article.len());
    let genitive = ["'s", "’s"]
        .iter()
        .find(|mark| words.ends_with(**mark))
        .map_or(0, |mark| mark.len());
    Span::new(span.start + article, span.end - genitive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analyse, english::English};
    use chancery_model::Document;

    #[test]
    fn names_are_compared_by_words_and_kind() {
        let text = "The Kremlin told Angela Merkel about Syria.";
        let labels = parse_names(
            "file\tline\tstart\tend\tsha256\tnames\nf\t1\t0\t43\tx\t4-11:organisation 17-30:person 37-42:person\nbroken\n",
        );
        let report = measure_names(&labels, |_| {
            let analysis = analyse(&Document::new("d", text), English::embedded());
            Some((text.to_owned(), analysis))
        });
        assert_eq!(report.sentences, 1);
        let person = report.kinds[&NameKind::Person];
        assert_eq!((person.labelled, person.found, person.right), (2, 1, 1));
        assert_eq!(report.confused["Person as Place"], 1);
    }

    #[test]
    fn the_labels_that_are_kept_can_be_read() {
        let text = include_str!("../../labels/names.tsv");
        let labels = parse_names(text);
        assert_eq!(labels.len(), text.lines().count() - 1);
        for label in &labels {
            assert!(
                label
                    .names
                    .windows(2)
                    .all(|two| two[0].0.end <= two[1].0.start)
            );
        }
    }
}
