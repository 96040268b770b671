//! The engine's own numbers of entities and relations.

use super::{forecast::Prediction, questions::Question};
use crate::{Act, Fact, History};
use rustc_hash::FxHashMap;

/// Entities and relations numbered in the order in which they first occur, so that those that never
/// occur take no room and those that come later change nothing.
pub(super) struct Numbering {
    pub(super) entities: Vec<u32>,
    pub(super) relations: Vec<u32>,
    of_entities: FxHashMap<u32, u32>,
    of_relations: FxHashMap<u32, u32>,
}

impl Numbering {
    /// Numbers what a record tells of.
    pub(super) fn of(history: &History) -> Self {
        let mut this = Self {
            entities: Vec::new(),
            relations: Vec::new(),
            of_entities: FxHashMap::default(),
            of_relations: FxHashMap::default(),
        };
        for fact in history.facts() {
            for entity in [fact.subject, fact.object] {
                number(&mut this.entities, &mut this.of_entities, entity);
            }
            number(&mut this.relations, &mut this.of_relations, fact.relation);
        }
        this
    }

    /// Returns the names of the entities that occur, in the new order.
    pub(super) fn names(&self, names: &[String]) -> Vec<String> {
        let name = |entity: &u32| names.get(*entity as usize).cloned().unwrap_or_default();
        self.entities.iter().map(name).collect()
    }

    /// Returns facts in the engine's numbers.
    pub(super) fn facts(&self, facts: &[Fact]) -> Vec<Fact> {
        let renumbered = |fact: &Fact| Fact {
            subject: self.of_entities[&fact.subject],
            relation: self.of_relations[&fact.relation],
            object: self.of_entities[&fact.object],
            time: fact.time,
        };
        facts.iter().map(renumbered).collect()
    }

    /// Returns the number of an entity, where it occurs.
    pub(super) fn entity(&self, entity: u32) -> Option<u32> {
        self.of_entities.get(&entity).copied()
    }

    /// Returns an act in the engine's numbers, where its relation occurs.
    pub(super) fn act(&self, act: Act) -> Option<Act> {
        let relation = *self.of_relations.get(&act.relation())?;
        Some(if act.is_done() {
            Act::done(relation)
        } else {
            Act::suffered(relation)
        })
    }

    /// Returns an act in the facts' own numbers.
    pub(super) fn own_act(&self, act: Act) -> Act {
        let relation = self.relations[act.relation() as usize];
        if act.is_done() {
            Act::done(relation)
        } else {
            Act::suffered(relation)
        }
    }

    /// Returns a prediction in the facts' own numbers.
    pub(super) fn prediction(
        &self,
        time: i64,
        question: Question,
        ranked: Vec<(u32, f32)>,
    ) -> Prediction {
        let entity = |number: u32| self.entities[number as usize];
        let mut answers: Vec<u32> = question.answers.into_iter().map(entity).collect();
        answers.sort_unstable();
        Prediction {
            time,
            question: Question {
                ego: entity(question.ego),
                act: self.own_act(question.act),
                answers,
            },
            ranked: ranked
                .into_iter()
                .map(|(alter, probability)| (entity(alter), probability))
                .collect(),
        }
    }
}

/// Gives an item the next number where it has none.
fn number(items: &mut Vec<u32>, numbers: &mut FxHashMap<u32, u32>, item: u32) {
    numbers.entry(item).or_insert_with(|| {
        items.push(item);
        items.len() as u32 - 1
    });
}
