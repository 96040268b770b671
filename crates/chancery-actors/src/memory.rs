//! What the document has said so far: whom it named in full, which offices and states it spoke of.

use crate::dictionary::RoleKind;
use crate::people::Office;
use crate::resolution::{ActorKind, ResolvedMention};
use chancery_model::{ActorId, ActorRef};
use rustc_hash::{FxHashMap, FxHashSet};

/// A role with the actor that held it when the text last named it.
#[derive(Clone, Debug)]
pub(crate) struct RememberedRole {
    pub(crate) offices: Vec<Office>,
    pub(crate) word: String,
    pub(crate) kind: RoleKind,
    pub(crate) actor: ActorRef,
    pub(crate) sentence: usize,
}

/// States whose people are named family name first.
const FAMILY_FIRST: &[&str] = &[
    "CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM", "HUN", "SGP",
];

fn last_word(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or(words)
}

/// The memory of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    met: FxHashSet<u32>,
    strangers: FxHashMap<String, ActorRef>,
    bodies: FxHashMap<String, ActorRef>,
    pub(crate) roles: Vec<RememberedRole>,
    /// The mentions of earlier sentences and of this one, in order.
    pub(crate) said: Vec<Said>,
}

/// One mention that a later word can refer to.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) sentence: usize,
    pub(crate) head: usize,
    pub(crate) kind: ActorKind,
    pub(crate) subject: bool,
    pub(crate) locative: bool,
    pub(crate) adjectival: bool,
    pub(crate) actors: Vec<ActorRef>,
}

impl Memory {
    /// Notes that a person was named in full.
    pub(crate) fn meet(&mut self, person: u32) {
        self.met.insert(person);
    }

    /// Returns whether a person was named in full before.
    pub(crate) fn knows(&self, person: u32) -> bool {
        self.met.contains(&person)
    }

    /// Notes a person whom the dictionary does not know, by the last word of the name.
    pub(crate) fn remember_stranger(&mut self, name: &str, actor: &ActorRef) {
        let family = name.rsplit(' ').next().unwrap_or(name);
        self.strangers.insert(family.to_owned(), actor.clone());
        let family_first = actor
            .country
            .as_ref()
            .is_some_and(|country| FAMILY_FIRST.contains(&country.as_str()) && name.contains(' '));
        if family_first && let Some(family) = name.split(' ').next() {
            self.strangers.insert(family.to_owned(), actor.clone());
        }
    }

    /// Notes that a body's shared name meant this actor.
    pub(crate) fn remember_body(&mut self, words: &str, actor: &ActorRef) {
        self.bodies
            .insert(last_word(words).to_owned(), actor.clone());
    }

    /// Returns whose body of that name the text spoke of last.
    pub(crate) fn body(&self, words: &str) -> Option<&ActorRef> {
        self.bodies.get(last_word(words))
    }

    /// Returns what was said of a person of that last name.
    pub(crate) fn stranger(&self, name: &str) -> Option<ActorRef> {
        let family = name.rsplit(' ').next().unwrap_or(name);
        self.strangers.get(family).cloned()
    }

    /// Notes a mention.
    pub(crate) fn say(&mut self, mention: &ResolvedMention, sentence: usize, subject: bool) {
        self.said.push(Said {
            sentence,
            head: mention.head,
            kind: mention.kind,
            subject,
            locative: mention.locative,
            adjectival: mention.adjectival,
            actors: mention.actors.clone(),
        });
    }

    /// Returns the one actor that a word names.
    pub(crate) fn said_by(&self, head: usize) -> Option<ActorRef> {
        let said = self.said.iter().rev().find(|said| said.head == head)?;
        match &said.actors[..] {
            [actor] => Some(actor.clone()),
            _ => None,
        }
    }

    /// Returns the two states or groups that "both sides" means before a token: the last two named
    /// side by side ("Israel and Iran"), else the two that the paragraph mentioned last, the earlier
    /// first, and where it has not yet, the two that the text speaks of most. Who does something to
    /// both sides is none of them, and only those who fit the noun are ("the two countries").
    pub(crate) fn last_pair(
        &self,
        before: usize,
        sentence: usize,
        paragraph: usize,
        joined_to: impl Fn(usize) -> Option<usize>,
        doers: &[ActorRef],
        fits: impl Fn(&ActorRef) -> bool,
    ) -> Option<[ActorRef; 2]> {
        let is_doer = |actor: &ActorRef| {
            actor.state().is_some() && doers.iter().any(|doer| doer.state() == actor.state())
        };
        let near = |said: &&Said| {
            said.head < before
                && said.sentence + 3 >= sentence
                && said.sentence >= paragraph
                && !said.locative
                && !matches!(said.kind, ActorKind::Collective | ActorKind::Pronoun)
        };
        let told = |actor: &ActorRef| {
            let named = self.said.iter().filter(|said| said.head < before);
            named
                .flat_map(|said| &said.actors)
                .filter(|said| said.state() == actor.state())
                .count()
        };
        // Two named in passing do not outweigh the two that the whole text is about.
        let chief = self.chief_pair(before, is_doer);
        let in_passing = |one: &ActorRef, other: &ActorRef| {
            const CHIEF: usize = 4;
            chief.as_ref().is_some_and(|chief| {
                let least = chief.iter().map(told).min().unwrap_or(0);
                least >= CHIEF && told(one).max(told(other)) * CHIEF <= least
            })
        };
        // Adjectives count side by side ("the Saudi-Iranian talks"), not alone ("Iranian oil").
        for second in self.said.iter().rev().filter(near) {
            let first = joined_to(second.head)
                .and_then(|head| self.said.iter().find(|said| said.head == head));
            if let ([one], Some([other])) = (&second.actors[..], first.map(|said| &said.actors[..]))
                && one.state().is_some()
                && other.state().is_some()
                && one.state() != other.state()
                && !is_doer(one)
                && !is_doer(other)
                && fits(one)
                && fits(other)
                && !in_passing(one, other)
            {
                return Some([other.clone(), one.clone()]);
            }
        }
        let mut found: Vec<ActorRef> = Vec::new();
        let mut beside = false;
        let mut left = false;
        for said in self.said.iter().rev().filter(near) {
            if said.sentence < sentence && !left {
                left = true;
                beside = found.len() > 1;
            }
            if beside {
                break;
            }
            if said.adjectival || said.kind == ActorKind::Organisation {
                continue;
            }
            for actor in said.actors.iter().rev() {
                if let Some(state) = actor.state()
                    && !is_doer(actor)
                    && fits(actor)
                    && !found.iter().any(|other| other.state() == Some(state))
                {
                    found.push(actor.clone());
                }
            }
        }
        beside |= !left;
        // Two in the sentence itself are meant; of more than two around it, those that the text has
        // spoken of most, the last named before others, unless that is one in passing.
        if found.len() > 2 && !beside {
            let mut counted: Vec<(usize, usize)> = found.iter().map(told).enumerate().collect();
            counted.sort_by_key(|&(order, count)| (std::cmp::Reverse(count), order));
            let mut kept: Vec<usize> = counted.iter().take(2).map(|&(order, _)| order).collect();
            kept.sort_unstable();
            found = kept.into_iter().map(|order| found[order].clone()).collect();
        }
        match found.get(..2) {
            Some([second, first]) => {
                let lesser = if told(first) < told(second) {
                    first
                } else {
                    second
                };
                match chief.as_ref() {
                    Some(chief)
                        if !beside && in_passing(lesser, lesser) && chief.iter().all(&fits) =>
                    {
                        Some(chief.clone())
                    }
                    _ => Some([first.clone(), second.clone()]),
                }
            }
            _ => chief.filter(|pair| pair.iter().all(fits)),
        }
    }

    /// Returns the two states that the text has spoken of most so far, the one named first first.
    fn chief_pair(
        &self,
        before: usize,
        is_doer: impl Fn(&ActorRef) -> bool,
    ) -> Option<[ActorRef; 2]> {
        let mut counted: Vec<(usize, usize, &ActorRef)> = Vec::new();
        let said = self.said.iter().filter(|said| said.head < before);
        for (order, actor) in said.flat_map(|said| &said.actors).enumerate() {
            let Some(state) = actor.country.as_ref().filter(|_| !is_doer(actor)) else {
                continue;
            };
            match counted
                .iter_mut()
                .find(|(_, _, known)| known.country.as_ref() == Some(state))
            {
                Some((count, _, _)) => *count += 1,
                None => counted.push((1, order, actor)),
            }
        }
        counted.sort_by_key(|&(count, order, _)| (std::cmp::Reverse(count), order));
        let mut chief = counted.get(..2)?.to_vec();
        chief.sort_by_key(|&(_, order, _)| order);
        let of_state = |actor: &ActorRef| ActorRef {
            id: actor.country.clone(),
            name: None,
            ..actor.clone()
        };
        Some([of_state(chief[0].2), of_state(chief[1].2)])
    }

    /// Returns the one state that a sentence places its events in, where there is one.
    pub(crate) fn only_place(&self, sentence: usize) -> Option<ActorId> {
        let mut found: Option<ActorId> = None;
        for said in self
            .said
            .iter()
            .filter(|said| said.sentence == sentence && said.locative)
        {
            for country in said
                .actors
                .iter()
                .filter_map(|actor| actor.country.as_ref())
            {
                match &found {
                    Some(other) if other != country => return None,
                    _ => found = Some(country.clone()),
                }
            }
        }
        found
    }

    /// Returns the one state that a sentence speaks of at all, where there is one.
    pub(crate) fn only_state(&self, sentence: usize) -> Option<ActorId> {
        self.only_state_beside(sentence, usize::MAX)
    }

    /// Returns the one state that a sentence speaks of other than as a place.
    pub(crate) fn only_party(&self, sentence: usize) -> Option<ActorId> {
        let mut found: Option<ActorId> = None;
        let said = self
            .said
            .iter()
            .filter(|said| said.sentence == sentence && !said.locative);
        for country in said.flat_map(|said| {
            said.actors
                .iter()
                .filter_map(|actor| actor.country.as_ref())
        }) {
            match &found {
                Some(other) if other != country => return None,
                _ => found = Some(country.clone()),
            }
        }
        found
    }

    /// Returns the one state that a sentence speaks of apart from one mention.
    pub(crate) fn only_state_beside(&self, sentence: usize, head: usize) -> Option<ActorId> {
        let mut found: Option<ActorId> = None;
        for said in self
            .said
            .iter()
            .filter(|said| said.sentence == sentence && said.head != head)
        {
            for country in said
                .actors
                .iter()
                .filter_map(|actor| actor.country.as_ref())
            {
                match &found {
                    Some(other) if other != country => return None,
                    _ => found = Some(country.clone()),
                }
            }
        }
        found
    }
}
