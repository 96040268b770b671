//! Every case of `cases/`.

use chancery_testsuite::check;
use std::{error::Error, fs, path::Path};

#[test]
fn every_case_is_coded_as_expected() -> Result<(), Box<dyn Error>> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut folders: Vec<_> = fs::read_dir(cases)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    folders.sort();
    assert!(!folders.is_empty(), "there is no case");
    let mut wrong = Vec::new();
    for folder in folders {
        for line in check(&folder)? {
            wrong.push(format!("{}: {line}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
