//! The register of agreements.

use super::{
    Commitment, CommitmentKind, CommitmentOptions, Outcome,
    attack::{Attack, attacks, response_owed},
    duties,
    help::{first_request, help},
};
use crate::{Names, chronicle::Chronicle, day, party};
use chancery_model::{
    ActorId, AgreementKind, Body, Force, Obligation, Statement, StatementId, Status,
};
use chancery_store::View;
use chancery_text::time::in_words;
use std::collections::{BTreeMap, BTreeSet};

/// One agreement, gathered from all that the record says about it.
#[derive(Default)]
struct Gathered<'record> {
    concluded: Vec<(&'record Statement, &'record chancery_model::Agreement)>,
    denied: Vec<&'record Statement>,
}

/// Returns the agreements of the record, the latest first, and with them the treaties that the
/// text says do not exist.
pub(super) fn agreements(
    view: &View<'_>,
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
) -> Vec<Commitment> {
    let mut denied: BTreeMap<Vec<ActorId>, Vec<&Statement>> = BTreeMap::new();
    let mut gathered: BTreeMap<(Vec<ActorId>, AgreementKind), Gathered<'_>> = BTreeMap::new();
    for statement in &view.statements {
        let Body::Agreement(agreement) = &statement.body else {
            continue;
        };
        let parties: BTreeSet<ActorId> = agreement.parties.iter().filter_map(party).collect();
        let parties: Vec<ActorId> = parties.into_iter().collect();
        if parties.is_empty() {
            continue;
        }
        let fact = statement.is_evidence();
        if agreement.force == Force::Absent || statement.status == Status::Negated {
            if fact || statement.status == Status::Negated {
                denied.entry(parties).or_default().push(statement);
            }
        } else if fact && agreement.force != Force::Proposed {
            let entry = gathered.entry((parties, agreement.agreement_kind));
            let entry = entry.or_default();
            entry.concluded.push((statement, agreement));
        }
    }
    let mut register: Vec<Commitment> = Vec::new();
    for ((parties, kind), mut found) in gathered {
        // Of a treaty that does not exist the text may name one side only.
        let military = matches!(kind, AgreementKind::Partnership | AgreementKind::Alliance);
        for (of, statements) in &denied {
            let one_side = of.len() == 1 && parties.len() == 2 && military;
            if *of == parties || (one_side && of.iter().all(|side| parties.contains(side))) {
                found.denied.extend(statements.iter().copied());
            }
        }
        register.push(agreement(&parties, kind, &found, chronicle, names, options));
    }
    for (parties, statements) in denied {
        let known = register.iter().any(|held| held.parties == parties);
        if !known && parties.len() > 1 {
            register.push(absence(parties, &statements, chronicle, names));
        }
    }
    register.sort_by(|one, other| {
        other
            .date
            .cmp(&one.date)
            .then_with(|| (&one.parties, &one.name).cmp(&(&other.parties, &other.name)))
    });
    register
}

fn agreement(
    parties: &[ActorId],
    kind: AgreementKind,
    found: &Gathered<'_>,
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
) -> Commitment {
    let concluded = found.concluded.iter();
    let date = concluded
        .clone()
        .filter(|(statement, _)| statement.date.from.or(statement.date.to).is_some())
        .filter_map(|(statement, _)| statement.date.anchor())
        .min();
    let obligations: BTreeSet<Obligation> = concluded
        .clone()
        .flat_map(|(_, agreement)| agreement.obligations.iter().copied())
        .collect();
    let obligations: Vec<Obligation> = obligations.into_iter().collect();
    let latest = concluded
        .clone()
        .max_by_key(|(statement, _)| (statement.date.reported, statement.id.clone()));
    let force = latest.map_or(Force::Signed, |(_, agreement)| agreement.force);
    let name = concluded
        .clone()
        .map(|(_, agreement)| agreement.name.trim())
        .max_by_key(|name| (name.chars().count(), std::cmp::Reverse(*name)))
        .unwrap_or_default();
    let since = date
        .or_else(|| concluded.clone().filter_map(|(s, _)| s.date.reported).min())
        .map_or(i64::MIN, day::number);
    let attacks = if force == Force::Ended {
        Vec::new()
    } else {
        let patience = options.patience;
        attacks(
            parties,
            since,
            &obligations,
            parties,
            chronicle,
            names,
            patience,
        )
    };
    // Who signs a truce, a trade or an arms-control agreement is not called upon by others' attacks: it
    // is broken where one party attacks another.
    let bond = !obligations.is_empty()
        || !matches!(
            kind,
            AgreementKind::Ceasefire | AgreementKind::Trade | AgreementKind::ArmsControl
        );
    let attacks: Vec<Attack> = attacks
        .into_iter()
        .filter(|attack| bond || attack.by.as_ref().is_some_and(|by| parties.contains(by)))
        .collect();
    let help = bond.then(|| help(parties, since, chronicle, names));
    let mut statements: Vec<StatementId> = Vec::new();
    let denied = found.denied.iter().copied();
    for statement in concluded.clone().map(|(s, _)| *s).chain(denied) {
        if !statements.contains(&statement.id) {
            statements.push(statement.id.clone());
        }
    }
    let (mut outcome, mut why) = verdict(&obligations, &attacks, force, names);
    let case = (&obligations[..], options.patience);
    if let (true, true, Some(asked)) = (
        bond && attacks.is_empty(),
        force != Force::Ended,
        called_upon(parties, parties, since, case, chronicle, names),
    ) {
        (outcome, why) = asked;
    }
    Commitment {
        kind: CommitmentKind::Agreement,
        name: if name.is_empty() {
            format!("{} agreement", kind_words(kind))
        } else {
            name.to_owned()
        },
        parties: parties.to_vec(),
        to: Vec::new(),
        organisation: None,
        date,
        deadline: None,
        force: Some(force),
        obliges_to: obliges_to(parties, &obligations, names),
        does_not_oblige_to: without_defence(&obligations, kind, !found.denied.is_empty()),
        obligations,
        help,
        attacks,
        outcome,
        why,
        source: None,
        background: false,
        statements,
    }
}

fn absence(
    parties: Vec<ActorId>,
    statements: &[&Statement],
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Commitment {
    let text = names.list(&parties);
    Commitment {
        kind: CommitmentKind::Agreement,
        name: "no treaty".to_owned(),
        to: Vec::new(),
        organisation: None,
        date: None,
        deadline: None,
        force: Some(Force::Absent),
        obligations: Vec::new(),
        obliges_to: String::new(),
        does_not_oblige_to: format!(
            "The text says that there is no treaty that would oblige {text} to defend each other."
        ),
        help: Some(help(&parties, i64::MIN, chronicle, names)),
        attacks: Vec::new(),
        outcome: Outcome::NoDuty,
        why: format!("{text} owe each other no defence."),
        source: None,
        background: false,
        statements: statements.iter().map(|found| found.id.clone()).collect(),
        parties,
    }
}

const fn kind_words(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::Partnership => "partnership",
        AgreementKind::Alliance => "alliance",
        AgreementKind::NonAggression => "non-aggression",
        AgreementKind::Ceasefire => "ceasefire",
        AgreementKind::Peace => "peace",
        AgreementKind::Trade => "trade",
        AgreementKind::ArmsControl => "arms-control",
        AgreementKind::Other => "unnamed",
    }
}

fn obliges_to(parties: &[ActorId], obligations: &[Obligation], names: &Names) -> String {
    if obligations.is_empty() {
        return "The record names no duty.".to_owned();
    }
    format!(
        "It obliges {} {}.",
        names.list(parties),
        duties(obligations)
    )
}

/// Says what is not owed. Only a duty to defend is worth missing: that is what it is asked for.
fn without_defence(obligations: &[Obligation], kind: AgreementKind, denied: bool) -> String {
    let owed = obligations.contains(&Obligation::Defence);
    match (denied, owed) {
        (true, _) => "The text says that it holds no duty to defend.".to_owned(),
        (false, true) => String::new(),
        (false, false) if matches!(kind, AgreementKind::Partnership | AgreementKind::Alliance) => {
            "No mutual-defence clause is recorded.".to_owned()
        }
        (false, false) => "It is no promise of defence.".to_owned(),
    }
}

/// Sums up what the others did after one party asked for help, where no attack on it is recorded: the
/// obligations, and how many days they have to act.
pub(super) fn called_upon(
    askers: &[ActorId],
    responders: &[ActorId],
    since: i64,
    (obligations, patience): (&[Obligation], i64),
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Option<(Outcome, String)> {
    let (asker, day, exact) = first_request(askers, responders, since, chronicle)?;
    let asked = exact.map_or_else(String::new, |date| format!(" on {}", in_words(date)));
    let asked = format!("{} asked for help{asked}.", names.of(&asker));
    responders
        .iter()
        .filter(|party| **party != asker)
        .map(|party| {
            let who = (party, &asker, None);
            let owed = (obligations, patience);
            response_owed(who, (day, exact), owed, chronicle, names)
        })
        .max_by(|one, other| {
            let graver = gravity(one.outcome).cmp(&gravity(other.outcome));
            graver.then_with(|| other.did.cmp(&one.did))
        })
        .map(|worst| (worst.outcome, format!("{asked} {}", worst.why)))
}

/// Sums up what became of the duties of an agreement.
pub(super) fn verdict(
    obligations: &[Obligation],
    attacks: &[Attack],
    force: Force,
    names: &Names,
) -> (Outcome, String) {
    if force == Force::Ended {
        return (Outcome::NotInvoked, "It has ended.".to_owned());
    }
    let inside = attacks
        .iter()
        .find(|attack| attack.responses.is_empty() && attack.by.is_some());
    if let (Some(attack), true) = (inside, obligations.contains(&Obligation::NonAggression)) {
        let by = attack.by.as_ref().map_or("", |by| names.of(by));
        let why = format!("{by} attacked {}.", names.of(&attack.on));
        return (Outcome::Broken, why);
    }
    let mut worst: Option<(Outcome, String)> = None;
    for response in attacks.iter().flat_map(|attack| &attack.responses) {
        let graver = worst
            .as_ref()
            .is_none_or(|(held, _)| gravity(response.outcome) > gravity(*held));
        if graver {
            worst = Some((response.outcome, response.why.clone()));
        }
    }
    let Some((outcome, why)) = worst else {
        return (
            Outcome::NotInvoked,
            "No attack on a party since is recorded.".to_owned(),
        );
    };
    let attacked = attacks.iter().find(|attack| !attack.responses.is_empty());
    let attacked = attacked.map_or_else(String::new, |attack| {
        let by = attack
            .by
            .as_ref()
            .map_or_else(String::new, |by| format!(" by {}", names.of(by)));
        let since = attack
            .since
            .map_or_else(String::new, |date| format!(" on {}", in_words(date)));
        format!("{} was attacked{by}{since}. ", names.of(&attack.on))
    });
    (outcome, format!("{attacked}{why}"))
}

/// Which outcome a summary should name first.
const fn gravity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Broken => 6,
        Outcome::Evaded => 5,
        Outcome::Pending => 4,
        Outcome::Honoured => 3,
        Outcome::Withdrawn => 2,
        Outcome::NoDuty => 1,
        Outcome::NotInvoked => 0,
    }
}
