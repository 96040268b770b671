//! Mediators who are named by a word before the talks: "Russian-brokered talks", "a Qatari-mediated
//! truce", and the requests for help of which a text says that there was none ("the lack of an official
//! request for help").
//!
//! Neither has a predicate of its own. What was brokered was brokered, whatever becomes of it in the
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

/// Nouns that say that something is not there.
const LACKING: &[&str] = &["lack", "absence", "want", "nonexistence"];

/// What help is called.
const HELP: &[&str] = &[
    "help",
    "assistance",
    "aid",
    "intervention",
    "support",
    "protection",
    "intervene",
    "assist",
    "defend",
    "defence",
    "defense",
    "backing",
];

impl Reading<'_> {
    /// Returns mediation that a word before its noun names.
    pub(super) fn brokered(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for word in 0..self.analysis.tokens.len() {
            let token = self.token(word);
            if !BROKERED.contains(&token.text.to_lowercase().as_str()) || token.head == word {
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
            if !meant || !matches!(token.dep, "amod" | "compound" | "nmod" | "acl") || word > noun {
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
            // Some parses hang both on the noun.
            if mediators.is_empty() && word >= 2 && &*self.token(word - 1).text == "-" {
                self.add_states(word - 2, &mut mediators);
            }
            if mediators.is_empty() {
                continue;
            }
            let parties = self.parties_of(noun, &mediators);
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

    /// Returns requests for help that a text says were not made: "the lack of a request", "without a
    /// request", "no request for help".
    pub(super) fn unasked(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for noun in 0..self.analysis.tokens.len() {
            let lemma = self.lemma(noun);
            if !matches!(lemma.as_str(), "request" | "appeal" | "plea")
                || self.token(noun).pos != "NOUN"
                || !self.is_said_to_lack(noun)
            {
                continue;
            }
            let Some(sentence) = self.analysis.sentences.get(self.token(noun).sentence) else {
                continue;
            };
            let help = |word: TokenId| HELP.contains(&self.lemma(word).as_str());
            if !sentence.tokens.clone().any(help) {
                continue;
            }
            let asked = self.asked(noun);
            let mut askers = self.askers(noun);
            askers.retain(|asker| !asked.iter().any(|one| one.state() == asker.state()));
            if asked.is_empty() && askers.is_empty() {
                continue;
            }
            let mut event = Event::new(EventType::Request, Some(Mode::Assist));
            event.contexts = vec![Context::Diplomatic];
            event.actor = askers;
            event.recipient = asked;
            found.push(self.told_in_sentence(noun, event, Status::Negated, "unasked"));
        }
        found
    }

    fn is_said_to_lack(&self, noun: TokenId) -> bool {
        let token = self.token(noun);
        let no = self
            .governed(noun, &["det", "neg"])
            .any(|child| self.lemma(child) == "no");
        let prep = token.head;
        let behind = token.dep == "pobj"
            && match self.lemma(prep).as_str() {
                "without" => true,
                "of" => {
                    let over = self.token(prep).head;
                    LACKING.contains(&self.lemma(over).as_str()) && self.token(over).pos == "NOUN"
                }
                _ => false,
            };
        no || behind
    }

    /// Returns who was not asked: after "to", or whoever speaks of it.
    fn asked(&self, noun: TokenId) -> Vec<ActorRef> {
        let mut found = self.behind_noun(noun, &["to"]);
        if !found.is_empty() {
            return found;
        }
        // "Russia has received no request", "no request has been made to Russia".
        let verb = self.token(noun).head;
        let receives = matches!(
            self.lemma(verb).as_str(),
            "receive" | "get" | "have" | "see"
        );
        let labels: &[&str] = match self.token(noun).dep {
            "dobj" if receives => &["nsubj"],
            _ => &[],
        };
        for word in self.governed(verb, labels).collect::<Vec<_>>() {
            self.add_states(word, &mut found);
        }
        if matches!(self.token(noun).dep, "nsubj" | "nsubjpass") {
            let by = if receives { "by" } else { "to" };
            found.extend(self.behind_noun(verb, &[by]));
        }
        if !found.is_empty() {
            return found;
        }
        for id in self.clauses_over(noun) {
            for head in self.heads(id, Role::Agent) {
                self.add_states(head, &mut found);
            }
            if found.is_empty() {
                // "All that X can do is …".
                let verb = self.predication(id).head;
                for inner in self.governed(verb, &["csubj", "nsubj"]).flat_map(|word| {
                    let clauses = self.governed(word, &["relcl"]);
                    clauses.chain([word]).collect::<Vec<_>>()
                }) {
                    if let Some(inner) = self.predicate_of(inner) {
                        for head in self.heads(inner, Role::Agent) {
                            self.add_states(head, &mut found);
                        }
                    }
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    /// Returns who did not ask: before the noun or after "from" or "by"; otherwise the one party named
    /// in what is coordinated with the lack ("the absence of a pact with A and the lack of a request").
    fn askers(&self, noun: TokenId) -> Vec<ActorRef> {
        let mut found = self.behind_noun(noun, &["from", "by"]);
        for child in self
            .governed(noun, &["poss", "amod", "compound"])
            .collect::<Vec<_>>()
        {
            self.add_states(child, &mut found);
        }
        // "No request had come from Armenia."
        if found.is_empty() && matches!(self.token(noun).dep, "nsubj" | "nsubjpass" | "dobj") {
            found = self.behind_noun(self.token(noun).head, &["from"]);
        }
        if !found.is_empty() {
            return found;
        }
        let mut top = noun;
        for _ in 0..6 {
            let token = self.token(top);
            let inside = matches!(token.dep, "pobj" | "prep" | "conj") && token.head != top;
            if !inside || matches!(self.token(token.head).pos, "VERB" | "AUX") {
                break;
            }
            top = token.head;
        }
        for word in self.subtree(top) {
            self.add_states(word, &mut found);
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    fn behind_noun(&self, noun: TokenId, prepositions: &[&str]) -> Vec<ActorRef> {
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
    fn add_states(&self, word: TokenId, to: &mut Vec<ActorRef>) {
        for participant in self.actors_of(word, Depth::Named) {
            let state = participant.actor.state();
            if state.is_some() && !to.iter().any(|held| held.state() == state) {
                to.push(participant.actor);
            }
        }
    }

    /// Returns the clauses that a word stands in, the nearest first.
    fn clauses_over(&self, word: TokenId) -> Vec<PredicationId> {
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

    fn told_in_sentence(
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
