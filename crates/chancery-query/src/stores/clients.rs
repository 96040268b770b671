//! Clients of the kinds of stores, set up from variables of the environment.

use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, Result, RetryConfig, aws::AmazonS3Builder,
    azure::MicrosoftAzureBuilder, gcp::GoogleCloudStorageBuilder, http::HttpBuilder,
};
use std::{sync::Arc, time::Duration};
use url::{Position, Url};

/// How long a request may take, with its answer: a piece of a file, at most.
const REQUEST: Duration = Duration::from_secs(60);
/// How long a server may take to be reached.
const CONNECT: Duration = Duration::from_secs(5);

/// Requests that fail for reasons that pass are repeated, for a minute at most.
fn patient() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: 5,
        retry_timeout: Duration::from_secs(60),
    }
}

/// Whoever has no credentials in the environment may be on a machine that gives them, and is told
/// within seconds where it is none.
fn quick() -> RetryConfig {
    RetryConfig {
        max_retries: 1,
        retry_timeout: Duration::from_secs(5),
        ..patient()
    }
}

/// Sets a builder up from the variables that begin with a word. A plain address of a server that
/// somebody wrote there is meant.
macro_rules! configured {
    ($builder:ty, $variables:expr, $start:expr, $url:expr) => {{
        let variables = || {
            $variables
                .iter()
                .filter(|(name, _)| name.starts_with($start))
        };
        let plain = variables()
            .any(|(name, value)| name.contains("ENDPOINT") && value.starts_with("http://"));
        let builder = <$builder>::new().with_client_options(options(plain));
        variables()
            .fold(builder, |builder, (name, value)| {
                match name.to_ascii_lowercase().parse() {
                    Ok(key) => builder.with_config(key, value),
                    // Others use variables of that name too.
                    Err(_) => builder,
                }
            })
            .with_url($url.as_str())
    }};
}

/// Returns a client whose credentials are asked for with less patience than its files.
macro_rules! client {
    ($builder:expr) => {{
        let builder = $builder;
        let credentials = builder.clone().with_retry(quick()).build()?;
        let credentials = Arc::clone(credentials.credentials());
        let builder = builder.with_credentials(credentials).with_retry(patient());
        Arc::new(builder.build()?) as Arc<dyn ObjectStore>
    }};
}

fn options(plain: bool) -> ClientOptions {
    ClientOptions::new()
        .with_allow_http(plain)
        .with_connect_timeout(CONNECT)
        .with_timeout(REQUEST)
}

/// Returns the client of the store that an address names.
pub(super) fn client(url: &Url, variables: &[(String, String)]) -> Result<Arc<dyn ObjectStore>> {
    Ok(match url.scheme() {
        "s3" => client!(configured!(AmazonS3Builder, variables, "AWS_", url)),
        "gs" => client!(configured!(
            GoogleCloudStorageBuilder,
            variables,
            "GOOGLE_",
            url
        )),
        "az" | "abfs" | "abfss" => {
            client!(configured!(MicrosoftAzureBuilder, variables, "AZURE_", url))
        }
        _ => {
            let builder = HttpBuilder::new()
                .with_client_options(options(url.scheme() == "http"))
                .with_retry(patient())
                .with_url(&url[..Position::BeforePath]);
            Arc::new(builder.build()?)
        }
    })
}
