//! `chancery stakes`: floors and wishes, who went further, who stayed silent, gains and losses.

use super::{brief::text_style, eval::one_file};
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
use std::path::PathBuf;

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
    /// The file of crises (ICB1), to propose past crises like this one.
    #[arg(long, value_name = "FILE", requires = "icb_actors")]
    icb_crises: Option<PathBuf>,
    /// The file of crisis actors (ICB2).
    #[arg(long, value_name = "FILE", requires = "icb_crises")]
    icb_actors: Option<PathBuf>,
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
    let dictionary = Dictionary::embedded();
    let (mut answer, names) = stakes::answer(&view, dictionary, question);
    if let (Some(crises), Some(actors)) = (&arguments.icb_crises, &arguments.icb_actors) {
        let files = [one_file(crises)?, one_file(actors)?];
        let bytes = files.each_ref().map(Vec::as_slice);
        stakes::with_cases(&mut answer, &view, dictionary, bytes).map_err(|error| {
            let named = [crises, actors].map(|path| path.display().to_string());
            Failure::data(format!("{}: {error}", named.join(" and ")))
        })?;
    }
    if arguments.format == AnswerFormat::Json {
        return Output::json(None, &answer);
    }
    let page = stakes::page(&answer, &view, &names);
    Output::text(None, &render::text(&page, text_style(true)))
}
