//! Which meaning a predicate has here: the sense with the most conditions that all hold.

use super::naming::Depth;
use super::reading::{PredicationId, Reading};
use crate::lexicon::{Condition, Filler, Place, Sense};
use chancery_model::Sector;
use chancery_text::{PredicateKind, Role, TokenId};

impl Reading<'_> {
    /// Returns the sense of a predication, `None` where the lexicon has none that fits.
    pub(crate) fn sense(&self, id: PredicationId) -> Option<&'static Sense> {
        let predication = self.predication(id);
        let lemma = predication.lemma.as_str();
        let carried = predication
            .support
            .filter(|_| predication.kind == PredicateKind::Noun)
            .and_then(|support| self.best(id, self.lexicon.verb(&self.with_particle(support)), 4));
        if carried.is_some_and(|(_, sense)| sense.event_type.is_some()) {
            return carried.map(|(_, sense)| sense);
        }
        let senses = match predication.kind {
            PredicateKind::Verb => self.senses_of_verb(lemma),
            PredicateKind::Noun => {
                let joined = self.joined(predication.head);
                let of_joined = joined
                    .as_deref()
                    .map_or(&[][..], |joined| self.lexicon.noun(joined));
                if of_joined.is_empty() {
                    self.lexicon.noun(lemma)
                } else {
                    of_joined
                }
            }
            PredicateKind::Copula => return None,
        };
        self.best(id, senses, 0).map(|(_, sense)| sense)
    }

    /// Returns the fitting sense of the greatest weight, the first of equals, from this weight on.
    fn best(
        &self,
        id: PredicationId,
        senses: &'static [Sense],
        least: usize,
    ) -> Option<(usize, &'static Sense)> {
        let mut best: Option<(usize, &'static Sense)> = None;
        for sense in senses {
            if sense
                .conditions
                .iter()
                .all(|condition| self.holds(id, condition))
            {
                let weight: usize = sense.conditions.iter().map(weight).sum();
                if weight >= least
                    && best.is_none_or(|(most, _)| {
                        // "An earthquake killed …": a meaning that is no event wins a tie.
                        weight > most || (weight == most && sense.event_type.is_none())
                    })
                {
                    best = Some((weight, sense));
                }
            }
        }
        best
    }

    /// Returns the senses of a verb with its particle, or of the verb alone where the particle only
    /// strengthens it ("upgraded back up").
    fn senses_of_verb(&self, lemma: &str) -> &'static [Sense] {
        let senses = self.lexicon.verb(lemma);
        match lemma.split_once(' ') {
            Some((verb, "up" | "back" | "down")) if senses.is_empty() => self.lexicon.verb(verb),
            _ => senses,
        }
    }

    /// Returns a verb's base form with its particle.
    fn with_particle(&self, verb: TokenId) -> String {
        match self.governed(verb, &["prt"]).next() {
            Some(particle) => format!("{} {}", self.lemma(verb), self.lemma(particle)),
            None => self.lemma(verb),
        }
    }

    fn holds(&self, id: PredicationId, condition: &Condition) -> bool {
        match condition {
            Condition::Clause(wanted) => {
                self.arguments(id, Role::Clause).next().is_some() == *wanted
            }
            Condition::Political => self.is_political(id),
            Condition::Several => self.are_several(id),
            Condition::Civil => self.are_civil(id),
            Condition::Official => self.are_official(id),
            Condition::Government => self.is_government(id),
            Condition::Fills {
                place,
                fillers,
                negated,
            } => {
                let heads = self.fillers_of(id, place);
                let fills = fillers.iter().any(|filler| self.fills(&heads, filler));
                fills != *negated
            }
        }
    }

    /// Returns the words in a place of a predicate.
    fn fillers_of(&self, id: PredicationId, place: &Place) -> Vec<TokenId> {
        match place {
            Place::Object => {
                let predication = self.predication(id);
                if predication.kind == PredicateKind::Noun && predication.support.is_some() {
                    return vec![predication.head];
                }
                let mut heads = self.heads(id, Role::Patient);
                if heads.is_empty() {
                    heads = self.heads(id, Role::Recipient);
                }
                heads
            }
            Place::Subject => self.heads(id, Role::Agent),
            Place::Preposition(preposition) => {
                let own = self.after(id, preposition);
                if own.is_empty() {
                    self.behind_object(id, preposition)
                } else {
                    own.into_iter().map(|argument| argument.head).collect()
                }
            }
            Place::Complement => {
                let head = self.predication(id).head;
                let mut words: Vec<TokenId> = self
                    .governed(head, &["oprd", "acomp", "ccomp", "xcomp", "attr", "advmod"])
                    .collect();
                words.extend(self.heads(id, Role::Attribute));
                words
            }
            Place::Modifier => {
                let head = self.predication(id).head;
                self.governed(head, &["compound", "amod", "nmod", "nummod"])
                    .flat_map(|child| {
                        let mut words = vec![child];
                        words.extend(self.governed(child, &["compound", "conj", "punct"]));
                        words
                    })
                    .collect()
            }
        }
    }

    fn fills(&self, heads: &[TokenId], filler: &Filler) -> bool {
        match filler {
            Filler::Nothing => heads.is_empty(),
            Filler::Anything => !heads.is_empty(),
            Filler::Class(classes) => heads.iter().any(|&head| {
                (self.classes(head) | self.classes(self.content(head))) & classes != 0
            }),
            Filler::Word(word) => heads.iter().any(|&head| self.is_word(head, word)),
            Filler::Known => heads.iter().any(|&head| {
                self.actors_of(head, Depth::Named)
                    .iter()
                    .any(|participant| participant.actor.state().is_some())
            }),
            Filler::Actor => heads.iter().any(|&head| {
                !self.actors_of(head, Depth::Named).is_empty() || self.is_people(self.content(head))
            }),
        }
    }

    /// Returns whether a word is this noun, alone or with the word before it.
    fn is_word(&self, head: TokenId, word: &str) -> bool {
        let content = self.content(head);
        self.lemma(head) == word
            || self.lemma(content) == word
            || self.joined(content).is_some_and(|joined| joined == word)
    }

    /// Returns whether at least one side is a political actor: a state or one of its organs, an
    /// organisation or an armed group.
    fn is_political(&self, id: PredicationId) -> bool {
        let predication = self.predication(id);
        predication
            .arguments
            .iter()
            .filter(|argument| argument.role != Role::Clause)
            .any(|argument| {
                self.actors_of(argument.head, Depth::Owner)
                    .iter()
                    .any(|participant| {
                        participant.actor.id.is_some()
                            || (participant.actor.country.is_some()
                                && !matches!(
                                    participant.actor.sector,
                                    Some(Sector::Med | Sector::Bus | Sector::Edu)
                                ))
                    })
            })
    }
}

impl Reading<'_> {
    /// Returns whether those who act belong to two states at least.
    fn are_several(&self, id: PredicationId) -> bool {
        let mut states = std::collections::BTreeSet::new();
        for head in self.heads(id, Role::Agent) {
            for participant in self.actors_of(head, Depth::Owner) {
                states.extend(participant.actor.state().cloned());
            }
        }
        states.len() > 1
    }

    /// Returns whether those who act hold an office of state.
    fn are_official(&self, id: PredicationId) -> bool {
        let office = self.lexicon.class("official") | self.lexicon.class("ambassador");
        self.heads(id, Role::Agent).into_iter().any(|head| {
            let content = self.content(head);
            self.lexicon.classes_of(&self.lemma(content)) & office != 0
                || self
                    .governed(content, &["compound", "appos", "nmod"])
                    .any(|child| self.lexicon.classes_of(&self.lemma(child)) & office != 0)
                || (self.entity(content) == Some("PERSON")
                    && self
                        .actors_of(head, Depth::Named)
                        .iter()
                        .any(|participant| {
                            matches!(
                                participant.actor.sector,
                                Some(Sector::Gov | Sector::Leg | Sector::Igo | Sector::Mil)
                            )
                        }))
        })
    }

    /// Returns whether a state, its government or an organisation of states acts, named as such: not
    /// its people, nor a place in which they act.
    fn is_government(&self, id: PredicationId) -> bool {
        self.heads(id, Role::Agent).into_iter().any(|head| {
            let people = self.is_people(self.content(head))
                && self.entity(head) != Some("PERSON")
                && self.token(head).tag != "PRP";
            !people
                && self.mention(head).is_some_and(|mention| {
                    let state = mention.actors.iter().any(|actor| match actor.sector {
                        None => actor.id.is_some() && actor.id == actor.country,
                        Some(sector) => matches!(sector, Sector::Gov | Sector::Igo),
                    });
                    state && !mention.locative
                })
        })
    }

    /// Returns whether those who act are people without office.
    fn are_civil(&self, id: PredicationId) -> bool {
        let office = self.lexicon.class("official") | self.lexicon.class("troopsonly");
        let heads = self.heads(id, Role::Agent);
        !heads.is_empty()
            && heads.iter().all(|&head| {
                let content = self.content(head);
                if self.lexicon.classes_of(&self.lemma(content)) & office != 0 {
                    return false;
                }
                let actors = self.actors_of(head, Depth::Named);
                let people = self.is_people(content) || self.token(content).tag.ends_with('S');
                people
                    && actors.iter().all(|participant| {
                        matches!(
                            participant.actor.sector,
                            None | Some(
                                Sector::Cvl
                                    | Sector::Med
                                    | Sector::Opp
                                    | Sector::Lab
                                    | Sector::Edu
                                    | Sector::Rel
                                    | Sector::Soc
                                    | Sector::Ref
                                    | Sector::Pty
                                    | Sector::Agr
                                    | Sector::Eli
                            )
                        )
                    })
            })
    }
}

/// Returns how much a condition narrows a sense: classes and words more than mere presence.
fn weight(condition: &Condition) -> usize {
    match condition {
        Condition::Clause(_) | Condition::Political => 1,
        Condition::Several | Condition::Civil | Condition::Official => 3,
        Condition::Government => 6,
        Condition::Fills { fillers, .. } => {
            if fillers
                .iter()
                .any(|filler| matches!(filler, Filler::Word(_) | Filler::Class(_)))
            {
                4
            } else if fillers.contains(&Filler::Actor) || fillers.contains(&Filler::Known) {
                3
            } else {
                1
            }
        }
    }
}
