//! Which disputes a record tells of.

use crate::{
    chronicle::Chronicle,
    ties::{Tie, Ties},
};
use chancery_model::{ActorId, Context, EventType, Pair, StatementId, TieLabel};
use std::collections::BTreeMap;

/// A dispute and the statements that show it.
pub(super) type Found = ([ActorId; 2], Vec<StatementId>);

/// Each dispute names at most so many statements.
const MOST_STATEMENTS: usize = 5;

pub(super) fn given(pair: &Pair, ties: &Ties) -> Found {
    let statements = ties
        .between(pair.a(), pair.b())
        .map_or_else(Vec::new, |tie| {
            tie.statements
                .iter()
                .take(MOST_STATEMENTS)
                .cloned()
                .collect()
        });
    ([pair.a().clone(), pair.b().clone()], statements)
}

/// Returns the disputes of a record: pairs in which somebody mediates or offers to, then pairs at
/// war, then hostile ones, then rivals of whom one attacked the other, the worst first.
pub(super) fn found(ties: &Ties, chronicle: &Chronicle<'_>, most: usize) -> Vec<Found> {
    let mut ranked: BTreeMap<Pair, (u32, f64)> = BTreeMap::new();
    for tie in ties.all() {
        let rank = match tie.label {
            TieLabel::AtWar => 3,
            TieLabel::Hostile if tie.sign < 0 => 2,
            TieLabel::Hostile | TieLabel::Rival if fought(tie, chronicle) => 1,
            _ => continue,
        };
        if let Some(pair) = Pair::new(&tie.a, &tie.b) {
            ranked.insert(pair, (rank, tie.value));
        }
    }
    let mut spoken_of: BTreeMap<Pair, u32> = BTreeMap::new();
    for act in &chronicle.acts {
        if let ([one, other], true) = (
            act.event.dispute.as_slice(),
            act.is_about(Context::Mediation),
        ) && let Some(pair) = Pair::new(one, other)
        {
            *spoken_of.entry(pair).or_default() += 1;
        }
    }
    for pair in spoken_of.keys() {
        let value = ties
            .between(pair.a(), pair.b())
            .map_or(0.0, |tie| tie.value);
        ranked.entry(pair.clone()).or_insert((0, value));
    }
    let mut ranked: Vec<(Pair, u32, u32, f64)> = ranked
        .into_iter()
        .map(|(pair, (rank, value))| {
            let times = spoken_of.get(&pair).copied().unwrap_or(0);
            (pair, times, rank, value)
        })
        .collect();
    ranked.sort_by(|one, other| {
        let spoken = (other.1 > 0).cmp(&(one.1 > 0));
        spoken
            .then(other.2.cmp(&one.2))
            .then(other.1.cmp(&one.1))
            .then(one.3.total_cmp(&other.3))
            .then_with(|| one.0.cmp(&other.0))
    });
    ranked
        .iter()
        .take(most)
        .map(|(pair, ..)| given(pair, ties))
        .collect()
}

/// Returns whether one of the two attacked the other, as far as the record tells.
fn fought(tie: &Tie, chronicle: &Chronicle<'_>) -> bool {
    chronicle
        .between(&tie.a, &tie.b)
        .any(|act| act.is(EventType::Assault) && act.happened())
}
