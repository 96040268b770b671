//! The level of a tie: a Kalman filter and a Rauch–Tung–Striebel smoother over days with deeds.
//!
//! The level follows a random walk whose variance grows with the days that pass, so that unequal
//! spacing is exact. Deeds of one day enter together, weighted by precision. Where they fit a
//! model of the same level much worse than one of wider scale, singly or in a run, the monitor of
//! West and Harrison (1986, *JASA* 81) says that the level has broken: the variance is reset to
//! the prior's, and the tie learns anew. Standing facts are then combined with the filtered level
//! by precision, their variance doubling with each half-life.

use super::{
    Outlook, TieModel, Trend,
    deeds::Deed,
    evidence::Dossier,
    standing::{Kind, Standing},
};
use crate::day;
use std::ops::{Range, RangeInclusive};

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
    /// What the deeds of the day show together.
    pub(crate) observed: Estimate,
    pub(crate) learned: Estimate,
    pub(crate) smoothed: Estimate,
    pub(crate) broke: bool,
    /// The deeds of the day, as indices into the dossier.
    pub(crate) deeds: Range<usize>,
    monitor: Monitor,
}

/// A filter's way through a dossier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    pub(crate) steps: Vec<Step>,
}

/// Where a filter stands after some day.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// The last day with deeds, and the level learned on it.
    last: Option<(i64, Estimate)>,
    monitor: Monitor,
    last_break: Option<i64>,
}

/// Runs filter and smoother over the deeds of a dossier.
pub(crate) fn run(dossier: &Dossier, model: &TieModel) -> Run {
    let mut filter = Filter::new();
    let mut steps: Vec<Step> = Vec::new();
    let mut start = 0;
    for of_day in dossier.deeds.chunk_by(|one, other| one.day == other.day) {
        let deeds = start..start + of_day.len();
        start = deeds.end;
        let Some((day, observed)) = of_day
            .first()
            .and_then(|deed| Some((deed.day, together(of_day.iter(), model)?)))
        else {
            continue;
        };
        let (expected, learned, broke) = filter.learn(day, observed, model);
        steps.push(Step {
            day,
            expected,
            observed,
            learned,
            smoothed: learned,
            broke,
            deeds,
            monitor: filter.monitor.clone(),
        });
    }
    smooth(&mut steps);
    Run { steps }
}

/// Hands each day's deeds to `score` with what the filter expects of the day before they are known.
pub(crate) fn foresee(
    dossier: &Dossier,
    model: &TieModel,
    mut score: impl FnMut(i64, Estimate, &[Deed]),
) {
    let mut filter = Filter::new();
    for of_day in dossier.deeds.chunk_by(|one, other| one.day == other.day) {
        if let Some(day) = of_day.first().map(|deed| deed.day) {
            score(day, filter.expected(day, model), of_day);
            if let Some(observed) = together(of_day.iter(), model) {
                filter.learn(day, observed, model);
            }
        }
    }
}

/// Returns what some deeds show together, weighted by precision.
fn together<'deeds>(
    deeds: impl Iterator<Item = &'deeds Deed>,
    model: &TieModel,
) -> Option<Estimate> {
    let (mut precision, mut weighted) = (0.0, 0.0);
    for deed in deeds {
        let variance = model.variance_of(deed);
        precision += 1.0 / variance;
        weighted += deed.level / variance;
    }
    (precision > 0.0).then(|| Estimate {
        level: weighted / precision,
        variance: 1.0 / precision,
    })
}

impl Filter {
    /// Returns a filter that knows nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            last: None,
            monitor: Monitor::default(),
            last_break: None,
        }
    }

    /// Returns what is expected of a day before its deeds are known.
    pub(crate) fn expected(&self, day: i64, model: &TieModel) -> Estimate {
        self.last.map_or_else(
            || prior(model),
            |(last, level)| drifted(level, day - last, model),
        )
    }

    /// Learns from the deeds of a day. Returns what was expected (after any break), what was
    /// learned, and whether the level broke.
    pub(crate) fn learn(
        &mut self,
        day: i64,
        observed: Estimate,
        model: &TieModel,
    ) -> (Estimate, Estimate, bool) {
        let mut expected = self.expected(day, model);
        let spread = (expected.variance + observed.variance).sqrt();
        let surprise = (observed.level - expected.level) / spread;
        let broke = self.last.is_some() && self.monitor.breaks(surprise, model);
        if broke {
            expected.variance += model.prior_deviation * model.prior_deviation;
            self.last_break = Some(day);
        }
        let gain = expected.variance / (expected.variance + observed.variance);
        let learned = Estimate {
            level: expected.level + gain * (observed.level - expected.level),
            variance: (1.0 - gain) * expected.variance,
        };
        self.last = Some((day, learned));
        (expected, learned, broke)
    }

    /// Returns the level on a day from all that was learned.
    pub(crate) fn level(&self, on: i64, model: &TieModel) -> (Estimate, Option<i64>) {
        (self.expected(on, model), self.last_break)
    }
}

/// Returns the filtered level of a day, and the latest break by then, had one of the deeds not been.
pub(crate) fn without(
    dossier: &Dossier,
    run: &Run,
    model: &TieModel,
    on: i64,
    deed: usize,
) -> (Estimate, Option<i64>) {
    let place = run.steps.partition_point(|step| step.deeds.end <= deed);
    let earlier = &run.steps[..place];
    let mut filter = Filter::new();
    if let Some(step) = earlier.last() {
        filter.last = Some((step.day, step.learned));
        filter.monitor = step.monitor.clone();
        filter.last_break = run.last_break(step.day);
    }
    for (index, step) in run.steps[place..].iter().enumerate() {
        if step.day > on {
            break;
        }
        let observed = if index == 0 {
            let others = step.deeds.clone().filter(|other| *other != deed);
            together(others.filter_map(|other| dossier.deeds.get(other)), model)
        } else {
            Some(step.observed)
        };
        if let Some(observed) = observed {
            filter.learn(step.day, observed, model);
        }
    }
    filter.level(on, model)
}

/// The Bayes-factor monitor: cumulative evidence that the level no longer fits.
#[derive(Clone, Debug, Default)]
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
    pub(crate) fn last_break(&self, until: i64) -> Option<i64> {
        self.steps
            .iter()
            .rev()
            .find(|step| step.broke && step.day <= until)
            .map(|step| step.day)
    }
}

/// Returns the tie on a day: the filtered level with the standing facts known by then.
pub(crate) fn combined(dossier: &Dossier, run: &Run, model: &TieModel, on: i64) -> Estimate {
    let level = (run.filtered(on, model), run.last_break(on));
    with_facts(dossier, level, model, on, None)
}

/// Returns the tie on a day from a level and its latest break, with the standing facts known by
/// then, leaving one out where asked.
pub(crate) fn with_facts(
    dossier: &Dossier,
    level: (Estimate, Option<i64>),
    model: &TieModel,
    on: i64,
    without: Option<usize>,
) -> Estimate {
    let facts = dossier.standing.iter().enumerate();
    let facts = facts
        .filter(|(index, fact)| fact.day <= on && without != Some(*index))
        .map(|(_, fact)| fact);
    overlay(level, facts, model, on)
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
    let level = (run.smoothed(on, model), run.last_break(on));
    overlay(level, facts, model, on)
}

fn overlay<'facts>(
    (level, last_break): (Estimate, Option<i64>),
    facts: impl Iterator<Item = &'facts Standing>,
    model: &TieModel,
    on: i64,
) -> Estimate {
    let mut pieces: Vec<Estimate> = Vec::new();
    for fact in facts {
        #[expect(clippy::cast_precision_loss, reason = "days are few")]
        let age = (on - fact.day).abs() as f64;
        let fresh = model.variance(fact.deviation, &fact.word);
        let mut variance = fresh * libm::exp2((age / fact.half_life).min(60.0));
        if last_break.is_some_and(|broke| fact.day < broke) {
            variance *= model.stale_factor;
        }
        pieces.push(Estimate {
            level: fact.level,
            variance,
        });
    }
    let Some(facts) = pooled(&pieces) else {
        return level;
    };
    let precision = 1.0 / level.variance + 1.0 / facts.variance;
    Estimate {
        level: (level.level / level.variance + facts.level / facts.variance) / precision,
        variance: 1.0 / precision,
    }
}

/// Returns the mean of facts by precision. Where they contradict one another more than their
/// variances allow, the mean is less sure by χ² over its degrees of freedom (Birge 1932, *Physical
/// Review* 40).
#[expect(clippy::cast_precision_loss, reason = "facts are few")]
fn pooled(facts: &[Estimate]) -> Option<Estimate> {
    let precision: f64 = facts.iter().map(|fact| 1.0 / fact.variance).sum();
    if precision <= 0.0 {
        return None;
    }
    let weighted: f64 = facts.iter().map(|fact| fact.level / fact.variance).sum();
    let level = weighted / precision;
    let off = |fact: &Estimate| (fact.level - level) * (fact.level - level) / fact.variance;
    let freedom = facts.len().saturating_sub(1).max(1) as f64;
    let discord = (facts.iter().map(off).sum::<f64>() / freedom).max(1.0);
    Some(Estimate {
        level,
        variance: discord / precision,
    })
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
