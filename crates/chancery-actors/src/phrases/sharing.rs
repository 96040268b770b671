//! What mentions side by side tell about each other: appositions of person and office, states after places.

use super::Sentence;
use crate::resolution::ActorKind;
use chancery_text::TokenId;

impl Sentence<'_, '_> {
    /// "Iran's foreign minister, Abbas Araghchi" and "Mohammad Eslami, the head of …": a person
    /// without a state takes it from the noun beside it, and the noun takes the person's name.
    pub(super) fn share_appositions(&mut self) {
        for number in 0..self.mentions.len() {
            let head = self.mentions[number].head;
            if self.scene.dep(head) != "appos" || self.mentions[number].adjectival {
                continue;
            }
            let mut governor = self.scene.governor(head);
            let mut other = self.standing_at(governor);
            // "the ambassador to Denmark, Arthur Avnon": the parser hangs the name on the state.
            if other.is_some_and(|other| self.mentions[other].kind != ActorKind::Role)
                && self.scene.dep(governor) == "pobj"
            {
                governor = self.scene.governor(self.scene.governor(governor));
                other = self
                    .standing_at(governor)
                    .filter(|&other| self.mentions[other].kind == ActorKind::Role);
            }
            let Some(other) = other else {
                continue;
            };
            self.share(number, other);
            self.share(other, number);
        }
    }

    /// "in Medina, Saudi Arabia": the state after a place's comma is the place's.
    pub(super) fn share_places(&mut self) {
        for number in 0..self.mentions.len() {
            let mention = &self.mentions[number];
            if mention.kind != ActorKind::State || mention.locative || mention.adjectival {
                continue;
            }
            let start = mention.tokens.start;
            let comma = start
                .checked_sub(1)
                .is_some_and(|token| self.scene.word(token) == ",");
            let place = self.mentions.iter().any(|other| {
                other.locative
                    && !other.adjectival
                    && other.tokens.end + 1 == start
                    && matches!(other.kind, ActorKind::Place | ActorKind::Capital)
                    && other.actors.first().map(|actor| &actor.country)
                        == mention.actors.first().map(|actor| &actor.country)
            });
            if comma && place {
                self.mentions[number].locative = true;
            }
        }
    }

    fn standing_at(&self, head: TokenId) -> Option<usize> {
        self.mentions
            .iter()
            .position(|mention| mention.head == head && !mention.adjectival)
    }

    fn share(&mut self, person: usize, role: usize) {
        if self.mentions[person].kind != ActorKind::Person
            || self.mentions[role].kind != ActorKind::Role
        {
            return;
        }
        let [name] = &self.mentions[person].actors[..] else {
            return;
        };
        let [office] = &self.mentions[role].actors[..] else {
            return;
        };
        let (mut name, mut office) = (name.clone(), office.clone());
        if name.id.is_none() && office.id.is_some() {
            name.id.clone_from(&office.id);
            name.country.clone_from(&office.country);
            name.sector = name.sector.or(office.sector);
            self.memory.remember_stranger(&name.mention, &name);
            self.mentions[person].rule = "apposition";
            self.mentions[person].confidence = 0.75;
        } else if office.id.is_none() && name.id.is_some() {
            office.id.clone_from(&name.id);
            office.country.clone_from(&name.country);
            self.mentions[role].rule = "apposition";
            self.mentions[role].confidence = 0.75;
        }
        office.name.clone_from(&name.name);
        self.mentions[person].actors = vec![name];
        self.mentions[role].actors = vec![office];
    }
}
