//! `chancery check`: whether a case holds what was written.

use crate::failure::Failure;
use chancery_answers::words::count;
use chancery_store::case::{Level, Table};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The folder of the case.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
}

/// Verifies a case and says what is wrong with it.
pub(crate) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let case = super::open(&arguments.case)?;
    let findings = case.check().map_err(|error| Failure::case(&error))?;
    for finding in &findings {
        let level = match finding.level {
            Level::Note => "note",
            Level::Error => "error",
        };
        println!("{level}: {}: {}", finding.path.display(), finding.message);
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .count();
    if errors > 0 {
        return Err(Failure::data(format!(
            "{} in {}",
            count(errors, "error"),
            arguments.case.display()
        ))
        .hint("take the files named from a copy of the case"));
    }
    let snapshot = case.snapshot().map_err(|error| Failure::case(&error))?;
    let rows = |table| -> u64 { snapshot.files(table).map(|file| file.rows).sum() };
    println!(
        "{}: whole. Commits: {}. Documents: {}. Statements: {}. Corrections: {}.",
        case.name(),
        snapshot.commits().len(),
        rows(Table::Documents),
        rows(Table::Statements),
        rows(Table::Corrections),
    );
    Ok(())
}
