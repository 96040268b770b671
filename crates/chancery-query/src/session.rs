//! A session: the views of a case as of a day, our functions, and queries within limits.

use crate::{
    documents::CodeDocuments,
    error::QueryError,
    files::file_url,
    functions,
    joins::YieldingJoins,
    limits::{End, Limits, Stop},
    rollup::{KEPT, Rollup},
    stores::{self, Address, Stores},
    views,
};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use chancery_model::Date;
use chancery_store::case::Snapshot;
use datafusion::{
    common::ScalarValue,
    error::DataFusionError,
    execution::{
        SessionState, SessionStateBuilder, memory_pool::FairSpillPool,
        runtime_env::RuntimeEnvBuilder,
    },
    logical_expr::LogicalPlan,
    prelude::{SQLOptions, SessionConfig, SessionContext},
};
use futures::StreamExt;
use std::{num::NonZeroUsize, sync::Arc, thread};
use tokio::{runtime::Runtime, sync::mpsc, task::JoinSet};

/// Documents coded at a time: coding takes milliseconds each, and a batch of them has to end before
/// anybody hears that the query was stopped.
const CODED_AT_A_TIME: usize = 256;
/// Batches of rows that wait for whoever writes them.
const BATCHES_AHEAD: usize = 2;
/// Bytes of what is remembered of files: the statistics by page of hundreds of them, which say where
/// a dyad lies. Files never change.
const FILE_INDEXES: usize = 256 << 20;
/// Plans nest deeply; so do the calls that read them.
const STACK: usize = 16 << 20;

/// Where the queries of a session run, if not in this process.
pub struct Elsewhere<'a> {
    /// Makes a session one whose queries run there.
    pub upgrade: &'a dyn Fn(SessionState) -> Result<SessionState, QueryError>,
    /// The build that everybody there has to be of.
    pub build: &'a str,
}

/// Where a case lies.
#[derive(Debug)]
pub enum Place<'a> {
    /// In a folder.
    Folder(&'a Snapshot),
    /// In an object store; it is opened as it is when the session is.
    Store(&'a Address),
}

/// A value that a query names as `$name`: it is a value, whatever it looks like, and never SQL.
pub type Parameter = (String, String);

/// What takes the rows of an answer.
pub trait Sink {
    /// Takes the columns, before any row.
    ///
    /// # Errors
    ///
    /// Where they cannot be written.
    fn begin(&mut self, schema: &SchemaRef) -> Result<(), QueryError>;

    /// Takes rows; returns whether more are wanted.
    ///
    /// # Errors
    ///
    /// Where they cannot be written.
    fn rows(&mut self, rows: &RecordBatch) -> Result<bool, QueryError>;
}

/// The views of a case as of a day, ready for queries.
pub struct Session {
    context: SessionContext,
    runtime: Runtime,
    rollup: Option<Rollup>,
    limits: Limits,
    stop: Stop,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Session")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Opens the views of what a case held at a moment. Nothing that was reported after `as_of` is in
    /// any of them.
    ///
    /// # Errors
    ///
    /// Where the case in a store cannot be read, a file that the views need is damaged, or the limits
    /// cannot be kept.
    pub fn open(
        place: &Place<'_>,
        as_of: Option<Date>,
        limits: Limits,
        stores: &Stores,
        elsewhere: Option<&Elsewhere<'_>>,
    ) -> Result<Self, QueryError> {
        let threads = limits
            .threads
            .or_else(|| thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_stack_size(STACK)
            .enable_all()
            .build()?;
        let fail = |error: DataFusionError| QueryError::of(&error, "");
        let mut environment = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(limits.memory)))
            .with_metadata_cache_limit(FILE_INDEXES)
            .with_object_store_registry(stores.registry());
        if let Some(folder) = &limits.spill {
            environment = environment.with_temp_file_path(folder);
        }
        let mut config = SessionConfig::new()
            .with_target_partitions(threads)
            .with_information_schema(true);
        config.options_mut().sql_parser.collect_spans = true;
        let mut state = SessionStateBuilder::new()
            .with_default_features()
            .with_config(config)
            .with_runtime_env(environment.build_arc().map_err(fail)?)
            .with_physical_optimizer_rule(Arc::new(YieldingJoins))
            .build();
        if let Some(elsewhere) = elsewhere {
            state = (elsewhere.upgrade)(state)?;
        }
        let build = elsewhere.map_or("", |elsewhere| elsewhere.build);
        let context = SessionContext::new_with_state(state);
        let stop = Stop::default();
        for function in functions::stoppable(build, &stop.coding) {
            context.register_udf(function.as_ref().clone());
        }
        let documents = CodeDocuments {
            build: build.to_owned(),
            stop: stop.clone(),
            stores: stores.clone(),
        };
        context.register_udtf("code_documents", Arc::new(documents));
        let opened;
        let (snapshot, root, withdrawn) = match place {
            Place::Folder(snapshot) => {
                let withdrawn = snapshot.withdrawn(as_of);
                let withdrawn = withdrawn.map_err(|error| QueryError::Data(error.to_string()))?;
                let root = file_url(&snapshot.root().canonicalize()?).map_err(fail)?;
                (*snapshot, root, withdrawn)
            }
            Place::Store(address) => {
                opened = runtime.block_on(stores::open(stores, address))?;
                let root = address.url().map_err(fail)?;
                let withdrawn = runtime
                    .block_on(opened.withdrawn(context.runtime_env(), as_of))
                    .map_err(fail)?;
                (&opened.snapshot, root, withdrawn)
            }
        };
        runtime
            .block_on(views::register(
                &context,
                snapshot,
                root.get_url(),
                &withdrawn,
                as_of,
                elsewhere.is_some(),
            ))
            .map_err(fail)?;
        // In a store nothing is written: there, days of dyads are counted for each query.
        let rollup = match (place, snapshot.head()) {
            (Place::Folder(_), Some(head)) if as_of.is_none() => {
                Some(Rollup::new(snapshot.root(), head.as_str()))
            }
            _ => None,
        };
        if let Some(rollup) = &rollup {
            runtime
                .block_on(async { rollup.enter(&context) })
                .map_err(fail)?;
        }
        Ok(Self {
            context,
            runtime,
            rollup: rollup.filter(|_| elsewhere.is_none()),
            limits,
            stop,
        })
    }

    /// Returns what stops this session's queries.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Stops this session's queries when the process is interrupted.
    pub fn stop_on_interrupt(&self) {
        self.stop.on_interrupt();
    }

    /// Runs one query and hands its rows on as they come. A `SELECT` and `EXPLAIN` are queries;
    /// whatever would change something is refused.
    ///
    /// # Errors
    ///
    /// Where the query is wrong, needs more than it may use, is stopped, or its rows cannot be
    /// written.
    pub fn query(
        &self,
        sql: &str,
        parameters: &[Parameter],
        sink: &mut dyn Sink,
    ) -> Result<(), QueryError> {
        let timer = self.stop.begin(self.limits.timeout);
        let work = self.run(sql, parameters, sink);
        let result = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.stop.ended() => Err(QueryError::Cancelled),
                result = work => result,
            }
        });
        drop(timer);
        // Coding may have heard of the end before this did.
        match (self.stop.why(), result) {
            (End::Stopped, Err(_)) => Err(QueryError::Cancelled),
            (End::Late, Err(_)) => {
                let limit = self.limits.timeout.unwrap_or_default();
                Err(QueryError::Timeout(limit.as_secs()))
            }
            (_, result) => result,
        }
    }

    async fn run(
        &self,
        sql: &str,
        parameters: &[Parameter],
        sink: &mut dyn Sink,
    ) -> Result<(), QueryError> {
        let fail = |error: DataFusionError| QueryError::of(&error, sql);
        let plan = self.plan(sql, parameters).await?;
        let frame = self
            .context
            .execute_logical_plan(plan)
            .await
            .map_err(fail)?;
        let mut rows = frame.execute_stream().await.map_err(fail)?;
        sink.begin(&rows.schema())?;
        // The thread that waits here has to hear of the end of a query whose own is busy.
        let (sender, mut batches) = mpsc::channel(BATCHES_AHEAD);
        let mut work = JoinSet::new();
        work.spawn(async move {
            while let Some(batch) = rows.next().await {
                if sender.send(batch).await.is_err() {
                    break;
                }
            }
        });
        while let Some(batch) = batches.recv().await {
            if !sink.rows(&batch.map_err(fail)?)? {
                return Ok(());
            }
        }
        match work.join_next().await {
            Some(Err(error)) => Err(QueryError::Internal(error.to_string())),
            _ => Ok(()),
        }
    }

    /// Returns the plan of a query that only reads.
    async fn plan(&self, sql: &str, parameters: &[Parameter]) -> Result<LogicalPlan, QueryError> {
        let fail = |error: DataFusionError| QueryError::of(&error, sql);
        if sql.trim().trim_matches(';').trim().is_empty() {
            return Err(QueryError::Query {
                message: "the query is empty".to_owned(),
                hint: Some("write, for instance: SELECT * FROM events LIMIT 10".to_owned()),
            });
        }
        let state = self.context.state();
        let dialect = state.config().options().sql_parser.dialect;
        let statement = state.sql_to_statement(sql, &dialect).map_err(fail)?;
        let tables = state.resolve_table_references(&statement).map_err(fail)?;
        if let Some(rollup) = &self.rollup
            && tables.iter().any(|table| KEPT.contains(&table.table()))
        {
            match rollup.make(&self.context).await {
                Ok(()) => {}
                // A case that cannot be written is read without them.
                Err(DataFusionError::IoError(_)) => {}
                Err(error) => return Err(fail(error)),
            }
        }
        if sql.to_ascii_lowercase().contains("code_documents") {
            let state = self.context.state_ref();
            let mut state = state.write();
            let config = state.config().clone().with_batch_size(CODED_AT_A_TIME);
            *state.config_mut() = config;
        }
        let plan = self
            .context
            .state()
            .statement_to_plan(statement)
            .await
            .map_err(fail)?;
        SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false)
            .verify_plan(&plan)
            .map_err(fail)?;
        if parameters.is_empty() {
            return Ok(plan);
        }
        let values: Vec<(String, ScalarValue)> = parameters
            .iter()
            .map(|(name, value)| (name.clone(), ScalarValue::Utf8(Some(value.clone()))))
            .collect();
        plan.with_param_values(values).map_err(fail)
    }
}
