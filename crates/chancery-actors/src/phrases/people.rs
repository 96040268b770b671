//! People: those of the dictionary by name or surname, and strangers, whose state the words around the name give.

use super::{Phrase, Sentence};
use crate::people::Office;
use crate::persons;
use crate::persons::Title;
use crate::readings::Reading;
use crate::resolution::ActorKind;
use chancery_model::ActorRef;
use chancery_text::TokenId;
use std::ops::Range;

impl Sentence<'_, '_> {
    fn title(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> (Title, Vec<usize>) {
        let belonging = self.belonging(phrase, qualifiers, None);
        let mut offices: Vec<Office> = Vec::new();
        for &name in qualifiers {
            if let Reading::Role(role, _) = self.names[name].reading {
                offices.extend(&self.scene.dictionary.roles[role as usize].offices);
            }
        }
        let served = match &belonging.actors[..] {
            [actor] => actor.id.clone(),
            _ => None,
        };
        let title = Title {
            offices,
            served,
            former: self.is_former(phrase, qualifiers),
        };
        (title, belonging.from)
    }

    pub(super) fn person(
        &mut self,
        phrase: &Phrase,
        own: usize,
        people: &[u32],
        qualifiers: &[usize],
    ) -> Option<usize> {
        let (title, from) = self.title(phrase, qualifiers);
        self.consumed.extend(from);
        let dictionary = self.scene.dictionary;
        let (number, person, _) = persons::likeliest(dictionary, people, self.scene.day, &title)
            .or_else(|| {
                let number = people
                    .iter()
                    .copied()
                    .find(|person| self.memory.knows(*person))
                    .or_else(|| people.first().copied())?;
                Some((number, dictionary.people.get(number as usize)?, false))
            })?;
        self.memory.meet(number);
        let tokens = self.extent(phrase, own, qualifiers);
        let mention = self.scene.text(self.names[own].tokens.clone());
        let (actor, confidence, _) =
            persons::actor(dictionary, person, self.scene.day, &title, mention);
        // Spelt otherwise than the dictionary does: so is the surname alone, later.
        let last = |words: &str| words.rsplit(' ').next().map(str::to_owned);
        if actor.id.is_some() && last(mention) != last(&person.name) {
            self.memory.remember_stranger(mention, &actor);
        }
        self.push(
            phrase.head,
            tokens,
            vec![actor],
            confidence,
            "person",
            ActorKind::Person,
        )
    }

    pub(super) fn family(
        &mut self,
        phrase: &Phrase,
        own: usize,
        people: &[u32],
        qualifiers: &[usize],
    ) -> Option<usize> {
        let scene = self.scene;
        let dictionary = scene.dictionary;
        let tokens = self.names[own].tokens.clone();
        // Part of a longer recognised name: a stranger with a known family name.
        let longer = phrase.entity.as_ref().filter(|(label, entity)| {
            *label == "PERSON"
                && entity.clone().any(|token| {
                    !tokens.contains(&token)
                        && scene.pos(token) == "PROPN"
                        && !self.names.iter().any(|name| {
                            matches!(name.reading, Reading::Role(..) | Reading::State(..))
                                && name.tokens.contains(&token)
                        })
                })
        });
        if longer.is_some() {
            return None;
        }
        let words = scene.text(tokens.clone());
        if let Some(actor) = self.memory.stranger(words) {
            let extent = self.extent(phrase, own, qualifiers);
            let actor = ActorRef {
                mention: words.to_owned(),
                ..actor
            };
            return self.push(
                phrase.head,
                extent,
                vec![actor],
                0.75,
                "surname",
                ActorKind::Person,
            );
        }
        let (title, from) = self.title(phrase, qualifiers);
        self.consumed.extend(from);
        let met = people
            .iter()
            .copied()
            .find(|person| self.memory.knows(*person));
        let titled = !title.offices.is_empty() || title.served.is_some();
        let recognised = phrase
            .entity
            .as_ref()
            .is_some_and(|(label, _)| *label == "PERSON");
        let (number, confidence): (u32, f64) = if let Some(number) = met {
            (number, 0.9)
        } else {
            let (number, person, supported) =
                persons::likeliest(dictionary, people, scene.day, &title)?;
            if titled && supported {
                (number, 0.85)
            } else if recognised
                && self.stands_alone(&tokens)
                && title.offices.is_empty()
                && title.served.is_none()
                && prominent(persons::on_day(person, scene.day, &title).term)
            {
                (number, 0.55)
            } else {
                return None;
            }
        };
        let person = dictionary.people.get(number as usize)?;
        self.memory.meet(number);
        let extent = self.extent(phrase, own, qualifiers);
        let (actor, sure, _) = persons::actor(dictionary, person, scene.day, &title, words);
        self.push(
            phrase.head,
            extent,
            vec![actor],
            confidence.min(sure),
            "surname",
            ActorKind::Person,
        )
    }

    /// Returns whether a name has no other proper noun beside it.
    fn stands_alone(&self, tokens: &Range<TokenId>) -> bool {
        let proper = |token: TokenId| self.scene.pos(token) == "PROPN";
        !proper(tokens.end) && !tokens.start.checked_sub(1).is_some_and(proper)
    }

    /// A person whom the dictionary does not know: the state comes from the words around the name.
    pub(super) fn stranger(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<usize> {
        let (_, name) = phrase
            .entity
            .clone()
            .filter(|(label, _)| *label == "PERSON")?;
        let name = self.trimmed(name);
        let words = self.scene.text(name.clone()).to_owned();
        let role = self.rightmost_role(qualifiers);
        let belonging = self.belonging(phrase, qualifiers, role);
        let former = self.is_former(phrase, qualifiers);
        let sector = role.map(|role| self.sector_of(role, qualifiers, &belonging, former));
        let tokens = qualifiers
            .iter()
            .map(|&name| self.names[name].tokens.start)
            .fold(name.start, usize::min)..name.end.max(phrase.head + 1);
        let mut actor = ActorRef::unresolved(words.clone());
        actor.name = Some(words.clone());
        actor.sector = sector;
        let mut rule = "stranger";
        let mut confidence = 0.5;
        if let Some(first) = belonging.actors.first() {
            actor.id.clone_from(&first.id);
            actor.country.clone_from(&first.country);
            actor.sector = sector.or(if belonging.body { first.sector } else { None });
            rule = belonging.rule;
            confidence = belonging.confidence * 0.9;
            self.consumed.extend(&belonging.from);
        } else if qualifiers.is_empty()
            && let Some(known) = self.memory.stranger(&words)
        {
            actor = ActorRef {
                mention: words.clone(),
                ..known
            };
            rule = "surname";
            confidence = 0.7;
        }
        if actor.id.is_some() {
            self.memory.remember_stranger(&words, &actor);
        }
        self.push(
            phrase.head,
            tokens,
            vec![actor],
            confidence,
            rule,
            ActorKind::Person,
        )
    }

    pub(super) fn trimmed_article(&self, name: Range<TokenId>) -> Range<TokenId> {
        let article = name.len() > 1 && self.scene.word(name.start).eq_ignore_ascii_case("the");
        name.start + usize::from(article)..name.end
    }

    /// Leaves out possessive marks and titles that the recogniser took into a name.
    fn trimmed(&self, name: Range<TokenId>) -> Range<TokenId> {
        let mut name = name;
        while name.len() > 1 && self.scene.word(name.start).eq_ignore_ascii_case("the") {
            name.start += 1;
        }
        while name.len() > 1 && matches!(self.scene.word(name.end - 1), "'s" | "’s" | "'") {
            name.end -= 1;
        }
        for found in &self.names {
            if matches!(found.reading, Reading::Role(..) | Reading::State(..))
                && found.tokens.start == name.start
                && found.tokens.end < name.end
            {
                name.start = found.tokens.end;
            }
        }
        name
    }
}

fn prominent(term: Option<&crate::people::Term>) -> bool {
    term.is_some_and(|term| {
        matches!(
            term.office,
            Office::HeadOfState
                | Office::HeadOfGovernment
                | Office::SupremeLeader
                | Office::ForeignMinister
                | Office::DefenceMinister
                | Office::OrganisationHead
                | Office::RebelLeader
        )
    })
}
