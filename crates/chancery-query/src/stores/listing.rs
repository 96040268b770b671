//! Finding and fetching documents in a store.

use super::{Address, Stores};
use datafusion::{
    common::{Result, plan_err},
    datasource::listing::ListingTableUrl,
    object_store::{Error, ObjectStoreExt},
};
use futures::TryStreamExt;

/// How many files may lie under an address.
const MOST: usize = 1_000_000;

/// Returns the file at an address, or the files of a folder there, in the order of their names.
/// `passed_over` says which parts of a name below the folder are no reporting.
pub(crate) async fn list(
    stores: &Stores,
    address: &Address,
    passed_over: fn(&str) -> bool,
) -> Result<Vec<ListingTableUrl>> {
    let url = address.url()?;
    let store = stores.open(url.get_url())?;
    let whole_bucket = url.prefix().as_ref().is_empty();
    if !whole_bucket {
        match store.head(url.prefix()).await {
            Ok(_) => return Ok(vec![url]),
            Err(Error::NotFound { .. }) if address.lists() => {}
            Err(error) => return Err(error.into()),
        }
    } else if !address.lists() {
        return plan_err!("{address} names no file, and a server of the web has no lists of files");
    }
    let mut found = Vec::new();
    let mut files = store.list((!whole_bucket).then(|| url.prefix()));
    while let Some(file) = files.try_next().await? {
        let Some(parts) = file.location.prefix_match(url.prefix()) else {
            continue;
        };
        let parts: Vec<String> = parts.map(|part| part.as_ref().to_owned()).collect();
        // Some programs keep folders as empty files.
        if parts.is_empty() || file.size == 0 || parts.iter().any(|part| passed_over(part)) {
            continue;
        }
        if found.len() == MOST {
            return plan_err!(
                "{address} holds more than a million files: put the documents into fewer, larger JSON Lines files"
            );
        }
        found.push(address.join(&parts.join("/"))?);
    }
    if found.is_empty() {
        return plan_err!("there is no file at {address}, nor below it");
    }
    found.sort_by(|one, other| one.prefix().cmp(other.prefix()));
    Ok(found)
}

/// Returns the bytes of a file, if it has no more than `most`.
pub(crate) async fn whole_file(
    stores: &Stores,
    file: &ListingTableUrl,
    most: u64,
) -> Result<Option<Vec<u8>>> {
    let store = stores.open(file.get_url())?;
    let answer = store.get(file.prefix()).await?;
    if answer.meta.size > most {
        return Ok(None);
    }
    Ok(Some(answer.bytes().await?.into()))
}
