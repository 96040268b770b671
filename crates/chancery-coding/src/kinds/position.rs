//! Positions: what an actor wants on an issue, in the words of the text.
//!
//! "X wants Y to withdraw", "X opposes enlargement", "X insists on a two-state solution", "X rules
//! out talks". The issue is the thing at stake; the position says what of it is wanted.

use super::Kinds;
use super::claim::without;
use chancery_model::{Body, Position, Statement, Status};
use chancery_text::{PredicateKind, Role, TokenId};
use std::ops::Range;

impl Kinds<'_> {
    /// Returns the positions of the document.
    pub(super) fn positions(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for id in 0..self.reading.analysis.predications.len() {
            let predication = self.reading.predication(id);
            if predication.kind == PredicateKind::Verb && self.makes_claims(predication.head) {
                found.extend(self.of_wanting(id));
            }
        }
        found
    }

    fn of_wanting(&self, id: usize) -> Option<Statement> {
        let predication = self.reading.predication(id);
        let verb = predication.head;
        let lemma = predication.lemma.replace(' ', "_");
        let clausal = self.words.has("want-clause", &lemma);
        let refuses = self.words.has("suffer", &lemma) && predication.negation.is_some();
        let planned = self.words.has("want-plan", &lemma) || refuses;
        if !clausal && !planned || predication.passive {
            return None;
        }
        // "Two men wanted for …"
        let bare = self.reading.token(verb).tag == "VBN"
            && self.reading.governed(verb, &["aux"]).next().is_none();
        if bare {
            return None;
        }
        let mut actor = self.agents(id);
        let heads = self.reading.heads(id, Role::Agent);
        let people = heads.iter().any(|&head| {
            self.reading.mention(head).is_none()
                && self.reading.lexicon.is(&self.reading.lemma(head), "person")
                && !self
                    .reading
                    .lexicon
                    .is(&self.reading.lemma(head), "official")
        });
        if people {
            return None;
        }
        actor.retain(is_political);
        if actor.is_empty() {
            return None;
        }
        // To insist that something is so is to assert it; to insist that it be so is to want it.
        if matches!(lemma.as_str(), "insist" | "require") && !self.wishes(verb) {
            return None;
        }
        let (issue, wanted) = match self.wanted_thing(id, verb) {
            Some(found) => found,
            None => self.wanted_clause(verb, clausal)?,
        };
        let issue = self.reading.words(issue);
        if issue.split_whitespace().count() > 25 || issue.len() < 3 {
            return None;
        }
        let first = self
            .reading
            .children(verb)
            .iter()
            .copied()
            .filter(|&child| matches!(self.reading.token(child).dep, "aux" | "neg") && child < verb)
            .min()
            .unwrap_or(verb);
        let position = self
            .reading
            .words(first.min(verb)..wanted.end.max(verb + 1));
        let mut ground = self.clause(id).with(wanted);
        // "Cannot accept" is itself what is held.
        if refuses && ground.status == Status::Negated {
            ground.status = Status::Actual;
        }
        let body = Body::Position(Position {
            actor,
            issue,
            position,
            salience: None,
        });
        Some(self.claim(body, &ground, 0.75, &lemma))
    }

    /// Returns the noun phrase that is wanted, where it is a plan and no actor.
    fn wanted_thing(&self, id: usize, verb: TokenId) -> Option<(Range<TokenId>, Range<TokenId>)> {
        let mut heads = self.reading.heads(id, Role::Patient);
        if heads.is_empty() {
            for preposition in ["for", "on", "to"] {
                heads.extend(
                    self.reading
                        .after(id, preposition)
                        .into_iter()
                        .map(|argument| argument.head),
                );
            }
        }
        let head = heads.into_iter().find(|&head| head > verb)?;
        if !self.known(head).is_empty() || self.has_clause(verb) {
            return None;
        }
        if !matches!(self.reading.token(head).pos, "NOUN") {
            return None;
        }
        let lemma = self.reading.lemma(head);
        let is_plan = self.words.has("plan", &lemma)
            || self
                .reading
                .joined(head)
                .is_some_and(|joined| self.words.has("plan", &joined))
            || chancery_text::clauses::is_event_noun(&lemma)
                && self
                    .reading
                    .governed(head, &["prep"])
                    .any(|prep| self.reading.lemma(prep) == "of");
        if !is_plan {
            return None;
        }
        let tokens = self.phrase_of(head);
        Some((tokens.clone(), tokens))
    }

    /// Returns a noun phrase without the clauses behind it.
    pub(super) fn phrase_of(&self, head: TokenId) -> Range<TokenId> {
        let whole = self.reading.subtree(head);
        let end = self
            .reading
            .children(head)
            .iter()
            .copied()
            .filter(|&child| {
                child > head
                    && matches!(
                        self.reading.token(child).dep,
                        "relcl" | "punct" | "appos" | "advcl" | "parataxis"
                    )
            })
            .map(|child| self.reading.subtree(child).start)
            .min()
            .unwrap_or(whole.end);
        let start = self
            .reading
            .children(head)
            .iter()
            .copied()
            .find(|&child| self.reading.token(child).dep == "det" && child == whole.start)
            .map_or(whole.start, |det| det + 1);
        start..end.max(head + 1)
    }

    /// Returns whether the clause that a verb governs is in the mood of what should be ("that he
    /// go", "that he must go").
    fn wishes(&self, verb: TokenId) -> bool {
        self.reading
            .governed(verb, &["ccomp"])
            .next()
            .is_none_or(|clause| {
                let auxiliaries: Vec<TokenId> =
                    self.reading.governed(clause, &["aux", "auxpass"]).collect();
                let must = auxiliaries
                    .iter()
                    .any(|&word| matches!(self.reading.lemma(word).as_str(), "must" | "should"));
                let bare = self.reading.token(clause).tag == "VB" && auxiliaries.is_empty()
                    || auxiliaries
                        .iter()
                        .any(|&word| self.reading.token(word).text.eq_ignore_ascii_case("be"));
                must || bare
            })
    }

    fn has_clause(&self, verb: TokenId) -> bool {
        self.reading
            .governed(verb, &["ccomp", "xcomp"])
            .any(|clause| clause > verb)
    }

    /// Returns the clause that is wanted: its predicate and what follows, and all of it.
    fn wanted_clause(
        &self,
        verb: TokenId,
        clausal: bool,
    ) -> Option<(Range<TokenId>, Range<TokenId>)> {
        if !clausal
            && !matches!(
                self.reading.lemma(verb).as_str(),
                "refuse" | "oppose" | "favour"
            )
        {
            return None;
        }
        let clause = self
            .reading
            .governed(verb, &["ccomp", "xcomp"])
            .find(|&clause| clause > verb)?;
        if !matches!(self.reading.token(clause).pos, "VERB" | "AUX") {
            return None;
        }
        let whole = self.reading.subtree(clause);
        let mut end = whole.end;
        while end > clause + 1 && self.reading.token(end - 1).pos == "PUNCT" {
            end -= 1;
        }
        let whole = whole.start.max(verb + 1)..end;
        Some((clause..end, whole))
    }

    /// Returns the actors that these words name, but for some.
    pub(super) fn actors_in(
        &self,
        tokens: Range<TokenId>,
        but: &[chancery_model::ActorRef],
    ) -> Vec<chancery_model::ActorRef> {
        let mut found = Vec::new();
        for word in tokens {
            if let Some(mention) = self.reading.mention(word) {
                super::claim::add(
                    &mut found,
                    mention
                        .actors
                        .iter()
                        .filter(|actor| actor.state().is_some())
                        .cloned(),
                );
            }
        }
        without(found, but)
    }
}

/// Returns whether an actor is a state, an organ of one, or a body that takes positions: people in
/// the street, firms and newspapers are none.
fn is_political(actor: &chancery_model::ActorRef) -> bool {
    use chancery_model::Sector;
    actor.sector.is_none_or(|sector| {
        matches!(
            sector,
            Sector::Gov
                | Sector::Mil
                | Sector::Reb
                | Sector::Opp
                | Sector::Pty
                | Sector::Spy
                | Sector::Leg
                | Sector::Igo
                | Sector::Eli
        )
    })
}
