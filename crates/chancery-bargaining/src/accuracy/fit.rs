//! Fits the coefficients of the institutional model, and says how well they would do elsewhere.
//!
//! The loss is the mean absolute error plus `λ Σ ((θ − θ₀) / σ)²`, with `θ₀` the coefficients of
//! the plain mean: the more issues speak for it, the further a coefficient moves from there. It
//! is lowered coordinate by coordinate on a grid, since absolute errors have kinks. `λ` is chosen
//! by cross-validation inside the data at hand; the outer folds never see the choice. Folds hold
//! whole proposals.

use super::{
    Case, Coefficients, Comparison, IssueType, Model, cases_of, compare,
    institutional::{PLAIN_MEAN, Prepared},
    mae,
};
use crate::{chance::Chance, compromise::Rule, reading::european::Proposal};
use std::collections::BTreeMap;

/// How far a coefficient may plausibly lie from that of the plain mean.
const SPREAD: [f64; 8] = [0.5, 0.5, 2.0, 2.0, 2.0, 0.3, 0.2, 0.2];
/// The ends of the grid of each coefficient.
const ENDS: [(f64, f64); 8] = [
    (0.0, 1.0),
    (-0.5, 1.5),
    (0.0, 6.0),
    (0.0, 6.0),
    (0.0, 6.0),
    (0.8, 2.0),
    (0.6, 1.2),
    (-0.1, 0.5),
];
/// How many values a grid has, and how often all coordinates are gone through.
const GRID: usize = 13;
const SWEEPS: usize = 6;
/// The strengths of shrinkage that are tried.
const SHRINKAGE: [f64; 6] = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0];
const FOLDS: usize = 10;
const INNER_FOLDS: usize = 5;

/// The fit, and what it is worth.
#[derive(Clone, PartialEq, Debug)]
pub struct Fit {
    /// The coefficients, fitted on all issues.
    pub coefficients: Coefficients,
    /// The shrinkage chosen.
    pub shrinkage: f64,
    /// The mean absolute error of forecasts by coefficients that never saw the proposal.
    pub cross_validated: f64,
    /// That of the same procedure with the first seed, beside the best simple rule.
    pub comparison: Comparison,
    /// Cross-validated coverage of the 80 % interval.
    pub coverage80: f64,
}

/// An issue with a known outcome.
struct Known {
    proposal: usize,
    outcome: f64,
    prepared: Prepared,
}

/// Fits on proposals; `repeats` cross-validations with different folds are averaged. None where
/// fewer than two proposals have a known outcome.
pub fn fit(proposals: &[Proposal], seed: u64, repeats: u64) -> Option<Fit> {
    let known = known(proposals);
    if known.len() < 2 * FOLDS {
        return None;
    }
    let all: Vec<usize> = (0..known.len()).collect();
    let shrinkage = choose(&known, &all, seed);
    let mut coefficients = Coefficients {
        values: lower(&known, &all, shrinkage),
        half_widths: BTreeMap::new(),
    };
    let mut errors = 0.0;
    let mut first: Option<Vec<f64>> = None;
    for repeat in 0..repeats {
        let forecasts = cross_validated(&known, proposals.len(), seed + repeat);
        let error: f64 = forecasts
            .iter()
            .zip(&known)
            .map(|(forecast, it)| (forecast - it.outcome).abs())
            .sum();
        errors += error / known.len() as f64;
        first.get_or_insert(forecasts);
    }
    let first = first?;
    let mut ours = cases_of(proposals, |proposal| vec![0.0; proposal.outcomes.len()]);
    for (case, forecast) in ours.iter_mut().zip(&first) {
        case.forecast = *forecast;
    }
    let of = |model: Model| cases_of(proposals, |it| model.forecasts(it, &coefficients));
    let by_model: Vec<(Model, Vec<Case>)> = Model::all()
        .into_iter()
        .map(|model| {
            let cases = if model == Model::Institutional {
                ours.clone()
            } else {
                of(model)
            };
            (model, cases)
        })
        .collect();
    let (rule, theirs) = by_model
        .iter()
        .filter_map(|(model, cases)| match model {
            Model::Rule(rule) => Some((rule, cases)),
            _ => None,
        })
        .min_by(|one, other| mae(one.1).total_cmp(&mae(other.1)))?;
    let comparison = compare(Rule::name(*rule), &ours, theirs);
    let coverage80 = coverage(&ours, proposals.len(), seed);
    for (model, cases) in &by_model {
        for kind in [IssueType::Dichotomous, IssueType::Scale] {
            let width = width80(cases.iter().filter(|it| it.kind == kind));
            coefficients
                .half_widths
                .insert((model.name().to_owned(), kind), width);
        }
    }
    Some(Fit {
        coefficients,
        shrinkage,
        cross_validated: errors / repeats.max(1) as f64,
        comparison,
        coverage80,
    })
}

fn known(proposals: &[Proposal]) -> Vec<Known> {
    let mut known = Vec::new();
    for (at, proposal) in proposals.iter().enumerate() {
        for (issue, outcome) in proposal.outcomes.iter().enumerate() {
            if let Some(outcome) = *outcome {
                known.push(Known {
                    proposal: at,
                    outcome,
                    prepared: Prepared::of(proposal, issue),
                });
            }
        }
    }
    known
}

/// Returns a fold for each proposal.
fn folds(proposals: usize, folds: usize, seed: u64) -> Vec<usize> {
    let mut chance = Chance::new(seed);
    let mut order: Vec<(u64, usize)> = (0..proposals).map(|at| (chance.bits(), at)).collect();
    order.sort_unstable();
    let mut fold = vec![0; proposals];
    for (place, (_, proposal)) in order.into_iter().enumerate() {
        fold[proposal] = place % folds;
    }
    fold
}

/// Returns forecasts of every issue by coefficients fitted without its fold.
fn cross_validated(known: &[Known], proposals: usize, seed: u64) -> Vec<f64> {
    let fold = folds(proposals, FOLDS, seed);
    let mut forecasts = vec![0.0; known.len()];
    for held_out in 0..FOLDS {
        let (test, train): (Vec<usize>, Vec<usize>) =
            (0..known.len()).partition(|&at| fold[known[at].proposal] == held_out);
        let shrinkage = choose(known, &train, seed ^ held_out as u64);
        let values = lower(known, &train, shrinkage);
        for at in test {
            forecasts[at] = known[at].prepared.forecast(&values);
        }
    }
    forecasts
}

/// Returns the greatest shrinkage that does, inside some issues, no worse than the best by more
/// than a standard error of their difference (the rule of Breiman et al. 1984).
fn choose(known: &[Known], some: &[usize], seed: u64) -> f64 {
    let proposals = known.last().map_or(0, |it| it.proposal + 1);
    let fold = folds(proposals, INNER_FOLDS, seed.wrapping_add(77));
    let errors: Vec<Vec<f64>> = SHRINKAGE
        .iter()
        .map(|&shrinkage| inner_errors(known, some, &fold, shrinkage))
        .collect();
    let sum = |errors: &Vec<f64>| errors.iter().sum::<f64>();
    let Some(best) = errors
        .iter()
        .min_by(|one, other| sum(one).total_cmp(&sum(other)))
    else {
        return SHRINKAGE[0];
    };
    let count = some.len() as f64;
    let tied = |errors: &Vec<f64>| {
        let differences: Vec<f64> = errors.iter().zip(best).map(|(a, b)| a - b).collect();
        let mean = differences.iter().sum::<f64>() / count;
        let squares: f64 = differences.iter().map(|it| (it - mean) * (it - mean)).sum();
        mean <= (squares / (count - 1.0) / count).sqrt()
    };
    let last = errors.iter().rposition(tied);
    last.map_or(SHRINKAGE[0], |at| SHRINKAGE[at])
}

/// Returns the error on each of some issues by coefficients fitted on those outside its fold.
fn inner_errors(known: &[Known], some: &[usize], fold: &[usize], shrinkage: f64) -> Vec<f64> {
    let mut errors = vec![0.0; some.len()];
    for held_out in 0..INNER_FOLDS {
        let (test, train): (Vec<usize>, Vec<usize>) =
            (0..some.len()).partition(|&place| fold[known[some[place]].proposal] == held_out);
        let train: Vec<usize> = train.into_iter().map(|place| some[place]).collect();
        let values = lower(known, &train, shrinkage);
        for place in test {
            let it = &known[some[place]];
            errors[place] = (it.prepared.forecast(&values) - it.outcome).abs();
        }
    }
    errors
}

/// Lowers the loss over some issues coordinate by coordinate.
fn lower(known: &[Known], some: &[usize], shrinkage: f64) -> [f64; 8] {
    let loss = |values: &[f64; 8]| {
        let errors: f64 = some
            .iter()
            .map(|&at| (known[at].prepared.forecast(values) - known[at].outcome).abs())
            .sum();
        let penalty: f64 = (0..8)
            .map(|at| {
                let off = (values[at] - PLAIN_MEAN[at]) / SPREAD[at];
                off * off
            })
            .sum();
        errors / some.len() as f64 + shrinkage * penalty
    };
    let mut values = PLAIN_MEAN;
    let mut least = loss(&values);
    for _ in 0..SWEEPS {
        let before = least;
        for at in 0..8 {
            let (from, to) = ENDS[at];
            for step in 0..GRID {
                let mut tried = values;
                tried[at] = from + (to - from) * step as f64 / (GRID - 1) as f64;
                let loss = loss(&tried);
                if loss < least - 1e-9 {
                    least = loss;
                    values = tried;
                }
            }
        }
        if before - least < 1e-9 {
            break;
        }
    }
    values
}

/// Returns the error that four in five stay within, with the correction for a small sample.
fn width80<'a>(cases: impl Iterator<Item = &'a Case>) -> f64 {
    let mut errors: Vec<f64> = cases.map(Case::error).collect();
    errors.sort_by(f64::total_cmp);
    let place = (0.8 * (errors.len() + 1) as f64).ceil() as usize;
    errors
        .get(place.saturating_sub(1).min(errors.len().saturating_sub(1)))
        .copied()
        .unwrap_or(100.0)
}

/// Returns the share of outcomes within widths taken from the other folds.
fn coverage(cases: &[Case], proposals: usize, seed: u64) -> f64 {
    let fold = folds(proposals, FOLDS, seed.wrapping_add(500));
    let inside = cases
        .iter()
        .filter(|case| {
            let others = cases.iter().filter(|other| {
                other.kind == case.kind && fold[other.proposal] != fold[case.proposal]
            });
            case.error() <= width80(others)
        })
        .count();
    inside as f64 / cases.len() as f64
}
