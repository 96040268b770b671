//! Ties: how each pair of actors stands to each other, with an interval on every day.
//!
//! For each unordered pair a local-level state-space model (Harvey 1989; West and Harrison 1997)
//! runs over PLOVER-scored events merged across reports, with the spacing of days exact; standing
//! facts (asserted stances, agreements by obligation, memberships, flows, a war in progress) are
//! laid over it as slowly decaying evidence. Reports of the same event are one event, so that
//! doubling the reports leaves a tie alone. Hypothetical, future, negated, alleged and denied
//! statements never move one.

mod changes;
mod deeds;
pub mod eval;
mod evidence;
mod fit;
mod influence;
mod label;
mod level;
mod model;
mod standing;
mod war;

pub use fit::{Days, Fit, FitCheck, FitReport, FitScore, Freedom, Sample};
pub use label::{AT_LEAST_HOSTILE, AT_LEAST_RIVAL, MAY_BE_ALLY, NEUTRAL_LABEL};
pub use model::{NEUTRAL_BAND, TieModel};
pub use war::War;

use crate::day;
use chancery_model::{ActorId, Date, Pair, Statement, StatementId, TieLabel};
use chancery_store::View;
use evidence::{Dossier, Intake};
use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, collections::BTreeMap};

/// How two actors stand to each other as of a day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tie {
    /// The alphabetically first actor.
    pub a: ActorId,
    /// The other one.
    pub b: ActorId,
    /// −1 (at war) to 1 (allied).
    pub value: f64,
    /// The lower end of the 90 % interval.
    pub low: f64,
    /// The upper end of the 90 % interval.
    pub high: f64,
    /// −1 or 1 where the interval excludes the neutral band, otherwise 0.
    pub sign: i8,
    /// The word for it.
    pub label: TieLabel,
    /// Where it is going.
    pub trend: Trend,
    /// The days on which it broke, oldest first.
    pub changes: Vec<Change>,
    /// The statements it rests on, the most influential first by leave-one-out.
    pub statements: Vec<StatementId>,
    /// The war between the two, where one is in progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub war: Option<War>,
}

/// Where a tie is going, against three months before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// It grows warmer.
    Improving,
    /// It stays as it is.
    Steady,
    /// It grows colder.
    Worsening,
    /// All the evidence is of one day, or has no day.
    Unknown,
}

/// A day on which a tie broke: what the two did in the weeks from then on is far from their habit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// The day.
    pub date: Date,
    /// For better rather than for worse.
    #[serde(default)]
    pub warmer: bool,
    /// The level before, as it could be said then.
    pub from: f64,
    /// The level that the deeds of those weeks show. Between enemies it may be no lower than before: then
    /// it is how much they did that broke with the habit.
    pub to: f64,
    /// The statements that moved it.
    pub statements: Vec<StatementId>,
}

/// A tie on one day.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct TiePoint {
    /// The day.
    pub date: Date,
    /// −1 to 1.
    pub value: f64,
    /// The lower end of the 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Whether a series may use what came after the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outlook {
    /// What could be said on the day itself (Kalman filter).
    AsOf,
    /// What can be said looking back (Rauch–Tung–Striebel smoother).
    LookingBack,
}

/// The ties of a view, with what it takes to answer further questions about them.
#[derive(Clone, Debug)]
pub struct Ties {
    ties: Vec<Tie>,
    dossiers: BTreeMap<Pair, Dossier>,
    model: TieModel,
    today: i64,
}

impl Ties {
    /// Returns the ties between all pairs that the view has evidence on.
    pub fn of(view: &View<'_>, model: &TieModel) -> Self {
        Self::gather(view.statements.iter().copied(), view.as_of, model)
    }

    /// Returns the ties that statements give which are taken in one at a time: for records too
    /// large to hold. None may have been reported after the day, nor been corrected by then.
    pub fn gather<S: Borrow<Statement>>(
        statements: impl IntoIterator<Item = S>,
        as_of: Option<Date>,
        model: &TieModel,
    ) -> Self {
        let mut intake = Intake::new(as_of);
        for statement in statements {
            intake.take(statement.borrow());
        }
        let dossiers = intake.dossiers();
        let today = as_of.map_or_else(
            || {
                dossiers
                    .values()
                    .filter_map(Dossier::last_day)
                    .max()
                    .unwrap_or(0)
            },
            day::number,
        );
        let ties = dossiers
            .iter()
            .filter_map(|(pair, dossier)| tie(pair, dossier, today, model))
            .collect();
        Self {
            ties,
            dossiers,
            model: model.clone(),
            today,
        }
    }

    /// Returns all ties, by pair.
    pub fn all(&self) -> &[Tie] {
        &self.ties
    }

    /// Returns the tie between two actors, in either order.
    pub fn between(&self, one: &ActorId, other: &ActorId) -> Option<&Tie> {
        let pair = Pair::new(one, other)?;
        self.ties
            .binary_search_by(|tie| (&tie.a, &tie.b).cmp(&(pair.a(), pair.b())))
            .ok()
            .and_then(|index| self.ties.get(index))
    }

    /// Returns every actor that has a tie, in alphabetical order.
    pub fn actors(&self) -> Vec<ActorId> {
        let actors: std::collections::BTreeSet<&ActorId> =
            self.ties.iter().flat_map(|tie| [&tie.a, &tie.b]).collect();
        actors.into_iter().cloned().collect()
    }

    /// Returns the days on which the record tells of deeds between two actors, in order.
    fn days_told(&self, one: &ActorId, other: &ActorId) -> Vec<i64> {
        let dossier = Pair::new(one, other).and_then(|pair| self.dossiers.get(&pair));
        let deeds = dossier.map_or(&[][..], |dossier| &dossier.deeds);
        let mut days: Vec<i64> = deeds.iter().map(|deed| deed.day).collect();
        days.dedup();
        days
    }

    /// Returns the mean PLOVER score of the deeds between two actors from a day on.
    fn mean_score(&self, one: &ActorId, other: &ActorId, from: i64) -> Option<f64> {
        let dossier = Pair::new(one, other).and_then(|pair| self.dossiers.get(&pair))?;
        let scores = dossier.deeds.iter().filter(|deed| deed.day >= from);
        let (count, sum) = scores.fold((0_u32, 0.0), |(count, sum), deed| {
            (count + 1, sum + deed.score)
        });
        (count > 0).then(|| sum / f64::from(count))
    }

    /// Returns a tie on every day from its first evidence (or `from`) to the view's day, at most
    /// `limit` days and the latest of them.
    pub fn series(
        &self,
        one: &ActorId,
        other: &ActorId,
        outlook: Outlook,
        from: Option<Date>,
        limit: usize,
    ) -> Vec<TiePoint> {
        let dossier = Pair::new(one, other).and_then(|pair| self.dossiers.get(&pair));
        let Some((dossier, first)) = dossier.and_then(|found| Some((found, found.first_day()?)))
        else {
            return Vec::new();
        };
        let longest = i64::try_from(limit).unwrap_or(i64::MAX);
        let first = first
            .max(from.map_or(i64::MIN, day::number))
            .max(self.today.saturating_sub(longest.saturating_sub(1)));
        level::series(dossier, &self.model, outlook, first..=self.today)
            .filter_map(|(number, estimate)| {
                let (value, low, high) = estimate.clipped(&self.model);
                Some(TiePoint {
                    date: day::date(number)?,
                    value,
                    low,
                    high,
                })
            })
            .collect()
    }
}

/// The precision of all evidence, in units of the prior's, below which a pair has no tie: one
/// request brings 0.17, and 0.01 where eighteen states are named for it in one word.
const LEAST_EVIDENCE: f64 = 0.05;

fn tie(pair: &Pair, dossier: &Dossier, today: i64, model: &TieModel) -> Option<Tie> {
    // Pairs of which the record says next to nothing have no tie.
    let deeds = dossier.deeds.iter().map(|deed| model.variance_of(deed));
    let facts = dossier
        .standing
        .iter()
        .map(|fact| model.variance(fact.deviation, &fact.word));
    let precision: f64 = deeds.chain(facts).map(|variance| 1.0 / variance).sum();
    if precision * model.prior_deviation * model.prior_deviation < LEAST_EVIDENCE {
        return None;
    }
    let run = level::run(dossier, model);
    let estimate = level::combined(dossier, &run, model, today);
    let (value, low, high) = estimate.clipped(model);
    let sign = if low > model.neutral_band {
        1
    } else if high < -model.neutral_band {
        -1
    } else {
        0
    };
    Some(Tie {
        a: pair.a().clone(),
        b: pair.b().clone(),
        value,
        low,
        high,
        sign,
        label: label::label(value, dossier, today),
        trend: level::trend(dossier, &run, model, today),
        changes: changes::changes(dossier, &run, model),
        statements: influence::ranked(dossier, &run, model, today, estimate.level),
        war: dossier.war.clone(),
    })
}

#[cfg(test)]
mod tests;
