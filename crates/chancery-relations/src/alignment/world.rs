//! The state system in public files: members, alliances, roll calls and ideal points.

use super::portfolios::{
    AllianceCoding, AllianceOptions, Obligations, Portfolio, Vote, alliance_portfolios,
};
use crate::table::{Table, number, whole};
use std::collections::{BTreeMap, BTreeSet};

/// States with their terms of membership, and alliances by year, from the files of the Correlates of
/// War or those of ATOP (Leeds and others 2002), whose offence pacts count as defence pacts do.
pub(super) struct Alliances {
    pub(super) terms: Vec<(i64, i64, i64)>,
    pub(super) by_year: BTreeMap<i64, BTreeMap<(i64, i64), Obligations>>,
}

impl Alliances {
    pub(super) fn of(states: &Table, alliances: &Table) -> Self {
        let (code, from, to) = (
            states.column("ccode"),
            states.column("styear"),
            states.column("endyear"),
        );
        let terms = states
            .rows
            .iter()
            .filter_map(|row| Some((whole(row, code)?, whole(row, from)?, whole(row, to)?)))
            .collect();
        let columns = ["ccode1", "ccode2", "year"].map(|name| alliances.column(name));
        let pacts = [
            ["cow_defense", "atop_defense", "atop_offense"],
            ["cow_neutral", "atop_neutral", ""],
            ["cow_nonagg", "atop_nonagg", ""],
            ["cow_entente", "atop_consul", ""],
        ]
        .map(|names| names.map(|name| alliances.column(name)));
        let mut by_year: BTreeMap<i64, BTreeMap<(i64, i64), Obligations>> = BTreeMap::new();
        for row in &alliances.rows {
            let [Some(a), Some(b), Some(year)] = columns.map(|at| whole(row, at)) else {
                continue;
            };
            let [defence, neutrality, non_aggression, entente] = pacts.map(|columns| {
                let mut values = columns.iter().filter_map(|at| number(row, *at));
                values.any(|value| value > 0.0)
            });
            let obligations = Obligations {
                defence,
                neutrality,
                non_aggression,
                entente,
            };
            by_year.entry(year).or_default().insert((a, b), obligations);
        }
        Self { terms, by_year }
    }

    pub(super) fn years(&self) -> Vec<i64> {
        self.by_year.keys().copied().collect()
    }

    /// Returns the members of the system in a year, and their portfolios.
    pub(super) fn portfolios(
        &self,
        year: i64,
        coding: AllianceCoding,
    ) -> (Vec<i64>, Vec<Portfolio>) {
        let members: BTreeSet<i64> = self
            .terms
            .iter()
            .filter(|&&(_, from, to)| from <= year && year <= to)
            .map(|&(code, ..)| code)
            .collect();
        let members: Vec<i64> = members.into_iter().collect();
        let none = BTreeMap::new();
        let alliances = self.by_year.get(&year).unwrap_or(&none);
        let options = AllianceOptions {
            coding,
            ..AllianceOptions::default()
        };
        let portfolios = alliance_portfolios(&members, alliances, options);
        (members, portfolios)
    }
}

/// Votes by session and state, and ideal points.
pub(super) struct Votes {
    pub(super) sessions: BTreeMap<i64, BTreeMap<String, Portfolio>>,
    pub(super) points: BTreeMap<(i64, String), f64>,
}

impl Votes {
    pub(super) fn of(calls: &Table, votes: &Table, points: &Table) -> Self {
        let (call, session) = (calls.column("rcid"), calls.column("session"));
        let mut place: BTreeMap<i64, (i64, usize)> = BTreeMap::new();
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        for row in &calls.rows {
            if let (Some(call), Some(session)) = (whole(row, call), whole(row, session)) {
                let size = sizes.entry(session).or_insert(0);
                place.insert(call, (session, *size));
                *size += 1;
            }
        }
        let (call, state, vote) = (
            votes.column("rcid"),
            votes.column("country_code"),
            votes.column("vote"),
        );
        let mut cast: BTreeMap<i64, BTreeMap<String, Vec<Option<u8>>>> = BTreeMap::new();
        for row in &votes.rows {
            let vote = match row.get(vote) {
                Some("yes") => Vote::Yes,
                Some("abstain") => Vote::Abstain,
                Some("no") => Vote::No,
                _ => continue,
            };
            let Some(&(session, at)) = whole(row, call).and_then(|call| place.get(&call)) else {
                continue;
            };
            let states = cast.entry(session).or_default();
            let name = row.get(state).unwrap_or_default();
            if !states.contains_key(name) {
                states.insert(
                    name.to_owned(),
                    vec![None; sizes.get(&session).copied().unwrap_or(0)],
                );
            }
            if let Some(slot) = states.get_mut(name).and_then(|list| list.get_mut(at)) {
                *slot = Some(vote.category());
            }
        }
        let sessions = cast
            .into_iter()
            .map(|(session, states)| {
                let states = states
                    .into_iter()
                    .map(|(name, list)| (name, list.into_iter().collect()));
                (session, states.collect())
            })
            .collect();
        let [session, state, point] =
            ["session", "iso3c", "IdealPoint"].map(|name| points.column(name));
        let points = points
            .rows
            .iter()
            .filter_map(|row| {
                Some((
                    (whole(row, session)?, row.get(state)?.to_owned()),
                    number(row, point)?,
                ))
            })
            .collect();
        Self { sessions, points }
    }
}
