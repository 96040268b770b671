//! How many labelled mentions are resolved: `labels/mentions.tsv`.
//!
//! A label names a place in a document by line and bytes and says whose mention stands there. The
//! text itself is elsewhere; whoever has the data joins the two.

use crate::dictionary::Dictionary;
use crate::resolution::{ActorKind, Resolution, ResolvedMention};
use crate::resolver::resolve;
use chancery_model::{Document, Span};
use chancery_text::Analysis;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was measured against labelled mentions.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct MentionReport {
    /// The number of labelled mentions.
    pub n: usize,
    /// The share that some mention was found for.
    pub found: f64,
    /// The share whose actors are right.
    pub right: f64,
    /// The share of places and other mentions told apart, among those found.
    pub place: f64,
    /// The share of named mentions found in these documents that a label speaks of.
    pub precision: f64,
    /// The mentions that went wrong.
    pub errors: Vec<MentionError>,
}

/// One mention that went wrong.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MentionError {
    /// The line of the document.
    pub line: usize,
    /// The first byte.
    pub start: usize,
    /// The label, empty for a mention that none speaks of.
    pub label: String,
    /// What was found.
    pub found: String,
    /// The rule that decided.
    pub rule: &'static str,
}

struct Label<'a> {
    span: Span,
    text: &'a str,
}

/// Resolves the labelled documents and compares.
pub fn evaluate_mentions(
    labels: &str,
    document: impl Fn(usize) -> Option<Document>,
    analyse: impl Fn(&Document) -> Analysis,
    dictionary: &Dictionary,
) -> MentionReport {
    let mut by_line: BTreeMap<usize, Vec<Label<'_>>> = BTreeMap::new();
    for line in labels.lines().skip(1).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| cells.get(at).and_then(|cell| cell.parse::<usize>().ok());
        if let (Some(line), Some(start), Some(end), Some(text)) =
            (number(1), number(2), number(3), cells.get(5))
        {
            let span = Span::new(start, end);
            by_line.entry(line).or_default().push(Label { span, text });
        }
    }
    let mut report = MentionReport::default();
    let (mut found, mut right, mut place, mut named, mut known) = (0, 0, 0, 0, 0);
    for (line, labels) in &by_line {
        let Some(document) = document(*line) else {
            continue;
        };
        let analysis = analyse(&document);
        let resolution = resolve(&document, &analysis, dictionary);
        for label in labels {
            report.n += 1;
            let (locative, ids) = match label.text.strip_prefix('@') {
                Some(ids) => (true, ids),
                None => (false, label.text.trim_start_matches('~')),
            };
            let mention = mention_at(&analysis, &resolution, label.span);
            let given = mention.map(ids_of).unwrap_or_default();
            found += usize::from(mention.is_some());
            right += usize::from(given == ids);
            place += usize::from(
                mention.is_some_and(|mention| mention.locative == locative || mention.adjectival),
            );
            if given != ids {
                report.errors.push(MentionError {
                    line: *line,
                    start: label.span.start,
                    label: label.text.to_owned(),
                    found: given,
                    rule: mention.map_or("none", |mention| mention.rule),
                });
            }
        }
        for mention in resolution.mentions.iter().filter(|mention| {
            mention.named && mention.is_resolved() && mention.kind != ActorKind::Pronoun
        }) {
            named += 1;
            let span = analysis.span(mention.tokens.clone());
            if labels.iter().any(|label| label.span.overlaps(span)) {
                known += 1;
            } else {
                report.errors.push(MentionError {
                    line: *line,
                    start: span.start,
                    label: String::new(),
                    found: ids_of(mention),
                    rule: mention.rule,
                });
            }
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    report.found = share(found, report.n);
    report.right = share(right, report.n);
    report.place = share(place, found);
    report.precision = share(known, named);
    report
}

fn mention_at<'a>(
    analysis: &Analysis,
    resolution: &'a Resolution,
    span: Span,
) -> Option<&'a ResolvedMention> {
    resolution
        .mentions
        .iter()
        .filter(|mention| {
            let found = analysis.span(mention.tokens.clone());
            found.start < span.end && span.end <= found.end
        })
        .min_by_key(|mention| mention.tokens.len())
        .or_else(|| {
            resolution
                .mentions
                .iter()
                .find(|mention| analysis.span(mention.tokens.clone()).overlaps(span))
        })
}

fn ids_of(mention: &ResolvedMention) -> String {
    let ids: Vec<&str> = mention
        .actors
        .iter()
        .map(|actor| actor.id.as_ref().map_or("-", |id| id.as_str()))
        .collect();
    ids.join("+")
}
