//! According to whom: the speaker or outlet that the governors of a claim name, nested once.

use super::deeds::Deed;
use super::naming::Depth;
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
        let mut speakers: Vec<ActorRef> = Vec::new();
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
                        speakers.push(actor.clone());
                        attribution.speaker.get_or_insert(actor);
                    }
                    Voice::Unnamed => reported = true,
                }
            }
        }
        // What somebody claims to have done is their word, not an accusation.
        let own = |speaker: &ActorRef| {
            deed.actor
                .iter()
                .any(|actor| same_side(&actor.actor, speaker) || actor.actor == *speaker)
        };
        let claims = standing
            .speech
            .iter()
            .all(|(operator, _)| matches!(operator, Operator::Allege | Operator::Say));
        if attribution.assertion == Assertion::Alleged
            && claims
            && !speakers.is_empty()
            && speakers.iter().all(own)
        {
            attribution.assertion = Assertion::Reported;
        }
        reported |= self.is_passed_on(id, standing);
        if attribution.assertion == Assertion::Author && reported {
            // What a neutral witness tells as well is no party's claim.
            let party = !speakers.is_empty()
                && speakers
                    .iter()
                    .all(|speaker| self.is_claim_of_a_party(deed, speaker));
            attribution.assertion = if party {
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
            self.governed(word, &["amod", "advmod"]).any(|child| {
                matches!(
                    &*self.token(child).text.to_lowercase(),
                    "allegedly" | "alleged" | "purported" | "purportedly"
                )
            })
        })
    }

    /// Returns whether the text passes on what others report, without saying who: "reportedly", "is
    /// reported to have".
    fn is_passed_on(&self, id: super::reading::PredicationId, standing: &Standing) -> bool {
        let predication = self.predication(id);
        let mut word = predication.support.unwrap_or(predication.head);
        let beside = |word: TokenId| {
            self.children(word)
                .iter()
                .any(|&child| &*self.token(child).text.to_lowercase() == "reportedly")
        };
        for _ in 0..4 {
            if beside(word) {
                return true;
            }
            match self.governor(word) {
                Some((governor, super::governors::Link::Clause)) => word = governor,
                _ => break,
            }
        }
        standing.speech.iter().any(|(operator, word)| {
            matches!(operator, Operator::Say | Operator::Admit)
                && self.predicate_of(*word).is_some_and(|speech| {
                    self.predication(speech).passive
                        && self.heads(speech, Role::Agent).is_empty()
                        && matches!(
                            self.lemma(*word).as_str(),
                            "report" | "say" | "quote" | "rumour" | "rumor"
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
    fn is_claim_of_a_party(&self, deed: &Deed, speaker: &ActorRef) -> bool {
        if deed.event_type.quad() != Quad::MaterialConflict || deed.actor.is_empty() {
            return false;
        }
        let told_by = |list: &[super::participants::Participant]| {
            list.iter().any(|one| same_side(&one.actor, speaker))
        };
        told_by(&deed.recipient) && !told_by(&deed.actor)
    }
}
