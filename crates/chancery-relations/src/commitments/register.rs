//! The register of agreements and memberships.

use super::{
    Commitment, CommitmentKind, CommitmentOptions, Help, Outcome, Requested,
    attack::{Attack, Deed, attacks},
    duties,
};
use crate::{
    Names,
    chronicle::{Chronicle, in_words},
    day,
    organisations::organisation,
    party,
};
use chancery_model::{
    ActorId, AgreementKind, Body, Date, EventType, Force, MembershipStatus, Mode, Obligation,
    Statement, StatementId, Status,
};
use chancery_store::View;
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
    let (outcome, why) = verdict(&obligations, &attacks, force, names);
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

/// Returns whether one party asked another for help since a day. A request whose addressee the
/// text leaves out counts as one to the other parties.
fn help(parties: &[ActorId], since: i64, chronicle: &Chronicle<'_>, names: &Names) -> Help {
    help_of(parties, parties, since, chronicle, names)
}

fn help_of(
    askers: &[ActorId],
    parties: &[ActorId],
    since: i64,
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Help {
    let (mut asked, mut denied) = (Vec::new(), Vec::new());
    for asker in askers {
        for act in chronicle.with(asker) {
            let for_help = act.is(EventType::Request) && act.event.mode == Some(Mode::Assist);
            let to_party = act.to.is_empty() || act.to.iter().any(|to| parties.contains(to));
            if !(for_help && act.is_by(asker) && to_party) || act.day < since {
                continue;
            }
            if act.happened() {
                asked.push((asker, act));
            } else if act.statement.status == Status::Negated {
                denied.push((asker, act));
            }
        }
    }
    // "The lack of an official request": nobody is named who did not ask.
    let unnamed = chronicle.acts.iter().find(|act| {
        act.is(EventType::Request)
            && act.event.mode == Some(Mode::Assist)
            && act.by.is_empty()
            && act.statement.status == Status::Negated
            && act.to.iter().any(|to| parties.contains(to))
            && act.day >= since
    });
    let ids = |acts: &[(&ActorId, &crate::chronicle::Act<'_>)]| {
        acts.iter().map(|(_, act)| act.id().clone()).collect()
    };
    if let Some((asker, act)) = asked.first() {
        let date = act.when();
        Help {
            requested: Requested::Recorded,
            why: format!("{} asked for help{date}.", names.of(asker)),
            statements: ids(&asked),
        }
    } else if let Some((asker, _)) = denied.first() {
        Help {
            requested: Requested::DeniedByText,
            why: format!(
                "The text says that {} made no request for help.",
                names.of(asker)
            ),
            statements: ids(&denied),
        }
    } else if let Some(act) = unnamed {
        Help {
            requested: Requested::DeniedByText,
            why: "The text says that no request for help was made.".to_owned(),
            statements: vec![act.id().clone()],
        }
    } else {
        Help {
            requested: Requested::NoneRecorded,
            why: "No request for help is recorded.".to_owned(),
            statements: Vec::new(),
        }
    }
}

/// Returns whether one actor asked another for help, as far as the record tells.
pub(crate) fn help_asked_by(
    asker: &ActorId,
    parties: &[ActorId],
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Help {
    help_of(
        std::slice::from_ref(asker),
        parties,
        i64::MIN,
        chronicle,
        names,
    )
}

/// Sums up what became of the duties of an agreement.
fn verdict(
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

/// Returns the memberships of the record, by organisation.
pub(super) fn memberships(
    view: &View<'_>,
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
) -> Vec<Commitment> {
    type Held<'record> = (Option<Date>, &'record Statement, MembershipStatus);
    let mut found: BTreeMap<ActorId, BTreeMap<ActorId, Vec<Held<'_>>>> = BTreeMap::new();
    for statement in view.statements.iter().filter(|found| found.is_evidence()) {
        let Body::Membership(membership) = &statement.body else {
            continue;
        };
        let Some(of) = membership.organisation.as_ref().and_then(party) else {
            continue;
        };
        for actor in membership.actor.iter().filter_map(party) {
            let held = (statement.date.reported, *statement, membership.membership);
            let of_organisation = found.entry(of.clone()).or_default();
            of_organisation.entry(actor).or_default().push(held);
        }
    }
    let mut register = Vec::new();
    for (id, actors) in found {
        let mut members = Vec::new();
        let mut others: Vec<String> = Vec::new();
        let mut statements = Vec::new();
        let mut since: Option<Date> = None;
        for (actor, mut held) in actors {
            held.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
            let Some((_, _, status)) = held.last() else {
                continue;
            };
            match status {
                MembershipStatus::Member => members.push(actor),
                MembershipStatus::Observer => others.push(format!("{} observes", names.of(&actor))),
                MembershipStatus::Partner => {
                    others.push(format!("{} is a partner", names.of(&actor)));
                }
                MembershipStatus::Applicant => {
                    others.push(format!("{} has applied", names.of(&actor)));
                }
                MembershipStatus::Suspended => {
                    others.push(format!("{} is suspended or has left", names.of(&actor)));
                }
            }
            for (_, statement, _) in held {
                if let Some(date) = statement.date.from.or(statement.date.to) {
                    since = Some(since.map_or(date, |held| held.min(date)));
                }
                if !statements.contains(&statement.id) {
                    statements.push(statement.id.clone());
                }
            }
        }
        let entry = Entry {
            id,
            members,
            others,
            since,
            statements,
        };
        register.push(membership(entry, chronicle, names, options));
    }
    register
}

/// Who belongs to one organisation.
struct Entry {
    id: ActorId,
    members: Vec<ActorId>,
    others: Vec<String>,
    since: Option<Date>,
    statements: Vec<StatementId>,
}

fn membership(
    entry: Entry,
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
) -> Commitment {
    let table = organisation(&entry.id);
    let obligations = table.map_or_else(Vec::new, |found| found.obligations.clone());
    let name = table.map_or_else(|| names.of(&entry.id), |found| found.name);
    let from = entry.since.map_or(i64::MIN, day::number);
    let mut responders = entry.members.clone();
    responders.push(entry.id.clone());
    let attacks = attacks(
        &entry.members,
        from,
        &obligations,
        &responders,
        chronicle,
        names,
        options.patience,
    );
    let (outcome, mut why) = verdict(&obligations, &attacks, Force::InForce, names);
    if let Some(attack) = attacks.first() {
        let quiet = |did: Deed| matches!(did, Deed::Spoke | Deed::Silent | Deed::Refused);
        if !attack.responses.is_empty() && attack.responses.iter().all(|found| quiet(found.did)) {
            let by = attack
                .by
                .as_ref()
                .map_or_else(String::new, |by| format!(" by {}", names.of(by)));
            why = format!(
                "After {} was attacked{by}, {name} and its members on record did no more than speak.",
                names.of(&attack.on)
            );
        }
    }
    let members = if entry.members.is_empty() {
        String::new()
    } else {
        let verb = if entry.members.len() == 1 {
            "is a member"
        } else {
            "are members"
        };
        format!("{} {verb}. ", names.list(&entry.members))
    };
    let others = if entry.others.is_empty() {
        String::new()
    } else {
        format!("{}. ", entry.others.join("; "))
    };
    let says = table.map_or_else(
        || "What membership obliges to is not in the table of organisations.".to_owned(),
        |found| format!("{}: {}.", found.clause, found.says),
    );
    Commitment {
        kind: CommitmentKind::Membership,
        name: name.to_owned(),
        parties: entry.members,
        to: Vec::new(),
        organisation: Some(entry.id),
        date: entry.since,
        deadline: None,
        force: None,
        obliges_to: format!("{members}{others}{says}"),
        does_not_oblige_to: match table {
            Some(found) if !found.obligations.contains(&Obligation::Defence) => {
                "Membership is no promise of defence.".to_owned()
            }
            _ => String::new(),
        },
        obligations,
        help: None,
        attacks,
        outcome,
        why,
        source: table.map(|found| found.source.to_owned()),
        statements: entry.statements,
    }
}
