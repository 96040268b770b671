//! What stands over a word: its governor, how it hangs on it, and what the governor's word makes of it.

use super::reading::{PredicationId, Reading};
use crate::lexicon::Operator;
use chancery_text::TokenId;

/// How a word hangs on its governor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Link {
    /// As a clause that the governor takes.
    Clause,
    /// As its object, or the subject of a passive.
    Object,
    /// Behind a preposition.
    Behind(TokenId),
    /// As its subject.
    Subject,
    /// As a clause of time, reason and so on.
    Adverbial,
    /// As a relative clause.
    Relative,
}

impl Reading<'_> {
    /// Returns the word that governs another, through prepositions and coordination, and how.
    pub(crate) fn governor(&self, word: TokenId) -> Option<(TokenId, Link)> {
        let mut current = word;
        let mut preposition = None;
        for _ in 0..8 {
            let token = self.token(current);
            let head = token.head;
            if head == current {
                return None;
            }
            match token.dep {
                "conj" => current = head,
                "pobj" | "pcomp" => {
                    preposition = preposition.or(Some(head));
                    current = head;
                }
                "prep" | "agent" | "dative" => {
                    if self.token(current).pos != "ADP" {
                        return Some((head, Link::Behind(preposition.unwrap_or(current))));
                    }
                    if self.token(head).pos == "ADP" {
                        current = head;
                        continue;
                    }
                    return Some((head, Link::Behind(preposition.unwrap_or(current))));
                }
                // "Repeated its demand that Israel ease …": the clause is the noun's.
                "ccomp" if self.noun_of_clause(current).is_some() => {
                    return self
                        .noun_of_clause(current)
                        .map(|noun| (noun, Link::Clause));
                }
                // Behind a semicolon a sentence is a sentence, whatever it is attached to.
                "ccomp"
                    if (current.min(head)..current.max(head))
                        .any(|word| &*self.token(word).text == ";") =>
                {
                    return Some((head, Link::Adverbial));
                }
                "ccomp" | "xcomp" | "acl" | "csubjpass" | "oprd" => {
                    return Some((head, Link::Clause));
                }
                "dobj" | "nsubjpass" | "attr" | "acomp" => return Some((head, Link::Object)),
                "nsubj" | "csubj" | "expl" => return Some((head, Link::Subject)),
                "relcl" => return Some((head, Link::Relative)),
                "advcl" | "npadvmod" | "parataxis" => return Some((head, Link::Adverbial)),
                "compound" | "poss" | "amod" | "nmod" | "appos" => {
                    return Some((head, Link::Relative));
                }
                _ => return Some((head, Link::Adverbial)),
            }
        }
        None
    }

    /// Returns the speech noun ("demand", "promise", "reminder") that is the object of the verb over a
    /// clause with "that": the clause says what is demanded.
    pub(crate) fn noun_of_clause(&self, clause: TokenId) -> Option<TokenId> {
        let verb = self.token(clause).head;
        self.governed(clause, &["mark"])
            .find(|&mark| self.lemma(mark) == "that")?;
        self.governed(verb, &["dobj"]).find(|&noun| {
            noun < clause
                && self.token(noun).pos == "NOUN"
                && self
                    .lexicon
                    .operator_nouns(&self.lemma(noun))
                    .first()
                    .is_some_and(|operator| {
                        matches!(
                            operator,
                            Operator::Demand
                                | Operator::Promise
                                | Operator::Threaten
                                | Operator::Warn
                                | Operator::Accuse
                                | Operator::Deny
                                | Operator::Wish
                                | Operator::Offer
                        )
                    })
        })
    }

    /// Returns what a governor makes of the word that hangs on it.
    pub(crate) fn operator_over(
        &self,
        governor: TokenId,
        content: TokenId,
        link: Link,
    ) -> Option<Operator> {
        let token = self.token(governor);
        let predication = self
            .predication_at(governor)
            .map(|id| self.predication(id).lemma.clone());
        let lemma = predication.unwrap_or_else(|| self.lemma(governor));
        let plain = self.lemma(governor);
        let verb = matches!(token.pos, "VERB" | "AUX");
        let operators = if verb {
            let found = self.lexicon.operators(&lemma);
            if found.is_empty() && lemma != plain && self.lexicon.verb(&lemma).is_empty() {
                self.lexicon.operators(&plain)
            } else {
                found
            }
        } else {
            self.lexicon.operator_nouns(&plain)
        };
        if operators.is_empty() {
            return None;
        }
        let clausal = link == Link::Clause || self.token(content).dep == "pcomp";
        if link == Link::Subject {
            // "Talks were planned" is a passive; an active subject is its own master.
            return None;
        }
        let pick = |wanted: &[Operator]| {
            wanted
                .iter()
                .copied()
                .find(|operator| operators.contains(operator))
        };
        if let Link::Behind(preposition) = link
            && !clausal
        {
            let preposition = self.lemma(preposition);
            if matches!(
                preposition.as_str(),
                "after"
                    | "before"
                    | "during"
                    | "since"
                    | "amid"
                    | "despite"
                    | "by"
                    | "following"
                    | "follow"
                    | "because"
                    | "until"
                    | "ahead"
                    | "at"
                    | "near"
                    | "under"
                    | "through"
                    | "as"
                    | "without"
                    | "within"
            ) {
                return None;
            }
            if preposition == "in" && pick(&[Operator::Begin]).is_none() {
                return None;
            }
            // Who pleads guilty to a murder asks for none.
            if preposition == "to" && plain == "plead" {
                return None;
            }
            // A town is defended from an advance, which nobody praises.
            if matches!(preposition.as_str(), "from" | "against")
                && pick(&[Operator::Praise]).is_some()
            {
                return None;
            }
            if preposition == "with" || preposition == "to" && pick(&[Operator::Say]).is_some() {
                return None;
            }
        }
        if let Link::Behind(preposition) = link
            && matches!(
                self.lemma(preposition).as_str(),
                "by" | "before" | "after" | "without" | "since" | "while" | "through"
            )
        {
            // "Replied by sending troops", "said after meeting him": a deed beside, not what is said.
            return None;
        }
        // Who asks about something, or whether it is so, requests nothing.
        if plain == "ask" && self.is_question_put(content, link) {
            return Some(Operator::Discuss);
        }
        if clausal {
            // "Accepted that it was wrong" admits; what one agrees to do is no finite clause.
            if plain == "accept"
                && self.token(content).dep == "ccomp"
                && matches!(self.token(content).tag, "VBD" | "VBZ" | "VBP")
            {
                return Some(Operator::Admit);
            }
            // "Insists that it does not want war" states; "insists that Israel withdraw" asks.
            if plain == "insist" && self.is_stated(content) {
                return Some(Operator::Allege);
            }
            if self.is_accusation_of(governor, content) {
                return pick(&[Operator::Accuse, Operator::Allege]).or(operators.first().copied());
            }
            let other_subject = self.other_subject(governor, content);
            if pick(&[Operator::Wish]).is_some() && pick(&[Operator::Intend]).is_some() {
                return Some(if other_subject {
                    Operator::Wish
                } else {
                    Operator::Intend
                });
            }
            if pick(&[Operator::Attempt]).is_some() && pick(&[Operator::Demand]).is_some() {
                return Some(if other_subject {
                    Operator::Demand
                } else {
                    Operator::Attempt
                });
            }
            if plain == "make" || plain == "drive" {
                return Some(if other_subject {
                    Operator::Force
                } else {
                    Operator::Begin
                });
            }
            return operators
                .iter()
                .copied()
                .find(|operator| *operator != Operator::Condemn && *operator != Operator::Praise)
                .or(operators.first().copied());
        }
        // Over a noun for an act.
        if self.lexicon.is(&self.lemma(content), "accusation")
            && let Some(operator) = pick(&[Operator::Deny])
        {
            return Some(operator);
        }
        if let Some(operator) = pick(&[
            Operator::Condemn,
            Operator::Praise,
            Operator::Stop,
            Operator::Cancel,
            Operator::Prevent,
            Operator::Refuse,
        ]) {
            return Some(operator);
        }
        if matches!(
            plain.as_str(),
            "face" | "make" | "give" | "maintain" | "show"
        ) {
            return Some(Operator::Begin);
        }
        operators
            .first()
            .copied()
            .filter(|operator| match operator {
                Operator::Say | Operator::Admit | Operator::Permit => {
                    matches!(plain.as_str(), "announce" | "declare")
                }
                Operator::Think | Operator::Expect | Operator::Able => link == Link::Object,
                _ => true,
            })
    }

    /// Returns whether what somebody is asked is a question: "asked about the plan", "asked whether
    /// it would join", "asked what was owed".
    fn is_question_put(&self, content: TokenId, link: Link) -> bool {
        if let Link::Behind(preposition) = link {
            return self.lemma(preposition) == "about";
        }
        self.children(content).iter().any(|&word| {
            matches!(self.token(word).tag, "WP" | "WP$" | "WDT" | "WRB")
                || self.token(word).dep == "mark"
                    && matches!(self.lemma(word).as_str(), "whether" | "if")
        })
    }

    /// Returns whether the verb of a clause with "that" is in the indicative beyond doubt.
    fn is_stated(&self, verb: TokenId) -> bool {
        let modal = self
            .governed(verb, &["aux", "auxpass"])
            .any(|aux| self.token(aux).tag == "MD");
        let finite = |word: TokenId| matches!(self.token(word).tag, "VBZ" | "VBD");
        self.token(verb).dep == "ccomp"
            && !modal
            && (finite(verb) || self.governed(verb, &["aux", "auxpass"]).any(finite))
    }

    /// Returns whether a clause after "of" or "for" is what somebody is accused of.
    pub(super) fn is_accusation_of(&self, governor: TokenId, content: TokenId) -> bool {
        self.token(content).dep == "pcomp"
            && matches!(
                self.lemma(governor).as_str(),
                "accuse" | "blame" | "criticize" | "criticise" | "suspect" | "charge" | "fault"
            )
    }

    /// Returns whether the content has a subject of its own, other than the governor's.
    fn other_subject(&self, governor: TokenId, content: TokenId) -> bool {
        self.governed(content, &["nsubj", "nsubjpass"])
            .next()
            .is_some()
            || self
                .governed(governor, &["dobj", "dative"])
                .any(|object| object < content)
    }

    /// Returns the predication that a word heads or carries.
    pub(crate) fn predicate_of(&self, word: TokenId) -> Option<PredicationId> {
        self.predication_at(word).or_else(|| self.carried_at(word))
    }

    /// Returns whether a noun is introduced as known ("the attack", "its attack", "this attack").
    pub(crate) fn is_definite(&self, noun: TokenId) -> bool {
        self.governed(noun, &["det", "poss"]).any(|child| {
            self.token(child).dep == "poss"
                || matches!(
                    self.lemma(child).as_str(),
                    "the" | "this" | "that" | "these" | "those"
                )
        })
    }
}
