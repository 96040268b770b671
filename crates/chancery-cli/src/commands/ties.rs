//! `chancery ties`: who stands with whom, and how one tie went from day to day.

use super::question;
use crate::{
    arguments::{AnswerFormat, QuestionArguments},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_answers::brief::Question;
use chancery_model::Date;
use chancery_relations::ties::{Change, Outlook, TieModel, TiePoint, Ties};
use clap::Args;
use serde::Serialize;
use std::fmt::Write;

/// The arguments of `chancery ties`.
#[derive(Debug, Args)]
pub(crate) struct TiesArguments {
    #[command(flatten)]
    pub(crate) question: QuestionArguments,
    /// The tie of the dyad on every day, as it could be said on the day and looking back; as text a
    /// table to plot, with tabs.
    #[arg(long, requires = "dyad")]
    pub(crate) series: bool,
}

/// A tie from day to day.
#[derive(Serialize)]
struct Series {
    a: String,
    b: String,
    days: Vec<Day>,
    changes: Vec<Change>,
}

/// A tie on one day: value, and lower and upper end of the 90 % interval.
#[derive(Serialize)]
struct Day {
    date: Date,
    as_of: [f64; 3],
    looking_back: [f64; 3],
}

/// Answers, or writes the series.
pub(crate) fn run(arguments: &TiesArguments) -> Result<(), Failure> {
    let question = &arguments.question;
    let Some((one, other)) = question.dyad.as_ref().filter(|_| arguments.series) else {
        return question::run(question, Question::Ties);
    };
    let record = pipeline::record_as_of(&question.input, question.as_of)?;
    pipeline::check_as_of(&record, question.as_of)?;
    let ties = Ties::of(&record.as_of(question.as_of), &TieModel::default());
    let points = |outlook| ties.series(one, other, outlook, None, usize::MAX);
    let values = |point: &TiePoint| [point.value, point.low, point.high];
    let days: Vec<Day> = points(Outlook::AsOf)
        .iter()
        .zip(points(Outlook::LookingBack))
        .map(|(as_of, back)| Day {
            date: as_of.date,
            as_of: values(as_of),
            looking_back: values(&back),
        })
        .collect();
    if question.format == AnswerFormat::Json {
        let changes = ties.between(one, other).map(|tie| tie.changes.clone());
        return Output::json(
            None,
            &Series {
                a: one.min(other).to_string(),
                b: one.max(other).to_string(),
                days,
                changes: changes.unwrap_or_default(),
            },
        );
    }
    let mut table =
        String::from("date\tas_of\tas_of_low\tas_of_high\tlooking_back\tback_low\tback_high\n");
    for day in &days {
        let _ = write!(table, "{}", day.date);
        for value in day.as_of.iter().chain(&day.looking_back) {
            let _ = write!(table, "\t{value:.4}");
        }
        table.push('\n');
    }
    Output::text(None, &table)
}
