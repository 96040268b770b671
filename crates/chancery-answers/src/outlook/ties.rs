//! The outlook of a tie: will it cross into another label?

use crate::words;
use chancery_forecast::outlook::{
    BacktestOptions, Crossing, Score, Scored, Subject, crossing, date, number, score,
};
use chancery_model::{ActorId, Date, Pair, StatementId, TieLabel};
use chancery_relations::{
    Names, party,
    ties::{AT_LEAST_HOSTILE, AT_LEAST_RIVAL, MAY_BE_ALLY, NEUTRAL_LABEL, Outlook, TieModel, Ties},
};
use chancery_store::{Record, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// Whether the tie of two actors will cross a line.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TieOutlook {
    /// The alphabetically first actor.
    pub a: ActorId,
    /// The other one.
    pub b: ActorId,
    /// The label in question.
    pub label: TieLabel,
    /// Within how many days.
    pub within_days: u16,
    /// What the tie is called now.
    pub now: TieLabel,
    /// Whether the line is crossed by getting worse.
    pub downwards: bool,
    /// The estimate.
    #[serde(flatten)]
    pub crossing: Crossing,
    /// The statements that matter most for the tie.
    pub statements: Vec<StatementId>,
}

/// The days of a tie's past that count.
const DAYS: usize = 2_000;

/// Returns the outlook, or why there is none.
pub(super) fn outlook(
    view: &View<'_>,
    one: &ActorId,
    other: &ActorId,
    label: TieLabel,
    within: u16,
) -> Result<TieOutlook, String> {
    let pair = Pair::new(one, other).ok_or("A tie has two sides.")?;
    let mut own = view.clone();
    own.statements.retain(|statement| {
        let names = |actor: &ActorId| {
            statement.body.actors().iter().any(|named| {
                party(named).as_ref() == Some(actor) || named.id.as_ref() == Some(actor)
            })
        };
        names(one) && names(other)
    });
    let ties = Ties::of(&own, &TieModel::default());
    let none = || format!("The record tells of no tie between {one} and {other}.");
    let tie = ties.between(one, other).ok_or_else(none)?;
    let series: Vec<(i32, f64)> = ties
        .series(one, other, Outlook::AsOf, None, DAYS)
        .into_iter()
        .map(|point| (number(point.date), point.value))
        .collect();
    let (line, downwards) = border(label, tie.value);
    let found = crossing(&series, line, downwards, within).ok_or_else(none)?;
    Ok(TieOutlook {
        a: pair.a().clone(),
        b: pair.b().clone(),
        label,
        within_days: within,
        now: tie.label,
        downwards,
        crossing: found,
        statements: tie.statements.iter().take(5).cloned().collect(),
    })
}

/// Returns the line at which a label borders on the neutral side, and whether it is crossed downwards,
/// for a tie that has a value.
fn border(label: TieLabel, value: f64) -> (f64, bool) {
    match label {
        TieLabel::AtWar | TieLabel::Hostile => (AT_LEAST_HOSTILE, true),
        TieLabel::Rival => (AT_LEAST_RIVAL, true),
        TieLabel::Unfriendly => (-NEUTRAL_LABEL, true),
        TieLabel::Neutral if value > 0.0 => (NEUTRAL_LABEL, true),
        TieLabel::Neutral => (-NEUTRAL_LABEL, false),
        TieLabel::Partner => (NEUTRAL_LABEL, false),
        TieLabel::Ally => (MAY_BE_ALLY, false),
    }
}

/// The days between the days as of which ties are asked about again, at least: all ties are formed
/// anew for each.
const LEAST_APART: i32 = 30;

/// A tie is asked about again where the record told of something between the two in so many days.
const FRESH: i32 = 730;

/// Scores past forecasts of ties that cross into a label, at each horizon: as of each day asked about
/// all ties are formed of what was reported by then, and each that is not beyond the line is asked
/// about. Whether it crossed is read off the ties as the whole record shows them day by day.
///
/// The base rate is the share of the tie's own windows on this side that crossed, drawn towards that
/// of all ties by the weight of one window; the simpler forecast is the random walk alone. The record's
/// reports must not have been merged.
#[must_use]
pub fn backtest_crossings(
    record: &Record,
    label: TieLabel,
    options: &BacktestOptions,
) -> Vec<Score> {
    let formed = |until: Option<Date>| -> Ties {
        let mut cut = record.clone();
        cut.forget_after(until);
        crate::coder::merge(&mut cut);
        Ties::of(&cut.as_of(until), &TieModel::default())
    };
    let series = |ties: &Ties, pair: &Pair, limit: usize| -> Vec<(i32, f64)> {
        ties.series(pair.a(), pair.b(), Outlook::AsOf, None, limit)
            .into_iter()
            .map(|point| (number(point.date), point.value))
            .collect()
    };
    let whole = formed(None);
    let last_told = last_told(record);
    let mut truth: BTreeMap<Pair, Vec<(i32, f64)>> = BTreeMap::new();
    let mut cases: Vec<Vec<Scored>> = vec![Vec::new(); options.horizons.len()];
    let every = i32::from(options.every).max(LEAST_APART);
    let mut today = options.from;
    while today < options.to {
        let ties = formed(date(today));
        let mut found: Vec<(usize, Crossing, Scored)> = Vec::new();
        for tie in ties.all() {
            let Some(pair) = Pair::new(&tie.a, &tie.b) else {
                continue;
            };
            let fresh = last_told.get(&pair).is_some_and(|days| {
                let before = days.partition_point(|day| *day <= today);
                before
                    .checked_sub(1)
                    .is_some_and(|at| days[at] + FRESH >= today)
            });
            let (line, below) = border(label, tie.value);
            let sign = if below { -1.0 } else { 1.0 };
            if !fresh || sign * tie.value >= sign * line {
                continue;
            }
            let past = series(&ties, &pair, DAYS);
            let ahead = truth
                .entry(pair)
                .or_insert_with_key(|pair| series(&whole, pair, usize::MAX));
            for (place, horizon) in options.horizons.iter().enumerate() {
                let end = today.saturating_add(i32::from(*horizon));
                if end > options.to {
                    continue;
                }
                let beyond = |after: i32, until: i32| {
                    let from = ahead.partition_point(|(day, _)| *day <= after);
                    let to = ahead.partition_point(|(day, _)| *day <= until);
                    ahead[from..to]
                        .iter()
                        .any(|(_, value)| sign * value >= sign * line)
                };
                let Some(crossing) = crossing(&past, line, below, *horizon) else {
                    continue;
                };
                let scored = Scored {
                    origin: today,
                    model: crossing.probability,
                    base: 0.0,
                    recurrency: crossing.walk,
                    last: f64::from(u8::from(beyond(today - i32::from(*horizon), today))),
                    happened: beyond(today, end),
                };
                found.push((place, crossing, scored));
            }
        }
        for (place, horizon) in options.horizons.iter().enumerate() {
            let own = || found.iter().filter(|(at, ..)| *at == place);
            let all = own().fold((0_u32, 0_u32), |(hits, total), (_, crossing, _)| {
                (hits + crossing.crossed.hits, total + crossing.crossed.total)
            });
            let prior = f64::from(all.0) / f64::from(all.1.max(1));
            cases[place].extend(own().map(|(_, crossing, scored)| Scored {
                base: crossing.crossed.shrunk(*horizon, prior, 1.0),
                ..*scored
            }));
        }
        today = today.saturating_add(every);
    }
    let subject = Subject::Crossing(label.as_str().to_owned());
    options
        .horizons
        .iter()
        .zip(&cases)
        .map(|(horizon, cases)| score(subject.clone(), *horizon, cases, options.seed))
        .collect()
}

/// Returns the days on which something was reported between the two of each pair, ascending.
fn last_told(record: &Record) -> BTreeMap<Pair, Vec<i32>> {
    let mut told: BTreeMap<Pair, Vec<i32>> = BTreeMap::new();
    for statement in &record.statements {
        let Some(reported) = statement.date.reported.filter(|_| statement.is_evidence()) else {
            continue;
        };
        let mut parties: Vec<ActorId> = statement
            .body
            .actors()
            .iter()
            .filter_map(|actor| party(actor))
            .collect();
        parties.sort_unstable();
        parties.dedup();
        for (at, one) in parties.iter().enumerate() {
            for other in &parties[at + 1..] {
                if let Some(pair) = Pair::new(one, other) {
                    told.entry(pair).or_default().push(number(reported));
                }
            }
        }
    }
    for days in told.values_mut() {
        days.sort_unstable();
        days.dedup();
    }
    told
}

impl TieOutlook {
    /// Returns the answer in a sentence or three.
    pub(super) fn sentence(&self, names: &Names) -> String {
        let (a, b) = (names.of(&self.a), names.of(&self.b));
        let (value, line) = (
            words::signed(self.crossing.value),
            words::signed(self.crossing.line),
        );
        if self.crossing.beyond {
            return format!(
                "The tie of {a} and {b} ({value}, {}) is beyond the line to {} ({line}) already.",
                self.now.as_str(),
                self.label.as_str()
            );
        }
        let claim = format!(
            "the tie of {a} and {b} will cross the line to {} ({line}) within {}",
            self.label.as_str(),
            words::count(usize::from(self.within_days), "day")
        );
        let windows = |windows: chancery_forecast::outlook::Windows| {
            format!(
                "{} of {}",
                words::digits(windows.hits as usize),
                words::digits(windows.total as usize)
            )
        };
        let mut text = format!(
            "{}. It stands at {value} ({}).",
            words::chance(self.crossing.probability, &claim),
            self.now.as_str()
        );
        if self.crossing.moved.total > 0 {
            text += &format!(
                " It moved as far in {} earlier windows of that length, and crossed this line in {} that began on this side of it.",
                windows(self.crossing.moved),
                windows(self.crossing.crossed)
            );
        } else {
            text += " Its own past is shorter than the horizon: the figure is what is usual of ties, and no more than a random walk with its daily steps would give.";
        }
        text
    }
}
