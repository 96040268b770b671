//! The text's own evaluations of gain and loss: whose they are, on which side, when and of what kind.

use super::{Entry, Horizon, Kind, Side};
use crate::phrases::{Searched, first_of};
use chancery_model::{ActorId, ActorRef, Body, Direction, Quantity, Statement, Status};
use chancery_store::View;

/// An indicator belongs to an evaluation at most so many sentences away.
const BESIDE: usize = 1;

/// An evaluation that names nobody is about the one weighed at most so many sentences before.
const CARRIED: usize = 12;

const KINDS: [(Kind, &str); 5] = [
    (Kind::Security, "kind.security"),
    (Kind::Economic, "kind.economic"),
    (Kind::Diplomatic, "kind.diplomatic"),
    (Kind::Reputational, "kind.reputational"),
    (Kind::Domestic, "kind.domestic"),
];

/// An evaluation of gain or loss.
pub(super) struct Weighed<'record> {
    pub(super) statement: &'record Statement,
    /// Whether whose it is is carried over from the text before.
    pub(super) carried: bool,
    /// Whether it is set against an evaluation of now just before: "In the short run it gains. But …".
    pub(super) against_now: bool,
}

/// Returns the evaluations of gain or loss that are about an actor.
pub(super) fn evaluated<'record>(view: &View<'record>, actor: &ActorId) -> Vec<Weighed<'record>> {
    let mut weighed: Vec<(&'record Statement, &[ActorRef])> = view
        .statements
        .iter()
        .copied()
        .filter_map(|statement| match &statement.body {
            Body::Judgement(judgement) if side(statement).is_some() => {
                Some((statement, judgement.about.as_slice()))
            }
            _ => None,
        })
        .collect();
    weighed.sort_by(|one, other| {
        let place = |statement: &Statement| (statement.evidence.sentence, statement.evidence.start);
        let (one, other) = (one.0, other.0);
        (&one.evidence.document, place(one)).cmp(&(&other.evidence.document, place(other)))
    });
    let mut last: Option<(&Statement, &ActorId)> = None;
    let mut found = Vec::new();
    for (statement, about) in weighed {
        let text = &statement.evidence.text;
        let own = whose(text, about);
        let near = last.filter(|(before, _)| {
            before.evidence.document == statement.evidence.document
                && statement.evidence.sentence - before.evidence.sentence <= CARRIED
        });
        let unnamed = own.is_none() && Searched::new(text).has("weigh");
        let (holder, carried) = match (own, near) {
            (Some(own), _) => (own, false),
            (None, Some((_, holder))) if unnamed => (holder, true),
            _ => continue,
        };
        let against_now = opens_against(text)
            && near.is_some_and(|(before, weighed)| {
                weighed == holder
                    && statement.evidence.sentence - before.evidence.sentence <= BESIDE
                    && horizon(before) == Horizon::Now
            });
        last = Some((statement, holder));
        if holder == actor {
            found.push(Weighed {
                statement,
                carried,
                against_now,
            });
        }
    }
    found
}

/// Returns whose gain or loss a sentence tells of: the actor behind a word that takes one ("benefits
/// X", "dangerous for X"); otherwise the first that is named and is no place or object of another's
/// deed ("the strike on X", "the war against X"); otherwise the first that it is about, where the
/// sentence has only a pronoun for it. `None` where it names actors and none can be the one.
fn whose<'about>(text: &str, about: &'about [ActorRef]) -> Option<&'about ActorId> {
    let lower = text.to_lowercase();
    let mut named: Vec<(usize, &ActorRef)> = about
        .iter()
        .filter(|actor| actor.state().is_some())
        .filter_map(|actor| Some((lower.find(&actor.mention.to_lowercase())?, actor)))
        .collect();
    named.sort_by_key(|(at, actor)| (*at, actor.mention.len()));
    let follows = |at: usize, list: &[&str]| {
        let mut before = lower[..at].split_whitespace().rev();
        let word = before.next();
        let word = if word == Some("the") {
            before.next()
        } else {
            word
        };
        word.is_some_and(|word| list.contains(&word))
    };
    let taker = named.iter().find(|(at, _)| follows(*at, TAKERS));
    let doer = || named.iter().find(|(at, _)| !follows(*at, PLACES));
    match taker.or_else(doer) {
        Some((_, actor)) => actor.state(),
        None if named.is_empty() => about.iter().find_map(ActorRef::state),
        None => None,
    }
}

/// Words behind which stands the one who gains or loses.
const TAKERS: &[&str] = &[
    "benefits",
    "benefit",
    "benefited",
    "for",
    "hurts",
    "hurt",
    "weakens",
    "weakened",
    "strengthens",
    "damages",
];

/// Words behind which stands a place, or the object of another's deed.
const PLACES: &[&str] = &["on", "against", "in", "between", "with", "amid", "from"];

/// Returns on which side of a ledger the words of an evaluation stand, where they speak of gain or
/// loss. What somebody cannot accept is a floor, and no loss.
fn side(statement: &Statement) -> Option<Side> {
    let text = Searched::new(&statement.evidence.text);
    if statement.status == Status::Negated || text.has("floor") {
        return None;
    }
    match (text.has("gain"), text.has("loss")) {
        (true, false) => Some(Side::Gain),
        (false, true) => Some(Side::Loss),
        (true, true) => Some(Side::Mixed),
        (false, false) => None,
    }
}

/// Returns whether a sentence opens with a word that sets it against the one before.
fn opens_against(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    first_of(&lower, "but") == Some(0)
}

/// Returns when a gain or loss falls due by the words of its evaluation.
fn horizon(statement: &Statement) -> Horizon {
    let text = Searched::new(&statement.evidence.text);
    match (text.has("now"), text.has("later")) {
        (true, false) => Horizon::Now,
        (false, true) => Horizon::Later,
        (true, true) => Horizon::Both,
        (false, false) => Horizon::Unknown,
    }
}

/// Returns an evaluation as an entry, where its words speak of gain or loss. What is set against a gain of
/// now without a word of time falls due later.
pub(super) fn entry(weighed: &Weighed<'_>) -> Option<Entry> {
    let statement = weighed.statement;
    let text = Searched::new(&statement.evidence.text);
    let side = side(statement)?;
    let horizon = match horizon(statement) {
        Horizon::Unknown if weighed.against_now => Horizon::Later,
        horizon => horizon,
    };
    let kinds = KINDS.iter().filter(|(_, list)| text.has(list));
    Some(Entry {
        side,
        horizon,
        kinds: kinds.map(|(kind, _)| *kind).collect(),
        derived: false,
        carried: weighed.carried,
        why: None,
        text: statement.evidence.text.clone(),
        statements: vec![statement.id.clone()],
    })
}

/// Returns the indicator of a statement where it moved, beside an evaluation in its document.
pub(super) fn moved<'record>(
    statement: &'record Statement,
    beside: &Statement,
) -> Option<&'record Quantity> {
    let Body::Quantity(quantity) = &statement.body else {
        return None;
    };
    let (one, other) = (&statement.evidence, &beside.evidence);
    let near = matches!(quantity.direction, Some(Direction::Up | Direction::Down))
        && one.document == other.document
        && one.sentence > other.sentence
        && one.sentence - other.sentence <= BESIDE;
    near.then_some(quantity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_gain_it_is_follows_from_the_words() {
        let actor = |id: &str, mention: &str| ActorRef {
            mention: mention.to_owned(),
            ..crate::fixture::actor(id)
        };
        let about = [
            actor("ISR", "Israel"),
            actor("IRN", "Iran"),
            actor("RUS", "Russia"),
        ];
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(whose(text, &about).map(ActorId::as_str), expected, "{text}");
        };
        check(
            "The war between Israel and Iran benefits Russia",
            Some("RUS"),
        );
        check("Its fall is dangerous for Russia", Some("RUS"));
        check("Russia loses influence in Iran", Some("RUS"));
        check(
            "The costs of the strike on Iran outweigh the benefits",
            None,
        );
        check("It has lost its leverage", Some("ISR"));
        let pronoun = [actor("RUS", "It"), actor("TUR", "Turkey")];
        let text = "It lost ground and is one of the contenders for mediation alongside Turkey";
        assert_eq!(whose(text, &pronoun).map(ActorId::as_str), Some("RUS"));
    }
}
