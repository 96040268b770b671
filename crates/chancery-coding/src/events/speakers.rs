//! According to whom: the speaker or outlet that the governors of a claim name, nested once.

use super::deeds::Deed;
use super::participants::Depth;
use super::reading::{Reading, same_side};
use super::scope::Standing;
use crate::lexicon::Operator;
use chancery_model::{ActorRef, Assertion, Attribution, Quad, Sector};
use chancery_text::{Role, TokenId};

/// Nouns for those who report without being a party.
const OUTLETS: &[&str] = &[
    "agency",
    "newspaper",
    "media",
    "report",
    "daily",
    "channel",
    "broadcaster",
    "magazine",
    "journalist",
    "correspondent",
    "reporter",
    "press",
    "television",
    "radio",
    "news",
    "website",
    "outlet",
    "tabloid",
    "weekly",
    "network",
    "station",
    "paper",
    "article",
];

/// A speaker as the text names one.
enum Voice {
    Outlet(String),
    Actor(ActorRef),
    Unnamed,
}

impl Reading<'_> {
    /// Returns who makes the claim that a deed was done.
    pub(crate) fn attribution(
        &self,
        id: super::reading::PredicationId,
        deed: &Deed,
        standing: &Standing,
    ) -> Attribution {
        let mut attribution = Attribution {
            outlet: None,
            speaker: None,
            assertion: standing.assertion,
        };
        let mut reported = false;
        for (operator, word) in &standing.speech {
            if matches!(operator, Operator::Think | Operator::Expect) {
                continue;
            }
            for voice in self.voices(*word) {
                match voice {
                    Voice::Outlet(name) => {
                        reported = true;
                        attribution.outlet.get_or_insert(name);
                    }
                    Voice::Actor(actor) => {
                        reported = true;
                        attribution.speaker.get_or_insert(actor);
                    }
                    Voice::Unnamed => reported = true,
                }
            }
        }
        if attribution.assertion == Assertion::Author && reported {
            attribution.assertion = if self.is_claim_of_a_party(deed, attribution.speaker.as_ref())
            {
                Assertion::Alleged
            } else {
                Assertion::Reported
            };
        }
        if attribution.assertion == Assertion::Author && self.is_hedged(id) {
            attribution.assertion = Assertion::Alleged;
        }
        attribution
    }

    /// Returns who is said to say what stands under these governors: the attribution of a claim that
    /// is no deed.
    pub(crate) fn told(&self, standing: &Standing) -> Attribution {
        let mut attribution = Attribution {
            outlet: None,
            speaker: None,
            assertion: standing.assertion,
        };
        for (operator, word) in &standing.speech {
            if matches!(operator, Operator::Think | Operator::Expect) {
                continue;
            }
            for voice in self.voices(*word) {
                if attribution.assertion == Assertion::Author {
                    attribution.assertion = Assertion::Reported;
                }
                match voice {
                    Voice::Outlet(name) => {
                        attribution.outlet.get_or_insert(name);
                    }
                    Voice::Actor(actor) => {
                        attribution.speaker.get_or_insert(actor);
                    }
                    Voice::Unnamed => {}
                }
            }
        }
        attribution
    }

    /// Returns whether the clause itself says that it is only alleged.
    fn is_hedged(&self, id: super::reading::PredicationId) -> bool {
        let predication = self.predication(id);
        let words = [Some(predication.head), predication.support];
        words.into_iter().flatten().any(|word| {
            self.children(word).iter().any(|&child| {
                matches!(
                    self.lemma(child).as_str(),
                    "allegedly" | "alleged" | "purported" | "purportedly"
                )
            })
        })
    }

    /// Returns who speaks where this word is the verb or noun of saying.
    fn voices(&self, word: TokenId) -> Vec<Voice> {
        let Some(speech) = self.predicate_of(word) else {
            return self
                .governed(word, &["poss", "amod"])
                .flat_map(|owner| self.actors_of(owner, Depth::Named))
                .map(|participant| Voice::Actor(participant.actor))
                .collect();
        };
        self.heads(speech, Role::Agent)
            .into_iter()
            .map(|head| self.voice(head))
            .collect()
    }

    fn voice(&self, head: TokenId) -> Voice {
        let lemma = self.lemma(head);
        let participants = self.actors_of(head, Depth::Named);
        let media = participants
            .first()
            .is_some_and(|participant| participant.actor.sector == Some(Sector::Med));
        if media || OUTLETS.contains(&lemma.as_str()) {
            return Voice::Outlet(self.short_phrase(head));
        }
        match participants.into_iter().next() {
            Some(participant) => Voice::Actor(participant.actor),
            None if self.entity(head) == Some("ORG") => Voice::Outlet(self.short_phrase(head)),
            None => Voice::Unnamed,
        }
    }

    /// Returns whether a hostile deed is told by the side that it is said to have hit: a party's
    /// claim of another, not a report.
    fn is_claim_of_a_party(&self, deed: &Deed, speaker: Option<&ActorRef>) -> bool {
        let Some(speaker) = speaker else {
            return false;
        };
        if deed.event_type.quad() != Quad::MaterialConflict || deed.actor.is_empty() {
            return false;
        }
        let told_by = |list: &[super::participants::Participant]| {
            list.iter().any(|one| same_side(&one.actor, speaker))
        };
        told_by(&deed.recipient) && !told_by(&deed.actor)
    }
}
