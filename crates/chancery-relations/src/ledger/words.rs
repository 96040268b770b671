//! Words against deeds: promises, threats and denials of one actor, and what it then did.

use super::{MOST, WordAndDeed, WordKind};
use crate::{
    Names,
    chronicle::{Act, Chronicle},
    commitments::{CommitmentKind, CommitmentOptions, Outcome, commitments},
};
use chancery_model::{ActorId, Assertion};
use chancery_store::View;

pub(super) fn words(view: &View<'_>, names: &Names, actor: &ActorId) -> Vec<WordAndDeed> {
    let options = CommitmentOptions {
        most_promises: usize::MAX,
        ..CommitmentOptions::default()
    };
    let mut found: Vec<WordAndDeed> = commitments(view, names, &options)
        .into_iter()
        .filter(|held| held.parties.contains(actor))
        .filter_map(|held| {
            let kind = match held.kind {
                CommitmentKind::Promise => WordKind::Promise,
                CommitmentKind::Threat => WordKind::Threat,
                _ => return None,
            };
            let kept = match held.outcome {
                Outcome::Honoured => Some(true),
                Outcome::Evaded | Outcome::Broken | Outcome::Withdrawn => Some(false),
                Outcome::Pending | Outcome::NotInvoked | Outcome::NoDuty => None,
            };
            Some(WordAndDeed {
                said: held.name,
                kind,
                deed: held.why,
                kept,
                statements: held.statements,
            })
        })
        .collect();
    found.extend(denials(view, names, actor));
    found.truncate(MOST);
    found
}

/// Returns the actor's denials of deeds of its own, with reports of the same kind of deed towards
/// the same.
fn denials(view: &View<'_>, names: &Names, actor: &ActorId) -> Vec<WordAndDeed> {
    let chronicle = Chronicle::of(view);
    let denied = |act: &&Act<'_>| {
        act.statement.attribution.assertion == Assertion::Denied && act.is_by(actor)
    };
    let same = |act: &Act<'_>, other: &Act<'_>| {
        other.happened()
            && other.is(act.event.event_type)
            && other.is_by(actor)
            && act.to.iter().any(|to| other.is_to(to))
    };
    chronicle
        .with(actor)
        .filter(denied)
        .map(|act| {
            let reported: Vec<&Act<'_>> = chronicle
                .with(actor)
                .filter(|other| same(act, other))
                .collect();
            let (deed, kept) = if reported.is_empty() {
                (
                    format!("No report that {} did is on record.", names.of(actor)),
                    None,
                )
            } else {
                (
                    format!("The record reports it all the same{}.", reported[0].when()),
                    Some(false),
                )
            };
            let mut statements = vec![act.id().clone()];
            statements.extend(reported.iter().take(3).map(|act| act.id().clone()));
            WordAndDeed {
                said: act.statement.evidence.text.clone(),
                kind: WordKind::Denial,
                deed,
                kept,
                statements,
            }
        })
        .collect()
}
