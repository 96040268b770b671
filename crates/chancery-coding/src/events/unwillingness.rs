//! Not wanting to, and taking back what was ordered.
//!
//! PLOVER knows no state of mind: who "does not want to negotiate" or "is not ready to meet" declines
//! cooperation, which is REJECT, made when it is said. And who ordered strikes and called them off did not strike; an
//! order that nothing takes back was carried out, as news tells orders of violence.

use super::deeds::{Content, Deed, cooperates};
use super::reading::{PredicationId, Reading, same_side};
use crate::lexicon::{Operator, Source};
use chancery_model::Status;
use chancery_text::{Modality, PredicateKind, Role, TokenId};

/// What the rules of refusals by unwillingness begin with.
pub(super) const UNWILLING: &str = "operator:unwilling:";

impl Reading<'_> {
    /// Returns whether somebody is said not to want to do something cooperative.
    pub(super) fn is_unwilling(
        &self,
        id: PredicationId,
        content: Content,
        inner: Option<&Deed>,
    ) -> bool {
        let entry = self.predication(id);
        let word = match entry.kind {
            PredicateKind::Copula => match self.heads(id, Role::Attribute).first() {
                Some(&word) => word,
                None => return false,
            },
            _ => entry.head,
        };
        let wants = matches!(
            self.lemma(word).as_str(),
            "want"
                | "wish"
                | "intend"
                | "plan"
                | "willing"
                | "ready"
                | "prepared"
                | "inclined"
                | "keen"
                | "eager"
        );
        if !wants
            || entry.negation.is_none()
            || entry.modality != Modality::Plain
            || !matches!(self.token(content.head).dep, "xcomp" | "acl" | "ccomp")
            || content
                .id
                .is_some_and(|inner| self.predication(inner).negation.is_some())
        {
            return false;
        }
        let own = self.participants(id, &[Source::Agent], true);
        inner.is_some_and(|deed| {
            cooperates(deed.event_type)
                && deed.actor.iter().any(|actor| {
                    own.iter()
                        .any(|one| same_side(&one.actor, &actor.actor) || one.head == actor.head)
                })
        })
    }

    /// Returns whether what was ordered is called off in the same sentence: "ordered strikes but called
    /// them off", "… before cancelling the strikes".
    pub(super) fn is_called_off(&self, order: TokenId, content: TokenId) -> bool {
        let noun = self.lemma(content);
        self.predications_of(self.token(order).sentence)
            .filter(|other| other.head > order && other.negation.is_none())
            .filter(|other| {
                self.lexicon
                    .operators(&other.lemma)
                    .contains(&Operator::Cancel)
                    || other.lemma == "rescind"
            })
            .flat_map(|other| &other.arguments)
            .filter(|argument| argument.role == Role::Patient)
            .any(|argument| {
                let word = self.lemma(argument.head);
                self.token(argument.head).tag == "PRP" || word == noun || word == "order"
            })
    }
}

/// Returns the standing of a refusal by unwillingness: the denial in it is what makes it one.
pub(super) fn refused_by_denial(deed: &Deed, status: Status, why: &str) -> Status {
    if deed.rule.starts_with(UNWILLING) && status == Status::Negated && why == "negated" {
        Status::Actual
    } else {
        status
    }
}
