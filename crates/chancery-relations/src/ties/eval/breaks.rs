//! Change points against dated breaks that everybody knows.

use super::{ListError, day_of, rows};
use crate::{
    day,
    ties::{Change, Tie, Ties},
};
use chancery_model::{ActorId, Date};
use serde::Serialize;

/// A day on which a relation is known to have broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownBreak {
    /// The two.
    pub pair: (ActorId, ActorId),
    /// The day.
    pub date: Date,
    /// For better rather than for worse.
    pub warmer: bool,
}

impl KnownBreak {
    /// Reads a list with the columns a, b, date, direction (`warmer` or `colder`), what and source.
    pub fn read(text: &str) -> Result<Vec<Self>, ListError> {
        rows(text, |[a, b, date, direction, _, _]| {
            Ok(Self {
                pair: (a.into(), b.into()),
                date: day_of(date)?,
                warmer: match direction {
                    "warmer" => true,
                    "colder" => false,
                    other => return Err(format!("`{other}` is neither warmer nor colder")),
                },
            })
        })
    }

    /// Returns the breaks that Chancery is measured on.
    pub fn listed() -> Vec<Self> {
        Self::read(include_str!("../../../data/tie-breaks.tsv")).unwrap_or_default()
    }
}

/// A change point within so many days of a break finds it.
const NEAR: i64 = 30;

/// The threshold of the change points was fixed by how many there are up to this day.
const FIXED_UNTIL: Date = Date::constant(2015, 12, 31);

/// A pair with so many days of deeds is told of often enough to count its change points.
const WELL_TOLD: usize = 20;

/// How many breaks are found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BreakReport {
    /// Breaks listed.
    pub listed: usize,
    /// Breaks of pairs that the record tells of at all.
    pub with_tie: usize,
    /// Breaks of pairs that the record tells of within 30 days of the break: the others cannot be
    /// found.
    pub told: usize,
    /// Breaks with a change point of the same direction within 30 days.
    pub found: usize,
    /// How many would be found on days drawn at random from the same pairs' records, in the same
    /// directions.
    pub by_chance: f64,
    /// Change points of the listed pairs that lie within 30 days of no listed break, a year.
    pub unlisted_a_year: f64,
    /// Pairs told of on twenty days or more, and their change points in a year.
    pub well_told_pairs: usize,
    /// Change points of those pairs, a pair and year.
    pub changes_a_year: f64,
    /// The same up to the end of 2015, the years on which the threshold was fixed.
    pub changes_a_year_to_2015: f64,
    /// The same from 2016 on.
    pub changes_a_year_from_2016: f64,
    /// Each break.
    pub breaks: Vec<BreakFound>,
}

/// What was found of a break.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BreakFound {
    /// One of the two.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// The day.
    pub date: Date,
    /// For better rather than for worse.
    pub warmer: bool,
    /// Days with deeds within 30 days of it.
    pub days_told: usize,
    /// The nearest change point in the same direction, however far.
    pub nearest: Option<Change>,
    /// Whether that lies within 30 days.
    pub found: bool,
}

/// Compares the change points of ties with known breaks.
#[expect(clippy::cast_precision_loss, reason = "days and breaks are few")]
pub fn breaks(ties: &Ties, known: &[KnownBreak]) -> BreakReport {
    let mut found = Vec::new();
    let mut by_chance = 0.0;
    let (mut unlisted, mut years) = (0_usize, 0.0);
    let mut pairs_seen = std::collections::BTreeSet::new();
    for one in known {
        let tie = ties.between(&one.pair.0, &one.pair.1);
        let on = day::number(one.date);
        let near = |days: &[i64]| days.iter().filter(|day| (*day - on).abs() <= NEAR).count();
        let told = ties.days_told(&one.pair.0, &one.pair.1);
        let changes = tie.map(|tie| same_way(tie, one.warmer)).unwrap_or_default();
        let nearest = changes
            .iter()
            .min_by_key(|change| (day::number(change.date) - on).abs());
        found.push(BreakFound {
            a: one.pair.0.clone(),
            b: one.pair.1.clone(),
            date: one.date,
            warmer: one.warmer,
            days_told: near(&told),
            nearest: nearest.cloned(),
            found: nearest.is_some_and(|change| (day::number(change.date) - on).abs() <= NEAR),
        });
        let (Some(first), Some(last), Some(tie)) = (told.first(), told.last(), tie) else {
            continue;
        };
        let covered = (*first..=*last)
            .filter(|day| {
                changes
                    .iter()
                    .any(|change| (day::number(change.date) - day).abs() <= NEAR)
            })
            .count();
        by_chance += covered as f64 / (last - first + 1) as f64;
        if pairs_seen.insert(&one.pair) {
            years += (last - first + 1) as f64 / 365.25;
            let listed = |change: &&Change| {
                known.iter().any(|other| {
                    other.pair == one.pair
                        && (day::number(other.date) - day::number(change.date)).abs() <= NEAR
                })
            };
            unlisted += tie.changes.iter().filter(|change| !listed(change)).count();
        }
    }
    let mut pairs = 0;
    // Change points and pair-years, up to the end of 2015 and after.
    let mut spans = [(0_usize, 0.0), (0, 0.0)];
    let parted = day::number(FIXED_UNTIL);
    for tie in ties.all() {
        let told = ties.days_told(&tie.a, &tie.b);
        if told.len() >= WELL_TOLD {
            pairs += 1;
            for change in &tie.changes {
                spans[usize::from(change.date > FIXED_UNTIL)].0 += 1;
            }
            if let (Some(first), Some(last)) = (told.first(), told.last()) {
                let early = (parted.min(*last) - first + 1).max(0);
                let late = (last - parted.max(first - 1)).max(0);
                spans[0].1 += early as f64 / 365.25;
                spans[1].1 += late as f64 / 365.25;
            }
        }
    }
    let round = |number: f64| (number * 1e3).round() / 1e3;
    let rate = |changes: usize, years: f64| round(changes as f64 / f64::max(years, 1.0));
    let [(early, early_years), (late, late_years)] = spans;
    BreakReport {
        listed: known.len(),
        with_tie: found
            .iter()
            .filter(|found| ties.between(&found.a, &found.b).is_some())
            .count(),
        told: found.iter().filter(|found| found.days_told > 0).count(),
        found: found.iter().filter(|found| found.found).count(),
        by_chance: round(by_chance),
        unlisted_a_year: round(unlisted as f64 / f64::max(years, 1.0)),
        well_told_pairs: pairs,
        changes_a_year: rate(early + late, early_years + late_years),
        changes_a_year_to_2015: rate(early, early_years),
        changes_a_year_from_2016: rate(late, late_years),
        breaks: found,
    }
}

fn same_way(tie: &Tie, warmer: bool) -> Vec<Change> {
    let changes = tie.changes.iter();
    let same = changes.filter(|change| change.warmer == warmer);
    same.cloned().collect()
}
