//! What makes probabilities of evidence: a linear model, and trees that say where it is wrong.

use super::{
    candidates::{Candidate, Field},
    features::Writer,
    forecast::{Options, Report},
    neighbours::keep_best,
    past::Past,
    questions::Question,
    table::{Table, each_question},
};
use crate::trees::{Boosted, Linear, Tree};

/// What scores candidates: a linear model, and trees that say where it is wrong.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Ranker {
    /// None where there was nothing to learn from.
    pub(super) linear: Option<Linear>,
    pub(super) trees: Boosted,
}

impl Ranker {
    /// Fits the linear model and boosts trees from it.
    pub(super) fn fit(mut table: Table, options: &Options, report: &mut Report) -> Self {
        table.bin();
        let Some(mut binned) = table.binned else {
            return Self::default();
        };
        binned.shrink();
        let usable: Vec<usize> = (0..table.families.len())
            .filter(|at| !options.without.contains(&table.families[*at]))
            .collect();
        let held_out = options.boosting.held_out;
        let (linear, scores) = Linear::fit(&binned, &table.groups, &usable, held_out);
        let trees = if options.linear {
            Boosted {
                calibration: linear.calibration,
                ..Boosted::default()
            }
        } else {
            Boosted::fit(&binned, &table.groups, &usable, &options.boosting, scores)
        };
        report.questions = table.groups.starts.len();
        report.rows = binned.len();
        report.columns = usable.len();
        report.uses = table.families.iter().map(|family| (*family, 0)).collect();
        report.trees = trees.trees.len();
        for column in trees.trees.iter().flat_map(Tree::columns) {
            report.uses[column].1 += 1;
        }
        Self {
            linear: Some(linear),
            trees,
        }
    }

    /// Returns the logarithm of each row's power.
    fn scores(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let width = width.max(1);
        let mut scores: Vec<f32> = match &self.linear {
            Some(linear) => rows
                .chunks_exact(width)
                .map(|row| linear.score(row))
                .collect(),
            None => vec![0.0; rows.len() / width],
        };
        self.trees.add_scores(rows, width, &mut scores);
        for score in &mut scores {
            *score = self.trees.calibration.of(*score);
        }
        scores
    }

    /// Returns the most probable candidates of a question.
    pub(super) fn rank(
        &self,
        past: &Past,
        tick: u32,
        question: &Question,
        field: &Field,
        most: usize,
    ) -> Vec<(u32, f32)> {
        let mut rows = Vec::new();
        let width = Writer::new(past, tick, question)
            .rows(field, &mut rows)
            .len();
        probabilities(&field.candidates, &self.scores(&rows, width), most)
    }

    /// Answers the questions of a step.
    pub(super) fn predict(
        &self,
        past: &Past,
        tick: u32,
        questions: &[Question],
        options: &Options,
        report: &mut Report,
    ) -> Vec<Vec<(u32, f32)>> {
        let found = each_question(past, tick, questions, |question, field| {
            let candidates = &field.candidates;
            let ranked = self.rank(past, tick, question, &field, options.listed);
            let listed = candidates
                .iter()
                .filter(|candidate| question.answers.binary_search(&candidate.alter).is_ok())
                .count();
            (ranked, listed, candidates.len(), question.answers.len())
        });
        found
            .into_iter()
            .map(|(ranked, listed, candidates, asked)| {
                report.listed += listed;
                report.candidates += candidates;
                report.asked += asked;
                ranked
            })
            .collect()
    }
}

/// Returns the most probable candidates, given their scores and that the rest of the world scores 0.
fn probabilities(candidates: &[Candidate], scores: &[f32], most: usize) -> Vec<(u32, f32)> {
    let highest = scores.iter().copied().fold(0.0, f32::max);
    let powers: Vec<f32> = scores
        .iter()
        .map(|score| libm::expf(score - highest))
        .collect();
    let total: f64 =
        powers.iter().map(|power| f64::from(*power)).sum::<f64>() + f64::from(libm::expf(-highest));
    let mut ranked: Vec<(u32, f32)> = candidates
        .iter()
        .zip(powers)
        .map(|(candidate, power)| (candidate.alter, (f64::from(power) / total) as f32))
        .collect();
    keep_best(&mut ranked, most);
    ranked.shrink_to_fit();
    ranked
}
