//! `chancery eval mediation`: the models of mediation on international crises.

use super::files;
use crate::{arguments::MediationArguments, failure::Failure, outputs::Output};
use chancery_relations::crises::{self, ModelScore, evaluate};
use std::path::Path;

/// Scores the committed models on some years, or fits them anew.
pub(crate) fn run(arguments: &MediationArguments) -> Result<(), Failure> {
    let (first, second) = (&arguments.icb_crises, &arguments.icb_actors);
    let named = |path: &Path| path.display().to_string();
    let crises = crises::read(
        files::one(first)?.as_slice(),
        files::one(second)?.as_slice(),
    )
    .map_err(|error| Failure::data(format!("{} and {}: {error}", named(first), named(second))))?;
    let (from, to) = (arguments.from, arguments.to);
    if arguments.fit {
        let chosen: Vec<_> = crises
            .into_iter()
            .filter(|crisis| (from..=to).contains(&crisis.year))
            .collect();
        return Output::text(None, &crises::fit(&chosen).table());
    }
    let scores = evaluate(&crises, from, to);
    if arguments.json {
        return Output::json(None, &scores);
    }
    let mut text = String::new();
    for (name, score) in [
        ("will it be mediated", &scores.occurrence),
        ("a formal agreement", &scores.agreement),
        ("tension reduced", &scores.tension),
    ] {
        text += &line(name, score);
    }
    Output::text(None, &text)
}

fn line(name: &str, score: &ModelScore) -> String {
    let number =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    format!(
        "{name}: {} of {} crises; AUC {} ({} to {}); Brier {}, of the base rate {}\n",
        score.positive,
        score.n,
        number(score.auc),
        number(score.auc_low),
        number(score.auc_high),
        number(score.brier),
        number(score.brier_base),
    )
}
