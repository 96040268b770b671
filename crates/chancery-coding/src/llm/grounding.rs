//! From an answer to statements: whatever is not in the text is left out and counted.
//!
//! Words are looked for in the passage with white space, quotation marks and dashes made alike, and as
//! whole words. An event without evidence is no event; a side, place, date or count that the passage does not
//! hold is dropped from an event that stays.

use crate::events::{bounded, identifier, is_historical, number_word};
use crate::named_or_kept;
use chancery_actors::{Resolution, ResolvedMention, city};
use chancery_model::{
    ActorRef, Assertion, Attribution, Body, Context, DateRange, Diagnostic, Document, DocumentId,
    Event, EventType, Evidence, Mode, Span, Statement, StatementId, Status,
};
use chancery_text::{Analysis, TimeKind, TokenId};
use serde::Deserialize;
use serde_json::Value;
use std::ops::Range;

/// Nobody has measured how often a model that the user names is right: even odds.
const UNMEASURED: f64 = 0.5;

/// What a model answers.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    events: Vec<Value>,
}

/// An event as a model tells it.
#[derive(Debug, Deserialize)]
struct Told {
    evidence: String,
    #[serde(rename = "type")]
    event_type: String,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<ToldContext>,
    #[serde(default)]
    actor: Vec<String>,
    #[serde(default)]
    recipient: Vec<String>,
    status: Status,
    #[serde(default)]
    assertion: Assertion,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    dead: Option<String>,
    #[serde(default)]
    injured: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ToldContext {
    context: String,
    words: String,
}

impl Answer {
    /// Reads an answer, with or without the fence that models like to put around JSON.
    pub(super) fn read(answer: &str) -> Option<Self> {
        let bare = answer.trim();
        let bare = bare
            .strip_prefix("```json")
            .or_else(|| bare.strip_prefix("```"))
            .unwrap_or(bare);
        let bare = bare.trim().strip_suffix("```").unwrap_or(bare);
        serde_json::from_str(bare.trim()).ok()
    }
}

/// What was left out of a document's answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Tally {
    told: usize,
    malformed: usize,
    without_evidence: usize,
    ungrounded: usize,
    unknown: usize,
}

impl Tally {
    /// Returns a diagnostic for each kind of loss, with its count.
    pub(super) fn diagnostics(self, document: &DocumentId) -> Vec<Diagnostic> {
        let losses = [
            (
                "llm-malformed-event",
                self.malformed,
                "events of the answer lack a field or have one of the wrong kind and are left out",
            ),
            (
                "llm-no-evidence",
                self.without_evidence,
                "events rest on words that the text does not hold and are left out",
            ),
            (
                "llm-ungrounded",
                self.ungrounded,
                "details (sides, places, days, counts) are not in the text and are left out",
            ),
            (
                "llm-unknown-word",
                self.unknown,
                "types, modes or contexts are not PLOVER's and are left out",
            ),
        ];
        losses
            .into_iter()
            .filter(|(_, count, _)| *count > 0)
            .map(|(code, count, what)| {
                Diagnostic::warning(
                    code,
                    format!("{document}: of {} events told, {count} {what}.", self.told),
                )
                .in_document(document)
            })
            .collect()
    }
}

/// A passage that was asked about.
pub(super) struct Passage<'a> {
    pub(super) document: &'a Document,
    pub(super) analysis: &'a Analysis,
    pub(super) resolution: &'a Resolution,
    pub(super) span: Span,
    pub(super) model: &'a str,
}

impl Passage<'_> {
    /// Returns the statements of an answer that the passage bears out.
    pub(super) fn read(&self, answer: &str, tally: &mut Tally) -> Vec<Statement> {
        let plain = Plain::of(self.span.of(&self.document.text), self.span.start);
        let events = Answer::read(answer).map_or_else(Vec::new, |answer| answer.events);
        events
            .into_iter()
            .filter_map(|event| {
                tally.told += 1;
                match serde_json::from_value::<Told>(event) {
                    Ok(told) => self.statement(&told, &plain, tally),
                    Err(_) => {
                        tally.malformed += 1;
                        None
                    }
                }
            })
            .collect()
    }

    fn statement(&self, told: &Told, plain: &Plain, tally: &mut Tally) -> Option<Statement> {
        let Ok(event_type) = told.event_type.parse::<EventType>() else {
            tally.unknown += 1;
            return None;
        };
        let Some(span) = plain.find(&told.evidence, self.span) else {
            tally.without_evidence += 1;
            return None;
        };
        let mode = told.mode.as_deref().and_then(|word| {
            let mode = word.parse::<Mode>().ok();
            tally.unknown += usize::from(mode.is_none());
            mode
        });
        let mut ground = |words: Option<&String>| {
            let words = words.filter(|words| !words.trim().is_empty())?;
            let found = plain.find(words, span);
            tally.ungrounded += usize::from(found.is_none());
            found
        };
        let mut event = Event::new(event_type, mode);
        event.actor = self.actors(told.actor.iter().filter_map(|words| ground(Some(words))));
        event.recipient = self.actors(
            told.recipient
                .iter()
                .filter_map(|words| ground(Some(words))),
        );
        let speaker = ground(told.speaker.as_ref());
        let outlet = ground(told.outlet.as_ref());
        let place = ground(told.place.as_ref());
        let date = ground(told.date.as_ref());
        let dead = ground(told.dead.as_ref());
        let injured = ground(told.injured.as_ref());
        let contexts: Vec<(&ToldContext, Option<Span>)> = told
            .contexts
            .iter()
            .map(|one| (one, ground(Some(&one.words))))
            .collect();
        for (one, found) in contexts {
            match one.context.parse::<Context>() {
                Ok(context) if found.is_some() => event.contexts.push(context),
                Ok(_) => {}
                Err(_) => tally.unknown += 1,
            }
        }
        event.contexts.sort_unstable();
        event.contexts.dedup();
        if let Some(place) = place {
            self.place(place, &mut event);
        }
        let mut count = |words: Option<Span>| {
            let words = words?;
            let count = self.count(words);
            tally.ungrounded += usize::from(count.is_none());
            count
        };
        event.dead = count(dead);
        event.injured = count(injured);
        let dated = date.map(|date| self.range(date));
        tally.ungrounded += usize::from(matches!(dated, Some(None)));
        let mut range = dated.flatten().unwrap_or_default();
        range.reported = self.document.published;
        if range.expression.is_none() {
            match told.status {
                Status::Future => range.from = range.reported,
                status if status.is_fact() => range.to = range.reported,
                _ => {}
            }
        }
        let status = match told.status {
            Status::Actual if is_historical(&range) => Status::Historical,
            status => status,
        };
        let evidence = Evidence {
            document: self.document.id.clone(),
            sentence: self.sentence_at(span.start),
            start: span.start,
            end: span.end,
            text: span.of(&self.document.text).to_owned(),
        };
        let id = identifier(&evidence, &event, status);
        Some(Statement {
            // The rules may claim the same of the same words: another coder, another statement.
            id: StatementId::new(format!("m{}", id.as_str().trim_start_matches('e'))),
            attribution: Attribution {
                outlet: outlet.map(|span| span.of(&self.document.text).to_owned()),
                speaker: speaker.and_then(|span| self.actors_at(span).into_iter().next()),
                assertion: told.assertion,
            },
            body: Body::Event(event),
            evidence,
            status,
            date: range,
            confidence: UNMEASURED,
            rule: format!("llm:{}", self.model),
            also: Vec::new(),
            corrects: None,
        })
    }

    fn sentence_at(&self, byte: usize) -> usize {
        self.analysis
            .sentences
            .iter()
            .rposition(|sentence| sentence.span.start <= byte)
            .unwrap_or(0)
    }

    /// Returns the tokens that a span touches.
    fn tokens(&self, span: Span) -> Range<TokenId> {
        let tokens = &self.analysis.tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let last = tokens.partition_point(|token| token.span.start < span.end);
        first..last.max(first)
    }

    fn actors(&self, spans: impl Iterator<Item = Span>) -> Vec<ActorRef> {
        let mut out: Vec<ActorRef> = Vec::new();
        for actor in spans.flat_map(|span| self.actors_at(span)) {
            let known = out.iter().any(|other| {
                *other == actor
                    || actor.id.is_some() && other.id == actor.id && other.sector == actor.sector
            });
            if !known {
                out.push(actor);
            }
        }
        out
    }

    /// Returns whom words mean by the dictionary, or the words where it knows nobody.
    fn actors_at(&self, span: Span) -> Vec<ActorRef> {
        let tokens = self.tokens(span);
        let head = tokens.clone().find(|&id| {
            !tokens.contains(&self.analysis.tokens[id].head) || self.analysis.tokens[id].head == id
        });
        let overlap = |mention: &ResolvedMention| {
            let end = mention.tokens.end.min(tokens.end);
            end.saturating_sub(mention.tokens.start.max(tokens.start))
        };
        let mention = head
            .and_then(|head| self.resolution.of_head(head))
            .filter(|mention| !mention.actors.is_empty())
            .or_else(|| {
                self.resolution
                    .mentions
                    .iter()
                    .filter(|mention| tokens.contains(&mention.head) && !mention.actors.is_empty())
                    .max_by_key(|mention| (!mention.adjectival, overlap(mention)))
            });
        mention.map_or_else(
            || vec![ActorRef::unresolved(span.of(&self.document.text))],
            |mention| named_or_kept(mention, self.analysis),
        )
    }

    /// Puts an event on the map as far as the words of its place tell.
    fn place(&self, span: Span, event: &mut Event) {
        let words = span.of(&self.document.text);
        event.place = Some(words.to_owned());
        let tokens = self.tokens(span);
        let named = self
            .resolution
            .mentions
            .iter()
            .filter(|mention| tokens.contains(&mention.head))
            .find_map(|mention| mention.actors.first()?.country.clone());
        let sentence = self.sentence_at(span.start);
        let around: Vec<_> = self
            .resolution
            .mentions
            .iter()
            .filter(|mention| {
                self.analysis
                    .tokens
                    .get(mention.head)
                    .is_some_and(|token| token.sentence == sentence)
            })
            .flat_map(|mention| mention.actors.iter().filter_map(|one| one.country.clone()))
            .collect();
        let found = city(words, &around)
            .filter(|city| named.as_ref().is_none_or(|state| *state == city.state));
        event.point = found.as_ref().map(|city| [city.latitude, city.longitude]);
        event.place_state = found.map(|city| city.state).or(named);
    }

    /// Returns the number that words count.
    fn count(&self, span: Span) -> Option<u64> {
        let amount = self
            .analysis
            .quantities
            .iter()
            .find(|amount| amount.span.overlaps(span))
            .map(|amount| amount.low)
            .filter(|low| *low >= 0.0 && low.fract() == 0.0 && *low < 10_000_000.0);
        amount.map(|low| low as u64).or_else(|| {
            self.analysis.tokens[self.tokens(span)]
                .iter()
                .find_map(|token| number_word(&token.text.to_lowercase()))
        })
    }

    /// Returns the days that words name.
    fn range(&self, span: Span) -> Option<DateRange> {
        let time = self
            .analysis
            .times
            .iter()
            .filter(|time| time.span.overlaps(span))
            .filter(|time| matches!(time.kind, TimeKind::Calendar | TimeKind::Event))
            .find(|time| time.from.is_some() || time.to.is_some())?;
        let mut range = bounded(time, self.document.published);
        range.expression = Some(time.span.of(&self.document.text).to_owned());
        Some(range)
    }
}

/// Text with white space, quotation marks and dashes made alike, each character knowing its byte.
struct Plain {
    characters: Vec<char>,
    /// The first byte of each character, and the end of the text.
    bytes: Vec<usize>,
}

impl Plain {
    fn of(text: &str, offset: usize) -> Self {
        let mut characters = Vec::new();
        let mut bytes = Vec::new();
        for (at, letter) in text.char_indices() {
            let letter = match letter {
                letter if letter.is_whitespace() => ' ',
                '\u{2018}' | '\u{2019}' | '\u{201b}' => '\'',
                '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
                '\u{2010}'..='\u{2015}' => '-',
                letter => letter,
            };
            if letter == ' ' && characters.last() == Some(&' ') {
                continue;
            }
            characters.push(letter);
            bytes.push(offset + at);
        }
        bytes.push(offset + text.len());
        Self { characters, bytes }
    }

    /// Returns where words stand as whole words: nearest to a place, the first of two as near.
    fn find(&self, words: &str, near: Span) -> Option<Span> {
        let wanted = Self::of(words.trim(), 0).characters;
        if !wanted.iter().any(|letter| letter.is_alphanumeric()) {
            return None;
        }
        let inside_word = |left: Option<&char>, right: Option<&char>| {
            left.zip(right)
                .is_some_and(|(left, right)| left.is_alphanumeric() && right.is_alphanumeric())
        };
        let mut best: Option<(usize, Span)> = None;
        for (start, window) in self.characters.windows(wanted.len()).enumerate() {
            let end = start + wanted.len();
            if window != wanted
                || inside_word(
                    start.checked_sub(1).and_then(|at| self.characters.get(at)),
                    window.first(),
                )
                || inside_word(window.last(), self.characters.get(end))
            {
                continue;
            }
            let last = self.bytes[end - 1] + self.characters_len(end - 1);
            let span = Span::new(self.bytes[start], last);
            let distance = if near.contains(span) {
                0
            } else {
                span.start
                    .abs_diff(near.start)
                    .min(span.end.abs_diff(near.end))
                    + 1
            };
            if best.is_none_or(|(known, _)| distance < known) {
                best = Some((distance, span));
            }
        }
        best.map(|(_, span)| span)
    }

    /// Returns the bytes of a character in the text; of a run of white space, none is asked for last.
    fn characters_len(&self, index: usize) -> usize {
        self.bytes[index + 1] - self.bytes[index]
    }
}
