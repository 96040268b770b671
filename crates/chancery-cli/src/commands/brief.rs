//! `chancery brief`: reporting in, a sourced brief out.

use crate::{
    arguments::{BriefArguments, BriefFormat},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{
    brief::{self, BriefOptions},
    render::{self, TextStyle},
};
use chancery_model::Pair;
use std::io::{IsTerminal, stdout};

/// Reads, codes, answers and writes.
pub(crate) fn run(arguments: &BriefArguments) -> Result<(), Failure> {
    let issues = super::trades::issues(None, &arguments.input.paths)?;
    let record = pipeline::record_as_of(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let view = record.as_of(arguments.as_of);
    let names = chancery_answers::names(&view, Dictionary::embedded());
    let dispute = arguments
        .dispute
        .as_ref()
        .and_then(|(one, other)| Pair::new(one, other));
    let options = BriefOptions {
        dispute,
        issues,
        members: brief::members(Dictionary::embedded(), view.as_of),
        colophon: colophon(),
        past: None,
    };
    let brief = brief::brief(&view, &names, &options);
    let out = arguments.out.as_deref();
    if arguments.format == BriefFormat::Json {
        return Output::json(out, &brief);
    }
    let page = brief::page(&brief, &view, &names, &options);
    let text = match arguments.format {
        BriefFormat::Html => render::html(&page).map_err(|error| Failure::ours(&error))?,
        BriefFormat::Md => render::markdown(&page),
        BriefFormat::Text | BriefFormat::Json => render::text(&page, text_style(out.is_none())),
    };
    Output::text(out, &text)
}

/// Returns the width of the terminal, up to what reads well, and whether it may show bold text.
pub(crate) fn text_style(to_terminal: bool) -> TextStyle {
    let terminal = to_terminal && stdout().is_terminal();
    let bold = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let width = columns
        .filter(|_| terminal)
        .unwrap_or(88_usize)
        .clamp(40, 100);
    TextStyle { width, bold }
}

/// Returns the program's name with its versions.
fn colophon() -> String {
    format!(
        "Chancery {}, language model en_core_web_md 3.7.1. Statements are coded by rule from the text; read the sentences before you rely on a line.",
        env!("CARGO_PKG_VERSION")
    )
}
