//! `chancery eval defend`: who came to whose defence.

use super::files;
use crate::{arguments::DefenceArguments, failure::Failure, outputs::Output};
use chancery_relations::defence::{self, DefenceScore, Design};

/// Scores the model, or fits it anew.
pub(crate) fn run(arguments: &DefenceArguments) -> Result<(), Failure> {
    let folder = &arguments.states;
    if !folder.is_dir() {
        return Err(Failure::data(format!("{} is no folder", folder.display())));
    }
    let files = files::named(folder, defence::FILES)?;
    let fail = |error| Failure::data(format!("{}: {error}", folder.display()));
    if arguments.fit {
        let table = defence::fit(&files).map_err(fail)?;
        return Output::text(None, &table);
    }
    let scores = defence::evaluate(&files, arguments.seed).map_err(fail)?;
    if arguments.json {
        return Output::json(None, &scores);
    }
    let text = line("wars", &scores.wars) + &line("fatal disputes", &scores.fatal_disputes);
    Output::text(None, &text)
}

fn line(name: &str, found: &DefenceScore) -> String {
    let number =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
    let ends = |ends: Option<[f64; 2]>| {
        ends.map_or_else(
            || "–".to_owned(),
            |[low, high]| format!("{low:.4} to {high:.4}"),
        )
    };
    let design = match found.design {
        Design::BeforeAndAfter1980 => "fitted before 1980, scored since",
        Design::LeaveOneYearOut => "each year left out in turn",
    };
    let score = &found.score;
    format!(
        "{name}: {} of {} allies fought, in {} clashes ({design}); AUC {} ({}); Brier {}, of the base rate {} (gain {})\n",
        score.positive,
        score.n,
        found.clashes,
        number(score.auc),
        ends(found.resampled.auc),
        number(score.brier),
        number(score.brier_base),
        ends(found.resampled.brier_gain),
    )
}
