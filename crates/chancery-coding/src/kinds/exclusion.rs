//! What an actor has put out of the question, as its position: "direct intervention is off the table,
//! yet Moscow …", "a ceasefire is out of the question for Kyiv", "British troops were ruled out".
//!
//! Whose position it is follows from the words: whose the thing is, for whom it is excluded, who is said
//! to say so, or who acts in the clause beside it. Where none of them tells, there is no position.

use super::Kinds;
use chancery_model::{ActorRef, Body, Position, Statement, Status};
use chancery_text::{Role, TokenId};

/// Words behind "out of" and "off" by which a thing is excluded.
const PLACES: &[(&str, &str)] = &[("off", "table"), ("out", "question"), ("of", "question")];

impl Kinds<'_> {
    /// Returns what is excluded in the document.
    pub(super) fn exclusions(&self) -> Vec<Statement> {
        (0..self.reading.analysis.tokens.len())
            .filter(|&verb| matches!(self.reading.token(verb).pos, "VERB" | "AUX"))
            .filter(|&verb| self.makes_claims(verb))
            .filter_map(|verb| self.excluded_by(verb))
            .collect()
    }

    fn excluded_by(&self, verb: TokenId) -> Option<Statement> {
        let end = self.exclusion(verb)?;
        let subject = self
            .reading
            .governed(verb, &["nsubj", "nsubjpass"])
            .find(|&word| matches!(self.reading.token(word).pos, "NOUN" | "PROPN" | "VERB"))?;
        let id = self
            .reading
            .predicate_of(verb)
            .or_else(|| self.clause_of(verb))?;
        let mut ground = self.clause(id);
        let actor = self.excluder(verb, (subject, end), ground.attribution.speaker.as_ref());
        if actor.is_empty() {
            return None;
        }
        let thing = self.reading.subtree(subject);
        let issue = self.reading.words(thing.clone());
        if issue.split_whitespace().count() > 20 {
            return None;
        }
        let position = self.reading.words(verb..end + 1);
        // That something is not on the table is itself what is held.
        if matches!(ground.status, Status::Negated | Status::Hypothetical) {
            ground.status = Status::Actual;
        }
        let ground = ground.with(thing.start..end + 1);
        let body = Body::Position(Position {
            actor,
            issue,
            position,
            salience: None,
        });
        Some(self.claim(body, &ground, 0.7, "exclude"))
    }

    /// Returns the last word of what excludes the subject of a verb, where something does.
    fn exclusion(&self, verb: TokenId) -> Option<TokenId> {
        let reading = self.reading;
        let lemma = reading.lemma(verb);
        let negated = reading.governed(verb, &["neg"]).next().is_some();
        let passive = reading.governed(verb, &["nsubjpass"]).next().is_some();
        if passive && !negated {
            let ruled = lemma == "rule"
                && reading
                    .governed(verb, &["prt"])
                    .any(|word| reading.lemma(word) == "out");
            if ruled || lemma == "exclude" {
                return reading.governed(verb, &["prt"]).max().or(Some(verb));
            }
        }
        if lemma != "be" && lemma != "remain" {
            return None;
        }
        let option = reading.governed(verb, &["attr"]).find(|&word| {
            let no = reading
                .governed(word, &["det", "neg"])
                .any(|child| reading.lemma(child) == "no");
            reading.lemma(word) == "option" && (no || negated)
        });
        let places = reading
            .governed(verb, &["prep", "advmod"])
            .flat_map(|prep| {
                let inner = reading.governed(prep, &["prep"]);
                inner.chain([prep]).collect::<Vec<_>>()
            });
        let placed = places.into_iter().find_map(|prep| {
            let word = reading.lemma(prep);
            let object = reading.governed(prep, &["pobj"]).next()?;
            let noun = reading.lemma(object);
            let excludes = PLACES.contains(&(word.as_str(), noun.as_str())) && !negated;
            let kept_off = word == "on" && noun == "table" && negated;
            (excludes || kept_off).then_some(object)
        });
        option.or(placed)
    }

    /// Returns whose position it is that a thing is excluded.
    fn excluder(
        &self,
        verb: TokenId,
        (subject, last): (TokenId, TokenId),
        speaker: Option<&ActorRef>,
    ) -> Vec<ActorRef> {
        let reading = self.reading;
        let mut found = self.behind(verb, &["for", "by"]);
        if found.is_empty() {
            found = self.behind(last, &["for"]);
        }
        if found.is_empty() {
            found = self.owners(subject);
        }
        // "French troops are not on the table."
        if found.is_empty() {
            found = self.known(subject);
        }
        if found.is_empty() {
            found.extend(speaker.cloned());
        }
        let beside = reading
            .governed(verb, &["conj", "ccomp", "parataxis"])
            .chain(
                matches!(reading.token(verb).dep, "ccomp" | "conj" | "parataxis")
                    .then_some(reading.token(verb).head),
            )
            .collect::<Vec<_>>();
        for clause in beside {
            if found.is_empty()
                && let Some(id) = reading.predicate_of(clause)
                && !reading.heads(id, Role::Agent).is_empty()
            {
                found = self.agents(id);
            }
        }
        found.retain(|actor| actor.state().is_some());
        found.truncate(1);
        found
    }
}
