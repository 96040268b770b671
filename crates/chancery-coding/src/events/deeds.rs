//! What a predicate does: its own sense as an event, or, for a word that governs a clause or an act,
//! the event that the codebook makes of the two together.

use super::governors::Link;
use super::naming::Depth;
use super::operators::rejected;
use super::participants::Participant;
use super::reading::{PredicationId, Reading, same_side};
use crate::lexicon::{Operator, Sense, Support};
use chancery_model::{Context, EventType, Mode, Quad};
use chancery_text::{Modality, PredicateKind, Role, TokenId};

/// What a predicate does, to whom, and why it is read so.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Deed {
    pub(crate) event_type: EventType,
    pub(crate) mode: Option<Mode>,
    pub(crate) contexts: Vec<Context>,
    pub(crate) actor: Vec<Participant>,
    pub(crate) recipient: Vec<Participant>,
    pub(crate) symmetric: bool,
    /// The rule that decided, for `rule` and explanations.
    pub(crate) rule: String,
    /// The predicate that the event's wording swallows, if any.
    pub(crate) content: Option<PredicationId>,
}

/// A clause or act that an operator governs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Content {
    pub(crate) operator: Operator,
    pub(crate) id: Option<PredicationId>,
    pub(crate) head: TokenId,
}

pub(super) const fn cooperates(event_type: EventType) -> bool {
    matches!(
        event_type.quad(),
        Quad::VerbalCooperation | Quad::MaterialCooperation
    )
}

impl Reading<'_> {
    /// Returns what a predication does, before anybody asks whether it happened.
    pub(crate) fn deed(&self, id: PredicationId, depth: usize) -> Option<Deed> {
        if depth > 4 {
            return None;
        }
        if let Some(content) = self.content_of(id)
            && let Some(deed) = self.operator_deed(id, content, depth)
        {
            return Some(self.to_come(id, deed));
        }
        let deed = self.sense_deed(id)?;
        Some(self.to_come(id, deed))
    }

    /// Returns the event of the predicate's own sense.
    pub(crate) fn sense_deed(&self, id: PredicationId) -> Option<Deed> {
        let sense = self.sense(id)?;
        let event_type = sense.event_type?;
        let (actor, recipient) = self.cast(id, sense);
        if !self.has_support(id, sense, &actor, &recipient) {
            return None;
        }
        // Only who fights can cease to: others announce what the parties do.
        let lays_down_arms =
            event_type == EventType::Retreat && sense.mode == Some(Mode::Ceasefire);
        if lays_down_arms
            && self.predication(id).kind == PredicateKind::Verb
            && self.tells_of_fighting()
            && !self.is_party_to_fighting(id)
        {
            return None;
        }
        let file = match self.predication(id).kind {
            PredicateKind::Noun => "noun",
            _ => "verb",
        };
        Some(Deed {
            event_type,
            mode: sense.mode,
            contexts: sense.contexts.clone(),
            symmetric: sense.symmetric,
            actor,
            recipient,
            rule: format!("{file}:{}:{}", self.predication(id).lemma, sense.line),
            content: None,
        })
    }

    /// Returns whether a noun has enough around it to be read as something that happened.
    fn has_support(
        &self,
        id: PredicationId,
        sense: &Sense,
        actor: &[Participant],
        recipient: &[Participant],
    ) -> bool {
        let predication = self.predication(id);
        if predication.kind != PredicateKind::Noun {
            return true;
        }
        let carried = predication.support.is_some();
        let known = |list: &[Participant]| list.iter().any(|one| one.actor.state().is_some());
        match sense.support {
            Support::Act => true,
            Support::Verb => carried,
            Support::Dyad => {
                carried
                    || (known(actor) && known(recipient))
                    || (sense.symmetric && actor.len() > 1)
            }
        }
    }

    /// Future cooperation is AGREE and announced conflict THREATEN: a deed whose own verb group is
    /// in the future is the promise of it.
    fn to_come(&self, id: PredicationId, deed: Deed) -> Deed {
        let predication = self.predication(id);
        if predication.kind == PredicateKind::Noun && predication.support.is_none() {
            let led = self
                .governor(predication.head)
                .is_some_and(|(governor, link)| {
                    matches!(link, Link::Object | Link::Behind(_))
                        && self.operator_over(governor, predication.head, link)
                            == Some(Operator::Begin)
                        && self.predicate_of(governor).is_some_and(|outer| {
                            self.predication(outer).modality == Modality::Future
                        })
                });
            if !led {
                return deed;
            }
        }
        let cooperative = cooperates(deed.event_type);
        let unconditional = cooperative
            && predication.modality == Modality::Conditional
            && predication.clause == chancery_text::ClauseKind::Main
            && !self
                .predications_of(predication.sentence)
                .any(|other| other.clause == chancery_text::ClauseKind::Condition);
        let future = predication.modality == Modality::Future
            || predication.kind == PredicateKind::Noun && predication.support.is_none()
            || unconditional
            || (predication.modality == Modality::Conditional && self.speaks_of_itself(id, &deed));
        if !future {
            return deed;
        }
        let negated = predication.negation.is_some();
        // "Will send a destroyer to join the American carrier": troops that go to help are promised.
        let helps =
            deed.event_type == EventType::Mobilize && self.is_sent_to_help(predication.head);
        let promise_of = if helps {
            EventType::Aid
        } else {
            deed.event_type
        };
        let Some(event_type) = promised(promise_of, negated) else {
            return deed;
        };
        // A conflict to come is a threat only in the mouth of who would do it, and one that will not
        // come is a promise only there: "he will not go to war" is the author's forecast. What is not
        // said or asked is no promise at all.
        let words = matches!(
            deed.event_type,
            EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten
        );
        let of_conflict = event_type == EventType::Threaten || negated && !cooperative;
        if of_conflict && !helps && (negated && words || !self.speaks_of_itself(id, &deed)) {
            return deed;
        }
        let mode = mode_of(event_type, &deed);
        Deed {
            event_type,
            mode,
            rule: format!("future:{}", deed.rule),
            content: Some(id),
            symmetric: deed.symmetric,
            contexts: deed.contexts,
            actor: deed.actor,
            recipient: deed.recipient,
        }
    }

    /// Returns whether the one who would act is the one who says so.
    fn speaks_of_itself(&self, id: PredicationId, deed: &Deed) -> bool {
        self.standing(id).speech.iter().any(|(operator, word)| {
            *operator == Operator::Say
                && self.predicate_of(*word).is_some_and(|speech| {
                    self.heads(speech, Role::Agent).iter().any(|&head| {
                        self.actors_of(head, Depth::Named).iter().any(|speaker| {
                            deed.actor.iter().any(|actor| {
                                same_side(&speaker.actor, &actor.actor)
                                    || speaker.actor == actor.actor
                            })
                        })
                    })
                })
        })
    }

    /// Returns what a predicate governs that its word makes something of.
    pub(crate) fn content_of(&self, id: PredicationId) -> Option<Content> {
        let predication = self.predication(id);
        let word = match predication.kind {
            PredicateKind::Copula => self.heads(id, Role::Attribute).first().copied()?,
            _ => predication.head,
        };
        let mut candidates: Vec<(TokenId, Link)> = Vec::new();
        for argument in self.arguments(id, Role::Clause) {
            candidates.push((argument.head, Link::Clause));
        }
        for child in self.governed(word, &["xcomp", "ccomp", "acl"]) {
            if !candidates.iter().any(|(head, _)| *head == child) {
                candidates.push((child, Link::Clause));
            }
        }
        // "Accusing the emirate of financing …": the parser may hang the charge on the accused.
        for object in self.governed(word, &["dobj"]) {
            for prep in self.governed(object, &["prep"]) {
                for clause in self.governed(prep, &["pcomp"]) {
                    if self.is_accusation_of(word, clause) {
                        candidates.push((clause, Link::Clause));
                    }
                }
            }
        }
        let verb = self.token(word).head;
        for clause in self.governed(verb, &["ccomp"]) {
            if self.noun_of_clause(clause) == Some(word) {
                candidates.push((clause, Link::Clause));
            }
        }
        if predication.kind != PredicateKind::Copula {
            for argument in &predication.arguments {
                let link = match (argument.role, argument.preposition) {
                    (Role::Patient | Role::Recipient, None) => Link::Object,
                    (Role::Patient | Role::Oblique | Role::Recipient, Some(preposition)) => {
                        Link::Behind(preposition)
                    }
                    _ => continue,
                };
                candidates.push((argument.head, link));
            }
        }
        candidates.into_iter().find_map(|(head, link)| {
            let inner = self.predicate_of(head);
            if link != Link::Clause && inner.is_none() && !self.is_act(head) {
                return None;
            }
            let operator = self.operator_over(word, head, link)?;
            Some(Content {
                operator,
                id: inner,
                head,
            })
        })
    }

    /// Returns whether somebody is wanted, rather than wants.
    pub(super) fn is_wanted(&self, id: PredicationId) -> bool {
        let token = self.token(self.predication(id).head);
        let participle = matches!(token.tag, "VBD" | "VBN");
        self.predication(id).passive || participle && matches!(token.dep, "acl" | "amod")
    }

    /// Returns whether a noun names an act or an operator's content in the lexicon.
    pub(super) fn is_act(&self, head: TokenId) -> bool {
        let lemma = self.lemma(head);
        !self.lexicon.noun(&lemma).is_empty()
            || self
                .lexicon
                .operator_nouns(&lemma)
                .first()
                .is_some_and(|operator| speaks_as_noun(*operator))
    }
}

/// Returns whether a noun of this class is itself a speech act ("its refusal to"), rather than a
/// state of mind or a document.
pub(super) const fn speaks_as_noun(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Refuse
            | Operator::Demand
            | Operator::Threaten
            | Operator::Offer
            | Operator::Promise
            | Operator::Accuse
            | Operator::Deny
            | Operator::Say
            | Operator::Begin
    )
}

pub(super) fn known(list: &[Participant]) -> bool {
    list.iter().any(|one| one.actor.state().is_some())
}

/// Returns what a promise of such an event is: cooperation to come is AGREE, conflict THREATEN; the
/// promise not to cooperate is REJECT, that not to hurt AGREE.
pub(super) fn promised(event_type: EventType, negated: bool) -> Option<EventType> {
    let speech = matches!(
        event_type,
        EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten
    );
    Some(match (cooperates(event_type), negated) {
        (true, false) | (false, true) => EventType::Agree,
        (true, true) => EventType::Reject,
        (false, false) if event_type == EventType::Reject => EventType::Reject,
        (false, false) if event_type == EventType::Accuse => EventType::Accuse,
        (false, false) if speech => return None,
        (false, false) => EventType::Threaten,
    })
}

fn mode_of(event_type: EventType, deed: &Deed) -> Option<Mode> {
    match event_type {
        EventType::Threaten => threatened(deed.event_type),
        EventType::Reject => rejected(deed.event_type),
        _ => None,
    }
}

pub(super) const fn threatened(kind: EventType) -> Option<Mode> {
    match kind {
        EventType::Assault | EventType::Mobilize => Some(Mode::Violence),
        EventType::Coerce | EventType::Protest => Some(Mode::Restrict),
        EventType::Sanction => Some(Mode::Relations),
        _ => None,
    }
}
