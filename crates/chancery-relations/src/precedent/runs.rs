//! Comparisons of then and now that run over several sentences of a text: "In 2015 it had troops there. It
//! asked nobody. Today it has none."

use super::{
    about as named,
    parts::{Time, opening},
};
use chancery_model::{ActorId, Body, Statement, Status};
use chancery_store::View;

/// A run goes on over at most so many sentences that hold no evaluation.
const GAP: usize = 2;

/// A run has at most so many sentences.
const LONGEST: usize = 12;

/// Evaluations one behind the other, each with the time it is about.
pub(super) type Run<'record> = Vec<(&'record Statement, Time)>;

/// Returns the runs of a record in which then is followed by now.
pub(super) fn runs<'record>(view: &View<'record>) -> Vec<Run<'record>> {
    let this_year = view.as_of.map_or(i16::MAX, |day| day.year());
    let mut evaluations: Vec<&Statement> = view
        .statements
        .iter()
        .copied()
        .filter(|found| matches!(found.body, Body::Judgement(_)) && found.status != Status::Negated)
        .collect();
    evaluations.sort_by(|one, other| {
        let place = |found: &Statement| (found.evidence.sentence, found.evidence.start);
        (&one.evidence.document, place(one), &one.id).cmp(&(
            &other.evidence.document,
            place(other),
            &other.id,
        ))
    });
    let mut found: Vec<Run<'record>> = Vec::new();
    let mut run: Run<'record> = Vec::new();
    let mut close = |run: &mut Run<'record>| {
        if run.iter().any(|(_, time)| *time == Time::Now) {
            found.push(std::mem::take(run));
        } else {
            run.clear();
        }
    };
    for statement in evaluations {
        let near = run.last().is_some_and(|(last, _)| {
            let (last, next) = (&last.evidence, &statement.evidence);
            last.document == next.document
                && next.sentence - last.sentence <= GAP
                && run.len() < LONGEST
        });
        if !near {
            close(&mut run);
        }
        let told = run.last().map(|(_, time)| *time);
        match (opening(&statement.evidence.text, this_year), told) {
            // A second earlier time opens another comparison.
            (Some(Time::Then), Some(Time::Now)) => {
                close(&mut run);
                run.push((statement, Time::Then));
            }
            (Some(Time::Then), _) => run.push((statement, Time::Then)),
            (Some(Time::Now), Some(_)) => run.push((statement, Time::Now)),
            (None, Some(time)) => run.push((statement, time)),
            // Now without a then compares nothing.
            (_, None) => {}
        }
    }
    close(&mut run);
    found
}

/// Returns the evaluations of the runs that are about an actor first: it is the one of whom the sentence that
/// opens the run tells.
pub(super) fn about<'record>(
    actor: &ActorId,
    runs: &[Run<'record>],
) -> Vec<(&'record Statement, Time)> {
    runs.iter()
        .filter(|run| {
            let opens = run.first().and_then(|(first, _)| named(first).next());
            opens == Some(actor)
        })
        .flatten()
        .copied()
        .collect()
}
