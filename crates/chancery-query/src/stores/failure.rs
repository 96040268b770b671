//! What can be wrong with a store, told so that whoever asked can mend it.

use super::Address;
use crate::error::QueryError;
use chancery_store::case::CaseError;
use datafusion::{error::DataFusionError, object_store::Error};

/// What a build says that has no clients of stores.
#[cfg(not(feature = "stores"))]
pub(super) const ABSENT: &str =
    "this build of chancery reads no object stores: build it with --features stores";

const CREDENTIALS: &str = "credentials come from the environment of every node that reads: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, GOOGLE_SERVICE_ACCOUNT, or AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY; docs/scale.md has the others";

/// What a message says of whoever was asked for credentials, or of what is missing of them: a machine
/// of a cloud that is none.
const UNKNOWN: [&str; 8] = [
    "169.254.",
    "/latest/api/token",
    "/latest/meta-data",
    "/computeMetadata/",
    "/metadata/identity",
    "Missing access key",
    "Missing secret access key",
    "Missing account",
];

/// Sorts what went wrong at an address.
pub(super) fn at(error: &DataFusionError, address: &Address) -> QueryError {
    if let Some((what, hint)) = of(error) {
        return QueryError::Store {
            message: format!("{address}: {what}"),
            hint: hint.map(str::to_owned),
        };
    }
    match QueryError::of(error, "") {
        QueryError::Data(message) => QueryError::Store {
            message,
            hint: Some(format!("copy the case there again: {}", address.copying())),
        },
        other => other,
    }
}

/// Sorts what is wrong with a case that was fetched.
pub(super) fn case(error: &CaseError, address: &Address) -> QueryError {
    let newer = matches!(error, CaseError::Newer { .. });
    QueryError::Store {
        message: error.to_string(),
        hint: (!newer).then(|| format!("copy the case there again: {}", address.copying())),
    }
}

/// Sorts an error that a store gave; `None` where none is among its causes.
pub(crate) fn sorted(error: &DataFusionError) -> Option<QueryError> {
    let (what, hint) = of(error)?;
    Some(QueryError::Store {
        message: format!("a file could not be read: {what}"),
        hint: hint.map(str::to_owned),
    })
}

/// Returns what may be done about an error that a node of a cluster told in words.
pub(crate) fn advice(words: &str) -> Option<&'static str> {
    let refused = ["necessary privileges", "valid authentication credentials"];
    let mut signs = UNKNOWN.iter().chain(&refused);
    signs
        .any(|sign| words.contains(sign))
        .then_some(CREDENTIALS)
}

/// Returns whether the bucket itself is not there.
pub(super) fn no_bucket(error: &Error) -> bool {
    let words = error.to_string();
    [
        "NoSuchBucket",
        "specified bucket does not exist",
        "ContainerNotFound",
    ]
    .iter()
    .any(|sign| words.contains(sign))
}

/// Says what a store's error means, and what may be done about it.
fn of(error: &DataFusionError) -> Option<(String, Option<&'static str>)> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        let boxed = || one.downcast_ref::<Box<Error>>().map(AsRef::as_ref);
        if let Some(error) = one.downcast_ref::<Error>().or_else(boxed) {
            return store(error);
        }
        cause = one.source();
    }
    None
}

fn store(error: &Error) -> Option<(String, Option<&'static str>)> {
    let words = shortened(&error.to_string());
    let says = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    if no_bucket(error) {
        return Some((
            "there is no such bucket".to_owned(),
            Some("check the name, and the endpoint or region in the environment"),
        ));
    }
    Some(match error {
        // The system's own words about a file of this machine are better.
        Error::Generic { store, .. } if *store == "LocalFileSystem" => return None,
        Error::NotFound { path, .. } => (
            format!("{path} is not there"),
            Some("check the address; what a query names has to be there for every node"),
        ),
        Error::Precondition { path, .. } => (
            format!("{path} was replaced while it was read"),
            Some("ask again"),
        ),
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => (
            format!("it may not be read with the credentials given: {words}"),
            Some(CREDENTIALS),
        ),
        _ if says(&UNKNOWN) => (
            format!("no credentials are given: {words}"),
            Some(CREDENTIALS),
        ),
        _ => (
            words.clone(),
            Some(
                "is the store reached from here? The environment names its endpoint and region: docs/scale.md",
            ),
        ),
    })
}

/// Returns a message on one line, not too long, and without the parameters of addresses: some stores
/// take their keys there.
fn shortened(words: &str) -> String {
    let word = |word: &str| match word.split_once('?') {
        Some((address, _)) if address.contains("://") => address.to_owned(),
        _ => word.to_owned(),
    };
    let words: Vec<String> = words.split_whitespace().map(word).collect();
    let words = words.join(" ");
    match words.char_indices().nth(400) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
