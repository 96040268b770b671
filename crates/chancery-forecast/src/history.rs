//! A record of dated facts, in the order of time.

use crate::facts::Fact;

/// Facts sorted by time, each held once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    facts: Vec<Fact>,
    /// The greatest common divisor of the gaps between times.
    unit: i64,
}

/// All facts of one time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step<'a> {
    /// The time, as the facts give it.
    pub time: i64,
    /// The units passed since the first fact.
    pub tick: u32,
    /// The facts, in the order of subject, relation and object.
    pub facts: &'a [Fact],
}

impl History {
    /// Sorts facts and drops those that are told twice.
    #[must_use]
    pub fn new(mut facts: Vec<Fact>) -> Self {
        facts.sort_unstable_by_key(|fact| (fact.time, fact.subject, fact.relation, fact.object));
        facts.dedup();
        let unit = facts
            .windows(2)
            .map(|pair| pair[1].time.saturating_sub(pair[0].time))
            .fold(0, greatest_common_divisor)
            .max(1);
        Self { facts, unit }
    }

    /// Returns every fact in the order of time.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Returns the length of one tick in the facts' own unit of time: no gap is shorter, and every
    /// gap is a whole number of ticks.
    #[must_use]
    pub fn unit(&self) -> i64 {
        self.unit
    }

    /// Returns the facts before a time.
    #[must_use]
    pub fn before(&self, time: i64) -> &[Fact] {
        &self.facts[..self.facts.partition_point(|fact| fact.time < time)]
    }

    /// Walks through the times that have facts.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let first = self.facts.first().map_or(0, |fact| fact.time);
        self.facts
            .chunk_by(|one, other| one.time == other.time)
            .map(move |facts| Step {
                time: facts[0].time,
                tick: self.tick(facts[0].time - first),
                facts,
            })
    }

    /// Counts ticks in a span of time, at most a billion.
    fn tick(&self, span: i64) -> u32 {
        u32::try_from((span / self.unit).min(1_000_000_000)).unwrap_or(0)
    }

    /// Returns one more than the highest number of an entity.
    #[must_use]
    pub fn entity_count(&self) -> usize {
        self.facts
            .iter()
            .map(|fact| fact.subject.max(fact.object) as usize + 1)
            .max()
            .unwrap_or(0)
    }

    /// Returns one more than the highest number of a relation.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        self.facts
            .iter()
            .map(|fact| fact.relation as usize + 1)
            .max()
            .unwrap_or(0)
    }
}

fn greatest_common_divisor(one: i64, other: i64) -> i64 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(subject: u32, time: i64) -> Fact {
        Fact {
            subject,
            relation: 0,
            object: 9,
            time,
        }
    }

    #[test]
    fn times_become_ticks_and_repeats_one_fact() {
        let history = History::new(vec![
            fact(1, 48),
            fact(0, 0),
            fact(1, 48),
            fact(2, 120),
            fact(3, 48),
        ]);
        assert_eq!(history.unit(), 24);
        let steps: Vec<_> = history
            .steps()
            .map(|step| (step.time, step.tick, step.facts.len()))
            .collect();
        assert_eq!(steps, [(0, 0, 1), (48, 2, 2), (120, 5, 1)]);
        assert_eq!(history.before(48).len(), 1);
        assert_eq!(history.entity_count(), 10);
    }

    #[test]
    fn an_empty_history_has_no_step() {
        let history = History::new(Vec::new());
        assert_eq!(history.steps().count(), 0);
        assert_eq!(history.entity_count(), 0);
    }
}
