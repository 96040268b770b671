//! When it happened: the expression of time that governs the deed most closely, else the narrative's,
//! else no more than that it was before (or, to come, after) the day of publication.

use super::reading::{PredicationId, Reading};
use chancery_model::{Date, DateRange, Status};
use chancery_text::{Bound, Grain, TimeExpression, TimeKind, TokenId};

/// A date with how it was found.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Dated {
    pub(crate) range: DateRange,
    /// How sure the date belongs to the deed, 0 to 1.
    pub(crate) trust: f64,
    /// Whether the wording places the deed in the past of long ago.
    pub(crate) background: bool,
}

/// Words that tell of something as background.
const BACKGROUND: &[&str] = &[
    "once",
    "formerly",
    "historically",
    "traditionally",
    "decade",
    "century",
    "ancient",
    "colonial",
];

impl Reading<'_> {
    /// Returns when a predication's deed happened. `carried` is the last date of the narrative.
    pub(crate) fn dated(
        &self,
        id: PredicationId,
        status: Status,
        carried: Option<&TimeExpression>,
    ) -> Dated {
        let reported = self.published();
        let (time, trust) = match self.governing_time(id) {
            Some((time, trust)) => (Some(time), trust),
            None => (None, 0.0),
        };
        let background = self.is_background(id);
        if let Some(time) = time
            && (time.from.is_some() || time.to.is_some() || time.kind == TimeKind::Event)
        {
            let mut range = bounded(time, reported);
            range.expression = Some(time.span.of(&self.document.text).to_owned());
            range.reported = reported;
            return Dated {
                range,
                trust,
                background,
            };
        }
        let mut range = DateRange {
            reported,
            ..DateRange::default()
        };
        if status == Status::Future {
            range.from = reported;
            return Dated {
                range,
                trust: 0.5,
                background,
            };
        }
        if let Some(time) = carried
            && time.grain <= Grain::Week
            && matches!(status, Status::Actual)
        {
            let mut range = bounded(time, reported);
            range.expression = None;
            range.reported = reported;
            return Dated {
                range,
                trust: 0.5,
                background,
            };
        }
        if status.is_fact() {
            range.to = reported;
        }
        Dated {
            range,
            trust: 0.4,
            background,
        }
    }

    /// Returns the expression of time nearest above or below a predicate, and how near it is.
    fn governing_time(&self, id: PredicationId) -> Option<(&TimeExpression, f64)> {
        let predication = self.predication(id);
        let sentence = self.analysis.sentences.get(predication.sentence)?;
        let times: Vec<(&TimeExpression, TokenId)> = self
            .analysis
            .times
            .iter()
            .filter(|time| {
                time.tokens.start >= sentence.tokens.start
                    && time.tokens.end <= sentence.tokens.end
                    && matches!(time.kind, TimeKind::Calendar | TimeKind::Event)
            })
            .map(|time| (time, self.anchor(time)))
            .collect();
        if times.is_empty() {
            return None;
        }
        let mut word = predication.support.unwrap_or(predication.head);
        let mut own = vec![predication.head];
        own.extend(predication.support);
        own.extend(
            predication
                .arguments
                .iter()
                .filter(|argument| self.token(argument.head).pos != "VERB")
                .map(|argument| argument.head),
        );
        own.extend(
            predication
                .arguments
                .iter()
                .filter_map(|one| one.preposition),
        );
        let best = |words: &[TokenId]| {
            times
                .iter()
                .filter(|(_, anchor)| words.contains(anchor))
                .min_by_key(|(time, _)| {
                    (
                        time.kind != TimeKind::Calendar,
                        time.grain,
                        time.tokens.start.abs_diff(predication.head),
                    )
                })
                .map(|(time, _)| *time)
        };
        if let Some(time) = best(&own) {
            return Some((time, 0.95));
        }
        let mut trust = 0.85;
        for _ in 0..6 {
            let Some((governor, _)) = self.governor(word) else {
                break;
            };
            if let Some(time) = best(&[governor]) {
                return Some((time, trust));
            }
            trust -= 0.1;
            word = governor;
        }
        // A sentence with one date and no better claim to it.
        (times.len() == 1).then(|| (times[0].0, 0.55))
    }

    /// Returns the word that an expression of time hangs on.
    fn anchor(&self, time: &TimeExpression) -> TokenId {
        let inside = |word: TokenId| time.tokens.contains(&word);
        let mut word = time.tokens.start;
        for candidate in time.tokens.clone() {
            if !inside(self.token(candidate).head) || self.token(candidate).head == candidate {
                word = candidate;
                break;
            }
        }
        let mut current = self.token(word).head;
        for _ in 0..4 {
            if self.token(current).pos != "ADP" || self.token(current).head == current {
                break;
            }
            current = self.token(current).head;
        }
        current
    }

    /// Returns whether the words around a deed tell it as background.
    fn is_background(&self, id: PredicationId) -> bool {
        let predication = self.predication(id);
        let word = predication.support.unwrap_or(predication.head);
        self.children(word).iter().any(|&child| {
            BACKGROUND.contains(&self.lemma(child).as_str())
                || self
                    .children(child)
                    .iter()
                    .any(|&inner| BACKGROUND.contains(&self.lemma(inner).as_str()))
        })
    }
}

/// Returns the days that an expression allows, closed by the day of publication where it is open.
fn bounded(time: &TimeExpression, reported: Option<Date>) -> DateRange {
    let (from, to) = match time.bound {
        Bound::Within => (time.from, time.to),
        Bound::Since | Bound::After => {
            let from = time.from.or(time.to);
            let open = from.is_none_or(|from| reported.is_none_or(|reported| from <= reported));
            (from, if open { reported } else { None })
        }
        Bound::Until | Bound::Before => (None, time.to.or(time.from)),
    };
    DateRange {
        from,
        to,
        expression: None,
        reported: None,
    }
}

/// Returns whether a deed that ended on `to` is history at the time of `reported`.
pub(crate) fn is_historical(range: &DateRange) -> bool {
    let (Some(to), Some(reported)) = (range.to, range.reported) else {
        return false;
    };
    let Ok(span) = to.until(reported) else {
        return false;
    };
    span.get_days() > 365
}
