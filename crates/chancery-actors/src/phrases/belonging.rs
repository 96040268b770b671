//! Whom a noun belongs to: nationality first, then the possessor, the body named before it, and what its
//! prepositions bring.

use super::{Phrase, Sentence};
use crate::dictionary::RoleKind;
use crate::people::Office;
use crate::readings::{Reading, hyphenated};
use crate::resolution::ActorKind;
use crate::words::is;
use chancery_model::{ActorRef, Sector};
use chancery_text::TokenId;

/// What the qualifiers of a noun say about whom it serves.
#[derive(Default)]
pub(super) struct Belonging {
    pub(super) actors: Vec<ActorRef>,
    pub(super) rule: &'static str,
    pub(super) confidence: f64,
    /// Whether the actors are organisations, groups or bodies rather than states.
    pub(super) body: bool,
    /// The mentions of states that tell nothing beyond this.
    pub(super) from: Vec<usize>,
}

impl Sentence<'_, '_> {
    /// Returns whom a noun belongs to: nationality first, then the possessor, the body named
    /// before it, and what its prepositions bring.
    pub(super) fn belonging(
        &mut self,
        phrase: &Phrase,
        qualifiers: &[usize],
        role: Option<u32>,
    ) -> Belonging {
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

    pub(super) fn possessor(&mut self, phrase: &Phrase, qualifiers: &[usize]) -> Option<Belonging> {
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
                    "of" => true,
                    // "The withdrawal of some forces from Panama" is where they leave.
                    "from" => !self.is_moved(head),
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

    /// Returns whether a noun is what a withdrawal or the like moves.
    fn is_moved(&self, head: TokenId) -> bool {
        const MOVES: &[&str] = &[
            "withdrawal",
            "pullout",
            "pull-out",
            "evacuation",
            "departure",
            "removal",
            "return",
            "expulsion",
            "exit",
            "retreat",
        ];
        let preposition = self.scene.governor(head);
        let noun = self.scene.governor(preposition);
        self.scene.dep(head) == "pobj"
            && self.scene.word(preposition).eq_ignore_ascii_case("of")
            && is(MOVES, self.scene.word(noun))
    }
}
