//! Two sides of a war or dispute, listed a participant a row, those of one together.

use crate::{Position, context::Context, lines::Row};
use chancery_model::{ActorRef, Date, Evidence};

/// One participant, with the row that lists it.
#[derive(Clone, Debug)]
pub(super) struct Participant<T> {
    pub(super) state: i64,
    pub(super) actor: ActorRef,
    pub(super) first_side: bool,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) evidence: Evidence,
    pub(super) more: T,
}

/// The participants of the war or dispute at hand.
pub(super) struct Sides<T> {
    open: Option<(i64, Position, Vec<Participant<T>>)>,
}

impl<T> Sides<T> {
    pub(super) const fn new() -> Self {
        Self { open: None }
    }

    /// Takes a participant in. Returns the participants of the one before, where it is complete.
    pub(super) fn take(
        &mut self,
        number: i64,
        row: &Row,
        participant: Participant<T>,
    ) -> Option<(i64, Vec<Participant<T>>)> {
        if let Some((open, _, participants)) = &mut self.open
            && *open == number
        {
            participants.push(participant);
            return None;
        }
        let done = self.finish();
        self.open = Some((number, row.start, vec![participant]));
        done
    }

    /// Returns the participants at the end of the file.
    pub(super) fn finish(&mut self) -> Option<(i64, Vec<Participant<T>>)> {
        self.open
            .take()
            .map(|(number, _, participants)| (number, participants))
    }

    /// Returns where the first participant's row stands.
    pub(super) fn open_since(&self) -> Option<Position> {
        self.open.as_ref().map(|(_, start, _)| *start)
    }
}

/// Calls `take` with each ordered pair of opposed participants whose time overlaps, and the days
/// on which it does.
pub(super) fn opposed<T>(
    participants: &[Participant<T>],
    mut take: impl FnMut(&Participant<T>, &Participant<T>, Date, Date),
) {
    for one in participants {
        for other in participants {
            let (from, to) = (one.from.max(other.from), one.to.min(other.to));
            if one.first_side != other.first_side && from <= to {
                take(one, other, from, to);
            }
        }
    }
}

/// Counts those who are named.
pub(super) fn count<T>(participants: &[Participant<T>], context: &mut Context) {
    for participant in participants {
        let actor = &participant.actor;
        context.named(actor.id.is_some(), &actor.mention);
    }
}
