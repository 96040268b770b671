//! Does the tie at the end of a year tell which pairs begin a militarised dispute in the next?
//!
//! Politically relevant dyads: neighbours on land or by up to 400 miles of water, and pairs with a
//! major power. Onset of a dispute of Gibler, Miller and Little (2016, *ISQ* 60); pairs whose
//! dispute goes on from the year before are left out, unless another one begins. The rivals of the
//! tie are the rivalry of Thompson and Dreyer (2012) in that year, which no tie takes in, and the
//! mean PLOVER score of the pair's deeds.
//!
//! Reporting tells of few pairs. Beside it a tie may rest on *standing facts* that public data tell
//! of all pairs as of the year: alliances and their ends, and the disputes that are over.

use super::rank::{Auc, areas};
use crate::{
    day,
    table::{Table, whole},
    ties::{TieModel, Ties},
};
use chancery_model::{ActorId, Date};
use chancery_store::Record;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The files of the state system, in the layout of the R package peacesciencer.
#[derive(Clone, Copy, Debug)]
pub struct StateFiles<'files> {
    /// Membership of the system of states.
    pub states: &'files [u8],
    /// Direct contiguity.
    pub contiguity: &'files [u8],
    /// Major powers.
    pub majors: &'files [u8],
    /// Strategic rivalries.
    pub rivalries: &'files [u8],
    /// Militarised disputes by directed dyad and year.
    pub disputes: &'files [u8],
}

/// How well disputes are foreseen.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DisputeReport {
    /// The first and the last year at whose end is forecast.
    pub years: (i16, i16),
    /// Pairs of states and years.
    pub cases: usize,
    /// Of these, with a new dispute in the next year.
    pub positive: usize,
    /// Of these, with a tie from the record alone; the others stand at neutral in it.
    pub with_tie: usize,
    /// New disputes among the pairs with a tie.
    pub positive_with_tie: usize,
    /// The forecasts, over all cases.
    pub all: Vec<Forecast>,
    /// The forecasts, over the cases with a tie.
    pub told: Vec<Forecast>,
}

/// One way of foreseeing.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Forecast {
    /// By what.
    pub by: &'static str,
    /// Its area under the curve, the interval over pairs drawn again.
    pub area: Auc,
    /// The area by the tie less this one.
    pub tie_less_this: Auc,
}

/// How many forecasts are compared.
const FORECASTS: usize = 5;

const BY: [&str; FORECASTS] = [
    "tie",
    "tie without standing facts",
    "Thompson–Dreyer rivalry",
    "mean PLOVER score of the year",
    "mean PLOVER score so far",
];

type States = (i64, i64);

/// Scores the ties at the end of each year on the disputes of the next. `ids` gives the state of a
/// Correlates of War code. With `standing` the tie rests on those statements too, which must be
/// dated so that none is reported before it was true.
pub fn disputes(
    record: &Record,
    standing: Option<&Record>,
    model: &TieModel,
    files: &StateFiles<'_>,
    ids: &dyn Fn(i64) -> Option<ActorId>,
    seed: u64,
) -> Option<DisputeReport> {
    let system = System::read(files);
    let last = system.last_dispute?;
    let years = first_year(record)?..=i16::try_from(last).ok()?.checked_sub(1)?;
    let whole = standing.map(|standing| {
        let mut whole = record.clone();
        whole.statements.extend(standing.statements.iter().cloned());
        whole
    });
    let mut clusters: BTreeMap<States, usize> = BTreeMap::new();
    let mut cases: Vec<(usize, bool, [f64; FORECASTS])> = Vec::new();
    let mut told: Vec<(usize, bool, [f64; FORECASTS])> = Vec::new();
    for year in years.clone() {
        let day = Date::new(year, 12, 31).ok();
        let ties = Ties::of(&record.as_of(day), model);
        let wholly = whole
            .as_ref()
            .map(|whole| Ties::of(&whole.as_of(day), model));
        for (pair, outcome) in system.cases(i64::from(year)) {
            let (Some(one), Some(other)) = (ids(pair.0), ids(pair.1)) else {
                continue;
            };
            let next = clusters.len();
            let cluster = *clusters.entry(pair).or_insert(next);
            let tie = ties.between(&one, &other);
            let new_year = Date::new(year, 1, 1).ok().map_or(0, day::number);
            let with_facts = match &wholly {
                Some(wholly) => wholly.between(&one, &other),
                None => tie,
            };
            let forecasts = [
                -with_facts.map_or(0.0, |tie| tie.value),
                -tie.map_or(0.0, |tie| tie.value),
                f64::from(u8::from(system.rivals(pair, i64::from(year)))),
                -ties.mean_score(&one, &other, new_year).unwrap_or(0.0),
                -ties.mean_score(&one, &other, i64::MIN).unwrap_or(0.0),
            ];
            cases.push((cluster, outcome, forecasts));
            if tie.is_some() {
                told.push((cluster, outcome, forecasts));
            }
        }
    }
    let positive =
        |cases: &[(usize, bool, [f64; FORECASTS])]| cases.iter().filter(|case| case.1).count();
    Some(DisputeReport {
        years: (*years.start(), *years.end()),
        cases: cases.len(),
        positive: positive(&cases),
        with_tie: told.len(),
        positive_with_tie: positive(&told),
        all: forecasts(&cases, seed),
        told: forecasts(&told, seed),
    })
}

fn forecasts(cases: &[(usize, bool, [f64; FORECASTS])], seed: u64) -> Vec<Forecast> {
    let Some((areas, differences)) = areas(cases, seed) else {
        return Vec::new();
    };
    let named = BY.iter().zip(areas.into_iter().zip(differences));
    named
        .map(|(by, (area, tie_less_this))| Forecast {
            by,
            area,
            tie_less_this,
        })
        .collect()
}

/// Returns the first year of which the record tells from its spring on.
fn first_year(record: &Record) -> Option<i16> {
    let days = record
        .statements
        .iter()
        .filter_map(|statement| statement.date.reported);
    days.min().map(|first| first.year())
}

/// What the files say about pairs and years.
struct System {
    /// State, first and last year of membership.
    members: Vec<(i64, i64, i64)>,
    contiguous: Vec<(States, i64, i64)>,
    majors: Vec<(i64, i64, i64)>,
    rivalries: Vec<(States, i64, i64)>,
    begun: BTreeSet<(States, i64)>,
    going_on: BTreeSet<(States, i64)>,
    last_dispute: Option<i64>,
}

impl System {
    fn read(files: &StateFiles<'_>) -> Self {
        let pair = |one: i64, other: i64| (one.min(other), one.max(other));
        let terms = |bytes: &[u8], names: [&str; 3]| -> Vec<(i64, i64, i64)> {
            let table = Table::lenient(bytes);
            let columns = names.map(|name| table.column(name));
            let term = |row| {
                let [Some(state), Some(from), Some(to)] = columns.map(|at| whole(row, at)) else {
                    return None;
                };
                Some((state, from, to))
            };
            table.rows.iter().filter_map(term).collect()
        };
        let member = ["ccode", "styear", "endyear"];
        let contiguity = Table::lenient(files.contiguity);
        let [a, b, from, to] =
            ["ccode1", "ccode2", "stdate", "enddate"].map(|name| contiguity.column(name));
        let year = |row: &csv::StringRecord, at: usize| row.get(at)?.get(..4)?.parse::<i64>().ok();
        let contiguous = contiguity.rows.iter().filter_map(|row| {
            Some((
                pair(whole(row, a)?, whole(row, b)?),
                year(row, from)?,
                year(row, to)?,
            ))
        });
        let rivalry = Table::lenient(files.rivalries);
        let [a, b, from, to] =
            ["ccode1", "ccode2", "styear", "endyear"].map(|name| rivalry.column(name));
        let rivalries = rivalry.rows.iter().filter_map(|row| {
            Some((
                pair(whole(row, a)?, whole(row, b)?),
                whole(row, from)?,
                whole(row, to)?,
            ))
        });
        let mut system = Self {
            members: terms(files.states, member),
            contiguous: contiguous.collect(),
            majors: terms(files.majors, member),
            rivalries: rivalries.collect(),
            begun: BTreeSet::new(),
            going_on: BTreeSet::new(),
            last_dispute: None,
        };
        let disputes = Table::lenient(files.disputes);
        let [a, b, year, onset] =
            ["ccode1", "ccode2", "year", "midonset"].map(|name| disputes.column(name));
        for row in &disputes.rows {
            let (Some(one), Some(other), Some(year)) =
                (whole(row, a), whole(row, b), whole(row, year))
            else {
                continue;
            };
            let set = if whole(row, onset) == Some(1) {
                &mut system.begun
            } else {
                &mut system.going_on
            };
            set.insert((pair(one, other), year));
            system.last_dispute = system.last_dispute.max(Some(year));
        }
        system
    }

    fn holds(terms: &[(i64, i64, i64)], state: i64, year: i64) -> bool {
        let mut own = terms.iter().filter(|term| term.0 == state);
        own.any(|term| term.1 <= year && year <= term.2)
    }

    fn rivals(&self, pair: States, year: i64) -> bool {
        let mut own = self.rivalries.iter().filter(|rivalry| rivalry.0 == pair);
        own.any(|rivalry| rivalry.1 <= year && year <= rivalry.2)
    }

    /// Returns the politically relevant pairs at the end of a year, each with whether a dispute
    /// begins in the next.
    fn cases(&self, year: i64) -> Vec<(States, bool)> {
        let next = year + 1;
        let members: BTreeSet<i64> = self
            .members
            .iter()
            .map(|term| term.0)
            .filter(|state| {
                let member = |year| Self::holds(&self.members, *state, year);
                member(year) && member(next)
            })
            .collect();
        let neighbours: BTreeSet<States> = self
            .contiguous
            .iter()
            .filter(|(_, from, to)| *from <= year && year <= *to)
            .map(|(pair, ..)| *pair)
            .collect();
        let majors: BTreeSet<i64> = members
            .iter()
            .copied()
            .filter(|state| Self::holds(&self.majors, *state, year))
            .collect();
        let mut cases = Vec::new();
        for one in &members {
            for other in members.range(one + 1..) {
                let pair = (*one, *other);
                let relevant =
                    neighbours.contains(&pair) || majors.contains(one) || majors.contains(other);
                let begun = self.begun.contains(&(pair, next));
                if relevant && (begun || !self.going_on.contains(&(pair, next))) {
                    cases.push((pair, begun));
                }
            }
        }
        cases
    }
}
