//! Rules over two or three steps: if A lately did r₁ with M, and M did r₂ with B, A does `head` with B
//! now; or the same with one more between (cyclic rules of length two and three; TLogic, Liu et al.
//! 2022).
//!
//! Walks follow each entity's latest distinct partners, no one twice, and a rule's class is the age of
//! the oldest step of its body: the confidence is a function of the time since the whole body held. It
//! is a count: of those whom such walks reached when somebody did `head`, how many were the answer. Few
//! cases are drawn to zero: `hits / (cases + 30)`.

use super::{memory::Memory, questions::Question};
use crate::Act;
use rustc_hash::FxHashMap;

/// Steps older than this are not taken.
const WINDOW: u32 = 90;

/// How many partners are followed from each entity, on walks of two steps and of three.
const WIDE: usize = 8;
const NARROW: usize = 4;

/// Drawn to zero by so many cases without a hit.
pub(super) const PRIOR: f32 = 30.0;

/// The most rules kept: beyond, those with fewest cases are forgotten. They take some 30 MB.
const MOST: usize = 900_000;

/// A walk from an entity to another who is not its neighbour on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Walk {
    /// Whom it reaches.
    pub(super) alter: u32,
    /// The act of each step, as the one who takes it sees it.
    acts: [Act; 3],
    /// Those between.
    between: [u32; 2],
    /// The ticks of the steps.
    ticks: [u32; 3],
    /// Two or three.
    pub(super) length: usize,
    class: u8,
}

impl Walk {
    /// Returns the steps: who does what with whom, and when last.
    pub(super) fn steps(&self, ego: u32) -> impl Iterator<Item = (u32, Act, u32, u32)> {
        let mut ends = [ego, self.between[0], self.between[1], self.alter];
        ends[self.length] = self.alter;
        let (acts, ticks, length) = (self.acts, self.ticks, self.length);
        (0..length).map(move |at| (ends[at], acts[at], ends[at + 1], ticks[at]))
    }

    /// Returns the key of the rule with a head.
    fn key(&self, head: Act) -> u64 {
        let mut key = u64::from(self.class) << 2 | self.length as u64;
        for act in std::iter::once(&head).chain(&self.acts[..self.length]) {
            key = (key ^ u64::from(act.0)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            key ^= key >> 31;
        }
        key
    }
}

/// Hits and cases by head and body.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    rules: FxHashMap<u64, [f32; 2]>,
}

/// What the rules of two and of three steps say of one other: the best of them, and one or another.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct ChainEvidence {
    pub(super) best: [f32; 2],
    pub(super) either: [f32; 2],
}

fn class(age: u32) -> u8 {
    match age {
        0..=1 => 0,
        2..=3 => 1,
        4..=7 => 2,
        8..=14 => 3,
        15..=30 => 4,
        _ => 5,
    }
}

/// Returns an entity's latest distinct partners, the latest first, with the act and its tick.
fn partners(memory: &Memory, tick: u32, ego: u32, most: usize) -> Vec<(Act, u32, u32)> {
    let mut found: Vec<(Act, u32, u32)> = Vec::with_capacity(most);
    for &(act, alter, last) in memory.egos[ego as usize].latest.iter().rev() {
        if tick - last > WINDOW || found.len() == most {
            break;
        }
        if alter != ego && !found.iter().any(|known| known.1 == alter) {
            found.push((act, alter, last));
        }
    }
    found
}

/// Returns the walks of two and three steps from an entity, each body and end once.
pub(super) fn walks(memory: &Memory, tick: u32, ego: u32) -> Vec<Walk> {
    let mut walks: Vec<Walk> = Vec::new();
    let mut put = |acts: [Act; 3], between: [u32; 2], alter: u32, ticks: [u32; 3], length| {
        let oldest = ticks[..length].iter().copied().min().unwrap_or(tick);
        let walk = Walk {
            alter,
            acts,
            between,
            ticks,
            length,
            class: class(tick - oldest),
        };
        let same = |known: &Walk| {
            (known.alter, known.acts, known.length, known.class)
                == (alter, acts, length, walk.class)
        };
        if !walks.iter().any(same) {
            walks.push(walk);
        }
    };
    for (at, (one, near, first)) in partners(memory, tick, ego, WIDE).into_iter().enumerate() {
        let next = partners(memory, tick, near, WIDE);
        for (after, (two, far, second)) in next.into_iter().enumerate() {
            if far == ego {
                continue;
            }
            put([one, two, Act(0)], [near, 0], far, [first, second, 0], 2);
            if at >= NARROW || after >= NARROW {
                continue;
            }
            for (three, end, third) in partners(memory, tick, far, NARROW) {
                if end != ego && end != near {
                    put(
                        [one, two, three],
                        [near, far],
                        end,
                        [first, second, third],
                        3,
                    );
                }
            }
        }
    }
    walks
}

impl Chains {
    /// Returns the hits and the cases of a walk's rule.
    pub(super) fn record(&self, head: Act, walk: &Walk) -> [f32; 2] {
        self.rules.get(&walk.key(head)).copied().unwrap_or_default()
    }

    /// Returns what an entity's walks speak for, by the other's number.
    pub(super) fn evidence(&self, head: Act, walks: &[Walk]) -> Vec<(u32, ChainEvidence)> {
        let mut found: FxHashMap<u32, ChainEvidence> = FxHashMap::default();
        for walk in walks {
            let [hits, cases] = self.record(head, walk);
            if hits == 0.0 {
                continue;
            }
            let confidence = hits / (cases + PRIOR);
            let evidence = found.entry(walk.alter).or_default();
            let at = walk.length - 2;
            evidence.best[at] = evidence.best[at].max(confidence);
            evidence.either[at] = 1.0 - (1.0 - evidence.either[at]) * (1.0 - 0.7 * confidence);
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable_by_key(|(alter, _)| *alter);
        found
    }

    /// Counts how the rules fared on the questions of a step, which stand in the order of ego.
    pub(super) fn learn(&mut self, memory: &Memory, tick: u32, questions: &[Question]) {
        for questions in questions.chunk_by(|one, other| one.ego == other.ego) {
            let walks = walks(memory, tick, questions[0].ego);
            for question in questions {
                for walk in &walks {
                    let hit = question.answers.binary_search(&walk.alter).is_ok();
                    let rule = self.rules.entry(walk.key(question.act)).or_default();
                    rule[0] += f32::from(u8::from(hit));
                    rule[1] += 1.0;
                }
            }
        }
        self.forget(MOST);
    }

    /// Forgets the rules with fewest cases until there is room again.
    fn forget(&mut self, most: usize) {
        let mut few = 1.0;
        while self.rules.len() > most {
            self.rules.retain(|_, rule| rule[1] > few);
            few *= 2.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DirectedEvent;

    /// Every partner meets the next in line; whoever starts then visits the one two or three further.
    fn check(further: u32) {
        let (meet, visit) = (Act::done(0), Act::done(1));
        let mut memory = Memory::new(100, 4);
        let mut chains = Chains::default();
        let mut ask = |from: u32, tick: u32, learn: bool| {
            let events: Vec<DirectedEvent> = (from..from + 3)
                .map(|ego| DirectedEvent {
                    ego,
                    act: meet,
                    alter: ego + 1,
                })
                .collect();
            memory.learn(tick, &events);
            let walks = walks(&memory, tick + 1, from);
            let found = chains.evidence(visit, &walks);
            if learn {
                let question = Question {
                    ego: from,
                    act: visit,
                    answers: vec![from + further],
                };
                chains.learn(&memory, tick + 1, &[question]);
            }
            found
        };
        for round in 0..20 {
            ask(4 * round, round, true);
        }
        let found = ask(84, 30, false);
        let [(alter, evidence)] = found[..] else {
            panic!("one is foretold: {found:?}");
        };
        assert_eq!(alter, 84 + further);
        let confidence = 20.0 / (20.0 + PRIOR);
        assert_eq!(evidence.best[further as usize - 2], confidence);
        assert_eq!(evidence.best[3 - further as usize], 0.0);
        chains.forget(0);
        assert!(chains.rules.is_empty());
    }

    #[test]
    fn rules_of_two_and_of_three_steps_are_learnt() {
        check(2);
        check(3);
    }

    #[test]
    fn walks_name_their_steps_and_end_with_the_window() {
        let meet = Act::done(0);
        let mut memory = Memory::new(4, 2);
        let event = |ego: u32| DirectedEvent {
            ego,
            act: meet,
            alter: ego + 1,
        };
        memory.learn(3, &[event(0), event(1), event(2)]);
        let found = walks(&memory, 5, 0);
        let steps: Vec<Vec<_>> = found.iter().map(|walk| walk.steps(0).collect()).collect();
        assert_eq!(steps[0], [(0, meet, 1, 3), (1, meet, 2, 3)]);
        assert_eq!(steps[1].last(), Some(&(2, meet, 3, 3)));
        assert!(walks(&memory, 4 + WINDOW, 0).is_empty());
    }
}
