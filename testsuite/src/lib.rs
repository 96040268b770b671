//! Crises as data, end to end.
//!
//! A folder under `cases/` is a case: documents, and `expected.toml` with what must be coded, what
//! must not be, and what is known to be missed. The texts are written for this suite, in the
//! language that news and analysis are written in, before the coder reads them; none is simplified
//! later.

use chancery_answers::coder::Coder;
use chancery_model::Statement;
use chancery_store::Record;
use chancery_text::reading::{ReadOptions, read};
use serde::Deserialize;
use serde_json::Value;
use std::{fs, io, path::Path};

/// What a case expects.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// What the case is about and where its facts come from.
    pub about: String,
    /// What must be coded.
    #[serde(default)]
    pub must: Vec<Claim>,
    /// What must not be coded.
    #[serde(default)]
    pub must_not: Vec<Claim>,
    /// What ought to be coded and is not yet. A claim that is found after all fails the test, so
    /// that it moves to `must`.
    #[serde(default)]
    pub missed: Vec<Claim>,
    /// What ought not to be coded and still is. One that is gone fails the test, so that it moves
    /// to `must_not`.
    #[serde(default)]
    pub excess: Vec<Claim>,
}

/// A claim: every field that is given must agree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Words of the sentence that the evidence must overlap.
    pub words: Option<String>,
    /// The kind of statement.
    pub kind: Option<String>,
    /// The type of event.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// The mode of the event.
    pub mode: Option<String>,
    /// A context of the event.
    pub context: Option<String>,
    /// Actors that must be among those of `actor`, `parties`, `speaker` or `holder`.
    #[serde(default)]
    pub actor: Vec<String>,
    /// Actors that must be among those of `recipient`, `about` or `organisation`.
    #[serde(default)]
    pub recipient: Vec<String>,
    /// Any of these statuses.
    #[serde(default)]
    pub status: Vec<String>,
    /// Any of these assertions.
    #[serde(default)]
    pub assertion: Vec<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// Other fields of the statement's JSON that must be equal.
    #[serde(default)]
    pub fields: toml::Table,
}

impl Claim {
    /// Returns whether a statement makes this claim. Symmetric events may name the two sides in
    /// either place.
    pub fn is_made_by(&self, statement: &Statement, sentence: &str) -> bool {
        let Ok(json) = serde_json::to_value(statement) else {
            return false;
        };
        let text = |key: &str| json[key].as_str().map(str::to_owned);
        let same = |wanted: &Option<String>, key: &str| wanted.is_none() || *wanted == text(key);
        let any = |wanted: &[String], found: Option<String>| {
            wanted.is_empty() || found.is_some_and(|found| wanted.contains(&found))
        };
        let first = ids(&json, &["actor", "parties", "speaker", "holder"]);
        let second = ids(&json, &["recipient", "about", "organisation"]);
        let holds =
            |wanted: &[String], found: &[String]| wanted.iter().all(|id| found.contains(id));
        let mutual = second.is_empty() && first.len() > 1;
        let parties = if mutual {
            holds(&self.actor, &first) && holds(&self.recipient, &first)
        } else {
            holds(&self.actor, &first) && holds(&self.recipient, &second)
        };
        parties
            && self
                .words
                .as_ref()
                .is_none_or(|words| overlaps(words, statement, sentence))
            && same(&self.kind, "kind")
            && same(&self.event_type, "event_type")
            && same(&self.mode, "mode")
            && self.context.as_ref().is_none_or(|context| {
                json["contexts"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|one| one == context))
            })
            && any(&self.status, text("status"))
            && any(
                &self.assertion,
                json["attribution"]["assertion"].as_str().map(str::to_owned),
            )
            && self
                .from
                .as_ref()
                .is_none_or(|from| json["date"]["from"] == **from)
            && self.to.as_ref().is_none_or(|to| json["date"]["to"] == **to)
            && self.fields.iter().all(|(key, value)| {
                serde_json::to_value(value).is_ok_and(|value| json[key.as_str()] == value)
            })
    }
}

/// Returns the ids of the actors in these fields.
fn ids(json: &Value, keys: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for value in keys.iter().map(|key| &json[*key]) {
        let actors = match value {
            Value::Array(actors) => actors.iter().collect(),
            Value::Object(_) => vec![value],
            _ => Vec::new(),
        };
        ids.extend(
            actors
                .iter()
                .filter_map(|actor| actor["id"].as_str().map(str::to_owned)),
        );
    }
    ids
}

/// Returns whether the sentence holds the words and the evidence touches them.
fn overlaps(words: &str, statement: &Statement, sentence: &str) -> bool {
    sentence.contains(words)
        && (statement.evidence.text.contains(words)
            || words.contains(statement.evidence.text.as_str())
            || sentence
                .find(words)
                .zip(sentence.find(&statement.evidence.text))
                .is_some_and(|(at, evidence)| {
                    at < evidence + statement.evidence.text.len() && evidence < at + words.len()
                }))
}

/// What is wrong with a case, a line each; empty where it passes.
pub fn check(folder: &Path) -> io::Result<Vec<String>> {
    let (expected, record) = load(folder)?;
    let view = record.as_of(None);
    let found = |claim: &Claim| {
        view.statements.iter().find(|statement| {
            claim.is_made_by(statement, view.sentence(&statement.evidence).1)
                || statement.also.iter().any(|evidence| {
                    let mut other = (**statement).clone();
                    other.evidence = evidence.clone();
                    claim.is_made_by(&other, view.sentence(evidence).1)
                })
        })
    };
    let mut wrong = Vec::new();
    for claim in &expected.must {
        if found(claim).is_none() {
            wrong.push(format!("must be coded and is not: {claim:?}"));
        }
    }
    for claim in &expected.must_not {
        if let Some(statement) = found(claim) {
            wrong.push(format!(
                "must not be coded and is: {claim:?}\n    by {statement:?}"
            ));
        }
    }
    for claim in &expected.missed {
        if found(claim).is_some() {
            wrong.push(format!(
                "listed as missed and found; move it to `must`: {claim:?}"
            ));
        }
    }
    for claim in &expected.excess {
        if found(claim).is_none() {
            wrong.push(format!(
                "listed as excess and gone; move it to `must_not`: {claim:?}"
            ));
        }
    }
    Ok(wrong)
}

/// Reads a case and codes its documents.
pub fn load(folder: &Path) -> io::Result<(Expected, Record)> {
    let text = fs::read_to_string(folder.join("expected.toml"))?;
    let expected: Expected = toml::from_str(&text)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
    let mut files: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut documents = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("expected.toml")) {
        let hint = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let result = read(
            &fs::read(file)?,
            &hint.unwrap_or_default(),
            &ReadOptions::default(),
        );
        documents.extend(result.documents);
    }
    Ok((expected, Coder::embedded().record(documents)))
}
