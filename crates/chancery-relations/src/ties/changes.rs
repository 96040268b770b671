//! Change points: the days on which a tie broke.
//!
//! What two do to each other in the weeks from a day on is set against their habit, hostile and
//! friendly deeds each by themselves: the sum of the deeds' scores against what as many weeks have
//! brought before, in standard deviations of a compound Poisson sum. Summed scores are how event data
//! have been searched for breaks since Goldstein (1992, *JCR* 36), one-sided charts against a
//! process's own past come from Page (1954, *Biometrika* 41). The habit fades, so that it is that of the last years; a pair of which little is told has a wide one, so
//! that one word breaks nothing. Of the days that stand out within the same weeks the one that
//! stands out most is the change point, and the habit starts anew from what those weeks brought.
//!
//! Only deeds tell of a break, not that there are fewer: when a war dies down nothing has turned for
//! the better yet. And the weeks must go that way on the whole: a war brings talks as well.

use super::{
    Change, TieModel,
    deeds::Deed,
    evidence::Dossier,
    level::{Estimate, Run, Step},
};
use crate::day;
use chancery_model::StatementId;

/// The deeds of so many days from a change point on tell of the break.
const AFTER: i64 = 30;

/// A habit loses half its weight in so many days.
const FADING: f64 = 3.0 * 365.25;

/// A habit is known beforehand as from so many days,
const KNOWN_DAYS: f64 = 365.0;

/// with as many deeds a day,
const KNOWN_RATE: f64 = 0.01;

/// half of them hostile, each of this squared score: that of a sanction.
const KNOWN_SQUARE: f64 = 36.0;

/// After a break the habit is what the weeks of the break brought, as from so many days.
const RENEWED_DAYS: f64 = 180.0;

/// At most so many statements show what moved a tie.
const MOST_STATEMENTS: usize = 5;

/// What a pair is used to.
#[derive(Clone, Copy, Debug)]
struct Habit {
    on: i64,
    sum: f64,
    squares: f64,
    days: f64,
}

/// A day from which on the deeds stand out.
#[derive(Clone, Copy, Debug)]
struct Burst {
    step: usize,
    warmer: bool,
    surprise: f64,
}

/// The sums of scores and of their squares, of hostile and of friendly deeds.
type Sums = [(f64, f64); 2];

impl Habit {
    fn new(on: i64) -> Self {
        Self {
            on,
            sum: 0.0,
            squares: KNOWN_DAYS * KNOWN_RATE / 2.0 * KNOWN_SQUARE,
            days: KNOWN_DAYS,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "days are few")]
    fn pass(&mut self, until: i64) {
        let days = (until - self.on).max(0) as f64;
        let kept = libm::exp2(-days / FADING);
        self.sum *= kept;
        self.squares *= kept;
        self.days = self.days * kept + days;
        self.on = self.on.max(until);
    }

    fn learn(&mut self, (sum, squares): (f64, f64)) {
        self.sum += sum;
        self.squares += squares;
    }

    /// Returns how many standard deviations the sum of some weeks lies from the habit. The deeds are
    /// whole ones: even in a pair that never does anything, one point is no news.
    fn surprise(&self, sum: f64) -> f64 {
        let share = AFTER as f64 / self.days;
        (sum - self.sum * share) / (self.squares * share + 1.0).sqrt()
    }

    fn renew(&mut self, (sum, squares): (f64, f64), until: i64) {
        let share = RENEWED_DAYS / AFTER as f64;
        self.squares = f64::max(squares * share, self.squares * RENEWED_DAYS / self.days);
        self.sum = sum * share;
        self.days = RENEWED_DAYS;
        self.on = until;
    }
}

/// Returns the days on which the tie broke, oldest first.
pub(crate) fn changes(dossier: &Dossier, run: &Run, model: &TieModel) -> Vec<Change> {
    let mut found = Vec::new();
    let Some(first) = run.steps.first() else {
        return found;
    };
    let sums: Vec<Sums> = run.steps.iter().map(|step| sums(dossier, step)).collect();
    let mut habits = [Habit::new(first.day); 2];
    let mut widest: Option<Burst> = None;
    for index in 0..=run.steps.len() {
        let today = run.steps.get(index).map(|step| step.day);
        // The weeks of a burst are over, or there is nothing more.
        if let Some(burst) = widest
            && let start = run.steps[burst.step].day
            && today.is_none_or(|today| today - start > AFTER)
        {
            found.extend(change(dossier, run, model, &burst));
            let brought = weeks(&run.steps, &sums, burst.step);
            for (habit, brought) in habits.iter_mut().zip(brought) {
                habit.renew(brought, start + AFTER);
            }
            widest = None;
        }
        let Some(today) = today else { break };
        let brought = weeks(&run.steps, &sums, index);
        let on_the_whole = brought[0].0 + brought[1].0;
        for (warmer, habit) in [false, true].into_iter().zip(&mut habits) {
            habit.pass(today);
            let surprise = habit.surprise(brought[usize::from(warmer)].0);
            let stands_out = index > 0
                && surprise.abs() >= model.change_surprise
                && (surprise > 0.0) == warmer
                && (on_the_whole > 0.0) == warmer;
            if stands_out && widest.is_none_or(|burst| surprise.abs() > burst.surprise) {
                widest = Some(Burst {
                    step: index,
                    warmer,
                    surprise: surprise.abs(),
                });
            }
        }
        for (habit, of_day) in habits.iter_mut().zip(sums[index]) {
            habit.learn(of_day);
        }
    }
    found
}

/// Returns what the weeks from a step on bring.
fn weeks(steps: &[Step], sums: &[Sums], index: usize) -> Sums {
    let today = steps[index].day;
    let of_weeks = steps[index..].iter().zip(&sums[index..]);
    of_weeks
        .take_while(|(step, _)| step.day - today < AFTER)
        .fold(Sums::default(), |total, (_, of_day)| {
            [0, 1].map(|side| {
                let (one, other) = (total[side], of_day[side]);
                (one.0 + other.0, one.1 + other.1)
            })
        })
}

/// Returns the sums of a day, each deed counted by how good the word for it is. The score is that of
/// the level which the deed is a sign of.
fn sums(dossier: &Dossier, step: &Step) -> Sums {
    let deeds = dossier.deeds.get(step.deeds.clone()).unwrap_or_default();
    let mut sums = Sums::default();
    for deed in deeds {
        let score = 10.0 * deed.level * deed.level.abs() / deed.word.looseness.max(1.0);
        let (sum, squares) = &mut sums[usize::from(score > 0.0)];
        *sum += score;
        *squares += score * score;
    }
    sums
}

fn change(dossier: &Dossier, run: &Run, model: &TieModel, burst: &Burst) -> Option<Change> {
    let steps = run.steps.get(burst.step..)?;
    let first = steps.first()?;
    let warmer = burst.warmer;
    let before = first.expected.level;
    Some(Change {
        date: day::date(first.day)?,
        warmer,
        from: rounded(before),
        to: rounded(pooled(steps).level),
        statements: movers(dossier, steps, before, warmer, model),
    })
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
        .filter(|deed| (deed.level > 0.0) == warmer)
        .map(|deed| {
            let off = (deed.level - before).abs().max(deed.level.abs());
            (off / model.variance_of(deed), deed)
        })
        .collect();
    pulls.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.day.cmp(&other.1.day)));
    let statements = pulls.iter().filter_map(|(_, deed)| deed.statements.first());
    statements.take(MOST_STATEMENTS).cloned().collect()
}

fn rounded(number: f64) -> f64 {
    (number.clamp(-1.0, 1.0) * 1e4).round() / 1e4 + 0.0
}
