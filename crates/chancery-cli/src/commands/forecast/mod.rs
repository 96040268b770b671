//! `chancery forecast`: what comes next.

mod tkg;

use crate::failure::Failure;
use clap::{Args, Subcommand};

/// Forecasts.
#[derive(Debug, Args)]
pub(crate) struct ForecastArguments {
    #[command(subcommand)]
    forecast: Forecast,
}

#[derive(Debug, Subcommand)]
enum Forecast {
    /// Learn on a benchmark of dated facts and predict who is at the other end of each.
    #[command(after_help = "Example:
  chancery forecast tkg --data data/forecast/ICEWS14 --split valid --out predictions.txt

The folder holds train.txt, valid.txt and test.txt (or the same with .gz): subject, relation, object and time
as whole numbers between tabs; entity2id.txt, where there is one, has the names. Each step is predicted
from earlier steps alone, in both directions.")]
    Tkg(tkg::TkgArguments),
}

/// Forecasts.
pub(crate) fn run(arguments: &ForecastArguments) -> Result<(), Failure> {
    match &arguments.forecast {
        Forecast::Tkg(arguments) => tkg::run(arguments),
    }
}
