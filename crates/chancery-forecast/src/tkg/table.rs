//! The rows that the ranker learns from, and how each question of a step is answered.

use super::{
    candidates::{Around, Field, Ways, candidates},
    chains,
    features::{Family, Writer},
    forecast::Options,
    neighbours::Neighbours,
    past::Past,
    questions::Question,
};
use crate::trees::{BinnedRows, Binning, Groups};
use rayon::prelude::*;

/// Rows with their groups, before training.
#[derive(Default)]
pub(super) struct Table {
    raw: Vec<f32>,
    pub(super) binned: Option<BinnedRows>,
    pub(super) groups: Groups,
    pub(super) families: Vec<Family>,
}

/// Rows gathered before bins are cut.
const ROWS_TO_CUT: usize = 200_000;

/// The rows of one question.
struct Rows {
    values: Vec<f32>,
    answers: Vec<bool>,
    weights: Vec<f32>,
    unlisted: u32,
    families: Vec<Family>,
}

impl Table {
    /// Adds the rows of a step's questions.
    pub(super) fn learn(
        &mut self,
        past: &Past,
        tick: u32,
        questions: &[Question],
        options: &Options,
    ) {
        let parts = each_question(past, tick, questions, |question, field| {
            sampled(past, tick, question, &field, options)
        });
        for rows in parts {
            if rows.answers.is_empty() {
                continue;
            }
            self.groups.starts.push(self.groups.answers.len() as u32);
            self.groups.answers.extend(rows.answers);
            self.groups.weights.extend(rows.weights);
            self.groups.unlisted.push(rows.unlisted);
            self.raw.extend(rows.values);
            self.families = rows.families;
        }
        let width = self.families.len().max(1);
        if self.raw.len() / width >= ROWS_TO_CUT || self.binned.is_some() {
            self.bin();
        }
    }

    /// Bins the rows gathered so far.
    pub(super) fn bin(&mut self) {
        let width = self.families.len();
        if width == 0 {
            return;
        }
        let binned = self
            .binned
            .get_or_insert_with(|| BinnedRows::new(Binning::of_rows(&self.raw, width)));
        binned.extend(&self.raw);
        // What a first stretch took is more than any step will take again.
        self.raw = Vec::new();
    }
}

/// Answers something about each question of a step.
pub(super) fn each_question<T: Send>(
    past: &Past,
    tick: u32,
    questions: &[Question],
    answer: impl Fn(&Question, Field) -> T + Sync,
) -> Vec<T> {
    let around = Around::new(past, tick, questions);
    let mut egos: Vec<u32> = questions.iter().map(|question| question.ego).collect();
    egos.dedup();
    let neighbours = Neighbours::new(&past.memory, tick, &egos);
    let by_ego: Vec<&[Question]> = questions
        .chunk_by(|one, other| one.ego == other.ego)
        .collect();
    let found: Vec<Vec<T>> = by_ego
        .par_iter()
        .map(|questions| {
            let two_steps = neighbours.two_steps(questions[0].ego);
            let walks = chains::walks(&past.memory, tick, questions[0].ego);
            questions
                .iter()
                .map(|question| {
                    let candidates = candidates(
                        past,
                        tick,
                        question,
                        &Ways {
                            two_steps: &two_steps,
                            walks: &walks,
                        },
                        &around,
                    );
                    answer(question, candidates)
                })
                .collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Draws a number between zero and one for a candidate, the same whenever it is asked.
pub(super) fn draw(tick: u32, question: &Question, alter: u32) -> f64 {
    let mut state = u64::from(tick) << 32 ^ u64::from(question.act.0);
    for part in [question.ego, alter] {
        state = (state ^ u64::from(part)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

/// Returns the rows of a question that are learnt from: answers, likely others, and some of the rest.
fn sampled(past: &Past, tick: u32, question: &Question, field: &Field, options: &Options) -> Rows {
    let candidates = &field.candidates;
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|one, other| {
        candidates[*other]
            .guess
            .total_cmp(&candidates[*one].guess)
            .then(one.cmp(other))
    });
    let mut likely = vec![false; candidates.len()];
    for at in order.into_iter().take(options.likely) {
        likely[at] = true;
    }
    // The field as a whole is described before it is thinned out.
    let mut values = Vec::new();
    let families = Writer::new(past, tick, question).rows(field, &mut values);
    let width = families.len().max(1);
    let mut rows = Rows {
        values: Vec::new(),
        answers: Vec::new(),
        weights: Vec::new(),
        unlisted: question.answers.len() as u32,
        families,
    };
    for ((candidate, likely), row) in candidates
        .iter()
        .zip(likely)
        .zip(values.chunks_exact(width))
    {
        let answer = question.answers.binary_search(&candidate.alter).is_ok();
        let kept = answer || likely;
        if !kept && draw(tick, question, candidate.alter) >= options.share {
            continue;
        }
        rows.unlisted -= u32::from(answer);
        rows.values.extend_from_slice(row);
        rows.answers.push(answer);
        rows.weights.push(if kept {
            1.0
        } else {
            (1.0 / options.share) as f32
        });
    }
    rows
}
