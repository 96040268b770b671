//! The ledger: what an actor gains now and loses later, by kind, and its words against its deeds.
//!
//! Entries are the text's own evaluations, attributed to it, sorted by what their words say of
//! gain and loss, of horizon and of kind; where the words do not say, the entry says "unknown". An
//! indicator that moved in the sentence beside an entry stands with it, marked as derived, and so do
//! what the record tells of supplies and of partners under attack. Where an evaluation names no one
//! who could gain or lose ("the costs of the strike on X outweigh the benefits"), it is that of the
//! one whose gains and losses the text weighed last, marked as carried over. Promises, threats and
//! denials are paired with what the same actor then did.

mod recorded;

use crate::{
    Names,
    chronicle::{Act, Chronicle},
    commitments::{CommitmentKind, CommitmentOptions, Outcome, commitments},
    phrases::Searched,
    ties::Ties,
};
use chancery_model::{
    ActorId, ActorRef, Assertion, Body, Direction, Quantity, Statement, StatementId, Status,
};
use chancery_store::View;
use serde::{Deserialize, Serialize};

/// The ledger of one actor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ledger {
    /// Whose.
    pub actor: ActorId,
    /// What it gains and loses.
    pub entries: Vec<Entry>,
    /// Its words and its deeds.
    pub words: Vec<WordAndDeed>,
}

/// One gain or loss.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Which side of the ledger.
    pub side: Side,
    /// When it falls due.
    pub horizon: Horizon,
    /// What kind it is; several where the words name several.
    pub kinds: Vec<Kind>,
    /// Whether it is derived, from an indicator beside an evaluation or from the record, rather than
    /// evaluated itself.
    pub derived: bool,
    /// Whether the evaluation names nobody who could gain or lose, so that it is taken to be about the
    /// one of whom the text spoke last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carried: bool,
    /// What is derived, in a sentence of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The words of the text.
    pub text: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// A side of the ledger.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// It gains.
    Gain,
    /// It loses, or risks to.
    Loss,
    /// The words weigh both.
    Mixed,
}

/// When a gain or loss falls due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Horizon {
    /// At once.
    Now,
    /// Later.
    Later,
    /// The words weigh now against later.
    Both,
    /// The words do not say.
    Unknown,
}

/// A kind of gain or loss.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Arms, forces, safety.
    Security,
    /// Trade, prices, money.
    Economic,
    /// Influence, partners, talks.
    Diplomatic,
    /// Standing, image, attention.
    Reputational,
    /// At home.
    Domestic,
}

const KINDS: [(Kind, &str); 5] = [
    (Kind::Security, "kind.security"),
    (Kind::Economic, "kind.economic"),
    (Kind::Diplomatic, "kind.diplomatic"),
    (Kind::Reputational, "kind.reputational"),
    (Kind::Domestic, "kind.domestic"),
];

/// A promise, threat or denial, and what the actor then did.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WordAndDeed {
    /// What was said.
    pub said: String,
    /// Whether it was a promise, a threat or a denial.
    pub kind: WordKind,
    /// What the record tells of the deed.
    pub deed: String,
    /// Whether they agree; `None` where it is too early, or nothing is known.
    pub kept: Option<bool>,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// What kind of word it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WordKind {
    /// It promised.
    Promise,
    /// It threatened.
    Threat,
    /// It denied a deed.
    Denial,
}

/// At most so many entries and words are listed.
const MOST: usize = 24;

/// An indicator belongs to an evaluation at most so many sentences away.
const BESIDE: usize = 1;

/// An evaluation that names nobody is about the one weighed at most so many sentences before.
const CARRIED: usize = 12;

/// Returns the ledger of an actor.
pub fn ledger(view: &View<'_>, ties: &Ties, names: &Names, actor: &ActorId) -> Ledger {
    let mut entries = Vec::new();
    for (statement, carried) in evaluated(view, actor) {
        let Some(mut entry) = entry(statement) else {
            continue;
        };
        entry.carried = carried;
        for (quantity, found) in view
            .statements
            .iter()
            .filter_map(|found| Some((moved(found, statement)?, found)))
        {
            entries.push(Entry {
                kinds: vec![Kind::Economic],
                derived: true,
                carried: false,
                why: Some(recorded::told(quantity, view)),
                text: found.evidence.text.clone(),
                statements: vec![found.id.clone(), statement.id.clone()],
                ..entry.clone()
            });
        }
        entries.push(entry);
    }
    entries.extend(recorded::entries(view, ties, names, actor));
    entries.dedup_by(|one, other| {
        (one.side, &one.text, &one.why) == (other.side, &other.text, &other.why)
    });
    entries.sort_by_key(|entry| (entry.side, entry.horizon, entry.derived));
    entries.truncate(MOST);
    Ledger {
        actor: actor.clone(),
        entries,
        words: words(view, names, actor),
    }
}

/// Returns the evaluations of gain or loss that are about an actor, and whether that is carried over
/// from the text before.
fn evaluated<'record>(view: &View<'record>, actor: &ActorId) -> Vec<(&'record Statement, bool)> {
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
        last = Some((statement, holder));
        if holder == actor {
            found.push((statement, carried));
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

/// Returns an evaluation as an entry, where its words speak of gain or loss.
fn entry(statement: &Statement) -> Option<Entry> {
    let text = Searched::new(&statement.evidence.text);
    let side = side(statement)?;
    let horizon = match (text.has("now"), text.has("later")) {
        (true, false) => Horizon::Now,
        (false, true) => Horizon::Later,
        (true, true) => Horizon::Both,
        (false, false) => Horizon::Unknown,
    };
    let kinds = KINDS.iter().filter(|(_, list)| text.has(list));
    Some(Entry {
        side,
        horizon,
        kinds: kinds.map(|(kind, _)| *kind).collect(),
        derived: false,
        carried: false,
        why: None,
        text: statement.evidence.text.clone(),
        statements: vec![statement.id.clone()],
    })
}

/// Returns the indicator of a statement where it moved, beside an evaluation in its document.
fn moved<'record>(statement: &'record Statement, beside: &Statement) -> Option<&'record Quantity> {
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

fn words(view: &View<'_>, names: &Names, actor: &ActorId) -> Vec<WordAndDeed> {
    let options = CommitmentOptions {
        most_promises: usize::MAX,
        ..CommitmentOptions::default()
    };
    let mut found: Vec<WordAndDeed> = commitments(view, names, &options)
        .into_iter()
        .filter(|held| held.parties.contains(actor))
        .filter_map(|held| {
            let kind = match held.kind {
                CommitmentKind::Promise => WordKind::Promise,
                CommitmentKind::Threat => WordKind::Threat,
                _ => return None,
            };
            let kept = match held.outcome {
                Outcome::Honoured => Some(true),
                Outcome::Evaded | Outcome::Broken | Outcome::Withdrawn => Some(false),
                Outcome::Pending | Outcome::NotInvoked | Outcome::NoDuty => None,
            };
            Some(WordAndDeed {
                said: held.name,
                kind,
                deed: held.why,
                kept,
                statements: held.statements,
            })
        })
        .collect();
    found.extend(denials(view, names, actor));
    found.truncate(MOST);
    found
}

/// Returns the actor's denials of deeds of its own, with reports of the same kind of deed towards
/// the same.
fn denials(view: &View<'_>, names: &Names, actor: &ActorId) -> Vec<WordAndDeed> {
    let chronicle = Chronicle::of(view);
    let denied = |act: &&Act<'_>| {
        act.statement.attribution.assertion == Assertion::Denied && act.is_by(actor)
    };
    let same = |act: &Act<'_>, other: &Act<'_>| {
        other.happened()
            && other.is(act.event.event_type)
            && other.is_by(actor)
            && act.to.iter().any(|to| other.is_to(to))
    };
    chronicle
        .with(actor)
        .filter(denied)
        .map(|act| {
            let reported: Vec<&Act<'_>> = chronicle
                .with(actor)
                .filter(|other| same(act, other))
                .collect();
            let (deed, kept) = if reported.is_empty() {
                (
                    format!("No report that {} did is on record.", names.of(actor)),
                    None,
                )
            } else {
                (
                    format!("The record reports it all the same{}.", reported[0].when()),
                    Some(false),
                )
            };
            let mut statements = vec![act.id().clone()];
            statements.extend(reported.iter().take(3).map(|act| act.id().clone()));
            WordAndDeed {
                said: act.statement.evidence.text.clone(),
                kind: WordKind::Denial,
                deed,
                kept,
                statements,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Builder;
    use chancery_model::Commodity;

    fn ask(builder: &Builder) -> Ledger {
        let view = builder.record.as_of(None);
        let ties = Ties::of(&view, &crate::ties::TieModel::default());
        ledger(&view, &ties, &Names::default(), &"RUS".into())
    }

    #[test]
    fn gains_now_and_losses_later_are_told_apart_and_unknown_stays_unknown() {
        let mut builder = Builder::default();
        builder.judgement(
            "RUS",
            "In the short term, the war benefits Russia's oil exports",
            "2025-06-18",
        );
        builder.judgement(
            "RUS",
            "In the long term it loses its influence",
            "2025-06-18",
        );
        builder.judgement("RUS", "Russia is a country", "2025-06-18");
        builder.judgement("IRN", "Iran loses", "2025-06-18");
        builder.judgement("RUS", "Russia is weakened", "2025-06-18");
        let found = ask(&builder).entries;
        let seen: Vec<_> = found
            .iter()
            .map(|entry| (entry.side, entry.horizon, entry.kinds.clone()))
            .collect();
        assert_eq!(
            seen,
            [
                (Side::Gain, Horizon::Now, vec![Kind::Economic]),
                (Side::Loss, Horizon::Later, vec![Kind::Diplomatic]),
                (Side::Loss, Horizon::Unknown, vec![]),
            ]
        );
        assert_eq!(found[0].statements, ["s001".into()]);
    }

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

    #[test]
    fn costs_that_name_nobody_are_those_of_the_one_weighed_last() {
        let mut builder = Builder::default();
        builder.judgement(
            "RUS",
            "In the short term, the war benefits Russia",
            "2025-06-18",
        );
        let costs = "The strategic costs of the strike on IRN outweigh the short-term benefits";
        builder.judgement("IRN", costs, "2025-06-18");
        builder.judgement(
            "IRN",
            "The damage from the strike on IRN is great",
            "2025-06-18",
        );
        let found = ask(&builder).entries;
        let seen: Vec<_> = found
            .iter()
            .map(|entry| (entry.side, entry.horizon, entry.carried))
            .collect();
        assert_eq!(
            seen,
            [
                (Side::Gain, Horizon::Now, false),
                (Side::Mixed, Horizon::Both, true),
            ]
        );
        let mut alone = Builder::default();
        alone.judgement("IRN", costs, "2025-06-18");
        assert!(ask(&alone).entries.is_empty());
    }

    #[test]
    fn supplies_are_gains_and_attacks_on_those_who_send_them_losses_to_come() {
        let mut builder = Builder::default();
        builder.flow("IRN", Commodity::Arms, "RUS", "2025-06-01");
        let seen = |builder: &Builder| -> Vec<(Side, Horizon, Vec<Kind>, Vec<StatementId>)> {
            let entries = ask(builder).entries;
            assert!(
                entries
                    .iter()
                    .all(|entry| entry.derived && entry.why.is_some())
            );
            entries
                .into_iter()
                .map(|entry| (entry.side, entry.horizon, entry.kinds, entry.statements))
                .collect()
        };
        let gain = (
            Side::Gain,
            Horizon::Now,
            vec![Kind::Security],
            vec!["s001".into()],
        );
        assert_eq!(seen(&builder), std::slice::from_ref(&gain));
        builder.event("ISR ASSAULT IRN", "2025-06-13");
        let ids = vec!["s001".into(), "s002".into()];
        let loss = (Side::Loss, Horizon::Later, vec![Kind::Security], ids);
        assert_eq!(seen(&builder), [gain, loss]);
    }

    #[test]
    fn a_denial_stands_beside_the_deed_that_is_reported() {
        let mut builder = Builder::default();
        builder
            .event("RUS AID IRN", "2025-06-01")
            .attribution
            .assertion = Assertion::Denied;
        assert_eq!(ask(&builder).words[0].kept, None);
        builder.event("RUS AID IRN", "2025-06-02");
        let words = ask(&builder).words;
        assert_eq!(
            (words.len(), words[0].kept, words[0].kind),
            (1, Some(false), WordKind::Denial)
        );
        assert_eq!(words[0].statements, ["s001".into(), "s002".into()]);
    }
}
