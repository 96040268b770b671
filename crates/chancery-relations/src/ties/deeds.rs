//! Deeds: events between two actors, merged across the reports of them.
//!
//! A report joins a deed of its type on a day within its window, the narrowest windows first, so
//! that a deed counts once however often it was told. What a report says is kept small: a record
//! may hold ten million of them.

use super::model;
use crate::day;
use chancery_model::{ActorRef, Assertion, Event, EventType, Mode, Statement, StatementId, Status};
use std::collections::{BTreeMap, BTreeSet};

/// One event between two actors, however often it was reported.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) event_type: EventType,
    pub(crate) day: i64,
    /// The strongest PLOVER score among its reports.
    pub(crate) score: f64,
    pub(crate) level: f64,
    pub(crate) word: Word,
    /// The first of the pair acted.
    pub(crate) forward: bool,
    /// The second of the pair acted.
    pub(crate) backward: bool,
    /// The two are told as fighting each other, and besides that of one attacking the other or of
    /// another way of fighting: more than one clash.
    pub(crate) fought_over: bool,
    pub(crate) ceasefire: bool,
    /// Every report of it, the most confident first.
    pub(crate) statements: Vec<StatementId>,
}

/// How good the word for a piece of evidence is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Word {
    /// The factor on the variance from the coder's doubt and from how many pairs are spoken of in
    /// one breath.
    pub(crate) looseness: f64,
    /// An outlet reports it, where the text might state it.
    pub(crate) reported: bool,
    /// It is told long after the day.
    pub(crate) historical: bool,
}

impl Word {
    /// What the text itself states without doubt.
    pub(crate) const SURE: Self = Self {
        looseness: 1.0,
        reported: false,
        historical: false,
    };

    /// Returns how good a statement's word is.
    pub(crate) fn of(statement: &Statement) -> Self {
        Self {
            looseness: 1.0 / finite(statement.confidence).clamp(0.05, 1.0),
            reported: statement.attribution.assertion == Assertion::Reported,
            historical: statement.status == Status::Historical,
        }
    }

    /// Orders the better word first.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        let rest = |word: &Self| (word.reported, word.historical);
        let loose = self.looseness.total_cmp(&other.looseness);
        loose.then_with(|| rest(self).cmp(&rest(other)))
    }
}

/// A report of a deed, before merging.
#[derive(Debug)]
pub(crate) struct Report {
    id: StatementId,
    score: f64,
    confidence: f64,
    word: Word,
    from: i32,
    to: i32,
    mode: Option<Mode>,
    forward: bool,
    /// All took part, none as the one it was done to.
    together: bool,
}

impl Report {
    /// Returns the report that a statement is of one pair's event.
    pub(crate) fn of(
        statement: &Statement,
        event: &Event,
        forward: bool,
        (from, to): (i64, i64),
    ) -> Self {
        let mut word = Word::of(statement);
        word.looseness *= breadth(&event.actor) * breadth(&event.recipient);
        Self {
            id: statement.id.clone(),
            score: event.score,
            confidence: statement.confidence,
            word,
            from: narrow(from),
            to: narrow(to),
            mode: event.mode,
            forward,
            together: event.recipient.is_empty(),
        }
    }
}

/// Returns a day in fewer bytes: every date of the calendar fits.
fn narrow(day: i64) -> i32 {
    i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
}

/// Returns the days on which a deed may have happened, none of them later than today. A deed
/// without a day happened in the week before its report; one without either cannot be placed,
/// unless nothing in the record can.
pub(crate) fn window(statement: &Statement, today: Option<i64>) -> Option<(i64, i64)> {
    let date = &statement.date;
    let from = date.from.map(day::number);
    let to = date.to.map(day::number);
    let reported = date.reported.map(day::number);
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from.min(to), to),
        (Some(day), None) => (day, day),
        // "Up to the day of the report" is no day.
        (None, Some(day)) if reported == Some(day) && statement.status == Status::Actual => {
            (day - 7, day)
        }
        (None, Some(day)) => (day, day),
        (None, None) if statement.status == Status::Historical => return None,
        (None, None) => {
            let reported = reported.or(today).unwrap_or(0);
            (reported - 7, reported)
        }
    };
    let latest = today.or(reported).unwrap_or(to);
    Some((from.min(latest), to.min(latest)))
}

/// Merges the reports of one pair and type.
pub(crate) fn merge(event_type: EventType, mut reports: Vec<Report>) -> Vec<Deed> {
    let key = |report: &Report| (report.to - report.from, report.to);
    reports.sort_unstable_by(|one, other| {
        let by_window = key(one).cmp(&key(other));
        by_window.then_with(|| one.id.cmp(&other.id))
    });
    let mut events: BTreeMap<i32, Vec<Report>> = BTreeMap::new();
    for report in reports {
        let day = events
            .range(report.from..=report.to)
            .next_back()
            .map_or(report.to, |(day, _)| *day);
        events.entry(day).or_default().push(report);
    }
    events
        .into_iter()
        .map(|(day, reports)| deed(event_type, day, reports))
        .collect()
}

fn deed(event_type: EventType, day: i32, mut reports: Vec<Report>) -> Deed {
    reports.sort_by(|one, other| {
        let surer = other.confidence.total_cmp(&one.confidence);
        surer.then_with(|| one.id.cmp(&other.id))
    });
    let strongest = reports
        .iter()
        .map(|report| report.score)
        .max_by(|one, other| one.abs().total_cmp(&other.abs()));
    let score = finite(strongest.unwrap_or(0.0));
    let word = reports
        .iter()
        .map(|report| report.word)
        .min_by(Word::order)
        .unwrap_or(Word::SURE);
    let ways: BTreeSet<_> = reports
        .iter()
        .map(|report| (report.mode, report.together, report.forward))
        .collect();
    let mut deed = Deed {
        event_type,
        day: i64::from(day),
        fought_over: ways.len() > 1 && ways.iter().any(|(_, together, _)| *together),
        score,
        level: model::level_of(event_type, score),
        word,
        forward: ways
            .iter()
            .any(|(_, together, forward)| *together || *forward),
        backward: ways
            .iter()
            .any(|(_, together, forward)| *together || !*forward),
        ceasefire: ways.iter().any(|(mode, ..)| *mode == Some(Mode::Ceasefire)),
        statements: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for report in reports {
        if seen.insert(report.id.clone()) {
            deed.statements.push(report.id);
        }
    }
    deed
}

const fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { 0.0 }
}

/// Returns over how many actors a deed is spread that one name tells of: "the West did" says little
/// about what each of its states did. Up to three states in one name are taken at their word.
#[expect(clippy::cast_precision_loss, reason = "names stand for few actors")]
fn breadth(actors: &[ActorRef]) -> f64 {
    if actors.len() <= 3 {
        return 1.0;
    }
    let named = |actor: &ActorRef| {
        let alike = actors.iter().filter(|other| other.mention == actor.mention);
        alike.count()
    };
    let most = actors.iter().map(named).max().unwrap_or(1);
    if most > 3 { most as f64 } else { 1.0 }
}
