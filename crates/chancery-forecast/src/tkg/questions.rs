//! The questions of a step: with whom does ego do what it does today?

use crate::{Act, DirectedEvent, Fact};

/// Who is at the other end of ego's act, with the answers that came true.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Whose act it is.
    pub ego: u32,
    /// What ego does or suffers.
    pub act: Act,
    /// Who was at the other end, sorted.
    pub answers: Vec<u32>,
}

/// Returns the events of some facts as both sides see them, sorted.
pub(super) fn events(facts: &[Fact]) -> Vec<DirectedEvent> {
    let mut events: Vec<DirectedEvent> = facts.iter().flat_map(|fact| fact.both_sides()).collect();
    events.sort_unstable();
    events.dedup();
    events
}

/// Returns the distinct questions of sorted events, in the order of ego and act.
pub(super) fn questions(events: &[DirectedEvent]) -> Vec<Question> {
    events
        .chunk_by(|one, other| (one.ego, one.act) == (other.ego, other.act))
        .map(|events| Question {
            ego: events[0].ego,
            act: events[0].act,
            answers: events.iter().map(|event| event.alter).collect(),
        })
        .collect()
}
