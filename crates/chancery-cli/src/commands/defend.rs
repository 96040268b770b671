//! `chancery defend`: would one come to another's defence?

use super::brief::text_style;
use crate::{
    arguments::{AnswerFormat, InputArguments, actor, date, pair},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{defence, render};
use chancery_model::{ActorId, Date};
use clap::Args;

/// What is asked.
#[derive(Debug, Args)]
pub(crate) struct DefendArguments {
    #[command(flatten)]
    input: InputArguments,
    /// Who would have to come to help, and whom.
    #[arg(long, value_name = "X,Y", value_parser = pair)]
    dyad: (ActorId, ActorId),
    /// Against whom; otherwise the one at war with the second, or most hostile to it.
    #[arg(long, value_name = "Z", value_parser = actor)]
    attacker: Option<ActorId>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Reads, codes and answers.
pub(crate) fn run(arguments: &DefendArguments) -> Result<(), Failure> {
    let (defender, target) = &arguments.dyad;
    if let Some(attacker) = arguments
        .attacker
        .as_ref()
        .filter(|by| *by == defender || *by == target)
    {
        return Err(
            Failure::usage(format!("the attacker {attacker} is one of the two"))
                .hint("name a third actor, or none"),
        );
    }
    let record = pipeline::record_as_of(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let view = record.as_of(arguments.as_of);
    let dictionary = Dictionary::embedded();
    let attacker = arguments.attacker.as_ref();
    let (answer, names) = defence::answer(&view, dictionary, defender, target, attacker);
    if arguments.format == AnswerFormat::Json {
        return Output::json(None, &answer);
    }
    let page = defence::page(&answer, &view, &names);
    Output::text(None, &render::text(&page, text_style(true)))
}
