//! `chancery review`: an analyst accepts, rejects or amends statements.
//!
//! Without a verdict the statements that most deserve a look are listed: the least certain first.

use crate::{arguments::date, failure::Failure};
use chancery_model::{Date, Evidence, Statement};
use chancery_store::case::{Action, Batch, Correction, REPORTS, Snapshot, Verdict};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ReviewArguments {
    /// The folder of the case.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    /// Accept this statement: it is right.
    #[arg(long, value_name = "ID")]
    pub(crate) accept: Vec<String>,
    /// Reject this statement: it is wrong, and nothing takes its place.
    #[arg(long, value_name = "ID")]
    pub(crate) reject: Vec<String>,
    /// Amend this statement; `--set` says how.
    #[arg(long, value_name = "ID", requires = "set")]
    pub(crate) amend: Option<String>,
    /// A field of the amended statement with its value in JSON, as `event_type="REJECT"` or
    /// `date.from="2025-06-13"`.
    #[arg(long, value_name = "FIELD=JSON", requires = "amend")]
    pub(crate) set: Vec<String>,
    /// Who judges.
    #[arg(
        long,
        value_name = "NAME",
        env = "CHANCERY_ANALYST",
        default_value = "analyst"
    )]
    pub(crate) by: String,
    /// Why.
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub(crate) reason: String,
    /// The day from which the correction counts; today where none is given.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// How many statements are listed where no verdict is given.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

/// Records verdicts, or lists what deserves a look.
pub(crate) fn run(arguments: &ReviewArguments) -> Result<(), Failure> {
    let case = super::open(&arguments.case)?;
    if arguments.accept.is_empty() && arguments.reject.is_empty() && arguments.amend.is_none() {
        let snapshot = case.snapshot().map_err(|error| Failure::case(&error))?;
        return list(&snapshot, arguments.limit);
    }
    let mut writer = case.writer().map_err(|error| Failure::case(&error))?;
    let record = writer
        .snapshot()
        .record(None)
        .map_err(|error| Failure::case(&error))?;
    let view = record.as_of(None);
    let now = jiff::Timestamp::now();
    let on = arguments
        .on
        .unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(now).date());
    let verdicts = arguments
        .accept
        .iter()
        .map(|id| (id, Verdict::Accept))
        .chain(arguments.reject.iter().map(|id| (id, Verdict::Reject)))
        .chain(arguments.amend.iter().map(|id| (id, Verdict::Amend)));
    let mut batch = Batch::new(Action::Review, REPORTS, now);
    for (id, verdict) in verdicts {
        let old = view.statement(&id.as_str().into()).ok_or_else(|| {
            Failure::data(format!(
                "no statement {id} stands in {}",
                arguments.case.display()
            ))
            .hint("`chancery review CASE` lists statements with their ids")
        })?;
        let amended = (verdict == Verdict::Amend)
            .then(|| amended(old, &arguments.set))
            .transpose()?;
        let correction = Correction::new(
            old,
            verdict,
            amended,
            &arguments.by,
            &arguments.reason,
            (on, now),
        )
        .map_err(|error| Failure::case(&error))?;
        println!("{id}: {}", correction.statement.id);
        batch.corrections.push(correction);
    }
    writer
        .commit(&mut batch)
        .map(|_| ())
        .map_err(|error| Failure::case(&error))
}

/// Returns a statement with some of its fields set anew.
fn amended(old: &Statement, settings: &[String]) -> Result<Statement, Failure> {
    let mut value = serde_json::to_value(old).map_err(|error| Failure::ours(&error))?;
    for setting in settings {
        let (path, json) = setting.split_once('=').ok_or_else(|| {
            Failure::usage(format!("`{setting}` is not FIELD=JSON"))
                .hint("write it as event_type='\"REJECT\"'")
        })?;
        // A bare word is taken for a string, so that quotation marks can be left out.
        let new = serde_json::from_str(json)
            .unwrap_or_else(|_| serde_json::Value::String(json.to_owned()));
        let mut place = &mut value;
        for key in path.split('.') {
            place = place
                .as_object_mut()
                .ok_or_else(|| Failure::usage(format!("`{path}` is not a field of a statement")))?
                .entry(key)
                .or_insert(serde_json::Value::Null);
        }
        *place = new;
    }
    let mut statement: Statement = serde_json::from_value(value)
        .map_err(|error| Failure::usage(format!("the amended statement is none: {error}")))?;
    // What a type implies is not to be set apart from it.
    if let chancery_model::Body::Event(event) = &mut statement.body {
        let set = |field: &str| {
            settings
                .iter()
                .any(|one| one.starts_with(&format!("{field}=")))
        };
        if !set("quad") {
            event.quad = event.event_type.quad();
        }
        if !set("score") && (set("event_type") || set("mode")) {
            event.score = event.event_type.score(event.mode);
        }
    }
    Ok(statement)
}

/// Lists the standing statements, the least certain first, without those that were reviewed.
fn list(snapshot: &Snapshot, limit: usize) -> Result<(), Failure> {
    let record = snapshot
        .record(None)
        .map_err(|error| Failure::case(&error))?;
    let view = record.as_of(None);
    let mut statements: Vec<&Statement> = view
        .statements
        .iter()
        .copied()
        .filter(|statement| statement.corrects.is_none())
        .collect();
    statements.sort_by(|one, other| {
        one.confidence
            .total_cmp(&other.confidence)
            .then_with(|| one.id.cmp(&other.id))
    });
    for statement in statements.iter().take(limit) {
        let Evidence { document, text, .. } = &statement.evidence;
        let what = statement
            .event()
            .map_or(statement.body.kind(), |event| event.event_type.as_str());
        println!(
            "{}  {:.2}  {what}  {document}: {}",
            statement.id,
            statement.confidence,
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
    if statements.len() > limit {
        println!("… {} more", statements.len() - limit);
    }
    Ok(())
}
