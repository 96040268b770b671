//! The files of a data folder.

use crate::failure::Failure;
use chancery_text::reading::inflate;
use std::{
    fs::{self, File},
    io::{BufReader, Read},
    path::Path,
};

/// Reads every file below a folder, unpacked, under its path in the folder, in the order of paths.
pub(crate) fn read(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    files.sort();
    Ok(files)
}

/// Reads one file, unpacked.
pub(crate) fn one(path: &Path) -> Result<Vec<u8>, Failure> {
    let fail = |error: std::io::Error| Failure::reading(path, &error);
    let file = File::open(path).map_err(fail)?;
    let mut bytes = Vec::new();
    inflate(BufReader::new(file))
        .and_then(|mut reader| reader.read_to_end(&mut bytes))
        .map_err(fail)?;
    Ok(bytes)
}

/// Reads one file, unpacked, as text.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(one(path)?)
        .map_err(|error| Failure::data(format!("{} is not UTF-8: {error}", path.display())))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::reading(folder, &error))?;
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::reading(folder, &error))?
            .path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            let name = name
                .strip_suffix(".gz")
                .map_or_else(|| name.clone(), str::to_owned);
            files.push((name, one(&path)?));
        }
    }
    Ok(())
}
