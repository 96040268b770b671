//! Who attacked whom, where the predicate's own words leave one of them to the words around it: the act
//! that it has for its subject ("the bombing claimed by rebels killed two"), the attack in which people come
//! to harm ("killed during an airstrike by Morocco"), the responsibility that somebody claims.

use super::participants::Participant;
use super::reading::{PredicationId, Reading};
use crate::lexicon::Source;
use chancery_model::EventType;
use chancery_text::{ClauseKind, PredicateKind, Role, TokenId};

/// What people come to harm by.
const HARMS: &[&str] = &[
    "kill", "injure", "wound", "hurt", "die", "murder", "massacre",
];

impl Reading<'_> {
    /// Returns who makes the attack that a predicate has for its subject: "the bombing by rebels that killed
    /// 26", "an attack claimed by rebels killed two".
    pub(super) fn doers_of_attack(&self, predication: PredicationId) -> Vec<Participant> {
        const CLAIMED: &[&str] = &["claim", "carry", "stage", "launch", "conduct", "perpetrate"];
        if self.predication(predication).kind != PredicateKind::Verb {
            return Vec::new();
        }
        for head in self.heads(predication, Role::Agent) {
            let Some(act) = self.predicate_of(head).filter(|&act| {
                act != predication
                    && self.predication(act).kind == PredicateKind::Noun
                    && self.is_attack(head)
            }) else {
                continue;
            };
            let claimed = self
                .governed(head, &["acl", "relcl"])
                .filter(|&clause| CLAIMED.contains(&self.lemma(clause).as_str()))
                .filter_map(|clause| self.predication_at(clause))
                .filter(|&clause| self.predication(clause).passive);
            let mut found = self.participants(act, &[Source::Agent], true);
            for clause in claimed {
                if found.is_empty() {
                    found = self.participants(clause, &[Source::Agent], true);
                }
            }
            if found.is_empty() {
                found = self.inherited_agents(act);
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Returns who claims an act as theirs: "claimed responsibility for a bombing".
    pub(super) fn claimants(&self, governor: TokenId) -> Vec<Participant> {
        if self.lemma(governor) != "responsibility" {
            return Vec::new();
        }
        let verb = self.token(governor).head;
        let claims = self.token(governor).dep == "dobj"
            && matches!(
                self.lemma(verb).as_str(),
                "claim" | "accept" | "admit" | "assume" | "take"
            );
        match self.predicate_of(verb) {
            Some(claim) if claims && self.predication(claim).negation.is_none() => {
                self.participants(claim, &[Source::Agent], true)
            }
            _ => Vec::new(),
        }
    }

    /// Returns whether a word names or tells of an attack of one side on another.
    pub(super) fn is_attack(&self, head: TokenId) -> bool {
        self.predicate_of(head)
            .and_then(|act| self.sense(act))
            .is_some_and(|sense| sense.event_type == Some(EventType::Assault) && !sense.symmetric)
    }

    /// Returns whether a predicate tells that people came to harm, and not by whom.
    pub(super) fn harms(&self, predication: PredicationId) -> bool {
        let entry = self.predication(predication);
        entry.kind == PredicateKind::Verb
            && (entry.passive || entry.lemma == "die")
            && HARMS.contains(&entry.lemma.as_str())
    }

    /// Returns the attacks that a predicate's harm is said to come from: "killed during an airstrike by
    /// Morocco", "killed when separatists attack vehicles".
    pub(super) fn attacks_around(&self, predication: PredicationId) -> Vec<PredicationId> {
        const FROM: &[&str] = &["in", "during", "by", "from"];
        // "Seven are killed and two are injured in an attack": it stands with the last verb.
        let mut harms = vec![predication];
        harms.extend(
            self.governed(self.predication(predication).head, &["conj"])
                .filter_map(|verb| self.predication_at(verb))
                .filter(|&other| self.harms(other)),
        );
        let behind = harms
            .iter()
            .flat_map(|&harm| self.predication(harm).arguments.iter())
            .filter(|argument| {
                argument
                    .preposition
                    .is_some_and(|word| FROM.contains(&self.lemma(word).as_str()))
            })
            .filter_map(|argument| self.predicate_of(argument.head));
        let sentence = self.predication(predication).sentence;
        let clauses = self.ids_of(sentence).filter(|&other| {
            let clause = self.predication(other);
            clause.parent.is_some_and(|parent| harms.contains(&parent))
                && clause.kind == PredicateKind::Verb
                && clause.clause == ClauseKind::Adverbial
                && clause.marker.is_some_and(|word| {
                    matches!(self.lemma(word).as_str(), "when" | "as" | "after")
                })
        });
        behind
            .chain(clauses.collect::<Vec<_>>())
            .filter(|&other| other != predication && self.is_attack(self.predication(other).head))
            .collect()
    }

    /// Returns who attacks where people come to harm.
    pub(super) fn doers_around(&self, predication: PredicationId) -> Vec<Participant> {
        if !self.harms(predication) {
            return Vec::new();
        }
        self.attacks_around(predication)
            .into_iter()
            .map(|attack| {
                let by = Source::Preposition("by".into());
                self.participants(attack, &[Source::Agent, by], true)
            })
            .find(|found| !found.is_empty())
            .or_else(|| {
                // "Seven are killed and two are injured by rebels".
                self.governed(self.predication(predication).head, &["conj"])
                    .filter_map(|verb| self.predication_at(verb))
                    .filter(|&other| self.harms(other))
                    .map(|other| self.participants(other, &[Source::Agent], true))
                    .find(|found| !found.is_empty())
            })
            .unwrap_or_default()
    }

    /// Returns who comes to harm in an attack whose own words say nothing of it.
    pub(super) fn victims_around(&self, predication: PredicationId) -> Vec<Participant> {
        if !self.is_attack(self.predication(predication).head) {
            return Vec::new();
        }
        // "Launched an attack killing 13 rebels".
        let told_with_it = self
            .governed(self.predication(predication).head, &["acl", "advcl"])
            .filter(|&verb| {
                self.token(verb).tag == "VBG" && HARMS.contains(&self.lemma(verb).as_str())
            })
            .filter_map(|verb| self.predication_at(verb))
            .map(|harm| self.participants(harm, &[Source::Patient], false))
            .find(|found| !found.is_empty());
        if let Some(found) = told_with_it {
            return found;
        }
        let sentence = self.predication(predication).sentence;
        self.ids_of(sentence)
            .filter(|&other| {
                other != predication
                    && self.harms(other)
                    && self.attacks_around(other).contains(&predication)
            })
            .map(|harm| self.participants(harm, &[Source::Patient], false))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }
}
