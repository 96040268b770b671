//! Change points: the days on which a tie broke.
//!
//! Looking back, a level is known from both sides of a day: from the deeds before it, by the
//! filter, and from the deeds of the weeks from it on, pooled. Where the two lie further apart than
//! their uncertainty allows, the level broke in between: the two-sided form of the auxiliary
//! residuals with which Harvey and Koopman (1992, *JBES* 10) find breaks in a local-level model.
//! The day of the widest gap is the change point; the next one is looked for in what follows it,
//! the level starting anew there. Single days say little in a record where a tie may be told of
//! twice a year, which is why the weeks after are pooled and no day is judged alone.

use super::{
    Change, TieModel,
    deeds::Deed,
    evidence::Dossier,
    level::{Estimate, Filter, Run, Step},
};
use crate::day;
use chancery_model::StatementId;

/// The deeds of so many days from a change point on tell the level after it.
const AFTER: i64 = 60;

/// At most so many statements show what moved a tie.
const MOST_STATEMENTS: usize = 5;

/// A day on which the levels before and after are set against each other.
struct Gap {
    /// The step at which the level may have broken.
    step: usize,
    before: Estimate,
    after: Estimate,
    /// How far apart the two are, in standard deviations.
    surprise: f64,
}

/// Returns the days on which the level broke, oldest first.
pub(crate) fn changes(dossier: &Dossier, run: &Run, model: &TieModel) -> Vec<Change> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(gap) = next(&run.steps, start, model) {
        if let Some(date) = run.steps.get(gap.step).and_then(|step| day::date(step.day)) {
            let (from, to) = (rounded(gap.before.level), rounded(gap.after.level));
            found.push(Change {
                date,
                from,
                to,
                statements: movers(
                    dossier,
                    &run.steps[gap.step..],
                    gap.before.level,
                    to > from,
                    model,
                ),
            });
        }
        start = gap.step;
    }
    found
}

/// Returns the first break after a step: of the days that stand out, the one that stands out most
/// among those of the same weeks.
fn next(steps: &[Step], start: usize, model: &TieModel) -> Option<Gap> {
    let mut filter = Filter::new();
    let mut widest: Option<Gap> = None;
    for (index, step) in steps.iter().enumerate().skip(start) {
        if let Some(found) = &widest
            && step.day - steps[found.step].day > AFTER
        {
            break;
        }
        if index > start {
            let before = filter.expected(step.day, model);
            let after = pooled(&steps[index..]);
            let surprise =
                (after.level - before.level).abs() / (before.variance + after.variance).sqrt();
            let stands_out = surprise >= model.change_surprise
                && (after.level - before.level).abs() >= model.change_size;
            if stands_out
                && widest
                    .as_ref()
                    .is_none_or(|found| surprise > found.surprise)
            {
                widest = Some(Gap {
                    step: index,
                    before,
                    after,
                    surprise,
                });
            }
        }
        filter.learn(step.day, step.observed, model);
    }
    widest
}

/// Returns what the deeds of the weeks from the first of some steps on show together.
fn pooled(steps: &[Step]) -> Estimate {
    let (mut precision, mut weighted) = (0.0, 0.0);
    let first = steps.first().map_or(0, |step| step.day);
    for step in steps.iter().take_while(|step| step.day - first <= AFTER) {
        precision += 1.0 / step.observed.variance;
        weighted += step.observed.level / step.observed.variance;
    }
    Estimate {
        level: weighted / precision,
        variance: 1.0 / precision,
    }
}

/// Returns the statements of the deeds after a change point that pulled hardest its way.
fn movers(
    dossier: &Dossier,
    steps: &[Step],
    before: f64,
    warmer: bool,
    model: &TieModel,
) -> Vec<StatementId> {
    let first = steps.first().map_or(0, |step| step.day);
    let mut pulls: Vec<(f64, &Deed)> = steps
        .iter()
        .take_while(|step| step.day - first <= AFTER)
        .filter_map(|step| dossier.deeds.get(step.deeds.clone()))
        .flatten()
        .filter(|deed| (deed.level > before) == warmer)
        .map(|deed| ((deed.level - before).abs() / model.variance_of(deed), deed))
        .collect();
    pulls.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.day.cmp(&other.1.day)));
    let statements = pulls.iter().filter_map(|(_, deed)| deed.statements.first());
    statements.take(MOST_STATEMENTS).cloned().collect()
}

fn rounded(number: f64) -> f64 {
    (number.clamp(-1.0, 1.0) * 1e4).round() / 1e4 + 0.0
}
