//! `chancery eval bargaining`: forecasts of the models beside what was decided.

use super::files;
use crate::{failure::Failure, outputs::Output};
use chancery_bargaining::{
    accuracy::{self, Coefficients, Report},
    reading::european,
};
use clap::Args;
use std::{fmt::Write as _, path::PathBuf};

/// The file with issues and outcomes.
#[derive(Debug, Args)]
pub(crate) struct BargainingArguments {
    /// Issues of the European Union in the layout of the DEU data.
    #[arg(long, value_name = "FILE")]
    deu3: PathBuf,
    /// Fit the coefficients on the file and print their table, instead of scoring.
    #[arg(long)]
    fit: bool,
    /// The seed of the folds when fitting.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many cross-validations are averaged when fitting.
    #[arg(long, value_name = "N", default_value_t = 5)]
    repeats: u64,
    /// Print the report as data.
    #[arg(long)]
    json: bool,
}

/// Scores the committed coefficients, or fits them anew.
pub(crate) fn run(arguments: &BargainingArguments) -> Result<(), Failure> {
    let path = &arguments.deu3;
    let data =
        |error: &dyn std::fmt::Display| Failure::data(format!("{}: {error}", path.display()));
    let text = String::from_utf8_lossy(&files::one(path)?).into_owned();
    let proposals = european::read(&text).map_err(|error| data(&error))?;
    if arguments.fit {
        let fit = accuracy::fit::fit(&proposals, arguments.seed, arguments.repeats)
            .ok_or_else(|| data(&"too few issues have an outcome to fit on"))?;
        let mut table = format!(
            "# Coefficients of the institutional model and half-widths of 80 % intervals.\n\
             # Made by: chancery eval bargaining --deu3 FILE --fit --seed {} --repeats {}\n\
             # Shrinkage {}; cross-validated by proposal, mean absolute error {:.2};\n\
             # below the best simple rule ({}) on the same folds by {:.2} ({:.2} to {:.2});\n\
             # cross-validated coverage of the 80 % interval {:.3}.\n",
            arguments.seed,
            arguments.repeats,
            fit.shrinkage,
            fit.cross_validated,
            fit.comparison.rule,
            fit.comparison.improvement,
            fit.comparison.low,
            fit.comparison.high,
            fit.coverage80,
        );
        table += &fit.coefficients.table();
        return Output::text(None, &table);
    }
    let report = accuracy::evaluate(&proposals, &Coefficients::committed())
        .ok_or_else(|| data(&"no issue has an outcome"))?;
    if arguments.json {
        return Output::json(None, &report);
    }
    Output::text(None, &said(&report))
}

fn said(report: &Report) -> String {
    let mut text = format!("default: {}\n", report.default);
    for (model, score) in &report.models {
        let _ = writeln!(
            text,
            "{model:<18} MAE {:5.2}  hits {:4.1} %  in the 80 % interval {:4.1} %  ({} issues)",
            score.mae,
            100.0 * score.hit,
            100.0 * score.coverage80,
            score.issues
        );
    }
    let against = &report.against_best_rule;
    let _ = writeln!(
        text,
        "the default is below {} by {:.2} ({:.2} to {:.2})",
        against.rule, against.improvement, against.low, against.high
    );
    text
}
