//! What is at stake: what a side cannot accept, who went further, then against now, who was expected to
//! act and did not, and what is gained now and lost later. Short, and only where the record tells; the
//! command `stakes` tells all.

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    stakes::{entry_line, precedent_section},
    words,
};
use chancery_relations::{
    Names,
    ledger::{Entry, Ledger, Side},
};

/// At most so many of each stand in the brief; the data hold all.
const MOST_FLOORS: usize = 4;
const MOST_COMPARISONS: usize = 3;
const MOST_SILENCES: usize = 4;
const MOST_LEDGERS: usize = 2;
const MOST_ENTRIES: usize = 3;

/// Returns the section of the brief.
pub(super) fn section(
    brief: &Brief,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let stakes = brief.stakes.as_ref()?;
    let mut blocks = Vec::new();
    let mut add = |heading: &str, items: Vec<Line>| {
        if !items.is_empty() {
            blocks.push(Block::Heading {
                text: heading.to_owned(),
            });
            blocks.push(Block::List { items });
        }
    };
    let floors = stakes.resolve.iter().flat_map(|found| &found.actors);
    let floors = floors.flat_map(|found| {
        let who = words::capitalised(names.of(&found.actor));
        found.floor.iter().map(move |said| (who.clone(), said))
    });
    let floors = floors.take(MOST_FLOORS).map(|(who, said)| {
        Line::default()
            .strong(format!("{who}: "))
            .then(format!("“{}”", words::shortened(&said.text, 200)))
            .cite(citations.cite(&said.statements, 2))
    });
    add("What cannot be accepted", floors.collect());
    let compared = stakes.resolve.iter().flat_map(|found| &found.comparisons);
    let compared = compared.take(MOST_COMPARISONS).map(|found| {
        let (lead, why) = if found.stated {
            let why = words::shortened(found.why.trim_end_matches('.'), 240);
            ("The text says: ", format!("“{why}”."))
        } else {
            ("From deeds: ", words::sentence(&found.why))
        };
        Line::default()
            .strong(lead)
            .then(why)
            .cite(citations.cite(&found.statements, 3))
    });
    add("Who went further", compared.collect());
    if let Some(found) = stakes.precedents.first() {
        let section = precedent_section(found, names, citations);
        for block in section.blocks {
            if let Block::List { items } = block {
                add(&section.heading, items);
            }
        }
    }
    let silent = stakes.silences.iter().take(MOST_SILENCES).map(|found| {
        let line = Line::default()
            .strong(format!("{}: ", words::capitalised(names.of(&found.actor))))
            .then(words::sentence(&found.why))
            .cite(citations.cite(&found.statements, 2));
        match found.expected.first() {
            Some(expected) => line
                .then(format!(" Expected because {}", expected.why))
                .cite(citations.cite(&expected.statements, 1)),
            None => line,
        }
    });
    add(
        "Expected to act, and did no more than speak",
        silent.collect(),
    );
    let mut ledgers: Vec<&Ledger> = stakes
        .ledgers
        .iter()
        .filter(|ledger| !ledger.entries.is_empty())
        .collect();
    ledgers.sort_by_key(|ledger| std::cmp::Reverse(ledger.entries.len()));
    for ledger in ledgers.into_iter().take(MOST_LEDGERS) {
        let who = names.of(&ledger.actor);
        add(
            &format!("The ledger of {who}"),
            ledger_lines(ledger, citations),
        );
    }
    if blocks.is_empty() {
        return None;
    }
    Some(Section {
        id: "stakes",
        heading: "What is at stake".to_owned(),
        blocks,
    })
}

/// Returns the first entries of each side; what the text says before what is derived.
fn ledger_lines(ledger: &Ledger, citations: &mut Citations<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (side, lead) in [
        (Side::Gain, "Gain"),
        (Side::Loss, "Loss"),
        (Side::Mixed, "Weighed"),
    ] {
        let mut entries: Vec<&Entry> = ledger
            .entries
            .iter()
            .filter(|entry| entry.side == side)
            .collect();
        entries.sort_by_key(|entry| entry.derived);
        for entry in entries.into_iter().take(MOST_ENTRIES) {
            let mut line = Line::default().strong(format!("{lead} — "));
            line.0.extend(entry_line(entry, citations).0);
            lines.push(line);
        }
    }
    lines
}
