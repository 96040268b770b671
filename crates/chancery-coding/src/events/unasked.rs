//! Requests for help of which a text says that there was none: "the lack of an official request for help",
//! "without a request", "no request for assistance from X".

use super::reading::Reading;
use chancery_model::{ActorRef, Context, Event, EventType, Mode, Statement, Status};
use chancery_text::{Role, TokenId};

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
}
