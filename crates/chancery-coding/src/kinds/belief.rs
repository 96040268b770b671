//! Beliefs: what somebody is said to think, fear, hope or expect. Never a fact.
//!
//! "X fears that …", "in X there is concern that …", "X's hopes for …", "X sees Y as …" where Y is
//! taken for something that is no stance. Where the text names nobody the holder is unknown.

use super::Kinds;
use chancery_model::{ActorRef, Assertion, Belief, Body, Statement};
use chancery_text::{Modality, PredicateKind, Role, TokenId};
use std::ops::Range;

impl Kinds<'_> {
    /// Returns the beliefs of the document.
    pub(super) fn beliefs(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for id in 0..self.reading.analysis.predications.len() {
            let predication = self.reading.predication(id);
            if predication.kind == PredicateKind::Noun || !self.makes_claims(predication.head) {
                continue;
            }
            let verb = predication.head;
            let lemma = predication.lemma.replace(' ', "_");
            if self.reading.token(verb).pos == "VERB" {
                if self.words.has("believe", &lemma)
                    || self.words.has("believe", &self.reading.lemma(verb))
                {
                    found.extend(self.of_believing(id, verb));
                } else if self.words.has("viewing", &lemma) {
                    found.extend(self.of_viewing(id, verb));
                }
            }
            for word in self.reading.governed(verb, &["acomp"]) {
                if self
                    .words
                    .has("believe-adjective", &self.reading.lemma(word))
                {
                    found.extend(self.of_feeling(id, word));
                }
            }
        }
        for word in 0..self.reading.analysis.tokens.len() {
            if self.reading.lemma(word) == "in" && self.makes_claims(word) {
                found.extend(self.in_the_view(word));
            }
            if self.makes_claims(word)
                && self.reading.token(word).pos == "NOUN"
                && self.words.has("believe-noun", &self.reading.lemma(word))
            {
                found.extend(self.of_belief(word));
            }
        }
        found
    }

    /// Returns who believes: a known actor, or people whom the text names but nobody knows; `None`
    /// where the subject is nobody who can believe.
    fn holder(&self, heads: &[TokenId]) -> Option<Option<ActorRef>> {
        for &head in heads {
            if matches!(
                self.reading.lemma(head).as_str(),
                "i" | "we" | "you" | "one" | "it"
            ) && self.known(head).is_empty()
            {
                return None;
            }
            let named = self.reading.actors_of(head, crate::events::Depth::Named);
            if let Some(holder) = named.into_iter().next() {
                return Some(Some(holder.actor));
            }
            if self.words.has("crowd", &self.reading.lemma(head)) {
                // "Some in Delhi": of that state, though not the state itself.
                let of = self.behind(head, &["in", "among", "of"]).into_iter().next();
                if let Some(mut holder) = of {
                    holder.sector = None;
                    self.reading
                        .short_phrase(head)
                        .clone_into(&mut holder.mention);
                    return Some(Some(holder));
                }
                return Some(Some(ActorRef::unresolved(self.reading.short_phrase(head))));
            }
        }
        None
    }

    fn belief(
        &self,
        holder: Option<ActorRef>,
        tokens: Range<TokenId>,
        id: usize,
        rule: &str,
    ) -> Option<Statement> {
        let tokens = self.trimmed(tokens);
        if tokens.len() < 2 {
            return None;
        }
        let own: Vec<ActorRef> = holder.iter().cloned().collect();
        let about = self.actors_in(tokens.clone(), &own);
        if holder
            .as_ref()
            .is_none_or(|holder| holder.state().is_none())
            && about.is_empty()
        {
            return None;
        }
        let mut ground = self.clause(id);
        // "Cannot hope", "there is little reason to believe": the denial is the claim.
        if ground.attribution.assertion == Assertion::Denied {
            ground.attribution.assertion = Assertion::Reported;
        }
        let sure = if holder.is_some() { 0.85 } else { 0.7 };
        let ground = ground.with(tokens.clone());
        let body = Body::Belief(Belief {
            holder,
            about,
            proposition: self.reading.words(tokens),
        });
        Some(self.claim(body, &ground, sure, rule))
    }

    /// Leaves out an opening "that" and closing punctuation.
    fn trimmed(&self, tokens: Range<TokenId>) -> Range<TokenId> {
        let (mut start, mut end) = (tokens.start, tokens.end);
        while start < end
            && (matches!(self.reading.token(start).pos, "PUNCT" | "SCONJ")
                || self.reading.lemma(start) == "that")
        {
            start += 1;
        }
        while end > start && self.reading.token(end - 1).pos == "PUNCT" {
            let text = &*self.reading.token(end - 1).text;
            if matches!(text, "\"" | "'" | ")" | "\u{201d}") {
                break;
            }
            end -= 1;
        }
        start..end
    }

    /// Returns the clause or thing that a word of believing governs.
    fn content(&self, word: TokenId) -> Option<Range<TokenId>> {
        let clause = self
            .reading
            .governed(word, &["ccomp", "xcomp", "acl"])
            .find(|&clause| clause > word);
        if let Some(clause) = clause {
            let whole = self.reading.subtree(clause);
            return Some(whole.start.max(word + 1)..whole.end);
        }
        self.reading
            .governed(word, &["prep"])
            .find(|&prep| {
                prep > word
                    && matches!(
                        self.reading.lemma(prep).as_str(),
                        "for" | "about" | "of" | "over" | "in"
                    )
            })
            .and_then(|prep| {
                let objects = self.reading.governed(prep, &["pobj", "pcomp"]).next()?;
                let whole = self.reading.subtree(objects);
                Some(whole.start.max(prep + 1)..whole.end)
            })
    }

    /// "X fears that …", "X expects Y to …", "X hopes to …".
    fn of_believing(&self, id: usize, verb: TokenId) -> Option<Statement> {
        let predication = self.reading.predication(id);
        let lemma = self.reading.lemma(verb);
        let heads = if predication.passive {
            Vec::new()
        } else {
            self.reading.heads(id, Role::Agent)
        };
        let holder = if predication.passive {
            // "is expected to", "is believed to have": nobody says who.
            if !matches!(
                lemma.as_str(),
                "expect" | "believe" | "think" | "fear" | "suspect"
            ) {
                return None;
            }
            None
        } else {
            self.holder(&heads)?
        };
        let clause = self
            .reading
            .governed(verb, &["ccomp", "xcomp"])
            .any(|clause| clause > verb);
        let content = self
            .content(verb)
            .filter(|_| clause || matches!(lemma.as_str(), "hope" | "fear" | "expect"))
            .or_else(|| {
                // "expects an attack", "fears a coup"
                self.reading
                    .heads(id, Role::Patient)
                    .into_iter()
                    .find_map(|head| {
                        (head > verb && self.known(head).is_empty()).then(|| self.phrase_of(head))
                    })
            })
            .or_else(|| {
                let clause = self.reading.governed(verb, &["ccomp"]).next()?;
                Some(self.reading.subtree(clause))
            })?;
        if predication.passive {
            let subject = self.reading.governed(verb, &["nsubjpass"]).next()?;
            if self
                .reading
                .mention(subject)
                .is_none_or(|mention| !mention.named)
            {
                return None;
            }
            let subject = self.reading.subtree(subject);
            if self.actors_in(subject.clone(), &[]).is_empty() {
                return None;
            }
            return self.belief(None, subject.start..content.end, id, &lemma);
        }
        // "think of", "believe in somebody" is no proposition.
        if content.len() < 3 && self.known(content.start).is_empty() {
            return None;
        }
        self.belief(holder, content, id, &lemma)
    }

    /// "X sees Y as a bargaining chip", "Y is viewed as a potential partner".
    fn of_viewing(&self, id: usize, verb: TokenId) -> Option<Statement> {
        let lemma = self.reading.lemma(verb);
        if !matches!(
            lemma.as_str(),
            "see" | "view" | "regard" | "consider" | "treat" | "perceive"
        ) {
            return None;
        }
        let as_what = self
            .reading
            .governed(verb, &["prep", "oprd"])
            .find(|&word| {
                self.reading.lemma(word) == "as" || self.reading.token(word).dep == "oprd"
            })?;
        let predication = self.reading.predication(id);
        let whole = self.reading.subtree(as_what);
        let noun = self.reading.governed(as_what, &["pobj"]).next();
        let stance = |word: TokenId| {
            self.words
                .label("stance", &self.reading.lemma(word))
                .is_some()
                || self.words.has("towards", &self.reading.lemma(word))
        };
        let of = self.reading.heads(id, Role::Patient);
        let first = of.iter().copied().filter(|&head| head < as_what).min()?;
        if matches!(
            self.reading.lemma(first).as_str(),
            "what" | "which" | "that" | "it"
        ) && self.known(first).is_empty()
        {
            return None;
        }
        if predication.passive {
            let start = self.reading.subtree(first).start;
            // "For Moscow, the war is not seen as …".
            let holder = self
                .known_of(
                    self.reading
                        .governed(verb, &["prep", "agent"])
                        .filter(|&prep| matches!(self.reading.lemma(prep).as_str(), "for" | "by"))
                        .flat_map(|prep| self.reading.coordinated_objects(prep)),
                )
                .into_iter()
                .next();
            if noun.is_some_and(stance)
                && (holder.is_some() || !self.behind(verb, &["in"]).is_empty())
            {
                return None;
            }
            let named = self
                .reading
                .mention(first)
                .is_some_and(|mention| mention.named);
            if holder.is_none() && !named {
                return None;
            }
            return self.belief(holder, start..whole.end, id, "seen as");
        }
        let holder = self.holder(&self.reading.heads(id, Role::Agent))?;
        // With both sides known, an ally or an enemy in somebody's eyes is a stance.
        if noun.or(Some(as_what)).is_some_and(stance)
            || whole
                .clone()
                .any(|word| self.words.has("towards", &self.reading.lemma(word)))
        {
            return None;
        }
        if first < verb {
            return self.belief(holder, first..whole.end, id, "sees as");
        }
        self.belief(
            holder,
            self.reading.subtree(first).start..whole.end,
            id,
            "sees as",
        )
    }

    /// "In X's view, …", "in the logic of X, …".
    fn in_the_view(&self, preposition: TokenId) -> Option<Statement> {
        let view = self
            .reading
            .governed(preposition, &["pobj"])
            .find(|&word| self.words.has("view", &self.reading.lemma(word)))?;
        let mut holder = self.owners(view);
        if holder.is_empty() {
            holder = self.behind(view, &["of"]);
        }
        let holder = holder.into_iter().next()?;
        let verb = self.reading.token(preposition).head;
        if !matches!(self.reading.token(verb).pos, "VERB" | "AUX") {
            return None;
        }
        let id = self.reading.predicate_of(verb)?;
        let first = self
            .reading
            .governed(verb, &["nsubj", "nsubjpass"])
            .next()?;
        let first = self.reading.subtree(first).start;
        let last = self.reading.evidence(id).end;
        if first < preposition && verb < preposition {
            return None;
        }
        self.belief(Some(holder), first..last.max(first), id, "in the view of")
    }

    /// "X is afraid that …".
    fn of_feeling(&self, id: usize, word: TokenId) -> Option<Statement> {
        let holder = self.holder(&self.reading.heads(id, Role::Agent))?;
        let content = self.content(word)?;
        self.belief(holder, content, id, &self.reading.lemma(word))
    }

    /// "There is concern in X that …", "X's fear of …", "X harbours hopes for …".
    fn of_belief(&self, noun: TokenId) -> Option<Statement> {
        let lemma = self.reading.lemma(noun);
        let id = self.clause_of(noun)?;
        let verb = self.reading.predication(id).head;
        if lemma == "reason" {
            // "There is little reason to believe that …".
            let believing = self
                .reading
                .governed(noun, &["acl", "relcl", "xcomp", "advcl"])
                .find(|&word| self.words.has("believe", &self.reading.lemma(word)))?;
            let inner = self.content(believing)?;
            let there = self.reading.governed(verb, &["expl"]).next().is_some();
            if !there {
                return None;
            }
            let little = self.reading.governed(noun, &["amod", "det"]).any(|child| {
                matches!(
                    self.reading.lemma(child).as_str(),
                    "little" | "no" | "scant" | "scarce"
                )
            });
            let mut statement = self.belief(None, inner, id, "reason to believe")?;
            if little {
                statement.status = chancery_model::Status::Negated;
            }
            return Some(statement);
        }
        // Concern about what is there is no belief; fear of what may come is.
        let of_things = matches!(lemma.as_str(), "fear" | "hope" | "expectation");
        let clause = self
            .reading
            .governed(noun, &["ccomp", "xcomp", "acl"])
            .any(|clause| clause > noun);
        let content = if clause || of_things {
            self.content(noun)
        } else {
            None
        };
        let content = content.or_else(|| self.content_of_clause(noun))?;
        let mut holder = self.owners(noun).into_iter().next();
        if holder.is_none() {
            holder = self.behind(noun, &["in", "among", "of"]).into_iter().next();
        }
        let there = self.reading.governed(verb, &["expl"]).next().is_some();
        if holder.is_none() {
            if there {
                holder = self
                    .behind(verb, &["in", "among", "within"])
                    .into_iter()
                    .next();
            } else if self.reading.token(noun).dep == "dobj" {
                let carries = matches!(
                    self.reading.lemma(verb).as_str(),
                    "have"
                        | "harbor"
                        | "harbour"
                        | "express"
                        | "voice"
                        | "share"
                        | "hold"
                        | "nurse"
                        | "pin"
                        | "raise"
                        | "entertain"
                        | "cherish"
                        | "place"
                );
                if !carries {
                    return None;
                }
                holder = self.holder(&self.reading.heads(id, Role::Agent)).flatten();
            }
        }
        if holder.is_none() && !there {
            return None;
        }
        if self.reading.predication(id).modality == Modality::Conditional && !there {
            return None;
        }
        self.belief(holder, content, id, &lemma)
    }

    /// Returns the clause that hangs on the verb instead of the noun ("there is concern … that").
    fn content_of_clause(&self, noun: TokenId) -> Option<Range<TokenId>> {
        let verb = self.reading.token(noun).head;
        self.reading.governed(verb, &["expl"]).next()?;
        let clause = self
            .reading
            .governed(verb, &["ccomp", "advcl", "acl"])
            .find(|&clause| clause > noun)?;
        Some(self.reading.subtree(clause))
    }
}
