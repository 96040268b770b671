//! Where results go: standard output, or a file that appears whole or not at all.

use crate::failure::Failure;
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// A place for results.
pub(crate) enum Output {
    /// Standard output.
    Standard(BufWriter<io::StdoutLock<'static>>),
    /// A file, written beside its final place and moved there when complete.
    File {
        /// The writer of the temporary file.
        writer: BufWriter<File>,
        /// The temporary file.
        temporary: PathBuf,
        /// The final place.
        path: PathBuf,
    },
}

impl Output {
    /// Opens a file, or standard output where none is named.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::Standard(BufWriter::new(io::stdout().lock())));
        };
        let mut name = path
            .file_name()
            .map(ToOwned::to_owned)
            .ok_or_else(|| Failure::usage(format!("`{}` does not name a file", path.display())))?;
        name.push(format!(".{}.part", std::process::id()));
        let temporary = path.with_file_name(name);
        let file = File::create(&temporary)
            .map_err(|error| Failure::writing(&temporary.display().to_string(), &error))?;
        Ok(Self::File {
            writer: BufWriter::new(file),
            temporary,
            path: path.to_owned(),
        })
    }

    /// Completes the output; a file is moved to its final place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Standard(mut writer) => writer
                .flush()
                .map_err(|error| Failure::writing("standard output", &error)),
            Self::File {
                writer,
                temporary,
                path,
            } => {
                let complete = || -> io::Result<()> {
                    let file = writer
                        .into_inner()
                        .map_err(io::IntoInnerError::into_error)?;
                    file.sync_all()?;
                    fs::rename(&temporary, &path)
                };
                complete().map_err(|error| {
                    // The part that was written is of no use to anybody.
                    let _ = fs::remove_file(&temporary);
                    Failure::writing(&path.display().to_string(), &error)
                })
            }
        }
    }

    /// Drops what was written to a file: it is of no use to anybody. What standard output has is gone.
    #[cfg(feature = "engine")]
    pub(crate) fn discard(self) {
        if let Self::File { temporary, .. } = self {
            let _ = fs::remove_file(temporary);
        }
    }

    /// Writes text and completes the output.
    pub(crate) fn text(path: Option<&Path>, text: &str) -> Result<(), Failure> {
        let mut output = Self::open(path)?;
        output
            .write_all(text.as_bytes())
            .map_err(|error| Failure::writing("the result", &error))?;
        output.finish()
    }

    /// Writes a value as indented JSON and completes the output.
    pub(crate) fn json(path: Option<&Path>, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value).map_err(|error| Failure::ours(&error))?;
        Self::text(path, &(text + "\n"))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(writer) => writer.write(bytes),
            Self::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(writer) => writer.flush(),
            Self::File { writer, .. } => writer.flush(),
        }
    }
}
