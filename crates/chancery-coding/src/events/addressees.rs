//! To whom an operator's event is directed: whoever is addressed apart, else whom the content concerns.

use super::deeds::{Content, Deed, known};
use super::naming::Depth;
use super::participants::{Participant, distinct};
use super::reading::{PredicationId, Reading, same_side};
use crate::lexicon::Operator;
use chancery_text::{PredicateKind, Role};

impl Reading<'_> {
    /// Returns to whom an operator's event is directed.
    pub(super) fn operator_recipients(
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
        // "Rebels agreed to lay down their arms": what is theirs is nobody else's.
        let nameless = !actor.is_empty() && actor.iter().all(|one| one.actor.state().is_none());
        let not_self = |list: &[Participant]| -> Vec<Participant> {
            let mut list = others(list);
            list.retain(|one| {
                !(nameless
                    && self
                        .governed(one.head, &["poss"])
                        .any(|child| self.token(child).tag == "PRP$"))
            });
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
        // Whoever would take an act for war warns those who might do it, and names none of them.
        if content.operator == Operator::Warn && !known(&addressed) && self.draws_a_line(content) {
            return if self.is_met_with_harm(content) {
                self.those_met_with_harm(content, actor)
            } else {
                Vec::new()
            };
        }
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
                    // Who vows that the own side will strike back vows it to nobody of that side.
                    let mut doers = not_self(&deed.actor);
                    doers.retain(|one| !actor.iter().any(|own| same_side(&own.actor, &one.actor)));
                    doers
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
                Operator::Demand | Operator::Accuse | Operator::Permit | Operator::Order => &[
                    Role::Agent,
                    Role::Patient,
                    Role::Recipient,
                    Role::Oblique,
                    Role::Attribute,
                ],
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
}
