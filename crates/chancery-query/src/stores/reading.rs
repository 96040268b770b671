//! Reading files of a store: only those that are named, a piece at a time, and never writing.
//!
//! A plan names every file that it reads. Where one is not there, the engine would take its name for
//! a folder's, find nothing in it, and answer from the other files; here it says what is missing. A
//! file that is read to its end is fetched in pieces, each by a request of its own with its own time
//! limit: coding takes longer over a file than a server keeps a connection open.

use async_trait::async_trait;
use bytes::Bytes;
use datafusion::object_store::{
    CopyOptions, Error, GetOptions, GetRange, GetResult, GetResultPayload, ListResult,
    MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions, PutPayload,
    PutResult, Result, path::Path,
};
use futures::{StreamExt, TryStreamExt, stream, stream::BoxStream};
use std::{fmt, ops::Range, sync::Arc};

/// How many bytes of a file are fetched at a time.
const PIECE: u64 = 8 << 20;

/// A store of which named files are read.
#[derive(Debug)]
pub(super) struct Reading {
    store: Arc<dyn ObjectStore>,
    /// Whether reading in pieces is worth it: the files are not on this machine.
    far: bool,
}

impl Reading {
    pub(super) const fn new(store: Arc<dyn ObjectStore>, far: bool) -> Self {
        Self { store, far }
    }

    /// Returns the part of a file that is asked for, where it is larger than a piece.
    async fn large(&self, location: &Path, options: &GetOptions) -> Result<Option<Range<u64>>> {
        let range = match &options.range {
            _ if !self.far || options.head => return Ok(None),
            Some(GetRange::Suffix(_)) => return Ok(None),
            Some(GetRange::Bounded(range)) if range.end.saturating_sub(range.start) <= PIECE => {
                return Ok(None);
            }
            Some(GetRange::Bounded(range)) => range.clone(),
            Some(GetRange::Offset(start)) => *start..u64::MAX,
            None => 0..u64::MAX,
        };
        let head = GetOptions {
            head: true,
            range: None,
            ..options.clone()
        };
        let size = self.store.get_opts(location, head).await?.meta.size;
        let range = range.start..range.end.min(size);
        Ok((range.end.saturating_sub(range.start) > PIECE).then_some(range))
    }
}

/// Returns the options of a request for a piece of a file that nobody has replaced meanwhile.
fn piece(options: &GetOptions, range: Range<u64>, tag: Option<&str>) -> GetOptions {
    GetOptions {
        range: Some(GetRange::Bounded(range)),
        if_match: tag.map(str::to_owned).or_else(|| options.if_match.clone()),
        ..options.clone()
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(formatter)
    }
}

fn refused<T>(operation: &str) -> Result<T> {
    Err(Error::NotImplemented {
        operation: operation.to_owned(),
        implementer: "a store that is only read".to_owned(),
    })
}

#[async_trait]
impl ObjectStore for Reading {
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let Some(range) = self.large(location, &options).await? else {
            return self.store.get_opts(location, options).await;
        };
        let end = range.end.min(range.start + PIECE);
        let first = self
            .store
            .get_opts(location, piece(&options, range.start..end, None))
            .await?;
        let (meta, attributes) = (first.meta.clone(), first.attributes.clone());
        // A weak tag matches nothing.
        let tag = meta.e_tag.clone().filter(|tag| !tag.starts_with("W/"));
        let (store, location, whole) = (Arc::clone(&self.store), location.clone(), range.clone());
        let rest = stream::try_unfold(end, move |start| {
            let (store, location) = (Arc::clone(&store), location.clone());
            let end = whole.end.min(start.saturating_add(PIECE));
            let options = piece(&options, start..end, tag.as_deref());
            async move {
                if start >= end {
                    return Ok(None);
                }
                let bytes = store.get_opts(&location, options).await?.bytes().await?;
                Ok(Some((bytes, end)))
            }
        });
        let first = stream::once(first.bytes());
        Ok(GetResult {
            payload: GetResultPayload::Stream(first.chain(rest).boxed()),
            meta,
            range,
            attributes,
        })
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.store.get_ranges(location, ranges).await
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let missing = Error::NotFound {
            path: prefix.map(ToString::to_string).unwrap_or_default(),
            source: "the query names it, and it is not there".into(),
        };
        stream::once(async { Err(missing) }).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.list(prefix).try_collect::<Vec<_>>().await?;
        refused("listing")
    }

    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        refused("writing")
    }

    async fn put_multipart_opts(
        &self,
        _: &Path,
        _: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        refused("writing")
    }

    fn delete_stream(
        &self,
        _: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        stream::once(async { refused("deleting") }).boxed()
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        refused("copying")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::object_store::{ObjectStoreExt, memory::InMemory};

    #[tokio::test]
    async fn a_large_file_comes_whole_and_a_missing_one_is_missed() -> Result<()> {
        let memory = Arc::new(InMemory::new());
        let bytes: Vec<u8> = (0..2 * PIECE + 5)
            .map(|number| (number % 251) as u8)
            .collect();
        let (large, empty) = (Path::from("a/large"), Path::from("a/empty"));
        memory.put(&large, bytes.clone().into()).await?;
        memory.put(&empty, Vec::new().into()).await?;
        let store = Reading::new(memory, true);
        assert_eq!(store.get(&large).await?.bytes().await?, bytes);
        assert_eq!(store.get(&empty).await?.bytes().await?.len(), 0);
        for range in [0..7, 3..PIECE + 4, 5..2 * PIECE + 5, PIECE..9 * PIECE] {
            let options = GetOptions {
                range: Some(GetRange::Bounded(range.clone())),
                ..GetOptions::default()
            };
            let part = store.get_opts(&large, options).await?.bytes().await?;
            let end = bytes.len().min(range.end as usize);
            assert_eq!(part, bytes[range.start as usize..end], "{range:?}");
        }
        let missing = Path::from("a/missing");
        assert!(matches!(
            store.head(&missing).await,
            Err(Error::NotFound { .. })
        ));
        let listed: Result<Vec<_>> = store.list(Some(&missing)).try_collect().await;
        assert!(matches!(listed, Err(Error::NotFound { .. })));
        assert!(store.put(&missing, Vec::new().into()).await.is_err());
        assert!(store.delete(&large).await.is_err());
        assert!(store.copy(&large, &missing).await.is_err());
        Ok(())
    }
}
