//! Expressions of time in their context, and the days of the calendar that they mean.
//!
//! The wording is read first ([`grammar`], [`relative`]), then placed ([`resolution`]). A date
//! without a year is the nearest one past, as news is written, unless its clause looks ahead
//! ([`direction`]), the passage tells of another dated time ("In January 2015 … In March …"), or it
//! goes by its date as by a name ([`named`]). Seasons are the northern hemisphere's. Spans anchored
//! to an event stay symbolic ([`events`]): the calendar does not know when "the start of the war"
//! was.
//!
//! Kinds and grains follow TimeML's distinctions (Pustejovsky et al. 2003: dates, durations, sets),
//! and the bound its signals.

pub(crate) mod calendar;
mod deadline;
mod direction;
mod events;
mod form;
mod grammar;
mod named;
mod parts;
mod relative;
mod resolution;
#[cfg(test)]
mod tests;
mod years;

pub use calendar::{MONTHS, WEEKDAYS, in_words, month_of, written_date};
pub use deadline::deadline;

use crate::analysis::{Analysis, Bound, Grain, TimeExpression, TimeKind};
use crate::lexemes::{Lexemes, tokens_in};
use chancery_model::Date;
use form::{Form, Unit};
use resolution::{Interval, Setting, resolve};

/// Returns the expressions of time in a document, in order of their places.
///
/// `published` is the day of publication; without it only what is absolute, or follows from another
/// date in the text, is resolved. The analysis gives sentences, tokens and trees; where it has none,
/// full stops and the words alone serve.
pub fn expressions(
    text: &str,
    analysis: &Analysis,
    published: Option<Date>,
) -> Vec<TimeExpression> {
    let lexemes = Lexemes::of(text, &analysis.sentences);
    let topics = Topics::of(&lexemes);
    let mut teller = Teller {
        analysis,
        lexemes: &lexemes,
        published,
        topics: &topics,
        reference: None,
        passage: None,
        dated: None,
        before: None,
    };
    let mut found: Vec<TimeExpression> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        match grammar::expression(&lexemes, at) {
            Some((form, end)) if lexemes.is_same_sentence(at, end - 1) => {
                found.extend(teller.tell(at, end, &form));
                at = end;
            }
            _ => at += 1,
        }
    }
    events::add(analysis, &mut found);
    found.sort_by_key(|time| (time.span.start, std::cmp::Reverse(time.span.end)));
    found
}

/// The words that occur in a document, for names that mean a day only where it is their subject.
struct Topics(std::collections::BTreeSet<Box<str>>);

impl Topics {
    fn of(lexemes: &Lexemes) -> Self {
        let mut words = std::collections::BTreeSet::new();
        for at in 0..lexemes.len() {
            let word = lexemes.word(at);
            if word.len() > 3 && !words.contains(word) {
                words.insert(word.into());
            }
        }
        Self(words)
    }

    fn contains(&self, topic: &str) -> bool {
        topic
            .split([' ', '-'])
            .all(|word| word.len() <= 3 || self.0.contains(word))
    }
}

/// A time that was told, and where.
#[derive(Clone, Copy)]
struct Told {
    interval: Interval,
    sentence: usize,
    end: usize,
}

/// Goes through a document with what it has been told so far.
struct Teller<'a> {
    analysis: &'a Analysis,
    lexemes: &'a Lexemes,
    published: Option<Date>,
    topics: &'a Topics,
    /// The last time on the calendar.
    reference: Option<Told>,
    /// The last dated time at the head of a sentence.
    passage: Option<Told>,
    /// The last time that named its year, anywhere.
    dated: Option<Told>,
    /// The last expression, for "in March and September 2014".
    before: Option<Told>,
}

/// So many sentences on, "two days later" no longer counts from a time.
const REFERENCE_REACH: usize = 2;

/// So many sentences on, a dated passage has ended.
const PASSAGE_REACH: usize = 3;

impl Teller<'_> {
    fn tell(&mut self, first: usize, end: usize, form: &Form) -> Option<TimeExpression> {
        let form = &self.year_ahead(form, end);
        let words = self.lexemes.span(first, end);
        let tokens = tokens_in(&self.analysis.tokens, words);
        if tokens.is_empty() && !self.analysis.tokens.is_empty() || self.is_name(&tokens) {
            return None;
        }
        let (bound, start) = match form {
            Form::Duration(_) | Form::Recurring(_) => (Bound::Within, first),
            // "from June 3 to June 9" bounds nothing.
            Form::Range(..)
                if self.lexemes.word_before(first) == "from"
                    || first > 1 && self.lexemes.words(first - 2, &["from", "the"]) =>
            {
                (Bound::Within, first)
            }
            // "from the September 11 attacks", "after last week's vote": the preposition is the noun's.
            _ if self.is_attributive(end, &tokens) => (Bound::Within, first),
            // "a video from 2007" is of that year.
            Form::Year(_)
                if self.lexemes.word_before(first) == "from"
                    && !matches!(self.lexemes.word(end), "on" | "onward" | "onwards") =>
            {
                (Bound::Within, first)
            }
            _ => bound(self.lexemes, first),
        };
        let mut kind = match form {
            Form::Duration(_) => TimeKind::Duration,
            Form::Recurring(_) => TimeKind::Recurring,
            _ => TimeKind::Calendar,
        };
        let sentence = self.lexemes.get(first)?.sentence;
        let topics = |topic: &str| self.topics.contains(topic);
        let setting = Setting {
            anchor: self.published,
            reference: self
                .reference
                .filter(|told| sentence - told.sentence.min(sentence) <= REFERENCE_REACH)
                .map(|told| told.interval),
            passage: self.passage_for(sentence, first, form),
            direction: direction::direction(self.analysis, self.lexemes, first, &tokens),
            topics: &topics,
            may_be_named: matches!(bound, Bound::Since | Bound::Before | Bound::After)
                || names_attack(self.lexemes, end)
                || self.lexemes.word_before(first) == "the",
        };
        let setting = Setting {
            passage: match setting.direction {
                direction::Direction::Future | direction::Direction::Nearest => None,
                _ => setting.passage,
            },
            ..setting
        };
        let interval = resolve(form, &setting);
        // "the past 100,000 years" reach beyond the calendar: a length is left.
        if matches!(form, Form::Window { .. }) && interval.is_none() && self.published.is_some() {
            kind = TimeKind::Duration;
        }
        if let Some(interval) = interval.filter(|_| form.is_point()) {
            let told = Told {
                interval,
                sentence,
                end,
            };
            let heads = self.heads_sentence(first.min(start));
            self.remember(told, form, heads, setting.passage.is_some());
        }
        let span = self.lexemes.span(start, end);
        Some(TimeExpression {
            span,
            tokens: tokens_in(&self.analysis.tokens, span),
            kind,
            from: interval.and_then(|interval| interval.from),
            to: interval.and_then(|interval| interval.to),
            grain: interval.map_or_else(|| grain_of(form), |interval| interval.grain),
            bound,
        })
    }

    /// Gives "in March and September 2014" one year.
    fn year_ahead(&self, form: &Form, end: usize) -> Form {
        if form.has_year() || !matches!(form, Form::Day { .. } | Form::Month { .. }) {
            return form.clone();
        }
        let mut next = end;
        while matches!(self.lexemes.word(next), "and" | "or" | "in" | "on" | "then")
            || self.lexemes.sign(next) == "," && next == end
        {
            next += 1;
        }
        if next == end {
            return form.clone();
        }
        match grammar::simple(self.lexemes, next) {
            Some((second, _))
                if std::mem::discriminant(&second) == std::mem::discriminant(form) =>
            {
                grammar::with_year_of(form.clone(), &second)
            }
            _ => form.clone(),
        }
    }

    /// Returns the dated time that this place continues.
    fn passage_for(&self, sentence: usize, first: usize, form: &Form) -> Option<Interval> {
        let paragraph = |sentence: usize| {
            self.analysis
                .sentences
                .get(sentence)
                .map(|one| one.paragraph)
        };
        // "in March 2014 and (in) September".
        if let Some(before) = self.before
            && before.sentence == sentence
            && first - before.end.min(first) <= 3
            && (before.end..first).any(|at| matches!(self.lexemes.word(at), "and" | "or"))
        {
            return Some(before.interval);
        }
        if let Some(passage) = self.passage
            && sentence - passage.sentence.min(sentence) <= PASSAGE_REACH
            && paragraph(sentence) == paragraph(passage.sentence)
        {
            return Some(passage.interval);
        }
        // "Protests began in November 2013. In February …": a month that opens the next sentence
        // goes on from there; a day would rather be today's news.
        if let Some(dated) = self.dated
            && matches!(form, Form::Month { .. })
            && sentence == dated.sentence + 1
            && paragraph(sentence) == paragraph(dated.sentence)
            && self.heads_sentence(first)
        {
            return Some(dated.interval);
        }
        // Without a day of publication any dated time before serves.
        self.dated
            .filter(|_| self.published.is_none())
            .map(|told| told.interval)
    }

    /// Keeps what was told; `heads` where it opens its sentence, `continued` where it was read
    /// against a dated passage.
    fn remember(&mut self, told: Told, form: &Form, heads: bool, continued: bool) {
        self.reference = Some(told);
        let dated = form.has_year()
            && matches!(
                form,
                Form::Day { .. }
                    | Form::Month { .. }
                    | Form::Year(_)
                    | Form::Season { .. }
                    | Form::Part(..)
                    | Form::Range(..)
            );
        self.before = None;
        if dated {
            self.dated = Some(told);
            if matches!(form, Form::Day { .. } | Form::Month { .. }) {
                self.before = Some(told);
            }
            if heads {
                self.passage = Some(told);
            }
        } else if matches!(
            form,
            Form::Weekday { .. }
                | Form::DaysOff(_)
                | Form::Overnight
                | Form::Window { .. }
                | Form::Away { .. }
        ) {
            // The text is back at the day of publication.
            self.passage = None;
        } else if continued {
            self.passage = Some(told);
        } else if let Some(passage) = self.passage.as_mut() {
            // "In November 2013 … In February …": the passage moves on.
            passage.interval = told.interval;
            passage.sentence = told.sentence;
        }
    }

    /// Returns whether no more than a preposition and a few adverbs stand before in the sentence.
    fn heads_sentence(&self, first: usize) -> bool {
        (first.saturating_sub(2)..=first).any(|at| self.lexemes.opens_sentence(at))
            && (first.saturating_sub(2)..first).all(|at| {
                self.lexemes.opens_sentence(at)
                    || !self.lexemes.is_same_sentence(at, first)
                    || matches!(
                        self.lexemes.word(at),
                        "in" | "on" | "since" | "by" | "back" | "early" | "the"
                    )
            })
    }

    /// Returns whether a time qualifies the noun that follows: "last week's vote", "the 2022 invasion".
    fn is_attributive(&self, end: usize, tokens: &std::ops::Range<usize>) -> bool {
        let possessive = self.lexemes.sign(end) == "'" && self.lexemes.is_glued(end);
        if possessive || names_attack(self.lexemes, end) {
            return true;
        }
        let Some(last) = tokens.end.checked_sub(1).filter(|_| !tokens.is_empty()) else {
            return false;
        };
        tokens.clone().any(|id| {
            let token = &self.analysis.tokens[id];
            token.head > last
                && matches!(token.dep, "compound" | "nmod" | "nummod" | "amod" | "poss")
                && self.analysis.tokens[token.head].tag.starts_with("NN")
                && token.head - last <= 3
        })
    }

    /// Returns whether the recogniser reads the words as part of a person's name or of a place's
    /// ("Theresa May", "May Keyah").
    fn is_name(&self, tokens: &std::ops::Range<usize>) -> bool {
        self.analysis.entity_of(tokens.start).is_some_and(|entity| {
            let covers = tokens.end <= entity.tokens.end;
            let inner = entity.tokens.start < tokens.start;
            let longer = entity.tokens.len() > tokens.len();
            match entity.label {
                "PERSON" => covers && inner,
                "GPE" | "LOC" | "FAC" => covers && longer,
                _ => false,
            }
        })
    }
}

/// Returns whether the words after a date make it the name of what happened on it.
fn names_attack(lexemes: &Lexemes, end: usize) -> bool {
    matches!(
        lexemes.word(end),
        "attack"
            | "attacks"
            | "massacre"
            | "assault"
            | "invasion"
            | "riot"
            | "hijackings"
            | "bombings"
            | "terrorist"
    )
}

/// Returns how the words before bound an expression, and where the expression then starts.
fn bound(lexemes: &Lexemes, first: usize) -> (Bound, usize) {
    let mut at = first;
    // "since the", "by about", "until at least".
    while at > 0
        && matches!(
            lexemes.word_before(at),
            "the" | "about" | "around" | "approximately" | "roughly" | "northern" | "southern"
        )
    {
        at -= 1;
    }
    // "until at least March 18".
    if at > 1 && lexemes.words(at - 2, &["at", "least"]) {
        at -= 2;
    }
    let word = lexemes.word_before(at);
    let two = at.checked_sub(2).map_or("", |two| lexemes.word(two));
    let (bound, length) = match (two, word) {
        ("prior", "to") | ("ahead", "of") => (Bound::Before, 2),
        ("up", "to" | "until") => (Bound::Until, 2),
        ("starting" | "beginning" | "commencing" | "effective", "on" | "in" | "from" | "at") => {
            (Bound::Since, 2)
        }
        ("no", "later") | ("later", "than") => (Bound::Until, 2),
        ("or", "before") | ("or", "after") => return (Bound::Within, first),
        (_, "since") => (Bound::Since, 1),
        (_, "from") => (Bound::Since, 1),
        (_, "starting" | "beginning" | "commencing" | "effective") => (Bound::Since, 1),
        (_, "until" | "till" | "til" | "by" | "through" | "thru") => (Bound::Until, 1),
        (_, "before" | "pre") => (Bound::Before, 1),
        (_, "after" | "following" | "post") => (Bound::After, 1),
        _ => return (Bound::Within, first),
    };
    let start = at - length;
    // The preposition must be of the same sentence.
    if lexemes.is_same_sentence(start, first) {
        (bound, start)
    } else {
        (Bound::Within, first)
    }
}

/// Returns the grain of an expression that was not placed.
fn grain_of(form: &Form) -> Grain {
    match form {
        Form::Day { .. }
        | Form::Weekday { .. }
        | Form::Weekend(_)
        | Form::DaysOff(_)
        | Form::Overnight => Grain::Day,
        Form::Month { .. } => Grain::Month,
        Form::Season { .. } => Grain::Season,
        Form::Year(_) => Grain::Year,
        Form::Decade(_) => Grain::Decade,
        Form::Century(_) => Grain::Century,
        Form::Fixed { grain, .. } => *grain,
        Form::Unit { unit, .. }
        | Form::Away { unit, .. }
        | Form::Apart { unit, .. }
        | Form::Window { unit, .. }
        | Form::From { unit, .. }
        | Form::Recent(unit)
        | Form::Duration(unit)
        | Form::Recurring(unit) => Unit::grain(*unit),
        Form::InYear(inner, _)
        | Form::Part(inner, _)
        | Form::EarlierIn(inner)
        | Form::LaterIn(inner) => grain_of(inner),
        Form::Range(first, second) => grain_of(first).max(grain_of(second)),
    }
}
