//! Names of bodies, groups, states and places, by themselves or before a noun.

use super::{Phrase, Sentence};
use crate::dictionary::{Ambiguity, Form};
use crate::persons;
use crate::persons::{Title, country_of};
use crate::readings::{Named, Reading, hyphenated};
use crate::resolution::ActorKind;
use crate::words::{PLACE_NOUNS, TRANSPARENT, is};
use chancery_model::{ActorId, ActorRef, Sector};
use chancery_text::TokenId;

impl Sentence<'_, '_> {
    pub(super) fn organised(
        &mut self,
        phrase: &Phrase,
        own: usize,
        qualifiers: &[usize],
    ) -> Option<usize> {
        let name = self.names[own].clone();
        if hyphenated(self.scene, &name.tokens).is_some_and(|tie| tie != "led") {
            return self.adjective(own, self.scene.governor(phrase.head));
        }
        let mut actors = self.actors_of(&name);
        let mut rule = "name";
        let mut confidence = 0.95;
        let (kind, open) = match &name.reading {
            Reading::Organisation(number) => {
                let row = &self.scene.dictionary.organisations[*number as usize];
                (ActorKind::Organisation, row.sector == Sector::Ngo)
            }
            Reading::Group(_) => (ActorKind::Group, false),
            Reading::Body(number) => {
                let row = &self.scene.dictionary.bodies[*number as usize];
                let common = matches!(
                    row.sector,
                    Sector::Gov
                        | Sector::Leg
                        | Sector::Jud
                        | Sector::Mil
                        | Sector::Cop
                        | Sector::Pty
                        | Sector::Spy
                ) && !row.metonym;
                if row.ambiguity == Ambiguity::Context {
                    confidence = 0.6;
                }
                (ActorKind::Body, common || row.actor.is_none())
            }
            _ => return None,
        };
        if open {
            let belonging = self.belonging(phrase, qualifiers, None);
            let states: Vec<&ActorRef> = belonging
                .actors
                .iter()
                .filter(|actor| actor.id.is_some() && actor.id == actor.country)
                .collect();
            if let ([state], [actor]) = (&states[..], &mut actors[..])
                && actor.country != state.country
                && belonging.rule != "preposition"
            {
                actor.id.clone_from(&state.id);
                actor.country.clone_from(&state.country);
                rule = belonging.rule;
                confidence = 0.8;
            }
        }
        // "Yemen's Houthis", "Iran's Revolutionary Guards": the state adds nothing.
        if let Some(owner) = self.possessor(phrase, &[]) {
            let same = owner
                .actors
                .iter()
                .all(|owner| actors.iter().any(|actor| actor.country == owner.country));
            if same {
                self.consumed.extend(owner.from);
            }
        }
        let mut tokens = name.tokens.clone();
        for &number in qualifiers {
            let qualifier = &self.names[number];
            let same = match &qualifier.reading {
                Reading::State(id, _) | Reading::Region(Some(id), _) => {
                    actors.iter().any(|actor| {
                        actor.country.as_ref() == Some(id) || actor.id.as_ref() == Some(id)
                    })
                }
                Reading::Role(..) => true,
                _ => false,
            };
            if same {
                tokens.start = tokens.start.min(qualifier.tokens.start);
            } else {
                self.adjective(number, phrase.head);
            }
        }
        self.push(phrase.head, tokens, actors, confidence, rule, kind)
    }

    pub(super) fn state(
        &mut self,
        phrase: &Phrase,
        own: usize,
        qualifiers: &[usize],
    ) -> Option<usize> {
        for &number in qualifiers {
            self.adjective(number, phrase.head);
        }
        let name = self.names[own].clone();
        let actors = self.actors_of(&name);
        let (kind, rule) = match &name.reading {
            Reading::State(_, Form::Capital) => (ActorKind::Capital, "capital"),
            Reading::State(_, Form::OnePerson | Form::People | Form::Adjective) => {
                (ActorKind::People, "demonym")
            }
            Reading::State(..) => (ActorKind::State, "name"),
            Reading::Region(_, Form::People | Form::Adjective) => (ActorKind::People, "demonym"),
            Reading::Region(..) => (ActorKind::Place, "place"),
            _ => (ActorKind::Collective, "collective"),
        };
        // "Iran-backed", "pro-Russian": a qualifier by way of a hyphen.
        if hyphenated(self.scene, &name.tokens).is_some() || self.scene.is_modifier(phrase.head) {
            return self.adjective(own, self.scene.governor(phrase.head));
        }
        self.push(phrase.head, name.tokens, actors, 0.95, rule, kind)
    }

    pub(super) fn other_noun(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<usize> {
        let scene = self.scene;
        let word = scene
            .analysis
            .tokens
            .get(phrase.head)
            .map_or("", |token| &token.lemma);
        // "the Hamas movement", "the Islamic State group": the noun stands in for the name.
        let last = qualifiers.iter().rev().copied().find(|&name| {
            matches!(
                self.names[name].reading,
                Reading::Group(_) | Reading::Organisation(_) | Reading::Body(_)
            )
        });
        if is(TRANSPARENT, word)
            && let Some(last) = last
        {
            let actors = self.actors_of(&self.names[last].clone());
            let kind = match self.names[last].reading {
                Reading::Group(_) => ActorKind::Group,
                Reading::Organisation(_) => ActorKind::Organisation,
                _ => ActorKind::Body,
            };
            let tokens = self.extent(phrase, last, qualifiers);
            return self.push(phrase.head, tokens, actors, 0.85, "name", kind);
        }
        // An unknown body of a state: "the Turkish Red Crescent", "University of Tehran".
        if let Some(("ORG", tokens)) = phrase.entity.clone()
            && scene.pos(phrase.head) == "PROPN"
        {
            let tokens = self.trimmed_article(tokens);
            let role = self.rightmost_role(&phrase.names);
            let belonging = self.belonging(phrase, qualifiers, role);
            if let Some(first) = belonging.actors.first() {
                let words = scene.text(tokens.clone());
                let actor = ActorRef {
                    id: first.id.clone(),
                    country: first.country.clone(),
                    sector: role.map(|role| scene.dictionary.roles[role as usize].sector),
                    mention: words.to_owned(),
                    name: Some(words.to_owned()),
                };
                let start = qualifiers
                    .iter()
                    .map(|&name| self.names[name].tokens.start)
                    .fold(tokens.start, usize::min);
                self.consumed.extend(&belonging.from);
                return self.push(
                    phrase.head,
                    start..tokens.end,
                    vec![actor],
                    0.6,
                    "unknown-body",
                    ActorKind::Body,
                );
            }
        }
        self.qualifiers_alone(phrase, qualifiers)
    }

    pub(super) fn qualifiers_alone(
        &mut self,
        phrase: &Phrase,
        qualifiers: &[usize],
    ) -> Option<usize> {
        for &number in qualifiers {
            self.adjective(number, phrase.head);
        }
        None
    }

    /// Makes a mention of a name that only qualifies a noun.
    fn adjective(&mut self, number: usize, noun: TokenId) -> Option<usize> {
        let name = self.names[number].clone();
        if matches!(
            name.reading,
            Reading::Role(..) | Reading::Family(_) | Reading::Thing | Reading::Outlet
        ) {
            return None;
        }
        let kind = match &name.reading {
            Reading::State(_, Form::Capital) => ActorKind::Capital,
            Reading::Region(..) => ActorKind::Place,
            Reading::Organisation(_) => ActorKind::Organisation,
            Reading::Group(_) => ActorKind::Group,
            Reading::Body(_) => ActorKind::Body,
            Reading::Collective(_) => ActorKind::Collective,
            Reading::Person(_) => ActorKind::Person,
            _ => ActorKind::State,
        };
        let actors = self.actors_of(&name);
        let tie = hyphenated(self.scene, &name.tokens);
        let rule = match tie {
            Some("pro" | "anti" | "non" | "post" | "trans") => "prefixed",
            Some("led" | "based") | None => "adjective",
            Some(_) => "hyphenated",
        };
        let lemma = self
            .scene
            .analysis
            .tokens
            .get(noun)
            .map_or("", |token| &token.lemma);
        let place = kind == ActorKind::Place || (noun != name.head && is(PLACE_NOUNS, lemma));
        let mention = self.push(name.head, name.tokens, actors, 0.85, rule, kind)?;
        self.mentions[mention].adjectival = true;
        self.mentions[mention].locative = place;
        Some(mention)
    }

    /// Returns the actors of a name by itself.
    pub(super) fn actors_of(&mut self, name: &Named) -> Vec<ActorRef> {
        let scene = self.scene;
        let dictionary = scene.dictionary;
        let mention = scene.text(name.tokens.clone());
        let actor =
            |id: Option<ActorId>, country: Option<ActorId>, sector: Option<Sector>| ActorRef {
                id,
                country,
                sector,
                mention: mention.to_owned(),
                name: None,
            };
        let state = |id: &ActorId, sector| {
            actor(Some(id.clone()), Some(country_of(dictionary, id)), sector)
        };
        match &name.reading {
            Reading::State(id, Form::Capital) => vec![state(id, Some(Sector::Gov))],
            Reading::State(id, _) => vec![state(id, None)],
            Reading::Region(Some(id), _) => vec![state(id, None)],
            Reading::Region(None, _) => vec![actor(None, None, None)],
            Reading::Organisation(number) => {
                let row = &dictionary.organisations[*number as usize];
                vec![actor(Some(row.id.clone()), None, Some(row.sector))]
            }
            Reading::Group(number) => {
                let row = &dictionary.groups[*number as usize];
                vec![actor(
                    Some(row.id.clone()),
                    row.country.clone(),
                    Some(row.sector),
                )]
            }
            Reading::Body(number) => {
                let row = &dictionary.bodies[*number as usize];
                let (id, country) = match &row.actor {
                    Some(id) => persons::served(dictionary, id, scene.day),
                    None => (None, None),
                };
                let body = if row.metonym {
                    row.name.as_str()
                } else {
                    mention
                };
                vec![ActorRef {
                    name: Some(body.to_owned()),
                    ..actor(id, country, Some(row.sector))
                }]
            }
            Reading::Collective(number) => {
                let row = &dictionary.collectives[*number as usize];
                let held = scene.day.is_none_or(|day| row.period.holds_on(day));
                if row.vague || row.members.is_empty() || !held {
                    return vec![actor(None, None, None)];
                }
                let mut members = Vec::new();
                for id in &row.members {
                    let set = dictionary.members(id.as_str(), scene.day);
                    if set.is_empty() || id.as_str() == "EU" {
                        let (id, country) = persons::served(dictionary, id, scene.day);
                        members.push(actor(id, country, None));
                    } else {
                        members.extend(set.iter().map(|id| state(id, None)));
                    }
                }
                members
            }
            Reading::Person(people) => {
                let title = Title::default();
                let found =
                    persons::likeliest(dictionary, people, scene.day, &title).or_else(|| {
                        let number = *people.first()?;
                        Some((number, dictionary.people.get(number as usize)?, false))
                    });
                match found {
                    Some((number, person, _)) => {
                        self.memory.meet(number);
                        vec![persons::actor(dictionary, person, scene.day, &title, mention).0]
                    }
                    None => Vec::new(),
                }
            }
            Reading::Role(..) | Reading::Family(_) | Reading::Outlet | Reading::Thing => Vec::new(),
        }
    }
}
