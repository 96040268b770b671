//! Noun phrases: nationality, role and name become one mention with its actors.
//!
//! Every name found in a sentence climbs to the noun that it qualifies. The noun with its
//! qualifiers, its possessor and the states that its prepositions bring is one phrase: "Iran's
//! ambassador to Moscow" is Iran's, "the Russian and Turkish presidents" are two.

use crate::dictionary::{Ambiguity, Form, Number, RoleKind, RoleWord};
use crate::memory::Memory;
use crate::people::Office;
use crate::persons::{self, Title, country_of, holder_name};
use crate::place::is_place;
use crate::readings::{Named, Reading, Scene, hyphenated};
use crate::resolution::{ActorKind, ResolvedMention};
use crate::words::{FORMER, PLACE_NOUNS, TRANSPARENT, is};
use chancery_model::{ActorId, ActorRef, Sector};
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

/// What the qualifiers of a noun say about whom it serves.
#[derive(Default)]
struct Belonging {
    actors: Vec<ActorRef>,
    rule: &'static str,
    confidence: f64,
    /// Whether the actors are organisations, groups or bodies rather than states.
    body: bool,
    /// The mentions of states that tell nothing beyond this.
    from: Vec<usize>,
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
    /// Puts every name to the noun that it qualifies, and recognised names without one by
    /// themselves.
    fn gather(&mut self, sentence: &Range<TokenId>) {
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

    // People.

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

    fn person(
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
        self.push(
            phrase.head,
            tokens,
            vec![actor],
            confidence,
            "person",
            ActorKind::Person,
        )
    }

    fn family(
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
    fn stranger(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<usize> {
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

    fn trimmed_article(&self, name: Range<TokenId>) -> Range<TokenId> {
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

    // Roles.

    fn rightmost_role(&self, names: &[usize]) -> Option<u32> {
        names
            .iter()
            .rev()
            .find_map(|&name| match self.names[name].reading {
                Reading::Role(role, _) => Some(role),
                _ => None,
            })
    }

    fn role(
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
    fn sector_of(
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

    /// Returns whom a noun belongs to: nationality first, then the possessor, the body named
    /// before it, and what its prepositions bring.
    fn belonging(&mut self, phrase: &Phrase, qualifiers: &[usize], role: Option<u32>) -> Belonging {
        let scene = self.scene;
        let mut states = Vec::new();
        let mut bodies = Vec::new();
        for &number in qualifiers {
            let name = self.names[number].clone();
            let tie = hyphenated(scene, &name.tokens);
            if tie.is_some_and(|tie| tie != "led" && tie != "based") {
                continue;
            }
            match &name.reading {
                Reading::State(..) | Reading::Region(Some(_), _) => {
                    states.extend(self.actors_of(&name));
                }
                Reading::Organisation(_)
                | Reading::Group(_)
                | Reading::Body(_)
                | Reading::Collective(_)
                | Reading::Person(_) => {
                    bodies.extend(self.actors_of(&name));
                }
                _ => {}
            }
        }
        if !states.is_empty() {
            // "Lebanese Hezbollah fighters" are Hezbollah's.
            let own = bodies.iter().any(|body| {
                body.id.is_some()
                    && body.country.is_some()
                    && states.iter().any(|state| state.id == body.country)
                    && body.id != body.country
            });
            if !own {
                return Belonging {
                    actors: states,
                    rule: "nationality",
                    confidence: 0.9,
                    ..Belonging::default()
                };
            }
        }
        if !bodies.is_empty() {
            return Belonging {
                actors: bodies,
                rule: "body-before",
                confidence: 0.85,
                body: true,
                from: Vec::new(),
            };
        }
        if let Some(found) = self.possessor(phrase, qualifiers) {
            return found;
        }
        let found = self.prepositions(phrase, qualifiers, role);
        if !found.actors.is_empty() {
            return found;
        }
        self.row(phrase, role).unwrap_or(found)
    }

    /// "Ukrainian negotiator and presidential adviser": one person's second role is of the same
    /// state, where nothing says otherwise.
    fn row(&mut self, phrase: &Phrase, role: Option<u32>) -> Option<Belonging> {
        let scene = self.scene;
        let kind = scene.dictionary.roles[role? as usize].kind;
        let governor = scene.governor(phrase.head);
        let own = scene
            .analysis
            .children(phrase.head)
            .any(|child| matches!(scene.dep(child), "det" | "poss" | "nummod"));
        if kind != RoleKind::Person || scene.dep(phrase.head) != "conj" || own {
            return None;
        }
        let number = self.resolve_head(governor)?;
        let mention = &self.mentions[number];
        let first = matches!(mention.kind, ActorKind::Role) && mention.is_resolved();
        first.then(|| Belonging {
            actors: mention.actors.clone(),
            rule: "row",
            confidence: 0.65,
            ..Belonging::default()
        })
    }

    fn possessor(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<Belonging> {
        let mut heads = vec![phrase.head];
        heads.extend(qualifiers.iter().map(|&name| self.names[name].head));
        for head in heads {
            let possessors: Vec<TokenId> = self
                .scene
                .analysis
                .children(head)
                .filter(|&child| self.scene.dep(child) == "poss")
                .collect();
            for possessor in possessors {
                let mut all = vec![possessor];
                all.extend(
                    self.scene
                        .analysis
                        .children(possessor)
                        .filter(|&child| self.scene.dep(child) == "conj"),
                );
                let mut actors = Vec::new();
                let mut body = false;
                let mut from = Vec::new();
                for one in all {
                    if let Some(number) = self.resolve_head(one) {
                        let mention = &self.mentions[number];
                        if matches!(mention.kind, ActorKind::State | ActorKind::Capital) {
                            from.push(number);
                        }
                        body |= matches!(
                            mention.kind,
                            ActorKind::Organisation | ActorKind::Group | ActorKind::Body
                        );
                        actors.extend(
                            mention
                                .actors
                                .iter()
                                .filter(|actor| actor.id.is_some())
                                .cloned(),
                        );
                    }
                }
                if !actors.is_empty() {
                    return Some(Belonging {
                        actors,
                        rule: "possessor",
                        confidence: 0.9,
                        body,
                        from,
                    });
                }
            }
        }
        None
    }

    fn prepositions(
        &mut self,
        phrase: &Phrase,
        qualifiers: &[usize],
        role: Option<u32>,
    ) -> Belonging {
        let scene = self.scene;
        let word = role.map(|role| &scene.dictionary.roles[role as usize]);
        // Soldiers and envoys in a state are not of that state.
        let local = word.is_some_and(|word| {
            !matches!(word.sector, Sector::Mil)
                && !word
                    .offices
                    .iter()
                    .any(|office| matches!(office, Office::Ambassador | Office::Envoy))
                && !matches!(
                    word.word.as_str(),
                    "embassy" | "consulate" | "diplomat" | "delegation" | "consul" | "official"
                )
        });
        let mut heads = vec![phrase.head];
        heads.extend(qualifiers.iter().map(|&name| self.names[name].head));
        for head in heads {
            let prepositions: Vec<TokenId> = scene
                .analysis
                .children(head)
                .filter(|&child| scene.dep(child) == "prep" && child > head)
                .collect();
            for preposition in prepositions {
                let kind = scene.word(preposition).to_ascii_lowercase();
                let accepted = match kind.as_str() {
                    "of" | "from" => true,
                    "for" => word.is_some_and(|word| word.weak || word.kind == RoleKind::Person),
                    "in" | "at" | "across" => local,
                    _ => false,
                };
                if !accepted {
                    continue;
                }
                let objects: Vec<TokenId> = scene
                    .analysis
                    .children(preposition)
                    .filter(|&child| scene.dep(child) == "pobj")
                    .collect();
                for object in objects {
                    let mut all = vec![object];
                    let mut last = object;
                    while let Some(next) = scene
                        .analysis
                        .children(last)
                        .find(|&child| scene.dep(child) == "conj")
                    {
                        all.push(next);
                        last = next;
                    }
                    let mut actors = Vec::new();
                    let mut body = false;
                    let mut from = Vec::new();
                    for one in all {
                        if let Some(number) = self.resolve_head(one) {
                            let mention = &self.mentions[number];
                            if kind == "of"
                                && (mention.kind == ActorKind::State || phrase.entity.is_some())
                            {
                                from.push(number);
                            }
                            if mention.adjectival && kind != "of" {
                                continue;
                            }
                            body |= matches!(
                                mention.kind,
                                ActorKind::Organisation
                                    | ActorKind::Group
                                    | ActorKind::Body
                                    | ActorKind::Role
                            );
                            actors.extend(
                                mention
                                    .actors
                                    .iter()
                                    .filter(|actor| actor.id.is_some())
                                    .cloned(),
                            );
                        }
                    }
                    if !actors.is_empty() {
                        return Belonging {
                            actors,
                            rule: if kind == "of" { "of" } else { "preposition" },
                            confidence: if kind == "of" { 0.85 } else { 0.65 },
                            body,
                            from,
                        };
                    }
                }
            }
        }
        Belonging::default()
    }

    fn is_former(&self, phrase: &Phrase, qualifiers: &[usize]) -> bool {
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

    // Bodies, states and everything else.

    fn organised(&mut self, phrase: &Phrase, own: usize, qualifiers: &[usize]) -> Option<usize> {
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

    fn state(&mut self, phrase: &Phrase, own: usize, qualifiers: &[usize]) -> Option<usize> {
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

    fn other_noun(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<usize> {
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

    fn qualifiers_alone(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<usize> {
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
    fn actors_of(&mut self, name: &Named) -> Vec<ActorRef> {
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

    /// "Iran's foreign minister, Abbas Araghchi" and "Mohammad Eslami, the head of …": a person
    /// without a state takes it from the noun beside it, and the noun takes the person's name.
    fn share_appositions(&mut self) {
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
    fn share_places(&mut self) {
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
