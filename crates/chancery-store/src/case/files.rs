//! Files that are there whole or not at all, each with its checksum.
//!
//! A file is written beside its place under the name of a part, synchronised, and moved there; the
//! folder is synchronised after that. A crash leaves a part, never half a file under a final name.

use super::CaseError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

/// The ending of a file that is still being written.
pub(super) const PART: &str = "part";

/// The SHA-256 of some bytes, in hexadecimal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checksum(String);

impl Checksum {
    /// Returns the checksum of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from(Sha256::new_with_prefix(bytes))
    }

    /// Returns the checksum of what a reader gives, and how many bytes that were.
    ///
    /// # Errors
    ///
    /// Where the reader fails.
    pub fn read(mut reader: impl Read) -> io::Result<(Self, u64)> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let mut bytes = 0;
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok((hasher.into(), bytes)),
                Ok(read) => {
                    hasher.update(&buffer[..read]);
                    bytes += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns its hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Sha256> for Checksum {
    fn from(hasher: Sha256) -> Self {
        let digits = hasher.finalize();
        let mut text = String::with_capacity(2 * digits.len());
        for byte in digits {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
            }
        }
        Self(text)
    }
}

/// A file being written: a part until [`NewFile::finish`] moves it to its place.
#[derive(Debug)]
pub(super) struct NewFile {
    writer: BufWriter<File>,
    hasher: Sha256,
    bytes: u64,
    part: PathBuf,
}

impl NewFile {
    /// Begins a part in a folder, which is made where it is missing.
    pub(super) fn begin(folder: &Path, name: &str) -> Result<Self, CaseError> {
        make_folder(folder)?;
        let part = folder.join(format!("{name}.{}.{PART}", std::process::id()));
        let file = File::create(&part).map_err(|error| CaseError::io(&part, error))?;
        Ok(Self {
            writer: BufWriter::with_capacity(1 << 16, file),
            hasher: Sha256::new(),
            bytes: 0,
            part,
        })
    }

    /// Synchronises the file, moves it to a place chosen by its checksum, and synchronises the
    /// folder of that place. A file that is there already stays.
    pub(super) fn finish(
        self,
        place: impl FnOnce(&Checksum) -> PathBuf,
    ) -> Result<(PathBuf, Checksum, u64), CaseError> {
        let Self {
            writer,
            hasher,
            bytes,
            part,
        } = self;
        let file = writer
            .into_inner()
            .map_err(|error| CaseError::io(&part, error.into_error()))?;
        file.sync_all()
            .map_err(|error| CaseError::io(&part, error))?;
        let checksum = Checksum::from(hasher);
        let path = place(&checksum);
        let folder = path.parent().unwrap_or(Path::new("."));
        make_folder(folder)?;
        fs::rename(&part, &path).map_err(|error| CaseError::io(&path, error))?;
        synchronise(folder)?;
        Ok((path, checksum, bytes))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Writes bytes to a place, whole or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<Checksum, CaseError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut file = NewFile::begin(folder, &name)?;
    file.write_all(bytes)
        .map_err(|error| CaseError::io(path, error))?;
    let (_, checksum, _) = file.finish(|_| path.to_owned())?;
    Ok(checksum)
}

/// Makes a folder with those above it, each entered durably in the one above.
pub(super) fn make_folder(folder: &Path) -> Result<(), CaseError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folder(above)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(CaseError::io(folder, error));
        }
        _ => {}
    }
    folder.parent().map_or(Ok(()), synchronise)
}

/// Makes the entries of a folder durable, where the system knows such a thing.
pub(super) fn synchronise(folder: &Path) -> Result<(), CaseError> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    if cfg!(unix) {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| CaseError::io(folder, error))?;
    }
    Ok(())
}

/// Returns every file under a folder, in the order of their paths; nothing where it is missing.
pub(super) fn files_under(folder: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(CaseError::io(&folder, error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| CaseError::io(&folder, error))?.path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
