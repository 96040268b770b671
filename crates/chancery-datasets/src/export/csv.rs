//! Statements as a table for people and spreadsheets, and for reading back.

use super::{day, inert, key};
use chancery_model::{ActorRef, Body, Statement};
use std::{
    borrow::{Borrow, Cow},
    io::{self, Write},
};

/// The columns of the table.
pub const CSV_COLUMNS: [&str; 23] = [
    "id",
    "kind",
    "from",
    "to",
    "reported",
    "event_type",
    "mode",
    "contexts",
    "quad",
    "score",
    "actor",
    "recipient",
    "place",
    "dead",
    "what",
    "value",
    "status",
    "assertion",
    "outlet",
    "confidence",
    "document",
    "line",
    "text",
];

/// Writes every statement as a row. Several actors are joined with semicolons; an actor that is
/// not resolved stands there with its words. Cells that a spreadsheet would run are [`inert`].
pub fn csv<S: Borrow<Statement>>(
    statements: impl IntoIterator<Item = S>,
    mut writer: impl Write,
) -> io::Result<()> {
    row(&mut writer, &CSV_COLUMNS.map(Cow::Borrowed))?;
    for statement in statements {
        let statement = statement.borrow();
        row(&mut writer, &cells(statement))?;
    }
    Ok(())
}

/// Writes a row, quoting what needs it (RFC 4180).
pub(super) fn row(writer: &mut impl Write, cells: &[Cow<'_, str>]) -> io::Result<()> {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            writer.write_all(b",")?;
        }
        let cell = inert(cell);
        if cell.contains(['"', ',', '\n', '\r']) {
            write!(writer, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            writer.write_all(cell.as_bytes())?;
        }
    }
    writer.write_all(b"\r\n")
}

fn join(actors: &[ActorRef]) -> String {
    let keys: Vec<&str> = actors.iter().map(key).collect();
    keys.join(";")
}

fn one(actor: Option<&ActorRef>) -> String {
    actor.map_or_else(String::new, |actor| key(actor).to_owned())
}

/// The cells that depend on the kind of statement.
#[derive(Default)]
struct Particulars {
    event: [String; 5],
    actor: String,
    recipient: String,
    place: String,
    dead: String,
    what: String,
    value: String,
}

fn particulars(body: &Body) -> Particulars {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut cells = Particulars::default();
    match body {
        Body::Event(event) => {
            let contexts: Vec<&str> = event.contexts.iter().map(|one| one.as_str()).collect();
            cells.event = [
                event.event_type.to_string(),
                event.mode.map_or_else(String::new, |mode| mode.to_string()),
                contexts.join(";"),
                event.quad.to_string(),
                event.score.to_string(),
            ];
            cells.actor = join(&event.actor);
            cells.recipient = join(&event.recipient);
            cells.place = event.place.clone().unwrap_or_default();
            cells.dead = event.dead.map_or_else(String::new, |dead| dead.to_string());
        }
        Body::Stance(stance) => {
            cells.actor = join(&stance.actor);
            cells.recipient = join(&stance.recipient);
            cells.what = stance.stance.as_str().to_owned();
            cells.value = stance.sign.to_string();
        }
        Body::Agreement(agreement) => {
            cells.actor = join(&agreement.parties);
            cells.what = agreement.name.clone();
        }
        Body::Membership(membership) => {
            cells.actor = join(&membership.actor);
            cells.recipient = one(membership.organisation.as_ref());
        }
        Body::Flow(flow) => {
            cells.actor = join(&flow.actor);
            cells.recipient = join(&flow.recipient);
            cells.what = flow.item.clone();
            cells.value = number(flow.value);
        }
        Body::Position(position) => {
            cells.actor = join(&position.actor);
            cells.what = position.issue.clone();
            cells.value = position.position.clone();
        }
        Body::Quotation(quotation) => {
            cells.actor = one(quotation.speaker.as_ref());
            cells.recipient = join(&quotation.about);
            cells.what = quotation.quote.clone();
        }
        Body::Quantity(quantity) => {
            cells.what = quantity.what.clone();
            cells.value = number(quantity.value);
        }
        Body::Judgement(judgement) => cells.recipient = join(&judgement.about),
        Body::Belief(belief) => {
            cells.actor = one(belief.holder.as_ref());
            cells.recipient = join(&belief.about);
            cells.what = belief.proposition.clone();
        }
    }
    cells
}

fn cells(statement: &Statement) -> [Cow<'_, str>; 23] {
    let Particulars {
        event: [event_type, mode, contexts, quad, score],
        actor,
        recipient,
        place,
        dead,
        what,
        value,
    } = particulars(&statement.body);
    let borrowed = Cow::Borrowed;
    [
        borrowed(statement.id.as_str()),
        borrowed(statement.body.kind()),
        day(statement.date.from).into(),
        day(statement.date.to).into(),
        day(statement.date.reported).into(),
        event_type.into(),
        mode.into(),
        contexts.into(),
        quad.into(),
        score.into(),
        actor.into(),
        recipient.into(),
        place.into(),
        dead.into(),
        what.into(),
        value.into(),
        borrowed(statement.status.as_str()),
        borrowed(statement.attribution.assertion.as_str()),
        borrowed(statement.attribution.outlet.as_deref().unwrap_or("")),
        statement.confidence.to_string().into(),
        borrowed(statement.evidence.document.as_str()),
        (statement.evidence.sentence + 1).to_string().into(),
        borrowed(&statement.evidence.text),
    ]
}
