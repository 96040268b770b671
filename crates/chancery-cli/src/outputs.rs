//! Where results go: standard output, or a file that appears whole or not at all.

use crate::{case::on_this_machine, failure::Failure};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// A place for results.
pub(crate) enum Output {
    /// Standard output.
    Standard(BufWriter<io::StdoutLock<'static>>),
    /// A device or a pipe, such as `/dev/null`, that is written to as it stands.
    Device {
        /// The writer.
        writer: BufWriter<File>,
        /// The device's name.
        path: PathBuf,
    },
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
    ///
    /// A link is followed, so that the file it leads to is replaced and not the link. What is there
    /// and is no file (a device, a pipe) is written to and never replaced.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::Standard(BufWriter::new(io::stdout().lock())));
        };
        on_this_machine(path)?;
        let followed = fs::canonicalize(path);
        let path = followed.as_deref().unwrap_or(path);
        if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let device = File::options()
                .write(true)
                .open(path)
                .map_err(|error| Failure::writing(&path.display().to_string(), &error))?;
            return Ok(Self::Device {
                writer: BufWriter::new(device),
                path: path.to_owned(),
            });
        }
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
            Self::Device { mut writer, path } => writer
                .flush()
                .map_err(|error| Failure::writing(&path.display().to_string(), &error)),
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
            Self::Device { writer, .. } | Self::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(writer) => writer.flush(),
            Self::Device { writer, .. } | Self::File { writer, .. } => writer.flush(),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::{error::Error, process::Command};

    /// Makes an empty folder of a test's own.
    fn folder(name: &str) -> io::Result<PathBuf> {
        let folder = std::env::temp_dir().join(format!("chancery-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    #[test]
    fn a_pipe_is_written_to_and_not_replaced() -> Result<(), Box<dyn Error>> {
        let folder = folder("output-pipe")?;
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status()?.success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        Output::text(Some(&pipe), "a line\n").map_err(|failure| format!("{failure:?}"))?;
        assert!(!fs::metadata(&pipe)?.is_file());
        let read = reader.join().map_err(|_| "the reader failed")??;
        assert_eq!(read, "a line\n");
        Ok(fs::remove_dir_all(folder)?)
    }

    #[test]
    fn a_link_stays_and_its_file_is_replaced() -> Result<(), Box<dyn Error>> {
        let folder = folder("output-link")?;
        let (file, link) = (folder.join("file"), folder.join("link"));
        fs::write(&file, "before")?;
        std::os::unix::fs::symlink(&file, &link)?;
        Output::text(Some(&link), "after").map_err(|failure| format!("{failure:?}"))?;
        assert!(fs::symlink_metadata(&link)?.is_symlink());
        assert_eq!(fs::read_to_string(&file)?, "after");
        Ok(fs::remove_dir_all(folder)?)
    }
}
