//! The commands that make and change a case.

pub(crate) mod add;
pub(crate) mod check;
pub(crate) mod compact;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod review;

use crate::{case::on_this_machine, failure::Failure};
use chancery_store::case::Case;
use std::path::Path;

/// Opens the case in a folder.
pub(crate) fn open(folder: &Path) -> Result<Case, Failure> {
    on_this_machine(folder)?;
    Case::open(folder).map_err(|error| Failure::case(&error))
}
