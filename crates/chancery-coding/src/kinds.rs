//! The statements that are no events: stances, agreements, memberships, flows, positions,
//! quotations, quantities, judgements and beliefs.
//!
//! Each kind has its own reader, which looks for the words of its lists (`data/kinds.txt`) in the
//! places that the syntax gives them. What surrounds a claim makes its status and attribution, by
//! the same rules as an event's ([`claim`]). A lasting state of affairs that a document states more
//! than once is one statement with further evidence.

mod agreement;
mod belief;
mod bonds;
mod claim;
mod comparison;
mod exclusion;
mod flow;
mod judgement;
mod membership;
mod position;
mod quantity;
mod quotation;
mod stance;
#[cfg(test)]
mod tests;
mod words;

use crate::events::Reading;
use chancery_model::{ActorId, ActorRef, Body, Statement, StatementId};
use quotation::Quote;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use words::Words;

/// A document as the readers of the kinds look at it.
struct Kinds<'a> {
    reading: &'a Reading<'a>,
    words: &'static Words,
    quotes: Vec<Quote>,
    /// Between whom the document speaks of a war, gathered at the first question.
    wars: OnceCell<BTreeSet<Vec<Option<ActorId>>>>,
}

/// Returns the statements of a document that are no events, in the order of the text.
pub(crate) fn statements(reading: &Reading<'_>) -> Vec<Statement> {
    let mut kinds = Kinds {
        reading,
        words: Words::get(),
        quotes: Vec::new(),
        wars: OnceCell::new(),
    };
    kinds.quotes = kinds.read_quotes();
    let stances = kinds.stances();
    let mut found = kinds.agreements(&stances);
    found.extend(stances);
    found.extend(kinds.memberships());
    found.extend(kinds.flows());
    found.extend(kinds.positions());
    found.extend(kinds.exclusions());
    found.extend(kinds.quotations());
    found.extend(kinds.quantities());
    found.extend(kinds.beliefs());
    let judgements = kinds.judgements(&found);
    let comparisons = kinds.comparisons(&judgements);
    found.extend(judgements);
    found.extend(comparisons);
    found.sort_by(|one, other| {
        (one.evidence.start, one.evidence.end, &one.id).cmp(&(
            other.evidence.start,
            other.evidence.end,
            &other.id,
        ))
    });
    gather(found)
}

/// Makes one statement of a state of affairs that is stated more than once.
fn gather(statements: Vec<Statement>) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::with_capacity(statements.len());
    let mut by_id: BTreeMap<StatementId, usize> = BTreeMap::new();
    let mut by_claim: BTreeMap<(String, Option<ActorId>), Vec<usize>> = BTreeMap::new();
    for statement in statements {
        let claim = claim_of(&statement);
        let mut near: Vec<usize> = by_id.get(&statement.id).copied().into_iter().collect();
        if let Some((detail, actors)) = &claim {
            let sides = actors.iter().map(|actor| actor.state().cloned());
            for side in sides.chain([None]) {
                near.extend(by_claim.get(&(detail.clone(), side)).into_iter().flatten());
            }
        }
        near.sort_unstable();
        let same = near
            .into_iter()
            .find(|&known| is_same(&out[known], &statement));
        match same.map(|place| &mut out[place]) {
            Some(known) if known.id == statement.id => {}
            Some(known) => {
                if known.confidence < statement.confidence {
                    known.confidence = statement.confidence;
                }
                known.also.push(statement.evidence);
                known.also.extend(statement.also);
            }
            None => {
                by_id.entry(statement.id.clone()).or_insert(out.len());
                if let Some((detail, actors)) = claim {
                    // Each of its actors has to be among the other's: looking for the first is enough.
                    let first = actors.first().and_then(|actor| actor.state().cloned());
                    by_claim.entry((detail, first)).or_default().push(out.len());
                }
                out.push(statement);
            }
        }
    }
    out
}

/// Returns what two statements that say the same have in common, and the actors they speak of; none
/// for the kinds that are never gathered.
fn claim_of(statement: &Statement) -> Option<(String, Vec<&ActorRef>)> {
    let (detail, actors): (String, Vec<&ActorRef>) = match &statement.body {
        Body::Stance(stance) => (
            format!("{:?} {:?}", stance.stance, statement.date.expression),
            stance.actor.iter().chain(&stance.recipient).collect(),
        ),
        Body::Membership(membership) => (
            format!("{:?}", membership.membership),
            membership.actor.iter().collect(),
        ),
        Body::Flow(flow) => (
            format!("{:?} {:?} {:?}", flow.commodity, flow.item, flow.value),
            flow.actor.iter().chain(&flow.recipient).collect(),
        ),
        Body::Agreement(agreement) => (
            format!(
                "{:?} {:?} {:?}",
                agreement.agreement_kind, agreement.force, agreement.obligations
            ),
            agreement.parties.iter().collect(),
        ),
        _ => return None,
    };
    Some((
        format!("{} {:?} {detail}", statement.body.kind(), statement.status),
        actors,
    ))
}

/// Returns whether two statements of a document say the same of the same actors.
fn is_same(one: &Statement, other: &Statement) -> bool {
    if one.id == other.id {
        return true;
    }
    let held = one.status == other.status
        && one.attribution.assertion == other.attribution.assertion
        && one.attribution.speaker == other.attribution.speaker;
    if !held {
        return false;
    }
    match (&one.body, &other.body) {
        (Body::Stance(a), Body::Stance(b)) => {
            a.stance == b.stance
                && (same(&a.actor, &b.actor) && same(&a.recipient, &b.recipient)
                    || a.stance == chancery_model::TieLabel::AtWar
                        && same(&a.actor, &b.recipient)
                        && same(&a.recipient, &b.actor))
                && one.date.expression == other.date.expression
        }
        (Body::Membership(a), Body::Membership(b)) => {
            a.membership == b.membership
                && same(&a.actor, &b.actor)
                && a.organisation.as_ref().and_then(ActorRef::state)
                    == b.organisation.as_ref().and_then(ActorRef::state)
        }
        (Body::Flow(a), Body::Flow(b)) => {
            a.commodity == b.commodity
                && a.item == b.item
                && a.value == b.value
                && same(&a.actor, &b.actor)
                && same(&a.recipient, &b.recipient)
        }
        (Body::Agreement(a), Body::Agreement(b)) => {
            a.agreement_kind == b.agreement_kind
                && a.force == b.force
                && a.obligations == b.obligations
                && same(&a.parties, &b.parties)
        }
        _ => false,
    }
}

fn same(one: &[ActorRef], other: &[ActorRef]) -> bool {
    one.len() == other.len()
        && one.iter().all(|a| {
            other
                .iter()
                .any(|b| a.state().is_some() && a.state() == b.state())
        })
}
