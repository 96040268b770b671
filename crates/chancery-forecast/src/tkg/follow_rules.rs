//! Rules with named ends: if A lately did `body` with D, A now does `head` with C.
//!
//! "Whoever arrests a protester is next heard in court": the two others are constants, ego is free
//! (acyclic rules; the z-rules of CountTRuCoLa 2025). Counted over ego's latest distinct events.

use super::{memory::Memory, questions::Question};
use crate::Act;
use rustc_hash::FxHashMap;

/// Bodies older than this no longer count.
pub(super) const WINDOW: u32 = 21;

/// Drawn to zero by so many cases without a hit.
const PRIOR: f32 = 10.0;

/// Hits by head, body and both others.
#[derive(Clone, Debug, Default)]
pub(super) struct FollowRules {
    rules: FxHashMap<(Act, Act, u32), Rule>,
}

#[derive(Clone, Debug, Default)]
struct Rule {
    cases: f32,
    hits: Vec<(u32, f32)>,
}

/// What the rules say of one other: the best of them, and one or another of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FollowEvidence {
    pub(super) best: f32,
    pub(super) either: f32,
}

impl FollowRules {
    /// Returns what ego's latest events speak for, by the other's number.
    pub(super) fn evidence(
        &self,
        memory: &Memory,
        tick: u32,
        ego: u32,
        head: Act,
    ) -> Vec<(u32, FollowEvidence)> {
        let mut found: FxHashMap<u32, FollowEvidence> = FxHashMap::default();
        for &(body, other, last) in &memory.egos[ego as usize].latest {
            if tick - last > WINDOW {
                continue;
            }
            let Some(rule) = self.rules.get(&(head, body, other)) else {
                continue;
            };
            for (alter, hits) in &rule.hits {
                let confidence = hits / (rule.cases + PRIOR);
                let evidence = found.entry(*alter).or_default();
                evidence.best = evidence.best.max(confidence);
                evidence.either = 1.0 - (1.0 - evidence.either) * (1.0 - 0.7 * confidence);
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable_by_key(|(alter, _)| *alter);
        found
    }

    /// Counts how the rules fared on the questions of a step.
    pub(super) fn learn(&mut self, memory: &Memory, tick: u32, questions: &[Question]) {
        for question in questions {
            for &(body, other, last) in &memory.egos[question.ego as usize].latest {
                if tick - last > WINDOW {
                    continue;
                }
                let rule = self.rules.entry((question.act, body, other)).or_default();
                rule.cases += 1.0;
                for answer in &question.answers {
                    match rule.hits.iter_mut().find(|(alter, _)| alter == answer) {
                        Some((_, hits)) => *hits += 1.0,
                        None => rule.hits.push((*answer, 1.0)),
                    }
                }
            }
        }
    }
}
