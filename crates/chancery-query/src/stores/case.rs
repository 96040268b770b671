//! A case in a store: its log is fetched once, its tables are read where they lie.

use super::{Address, Stores, failure};
use crate::error::QueryError;
use chancery_model::Date;
use chancery_store::case::{
    COMMITS, FileEntry, SETTINGS, Snapshot, Table, WITHDRAWING, Withdrawn, commit_path,
    statement_schema,
};
use datafusion::{
    common::{DataFusionError, Result},
    datasource::{
        file_format::parquet::ParquetFormat,
        listing::{ListingOptions, ListingTable, ListingTableConfig},
    },
    execution::runtime_env::RuntimeEnv,
    object_store::{Error, ObjectStore, ObjectStoreExt, path::Path as StorePath},
    prelude::{SessionConfig, SessionContext},
};
use futures::{StreamExt, TryStreamExt, stream};
use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

/// How many bytes `chancery.toml` may have: nobody's has a thousand.
const LARGEST_SETTINGS: u64 = 1 << 16;
/// How many bytes a commit may have: one that names a hundred thousand files has half as many.
const LARGEST_COMMIT: u64 = 64 << 20;
/// How many requests are under way at a time.
const AT_A_TIME: usize = 16;

/// A case in a store.
pub(crate) struct Stored {
    store: Arc<dyn ObjectStore>,
    pub(crate) address: Address,
    pub(crate) snapshot: Snapshot,
}

/// Opens a case, and makes sure that every file is there that a query may read: an answer from half
/// a copy would be wrong, and say nothing.
pub(crate) async fn open(stores: &Stores, address: &Address) -> Result<Stored, QueryError> {
    let fail = |error: DataFusionError| failure::at(&error, address);
    let store = stores
        .open(address.url().map_err(fail)?.get_url())
        .map_err(fail)?;
    let name = address.to_string();
    let settings = match get(store.as_ref(), address, SETTINGS, LARGEST_SETTINGS).await {
        Ok(settings) => settings,
        Err(DataFusionError::ObjectStore(error))
            if matches!(*error, Error::NotFound { .. }) && !failure::no_bucket(&error) =>
        {
            return Err(QueryError::Store {
                message: format!("{address} is not a case: it has no {SETTINGS}"),
                hint: Some(format!("copy a case there with: {}", address.copying())),
            });
        }
        Err(error) => return Err(fail(error)),
    };
    let commits = commits(store.as_ref(), address).await.map_err(fail)?;
    let snapshot = Snapshot::fetched(
        Path::new(&name),
        &String::from_utf8_lossy(&settings),
        commits,
    )
    .map_err(|error| failure::case(&error, address))?;
    let stored = Stored {
        store,
        address: address.clone(),
        snapshot,
    };
    if let Some((commit, file)) = stored.missing().await.map_err(fail)? {
        return Err(QueryError::Store {
            message: format!(
                "{address} is not whole: commit {commit} names {file}, which is missing or of another size"
            ),
            hint: Some(format!("copy the case there again: {}", address.copying())),
        });
    }
    Ok(stored)
}

/// Returns the bytes of a small file.
async fn get(store: &dyn ObjectStore, address: &Address, path: &str, most: u64) -> Result<Vec<u8>> {
    let file = address.join(path)?;
    let answer = store.get(file.prefix()).await?;
    if answer.meta.size > most {
        let size = answer.meta.size;
        return Err(DataFusionError::Execution(format!(
            "{} is damaged: it has {size} bytes, and {most} are the most",
            file.as_str()
        )));
    }
    Ok(answer.bytes().await?.into())
}

/// Returns the commits' files, in their order.
async fn commits(store: &dyn ObjectStore, address: &Address) -> Result<Vec<Vec<u8>>> {
    if !address.lists() {
        // A server of the web has no lists: the first that is missing is the end.
        let mut commits = Vec::new();
        for number in 1.. {
            match get(store, address, &commit_path(number), LARGEST_COMMIT).await {
                Ok(bytes) => commits.push(bytes),
                Err(DataFusionError::ObjectStore(error))
                    if matches!(*error, Error::NotFound { .. }) =>
                {
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        return Ok(commits);
    }
    let folder = address.join(COMMITS)?;
    let numbers: BTreeSet<u64> = store
        .list(Some(folder.prefix()))
        .try_filter_map(|file| async move {
            let name = file.location.filename();
            let digits = name.and_then(|name| name.strip_suffix(".json"));
            Ok(digits.and_then(|digits| digits.parse::<u64>().ok()))
        })
        .try_collect()
        .await?;
    let last = numbers.len() as u64;
    if let Some(missing) = (1..=last).find(|number| !numbers.contains(number)) {
        let missing = address.join(&commit_path(missing))?;
        return Err(DataFusionError::Execution(format!(
            "{} is missing, and later commits are there",
            missing.as_str()
        )));
    }
    stream::iter(1..=last)
        .map(
            |number| async move { get(store, address, &commit_path(number), LARGEST_COMMIT).await },
        )
        .buffered(AT_A_TIME)
        .try_collect()
        .await
}

impl Stored {
    /// Returns the first file that a query may read and that is not there as its commit says.
    async fn missing(&self) -> Result<Option<(u64, String)>> {
        let mut wanted: HashMap<StorePath, (u64, &FileEntry)> = HashMap::new();
        let live: BTreeSet<&str> = [Table::Documents, Table::Statements]
            .into_iter()
            .flat_map(|table| self.snapshot.files(table))
            .map(|file| file.path.as_str())
            .collect();
        for commit in self.snapshot.commits() {
            for file in &commit.files {
                if live.contains(file.path.as_str()) {
                    let url = self.address.join(&file.path)?;
                    wanted.insert(url.prefix().clone(), (commit.number, file));
                }
            }
        }
        if self.address.lists() {
            for folder in ["record/documents", "record/statements"] {
                let folder = self.address.join(folder)?;
                let mut there = self.store.list(Some(folder.prefix()));
                while let Some(file) = there.try_next().await? {
                    let whole = |(_, entry): &(u64, &FileEntry)| entry.bytes == file.size;
                    if wanted.get(&file.location).is_some_and(whole) {
                        wanted.remove(&file.location);
                    }
                }
            }
        } else {
            let asked: Vec<(StorePath, u64)> = wanted
                .iter()
                .map(|(path, (_, entry))| (path.clone(), entry.bytes))
                .collect();
            let store = &self.store;
            let there: Vec<StorePath> = stream::iter(asked)
                .map(|(path, bytes)| async move {
                    match store.head(&path).await {
                        Ok(meta) => Ok((meta.size == bytes).then_some(path)),
                        Err(Error::NotFound { .. }) => Ok(None),
                        Err(error) => Err(error),
                    }
                })
                .buffer_unordered(AT_A_TIME)
                .try_filter_map(|found| async move { Ok(found) })
                .try_collect()
                .await?;
            for path in there {
                wanted.remove(&path);
            }
        }
        let first = wanted
            .into_values()
            .min_by_key(|(number, entry)| (*number, &entry.path));
        Ok(first.map(|(number, entry)| (number, entry.path.clone())))
    }

    /// Returns the ids of the statements that no longer stand, as of a day. The rows are read here,
    /// wherever queries run.
    pub(crate) async fn withdrawn(
        &self,
        runtime: Arc<RuntimeEnv>,
        as_of: Option<Date>,
    ) -> Result<BTreeSet<String>> {
        let mut withdrawn = Withdrawn::new(as_of);
        let files = self.snapshot.withdrawing(as_of);
        let files = files.map(|file| self.address.join(&file.path));
        let files = files.collect::<Result<Vec<_>>>()?;
        if files.is_empty() {
            return Ok(withdrawn.ids);
        }
        let options =
            ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
        let config = ListingTableConfig::new_with_multi_paths(files)
            .with_listing_options(options)
            .with_schema(Arc::new(statement_schema()));
        let context = SessionContext::new_with_config_rt(SessionConfig::new(), runtime);
        let mut rows = context
            .read_table(Arc::new(ListingTable::try_new(config)?))?
            .select_columns(&WITHDRAWING)?
            .execute_stream()
            .await?;
        while let Some(batch) = rows.try_next().await? {
            let damaged = |what| DataFusionError::Execution(format!("{}: {what}", self.address));
            withdrawn.add(&batch).map_err(damaged)?;
        }
        Ok(withdrawn.ids)
    }
}
