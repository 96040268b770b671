//! `chancery trades`: who could trade what, and who would be the bargaining chip.

use super::brief::text_style;
use crate::{
    arguments::{AnswerFormat, InputArguments},
    failure::Failure,
    inputs::ISSUES,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{
    brief::{self, BriefOptions, Question},
    render,
};
use chancery_bargaining::reading::document::{self, Document};
use chancery_model::Date;
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct TradesArguments {
    #[command(flatten)]
    input: InputArguments,
    /// The analyst's issues, positions and saliences; otherwise `issues.toml` in a folder named.
    #[arg(long, value_name = "FILE")]
    issues: Option<PathBuf>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = crate::arguments::date)]
    as_of: Option<Date>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Reads, codes and answers.
pub(crate) fn run(arguments: &TradesArguments) -> Result<(), Failure> {
    let issues = issues(arguments.issues.as_deref(), &arguments.input.paths)?;
    let record = pipeline::record_as_of(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let view = record.as_of(arguments.as_of);
    let names = chancery_answers::names(&view, Dictionary::embedded());
    let options = BriefOptions {
        issues,
        ..BriefOptions::default()
    };
    let brief = brief::brief(&view, &names, &options);
    if !arguments.input.quiet {
        for diagnostic in &brief.diagnostics {
            if diagnostic.code.starts_with("issues-") {
                eprintln!("note: {}", diagnostic.message);
            }
        }
    }
    if arguments.format == AnswerFormat::Json {
        return Output::json(None, &brief.trades);
    }
    let page = brief::question_page(&brief, &view, &names, Question::Trades);
    Output::text(None, &render::text(&page, text_style(true)))
}

/// Returns the analyst's file: the one named, or the one in a folder of the input.
pub(crate) fn issues(named: Option<&Path>, paths: &[PathBuf]) -> Result<Option<Document>, Failure> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match paths
            .iter()
            .map(|it| it.join(ISSUES))
            .find(|it| it.is_file())
        {
            Some(path) => path,
            None => return Ok(None),
        },
    };
    let wrong =
        |error: &dyn std::fmt::Display| Failure::data(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(&path).map_err(|error| Failure::reading(&path, &error))?;
    let file = document::parse(&text).map_err(|error| wrong(&error))?;
    file.problem().map_err(|error| wrong(&error))?;
    Ok(Some(file))
}
