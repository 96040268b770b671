//! Whether what a predicate says happened, and who says so: read off the tree, never off a window of
//! words.
//!
//! A predicate's own verb group comes first (negation, modality, "if"). Then every governor on the
//! way up does to it what its operator says: a demand makes its content a wish, a refusal makes it
//! undone, "said" leaves it and names the speaker. A governor that is a speech act is opaque: what
//! holds it back does not reach its content.

use super::reading::{PredicationId, Reading};
use crate::lexicon::Operator;
use chancery_model::{Assertion, Status};
use chancery_text::{ClauseKind, Modality, Tense, TokenId};

/// What a predicate's surroundings make of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    pub(crate) status: Status,
    pub(crate) assertion: Assertion,
    /// The word that governs the claim as speech, innermost first, and its operator.
    pub(crate) speech: Vec<(Operator, TokenId)>,
    /// What decided, for explanations.
    pub(crate) why: String,
}

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
    /// Returns the standing of a predication.
    pub(crate) fn standing(&self, id: PredicationId) -> Standing {
        let mut standing = self.own_standing(id);
        let predication = self.predication(id);
        let mut from = predication.support.unwrap_or(predication.head);
        let violent = self.is_violent(id);
        let mut opaque = false;
        for _ in 0..12 {
            let Some((governor, link)) = self.governor(from) else {
                break;
            };
            if link == Link::Relative {
                break;
            }
            let operator = match link {
                Link::Adverbial => None,
                _ => self.operator_over(governor, from, link),
            };
            if let Some(operator) = operator {
                self.apply(operator, governor, violent, &mut opaque, &mut standing);
            } else if !opaque
                && standing.status == Status::Actual
                && matches!(link, Link::Object | Link::Behind(_))
                && !self.is_definite(from)
                && let Some(outer) = self.predicate_of(governor)
            {
                let outer = self.own_standing(outer);
                if matches!(outer.status, Status::Hypothetical | Status::Negated) {
                    standing.status = outer.status;
                    standing.why = format!("under {}", self.token(governor).text);
                }
            }
            from = governor;
        }
        self.add_parenthetic_speech(id, &mut standing);
        if self.is_question(id) && standing.status == Status::Actual {
            standing.status = Status::Hypothetical;
            standing.why = "asked".to_owned();
        }
        standing
    }

    /// Adds those who speak beside the clause rather than above it in the tree: "according to X",
    /// "X, officials said, …".
    fn add_parenthetic_speech(&self, id: PredicationId, standing: &mut Standing) {
        let mut current = id;
        for _ in 0..6 {
            let Some(parent) = self.predication(current).parent else {
                break;
            };
            let entry = self.predication(parent);
            let known = standing.speech.iter().any(|(_, word)| *word == entry.head);
            let beside = entry.lemma == "according to"
                || self.token(entry.head).dep == "parataxis"
                || self.token(entry.head).dep == "advcl";
            if !known && beside {
                let operator = if entry.lemma == "according to" {
                    Some(Operator::Say)
                } else {
                    self.lexicon
                        .operators(&entry.lemma)
                        .iter()
                        .copied()
                        .find(|operator| matches!(operator, Operator::Say | Operator::Allege))
                };
                if let Some(operator) = operator {
                    standing.speech.push((operator, entry.head));
                }
            }
            current = parent;
        }
    }

    /// Returns what the verb group of a predication itself says.
    pub(crate) fn own_standing(&self, id: PredicationId) -> Standing {
        let predication = self.predication(id);
        let (status, why) = if predication.negation.is_some() {
            (Status::Negated, "negated")
        } else {
            match predication.modality {
                Modality::Plain => (Status::Actual, ""),
                Modality::Future => (Status::Future, "to come"),
                Modality::Possible => (Status::Hypothetical, "possible"),
                Modality::Conditional => (Status::Hypothetical, "conditional"),
                Modality::Obligation => (Status::Hypothetical, "due"),
                Modality::Ability => (Status::Hypothetical, "able"),
            }
        };
        let mut standing = Standing {
            status,
            assertion: Assertion::Author,
            speech: Vec::new(),
            why: why.to_owned(),
        };
        let marker = predication
            .marker
            .map(|word| self.token(word).text.to_lowercase())
            .unwrap_or_default();
        let held = match predication.clause {
            ClauseKind::Condition => Some("condition"),
            ClauseKind::Purpose => Some("purpose"),
            _ if matches!(marker.as_str(), "unless" | "lest") => Some("condition"),
            _ if matches!(marker.as_str(), "until" | "till" | "before")
                && predication.tense != Tense::Past =>
            {
                Some("not yet")
            }
            _ => None,
        };
        if let Some(why) = held {
            standing.status = Status::Hypothetical;
            why.clone_into(&mut standing.why);
        }
        standing
    }

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
            if preposition == "with" || preposition == "to" && pick(&[Operator::Say]).is_some() {
                return None;
            }
        }
        if clausal {
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

    /// Returns whether a clause after "of" or "for" is what somebody is accused of.
    fn is_accusation_of(&self, governor: TokenId, content: TokenId) -> bool {
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

    fn apply(
        &self,
        operator: Operator,
        governor: TokenId,
        violent: bool,
        opaque: &mut bool,
        standing: &mut Standing,
    ) {
        let outer = self
            .predicate_of(governor)
            .map_or(Status::Actual, |id| self.own_standing(id).status);
        let set = |status: Status, standing: &mut Standing| {
            standing.status = status;
            standing.why = format!("under \u{201c}{}\u{201d}", self.token(governor).text);
        };
        match operator {
            Operator::Say | Operator::Admit => {
                standing.speech.push((operator, governor));
                *opaque = true;
            }
            Operator::Accuse | Operator::Allege => {
                if standing.assertion == Assertion::Author {
                    standing.assertion = Assertion::Alleged;
                }
                standing.speech.push((operator, governor));
                *opaque = true;
            }
            Operator::Deny => {
                if !*opaque {
                    standing.assertion = if outer == Status::Negated {
                        Assertion::Author
                    } else {
                        Assertion::Denied
                    };
                    if standing.assertion == Assertion::Denied {
                        set(Status::Negated, standing);
                    }
                }
                standing.speech.push((operator, governor));
                *opaque = true;
            }
            _ if *opaque => {}
            Operator::Agree | Operator::Promise | Operator::Intend | Operator::Permit => {
                if matches!(standing.status, Status::Actual | Status::Future) {
                    set(
                        if outer == Status::Negated {
                            Status::Hypothetical
                        } else {
                            Status::Future
                        },
                        standing,
                    );
                }
                *opaque = true;
            }
            Operator::Order if violent => {}
            Operator::Offer
            | Operator::Demand
            | Operator::Order
            | Operator::Threaten
            | Operator::Warn
            | Operator::Discuss
            | Operator::Wish
            | Operator::Think
            | Operator::Expect
            | Operator::Able => {
                if standing.status != Status::Negated {
                    set(Status::Hypothetical, standing);
                }
                if matches!(operator, Operator::Think | Operator::Expect) {
                    standing.speech.push((operator, governor));
                }
                *opaque = true;
            }
            Operator::Refuse | Operator::Prevent | Operator::Fail | Operator::Cancel => {
                match outer {
                    Status::Negated => {}
                    Status::Actual | Status::Historical => set(Status::Negated, standing),
                    _ => set(Status::Hypothetical, standing),
                }
                if operator == Operator::Refuse {
                    *opaque = true;
                }
            }
            Operator::Attempt if !violent => {
                set(Status::Hypothetical, standing);
                *opaque = true;
            }
            Operator::Attempt => {
                // An attempt at violence is violence, whether or not it was foiled.
                if standing.status == Status::Actual && outer != Status::Actual {
                    set(outer, standing);
                }
                *opaque = true;
            }
            Operator::Begin | Operator::Happen | Operator::Force => {
                if standing.status == Status::Actual && outer != Status::Actual {
                    set(outer, standing);
                }
            }
            Operator::Stop | Operator::Condemn | Operator::Praise => *opaque = true,
        }
    }

    /// Returns the predication that a word heads or carries.
    pub(crate) fn predicate_of(&self, word: TokenId) -> Option<PredicationId> {
        self.predication_at(word).or_else(|| self.carried_at(word))
    }

    fn is_violent(&self, id: PredicationId) -> bool {
        use chancery_model::EventType;
        self.sense(id).is_some_and(|sense| {
            matches!(
                sense.event_type,
                Some(EventType::Assault | EventType::Coerce | EventType::Protest)
            )
        })
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

    fn is_question(&self, id: PredicationId) -> bool {
        let predication = self.predication(id);
        if !matches!(
            predication.clause,
            ClauseKind::Main | ClauseKind::Complement
        ) {
            return false;
        }
        let Some(sentence) = self.analysis.sentences.get(predication.sentence) else {
            return false;
        };
        sentence
            .tokens
            .clone()
            .rev()
            .take(2)
            .any(|word| &*self.token(word).text == "?")
    }
}
