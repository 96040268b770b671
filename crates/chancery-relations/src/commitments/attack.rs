//! An attack on a party of a commitment, and what the other parties then did.

use super::Outcome;
use crate::{
    Names,
    chronicle::{Act, Chronicle},
};
use chancery_model::{ActorId, Date, EventType, Mode, Obligation, StatementId};
use chancery_text::time::in_words;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Attacks on one party by one attacker, since the commitment was made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Attack {
    /// The party attacked.
    pub on: ActorId,
    /// Who attacked it; `None` where the record names nobody.
    pub by: Option<ActorId>,
    /// The first day.
    pub since: Option<Date>,
    /// What the other parties did.
    pub responses: Vec<Response>,
    /// The statements that tell of the attacks, the first ones.
    pub statements: Vec<StatementId>,
}

/// What one party did after another was attacked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Response {
    /// The party.
    pub party: ActorId,
    /// The most that it did.
    pub did: Deed,
    /// Whether that honours what it owes.
    pub outcome: Outcome,
    /// One sentence.
    pub why: String,
    /// The statements that tell of it.
    pub statements: Vec<StatementId>,
}

/// What a party did after another was attacked, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// It attacked the attacker, or made ready to.
    Fought,
    /// It sent help to the party attacked.
    Aided,
    /// It penalised the attacker: cut ties with it, imposed sanctions.
    Penalised,
    /// It attacked the party attacked, or helped the attacker.
    SidedAgainst,
    /// It refused to help.
    Refused,
    /// It took part with words: condemned, supported, spoke with the party.
    Spoke,
    /// Nothing is recorded.
    Silent,
}

/// Each item lists at most so many statements.
const MOST_STATEMENTS: usize = 5;

/// Returns the attacks on parties since a day, by victim and attacker, the latest wars first.
pub(super) fn attacks(
    parties: &[ActorId],
    since: i64,
    obligations: &[Obligation],
    responders: &[ActorId],
    chronicle: &Chronicle<'_>,
    names: &Names,
    patience: i64,
) -> Vec<Attack> {
    let mut found: BTreeMap<(ActorId, Option<ActorId>), Vec<&Act<'_>>> = BTreeMap::new();
    for victim in parties {
        for act in chronicle.with(victim) {
            if !(act.is(EventType::Assault) && act.happened()) || act.from < since {
                continue;
            }
            if act.to.is_empty() && act.by.len() > 1 && act.is_by(victim) {
                for attacker in act.by.iter().filter(|by| *by != victim) {
                    let key = (victim.clone(), Some(attacker.clone()));
                    found.entry(key).or_default().push(act);
                }
            } else if act.is_to(victim) {
                if act.by.is_empty() {
                    found.entry((victim.clone(), None)).or_default().push(act);
                }
                for attacker in act.by.iter().filter(|by| *by != victim) {
                    let key = (victim.clone(), Some(attacker.clone()));
                    found.entry(key).or_default().push(act);
                }
            }
        }
    }
    // Attacks by nobody known are those of a known attacker where there is one.
    let attributed: BTreeSet<ActorId> = found
        .keys()
        .filter(|(_, by)| by.is_some())
        .map(|(on, _)| on.clone())
        .collect();
    found.retain(|(on, by), _| by.is_some() || !attributed.contains(on));
    let mut attacks: Vec<(i64, Attack)> = found
        .into_iter()
        .map(|((victim, attacker), acts)| {
            let first = acts.iter().map(|act| act.day).min().unwrap_or(since);
            let exact = acts.iter().filter_map(|act| act.exact()).min();
            let inside = attacker.as_ref().is_some_and(|by| parties.contains(by));
            let responses = if inside {
                Vec::new()
            } else {
                let mut responses: Vec<Response> = responders
                    .iter()
                    .filter(|party| **party != victim && Some(*party) != attacker.as_ref())
                    .map(|party| {
                        let situation = Situation {
                            victim: &victim,
                            attacker: attacker.as_ref(),
                            first,
                            exact,
                            obligations,
                            patience,
                        };
                        response(party, &situation, chronicle, names)
                    })
                    .collect();
                responses
                    .sort_by(|one, other| (one.did, &one.party).cmp(&(other.did, &other.party)));
                responses
            };
            let attack = Attack {
                on: victim,
                by: attacker,
                since: exact,
                responses,
                statements: first_ids(&acts),
            };
            (first, attack)
        })
        .collect();
    attacks.sort_by(|one, other| {
        other
            .0
            .cmp(&one.0)
            .then_with(|| (&one.1.on, &one.1.by).cmp(&(&other.1.on, &other.1.by)))
    });
    attacks.into_iter().map(|(_, attack)| attack).collect()
}

/// An attack that a party may have to answer.
struct Situation<'call> {
    victim: &'call ActorId,
    attacker: Option<&'call ActorId>,
    first: i64,
    exact: Option<Date>,
    obligations: &'call [Obligation],
    patience: i64,
}

/// Returns what one actor did after another was attacked, whatever it owes: `who` is the actor, the
/// one attacked and the attacker; `since` the first day as a number, and as a date where the text
/// gives it exactly.
pub(crate) fn response_to(
    who: (&ActorId, &ActorId, Option<&ActorId>),
    since: (i64, Option<Date>),
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Response {
    response_owed(who, since, (&[], i64::MAX), chronicle, names)
}

/// Returns what one actor did after another was attacked or asked for help, against what it owes and the
/// days that it has.
pub(super) fn response_owed(
    who: (&ActorId, &ActorId, Option<&ActorId>),
    since: (i64, Option<Date>),
    (obligations, patience): (&[Obligation], i64),
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Response {
    let situation = Situation {
        victim: who.1,
        attacker: who.2,
        first: since.0,
        exact: since.1,
        obligations,
        patience,
    };
    response(who.0, &situation, chronicle, names)
}

fn response(
    party: &ActorId,
    situation: &Situation<'_>,
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Response {
    let mut by_deed: BTreeMap<Deed, Vec<&Act<'_>>> = BTreeMap::new();
    let mut met = Vec::new();
    for act in chronicle.with(party) {
        if act.day < situation.first || !act.happened() {
            continue;
        }
        if let Some(deed) = deed(act, party, situation) {
            by_deed.entry(deed).or_default().push(act);
        }
        if act.is(EventType::Consult) && act.joins(party, situation.victim) {
            met.push(act);
        }
    }
    let strongest = by_deed.iter().next();
    let did = strongest.map_or(Deed::Silent, |(deed, _)| *deed);
    let acts = strongest.map_or(&[][..], |(_, acts)| acts.as_slice());
    let outcome = outcome(did, !met.is_empty(), situation, chronicle.today);
    Response {
        party: party.clone(),
        did,
        outcome,
        why: why(party, did, acts, situation, names),
        statements: first_ids(acts),
    }
}

/// Returns what an act of a party is, seen from the party attacked.
fn deed(act: &Act<'_>, party: &ActorId, situation: &Situation<'_>) -> Option<Deed> {
    use EventType::{
        Accuse, Agree, Aid, Assault, Coerce, Consult, Cooperate, Mobilize, Reject, Request,
        Sanction, Support, Threaten,
    };
    if !act.is_by(party) {
        return None;
    }
    let to_attacker = situation
        .attacker
        .is_some_and(|attacker| act.is_to(attacker));
    let to_victim = act.is_to(situation.victim);
    match act.event.event_type {
        Assault | Mobilize | Coerce if to_attacker => Some(Deed::Fought),
        Aid | Cooperate if to_victim => Some(Deed::Aided),
        Assault | Coerce | Sanction if to_victim => Some(Deed::SidedAgainst),
        Aid if to_attacker => Some(Deed::SidedAgainst),
        Reject if to_victim && act.event.mode == Some(Mode::Assist) => Some(Deed::Refused),
        Sanction if to_attacker => Some(Deed::Penalised),
        Accuse | Threaten | Request | Reject if to_attacker => Some(Deed::Spoke),
        Support | Agree | Consult if act.joins(party, situation.victim) => Some(Deed::Spoke),
        _ => None,
    }
}

fn outcome(did: Deed, met: bool, situation: &Situation<'_>, today: i64) -> Outcome {
    let owes = |obligation| situation.obligations.contains(&obligation);
    let time_is_up = today - situation.first > situation.patience;
    if did == Deed::SidedAgainst && !situation.obligations.is_empty() {
        return Outcome::Broken;
    }
    if owes(Obligation::Defence) {
        return match did {
            Deed::Fought | Deed::Aided => Outcome::Honoured,
            Deed::Refused => Outcome::Evaded,
            _ if time_is_up => Outcome::Evaded,
            _ => Outcome::Pending,
        };
    }
    if owes(Obligation::Consultation) {
        return match did {
            _ if met || did <= Deed::Aided => Outcome::Honoured,
            _ if time_is_up => Outcome::Evaded,
            _ => Outcome::Pending,
        };
    }
    Outcome::NoDuty
}

fn why(
    party: &ActorId,
    did: Deed,
    acts: &[&Act<'_>],
    situation: &Situation<'_>,
    names: &Names,
) -> String {
    let (party, victim) = (names.of(party), names.of(situation.victim));
    let attacker = situation.attacker.map_or("the attacker", |by| names.of(by));
    let first = acts.first().map_or_else(String::new, |act| act.when());
    match did {
        Deed::Fought => format!("{party} took the field against {attacker}{first}."),
        Deed::Aided => format!("{party} sent {victim} help{first}."),
        Deed::Penalised => format!("{party} penalised {attacker}{first}."),
        Deed::SidedAgainst => format!("{party} turned against {victim}{first}."),
        Deed::Refused => format!("{party} refused {victim} help{first}."),
        Deed::Spoke => {
            format!("{party} spoke up{first} and no deed for {victim} is recorded.")
        }
        Deed::Silent => {
            let since = situation
                .exact
                .map_or_else(String::new, |date| format!(" since {}", in_words(date)));
            format!("Nothing that {party} did for {victim} is recorded{since}.")
        }
    }
}

fn first_ids(acts: &[&Act<'_>]) -> Vec<StatementId> {
    let mut ids: Vec<StatementId> = Vec::new();
    for act in acts {
        if ids.len() < MOST_STATEMENTS && !ids.contains(act.id()) {
            ids.push(act.id().clone());
        }
    }
    ids
}
