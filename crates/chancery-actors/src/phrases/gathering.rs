//! Names climb to the nouns that they qualify; recognised names without an entry stand by themselves.

use super::{Phrase, Sentence};
use crate::dictionary::Number;
use crate::readings::Reading;
use chancery_text::TokenId;
use std::ops::Range;

impl Sentence<'_, '_> {
    /// Puts every name to the noun that it qualifies, and recognised names without one by
    /// themselves.
    pub(super) fn gather(&mut self, sentence: &Range<TokenId>) {
        for number in 0..self.names.len() {
            if matches!(self.names[number].reading, Reading::Thing | Reading::Outlet) {
                continue;
            }
            let head = self.anchor(number);
            self.phrase_of(head).names.push(number);
        }
        let entities = &self.scene.analysis.entities;
        let from = entities.partition_point(|entity| entity.tokens.end <= sentence.start);
        for entity in entities.get(from..).unwrap_or(&[]) {
            if entity.tokens.start >= sentence.end {
                break;
            }
            if !matches!(entity.label, "PERSON" | "ORG") {
                continue;
            }
            let head = self.scene.head_of(entity.tokens.clone());
            let known = self.names.iter().any(|name| {
                (name.tokens.contains(&head)
                    && !matches!(name.reading, Reading::Family(_) | Reading::Role(..)))
                    || (matches!(name.reading, Reading::Thing | Reading::Outlet)
                        && name.tokens.start < entity.tokens.end
                        && entity.tokens.start < name.tokens.end)
                    || (matches!(name.reading, Reading::Person(_))
                        && name.tokens.start < entity.tokens.end
                        && entity.tokens.start < name.tokens.end)
            });
            let title_only = self.names.iter().any(|name| {
                matches!(name.reading, Reading::Role(..)) && name.tokens.contains(&head)
            });
            if known || title_only {
                continue;
            }
            let holds_name = || {
                self.names.iter().any(|name| {
                    entity.tokens.contains(&name.head)
                        && matches!(name.reading, Reading::State(..) | Reading::Region(..))
                })
            };
            if entity.label == "ORG"
                && !self.phrases.iter().any(|phrase| phrase.head == head)
                && !holds_name()
            {
                continue;
            }
            let tokens = entity.tokens.clone();
            self.phrase_of(head).entity = Some((entity.label, tokens));
        }
        self.phrases.sort_by_key(|phrase| phrase.head);
    }

    fn phrase_of(&mut self, head: TokenId) -> &mut Phrase {
        let number = match self.phrases.iter().position(|phrase| phrase.head == head) {
            Some(number) => number,
            None => {
                self.phrases.push(Phrase {
                    head,
                    ..Phrase::default()
                });
                self.phrases.len() - 1
            }
        };
        &mut self.phrases[number]
    }

    /// Returns the noun that a name qualifies, its own head where it qualifies none.
    fn anchor(&self, number: usize) -> TokenId {
        let name = &self.names[number];
        let mut head = name.head;
        // A title before a name, whatever the parser made of it.
        if matches!(name.reading, Reading::Role(_, Number::One))
            && let Some(next) = self.names.get(number + 1)
            && next.tokens.start == name.tokens.end
            && matches!(next.reading, Reading::Person(_) | Reading::Family(_))
        {
            return self.whole_person(next.head);
        }
        // The English tree means nothing in another script.
        let foreign = !self.scene.word(head).is_ascii()
            && self
                .scene
                .word(head)
                .chars()
                .next()
                .is_some_and(|c| c as u32 > 0x24f);
        for _ in 0..if foreign { 0 } else { 6 } {
            let governor = self.scene.governor(head);
            let modifies = self.scene.is_modifier(head);
            // "Israeli, American and British targets": the first of the row qualifies the noun.
            let mut first = head;
            while self.scene.dep(first) == "conj"
                && self.scene.governor(first) < first
                && matches!(self.scene.pos(first), "ADJ" | "PROPN" | "NOUN")
            {
                first = self.scene.governor(first);
            }
            let row = first != head && self.scene.is_modifier(first);
            if row {
                head = first;
                continue;
            }
            if !modifies || governor == head {
                break;
            }
            head = governor;
        }
        if head != name.head {
            head = self.whole_person(head);
        }
        // A noun inside another name: the name as a whole ("Mongolian [People's Party]").
        self.names
            .iter()
            .enumerate()
            .find(|(other, entry)| *other != number && entry.tokens.contains(&head))
            .map_or(head, |(_, entry)| entry.head)
    }

    /// Returns the head of the recognised personal name that a token belongs to, else the token.
    fn whole_person(&self, token: TokenId) -> TokenId {
        let entities = &self.scene.analysis.entities;
        let at = entities.partition_point(|entity| entity.tokens.end <= token);
        match entities.get(at) {
            Some(entity) if entity.label == "PERSON" && entity.tokens.contains(&token) => {
                self.scene.head_of(entity.tokens.clone())
            }
            _ => token,
        }
    }
}
