//! The field's measures: reciprocal rank under the time-aware filter, and how good the
//! probabilities are.
//!
//! One list serves all facts with the same question; other true answers of the question are left out
//! before an answer is ranked; ties share their mean rank; whoever is not listed is tied below
//! (Gastinger et al. 2023).

use super::forecast::Prediction;
use serde::Serialize;

/// Measures over all answers asked for.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Score {
    /// How many answers.
    pub answers: usize,
    /// Mean reciprocal rank.
    pub reciprocal_rank: f64,
    /// Share of answers ranked first.
    pub hits_1: f64,
    /// Share among the first three.
    pub hits_3: f64,
    /// Share among the first ten.
    pub hits_10: f64,
    /// Mean negative logarithm of the answer's probability.
    pub log_score: f64,
    /// Mean Brier score over all entities, between 0 and 2.
    pub brier: f64,
    /// Mean distance between the first candidate's probability and how often it comes true.
    pub calibration_error: f64,
}

/// Scores predictions for a world of so many entities.
#[must_use]
pub fn score(predictions: &[Prediction], entities: usize) -> Score {
    let mut score = Score::default();
    let mut bins = [[0.0_f64; 3]; 10];
    for prediction in predictions {
        let answers = &prediction.question.answers;
        let listed = prediction.ranked.len();
        let total: f64 = prediction.ranked.iter().map(|(_, p)| f64::from(*p)).sum();
        let squares: f64 = prediction
            .ranked
            .iter()
            .map(|(_, p)| f64::from(*p).powi(2))
            .sum();
        let unlisted = entities.saturating_sub(listed).max(1) as f64;
        let left = (1.0 - total).max(0.0);
        let is_answer = |alter: &u32| answers.binary_search(alter).is_ok();
        let others: Vec<f32> = prediction
            .ranked
            .iter()
            .filter(|(alter, _)| !is_answer(alter))
            .map(|(_, p)| *p)
            .collect();
        for answer in answers {
            let own = prediction.ranked.iter().find(|(alter, _)| alter == answer);
            let rank = match own {
                Some((_, own)) => {
                    let above = others.iter().filter(|p| *p > own).count() as f64;
                    let level = others.iter().filter(|p| *p == own).count() as f64;
                    1.0 + above + level / 2.0
                }
                None => {
                    let rest =
                        entities as f64 - (answers.len() - 1) as f64 - others.len() as f64 - 1.0;
                    1.0 + others.len() as f64 + rest.max(0.0) / 2.0
                }
            };
            score.answers += 1;
            score.reciprocal_rank += 1.0 / rank;
            for (hits, most) in [
                (&mut score.hits_1, 1.0),
                (&mut score.hits_3, 3.0),
                (&mut score.hits_10, 10.0),
            ] {
                *hits += f64::from(u8::from(rank <= most));
            }
            let own = own.map_or(left / unlisted, |(_, p)| f64::from(*p));
            score.log_score -= libm::log(own.max(1e-9));
            score.brier += squares + left * left / unlisted + 1.0 - 2.0 * own;
        }
        if let Some((first, p)) = prediction.ranked.first() {
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            let weight = answers.len() as f64;
            bin[0] += weight;
            bin[1] += weight * f64::from(*p);
            bin[2] += f64::from(u8::from(is_answer(first)));
        }
    }
    let count = score.answers.max(1) as f64;
    for sum in [
        &mut score.reciprocal_rank,
        &mut score.hits_1,
        &mut score.hits_3,
        &mut score.hits_10,
        &mut score.log_score,
        &mut score.brier,
    ] {
        *sum /= count;
    }
    score.calibration_error = bins.iter().map(|bin| (bin[1] - bin[2]).abs()).sum::<f64>() / count;
    score
}
