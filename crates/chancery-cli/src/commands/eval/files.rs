//! The files of a data folder.

use crate::failure::Failure;
use chancery_text::reading::inflate;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read},
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
    let mut reader = BufReader::new(File::open(path).map_err(fail)?);
    let mut bytes = Vec::new();
    if reader.fill_buf().map_err(fail)?.starts_with(XZ) {
        let mut reader = lzma_rust2::XzReader::new(reader, true);
        reader.read_to_end(&mut bytes).map_err(fail)?;
    } else {
        inflate(reader)
            .and_then(|mut reader| reader.read_to_end(&mut bytes))
            .map_err(fail)?;
    }
    Ok(bytes)
}

/// The first bytes of a file that xz packed.
const XZ: &[u8] = &[0xfd, b'7', b'z', b'X', b'Z', 0];

/// Reads the files of these names in a folder, plain or packed, under their plain names; those that
/// are missing are left out.
pub(crate) fn named(folder: &Path, names: &[&str]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    for name in names {
        let packed = ["", ".gz", ".xz"].map(|end| folder.join(format!("{name}{end}")));
        if let Some(path) = packed.iter().find(|path| path.is_file()) {
            files.push(((*name).to_owned(), one(path)?));
        }
    }
    Ok(files)
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
