//! The roles of a cluster: a scheduler, its executors, and the client that sends them a query.
//!
//! The roles are those of Apache DataFusion Ballista. This crate starts them with the functions that
//! its caller gives it, on every node the same, and holds nothing else: what Ballista's servers are
//! made of is compiled here, where it rarely has to be compiled again. All its functions block, so
//! that no caller compiles a server's future once more.
//!
//! There is one scheduler and no spare: where it is lost, the queries under way are lost, and clients
//! are told. A lost executor's tasks are run again by the others.

mod client;
mod executor;
mod notes;
mod rows;
mod scheduler;

pub use client::remote;
pub use executor::{Executor, run_executor};
pub use scheduler::{Scheduler, run_scheduler};

use datafusion::{execution::SessionState, logical_expr::ScalarUDF};
use std::{future::Future, sync::Arc, time::Duration};

/// The port on which a scheduler listens where none is named.
pub const SCHEDULER_PORT: u16 = 50050;

/// How often an executor says that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long the scheduler waits for that before it gives the executor's tasks to others.
const LOST: Duration = Duration::from_secs(20);
/// How large a plan or its answer may be: a case has thousands of files, all named in the plan.
const LARGEST_MESSAGE: u32 = 256 << 20;
/// Plans nest deeply; so do the calls that read them.
const STACK: usize = 16 << 20;

/// Why a role did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// An address cannot be used.
    #[error("`{address}` is no address of a scheduler: {what}")]
    Address {
        /// What was given.
        address: String,
        /// What is wrong with it.
        what: String,
    },
    /// The role could not start or was stopped by a failure.
    #[error("the {role} stopped: {what}")]
    Stopped {
        /// The role.
        role: &'static str,
        /// What Ballista said.
        what: String,
    },
}

impl ClusterError {
    fn stopped(role: &'static str, error: impl std::fmt::Display) -> Self {
        Self::Stopped {
            role,
            what: error.to_string(),
        }
    }
}

/// The functions that every node of a cluster knows, by name, besides DataFusion's own.
#[derive(Clone, Debug, Default)]
pub struct Functions(pub Vec<Arc<ScalarUDF>>);

impl Functions {
    /// Adds the functions to those that a session knows.
    fn register(&self, state: &mut SessionState) -> datafusion::error::Result<()> {
        use datafusion::execution::FunctionRegistry;
        for function in &self.0 {
            state.register_udf(Arc::clone(function))?;
        }
        Ok(())
    }
}

/// Runs a role to its end on threads of its own.
fn block<T>(
    role: &'static str,
    work: impl Future<Output = Result<T, ClusterError>>,
) -> Result<T, ClusterError> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(|error| ClusterError::stopped(role, error))?
        .block_on(work)
}
