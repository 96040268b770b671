//! Mediators and hosts who are named by a word before the talks or behind them: "Russian-brokered talks", "a
//! Qatari-mediated truce", "EU-hosted talks", "talks hosted by the union".
//!
//! They have no predicate of their own. What was brokered was brokered, whatever becomes of it in the
//! clause around it ("violating the Russian-brokered ceasefire"), unless it is only asked for or to come.

use super::naming::Depth;
use super::reading::{PredicationId, Reading};
use super::{identifier, side};
use chancery_model::{
    ActorRef, Assertion, Attribution, Body, Context, DateRange, Event, EventType, Evidence, Mode,
    Statement, Status,
};
use chancery_text::{Role, TokenId};

/// How often such a statement is right: of 23 on dispatches drawn at random that hold such a word, 20
/// were right in who mediated and in whether it was so.
const NAMED: f64 = 0.87;

/// What a mediator has done to the talks.
const BROKERED: &[&str] = &["brokered", "mediated", "facilitated"];

/// What a host has done to the talks between others.
const HOSTED: &[&str] = &["hosted", "convened", "sponsored"];

/// What is brokered beside talks, truces and agreements.
const MEDIATED: &[&str] = &[
    "exchange",
    "swap",
    "rapprochement",
    "process",
    "plan",
    "proposal",
    "release",
    "solution",
];

/// Prepositions behind which stands what is there: "following …-brokered talks".
const THERE: &[&str] = &[
    "following",
    "after",
    "since",
    "despite",
    "amid",
    "under",
    "during",
    "through",
    "at",
];

/// Verbs whose object is not there yet.
const WISHED: &[&str] = &[
    "reject", "refuse", "decline", "propose", "urge", "suggest", "offer", "seek", "demand", "call",
    "want", "request", "await", "plan", "expect", "hope", "consider", "discuss",
];

impl Reading<'_> {
    /// Returns mediation that a word before its noun names.
    pub(super) fn brokered(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for word in 0..self.analysis.tokens.len() {
            let token = self.token(word);
            let text = token.text.to_lowercase();
            let hosted = HOSTED.contains(&text.as_str());
            if !(hosted || BROKERED.contains(&text.as_str())) || token.head == word {
                continue;
            }
            let noun = token.head;
            let meant = matches!(self.token(noun).pos, "NOUN" | "PROPN")
                && ["talks", "truce", "agreement"]
                    .iter()
                    .any(|class| self.lexicon.is(&self.lemma(noun), class))
                || matches!(self.token(noun).pos, "NOUN" | "PROPN")
                    && MEDIATED.contains(&self.lemma(noun).as_str())
                || self.token(noun).tag.starts_with('N') && self.lemma(noun).contains("fire");
            let behind = word > noun;
            if !meant
                || !matches!(token.dep, "amod" | "compound" | "nmod" | "acl")
                || behind && !(hosted && token.dep == "acl")
            {
                continue;
            }
            let mut mediators: Vec<ActorRef> = Vec::new();
            for child in self
                .children(word)
                .iter()
                .copied()
                .filter(|&child| child < word)
            {
                self.add_states(child, &mut mediators);
            }
            if behind {
                // "Talks hosted by X".
                let by = self.governed(word, &["agent", "prep"]);
                let by = by.filter(|&prep| self.lemma(prep) == "by");
                for prep in by.collect::<Vec<_>>() {
                    for object in self.coordinated_objects(prep) {
                        self.add_states(object, &mut mediators);
                    }
                }
            }
            // Some parses hang both on the noun.
            if mediators.is_empty() && word >= 2 && &*self.token(word - 1).text == "-" {
                self.add_states(word - 2, &mut mediators);
            }
            if mediators.is_empty() {
                continue;
            }
            let mut parties = self.parties_of(noun, &mediators);
            if behind && parties.is_empty() {
                // Whatever "between" hangs on: "hosted by the union between A and B".
                let between = self
                    .subtree(noun)
                    .filter(|&word| self.lemma(word) == "between");
                for prep in between.collect::<Vec<_>>() {
                    for object in self.coordinated_objects(prep) {
                        self.add_states(object, &mut parties);
                    }
                }
                parties.retain(|one| mediators.iter().all(|held| held.state() != one.state()));
            }
            // Whoever gives a room to nobody in particular mediates between nobody.
            if hosted && parties.len() != 2 {
                continue;
            }
            let mut event = Event::new(EventType::Consult, Some(Mode::ThirdParty));
            event.contexts = vec![Context::Diplomatic, Context::Mediation];
            event.contexts.sort_unstable();
            event.dispute = match parties.as_slice() {
                [one, other] => [one, other].into_iter().filter_map(side).collect(),
                _ => Vec::new(),
            };
            event.actor = mediators;
            event.recipient = parties;
            let status = self.status_of_brokered(noun);
            found.push(self.told_in_sentence(word, event, status, "brokered"));
        }
        found
    }

    /// Returns those whom a noun names as mediators: "following mediation efforts by X", "thanks to
    /// Qatari mediation", "mediator Qatar says".
    pub(super) fn mediators_by_noun(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for word in 0..self.analysis.tokens.len() {
            let mut mediators: Vec<ActorRef> = Vec::new();
            match self.lemma(word).as_str() {
                "mediation" => {
                    let head = self.token(word).head;
                    let effort = matches!(
                        self.lemma(head).as_str(),
                        "effort" | "attempt" | "mission" | "talk"
                    );
                    let top = if effort && self.token(word).dep == "compound" {
                        head
                    } else {
                        word
                    };
                    if !self.is_there(top) {
                        continue;
                    }
                    for noun in [top, word] {
                        for actor in self.behind_noun(noun, &["by"]) {
                            Self::add_actor(actor, &mut mediators);
                        }
                        let before = self.governed(noun, &["poss", "amod", "compound", "nmod"]);
                        for child in before.filter(|&child| child != word).collect::<Vec<_>>() {
                            self.add_states(child, &mut mediators);
                        }
                    }
                }
                "mediator" if matches!(self.token(word).dep, "compound" | "nmod") => {
                    let head = self.token(word).head;
                    let mut named = vec![head];
                    named.extend(self.governed(head, &["conj"]));
                    for name in named {
                        self.add_states(name, &mut mediators);
                    }
                }
                "mediator" => {
                    for name in self.governed(word, &["appos"]).collect::<Vec<_>>() {
                        self.add_states(name, &mut mediators);
                    }
                }
                _ => continue,
            }
            if mediators.is_empty() {
                continue;
            }
            let parties = self.parties_of(word, &mediators);
            let mut event = Event::new(EventType::Consult, Some(Mode::ThirdParty));
            event.contexts = vec![Context::Diplomatic, Context::Mediation];
            event.contexts.sort_unstable();
            event.dispute = parties
                .iter()
                .filter_map(|one| one.state().cloned())
                .collect();
            event.actor = mediators;
            event.recipient = parties;
            found.push(self.told_in_sentence(word, event, Status::Actual, "mediator"));
        }
        found
    }

    fn add_actor(actor: ActorRef, to: &mut Vec<ActorRef>) {
        if !to.iter().any(|held| held.state() == actor.state()) {
            to.push(actor);
        }
    }

    /// Returns whether a noun stands behind a preposition that takes it for given.
    fn is_there(&self, noun: TokenId) -> bool {
        let token = self.token(noun);
        let over = token.head;
        let following = self.token(over).text.eq_ignore_ascii_case("following");
        let thanks = self.lemma(over) == "to" && self.lemma(self.token(over).head) == "thank";
        let behind = THERE.contains(&self.lemma(over).as_str()) || thanks;
        following && matches!(token.dep, "pobj" | "dobj") || behind && token.dep == "pobj"
    }

    pub(super) fn behind_noun(&self, noun: TokenId, prepositions: &[&str]) -> Vec<ActorRef> {
        let mut found = Vec::new();
        for prep in self.governed(noun, &["prep"]).collect::<Vec<_>>() {
            if prepositions.contains(&self.lemma(prep).as_str()) {
                for object in self.coordinated_objects(prep) {
                    self.add_states(object, &mut found);
                }
            }
        }
        found
    }

    /// Adds the states and groups that a word names, each once.
    pub(super) fn add_states(&self, word: TokenId, to: &mut Vec<ActorRef>) {
        for participant in self.actors_of(word, Depth::Named) {
            let state = participant.actor.state();
            if state.is_some() && !to.iter().any(|held| held.state() == state) {
                to.push(participant.actor);
            }
        }
    }

    /// Returns the clauses that a word stands in, the nearest first.
    pub(super) fn clauses_over(&self, word: TokenId) -> Vec<PredicationId> {
        let mut found = Vec::new();
        let mut current = word;
        for _ in 0..24 {
            let token = self.token(current);
            if matches!(token.pos, "VERB" | "AUX")
                && let Some(id) = self.predicate_of(current)
            {
                found.push(id);
            }
            if token.head == current {
                break;
            }
            current = token.head;
        }
        found
    }

    /// Returns between whom was mediated: those after "between" or "with", otherwise those who act in
    /// the clauses around, until there are two.
    fn parties_of(&self, noun: TokenId, mediators: &[ActorRef]) -> Vec<ActorRef> {
        let no_mediator =
            |actor: &ActorRef| !mediators.iter().any(|one| one.state() == actor.state());
        let mut parties = self.behind_noun(noun, &["between", "with"]);
        parties.retain(no_mediator);
        if parties.len() >= 2 {
            return parties;
        }
        for id in self.clauses_over(noun) {
            for role in [Role::Agent, Role::Patient, Role::Recipient] {
                for head in self.heads(id, role) {
                    if head != noun {
                        self.add_states(head, &mut parties);
                    }
                }
            }
            parties.retain(no_mediator);
            if parties.len() >= 2 {
                break;
            }
        }
        if parties.len() == 2 {
            parties
        } else {
            Vec::new()
        }
    }

    /// Returns whether what was brokered is there: it is, unless its clause only wishes for it or sets
    /// it in the future, and it is not named as known ("the", "last week's").
    fn status_of_brokered(&self, noun: TokenId) -> Status {
        if self.is_to_come(noun) {
            return Status::Future;
        }
        let known = self.governed(noun, &["det", "poss"]).any(|child| {
            matches!(self.lemma(child).as_str(), "the" | "this" | "that")
                || self.token(child).dep == "poss"
        });
        if known || self.is_there(noun) {
            return Status::Actual;
        }
        let Some(&clause) = self.clauses_over(noun).first() else {
            return Status::Actual;
        };
        let standing = self.standing(clause);
        let wished = WISHED.contains(&self.predication(clause).lemma.as_str());
        match standing.status {
            Status::Future => Status::Future,
            Status::Hypothetical => Status::Hypothetical,
            _ if wished => Status::Hypothetical,
            Status::Historical => Status::Historical,
            Status::Actual | Status::Negated => Status::Actual,
        }
    }

    pub(super) fn told_in_sentence(
        &self,
        word: TokenId,
        event: Event,
        status: Status,
        rule: &str,
    ) -> Statement {
        let sentence = self.token(word).sentence;
        let clause = self.clauses_over(word).first().copied();
        let span = self
            .analysis
            .sentences
            .get(sentence)
            .map_or(self.token(word).span, |sentence| sentence.span);
        let evidence = Evidence {
            document: self.document.id.clone(),
            sentence,
            start: span.start,
            end: span.end,
            text: span.of(&self.document.text).to_owned(),
        };
        let mut attribution =
            clause.map_or_else(Attribution::default, |id| self.told(&self.standing(id)));
        // What the clause around it alleges or denies is not that somebody mediated.
        if matches!(
            attribution.assertion,
            Assertion::Denied | Assertion::Alleged
        ) {
            attribution.assertion = Assertion::Reported;
        }
        let date = clause.map_or_else(DateRange::default, |id| self.dated(id, status, None).range);
        Statement {
            id: identifier(&evidence, &event, status),
            body: Body::Event(event),
            evidence,
            status,
            attribution,
            date: DateRange {
                reported: self.published(),
                ..date
            },
            confidence: NAMED,
            rule: format!("{rule}:{}", self.lemma(word)),
            also: Vec::new(),
            corrects: None,
        }
    }
}
