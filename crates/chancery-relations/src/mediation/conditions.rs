//! The conditions of a candidate, each met, failed or unknown with a sentence and its statements.

use super::{
    Case, Condition, ConditionStatus as Status, Standing,
    answers::{self, Answer},
    candidate, outcomes, prominence,
};
use crate::{
    camps,
    chronicle::Act,
    day,
    elsewhere::{Elsewhere, elsewhere},
    majors::{is_major, patron},
    organisations::organisation,
    ties::Tie,
};
use chancery_model::{
    ActorId, Body, Commodity, EventType, Flow, StatementId, Status as Held, TieLabel,
};

/// Each condition names at most so many statements.
const MOST_STATEMENTS: usize = 4;

/// Who else wants the role: the actor, by what, and the statements.
pub(super) type Rivals = [(ActorId, Standing, Vec<StatementId>)];

/// Returns the conditions of a candidate in the order of the contract.
pub(super) fn conditions(
    actor: &ActorId,
    standing: Standing,
    rivals: &Rivals,
    case: &Case<'_, '_>,
) -> Vec<Condition> {
    let [one, other] = case.dispute;
    let mut found = vec![consent(actor, one, case), consent(actor, other, case)];
    for side in case.dispute {
        found.extend(blessing(actor, side, case));
    }
    found.push(impartiality(actor, case));
    found.push(leverage(actor, one, case));
    found.push(leverage(actor, other, case));
    found.push(track_record(actor, case));
    found.push(free_hands(actor, case));
    found.push(mandate(actor, case));
    found.push(competition(actor, standing, rivals, case));
    for side in case.dispute {
        found.extend(prominence::prominence(actor, side, case));
    }
    for condition in &mut found {
        condition.statements.truncate(MOST_STATEMENTS);
    }
    found
}

pub(super) fn condition(
    name: impl Into<String>,
    status: Status,
    why: impl Into<String>,
    statements: Vec<StatementId>,
) -> Condition {
    Condition {
        name: name.into(),
        status,
        why: why.into(),
        statements,
    }
}

pub(super) fn ids<'acts>(acts: impl IntoIterator<Item = &'acts Act<'acts>>) -> Vec<StatementId> {
    let mut ids: Vec<StatementId> = Vec::new();
    for act in acts {
        if !ids.contains(act.id()) {
            ids.push(act.id().clone());
        }
    }
    ids
}

/// Whether a side would have the candidate: its answers, then enmity, then doubt from
/// accusations, then mere contact.
fn consent(actor: &ActorId, side: &ActorId, case: &Case<'_, '_>) -> Condition {
    let name = format!("consent:{side}");
    let (who, whom) = (case.names.of(side), case.names.of(actor));
    let found = answers::answers(side, actor, case);
    let of = |wanted: Answer| found.iter().filter(move |(answer, _)| *answer == wanted);
    let cited = |wanted| ids(of(wanted).map(|(_, act)| *act));
    match found.first() {
        Some((Answer::No, act)) => {
            let why = format!("Consent: {who} turned {whom} down{}.", act.when());
            return condition(name, Status::Failed, why, cited(Answer::No));
        }
        Some((Answer::Yes, act)) => {
            let why = match act.event.event_type {
                EventType::Request => {
                    format!("Consent: {who} asked {whom} to mediate{}.", act.when())
                }
                EventType::Consult => {
                    format!("Consent: {who} came to talks with {whom}{}.", act.when())
                }
                EventType::Support => {
                    format!(
                        "Consent: {who} welcomed what {whom} does as mediator{}.",
                        act.when()
                    )
                }
                _ => format!("Consent: {who} accepted {whom} as mediator{}.", act.when()),
            };
            return condition(name, Status::Met, why, cited(Answer::Yes));
        }
        None => {}
    }
    let mut hosted = answers::hosted(actor, case);
    hosted.retain(|act| answers::recent(act, case));
    if let Some(act) = hosted.last() {
        let (status, after) = outcomes::after_talks(act);
        let why = format!(
            "Consent: {who} came to talks with {whom}{}{after}.",
            act.when()
        );
        return condition(name, status, why, ids(hosted.into_iter().rev()));
    }
    if let Some(tie) = case.ties.between(actor, side).filter(|tie| at_odds(tie)) {
        let clause = capital(&camps::words(actor, side, Some(tie), case.names));
        let why = format!("Consent: {clause}, so that {who} will hardly have {whom}.");
        return condition(name, Status::Failed, why, tie.statements.clone());
    }
    let recent = |act: &&Act<'_>| act.happened() && case.chronicle.today - act.day <= 365;
    let dealings: Vec<&Act<'_>> = case.chronicle.between(side, actor).filter(recent).collect();
    let of_type = |types: &[EventType]| {
        let found = dealings.iter().rev().copied();
        let found =
            found.filter(|act| act.is_one_of(types) && (act.to.is_empty() || act.is_by(side)));
        found.collect::<Vec<_>>()
    };
    let doubts = of_type(&[
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Sanction,
    ]);
    if let Some(act) = doubts.first() {
        let deed = match act.event.event_type {
            EventType::Accuse => "accused",
            EventType::Reject => "rebuffed",
            EventType::Threaten => "threatened",
            _ => "penalised",
        };
        let why = format!(
            "Consent: {who} has neither accepted nor refused, and {deed} {whom}{}: doubtful.",
            act.when()
        );
        return condition(name, Status::Unknown, why, ids(doubts));
    }
    let thanks = of_type(&[EventType::Support]);
    if let Some(act) = thanks.first() {
        let why = format!(
            "Consent: {who} spoke well of {whom}{}, which is no acceptance.",
            act.when()
        );
        return condition(name, Status::Unknown, why, ids(thanks));
    }
    let talks: Vec<&Act<'_>> = dealings
        .iter()
        .rev()
        .copied()
        .filter(|act| act.is(EventType::Consult))
        .collect();
    if let Some(act) = talks.first() {
        let why = format!(
            "Consent: {who} and {whom} have talked{}, and no answer of {who} is recorded.",
            act.when()
        );
        return condition(name, Status::Unknown, why, ids(talks));
    }
    let why = format!("Consent: no answer of {who} to {whom} is recorded.");
    condition(name, Status::Unknown, why, Vec::new())
}

fn at_odds(tie: &Tie) -> bool {
    tie.sign < 0 && matches!(tie.label, TieLabel::AtWar | TieLabel::Hostile)
}

/// Returns a clause as a sentence begins; the names of actors keep their case.
fn capital(clause: &str) -> String {
    let mut letters = clause.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Whether the major power behind a side would have the candidate. There is no such condition
/// where the side has no patron, or the candidate or the other side is the patron.
fn blessing(actor: &ActorId, side: &ActorId, case: &Case<'_, '_>) -> Option<Condition> {
    let [one, other] = case.dispute;
    let found = patron(side, &[one, other], case.ties, case.chronicle.today)?;
    if found.major == *actor {
        return None;
    }
    let name = format!("blessing:{}:for:{side}", found.major);
    let (who, whom) = (case.names.of(&found.major), case.names.of(actor));
    let behind = format!("{who}, which stands behind {}", case.names.of(side));
    let context = found.context.map_or_else(String::new, |(what, source)| {
        format!(" (background: {what}, {source})")
    });
    let answers = answers::answers(&found.major, actor, case);
    let cited = || {
        let latest = answers.first().map(|(answer, _)| *answer);
        let mut cited = ids(answers
            .iter()
            .filter(|(answer, _)| Some(*answer) == latest)
            .map(|(_, act)| *act));
        cited.extend(found.statements.iter().take(1).cloned());
        cited
    };
    Some(match answers.first() {
        Some((Answer::No, act)) => {
            let why = format!(
                "Blessing: {behind}{context}, turned {whom} down{}.",
                act.when()
            );
            condition(name, Status::Failed, why, cited())
        }
        Some((Answer::Yes, act)) => {
            let why = format!(
                "Blessing: {behind}{context}, welcomed {whom}{}.",
                act.when()
            );
            condition(name, Status::Met, why, cited())
        }
        None => {
            let why =
                format!("Blessing: {behind}{context}, has not said what it thinks of {whom}.");
            condition(name, Status::Unknown, why, found.statements)
        }
    })
}

/// The widest difference between the ties to both sides that still counts as even-handed: the
/// distance from neutral to partner.
const EVEN: f64 = 0.55;

/// Whether the candidate stands as near to the one side as to the other. Bias can help a mediator
/// (Kydd 2003; Svensson 2009), which the weight of this condition takes into account.
fn impartiality(actor: &ActorId, case: &Case<'_, '_>) -> Condition {
    let [one, other] = case.dispute;
    let ties = (
        case.ties.between(actor, one),
        case.ties.between(actor, other),
    );
    let clauses = [(one, ties.0), (other, ties.1)]
        .map(|(side, tie)| camps::words(actor, side, tie, case.names));
    let said = capital(&clauses.join(", and "));
    let mut statements: Vec<StatementId> = Vec::new();
    for tie in [ties.0, ties.1].into_iter().flatten() {
        statements.extend(tie.statements.iter().take(2).cloned());
    }
    let (status, verdict) = match ties {
        (Some(first), Some(second)) => {
            let gap = (first.value - second.value).abs();
            let known = first.high - first.low < 0.8 && second.high - second.low < 0.8;
            if gap > EVEN && (known || first.sign != second.sign) {
                (Status::Failed, "; it leans to one side")
            } else if gap <= EVEN && known && first.sign >= 0 && second.sign >= 0 {
                (Status::Met, "")
            } else {
                (Status::Unknown, "")
            }
        }
        _ => (Status::Unknown, ""),
    };
    condition(
        "impartiality",
        status,
        format!("{said}{verdict}."),
        statements,
    )
}

/// Whether the candidate has something that the side needs: supplies, a bond, or the weight of a
/// major power on good terms with it and with no war of its own.
fn leverage(actor: &ActorId, side: &ActorId, case: &Case<'_, '_>) -> Condition {
    let name = format!("leverage:{side}");
    let (who, whom) = (case.names.of(actor), case.names.of(side));
    let supplies = flows(actor, side, case);
    if let Some((flow, _)) = supplies.first() {
        let why = format!("{who} supplies {whom} with {}.", goods(flow));
        let statements = supplies.into_iter().map(|(_, id)| id).collect();
        return condition(name, Status::Met, why, statements);
    }
    let needed = flows(side, actor, case);
    let bound = tied_down(actor, case).into_iter().next();
    let tie = case.ties.between(actor, side);
    let warm = tie.filter(|tie| tie.sign > 0);
    let major = is_major(actor, day::date(case.chronicle.today));
    if let (Some(tie), true) = (warm, major) {
        if let Some(bound) = &bound {
            let places = case.names.list(&bound.place);
            let down = match (bound.war, bound.place.is_empty()) {
                (true, _) => format!("in its war with {places}"),
                (false, false) => format!("elsewhere, the text says ({places})"),
                (false, true) => "elsewhere, the text says".to_owned(),
            };
            let why = format!(
                "{who} is a major power and close to {whom}, and its means are tied down {down}."
            );
            let mut statements: Vec<StatementId> = tie.statements.iter().take(2).cloned().collect();
            statements.extend(bound.statements.iter().take(2).cloned());
            return condition(name, Status::Unknown, why, statements);
        }
        let why = format!("{who} is a major power and close to {whom}.");
        return condition(name, Status::Met, why, tie.statements.clone());
    }
    if let Some((flow, id)) = needed.first() {
        let why = format!(
            "{} supplies {who} with {}, not the other way round.",
            capital(whom),
            goods(flow)
        );
        return condition(name, Status::Failed, why, vec![id.clone()]);
    }
    let why = format!("Nothing that {who} could give or withhold from {whom} is recorded.");
    condition(name, Status::Unknown, why, Vec::new())
}

fn goods(flow: &Flow) -> &str {
    let item = flow.item.trim();
    if !item.is_empty() {
        return item;
    }
    match flow.commodity {
        Commodity::Arms => "arms",
        Commodity::Energy => "energy",
        Commodity::Money => "money",
        Commodity::People => "people",
        Commodity::Food => "food",
        Commodity::Technology => "technology",
        Commodity::Goods => "goods",
    }
}

fn flows<'record>(
    from: &ActorId,
    to: &ActorId,
    case: &Case<'_, 'record>,
) -> Vec<(&'record Flow, StatementId)> {
    case.view
        .statements
        .iter()
        .copied()
        // What was supplied long ago can no longer be withheld.
        .filter(|statement| statement.is_evidence() && statement.status != Held::Historical)
        .filter_map(|statement| match &statement.body {
            Body::Flow(flow) => {
                let joins = flow
                    .actor
                    .iter()
                    .filter_map(crate::party)
                    .any(|actor| actor == *from)
                    && flow
                        .recipient
                        .iter()
                        .filter_map(crate::party)
                        .any(|actor| actor == *to);
                joins.then(|| (flow, statement.id.clone()))
            }
            _ => None,
        })
        .collect()
}

/// Whether the candidate has mediated elsewhere, as far as the record tells, and what came of it.
fn track_record(actor: &ActorId, case: &Case<'_, '_>) -> Condition {
    let who = case.names.of(actor);
    let before = candidate::elsewhere(actor, case);
    let mut hosted = answers::hosted(actor, case);
    hosted.extend(outcomes::between_these(actor, case));
    hosted.sort_by_key(|act| (act.day, act.id().clone()));
    hosted.dedup_by_key(|act| act.id().clone());
    let (mut done, mut offered, mut turned_down) = (Vec::new(), Vec::new(), Vec::new());
    for act in before.iter().chain(&hosted) {
        match act.event.event_type {
            EventType::Consult | EventType::Cooperate if act.happened() => done.push(*act),
            // To be ready to mediate is not to have done it.
            EventType::Agree if act.happened() => offered.push(*act),
            EventType::Reject => turned_down.push(*act),
            _ => {}
        }
    }
    if done.is_empty()
        && let Some(said) = outcomes::said(actor, case)
    {
        return said;
    }
    if let (true, Some(act)) = (done.is_empty(), offered.first()) {
        let why = format!(
            "{who} has offered to mediate elsewhere{}, and no mediation by it is recorded.",
            act.when()
        );
        return condition("track-record", Status::Unknown, why, ids(offered));
    }
    if done.is_empty() {
        let why = format!("No earlier mediation by {who} is recorded.");
        return condition("track-record", Status::Unknown, why, ids(turned_down));
    }
    outcomes::track_record(actor, &done, case)
}

/// Returns what ties a candidate's hands elsewhere than in this dispute.
fn tied_down(actor: &ActorId, case: &Case<'_, '_>) -> Vec<Elsewhere> {
    let [one, other] = case.dispute;
    elsewhere(actor, &[one, other], case.view, case.ties)
}

/// Whether the candidate has no war of its own, with a side or elsewhere, and its means are not bound in
/// another place.
fn free_hands(actor: &ActorId, case: &Case<'_, '_>) -> Condition {
    let who = case.names.of(actor);
    let held = elsewhere(actor, &[], case.view, case.ties);
    if held.is_empty() {
        let why = format!("No war of {who}'s own is recorded.");
        return condition("free-hands", Status::Met, why, Vec::new());
    }
    let (wars, said): (Vec<&Elsewhere>, Vec<&Elsewhere>) = held.iter().partition(|held| held.war);
    let mut clauses: Vec<String> = Vec::new();
    if !wars.is_empty() {
        let enemies = case.names.list(wars.iter().flat_map(|held| &held.place));
        clauses.push(format!("is itself at war with {enemies}"));
    }
    clauses.extend(said.iter().map(|held| held.clause(case.names)));
    let why = format!("{who} {}.", clauses.join(", and "));
    let statements = held
        .iter()
        .flat_map(|held| held.statements.iter().take(2).cloned());
    condition("free-hands", Status::Failed, why, statements.collect())
}

/// Whether somebody gave the candidate the task: its charter, an organisation, or a side.
fn mandate(actor: &ActorId, case: &Case<'_, '_>) -> Condition {
    let who = case.names.of(actor);
    if let Some(found) = organisation(actor) {
        let why = format!(
            "{who} is an organisation with members to answer to ({}).",
            found.clause
        );
        return condition("mandate", Status::Met, why, Vec::new());
    }
    let by_other = |act: &&Act<'_>| {
        act.happened()
            && answers::concerns(act, case)
            && act.is_to(actor)
            && act.is_one_of(&[EventType::Request, EventType::Support, EventType::Agree])
            && act
                .by
                .iter()
                .any(|by| organisation(by).is_some() || case.dispute.contains(by))
    };
    let found: Vec<&Act<'_>> = case.chronicle.with(actor).filter(by_other).collect();
    match found.first().and_then(|act| act.by.first()) {
        Some(by) => {
            let why = format!("{who} was called upon by {}.", case.names.of(by));
            condition("mandate", Status::Met, why, ids(found))
        }
        None => {
            let why = format!("Nobody is recorded as having given {who} the task.");
            condition("mandate", Status::Unknown, why, Vec::new())
        }
    }
}

fn competition(
    actor: &ActorId,
    standing: Standing,
    rivals: &Rivals,
    case: &Case<'_, '_>,
) -> Condition {
    let others: Vec<_> = rivals.iter().filter(|(rival, ..)| rival != actor).collect();
    let ahead = others.iter().any(|(_, theirs, _)| *theirs <= standing);
    let statements: Vec<StatementId> = others
        .iter()
        .flat_map(|(_, _, statements)| statements.iter().take(1).cloned())
        .collect();
    if others.is_empty() {
        let why = "No rival for the role is recorded.";
        return condition("rivals", Status::Met, why, Vec::new());
    }
    let names = case.names.list(others.iter().map(|(rival, ..)| rival));
    let verb = if others.len() == 1 { "is" } else { "are" };
    let why = format!("{names} {verb} in the running too.");
    let status = if ahead {
        Status::Failed
    } else {
        Status::Unknown
    };
    condition("rivals", status, why, statements)
}
