//! What a predicate does: its own sense as an event, or, for a word that governs a clause or an act,
//! the event that the codebook makes of the two together.

use super::participants::{Depth, Participant, distinct};
use super::reading::{PredicationId, Reading, same_side};
use super::scope::Link;
use crate::lexicon::{Operator, Sense, Source, Support};
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

const fn cooperates(event_type: EventType) -> bool {
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
        let Some(event_type) = promised(deed.event_type, negated) else {
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
        if of_conflict && (negated && words || !self.speaks_of_itself(id, &deed)) {
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
    fn is_wanted(&self, id: PredicationId) -> bool {
        let token = self.token(self.predication(id).head);
        let participle = matches!(token.tag, "VBD" | "VBN");
        self.predication(id).passive || participle && matches!(token.dep, "acl" | "amod")
    }

    /// Returns whether a noun names an act or an operator's content in the lexicon.
    fn is_act(&self, head: TokenId) -> bool {
        let lemma = self.lemma(head);
        !self.lexicon.noun(&lemma).is_empty()
            || self
                .lexicon
                .operator_nouns(&lemma)
                .first()
                .is_some_and(|operator| speaks_as_noun(*operator))
    }

    /// Returns the event that an operator makes of its content.
    fn operator_deed(&self, id: PredicationId, content: Content, depth: usize) -> Option<Deed> {
        let inner = content.id.and_then(|inner| {
            if inner == id {
                None
            } else {
                self.deed(inner, depth + 1)
            }
        });
        // "The agreement, which they accepted, was never signed": what is denied of the noun outside is
        // not denied of the acceptance.
        let outside = self.arguments(id, Role::Patient).any(|argument| {
            argument.head == content.head
                && argument.inferred
                && content.head < self.predication(id).head
        });
        let negated = !outside
            && content
                .id
                .is_some_and(|inner| self.predication(inner).negation.is_some());
        let clausal = self.is_clause(content.head);
        let kind = inner.as_ref().map(|deed| deed.event_type);
        let own = self.sense(id);
        let nominal = self.predication(id).kind == PredicateKind::Noun;
        if nominal && !speaks_as_noun(content.operator) {
            return None;
        }
        let (event_type, mode) = match content.operator {
            // Who approves or orders an act does it: "approved sanctions", "ordered the release".
            Operator::Agree | Operator::Order if !clausal && self.decides(id) => {
                (kind?, inner.as_ref().and_then(|deed| deed.mode))
            }
            // "Experts agree that …" is an opinion.
            Operator::Agree | Operator::Offer | Operator::Promise
                if clausal && self.is_opinion(content) =>
            {
                return None;
            }
            // Silence is no refusal.
            Operator::Refuse if self.is_comment(content) => return None,
            Operator::Agree => match kind {
                Some(EventType::Sanction | EventType::Coerce) if !negated => return None,
                Some(kind) => (promised(kind, negated)?, None),
                None if self.predication(id).lemma == "vote" => return None,
                None if clausal => (EventType::Agree, None),
                None => return None,
            },
            Operator::Promise => match kind {
                Some(EventType::Mobilize) if self.serves_protection(content) => {
                    (promised(EventType::Aid, negated)?, None)
                }
                Some(kind) => (promised(kind, negated)?, None),
                None if !negated && self.names_harm(id, content) => {
                    (EventType::Threaten, Some(Mode::Violence))
                }
                // "They are prepared to go further to bring it down" is no promise.
                None if self.serves_conflict(content, depth) => return None,
                None if clausal && negated => (EventType::Reject, None),
                None if clausal => (EventType::Agree, None),
                None => return None,
            },
            // Who is wanted for an attack intends nothing.
            Operator::Intend if self.is_wanted(id) => return None,
            Operator::Intend => (promised(kind?, negated)?, None),
            Operator::Offer => (EventType::Agree, None),
            Operator::Refuse => {
                if !clausal && kind.is_none() && own.is_none() {
                    return None;
                }
                (EventType::Reject, kind.and_then(rejected))
            }
            Operator::Demand => {
                if kind.is_some_and(ends_fighting)
                    && (kind != Some(EventType::Consult) || self.is_about_peace(content))
                    && self.is_party_to_fighting(id)
                {
                    (EventType::Agree, None)
                } else {
                    (EventType::Request, kind.map(requested))
                }
            }
            Operator::Order => match kind {
                // Who orders harm does it.
                Some(kind) if !cooperates(kind) => {
                    (kind, inner.as_ref().and_then(|deed| deed.mode))
                }
                _ => (EventType::Request, kind.map(requested)),
            },
            Operator::Threaten => (EventType::Threaten, kind.and_then(threatened)),
            Operator::Warn => (EventType::Threaten, kind.and_then(threatened)),
            Operator::Accuse => (EventType::Accuse, Some(Mode::Allege)),
            Operator::Allege => {
                let deed = inner.as_ref()?;
                // Who claims a deed of their own accuses nobody.
                let own = self
                    .participants(id, &[Source::Agent], true)
                    .iter()
                    .any(|speaker| {
                        deed.actor.iter().any(|actor| {
                            same_side(&speaker.actor, &actor.actor) || speaker.head == actor.head
                        })
                    });
                if cooperates(deed.event_type) || deed.actor.is_empty() || own {
                    return None;
                }
                (EventType::Accuse, Some(Mode::Allege))
            }
            Operator::Deny => (EventType::Reject, None),
            Operator::Condemn => (EventType::Accuse, Some(Mode::Disapprove)),
            Operator::Praise => (EventType::Support, None),
            Operator::Permit => (EventType::Concede, None),
            Operator::Force => (EventType::Coerce, None),
            Operator::Prevent => (EventType::Coerce, Some(Mode::Restrict)),
            Operator::Fail => match kind? {
                EventType::Agree | EventType::Support | EventType::Consult => {
                    (EventType::Reject, None)
                }
                _ => return None,
            },
            // A meeting that ends was held.
            Operator::Stop if kind == Some(EventType::Consult) && self.is_sitting(content) => {
                return None;
            }
            Operator::Stop => match kind? {
                EventType::Assault => (EventType::Retreat, Some(Mode::Ceasefire)),
                EventType::Protest => (EventType::Concede, None),
                EventType::Coerce | EventType::Sanction => (EventType::Retreat, None),
                EventType::Mobilize => (EventType::Retreat, None),
                kind if cooperates(kind) => (EventType::Sanction, Some(Mode::Discontinue)),
                _ => return None,
            },
            Operator::Cancel => match kind? {
                EventType::Consult | EventType::Agree => (EventType::Reject, None),
                EventType::Protest => (EventType::Concede, None),
                kind if cooperates(kind) => (EventType::Sanction, Some(Mode::Discontinue)),
                _ => return None,
            },
            Operator::Say => return self.said(id, content, inner.as_ref()),
            Operator::Admit
            | Operator::Attempt
            | Operator::Begin
            | Operator::Discuss
            | Operator::Wish
            | Operator::Think
            | Operator::Expect
            | Operator::Able
            | Operator::Happen => return None,
        };
        let mut actor = self.participants(id, &[Source::Agent], true);
        // "Is accused of abuse by a former minister": the parser hangs the accuser on the charge.
        if actor.is_empty()
            && content.operator == Operator::Accuse
            && self.predication(id).passive
            && let Some(of) = self
                .token(content.head)
                .dep
                .eq("pobj")
                .then_some(content.head)
        {
            let by = self
                .governed(of, &["prep", "agent"])
                .filter(|&prep| self.lemma(prep) == "by");
            for accuser in by.flat_map(|prep| self.coordinated_objects(prep)) {
                actor.extend(self.actors_of(accuser, Depth::Named));
            }
        }
        let recipient = self.operator_recipients(id, content, inner.as_ref(), &actor);
        if nominal && actor.is_empty() {
            return None;
        }
        // Being ready for nobody knows what is no promise.
        if content.operator == Operator::Promise
            && kind.is_none()
            && self.predication(id).kind == PredicateKind::Copula
            && !known(&recipient)
        {
            return None;
        }
        if matches!(
            content.operator,
            Operator::Force | Operator::Prevent | Operator::Permit
        ) && !(known(&actor) && known(&recipient))
        {
            return None;
        }
        if content.operator == Operator::Warn && !self.is_threat(id, inner.as_ref(), &actor) {
            return None;
        }
        let mut contexts = inner
            .as_ref()
            .map(|deed| deed.contexts.clone())
            .unwrap_or_default();
        if contexts.is_empty() {
            contexts = own.map(|sense| sense.contexts.clone()).unwrap_or_default();
        }
        Some(Deed {
            event_type,
            mode,
            contexts,
            actor,
            recipient,
            symmetric: false,
            rule: format!(
                "operator:{}:{}",
                format!("{:?}", content.operator).to_lowercase(),
                self.predication(id).lemma
            ),
            content: content.id,
        })
        .map(|deed| self.jointly(id, content.operator, deed))
    }

    /// Two who agree with each other are both actors.
    fn jointly(&self, _id: PredicationId, operator: Operator, mut deed: Deed) -> Deed {
        let sides = deed
            .actor
            .iter()
            .filter_map(|one| one.actor.state())
            .collect::<std::collections::BTreeSet<_>>()
            .len();
        if operator == Operator::Agree && sides > 1 {
            let outside = deed.recipient.iter().any(|recipient| {
                !deed
                    .actor
                    .iter()
                    .any(|actor| same_side(&actor.actor, &recipient.actor))
            });
            if !outside {
                deed.recipient.clear();
                deed.symmetric = true;
            }
        }
        deed
    }

    /// Returns whether what is vowed is harm to somebody, in words that are no act of their own: "a
    /// bitter fate", "that they would pay the price", "revenge".
    fn names_harm(&self, id: PredicationId, content: Content) -> bool {
        let harm = self.lexicon.class("harm");
        let own = self.predication(id).head;
        self.subtree(content.head).any(|word| {
            word != own
                && matches!(self.token(word).pos, "NOUN" | "VERB" | "ADJ")
                && self.lexicon.classes_of(&self.lemma(word)) & harm != 0
        })
    }

    /// Returns whether a clause is no more than speaking to the press.
    fn is_comment(&self, content: Content) -> bool {
        matches!(
            self.lemma(content.head).as_str(),
            "comment"
                | "elaborate"
                | "say"
                | "answer"
                | "respond"
                | "reply"
                | "confirm"
                | "identify"
                | "name"
                | "specify"
                | "disclose"
                | "speculate"
                | "give"
        )
    }

    /// Returns whether a clause states something, rather than naming what is to be done.
    fn is_opinion(&self, content: Content) -> bool {
        content.id.is_some_and(|id| {
            let predication = self.predication(id);
            predication.modality == Modality::Plain
                && predication.tense != chancery_text::Tense::None
                && self.token(content.head).dep == "ccomp"
        })
    }

    /// Returns whether the predicate is a decision that carries itself out.
    fn decides(&self, id: PredicationId) -> bool {
        matches!(
            self.predication(id).lemma.as_str(),
            "approve" | "authorise" | "authorize" | "order" | "decree" | "mandate" | "command"
        )
    }

    fn is_clause(&self, head: TokenId) -> bool {
        matches!(self.token(head).pos, "VERB" | "AUX")
    }

    /// "X said that Y must …" asks Y; everything else that is said is only attributed.
    fn said(&self, id: PredicationId, content: Content, inner: Option<&Deed>) -> Option<Deed> {
        let clause = content.id?;
        if self.predication(clause).modality != Modality::Obligation
            || self.predication(clause).negation.is_some() && inner.is_none()
        {
            return None;
        }
        let actor = self.participants(id, &[Source::Agent], true);
        let recipient: Vec<Participant> = self
            .participants(clause, &[Source::Agent], true)
            .into_iter()
            .filter(|asked| {
                asked.actor.state().is_some()
                    && !actor.iter().any(|one| same_side(&one.actor, &asked.actor))
            })
            .collect();
        if recipient.is_empty() || !known(&actor) {
            return None;
        }
        Some(Deed {
            event_type: EventType::Request,
            mode: inner.map(|deed| requested(deed.event_type)),
            contexts: inner.map(|deed| deed.contexts.clone()).unwrap_or_default(),
            actor,
            recipient,
            symmetric: false,
            rule: format!("operator:must:{}", self.predication(id).lemma),
            content: content.id,
        })
    }

    /// Returns whether what somebody is ready for is a means to something hostile.
    fn serves_conflict(&self, content: Content, depth: usize) -> bool {
        let Some(means) = content.id else {
            return false;
        };
        self.predications_of(self.predication(means).sentence)
            .filter(|purpose| purpose.parent == Some(means))
            .filter_map(|purpose| self.predicate_of(purpose.head))
            .filter_map(|purpose| self.deed(purpose, depth + 1))
            .any(|deed| !cooperates(deed.event_type))
    }

    /// Returns whether an act comes to its end by itself, as meetings and visits do.
    fn is_sitting(&self, content: Content) -> bool {
        matches!(
            self.lemma(content.head).as_str(),
            "meeting" | "summit" | "visit" | "trip" | "tour" | "session" | "conference" | "call"
        )
    }

    /// Returns whether what somebody promises is a means to help: "to send troops to defend members".
    fn serves_protection(&self, content: Content) -> bool {
        const HELP: &[&str] = &[
            "defend", "protect", "help", "assist", "support", "aid", "rescue", "evacuate",
            "reassure",
        ];
        self.governed(content.head, &["xcomp", "advcl", "acl"])
            .chain(
                self.governed(content.head, &["dobj"])
                    .flat_map(|object| self.governed(object, &["acl", "relcl"])),
            )
            .any(|purpose| HELP.contains(&self.lemma(purpose).as_str()))
    }

    /// Returns to whom an operator's event is directed.
    fn operator_recipients(
        &self,
        id: PredicationId,
        content: Content,
        inner: Option<&Deed>,
        actor: &[Participant],
    ) -> Vec<Participant> {
        let others = |list: &[Participant]| -> Vec<Participant> {
            list.iter()
                .filter(|one| {
                    !actor.iter().any(|own| {
                        own.head == one.head
                            || (own.actor == one.actor && self.is_pronoun(one.head))
                            || (same_side(&own.actor, &one.actor)
                                && self
                                    .governed(one.head, &["poss"])
                                    .any(|child| self.token(child).tag == "PRP$"))
                    })
                })
                .cloned()
                .collect()
        };
        let not_self = |list: &[Participant]| -> Vec<Participant> {
            let list = others(list);
            let outside: Vec<Participant> = list
                .iter()
                .filter(|one| !actor.iter().any(|own| same_side(&own.actor, &one.actor)))
                .cloned()
                .collect();
            if outside.is_empty() { list } else { outside }
        };
        // Somebody addressed apart: the object or the indirect object, when it is not the content.
        let mut addressed = Vec::new();
        for argument in &self.predication(id).arguments {
            if argument.head == content.head {
                continue;
            }
            if argument
                .preposition
                .is_some_and(|word| self.lemma(self.token(word).head).starts_with("accord"))
            {
                continue;
            }
            let preposition = argument
                .preposition
                .map(|word| self.token(word).text.to_lowercase());
            let fits = match (argument.role, preposition.as_deref()) {
                (Role::Patient | Role::Recipient, None) => true,
                (_, Some(preposition)) => match content.operator {
                    Operator::Agree => matches!(preposition, "with"),
                    Operator::Promise | Operator::Offer | Operator::Intend => {
                        matches!(preposition, "to" | "with")
                    }
                    Operator::Demand | Operator::Order => {
                        matches!(preposition, "on" | "upon" | "to" | "from" | "of" | "with")
                    }
                    Operator::Threaten | Operator::Warn => matches!(preposition, "to" | "against"),
                    Operator::Refuse | Operator::Deny => {
                        matches!(preposition, "from" | "by" | "to")
                    }
                    Operator::Accuse | Operator::Allege => matches!(preposition, "against" | "on"),
                    Operator::Condemn => matches!(preposition, "against" | "by" | "from"),
                    Operator::Stop | Operator::Cancel => {
                        matches!(preposition, "with" | "to" | "against" | "on")
                    }
                    _ => false,
                },
                _ => false,
            };
            if fits {
                addressed.extend(self.actors_of(argument.head, Depth::Named));
            }
        }
        // "Demanded support from the assembly": the phrase may hang on what is demanded.
        if content.operator == Operator::Demand {
            for object in self.behind_object(id, "from") {
                addressed.extend(self.actors_of(object, Depth::Named));
            }
        }
        let addressed = others(&addressed);
        if known(&addressed) {
            return distinct(addressed);
        }
        // "Agreed to US mediation", "rejected the North's demand": whose it is is answered.
        if matches!(content.operator, Operator::Agree | Operator::Refuse)
            && !self.is_clause(content.head)
        {
            let owners = not_self(&self.owners_in_front(content.head));
            let other = |one: &Participant| {
                one.actor.state().is_some()
                    && !actor.iter().any(|own| same_side(&own.actor, &one.actor))
            };
            if owners.iter().any(other) {
                return distinct(owners.into_iter().filter(|one| other(one)).collect());
            }
        }
        // Otherwise the content names whom it concerns.
        let owners = || not_self(&self.actors_of(content.head, Depth::Owner));
        let of_content = match (content.operator, inner) {
            (
                Operator::Demand
                | Operator::Order
                | Operator::Permit
                | Operator::Condemn
                | Operator::Praise
                | Operator::Accuse
                | Operator::Allege
                | Operator::Force
                | Operator::Prevent
                | Operator::Deny,
                Some(deed),
            ) => {
                let doers = not_self(&deed.actor);
                if known(&doers) {
                    doers
                } else if matches!(content.operator, Operator::Condemn) {
                    Vec::new()
                } else {
                    not_self(&deed.recipient)
                }
            }
            (_, Some(deed)) => {
                let targets = not_self(&deed.recipient);
                if known(&targets) {
                    targets
                } else {
                    not_self(&deed.actor)
                }
            }
            (_, None) => Vec::new(),
        };
        if known(&of_content) {
            return distinct(of_content);
        }
        if inner.is_some() && content.operator == Operator::Condemn {
            return distinct(addressed);
        }
        let owned = owners();
        if known(&owned) {
            return distinct(owned);
        }
        for clause in content
            .id
            .map_or_else(Vec::new, |clause| self.with_purposes(clause))
        {
            let mut found = Vec::new();
            let roles: &[Role] = match content.operator {
                Operator::Demand | Operator::Accuse | Operator::Permit | Operator::Order => {
                    &[Role::Agent, Role::Patient, Role::Recipient, Role::Oblique]
                }
                _ => &[Role::Patient, Role::Recipient, Role::Oblique, Role::Agent],
            };
            for role in roles {
                for head in self.heads(clause, *role) {
                    found.extend(self.actors_of(head, Depth::Owner));
                }
                let mut these = not_self(&found);
                these.retain(|one| {
                    !actor.iter().any(|own| same_side(&own.actor, &one.actor))
                        || *role == Role::Patient
                });
                if known(&these) {
                    return distinct(these);
                }
                found.clear();
            }
        }
        distinct(addressed)
    }

    /// Returns a clause and what it is done for: "send material to help defend Saudi Arabia".
    fn with_purposes(&self, clause: PredicationId) -> Vec<PredicationId> {
        let mut chain = vec![clause];
        // "Insisted on its demands that the government grant …": the demand's own clause.
        if self.predication(clause).kind == PredicateKind::Noun
            && let Some(inner) = self.content_of(clause).and_then(|content| content.id)
            && inner != clause
        {
            chain.push(inner);
        }
        for other in self.ids_of(self.predication(clause).sentence) {
            let predication = self.predication(other);
            let inner = predication
                .parent
                .is_some_and(|parent| chain.contains(&parent))
                && predication.kind == PredicateKind::Verb
                && (predication.clause == chancery_text::ClauseKind::Purpose
                    || self.token(predication.head).dep == "xcomp");
            if inner && chain.len() < 4 && !chain.contains(&other) {
                chain.push(other);
            }
        }
        chain
    }

    /// A warning is a threat where somebody is warned, or where the one who warns would act.
    fn is_threat(&self, id: PredicationId, inner: Option<&Deed>, actor: &[Participant]) -> bool {
        let addressed: Vec<Participant> = [Role::Patient, Role::Recipient]
            .iter()
            .flat_map(|role| self.heads(id, *role))
            .filter(|&head| self.predicate_of(head).is_none())
            .flat_map(|head| self.actors_of(head, Depth::Named))
            .collect();
        if known(&addressed) {
            return true;
        }
        inner.is_some_and(|deed| {
            !cooperates(deed.event_type)
                && deed
                    .actor
                    .iter()
                    .any(|doer| actor.iter().any(|own| same_side(&own.actor, &doer.actor)))
        })
    }

    /// Returns whether talks that are asked for are to end the fighting, and not with a patron.
    fn is_about_peace(&self, content: Content) -> bool {
        self.subtree(content.head)
            .any(|word| self.lexicon.is(&self.lemma(word), "peace"))
    }
}

/// Returns whether a noun of this class is itself a speech act ("its refusal to"), rather than a
/// state of mind or a document.
const fn speaks_as_noun(operator: Operator) -> bool {
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
fn promised(event_type: EventType, negated: bool) -> Option<EventType> {
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

const fn ends_fighting(kind: EventType) -> bool {
    matches!(kind, EventType::Retreat | EventType::Consult)
}

const fn requested(kind: EventType) -> Mode {
    match kind {
        EventType::Aid | EventType::Cooperate | EventType::Support => Mode::Assist,
        EventType::Consult => Mode::Meet,
        EventType::Retreat | EventType::Concede => Mode::Yield,
        _ => Mode::Change,
    }
}

const fn rejected(kind: EventType) -> Option<Mode> {
    match kind {
        EventType::Aid | EventType::Cooperate | EventType::Support => Some(Mode::Assist),
        EventType::Consult => Some(Mode::Meet),
        EventType::Retreat | EventType::Concede => Some(Mode::Yield),
        _ => None,
    }
}

const fn threatened(kind: EventType) -> Option<Mode> {
    match kind {
        EventType::Assault | EventType::Mobilize => Some(Mode::Violence),
        EventType::Coerce | EventType::Protest => Some(Mode::Restrict),
        EventType::Sanction => Some(Mode::Relations),
        _ => None,
    }
}
