//! From documents to coded statements, a batch of documents at a time over all cores. The order of
//! the results is that of the documents, whatever the number of threads.

use crate::{
    arguments::InputArguments,
    datasets::{self, Source},
    failure::Failure,
    inputs::{Inputs, Item},
};
pub(crate) use chancery_answers::coder::Coded;
use chancery_answers::coder::Coder;
use chancery_coding::EventCoder;
use chancery_datasets::Dataset;
use chancery_model::{Date, Diagnostic, Severity};
use chancery_store::Record;
use chancery_text::reading::ReadOptions;
use rayon::prelude::*;
use std::path::Path;

/// How many documents are in memory at a time.
const BATCH: usize = 512;

/// Reads, codes, and hands on each document in order; memory holds one batch. Another coder of events
/// than the rules is asked for one document after the other, so that a budget is spent in their order.
pub(crate) fn each(
    input: &InputArguments,
    events: Option<&dyn EventCoder>,
    mut take: impl FnMut(Option<Coded>, Vec<Diagnostic>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let options = ReadOptions {
        published: input.published,
        ..ReadOptions::default()
    };
    let mut inputs = Inputs::open(&input.paths, options, input.quiet)?;
    let progress = inputs.progress().clone();
    with_coder(input.language_model.as_deref(), |coder| {
        let coder = match events {
            Some(events) => coder.with_events(events),
            None => coder,
        };
        let code = |item: Item| {
            let coded = item.document.map(|document| coder.code(document));
            (coded, item.diagnostics)
        };
        let size = if events.is_some() { 1 } else { BATCH };
        let mut documents = 0_usize;
        loop {
            let batch: Vec<Item> = inputs.by_ref().take(size).collect::<Result<_, _>>()?;
            if batch.is_empty() {
                break;
            }
            let coded: Vec<(Option<Coded>, Vec<Diagnostic>)> =
                batch.into_par_iter().map(code).collect();
            for (mut coded, diagnostics) in coded {
                if let Some(coded) = &mut coded {
                    coded
                        .statements
                        .retain(|statement| !input.leaves_out(statement));
                }
                documents += usize::from(coded.is_some());
                take(coded, diagnostics)?;
            }
            progress.set_message(chancery_answers::words::count(documents, "document"));
        }
        progress.finish_and_clear();
        Ok(())
    })
}

/// Does something with the embedded language model, or with the one in a folder.
pub(crate) fn with_coder<T>(
    language_model: Option<&Path>,
    work: impl FnOnce(Coder<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    match language_model {
        None => work(Coder::embedded()),
        Some(folder) => work(Coder::new(&crate::language_model::open(folder)?)),
    }
}

/// Reads and codes everything into a record; a case, and a record that was saved before, are read
/// back.
pub(crate) fn record(input: &InputArguments) -> Result<Record, Failure> {
    finished(unmerged(input, None)?, input)
}

/// Reads and codes into a record what was reported by a day. What came later is forgotten before the
/// reports of one event are merged, so that no later report stands for an earlier one.
pub(crate) fn record_as_of(input: &InputArguments, as_of: Option<Date>) -> Result<Record, Failure> {
    if as_of.is_none() {
        return record(input);
    }
    let mut record = unmerged(input, as_of)?;
    check_as_of(&record, as_of)?;
    record.forget_after(as_of);
    finished(record, input)
}

/// Merges the reports of one event, and warns of what was not understood.
fn finished(mut record: Record, input: &InputArguments) -> Result<Record, Failure> {
    chancery_answers::coder::merge(&mut record);
    if !input.quiet {
        warn(&record.diagnostics);
    }
    Ok(record)
}

/// Reads and codes everything into a record, each report of an event on its own. Of a case only what
/// was reported by a day is read.
pub(crate) fn unmerged(input: &InputArguments, as_of: Option<Date>) -> Result<Record, Failure> {
    let mut record = gathered(input, as_of)?;
    record
        .statements
        .retain(|statement| !input.leaves_out(statement));
    Ok(record)
}

fn gathered(input: &InputArguments, as_of: Option<Date>) -> Result<Record, Failure> {
    if let Some(dataset) = input.from.filter(|from| *from != Dataset::Dispatches) {
        return datasets::record(&Source {
            dataset,
            paths: &input.paths,
            published: input.published,
            quiet: input.quiet,
        });
    }
    if let [path] = input.paths.as_slice() {
        if let Some(record) = crate::case::record(path, as_of)? {
            return Ok(record);
        }
        if let Some(record) = saved(path)? {
            return Ok(record);
        }
    }
    coded(input, None)
}

/// Reads and codes everything into a record, each report of an event on its own, its events by the
/// rules or another coder.
pub(crate) fn coded(
    input: &InputArguments,
    events: Option<&dyn EventCoder>,
) -> Result<Record, Failure> {
    let mut record = Record::default();
    each(input, events, |coded, diagnostics| {
        record.diagnostics.extend(diagnostics);
        if let Some(coded) = coded {
            record.add(
                coded.document,
                coded.sentences,
                coded.statements,
                coded.diagnostics,
            );
        }
        Ok(())
    })?;
    if record.documents.is_empty() {
        let reasons: Vec<&str> = record
            .diagnostics
            .iter()
            .map(|diagnostic| &*diagnostic.message)
            .take(5)
            .collect();
        let failure = Failure::data("there is no document to read");
        return Err(match reasons.as_slice() {
            [] => failure.hint("name a file or folder of reporting"),
            reasons => failure.hint(reasons.join("\n        ")),
        });
    }
    Ok(record)
}

/// Reads a file that `chancery code --format record` wrote; `None` for any other file.
fn saved(path: &Path) -> Result<Option<Record>, Failure> {
    use std::io::BufRead;
    if !path.is_file() {
        return Ok(None);
    }
    let file = std::fs::File::open(path).map_err(|error| Failure::reading(path, &error))?;
    let mut reader = std::io::BufReader::new(file);
    let head = reader
        .fill_buf()
        .map_err(|error| Failure::reading(path, &error))?;
    if !head.starts_with(b"{\"record\":\"chancery\"") {
        return Ok(None);
    }
    chancery_store::read(reader)
        .map(Some)
        .map_err(|error| Failure::data(format!("{}: {error}", path.display())))
}

/// Prints warnings and errors on standard error: the first ten, and how many more there are.
pub(crate) fn warn(diagnostics: &[Diagnostic]) {
    let mut shown = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Note);
    for diagnostic in shown.by_ref().take(10) {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning | Severity::Note => "warning",
        };
        let line = diagnostic
            .line
            .map_or_else(String::new, |line| format!(" (line {line})"));
        eprintln!("{level}: {}{line}", diagnostic.message);
    }
    let more = shown.count();
    if more > 0 {
        eprintln!(
            "… and {}",
            chancery_answers::words::count(more, "more warning")
        );
    }
}

/// Returns a day to answer as of that is not before everything that was read.
pub(crate) fn check_as_of(record: &Record, as_of: Option<Date>) -> Result<(), Failure> {
    let Some(day) = as_of else { return Ok(()) };
    let view = record.as_of(Some(day));
    if view.documents.is_empty() && view.statements.is_empty() {
        let first = record
            .documents
            .iter()
            .filter_map(|document| document.published)
            .min();
        let failure = Failure::data(format!("nothing was reported by {day}"));
        return Err(match first {
            Some(first) => failure.hint(format!("the first document is of {first}")),
            None => failure.hint("no document has a date; give one with --published"),
        });
    }
    Ok(())
}
