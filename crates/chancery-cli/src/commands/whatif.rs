//! `chancery whatif`: assumptions laid over the record, and what would be answered otherwise.

use super::brief::text_style;
use crate::{
    arguments::{AnswerFormat, InputArguments, date, pair},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{
    render,
    whatif::{self, Assumption},
};
use chancery_model::{ActorId, Date, Pair};
use clap::Args;

/// What is assumed of what.
#[derive(Debug, Args)]
pub(crate) struct WhatIfArguments {
    #[command(flatten)]
    input: InputArguments,
    /// What is assumed; may be given several times.
    #[arg(long, value_name = "ASSUMPTION", required = true)]
    assume: Vec<String>,
    /// The two parties to be mediated between; otherwise the record's worst disputes.
    #[arg(long, value_name = "A,B", value_parser = pair)]
    dispute: Option<(ActorId, ActorId)>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Reads, codes and answers twice.
pub(crate) fn run(arguments: &WhatIfArguments) -> Result<(), Failure> {
    let dictionary = Dictionary::embedded();
    let assumptions = arguments
        .assume
        .iter()
        .map(|text| Assumption::parse(text, dictionary))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::usage(error.to_string()))?;
    let record = pipeline::record_as_of(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let dispute = arguments
        .dispute
        .as_ref()
        .and_then(|(one, other)| Pair::new(one, other));
    let (overlaid, day) = whatif::overlay(&record, &assumptions, arguments.as_of);
    // What was reported by the day asked for is all that either answer may use.
    let mut known = record;
    let mut overlaid = overlaid;
    if let Some(limit) = arguments.as_of {
        let in_time = |reported: Option<Date>| reported.is_some_and(|reported| reported <= limit);
        let assumed = |rule: &str| rule == "assumption";
        for record in [&mut known, &mut overlaid] {
            record
                .statements
                .retain(|found| in_time(found.date.reported) || assumed(&found.rule));
        }
    }
    let (answer, _) = whatif::whatif(
        &known,
        &overlaid,
        &assumptions,
        day,
        dispute.as_ref(),
        dictionary,
    );
    if arguments.format == AnswerFormat::Json {
        return Output::json(None, &answer);
    }
    let view = overlaid.as_of(day);
    Output::text(
        None,
        &render::text(&whatif::page(&answer, &view), text_style(true)),
    )
}
