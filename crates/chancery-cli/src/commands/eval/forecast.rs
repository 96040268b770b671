//! `chancery eval forecast`: the model of what comes next on a record, or its fit.

use crate::{
    arguments::date,
    commands::forecast::{RecordArguments, class, lines, with_model},
    failure::Failure,
    outputs::Output,
};
use chancery_answers::outlook;
use chancery_forecast::outlook::{
    BacktestOptions, Class, FitOptions, HORIZONS, backtest, backtest_answers, fit, number,
};
use chancery_model::{Date, EventType, Quad, TieLabel};
use clap::Args;
use std::path::PathBuf;

/// A record, and the days to measure or to fit on.
#[derive(Debug, Args)]
pub(crate) struct ForecastEvalArguments {
    #[command(flatten)]
    input: RecordArguments,
    /// The first day as of which a forecast is made.
    #[arg(long, value_name = "DATE", value_parser = date, default_value = "2023-01-01")]
    from: Date,
    /// The day by which every window is over.
    #[arg(long, value_name = "DATE", value_parser = date, default_value = "2025-12-31")]
    to: Date,
    /// Fit the model on these days and print its table, instead of scoring.
    #[arg(long)]
    fit: bool,
    /// With --fit: the last day of the years on which the penalties are tried; the days after it
    /// choose among them.
    #[arg(long, value_name = "DATE", value_parser = date, default_value = "2019-12-31")]
    develop_to: Date,
    /// The days between the days as of which forecasts are made.
    #[arg(long, value_name = "DAYS", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    every: u16,
    /// Only these PLOVER types or quad classes; otherwise all.
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_parser = class)]
    class: Vec<Class>,
    /// The seed of the intervals.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Use the model in this file instead of the one that the program carries.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Print the report as data.
    #[arg(long)]
    json: bool,
}

/// Scores a model on every class and horizon, or fits one.
pub(crate) fn run(arguments: &ForecastEvalArguments) -> Result<(), Failure> {
    let record = arguments.input.record()?;
    let chronicle = outlook::chronicle_of(&record);
    if chronicle.is_empty() {
        return Err(Failure::data(
            "the record tells of no dated act of one named actor towards another",
        ));
    }
    let (from, to) = (number(arguments.from), number(arguments.to));
    if from >= to {
        return Err(Failure::usage("--from must be a day before --to"));
    }
    if arguments.fit {
        let mut options = FitOptions::between(from, number(arguments.develop_to), to);
        options.every = arguments.every;
        if !arguments.class.is_empty() {
            options.classes.clone_from(&arguments.class);
        }
        let mut model = fit(&chronicle, &options);
        model.notes = vec![
            format!(
                "fitted by: chancery eval forecast RECORD --fit --from {} --develop-to {} --to {} --every {}",
                arguments.from, arguments.develop_to, arguments.to, arguments.every
            ),
            format!(
                "on {} acts; no random numbers enter the fit",
                chronicle.len()
            ),
        ];
        return Output::text(None, &model.table());
    }
    let classes: Vec<Class> = if arguments.class.is_empty() {
        Class::all().collect()
    } else {
        arguments.class.clone()
    };
    let options = BacktestOptions {
        from,
        to,
        every: arguments.every,
        classes,
        horizons: HORIZONS.to_vec(),
        seed: arguments.seed,
    };
    let mut scores = with_model(arguments.model.as_deref(), |model| {
        let mut scores = backtest(&chronicle, model, &options);
        let conflict = Class::Quad(Quad::MaterialConflict);
        for class in [conflict, Class::Type(EventType::Assault)] {
            let answers = BacktestOptions {
                classes: vec![class],
                ..options.clone()
            };
            scores.extend(backtest_answers(&chronicle, model, class, &answers));
        }
        Ok(scores)
    })?;
    for label in [TieLabel::Hostile, TieLabel::Unfriendly, TieLabel::Partner] {
        scores.extend(outlook::backtest_crossings(&record, label, &options));
    }
    if arguments.json {
        return Output::json(None, &scores);
    }
    Output::text(None, &lines(&scores))
}
