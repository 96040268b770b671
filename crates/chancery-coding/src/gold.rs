//! Gold events, predictions in the same layout, and their agreement.
//!
//! A gold file holds one sentence a line with the events that people coded in it; the layout, the
//! levels and every rule of counting are those of the referee script that comes with the data, and
//! the figures are the same to the last digit ([`score`]). `source` and `target` are the data's
//! words for actor and recipient.

mod judged;
mod places;
mod predict;
mod print;
mod relation;
mod score;
mod status;
mod twister;

pub use judged::{JudgedLabel, JudgedReport, judged_report, parse_judged_labels};
pub use places::{PlaceLabel, PlaceReport, parse_place_labels};
pub use predict::{Code, PredictedEvent, Prediction, predict};
pub use relation::{RelationReport, relation_of, relation_report};
pub use score::{Level, LevelScore, Report, ScoreOptions, SetReport, TypeCounts, score};
pub use status::{LabelledAct, LabelledText, StatusCounts, StatusReport, parse_status_labels};

use chancery_model::{EventType, Quad};
use serde::Deserialize;

/// A sentence with the events that people coded in it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct GoldDocument {
    /// The identifier.
    pub id: String,
    /// The set that it belongs to.
    pub set: String,
    /// The sentence.
    pub text: String,
    /// The day of publication, where known.
    pub date: Option<String>,
    /// The sentence with the two actors of the only event marked up.
    #[serde(default)]
    pub marked: Option<String>,
    /// Whether every event of the sentence is coded; otherwise precision is a lower bound.
    pub exhaustive: bool,
    /// The events.
    pub gold: Vec<GoldEvent>,
    /// Documents that must be resampled together.
    pub cluster: String,
}

/// An event that people coded.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct GoldEvent {
    /// The country, or the kind of organisation, of the actor.
    pub source: Option<String>,
    /// The same for the recipient.
    pub target: Option<String>,
    /// The type, where one was coded.
    pub plover_type: Option<String>,
    /// The acceptable types.
    pub plover_types: Vec<String>,
    /// The acceptable quad classes, in the data's short words.
    pub quad: Vec<String>,
    /// Whether either direction is right.
    pub reciprocal: bool,
    /// Whether only a minority coded it: it absorbs a prediction and is never missed.
    pub optional: bool,
}

/// A line that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {source}")]
pub struct GoldError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub source: serde_json::Error,
}

/// Reads a gold file.
///
/// # Errors
///
/// The first line that does not have the layout.
pub fn read_gold(lines: &str) -> Result<Vec<GoldDocument>, GoldError> {
    lines
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|source| GoldError {
                line: index + 1,
                source,
            })
        })
        .collect()
}

/// Returns the quad class in the short words of the gold files.
pub(crate) const fn short_quad(quad: Quad) -> &'static str {
    match quad {
        Quad::VerbalCooperation => "VCOOP",
        Quad::MaterialCooperation => "MCOOP",
        Quad::VerbalConflict => "VCONF",
        Quad::MaterialConflict => "MCONF",
    }
}

/// Returns the PLOVER type of a word in a prediction: a type, one of its former names, or a CAMEO
/// code.
pub fn event_type_of(word: &str) -> Option<EventType> {
    let word = word.trim().to_ascii_uppercase();
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        let code = if word.len() == 1 {
            format!("0{word}")
        } else {
            word
        };
        let root = code.get(..2)?;
        let three = code.get(..3).unwrap_or("");
        return Some(match (root, three) {
            ("08", "084" | "085" | "086" | "087") => EventType::Retreat,
            ("08", _) if matches!(code.as_str(), "0813" | "0814") => EventType::Retreat,
            ("08", _) => EventType::Concede,
            (_, "163" | "191" | "192") => EventType::Coerce,
            ("03", _) => EventType::Agree,
            ("04", _) => EventType::Consult,
            ("05", _) => EventType::Support,
            ("06", _) => EventType::Cooperate,
            ("07", _) => EventType::Aid,
            ("09" | "11", _) => EventType::Accuse,
            ("10", _) => EventType::Request,
            ("12", _) => EventType::Reject,
            ("13", _) => EventType::Threaten,
            ("14", _) => EventType::Protest,
            ("15", _) => EventType::Mobilize,
            ("16", _) => EventType::Sanction,
            ("17", _) => EventType::Coerce,
            ("18" | "19" | "20", _) => EventType::Assault,
            _ => return None,
        });
    }
    let word = word.split(['-', ':']).next().unwrap_or("").trim();
    match word {
        "DEMAND" => Some(EventType::Request),
        "DISAPPROVE" | "INVESTIGATE" => Some(EventType::Accuse),
        "FIGHT" => Some(EventType::Assault),
        "YIELD" => Some(EventType::Concede),
        other => other.parse().ok(),
    }
}
