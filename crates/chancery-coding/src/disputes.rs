//! Which dispute an offer to mediate is about, where its own sentence does not say: the worst one
//! that the document tells of and that the mediator is no party to.

use chancery_model::{
    ActorId, ActorRef, Body, Context, Event, EventType, Pair, Statement, Status, TieLabel,
};

/// A war that the text says is fought counts for so many attacks.
const WAR: usize = 2;

/// Names the disputes of a document's offers to mediate and of the answers to them.
pub(crate) fn name(statements: &mut [Statement]) {
    let disputes = disputes(statements);
    if disputes.is_empty() {
        return;
    }
    for statement in statements {
        // What is history or mere possibility may have been about anything.
        if !matches!(
            statement.status,
            Status::Actual | Status::Future | Status::Negated
        ) {
            continue;
        }
        let Body::Event(event) = &mut statement.body else {
            continue;
        };
        if !event.contexts.contains(&Context::Mediation) || !event.dispute.is_empty() {
            continue;
        }
        let mediators = mediators(event);
        let found = disputes
            .iter()
            .filter(|(pair, _)| {
                !mediators
                    .iter()
                    .any(|mediator| mediator == pair.a() || mediator == pair.b())
            })
            .fold(None, |best: Option<&(Pair, usize)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            });
        if let Some((pair, _)) = found {
            event.dispute = vec![pair.a().clone(), pair.b().clone()];
        }
    }
}

/// Returns those who would mediate: who offers or does it, or who is answered.
fn mediators(event: &Event) -> Vec<ActorId> {
    let answered = matches!(event.event_type, EventType::Reject | EventType::Support)
        && !event.recipient.is_empty();
    let side = if answered {
        &event.recipient
    } else {
        &event.actor
    };
    side.iter().filter_map(|actor| actor.id.clone()).collect()
}

/// Returns the pairs that fight in a document, in the order of the text, with how often it says so.
fn disputes(statements: &[Statement]) -> Vec<(Pair, usize)> {
    let mut disputes: Vec<(Pair, usize)> = Vec::new();
    for statement in statements
        .iter()
        .filter(|statement| statement.status == Status::Actual)
    {
        let (sides, weight): ([&[ActorRef]; 2], usize) = match &statement.body {
            Body::Event(event) if event.event_type == EventType::Assault => {
                let mutual = event.recipient.is_empty() && event.actor.len() == 2;
                let (one, other) = if mutual {
                    event.actor.split_at(1)
                } else {
                    (event.actor.as_slice(), event.recipient.as_slice())
                };
                ([one, other], 1)
            }
            Body::Stance(stance) if stance.stance == TieLabel::AtWar => {
                ([&stance.actor, &stance.recipient], WAR)
            }
            _ => continue,
        };
        let [one, other] = sides;
        for (one, other) in one
            .iter()
            .flat_map(|one| other.iter().map(move |other| (one, other)))
        {
            let (Some(one), Some(other)) = (&one.id, &other.id) else {
                continue;
            };
            let Some(pair) = Pair::new(one, other) else {
                continue;
            };
            match disputes.iter_mut().find(|(known, _)| *known == pair) {
                Some((_, count)) => *count += weight,
                None => disputes.push((pair, weight)),
            }
        }
    }
    disputes
}
