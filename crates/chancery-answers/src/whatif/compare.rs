//! What differs between two sets of answers, and why.

use super::Change;
use crate::{brief::Brief, words};
use chancery_model::ActorId;
use chancery_relations::{
    Names,
    commitments::{Commitment, Outcome},
    defence::Defence,
    mediation::{Candidate, Mediation},
    ties::Tie,
};
use std::collections::BTreeMap;

/// A tie changes where its word does, or its value by so much.
const LEAST_SHIFT: f64 = 0.15;

/// A probability changes where it moves by so much.
const LEAST_CHANCE: f64 = 0.01;

/// A small one also where it grows or shrinks by so much.
const LEAST_RATIO: f64 = 1.25;

pub(super) fn ties(before: &Brief, after: &Brief, names: &Names) -> Vec<Change> {
    let held: BTreeMap<(&ActorId, &ActorId), &Tie> = before
        .ties
        .iter()
        .map(|tie| ((&tie.a, &tie.b), tie))
        .collect();
    let mut changes: Vec<(f64, Change)> = Vec::new();
    for tie in &after.ties {
        let old = held.get(&(&tie.a, &tie.b));
        let shift = tie.value - old.map_or(0.0, |old| old.value);
        let same_word = old.is_some_and(|old| old.label == tie.label && old.sign == tie.sign);
        if same_word && shift.abs() < LEAST_SHIFT {
            continue;
        }
        let change = Change {
            about: names.list([&tie.a, &tie.b]),
            actors: vec![tie.a.clone(), tie.b.clone()],
            before: old.map_or_else(|| "not recorded".to_owned(), |old| valued(old)),
            after: valued(tie),
            why: if shift < 0.0 { "colder" } else { "warmer" }.to_owned(),
            statements: tie.statements.iter().take(3).cloned().collect(),
        };
        changes.push((shift.abs(), change));
    }
    changes.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then_with(|| one.1.actors.cmp(&other.1.actors))
    });
    changes.into_iter().map(|(_, change)| change).collect()
}

fn valued(tie: &Tie) -> String {
    format!(
        "{} ({})",
        tie.label.as_str().replace('-', " "),
        words::signed(tie.value)
    )
}

pub(super) fn camps(before: &Brief, after: &Brief, names: &Names) -> Vec<Change> {
    let mut changes = Vec::new();
    let camp = |brief: &Brief, actor: &ActorId| {
        brief
            .camps
            .groups
            .iter()
            .find(|group| group.contains(actor))
            .cloned()
    };
    let mut actors: Vec<&ActorId> = before
        .camps
        .groups
        .iter()
        .chain(&after.camps.groups)
        .flatten()
        .collect();
    actors.sort();
    actors.dedup();
    for actor in actors {
        let (old, new) = (camp(before, actor), camp(after, actor));
        if old == new {
            continue;
        }
        let with = |group: &Option<Vec<ActorId>>| match group {
            None => "in no camp".to_owned(),
            Some(group) if group.len() == 1 => "alone".to_owned(),
            Some(group) => format!(
                "with {}",
                names.list(group.iter().filter(|other| *other != actor))
            ),
        };
        // Whoever merely gains or loses a companion stays where it was.
        let moved = match (&old, &new) {
            (Some(old), Some(new)) => !old
                .iter()
                .any(|other| other != actor && new.contains(other)),
            _ => true,
        };
        if moved {
            let ties = after
                .ties
                .iter()
                .filter(|tie| (tie.a == *actor || tie.b == *actor) && tie.sign != 0);
            changes.push(Change {
                about: names.of(actor).to_owned(),
                actors: vec![actor.clone()],
                before: with(&old),
                after: with(&new),
                why: "its ties put it there".to_owned(),
                statements: ties
                    .flat_map(|tie| tie.statements.first().cloned())
                    .take(3)
                    .collect(),
            });
        }
    }
    if (before.camps.frustration - after.camps.frustration).abs() > 1e-6 {
        changes.push(Change {
            about: "the strain between the camps".to_owned(),
            actors: Vec::new(),
            before: format!("{:.2}", before.camps.frustration),
            after: format!("{:.2}", after.camps.frustration),
            why: "weight of the ties that fit no division into camps".to_owned(),
            statements: after
                .camps
                .strained
                .iter()
                .flat_map(|found| found.statements.first().cloned())
                .take(3)
                .collect(),
        });
    }
    let triads = |brief: &Brief| -> Vec<Vec<ActorId>> {
        brief
            .camps
            .strained
            .iter()
            .map(|found| found.actors.to_vec())
            .collect()
    };
    let old = triads(before);
    for found in after
        .camps
        .strained
        .iter()
        .filter(|found| !old.contains(&found.actors.to_vec()))
    {
        changes.push(Change {
            about: names.list(&found.actors),
            actors: found.actors.to_vec(),
            before: "no strain on record".to_owned(),
            after: "under strain".to_owned(),
            why: words::sentence(&found.why),
            statements: found.statements.iter().take(3).cloned().collect(),
        });
    }
    changes
}

pub(super) fn commitments(before: &Brief, after: &Brief, names: &Names) -> Vec<Change> {
    let key = |held: &Commitment| {
        (
            held.kind,
            held.name.clone(),
            held.parties.clone(),
            held.to.clone(),
            held.date,
        )
    };
    let old: BTreeMap<_, &Commitment> = before
        .commitments
        .iter()
        .map(|held| (key(held), held))
        .collect();
    let mut changes = Vec::new();
    for held in &after.commitments {
        let earlier = old.get(&key(held));
        let help = |held: &Commitment| held.help.as_ref().map(|help| help.requested);
        let same = earlier.is_some_and(|earlier| {
            earlier.outcome == held.outcome
                && earlier.attacks.len() == held.attacks.len()
                && help(earlier) == help(held)
        });
        if same {
            continue;
        }
        let state = |held: &Commitment| {
            let asked = held
                .help
                .as_ref()
                .map_or_else(String::new, |help| format!(" {}", help.why));
            format!("{}.{asked}", outcome(held.outcome))
        };
        let statements = held
            .attacks
            .iter()
            .flat_map(|attack| attack.statements.first())
            .chain(held.help.iter().flat_map(|help| help.statements.first()))
            .chain(&held.statements);
        changes.push(Change {
            about: format!(
                "{}: {}",
                names.list(&held.parties),
                words::shortened(&held.name, 60)
            ),
            actors: held.parties.clone(),
            before: earlier.map_or_else(|| "not on record".to_owned(), |earlier| state(earlier)),
            after: state(held),
            why: words::sentence(&held.why),
            statements: statements.take(3).cloned().collect(),
        });
    }
    changes
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Honoured => "Honoured",
        Outcome::Evaded => "Evaded",
        Outcome::Broken => "Broken",
        Outcome::Withdrawn => "Withdrawn",
        Outcome::Pending => "Due, and there is time yet",
        Outcome::NotInvoked => "Not invoked",
        Outcome::NoDuty => "No duty arises",
    }
}

pub(super) fn protectors(before: &[Defence], after: &[Defence], names: &Names) -> Vec<Change> {
    let mut changes = Vec::new();
    for (old, new) in before.iter().zip(after) {
        let low = old.probability.min(new.probability);
        let high = old.probability.max(new.probability);
        if high - low < LEAST_CHANCE && high < LEAST_RATIO * low {
            continue;
        }
        let moved: Vec<_> = new
            .parts
            .iter()
            .zip(&old.parts)
            .filter(|(new, old)| (new.shift - old.shift).abs() >= 0.1)
            .map(|(new, _)| new)
            .collect();
        let why: Vec<String> = moved
            .iter()
            .map(|part| words::sentence(&part.why))
            .collect();
        let against = new.attacker.as_ref().map_or("nobody", |by| names.of(by));
        changes.push(Change {
            about: format!(
                "{} defends {} against {against}",
                names.of(&new.defender),
                names.of(&new.target)
            ),
            actors: vec![new.defender.clone(), new.target.clone()],
            before: finely(old.probability),
            after: finely(new.probability),
            why: why.join(" "),
            statements: moved
                .iter()
                .flat_map(|part| part.statements.iter().take(2))
                .cloned()
                .collect(),
        });
    }
    changes
}

/// Returns a small probability with a decimal, so that its change shows.
fn finely(chance: f64) -> String {
    if chance < 0.1 {
        format!("{:.1}\u{a0}%", chance * 100.0)
    } else {
        words::percent(chance)
    }
}

pub(super) fn mediators(before: &Brief, after: &Brief, names: &Names) -> Vec<Change> {
    let mut changes = Vec::new();
    for mediation in &after.mediation {
        let earlier = before
            .mediation
            .iter()
            .find(|found| found.dispute == mediation.dispute);
        let between = names.list(&mediation.dispute);
        if earlier.is_none() {
            changes.push(Change {
                about: format!("the dispute between {between}"),
                actors: mediation.dispute.to_vec(),
                before: "not among the worst".to_owned(),
                after: first(mediation, names),
                why: "it is among the worst disputes".to_owned(),
                statements: mediation.statements.iter().take(3).cloned().collect(),
            });
            continue;
        }
        let old = |actor: &ActorId| {
            earlier.and_then(|found| {
                found
                    .candidates
                    .iter()
                    .find(|candidate| candidate.actor == *actor)
            })
        };
        for candidate in &mediation.candidates {
            changes.extend(candidate_change(
                old(&candidate.actor),
                candidate,
                &between,
                names,
            ));
        }
    }
    changes
}

fn first(mediation: &Mediation, names: &Names) -> String {
    mediation.candidates.first().map_or_else(
        || "nobody in sight".to_owned(),
        |found| {
            format!(
                "{} first ({})",
                names.of(&found.actor),
                words::percent(found.probability)
            )
        },
    )
}

fn candidate_change(
    old: Option<&Candidate>,
    new: &Candidate,
    between: &str,
    names: &Names,
) -> Option<Change> {
    let status = |candidate: &Candidate, name: &str| {
        candidate
            .conditions
            .iter()
            .find(|found| found.name == name)
            .map(|found| found.status)
    };
    let moved: Vec<_> = new
        .conditions
        .iter()
        .filter(|found| old.is_none_or(|old| status(old, &found.name) != Some(found.status)))
        .collect();
    let shift = new.probability - old.map_or(0.0, |old| old.probability);
    if old.is_some() && moved.is_empty() && shift.abs() < LEAST_CHANCE {
        return None;
    }
    // Of a new candidate, what speaks for or against it; of a known one, what changed.
    let told = moved
        .iter()
        .filter(|found| old.is_some() || found.name.starts_with("consent"));
    let why: Vec<String> = told.map(|found| words::sentence(&found.why)).collect();
    Some(Change {
        about: format!("{} between {between}", names.of(&new.actor)),
        actors: vec![new.actor.clone()],
        before: old.map_or_else(
            || "no candidate".to_owned(),
            |old| words::percent(old.probability),
        ),
        after: words::percent(new.probability),
        why: why.join(" "),
        statements: moved
            .iter()
            .flat_map(|found| found.statements.iter().take(1))
            .take(4)
            .cloned()
            .collect(),
    })
}
