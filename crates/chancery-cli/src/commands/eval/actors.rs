//! `chancery eval actors`: phrases whose country and sector are known.

use super::files;
use crate::{arguments::PhraseArguments, failure::Failure, outputs::Output};
use chancery_actors::{Dictionary, evaluate_phrases};
use chancery_text::{analyse, english::English};

/// Resolves every phrase of a file.
pub(crate) fn run(arguments: &PhraseArguments) -> Result<(), Failure> {
    let gold = files::text(&arguments.gold)?;
    let english = English::embedded();
    let report = evaluate_phrases(
        &gold,
        |document| analyse(document, english),
        Dictionary::embedded(),
    )
    .map_err(|error| Failure::data(format!("{}: {error}", arguments.gold.display())))?;
    if arguments.json {
        return Output::json(None, &report);
    }
    let mut text = format!(
        "country {:.3} of {}\nsector {:.3} of {}\n",
        report.country, report.n, report.sector, report.n_sector
    );
    for error in &report.errors {
        text += &format!(
            "{}: “{}” is {} {}, found {} {} ({})\n",
            error.id,
            error.text,
            error.gold.0,
            error.gold.1,
            error.found.0,
            error.found.1,
            error.rule
        );
    }
    Output::text(None, &text)
}
