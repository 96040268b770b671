//! `chancery stakes`: floors and wishes, who went further, who stayed silent, gains and losses.

use super::brief::text_style;
use crate::{
    arguments::{AnswerFormat, InputArguments, actor, date, pair},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{
    render,
    stakes::{self, StakesQuestion},
};
use chancery_model::{ActorId, Date};
use clap::Args;

/// What is asked.
#[derive(Debug, Args)]
pub(crate) struct StakesArguments {
    #[command(flatten)]
    input: InputArguments,
    /// The two sides; otherwise the record's worst dispute.
    #[arg(long, value_name = "A,B", value_parser = pair)]
    dispute: Option<(ActorId, ActorId)>,
    /// Whose gains and losses; otherwise those of everybody with a stake.
    #[arg(long, value_name = "X", value_parser = actor)]
    actor: Option<ActorId>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Reads, codes and answers.
pub(crate) fn run(arguments: &StakesArguments) -> Result<(), Failure> {
    let record = pipeline::record_as_of(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let view = record.as_of(arguments.as_of);
    let question = StakesQuestion {
        dispute: arguments.dispute.as_ref().map(|(one, other)| (one, other)),
        actor: arguments.actor.as_ref(),
    };
    let (answer, names) = stakes::answer(&view, Dictionary::embedded(), question);
    if arguments.format == AnswerFormat::Json {
        return Output::json(None, &answer);
    }
    let page = stakes::page(&answer, &view, &names);
    Output::text(None, &render::text(&page, text_style(true)))
}
