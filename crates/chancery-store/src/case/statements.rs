//! Statements as a table: every event is columns alone, so that the world's event data stay fast
//! and small; what other kinds carry besides stands as JSON in the column `rest`.
//!
//! `actor` and `recipient` are the states of the first two sides, for tables of pairs; `actors` and
//! `recipients` hold everybody. Rows are sorted by these two and by day, so that one dyad is a few
//! pages of each month's file; `ordinal` gives the order of coding back. Where there are more than
//! two parties, `pairs` lists every pair of actor and recipient, or of parties where the claim is
//! mutual; it is null otherwise.

use super::columns::{
    ActorColumn, ActorLists, Columns, Wrong, actor_list, day_of, days, number, owned, size, text,
    word, word_list, words,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, ListArray, RecordBatch, StringArray,
    UInt64Array,
    builder::{ArrayBuilder, ListBuilder, StringBuilder, StructBuilder},
};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use chancery_model::{
    ActorId, ActorRef, Attribution, Body, Date, DateRange, Event, Evidence, Statement, StatementId,
};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::Arc};

/// What the columns do not hold of a statement.
#[derive(Serialize, Deserialize, Default)]
struct Rest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Body>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speaker: Option<ActorRef>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<Evidence>,
}

/// Returns the columns of the table.
pub(super) fn schema() -> Schema {
    let field = |name: &str, data_type, nullable| Field::new(name, data_type, nullable);
    let text = |name: &str| field(name, DataType::Utf8, false);
    let maybe = |name: &str| field(name, DataType::Utf8, true);
    let day = |name: &str| field(name, DataType::Date32, true);
    Schema::new(vec![
        text("id"),
        text("kind"),
        maybe("actor"),
        maybe("recipient"),
        field("directed", DataType::Boolean, false),
        field("parties", DataType::UInt64, false),
        field("pairs", pair_list(), true),
        day("date_from"),
        day("date_to"),
        maybe("date_expression"),
        day("reported"),
        field("recorded", DataType::Date32, false),
        maybe("event_type"),
        maybe("mode"),
        field("contexts", word_list(), false),
        maybe("quad"),
        field("score", DataType::Float64, true),
        text("status"),
        text("assertion"),
        maybe("outlet"),
        field("actors", actor_list(), false),
        field("recipients", actor_list(), false),
        maybe("place"),
        maybe("place_state"),
        field("north", DataType::Float64, true),
        field("east", DataType::Float64, true),
        field("dead", DataType::UInt64, true),
        field("injured", DataType::UInt64, true),
        field("dispute", word_list(), false),
        field("confidence", DataType::Float64, false),
        text("rule"),
        maybe("corrects"),
        text("source"),
        text("document"),
        field("sentence", DataType::UInt64, false),
        field("span_start", DataType::UInt64, false),
        field("span_end", DataType::UInt64, false),
        text("words"),
        maybe("rest"),
        field("ordinal", DataType::UInt64, false),
    ])
}

/// The sides of a claim as the flat columns show them.
struct Sides<'a> {
    actors: Vec<&'a ActorRef>,
    recipients: Vec<&'a ActorRef>,
    actor: Option<&'a ActorId>,
    recipient: Option<&'a ActorId>,
    parties: u64,
    /// Every pair, where there are more than two parties.
    pairs: Option<BTreeSet<(&'a ActorId, &'a ActorId)>>,
}

impl<'a> Sides<'a> {
    /// Returns who does something and to whom.
    fn of(body: &'a Body) -> Self {
        let (actors, recipients): (Vec<_>, Vec<_>) = match body {
            Body::Event(event) => (
                event.actor.iter().collect(),
                event.recipient.iter().collect(),
            ),
            Body::Stance(stance) => (
                stance.actor.iter().collect(),
                stance.recipient.iter().collect(),
            ),
            Body::Flow(flow) => (flow.actor.iter().collect(), flow.recipient.iter().collect()),
            Body::Membership(membership) => (
                membership.actor.iter().collect(),
                membership.organisation.iter().collect(),
            ),
            Body::Quotation(quotation) => (
                quotation.speaker.iter().collect(),
                quotation.about.iter().collect(),
            ),
            Body::Belief(belief) => (
                belief.holder.iter().collect(),
                belief.about.iter().collect(),
            ),
            Body::Judgement(judgement) => (Vec::new(), judgement.about.iter().collect()),
            other => (other.actors(), Vec::new()),
        };
        let (actor, recipient) = first_two(actors.iter().copied(), recipients.iter().copied());
        let mut parties: Vec<&ActorId> =
            states(actors.iter().chain(&recipients).copied()).collect();
        parties.sort_unstable();
        parties.dedup();
        let pairs = (parties.len() > 2).then(|| {
            let mutual = recipients.is_empty();
            let others = if mutual { &actors } else { &recipients };
            let pairs = states(actors.iter().copied())
                .flat_map(|one| states(others.iter().copied()).map(move |other| (one, other)));
            // Of a mutual claim each pair stands once, in alphabetical order.
            pairs
                .filter(|(one, other)| one != other && (!mutual || one < other))
                .collect()
        });
        Self {
            actor,
            recipient,
            pairs,
            parties: parties.len() as u64,
            actors,
            recipients,
        }
    }
}

/// Returns the states of a side.
fn states<'a>(side: impl Iterator<Item = &'a ActorRef>) -> impl Iterator<Item = &'a ActorId> {
    side.filter_map(ActorRef::state)
}

/// Returns the states that stand for the sides of a claim; where nobody is a recipient, the claim is
/// mutual and its second party stands in the recipient's place.
fn first_two<'a>(
    actors: impl Iterator<Item = &'a ActorRef>,
    recipients: impl Iterator<Item = &'a ActorRef>,
) -> (Option<&'a ActorId>, Option<&'a ActorId>) {
    let mut from = states(actors);
    let mut recipients = recipients.peekable();
    let actor = from.next();
    let recipient = if recipients.peek().is_none() {
        from.find(|other| Some(*other) != actor)
    } else {
        states(recipients).next()
    };
    (actor, recipient)
}

/// Returns the states that stand for the sides of a statement.
fn dyad(body: &Body) -> (Option<&ActorId>, Option<&ActorId>) {
    if let Body::Event(event) = body {
        return first_two(event.actor.iter(), event.recipient.iter());
    }
    let sides = Sides::of(body);
    (sides.actor, sides.recipient)
}

/// How many statements are encoded at a time: few enough to stay in the processor's cache while
/// column after column is built from them.
const AT_A_TIME: usize = 1 << 11;

/// Sorts rows by actor, recipient and day: for reading by dyad.
pub(super) fn sort_by_dyad(statements: &[Statement], rows: &mut [usize]) {
    let sides: Vec<_> = rows
        .iter()
        .map(|&row| dyad(&statements[row].body))
        .collect();
    // Few actors stand in many rows, so that their names are put in order once, and rows by rank.
    let ids: FxHashSet<Option<&ActorId>> =
        sides.iter().flat_map(|&(one, two)| [one, two]).collect();
    let mut ids: Vec<_> = ids.into_iter().collect();
    ids.sort_unstable();
    let ranks: FxHashMap<Option<&ActorId>, u32> = ids.into_iter().zip(0..).collect();
    let mut keyed: Vec<_> = rows
        .iter()
        .zip(sides)
        .map(|(&row, (actor, recipient))| {
            let date = &statements[row].date;
            let day = |day: Option<Date>| day.map(days);
            let dyad = (ranks[&actor], ranks[&recipient]);
            ((dyad, day(date.from), day(date.to)), row)
        })
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    for (place, (_, row)) in rows.iter_mut().zip(keyed) {
        *place = row;
    }
}

/// Returns rows of statements as batches. `ordinal` gives the place of a row in the commit,
/// `recorded` the day on which it was recorded.
pub(super) fn batches<'a>(
    statements: &'a [Statement],
    rows: &'a [usize],
    ordinal: impl Fn(usize) -> u64 + 'a,
    recorded: impl Fn(usize) -> Date + 'a,
    source: &'a str,
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + 'a {
    rows.chunks(AT_A_TIME)
        .map(move |rows| encode(statements, rows, &ordinal, &recorded, source))
}

/// Builds a batch of the given rows of statements, in the order in which they are given.
pub(super) fn encode(
    statements: &[Statement],
    order: &[usize],
    ordinal: impl Fn(usize) -> u64,
    recorded: impl Fn(usize) -> Date,
    source: &str,
) -> Result<RecordBatch, ArrowError> {
    let sides: Vec<Sides<'_>> = order
        .iter()
        .map(|&row| Sides::of(&statements[row].body))
        .collect();
    let rows = || order.iter().map(|&row| &statements[row]);
    let events = || rows().map(|statement| statement.event());
    let sorted = || sides.iter();

    let mut actors = ActorLists::new();
    let mut recipients = ActorLists::new();
    for side in sorted() {
        actors.append(side.actors.iter().copied());
        recipients.append(side.recipients.iter().copied());
    }
    let day = |of: fn(&DateRange) -> Option<Date>| -> ArrayRef {
        Arc::new(Date32Array::from_iter(
            rows().map(|statement| of(&statement.date).map(days)),
        ))
    };
    let count = |of: fn(&Evidence) -> usize| -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(
            rows().map(|statement| of(&statement.evidence) as u64),
        ))
    };
    let degrees = |axis: usize| -> ArrayRef {
        Arc::new(Float64Array::from_iter(
            events().map(|event| event?.point.map(|point| point[axis])),
        ))
    };
    let event_words = |of: fn(&Event) -> Vec<&str>| -> ArrayRef {
        let mut lists = ListBuilder::new(StringBuilder::new());
        for event in events() {
            for word in event.map(of).unwrap_or_default() {
                lists.values().append_value(word);
            }
            lists.append(true);
        }
        Arc::new(lists.finish())
    };
    fn each<'a>(cells: impl Iterator<Item = &'a str>) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(cells))
    }
    fn maybe<'a>(cells: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
        Arc::new(cells.collect::<StringArray>())
    }
    let rest: StringArray = rows()
        .map(rest)
        .collect::<Result<_, _>>()
        .map_err(|error| ArrowError::ExternalError(Box::new(error)))?;

    RecordBatch::try_new(
        Arc::new(schema()),
        vec![
            each(rows().map(|statement| statement.id.as_str())),
            each(rows().map(|statement| statement.body.kind())),
            maybe(sorted().map(|side| side.actor.map(ActorId::as_str))),
            maybe(sorted().map(|side| side.recipient.map(ActorId::as_str))),
            Arc::new(BooleanArray::from_iter(
                sorted().map(|side| Some(!side.recipients.is_empty())),
            )),
            Arc::new(UInt64Array::from_iter_values(
                sorted().map(|side| side.parties),
            )),
            Arc::new(pair_lists(sorted().map(|side| side.pairs.as_ref()))),
            day(|date| date.from),
            day(|date| date.to),
            maybe(rows().map(|statement| statement.date.expression.as_deref())),
            day(|date| date.reported),
            Arc::new(Date32Array::from_iter_values(
                order.iter().map(|&row| days(recorded(row))),
            )),
            maybe(events().map(|event| event.map(|event| event.event_type.as_str()))),
            maybe(events().map(|event| event?.mode.map(|mode| mode.as_str()))),
            event_words(|event| event.contexts.iter().map(|word| word.as_str()).collect()),
            maybe(events().map(|event| event.map(|event| event.quad.as_str()))),
            Arc::new(Float64Array::from_iter(
                events().map(|event| event.map(|event| event.score)),
            )),
            each(rows().map(|statement| statement.status.as_str())),
            each(rows().map(|statement| statement.attribution.assertion.as_str())),
            maybe(rows().map(|statement| statement.attribution.outlet.as_deref())),
            Arc::new(actors.finish()),
            Arc::new(recipients.finish()),
            maybe(events().map(|event| event?.place.as_deref())),
            maybe(events().map(|event| event?.place_state.as_ref().map(ActorId::as_str))),
            degrees(0),
            degrees(1),
            Arc::new(UInt64Array::from_iter(events().map(|event| event?.dead))),
            Arc::new(UInt64Array::from_iter(events().map(|event| event?.injured))),
            event_words(|event| event.dispute.iter().map(ActorId::as_str).collect()),
            Arc::new(Float64Array::from_iter_values(
                rows().map(|statement| statement.confidence),
            )),
            each(rows().map(|statement| statement.rule.as_str())),
            maybe(rows().map(|statement| statement.corrects.as_ref().map(StatementId::as_str))),
            each(rows().map(|_| source)),
            each(rows().map(|statement| statement.evidence.document.as_str())),
            count(|evidence| evidence.sentence),
            count(|evidence| evidence.start),
            count(|evidence| evidence.end),
            each(rows().map(|statement| statement.evidence.text.as_str())),
            Arc::new(rest),
            Arc::new(UInt64Array::from_iter_values(
                order.iter().map(|&row| ordinal(row)),
            )),
        ],
    )
}

/// The fields of a pair inside a list.
fn pair_fields() -> Fields {
    Fields::from(vec![
        Field::new("actor", DataType::Utf8, false),
        Field::new("recipient", DataType::Utf8, false),
    ])
}

/// The type of a list of pairs.
fn pair_list() -> DataType {
    let item = DataType::Struct(pair_fields());
    DataType::List(Arc::new(Field::new("item", item, true)))
}

/// Builds the column of lists of pairs.
fn pair_lists<'a>(
    rows: impl Iterator<Item = Option<&'a BTreeSet<(&'a ActorId, &'a ActorId)>>>,
) -> ListArray {
    let mut lists = ListBuilder::new(StructBuilder::new(
        pair_fields(),
        vec![
            Box::new(StringBuilder::new()) as Box<dyn ArrayBuilder>,
            Box::new(StringBuilder::new()),
        ],
    ));
    for pairs in rows {
        for (actor, recipient) in pairs.into_iter().flatten() {
            let items = lists.values();
            for (place, id) in [actor, recipient].into_iter().enumerate() {
                if let Some(column) = items.field_builder::<StringBuilder>(place) {
                    column.append_value(id.as_str());
                }
            }
            items.append(true);
        }
        lists.append(pairs.is_some());
    }
    lists.finish()
}

fn rest(statement: &Statement) -> Result<Option<String>, serde_json::Error> {
    let body = (!matches!(statement.body, Body::Event(_))).then(|| statement.body.clone());
    let speaker = statement.attribution.speaker.clone();
    if body.is_none() && speaker.is_none() && statement.also.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(&Rest {
        body,
        speaker,
        also: statement.also.clone(),
    })
    .map(Some)
}

/// Reads the statements of a batch, each with its ordinal.
pub(super) fn decode(batch: &RecordBatch) -> Result<Vec<(u64, Statement)>, Wrong> {
    let columns = Columns(batch);
    let id = columns.text("id")?;
    let document = columns.text("document")?;
    let sentence = columns.number("sentence")?;
    let (start, end) = (columns.number("span_start")?, columns.number("span_end")?);
    let words_column = columns.text("words")?;
    let (status, assertion) = (columns.text("status")?, columns.text("assertion")?);
    let outlet = columns.text("outlet")?;
    let (from, to) = (columns.dates("date_from")?, columns.dates("date_to")?);
    let expression = columns.text("date_expression")?;
    let reported = columns.dates("reported")?;
    let confidence = columns.float("confidence")?;
    let rule = columns.text("rule")?;
    let corrects = columns.text("corrects")?;
    let rest = columns.text("rest")?;
    let ordinal = columns.number("ordinal")?;
    let events = Events::of(&columns)?;
    (0..batch.num_rows())
        .map(|row| {
            let mut rest: Rest = text(rest, row)
                .map(serde_json::from_str)
                .transpose()
                .map_err(|error| format!("{}: {error}", id.value(row)))?
                .unwrap_or_default();
            let body = match rest.body.take() {
                Some(body) => body,
                None => Body::Event(events.at(row)?),
            };
            let statement = Statement {
                id: StatementId::new(id.value(row)),
                body,
                evidence: Evidence {
                    document: document.value(row).into(),
                    sentence: size(sentence, row)?,
                    start: size(start, row)?,
                    end: size(end, row)?,
                    text: words_column.value(row).to_owned(),
                },
                status: word(status.value(row))?,
                attribution: Attribution {
                    outlet: owned(outlet, row),
                    speaker: rest.speaker,
                    assertion: word(assertion.value(row))?,
                },
                date: DateRange {
                    from: day_of(from, row)?,
                    to: day_of(to, row)?,
                    expression: owned(expression, row),
                    reported: day_of(reported, row)?,
                },
                confidence: confidence.value(row),
                rule: rule.value(row).to_owned(),
                also: rest.also,
                corrects: text(corrects, row).map(StatementId::new),
            };
            Ok((ordinal.value(row), statement))
        })
        .collect()
}

/// The columns of events.
struct Events<'a> {
    event_type: &'a StringArray,
    mode: &'a StringArray,
    contexts: &'a ListArray,
    quad: &'a StringArray,
    score: &'a Float64Array,
    actors: ActorColumn<'a>,
    recipients: ActorColumn<'a>,
    place: &'a StringArray,
    place_state: &'a StringArray,
    north: &'a Float64Array,
    east: &'a Float64Array,
    dead: &'a UInt64Array,
    injured: &'a UInt64Array,
    dispute: &'a ListArray,
}

impl<'a> Events<'a> {
    fn of(columns: &Columns<'a>) -> Result<Self, Wrong> {
        Ok(Self {
            event_type: columns.text("event_type")?,
            mode: columns.text("mode")?,
            contexts: columns.list("contexts")?,
            quad: columns.text("quad")?,
            score: columns.float("score")?,
            actors: ActorColumn::new(columns.list("actors")?)?,
            recipients: ActorColumn::new(columns.list("recipients")?)?,
            place: columns.text("place")?,
            place_state: columns.text("place_state")?,
            north: columns.float("north")?,
            east: columns.float("east")?,
            dead: columns.number("dead")?,
            injured: columns.number("injured")?,
            dispute: columns.list("dispute")?,
        })
    }

    fn at(&self, row: usize) -> Result<Event, Wrong> {
        let event_type = text(self.event_type, row).ok_or("an event has no type")?;
        let quad = text(self.quad, row).ok_or("an event has no quad class")?;
        let contexts = words(self.contexts, row)?;
        if self.score.is_null(row) {
            return Err("an event has no score".to_owned());
        }
        Ok(Event {
            event_type: word(event_type)?,
            mode: text(self.mode, row).map(word).transpose()?,
            contexts: contexts
                .iter()
                .map(|context| word(context))
                .collect::<Result<_, _>>()?,
            quad: word(quad)?,
            score: self.score.value(row),
            actor: self.actors.at(row)?,
            recipient: self.recipients.at(row)?,
            place: owned(self.place, row),
            place_state: text(self.place_state, row).map(ActorId::from),
            point: (!self.north.is_null(row) && !self.east.is_null(row))
                .then(|| [self.north.value(row), self.east.value(row)]),
            dead: number(self.dead, row),
            injured: number(self.injured, row),
            dispute: words(self.dispute, row)?
                .into_iter()
                .map(ActorId::from)
                .collect(),
        })
    }
}
