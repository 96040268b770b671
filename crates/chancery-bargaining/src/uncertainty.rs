//! How sure a result is: intervals over stated input ranges, and which input moves it most.
//!
//! Each uncertain number has a range, stated with it or by a general [`Spread`]; it is drawn from
//! the triangle over the range with its peak at the best guess. The same seed gives the same
//! draws on every machine.

use crate::{Field, Problem, Ranged, chance::Chance};
use serde::Serialize;

/// How far numbers without a stated range may be off.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Spread {
    /// Positions, as a share of the scale.
    pub position: f64,
    /// Saliences, in the unit of 0 to 1.
    pub salience: f64,
    /// Capabilities, as a share of themselves.
    pub capability: f64,
}

/// The distribution of a number over the draws.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The middle.
    pub median: f64,
    /// The upper end.
    pub high: f64,
}

/// What an input does to the results when it runs through its range.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Sensitivity {
    /// Whose number.
    pub actor: usize,
    /// On which issue.
    pub issue: usize,
    /// Which.
    #[serde(serialize_with = "word")]
    pub field: Field,
    /// Its range.
    pub low: f64,
    /// Its range.
    pub high: f64,
    /// The results at the lower end.
    pub at_low: Vec<f64>,
    /// The results at the upper end.
    pub at_high: Vec<f64>,
    /// The greatest difference between the two.
    pub swing: f64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn word<S: serde::Serializer>(field: &Field, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(field.word())
}

/// Returns the range of a number, stated or by the spread; none where it is certain.
pub fn range_of(
    problem: &Problem,
    actor: usize,
    issue: usize,
    field: Field,
    spread: &Spread,
) -> Option<Ranged> {
    let stake = problem.stake(actor, issue)?;
    if let Some(range) = problem.range(actor, issue, field) {
        return Some(range);
    }
    let (low, high) = problem.issues()[issue].scale;
    let (value, by, low, high) = match field {
        Field::Position => (stake.position, spread.position * (high - low), low, high),
        Field::Salience => (stake.salience, spread.salience, 0.0, 1.0),
        Field::Capability => (
            stake.capability,
            spread.capability * stake.capability,
            0.0,
            f64::MAX,
        ),
    };
    (by > 0.0).then(|| Ranged {
        low: (value - by).max(low),
        high: (value + by).min(high),
    })
}

/// Returns the interval of each result over draws of all uncertain inputs.
///
/// `coverage` is the share of draws between the ends. Draws on which the model fails are left
/// out.
pub fn intervals<E>(
    problem: &Problem,
    spread: &Spread,
    draws: usize,
    seed: u64,
    coverage: f64,
    model: impl Fn(&Problem) -> Result<Vec<f64>, E>,
) -> Vec<Interval> {
    let mut chance = Chance::new(seed);
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for _ in 0..draws {
        let Ok(results) = model(&drawn(problem, spread, &mut chance)) else {
            continue;
        };
        columns.resize(results.len(), Vec::new());
        for (column, result) in columns.iter_mut().zip(results) {
            column.push(result);
        }
    }
    columns
        .into_iter()
        .map(|column| interval(column, coverage))
        .collect()
}

/// Returns what each uncertain input does to the results, the one that moves them most first.
pub fn sensitivity<E>(
    problem: &Problem,
    spread: &Spread,
    model: impl Fn(&Problem) -> Result<Vec<f64>, E>,
) -> Vec<Sensitivity> {
    let mut found = Vec::new();
    for actor in 0..problem.actors().len() {
        for issue in 0..problem.issues().len() {
            for field in Field::ALL {
                let Some(range) = range_of(problem, actor, issue, field, spread) else {
                    continue;
                };
                let with = |value: f64| {
                    let mut changed = problem.clone();
                    set(&mut changed, actor, issue, field, value);
                    model(&changed)
                };
                let (Ok(at_low), Ok(at_high)) = (with(range.low), with(range.high)) else {
                    continue;
                };
                let swing = at_low
                    .iter()
                    .zip(&at_high)
                    .map(|(low, high)| (high - low).abs())
                    .fold(0.0, f64::max);
                found.push(Sensitivity {
                    actor,
                    issue,
                    field,
                    low: range.low,
                    high: range.high,
                    at_low,
                    at_high,
                    swing,
                });
            }
        }
    }
    found.sort_by(|one, other| {
        other
            .swing
            .total_cmp(&one.swing)
            .then((one.actor, one.issue, one.field).cmp(&(other.actor, other.issue, other.field)))
    });
    found
}

fn set(problem: &mut Problem, actor: usize, issue: usize, field: Field, value: f64) {
    let at = actor * problem.issues.len() + issue;
    if let Some(stake) = &mut problem.stakes[at] {
        match field {
            Field::Position => stake.position = value,
            Field::Salience => stake.salience = value,
            Field::Capability => stake.capability = value,
        }
    }
}

/// Returns the problem with every uncertain number drawn. Where an actor's saliences share out
/// its attention (they sum to at most 1), those drawn do too.
fn drawn(problem: &Problem, spread: &Spread, chance: &mut Chance) -> Problem {
    let mut drawn = problem.clone();
    let issues = problem.issues().len();
    for actor in 0..problem.actors().len() {
        for issue in 0..issues {
            for field in Field::ALL {
                if let Some(range) = range_of(problem, actor, issue, field, spread) {
                    let peak = problem
                        .stake(actor, issue)
                        .map_or(range.low, |stake| match field {
                            Field::Position => stake.position,
                            Field::Salience => stake.salience,
                            Field::Capability => stake.capability,
                        });
                    let value = triangular(range, peak, chance.unit());
                    set(&mut drawn, actor, issue, field, value);
                }
            }
        }
        let sum = |stakes: &[Option<crate::Stake>]| -> f64 {
            stakes.iter().flatten().map(|stake| stake.salience).sum()
        };
        let row = actor * issues..(actor + 1) * issues;
        let all = sum(&drawn.stakes[row.clone()]);
        if all > 1.0 && sum(&problem.stakes[row.clone()]) <= 1.0 + 1e-9 {
            for stake in drawn.stakes[row].iter_mut().flatten() {
                stake.salience /= all;
            }
        }
    }
    drawn
}

/// Returns the number below which a share of a triangle lies.
fn triangular(range: Ranged, peak: f64, share: f64) -> f64 {
    let width = range.high - range.low;
    if width <= 0.0 {
        return range.low;
    }
    let turn = (peak - range.low) / width;
    if share < turn {
        range.low + (share * width * (peak - range.low)).sqrt()
    } else {
        range.high - ((1.0 - share) * width * (range.high - peak)).sqrt()
    }
}

fn interval(mut values: Vec<f64>, coverage: f64) -> Interval {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (share * (values.len() - 1) as f64).round() as usize;
        values[place]
    };
    Interval {
        mean,
        low: at((1.0 - coverage) / 2.0),
        median: at(0.5),
        high: at((1.0 + coverage) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Spread, intervals, sensitivity};
    use crate::{Field, Problem, ProblemError, compromise::compromise, reading};

    fn problem() -> Problem {
        let text = b"actor,capability,position,salience\nA,1,0,0.5\nB,1,100,0.5\nC,0.1,50,0.5\n";
        reading::read(text).expect("it is read").remove(0)
    }

    #[test]
    fn wider_ranges_give_wider_intervals_and_the_seed_decides() {
        let model = |problem: &Problem| Ok::<_, ProblemError>(vec![compromise(problem, 0)]);
        let width = |share: f64, seed: u64| {
            let spread = Spread {
                capability: share,
                ..Spread::default()
            };
            let found = intervals(&problem(), &spread, 200, seed, 0.8, model)[0];
            assert!(found.low <= found.median && found.median <= found.high);
            found.high - found.low
        };
        assert!(width(0.1, 1) < width(0.5, 1));
        assert_eq!(width(0.3, 5), width(0.3, 5));
        assert!(width(0.0, 1).abs() < 1e-12);
    }

    #[test]
    fn the_greatest_lever_comes_first() {
        let model = |problem: &Problem| Ok::<_, ProblemError>(vec![compromise(problem, 0)]);
        let spread = Spread {
            capability: 0.5,
            ..Spread::default()
        };
        let found = sensitivity(&problem(), &spread, model);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|it| it.field == Field::Capability));
        assert_eq!(found[2].actor, 2);
        assert!(found[0].swing > 10.0 * found[2].swing);
    }
}
