//! `chancery compact`: the files of small commits, put together.

use crate::failure::Failure;
use chancery_answers::words::count;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct CompactArguments {
    /// The folder of the case.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    /// Say nothing.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Puts the files together and says how many there are now.
pub(crate) fn run(arguments: &CompactArguments) -> Result<(), Failure> {
    let case = super::open(&arguments.case)?;
    let mut writer = case.writer().map_err(|error| Failure::case(&error))?;
    let compacted = writer
        .compact(jiff::Timestamp::now())
        .map_err(|error| Failure::case(&error))?;
    if !arguments.quiet {
        let before = count(compacted.before, "file");
        eprintln!("{before} before, {} now", compacted.after);
    }
    Ok(())
}
