//! Whether what a predicate says happened, and who says so: read off the tree, never off a window of
//! words.
//!
//! A predicate's own verb group comes first (negation, modality, "if"). Then every governor on the
//! way up does to it what its operator says: a demand makes its content a wish, a refusal makes it
//! undone, "said" leaves it and names the speaker. A governor that is a speech act is opaque: what
//! holds it back does not reach its content.

use super::governors::Link;
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

impl Reading<'_> {
    /// Returns the standing of a predication.
    pub(crate) fn standing(&self, id: PredicationId) -> Standing {
        let mut standing = self.own_standing(id);
        let predication = self.predication(id);
        let from_first = predication.support.unwrap_or(predication.head);
        let mut from = from_first;
        let violent = self.is_violent(id);
        let mut opaque = false;
        let mut presupposed = false;
        let mut known = false;
        for _ in 0..12 {
            let Some((governor, link)) = self.governor(from) else {
                break;
            };
            // "Accuses X of abduction after 45 were deported": the clause of time is the author's.
            let beside = link == Link::Adverbial
                && self.is_clause_of_time(from)
                && self
                    .governor(governor)
                    .is_some_and(|(over, _)| self.is_accusing(over));
            if link == Link::Relative
                || beside
                || link == Link::Adverbial
                    && self.is_clause_of_time(from)
                    && self.is_accusing(governor)
            {
                break;
            }
            let operator = match link {
                Link::Adverbial => None,
                _ => self.operator_over(governor, from, link),
            };
            presupposed |= self.is_presupposed(from, governor, link);
            if let Some(operator) = operator {
                if presupposed || known && !is_speech(operator) {
                    // What is taken as known is the author's, whoever speaks and whatever is meant.
                } else if !self.is_performed(operator, governor, from) {
                    self.apply(
                        operator,
                        governor,
                        from,
                        violent,
                        &mut opaque,
                        &mut standing,
                    );
                }
            } else if !opaque
                && !presupposed
                && standing.status == Status::Actual
                && (matches!(link, Link::Object | Link::Behind(_)) && !self.is_definite(from)
                    || link == Link::Clause && self.is_bare_infinitive(from))
                && let Some(outer) = self.predicate_of(governor)
            {
                let outer = self.own_standing(outer);
                if matches!(outer.status, Status::Hypothetical | Status::Negated) {
                    standing.status = outer.status;
                    standing.why = format!("under {}", self.token(governor).text);
                }
            } else if !opaque && standing.status == Status::Actual && link == Link::Subject {
                self.apply_as_subject(governor, from, &mut standing);
            }
            known |= link == Link::Subject && self.is_known_subject(governor, from);
            from = governor;
        }
        if standing.status == Status::Actual
            && self.governor(from_first).is_some_and(|(_, link)| {
                matches!(link, Link::Behind(preposition) if self.lemma(preposition) == "ahead"
                    || self.lemma(self.token(preposition).head) == "ahead")
            })
        {
            standing.status = Status::Future;
            "ahead".clone_into(&mut standing.why);
        }
        // "Talks hosted by the union are due in May."
        let token = self.token(from_first);
        if standing.status == Status::Actual
            && token.dep == "acl"
            && token.tag == "VBN"
            && self.is_to_come(token.head)
        {
            standing.status = Status::Future;
            "of what is to come".clone_into(&mut standing.why);
        }
        if !presupposed {
            self.add_parenthetic_speech(id, &mut standing);
        }
        if self.is_question(id) && standing.status == Status::Actual {
            standing.status = Status::Hypothetical;
            standing.why = "asked".to_owned();
        }
        standing
    }

    /// Returns whether a word heads an infinitive, whose verb stands or falls with the one over it: "could
    /// bring them to release prisoners".
    fn is_bare_infinitive(&self, word: TokenId) -> bool {
        let token = self.token(word);
        token.tag == "VB"
            && matches!(token.dep, "xcomp" | "ccomp")
            && !self
                .governed(word, &["mark"])
                .any(|mark| self.lemma(mark) == "that")
    }

    /// Returns whether talks and the like are still to come by what is said of them: "are due on Monday",
    /// "are planned for May", "will be held", "talks due in Cairo".
    pub(crate) fn is_to_come(&self, noun: TokenId) -> bool {
        const DUE: &[&str] = &[
            "due",
            "imminent",
            "upcoming",
            "scheduled",
            "planned",
            "slated",
        ];
        const PLANNED: &[&str] = &["plan", "schedule", "slate", "expect", "set", "pencil"];
        const HELD: &[&str] = &["hold", "open", "begin", "start", "convene", "follow", "be"];
        let due = |word: TokenId| {
            DUE.contains(&self.lemma(word).as_str())
                || DUE.contains(&self.token(word).text.to_lowercase().as_str())
        };
        // "Due to the storm" gives a reason.
        let reason = |word: TokenId| {
            self.governed(word, &["pcomp", "prep"])
                .any(|child| child == word + 1 && self.lemma(child) == "to")
        };
        if self
            .governed(noun, &["amod", "acl"])
            .any(|word| due(word) && !reason(word))
        {
            return true;
        }
        let token = self.token(noun);
        if !matches!(token.dep, "nsubj" | "nsubjpass") {
            return false;
        }
        let Some(id) = self.predicate_of(token.head) else {
            return false;
        };
        let verb = self.predication(id).support.unwrap_or(token.head);
        if self.predication(id).tense == Tense::Past {
            return false;
        }
        let lemma = self.lemma(token.head);
        let said_due = self
            .governed(verb, &["acomp", "attr", "oprd"])
            .chain([token.head])
            .any(|word| due(word) && !reason(word));
        let planned = token.dep == "nsubjpass" && PLANNED.contains(&lemma.as_str());
        let modality = self.predication(id).modality;
        let will = matches!(modality, Modality::Future | Modality::Obligation)
            && (self.is_taking_place(token.head) || HELD.contains(&lemma.as_str()));
        (said_due || planned || will) && self.predication(id).negation.is_none()
    }

    /// A noun for an act as a subject: whether it takes place is what "take place" says, and what
    /// "an attack would bring" supposes has not happened; "the attack would …" speaks of a known one.
    fn apply_as_subject(&self, governor: TokenId, subject: TokenId, standing: &mut Standing) {
        if !matches!(self.token(subject).pos, "NOUN" | "PROPN") {
            return;
        }
        let Some(outer) = self.predicate_of(governor) else {
            return;
        };
        if self.is_to_come(subject) {
            standing.status = Status::Future;
            standing.why = format!("as the subject of {}", self.token(governor).text);
            return;
        }
        let status = self.own_standing(outer).status;
        // "Would not" is denied and supposed at once.
        let supposed = !self.is_definite(subject)
            && (status == Status::Hypothetical
                || self.predication(outer).modality == Modality::Conditional);
        if self.is_taking_place(governor) && status != Status::Actual {
            standing.status = status;
        } else if supposed {
            standing.status = Status::Hypothetical;
        } else {
            return;
        }
        standing.why = format!("as the subject of {}", self.token(governor).text);
    }

    /// Returns whether a noun is the subject of a clause that takes it as known: who agrees that "the
    /// war ought to end" does not agree to the war. What begins or takes place is not yet known.
    fn is_known_subject(&self, governor: TokenId, subject: TokenId) -> bool {
        let begins = self
            .lexicon
            .operators(&self.lemma(governor))
            .iter()
            .any(|operator| matches!(operator, Operator::Begin | Operator::Happen));
        matches!(self.token(governor).pos, "VERB" | "AUX")
            && self.token(subject).pos == "NOUN"
            && self.is_definite(subject)
            && !begins
            && !self.is_taking_place(governor)
    }

    /// Returns whether what is denied is the other side: "at war not with Iran but with its programme".
    fn is_at_war_with_another(&self, id: PredicationId) -> bool {
        let denied = |preposition: TokenId| {
            self.lemma(preposition) == "with"
                && self
                    .governed(preposition, &["neg"])
                    .any(|word| word < preposition)
        };
        self.predication(id)
            .support
            .is_some_and(|verb| self.governed(verb, &["prep"]).any(denied))
    }

    /// Returns whether a verb says no more of its subject than that it happens.
    fn is_taking_place(&self, verb: TokenId) -> bool {
        let beside = |labels: &'static [&'static str], word: &str| {
            self.governed(verb, labels)
                .any(|one| self.lemma(one) == word)
        };
        match self.lemma(verb).as_str() {
            "happen" | "occur" | "materialise" | "materialize" | "proceed" => true,
            "take" => beside(&["dobj"], "place"),
            "go" => beside(&["advmod", "prt"], "ahead") || beside(&["advmod"], "forward"),
            _ => false,
        }
    }

    /// Returns whether an infinitive says what a noun is for ("operations to clear the camp", "an order
    /// to expel", "no reason to attack"), where the noun has no rule of its own; the first to do something does it.
    fn is_purpose_of_noun(&self, id: PredicationId) -> bool {
        let head = self.predication(id).head;
        let token = self.token(head);
        let noun = token.head;
        let infinitive = self
            .governed(head, &["aux"])
            .any(|aux| self.token(aux).tag == "TO");
        let ranked = || {
            std::iter::once(noun)
                .chain(self.governed(noun, &["amod", "nummod"]))
                .any(|word| {
                    matches!(
                        self.lemma(word).as_str(),
                        "first" | "second" | "third" | "last" | "only" | "late" | "latest"
                    )
                })
                // "The last remaining member to approve it" has not.
                && !self
                    .governed(noun, &["amod"])
                    .any(|word| self.lemma(word).starts_with("remain"))
        };
        // A "strike to protest" protests: only what is no act itself is for something yet to be done.
        let purpose = token.dep == "acl"
            || token.dep == "relcl" && self.lexicon.noun(&self.lemma(noun)).is_empty();
        purpose
            && infinitive
            && matches!(self.token(noun).pos, "NOUN" | "PROPN")
            && self.lexicon.operator_nouns(&self.lemma(noun)).is_empty()
            && !ranked()
    }

    /// Returns whether a noun names an act that is only thought of: "a would-be attack", "potential
    /// sanctions", "the possibility of further sanctions".
    fn is_only_possible(&self, id: PredicationId) -> bool {
        const THOUGHT_OF: &[&str] = &[
            "possible",
            "potential",
            "would-be",
            "prospective",
            "hypothetical",
            "feared",
            "averted",
            "foiled",
            "thwarted",
            "hoax",
        ];
        let predication = self.predication(id);
        if predication.kind != chancery_text::PredicateKind::Noun {
            return false;
        }
        let before = self
            .governed(predication.head, &["amod", "nmod", "compound"])
            .any(|word| {
                THOUGHT_OF.contains(&self.token(word).text.to_lowercase().as_str())
                    || self.lemma(word) == "be"
                        && self
                            .governed(word, &["aux"])
                            .any(|aux| self.token(aux).text.eq_ignore_ascii_case("would"))
            });
        let preposition = self.token(predication.head).head;
        before
            || self.token(predication.head).dep == "pobj"
                && self.lemma(preposition) == "of"
                && matches!(
                    self.lemma(self.token(preposition).head).as_str(),
                    "possibility" | "prospect" | "likelihood" | "probability"
                )
    }

    fn is_accusing(&self, word: TokenId) -> bool {
        self.lexicon
            .operators(&self.lemma(word))
            .first()
            .is_some_and(|operator| matches!(operator, Operator::Accuse | Operator::Allege))
    }

    fn is_clause_of_time(&self, verb: TokenId) -> bool {
        self.governed(verb, &["mark", "advmod"]).any(|word| {
            word < verb && matches!(self.lemma(word).as_str(), "after" | "as" | "when" | "while")
        })
    }

    /// Returns whether a word is said in passing of what is known: an act behind "after", "since" or
    /// "in response to", one that is looked into, marked or protested against, or one with an owner
    /// that is discussed. Who speaks or plans around it does not make it so.
    fn is_presupposed(&self, from: TokenId, governor: TokenId, link: Link) -> bool {
        const BEHIND: &[&str] = &["after", "since", "following", "amid", "despite", "during"];
        const KNOWN: &[&str] = &[
            "response",
            "connection",
            "retaliation",
            "reaction",
            "reprisal",
        ];
        const FACTIVE: &[&str] = &[
            "investigate",
            "probe",
            "mark",
            "commemorate",
            "avenge",
            "mourn",
            "protest",
            "respond",
            "react",
            "retaliate",
            "answer",
        ];
        if !matches!(self.token(from).pos, "NOUN" | "PROPN") {
            return false;
        }
        let verb = self.lemma(governor);
        match link {
            Link::Behind(preposition) => {
                let word = self.lemma(preposition);
                BEHIND.contains(&word.as_str())
                    || KNOWN.contains(&verb.as_str())
                    || FACTIVE.contains(&verb.as_str()) && word != "with"
            }
            Link::Object => {
                FACTIVE.contains(&verb.as_str())
                    || self.token(governor).pos == "VERB"
                        && self.lexicon.operators(&verb).contains(&Operator::Discuss)
                        && self.governed(from, &["poss"]).next().is_some()
            }
            _ => false,
        }
    }

    /// Returns whether saying that one would like to is doing it: "I would like to thank", "allow me
    /// to congratulate".
    fn is_performed(&self, operator: Operator, governor: TokenId, content: TokenId) -> bool {
        let first_person = |labels: &'static [&'static str], word: TokenId| {
            self.governed(word, labels).any(|one| {
                matches!(
                    self.token(one).text.to_lowercase().as_str(),
                    "i" | "we" | "me" | "us"
                )
            })
        };
        matches!(
            operator,
            Operator::Wish | Operator::Permit | Operator::Intend
        ) && (first_person(&["nsubj"], governor)
            || first_person(&["nsubj", "dobj"], content)
            || first_person(&["dobj"], governor))
            && self
                .lexicon
                .operators(&self.lemma(content))
                .iter()
                .any(|one| matches!(one, Operator::Praise | Operator::Condemn))
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
        let open = matches!(
            predication.modality,
            Modality::Possible | Modality::Obligation
        );
        let (status, why) =
            if (predication.negation.is_some() || self.is_at_war_with_another(id)) && !open {
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
            _ if self.is_purpose_of_noun(id) => Some("purpose"),
            _ if self.is_only_possible(id) => Some("possible"),
            ClauseKind::Condition => Some("condition"),
            ClauseKind::Purpose => Some("purpose"),
            _ if matches!(marker.as_str(), "unless" | "lest") => Some("condition"),
            _ if marker == "whether" => Some("open"),
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

    fn apply(
        &self,
        operator: Operator,
        governor: TokenId,
        content: TokenId,
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
                if !*opaque {
                    self.told_to_come(governor, content, standing);
                }
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
                        if outer == Status::Negated || self.is_only_willing(governor) {
                            Status::Hypothetical
                        } else {
                            Status::Future
                        },
                        standing,
                    );
                }
                *opaque = true;
            }
            Operator::Order if violent => {
                if standing.status == Status::Actual && self.is_called_off(governor, content) {
                    set(Status::Negated, standing);
                }
            }
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
                let asserted = matches!(
                    operator,
                    Operator::Think | Operator::Expect | Operator::Discuss | Operator::Able
                );
                if standing.status != Status::Negated || !asserted {
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
            Operator::Attempt if !violent || self.is_attempted_overthrow(governor, content) => {
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

    /// Returns whether somebody only tries to take power: "seeking to topple the president" is no
    /// overthrow, though an attempted coup, as a noun, is an event.
    fn is_attempted_overthrow(&self, governor: TokenId, content: TokenId) -> bool {
        self.token(governor).pos == "VERB"
            && self
                .predicate_of(content)
                .and_then(|id| self.sense(id))
                .is_some_and(|sense| sense.mode == Some(chancery_model::Mode::Seize))
    }

    /// "Said it would suspend tests" tells what is to come; "told them to leave" what is wished.
    fn told_to_come(&self, governor: TokenId, content: TokenId, standing: &mut Standing) {
        let Some(id) = self.predicate_of(content) else {
            return;
        };
        let infinitive = self.token(content).dep == "xcomp"
            && self.token(content).tag == "VB"
            && self
                .governed(content, &["aux"])
                .any(|aux| self.token(aux).tag == "TO");
        if infinitive && self.lemma(governor) == "tell" {
            standing.status = Status::Hypothetical;
            standing.why = format!("under \u{201c}{}\u{201d}", self.token(governor).text);
            return;
        }
        let entry = self.predication(id);
        let conditional = entry.modality == Modality::Conditional
            && entry.negation.is_none()
            && self
                .governed(content, &["aux"])
                .any(|aux| matches!(&*self.token(aux).text.to_lowercase(), "would" | "'d"))
            && !self.predications_of(entry.sentence).any(|other| {
                other.parent == Some(id)
                    && (other.clause == ClauseKind::Condition
                        || other
                            .marker
                            .is_some_and(|word| self.lemma(word) == "unless"))
            });
        if conditional && standing.status == Status::Hypothetical && standing.why == "conditional" {
            standing.status = Status::Future;
            "to come, as was said".clone_into(&mut standing.why);
        }
    }

    /// Returns whether a word of promise or intent says no more than that one would: "is willing to",
    /// "wants to", "prepares for".
    fn is_only_willing(&self, governor: TokenId) -> bool {
        matches!(
            self.lemma(governor).as_str(),
            "willing"
                | "ready"
                | "prepared"
                | "keen"
                | "eager"
                | "want"
                | "mull"
                | "prepare"
                | "poised"
        )
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

/// Returns whether an operator only tells who says what it governs.
const fn is_speech(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Say | Operator::Admit | Operator::Accuse | Operator::Allege | Operator::Deny
    )
}
