//! Who could mediate, and which condition is met, failed or unknown.

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    words,
};
use chancery_relations::{
    Names,
    mediation::{Candidate, Condition, ConditionStatus, Mediation, Standing},
};

/// At most so many disputes and candidates stand in the brief; the data hold all.
const MOST_DISPUTES: usize = 3;
const MOST_CANDIDATES: usize = 6;

/// Returns the section of the brief.
pub(super) fn section(
    brief: &Brief,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let mut blocks = Vec::new();
    for mediation in brief.mediation.iter().take(MOST_DISPUTES) {
        blocks.extend(told(mediation, MOST_CANDIDATES, names, citations));
    }
    let heading = "Who could mediate, and what is missing".to_owned();
    if blocks.is_empty() {
        if brief.ties.iter().all(|tie| tie.sign >= 0) {
            return None;
        }
        let line = Line::text(
            "The record names nobody who offered, was asked or could be expected to mediate.",
        );
        blocks.push(Block::paragraph(line));
    }
    Some(Section {
        id: "mediators",
        heading,
        blocks,
    })
}

/// Returns a dispute with its would-be mediators, the likeliest first.
fn told(
    mediation: &Mediation,
    most: usize,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Vec<Block> {
    let mut blocks = vec![Block::Heading {
        text: format!("Between {}", names.list(&mediation.dispute)),
    }];
    let named = |candidate: &Candidate| candidate.standing != Standing::Usual;
    if !mediation.candidates.iter().any(named) {
        blocks.push(Block::paragraph(Line::text(
            "No candidate is named in the record.",
        )));
    }
    if mediation.candidates.is_empty() {
        return blocks;
    }
    let items = mediation
        .candidates
        .iter()
        .take(most)
        .map(|candidate| candidate_line(candidate, names, citations))
        .collect();
    blocks.push(Block::List { items });
    if let Some(pair) = &mediation.pair {
        let line = Line::default()
            .strong("If the roles were split: ")
            .then(format!(
                "{} together ({}, between {} and {}). ",
                names.list(&pair.actors),
                words::percent(pair.probability),
                words::percent(pair.low),
                words::percent(pair.high)
            ))
            .then(words::sentence(&pair.why))
            .cite(citations.cite(&pair.statements, 4));
        blocks.push(Block::paragraph(line));
    }
    if mediation.candidates.len() > most {
        let rest: Vec<&str> = mediation
            .candidates
            .iter()
            .skip(most)
            .map(|candidate| names.of(&candidate.actor))
            .collect();
        blocks.push(Block::paragraph(Line::text(format!(
            "Less likely still: {}.",
            words::list(&rest)
        ))));
    }
    blocks
}

fn candidate_line(candidate: &Candidate, names: &Names, citations: &mut Citations<'_>) -> Line {
    let unsaid = match candidate.standing {
        Standing::Usual => " (of which the record says nothing as a mediator)",
        _ => "",
    };
    let mut line = Line::default()
        .strong(words::capitalised(names.of(&candidate.actor)))
        .then(format!("{unsaid}: "))
        .then(words::chance(
            candidate.probability,
            "it mediates and an agreement follows",
        ))
        .then(format!(
            " (between {} and {}). ",
            words::percent(candidate.low),
            words::percent(candidate.high)
        ));
    // Of those whom only the past proposes nothing is on record: the data hold their conditions.
    if candidate.standing == Standing::Usual {
        return past(line, candidate);
    }
    for (status, lead) in [
        (ConditionStatus::Met, "Met: "),
        (ConditionStatus::Failed, "Failed: "),
    ] {
        let group: Vec<&Condition> = candidate
            .conditions
            .iter()
            .filter(|condition| condition.status == status)
            .collect();
        if group.is_empty() {
            continue;
        }
        line = line.strong(lead);
        for (index, condition) in group.iter().enumerate() {
            let comma = if index == 0 { "" } else { " " };
            line = line
                .then(format!("{comma}{}", words::sentence(&condition.why)))
                .cite(citations.cite(&condition.statements, 3));
        }
        line = line.then(" ");
    }
    // What the record says without settling it is told; of the rest only what is not known.
    let unsettled: Vec<&Condition> = candidate
        .conditions
        .iter()
        .filter(|found| found.status == ConditionStatus::Unknown)
        .filter(|found| told_of(found, candidate.standing))
        .collect();
    if !unsettled.is_empty() {
        line = line.strong("In doubt: ");
        for condition in &unsettled {
            line = line
                .then(words::sentence(&condition.why))
                .cite(citations.cite(&condition.statements, 3))
                .then(" ");
        }
    }
    let unknown: Vec<String> = candidate
        .conditions
        .iter()
        .filter(|condition| condition.status == ConditionStatus::Unknown)
        .filter(|condition| !unsettled.contains(condition))
        .map(|condition| condition_name(&condition.name, names))
        .collect();
    if !unknown.is_empty() {
        line = line
            .strong("Unknown: ")
            .then(format!("{}. ", words::list(&unknown)));
    }
    line = past(line, candidate);
    if candidate.missing.is_empty() {
        line
    } else {
        line.strong("What would have to change: ")
            .then(format!("{}.", candidate.missing.join("; ")))
    }
}

/// Adds what the choices of the past say of a candidate.
fn past(line: Line, candidate: &Candidate) -> Line {
    match &candidate.choice {
        Some(choice) => line.strong("By the past: ").then(format!(
            "{} (background: the Civil Wars Mediation and PA-X data). ",
            words::sentence(&choice.why).trim_end_matches('.')
        )),
        None => line,
    }
}

/// Returns whether the record tells of an unknown condition, and it is the candidate's own.
fn told_of(condition: &Condition, standing: Standing) -> bool {
    let own = ["consent", "leverage", "impartiality", "track-record"]
        .iter()
        .any(|kind| condition.name.starts_with(kind));
    own && !condition.statements.is_empty() && standing != Standing::Usual
}

/// Returns what a condition is called in a sentence: `blessing:USA:for:ISR` is "the blessing of the
/// United States (for Israel)".
fn condition_name(name: &str, names: &Names) -> String {
    let actor = |code: &str| names.of(&code.into()).to_owned();
    match name.split(':').collect::<Vec<_>>().as_slice() {
        ["consent", who] => format!("the consent of {}", actor(who)),
        ["blessing", patron, "for", who] => {
            format!("the blessing of {} (for {})", actor(patron), actor(who))
        }
        ["blessing", rest @ ..] if rest.contains(&"for") => {
            let who = rest.last().copied().unwrap_or_default();
            format!("the blessing of a patron of {}", actor(who))
        }
        ["leverage", who] => format!("leverage over {}", actor(who)),
        ["impartiality"] => "impartiality".to_owned(),
        ["track-record"] => "its track record".to_owned(),
        ["free-hands"] => "whether its hands are free".to_owned(),
        ["mandate"] => "a mandate".to_owned(),
        ["rivals"] => "rivals for the role".to_owned(),
        _ => name.replace(['-', ':'], " "),
    }
}
