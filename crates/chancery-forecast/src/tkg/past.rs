//! Everything known of the past, brought up to date step by step.

use super::{
    chains::Chains, follow_rules::FollowRules, kin::Kin, likeness::Likeness, memory::Memory,
    odds::Odds, pair_rules::PairRules, questions::Question,
};
use crate::DirectedEvent;

/// The past up to a step.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) memory: Memory,
    pub(super) pair_rules: PairRules,
    pub(super) follow_rules: FollowRules,
    pub(super) chains: Chains,
    pub(super) kin: Kin,
    pub(super) odds: Odds,
    pub(super) likeness: Likeness,
}

impl Past {
    /// Returns a past in which nothing happened.
    pub(super) fn new(names: &[String], entities: usize, acts: usize) -> Self {
        let kin = Kin::new(names, entities);
        let likeness = Likeness::new(&kin, acts);
        Self {
            likeness,
            odds: Odds::new(acts),
            memory: Memory::new(entities, acts),
            pair_rules: PairRules::new(acts),
            follow_rules: FollowRules::default(),
            chains: Chains::default(),
            kin,
        }
    }

    /// Takes in a step, all of whose questions have been answered.
    pub(super) fn learn(&mut self, tick: u32, events: &[DirectedEvent], questions: &[Question]) {
        let Self {
            memory,
            pair_rules,
            follow_rules,
            chains,
            kin,
            likeness,
            odds,
        } = self;
        rayon::scope(|scope| {
            scope.spawn(|_| pair_rules.learn(memory, tick, questions));
            scope.spawn(|_| likeness.learn(memory, kin, tick, events, questions));
            scope.spawn(|_| odds.learn(memory, tick, questions));
            scope.spawn(|_| follow_rules.learn(memory, tick, questions));
            scope.spawn(|_| chains.learn(memory, tick, questions));
        });
        kin.learn(&memory.half_lives, tick, events);
        memory.learn(tick, events);
    }
}
