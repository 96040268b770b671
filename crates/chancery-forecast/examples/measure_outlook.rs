//! Fits the outlook on a table of acts and scores it on later days:
//!
//!     cargo run --release -p chancery-forecast --example measure_outlook -- ACTS.tsv \
//!         FROM DEVELOP-TO TO SCORE-FROM SCORE-TO [CLASS…]
//!
//! ACTS.tsv has an act a line: the day on which it was reported and the day on which it happened, or for
//! which it is announced (both counted from 1 January 1970), actor, recipient, PLOVER type, `done` or
//! `announced`, score, and a name for it. The other days are dates. Nothing is kept: it is for trying
//! signs and penalties on the years of development.

use chancery_forecast::outlook::{
    BacktestOptions, Chronicle, Class, Deed, FitOptions, HORIZONS, Told, backtest, fit, number,
};
use std::{error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        table,
        from,
        develop_to,
        to,
        score_from,
        score_to,
        classes @ ..,
    ] = &arguments[..]
    else {
        return Err("name a table, five dates, and classes or none".into());
    };
    let date = |text: &String| -> Result<i32, Box<dyn Error>> {
        let date =
            chancery_model::parse_date(text).ok_or_else(|| format!("`{text}` is no date"))?;
        Ok(number(date))
    };
    let text = fs::read_to_string(table)?;
    let deeds: Result<Vec<Deed>, Box<dyn Error>> = text.lines().map(deed).collect();
    let chronicle = Chronicle::new(deeds?);
    let mut options = FitOptions::between(date(from)?, date(develop_to)?, date(to)?);
    if !classes.is_empty() {
        let classes: Result<Vec<Class>, _> = classes.iter().map(|name| name.parse()).collect();
        options.classes = classes?;
    }
    let model = fit(&chronicle, &options);
    let scores = backtest(
        &chronicle,
        &model,
        &BacktestOptions {
            from: date(score_from)?,
            to: date(score_to)?,
            every: 5,
            classes: options.classes,
            horizons: HORIZONS.to_vec(),
            seed: 1,
        },
    );
    for score in scores {
        println!(
            "{} {}: {} of {}, skill {:+.4} ({:+.4} to {:+.4}), log {:.4} against {:.4}, calibration error {:.4}",
            score.class,
            score.horizon,
            score.happened,
            score.forecasts,
            score.skill,
            score.skill_low,
            score.skill_high,
            score.model.log,
            score.base_rate.log,
            score.calibration_error,
        );
    }
    Ok(())
}

fn deed(line: &str) -> Result<Deed, Box<dyn Error>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [known, day, actor, recipient, event_type, told, score, name] = cells[..] else {
        return Err(format!("`{line}` has not eight cells").into());
    };
    let Class::Type(event_type) = event_type.parse::<Class>()? else {
        return Err(format!("`{event_type}` is no type of event").into());
    };
    Ok(Deed {
        actor: actor.into(),
        recipient: recipient.into(),
        event_type,
        score: score.parse()?,
        told: if told == "announced" {
            Told::Announced
        } else {
            Told::Done
        },
        day: day.parse()?,
        known: known.parse()?,
        statement: name.into(),
    })
}
