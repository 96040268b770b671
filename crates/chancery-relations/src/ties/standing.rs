//! Standing facts: asserted stances, agreements by obligation, memberships, flows, a war in
//! progress. One of each kind counts for a pair, and it fades with the days since it was told.

use super::{
    deeds::Word,
    evidence::{Dossier, pairs},
    model,
};
use crate::{day, organisations::organisation, party};
use chancery_model::{
    ActorId, Body, Force, Obligation, Pair, Statement, StatementId, Status, TieLabel,
};
use std::collections::BTreeMap;

/// What kind of standing fact it is; one of each counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Stance(TieLabel),
    Agreement(chancery_model::AgreementKind, Vec<Obligation>),
    SharedMembership(ActorId),
    Membership,
    Flow(chancery_model::Commodity),
    War,
}

/// A standing fact about two actors.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) kind: Kind,
    pub(crate) day: i64,
    pub(crate) level: f64,
    /// The standard deviation when fresh and told by the text itself.
    pub(crate) deviation: f64,
    pub(crate) word: Word,
    pub(crate) half_life: f64,
    pub(crate) statements: Vec<StatementId>,
}

pub(super) type Facts = BTreeMap<Pair, BTreeMap<Kind, Standing>>;

/// The last day on which an agreement of a kind ended, by pair: what was signed before is over.
pub(super) type Ended = BTreeMap<Pair, BTreeMap<Kind, i64>>;

/// Who belongs to which organisation: the day, the statement, and whether as a member.
pub(super) type Members =
    BTreeMap<ActorId, BTreeMap<ActorId, (i64, bool, StatementId, Option<ActorId>)>>;

/// Files what a statement says about a lasting state of affairs.
pub(super) fn file(
    statement: &Statement,
    today: Option<i64>,
    facts: &mut Facts,
    ended: &mut Ended,
    members: &mut Members,
) {
    let asserted = asserted_on(statement, today);
    let happened = statement.date.anchor().map(day::number).unwrap_or(asserted);
    let happened = today.map_or(happened, |today| happened.min(today));
    let mut file = |pair: Pair, kind: Kind, day: i64, weight: &model::Weight| {
        let fact = Standing {
            kind: kind.clone(),
            day,
            level: weight.level,
            deviation: weight.deviation,
            word: Word::of(statement),
            half_life: weight.half_life,
            statements: vec![statement.id.clone()],
        };
        let held = facts.entry(pair).or_default().entry(kind);
        held.and_modify(|held| held.absorb(&fact)).or_insert(fact);
    };
    match &statement.body {
        Body::Stance(stance) => {
            let weight = model::stance(stance.stance);
            for (pair, _) in pairs(&stance.actor, &stance.recipient, party) {
                file(pair, Kind::Stance(stance.stance), asserted, &weight);
            }
        }
        Body::Agreement(agreement) => {
            let mut owed = agreement.obligations.clone();
            owed.sort_unstable();
            owed.dedup();
            let weight = model::agreement(agreement.agreement_kind, &owed);
            for (pair, _) in pairs(&agreement.parties, &[], party) {
                let kind = Kind::Agreement(agreement.agreement_kind, owed.clone());
                match agreement.force {
                    Force::Signed | Force::InForce => file(pair, kind, happened, &weight),
                    Force::Ended => {
                        let day = ended
                            .entry(pair)
                            .or_default()
                            .entry(kind)
                            .or_insert(happened);
                        *day = happened.max(*day);
                    }
                    _ => {}
                }
            }
        }
        Body::Flow(flow) => {
            for (pair, _) in pairs(&flow.actor, &flow.recipient, party) {
                let weight = model::flow(flow.commodity);
                file(pair, Kind::Flow(flow.commodity), asserted, &weight);
            }
        }
        Body::Membership(membership) => {
            use chancery_model::MembershipStatus as Status;
            let Some(organisation) = membership.organisation.as_ref().and_then(party) else {
                return;
            };
            for actor in &membership.actor {
                let Some(member) = party(actor) else { continue };
                let Some(pair) = Pair::new(&member, &organisation) else {
                    continue;
                };
                let full = membership.membership == Status::Member;
                if membership.membership == Status::Suspended {
                    continue;
                }
                let weight = if full {
                    model::MEMBER
                } else {
                    model::ASSOCIATE
                };
                file(pair, Kind::Membership, asserted, &weight);
                let entry = (asserted, full, statement.id.clone(), actor.country.clone());
                let held = members
                    .entry(organisation.clone())
                    .or_default()
                    .entry(member)
                    .or_insert_with(|| entry.clone());
                if (entry.0, entry.1, &held.2) > (held.0, held.1, &entry.2) {
                    *held = entry;
                }
            }
        }
        _ => {}
    }
}

impl Standing {
    /// Takes in another report of the same fact: the latest day, the surest words.
    fn absorb(&mut self, other: &Self) {
        self.day = self.day.max(other.day);
        if other.word.order(&self.word).is_lt() {
            self.word = other.word;
        }
        for id in &other.statements {
            if !self.statements.contains(id) {
                self.statements.push(id.clone());
            }
        }
        self.statements.sort_unstable();
    }
}

/// Returns the day as of which a lasting state of affairs is asserted: the day of the report
/// where it is told as holding still, otherwise its own day.
fn asserted_on(statement: &Statement, today: Option<i64>) -> i64 {
    let date = &statement.date;
    let number = |date: Option<chancery_model::Date>| date.map(day::number);
    let asserted = if statement.status == Status::Historical {
        number(date.to).or_else(|| number(date.from))
    } else {
        number(date.reported).or_else(|| number(date.to.or(date.from)))
    };
    let asserted = asserted.or(today).unwrap_or(0);
    today.map_or(asserted, |today| asserted.min(today))
}

/// Adds membership of the same organisation: always where it obliges to defence, otherwise only
/// to pairs of which the record says something else, since most states share some club.
pub(super) fn shared_memberships(members: &Members, dossiers: &mut BTreeMap<Pair, Dossier>) {
    for (id, of_organisation) in members {
        let obligations = organisation(id).map_or(&[][..], |found| &found.obligations);
        let binding = obligations.contains(&Obligation::Defence);
        let weight = model::shared_membership(obligations);
        let full: Vec<_> = of_organisation.iter().filter(|(_, held)| held.1).collect();
        for (index, (one, (first_day, _, first, _))) in full.iter().enumerate() {
            for (other, (second_day, _, second, _)) in full.iter().skip(index + 1) {
                let Some(pair) = Pair::new(one, other) else {
                    continue;
                };
                if !binding && !dossiers.contains_key(&pair) {
                    continue;
                }
                let mut statements = vec![first.clone(), second.clone()];
                statements.dedup();
                let dossier = dossiers.entry(pair).or_default();
                dossier.bound |= binding;
                dossier.standing.push(Standing {
                    kind: Kind::SharedMembership(id.clone()),
                    day: *first_day.min(second_day),
                    level: weight.level,
                    deviation: weight.deviation,
                    word: Word::SURE,
                    half_life: weight.half_life,
                    statements,
                });
            }
        }
    }
}
