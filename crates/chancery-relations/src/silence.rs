//! The dog that did not bark: who could be expected to act when another was attacked, and stayed
//! silent or only spoke.
//!
//! What is expected rests on a bond (an agreement, an organisation, a warm tie) and, where the
//! record reaches back, on the actor's own past: how often it did something when one to whom it is
//! as close was attacked before. Silence in a record is silence of the documents read, and says so.

use crate::{
    Names,
    chronicle::Chronicle,
    commitments::{Commitment, CommitmentKind, CommitmentOptions, Deed, commitments, response_to},
    day,
    majors::treaties_of_defence,
    named::lists,
    organisations,
    phrases::Searched,
    ties::Ties,
};
use chancery_model::{ActorId, Body, Date, EventType, Force, Obligation, StatementId, Status};
use chancery_store::View;
use chancery_text::time::in_words;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One who could be expected to act, and did no more than speak.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Silence {
    /// Who.
    pub actor: ActorId,
    /// Who was attacked.
    pub victim: ActorId,
    /// By whom, where the record says.
    pub attacker: Option<ActorId>,
    /// Since when, where the record gives a day.
    pub since: Option<Date>,
    /// Whether it spoke.
    pub spoke: bool,
    /// What it did, in a sentence.
    pub why: String,
    /// Why more could be expected, a sentence a bond.
    pub expected: Vec<Expectation>,
    /// How often it acted when others to whom it is bound were attacked before, and of how many.
    pub past: Option<[usize; 2]>,
    /// The statements that show what it did, and the attack.
    pub statements: Vec<StatementId>,
}

/// A reason to expect that somebody acts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Expectation {
    /// One sentence.
    pub why: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// At most so many statements of each are listed.
const MOST_STATEMENTS: usize = 3;

/// An attack is answered within so many days, where the past is counted.
const PATIENCE: i64 = 60;

/// Returns who stayed silent or only spoke after each attack on one of `victims`.
///
/// `is_member` tells who is a member of which organisation by what is known beside the record.
pub fn silences(
    view: &View<'_>,
    ties: &Ties,
    names: &Names,
    victims: &[ActorId],
    is_member: &dyn Fn(&ActorId, &ActorId) -> bool,
) -> Vec<Silence> {
    let chronicle = Chronicle::of(view);
    let mut register = commitments(view, names, &CommitmentOptions::default());
    // What is known beside the record is asked for apart, of the victim.
    register.retain(|held| !held.background);
    let mut found = Vec::new();
    for victim in victims {
        let Some(attack) = attack_on(victim, &chronicle) else {
            continue;
        };
        let mut reasons = expected(victim, &attack, &register, ties, names);
        let today = day::date(chronicle.today);
        for (actor, why) in bound_beside_the_record(victim, today, names, is_member) {
            let held = reasons.entry(actor).or_default();
            // What the record says of a bond comes first.
            if held.is_empty() {
                held.push(Expectation {
                    why,
                    statements: Vec::new(),
                });
            }
        }
        if let Some(attacker) = &attack.by {
            reasons.remove(attacker);
        }
        for (actor, expected) in reasons {
            let who = (&actor, victim, attack.by.as_ref());
            let response = response_to(who, (attack.day, attack.exact), &chronicle, names);
            if !matches!(response.did, Deed::Spoke | Deed::Silent) {
                continue;
            }
            let mut statements = response.statements;
            let mut why = response.why;
            let said = said_to_be_idle(&actor, view);
            if !said.is_empty() {
                why += " The text says so itself.";
                statements.splice(0..0, said);
            }
            statements.truncate(MOST_STATEMENTS);
            statements.extend(attack.statements.iter().take(1).cloned());
            found.push(Silence {
                past: past(&actor, victim, attack.day, &register, &chronicle, names),
                victim: victim.clone(),
                attacker: attack.by.clone(),
                since: attack.exact,
                spoke: response.did == Deed::Spoke,
                why,
                expected,
                statements,
                actor,
            });
        }
    }
    found
}

/// Returns the evaluations that say of somebody that it stayed out or silent.
fn said_to_be_idle(actor: &ActorId, view: &View<'_>) -> Vec<StatementId> {
    view.statements
        .iter()
        .filter(|statement| match &statement.body {
            Body::Judgement(judgement) => {
                let text = &statement.evidence.text;
                statement.status != Status::Negated
                    && Searched::new(text).has("idle")
                    && lists(&text.to_lowercase(), &judgement.about)
                        .first()
                        .is_some_and(|list| list.actors.contains(&actor))
            }
            _ => false,
        })
        .map(|statement| statement.id.clone())
        .take(2)
        .collect()
}

/// The first attack on somebody within the last year of the record.
struct Attack {
    by: Option<ActorId>,
    day: i64,
    exact: Option<Date>,
    statements: Vec<StatementId>,
}

fn attack_on(victim: &ActorId, chronicle: &Chronicle<'_>) -> Option<Attack> {
    let attacks = || {
        chronicle.with(victim).filter(|act| {
            let suffered = act.is_to(victim) || (act.to.is_empty() && act.by.len() > 1);
            act.is(EventType::Assault)
                && act.happened()
                && suffered
                && chronicle.today - act.day <= 365
        })
    };
    let enemies = attacks().flat_map(|act| &act.by).filter(|by| *by != victim);
    let mut counts: BTreeMap<&ActorId, usize> = BTreeMap::new();
    for enemy in enemies {
        *counts.entry(enemy).or_default() += 1;
    }
    let by = counts
        .into_iter()
        .max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(one.0)))
        .map(|(enemy, _)| enemy.clone());
    let of_enemy = || attacks().filter(|act| by.as_ref().is_none_or(|by| act.is_by(by)));
    let first = of_enemy().min_by_key(|act| act.day)?;
    Some(Attack {
        day: first.day,
        exact: of_enemy().filter_map(|act| act.exact()).min(),
        statements: of_enemy()
            .map(|act| act.id().clone())
            .take(MOST_STATEMENTS)
            .collect(),
        by,
    })
}

/// Returns who owes a victim defence by a treaty or organisation of the tables, and by what.
fn bound_beside_the_record(
    victim: &ActorId,
    today: Option<Date>,
    names: &Names,
    is_member: &dyn Fn(&ActorId, &ActorId) -> bool,
) -> Vec<(ActorId, String)> {
    let whom = names.of(victim);
    let mut found = Vec::new();
    for (major, what, source) in treaties_of_defence(victim, today) {
        let why = format!(
            "{} owes {whom} defence (background: {what}, {source}).",
            names.of(major)
        );
        found.push((major.clone(), why));
    }
    let bound = organisations::all().filter(|organisation| {
        organisation.holds(today)
            && organisation.obligations.contains(&Obligation::Defence)
            && is_member(victim, &organisation.id)
    });
    for organisation in bound {
        let why = format!(
            "{whom} is a member of {}, which owes its members defence (background: {}).",
            names.of(&organisation.id),
            organisation.source
        );
        found.push((organisation.id.clone(), why));
    }
    found
}

/// Returns who could be expected to act for a victim, each with its reasons.
fn expected(
    victim: &ActorId,
    attack: &Attack,
    register: &[Commitment],
    ties: &Ties,
    names: &Names,
) -> BTreeMap<ActorId, Vec<Expectation>> {
    let mut found: BTreeMap<ActorId, Vec<Expectation>> = BTreeMap::new();
    let mut add = |actor: &ActorId, why: String, statements: &[StatementId]| {
        if actor != victim && Some(actor) != attack.by.as_ref() {
            found.entry(actor.clone()).or_default().push(Expectation {
                why,
                statements: statements.iter().take(MOST_STATEMENTS).cloned().collect(),
            });
        }
    };
    let whom = names.of(victim);
    for held in register.iter().filter(|held| held.parties.contains(victim)) {
        let live = held.force != Some(Force::Ended) && held.force != Some(Force::Absent);
        let duty = if held.obligations.contains(&Obligation::Defence) {
            "which owes its members defence"
        } else {
            "which owes no defence"
        };
        match (held.kind, &held.organisation) {
            (CommitmentKind::Membership, Some(organisation)) => {
                let name = names.of(organisation);
                let why = format!("{whom} is a member of {name}, {duty}.");
                add(organisation, why, &held.statements);
                for member in &held.parties {
                    let who = names.of(member);
                    let why = format!("{who} and {whom} are both members of {name}, {duty}.");
                    add(member, why, &held.statements);
                }
            }
            (CommitmentKind::Agreement, _) if live && held.help.is_some() => {
                for party in &held.parties {
                    add(
                        party,
                        format!("{} and {whom} agreed on: {}.", names.of(party), held.name),
                        &held.statements,
                    );
                }
            }
            _ => {}
        }
    }
    for tie in ties.all().iter().filter(|tie| tie.sign > 0) {
        let other = if tie.a == *victim {
            &tie.b
        } else if tie.b == *victim {
            &tie.a
        } else {
            continue;
        };
        let why = format!("{}.", crate::camps::words(other, victim, Some(tie), names));
        add(other, why, &tie.statements);
    }
    found
}

/// Returns how often an actor acted after earlier attacks on others to whom it is bound by an
/// agreement or a common organisation, and how many such attacks there were.
fn past(
    actor: &ActorId,
    victim: &ActorId,
    before: i64,
    register: &[Commitment],
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Option<[usize; 2]> {
    let bound: BTreeSet<&ActorId> = register
        .iter()
        .filter(|held| held.parties.contains(actor) || held.organisation.as_ref() == Some(actor))
        .filter(|held| {
            matches!(
                held.kind,
                CommitmentKind::Agreement | CommitmentKind::Membership
            )
        })
        .flat_map(|held| &held.parties)
        .filter(|party| *party != actor && *party != victim)
        .collect();
    let (mut all, mut acted) = (0, 0);
    for other in bound {
        let mut last = i64::MIN / 2;
        for act in chronicle.with(other) {
            let attacked = act.is(EventType::Assault) && act.happened() && act.is_to(other);
            if !attacked || act.day >= before - PATIENCE || act.day - last <= PATIENCE {
                continue;
            }
            // One attack in two months counts: what follows belongs to it.
            last = act.day;
            all += 1;
            let attacker = act.by.first();
            let response = response_to(
                (actor, other, attacker),
                (act.day, act.exact()),
                chronicle,
                names,
            );
            acted += usize::from(response.did <= Deed::Penalised);
        }
    }
    (all > 0).then_some([acted, all])
}

impl Silence {
    /// Says what the past tells, where it tells anything.
    pub fn past_words(&self, names: &Names) -> String {
        let who = names.of(&self.actor);
        match self.past {
            Some([acted, all]) => format!(
                "Of {all} earlier attacks on others bound to {who}, it did more than speak after {acted}."
            ),
            None => format!("The record knows no earlier attack on others bound to {who}."),
        }
    }

    /// Says since when, where a day is known.
    pub fn since_words(&self) -> String {
        self.since
            .map_or_else(String::new, |date| format!(" since {}", in_words(date)))
    }
}

/// Returns everybody who was attacked within the last year of the record.
pub fn attacked(view: &View<'_>) -> Vec<ActorId> {
    let chronicle = Chronicle::of(view);
    let today = view.as_of.map_or(chronicle.today, day::number);
    let recent = chronicle
        .acts
        .iter()
        .filter(|act| act.is(EventType::Assault) && act.happened() && today - act.day <= 365);
    let mut victims: BTreeMap<ActorId, usize> = BTreeMap::new();
    for act in recent {
        for victim in &act.to {
            *victims.entry(victim.clone()).or_default() += 1;
        }
    }
    let mut victims: Vec<(ActorId, usize)> = victims.into_iter().collect();
    victims.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    victims.into_iter().map(|(victim, _)| victim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::{Builder, date},
        ties::TieModel,
    };
    use chancery_model::AgreementKind;

    fn ask(builder: &Builder) -> Vec<Silence> {
        let view = builder.record.as_of(date("2025-06-30"));
        let ties = Ties::of(&view, &TieModel::default());
        {
            let none = |_: &ActorId, _: &ActorId| false;
            silences(&view, &ties, &Names::default(), &["IRN".into()], &none)
        }
    }

    fn attacked_member() -> Builder {
        let mut builder = Builder::default();
        builder.member("IRN RUS", "BRICS", "2024-01-01");
        builder.event("ISR ASSAULT IRN", "2025-06-13");
        builder
    }

    #[test]
    fn an_organisation_that_did_nothing_is_named_with_the_reason_to_expect_more() {
        let found = ask(&attacked_member());
        let names: Vec<&str> = found.iter().map(|found| found.actor.as_str()).collect();
        assert_eq!(names, ["BRICS", "RUS"]);
        assert!(
            found[0].expected[0].why.contains("owes no defence"),
            "{:?}",
            found[0]
        );
        assert_eq!(found[0].expected[0].statements, ["s001".into()]);
        assert!(!found[0].spoke && found[0].past.is_none());
        assert!(found[0].statements.contains(&"s002".into()));
    }

    #[test]
    fn what_the_text_says_of_those_who_stayed_out_stands_with_them() {
        let mut builder = attacked_member();
        builder.judgement(
            "BRICS",
            "Even BRICS has remained on the sidelines",
            "2025-06-18",
        );
        let found = ask(&builder);
        assert!(
            found[0].why.ends_with("The text says so itself."),
            "{:?}",
            found[0]
        );
        assert_eq!(found[0].statements.first(), Some(&"s003".into()));
        assert!(!found[1].why.contains("itself"), "{:?}", found[1]);
    }

    #[test]
    fn who_spoke_only_spoke_and_who_helped_is_left_out() {
        let mut builder = attacked_member();
        builder.event("BRICS ACCUSE ISR", "2025-06-14");
        builder.event("RUS AID IRN", "2025-06-15");
        let found = ask(&builder);
        assert_eq!(found.len(), 1);
        assert!(found[0].spoke);
    }

    #[test]
    fn the_past_counts_attacks_on_others_to_whom_one_is_bound() {
        let mut builder = attacked_member();
        builder.agreement(
            "RUS SYR",
            AgreementKind::Alliance,
            &[Obligation::Defence],
            "2014-01-01",
        );
        builder.event("TUR ASSAULT SYR", "2015-01-01");
        builder.event("RUS AID SYR", "2015-01-20");
        builder.event("ISR ASSAULT SYR", "2018-01-01");
        let found = ask(&builder);
        let russia = found.iter().find(|found| found.actor.as_str() == "RUS");
        assert_eq!(
            russia.and_then(|found| found.past).map(|[_, all]| all),
            Some(2)
        );
    }

    #[test]
    fn who_owes_defence_by_the_tables_is_expected_too() {
        let mut builder = Builder::default();
        builder.event("AZE ASSAULT ARM", "2020-09-27");
        let view = builder.record.as_of(date("2020-10-20"));
        let ties = Ties::of(&view, &TieModel::default());
        let member =
            |state: &ActorId, of: &ActorId| of.as_str() == "CSTO" && state.as_str() == "ARM";
        let found = silences(&view, &ties, &Names::default(), &["ARM".into()], &member);
        let names: Vec<&str> = found.iter().map(|found| found.actor.as_str()).collect();
        assert_eq!(names, ["CSTO", "RUS"]);
        assert!(
            found
                .iter()
                .all(|found| found.expected[0].why.contains("background"))
        );
    }

    #[test]
    fn nobody_is_silent_where_nobody_was_attacked() {
        let mut builder = Builder::default();
        builder.member("IRN RUS", "BRICS", "2024-01-01");
        assert!(ask(&builder).is_empty());
    }
}
