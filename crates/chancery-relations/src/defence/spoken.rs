//! What the record says in words about somebody's will to help in arms.

use chancery_model::{ActorId, Body, Quad, Statement, Status, TieLabel};
use chancery_store::View;
use std::sync::LazyLock;

/// A phrase: which way it points, its words, and whether the text has to speak of arms besides.
type Phrase = (i8, &'static str, bool);

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    include_str!("../../data/defence-words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (sign, phrase) = (columns.next()?, columns.next()?);
            Some((sign.parse().ok()?, phrase, columns.next() == Some("arms")))
        })
        .collect()
});

/// What a text speaks of that speaks of help in arms.
const ARMS: &[&str] = &[
    "interven", "militar", "troops", "soldiers", "force", "fight", "war", "defen", "protect",
];

/// A statement in which somebody's will to help is spoken of: 1 will, −1 will not.
pub(super) struct Spoken<'record> {
    pub(super) sign: i8,
    pub(super) statement: &'record Statement,
}

/// Returns the statements about whether `helper` would help `target`, in the order of the record.
pub(super) fn spoken<'record>(
    helper: &ActorId,
    target: &ActorId,
    attacker: Option<&ActorId>,
    view: &View<'record>,
) -> Vec<Spoken<'record>> {
    view.statements
        .iter()
        .copied()
        .filter(|statement| concerns(statement, helper, target, attacker))
        .filter_map(|statement| {
            let sign = sign(&statement.evidence.text)?;
            Some(Spoken { sign, statement })
        })
        .collect()
}

/// Returns which way the words point; `None` where they do not speak of help, or point both ways.
fn sign(text: &str) -> Option<i8> {
    let text = text.to_lowercase().replace('’', "'");
    let holds = |phrase: &str| {
        text.match_indices(phrase).any(|(start, found)| {
            let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
            !letter(text[..start].chars().next_back())
                && !letter(text[start + found.len()..].chars().next())
        })
    };
    let mut signs = PHRASES
        .iter()
        .filter(|(_, phrase, arms)| {
            holds(phrase) && (!arms || ARMS.iter().any(|word| text.contains(word)))
        })
        .map(|(sign, ..)| *sign);
    let first = signs.next()?;
    signs.all(|sign| sign == first).then_some(first)
}

/// Returns whether a statement can be about this helper and target: it names the helper, as the
/// one who speaks or is spoken of, and the target or no other state but the attacker.
fn concerns(
    statement: &Statement,
    helper: &ActorId,
    target: &ActorId,
    attacker: Option<&ActorId>,
) -> bool {
    let kind = matches!(
        statement.body,
        Body::Position(_)
            | Body::Judgement(_)
            | Body::Belief(_)
            | Body::Quotation(_)
            | Body::Agreement(_)
    ) || statement.status == Status::Hypothetical
        || statement.status == Status::Negated
        || matches!(&statement.body, Body::Stance(stance) if stance.stance == TieLabel::Ally)
        || matches!(&statement.body, Body::Event(event) if matches!(event.quad, Quad::VerbalCooperation | Quad::VerbalConflict));
    let named: Vec<&ActorId> = statement
        .body
        .actors()
        .into_iter()
        .chain(&statement.attribution.speaker)
        .filter_map(chancery_model::ActorRef::state)
        .collect();
    let other = |actor: &&ActorId| *actor != helper && *actor != target && Some(*actor) != attacker;
    kind && named.contains(&helper) && (named.contains(&target) || !named.iter().any(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_point_one_way_or_none() {
        let check = |text: &str, expected| assert_eq!(sign(text), expected, "{text}");
        check("Direct intervention is off the table", Some(-1));
        check(
            "The ministry said it was under no obligation to fight",
            Some(-1),
        );
        check("Our commitment is ironclad", Some(1));
        check("They will defend every inch and will not fight", None);
        check("The table is off the tablet", None);
        check("Sending troops is not on the table", Some(-1));
        check("Military help is out of the question", Some(-1));
        check("A trade deal is off the table", None);
        check("Trade grew", None);
        assert!(PHRASES.len() > 40);
    }
}
