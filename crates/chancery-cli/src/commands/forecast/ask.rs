//! `chancery forecast ask`: one question, one answer with its reasons.

use crate::{
    arguments::{BriefFormat, InputArguments, date},
    commands::brief::text_style,
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{coder::Coder, outlook, picture, render};
use chancery_forecast::outlook::{Question, QuestionError, parse_question};
use chancery_model::{ActorId, Date};
use chancery_store::Record;
use clap::Args;
use std::path::PathBuf;

pub(super) const HELP: &str = "Questions:
  will A attack B within 30 days            also consult, threaten, accuse, sanction, aid, agree with, …
  will A do TYPE to B within 2 weeks        TYPE: a PLOVER type (ASSAULT) or quad class (material-conflict)
  who will A consult within 7 days
  who will attack B within 30 days
  will A answer B's assault with assault within 7 days
  will the tie of A and B cross hostile within 90 days

Without “within …” the horizon is 30 days. A and B are names or codes (Israel, ISR, Hamas, NATO).

Example:
  chancery forecast ask record.jsonl --question 'will Israel attack Iran within 30 days'";

/// A question to a record.
#[derive(Debug, Args)]
pub(crate) struct AskArguments {
    #[command(flatten)]
    input: InputArguments,
    /// The question.
    #[arg(long, value_name = "QUESTION")]
    question: String,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Use the model in this file instead of the one that the program carries.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Draw the expected count of the first forecast, with its bands, into this SVG file.
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = BriefFormat::Text)]
    format: BriefFormat,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Understands, reads, forecasts and writes.
pub(crate) fn run(arguments: &AskArguments) -> Result<(), Failure> {
    // A question that cannot be understood is said to be so before anything is read.
    let coder = Coder::embedded();
    let resolve = |phrase: &str| -> Option<ActorId> { coder.actor(phrase, arguments.as_of) };
    let question = parse_question(&arguments.question, &resolve).map_err(|error| {
        let failure = Failure::usage(error.to_string());
        match error {
            QuestionError::Form => failure,
            _ => {
                failure.hint("`chancery help forecast ask` shows the questions that are understood")
            }
        }
    })?;
    let record = record(arguments, &question)?;
    let view = record.as_of(arguments.as_of);
    let mut names = chancery_answers::names(&view, Dictionary::embedded());
    chancery_answers::add_names(&mut names, &question.actors(), Dictionary::embedded());
    let out = arguments.out.as_deref();
    super::with_model(arguments.model.as_deref(), |model| {
        let answer = outlook::answer(&view, &names, model, &question, &arguments.question);
        if let (Some(path), Some(forecast)) = (&arguments.plot, answer.forecasts.first()) {
            Output::text(Some(path), &picture::fan(forecast))?;
        }
        if arguments.format == BriefFormat::Json {
            return Output::json(out, &answer);
        }
        let page = outlook::page(&answer, &view, &names, "");
        let text = match arguments.format {
            BriefFormat::Html => render::html(&page).map_err(|error| Failure::ours(&error))?,
            BriefFormat::Md => render::markdown(&page),
            BriefFormat::Text | BriefFormat::Json => render::text(&page, text_style(out.is_none())),
        };
        Output::text(out, &text)
    })
}

/// Reads what was reported by the day that is asked about.
///
/// A tie is formed of events, so the reports of one event are merged, once what came later is
/// forgotten. Acts count once a day anyhow, and are kept as they were reported: then a forecast as of
/// a day is the one that a back-test makes on that day.
fn record(arguments: &AskArguments, question: &Question) -> Result<Record, Failure> {
    if matches!(question, Question::Crosses { .. }) {
        return pipeline::record_as_of(&arguments.input, arguments.as_of);
    }
    let mut record = pipeline::unmerged(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    record.forget_after(arguments.as_of);
    if !arguments.input.quiet {
        pipeline::warn(&record.diagnostics);
    }
    Ok(record)
}
