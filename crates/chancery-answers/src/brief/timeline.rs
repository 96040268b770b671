//! What happened, in the order of its dates.

use super::Selection;
use crate::{
    page::{Block, Citations, Line, Picture, Section, Table},
    phrases,
    picture::{self, Mark},
    words,
};
use chancery_model::{
    ActorId, ActorRef, Assertion, Body, Date, EventType, Mode, Pair, Statement, StatementId, Status,
};
use chancery_relations::Names;
use chancery_store::View;
use serde::Serialize;

/// One thing that happened.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Entry {
    /// The first day on which it may have happened.
    pub from: Option<Date>,
    /// The last one.
    pub to: Option<Date>,
    /// The words that date it.
    pub expression: Option<String>,
    /// What happened, in words.
    pub text: String,
    /// The kind of statement.
    pub kind: &'static str,
    /// The type of event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<EventType>,
    /// The mode of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Who did it.
    pub actor: Vec<ActorId>,
    /// To whom.
    pub recipient: Vec<ActorId>,
    /// Whether it happened.
    pub status: Status,
    /// How it is asserted.
    pub assertion: Assertion,
    /// The statement it rests on.
    pub statements: Vec<StatementId>,
}

impl Entry {
    /// Returns whether nothing in the text dates it: it is only known to be no later than its
    /// report.
    pub const fn is_undated(&self) -> bool {
        self.from.is_none() && self.expression.is_none()
    }
}

/// Returns the dated events, agreements and memberships that happened, or that a party alleges,
/// oldest first; what nothing dates stands where it was reported.
pub fn entries(view: &View<'_>, names: &Names) -> Vec<Entry> {
    let mut entries: Vec<Entry> = view
        .statements
        .iter()
        .filter(|statement| statement.status.is_fact() && placed(statement).is_some())
        .filter_map(|statement| entry(statement, names))
        .collect();
    entries.sort_by(|one, other| {
        let key = |entry: &Entry| (entry.to.or(entry.from), entry.is_undated(), entry.from);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.statements.cmp(&other.statements))
    });
    entries
}

/// Returns the day to place a statement on: none where its text gives no date.
fn placed(statement: &Statement) -> Option<Date> {
    statement.date.to.or(statement.date.from)
}

fn entry(statement: &Statement, names: &Names) -> Option<Entry> {
    let (event_type, mode, actor, recipient): (_, _, &[ActorRef], &[ActorRef]) =
        match &statement.body {
            Body::Event(event) => {
                // Who does not know the one or the other side of a deed learns little from it.
                if event.actor.is_empty() && event.recipient.is_empty() {
                    return None;
                }
                (
                    Some(event.event_type),
                    event.mode,
                    &event.actor,
                    &event.recipient,
                )
            }
            Body::Agreement(agreement) => (None, None, &agreement.parties, &[]),
            Body::Membership(membership) => (None, None, &membership.actor, &[]),
            _ => return None,
        };
    let ids = |actors: &[ActorRef]| actors.iter().filter_map(|actor| actor.id.clone()).collect();
    Some(Entry {
        from: statement.date.from,
        to: statement.date.to,
        expression: statement.date.expression.clone(),
        text: words::capitalised(&phrases::statement(statement, names)),
        kind: statement.body.kind(),
        event_type,
        mode,
        actor: ids(actor),
        recipient: ids(recipient),
        status: statement.status,
        assertion: statement.attribution.assertion,
        statements: vec![statement.id.clone()],
    })
}

/// Returns whether an entry concerns a pair of actors.
pub fn concerns(entry: &Entry, pair: &Pair) -> bool {
    let named = |actor: &ActorId| entry.actor.contains(actor) || entry.recipient.contains(actor);
    named(pair.a()) && named(pair.b())
}

/// At most so many rows stand in a table; the data hold all.
const MOST_ROWS: usize = 48;

/// Returns the section of the brief.
pub(super) fn section(
    entries: &[Entry],
    selection: &Selection,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    if entries.is_empty() {
        return None;
    }
    let marks: Vec<Mark> = entries
        .iter()
        .filter(|entry| !entry.is_undated())
        .filter_map(|entry| {
            Some(Mark {
                day: entry.to.or(entry.from)?,
                quad: entry.event_type?.quad(),
                title: format!("{}: {}", when(entry), entry.text),
            })
        })
        .collect();
    let mut blocks = Vec::new();
    if let Some((first, last)) = picture::window(&marks) {
        let outside = marks.iter().filter(|mark| mark.day < first).count();
        let earlier = match outside {
            0 => String::new(),
            1 => " One event is older and stands only in the table.".to_owned(),
            more => format!(" {more} older events are not drawn."),
        };
        blocks.push(Block::Picture(Picture {
            caption: format!(
                "Events from {}, a dot for each, by whether they were words or deeds of cooperation or of conflict.{earlier}",
                words::between(first, last)
            ),
            svg: picture::timeline(&marks, first, last),
        }));
    }
    let shown = selection.weightiest(entries, MOST_ROWS, citations);
    let caption = if shown.len() < entries.len() {
        format!(
            "The {} weightiest of {}.",
            shown.len(),
            words::count(entries.len(), "dated entry").replace("entrys", "entries")
        )
    } else {
        String::new()
    };
    let rows = shown
        .into_iter()
        .map(|entry| {
            let claimed = match entry.assertion {
                Assertion::Alleged => " (alleged)",
                Assertion::Denied => " (denied)",
                Assertion::Author | Assertion::Reported => "",
            };
            let line = Line::text(format!("{}{claimed}", entry.text))
                .cite(citations.cite(&entry.statements, 4));
            vec![Line::text(when(entry)), line]
        })
        .collect();
    let header = vec!["When".to_owned(), "What".to_owned()];
    blocks.push(Block::Table(Table {
        caption,
        header,
        rows,
        twin: false,
    }));
    Some(Section {
        id: "timeline",
        heading: "Timeline".to_owned(),
        blocks,
    })
}

fn when(entry: &Entry) -> String {
    if entry.is_undated() {
        return entry.to.map_or_else(
            || "undated".to_owned(),
            |day| format!("reported {}", words::day(day)),
        );
    }
    let date = chancery_model::DateRange {
        from: entry.from,
        to: entry.to,
        ..chancery_model::DateRange::default()
    };
    words::range(&date).unwrap_or_default()
}
