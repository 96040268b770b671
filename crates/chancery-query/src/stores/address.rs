//! Addresses in object stores: `s3://bucket/folder`.

use crate::error::QueryError;
use datafusion::{common::Result, datasource::listing::ListingTableUrl};
use std::{fmt, path::Path};
use url::Url;

/// The kinds of stores that are read.
const SCHEMES: &str = "s3://, gs://, az://, abfs://, abfss://, https:// and http://";

/// The address of a folder or file in an object store, without credentials.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address(Url);

impl Address {
    /// Reads an address; `None` where the words are a path. A path that looks like an address can be
    /// written with `./` before it.
    ///
    /// # Errors
    ///
    /// Where it looks like an address and is none that could be read.
    pub fn of(words: &Path) -> Option<Result<Self, QueryError>> {
        let words = words.to_str()?;
        let (scheme, _) = words.split_once("://")?;
        let mut letters = scheme.chars();
        let named = letters.next()?.is_ascii_alphabetic()
            && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
        named.then(|| Self::read(words))
    }

    fn read(words: &str) -> Result<Self, QueryError> {
        let wrong = |message: String, hint: &str| QueryError::Query {
            message,
            hint: Some(hint.to_owned()),
        };
        let url = Url::parse(words).map_err(|error| {
            let example = "write it like s3://bucket/folder";
            wrong(format!("`{words}` is no address: {error}"), example)
        })?;
        let azure = matches!(url.scheme(), "az" | "abfs" | "abfss");
        if url.scheme() == "file" {
            let hint = "write the path alone";
            return Err(wrong(format!("{words} is a path on this machine"), hint));
        }
        if !azure && !matches!(url.scheme(), "s3" | "gs" | "http" | "https") {
            return Err(wrong(
                format!("{}:// is no store that is read here", url.scheme()),
                &format!("there are {SCHEMES}"),
            ));
        }
        // Azure's addresses may name the container before the account. The message repeats nothing.
        if url.password().is_some() || !(url.username().is_empty() || azure) {
            return Err(wrong(
                "an address holds no credentials".to_owned(),
                "leave them out of it, and put them into the environment of every node: docs/scale.md names the variables",
            ));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(wrong(
                format!("{words} names no bucket"),
                "write it like s3://bucket/folder",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong(
                format!("{words} is more than a place in a store"),
                "a `?` in a name is written %3F, and a `#` %23",
            ));
        }
        let mut url = url;
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// Returns whether the store can say which files it has. A server of the web cannot.
    pub(crate) fn lists(&self) -> bool {
        !matches!(self.0.scheme(), "http" | "https")
    }

    /// Returns the address of a file or folder in this folder; `path` has `/` between its parts.
    pub(crate) fn join(&self, path: &str) -> Result<ListingTableUrl> {
        ListingTableUrl::try_new(join(&self.0, path), None)
    }

    /// Returns the address as the engine reads it.
    pub(crate) fn url(&self) -> Result<ListingTableUrl> {
        ListingTableUrl::try_new(self.0.clone(), None)
    }

    /// Returns the name of the bucket, the container or the server.
    pub(crate) fn bucket(&self) -> &str {
        let place = if self.0.username().is_empty() {
            self.0.host_str()
        } else {
            Some(self.0.username())
        };
        place.unwrap_or_default()
    }

    /// Says how the folder of a case gets there.
    pub(crate) fn copying(&self) -> String {
        match self.0.scheme() {
            "s3" => format!("aws s3 sync CASE {self}"),
            "gs" => format!("gcloud storage rsync --recursive CASE {self}"),
            "az" | "abfs" | "abfss" => {
                let (folder, container) = (self.0.path().trim_start_matches('/'), self.bucket());
                format!(
                    "az storage blob upload-batch --source CASE --destination {container} --destination-path {folder}"
                )
            }
            _ => format!("the folder of the case, served at {self}"),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str())
    }
}

/// Returns the address of what lies under another; no letter of the path has another meaning.
pub(crate) fn join(url: &Url, path: &str) -> Url {
    let mut url = url.clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.pop_if_empty().extend(path.split('/'));
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(words: &str) -> std::result::Result<String, String> {
        match Address::of(Path::new(words)) {
            None => Err("a path".to_owned()),
            Some(Ok(address)) => Ok(address.to_string()),
            Some(Err(error)) => Err(error.to_string()),
        }
    }

    #[test]
    fn addresses_are_told_from_paths() {
        for path in [
            "case",
            "./s3://b/c",
            "/a/b",
            "s3:/b",
            "://b",
            "a b://c",
            "C:\\case",
            "",
        ] {
            assert_eq!(address(path), Err("a path".to_owned()), "{path}");
        }
        for (words, read) in [
            ("s3://bucket/folder/of/case/", "s3://bucket/folder/of/case"),
            ("s3://bucket", "s3://bucket"),
            ("S3://My_Bucket/Case", "s3://My_Bucket/Case"),
            ("gs://bucket/a b", "gs://bucket/a%20b"),
            ("az://container/case", "az://container/case"),
            (
                "abfss://container@account.dfs.core.windows.net/case",
                "abfss://container@account.dfs.core.windows.net/case",
            ),
            (
                "https://example.org:8443/case",
                "https://example.org:8443/case",
            ),
        ] {
            assert_eq!(address(words).as_deref(), Ok(read));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_secrets_are_not_repeated() {
        for words in [
            "ftp://host/case",
            "file:///case",
            "s3:///case",
            "s3://bucket/case?list=1",
            "s3://bucket/case#1",
            "http://",
            "s3://bucket:port/x",
        ] {
            assert!(
                address(words).is_err_and(|error| error != "a path"),
                "{words}"
            );
        }
        for words in [
            "s3://key:hush@bucket/case",
            "https://hush@host/case",
            "az://container:hush@account/case",
        ] {
            let error = address(words).err().unwrap_or_default();
            assert!(
                error.contains("credentials") && !error.contains("hush"),
                "{error}"
            );
        }
    }

    #[test]
    fn files_lie_under_an_address_letter_by_letter() -> Result<()> {
        let Some(Ok(address)) = Address::of(Path::new("s3://bucket/my%20case")) else {
            return datafusion::common::plan_err!("no address");
        };
        let file = address.join("record/source=a%b/month=2025-06/000001.parquet")?;
        assert_eq!(
            file.prefix().as_ref(),
            "my case/record/source=a%b/month=2025-06/000001.parquet"
        );
        assert_eq!(file.object_store().as_str(), "s3://bucket/");
        Ok(())
    }
}
