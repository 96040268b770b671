//! Cases on disk, where a path names one. A build without the feature `case` says that it reads
//! none.

use crate::failure::Failure;
use chancery_model::Date;
use chancery_store::Record;
use std::path::Path;

/// Refuses an address in an object store, where only `chancery sql` reads and nothing writes.
pub(crate) fn on_this_machine(path: &Path) -> Result<(), Failure> {
    let words = path.to_string_lossy();
    let copies = match words.split_once("://").map(|(scheme, _)| scheme) {
        Some("s3") => "aws s3 sync FROM TO",
        Some("gs") => "gcloud storage rsync --recursive FROM TO",
        Some("az" | "abfs" | "abfss") => "azcopy sync FROM TO",
        _ => return Ok(()),
    };
    Err(Failure::usage(format!(
        "{words} lies in an object store, which only `chancery sql` reads and no command writes"
    ))
    .hint(format!(
        "work on a copy in a folder, and copy what is new back: {copies}"
    )))
}

/// Reads the record of the case in a folder, as of a day; `None` where the path names no case.
#[cfg(feature = "case")]
pub(crate) fn record(path: &Path, as_of: Option<Date>) -> Result<Option<Record>, Failure> {
    use chancery_store::case::Case;
    on_this_machine(path)?;
    if !Case::is_one(path) {
        return Ok(None);
    }
    let snapshot = Case::open(path)
        .and_then(|case| case.snapshot())
        .map_err(|error| Failure::case(&error))?;
    let record = snapshot
        .record(as_of)
        .map_err(|error| Failure::case(&error))?;
    if !record.documents.is_empty() || !record.statements.is_empty() {
        return Ok(Some(record));
    }
    if as_of.is_none() {
        return Err(
            Failure::data(format!("the case {} is empty", path.display())).hint(format!(
                "add reporting with: chancery add {} FILE",
                path.display()
            )),
        );
    }
    // Whoever asks about a day before the first report is told which that is.
    snapshot
        .record(None)
        .map(Some)
        .map_err(|error| Failure::case(&error))
}

/// Refuses a case, which this build does not read; `None` where the path names no case.
#[cfg(not(feature = "case"))]
pub(crate) fn record(path: &Path, _: Option<Date>) -> Result<Option<Record>, Failure> {
    on_this_machine(path)?;
    if !path.join("chancery.toml").is_file() {
        return Ok(None);
    }
    Err(Failure::usage(format!(
        "{} is a case, and this build of chancery reads none",
        path.display()
    ))
    .hint("build it with: cargo build --release --features case"))
}
