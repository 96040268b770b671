//! When it happened: the expression of time that governs the deed most closely, else the narrative's,
//! else no more than that it was before (or, to come, after) the day of publication.

use super::reading::{PredicationId, Reading};
use super::scope::Standing;
use crate::lexicon::Operator;
use chancery_model::{Date, DateRange, Status};
use chancery_text::{Bound, Grain, PredicateKind, Tense, TimeExpression, TimeKind, TokenId};

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
    "soviet",
    "ottoman",
];

impl Reading<'_> {
    /// Returns whether a deed happened and when: what is long over, or told as such, is history.
    pub(super) fn told_when(
        &self,
        id: PredicationId,
        standing: &Standing,
        carried: Option<&TimeExpression>,
    ) -> (Status, Dated) {
        let dated = self.dated(id, standing.status, carried);
        let over = is_historical(&dated.range)
            || dated.background
            || self.follows_what_is_long_over(id, &dated.range)
            || self.is_in_old_times(id);
        let status = match standing.status {
            Status::Actual if over => Status::Historical,
            // What is dated after the report is to come.
            Status::Actual if self.is_open(id) && is_to_come(&dated.range) => Status::Future,
            status => status,
        };
        (status, dated)
    }

    /// Returns whether a deed is told in the simple past as what came after an event of more than a
    /// year ago: "After the annexation of Crimea, Russia found itself isolated".
    fn follows_what_is_long_over(&self, id: PredicationId, range: &DateRange) -> bool {
        let Some((time, _)) = self.governing_time(id) else {
            return false;
        };
        let after = time.bound == Bound::After;
        let start = DateRange {
            to: range.from,
            ..range.clone()
        };
        let mut clause = self
            .predication(id)
            .support
            .unwrap_or(self.predication(id).head);
        for _ in 0..6 {
            if matches!(self.token(clause).tag, "VBD" | "VBZ" | "VBP") {
                break;
            }
            clause = self.token(clause).head;
        }
        after && is_historical(&start) && self.token(clause).tag == "VBD"
    }

    /// Returns whether the sentence opens with times long gone: "In Soviet mythology, …".
    fn is_in_old_times(&self, id: PredicationId) -> bool {
        let sentence = self.predication(id).sentence;
        let Some(range) = self.analysis.sentences.get(sentence) else {
            return false;
        };
        let Some(root) = range
            .tokens
            .clone()
            .find(|&word| self.token(word).dep == "ROOT")
        else {
            return false;
        };
        self.governed(root, &["prep"])
            .filter(|&prep| prep < root)
            .flat_map(|prep| self.governed(prep, &["pobj"]))
            .any(|object| {
                self.governed(object, &["amod", "compound"])
                    .any(|word| BACKGROUND.contains(&self.lemma(word).as_str()))
            })
    }

    /// Returns whether the tense of a deed leaves room for one to come.
    fn is_open(&self, id: PredicationId) -> bool {
        let predication = self.predication(id);
        predication.tense != Tense::Past && !predication.perfect
    }

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
        let told_of = {
            let predication = self.predication(id);
            predication.kind == PredicateKind::Noun && predication.support.is_none()
        };
        if time.is_none()
            && told_of
            && status.is_fact()
            && let Some(limit) = self.time_of_governor(id)
        {
            return Dated {
                range: DateRange {
                    to: limit,
                    reported,
                    ..DateRange::default()
                },
                trust: 0.5,
                background,
            };
        }
        let carried = carried.filter(|_| !told_of);
        if let Some(time) = time
            && (time.from.is_some() || time.to.is_some() || time.kind == TimeKind::Event)
        {
            let mut range = bounded(time, reported);
            if time.bound == Bound::After
                && time.kind == TimeKind::Calendar
                && time.tokens.contains(&self.predication(id).head)
            {
                // "After the annexation of Crimea": the annexation itself was then.
                range.to = range.from;
            }
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
            && time.bound == Bound::Within
            && matches!(status, Status::Actual)
            && self.predication(id).tense != Tense::Present
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

    /// Returns the days of one recipient among several, where the text gives it its own: "visited Paris
    /// on Monday and London on Tuesday".
    pub(super) fn days_of(&self, head: TokenId) -> Option<DateRange> {
        let time = self.times_of(self.token(head).sentence).find(|time| {
            time.kind == TimeKind::Calendar
                && (time.from.is_some() || time.to.is_some())
                && time.tokens.start > head
                && self.anchor(time) == head
        })?;
        let reported = self.published();
        let mut range = bounded(time, reported);
        range.expression = Some(time.span.of(&self.document.text).to_owned());
        range.reported = reported;
        Some(range)
    }

    /// Returns the expression of time nearest above or below a predicate, and how near it is.
    fn governing_time(&self, id: PredicationId) -> Option<(&TimeExpression, f64)> {
        let predication = self.predication(id);
        let sentence = self.analysis.sentences.get(predication.sentence)?;
        let times: Vec<(&TimeExpression, TokenId)> = self
            .times_of(predication.sentence)
            .filter(|time| {
                time.tokens.start >= sentence.tokens.start
                    && time.tokens.end <= sentence.tokens.end
                    && matches!(time.kind, TimeKind::Calendar | TimeKind::Event)
                    // An event does not date itself.
                    && !(time.kind == TimeKind::Event && time.tokens.contains(&predication.head))
                    && !(predication.tense == Tense::Present && self.is_nowadays(time))
                    && !self.is_compared(time)
                    && !self.is_too_old_for_the_present(predication.tense, predication.perfect, time)
                    && !self.is_in_heading(time, sentence.tokens.clone())
            })
            .map(|time| (time, self.anchor(time)))
            .collect();
        if times.is_empty() {
            return None;
        }
        // "The Suez Crisis", "the annexation of Crimea": a name that has its date.
        let named = self.times_of(predication.sentence).find(|time| {
            time.kind == TimeKind::Calendar && time.tokens.contains(&predication.head)
        });
        if let Some(time) = named {
            return Some((time, 0.9));
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
        if let Some(time) = best(&own)
            && (predication.support.is_some() || !self.is_day_of_a_thing(time, predication.head))
        {
            return Some((time, 0.95));
        }
        // "The strike on a house in Kyiv on June 17": the phrase ends where the date begins.
        let end = self.subtree(predication.head).end;
        let follows =
            |start: TokenId| start == end || (start == end + 1 && self.token(end).pos == "ADP");
        if let Some((time, _)) = times.iter().find(|(time, anchor)| {
            time.bound == Bound::Within
                && (follows(time.tokens.start) || self.within_phrase(*anchor, predication.head))
        }) {
            return Some((time, 0.8));
        }
        if let Some(time) = self.fronted_for_both(predication.head, &times) {
            return Some((time, 0.8));
        }
        let mut trust = 0.85;
        let told_of = predication.kind == PredicateKind::Noun && predication.support.is_none();
        for _ in 0..6 {
            let Some((governor, link)) = self.governor(word) else {
                break;
            };
            if let Some(time) = best(&[governor]) {
                // What is done about an act dates the doing, not the act.
                let carries = !told_of
                    || trust < 0.8
                    || matches!(
                        self.operator_over(governor, word, link),
                        Some(Operator::Begin | Operator::Happen)
                    );
                if carries {
                    return Some((time, trust));
                }
                break;
            }
            if told_of && self.predicate_of(governor).is_some() {
                break;
            }
            trust -= 0.1;
            word = governor;
            if let Some(time) = self.fronted_for_both(word, &times) {
                return Some((time, trust));
            }
        }
        None
    }

    /// Returns whether a year long past stands behind a verb in the present tense, which reports the day's
    /// news: in "the court convicts them of sales to Croatia in 1991" it is that of the sales.
    fn is_too_old_for_the_present(
        &self,
        tense: Tense,
        perfect: bool,
        time: &TimeExpression,
    ) -> bool {
        let opens = self
            .analysis
            .sentences
            .get(self.token(time.tokens.start).sentence)
            .is_some_and(|sentence| time.tokens.start <= sentence.tokens.start + 1);
        let range = DateRange {
            reported: self.published(),
            ..bounded(time, self.published())
        };
        tense == Tense::Present
            && !perfect
            && !opens
            && time.kind == TimeKind::Calendar
            && time.bound == Bound::Within
            && is_historical(&range)
    }

    /// Returns whether a time stands in the heading before a colon that names what a report is about:
    /// "2011 Syrian uprising: …".
    fn is_in_heading(&self, time: &TimeExpression, sentence: std::ops::Range<TokenId>) -> bool {
        const LONGEST: usize = 14;
        let start = sentence.start;
        sentence
            .take(LONGEST)
            .find(|&word| &*self.token(word).text == ":")
            .is_some_and(|colon| {
                time.tokens.end <= colon
                    && !(start..colon)
                        .any(|word| matches!(self.token(word).tag, "VBD" | "VBZ" | "VBP" | "MD"))
            })
    }

    /// Returns whether a time is that of an act or a thing that a predicate is about, not of what is done
    /// about it: "condemned Friday's attack", "convicts them of sales in 1991", "the Treaty of 1951".
    fn is_day_of_a_thing(&self, time: &TimeExpression, predicate: TokenId) -> bool {
        let anchor = self.anchor(time);
        if anchor == predicate || !matches!(self.token(anchor).pos, "NOUN" | "PROPN") {
            return false;
        }
        let act = self
            .predication_at(anchor)
            .is_some_and(|id| self.predication(id).kind == PredicateKind::Noun);
        let of =
            time.tokens.start.checked_sub(1).is_some_and(|before| {
                self.lemma(before) == "of" && self.token(before).head == anchor
            });
        of || act && (time.grain >= Grain::Year || time.tokens.start < anchor)
    }

    /// Returns whether a time is only compared with: "unlike in 2015", "contrary to 2020".
    fn is_compared(&self, time: &TimeExpression) -> bool {
        let mut word = time.tokens.end.saturating_sub(1);
        for _ in 0..5 {
            if !time.tokens.contains(&word)
                && matches!(
                    self.lemma(word).as_str(),
                    "unlike" | "contrary" | "compare" | "than" | "like"
                )
            {
                return true;
            }
            let token = self.token(word);
            let climbs = time.tokens.contains(&word)
                || matches!(token.dep, "pobj" | "prep" | "pcomp" | "npadvmod");
            if token.head == word || !climbs || matches!(token.pos, "VERB" | "AUX") {
                return false;
            }
            word = token.head;
        }
        false
    }

    /// Returns the time that stands before the subject of two joined verbs, of which this is the
    /// second: "In October, he met them and offered to help".
    fn fronted_for_both<'t>(
        &self,
        verb: TokenId,
        times: &[(&'t TimeExpression, TokenId)],
    ) -> Option<&'t TimeExpression> {
        if self.token(verb).dep != "conj"
            || self
                .governed(verb, &["nsubj", "nsubjpass"])
                .next()
                .is_some()
        {
            return None;
        }
        let first = self.token(verb).head;
        let subject = self.governed(first, &["nsubj", "nsubjpass"]).next()?;
        times
            .iter()
            .find(|(time, anchor)| *anchor == first && time.tokens.end <= subject)
            .map(|(time, _)| *time)
    }

    /// Returns whether an expression only says that something holds now: "today it is isolated".
    fn is_nowadays(&self, time: &TimeExpression) -> bool {
        matches!(
            &*time.span.of(&self.document.text).to_lowercase(),
            "today" | "now" | "these days" | "nowadays" | "currently"
        )
    }

    /// Returns whether a word belongs to the phrase of a noun without a verb between.
    fn within_phrase(&self, word: TokenId, noun: TokenId) -> bool {
        let mut current = word;
        for _ in 0..6 {
            if current == noun {
                return true;
            }
            if matches!(self.token(current).pos, "VERB" | "AUX") {
                return false;
            }
            let head = self.token(current).head;
            if head == current {
                return false;
            }
            current = head;
        }
        false
    }

    /// Returns the day by which an act that a sentence tells of had happened: the date of what was
    /// done about it.
    fn time_of_governor(&self, id: PredicationId) -> Option<Option<Date>> {
        let (governor, _) = self.governor(self.predication(id).head)?;
        let outer = self.predicate_of(governor)?;
        let (time, _) = self.governing_time(outer)?;
        (time.bound == Bound::Within && time.to.is_some()).then_some(time.to)
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
        // "Once again" is now.
        let again = |child: TokenId| {
            self.analysis.tokens.get(child + 1).is_some_and(|next| {
                matches!(&*next.text, "again" | "more" | "and" | "they" | "he" | "it")
            })
        };
        self.children(word).iter().any(|&child| {
            !again(child) && BACKGROUND.contains(&self.lemma(child).as_str())
                || self
                    .children(child)
                    .iter()
                    .any(|&inner| BACKGROUND.contains(&self.lemma(inner).as_str()))
        })
    }
}

/// Returns the days that an expression allows, closed by the day of publication where it is open.
pub(crate) fn bounded(time: &TimeExpression, reported: Option<Date>) -> DateRange {
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

/// Returns whether a deed lies wholly after the day of the report.
fn is_to_come(range: &DateRange) -> bool {
    range.expression.is_some()
        && matches!((range.from, range.reported), (Some(from), Some(reported)) if from > reported)
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
