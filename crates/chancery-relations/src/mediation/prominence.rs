//! How much a candidate is spoken of with a side: whether the text says that the side makes much of it,
//! or hardly names it.

use super::{Case, Condition, ConditionStatus as Status, conditions::condition};
use crate::phrases::Searched;
use chancery_model::{ActorId, ActorRef, Body, Statement, StatementId};

/// Returns the condition, where evaluations of the text that are about both say anything of it.
pub(super) fn prominence(
    actor: &ActorId,
    side: &ActorId,
    case: &Case<'_, '_>,
) -> Option<Condition> {
    let ids = |list: &str| -> Vec<StatementId> {
        let told = case.view.statements.iter().copied();
        told.filter(|statement| about_both(statement, actor, side))
            .filter(|statement| Searched::new(&statement.evidence.text).has(list))
            .map(|statement| statement.id.clone())
            .collect()
    };
    let (little, much) = (ids("unmentioned"), ids("prominent"));
    let name = format!("prominence:{side}");
    let (who, whom) = (case.names.of(side), case.names.of(actor));
    match (little.is_empty(), much.is_empty()) {
        (true, true) => None,
        (false, true) => {
            let why = format!("The text says that little is made of {whom} in {who}.");
            Some(condition(name, Status::Failed, why, little))
        }
        (true, false) => {
            let why = format!("The text says that much is made of {whom} in {who}.");
            Some(condition(name, Status::Met, why, much))
        }
        (false, false) => {
            let why =
                format!("The text says both that much and that little is made of {whom} in {who}.");
            let both = much.into_iter().chain(little).collect();
            Some(condition(name, Status::Unknown, why, both))
        }
    }
}

fn about_both(statement: &Statement, one: &ActorId, other: &ActorId) -> bool {
    let about: &[ActorRef] = match &statement.body {
        Body::Judgement(judgement) => &judgement.about,
        _ => return false,
    };
    let named = |wanted: &ActorId| about.iter().any(|actor| actor.state() == Some(wanted));
    statement.is_evidence() && named(one) && named(other)
}
