//! A precedent compared condition by condition: "Syria 2015 against now".
//!
//! What held then and what holds now is read from the evaluations that hold the two against each other,
//! part by part: a part of a sentence is about then or about now by its words ("unlike in 2015, when …,
//! today …"), and a sentence that has none goes with the one before it ("In 2015 … It had … Today …";
//! [`runs`]). For what the text leaves open the record is asked: deeds of that time and place, wars and
//! deeds of now, and the patrons of the adversary. What neither tells stays unknown (comparison by
//! stated conditions, as in structured, focused comparison; George and Bennett 2005).

mod parts;
mod runs;

use crate::{
    Names,
    chronicle::{Act, Chronicle},
    elsewhere::elsewhere,
    majors::patron,
    ties::Ties,
};
use chancery_model::{ActorId, ActorRef, Body, EventType, Statement, StatementId, Status};
use chancery_store::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use parts::{Time, parts, sign};

/// An earlier case held against the present.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Precedent {
    /// Whose case it was.
    pub actor: ActorId,
    /// Where, or for whom.
    pub earlier: Vec<ActorId>,
    /// For or about whom it is now.
    pub now: ActorId,
    /// The conditions, in a fixed order.
    pub conditions: Vec<Compared>,
    /// The evaluations that hold the two against each other.
    pub statements: Vec<StatementId>,
}

/// One condition then and now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Compared {
    /// `force`, `consent`, `adversary`, `isolation`, `protection`, `free-hands` or `patron`.
    pub name: String,
    /// What it means, as a question.
    pub asks: String,
    /// Then.
    pub then: Held,
    /// Now.
    pub now: Held,
}

/// Whether something held, and who says so.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Held {
    /// Whether it held; `None` where nothing tells.
    pub held: Option<bool>,
    /// Whether it is read from the record rather than from an evaluation.
    pub derived: bool,
    /// The words of the text, or a sentence of ours.
    pub why: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// The conditions and what each asks.
const CONDITIONS: [(&str, &str); 6] = [
    (
        "force",
        "Had it force on the ground, or other means of arms?",
    ),
    ("consent", "Could it act without the consent of others?"),
    ("adversary", "Was the adversary weak?"),
    ("isolation", "Was it isolated?"),
    ("protection", "Did it protect the one it was close to?"),
    ("free-hands", "Were its hands free?"),
];

/// At most so many statements of a condition are listed.
const MOST: usize = 3;

/// Returns the precedents that evaluations hold against the present for those with a stake in a dispute.
pub fn precedents(
    view: &View<'_>,
    ties: &Ties,
    names: &Names,
    dispute: &[ActorId; 2],
    staked: &[ActorId],
) -> Vec<Precedent> {
    let chronicle = Chronicle::of(view);
    let mut found: Vec<Precedent> = Vec::new();
    let mut compared: Vec<BTreeSet<StatementId>> = Vec::new();
    let runs = runs::runs(view);
    for actor in staked.iter().filter(|actor| !dispute.contains(actor)) {
        let mut told: Vec<(&Statement, Option<Time>)> = view
            .statements
            .iter()
            .copied()
            .filter(|statement| about(statement).any(|id| id == actor))
            .filter(|statement| {
                let parts = parts(&statement.evidence.text, None);
                let then = parts.iter().any(|(time, _)| *time == Some(Time::Then));
                then && parts.len() > 1
                    && crate::phrases::Searched::new(&statement.evidence.text).has("contrast")
            })
            .map(|statement| (statement, None))
            .collect();
        for (statement, time) in runs::about(actor, &runs) {
            if !told.iter().any(|(held, _)| held.id == statement.id) {
                told.push((statement, Some(time)));
            }
        }
        let evaluations: Vec<&Statement> = told.iter().map(|(found, _)| *found).collect();
        if evaluations.is_empty() {
            continue;
        }
        let now = nearest(actor, dispute, ties);
        let earlier = earlier(actor, &evaluations, &chronicle, dispute);
        let case = Comparison {
            actor,
            now: &now,
            earlier: &earlier,
            evaluations: &told,
            chronicle: &chronicle,
            view,
            ties,
            names,
            dispute,
        };
        let mut conditions: Vec<Compared> = CONDITIONS
            .iter()
            .map(|(name, asks)| case.condition(name, asks))
            .collect();
        conditions.push(case.patron());
        // A comparison of which nothing is told on either side is none.
        if conditions.iter().any(|found| found.then.held.is_some()) {
            compared.push(evaluations.iter().map(|found| found.id.clone()).collect());
            found.push(Precedent {
                actor: actor.clone(),
                earlier: earlier.into_iter().collect(),
                now,
                conditions,
                statements: evaluations
                    .iter()
                    .map(|found| found.id.clone())
                    .take(2 * MOST)
                    .collect(),
            });
        }
    }
    // Who is only named where another's case is compared has none of its own.
    let own = |place: usize| {
        compared.iter().enumerate().all(|(other, whole)| {
            let same = other == place || whole.len() <= compared[place].len();
            same || !compared[place].is_subset(whole)
        })
    };
    let mut place = 0;
    found.retain(|_| {
        place += 1;
        own(place - 1)
    });
    found
}

/// Returns whom an evaluation is about.
fn about(statement: &Statement) -> impl Iterator<Item = &ActorId> {
    let about = match &statement.body {
        Body::Judgement(judgement) if statement.status != Status::Negated => {
            judgement.about.as_slice()
        }
        _ => &[],
    };
    about.iter().filter_map(ActorRef::state)
}

/// Returns the side that an actor is closer to.
fn nearest(actor: &ActorId, dispute: &[ActorId; 2], ties: &Ties) -> ActorId {
    let warmth = |side: &ActorId| ties.between(actor, side).map_or(0.0, |tie| tie.value);
    let [one, other] = dispute;
    if warmth(one) >= warmth(other) {
        one.clone()
    } else {
        other.clone()
    }
}

/// Returns where the earlier case was: those named beside the actor in the comparison, or to whom its
/// deeds of long ago went, who are no side now.
fn earlier(
    actor: &ActorId,
    evaluations: &[&Statement],
    chronicle: &Chronicle<'_>,
    dispute: &[ActorId; 2],
) -> BTreeSet<ActorId> {
    let named: BTreeSet<&ActorId> = evaluations.iter().flat_map(|found| about(found)).collect();
    let forceful = [
        EventType::Assault,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Aid,
    ];
    let before = |act: &&Act<'_>| {
        is_long_ago(act, chronicle) && act.is_by(actor) && act.is_one_of(&forceful)
    };
    let mut found: BTreeSet<ActorId> = chronicle
        .with(actor)
        .filter(before)
        .flat_map(|act| act.to.iter().chain(&act.event.place_state))
        .filter(|id| named.contains(id))
        .cloned()
        .collect();
    if found.is_empty() {
        found.extend(named.into_iter().cloned());
    }
    found.retain(|id| id != actor && !dispute.contains(id));
    found
}

fn is_long_ago(act: &Act<'_>, chronicle: &Chronicle<'_>) -> bool {
    act.happened()
        && (act.statement.status == Status::Historical || chronicle.today - act.day > 365)
}

struct Comparison<'call, 'record> {
    actor: &'call ActorId,
    now: &'call ActorId,
    earlier: &'call BTreeSet<ActorId>,
    /// The evaluations, with the time of those whose sentences before tell it.
    evaluations: &'call [(&'record Statement, Option<Time>)],
    chronicle: &'call Chronicle<'record>,
    view: &'call View<'record>,
    ties: &'call Ties,
    names: &'call Names,
    dispute: &'call [ActorId; 2],
}

impl Comparison<'_, '_> {
    fn condition(&self, name: &str, asks: &str) -> Compared {
        let mut then = self.said(name, Time::Then);
        let mut now = self.said(name, Time::Now);
        if then.held.is_none() {
            then = self.recorded_then(name);
        }
        if now.held.is_none() {
            now = self.recorded_now(name);
        }
        Compared {
            name: name.to_owned(),
            asks: asks.to_owned(),
            then,
            now,
        }
    }

    /// Returns what the evaluations say of a condition at a time, the first that says anything.
    fn said(&self, name: &str, wanted: Time) -> Held {
        for (statement, told) in self.evaluations {
            for (time, part) in parts(&statement.evidence.text, *told) {
                let no_longer = part.contains("no longer");
                let held = sign(name, &part);
                // "Can no longer X": it did then, and does not now.
                let told = match (time, no_longer, held) {
                    (Some(Time::Now), true, Some(true)) => Some(wanted == Time::Then),
                    (Some(time), _, held) if time == wanted => held,
                    _ => None,
                };
                if let Some(held) = told {
                    return Held {
                        held: Some(held),
                        derived: false,
                        why: statement.evidence.text.trim().to_owned(),
                        statements: vec![statement.id.clone()],
                    };
                }
            }
        }
        Held::default()
    }

    /// Returns what the record tells of then: deeds of force towards or in the earlier place.
    fn recorded_then(&self, name: &str) -> Held {
        let deeds: &[EventType] = match name {
            "force" => &[EventType::Assault, EventType::Mobilize, EventType::Aid],
            "protection" => &[EventType::Aid],
            _ => return Held::default(),
        };
        let fitting = self.chronicle.with(self.actor).filter(|act| {
            let there = act
                .to
                .iter()
                .chain(&act.event.place_state)
                .any(|id| self.earlier.contains(id));
            act.is_by(self.actor)
                && there
                && act.is_one_of(deeds)
                && is_long_ago(act, self.chronicle)
        });
        let ids: Vec<StatementId> = fitting.map(|act| act.id().clone()).take(MOST).collect();
        if ids.is_empty() {
            return Held::default();
        }
        let (who, whom) = (self.names.of(self.actor), self.names.list(self.earlier));
        Held {
            held: Some(true),
            derived: true,
            why: format!("The record tells of deeds of {who} in or for {whom}."),
            statements: ids,
        }
    }

    /// Returns what the record tells of now: wars of its own, and deeds for the one it is close to.
    fn recorded_now(&self, name: &str) -> Held {
        let (who, whom) = (self.names.of(self.actor), self.names.of(self.now));
        match name {
            "free-hands" => {
                let [one, other] = self.dispute;
                let held = elsewhere(self.actor, &[one, other], self.view, self.ties);
                held.first().map_or_else(Held::default, |held| Held {
                    held: Some(false),
                    derived: true,
                    why: format!("{who} {}.", held.clause(self.names)),
                    statements: held.statements.iter().take(MOST).cloned().collect(),
                })
            }
            "force" | "protection" => {
                let with_arms = self.chronicle.between(self.actor, self.now).filter(|act| {
                    let arms = [EventType::Mobilize, EventType::Aid];
                    act.happened()
                        && act.is_by(self.actor)
                        && act.is_one_of(&arms)
                        && !is_long_ago(act, self.chronicle)
                });
                let ids: Vec<StatementId> =
                    with_arms.map(|act| act.id().clone()).take(MOST).collect();
                if ids.is_empty() {
                    return Held::default();
                }
                Held {
                    held: Some(true),
                    derived: true,
                    why: format!("The record tells of deeds of {who} for {whom}."),
                    statements: ids,
                }
            }
            _ => Held::default(),
        }
    }

    /// Whether a major power stands behind the adversary; of then the record seldom tells.
    fn patron(&self) -> Compared {
        let adversary = self.dispute.iter().find(|side| *side != self.now);
        let [one, other] = self.dispute;
        let today = self.chronicle.today;
        let found = adversary.and_then(|side| {
            Some((
                side,
                patron(side, &[one, other, self.actor], self.ties, today)?,
            ))
        });
        let now = found.map_or_else(Held::default, |(side, found)| {
            let context = found.context.map_or_else(String::new, |(what, source)| {
                format!(" (background: {what}, {source})")
            });
            Held {
                held: Some(true),
                derived: true,
                why: format!(
                    "{} stands behind {}{context}.",
                    self.names.of(&found.major),
                    self.names.of(side)
                ),
                statements: found.statements,
            }
        });
        let said = self.said("patron", Time::Now);
        Compared {
            name: "patron".to_owned(),
            asks: "Did a major power stand behind the adversary?".to_owned(),
            then: self.said("patron", Time::Then),
            now: if said.held.is_some() { said } else { now },
        }
    }
}

#[cfg(test)]
mod tests;
