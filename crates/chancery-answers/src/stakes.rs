//! Stakes: what each side cannot accept and would like, who has gone further than whom, who stayed
//! silent, and what an actor gains now and loses later. The answers of
//! [`chancery_relations::resolve`], [`chancery_relations::silence`] and
//! [`chancery_relations::ledger`] on a page.

use crate::{
    add_names, defence, names,
    page::{Block, Citations, Line, Page, Section},
    words,
};
use chancery_actors::{Codes, Dictionary};
use chancery_model::{ActorId, Date};
use chancery_relations::{
    Names,
    crises::{SimilarCase, TableError, similar},
    ledger::{Entry, Horizon, Kind, Ledger, Side, ledger},
    mediation,
    precedent::{Held, Precedent, precedents},
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
    /// Earlier cases that the text holds against the present, condition by condition.
    pub precedents: Vec<Precedent>,
    /// Past crises like this one, from files that the caller reads; see [`with_cases`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub similar: Vec<SimilarCase>,
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
        .or_else(|| disputes(&ties, 1).pop())
        .or_else(|| mediation::disputes(view, &ties, 1).pop());
    let asked: Vec<&ActorId> = dispute.iter().flatten().chain(question.actor).collect();
    add_names(&mut names, &asked, dictionary);
    defence::name_guarantors(&mut names, dictionary);
    let is_member = defence::members(view, dictionary);
    let stakes = Stakes::of(
        view,
        &ties,
        &names,
        dispute.as_ref(),
        question.actor,
        &is_member,
    );
    (stakes, names)
}

impl Stakes {
    /// Answers about a dispute from what is known of a view already; `is_member` tells who is a member
    /// of which organisation by what is known beside the record.
    pub(crate) fn of(
        view: &View<'_>,
        ties: &Ties,
        names: &Names,
        dispute: Option<&[ActorId; 2]>,
        actor: Option<&ActorId>,
        is_member: &dyn Fn(&ActorId, &ActorId) -> bool,
    ) -> Self {
        let resolve = dispute.map(|dispute| resolve(view, ties, names, dispute));
        let staked: Vec<ActorId> = resolve
            .iter()
            .flat_map(|found| &found.actors)
            .map(|found| found.actor.clone())
            .collect();
        let asked = actor.map_or_else(|| staked.clone(), |actor| vec![actor.clone()]);
        let ledgers = asked
            .iter()
            .map(|actor| ledger(view, ties, names, actor))
            .filter(|ledger| !ledger.entries.is_empty() || !ledger.words.is_empty())
            .collect();
        Self {
            as_of: view.as_of,
            precedents: dispute.map_or_else(Vec::new, |sides| {
                precedents(view, ties, names, sides, &staked)
            }),
            similar: Vec::new(),
            silences: dispute.map_or_else(Vec::new, |sides| {
                silences(view, ties, names, sides, is_member)
            }),
            resolve,
            ledgers,
        }
    }
}

/// Adds past crises like the dispute asked about, from the bytes of ICB's two files.
pub fn with_cases(
    stakes: &mut Stakes,
    view: &View<'_>,
    dictionary: &Dictionary,
    [crises, actors]: [&[u8]; 2],
) -> Result<(), TableError> {
    let Some(resolve) = &stakes.resolve else {
        return Ok(());
    };
    let codes = Codes::new(dictionary);
    let state = |code: &str| codes.cow_abbreviation(code).cloned();
    let ties = Ties::of(view, &TieModel::default());
    let most = 5;
    stakes.similar = similar(
        crises,
        actors,
        &state,
        &resolve.dispute,
        (view, &ties),
        most,
    )?;
    Ok(())
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
    for found in &answer.precedents {
        sections.push(precedent_section(found, names, &mut citations));
    }
    if !answer.similar.is_empty() {
        sections.push(similar_section(&answer.similar, names));
    }
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

pub(crate) fn resolve_section(
    resolve: &Resolve,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Section {
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

/// Returns a precedent, a condition a line.
pub(crate) fn precedent_section(
    found: &Precedent,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Section {
    let earlier = if found.earlier.is_empty() {
        "then".to_owned()
    } else {
        names.list(&found.earlier)
    };
    let mut said = |held: &Held| {
        let word = match held.held {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let why = match (held.held, held.derived) {
            (None, _) => String::new(),
            (_, true) => format!(" ({})", held.why.trim_end_matches('.')),
            (_, false) => format!(" (“{}”)", words::shortened(&held.why, 160)),
        };
        let cited = citations.cite(&held.statements, 2);
        (format!("{word}{why}"), cited)
    };
    let items = found
        .conditions
        .iter()
        .filter(|found| found.then.held.is_some() || found.now.held.is_some())
        .map(|found| {
            let (then, then_cited) = said(&found.then);
            let (now, now_cited) = said(&found.now);
            Line::default()
                .strong(format!("{} ", found.asks))
                .then(format!("Then {then}"))
                .cite(then_cited)
                .then(format!("; now {now}"))
                .cite(now_cited)
                .then(".")
        })
        .collect();
    Section {
        id: "precedent",
        heading: format!(
            "Then against now: {} in {earlier}, and with {}",
            names.of(&found.actor),
            names.of(&found.now)
        ),
        blocks: vec![Block::List { items }],
    }
}

fn similar_section(cases: &[SimilarCase], names: &Names) -> Section {
    let outcome = |name: &str, held: Option<bool>| match held {
        Some(true) => format!("{name}: yes"),
        Some(false) => format!("{name}: no"),
        None => format!("{name}: unknown"),
    };
    let items = cases
        .iter()
        .map(|case| {
            let of = |same: bool| -> Vec<String> {
                let fitting = case
                    .features
                    .iter()
                    .filter(|found| found.same == Some(same));
                fitting
                    .map(|found| {
                        let value = |value: &Option<String>| value.clone().unwrap_or_default();
                        if same {
                            format!("{}: {}", found.name, value(&found.there))
                        } else {
                            format!(
                                "{}: {} then, {} now",
                                found.name,
                                value(&found.there),
                                value(&found.here)
                            )
                        }
                    })
                    .collect()
            };
            let (alike, unlike) = (of(true), of(false));
            let mut line = Line::default()
                .strong(format!("{}, {}", case.name, case.year))
                .then(format!(
                    " ({}). Alike in {}.",
                    names.list(&case.actors),
                    alike.join("; ")
                ));
            if !unlike.is_empty() {
                line = line.then(format!(" Unlike in {}.", unlike.join("; ")));
            }
            line.then(format!(
                " {}, {}, {}.",
                outcome("Mediated", case.mediated),
                outcome("formal agreement", case.agreement),
                outcome("less tension after", case.calmer)
            ))
        })
        .collect();
    let caution = "The likest crises of the International Crisis Behavior data by these features alone. They show what has happened, and forecast nothing.";
    Section {
        id: "similar",
        heading: "Past crises like this one".to_owned(),
        blocks: vec![Block::List { items }, Block::paragraph(Line::text(caution))],
    }
}

pub(crate) fn silence_section(
    silences: &[Silence],
    names: &Names,
    citations: &mut Citations<'_>,
) -> Section {
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

pub(crate) fn ledger_section(
    ledger: &Ledger,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Section {
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

pub(crate) fn entry_line(entry: &Entry, citations: &mut Citations<'_>) -> Line {
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
    let derived = match (entry.derived, entry.carried) {
        (true, _) => ", derived",
        (_, true) => ", of whom the text spoke before",
        _ => "",
    };
    let said = entry.why.as_deref().map_or_else(
        || format!("“{}”", words::shortened(&entry.text, 220)),
        words::sentence,
    );
    Line::default()
        .strong(format!("{horizon}, {kinds}{derived}: "))
        .then(said)
        .cite(citations.cite(&entry.statements, 3))
}
