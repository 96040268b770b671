//! `chancery cluster scheduler|executor`: the nodes of a cluster.

use super::sql::size;
use crate::failure::Failure;
use chancery_cluster::{Executor, Functions, Scheduler, run_executor, run_scheduler};
use chancery_query::Stores;
use clap::{Args, Subcommand};
use flate2::CrcReader;
use std::{
    env,
    fs::File,
    io,
    net::{IpAddr, SocketAddr},
    num::NonZeroUsize,
    path::PathBuf,
};

#[derive(Debug, Args)]
pub(crate) struct ClusterArguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Plan queries and give their tasks to executors. There is one, and no spare: where it is
    /// lost, the queries under way are lost.
    #[command(after_help = "Example:
  chancery cluster scheduler --listen 10.0.0.1:50050 --name 10.0.0.1

Nothing is encrypted, and nobody is asked who they are: keep the nodes in a network of their own.")]
    Scheduler(SchedulerArguments),
    /// Run tasks. Everything that queries read is found by the same name on every node: in a shared
    /// folder, or in an object store, whose credentials each node has in its environment. All nodes and clients have to be the same build of chancery.
    #[command(after_help = "Example:
  chancery cluster executor --scheduler http://10.0.0.1:50050 --listen 10.0.0.2 --tasks 8 --memory 16G")]
    Executor(ExecutorArguments),
}

#[derive(Debug, Args)]
struct SchedulerArguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    listen: SocketAddr,
    /// The name under which executors reach it; the address of --listen by default.
    #[arg(long, value_name = "HOST")]
    name: Option<String>,
    /// Say what happens, besides what goes wrong.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Debug, Args)]
struct ExecutorArguments {
    /// The scheduler.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50050")]
    scheduler: String,
    /// The address to listen at.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// The name under which the other nodes reach it; the address of --listen by default.
    #[arg(long, value_name = "HOST")]
    name: Option<String>,
    /// The port on which results are fetched.
    #[arg(long, value_name = "PORT", default_value_t = 50051)]
    port: u16,
    /// The port on which the scheduler gives it tasks.
    #[arg(long, value_name = "PORT", default_value_t = 50052)]
    task_port: u16,
    /// How many tasks run at a time; as many as there are cores by default.
    #[arg(long, value_name = "N")]
    tasks: Option<NonZeroUsize>,
    /// How much memory its tasks may use together before they go to disk.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "2G")]
    memory: usize,
    /// The folder for what tasks hand on to each other; a temporary one by default.
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Say what happens, besides what goes wrong.
    #[arg(long, short)]
    verbose: bool,
}

/// Returns the name of this build: the checksum and the length of the program's file. Two builds may
/// code a text differently, so that a cluster has to be of one.
pub(crate) fn build() -> Result<String, Failure> {
    let path = env::current_exe().map_err(|error| Failure::ours(&error))?;
    let fail = |error| Failure::reading(&path, &error);
    let mut checksum = CrcReader::new(File::open(&path).map_err(fail)?);
    io::copy(&mut checksum, &mut io::sink()).map_err(fail)?;
    let length = u64::from(checksum.crc().amount());
    Ok(format!("_{:08x}{length:x}", checksum.crc().sum()))
}

/// Runs a node until the process is stopped.
pub(crate) fn run(arguments: &ClusterArguments) -> Result<(), Failure> {
    let build = build()?;
    let functions = Functions(chancery_query::functions(&build));
    // Each node reads stores with its own credentials: no plan brings any.
    let stores = Stores::new(env::vars_os()).registry();
    match &arguments.role {
        Role::Scheduler(arguments) => {
            let name = arguments.name.clone();
            let scheduler = Scheduler {
                address: arguments.listen,
                name: name.unwrap_or_else(|| arguments.listen.ip().to_string()),
                notes: arguments.verbose,
            };
            eprintln!(
                "scheduler of build {} at http://{}",
                &build[1..],
                arguments.listen
            );
            run_scheduler(&scheduler, &functions, stores)
        }
        Role::Executor(arguments) => {
            let cores = std::thread::available_parallelism().ok();
            let executor = Executor {
                scheduler: arguments.scheduler.clone(),
                address: arguments.listen,
                name: Some(
                    arguments
                        .name
                        .clone()
                        .unwrap_or_else(|| arguments.listen.to_string()),
                ),
                port: arguments.port,
                task_port: arguments.task_port,
                tasks: arguments.tasks.or(cores).map_or(1, NonZeroUsize::get),
                memory: arguments.memory as u64,
                work: arguments.work.clone(),
                notes: arguments.verbose,
            };
            eprintln!(
                "executor of build {} for {}",
                &build[1..],
                arguments.scheduler
            );
            // The language model is read before the first task waits for it.
            chancery_answers::coder::Coder::embedded();
            run_executor(&executor, &functions, stores)
        }
    }
    .map_err(|error| Failure::data(error.to_string()))
}
