//! A spaCy pipeline in a folder, as `--language-model` names it.

use crate::failure::Failure;
use chancery_text::english::{English, PipelineFiles};
use std::{fs, path::Path};

/// Opens the pipeline in a folder.
pub(crate) fn open(folder: &Path) -> Result<English, Failure> {
    let mut files = PipelineFiles::default();
    read(folder, folder, &mut files)?;
    English::from_folder(&files)
        .map_err(|error| Failure::data(format!("{}: {error}", folder.display())))
}

/// Reads every file of a folder under its path relative to `root`.
fn read(root: &Path, folder: &Path, files: &mut PipelineFiles) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::reading(folder, &error))?;
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::reading(folder, &error))?
            .path();
        if path.is_dir() {
            read(root, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            let bytes = fs::read(&path).map_err(|error| Failure::reading(&path, &error))?;
            files.insert(name.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    Ok(())
}
