//! The acts that a record tells of, in the order in which they became known.

use super::Day;
use crate::Interner;
use chancery_model::{ActorId, EventType, StatementId};

/// Whether an act was done, or only announced.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Told {
    /// It happened.
    Done,
    /// It is said to come.
    Announced,
}

/// One act of one actor towards another, as a statement tells of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    /// Who acts.
    pub actor: ActorId,
    /// Towards whom.
    pub recipient: ActorId,
    /// What.
    pub event_type: EventType,
    /// The PLOVER score, −10 to +10.
    pub score: f64,
    /// Whether it happened.
    pub told: Told,
    /// The day on which it happened; for an announcement, the day for which it is announced, where
    /// that is told and still to come, and otherwise the day of the announcement.
    pub day: Day,
    /// The day on which that was reported. No forecast as of an earlier day sees the act.
    pub known: Day,
    /// The statement that tells of it.
    pub statement: StatementId,
}

impl Deed {
    /// Returns what deeds are put in order by.
    fn key(&self) -> impl Ord + use<'_> {
        let when = (self.known, self.day, self.event_type, self.told);
        (when, &self.statement, &self.actor, &self.recipient)
    }
}

/// An act with its actors as numbers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Act {
    pub(crate) known: Day,
    pub(crate) day: Day,
    pub(crate) actor: u32,
    pub(crate) recipient: u32,
    pub(crate) event_type: EventType,
    pub(crate) told: Told,
    pub(crate) score: f32,
    /// The place of the statement in [`Chronicle::statements`].
    pub(crate) source: u32,
}

/// All acts of a record, in the order of the days on which they became known.
#[derive(Clone, Debug, Default)]
pub struct Chronicle {
    actors: Interner,
    statements: Vec<StatementId>,
    acts: Vec<Act>,
}

impl Chronicle {
    /// Orders acts by the day on which they were reported. What is done to oneself is left out,
    /// and so is what is told twice in the same words. The order does not matter.
    #[must_use]
    pub fn new(mut deeds: Vec<Deed>) -> Self {
        deeds.retain(|deed| deed.actor != deed.recipient);
        deeds.sort_by(|one, other| one.key().cmp(&other.key()));
        deeds.dedup();
        let mut this = Self::default();
        let mut places = rustc_hash::FxHashMap::default();
        for deed in deeds {
            let next = this.statements.len();
            let source = *places.entry(deed.statement.clone()).or_insert(next);
            if source == next {
                this.statements.push(deed.statement);
            }
            this.acts.push(Act {
                known: deed.known,
                day: match deed.told {
                    Told::Done => deed.day.min(deed.known),
                    Told::Announced => deed.day.max(deed.known),
                },
                actor: this.actors.intern(deed.actor.as_str()),
                recipient: this.actors.intern(deed.recipient.as_str()),
                event_type: deed.event_type,
                told: deed.told,
                #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
                score: deed.score as f32,
                source: u32::try_from(source).unwrap_or(u32::MAX),
            });
        }
        this
    }

    /// Returns the first and the last day on which something became known.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((self.acts.first()?.known, self.acts.last()?.known))
    }

    /// Returns how many acts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.acts.len()
    }

    /// Says whether the record tells of no act.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    pub(crate) fn acts(&self) -> &[Act] {
        &self.acts
    }

    pub(crate) fn number(&self, actor: &ActorId) -> Option<u32> {
        self.actors.get(actor.as_str())
    }

    pub(crate) fn actor(&self, number: u32) -> ActorId {
        ActorId::new(self.actors.name(number).unwrap_or_default())
    }

    pub(crate) fn statement(&self, source: u32) -> Option<&StatementId> {
        self.statements.get(source as usize)
    }
}
