//! What to watch: what was announced, threatened, made conditional or feared, and has not happened
//! yet as far as the record tells.

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    phrases, words,
};
use chancery_model::{Body, Date, EventType, Statement, StatementId, Status};
use chancery_relations::Names;
use chancery_store::View;
use serde::Serialize;

/// Why something is to be watched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WatchKind {
    /// It was announced.
    Announced,
    /// Somebody threatened with it.
    Threatened,
    /// Somebody asked for it.
    Requested,
    /// The text says that it could happen.
    Possible,
}

/// One thing to watch.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Watch {
    /// Why.
    pub kind: WatchKind,
    /// What, in words.
    pub text: String,
    /// Its probability: none in this release.
    pub probability: Option<f64>,
    /// The statements it rests on.
    pub statements: Vec<StatementId>,
}

/// Threats and requests are still open so many days after they were made.
const OPEN_FOR: i32 = 60;

/// Returns what to watch as of the view's day.
pub(super) fn watch(view: &View<'_>, names: &Names) -> Vec<Watch> {
    let mut watches: Vec<(&Statement, WatchKind)> = view
        .statements
        .iter()
        .filter_map(|statement| Some((*statement, kind(statement, view.as_of)?)))
        .collect();
    watches.sort_by(|(one, kind), (other, other_kind)| {
        kind.cmp(other_kind)
            .then_with(|| other.confidence.total_cmp(&one.confidence))
    });
    let mut seen: Vec<String> = Vec::new();
    let mut out: Vec<Watch> = Vec::new();
    for (statement, kind) in watches {
        let text = phrases::statement(statement, names);
        if let Some(place) = seen.iter().position(|said| *said == text) {
            out[place].statements.push(statement.id.clone());
            continue;
        }
        out.push(Watch {
            kind,
            text: words::capitalised(&text),
            probability: None,
            statements: vec![statement.id.clone()],
        });
        seen.push(text);
    }
    out
}

fn kind(statement: &Statement, today: Option<Date>) -> Option<WatchKind> {
    let Body::Event(event) = &statement.body else {
        return None;
    };
    let named = |actors: &[chancery_model::ActorRef]| actors.iter().any(|actor| actor.id.is_some());
    if !named(&event.actor) && !named(&event.recipient) {
        return None;
    }
    let recent = match (statement.date.anchor(), today) {
        (Some(day), Some(today)) => (today - day).get_days() <= OPEN_FOR,
        _ => true,
    };
    match (statement.status, event.event_type) {
        (Status::Future, _) => Some(WatchKind::Announced),
        (Status::Hypothetical, _) => Some(WatchKind::Possible),
        (Status::Actual, EventType::Threaten) if recent => Some(WatchKind::Threatened),
        (Status::Actual, EventType::Request) if recent => Some(WatchKind::Requested),
        _ => None,
    }
}

/// At most so many of a kind stand in the brief; the data hold all.
const MOST: usize = 8;

/// Returns the section of the brief.
pub(super) fn section(brief: &Brief, citations: &mut Citations<'_>) -> Option<Section> {
    let mut blocks = Vec::new();
    for (kind, heading) in [
        (WatchKind::Announced, "Announced"),
        (WatchKind::Threatened, "Threatened"),
        (WatchKind::Requested, "Asked for"),
        (WatchKind::Possible, "Said to be possible, or conditional"),
    ] {
        let group: Vec<&Watch> = brief
            .outlook
            .iter()
            .filter(|watch| watch.kind == kind)
            .collect();
        if group.is_empty() {
            continue;
        }
        blocks.push(Block::Heading {
            text: heading.to_owned(),
        });
        let items = group
            .into_iter()
            .take(MOST)
            .map(|watch| Line::text(watch.text.clone()).cite(citations.cite(&watch.statements, 3)))
            .collect();
        blocks.push(Block::List { items });
    }
    (!blocks.is_empty()).then(|| Section {
        id: "watch",
        heading: "What to watch".to_owned(),
        blocks,
    })
}
