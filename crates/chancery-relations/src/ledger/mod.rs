//! The ledger: what an actor gains now and loses later, by kind, and its words against its deeds.
//!
//! Entries are the text's own evaluations, attributed to it, sorted by what their words say of
//! gain and loss, of horizon and of kind; where the words do not say, the entry says "unknown". An
//! indicator that moved in the sentence beside an entry stands with it, marked as derived, and so do
//! what the record tells of supplies and of partners under attack. Where an evaluation names no one
//! who could gain or lose ("the costs of the strike on X outweigh the benefits"), it is that of the
//! one whose gains and losses the text weighed last, marked as carried over. Promises, threats and
//! denials are paired with what the same actor then did.

mod evaluated;
mod recorded;
mod words;

use crate::{Names, ties::Ties};
use chancery_model::{ActorId, StatementId};
use chancery_store::View;
use evaluated::{entry, evaluated, moved};
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

/// Returns the ledger of an actor.
pub fn ledger(view: &View<'_>, ties: &Ties, names: &Names, actor: &ActorId) -> Ledger {
    let mut entries = Vec::new();
    for weighed in evaluated(view, actor) {
        let statement = weighed.statement;
        let Some(entry) = entry(&weighed) else {
            continue;
        };
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
        words: words::words(view, names, actor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Builder;
    use chancery_model::{Assertion, Commodity};

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
    fn what_is_set_against_a_gain_of_now_falls_due_later() {
        let mut builder = Builder::default();
        let mut add = |about: &str, text: &str| {
            builder.judgement(about, text, "2025-06-18");
        };
        add("RUS", "In the short run RUS gains from dearer oil.");
        add("RUS", "Yet it risks the trust of its partners.");
        add("RUS", "In the long run it loses its bases.");
        add("TUR", "In the short run TUR gains influence.");
        add("RUS", "But RUS is weakened.");
        let found = ask(&builder).entries;
        let seen: Vec<_> = found
            .iter()
            .map(|entry| (entry.side, entry.horizon, entry.kinds.clone()))
            .collect();
        let reputation = vec![Kind::Diplomatic, Kind::Reputational];
        assert_eq!(
            seen,
            [
                (Side::Gain, Horizon::Now, vec![Kind::Economic]),
                (Side::Loss, Horizon::Later, reputation),
                (Side::Loss, Horizon::Later, vec![Kind::Security]),
                (Side::Loss, Horizon::Unknown, vec![]),
            ]
        );
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
