//! Who is two steps away: the partners of ego's partners, lately.

use super::memory::Memory;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The partners of everybody asked about within one step.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    partners: FxHashMap<u32, Vec<(u32, f32)>>,
}

/// Partners kept of each entity.
const KEPT: usize = 24;

impl Neighbours {
    /// Finds the main partners of some entities and of their partners.
    pub(super) fn new(memory: &Memory, tick: u32, egos: &[u32]) -> Self {
        let mut this = Self::default();
        this.add(memory, tick, egos);
        let mut reached: Vec<u32> = egos
            .iter()
            .flat_map(|ego| &this.partners[ego])
            .map(|(partner, _)| *partner)
            .filter(|partner| !this.partners.contains_key(partner))
            .collect();
        reached.sort_unstable();
        reached.dedup();
        this.add(memory, tick, &reached);
        this
    }

    fn add(&mut self, memory: &Memory, tick: u32, egos: &[u32]) {
        let found: Vec<_> = egos
            .par_iter()
            .map(|ego| (*ego, partners(memory, tick, *ego)))
            .collect();
        self.partners.extend(found);
    }

    /// Returns who is two steps away, with the product of the shares on the way, summed over ways.
    pub(super) fn two_steps(&self, ego: u32) -> Vec<(u32, f32)> {
        let mut found: FxHashMap<u32, f32> = FxHashMap::default();
        for (partner, one) in &self.partners[&ego] {
            for (alter, other) in &self.partners[partner] {
                *found.entry(*alter).or_default() += one * other;
            }
        }
        best(found, 80)
    }
}

/// Returns the highest-scored items, best first, ties by number.
pub(super) fn best(found: FxHashMap<u32, f32>, most: usize) -> Vec<(u32, f32)> {
    let mut found: Vec<(u32, f32)> = found.into_iter().collect();
    keep_best(&mut found, most);
    found
}

/// Keeps the highest-scored items, best first, ties by number.
pub(super) fn keep_best(items: &mut Vec<(u32, f32)>, most: usize) {
    let order =
        |one: &(u32, f32), other: &(u32, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
    if items.len() > most {
        items.select_nth_unstable_by(most, order);
        items.truncate(most);
    }
    items.sort_unstable_by(order);
}

/// Returns an entity's main partners with their shares of its recent events.
fn partners(memory: &Memory, tick: u32, ego: u32) -> Vec<(u32, f32)> {
    let ties = &memory.egos[ego as usize].ties;
    let mut partners: Vec<(u32, f32)> = ties
        .iter()
        .map(|tie| {
            let sums = memory.now(&tie.total, tick);
            (tie.alter, sums[2] + 0.05 * sums[4])
        })
        .collect();
    let total: f32 = partners.iter().map(|(_, weight)| weight).sum::<f32>() + 1.0;
    keep_best(&mut partners, KEPT);
    for (_, weight) in &mut partners {
        *weight /= total;
    }
    partners
}
