//! Role words: "ambassador", "army", "protesters" with a sector, a holder and whoever they serve.

use super::belonging::Belonging;
use super::{Phrase, Sentence};
use crate::dictionary::{Number, RoleKind, RoleWord};
use crate::people::Office;
use crate::persons::holder_name;
use crate::readings::{Reading, Scene};
use crate::resolution::ActorKind;
use crate::words::{FORMER, is};
use chancery_model::{ActorId, ActorRef, Sector};
use chancery_text::TokenId;

impl Sentence<'_, '_> {
    pub(super) fn rightmost_role(&self, names: &[usize]) -> Option<u32> {
        names
            .iter()
            .rev()
            .find_map(|&name| match self.names[name].reading {
                Reading::Role(role, _) => Some(role),
                _ => None,
            })
    }

    pub(super) fn role(
        &mut self,
        phrase: &Phrase,
        own: Option<usize>,
        role: Option<(u32, Number)>,
        qualifiers: &[usize],
    ) -> Option<usize> {
        let (role, count) = role?;
        let scene = self.scene;
        let word = &scene.dictionary.roles[role as usize];
        let belonging = self.belonging(phrase, qualifiers, Some(role));
        let former = self.is_former(phrase, qualifiers);
        let sector = self.sector_of(role, qualifiers, &belonging, former);
        let tokens = match own {
            Some(own) => self.extent(phrase, own, qualifiers),
            None => phrase.head..phrase.head + 1,
        };
        let words = scene.text(tokens.clone());
        if belonging.actors.is_empty() {
            let vague = matches!(
                word.sector,
                Sector::Gov | Sector::Pty | Sector::Igo | Sector::Leg
            );
            if word.weak
                && (word.kind == RoleKind::Body || (word.kind == RoleKind::Person && vague))
            {
                return self.qualifiers_alone(phrase, qualifiers);
            }
            let actor = ActorRef {
                sector: Some(sector),
                ..ActorRef::unresolved(words)
            };
            let _ = self.qualifiers_alone(phrase, qualifiers);
            let confidence = if word.weak { 0.3 } else { 0.5 };
            return self.push(
                phrase.head,
                tokens,
                vec![actor],
                confidence,
                "role",
                ActorKind::Role,
            );
        }
        let definite = !former
            && word.kind == RoleKind::Person
            && self.is_definite(phrase.head)
            && (count == Number::One || belonging.actors.len() > 1)
            && !self.is_deputy(phrase.head);
        let actors = belonging
            .actors
            .iter()
            .map(|actor| {
                let name = actor
                    .id
                    .as_ref()
                    .filter(|_| definite)
                    .and_then(|id| self.office_name(id, word, scene));
                ActorRef {
                    id: actor.id.clone(),
                    country: actor.country.clone(),
                    sector: Some(sector),
                    mention: words.to_owned(),
                    name,
                }
            })
            .collect();
        self.consumed.extend(&belonging.from);
        self.push(
            phrase.head,
            tokens,
            actors,
            belonging.confidence,
            belonging.rule,
            ActorKind::Role,
        )
    }

    fn office_name(&self, id: &ActorId, word: &RoleWord, scene: Scene<'_>) -> Option<String> {
        let mut offices = word.offices.clone();
        if scene.dictionary.state(id.as_str()).is_none() && word.kind == RoleKind::Person {
            match word.word.as_str() {
                "leader" | "chief" | "head" | "boss" => {
                    offices.extend([Office::OrganisationHead, Office::RebelLeader]);
                }
                "president" => offices.insert(0, Office::OrganisationHead),
                _ => {}
            }
        }
        if word.word == "leader" {
            // Whether the president or the prime minister leads differs from state to state.
            let name = |office| holder_name(scene.dictionary, id, &[office], scene.day);
            return name(Office::SupremeLeader).or_else(|| {
                match (name(Office::HeadOfState), name(Office::HeadOfGovernment)) {
                    (Some(one), None) | (None, Some(one)) => Some(one),
                    (Some(one), Some(other)) => (one == other).then_some(one),
                    (None, None) => holder_name(scene.dictionary, id, &offices, scene.day),
                }
            });
        }
        holder_name(scene.dictionary, id, &offices, scene.day)
    }

    /// Returns the sector of a role: that of the word, unless the word is general and what stands
    /// beside it is not ("army spokesman", "Hamas official").
    pub(super) fn sector_of(
        &self,
        role: u32,
        qualifiers: &[usize],
        belonging: &Belonging,
        former: bool,
    ) -> Sector {
        let word = &self.scene.dictionary.roles[role as usize];
        if former && word.kind == RoleKind::Person {
            return Sector::Eli;
        }
        let general = word.weak
            || matches!(
                word.sector,
                Sector::Gov | Sector::Mil | Sector::Uaf | Sector::Igo
            );
        for &name in qualifiers {
            if let Reading::Role(other, _) = self.names[name].reading
                && other != role
            {
                let beside = &self.scene.dictionary.roles[other as usize];
                if general
                    && !beside.weak
                    && (word.weak || word.kind != RoleKind::Body)
                    && !matches!(beside.sector, Sector::Gov | Sector::Cvl)
                {
                    return beside.sector;
                }
            }
        }
        if belonging.body
            && general
            && let Some(actor) = belonging.actors.first()
            && let Some(sector) = actor.sector
        {
            let union = actor.id.as_ref().is_some_and(|id| id.as_str() == "EU");
            if matches!(word.sector, Sector::Mil | Sector::Uaf)
                && !matches!(sector, Sector::Reb | Sector::Crm)
            {
                return word.sector;
            }
            if !(sector == Sector::Igo && union) {
                return sector;
            }
            return Sector::Gov;
        }
        word.sector
    }

    pub(super) fn is_former(&self, phrase: &Phrase, qualifiers: &[usize]) -> bool {
        let start = qualifiers
            .iter()
            .map(|&name| self.names[name].tokens.start)
            .fold(phrase.head, usize::min)
            .saturating_sub(2);
        (start..phrase.head).any(|token| {
            is(FORMER, self.scene.word(token))
                && self
                    .scene
                    .analysis
                    .tokens
                    .get(token)
                    .map(|entry| entry.sentence)
                    == self
                        .scene
                        .analysis
                        .tokens
                        .get(phrase.head)
                        .map(|entry| entry.sentence)
                && !matches!(self.scene.dep(token), "advmod")
        })
    }

    fn is_deputy(&self, head: TokenId) -> bool {
        self.scene.analysis.children(head).any(|child| {
            child < head
                && is(
                    &[
                        "deputy",
                        "vice",
                        "acting",
                        "interim",
                        "assistant",
                        "senior",
                        "next",
                        "new",
                        "first",
                    ],
                    self.scene.word(child),
                )
        })
    }

    /// Returns whether a noun means one known holder: not "a minister", "another", "no".
    fn is_definite(&self, head: TokenId) -> bool {
        !self.scene.analysis.children(head).any(|child| {
            child < head
                && is(
                    &[
                        "a", "an", "another", "any", "no", "every", "each", "some", "several",
                        "two", "many",
                    ],
                    self.scene.word(child),
                )
        })
    }
}
