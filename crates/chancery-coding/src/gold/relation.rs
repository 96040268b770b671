//! The type between two marked actors.

use super::{GoldDocument, Prediction, event_type_of, score::ratios};
use chancery_model::{ActorRef, EventType, Statement};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The type in the gold, and the one answered.
type Answer<'a> = (&'a str, Option<&'a str>);

/// The agreement on the type between two marked actors.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RelationReport {
    /// Documents with a gold event.
    pub documents: usize,
    /// Documents with an answer.
    pub answered: usize,
    /// The share that is right.
    pub accuracy: f64,
    /// The mean of F1 over the types in the gold; CONCEDE and RETREAT count as one.
    pub macro_f1: f64,
    /// F1 by type.
    pub types: Vec<(String, usize, f64)>,
}

/// Scores the type given the two actors: [`Prediction::relation`], or the first event's type.
pub fn relation_report(gold: &[GoldDocument], predictions: &[Prediction]) -> RelationReport {
    let by_id: BTreeMap<&str, &Prediction> = predictions
        .iter()
        .map(|prediction| (prediction.id.as_str(), prediction))
        .collect();
    let merged = |event_type: EventType| match event_type {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    };
    let answers: Vec<Answer<'_>> = gold
        .iter()
        .filter_map(|document| {
            let wanted = document.gold.first()?.plover_type.as_deref()?;
            let answer = by_id.get(document.id.as_str()).and_then(|prediction| {
                prediction
                    .relation
                    .as_deref()
                    .or_else(|| prediction.events.first()?.event_type.as_deref())
            });
            Some((
                event_type_of(wanted).map_or("", merged),
                answer.and_then(event_type_of).map(merged),
            ))
        })
        .collect();
    let labels: BTreeSet<&str> = answers.iter().map(|(wanted, _)| *wanted).collect();
    let types: Vec<(String, usize, f64)> = labels
        .iter()
        .map(|label| {
            let number = |test: &dyn Fn(&Answer<'_>) -> bool| {
                answers.iter().filter(|answer| test(answer)).count()
            };
            let tp = number(&|(wanted, got)| wanted == label && *got == Some(label));
            let fp = number(&|(wanted, got)| wanted != label && *got == Some(label));
            let missed = number(&|(wanted, got)| wanted == label && *got != Some(label));
            ((*label).to_owned(), tp + missed, ratios(tp, fp, missed).2)
        })
        .collect();
    let right = answers
        .iter()
        .filter(|(wanted, got)| *got == Some(*wanted))
        .count();
    RelationReport {
        documents: answers.len(),
        answered: answers.iter().filter(|(_, got)| got.is_some()).count(),
        accuracy: right as f64 / answers.len().max(1) as f64,
        macro_f1: types.iter().map(|(_, _, f1)| f1).sum::<f64>() / types.len().max(1) as f64,
        types,
    }
}

/// Returns the type that statements give between the two actors that a gold document marks: that of
/// the fact whose sides lie in the marks, failing that of the surest fact.
pub fn relation_of(document: &GoldDocument, statements: &[Statement]) -> Option<String> {
    let (source, target) = marks(document.marked.as_deref()?);
    let inside = |actors: &[ActorRef], marks: &[String]| {
        actors.iter().any(|actor| {
            marks.iter().any(|mark| {
                mark.contains(&actor.mention)
                    || actor.mention.contains(mark.as_str())
                    || actor.name.as_ref().is_some_and(|name| mark.contains(name))
            })
        })
    };
    statements
        .iter()
        .filter_map(|statement| {
            let event = statement.event()?;
            let one = inside(&event.actor, &source);
            let other = inside(&event.recipient, &target)
                || (event.recipient.is_empty() && inside(&event.actor, &target));
            let points =
                u32::from(statement.is_evidence()) * 4 + u32::from(one) * 2 + u32::from(other);
            Some((points, event.event_type))
        })
        .rev()
        .max_by_key(|(points, _)| *points)
        .map(|(_, event_type)| event_type.as_str().to_owned())
}

/// Returns the words that a text marks as the two actors.
fn marks(text: &str) -> (Vec<String>, Vec<String>) {
    let between = |open: &str, close: &str| {
        text.split(open)
            .skip(1)
            .filter_map(|rest| rest.split(close).next())
            .map(|words| words.trim().to_owned())
            .collect()
    };
    (between("<s>", "</s>"), between("<t>", "</t>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_are_read() {
        assert_eq!(
            marks("<s>A</s> met <t>B and C</t>."),
            (vec!["A".to_owned()], vec!["B and C".to_owned()])
        );
    }
}
