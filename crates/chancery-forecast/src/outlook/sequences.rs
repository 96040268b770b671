//! Analogous stretches of the past: the last weeks of a pair as a sequence of acts, aligned with
//! the weeks of every pair of the record (Needleman and Wunsch 1970; for events in dyads,
//! D'Orazio, Yonamine and Schrodt 2011).

use super::{
    Class, Day, date,
    state::{Dyad, State},
};
use chancery_model::{ActorId, Date, EventType, StatementId};
use serde::Serialize;

/// A stretch of the past, and what followed.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Analogue {
    /// Who stands where the forecast's actor stands.
    pub actor: ActorId,
    /// Who stands where its recipient stands.
    pub recipient: ActorId,
    /// The last day of the stretch.
    pub until: Option<Date>,
    /// 0 for the same acts at the same distances, 1 for nothing alike.
    pub distance: f64,
    /// Whether the act in question followed within the horizon.
    pub followed: bool,
    /// The acts of the stretch, oldest first, and the one that followed.
    pub statements: Vec<StatementId>,
}

/// One act of a pair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Step {
    day: Day,
    event_type: EventType,
    /// Whether the actor of the question did it, or both did; otherwise the recipient.
    forth: bool,
    source: u32,
}

/// The days of a stretch.
const STRETCH: Day = 30;
/// The acts of a stretch that are compared, the latest ones.
const LONGEST: usize = 8;
/// A stretch has at least so many acts.
const SHORTEST: usize = 2;
/// At most so many analogues are told …
const MOST: usize = 3;
/// … and none further than this.
const FARTHEST: f64 = 0.5;

/// Returns the stretches most like the last weeks of a dyad, whose horizon is over.
pub(crate) fn nearest(state: &State<'_>, place: usize, class: Class, within: u16) -> Vec<Analogue> {
    let own = steps(state, place);
    let own = stretch(&own, state.today);
    if own.len() < SHORTEST {
        return Vec::new();
    }
    let latest = own[own.len() - 1];
    let mut found: Vec<(f64, usize, Day, Vec<Step>)> = Vec::new();
    for other in 0..state.dyads.len() {
        if state.dyads[other].count + state.reverse(other).count < 3 {
            continue;
        }
        let all = steps(state, other);
        let mut best: Option<(f64, usize, Day, Vec<Step>)> = None;
        for end in all.iter().copied() {
            let over = i64::from(end.day) + i64::from(within) <= i64::from(state.today);
            let apart = other / 2 != place / 2 || own[0].day - end.day > STRETCH;
            let like =
                end.forth == latest.forth && end.event_type.quad() == latest.event_type.quad();
            if !over || !apart || !like {
                continue;
            }
            let theirs = stretch(&all, end.day);
            if theirs.len() < SHORTEST {
                continue;
            }
            let distance = distance(own, latest.day, theirs, end.day);
            if best.as_ref().is_none_or(|best| distance < best.0) {
                best = Some((distance, other, end.day, theirs.to_vec()));
            }
        }
        found.extend(best.filter(|best| best.0 <= FARTHEST));
    }
    found.sort_by(|one, other| {
        one.0
            .total_cmp(&other.0)
            .then(other.2.cmp(&one.2))
            .then(one.1.cmp(&other.1))
    });
    found.truncate(MOST);
    found
        .into_iter()
        .map(|(distance, place, end, steps)| {
            told(state, place, class, within, distance, end, &steps)
        })
        .collect()
}

fn told(
    state: &State<'_>,
    place: usize,
    class: Class,
    within: u16,
    distance: f64,
    end: Day,
    steps: &[Step],
) -> Analogue {
    let dyad = &state.dyads[place];
    let next = dyad.done.get(class).and_then(|tally| {
        let next = tally.days.partition_point(|day| *day <= end);
        let day = *tally.days.get(next)?;
        (i64::from(day) - i64::from(end) <= i64::from(within)).then(|| tally.sources[next])
    });
    let mut statements: Vec<StatementId> = Vec::new();
    for source in steps.iter().map(|step| step.source).chain(next) {
        if let Some(id) = state.chronicle.statement(source)
            && !statements.contains(id)
        {
            statements.push(id.clone());
        }
    }
    Analogue {
        actor: state.chronicle.actor(dyad.actor),
        recipient: state.chronicle.actor(dyad.recipient),
        until: date(end),
        distance,
        followed: next.is_some(),
        statements,
    }
}

/// Returns all acts of a pair as the actor of a dyad sees them, oldest first.
fn steps(state: &State<'_>, place: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |dyad: &Dyad, forth: bool| {
        for event_type in EventType::ALL {
            let class = Class::Type(*event_type);
            if !forth && class.is_mutual() {
                continue;
            }
            if let Some(tally) = dyad.done.get(class) {
                steps.extend(
                    tally
                        .days
                        .iter()
                        .zip(&tally.sources)
                        .map(|(day, source)| Step {
                            day: *day,
                            event_type: *event_type,
                            forth,
                            source: *source,
                        }),
                );
            }
        }
    };
    add(&state.dyads[place], true);
    add(state.reverse(place), false);
    steps.sort_unstable();
    steps
}

/// Returns the latest acts of the days up to one.
fn stretch(steps: &[Step], end: Day) -> &[Step] {
    let to = steps.partition_point(|step| step.day <= end);
    let from =
        steps.partition_point(|step| i64::from(step.day) <= i64::from(end) - i64::from(STRETCH));
    &steps[from.max(to.saturating_sub(LONGEST))..to]
}

/// What it costs that one stretch has an act and the other none.
const GAP: f64 = 0.7;

/// Returns the cost of the best alignment per act of the longer stretch.
fn distance(one: &[Step], one_end: Day, other: &[Step], other_end: Day) -> f64 {
    let mut row: Vec<f64> = (0..=other.len()).map(|at| GAP * at as f64).collect();
    for step in one {
        let mut diagonal = row[0];
        row[0] += GAP;
        for (at, counterpart) in other.iter().enumerate() {
            let ages = f64::from(one_end - step.day) - f64::from(other_end - counterpart.day);
            let swapped = diagonal + unlike(step, counterpart) + 0.01 * ages.abs();
            diagonal = row[at + 1];
            row[at + 1] = swapped.min(row[at] + GAP).min(row[at + 1] + GAP);
        }
    }
    row[other.len()] / one.len().max(other.len()) as f64
}

/// Returns how unlike two acts are, 0 to 1.
fn unlike(one: &Step, other: &Step) -> f64 {
    let alike = one.event_type.quad() == other.event_type.quad();
    match (
        one.forth == other.forth,
        one.event_type == other.event_type,
        alike,
    ) {
        (true, true, _) => 0.0,
        (true, false, true) => 0.3,
        (false, _, true) => 0.7,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_stretches_are_near_and_unlike_ones_far() {
        let step = |day, event_type, forth| Step {
            day,
            event_type,
            forth,
            source: 0,
        };
        use EventType::{Assault, Coerce, Consult, Threaten};
        let one = [
            step(1, Threaten, true),
            step(5, Assault, true),
            step(7, Assault, false),
        ];
        let same = one.map(|step| Step {
            day: step.day + 400,
            ..step
        });
        let near = [
            step(2, Threaten, true),
            step(5, Coerce, true),
            step(7, Assault, false),
        ];
        let far = [step(6, Consult, true), step(7, Consult, true)];
        assert_eq!(distance(&one, 7, &same, 407), 0.0);
        let to_near = distance(&one, 7, &near, 7);
        assert!(0.0 < to_near && to_near < 0.2, "{to_near}");
        assert!(distance(&one, 7, &far, 7) > 0.8);
        assert_eq!(distance(&one, 7, &near, 7), distance(&near, 7, &one, 7));
    }
}
