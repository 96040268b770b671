//! The command line of Chancery: arguments, files, progress. Results go to standard output or
//! `--out`, progress and diagnostics to standard error.

mod arguments;
mod case;
mod commands;
mod datasets;
mod failure;
mod inputs;
#[cfg(feature = "case")]
mod intake;
mod language_model;
mod llm;
mod outputs;
mod pipeline;

use arguments::{Cli, Command};
use chancery_answers::brief::Question;
use clap::Parser;
use std::process::ExitCode;

/// Statements are made of many small pieces, by one thread for another: this allocator hands them over
/// at a tenth less time than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Brief(arguments) => commands::brief::run(arguments),
        Command::Code(arguments) => commands::code::run(arguments),
        Command::Timeline(arguments) => commands::question::run(arguments, Question::Timeline),
        Command::Ties(arguments) => commands::ties::run(arguments),
        Command::Commitments(arguments) => {
            commands::question::run(arguments, Question::Commitments)
        }
        Command::Defend(arguments) => commands::defend::run(arguments),
        Command::Mediators(arguments) => commands::question::mediators(arguments),
        Command::Stakes(arguments) => commands::stakes::run(arguments),
        Command::Whatif(arguments) => commands::whatif::run(arguments),
        Command::Align(arguments) => commands::align::run(arguments),
        Command::Camps(arguments) => commands::camps::run(arguments),
        Command::Convert(arguments) => commands::convert::run(arguments),
        Command::Trades(arguments) => commands::trades::run(arguments),
        Command::Bargain(arguments) => commands::bargain::run(arguments),
        Command::Forecast(arguments) => commands::forecast::run(arguments),
        #[cfg(feature = "case")]
        Command::Init(arguments) => commands::case::init::run(arguments),
        #[cfg(feature = "case")]
        Command::Add(arguments) => commands::case::add::run(arguments),
        #[cfg(feature = "case")]
        Command::Check(arguments) => commands::case::check::run(arguments),
        #[cfg(feature = "case")]
        Command::Compact(arguments) => commands::case::compact::run(arguments),
        #[cfg(feature = "case")]
        Command::Import(arguments) => commands::case::import::run(arguments),
        #[cfg(feature = "case")]
        Command::Review(arguments) => commands::case::review::run(arguments),
        #[cfg(feature = "engine")]
        Command::Sql(arguments) => commands::sql::run(arguments),
        #[cfg(feature = "cluster")]
        Command::Cluster(arguments) => commands::cluster::run(arguments),
        Command::Eval(arguments) => commands::eval::run(arguments),
        Command::Completions { shell } => commands::manual::completions(*shell),
        Command::Man { command } => commands::manual::page(command.as_deref()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
