//! `chancery import`: public data into a case, a commit at a time.
//!
//! Rows are known by the ids of their statements, which come from the data: reading a file again, or
//! another one that holds the same rows, adds what is missing.

use crate::{
    arguments::date,
    datasets::{Source, Statements, dataset},
    failure::Failure,
    inputs,
};
use chancery_answers::words::count;
use chancery_datasets::Dataset;
use chancery_model::Date;
use chancery_store::case::{Action, Batch, Checksum, Input, Writer};
use clap::Args;
use std::{
    collections::{BTreeMap, VecDeque},
    fs::File,
    path::PathBuf,
    sync::mpsc,
    thread,
};

/// How many statements make a commit.
const COMMITTED: usize = 1 << 18;

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The folder of the case.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    /// The dataset.
    #[arg(long, value_name = "NAME", value_parser = dataset)]
    pub(crate) from: Dataset,
    /// Files or folders of it; plain, gzip or zip.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The day on which everything counts as known, where the rows do not say it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Show neither progress nor reports on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Imports the files that the case does not hold whole.
pub(crate) fn run(arguments: &ImportArguments) -> Result<(), Failure> {
    if arguments.from == Dataset::Dispatches {
        return Err(
            Failure::usage("dispatches are texts, which are coded as they are added")
                .hint("use: chancery add CASE FILE"),
        );
    }
    let case = super::open(&arguments.case)?;
    let mut writer = case.writer().map_err(|error| Failure::case(&error))?;
    let inputs = missing(arguments, &writer)?;
    if inputs.is_empty() {
        if !arguments.quiet {
            eprintln!("the case holds all of it already");
        }
        return Ok(());
    }
    let paths: Vec<PathBuf> = inputs.keys().cloned().collect();
    let mut statements = Statements::open(&Source {
        dataset: arguments.from,
        paths: &paths,
        published: arguments.published,
        quiet: arguments.quiet,
    })?;
    let source = arguments.from.name();
    let mut known = writer
        .snapshot()
        .statement_hashes(source)
        .map_err(|error| Failure::case(&error))?;
    let new_batch = || Batch::new(Action::Import, source, jiff::Timestamp::now());
    let (mut added, mut held) = (0_usize, 0_usize);
    // One thread reads rows while another writes those read before, and gives the room of them back.
    thread::scope(|scope| {
        let (send, batches) = mpsc::sync_channel::<Batch>(0);
        let (give_back, emptied) = mpsc::channel::<Batch>();
        let committing = scope.spawn(move || {
            batches.into_iter().try_for_each(|mut batch| {
                writer.commit(&mut batch)?;
                give_back.send(batch).ok();
                Ok(())
            })
        });
        let next_batch = || {
            let room = emptied
                .try_recv()
                .map_or_else(|_| Vec::new(), |batch| batch.statements);
            Batch {
                statements: room,
                ..new_batch()
            }
        };
        let mut batch = new_batch();
        for statement in &mut statements {
            if !known.insert(&statement.id) {
                held += 1;
                continue;
            }
            added += 1;
            batch.statements.push(*statement);
            if batch.statements.len() == COMMITTED
                && send
                    .send(std::mem::replace(&mut batch, next_batch()))
                    .is_err()
            {
                break;
            }
        }
        // What was read before a failure is kept; the files are not held whole then.
        let reports = statements.into_reports();
        if reports.is_ok() {
            batch.inputs = inputs.into_values().collect();
        }
        // Where nobody takes it any more, committing has failed, and says why.
        send.send(batch).ok();
        drop(send);
        committing
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            .map_err(|error| Failure::case(&error))?;
        reports
    })?;
    if !arguments.quiet {
        eprintln!("{} added, {held} held already", count(added, "statement"));
    }
    Ok(())
}

/// Returns the files that the case does not hold whole. Files that others lean on stay with them.
fn missing(
    arguments: &ImportArguments,
    writer: &Writer,
) -> Result<BTreeMap<PathBuf, Input>, Failure> {
    let mut files = VecDeque::new();
    for path in &arguments.paths {
        inputs::collect(path, &mut files)?;
    }
    let snapshot = writer.snapshot();
    let whole = snapshot.inputs();
    let mut missing = BTreeMap::new();
    let mut all_held = true;
    for path in files {
        let fail = |error| Failure::reading(&path, &error);
        let (checksum, bytes) = Checksum::read(File::open(&path).map_err(fail)?).map_err(fail)?;
        all_held &= whole.get(&checksum).is_some_and(|input| input.complete);
        let input = Input {
            origin: path.to_string_lossy().into_owned(),
            checksum,
            bytes,
            fetched: jiff::Timestamp::now(),
            complete: true,
            rows: 0,
            position: None,
            kept: false,
            etag: None,
            last_modified: None,
            warc: None,
        };
        missing.insert(path, input);
    }
    Ok(if all_held { BTreeMap::new() } else { missing })
}
