//! What a brief rests on, and what was not understood.

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    words,
};
use chancery_model::{Assertion, Date, DocumentId, Severity, Status};
use chancery_store::View;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A document of the record.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DocumentEntry {
    /// Its identifier.
    pub id: DocumentId,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// How many statements rest on it.
    pub statements: usize,
}

/// Returns the documents of a view in the order of their dates.
pub(super) fn documents(view: &View<'_>) -> Vec<DocumentEntry> {
    let mut counts: BTreeMap<&DocumentId, usize> = BTreeMap::new();
    for statement in &view.statements {
        *counts.entry(&statement.evidence.document).or_default() += 1;
    }
    let mut documents: Vec<DocumentEntry> = view
        .documents
        .iter()
        .map(|document| DocumentEntry {
            id: document.id.clone(),
            title: document.title.clone(),
            outlet: document.outlet.clone(),
            url: document.url.clone(),
            date: document.published,
            statements: counts.get(&document.id).copied().unwrap_or(0),
        })
        .collect();
    documents.sort_by(|one, other| (one.date, &one.id).cmp(&(other.date, &other.id)));
    documents
}

/// Returns the line below the title.
pub(super) fn subtitle(brief: &Brief) -> String {
    let as_of = brief.as_of.map_or_else(
        || "Undated brief".to_owned(),
        |day| format!("Brief as of {}", words::day(day)),
    );
    // Data that were imported are statements without a document.
    let basis = if brief.documents.is_empty() && !brief.statements.is_empty() {
        words::count(brief.statements.len(), "statement")
    } else {
        words::count(brief.documents.len(), "document")
    };
    format!("{as_of}, from {basis} and nothing else. Numbers lead to the sentences.")
}

/// Returns the section that says what the brief rests on.
pub(super) fn section(
    brief: &Brief,
    view: &View<'_>,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let mut line = Line::text(words::count(brief.documents.len(), "document"));
    let outlets: BTreeSet<&str> = brief
        .documents
        .iter()
        .filter_map(|document| document.outlet.as_deref())
        .collect();
    if outlets.len() > 1 {
        line = line.then(format!(" from {}", words::count(outlets.len(), "outlet")));
    }
    if let Some((first, last)) = view.span() {
        let published = if first == last {
            words::day(first)
        } else {
            words::between(first, last)
        };
        line = line.then(format!(", published {published}"));
    }
    let undated = brief
        .documents
        .iter()
        .filter(|document| document.date.is_none())
        .count();
    if undated > 0 {
        line = line.then(format!(" ({} undated)", words::digits(undated)));
    }
    line = line.then(format!(
        "; {} coded",
        words::count(brief.statements.len(), "statement")
    ));
    let count = |status: Status| {
        brief
            .statements
            .iter()
            .filter(|statement| statement.status == status)
            .count()
    };
    let claimed = brief
        .statements
        .iter()
        .filter(|statement| {
            matches!(
                statement.attribution.assertion,
                Assertion::Alleged | Assertion::Denied
            )
        })
        .count();
    let parts: Vec<String> = [
        (count(Status::Historical), "as history"),
        (count(Status::Future), "as announced"),
        (count(Status::Hypothetical), "as only possible"),
        (count(Status::Negated), "as not so"),
        (claimed, "as a party’s claim"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, how)| format!("{} {how}", words::digits(number)))
    .collect();
    if !parts.is_empty() {
        line = line.then(format!(", of which {}", words::list(&parts)));
    }
    let mut blocks = vec![Block::paragraph(line.then("."))];
    let corrected: Vec<Line> = view
        .corrected
        .iter()
        .map(|(old, new)| {
            Line::text(format!(
                "“{}” was corrected",
                words::shortened(&old.evidence.text, 160)
            ))
            .cite(citations.cite([&new.id], 2))
            .then(".")
        })
        .collect();
    if !corrected.is_empty() {
        blocks.push(Block::Heading {
            text: "Corrected since".to_owned(),
        });
        blocks.push(Block::List { items: corrected });
    }
    Some(Section {
        id: "basis",
        heading: "What this rests on".to_owned(),
        blocks,
    })
}

/// Returns the section that says what was not understood.
pub(super) fn gaps(brief: &Brief) -> Option<Section> {
    let mut kinds: BTreeMap<(&str, Severity), (usize, &str)> = BTreeMap::new();
    for diagnostic in &brief.diagnostics {
        let key = (diagnostic.code.as_str(), diagnostic.severity);
        kinds.entry(key).or_insert((0, &diagnostic.message)).0 += 1;
    }
    let items: Vec<Line> = kinds
        .into_values()
        .map(|(number, message)| {
            if number > 1 {
                Line::text(format!("{message} ({} such notes)", words::digits(number)))
            } else {
                Line::text(message)
            }
        })
        .collect();
    (!items.is_empty()).then(|| Section {
        id: "gaps",
        heading: "What was not understood or not answered".to_owned(),
        blocks: vec![Block::List { items }],
    })
}
