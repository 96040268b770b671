//! `chancery forecast surprise`: the acts that were least expected, day by day.

use super::RecordArguments;
use crate::{
    arguments::{AnswerFormat, date},
    failure::Failure,
    outputs::Output,
};
use chancery_actors::Dictionary;
use chancery_answers::{outlook, words};
use chancery_forecast::outlook::{Surprise, number, surprises};
use chancery_model::Date;
use chancery_relations::Names;
use clap::Args;
use std::{fmt::Write as _, path::PathBuf};

/// A stretch of days to look for surprises in.
#[derive(Debug, Args)]
pub(crate) struct SurpriseArguments {
    #[command(flatten)]
    input: RecordArguments,
    /// The first day; otherwise the last 30 of the record.
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Date>,
    /// The last day; otherwise the record's last.
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<Date>,
    /// At most so many acts a day.
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    most: usize,
    /// Only acts that had at most this probability.
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.01)]
    at_most: f64,
    /// Use the model in this file instead of the one that the program carries.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// How the list is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Reads, looks and lists.
pub(crate) fn run(arguments: &SurpriseArguments) -> Result<(), Failure> {
    let record = arguments.input.record()?;
    let view = record.as_of(arguments.to);
    let chronicle = outlook::chronicle_of(&record);
    let (_, last) = chronicle.span().ok_or_else(|| {
        Failure::data("the record tells of no dated act of one named actor towards another")
    })?;
    let to = arguments.to.map_or(last, number);
    let from = arguments.from.map_or(to.saturating_sub(29), number);
    let names = chancery_answers::names(&view, Dictionary::embedded());
    let mut found = super::with_model(arguments.model.as_deref(), |model| {
        Ok(surprises(&chronicle, model, from, to, arguments.at_most))
    })?;
    let mut of_day = (None, 0);
    found.retain(|surprise| {
        of_day = if of_day.0 == Some(surprise.known) {
            (of_day.0, of_day.1 + 1)
        } else {
            (Some(surprise.known), 1)
        };
        of_day.1 <= arguments.most
    });
    match arguments.format {
        AnswerFormat::Json => Output::json(None, &found),
        AnswerFormat::Text => {
            let mut text = String::new();
            let mut day = None;
            for surprise in &found {
                if day != Some(surprise.known) {
                    day = Some(surprise.known);
                    let said = surprise.known.map_or_else(String::new, words::day);
                    let _ = writeln!(text, "{said}");
                }
                let _ = writeln!(text, "  {}", line(surprise, &names));
                if let Some(statement) = view.statement(&surprise.statement) {
                    let (_, sentence) = view.sentence(&statement.evidence);
                    let _ = writeln!(text, "      “{}”", words::shortened(sentence, 200));
                }
            }
            Output::text(None, &text)
        }
    }
}

/// Says a surprise: "first ASSAULT USA→IRN on record (United States towards Iran); expected on one day
/// in 1,400".
fn line(surprise: &Surprise, names: &Names) -> String {
    let what = format!(
        "{} {}→{}",
        surprise.event_type, surprise.actor, surprise.recipient
    );
    let which = match (surprise.first_contact, surprise.days_since) {
        (true, _) => format!("first act on record between the two, {what}"),
        (false, None) => format!("first {what} on record"),
        (false, Some(days)) => {
            let days = usize::try_from(days.max(0)).unwrap_or(0);
            format!("first {what} in {}", words::count(days, "day"))
        }
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count to be read"
    )]
    let odds = (1.0 / surprise.probability).round() as usize;
    format!(
        "{which} ({} towards {}); expected on one day in {}",
        names.of(&surprise.actor),
        names.of(&surprise.recipient),
        words::digits(odds)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::EventType;

    fn check(first_contact: bool, days_since: Option<i32>, expected: &str) {
        let surprise = Surprise {
            known: None,
            actor: "USA".into(),
            recipient: "IRN".into(),
            event_type: EventType::Assault,
            probability: 1.0 / 1_400.0,
            bits: 10.5,
            previous: None,
            days_since,
            first_contact,
            statement: "s".into(),
        };
        let names = chancery_answers::names(
            &chancery_store::Record::default().as_of(None),
            Dictionary::embedded(),
        );
        let said = line(&surprise, &names);
        let expected = format!("{expected} (");
        assert!(said.starts_with(&expected), "{said}");
        assert!(said.ends_with("; expected on one day in 1,400"), "{said}");
        assert!(said.matches("record").count() <= 1, "{said}");
    }

    #[test]
    fn what_is_new_about_it_is_said_once() {
        check(
            true,
            None,
            "first act on record between the two, ASSAULT USA→IRN",
        );
        check(false, None, "first ASSAULT USA→IRN on record");
        check(false, Some(412), "first ASSAULT USA→IRN in 412 days");
    }
}
