//! Noun phrases: nationality, role and name become one mention with its actors.
//!
//! Every name found in a sentence climbs to the noun that it qualifies. The noun with its
//! qualifiers, its possessor and the states that its prepositions bring is one phrase: "Iran's
//! ambassador to Moscow" is Iran's, "the Russian and Turkish presidents" are two.

mod belonging;
mod gathering;
mod names;
mod people;
mod roles;
mod sharing;

use crate::memory::Memory;
use crate::place::is_place;
use crate::readings::{Named, Reading, Scene};
use crate::resolution::{ActorKind, ResolvedMention};
use chancery_model::ActorRef;
use chancery_text::TokenId;
use std::ops::Range;

/// A noun with the names that qualify it.
#[derive(Clone, Debug, Default)]
struct Phrase {
    head: TokenId,
    /// The numbers of its names, from left to right.
    names: Vec<usize>,
    /// The recognised personal name or organisation that it heads, if the dictionary has none.
    entity: Option<(&'static str, Range<TokenId>)>,
    state: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Progress {
    #[default]
    New,
    Busy,
    Done(Option<usize>),
}

/// The mentions of one sentence while they are put together.
pub(crate) struct Sentence<'a, 'm> {
    pub(crate) scene: Scene<'a>,
    memory: &'m mut Memory,
    names: Vec<Named>,
    phrases: Vec<Phrase>,
    pub(crate) mentions: Vec<ResolvedMention>,
    /// Mentions that a role has taken up: "Iran" in "Iran's ambassador".
    consumed: Vec<usize>,
}

/// Returns the mentions of a sentence, roles without a state among them.
pub(crate) fn mentions(
    scene: Scene<'_>,
    memory: &mut Memory,
    names: Vec<Named>,
    sentence: &Range<TokenId>,
) -> Vec<ResolvedMention> {
    let mut work = Sentence {
        scene,
        memory,
        phrases: Vec::new(),
        names,
        mentions: Vec::new(),
        consumed: Vec::new(),
    };
    work.gather(sentence);
    for number in 0..work.phrases.len() {
        work.resolve(number);
    }
    work.share_appositions();
    work.share_places();
    let consumed = work.consumed;
    let mut number = 0;
    work.mentions.retain(|_| {
        number += 1;
        !consumed.contains(&(number - 1))
    });
    work.mentions
}

impl Sentence<'_, '_> {
    /// Resolves a phrase once, and returns the number of its mention.
    fn resolve(&mut self, number: usize) -> Option<usize> {
        match self.phrases[number].state {
            Progress::Done(mention) => return mention,
            Progress::Busy => return None,
            Progress::New => self.phrases[number].state = Progress::Busy,
        }
        let phrase = self.phrases[number].clone();
        let mention = self.compose(&phrase);
        self.phrases[number].state = Progress::Done(mention);
        mention
    }

    fn resolve_head(&mut self, head: TokenId) -> Option<usize> {
        let number = self.phrases.iter().position(|phrase| phrase.head == head)?;
        self.resolve(number)
    }

    fn compose(&mut self, phrase: &Phrase) -> Option<usize> {
        let own = phrase
            .names
            .iter()
            .copied()
            .find(|&name| self.names[name].tokens.contains(&phrase.head));
        let qualifiers: Vec<usize> = phrase
            .names
            .iter()
            .copied()
            .filter(|&name| Some(name) != own)
            .collect();
        let reading = own.map(|name| self.names[name].reading.clone());
        match reading {
            Some(Reading::Person(people)) => self.person(phrase, own?, &people, &qualifiers),
            Some(Reading::Family(people)) => {
                let found = self.family(phrase, own?, &people, &qualifiers);
                found.or_else(|| self.stranger(phrase, &qualifiers))
            }
            Some(Reading::Role(role, count)) if phrase.entity.is_none() => {
                self.role(phrase, own, Some((role, count)), &qualifiers)
            }
            Some(Reading::Organisation(_) | Reading::Group(_) | Reading::Body(_)) => {
                self.organised(phrase, own?, &qualifiers)
            }
            Some(Reading::State(..) | Reading::Region(..) | Reading::Collective(_)) => {
                self.state(phrase, own?, &qualifiers)
            }
            _ if phrase
                .entity
                .as_ref()
                .is_some_and(|(label, _)| *label == "PERSON") =>
            {
                self.stranger(phrase, &qualifiers)
            }
            _ => self.other_noun(phrase, &qualifiers),
        }
    }

    /// Returns the tokens from the first qualifier to the last token of the name or noun.
    fn extent(&self, phrase: &Phrase, own: usize, qualifiers: &[usize]) -> Range<TokenId> {
        let own = &self.names[own].tokens;
        let start = qualifiers
            .iter()
            .map(|&name| self.names[name].tokens.start)
            .fold(own.start, usize::min);
        start.min(phrase.head)..own.end.max(phrase.head + 1)
    }

    fn push(
        &mut self,
        head: TokenId,
        tokens: Range<TokenId>,
        actors: Vec<ActorRef>,
        confidence: f64,
        rule: &'static str,
        kind: ActorKind,
    ) -> Option<usize> {
        if actors.is_empty() {
            return None;
        }
        let locative = is_place(self.scene.analysis, head, kind);
        self.mentions.push(ResolvedMention {
            collective: kind == ActorKind::Collective,
            named: !matches!(kind, ActorKind::Role | ActorKind::Pronoun),
            tokens,
            head,
            actors,
            confidence,
            rule,
            adjectival: false,
            locative,
            kind,
        });
        Some(self.mentions.len() - 1)
    }
}
