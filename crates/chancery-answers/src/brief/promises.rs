//! What was promised and what became of it: treaties, memberships, promises and threats.

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    words,
};
use chancery_relations::{
    Names,
    commitments::{Commitment, CommitmentKind, Deed, Outcome},
};

/// At most so many of each kind stand in the brief; the data hold all.
const MOST: usize = 8;

/// Returns the section of the brief.
pub(super) fn section(
    brief: &Brief,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let mut blocks = Vec::new();
    for (kind, background, heading) in [
        (Some(CommitmentKind::Agreement), false, "Agreements"),
        (Some(CommitmentKind::Membership), false, "Memberships"),
        (
            None,
            true,
            "Known beside the documents, from tables of treaties",
        ),
        (Some(CommitmentKind::Promise), false, "Promises"),
        (Some(CommitmentKind::Threat), false, "Threats"),
    ] {
        let group: Vec<&Commitment> = brief
            .commitments
            .iter()
            .filter(|commitment| {
                commitment.background == background
                    && kind.is_none_or(|kind| commitment.kind == kind)
                    && (!background || matters(commitment, brief))
            })
            .collect();
        if group.is_empty() {
            continue;
        }
        blocks.push(Block::Heading {
            text: heading.to_owned(),
        });
        let mut items: Vec<Line> = group
            .iter()
            .take(MOST)
            .map(|commitment| told(commitment, names, citations))
            .collect();
        if group.len() > MOST {
            let more = words::digits(group.len() - MOST);
            items.push(Line::text(format!("{more} more in the data.")));
        }
        blocks.push(Block::List { items });
    }
    let heading = "What was promised, and what became of it".to_owned();
    if blocks.is_empty() {
        let line = Line::text("The record tells of no agreement, membership, promise or threat.");
        blocks.push(Block::paragraph(line));
    }
    Some(Section {
        id: "promises",
        heading,
        blocks,
    })
}

/// Returns whether what is known beside the documents is about what they tell: it binds a side of a dispute,
/// was called upon, or is named in them. The data hold the rest.
fn matters(commitment: &Commitment, brief: &Brief) -> bool {
    let sides = || brief.mediation.iter().flat_map(|found| &found.dispute);
    !commitment.attacks.is_empty()
        || !commitment.statements.is_empty()
        || sides().any(|side| commitment.parties.contains(side))
}

/// Returns how a commitment of the tables is named, with its year and its source.
fn background(commitment: &Commitment, parties: &str) -> Line {
    let since = commitment
        .date
        .map_or_else(String::new, |day| format!("{}; ", day.year()));
    let source = commitment.source.as_deref().unwrap_or("no source");
    Line::default()
        .strong(format!("{parties}: {}", commitment.name))
        .then(format!(" ({since}background: {source})"))
}

/// Returns a commitment with what it obliges to and what became of it.
pub(super) fn told(commitment: &Commitment, names: &Names, citations: &mut Citations<'_>) -> Line {
    let parties = words::capitalised(&names.list(&commitment.parties));
    let mut line = match commitment.kind {
        _ if commitment.background => background(commitment, &parties),
        CommitmentKind::Agreement => {
            // The day of a commitment is the last on which it can have been made; the text may
            // know no more than the month.
            let dates = commitment
                .statements
                .iter()
                .filter_map(|id| citations.statement(id));
            let when = dates
                .map(|statement| &statement.date)
                .find(|date| date.from.is_some())
                .and_then(words::range);
            let when = when.map_or_else(String::new, |when| format!(" ({when})"));
            Line::default()
                .strong(format!("{parties}: {}", commitment.name))
                .then(when)
        }
        CommitmentKind::Membership if commitment.parties.is_empty() => {
            Line::default().strong(words::capitalised(&commitment.name))
        }
        CommitmentKind::Membership => Line::default().strong(format!(
            "{}: {parties}",
            words::capitalised(&commitment.name)
        )),
        CommitmentKind::Promise | CommitmentKind::Threat => {
            let to = if commitment.to.is_empty() {
                String::new()
            } else {
                format!(" to {}", names.list(&commitment.to))
            };
            let when = commitment
                .date
                .map_or_else(String::new, |day| format!(", {}", words::day(day)));
            Line::default()
                .strong(format!("{parties}{to}{when}: "))
                .then(format!("“{}”", words::shortened(&commitment.name, 200)))
        }
    };
    line = line
        .cite(citations.cite(&commitment.statements, 3))
        .then(". ");
    for sentence in [&commitment.obliges_to, &commitment.does_not_oblige_to] {
        if !sentence.is_empty() {
            line = line.then(format!("{} ", words::sentence(sentence)));
        }
    }
    if let Some(help) = &commitment.help {
        line = line
            .then(help.why.clone())
            .cite(citations.cite(&help.statements, 2))
            .then(" ");
    }
    for attack in commitment.attacks.iter().take(2) {
        for response in attack
            .responses
            .iter()
            .filter(|response| response.did != Deed::Silent || response.outcome == Outcome::Evaded)
            .take(3)
        {
            line = line
                .then(words::sentence(&response.why))
                .cite(citations.cite(&response.statements, 3))
                .then(" ");
        }
    }
    if commitment.why.is_empty() {
        line
    } else {
        line.then(words::sentence(&commitment.why))
    }
}
