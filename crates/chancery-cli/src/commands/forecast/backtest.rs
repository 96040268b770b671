//! `chancery forecast backtest`: past forecasts against what came of them.

use super::RecordArguments;
use crate::{arguments::date, failure::Failure, outputs::Output};
use chancery_answers::{outlook, picture, words::digits};
use chancery_forecast::outlook::{
    BacktestOptions, Class, HORIZONS, Score, backtest, backtest_answers, date as day, number,
};
use chancery_model::{Date, EventType, Quad, TieLabel};
use clap::Args;
use std::{fmt::Write as _, path::PathBuf};

/// A stretch of days to forecast again.
#[derive(Debug, Args)]
pub(crate) struct BacktestArguments {
    #[command(flatten)]
    input: RecordArguments,
    /// The first day as of which a forecast is made; otherwise the middle of the record.
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Date>,
    /// The day by which every window is over; otherwise the record's last.
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<Date>,
    /// The days ahead.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = horizon, default_values_t = HORIZONS)]
    horizon: Vec<u16>,
    /// What is forecast: PLOVER types or quad classes.
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_parser = class,
          default_values_t = [Class::Quad(Quad::MaterialConflict), Class::Type(EventType::Consult)])]
    class: Vec<Class>,
    /// Score answers: that one does --class after another did this to it.
    #[arg(long, value_name = "CLASS", value_parser = class)]
    after: Option<Class>,
    /// Score ties instead: that one crosses into this label (hostile, rival, …), asked once in 30 days.
    #[arg(long, value_name = "LABEL", value_parser = label, conflicts_with_all = ["after", "class"])]
    tie: Option<TieLabel>,
    /// The days between the days as of which forecasts are made.
    #[arg(long, value_name = "DAYS", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    every: u16,
    /// The seed of the intervals.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Use the model in this file instead of the one that the program carries.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Draw the reliability diagram of the first class and horizon into this SVG file.
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Print the scores as data.
    #[arg(long)]
    json: bool,
}

/// Reads a PLOVER type or a quad class.
pub(crate) fn class(text: &str) -> Result<Class, String> {
    text.parse::<Class>().map_err(|error| error.to_string())
}

fn label(text: &str) -> Result<TieLabel, String> {
    let labels = [
        TieLabel::AtWar,
        TieLabel::Hostile,
        TieLabel::Rival,
        TieLabel::Unfriendly,
        TieLabel::Neutral,
        TieLabel::Partner,
        TieLabel::Ally,
    ];
    let found = labels.into_iter().find(|label| label.as_str() == text);
    found.ok_or_else(|| {
        let known: Vec<&str> = labels.iter().map(|label| label.as_str()).collect();
        format!("`{text}` is none of {}", known.join(", "))
    })
}

fn horizon(text: &str) -> Result<u16, String> {
    text.parse::<u16>()
        .ok()
        .filter(|days| HORIZONS.contains(days))
        .ok_or_else(|| {
            format!("the model is fitted at {HORIZONS:?} days, and `{text}` is none of them")
        })
}

/// Reads, forecasts and scores.
pub(crate) fn run(arguments: &BacktestArguments) -> Result<(), Failure> {
    let record = arguments.input.record()?;
    let chronicle = outlook::chronicle_of(&record);
    let (first, last) = chronicle.span().ok_or_else(|| {
        Failure::data("the record tells of no dated act of one named actor towards another")
    })?;
    let from = arguments.from.map_or(first + (last - first) / 2, number);
    let to = arguments.to.map_or(last, number);
    if from >= to {
        let said = |number| day(number).map_or_else(String::new, |date: Date| date.to_string());
        return Err(Failure::usage(format!(
            "there is no window between {} and {}",
            said(from),
            said(to)
        ))
        .hint(format!(
            "the record tells of {} to {}",
            said(first),
            said(last)
        )));
    }
    let mut horizons = arguments.horizon.clone();
    horizons.sort_unstable();
    horizons.dedup();
    let options = BacktestOptions {
        from,
        to,
        every: arguments.every,
        classes: arguments.class.clone(),
        horizons,
        seed: arguments.seed,
    };
    let scores = super::with_model(arguments.model.as_deref(), |model| {
        Ok(match (arguments.tie, arguments.after) {
            (Some(label), _) => outlook::backtest_crossings(&record, label, &options),
            (None, Some(after)) => backtest_answers(&chronicle, model, after, &options),
            (None, None) => backtest(&chronicle, model, &options),
        })
    })?;
    if let (Some(path), Some(score)) = (&arguments.plot, scores.first()) {
        Output::text(Some(path), &picture::reliability(score))?;
    }
    if arguments.json {
        return Output::json(None, &scores);
    }
    Output::text(None, &lines(&scores))
}

/// Says scores, a line each.
pub(crate) fn lines(scores: &[Score]) -> String {
    let mut text = String::new();
    for score in scores {
        if score.forecasts == 0 {
            let _ = writeln!(
                text,
                "{} within {} days: no forecast; the stretch has no whole window of a dyad with three acts",
                score.class, score.horizon
            );
            continue;
        }
        let _ = writeln!(
            text,
            "{} within {} days: {} forecasts, it happened in {}; Brier {:.5} (base rate {:.5}, recurrency {:.5}, last value {:.5}), skill {:+.3} ({:+.3} to {:+.3}); log score {:.4} (base rate {:.4}); calibration error {:.4}; resolution {:.5}, sharpness {:.3}",
            score.class,
            score.horizon,
            digits(score.forecasts),
            digits(score.happened),
            score.model.brier,
            score.base_rate.brier,
            score.recurrency.brier,
            score.last_value.brier,
            score.skill,
            score.skill_low,
            score.skill_high,
            score.model.log,
            score.base_rate.log,
            score.calibration_error,
            score.resolution,
            score.sharpness,
        );
    }
    text
}
