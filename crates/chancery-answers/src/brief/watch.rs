//! What to watch: the most telling forecasts of the busiest dyads, and what was announced,
//! threatened, made conditional or feared, and has not happened yet as far as the record tells.
//!
//! A record that is too thin to count anything in gets no forecast, and is told so.

use super::Brief;
use crate::{
    outlook::{self, claim},
    page::{Block, Citations, Line, Section},
    phrases, words,
};
use chancery_forecast::outlook::{Class, Forecast, Model, Outlook, number};
use chancery_model::{Body, Date, Diagnostic, EventType, Quad, Statement, StatementId, Status};
use chancery_relations::Names;
use chancery_store::View;
use serde::Serialize;

/// Why something is to be watched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WatchKind {
    /// The record's own past makes it more or less likely than usual.
    Forecast,
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
    /// Its probability within so many days, for a forecast.
    pub probability: Option<f64>,
    /// The share of past windows in which it happened, for a forecast.
    pub base_rate: Option<f64>,
    /// The days ahead, for a forecast.
    pub within_days: Option<u16>,
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
            base_rate: None,
            within_days: None,
            statements: vec![statement.id.clone()],
        });
        seen.push(text);
    }
    out
}

/// At most so many forecasts are told.
const FORECASTS: usize = 6;
/// The busiest dyads of the last so many days are asked about.
const BUSY: (i32, usize) = (90, 12);

/// Returns the most telling forecasts of the busiest dyads, or a note why there are none.
pub(super) fn forecasts(view: &View<'_>, names: &Names) -> (Vec<Watch>, Option<Diagnostic>) {
    let note = |why: String| {
        let text = format!("No forecast is given: {why}.");
        (Vec::new(), Some(Diagnostic::note("no-forecast", text)))
    };
    let Some(today) = view.as_of.map(number) else {
        return note("no document has a date".to_owned());
    };
    let chronicle = outlook::chronicle(view);
    let mut outlook = Outlook::as_of(&chronicle, Model::committed(), today);
    let (days, span) = outlook.span();
    let within = match (days, span) {
        (20.., 120..) => 30,
        (8.., 21..) => 7,
        _ => {
            return note(format!(
                "the record is too thin, with acts reported on {} within {}; rates need at least 8 in three weeks",
                words::count(days, "day"),
                words::count(usize::try_from(span).unwrap_or(0), "day"),
            ));
        }
    };
    let classes = [
        Class::Quad(Quad::MaterialConflict),
        Class::Type(EventType::Consult),
    ];
    let mut found: Vec<Forecast> = Vec::new();
    for (actor, recipient) in outlook.busiest(BUSY.0, BUSY.1) {
        for class in classes {
            let said = found.iter().any(|known| {
                class.is_mutual()
                    && known.class == class
                    && known.actor == recipient
                    && known.recipient == actor
            });
            if said {
                continue;
            }
            // Of a dyad with too few acts nothing is said.
            found.extend(outlook.forecast(&actor, &recipient, class, within));
        }
    }
    found.sort_by(|one, other| telling(other).total_cmp(&telling(one)));
    found.truncate(FORECASTS);
    found.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    let watches = found
        .iter()
        .map(|forecast| Watch {
            kind: WatchKind::Forecast,
            text: words::capitalised(&claim(forecast, names)),
            probability: Some(forecast.probability),
            base_rate: Some(forecast.base_rate),
            within_days: Some(forecast.within_days),
            statements: forecast.statements.iter().take(6).cloned().collect(),
        })
        .filter(|watch| !watch.statements.is_empty())
        .collect();
    (watches, None)
}

/// Returns how much a forecast tells beyond the base rate: the divergence of Kullback and Leibler.
fn telling(forecast: &Forecast) -> f64 {
    let (p, b) = (
        forecast.probability.clamp(1e-6, 1.0 - 1e-6),
        forecast.base_rate.clamp(1e-6, 1.0 - 1e-6),
    );
    p * libm::log(p / b) + (1.0 - p) * libm::log((1.0 - p) / (1.0 - b))
}

/// Says a watch; a forecast with its term of probability, its figure and the base rate.
fn said(watch: &Watch) -> String {
    match (watch.probability, watch.base_rate) {
        (Some(probability), Some(base)) => format!(
            "{} (base rate {})",
            words::chance(probability, &watch.text),
            words::percent(base)
        ),
        _ => watch.text.clone(),
    }
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
    // What could have been long ago is not to be watched.
    let over = match (statement.date.to, today) {
        (Some(day), Some(today)) => (today - day).get_days() > OPEN_FOR,
        _ => false,
    };
    match (statement.status, event.event_type) {
        _ if over => None,
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
        (WatchKind::Forecast, "Forecast from this record"),
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
            .map(|watch| Line::text(said(watch)).cite(citations.cite(&watch.statements, 3)))
            .collect();
        blocks.push(Block::List { items });
    }
    (!blocks.is_empty()).then(|| Section {
        id: "watch",
        heading: "What to watch".to_owned(),
        blocks,
    })
}
