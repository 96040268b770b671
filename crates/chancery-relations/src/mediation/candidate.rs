//! Who could mediate: those whom the record names, and those who deal with both sides.

use super::{
    Candidate, Case, Condition, ConditionStatus, MediationOptions, Standing, answers, conditions,
    outcomes, score,
};
use crate::{
    phrases::Searched,
    ties::{NEUTRAL_LABEL, Tie},
};
use chancery_model::{ActorId, Body, Context, EventType, StatementId, Status, TieLabel};
use std::collections::BTreeMap;

/// Each candidacy names at most so many statements.
const MOST_STATEMENTS: usize = 5;

/// Who is a candidate, by what, and the statements that say so.
type Pool = BTreeMap<ActorId, (Standing, Vec<StatementId>)>;

/// Returns the candidates of a dispute, the likeliest first.
pub(super) fn candidates(case: &Case<'_, '_>, options: &MediationOptions) -> Vec<Candidate> {
    let most = options.most_candidates;
    let mut pool = Pool::new();
    named(case, &mut pool);
    named_beside(case, &mut pool);
    dealing_with_both(case, most, &mut pool);
    usual(case, options.most_usual, &mut pool);
    let rivals: Vec<(ActorId, Standing, Vec<StatementId>)> = pool
        .iter()
        .filter(|(_, (standing, _))| *standing < Standing::TiesToBoth)
        .map(|(actor, (standing, statements))| (actor.clone(), *standing, statements.clone()))
        .collect();
    let mut candidates: Vec<Candidate> = pool
        .into_iter()
        .map(|(actor, (standing, statements))| {
            let conditions = conditions::conditions(&actor, standing, &rivals, case);
            let choice = case.choices.iter().find(|(found, _)| *found == actor);
            let mut choice = choice.map(|(_, choice)| choice.clone());
            let crises = outcomes::in_past_crises(&actor, case);
            if let (Some(choice), Some(crises)) = (&mut choice, crises) {
                choice.why += &format!(" {crises}");
            }
            let score = score::score(&conditions, choice.as_ref());
            let mut why = paragraph(&conditions);
            if let Some(choice) = &choice {
                why += &format!(" {}", choice.why);
            }
            Candidate {
                probability: score.probability,
                low: score.low,
                high: score.high,
                standing,
                why,
                choice,
                missing: missing(&actor, &conditions, case),
                conditions,
                statements,
                actor,
            }
        })
        .collect();
    // Those of whom the record says nothing come last, whatever the odds.
    let unsaid = |found: &Candidate| found.standing == Standing::Usual;
    candidates.sort_by(|one, other| {
        unsaid(one)
            .cmp(&unsaid(other))
            .then_with(|| other.probability.total_cmp(&one.probability))
            .then(one.standing.cmp(&other.standing))
            .then_with(|| one.actor.cmp(&other.actor))
    });
    // Whoever the record names stays in, whatever the odds.
    let mut kept = Vec::new();
    let mut room = most.saturating_sub(
        candidates
            .iter()
            .filter(|found| found.standing < Standing::TiesToBoth)
            .count(),
    );
    for candidate in candidates {
        if candidate.standing < Standing::TiesToBoth {
            kept.push(candidate);
        } else if room > 0 {
            room -= 1;
            kept.push(candidate);
        }
    }
    kept
}

fn add(pool: &mut Pool, actor: &ActorId, standing: Standing, statement: &StatementId) {
    let entry = pool
        .entry(actor.clone())
        .or_insert_with(|| (standing, Vec::new()));
    entry.0 = entry.0.min(standing);
    if entry.1.len() < MOST_STATEMENTS && !entry.1.contains(statement) {
        entry.1.push(statement.clone());
    }
}

/// Adds everybody whom the record names as mediator of this dispute.
fn named(case: &Case<'_, '_>, pool: &mut Pool) {
    let party = |actor: &ActorId| case.dispute.contains(actor);
    for act in &case.chronicle.acts {
        if !(answers::concerns(act, case) && answers::stands(act)) {
            continue;
        }
        for actor in act.by.iter().filter(|actor| !party(actor)) {
            let to_somebody_else = act.to.iter().any(|to| !party(to));
            let standing = match act.event.event_type {
                // Refusing or welcoming somebody else's offer is no candidacy.
                EventType::Reject | EventType::Accuse | EventType::Threaten => continue,
                EventType::Support | EventType::Request if to_somebody_else => continue,
                _ if !act.happened() => Standing::Named,
                EventType::Consult | EventType::Cooperate
                    if answers::hosted(actor, case)
                        .iter()
                        .any(|hosted| hosted.id() == act.id()) =>
                {
                    Standing::Hosted
                }
                _ => Standing::Offered,
            };
            add(pool, actor, standing, act.id());
        }
        for actor in act.to.iter().filter(|actor| !party(actor)) {
            // Who is told of the offer, as the patron is, is not thereby a mediator.
            let standing = match act.event.event_type {
                EventType::Request | EventType::Agree | EventType::Concede
                    if act.by.iter().any(party) =>
                {
                    Standing::Asked
                }
                EventType::Reject | EventType::Support => Standing::Named,
                _ => continue,
            };
            add(pool, actor, standing, act.id());
        }
    }
}

/// Adds those whom an evaluation names as rivals of somebody for the role: "one of the contenders
/// for mediation, alongside A or B".
fn named_beside(case: &Case<'_, '_>, pool: &mut Pool) {
    for statement in &case.view.statements {
        let Body::Judgement(judgement) = &statement.body else {
            continue;
        };
        let named: Vec<&ActorId> = judgement
            .about
            .iter()
            .filter_map(chancery_model::ActorRef::state)
            .filter(|actor| !case.dispute.contains(actor))
            .collect();
        let known = named.iter().any(|actor| pool.contains_key(*actor));
        let text = Searched::new(&statement.evidence.text);
        let stands = statement.status != Status::Negated && case.graver.is_empty();
        if stands && known && named.len() > 1 && text.has("mediate") && text.has("rival") {
            for actor in named {
                add(pool, actor, Standing::Named, &statement.id);
            }
        }
    }
}

/// Adds those who are on good terms with both sides.
fn dealing_with_both(case: &Case<'_, '_>, most: usize, pool: &mut Pool) {
    let [one, other] = case.dispute;
    let mut found: Vec<(f64, ActorId, &Tie, &Tie)> = Vec::new();
    for actor in case.ties.actors() {
        let (Some(first), Some(second)) = (
            case.ties.between(&actor, one),
            case.ties.between(&actor, other),
        ) else {
            continue;
        };
        let fit = |tie: &Tie| tie.value >= NEUTRAL_LABEL && tie.label != TieLabel::AtWar;
        if case.dispute.contains(&actor) || !fit(first) || !fit(second) {
            continue;
        }
        found.push((first.value.min(second.value), actor, first, second));
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    for (_, actor, first, second) in found.into_iter().take(most) {
        for tie in [first, second] {
            for id in tie.statements.iter().take(2) {
                add(pool, &actor, Standing::TiesToBoth, id);
            }
        }
    }
}

/// Those who come first by the choices of the past are proposed so far down.
const FIRST: usize = 10;

/// Adds those who usually mediate in such disputes, unless they are at odds with a side.
fn usual(case: &Case<'_, '_>, most: usize, pool: &mut Pool) {
    let at_odds = |actor: &ActorId| {
        case.dispute.iter().any(|side| {
            let tie = case.ties.between(actor, side);
            tie.is_some_and(|tie| {
                tie.sign < 0 && matches!(tie.label, TieLabel::Hostile | TieLabel::AtWar)
            })
        })
    };
    let added: Vec<&ActorId> = case
        .choices
        .iter()
        .take(FIRST)
        .map(|(actor, _)| actor)
        .filter(|actor| !pool.contains_key(*actor) && !at_odds(actor))
        .take(most)
        .collect();
    for actor in added {
        pool.insert(actor.clone(), (Standing::Usual, Vec::new()));
    }
}

/// Returns the conditions as a paragraph, those that decide first.
fn paragraph(conditions: &[Condition]) -> String {
    let said: Vec<&str> = conditions
        .iter()
        .filter(|condition| {
            condition.status != ConditionStatus::Unknown
                || !condition.statements.is_empty()
                || condition.name.starts_with("consent")
        })
        .map(|condition| condition.why.as_str())
        .collect();
    said.join(" ")
}

/// Returns what would have to change for the candidate to become viable.
fn missing(actor: &ActorId, conditions: &[Condition], case: &Case<'_, '_>) -> Vec<String> {
    let actor = case.names.of(actor);
    conditions
        .iter()
        .filter(|condition| condition.status != ConditionStatus::Met)
        .filter_map(|condition| {
            let mut words = condition.name.split(':');
            let kind = words.next()?;
            let failed = condition.status == ConditionStatus::Failed;
            match kind {
                "consent" => {
                    let side: ActorId = words.next()?.into();
                    let side = case.names.of(&side);
                    Some(if failed {
                        format!("{side} would have to change its mind about {actor}")
                    } else {
                        format!("{side} would have to accept {actor}")
                    })
                }
                "blessing" => {
                    let patron: ActorId = words.next()?.into();
                    let patron = case.names.of(&patron);
                    Some(if failed {
                        format!("{patron} would have to drop its refusal")
                    } else {
                        format!("{patron} would have to agree")
                    })
                }
                "free-hands" if failed => Some(format!("{actor}'s own war would have to end")),
                "impartiality" if failed => {
                    Some(format!("{actor} would have to be trusted by both sides"))
                }
                _ => None,
            }
        })
        .collect()
}

/// Returns whether an actor has mediated, or offered to, between others than these two.
pub(super) fn elsewhere<'here, 'record>(
    actor: &ActorId,
    case: &'here Case<'_, 'record>,
) -> Vec<&'here crate::chronicle::Act<'record>> {
    case.chronicle
        .with(actor)
        .filter(|act| {
            act.is_by(actor)
                && act.is_about(Context::Mediation)
                && answers::stands(act)
                && act.statement.status != Status::Hypothetical
                && !answers::concerns(act, case)
        })
        .collect()
}
