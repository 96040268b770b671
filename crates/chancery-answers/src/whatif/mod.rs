//! What if? Assumptions laid over the record, and what would then be answered otherwise.
//!
//! The record is copied, the assumptions are added to the copy as statements of a document of their
//! own, and ties, camps, commitments, protectors and mediators are answered from both as of the same
//! day. Nothing is written. What changes is a consequence of how the answers are computed, and no
//! forecast of what people would do.

mod assumption;
mod compare;
#[cfg(test)]
mod tests;

pub use assumption::{Assumption, AssumptionError};

use crate::{
    add_names,
    brief::{self, Brief, BriefOptions},
    defence, names,
    page::{Block, Citations, Line, Page, Section, Table},
    words,
};
use chancery_actors::Dictionary;
use chancery_model::{ActorId, Date, Document, Pair, Span, StatementId, TieLabel};
use chancery_relations::{Names, defence::Defence};
use chancery_store::{Record, View};
use serde::Serialize;
use std::collections::BTreeSet;

/// The document that holds the assumptions.
const DOCUMENT: &str = "assumptions";

/// The question.
#[derive(Clone, Debug, Default)]
pub struct WhatIfOptions {
    /// The day to answer as of; the record's last where none is given. Later assumptions move it to
    /// their own day.
    pub as_of: Option<Date>,
    /// The two parties to be mediated between; the record's worst disputes where none is named.
    pub dispute: Option<Pair>,
}

/// What would be answered otherwise.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct WhatIf {
    /// The assumptions, with the ids that the reasons cite.
    pub assumptions: Vec<Assumed>,
    /// The day on which both are answered.
    pub as_of: Option<Date>,
    /// Ties that change.
    pub ties: Vec<Change>,
    /// Camps that change.
    pub camps: Vec<Change>,
    /// Commitments that change, and new ones.
    pub commitments: Vec<Change>,
    /// Who would defend those under attack.
    pub protectors: Vec<Change>,
    /// Who could mediate.
    pub mediators: Vec<Change>,
}

/// An assumption and its statement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Assumed {
    /// Its words.
    pub text: String,
    /// The statement laid over the record.
    pub statement: StatementId,
}

/// One answer that changes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Change {
    /// What it is about, in words.
    pub about: String,
    /// The actors.
    pub actors: Vec<ActorId>,
    /// What the record answers.
    pub before: String,
    /// What it would answer.
    pub after: String,
    /// Why.
    pub why: String,
    /// The statements that the later answer rests on.
    pub statements: Vec<StatementId>,
}

/// What is answered from one record.
struct Answers {
    brief: Brief,
    protectors: Vec<Defence>,
}

/// Lays assumptions over a record and returns the record that would then be, and the day to answer
/// as of.
pub fn overlay(
    record: &Record,
    assumptions: &[Assumption],
    as_of: Option<Date>,
) -> (Record, Option<Date>) {
    let today = as_of.or_else(|| record.latest());
    let day = assumptions
        .iter()
        .filter_map(|found| found.date)
        .chain(today)
        .max();
    let mut overlaid = record.clone();
    let (mut text, mut sentences, mut statements) = (String::new(), Vec::new(), Vec::new());
    for (number, found) in (1..).zip(assumptions) {
        let start = text.len();
        statements.push(found.statement(number, start, day));
        sentences.push(Span::new(start, start + found.text.len()));
        text += &found.text;
        text.push('\n');
    }
    let document = Document {
        title: Some("Assumptions, not reports".to_owned()),
        published: day,
        ..Document::new(DOCUMENT, text)
    };
    overlaid.add(document, sentences, statements, Vec::new());
    (overlaid, day)
}

/// Answers with and without the assumptions.
pub fn whatif(
    record: &Record,
    overlaid: &Record,
    assumptions: &[Assumption],
    day: Option<Date>,
    dispute: Option<&Pair>,
    dictionary: &Dictionary,
) -> (WhatIf, Names) {
    let (before, after) = (record.as_of(day), overlaid.as_of(day));
    let mut names = names(&after, dictionary);
    let asked: Vec<ActorId> = assumptions
        .iter()
        .flat_map(Assumption::actors)
        .filter_map(|actor| actor.id.clone())
        .collect();
    add_names(&mut names, &asked.iter().collect::<Vec<_>>(), dictionary);
    let options = BriefOptions {
        dispute: dispute.cloned(),
        members: brief::members(dictionary, day),
        ..BriefOptions::default()
    };
    let later = brief::brief(&after, &names, &options);
    // Both are asked about the same disputes and the same protectors.
    let pairs = protected(&later, &asked);
    let answered = |view: &View<'_>, brief: Brief| Answers {
        protectors: pairs
            .iter()
            .map(|(defender, target, attacker)| {
                defence::answer(view, dictionary, defender, target, Some(attacker)).0
            })
            .collect(),
        brief,
    };
    let earlier = answered(&before, brief::brief(&before, &names, &options));
    let later = answered(&after, later);
    let answer = WhatIf {
        assumptions: (1..)
            .zip(assumptions)
            .map(|(number, found): (usize, _)| Assumed {
                text: found.text.clone(),
                statement: format!("assumption-{number}").into(),
            })
            .collect(),
        as_of: day,
        ties: compare::ties(&earlier.brief, &later.brief, &names),
        camps: compare::camps(&earlier.brief, &later.brief, &names),
        commitments: compare::commitments(&earlier.brief, &later.brief, &names),
        protectors: compare::protectors(&earlier.protectors, &later.protectors, &names),
        mediators: compare::mediators(&earlier.brief, &later.brief, &names),
    };
    (answer, names)
}

/// At most so many protectors are asked about.
const MOST_PROTECTORS: usize = 12;

/// Returns who might defend whom against whom: for each pair at war or newly hostile that the
/// assumptions touch, those on good terms with either side, and those whom the assumptions name.
fn protected(brief: &Brief, asked: &[ActorId]) -> Vec<(ActorId, ActorId, ActorId)> {
    let mut found: BTreeSet<(ActorId, ActorId, ActorId)> = BTreeSet::new();
    let touched = |actor: &ActorId| asked.contains(actor);
    let clash = |label| matches!(label, TieLabel::AtWar | TieLabel::Hostile);
    for tie in brief
        .ties
        .iter()
        .filter(|tie| tie.sign < 0 && clash(tie.label))
    {
        if !(touched(&tie.a) || touched(&tie.b)) {
            continue;
        }
        for (target, attacker) in [(&tie.a, &tie.b), (&tie.b, &tie.a)] {
            // Whoever the assumptions name, as one asked for help is, comes into question.
            for named in asked
                .iter()
                .filter(|named| *named != target && *named != attacker)
            {
                found.insert((named.clone(), target.clone(), attacker.clone()));
            }
            for other in &brief.ties {
                let friend = if other.a == *target {
                    &other.b
                } else if other.b == *target {
                    &other.a
                } else {
                    continue;
                };
                if other.sign > 0 && friend != attacker {
                    found.insert((friend.clone(), target.clone(), attacker.clone()));
                }
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    // Those whom the assumptions name come first.
    found.sort_by_key(|(defender, target, attacker)| {
        (!touched(attacker), !touched(defender), !touched(target))
    });
    found.truncate(MOST_PROTECTORS);
    found
}

/// Says the answer side by side.
pub fn page(answer: &WhatIf, after: &View<'_>) -> Page {
    let mut citations = Citations::new(after);
    let assumed: Vec<Line> = answer
        .assumptions
        .iter()
        .map(|found| Line::text(&found.text).cite(citations.cite([&found.statement], 1)))
        .collect();
    let mut sections = vec![Section {
        id: "assumptions",
        heading: "Assumed, and not on record".to_owned(),
        blocks: vec![Block::List { items: assumed }],
    }];
    for (id, heading, changes) in [
        ("ties", "Ties", &answer.ties),
        ("camps", "Camps", &answer.camps),
        ("commitments", "Commitments", &answer.commitments),
        ("protectors", "Protectors", &answer.protectors),
        ("mediators", "Mediators", &answer.mediators),
    ] {
        sections.push(section(id, heading, changes, &mut citations));
    }
    Page {
        title: "What if?".to_owned(),
        subtitle: answer.as_of.map_or_else(
            || "Undated answer".to_owned(),
            |day| format!("As of {}: the record as it is, and with the assumptions. This is how the answers would change, no forecast.", words::day(day)),
        ),
        sections,
        evidence: citations.finish(),
        colophon: String::new(),
    }
}

fn section(
    id: &'static str,
    heading: &str,
    changes: &[Change],
    citations: &mut Citations<'_>,
) -> Section {
    let heading = heading.to_owned();
    if changes.is_empty() {
        let blocks = vec![Block::paragraph(Line::text("Nothing changes."))];
        return Section {
            id,
            heading,
            blocks,
        };
    }
    let rows = changes
        .iter()
        .map(|change| {
            vec![
                Line::text(words::capitalised(&change.about)),
                Line::text(&change.before),
                Line::text(&change.after),
                Line::text(&change.why).cite(citations.cite(&change.statements, 3)),
            ]
        })
        .collect();
    let head = ["About", "On record", "If so", "Why"];
    let table = Table {
        caption: String::new(),
        header: head.map(str::to_owned).to_vec(),
        rows,
        twin: false,
    };
    Section {
        id,
        heading,
        blocks: vec![Block::Table(table)],
    }
}
