//! The level of a tie: a Kalman filter and a Rauch–Tung–Striebel smoother over days with deeds.
//!
//! The level follows a random walk whose variance grows with the days that pass, so that unequal
//! spacing is exact. Deeds of one day enter together, weighted by precision. Where they fit a
//! model of the same level much worse than one of wider scale, singly or in a run, the monitor of
//! West and Harrison (1986, *JASA* 81) says that the level has broken: the variance is reset to
//! the prior's, and the tie learns anew. Standing facts are then combined with the filtered level
//! by precision, their variance doubling with each half-life.

use super::{
    Change, Outlook, TieModel, Trend,
    evidence::{Dossier, Kind, Standing},
    influence::Item,
};
use crate::day;
use std::ops::RangeInclusive;

/// A level with its variance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Estimate {
    pub(crate) level: f64,
    pub(crate) variance: f64,
}

impl Estimate {
    /// Returns the level and the interval within −1…1, rounded to four places.
    pub(crate) fn clipped(self, model: &TieModel) -> (f64, f64, f64) {
        let reach = model.interval_width * self.variance.max(0.0).sqrt();
        let clip = |number: f64| (number.clamp(-1.0, 1.0) * 1e4).round() / 1e4 + 0.0;
        (
            clip(self.level),
            clip(self.level - reach),
            clip(self.level + reach),
        )
    }
}

/// One day with deeds: what was expected of it, and what was learned.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) day: i64,
    pub(crate) expected: Estimate,
    pub(crate) learned: Estimate,
    pub(crate) smoothed: Estimate,
    pub(crate) broke: bool,
    /// The deeds of the day, as indices into the dossier.
    pub(crate) deeds: std::ops::Range<usize>,
}

/// A filter's way through a dossier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    pub(crate) steps: Vec<Step>,
}

/// Runs filter and smoother over the deeds of a dossier.
pub(crate) fn run(dossier: &Dossier, model: &TieModel) -> Run {
    let mut run = filter(dossier, model, None);
    smooth(&mut run.steps);
    run
}

/// Runs the filter over the deeds, leaving one out where asked.
pub(crate) fn filter(dossier: &Dossier, model: &TieModel, without: Option<usize>) -> Run {
    let mut steps: Vec<Step> = Vec::new();
    let mut state = prior(model);
    let mut monitor = Monitor::default();
    let mut index = 0;
    while let Some(first) = dossier.deeds.get(index) {
        let of_day = dossier.deeds[index..]
            .iter()
            .take_while(|deed| deed.day == first.day)
            .count();
        let deeds = index..index + of_day;
        index = deeds.end;
        let (mut precision, mut weighted) = (0.0, 0.0);
        for (position, deed) in dossier.deeds[deeds.clone()].iter().enumerate() {
            if Some(deeds.start + position) != without {
                precision += 1.0 / deed.variance;
                weighted += deed.level / deed.variance;
            }
        }
        if precision == 0.0 {
            continue;
        }
        let (observed, noise) = (weighted / precision, 1.0 / precision);
        let elapsed = steps.last().map_or(0, |step| first.day - step.day);
        let mut expected = drifted(state, elapsed, model);
        let surprise = (observed - expected.level) / (expected.variance + noise).sqrt();
        let broke = !steps.is_empty() && monitor.breaks(surprise, model);
        if broke {
            expected.variance += model.prior_deviation * model.prior_deviation;
        }
        let gain = expected.variance / (expected.variance + noise);
        state = Estimate {
            level: expected.level + gain * (observed - expected.level),
            variance: (1.0 - gain) * expected.variance,
        };
        steps.push(Step {
            day: first.day,
            expected,
            learned: state,
            smoothed: state,
            broke,
            deeds,
        });
    }
    Run { steps }
}

/// The Bayes-factor monitor: cumulative evidence that the level no longer fits.
#[derive(Default)]
struct Monitor {
    /// The natural logarithm of the cumulative Bayes factor.
    cumulative: f64,
    length: u32,
}

impl Monitor {
    fn breaks(&mut self, surprise: f64, model: &TieModel) -> bool {
        let scale = model.monitor_scale;
        let factor = libm::log(scale) - 0.5 * surprise * surprise * (1.0 - 1.0 / (scale * scale));
        let threshold = libm::log(model.monitor_threshold);
        if self.cumulative < 0.0 {
            self.cumulative += factor;
            self.length += 1;
        } else {
            self.cumulative = factor;
            self.length = 1;
        }
        let broke = factor < threshold || self.cumulative < threshold;
        if broke {
            *self = Self::default();
        }
        broke
    }
}

fn prior(model: &TieModel) -> Estimate {
    Estimate {
        level: 0.0,
        variance: model.prior_deviation * model.prior_deviation,
    }
}

/// Returns the estimate after some days without news.
#[expect(clippy::cast_precision_loss, reason = "days are few")]
fn drifted(estimate: Estimate, days: i64, model: &TieModel) -> Estimate {
    let per_day = model.drift_per_year * model.drift_per_year / 365.25;
    Estimate {
        level: estimate.level,
        variance: estimate.variance + per_day * days.max(0) as f64,
    }
}

fn smooth(steps: &mut [Step]) {
    for index in (0..steps.len().saturating_sub(1)).rev() {
        let next = (steps[index + 1].expected, steps[index + 1].smoothed);
        let gain = steps[index].learned.variance / next.0.variance;
        steps[index].smoothed = backward(steps[index].learned, gain, next);
    }
}

/// One step of the smoother: what the later days say about the earlier one.
fn backward(earlier: Estimate, gain: f64, (expected, smoothed): (Estimate, Estimate)) -> Estimate {
    Estimate {
        level: earlier.level + gain * (smoothed.level - expected.level),
        variance: earlier.variance + gain * gain * (smoothed.variance - expected.variance),
    }
}

impl Run {
    /// Returns the level on a day from the deeds up to it.
    pub(crate) fn filtered(&self, on: i64, model: &TieModel) -> Estimate {
        let after = self.steps.partition_point(|step| step.day <= on);
        match after.checked_sub(1).and_then(|index| self.steps.get(index)) {
            Some(step) => drifted(step.learned, on - step.day, model),
            None => prior(model),
        }
    }

    /// Returns the level on a day from all deeds. Between two days with deeds the level is a
    /// Brownian bridge.
    fn smoothed(&self, on: i64, model: &TieModel) -> Estimate {
        let after = self.steps.partition_point(|step| step.day <= on);
        let before = after.checked_sub(1).and_then(|index| self.steps.get(index));
        match (before, self.steps.get(after)) {
            (Some(step), _) if step.day == on => step.smoothed,
            (Some(step), Some(next)) => {
                let here = drifted(step.learned, on - step.day, model);
                let gain = here.variance / next.expected.variance;
                backward(here, gain, (next.expected, next.smoothed))
            }
            (Some(step), None) => drifted(step.learned, on - step.day, model),
            (None, Some(next)) => drifted(next.smoothed, next.day - on, model),
            (None, None) => prior(model),
        }
    }

    /// Returns the day of the latest break up to a day.
    fn last_break(&self, until: i64) -> Option<i64> {
        self.steps
            .iter()
            .rev()
            .find(|step| step.broke && step.day <= until)
            .map(|step| step.day)
    }
}

/// Returns the tie on a day: the filtered level with the standing facts known by then.
pub(crate) fn combined(dossier: &Dossier, run: &Run, model: &TieModel, on: i64) -> Estimate {
    combined_without(dossier, run, model, on, None)
}

/// Returns the tie on a day, leaving one standing fact out where asked.
pub(crate) fn combined_without(
    dossier: &Dossier,
    run: &Run,
    model: &TieModel,
    on: i64,
    without: Option<Item>,
) -> Estimate {
    let facts = dossier.standing.iter().enumerate();
    let facts = facts
        .filter(|(index, fact)| fact.day <= on && without != Some(Item::Standing(*index)))
        .map(|(_, fact)| fact);
    overlay(run.filtered(on, model), facts, run, model, on)
}

/// Returns the tie on a day, looking back: a stance asserted later tells of the days before, an
/// agreement does not, nor a war of the days before it began.
fn in_hindsight(dossier: &Dossier, run: &Run, model: &TieModel, on: i64) -> Estimate {
    let facts = dossier.standing.iter().filter(|fact| match fact.kind {
        Kind::Agreement(..) => fact.day <= on,
        Kind::War => dossier
            .war
            .as_ref()
            .and_then(|war| war.since)
            .is_some_and(|since| day::number(since) <= on),
        _ => true,
    });
    overlay(run.smoothed(on, model), facts, run, model, on)
}

fn overlay<'facts>(
    level: Estimate,
    facts: impl Iterator<Item = &'facts Standing>,
    run: &Run,
    model: &TieModel,
    on: i64,
) -> Estimate {
    let last_break = run.last_break(on);
    let (mut precision, mut weighted) = (1.0 / level.variance, level.level / level.variance);
    for fact in facts {
        #[expect(clippy::cast_precision_loss, reason = "days are few")]
        let age = (on - fact.day).abs() as f64;
        let mut variance = fact.variance * libm::exp2((age / fact.half_life).min(60.0));
        if last_break.is_some_and(|broke| fact.day < broke) {
            variance *= model.stale_factor;
        }
        precision += 1.0 / variance;
        weighted += fact.level / variance;
    }
    Estimate {
        level: weighted / precision,
        variance: 1.0 / precision,
    }
}

/// Returns the tie on each of some days.
pub(crate) fn series<'dossier>(
    dossier: &'dossier Dossier,
    model: &'dossier TieModel,
    outlook: Outlook,
    days: RangeInclusive<i64>,
) -> impl Iterator<Item = (i64, Estimate)> + 'dossier {
    let run = run(dossier, model);
    days.map(move |on| {
        let estimate = match outlook {
            Outlook::AsOf => combined(dossier, &run, model, on),
            Outlook::LookingBack => in_hindsight(dossier, &run, model, on),
        };
        (on, estimate)
    })
}

/// How far back the trend looks.
const TREND_DAYS: i64 = 90;

/// The smallest move that is a trend.
const TREND_SIZE: f64 = 0.1;

/// Returns where a tie is going: today against three months before, or against the first day of
/// the record where that is later, both looking back.
pub(crate) fn trend(dossier: &Dossier, run: &Run, model: &TieModel, today: i64) -> Trend {
    let starts = dossier
        .standing
        .iter()
        .filter(|fact| matches!(fact.kind, Kind::Agreement(..)))
        .map(|fact| fact.day)
        .chain(run.steps.iter().map(|step| step.day));
    let Some(first) = starts.min().filter(|first| *first < today) else {
        return Trend::Unknown;
    };
    let then = in_hindsight(dossier, run, model, first.max(today - TREND_DAYS)).level;
    let now = in_hindsight(dossier, run, model, today).level;
    match now.clamp(-1.0, 1.0) - then.clamp(-1.0, 1.0) {
        rise if rise > TREND_SIZE => Trend::Improving,
        rise if rise < -TREND_SIZE => Trend::Worsening,
        _ => Trend::Steady,
    }
}

/// Two breaks in the same direction within so many days are one.
const SAME_BREAK: i64 = 30;

/// Returns the days on which the level broke and, looking back, stayed away.
pub(crate) fn changes(dossier: &Dossier, run: &Run, model: &TieModel) -> Vec<Change> {
    let mut changes: Vec<(i64, Change)> = Vec::new();
    for neighbours in run.steps.windows(2) {
        let [before, after] = neighbours else {
            continue;
        };
        if !after.broke {
            continue;
        }
        let (from, to) = (before.smoothed.level, after.smoothed.level);
        let statements = dossier.deeds[after.deeds.clone()]
            .iter()
            .filter_map(|deed| deed.statements.first().cloned());
        match changes.last_mut() {
            Some((day, last))
                if after.day - *day <= SAME_BREAK && (to > from) == (last.to > last.from) =>
            {
                last.to = to;
                last.statements.extend(statements);
                *day = after.day;
            }
            _ => {
                if let Some(date) = day::date(after.day) {
                    let statements = statements.collect();
                    let change = Change {
                        date,
                        from,
                        to,
                        statements,
                    };
                    changes.push((after.day, change));
                }
            }
        }
    }
    let round = |number: f64| (number.clamp(-1.0, 1.0) * 1e4).round() / 1e4 + 0.0;
    changes
        .into_iter()
        .map(|(_, change)| Change {
            from: round(change.from),
            to: round(change.to),
            ..change
        })
        .filter(|change| (change.to - change.from).abs() >= model.change_size)
        .collect()
}
