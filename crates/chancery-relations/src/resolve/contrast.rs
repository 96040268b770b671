//! What the text says was so in an earlier case and is not so now.

use super::{MOST, said};
use crate::{chronicle::Chronicle, phrases::Searched};
use chancery_model::{ActorId, ActorRef, Body, StatementId, Status};
use chancery_store::View;
use serde::{Deserialize, Serialize};

/// A precedent that the text holds against the present.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Contrast {
    /// Whom it is about, of those with a stake.
    pub actors: Vec<ActorId>,
    /// The words of the text.
    pub text: String,
    /// The deeds of that time and place that the record tells of.
    pub then: Vec<StatementId>,
    /// The statement.
    pub statements: Vec<StatementId>,
}

/// Returns the evaluations that hold an earlier case against the present, with the earlier deeds of
/// the same actor towards others that they name.
pub(super) fn contrasts(
    view: &View<'_>,
    chronicle: &Chronicle<'_>,
    actors: &[ActorId],
) -> Vec<Contrast> {
    let mut found = Vec::new();
    for statement in view.statements.iter().copied() {
        let Body::Judgement(judgement) = &statement.body else {
            continue;
        };
        let named: Vec<&ActorId> = judgement.about.iter().filter_map(ActorRef::state).collect();
        let staked: Vec<ActorId> = named
            .iter()
            .filter(|id| actors.contains(id))
            .map(|id| (*id).clone())
            .collect();
        let text = Searched::new(&statement.evidence.text);
        if staked.is_empty() || !text.has("contrast") {
            continue;
        }
        let then = staked
            .iter()
            .flat_map(|actor| chronicle.with(actor))
            .filter(|act| {
                let earlier =
                    act.statement.status == Status::Historical || chronicle.today - act.day > 365;
                let there = act.to.iter().any(|to| named.contains(&to));
                act.happened() && there && earlier
            });
        found.push(Contrast {
            then: then.map(|act| act.id().clone()).take(MOST).collect(),
            actors: staked,
            text: said(statement).text,
            statements: vec![statement.id.clone()],
        });
    }
    found.truncate(2 * MOST);
    found
}
