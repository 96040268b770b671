//! The best pair of mediators, if the roles were split: the one who has the ear of one side and the
//! one who has that of the other (multiparty mediation; Crocker, Hampson and Aall 1999).

use super::{Candidate, Condition, ConditionStatus as Status, score};
use crate::{Names, choice::Choice};
use chancery_model::{ActorId, StatementId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Two who would do better together than either alone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MediatorPair {
    /// The two, the likelier first.
    pub actors: [ActorId; 2],
    /// How likely it is that they mediate together and that this ends in a formal agreement.
    pub probability: f64,
    /// The lower end of the 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// What each brings that the other lacks.
    pub why: String,
    /// The statements behind that.
    pub statements: Vec<StatementId>,
}

/// A pair has to add this much to the better of the two.
const LEAST_GAIN: f64 = 0.02;

/// Returns the best pair among candidates, where one does better than either alone.
pub(super) fn best(candidates: &[Candidate], names: &Names) -> Option<MediatorPair> {
    let mut found: Option<MediatorPair> = None;
    for (index, one) in candidates.iter().enumerate() {
        for other in candidates.iter().skip(index + 1) {
            let together = together(&one.conditions, &other.conditions);
            let likelier = |one: &&Choice, other: &&Choice| one.share.total_cmp(&other.share);
            let choices = one.choice.iter().chain(&other.choice);
            let score = score::score(&together, choices.max_by(likelier));
            let least = one.probability.max(other.probability) + LEAST_GAIN;
            let best = found
                .as_ref()
                .map_or(least, |held| held.probability.max(least));
            if score.probability <= best {
                continue;
            }
            let (mine, yours) = (brings(one, other), brings(other, one));
            // Who brings nothing of its own is no partner.
            if mine.is_empty() || yours.is_empty() {
                continue;
            }
            let said = |who: &ActorId, what: &[&Condition]| {
                let what: Vec<String> = what.iter().map(|found| noun(&found.name, names)).collect();
                format!("{} brings {}", names.of(who), what.join(", "))
            };
            let statements = mine
                .iter()
                .chain(&yours)
                .flat_map(|found| found.statements.iter().take(1));
            found = Some(MediatorPair {
                actors: [one.actor.clone(), other.actor.clone()],
                probability: score.probability,
                low: score.low,
                high: score.high,
                why: format!(
                    "{}; {}.",
                    said(&one.actor, &mine),
                    said(&other.actor, &yours)
                ),
                statements: statements.cloned().collect(),
            });
        }
    }
    found
}

/// Returns the conditions of two together: met where either meets one, failed where neither does
/// and both fail.
fn together(one: &[Condition], other: &[Condition]) -> Vec<Condition> {
    let mut merged: BTreeMap<&str, Condition> = BTreeMap::new();
    for condition in one.iter().chain(other) {
        merged
            .entry(&condition.name)
            .and_modify(|held| held.status = better(held.status, condition.status))
            .or_insert_with(|| condition.clone());
    }
    merged.into_values().collect()
}

const fn better(one: Status, other: Status) -> Status {
    match (one, other) {
        (Status::Met, _) | (_, Status::Met) => Status::Met,
        (Status::Unknown, _) | (_, Status::Unknown) => Status::Unknown,
        (Status::Failed, Status::Failed) => Status::Failed,
    }
}

/// Returns what one meets and the other does not, of the conditions that a partner can bring.
fn brings<'one>(one: &'one Candidate, other: &Candidate) -> Vec<&'one Condition> {
    let theirs = |name: &str| other.conditions.iter().find(|found| found.name == name);
    one.conditions
        .iter()
        .filter(|found| found.status == Status::Met)
        .filter(|found| {
            ["consent", "blessing", "leverage"]
                .iter()
                .any(|kind| found.name.starts_with(kind))
        })
        .filter(|found| theirs(&found.name).is_none_or(|theirs| theirs.status != Status::Met))
        .collect()
}

fn noun(name: &str, names: &Names) -> String {
    let words: Vec<&str> = name.split(':').collect();
    match words.as_slice() {
        ["consent", who] => format!("the consent of {}", names.of(&(*who).into())),
        ["blessing", who, ..] => format!("the blessing of {}", names.of(&(*who).into())),
        ["leverage", who] => format!("leverage over {}", names.of(&(*who).into())),
        _ => name.replace('-', " "),
    }
}
