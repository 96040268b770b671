//! Rules within a pair: if A did `body` with B so long ago and so often, A does `head` with B now.
//!
//! The confidence of a rule is a count: of the times when A did `head` with somebody while the body
//! held for B in the same class of age and frequency, how often was it B (temporal rules of length
//! one with confidence by lag; Liu et al. 2022, TLogic; CountTRuCoLa 2025). Few cases are drawn to
//! zero: `hits / (cases + 30)`.

use super::{
    memory::{Count, Memory, Tie},
    questions::Question,
};
use crate::Act;

/// Drawn to zero by so many cases without a hit.
pub(super) const PRIOR: f32 = 30.0;

const AGES: usize = 8;
const FREQUENCIES: usize = 4;
const CLASSES: usize = AGES * FREQUENCIES;

/// For each rule and class, hits and cases.
#[derive(Clone, Debug, Default)]
pub(super) struct PairRules {
    /// For each head, where each body's counts are; zero is none.
    places: Vec<Vec<u32>>,
    counts: Vec<[[f32; 2]; CLASSES]>,
}

/// What the rules say of one other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PairEvidence {
    /// The highest confidences.
    pub(super) best: [f32; 3],
    /// One or another of the best rules holds, each less independent than the one before.
    pub(super) either: f32,
    pub(super) sum: f32,
    /// The probability by the weights of evidence, and its logarithm before the sum to one.
    pub(super) odds: f32,
    pub(super) score: f32,
}

/// Returns the class of a body that was seen so long ago and so often.
fn class(count: &Count, tick: u32) -> usize {
    let age = match tick.saturating_sub(count.last) {
        0..=1 => 0,
        2 => 1,
        3 => 2,
        4..=7 => 3,
        8..=14 => 4,
        15..=30 => 5,
        31..=90 => 6,
        _ => 7,
    };
    let frequency = match count.count {
        0..=1 => 0,
        2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    age * FREQUENCIES + frequency
}

impl PairRules {
    pub(super) fn new(acts: usize) -> Self {
        Self {
            places: vec![Vec::new(); acts],
            counts: vec![[[0.0; 2]; CLASSES]],
        }
    }

    /// Returns what the rules with a head say of a tie.
    pub(super) fn evidence(&self, head: Act, tie: &Tie, tick: u32) -> PairEvidence {
        let places = &self.places[head.index()];
        let mut best = [0.0_f32; 6];
        let mut sum = 0.0;
        for (body, count) in &tie.acts {
            let place = places.get(body.index()).copied().unwrap_or(0);
            let [hits, cases] = self.counts[place as usize][class(count, tick)];
            let mut confidence = hits / (cases + PRIOR);
            sum += confidence;
            for kept in &mut best {
                if confidence > *kept {
                    std::mem::swap(kept, &mut confidence);
                }
            }
        }
        let mut neither = 1.0;
        let mut trust = 1.0;
        for confidence in best {
            neither *= 1.0 - confidence * trust;
            trust *= 0.8;
        }
        PairEvidence {
            best: [best[0], best[1], best[2]],
            either: 1.0 - neither,
            sum,
            ..PairEvidence::default()
        }
    }

    /// Returns each act of a tie with its count, and the hits and cases of its rule in the same class.
    pub(super) fn records<'a>(
        &'a self,
        head: Act,
        tie: &'a Tie,
        tick: u32,
    ) -> impl Iterator<Item = (Act, Count, [f32; 2])> + use<'a> {
        let places = &self.places[head.index()];
        tie.acts.iter().map(move |(body, count)| {
            let place = places.get(body.index()).copied().unwrap_or(0);
            (
                *body,
                *count,
                self.counts[place as usize][class(count, tick)],
            )
        })
    }

    /// Counts how the rules fared on the questions of a step.
    pub(super) fn learn(&mut self, memory: &Memory, tick: u32, questions: &[Question]) {
        for question in questions {
            let places = &mut self.places[question.act.index()];
            for tie in &memory.egos[question.ego as usize].ties {
                let hit = f32::from(u8::from(question.answers.binary_search(&tie.alter).is_ok()));
                for (body, count) in &tie.acts {
                    if places.len() <= body.index() {
                        places.resize(body.index() + 1, 0);
                    }
                    let place = &mut places[body.index()];
                    if *place == 0 {
                        *place = self.counts.len() as u32;
                        self.counts.push([[0.0; 2]; CLASSES]);
                    }
                    let [hits, cases] = &mut self.counts[*place as usize][class(count, tick)];
                    *hits += hit;
                    *cases += 1.0;
                }
            }
        }
    }
}
