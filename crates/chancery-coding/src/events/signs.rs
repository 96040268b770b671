//! What tells events that are right from those that are wrong, as far as the coder can see it: how sure
//! parser, resolver and calendar are, which rule decided, and how the sides were found.

use super::completion::BY_PLACE;
use super::deeds::Deed;
use super::participants::Participant;
use super::reading::{PredicationId, Reading, same_side};
use crate::calibration::Signs;
use chancery_model::{Sector, Status};
use chancery_text::{ClauseKind, ParagraphKind, PredicateKind};

/// How a deed was read, apart from the deed itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances {
    /// How far the sentence's tree is trusted.
    pub(super) trust: f64,
    /// How sure the date is.
    pub(super) dated: f64,
    pub(super) status: Status,
    /// Whether both sides are known.
    pub(super) both: bool,
}

impl Reading<'_> {
    /// Returns the signs of an event.
    pub(super) fn signs(&self, id: PredicationId, deed: &Deed, around: Circumstances) -> Signs {
        let predication = self.predication(id);
        let sides = || deed.actor.iter().chain(&deed.recipient);
        let weakest = sides()
            .map(|one| f64::from(one.trust) / 100.0)
            .fold(1.0_f64, f64::min);
        let complete = if around.both { 1.0 } else { 0.85 };
        let product = 0.92
            * (0.5 + 0.5 * around.trust)
            * (0.6 + 0.4 * weakest)
            * (0.9 + 0.1 * around.dated)
            * complete;
        let unknown = |list: &[Participant]| list.iter().any(|one| one.actor.state().is_none());
        let mut signs = Signs::default();
        let mut mark = |name: &str, holds: bool| signs.set(name, if holds { 1.0 } else { 0.0 });
        mark("constant", true);
        mark("actor missing", deed.actor.is_empty());
        mark(
            "recipient missing",
            deed.recipient.is_empty() && !deed.symmetric,
        );
        mark("actor unknown", unknown(&deed.actor));
        mark("recipient unknown", unknown(&deed.recipient));
        mark("symmetric", deed.symmetric);
        mark("side by place", sides().any(|one| one.trust == BY_PLACE));
        mark("pronoun", sides().any(|one| self.is_pronoun(one.head)));
        mark("owner", sides().any(|one| self.mention(one.head).is_none()));
        let bare = predication.kind == PredicateKind::Noun && predication.support.is_none();
        mark("noun", bare);
        mark("light verb", predication.support.is_some());
        mark("operator", deed.rule.starts_with("operator:"));
        mark("to come", deed.rule.starts_with("future:"));
        mark("passive", predication.passive);
        mark(
            "subordinate",
            matches!(
                predication.clause,
                ClauseKind::Relative | ClauseKind::Adverbial | ClauseKind::Condition
            ),
        );
        mark("complement", predication.clause == ClauseKind::Complement);
        mark(
            "inferred",
            predication
                .arguments
                .iter()
                .any(|argument| argument.inferred && sides().any(|one| one.head == argument.head)),
        );
        mark(
            "one state",
            deed.actor.iter().any(|actor| {
                deed.recipient
                    .iter()
                    .any(|other| same_side(&actor.actor, &other.actor))
            }),
        );
        mark(
            "place as side",
            deed.recipient.iter().any(|one| {
                let token = self.token(one.head);
                token.dep == "pobj"
                    && matches!(self.lemma(token.head).as_str(), "in" | "at" | "near" | "of")
            }),
        );
        let heading = self
            .analysis
            .sentences
            .get(predication.sentence)
            .and_then(|sentence| self.analysis.paragraphs.get(sentence.paragraph))
            .is_some_and(|paragraph| paragraph.kind == ParagraphKind::Heading);
        mark("heading", heading);
        mark("mode", deed.mode.is_some());
        mark("historical", around.status == Status::Historical);
        let official = |one: &Participant| {
            one.actor.id.is_some()
                && matches!(
                    one.actor.sector,
                    None | Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Igo)
                )
        };
        mark("official", deed.actor.iter().any(official));
        mark(
            "civilians",
            sides().any(|one| {
                matches!(
                    one.actor.sector,
                    Some(Sector::Cvl | Sector::Crm | Sector::Bus | Sector::Edu | Sector::Soc)
                )
            }),
        );
        signs.set(deed.event_type.as_str(), 1.0);
        let length = self
            .analysis
            .sentences
            .get(predication.sentence)
            .map_or(1, |sentence| sentence.tokens.len().max(1));
        let farthest = sides()
            .map(|one| one.head.abs_diff(predication.head))
            .max()
            .unwrap_or(0);
        let scaled = |count: usize| libm::log(1.0 + count as f64) / 5.0;
        signs.set("score", log_odds(product));
        signs.set("tree", around.trust);
        signs.set("weakest name", weakest);
        signs.set("date", around.dated);
        signs.set("length", scaled(length));
        signs.set("distance", scaled(farthest));
        signs.set(
            "further sides",
            sides().count().saturating_sub(2).min(3) as f64 / 3.0,
        );
        signs.set("depth", self.clause_depth(id) as f64 / 4.0);
        signs
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

/// Returns the log odds of a share.
fn log_odds(share: f64) -> f64 {
    let share = share.clamp(0.01, 0.99);
    libm::log(share / (1.0 - share))
}
