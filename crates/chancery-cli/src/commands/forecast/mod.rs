//! `chancery forecast`: what comes next.

mod ask;
mod backtest;
mod surprise;
mod tkg;
mod tkg_explain;

use crate::{arguments::InputArguments, failure::Failure, pipeline};
use chancery_forecast::outlook::Model;
use chancery_model::Date;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

pub(crate) use backtest::{class, lines};

/// Forecasts.
#[derive(Debug, Args)]
pub(crate) struct ForecastArguments {
    #[command(subcommand)]
    forecast: Forecast,
}

#[derive(Debug, Subcommand)]
enum Forecast {
    /// Answer a question about what comes next, with the base rate, the reasons and the record.
    #[command(after_help = ask::HELP)]
    Ask(ask::AskArguments),
    /// Make the forecasts of past days again and score what came of them.
    #[command(after_help = "Examples:
  chancery forecast backtest record.jsonl --from 2023-01-01 --to 2025-12-31 --horizon 30
  chancery forecast backtest record.jsonl --from 2024-01-01 --class CONSULT --plot reliability.svg

Each forecast uses what was reported by its day. `record.jsonl` comes from `chancery code --format record`.")]
    Backtest(backtest::BacktestArguments),
    /// List, day by day, the acts that were least expected.
    #[command(after_help = "Example:
  chancery forecast surprise record.jsonl --from 2025-06-01 --to 2025-06-30")]
    Surprise(surprise::SurpriseArguments),
    /// Learn on a benchmark of dated facts and predict who is at the other end of each.
    #[command(after_help = "Example:
  chancery forecast tkg --data data/forecast/ICEWS14 --split valid --out predictions.txt --save model.tsv
  chancery forecast tkg --data data/forecast/ICEWS14 --split valid --model model.tsv --explain 'Iran | Consult | ? | 310'

The folder holds train.txt, valid.txt and test.txt (or the same with .gz): subject, relation, object and time
as whole numbers between tabs; entity2id.txt and relation2id.txt, where there are any, have the names. Each
step is predicted from earlier steps alone, in both directions. A saved model gives the same predictions to the
last bit; with other names, another release or earlier times it is refused.")]
    Tkg(tkg::TkgArguments),
}

/// What is read, where `--from` is a day and the dataset is `--dataset`.
#[derive(Debug, Args)]
pub(crate) struct RecordArguments {
    /// Files, folders, JSON Lines files with a document a line, or `-` for standard input; a record;
    /// or the folder of a case.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read the files as this dataset (gdelt, icews, polecat, …; see `chancery convert`).
    #[arg(long, value_name = "NAME", value_parser = crate::datasets::dataset)]
    dataset: Option<chancery_datasets::Dataset>,
    /// The day of publication, for documents that do not say it themselves.
    #[arg(long, value_name = "DATE", value_parser = crate::arguments::date)]
    published: Option<Date>,
    /// Show neither progress nor notes on standard error.
    #[arg(long, short)]
    quiet: bool,
}

impl RecordArguments {
    /// Reads the record, each report of an event on its own: merged, a later report could stand for
    /// an earlier one, and the forecasts of the days between would not be those of their day.
    pub(crate) fn record(&self) -> Result<chancery_store::Record, Failure> {
        let input = InputArguments {
            paths: self.paths.clone(),
            from: self.dataset,
            published: self.published,
            language_model: None,
            min_confidence: None,
            quiet: self.quiet,
        };
        let record = pipeline::unmerged(&input, None)?;
        if !self.quiet {
            pipeline::warn(&record.diagnostics);
        }
        Ok(record)
    }
}

/// Forecasts.
pub(crate) fn run(arguments: &ForecastArguments) -> Result<(), Failure> {
    match &arguments.forecast {
        Forecast::Ask(arguments) => ask::run(arguments),
        Forecast::Backtest(arguments) => backtest::run(arguments),
        Forecast::Surprise(arguments) => surprise::run(arguments),
        Forecast::Tkg(arguments) => tkg::run(arguments),
    }
}

/// Does something with the model that the program carries, or with the one in a file.
pub(crate) fn with_model<T>(
    file: Option<&Path>,
    work: impl FnOnce(&Model) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(path) = file else {
        return work(Model::committed());
    };
    let text = std::fs::read_to_string(path).map_err(|error| Failure::reading(path, &error))?;
    let model = Model::parse(&text)
        .map_err(|error| Failure::data(format!("{}: {error}", path.display())))?;
    work(&model)
}
