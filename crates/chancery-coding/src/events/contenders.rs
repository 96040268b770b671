//! Candidates for a mediator's role who are named in passing: "slipped into the ranks of secondary
//! contenders for mediation, alongside Turkey or Qatar".
//!
//! Nobody has offered or asked; each named actor is coded as mediation that is possible
//! (hypothetical), so that whoever looks for mediators finds the name with its sentence.

use super::naming::Depth;
use super::reading::Reading;
use super::{CANDIDACY, identifier};
use chancery_model::{
    ActorRef, Attribution, Body, Context, DateRange, Event, EventType, Evidence, Mode, Statement,
    Status,
};
use chancery_text::TokenId;

const CANDIDATES: &[&str] = &[
    "contender",
    "candidate",
    "option",
    "alternative",
    "choice",
    "favourite",
    "favorite",
];

/// How a mediator is called that somebody might be.
const ALTERNATIVE: &[&str] = &[
    "alternative",
    "other",
    "possible",
    "potential",
    "likely",
    "rival",
    "would-be",
    "obvious",
];

/// A passage reaches back so many sentences.
const PASSAGE: usize = 6;

impl Reading<'_> {
    /// Returns possible mediation by everybody whom a sentence names as a candidate for it.
    pub(super) fn contenders(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for (sentence, here) in self.analysis.sentences.iter().enumerate() {
            let role = here.tokens.clone().find(|&word| self.is_candidacy(word));
            let Some(role) = role else {
                continue;
            };
            for actor in self.named_for(role) {
                let span = here.span;
                let evidence = Evidence {
                    document: self.document.id.clone(),
                    sentence,
                    start: span.start,
                    end: span.end,
                    text: span.of(&self.document.text).to_owned(),
                };
                let mut event = Event::new(EventType::Consult, Some(Mode::ThirdParty));
                event.contexts = vec![Context::Diplomatic, Context::Mediation];
                event.contexts.sort_unstable();
                event.actor = vec![actor];
                found.push(Statement {
                    id: identifier(&evidence, &event, Status::Hypothetical),
                    body: Body::Event(event),
                    evidence,
                    status: Status::Hypothetical,
                    attribution: Attribution::default(),
                    date: DateRange {
                        reported: self.published(),
                        ..DateRange::default()
                    },
                    confidence: CANDIDACY,
                    rule: format!("candidate:{}", self.lemma(role)),
                    also: Vec::new(),
                    corrects: None,
                });
            }
        }
        found
    }

    /// Returns whether a word names candidates for the role of a mediator.
    fn is_candidacy(&self, word: TokenId) -> bool {
        let mediation = |word: TokenId| {
            matches!(
                self.lemma(word).as_str(),
                "mediation" | "mediator" | "intermediary" | "go-between" | "mediate"
            )
        };
        // "Norway and Qatar are alternative mediators."
        if self.lemma(word) == "mediator"
            && self
                .governed(word, &["amod"])
                .any(|child| ALTERNATIVE.contains(&self.lemma(child).as_str()))
        {
            return true;
        }
        if self.token(word).pos != "NOUN" || !CANDIDATES.contains(&self.lemma(word).as_str()) {
            return false;
        }
        // "Contenders for the role", in a passage on mediation.
        let the_role = self.governed(word, &["prep"]).any(|prep| {
            self.lemma(prep) == "for"
                && self
                    .governed(prep, &["pobj"])
                    .any(|object| matches!(self.lemma(object).as_str(), "role" | "job" | "part"))
        });
        if the_role && self.passage_is_about(word, mediation) {
            return true;
        }
        self.governed(word, &["compound", "amod"]).any(mediation)
            || self.governed(word, &["prep"]).any(|prep| {
                matches!(self.lemma(prep).as_str(), "for" | "as")
                    && self.subtree(prep).any(mediation)
            })
    }

    /// Returns whether a word of this sentence or the ones before it in the paragraph is of a kind.
    fn passage_is_about(&self, word: TokenId, is: impl Fn(TokenId) -> bool) -> bool {
        let sentence = self.token(word).sentence;
        let sentences = &self.analysis.sentences;
        let Some(here) = sentences.get(sentence) else {
            return false;
        };
        (sentence.saturating_sub(PASSAGE)..=sentence)
            .filter_map(|at| sentences.get(at))
            .filter(|near| near.paragraph == here.paragraph)
            .any(|near| near.tokens.clone().any(&is))
    }

    /// Returns who is named as such a candidate: the subject of the clause, and those after
    /// "alongside", "like" or "such as".
    fn named_for(&self, role: TokenId) -> Vec<ActorRef> {
        let mut heads: Vec<TokenId> = Vec::new();
        let mut verb = role;
        for _ in 0..6 {
            let head = self.token(verb).head;
            if head == verb {
                break;
            }
            verb = head;
            if let Some(id) = self.predicate_of(verb) {
                heads.extend(self.heads(id, chancery_text::Role::Agent));
                break;
            }
        }
        let Some(sentence) = self.analysis.sentences.get(self.token(role).sentence) else {
            return Vec::new();
        };
        for word in sentence.tokens.clone() {
            let beside = matches!(
                self.lemma(word).as_str(),
                "alongside" | "like" | "as" | "including" | "include" | "besides" | "with"
            );
            if word > role && self.token(word).dep == "prep" && beside {
                heads.extend(self.coordinated_objects(word));
            }
        }
        let mut actors: Vec<ActorRef> = Vec::new();
        for head in heads {
            for participant in self.actors_of(head, Depth::Named) {
                let state = participant.actor.state().cloned();
                if state.is_some() && !actors.iter().any(|one| one.state() == state.as_ref()) {
                    actors.push(participant.actor);
                }
            }
        }
        actors
    }
}
