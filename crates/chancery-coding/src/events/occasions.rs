//! Meetings that are only the occasion of something: "signed a pact at a meeting of their ministers" tells one
//! event of the two, not two.

use super::deeds::Deed;
use super::governors::Link;
use super::reading::{PredicationId, Reading};
use chancery_model::{ActorId, EventType};
use chancery_text::PredicateKind;
use std::collections::BTreeSet;

impl Reading<'_> {
    /// Returns why a meeting is no event of its own: those who meet do something together there.
    pub(super) fn occasion(&self, id: PredicationId, deed: &Deed) -> Option<String> {
        let entry = self.predication(id);
        if deed.event_type != EventType::Consult
            || entry.kind != PredicateKind::Noun
            || entry.support.is_some()
        {
            return None;
        }
        let (verb, Link::Behind(preposition)) = self.governor(entry.head)? else {
            return None;
        };
        if !matches!(self.lemma(preposition).as_str(), "at" | "during") {
            return None;
        }
        let outer = self.deed(self.predicate_of(verb)?, 1)?;
        let states = |deed: &Deed| -> BTreeSet<ActorId> {
            deed.actor
                .iter()
                .filter_map(|one| one.actor.state().cloned())
                .collect()
        };
        let here = states(deed);
        (outer.symmetric && here.len() > 1 && here == states(&outer))
            .then(|| format!("the occasion of \u{201c}{}\u{201d}", self.token(verb).text))
    }
}
