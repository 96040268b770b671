//! The client: a session whose queries run on a cluster.

use crate::{ClusterError, Functions, LARGEST_MESSAGE, SCHEDULER_PORT, rows::RowsAsValues};
use ballista_core::extension::{SessionConfigExt, SessionStateExt};
use datafusion::execution::{SessionState, session_state::SessionStateBuilder};
use std::sync::Arc;
use url::Url;

/// Returns the session with a planner that sends queries to a scheduler at `http://host:port`.
///
/// Ballista leaves the functions of the session out; they are added again.
///
/// # Errors
///
/// Where the address is none. Nothing is sent yet.
pub fn remote(
    address: &str,
    state: SessionState,
    functions: &Functions,
) -> Result<SessionState, ClusterError> {
    let (host, port) = place(address)?;
    let wrong = |error: datafusion::error::DataFusionError| ClusterError::Address {
        address: address.to_owned(),
        what: error.to_string(),
    };
    let mut config = state
        .config()
        .clone()
        .upgrade_for_ballista()
        // The planner that adapts to what runs repeats or loses the inputs of a union (Ballista 55).
        .with_ballista_adaptive_query_planner(false)
        .with_ballista_grpc_client_max_message_size(LARGEST_MESSAGE as usize);
    // Nor is a count of all rows taken from what files say of themselves: it would be such a row.
    config.options_mut().execution.collect_statistics = false;
    let mut state = SessionStateBuilder::new_from_existing(state)
        .with_config(config)
        .with_optimizer_rule(Arc::new(RowsAsValues))
        .build()
        .upgrade_for_ballista(format!("http://{host}:{port}"))
        .map_err(wrong)?;
    functions.register(&mut state).map_err(wrong)?;
    Ok(state)
}

/// Returns the host and port of a scheduler's address.
pub(crate) fn place(address: &str) -> Result<(String, u16), ClusterError> {
    let wrong = |what: &str| ClusterError::Address {
        address: address.to_owned(),
        what: what.to_owned(),
    };
    let url = Url::parse(address)
        .map_err(|error| wrong(&format!("{error}; write http://host:{SCHEDULER_PORT}")))?;
    if url.scheme() != "http" {
        return Err(wrong(&format!("write http://host:{SCHEDULER_PORT}")));
    }
    let host = url.host_str().ok_or_else(|| wrong("it names no host"))?;
    Ok((host.to_owned(), url.port().unwrap_or(SCHEDULER_PORT)))
}
