//! What the record tells of gains and losses beside evaluations: indicators that moved, supplies, and
//! suppliers and partners under attack.

use super::{Entry, Horizon, Kind, Side};
use crate::{Names, chronicle::Chronicle, ties::Ties};
use chancery_model::{
    ActorId, Body, Commodity, Direction, EventType, Quantity, Statement, Status, TieLabel,
};
use chancery_store::View;

/// Says how an indicator moved.
pub(super) fn told(quantity: &Quantity, view: &View<'_>) -> String {
    let number = |quantity: &Quantity| match (quantity.low, quantity.high, quantity.value) {
        (Some(low), Some(high), _) => Some(format!("{low}–{high}")),
        (_, _, Some(value)) => Some(value.to_string()),
        _ => None,
    };
    let before = quantity.change_of.as_ref().and_then(|id| {
        let mut all = view.statements.iter();
        let found = all.find(|statement| statement.id == *id)?;
        match &found.body {
            Body::Quantity(before) => number(before),
            _ => None,
        }
    });
    let way = match quantity.direction {
        Some(Direction::Down) => "fell",
        _ => "rose",
    };
    let unit = quantity.unit.as_deref().unwrap_or_default();
    match (before, number(quantity)) {
        (Some(before), Some(now)) => {
            format!("{} {way} from {before} to {now} {unit}", quantity.what)
        }
        (None, Some(now)) => format!("{} {way} to {now} {unit}", quantity.what),
        _ => format!("{} {way}", quantity.what),
    }
    .trim_end()
    .to_owned()
        + "."
}

/// Returns what the record tells beside evaluations: what the actor is supplied with, and which of
/// its suppliers and partners was attacked within the year.
pub(super) fn entries(view: &View<'_>, ties: &Ties, names: &Names, actor: &ActorId) -> Vec<Entry> {
    let chronicle = Chronicle::of(view);
    let attacked = |whom: &ActorId| {
        chronicle.with(whom).find(|act| {
            act.is(EventType::Assault)
                && act.happened()
                && act.is_to(whom)
                && !act.is_by(actor)
                && chronicle.today - act.day <= 365
        })
    };
    let who = names.of(actor);
    let mut found = Vec::new();
    let ours = |side: Side, horizon: Horizon, kind: Kind, why: String, text: &Statement| Entry {
        side,
        horizon,
        kinds: vec![kind],
        derived: true,
        carried: false,
        why: Some(why),
        text: text.evidence.text.clone(),
        statements: vec![text.id.clone()],
    };
    for statement in view
        .statements
        .iter()
        .copied()
        .filter(|one| one.is_evidence())
    {
        let Body::Flow(flow) = &statement.body else {
            continue;
        };
        let receives = flow
            .recipient
            .iter()
            .filter_map(crate::party)
            .any(|to| to == *actor);
        let from: Vec<ActorId> = flow.actor.iter().filter_map(crate::party).collect();
        let (Some(supplier), true) = (
            from.first(),
            receives && statement.status != Status::Historical,
        ) else {
            continue;
        };
        let kind = match flow.commodity {
            Commodity::Arms | Commodity::People => Kind::Security,
            _ => Kind::Economic,
        };
        let (what, whom) = (flow.item.trim(), names.of(supplier));
        let why = format!("{whom} supplies {who} with {what}.");
        found.push(ours(Side::Gain, Horizon::Now, kind, why, statement));
        if let Some(attack) = attacked(supplier) {
            let why = format!("{whom}, which supplies {who} with {what}, is under attack.");
            let mut entry = ours(Side::Loss, Horizon::Later, kind, why, statement);
            entry.statements.push(attack.id().clone());
            found.push(entry);
        }
    }
    for tie in ties.all() {
        let close = tie.sign > 0 && matches!(tie.label, TieLabel::Ally | TieLabel::Partner);
        let other = match (tie.a == *actor, tie.b == *actor) {
            (true, _) => &tie.b,
            (_, true) => &tie.a,
            _ => continue,
        };
        let (Some(attack), true) = (attacked(other), close) else {
            continue;
        };
        let bond = if tie.label == TieLabel::Ally {
            "ally"
        } else {
            "partner"
        };
        let why = format!("{}, {who}'s {bond}, is under attack.", names.of(other));
        let mut entry = ours(
            Side::Loss,
            Horizon::Later,
            Kind::Diplomatic,
            why,
            attack.statement,
        );
        entry
            .statements
            .extend(tie.statements.iter().take(2).cloned());
        found.push(entry);
    }
    found
}
