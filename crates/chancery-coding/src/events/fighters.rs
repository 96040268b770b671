//! Who fights in a document: whoever asks for an end to the fighting and takes part in it agrees,
//! and anybody else requests. The attacks of a document are gone through once, however often
//! somebody asks.

use super::deeds::known;
use super::reading::{PredicationId, Reading, same_side};
use crate::lexicon::Source;
use chancery_model::{ActorId, ActorRef, EventType};
use std::collections::BTreeMap;

/// Who fights in a document, each side once.
#[derive(Default)]
pub(super) struct Fighters {
    /// Whether the document tells of fighting between two that it names.
    between_known: bool,
    /// The sides, with the first two attacks in which each takes part.
    sides: Vec<(ActorRef, Vec<PredicationId>)>,
    known: BTreeMap<(Option<ActorId>, Option<ActorId>), usize>,
}

impl Fighters {
    /// Adds a side of an attack. Whom the text leaves unnamed is on nobody's side.
    fn add(&mut self, actor: &ActorRef, deed: PredicationId) {
        if actor.id.is_none() && actor.country.is_none() {
            return;
        }
        let key = (actor.id.clone(), actor.country.clone());
        let next = self.sides.len();
        let place = *self.known.entry(key).or_insert(next);
        if place == next {
            self.sides.push((actor.clone(), Vec::new()));
        }
        let deeds = &mut self.sides[place].1;
        if deeds.len() < 2 && !deeds.contains(&deed) {
            deeds.push(deed);
        }
    }
}

impl Reading<'_> {
    /// Returns whether the text tells of fighting between known parties at all.
    pub(super) fn tells_of_fighting(&self) -> bool {
        self.fighters(|| self.gather_fighters()).between_known
    }

    /// Returns whether the one who asks for an end to the fighting is one of those who fight: the
    /// document says so elsewhere, or the request itself does.
    pub(super) fn is_party_to_fighting(&self, id: PredicationId) -> bool {
        let asking = self.participants(id, &[Source::Agent], true);
        known(&asking)
            && self
                .fighters(|| self.gather_fighters())
                .sides
                .iter()
                .any(|(fighter, deeds)| {
                    // A predicate does not bear itself out.
                    deeds.iter().any(|&deed| deed != id)
                        && asking.iter().any(|one| same_side(&one.actor, fighter))
                })
    }

    /// Goes through the attacks that the document tells of, once.
    fn gather_fighters(&self) -> Fighters {
        let mut fighters = Fighters::default();
        for id in 0..self.analysis.predications.len() {
            let Some(sense) = self
                .sense(id)
                .filter(|sense| sense.event_type == Some(EventType::Assault))
            else {
                continue;
            };
            let (actor, recipient) = self.cast(id, sense);
            fighters.between_known |= known(&actor) && (known(&recipient) || sense.symmetric);
            for one in actor.iter().chain(&recipient) {
                fighters.add(&one.actor, id);
            }
        }
        fighters
    }
}
