//! `chancery init`: a new case.

use crate::{case::on_this_machine, failure::Failure};
use chancery_store::case::Case;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// The folder to make.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    /// The name of the case; the folder's where none is given.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

/// Makes a case.
pub(crate) fn run(arguments: &InitArguments) -> Result<(), Failure> {
    on_this_machine(&arguments.case)?;
    let folder = arguments.case.file_name();
    let name = arguments
        .name
        .clone()
        .or_else(|| folder.map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "case".to_owned());
    Case::init(&arguments.case, &name, jiff::Timestamp::now())
        .map(|_| ())
        .map_err(|error| Failure::case(&error))
}
