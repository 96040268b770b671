//! Answers that name nobody: to whom they go is in the sentences before.

use super::reading::{Reading, same_side};
use super::{before, by_sentence};
use chancery_model::{Body, EventType, Quad, Statement};

/// What one does with a deed when one answers by it.
const ANSWERS: &[&str] = &["respond", "reply", "answer", "retaliate", "react"];

/// Gives an answer that names nobody its addressee: whoever last turned to the one who answers, in
/// the three sentences before.
pub(super) fn address_answers(reading: &Reading<'_>, statements: &mut [Statement]) {
    let places = by_sentence(statements);
    for index in 0..statements.len() {
        let answer = &statements[index];
        let Some(event) = answer.event() else {
            continue;
        };
        let by = |verbs: &[&str]| {
            verbs
                .iter()
                .any(|verb| answer.rule.starts_with(&format!("verb:{verb}:")))
        };
        // "Russia offered to host the talks. Armenia declined."
        let refuses = by(&["decline", "refuse", "demur"]);
        // Blows answer blows.
        let strikes = by(&["retaliate", "counterattack", "hit back", "strike back"]);
        let answers = strikes
            || by(&["respond", "react", "reply", "answer", "deny"])
            || answer.rule.starts_with("operator:deny:")
            || is_answer_by_deed(reading, answer);
        if !(answers || refuses) || !event.recipient.is_empty() {
            continue;
        }
        let Some(own) = event.actor.first().cloned() else {
            continue;
        };
        let sentence = answer.evidence.sentence;
        let asked = before(&places, index, sentence, 3).find_map(|place| {
            let earlier = &statements[place];
            let asking = earlier.event()?;
            let by_own_side = asking.actor.iter().any(|one| same_side(one, &own));
            let turned = !by_own_side
                && asking.recipient.iter().any(|one| same_side(one, &own))
                && (!strikes || asking.quad == Quad::MaterialConflict);
            // What was offered or asked last, of nobody by name, is what is refused.
            let open = refuses
                && asking.recipient.is_empty()
                && sentence - earlier.evidence.sentence <= 1
                && matches!(asking.event_type, EventType::Agree | EventType::Request)
                && asking.actor.iter().any(|one| one.state().is_some())
                && !asking.actor.iter().any(|one| same_side(one, &own));
            let mediation = asking
                .contexts
                .contains(&chancery_model::Context::Mediation);
            ((turned || open) && earlier.is_evidence())
                .then(|| (asking.actor.clone(), mediation && refuses))
        });
        // What is denied was claimed by whoever spoke last.
        let denies = by(&["deny"]) || answer.rule.starts_with("operator:deny:");
        let claimed = || {
            before(&places, index, sentence, 2).find_map(|place| {
                let speaker = statements[place].attribution.speaker.clone()?;
                let other = speaker.state().is_some() && !same_side(&speaker, &own);
                other.then(|| (vec![speaker], false))
            })
        };
        let asked = asked.or_else(|| denies.then(claimed).flatten());
        if let (Some((asked, mediation)), Body::Event(event)) = (asked, &mut statements[index].body)
        {
            event.recipient = asked;
            if mediation && !event.contexts.contains(&chancery_model::Context::Mediation) {
                event.contexts.push(chancery_model::Context::Mediation);
                event.contexts.sort_unstable();
            }
        }
    }
}

/// Returns whether an event is what somebody answers with: "responded with strikes".
fn is_answer_by_deed(reading: &Reading<'_>, statement: &Statement) -> bool {
    let Some(noun) = statement
        .rule
        .strip_prefix("noun:")
        .and_then(|rest| rest.split(':').next())
    else {
        return false;
    };
    reading
        .predications_of(statement.evidence.sentence)
        .filter(|predication| predication.lemma == noun)
        .filter(|predication| {
            let span = reading.token(predication.head).span;
            statement.evidence.start <= span.start && span.end <= statement.evidence.end
        })
        .filter_map(|predication| reading.governor(predication.head))
        .any(|(verb, link)| {
            matches!(link, super::governors::Link::Behind(preposition)
                if matches!(reading.lemma(preposition).as_str(), "with" | "by"))
                && ANSWERS.contains(&reading.lemma(verb).as_str())
        })
}
