//! What tells events that are right from those that are wrong, as far as the coder can see it: how sure
//! parser, resolver and calendar are, who the sides are and how they were found, whom else the sentence
//! names, and whether it tells of the deed in other words too.

use super::completion::BY_PLACE;
use super::deeds::Deed;
use super::participants::Participant;
use super::reading::{PredicationId, Reading};
use crate::calibration::Signs;
use chancery_model::{ActorId, Sector};
use chancery_text::{ClauseKind, Role};
use std::collections::BTreeSet;

/// How a deed was read, apart from the deed itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances {
    /// How far the sentence's tree is trusted.
    pub(super) trust: f64,
    /// How sure the date is.
    pub(super) dated: f64,
    /// Whether both sides are known.
    pub(super) both: bool,
}

/// Words of violence between people rather than of war.
const CRIME: &[&str] = &[
    "murder", "gunman", "robbery", "shooting", "gang", "drug", "cartel", "stab", "suspect",
    "kidnap", "rape", "victim", "criminal",
];

impl Reading<'_> {
    /// Returns the signs of an event.
    pub(super) fn signs(&self, id: PredicationId, deed: &Deed, around: Circumstances) -> Signs {
        let predication = self.predication(id);
        let mut signs = Signs::default();
        signs.set("score", sureness(deed, around));
        signs.set("depth", self.clause_depth(id) as f64 / 4.0);
        signs.set("left out", self.left_out(predication.sentence, deed));
        let mut mark = |name: &str, holds: bool| signs.set(name, if holds { 1.0 } else { 0.0 });
        mark("constant", true);
        mark(deed.event_type.as_str(), true);
        self.mark_sides(id, deed, &mut mark);
        mark("operator", deed.rule.starts_with("operator:"));
        mark("complement", predication.clause == ClauseKind::Complement);
        mark(
            "told twice",
            self.ids_of(predication.sentence).any(|other| {
                other != id
                    && self.sense(other).and_then(|sense| sense.event_type) == Some(deed.event_type)
            }),
        );
        let Some(sentence) = self.analysis.sentences.get(predication.sentence) else {
            return signs;
        };
        mark("first words", predication.head < sentence.tokens.start + 3);
        let any = |words: &[&str]| {
            sentence
                .tokens
                .clone()
                .any(|word| words.contains(&self.lemma(word).as_str()))
        };
        mark("explosion", any(&["explosion", "blast", "explode", "bomb"]));
        mark("crime", any(CRIME));
        signs
    }

    /// Marks who the sides are, and how they were found.
    fn mark_sides(&self, id: PredicationId, deed: &Deed, mark: &mut impl FnMut(&str, bool)) {
        let sides = || deed.actor.iter().chain(&deed.recipient);
        let unknown = |list: &[Participant]| list.iter().any(|one| one.actor.state().is_none());
        let sector = |wanted: &[Sector]| {
            sides().any(|one| {
                one.actor
                    .sector
                    .is_some_and(|sector| wanted.contains(&sector))
            })
        };
        let person = |one: &Participant| self.entity(one.head) == Some("PERSON");
        mark(
            "recipient missing",
            deed.recipient.is_empty() && !deed.symmetric,
        );
        mark("actor unknown", unknown(&deed.actor));
        mark("recipient unknown", unknown(&deed.recipient));
        mark(
            "unknown person",
            sides().any(|one| one.actor.id.is_none() && person(one)),
        );
        mark(
            "known person",
            sides().any(|one| one.actor.name.is_some() && person(one)),
        );
        mark("armed group", sector(&[Sector::Reb, Sector::Uaf]));
        mark("firm", sector(&[Sector::Bus]));
        mark("symmetric", deed.symmetric);
        mark("abroad", states(deed).len() > 1);
        mark("side by place", sides().any(|one| one.trust == BY_PLACE));
        mark("owner", sides().any(|one| self.mention(one.head).is_none()));
        mark(
            "recipient is object",
            self.arguments(id, Role::Patient).any(|argument| {
                !argument.inferred && deed.recipient.iter().any(|one| one.head == argument.head)
            }),
        );
        mark(
            "counted",
            sides().any(|one| self.governed(one.head, &["nummod"]).next().is_some()),
        );
    }

    /// Returns how many of the names in a sentence stand for no side of the deed, in fourths, four at most.
    fn left_out(&self, sentence: usize, deed: &Deed) -> f64 {
        let sides = states(deed);
        let tokens = self
            .analysis
            .sentences
            .get(sentence)
            .map_or(0..0, |sentence| sentence.tokens.clone());
        let others = tokens
            .filter_map(|word| self.mention(word))
            .filter(|mention| mention.named && !mention.locative)
            .filter(|mention| {
                let mut named = mention
                    .actors
                    .iter()
                    .filter_map(|actor| actor.state())
                    .peekable();
                named.peek().is_some() && named.all(|state| !sides.contains(state))
            })
            .count();
        others.min(4) as f64 / 4.0
    }

    /// Returns how many predications stand over one, at most four.
    fn clause_depth(&self, id: PredicationId) -> usize {
        let mut current = id;
        for depth in 0..4 {
            match self.predication(current).parent {
                Some(parent) => current = parent,
                None => return depth,
            }
        }
        4
    }
}

/// Returns the states and organisations that take part.
fn states(deed: &Deed) -> BTreeSet<&ActorId> {
    deed.actor
        .iter()
        .chain(&deed.recipient)
        .filter_map(|one| one.actor.state())
        .collect()
}

/// Returns the log odds of what parser, names, date and completeness leave.
fn sureness(deed: &Deed, around: Circumstances) -> f64 {
    let weakest = deed
        .actor
        .iter()
        .chain(&deed.recipient)
        .map(|one| f64::from(one.trust) / 100.0)
        .fold(1.0_f64, f64::min);
    let complete = if around.both { 1.0 } else { 0.85 };
    log_odds(
        0.92 * (0.5 + 0.5 * around.trust)
            * (0.6 + 0.4 * weakest)
            * (0.9 + 0.1 * around.dated)
            * complete,
    )
}

/// Returns the log odds of a share.
fn log_odds(share: f64) -> f64 {
    let share = share.clamp(0.01, 0.99);
    libm::log(share / (1.0 - share))
}
