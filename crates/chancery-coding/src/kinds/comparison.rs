//! Then against now over several sentences: "In 2015 it had troops there. … Today it has none."
//!
//! Where a sentence that opens with an earlier time is followed, in its paragraph, by one that says how
//! things stand today, the author holds the two against each other: every sentence from the first to the
//! last of such a run is a judgement, whatever its words. A report that somebody did one thing in one year
//! and another thing today compares nothing; the later sentence has to say what is, not what was done.

use super::Kinds;
use chancery_model::{Assertion, Body, Judgement, Statement, Status};
use chancery_text::{ClauseKind, Grain, PredicateKind, TimeKind, TokenId};
use std::collections::BTreeSet;
use std::ops::Range;

/// Which of the two cases a sentence opens with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Time {
    Then,
    Now,
}

/// What says of a sentence that it tells of today; the first words of it.
const NOW: &[&[&str]] = &[
    &["today"],
    &["now"],
    &["this", "time"],
    &["at", "present"],
    &["these", "days"],
    &["currently"],
    &["nowadays"],
];

/// What says of a sentence that it tells of an earlier case.
const THEN: &[&[&str]] = &[
    &["back", "then"],
    &["at", "that", "time"],
    &["in", "those", "days"],
    &["last", "time"],
    &["a", "decade", "ago"],
    &["a", "generation", "ago"],
];

/// Verbs that say how things stand.
const STANDING: &[&str] = &[
    "be", "have", "lack", "need", "require", "depend", "remain", "hold", "face", "possess",
    "enjoy", "want", "stand", "command", "rely", "find", "mean",
];

/// Words before which a sentence may open with its time: "But today".
const OPENERS: &[&str] = &["but", "yet", "and", "by", "in", "back", "only"];

impl Kinds<'_> {
    /// Returns the judgements of comparisons that run over several sentences, leaving out sentences that hold
    /// one of `others` already.
    pub(super) fn comparisons(&self, others: &[Statement]) -> Vec<Statement> {
        let judged: BTreeSet<usize> = others
            .iter()
            .filter(|other| matches!(other.body, Body::Judgement(_)))
            .map(|other| other.evidence.sentence)
            .collect();
        let mut found = Vec::new();
        for run in self.runs() {
            for sentence in run {
                if !judged.contains(&sentence) {
                    found.extend(self.compared(sentence));
                }
            }
        }
        found
    }

    /// Returns the sentences of each comparison, from the one that opens it to the last that tells of today.
    fn runs(&self) -> Vec<Range<usize>> {
        let sentences = &self.reading.analysis.sentences;
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < sentences.len() {
            let paragraph = sentences[at].paragraph;
            if self.opening(at) != Some(Time::Then) {
                at += 1;
                continue;
            }
            let end = (at..sentences.len())
                .find(|&next| sentences[next].paragraph != paragraph)
                .unwrap_or(sentences.len());
            let first = (at + 1..end).find(|&next| {
                self.opening(next) == Some(Time::Now) && self.says_how_things_stand(next)
            });
            match first {
                Some(first) => {
                    // What follows the first sentence of today belongs to it as long as it says what is.
                    let last = (first + 1..end)
                        .take_while(|&next| self.says_how_things_stand(next))
                        .last()
                        .unwrap_or(first);
                    found.push(at..last + 1);
                    at = last + 1;
                }
                None => at = end,
            }
        }
        found
    }

    /// Returns which time a sentence opens with.
    fn opening(&self, sentence: usize) -> Option<Time> {
        let tokens = self
            .reading
            .analysis
            .sentences
            .get(sentence)?
            .tokens
            .clone();
        if tokens.is_empty() || !self.makes_claims(tokens.start) {
            return None;
        }
        let word = |at: TokenId| self.reading.token(at).text.to_lowercase();
        let mut start = tokens.start;
        while start < tokens.end
            && start < tokens.start + 2
            && OPENERS.contains(&word(start).as_str())
        {
            start += 1;
        }
        let opens = |lists: &[&[&str]], start: TokenId| {
            lists.iter().any(|list| {
                start + list.len() <= tokens.end
                    && list
                        .iter()
                        .enumerate()
                        .all(|(index, one)| word(start + index) == *one)
            })
        };
        if opens(NOW, start) || opens(NOW, tokens.start) {
            return Some(Time::Now);
        }
        if opens(THEN, tokens.start) || opens(THEN, start) {
            return Some(Time::Then);
        }
        let published = self.reading.published();
        let dated = self.reading.times_of(sentence).any(|time| {
            let coarse = !matches!(time.grain, Grain::Day);
            let head = time.tokens.start <= start + 1;
            let long_ago = match (time.to, published) {
                (Some(to), Some(day)) => to.until(day).is_ok_and(|span| span.get_days() > 365),
                (Some(_), None) => true,
                (None, _) => false,
            };
            time.kind == TimeKind::Calendar && head && coarse && long_ago
        });
        dated.then_some(Time::Then)
    }

    /// Returns whether the first main clause of a sentence says how things stand rather than what was done.
    fn says_how_things_stand(&self, sentence: usize) -> bool {
        self.main_of(sentence).is_some_and(|id| {
            let predication = self.reading.predication(id);
            let verb = predication.support.unwrap_or(predication.head);
            let able = self
                .reading
                .governed(verb, &["aux"])
                .any(|aux| matches!(self.reading.lemma(aux).as_str(), "can" | "ca" | "must"));
            let standing = STANDING.contains(&self.reading.lemma(verb).as_str());
            let participle = predication.passive && self.reading.token(verb).tag == "VBN";
            predication.tense != chancery_text::Tense::Past && (able || standing || participle)
        })
    }

    /// Returns the first main clause of a sentence.
    fn main_of(&self, sentence: usize) -> Option<usize> {
        (0..self.reading.analysis.predications.len()).find(|&id| {
            let predication = self.reading.predication(id);
            predication.sentence == sentence
                && predication.clause == ClauseKind::Main
                && (predication.kind != PredicateKind::Noun || predication.support.is_some())
        })
    }

    fn compared(&self, sentence: usize) -> Option<Statement> {
        let id = self.main_of(sentence)?;
        let whole = self.reading.analysis.sentences.get(sentence)?;
        let mut ground = self.clause(id);
        if ground.attribution.assertion != Assertion::Author
            || self.is_quoted(self.reading.predication(id).head)
        {
            return None;
        }
        ground.tokens = whole.tokens.clone();
        let about = self.actors_in(whole.tokens.clone(), &[]);
        if about.is_empty() {
            return None;
        }
        if ground.status != Status::Historical {
            ground.status = Status::Actual;
        }
        Some(self.claim(
            Body::Judgement(Judgement { about }),
            &ground,
            0.65,
            "compared",
        ))
    }
}
