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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Act, tkg::Question};

    fn check(answers: &[u32], ranked: &[(u32, f32)], expected_rank: f64) {
        let prediction = Prediction {
            time: 0,
            question: Question {
                ego: 0,
                act: Act::done(0),
                answers: answers.to_vec(),
            },
            ranked: ranked.to_vec(),
        };
        let found = score(&[prediction], 100);
        let expected = 1.0 / expected_rank;
        assert!(
            (found.reciprocal_rank - expected).abs() < 1e-9,
            "{ranked:?}: {} against {expected}",
            found.reciprocal_rank
        );
    }

    #[test]
    fn ties_share_their_mean_rank() {
        check(&[5], &[(5, 0.4), (6, 0.3)], 1.0);
        check(&[6], &[(5, 0.4), (6, 0.4), (7, 0.4)], 2.0);
    }

    #[test]
    fn who_is_not_listed_is_tied_with_all_others_below() {
        // Two are listed, 97 others are as good as the answer: ranks 3 to 100.
        check(&[50], &[(5, 0.4), (6, 0.3)], 51.5);
    }

    #[test]
    fn other_answers_do_not_stand_in_the_way() {
        // Each is ranked as though the other were not there.
        check(&[5, 6], &[(5, 0.4), (6, 0.3), (7, 0.1)], 1.0);
    }

    #[test]
    fn certainty_has_no_loss() {
        let prediction = Prediction {
            time: 0,
            question: Question {
                ego: 0,
                act: Act::done(0),
                answers: vec![3],
            },
            ranked: vec![(3, 1.0)],
        };
        let found = score(&[prediction], 10);
        assert_eq!((found.log_score, found.brier), (0.0, 0.0));
        assert_eq!((found.hits_1, found.calibration_error), (1.0, 0.0));
    }
}
