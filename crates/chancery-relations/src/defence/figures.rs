//! Figures of today's states, from a table with its sources: capability, capital, neighbours.

use chancery_model::ActorId;
use std::{collections::BTreeMap, sync::LazyLock};

static FIGURES: LazyLock<BTreeMap<ActorId, Figures>> = LazyLock::new(|| {
    include_str!("../../data/figures.tsv")
        .lines()
        .filter_map(read)
        .collect()
});

/// The figures of one state.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Figures {
    /// The year of the capability.
    pub(crate) year: Option<i64>,
    /// The share of the system's capability.
    pub(crate) capability: Option<f64>,
    /// The capital, by latitude and longitude.
    pub(crate) capital: Option<(f64, f64)>,
    pub(crate) neighbours: Vec<ActorId>,
}

/// Returns the figures of a state, where the table has it.
pub(crate) fn figures(state: &ActorId) -> Option<&'static Figures> {
    FIGURES.get(state)
}

/// Returns every state that the table has, in alphabetical order.
pub(crate) fn states() -> impl Iterator<Item = &'static ActorId> {
    FIGURES.keys()
}

/// Returns how far apart two capitals are, in kilometres.
pub(crate) fn distance(one: &ActorId, other: &ActorId) -> Option<f64> {
    let capital = |state| figures(state).and_then(|found| found.capital);
    Some(super::geography::kilometres(capital(one)?, capital(other)?))
}

/// Returns whether two states are neighbours; `None` where the table lacks one.
pub(crate) fn border(one: &ActorId, other: &ActorId) -> Option<bool> {
    figures(other)?;
    Some(figures(one)?.neighbours.contains(other))
}

fn read(line: &str) -> Option<(ActorId, Figures)> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, year, capability, latitude, longitude, neighbours] = columns.as_slice() else {
        return None;
    };
    if id.starts_with('#') {
        return None;
    }
    let capital = latitude.parse().ok().zip(longitude.parse().ok());
    let names = neighbours.split(',').filter(|name| *name != "-");
    Some((
        (*id).into(),
        Figures {
            year: year.parse().ok(),
            capability: capability.parse().ok(),
            capital,
            neighbours: names.map(Into::into).collect(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_each_others_and_capabilities_are_shares() {
        assert!(FIGURES.len() > 180);
        for (id, found) in FIGURES.iter() {
            for other in &found.neighbours {
                assert_eq!(border(other, id), Some(true), "{id} {other}");
            }
            assert!(
                found
                    .capability
                    .is_none_or(|share| (0.0..1.0).contains(&share))
            );
        }
        let sum: f64 = FIGURES.values().filter_map(|found| found.capability).sum();
        assert!((0.95..1.05).contains(&sum), "{sum}");
        assert_eq!(border(&"RUS".into(), &"ISR".into()), Some(false));
        assert_eq!(border(&"RUS".into(), &"NOWHERE".into()), None);
    }
}
