//! What a deed's words leave out and its sentence supplies, after the codebook.
//!
//! PLOVER gives people of whom the text says no state ("the protesters", "rebels", "an opposition
//! newspaper") the country that the event is in. We do so only inside one country: where the other side
//! is of the state that the place, or failing a place the whole sentence, names as the only one. Across a
//! border the text may not mean natives, and the mention stays without an id. The other rules name a
//! recipient that the sentence states elsewhere: whose act a threat depends on, at whom a protest's
//! demand is aimed, and that a state of emergency is declared over one's own population.

use super::deeds::Deed;
use super::naming::Depth;
use super::participants::{Participant, distinct};
use super::reading::{PredicationId, Reading, same_side};
use chancery_actors::Dictionary;
use chancery_model::{ActorId, ActorRef, EventType, Mode, Sector};
use chancery_text::{ClauseKind, Role, TokenId};
use std::collections::BTreeSet;

/// How sure the naming of somebody by the country of the event is, 0 to 100.
pub(super) const BY_PLACE: u8 = 35;

impl Reading<'_> {
    /// Returns a deed with what its sentence supplies.
    pub(super) fn completed(&self, id: PredicationId, mut deed: Deed) -> Deed {
        // "Canada and Britain offered refuge to some of them": who does something to them is not they.
        if !deed.symmetric {
            let doers = deed.actor.clone();
            deed.recipient.retain(|one| {
                let word = self.content(one.head);
                let other = self.token(word).tag == "PRP"
                    && !self.token(word).text.to_lowercase().contains("sel");
                !other || !doers.iter().any(|doer| same_side(&doer.actor, &one.actor))
            });
        }
        if !known(&deed.recipient) && !deed.symmetric {
            let found = match deed.event_type {
                EventType::Threaten => self.of_condition(id, &deed),
                EventType::Protest => self.aim_of_protest(id, &deed),
                _ => Vec::new(),
            };
            if !found.is_empty() {
                deed.recipient = found;
            }
        }
        if !known(&deed.recipient) && !deed.symmetric {
            let parties = self.other_parties(id, &deed);
            if !parties.is_empty() {
                deed.recipient = parties;
            }
        }
        let emergency = |mode: Option<Mode>| matches!(mode, Some(Mode::Curfew | Mode::MartialLaw));
        let planned = deed
            .content
            .and_then(|content| self.sense(content))
            .is_some_and(|sense| emergency(sense.mode));
        if deed.recipient.is_empty()
            && (emergency(deed.mode) || planned)
            && let [ruler] = &deed.actor[..]
            && let Some(state) = ruler.actor.country.clone()
        {
            deed.recipient.push(Participant {
                actor: ActorRef {
                    id: Some(state.clone()),
                    country: Some(state),
                    sector: Some(Sector::Cvl),
                    mention: ruler.actor.mention.clone(),
                    name: None,
                },
                head: ruler.head,
                trust: BY_PLACE,
            });
        }
        // Nobody is resigned at.
        if deed.mode == Some(Mode::Resign) {
            deed.recipient.clear();
        }
        self.at_home(id, deed)
    }

    /// "Suspended the Indus Waters Treaty": what a party does about an agreement that is known by its name
    /// it does to the other parties.
    fn other_parties(&self, id: PredicationId, deed: &Deed) -> Vec<Participant> {
        let about = matches!(
            deed.event_type,
            EventType::Sanction | EventType::Reject | EventType::Retreat | EventType::Threaten
        );
        let [doer] = &deed.actor[..] else {
            return Vec::new();
        };
        let head = self.predication(id).head;
        if !about || doer.actor.state().is_none() {
            return Vec::new();
        }
        let object = self.children(head).iter().copied().find_map(|child| {
            let token = self.token(child);
            let inside = child > head && matches!(token.dep, "dobj" | "prep" | "xcomp" | "ccomp");
            let words = self.span(self.subtree(child));
            let treaty = inside.then(|| {
                crate::treaties::named_in(words.of(&self.document.text), self.published())
            })??;
            let party = treaty
                .parties
                .iter()
                .any(|party| Some(party) == doer.actor.state());
            party.then_some((child, treaty))
        });
        let Some((word, treaty)) = object else {
            return Vec::new();
        };
        let words = self.span(self.subtree(word)).of(&self.document.text);
        treaty
            .parties
            .iter()
            .filter(|party| Some(*party) != doer.actor.state())
            .map(|party| Participant {
                actor: ActorRef {
                    id: Some(party.clone()),
                    country: Dictionary::embedded()
                        .states()
                        .iter()
                        .any(|state| state.id == *party)
                        .then(|| party.clone()),
                    ..ActorRef::unresolved(words)
                },
                head: word,
                trust: BY_PLACE,
            })
            .collect()
    }

    /// "Threatened to strike unless Israel withdrew": whose act a threat depends on is threatened.
    fn of_condition(&self, id: PredicationId, deed: &Deed) -> Vec<Participant> {
        let inside = |mut clause: usize| {
            for _ in 0..5 {
                if clause == id {
                    return true;
                }
                match self.predication(clause).parent {
                    Some(parent) => clause = parent,
                    None => return false,
                }
            }
            false
        };
        let mut found = Vec::new();
        for other in self.ids_of(self.predication(id).sentence) {
            let predication = self.predication(other);
            let unless = predication
                .marker
                .is_some_and(|word| self.lemma(word) == "unless");
            if !(unless || predication.clause == ClauseKind::Condition) || !inside(other) {
                continue;
            }
            for head in self.heads(other, Role::Agent) {
                found.extend(self.actors_of(head, Depth::Named));
            }
        }
        self.others(found, deed)
    }

    /// "Blocked roads to press their demands from the government", "marched in protest against the
    /// killings by the army": a protest is aimed at whose policy or person its demand names.
    fn aim_of_protest(&self, id: PredicationId, deed: &Deed) -> Vec<Participant> {
        let head = self
            .predication(id)
            .support
            .unwrap_or(self.predication(id).head);
        let demands = self.children(head).iter().copied().filter(|&child| {
            let token = self.token(child);
            child > head
                && (matches!(token.dep, "advcl" | "xcomp" | "acl")
                    || token.dep == "prep"
                        && matches!(
                            self.lemma(child).as_str(),
                            "against" | "over" | "for" | "follow" | "following" | "at" | "during"
                        ))
        });
        let nested = self
            .governed(head, &["dobj", "prep", "pobj"])
            .flat_map(|child| self.governed(child, &["acl", "prep", "pobj"]))
            .filter(|&child| {
                self.token(child).dep == "acl"
                    || matches!(
                        self.lemma(child).as_str(),
                        "against" | "over" | "demonstration"
                    )
            });
        let mut found = Vec::new();
        for top in demands.chain(nested) {
            for word in self.subtree(top) {
                let Some(mention) = self.mention(word).filter(|mention| !mention.locative) else {
                    continue;
                };
                let power = |actor: &ActorRef| {
                    actor.state().is_some()
                        && matches!(
                            actor.sector,
                            None | Some(
                                Sector::Gov
                                    | Sector::Mil
                                    | Sector::Cop
                                    | Sector::Leg
                                    | Sector::Jud
                                    | Sector::Igo
                            )
                        )
                };
                found.extend(
                    mention
                        .actors
                        .iter()
                        .filter(|actor| power(actor))
                        .map(|actor| Participant {
                            actor: actor.clone(),
                            head: word,
                            trust: 60,
                        }),
                );
            }
        }
        found.retain(|one| {
            !deed.actor.iter().any(|actor| {
                actor.head == one.head
                    || same_side(&actor.actor, &one.actor) && actor.actor.sector == one.actor.sector
            })
        });
        distinct(found)
    }

    fn others(&self, found: Vec<Participant>, deed: &Deed) -> Vec<Participant> {
        distinct(
            found
                .into_iter()
                .filter(|one| one.actor.state().is_some())
                .filter(|one| {
                    !deed
                        .actor
                        .iter()
                        .any(|actor| same_side(&actor.actor, &one.actor))
                })
                .collect(),
        )
    }

    /// Gives people without a state the country of an event that happens inside one.
    fn at_home(&self, id: PredicationId, mut deed: Deed) -> Deed {
        let dismisser = self.dismisser(id, &deed);
        if let Some(state) = &dismisser
            && deed.recipient.is_empty()
            && let Some(head) = self
                .heads(id, Role::Patient)
                .into_iter()
                .find(|&head| self.lexicon.is(&self.lemma(head), "official"))
        {
            deed.recipient.push(Participant {
                actor: ActorRef {
                    id: Some(state.clone()),
                    country: Some(state.clone()),
                    sector: Some(Sector::Gov),
                    ..ActorRef::unresolved(self.short_phrase(head))
                },
                head,
                trust: BY_PLACE,
            });
        }
        let court = jurisdiction(&deed).or_else(|| dismisser.clone());
        let unplaced = |one: &Participant| {
            one.actor.state().is_none()
                && (self.is_native(one.head)
                    || dismisser.is_some() && self.is_people(one.head)
                    || court.is_some()
                        && self.is_people(one.head)
                        && self.entity(self.content(one.head)) != Some("PERSON"))
        };
        if !deed.actor.iter().chain(&deed.recipient).any(unplaced) {
            return deed;
        }
        let Some(home) = self.home(id, &deed).or_else(|| court.clone()) else {
            return deed;
        };
        for one in deed.actor.iter_mut().chain(&mut deed.recipient) {
            if !unplaced(one) {
                continue;
            }
            one.actor.id = Some(home.clone());
            one.actor.country = Some(home.clone());
            one.trust = one.trust.min(BY_PLACE);
        }
        deed
    }

    /// Returns the state whose government dismisses somebody: whoever loses an office loses it in the
    /// state of who dismisses them.
    fn dismisser(&self, id: PredicationId, deed: &Deed) -> Option<ActorId> {
        let dismisses = matches!(
            self.predication(id).lemma.as_str(),
            "dismiss" | "sack" | "fire" | "replace" | "remove" | "suspend" | "reshuffle"
        );
        let [doer] = &deed.actor[..] else {
            return None;
        };
        let governs = matches!(
            doer.actor.sector,
            Some(Sector::Gov | Sector::Leg | Sector::Mil)
        );
        (dismisses && governs && deed.event_type == EventType::Coerce)
            .then(|| doer.actor.country.clone())
            .flatten()
    }

    /// Returns the only country that an event can be in: the one of its place, which is that of its
    /// known side; without a place, the one that the sentence names alone.
    fn home(&self, id: PredicationId, deed: &Deed) -> Option<ActorId> {
        let mut sides = BTreeSet::new();
        let mut abroad = false;
        for one in deed.actor.iter().chain(&deed.recipient) {
            match (&one.actor.country, &one.actor.id) {
                (Some(country), _) => {
                    sides.insert(country.clone());
                }
                // An organisation is at home nowhere: only a place tells.
                (None, Some(_)) => abroad = true,
                (None, None) => {}
            }
        }
        let states = |words: &mut dyn Iterator<Item = TokenId>, places: bool| {
            let mut found = BTreeSet::new();
            for word in words {
                if let Some(mention) = self.mention(word)
                    && (!places || mention.locative)
                {
                    found.extend(mention.actors.iter().filter_map(|one| one.country.clone()));
                }
            }
            found
        };
        let words = self.clause_words(id);
        let mut placed = states(&mut words.iter().copied(), true);
        placed.extend(
            words
                .into_iter()
                .filter(|&word| self.token(word).dep == "pobj" && !self.is_cause(word))
                .filter_map(|word| self.city_at(word))
                .map(|city| city.state),
        );
        let mut sentence = self
            .analysis
            .sentences
            .get(self.predication(id).sentence)?
            .tokens
            .clone();
        let mut all = states(&mut sentence, false);
        match (sides.len(), placed.len()) {
            (0, 1) => placed.pop_first(),
            // "Libyan civil war: rebels are killed": nothing else can be meant.
            (0, 0) if all.len() == 1 && !abroad => all.pop_first(),
            (1, 0) if all.len() == 1 && !abroad => {
                all.pop_first().filter(|one| sides.contains(one))
            }
            (1, 1) => placed.pop_first().filter(|one| sides.contains(one)),
            _ => None,
        }
    }

    /// Returns whether a city behind a preposition is whom something is done for, with or against, and no
    /// place: "spying for Beijing".
    fn is_cause(&self, word: TokenId) -> bool {
        let preposition = self.lemma(self.token(word).head);
        matches!(
            preposition.as_str(),
            "for" | "with" | "by" | "against" | "than" | "like"
        ) && self.mention(word).is_some_and(|mention| !mention.locative)
    }

    /// Returns whether a word stands for people or bodies that are of the country they act in, as far
    /// as no word beside it says otherwise.
    fn is_native(&self, head: TokenId) -> bool {
        let native = self.lexicon.class("native");
        let content = self.content(head);
        let is = |word: TokenId| self.lexicon.classes_of(&self.lemma(word)) & native != 0;
        let mut beside: Vec<TokenId> = self
            .governed(content, &["compound", "amod", "nmod", "appos"])
            .collect();
        // "Opposition leader X", "leaders of the opposition".
        for index in 0..beside.len() {
            beside.extend(self.governed(beside[index], &["compound"]));
        }
        for prep in self.governed(content, &["prep"]) {
            if self.lemma(prep) == "of" {
                beside.extend(self.governed(prep, &["pobj"]));
            }
        }
        let foreign = beside.iter().any(|&child| {
            matches!(
                self.lemma(child).as_str(),
                "foreign"
                    | "international"
                    | "multinational"
                    | "allied"
                    | "coalition"
                    | "exiled"
                    | "aid"
                    | "humanitarian"
                    | "volunteer"
                    | "peacekeeping"
            )
        });
        let counted = self.token(content).pos == "NUM";
        !foreign
            && (counted
                || self.is_ethnic(content)
                || is(content)
                || beside.iter().any(|&child| is(child)))
    }
}

/// Returns the state whose court or police deals with somebody: whoever is tried or arrested by them
/// and is not said to be foreign is of it.
fn jurisdiction(deed: &Deed) -> Option<ActorId> {
    if !matches!(
        deed.event_type,
        EventType::Coerce | EventType::Sanction | EventType::Accuse
    ) {
        return None;
    }
    let states: BTreeSet<&ActorId> = deed
        .actor
        .iter()
        .filter(|one| matches!(one.actor.sector, Some(Sector::Jud | Sector::Cop)))
        .filter_map(|one| one.actor.country.as_ref())
        .collect();
    let others = deed
        .actor
        .iter()
        .any(|one| !matches!(one.actor.sector, Some(Sector::Jud | Sector::Cop)));
    match (states.len(), others) {
        (1, false) => states.first().map(|&state| state.clone()),
        _ => None,
    }
}

fn known(list: &[Participant]) -> bool {
    list.iter().any(|one| one.actor.state().is_some())
}
