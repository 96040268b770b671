//! What was said about one candidate's mediation: offers, and each side's and patron's answers.

use super::Case;
use crate::{chronicle::Act, phrases::Searched};
use chancery_model::{ActorId, Assertion, Context, EventType, Mode, Status};

/// What somebody answered to an offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Answer {
    /// Accepted, asked for it, or took part.
    Yes,
    /// Refused.
    No,
}

/// Mediation of which the text names no dispute is about the one asked about only so many days
/// back; before that it is somebody's record.
const SAME_DISPUTE: i64 = 365;

/// Returns whether an act is about mediation in this dispute: tagged so, with this dispute, or
/// with none within the last year while one of the sides takes part, or no graver dispute can be
/// meant.
pub(super) fn concerns(act: &Act<'_>, case: &Case<'_, '_>) -> bool {
    let third_party = act.event.mode == Some(Mode::ThirdParty);
    if !act.is_about(Context::Mediation) && !third_party && !gives_the_room(act, case) {
        return false;
    }
    let [one, other] = case.dispute;
    match act.event.dispute.as_slice() {
        [] => {
            let takes_part =
                |sides: &[ActorId; 2]| sides.iter().any(|side| act.is_by(side) || act.is_to(side));
            case.chronicle.today - act.day <= SAME_DISPUTE
                && (takes_part(case.dispute) || case.graver.iter().all(takes_part))
        }
        [side] => case.dispute.contains(side),
        sides => sides.contains(one) && sides.contains(other),
    }
}

/// Returns whether the claim stands: not negated, not merely alleged or denied.
pub(super) fn stands(act: &Act<'_>) -> bool {
    act.statement.status != Status::Negated
        && matches!(
            act.statement.attribution.assertion,
            Assertion::Author | Assertion::Reported
        )
}

/// Returns what an actor answered to a candidate's mediation, the latest first.
pub(super) fn answers<'here, 'record>(
    who: &ActorId,
    to: &ActorId,
    case: &'here Case<'_, 'record>,
) -> Vec<(Answer, &'here Act<'record>)> {
    let mut found: Vec<(Answer, &Act<'record>)> = Vec::new();
    for act in case.chronicle.with(who) {
        if !(act.happened() && concerns(act, case)) {
            continue;
        }
        let directed = act.is_by(who) && act.is_to(to);
        let together = act.to.is_empty() && act.is_by(who) && act.is_by(to);
        // What two agree with each other answers nobody's offer: the other side takes part, or the
        // dispute is named and is this one.
        let other_side = |side: &&ActorId| *side != who && *side != to;
        let settled = together
            && (!act.event.dispute.is_empty()
                || case
                    .dispute
                    .iter()
                    .filter(other_side)
                    .any(|side| act.is_by(side)));
        let answer = match act.event.event_type {
            EventType::Reject | EventType::Accuse | EventType::Threaten if directed => Answer::No,
            EventType::Agree
            | EventType::Support
            | EventType::Concede
            | EventType::Request
            | EventType::Cooperate
            | EventType::Retreat
                if directed || settled =>
            {
                Answer::Yes
            }
            EventType::Consult if together && act.event.mode != Some(Mode::Phone) => Answer::Yes,
            _ => continue,
        };
        found.push((answer, act));
    }
    found.reverse();
    found
}

/// Returns the acts by which a candidate brought the two sides together. An act that the record holds once
/// for each side, as it does where different words name them, is one.
pub(super) fn hosted<'here, 'record>(
    candidate: &ActorId,
    case: &'here Case<'_, 'record>,
) -> Vec<&'here Act<'record>> {
    let brings = |act: &&Act<'_>| {
        act.happened()
            && act.is_by(candidate)
            && (act.is_about(Context::Mediation)
                || matches!(
                    act.event.mode,
                    Some(Mode::ThirdParty | Mode::Host | Mode::Multilateral)
                )
                || gives_the_room(act, case))
            // An offer to bring them together is not yet that.
            && matches!(
                act.event.event_type,
                EventType::Consult | EventType::Cooperate
            )
    };
    let brought: Vec<&Act<'record>> = case.chronicle.with(candidate).filter(brings).collect();
    brought
        .iter()
        .copied()
        .filter(|act| {
            let with = |side: &ActorId| {
                brought
                    .iter()
                    .any(|other| same_deed(act, other) && (other.is_by(side) || other.is_to(side)))
            };
            case.dispute.iter().all(with)
        })
        .collect()
}

/// Returns whether an act is talks between the two sides that somebody else hosts, by the words of the text.
fn gives_the_room(act: &Act<'_>, case: &Case<'_, '_>) -> bool {
    let talks = act.is_one_of(&[EventType::Consult, EventType::Cooperate]);
    let sides = case.dispute.iter().all(|side| act.is_to(side));
    talks && sides && Searched::new(&act.statement.evidence.text).has("hosting")
}

/// Returns whether two statements tell of one deed in the same words.
fn same_deed(one: &Act<'_>, other: &Act<'_>) -> bool {
    let (first, second) = (&one.statement.evidence, &other.statement.evidence);
    one.event.event_type == other.event.event_type
        && (&first.document, first.sentence, first.start)
            == (&second.document, second.sentence, second.start)
}

/// Returns whether an act lies no further back than a dispute of today does.
pub(super) fn recent(act: &Act<'_>, case: &Case<'_, '_>) -> bool {
    case.chronicle.today - act.day <= SAME_DISPUTE
}
