//! What an operator makes of the clause or act that it governs: "agreed to withdraw", "demanded talks",
//! "refused to meet". Which event comes of it is the codebook's; the words are data (`operators.txt`).

use super::deeds::{Content, Deed, cooperates, known, promised, speaks_as_noun, threatened};
use super::naming::Depth;
use super::participants::Participant;
use super::reading::{PredicationId, Reading, same_side};
use super::unwillingness::UNWILLING;
use crate::lexicon::{Operator, Source};
use chancery_model::{EventType, Mode};
use chancery_text::{Modality, PredicateKind, Role, TokenId};

impl Reading<'_> {
    /// Returns the event that an operator makes of its content.
    pub(super) fn operator_deed(
        &self,
        id: PredicationId,
        content: Content,
        depth: usize,
    ) -> Option<Deed> {
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
        let unwilling = self.is_unwilling(id, content, inner.as_ref());
        let (event_type, mode) = match content.operator {
            // Who does not want to negotiate refuses to.
            _ if unwilling => (EventType::Reject, kind.and_then(rejected)),
            // What was ordered and called off was not done.
            Operator::Order if self.is_called_off(self.predication(id).head, content.head) => {
                return None;
            }
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
            // "They are prepared to go further for it than its friends" weighs up, and promises nothing.
            Operator::Promise if self.outdoes(content.head) => return None,
            Operator::Promise => match kind {
                Some(EventType::Mobilize) if self.serves_protection(content) => {
                    (promised(EventType::Aid, negated)?, None)
                }
                Some(kind) => (promised(kind, negated)?, None),
                None if !negated && self.names_harm(id, content) => {
                    (EventType::Threaten, Some(Mode::Violence))
                }
                // "They are prepared to go further to bring it down" is no promise.
                None if self.serves_conflict(content, depth) || self.takes_away(content) => {
                    return None;
                }
                None if clausal && negated => (EventType::Reject, None),
                None if clausal => (EventType::Agree, None),
                None => return None,
            },
            // Who is wanted for an attack intends nothing.
            Operator::Intend if self.is_wanted(id) => return None,
            // "Two officers who were planning an attack" were found out; they threatened nobody.
            Operator::Intend
                if kind == Some(EventType::Assault)
                    && self.predication(id).clause == chancery_text::ClauseKind::Relative =>
            {
                return None;
            }
            Operator::Intend => (promised(kind?, negated)?, None),
            Operator::Offer => (EventType::Agree, None),
            Operator::Refuse => {
                if !clausal && kind.is_none() && own.is_none() {
                    return None;
                }
                (EventType::Reject, kind.and_then(rejected))
            }
            Operator::Demand => {
                // What the other side alone would do ends nothing by agreement.
                let yields = inner
                    .as_ref()
                    .and_then(|deed| deed.mode)
                    .is_some_and(|mode| {
                        matches!(
                            mode,
                            Mode::Resign
                                | Mode::Release
                                | Mode::Access
                                | Mode::Disarm
                                | Mode::Withdraw
                        )
                    });
                if kind.is_some_and(ends_fighting)
                    && !yields
                    && (kind != Some(EventType::Consult) || self.is_about_peace(content))
                    && self.is_party_to_fighting(id)
                {
                    (EventType::Agree, None)
                } else {
                    let helps = || {
                        self.lexicon
                            .is(&self.lemma(content.head), "helping")
                            .then_some(Mode::Assist)
                    };
                    (EventType::Request, kind.map(requested).or_else(helps))
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
        if content.operator == Operator::Warn
            && !self.is_threat(id, inner.as_ref(), &actor)
            && !self.draws_a_line(content)
        {
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
            rule: if unwilling {
                format!("{UNWILLING}{}", self.predication(id).lemma)
            } else {
                format!(
                    "operator:{}:{}",
                    format!("{:?}", content.operator).to_lowercase(),
                    self.predication(id).lemma
                )
            },
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

    /// Returns whether what is promised only takes something away that no sense of a verb knows of:
    /// "vowed to revoke the right" is no agreement.
    fn takes_away(&self, content: Content) -> bool {
        matches!(
            self.lemma(content.head).as_str(),
            "revoke" | "abolish" | "scrap" | "repeal" | "strip" | "dismantle" | "curb" | "curtail"
        )
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

    pub(super) fn is_clause(&self, head: TokenId) -> bool {
        matches!(self.token(head).pos, "VERB" | "AUX")
    }

    /// "X said that Y must …" asks Y; everything else that is said is only attributed.
    fn said(&self, id: PredicationId, content: Content, inner: Option<&Deed>) -> Option<Deed> {
        if let Some(threat) = self.met_with_harm(id, content) {
            return Some(threat);
        }
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

    /// Returns whether somebody is said to go further than another, or than it did: a comparative of
    /// degree at the verb, and "than" behind it.
    pub(crate) fn outdoes(&self, verb: TokenId) -> bool {
        let further = self
            .governed(verb, &["advmod", "acomp", "npadvmod", "prt"])
            .any(|word| {
                let text = self.token(word).text.to_lowercase();
                matches!(
                    text.as_str(),
                    "further" | "farther" | "longer" | "harder" | "more"
                )
            });
        let sentence = self.analysis.sentences.get(self.token(verb).sentence);
        further
            && sentence.is_some_and(|sentence| {
                (verb..sentence.tokens.end).any(|word| self.lemma(word) == "than")
            })
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
        self.is_sent_to_help(content.head)
    }

    /// Returns whether a verb's purpose, or that of its object, is to help somebody.
    pub(super) fn is_sent_to_help(&self, verb: TokenId) -> bool {
        const HELP: &[&str] = &[
            "defend",
            "protect",
            "help",
            "assist",
            "support",
            "aid",
            "rescue",
            "evacuate",
            "reassure",
            "join",
            "reinforce",
            "escort",
        ];
        self.governed(verb, &["xcomp", "advcl", "acl"])
            .chain(
                self.governed(verb, &["dobj"])
                    .flat_map(|object| self.governed(object, &["acl", "relcl"])),
            )
            .any(|purpose| HELP.contains(&self.lemma(purpose).as_str()))
    }

    /// Returns whether talks that are asked for are to end the fighting, and not with a patron.
    fn is_about_peace(&self, content: Content) -> bool {
        self.subtree(content.head)
            .any(|word| self.lexicon.is(&self.lemma(word), "peace"))
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

pub(super) const fn rejected(kind: EventType) -> Option<Mode> {
    match kind {
        EventType::Aid | EventType::Cooperate | EventType::Support => Some(Mode::Assist),
        EventType::Consult => Some(Mode::Meet),
        EventType::Retreat | EventType::Concede => Some(Mode::Yield),
        _ => None,
    }
}
