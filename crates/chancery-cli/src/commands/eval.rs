//! `chancery eval`: the parts against gold data and reference values.

mod actors;
mod balance;
mod bargaining;
mod coding;
pub(crate) mod defend;
mod files;
mod forecast;
mod language;
mod mediation;
mod mediators;
mod status;
mod ties;

pub(crate) use files::{named as named_files, one as one_file};
pub(crate) use ties::TiesArguments;

pub(crate) use bargaining::BargainingArguments;
pub(crate) use forecast::ForecastEvalArguments;

use crate::{
    arguments::{EvalArguments, EvalPart},
    failure::Failure,
};

/// Measures one part.
pub(crate) fn run(arguments: &EvalArguments) -> Result<(), Failure> {
    match &arguments.part {
        EvalPart::Language(data) => language::run(data),
        EvalPart::Actors(gold) => actors::run(gold),
        EvalPart::Balance(data) => balance::run(data),
        EvalPart::Coding(arguments) => coding::run(arguments),
        EvalPart::Bargaining(arguments) => bargaining::run(arguments),
        EvalPart::Defend(arguments) => defend::run(arguments),
        EvalPart::Ties(arguments) => ties::run(arguments),
        EvalPart::Mediation(arguments) => mediation::run(arguments),
        EvalPart::Mediators(arguments) => mediators::run(arguments),
        EvalPart::Forecast(arguments) => forecast::run(arguments),
    }
}
