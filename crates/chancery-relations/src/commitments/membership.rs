//! The register of memberships.

use super::{
    Commitment, CommitmentKind, CommitmentOptions,
    attack::{Deed, attacks},
    help::help_of,
    register::{called_upon, verdict},
};
use crate::{Names, chronicle::Chronicle, day, organisations::organisation, party};
use chancery_model::{
    ActorId, Body, Date, Force, MembershipStatus, Obligation, Statement, StatementId,
};
use chancery_store::View;
use std::collections::BTreeMap;

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
    let owes_help = obligations
        .iter()
        .any(|owed| matches!(owed, Obligation::Defence | Obligation::Consultation));
    let help = owes_help.then(|| help_of(&entry.members, &responders, from, chronicle, names));
    let (mut outcome, mut why) = verdict(&obligations, &attacks, Force::InForce, names);
    let case = (&obligations[..], options.patience);
    if let (true, Some(asked)) = (
        attacks.is_empty(),
        called_upon(&entry.members, &responders, from, case, chronicle, names),
    ) {
        (outcome, why) = asked;
    }
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
        help,
        attacks,
        outcome,
        why,
        source: table.map(|found| found.source.to_owned()),
        background: false,
        statements: entry.statements,
    }
}
