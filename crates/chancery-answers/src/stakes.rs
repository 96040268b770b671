//! Stakes: what each side cannot accept and would like, who has gone further than whom, who stayed
//! silent, and what an actor gains now and loses later. The answers of
//! [`chancery_relations::resolve`], [`chancery_relations::silence`] and
//! [`chancery_relations::ledger`] on a page.

use crate::{
    add_names, defence, names,
    page::{Block, Citations, Line, Page, Section},
    words,
};
use chancery_actors::Dictionary;
use chancery_model::{ActorId, Date};
use chancery_relations::{
    Names,
    ledger::{Entry, Horizon, Kind, Ledger, Side, ledger},
    resolve::{Resolve, Resolved, Said, disputes, resolve},
    silence::{Silence, silences},
    ties::{TieModel, Ties},
};
use chancery_store::View;
use serde::Serialize;

/// The answer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Stakes {
    /// The day it was answered as of.
    pub as_of: Option<Date>,
    /// The resolve of the sides and of those tied to them; `None` where the record has no dispute.
    pub resolve: Option<Resolve>,
    /// Who was expected to act and did no more than speak.
    pub silences: Vec<Silence>,
    /// What each of those asked about gains and loses.
    pub ledgers: Vec<Ledger>,
}

/// The question.
#[derive(Clone, Copy, Debug, Default)]
pub struct StakesQuestion<'call> {
    /// The two sides; the record's worst dispute where none is named.
    pub dispute: Option<(&'call ActorId, &'call ActorId)>,
    /// Whose ledger; those of all who have a stake where nobody is named.
    pub actor: Option<&'call ActorId>,
}

/// Answers from a view of the record.
pub fn answer(
    view: &View<'_>,
    dictionary: &Dictionary,
    question: StakesQuestion<'_>,
) -> (Stakes, Names) {
    let mut names = names(view, dictionary);
    let ties = Ties::of(view, &TieModel::default());
    let dispute = question
        .dispute
        .map(|(one, other)| [one.clone(), other.clone()])
        .or_else(|| disputes(&ties, 1).pop());
    let asked: Vec<&ActorId> = dispute.iter().flatten().chain(question.actor).collect();
    add_names(&mut names, &asked, dictionary);
    let is_member = defence::members(view, dictionary);
    defence::name_guarantors(&mut names, dictionary);
    let resolve = dispute
        .as_ref()
        .map(|dispute| resolve(view, &ties, &names, dispute));
    let with_stakes: Vec<ActorId> = match (question.actor, &resolve) {
        (Some(actor), _) => vec![actor.clone()],
        (None, Some(resolve)) => resolve
            .actors
            .iter()
            .map(|found| found.actor.clone())
            .collect(),
        (None, None) => Vec::new(),
    };
    let ledgers = with_stakes
        .iter()
        .map(|actor| ledger(view, &names, actor))
        .filter(|ledger| !ledger.entries.is_empty() || !ledger.words.is_empty())
        .collect();
    let stakes = Stakes {
        as_of: view.as_of,
        silences: dispute.as_ref().map_or_else(Vec::new, |sides| {
            silences(view, &ties, &names, sides, &is_member)
        }),
        resolve,
        ledgers,
    };
    (stakes, names)
}

/// At most so many entries and words of a ledger, and silences, stand on the page.
const MOST: usize = 8;

/// Says the answer in words.
pub fn page(answer: &Stakes, view: &View<'_>, names: &Names) -> Page {
    let mut citations = Citations::new(view);
    let mut sections = Vec::new();
    let title = match &answer.resolve {
        Some(resolve) => {
            sections.push(resolve_section(resolve, names, &mut citations));
            format!("What is at stake between {}", names.list(&resolve.dispute))
        }
        None => "What is at stake".to_owned(),
    };
    sections.push(silence_section(&answer.silences, names, &mut citations));
    for ledger in &answer.ledgers {
        sections.push(ledger_section(ledger, names, &mut citations));
    }
    Page {
        title,
        subtitle: answer.as_of.map_or_else(
            || "Undated answer".to_owned(),
            |day| format!("As of {}. Numbers lead to the sentences.", words::day(day)),
        ),
        sections,
        evidence: citations.finish(),
        colophon: String::new(),
    }
}

fn resolve_section(resolve: &Resolve, names: &Names, citations: &mut Citations<'_>) -> Section {
    let mut blocks = Vec::new();
    for found in &resolve.actors {
        let items = resolved_lines(found, citations);
        if !items.is_empty() {
            blocks.push(Block::Heading {
                text: words::capitalised(names.of(&found.actor)),
            });
            blocks.push(Block::List { items });
        }
    }
    let compared: Vec<Line> = resolve
        .comparisons
        .iter()
        .map(|found| {
            let lead = if found.stated {
                "The text says: "
            } else {
                "From deeds: "
            };
            let why = if found.stated {
                format!("“{}”.", found.why.trim_end_matches('.'))
            } else {
                words::sentence(&found.why)
            };
            Line::default()
                .strong(lead)
                .then(why)
                .cite(citations.cite(&found.statements, 4))
        })
        .collect();
    if !compared.is_empty() {
        blocks.push(Block::Heading {
            text: "Who went further".to_owned(),
        });
        blocks.push(Block::List { items: compared });
    }
    let contrasts: Vec<Line> = resolve
        .contrasts
        .iter()
        .map(|found| {
            let statements = found.statements.iter().chain(&found.then);
            Line::text(format!("“{}”", words::shortened(&found.text, 240)))
                .cite(citations.cite(statements, 4))
        })
        .collect();
    if !contrasts.is_empty() {
        blocks.push(Block::Heading {
            text: "Then against now, in the words of the text".to_owned(),
        });
        blocks.push(Block::List { items: contrasts });
    }
    if blocks.is_empty() {
        blocks.push(Block::paragraph(Line::text(
            "The record tells of no floor, wish or deed of anybody in this dispute.",
        )));
    }
    Section {
        id: "resolve",
        heading: "Stakes and resolve".to_owned(),
        blocks,
    }
}

fn resolved_lines(found: &Resolved, citations: &mut Citations<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut quoted = |lead: &str, list: &[Said], ours: bool| {
        for said in list {
            let text = if ours {
                said.text.clone()
            } else {
                format!("“{}”", words::shortened(&said.text, 220))
            };
            lines.push(
                Line::default()
                    .strong(lead.to_owned())
                    .then(text)
                    .cite(citations.cite(&said.statements, 3)),
            );
        }
    };
    quoted("Cannot accept: ", &found.floor, false);
    quoted(
        "Would like, or does not insist on: ",
        &found.preference,
        false,
    );
    quoted("Kinship: ", &found.kinship, false);
    quoted("Hands tied: ", &found.elsewhere, true);
    for deed in &found.furthest {
        let lead = if deed.against {
            "Furthest against: "
        } else {
            "Furthest for: "
        };
        lines.push(
            Line::default()
                .strong(lead)
                .then(words::sentence(&deed.why))
                .cite(citations.cite(&deed.statements, 3)),
        );
    }
    lines
}

fn silence_section(silences: &[Silence], names: &Names, citations: &mut Citations<'_>) -> Section {
    let items: Vec<Line> = silences
        .iter()
        .take(MOST)
        .map(|found| {
            let mut line = Line::default()
                .strong(format!("{}: ", words::capitalised(names.of(&found.actor))))
                .then(words::sentence(&found.why))
                .cite(citations.cite(&found.statements, 3))
                .then(" Expected because ");
            for (index, expected) in found.expected.iter().take(3).enumerate() {
                let lead = if index == 0 { "" } else { " And " };
                line = line
                    .then(format!("{lead}{}", expected.why))
                    .cite(citations.cite(&expected.statements, 2));
            }
            line.then(format!(" {}", found.past_words(names)))
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::paragraph(Line::text(
            "Nobody who could be expected to act on record stayed silent.",
        ))]
    } else {
        let caution =
            "Silence here is that of the documents read: they may have left out what was said.";
        vec![Block::List { items }, Block::paragraph(Line::text(caution))]
    };
    Section {
        id: "silence",
        heading: "Who was expected to act, and did no more than speak".to_owned(),
        blocks,
    }
}

fn ledger_section(ledger: &Ledger, names: &Names, citations: &mut Citations<'_>) -> Section {
    let mut blocks = Vec::new();
    for (side, heading) in [
        (Side::Gain, "Gains"),
        (Side::Loss, "Losses"),
        (Side::Mixed, "Gains against losses"),
    ] {
        let items: Vec<Line> = ledger
            .entries
            .iter()
            .filter(|entry| entry.side == side)
            .take(MOST)
            .map(|entry| entry_line(entry, citations))
            .collect();
        if !items.is_empty() {
            blocks.push(Block::Heading {
                text: heading.to_owned(),
            });
            blocks.push(Block::List { items });
        }
    }
    let said: Vec<Line> = ledger
        .words
        .iter()
        .take(MOST)
        .map(|found| {
            Line::text(format!(
                "“{}” — {}",
                words::shortened(&found.said, 160),
                words::sentence(&found.deed)
            ))
            .cite(citations.cite(&found.statements, 3))
        })
        .collect();
    if !said.is_empty() {
        blocks.push(Block::Heading {
            text: "Words against deeds".to_owned(),
        });
        blocks.push(Block::List { items: said });
    }
    Section {
        id: "ledger",
        heading: format!("The ledger of {}", names.of(&ledger.actor)),
        blocks,
    }
}

fn entry_line(entry: &Entry, citations: &mut Citations<'_>) -> Line {
    let horizon = match entry.horizon {
        Horizon::Now => "now",
        Horizon::Later => "later",
        Horizon::Both => "now against later",
        Horizon::Unknown => "horizon unknown",
    };
    let kinds: Vec<&str> = entry
        .kinds
        .iter()
        .map(|kind| match kind {
            Kind::Security => "security",
            Kind::Economic => "economic",
            Kind::Diplomatic => "diplomatic",
            Kind::Reputational => "reputational",
            Kind::Domestic => "domestic",
        })
        .collect();
    let kinds = if kinds.is_empty() {
        "kind unknown".to_owned()
    } else {
        words::list(&kinds)
    };
    let derived = if entry.derived {
        ", derived from an indicator beside it"
    } else {
        ""
    };
    Line::default()
        .strong(format!("{horizon}, {kinds}{derived}: "))
        .then(format!("“{}”", words::shortened(&entry.text, 220)))
        .cite(citations.cite(&entry.statements, 3))
}
