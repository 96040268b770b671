//! How well the model ranks those who then mediated, beside the most frequent mediators so far.

use super::{
    logit::ChoiceModel,
    past::{Third, Told, fitted, told},
};
use crate::{defence::StatesError, dice::Dice, scoring::round};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The scores.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChoiceScores {
    /// Civil wars: fitted up to 1985, scored since.
    pub civil_wars: ChoiceScore,
    /// Third parties of peace agreements: fitted up to 2004, scored since.
    pub peace_agreements: ChoiceScore,
}

/// The scores on one file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChoiceScore {
    /// The last year of the fit.
    pub fitted_until: i64,
    /// How many choices it was fitted on.
    pub fitted_on: usize,
    /// How many choices are scored: years of a conflict in which somebody mediated.
    pub n: usize,
    /// How many mediators were chosen in them.
    pub mediators: usize,
    /// How many candidates there are in the mean.
    pub candidates: f64,
    /// The mean reciprocal rank of the chosen.
    pub model: Mean,
    /// That of the most frequent mediators so far.
    pub most_frequent: Mean,
    /// That of the most frequent mediators in the same states so far, then of all.
    pub most_frequent_here: Mean,
    /// How much better the model is than the most frequent mediators, choice by choice.
    pub gain: Mean,
    /// How much better it is than the most frequent in the same states.
    pub gain_here: Mean,
    /// The share of the chosen among the model's first five, and among the most frequent five.
    pub first_five: [f64; 2],
    /// The weights of the model fitted on the earlier years, with 95 % intervals.
    pub weights: Vec<(String, f64, f64, f64)>,
}

/// A mean over choices, and the middle 95 % of it where whole conflicts are drawn again.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Whole conflicts are drawn again so many times.
const DRAWS: usize = 2_000;

/// The last years that the fits know of.
const CIVIL_WARS_UNTIL: i64 = 1985;
const AGREEMENTS_UNTIL: i64 = 2004;

/// Scores the model on years later than those it was fitted on, in each of the two files.
pub fn evaluate(
    files: &[(String, Vec<u8>)],
    third: &Third<'_>,
    seed: u64,
) -> Result<ChoiceScores, StatesError> {
    let told = told(files, third)?;
    let of = |source: &str, until: i64| {
        let of_source = || told.iter().filter(move |found| found.source == source);
        let model = fitted(of_source().filter(|found| found.year <= until));
        let later: Vec<&Told> = of_source().filter(|found| found.year > until).collect();
        scored(&model, &later, until, seed)
    };
    Ok(ChoiceScores {
        civil_wars: of("cwm", CIVIL_WARS_UNTIL),
        peace_agreements: of("pax", AGREEMENTS_UNTIL),
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of choices")]
fn scored(model: &ChoiceModel, told: &[&Told], until: i64, seed: u64) -> ChoiceScore {
    let by_model = |found: &Told| -> Vec<f64> {
        let candidates = found.situation.candidates.iter();
        candidates
            .map(|(_, features)| model.odds(features))
            .collect()
    };
    let frequent =
        |found: &Told| -> Vec<f64> { found.before.iter().map(|(all, _)| *all).collect() };
    let frequent_here = |found: &Told| -> Vec<f64> {
        let before = found.before.iter();
        before.map(|(all, here)| here * 1e6 + all).collect()
    };
    let ranked = |scores: &dyn Fn(&Told) -> Vec<f64>| -> Vec<(f64, f64)> {
        told.iter()
            .map(|found| reciprocal(&scores(found), &found.situation.chosen))
            .collect()
    };
    let (ours, theirs, here) = (ranked(&by_model), ranked(&frequent), ranked(&frequent_here));
    let clusters: Vec<&str> = told
        .iter()
        .map(|found| found.situation.cluster.as_str())
        .collect();
    let first = |list: &[(f64, f64)]| -> Vec<f64> { list.iter().map(|(mean, _)| *mean).collect() };
    let less = |one: &[(f64, f64)], other: &[(f64, f64)]| -> Vec<f64> {
        one.iter()
            .zip(other)
            .map(|(one, other)| one.0 - other.0)
            .collect()
    };
    let mean = |values: &[f64]| resampled(values, &clusters, seed);
    let five = |list: &[(f64, f64)]| {
        round(list.iter().map(|(_, share)| share).sum::<f64>() / list.len().max(1) as f64)
    };
    let candidates: usize = told
        .iter()
        .map(|found| found.situation.candidates.len())
        .sum();
    ChoiceScore {
        fitted_until: until,
        fitted_on: model.fitted_on.0,
        n: told.len(),
        mediators: told.iter().map(|found| found.situation.chosen.len()).sum(),
        candidates: (candidates as f64 / told.len().max(1) as f64).round(),
        model: mean(&first(&ours)),
        most_frequent: mean(&first(&theirs)),
        most_frequent_here: mean(&first(&here)),
        gain: mean(&less(&ours, &theirs)),
        gain_here: mean(&less(&ours, &here)),
        first_five: [five(&ours), five(&theirs)],
        weights: model
            .weights
            .iter()
            .map(|found| {
                let reach = 1.96 * found.error;
                (
                    found.name.clone(),
                    round(found.weight),
                    round(found.weight - reach),
                    round(found.weight + reach),
                )
            })
            .collect(),
    }
}

/// Returns the mean reciprocal rank of the chosen and their share among the first five. Those chosen
/// together do not stand in each other's way, and equals share the mean of their ranks.
#[expect(clippy::cast_precision_loss, reason = "numbers of candidates")]
pub(super) fn reciprocal(scores: &[f64], chosen: &[usize]) -> (f64, f64) {
    let (mut sum, mut five) = (0.0, 0.0);
    for &one in chosen {
        let Some(own) = scores.get(one) else { continue };
        let (mut better, mut equal) = (0.0, 0.0);
        for (index, score) in scores.iter().enumerate() {
            if index == one || chosen.contains(&index) {
                continue;
            }
            better += f64::from(u8::from(score > own));
            equal += f64::from(u8::from(score == own));
        }
        let rank = 1.0 + better + equal / 2.0;
        sum += 1.0 / rank;
        five += f64::from(u8::from(rank <= 5.0));
    }
    let count = chosen.len().max(1) as f64;
    (sum / count, five / count)
}

#[expect(clippy::cast_precision_loss, reason = "counts of choices")]
fn resampled(values: &[f64], clusters: &[&str], seed: u64) -> Mean {
    let mut grouped: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (value, cluster) in values.iter().zip(clusters) {
        let held = grouped.entry(cluster).or_default();
        held.0 += value;
        held.1 += 1.0;
    }
    let groups: Vec<(f64, f64)> = grouped.into_values().collect();
    let mut dice = Dice::new(seed);
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let (mut sum, mut count) = (0.0, 0.0);
            for _ in &groups {
                let (values, times) = groups[dice.below(groups.len())];
                sum += values;
                count += times;
            }
            sum / f64::max(count, 1.0)
        })
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |permille: usize| round(means[(means.len() - 1) * permille / 1_000]);
    Mean {
        mean: round(values.iter().sum::<f64>() / values.len().max(1) as f64),
        low: at(25),
        high: at(975),
    }
}
