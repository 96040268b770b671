//! Object stores: where cases and documents may lie besides this machine.
//!
//! An address names the store, and nothing but the environment of the process that reads says with
//! which credentials: neither a plan nor a case ever holds any. Every node of a cluster therefore
//! resolves the same addresses by itself.

mod address;
mod case;
#[cfg(feature = "stores")]
mod clients;
mod failure;
mod listing;
mod reading;

pub use address::Address;
pub(crate) use address::join;
pub(crate) use case::open;
pub(crate) use failure::{advice, sorted};
pub(crate) use listing::{list, whole_file};

use datafusion::{
    common::{DataFusionError, Result},
    execution::object_store::ObjectStoreRegistry,
    object_store::{ObjectStore, local::LocalFileSystem},
};
use reading::Reading;
use std::{
    collections::HashMap,
    ffi::OsString,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use url::{Position, Url};

/// The stores that a process can read, opened when they are first asked for.
#[derive(Clone)]
pub struct Stores {
    #[cfg_attr(
        not(feature = "stores"),
        expect(
            dead_code,
            reason = "a build without clients has nobody to give them to"
        )
    )]
    variables: Arc<[(String, String)]>,
    opened: Arc<Mutex<HashMap<String, Arc<dyn ObjectStore>>>>,
}

impl Default for Stores {
    fn default() -> Self {
        Self::new([])
    }
}

impl fmt::Debug for Stores {
    /// Shows no variable: some are secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Stores")
    }
}

impl Stores {
    /// Reads stores with the credentials that an environment gives: `AWS_…`, `GOOGLE_…`, `AZURE_…`.
    pub fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let wanted = |(name, value): (OsString, OsString)| {
            let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
            let mut starts = ["AWS_", "GOOGLE_", "AZURE_"].iter();
            starts
                .any(|start| name.starts_with(start))
                .then_some((name, value))
        };
        Self {
            variables: variables.into_iter().filter_map(wanted).collect(),
            opened: Arc::default(),
        }
    }

    /// Returns what resolves addresses for the engine: files on this machine and in every store, which
    /// are read by their names and never written.
    pub fn registry(&self) -> Arc<dyn ObjectStoreRegistry> {
        Arc::new(Registry(self.clone()))
    }

    fn opened(&self) -> MutexGuard<'_, HashMap<String, Arc<dyn ObjectStore>>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the store of an address, which is opened once: its connections are kept.
    pub(crate) fn open(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        let key = &url[..Position::BeforePath];
        let mut opened = self.opened();
        if let Some(store) = opened.get(key) {
            return Ok(Arc::clone(store));
        }
        let store: Arc<dyn ObjectStore> = if url.scheme() == "file" {
            Arc::new(LocalFileSystem::new())
        } else {
            self.client(url)?
        };
        opened.insert(key.to_owned(), Arc::clone(&store));
        Ok(store)
    }

    #[cfg(feature = "stores")]
    fn client(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        clients::client(url, &self.variables)
            .map_err(|error| DataFusionError::ObjectStore(Box::new(error)))
    }

    #[cfg(not(feature = "stores"))]
    fn client(&self, _: &Url) -> Result<Arc<dyn ObjectStore>> {
        Err(DataFusionError::Configuration(failure::ABSENT.to_owned()))
    }
}

/// Resolves addresses for the engine.
#[derive(Debug)]
struct Registry(Stores);

impl ObjectStoreRegistry for Registry {
    fn register_store(
        &self,
        url: &Url,
        store: Arc<dyn ObjectStore>,
    ) -> Option<Arc<dyn ObjectStore>> {
        let key = url[..Position::BeforePath].to_owned();
        self.0.opened().insert(key, store)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        let far = url.scheme() != "file";
        Ok(Arc::new(Reading::new(self.0.open(url)?, far)))
    }
}
