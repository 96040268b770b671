//! The measures of one pair side by side, from files on the state system.

use super::compare::{Compared, Measure, Source, compare};
use super::measures::{CrossTable, Deviation, Measures, all_dyads};
use super::portfolios::{AllianceCoding, Portfolio, Scale, ideal_point_distance};
use super::world::{Alliances, Votes};
use crate::table::{Table, number, whole};
use chancery_model::ActorId;
use serde::Serialize;
use std::collections::BTreeMap;

/// How alike two actors stand, under every measure for which there are data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alignment {
    /// The two.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// What the measures rest on, and the year of each.
    pub sources: Vec<(Source, String)>,
    /// The measures, and where they disagree.
    #[serde(flatten)]
    pub compared: Compared,
}

/// The codes under which the files know a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codes {
    /// ISO 3166-1 alpha-3.
    pub alpha3: ActorId,
    /// ISO 3166-1 alpha-2.
    pub alpha2: String,
    /// Correlates of War.
    pub cow: i64,
}

/// The files on the state system that were given.
pub struct StateSystem {
    alliances: Alliances,
    atop: Alliances,
    votes: Votes,
    /// The share of the world's capability by year and state.
    capability: BTreeMap<(i64, i64), f64>,
}

/// One measure of all pairs.
struct Column {
    source: Source,
    measure: Measure,
    own: Option<f64>,
    all: Vec<f64>,
}

const ALLIANCES: &str = "cow_alliance_v41_dyadyear_peacesciencer.csv";
const ATOP: &str = "atop_alliance_peacesciencer.csv";
const STATES: &str = "cow_states_peacesciencer.csv";
const CAPABILITY: &str = "cow_nmc_peacesciencer.csv";
const ROLL_CALLS: &str = "unvotes_un_roll_calls.csv";
const VOTES: &str = "unvotes_un_votes.csv";
const POINTS: &str = "IdealpointestimatesAll_Apr2020.csv";

impl StateSystem {
    /// The files that are read where they are given.
    pub const FILES: [&str; 7] = [
        STATES, ALLIANCES, ATOP, CAPABILITY, ROLL_CALLS, VOTES, POINTS,
    ];

    /// Reads what there is of the files; `bytes` returns a file by its name.
    pub fn read(mut bytes: impl FnMut(&str) -> Option<Vec<u8>>) -> Self {
        let mut table =
            |name: &str| bytes(name).map_or_else(Table::default, |bytes| Table::lenient(&bytes));
        let states = table(STATES);
        let alliances = Alliances::of(&states, &table(ALLIANCES));
        let atop = Alliances::of(&states, &table(ATOP));
        let votes = Votes::of(&table(ROLL_CALLS), &table(VOTES), &table(POINTS));
        let nmc = table(CAPABILITY);
        let [code, year, share] = ["ccode", "year", "cinc"].map(|name| nmc.column(name));
        let capability = nmc
            .rows
            .iter()
            .filter_map(|row| Some(((whole(row, year)?, whole(row, code)?), number(row, share)?)));
        Self {
            capability: capability.collect(),
            alliances,
            atop,
            votes,
        }
    }

    /// Returns the measures of a pair in a year, or of each source's last year up to it in which
    /// both states stand in the source.
    pub fn align(&self, one: &Codes, other: &Codes, year: Option<i64>) -> Alignment {
        let latest = year.unwrap_or(i64::MAX);
        let mut columns = Vec::new();
        let mut sources = Vec::new();
        for (source, alliances) in [
            (Source::Alliances, &self.alliances),
            (Source::Atop, &self.atop),
        ] {
            if let Some((year, found)) = self.by_alliances(source, alliances, (one, other), latest)
            {
                sources.push((source, year.to_string()));
                columns.extend(found);
            }
        }
        if let Some((session, found)) = self.by_votes(one, other, latest) {
            sources.push((Source::Votes, (session + 1945).to_string()));
            columns.extend(found);
        }
        if let Some((session, found)) = self.by_points(one, other, latest) {
            sources.push((Source::IdealPoints, (session + 1945).to_string()));
            columns.push(found);
        }
        let values: Vec<(Source, Measure, f64, &[f64])> = columns
            .iter()
            .filter_map(|column| {
                Some((
                    column.source,
                    column.measure,
                    column.own?,
                    column.all.as_slice(),
                ))
            })
            .collect();
        Alignment {
            a: one.alpha3.clone(),
            b: other.alpha3.clone(),
            sources,
            compared: compare(&values),
        }
    }

    fn by_alliances(
        &self,
        source: Source,
        alliances: &Alliances,
        (one, other): (&Codes, &Codes),
        latest: i64,
    ) -> Option<(i64, Vec<Column>)> {
        let years = alliances.years();
        let portfolios = |year| alliances.portfolios(year, AllianceCoding::default());
        let (year, (members, portfolios)) = years
            .into_iter()
            .rev()
            .filter(|year| *year <= latest)
            .map(|year| (year, portfolios(year)))
            .find(|(_, (members, _))| {
                members.binary_search(&one.cow).is_ok() && members.binary_search(&other.cow).is_ok()
            })?;
        let pair = (
            members.binary_search(&one.cow).ok()?,
            members.binary_search(&other.cow).ok()?,
        );
        let scale = Scale::alliances();
        let mut columns = columns_of(source, &scale, &portfolios, pair);
        let weights: Vec<f64> = members
            .iter()
            .map(|state| self.capability.get(&(year, *state)).copied().unwrap_or(0.0))
            .collect();
        if weights.iter().any(|weight| *weight > 0.0) {
            columns.push(weighted_column(source, &scale, &portfolios, pair, &weights));
        }
        Some((year, columns))
    }

    fn by_votes(&self, one: &Codes, other: &Codes, latest: i64) -> Option<(i64, Vec<Column>)> {
        let sessions = self.votes.sessions.iter().rev();
        let (session, states) = sessions
            .filter(|(session, _)| **session + 1945 <= latest)
            .find(|(_, states)| {
                states.contains_key(&one.alpha2) && states.contains_key(&other.alpha2)
            })?;
        let place = |code: &str| states.keys().position(|state| state == code);
        let pair = (place(&one.alpha2)?, place(&other.alpha2)?);
        let portfolios: Vec<Portfolio> = states.values().cloned().collect();
        Some((
            *session,
            columns_of(Source::Votes, &Scale::votes(), &portfolios, pair),
        ))
    }

    fn by_points(&self, one: &Codes, other: &Codes, latest: i64) -> Option<(i64, Column)> {
        let point = |session: i64, state: &ActorId| {
            let key = (session, state.to_string());
            self.votes.points.get(&key).copied()
        };
        let mut sessions: Vec<i64> = self
            .votes
            .points
            .keys()
            .map(|(session, _)| *session)
            .collect();
        sessions.dedup();
        let session = sessions.into_iter().rev().find(|session| {
            session + 1945 <= latest
                && point(*session, &one.alpha3).is_some()
                && point(*session, &other.alpha3).is_some()
        })?;
        let of_session: Vec<f64> = self
            .votes
            .points
            .iter()
            .filter(|((of, _), _)| *of == session)
            .map(|(_, point)| *point)
            .collect();
        let mut all = Vec::new();
        for (place, first) in of_session.iter().enumerate() {
            let later = &of_session[place + 1..];
            all.extend(
                later
                    .iter()
                    .map(|second| ideal_point_distance(*first, *second)),
            );
        }
        let own = point(session, &one.alpha3).zip(point(session, &other.alpha3));
        Some((
            session,
            Column {
                source: Source::IdealPoints,
                measure: Measure::Distance,
                own: own.map(|(first, second)| ideal_point_distance(first, second)),
                all,
            },
        ))
    }
}

/// How a measure is read from the measures of a pair.
type Reading = fn(&Measures) -> Option<f64>;

const READINGS: [(Measure, Reading); 6] = [
    (Measure::Agreement, |seen| seen.agreement),
    (Measure::SAbsolute, |seen| seen.s_absolute),
    (Measure::SSquared, |seen| seen.s_squared),
    (Measure::Kappa, |seen| seen.kappa),
    (Measure::Pi, |seen| seen.pi),
    (Measure::TauB, |seen| seen.tau_b),
];

/// Returns every measure of all pairs of portfolios.
fn columns_of(
    source: Source,
    scale: &Scale,
    portfolios: &[Portfolio],
    (one, other): (usize, usize),
) -> Vec<Column> {
    let pair = (one.min(other), one.max(other));
    let seen: Vec<(usize, usize, Measures)> = all_dyads(scale, portfolios, None).collect();
    let column = |(measure, read): (Measure, Reading)| Column {
        source,
        measure,
        own: seen
            .iter()
            .find(|(first, second, _)| (*first, *second) == pair)
            .and_then(|(_, _, measures)| read(measures)),
        all: seen
            .iter()
            .filter_map(|(_, _, measures)| read(measures))
            .collect(),
    };
    READINGS.map(column).into()
}

fn weighted_column(
    source: Source,
    scale: &Scale,
    portfolios: &[Portfolio],
    (one, other): (usize, usize),
    weights: &[f64],
) -> Column {
    let s = |first: usize, second: usize| {
        let table = CrossTable::weighted(scale, &portfolios[first], &portfolios[second], weights);
        table.s(Deviation::Absolute)
    };
    let places = 0..portfolios.len();
    Column {
        source,
        measure: Measure::SWeighted,
        own: s(one, other),
        all: places
            .clone()
            .flat_map(|first| (first + 1..places.end).map(move |second| (first, second)))
            .filter_map(|(first, second)| s(first, second))
            .collect(),
    }
}

/// Returns the measures of a pair of portfolios among others.
pub(super) fn compared(
    sources: &[(Source, Scale, Vec<Portfolio>)],
    pair: (usize, usize),
) -> Compared {
    let columns: Vec<Column> = sources
        .iter()
        .flat_map(|(source, scale, portfolios)| columns_of(*source, scale, portfolios, pair))
        .collect();
    let values: Vec<(Source, Measure, f64, &[f64])> = columns
        .iter()
        .filter_map(|column| {
            Some((
                column.source,
                column.measure,
                column.own?,
                column.all.as_slice(),
            ))
        })
        .collect();
    compare(&values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four states; A and B have an alliance in 2001 and vote apart, C and D vote as A does.
    fn system() -> StateSystem {
        StateSystem::read(|name| {
            let text = match name {
                STATES => {
                    "ccode,styear,endyear\n1,1990,2020\n2,1990,2020\n3,1990,2020\n4,1990,2020\n"
                }
                ALLIANCES => {
                    "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n\
                     1,2,2001,1,0,0,0\n3,4,2001,0,0,0,1\n3,4,2003,0,0,0,1\n"
                }
                ATOP => {
                    "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n\
                     1,2,2002,0,0,0,0,1\n2,1,2002,0,0,0,0,1\n3,4,2002,0,1,0,0,0\n4,3,2002,0,1,0,0,0\n"
                }
                CAPABILITY => "ccode,year,cinc\n1,2001,.5\n2,2001,.3\n3,2001,.1\n4,2001,.1\n",
                ROLL_CALLS => "rcid,session\n1,56\n2,56\n3,56\n",
                VOTES => {
                    "rcid,country_code,vote\n1,AA,yes\n2,AA,yes\n3,AA,no\n1,BB,no\n2,BB,no\n3,BB,yes\n\
                     1,CC,yes\n2,CC,yes\n3,CC,no\n1,DD,yes\n2,DD,yes\n3,DD,no\n"
                }
                POINTS => {
                    "session,iso3c,IdealPoint\n56,AAA,1.0\n56,BBB,-1.5\n56,CCC,1.0\n56,DDD,0.5\n"
                }
                _ => return None,
            };
            Some(text.as_bytes().to_vec())
        })
    }

    fn codes(letter: &str, cow: i64) -> Codes {
        Codes {
            alpha3: letter.repeat(3).as_str().into(),
            alpha2: letter.repeat(2),
            cow,
        }
    }

    #[test]
    fn treaty_and_votes_stand_side_by_side_and_their_quarrel_is_explained() {
        let seen = system().align(&codes("A", 1), &codes("B", 2), Some(2002));
        let years: Vec<&str> = seen.sources.iter().map(|(_, year)| year.as_str()).collect();
        assert_eq!(years, ["2001", "2002", "2001", "2001"]);
        let value = |source, measure| {
            let mut found = seen.compared.standings.iter();
            found
                .find(|seen| (seen.source, seen.measure) == (source, measure))
                .map(|seen| seen.value)
        };
        assert_eq!(value(Source::Alliances, Measure::SAbsolute), Some(1.0));
        assert_eq!(value(Source::Alliances, Measure::SWeighted), Some(1.0));
        // A consultation is one step of three on the scale: each of the two differs by two from the
        // other's view of itself.
        let s = value(Source::Atop, Measure::SAbsolute);
        assert!(s.is_some_and(|s| (s - 1.0 / 3.0).abs() < 1e-12), "{s:?}");
        let capability = value(Source::Atop, Measure::SWeighted);
        assert_eq!(capability, None, "no capability is known of 2002");
        assert_eq!(value(Source::Votes, Measure::Agreement), Some(0.0));
        assert_eq!(value(Source::IdealPoints, Measure::Distance), Some(2.5));
        let first = seen.compared.disagreements.first();
        assert!(
            first.is_some_and(|first| first.why.contains("vote apart")),
            "{first:?}"
        );
    }

    #[test]
    fn without_files_or_year_there_is_nothing_to_say() {
        let nothing = StateSystem::read(|_| None).align(&codes("A", 1), &codes("B", 2), None);
        assert!(nothing.sources.is_empty() && nothing.compared.standings.is_empty());
        let early = system().align(&codes("A", 1), &codes("B", 2), Some(1990));
        assert!(early.sources.is_empty());
    }
}
