//! The situation in at most five sentences, each the head of a section below.

use super::{Brief, measures};
use crate::{
    page::{Block, Citations, Line, Section},
    phrases, words,
};
use chancery_model::{Assertion, Body, Direction, Status, TieLabel};
use chancery_relations::{
    Names,
    commitments::{Commitment, CommitmentKind},
    mediation::ConditionStatus,
    ties::Tie,
};

/// A situation is told in at most so many sentences.
const SENTENCES: usize = 5;

/// Returns the section of the brief.
pub(super) fn section(
    brief: &Brief,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let mut sentences: Vec<Line> = [
        conflict(brief, names, citations),
        latest(brief, names, citations),
        strain(brief, citations),
        promise(brief, names, citations),
        mediator(brief, names, citations),
        figure(brief, citations),
        sides(brief, names, citations),
    ]
    .into_iter()
    .flatten()
    .take(SENTENCES)
    .collect();
    if sentences.is_empty() {
        let nothing = if brief.statements.is_empty() {
            "Nothing in what was read could be coded as a statement about political actors."
        } else {
            "The record holds statements, but none about how two actors stand."
        };
        sentences.push(Line::text(nothing));
    }
    let mut line = Line::default();
    for (index, sentence) in sentences.into_iter().enumerate() {
        if index > 0 {
            line = line.then(" ");
        }
        line = line.join(sentence);
    }
    Some(Section {
        id: "situation",
        heading: "The situation".to_owned(),
        blocks: vec![Block::paragraph(line)],
    })
}

fn pair(tie: &Tie, names: &Names) -> String {
    format!("{} and {}", names.of(&tie.a), names.of(&tie.b))
}

/// Who is at war, or else who is most hostile.
fn conflict(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Option<Line> {
    let mut wars: Vec<&Tie> = brief
        .ties
        .iter()
        .filter(|tie| tie.label == TieLabel::AtWar)
        .collect();
    wars.sort_by_key(|tie| std::cmp::Reverse(tie.statements.len()));
    let mut line = Line::default();
    if wars.is_empty() {
        return hostility(brief, names, citations);
    }
    for (index, tie) in wars.iter().take(3).enumerate() {
        let lead = if index == 0 { "" } else { "; " };
        let said = format!("{lead}{} are at war", pair(tie, names));
        let said = if index == 0 {
            words::capitalised(&said)
        } else {
            said
        };
        line = line.then(said).cite(citations.cite(&tie.statements, 3));
    }
    Some(line.then("."))
}

/// The most hostile tie; where none is certain, the likeliest one, said to be no more than that.
fn hostility(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Option<Line> {
    let worst = |certain: bool| {
        brief
            .ties
            .iter()
            .filter(|tie| match certain {
                true => tie.sign < 0,
                false => is_negative(tie.label),
            })
            .min_by(|one, other| one.value.total_cmp(&other.value))
    };
    let certain = worst(true);
    let tie = certain.or_else(|| worst(false))?;
    let label = match tie.label {
        TieLabel::Rival => "rivals",
        TieLabel::Unfriendly => "on unfriendly terms",
        _ => "hostile to each other",
    };
    let said = match certain {
        Some(_) => format!("{} are {label}", words::capitalised(&pair(tie, names))),
        None => format!(
            "{} seem to be {label}, on little evidence",
            words::capitalised(&pair(tie, names))
        ),
    };
    Some(
        Line::text(said)
            .cite(citations.cite(&tie.statements, 3))
            .then("."),
    )
}

const fn is_negative(label: TieLabel) -> bool {
    matches!(
        label,
        TieLabel::Unfriendly | TieLabel::Rival | TieLabel::Hostile | TieLabel::AtWar
    )
}

/// The weightiest thing that happened in the last week of the record.
fn latest(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Option<Line> {
    const DAYS: i32 = 7;
    let last = brief.timeline.iter().filter_map(|entry| entry.to).max()?;
    // In one article everything undated was reported on the same day, which tells nothing.
    let several = brief.documents.len() > 1;
    let entry = brief
        .timeline
        .iter()
        .filter(|entry| {
            entry.event_type.is_some()
                && entry.status == Status::Actual
                && matches!(entry.assertion, Assertion::Author | Assertion::Reported)
                && !entry.actor.is_empty()
                && entry.actor != entry.recipient
                && entry.to.is_some_and(|to| (last - to).get_days() <= DAYS)
                && (entry.from == entry.to || several && entry.is_undated())
        })
        .filter_map(|entry| {
            let statement = citations.statement(entry.statements.first()?)?;
            let Body::Event(event) = &statement.body else {
                return None;
            };
            let known = if entry.recipient.is_empty() { 0.5 } else { 1.0 };
            Some((
                event.score.abs() * statement.confidence * known,
                entry,
                event,
            ))
        })
        .max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.to.cmp(&other.1.to)))?;
    let (_, entry, event) = entry;
    let day = words::day(entry.to?);
    let when = if entry.is_undated() {
        format!("As was reported on {day},")
    } else {
        format!("On {day}")
    };
    Some(
        Line::text(format!("{when} {}", phrases::clause(event, names)))
            .cite(citations.cite(&entry.statements, 3))
            .then("."),
    )
}

/// The gravest strain.
fn strain(brief: &Brief, citations: &mut Citations<'_>) -> Option<Line> {
    let strain = brief.camps.strained.first()?;
    let why = strain.why.trim_end_matches('.');
    Some(
        Line::text(why)
            .cite(citations.cite(&strain.statements, 4))
            .then("."),
    )
}

/// The agreement between the actors that matter most.
fn promise(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Option<Line> {
    let rank = |commitment: &Commitment| {
        commitment
            .parties
            .iter()
            .filter_map(|party| brief.actors.iter().position(|actor| actor.id == *party))
            .take(4)
            .sum::<usize>()
    };
    let commitment = brief
        .commitments
        .iter()
        .filter(|commitment| {
            commitment.kind == CommitmentKind::Agreement
                && !commitment.background
                && commitment.parties.len() > 1
        })
        .min_by_key(|commitment| (commitment.attacks.is_empty(), rank(commitment)))?;
    let mut line = Line::text(format!(
        "Between {} there is the {}",
        names.list(&commitment.parties),
        commitment
            .name
            .trim_start_matches("the ")
            .trim_start_matches("a ")
    ))
    .cite(citations.cite(&commitment.statements, 2));
    line = line.then(".");
    // What adversaries settle is no promise to stand by each other, and nobody takes it for one.
    let adversaries = brief.ties.iter().any(|tie| {
        is_negative(tie.label)
            && commitment.parties.contains(&tie.a)
            && commitment.parties.contains(&tie.b)
    });
    if adversaries {
        return Some(line);
    }
    let limits = commitment.does_not_oblige_to.trim_end_matches('.');
    if !limits.is_empty() {
        line = line.then(format!(" {limits}."));
    }
    if let Some(help) = &commitment.help {
        line = line
            .then(format!(" {}", help.why.trim_end_matches('.')))
            .cite(citations.cite(&help.statements, 2))
            .then(".");
    }
    Some(line)
}

/// The would-be mediator of whom the record tells most, and what it lacks.
fn mediator(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Option<Line> {
    let mediation = brief.mediation.first()?;
    let candidate = mediation.candidates.iter().max_by_key(|candidate| {
        candidate
            .conditions
            .iter()
            .map(|condition| condition.statements.len())
            .sum::<usize>()
    })?;
    let failed: Vec<_> = candidate
        .conditions
        .iter()
        .filter(|condition| condition.status == ConditionStatus::Failed)
        .collect();
    let dispute = names.list(&mediation.dispute);
    let claim = format!(
        "{} mediates between {dispute} and an agreement follows",
        names.of(&candidate.actor)
    );
    let line = Line::text(words::chance(candidate.probability, &claim));
    // What the parties and their patrons refuse weighs more than what the mediator lacks.
    let refused = |name: &str| name.starts_with("consent") || name.starts_with("blessing");
    let decisive = failed
        .iter()
        .find(|condition| refused(&condition.name))
        .or_else(|| failed.first());
    Some(match decisive {
        None => line.then("."),
        Some(condition) => line
            .then(format!(
                ". {}",
                words::sentence(&condition.why).trim_end_matches('.')
            ))
            .cite(citations.cite(&condition.statements, 3))
            .then("."),
    })
}

/// An indicator that moved.
fn figure(brief: &Brief, citations: &mut Citations<'_>) -> Option<Line> {
    let entry = brief
        .quantities
        .iter()
        .find(|entry| entry.quantity.change_of.is_some())?;
    let from = brief
        .quantities
        .iter()
        .find(|from| from.statements.first() == entry.quantity.change_of.as_ref())?;
    let moved = match entry.quantity.direction {
        Some(Direction::Up) => "rose",
        Some(Direction::Down) => "fell",
        None => "moved",
    };
    Some(
        Line::text(format!(
            "{} {moved} from {} to {}",
            words::capitalised(&entry.quantity.what),
            measures::amount(&from.quantity),
            measures::amount(&entry.quantity)
        ))
        .cite(citations.cite(&entry.statements, 2))
        .then("."),
    )
}

/// The clearest friendship.
fn sides(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Option<Line> {
    let tie = brief
        .ties
        .iter()
        .filter(|tie| tie.sign > 0)
        .max_by(|one, other| one.value.total_cmp(&other.value))?;
    let label = if tie.label == TieLabel::Ally {
        "allies"
    } else {
        "partners"
    };
    Some(
        Line::text(format!(
            "{} are {label}",
            words::capitalised(&pair(tie, names))
        ))
        .cite(citations.cite(&tie.statements, 3))
        .then("."),
    )
}
