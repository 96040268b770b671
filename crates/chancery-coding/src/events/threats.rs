//! What makes words a threat: harm that is vowed, lines that are drawn, and what an attack "will be met with".

use super::deeds::{Content, Deed, cooperates, known};
use super::naming::Depth;
use super::participants::{Participant, distinct};
use super::reading::{PredicationId, Reading, same_side};
use chancery_model::{EventType, Mode};
use chancery_text::{Modality, Role};

impl Reading<'_> {
    /// Returns whether what is vowed is harm to somebody, in words that are no act of their own: "a
    /// bitter fate", "that they would pay the price", "revenge".
    pub(super) fn names_harm(&self, id: PredicationId, content: Content) -> bool {
        let harm = self.lexicon.class("harm");
        let own = self.predication(id).head;
        self.subtree(content.head).any(|word| {
            word != own
                && matches!(self.token(word).pos, "NOUN" | "VERB" | "ADJ")
                && self.lexicon.classes_of(&self.lemma(word)) & harm != 0
        })
    }

    /// Returns whether a warning says what one will not stand for, or what one will take for war: "that it
    /// would not tolerate any change", "that an attack would be considered a declaration of war".
    pub(super) fn draws_a_line(&self, content: Content) -> bool {
        let negated = content
            .id
            .is_some_and(|inner| self.predication(inner).negation.is_some());
        match self.lemma(content.head).as_str() {
            "tolerate" | "accept" | "allow" | "permit" | "hesitate" => negated,
            "consider" | "regard" | "treat" | "view" | "see" => self
                .subtree(content.head)
                .any(|word| matches!(self.lemma(word).as_str(), "war" | "aggression" | "attack")),
            "respond" | "retaliate" => true,
            "meet" | "answer" => self.is_met_with_harm(content),
            _ => false,
        }
    }

    /// A warning is a threat where somebody is warned, or where the one who warns would act.
    pub(super) fn is_threat(
        &self,
        id: PredicationId,
        inner: Option<&Deed>,
        actor: &[Participant],
    ) -> bool {
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

    /// Returns whether a clause says that something will be answered by harm: "any attack would be met with
    /// force".
    pub(super) fn is_met_with_harm(&self, content: Content) -> bool {
        let Some(id) = content.id else {
            return false;
        };
        let answer = self.lexicon.class("harm") | self.lexicon.class("counterblow");
        let entry = self.predication(id);
        entry.passive
            && entry.negation.is_none()
            && matches!(entry.modality, Modality::Future | Modality::Conditional)
            && matches!(self.lemma(entry.head).as_str(), "meet" | "answer")
            && ["with", "by"]
                .iter()
                .flat_map(|word| self.after(id, word))
                .any(|argument| self.classes(self.content(argument.head)) & answer != 0)
    }

    /// Returns who would do what is to be met with harm, those of one's own side left out.
    pub(super) fn those_met_with_harm(
        &self,
        content: Content,
        own: &[Participant],
    ) -> Vec<Participant> {
        let mut found: Vec<Participant> = content
            .id
            .map_or_else(Vec::new, |id| self.heads(id, Role::Patient))
            .into_iter()
            .flat_map(|head| match self.predicate_of(head) {
                Some(act) => self.participants(act, &[crate::lexicon::Source::Agent], true),
                None => self.actors_of(head, Depth::Owner),
            })
            .collect();
        found.retain(|one| {
            one.actor.state().is_some() && !own.iter().any(|own| same_side(&own.actor, &one.actor))
        });
        distinct(found)
    }

    /// Who says that an attack will be met with harm threatens whoever would attack.
    pub(super) fn met_with_harm(&self, id: PredicationId, content: Content) -> Option<Deed> {
        if !self.is_met_with_harm(content) {
            return None;
        }
        let actor = self.participants(id, &[crate::lexicon::Source::Agent], true);
        if !known(&actor) {
            return None;
        }
        let recipient = self.those_met_with_harm(content, &actor);
        Some(Deed {
            event_type: EventType::Threaten,
            mode: Some(Mode::Violence),
            contexts: Vec::new(),
            actor,
            recipient,
            symmetric: false,
            rule: format!("operator:answer:{}", self.predication(id).lemma),
            content: content.id,
        })
    }
}
