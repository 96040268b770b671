//! An executor: it runs tasks and keeps what they hand on in files, until others fetched it.

use crate::{ClusterError, Functions, HEARTBEAT, LARGEST_MESSAGE, block, client::place, notes};
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use datafusion::execution::{object_store::ObjectStoreRegistry, runtime_env::RuntimeEnvBuilder};
use std::{net::IpAddr, path::PathBuf, sync::Arc};

/// How an executor is started.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Executor {
    /// The address of the scheduler: `http://host:port`.
    pub scheduler: String,
    /// Where it listens.
    pub address: IpAddr,
    /// The name under which the others reach it; its address where none is given.
    pub name: Option<String>,
    /// The port on which results are fetched.
    pub port: u16,
    /// The port on which the scheduler gives it tasks.
    pub task_port: u16,
    /// How many tasks it runs at a time.
    pub tasks: usize,
    /// How many bytes of memory its tasks may hold together before they spill to disk.
    pub memory: u64,
    /// Where tasks keep what they hand on; a temporary folder where none is given.
    pub work: Option<PathBuf>,
    /// Whether it says on standard error what it does, besides what goes wrong.
    pub notes: bool,
}

/// Runs an executor until the process is stopped. Interrupted, it ends its tasks first. What its
/// tasks read is found through `stores`.
///
/// # Errors
///
/// Where it cannot listen at its ports, or reaches no scheduler within half a minute.
pub fn run_executor(
    executor: &Executor,
    functions: &Functions,
    stores: Arc<dyn ObjectStoreRegistry>,
) -> Result<(), ClusterError> {
    notes::show(executor.notes);
    let (scheduler_host, scheduler_port) = place(&executor.scheduler)?;
    let mut registry = BallistaFunctionRegistry::default();
    for function in &functions.0 {
        registry
            .scalar_functions
            .insert(function.name().to_owned(), Arc::clone(function));
    }
    let spill = executor.work.clone();
    let config = ExecutorProcessConfig {
        bind_host: executor.address.to_string(),
        external_host: executor.name.clone(),
        port: executor.port,
        grpc_port: executor.task_port,
        scheduler_host,
        scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: executor.tasks.max(1),
        work_dir: executor
            .work
            .as_ref()
            .map(|folder| folder.to_string_lossy().into_owned()),
        grpc_max_decoding_message_size: LARGEST_MESSAGE,
        grpc_max_encoding_message_size: LARGEST_MESSAGE,
        executor_heartbeat_interval_seconds: HEARTBEAT.as_secs(),
        memory_pool_size: Some(executor.memory),
        job_data_ttl_seconds: 24 * 60 * 60,
        job_data_clean_up_interval_seconds: 60 * 60,
        override_function_registry: Some(Arc::new(registry)),
        override_runtime_producer: Some(Arc::new(move |_| {
            let mut environment =
                RuntimeEnvBuilder::new().with_object_store_registry(Arc::clone(&stores));
            if let Some(folder) = &spill {
                environment = environment.with_temp_file_path(folder);
            }
            environment.build_arc()
        })),
        ..ExecutorProcessConfig::default()
    };
    block("executor", async move {
        start_executor_process(Arc::new(config))
            .await
            .map_err(|error| ClusterError::stopped("executor", error))
    })
}
