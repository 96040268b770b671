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
pub(super) const PRIOR: f32 = 10.0;

/// The most rules kept: beyond, those with fewest cases are forgotten. They take some 150 MB; a table of
/// twice the size is never made for a few more.
const MOST: usize = 1_800_000;

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

    /// Returns ego's latest events, each with the hits for one other and the cases of its rule.
    pub(super) fn records<'a>(
        &'a self,
        memory: &'a Memory,
        tick: u32,
        ego: u32,
        head: Act,
        alter: u32,
    ) -> impl Iterator<Item = ((Act, u32, u32), [f32; 2])> + use<'a> {
        let latest = memory.egos[ego as usize].latest.iter();
        latest.filter_map(move |&(body, other, last)| {
            let rule = self.rules.get(&(head, body, other))?;
            let hits = rule.hits.iter().find(|(known, _)| *known == alter)?.1;
            (tick - last <= WINDOW).then_some(((body, other, last), [hits, rule.cases]))
        })
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
                        None => {
                            // Most rules have one hit.
                            rule.hits.reserve_exact(1);
                            rule.hits.push((*answer, 1.0));
                        }
                    }
                }
            }
            self.forget(MOST);
        }
    }

    /// Forgets the rules with fewest cases until there is room again.
    fn forget(&mut self, most: usize) {
        if self.rules.len() <= most {
            return;
        }
        let mut few = 1.0;
        while self.rules.len() > most * 3 / 4 {
            self.rules.retain(|_, rule| rule.cases > few);
            few *= 2.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DirectedEvent;

    #[test]
    fn what_follows_is_counted_and_the_rare_forgotten() {
        let (arrest, speak) = (Act::done(0), Act::done(1));
        let mut memory = Memory::new(40, 4);
        let mut rules = FollowRules::default();
        let mut step = |ego: u32, body: u32, answer: u32| {
            let event = DirectedEvent {
                ego,
                act: arrest,
                alter: body,
            };
            memory.learn(0, &[event]);
            let question = Question {
                ego,
                act: speak,
                answers: vec![answer],
            };
            rules.learn(&memory, 1, &[question]);
        };
        // Whoever arrests 30 speaks to 31, except for one; arresting 32 or 35 was seen once.
        for ego in 0..9 {
            step(ego, 30, 31);
        }
        step(9, 30, 33);
        step(10, 32, 34);
        step(11, 35, 36);
        let asked = DirectedEvent {
            ego: 20,
            act: arrest,
            alter: 30,
        };
        memory.learn(1, &[asked]);
        let found = rules.evidence(&memory, 2, 20, speak);
        let best = |alter: u32| {
            found
                .iter()
                .find(|one| one.0 == alter)
                .map(|one| one.1.best)
        };
        assert_eq!((best(31), best(33)), (Some(9.0 / 20.0), Some(1.0 / 20.0)));
        assert!(rules.evidence(&memory, 2 + WINDOW, 20, speak).is_empty());
        assert_eq!(rules.rules.len(), 3);
        rules.forget(2);
        assert_eq!(rules.evidence(&memory, 2, 20, speak).len(), 2);
        assert!(rules.evidence(&memory, 2, 10, speak).is_empty());
    }
}
