//! Answers on disk, each under the SHA-256 of its question, so that no question is paid for twice and a
//! run can be repeated to the same bytes.

use sha2::{Digest, Sha256};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// A folder of answers.
pub(crate) struct Cache {
    folder: PathBuf,
}

/// Returns the user's folder for answers, where the system has one.
pub(crate) fn folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let caches = named("XDG_CACHE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .map(PathBuf::from)
        .or_else(|| named("HOME").map(|home| Path::new(&home).join(".cache")))?;
    Some(caches.join("chancery").join("llm"))
}

impl Cache {
    /// Opens a folder, making it where it is missing.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Returns the answer to a question that was put to an address before.
    pub(crate) fn get(&self, url: &str, body: &[u8]) -> Option<String> {
        fs::read_to_string(self.path(url, body)).ok()
    }

    /// Keeps an answer. It appears under its name whole or not at all.
    pub(crate) fn put(&self, url: &str, body: &[u8], answer: &str) -> io::Result<()> {
        let path = self.path(url, body);
        let part = path.with_extension(format!("part{}", std::process::id()));
        fs::write(&part, answer)?;
        fs::rename(&part, &path)
    }

    fn path(&self, url: &str, body: &[u8]) -> PathBuf {
        let mut hash = Sha256::new();
        hash.update(url.as_bytes());
        hash.update([0]);
        hash.update(body);
        let name: String = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.folder.join(format!("{name}.json"))
    }
}
