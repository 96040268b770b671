//! Completions and manual pages, made from the definition of the command line.

use crate::{arguments::Cli, failure::Failure, outputs::Output};
use clap::CommandFactory;
use std::io::Write;

/// Prints the completion script of a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "chancery", &mut script);
    print(&script)
}

/// Prints the manual page of the program, or of a command.
pub(crate) fn page(name: Option<&str>) -> Result<(), Failure> {
    let mut program = Cli::command();
    program.build();
    let command = match name {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .map(|command| command.display_name(format!("chancery-{name}")))
            .ok_or_else(|| {
                Failure::usage(format!("there is no command `{name}`"))
                    .hint("`chancery --help` lists them")
            })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::writing("the manual page", &error))?;
    print(&page)
}

fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut output = Output::open(None)?;
    output
        .write_all(bytes)
        .map_err(|error| Failure::writing("standard output", &error))?;
    output.finish()
}
