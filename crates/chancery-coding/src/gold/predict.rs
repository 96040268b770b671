//! Statements as predictions in the layout of the gold files.

use chancery_model::{ActorRef, Sector, Statement};
use serde::{Deserialize, Serialize};

/// A prediction for one document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prediction {
    /// The document.
    pub id: String,
    /// The events.
    #[serde(default)]
    pub events: Vec<PredictedEvent>,
    /// The type between the two marked actors, for sets that mark them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
}

/// A predicted event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PredictedEvent {
    /// The actor.
    #[serde(default)]
    pub source: Option<Code>,
    /// The recipient.
    #[serde(default)]
    pub target: Option<Code>,
    /// The type.
    #[serde(default, rename = "type")]
    pub event_type: Option<String>,
}

/// One code or several.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Code {
    /// One actor.
    One(String),
    /// Several; every pair counts.
    Many(Vec<Option<String>>),
}

impl Code {
    /// Returns the codes, in capitals and cut to three letters; a missing one stays missing.
    pub(super) fn expand(code: Option<&Self>) -> Vec<Option<String>> {
        let cut = |text: &str| {
            let text: String = text.chars().take(3).collect();
            (!text.is_empty()).then(|| text.to_uppercase())
        };
        match code {
            None => vec![None],
            Some(Self::One(text)) => vec![cut(text)],
            Some(Self::Many(codes)) if codes.is_empty() => vec![None],
            Some(Self::Many(codes)) => codes
                .iter()
                .map(|code| code.as_deref().and_then(cut))
                .collect(),
        }
    }
}

/// Returns the events of a document's statements in the layout of the gold files: those that are
/// stated as facts, symmetric ones as every ordered pair.
pub fn predict(id: &str, statements: &[Statement]) -> Prediction {
    let mut events: Vec<PredictedEvent> = Vec::new();
    let mut push = |source: Option<String>, target: Option<String>, event_type: &str| {
        let event = PredictedEvent {
            source: source.map(Code::One),
            target: target.map(Code::One),
            event_type: Some(event_type.to_owned()),
        };
        if !events.contains(&event) {
            events.push(event);
        }
    };
    for statement in statements {
        let Some(event) = statement.event() else {
            continue;
        };
        if !statement.is_evidence() {
            continue;
        }
        let event_type = event.event_type.as_str();
        let mut actors: Vec<Option<String>> = event.actor.iter().map(code).collect();
        let mut recipients: Vec<Option<String>> = event.recipient.iter().map(code).collect();
        if event.recipient.is_empty() && actors.len() > 1 {
            let one_state = actors.iter().all(|code| *code == actors[0]);
            for (first, source) in actors.iter().enumerate() {
                for (second, target) in actors.iter().enumerate() {
                    // Two sides of one state ("the army and the rebels") are a pair too.
                    let apart = one_state
                        && (event.actor[first].id != event.actor[second].id
                            || event.actor[first].sector != event.actor[second].sector);
                    if first != second && (source != target || source.is_none() || apart) {
                        push(source.clone(), target.clone(), event_type);
                    }
                }
            }
            continue;
        }
        if actors.is_empty() {
            actors.push(None);
        }
        if recipients.is_empty() {
            recipients.push(None);
        }
        for source in &actors {
            for target in &recipients {
                push(source.clone(), target.clone(), event_type);
            }
        }
    }
    Prediction {
        id: id.to_owned(),
        events,
        relation: None,
    }
}

/// Returns the code that the gold files use for an actor: its country, or the kind of organisation.
fn code(actor: &ActorRef) -> Option<String> {
    if let Some(country) = &actor.country {
        return Some(country.as_str().to_owned());
    }
    let id = actor.id.as_ref()?.as_str();
    Some(
        match (id, actor.sector) {
            ("UNO", _) => "UNO",
            ("EU", _) => "EUR",
            (_, Some(Sector::Ngo)) => "NGO",
            (_, Some(Sector::Reb | Sector::Uaf | Sector::Crm | Sector::Opp)) => "IMG",
            _ => "IGO",
        }
        .to_owned(),
    )
}
