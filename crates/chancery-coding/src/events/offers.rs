//! Answers to an offer to mediate that name the offer and not who made it: "accepted the offer",
//! "turned it down"; and refusals of whoever has just offered ("rejected France as biased").
//!
//! Who answers an offer answers the one who made it, about the dispute that the offer names. Where no
//! offer to mediate stands in the sentences before, nothing is added.

use super::reading::{Reading, same_side};
use chancery_model::{ActorId, ActorRef, Body, Context, EventType, Statement, Status};
use chancery_text::Role;

/// An offer is answered at most so many sentences later.
const SENTENCES: usize = 3;

/// Verbs that answer an offer.
const ANSWERS: &[&str] = &[
    "accept",
    "welcome",
    "reject",
    "turn down",
    "decline",
    "rebuff",
    "refuse",
    "dismiss",
    "spurn",
    "rule out",
];

/// What an offer is called when it is taken up again.
const OFFER: &[&str] = &[
    "offer",
    "proposal",
    "initiative",
    "mediation",
    "bid",
    "idea",
    "suggestion",
    "overture",
];

/// An offer to mediate.
struct Offer {
    place: (usize, usize),
    by: Vec<ActorRef>,
    dispute: Vec<ActorId>,
}

/// How an answer takes the offer up.
enum TakenUp {
    /// By a word for it, or a pronoun.
    Offer,
    /// By naming who made it.
    Maker,
}

/// Gives answers to offers to mediate their addressee, context and dispute.
pub(super) fn answer_offers(reading: &Reading<'_>, statements: &mut [Statement]) {
    let offers: Vec<Offer> = statements.iter().filter_map(offer).collect();
    if offers.is_empty() {
        return;
    }
    for statement in statements {
        let place = (statement.evidence.sentence, statement.evidence.start);
        let Some(taken) = taken_up(reading, statement) else {
            continue;
        };
        let Body::Event(event) = &mut statement.body else {
            continue;
        };
        let own = |actor: &ActorRef| event.actor.iter().any(|one| same_side(one, actor));
        let named = |actor: &ActorRef| event.recipient.iter().any(|one| same_side(one, actor));
        let near = |offer: &&Offer| {
            offer.place < place
                && place.0 - offer.place.0 <= SENTENCES
                && !offer.by.iter().any(own)
                && (matches!(taken, TakenUp::Offer) || offer.by.iter().any(named))
        };
        let Some(offer) = offers.iter().rev().find(near) else {
            continue;
        };
        event.recipient = offer.by.clone();
        if !event.contexts.contains(&Context::Mediation) {
            event.contexts.push(Context::Mediation);
            event.contexts.sort_unstable();
        }
        if event.dispute.is_empty() {
            event.dispute = offer.dispute.clone();
        }
    }
}

/// Returns a statement as an offer to mediate, where it is one that was made.
fn offer(statement: &Statement) -> Option<Offer> {
    let event = statement.event()?;
    let offers = event.event_type == EventType::Agree
        && event.contexts.contains(&Context::Mediation)
        && statement.status == Status::Actual;
    let named = event.actor.iter().any(|actor| actor.state().is_some());
    (offers && named).then(|| Offer {
        place: (statement.evidence.sentence, statement.evidence.start),
        by: event.actor.clone(),
        dispute: event.dispute.clone(),
    })
}

/// Returns how an answer takes an offer up; `None` where it is no answer.
fn taken_up(reading: &Reading<'_>, statement: &Statement) -> Option<TakenUp> {
    let event = statement.event()?;
    if !matches!(
        event.event_type,
        EventType::Agree | EventType::Reject | EventType::Support
    ) || statement.status != Status::Actual
    {
        return None;
    }
    let rule = statement.rule.strip_prefix("verb:")?;
    let verb = rule.split(':').next()?;
    if !ANSWERS.contains(&verb) {
        return None;
    }
    let span = statement.evidence.span();
    let objects = reading
        .predications_of(statement.evidence.sentence)
        .filter(|predication| predication.lemma == verb)
        .flat_map(|predication| &predication.arguments)
        .filter(|argument| argument.role == Role::Patient)
        .map(|argument| argument.head)
        .filter(|head| reading.span(*head..*head + 1).overlaps(span));
    for head in objects {
        let lemma = reading.lemma(head);
        let definite = reading
            .governed(head, &["det"])
            .any(|article| matches!(&*reading.lemma(article), "the" | "this" | "that"));
        if reading.token(head).text.eq_ignore_ascii_case("it")
            || definite && OFFER.contains(&lemma.as_str())
        {
            return Some(TakenUp::Offer);
        }
        let refused = event.event_type == EventType::Reject;
        if refused && reading.mention(head).is_some() {
            return Some(TakenUp::Maker);
        }
    }
    None
}
