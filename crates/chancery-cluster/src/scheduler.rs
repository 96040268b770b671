//! The scheduler: it plans queries, cuts them into stages, and gives their tasks to executors.

use crate::{ClusterError, Functions, HEARTBEAT, LARGEST_MESSAGE, LOST, block, notes};
use ballista_core::utils::default_session_builder;
use ballista_scheduler::{
    cluster::BallistaCluster, config::SchedulerConfig, scheduler_process::start_server,
};
use datafusion::execution::{
    SessionStateBuilder, object_store::ObjectStoreRegistry, runtime_env::RuntimeEnvBuilder,
};
use std::{net::SocketAddr, sync::Arc};

/// How a scheduler is started.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scheduler {
    /// Where it listens.
    pub address: SocketAddr,
    /// The name under which executors reach it.
    pub name: String,
    /// Whether it says on standard error what it does, besides what goes wrong.
    pub notes: bool,
}

/// Runs a scheduler until the process is stopped. The files that plans name are found through
/// `stores`.
///
/// # Errors
///
/// Where it cannot listen at the address.
pub fn run_scheduler(
    scheduler: &Scheduler,
    functions: &Functions,
    stores: Arc<dyn ObjectStoreRegistry>,
) -> Result<(), ClusterError> {
    let failed =
        |error: ballista_core::error::BallistaError| ClusterError::stopped("scheduler", error);
    notes::show(scheduler.notes);
    let functions = functions.clone();
    let config = SchedulerConfig {
        bind_host: scheduler.address.ip().to_string(),
        bind_port: scheduler.address.port(),
        external_host: scheduler.name.clone(),
        executor_timeout_seconds: LOST.as_secs(),
        expire_dead_executor_interval_seconds: HEARTBEAT.as_secs(),
        no_executors_grace_period_seconds: LOST.as_secs(),
        grpc_server_max_decoding_message_size: LARGEST_MESSAGE,
        grpc_server_max_encoding_message_size: LARGEST_MESSAGE,
        grpc_client_max_message_size: LARGEST_MESSAGE,
        // The scheduler plans with the functions of our build, or it could not read a plan that
        // names them.
        override_session_builder: Some(Arc::new(move |config| {
            let environment =
                RuntimeEnvBuilder::new().with_object_store_registry(Arc::clone(&stores));
            let mut state =
                SessionStateBuilder::new_from_existing(default_session_builder(config)?)
                    .with_runtime_env(environment.build_arc()?)
                    .build();
            functions.register(&mut state)?;
            Ok(state)
        })),
        ..SchedulerConfig::default()
    };
    let address = scheduler.address;
    block("scheduler", async move {
        let cluster = BallistaCluster::new_from_config(&config)
            .await
            .map_err(failed)?;
        start_server(cluster, address, Arc::new(config))
            .await
            .map_err(failed)
    })
}
