//! Ultimatums that are not called so: "gave Damascus until 1 May to withdraw", "has given Seoul ten days to
//! answer". Whoever sets another state a term for what it is to do threatens it, whatever it gives up to then.

use super::reading::Reading;
use chancery_model::{ActorRef, Context, DateRange, Event, EventType, Statement, Status};
use chancery_text::{PredicateKind, Role, TimeKind, TokenId};

/// Deeds for which one is given time without being threatened.
const HARMLESS: &[&str] = &[
    "prepare", "study", "apply", "recover", "register", "rest", "consider", "build",
];

impl Reading<'_> {
    /// Returns the terms that one actor sets another.
    pub(super) fn ultimatums(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for id in 0..self.analysis.predications.len() {
            let predication = self.predication(id);
            if predication.kind != PredicateKind::Verb || &*predication.lemma != "give" {
                continue;
            }
            let verb = predication.head;
            if !self.sets_a_term(verb) {
                continue;
            }
            let mut by: Vec<ActorRef> = Vec::new();
            for head in self.heads(id, Role::Agent) {
                self.add_states(head, &mut by);
            }
            let mut to: Vec<ActorRef> = Vec::new();
            for role in [Role::Recipient, Role::Patient] {
                for head in self.heads(id, role) {
                    self.add_states(head, &mut to);
                }
            }
            to.retain(|one| by.iter().all(|held| held.state() != one.state()));
            let status = self.standing(id).status;
            if by.is_empty() || to.is_empty() || status == Status::Negated {
                continue;
            }
            let mut event = Event::new(EventType::Threaten, None);
            event.contexts = vec![Context::Diplomatic];
            event.actor = by;
            event.recipient = to;
            let mut statement = self.told_in_sentence(verb, event, status, "term");
            // The term is no day of the deed.
            let term = statement.date.expression.as_deref();
            if term.is_some_and(|words| words.to_lowercase().contains("ntil ")) {
                statement.date = DateRange {
                    to: self.published(),
                    reported: self.published(),
                    ..DateRange::default()
                };
            }
            found.push(statement);
        }
        found
    }

    /// Returns whether a verb of giving gives time to do something.
    fn sets_a_term(&self, verb: TokenId) -> bool {
        let infinitive = self.subtree(verb).any(|word| {
            word > verb
                && self.token(word).pos == "VERB"
                && self
                    .governed(word, &["aux"])
                    .any(|aux| self.token(aux).tag == "TO")
                && !HARMLESS.contains(&self.lemma(word).as_str())
        });
        let until = self.governed(verb, &["prep"]).any(|prep| {
            matches!(self.lemma(prep).as_str(), "until" | "till")
                && self
                    .times_of(self.token(verb).sentence)
                    .any(|time| time.tokens.contains(&(prep + 1)) || time.tokens.contains(&prep))
        });
        let length = self.governed(verb, &["dobj"]).any(|object| {
            self.times_of(self.token(verb).sentence)
                .any(|time| time.kind == TimeKind::Duration && time.tokens.contains(&object))
        });
        infinitive && (until || length)
    }
}
