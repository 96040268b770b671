//! `chancery code`: documents become statements.

use crate::{
    arguments::{CodeArguments, CodeFormat, CoderName},
    failure::Failure,
    llm,
    outputs::Output,
    pipeline::{self, Coded},
};
use chancery_coding::EventCoder;
use chancery_datasets::{Dataset, export};
use chancery_model::{ActorRef, Diagnostic, Statement};
use std::{io::Write, time::Instant};

/// Codes the inputs and writes their statements as they come.
pub(crate) fn run(arguments: &CodeArguments) -> Result<(), Failure> {
    if arguments.explain {
        if arguments.coder == CoderName::Llm {
            return Err(Failure::usage("--explain explains the rules alone"));
        }
        return super::explain::run(arguments);
    }
    if let Some(dataset) = arguments
        .input
        .from
        .filter(|from| *from != Dataset::Dispatches)
    {
        return Err(
            Failure::usage(format!("{} are coded already", dataset.describe()))
                .hint("use `chancery convert`, or ask with `chancery ties --from …`"),
        );
    }
    let start = Instant::now();
    let mut tally = Tally::default();
    let model = match arguments.coder {
        CoderName::Rules => None,
        CoderName::Llm => Some(llm::coder(&arguments.llm, arguments.input.quiet)?),
    };
    let events = model.as_ref().map(|model| model as &dyn EventCoder);
    match arguments.format {
        CodeFormat::Jsonl => jsonl(arguments, events, &mut tally)?,
        CodeFormat::Csv => csv(arguments, events, &mut tally)?,
        CodeFormat::Polecat => polecat(arguments, events, &mut tally)?,
        CodeFormat::Record => {
            // Whoever reads it back may ask about an earlier day: nothing is merged yet.
            let record = match events {
                None => pipeline::unmerged(&arguments.input, None)?,
                Some(events) => pipeline::coded(&arguments.input, Some(events))?,
            };
            tally.diagnostics.clone_from(&record.diagnostics);
            tally.documents = record.documents.len();
            tally.sentences = record.sentences.values().map(Vec::len).sum();
            tally.statements = record.statements.len();
            let mut output = Output::open(arguments.out.as_deref())?;
            chancery_store::write(&record, &mut output)
                .map_err(|error| Failure::writing("the record", &error))?;
            output.finish()?;
        }
    }
    if !arguments.input.quiet {
        pipeline::warn(&tally.diagnostics);
    }
    if arguments.timing {
        let seconds = start.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let rate = tally.sentences as f64 / seconds;
        eprintln!(
            "{} documents, {} sentences, {} statements in {seconds:.1} s: {rate:.0} sentences a second",
            tally.documents, tally.sentences, tally.statements
        );
    }
    model.map_or(Ok(()), |model| llm::verdict(&model))
}

/// What was read so far.
#[derive(Default)]
struct Tally {
    documents: usize,
    sentences: usize,
    statements: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Tally {
    /// Counts a document, and keeps the first diagnostics of what may be millions.
    fn count(&mut self, coded: Option<&Coded>, diagnostics: Vec<Diagnostic>) {
        const KEPT: usize = 1_000;
        let own = coded
            .map(|coded| coded.diagnostics.clone())
            .unwrap_or_default();
        let room = KEPT.saturating_sub(self.diagnostics.len());
        self.diagnostics
            .extend(diagnostics.into_iter().chain(own).take(room));
        if let Some(coded) = coded {
            self.documents += 1;
            self.sentences += coded.sentences.len();
            self.statements += coded.statements.len();
        }
    }
}

fn jsonl(
    arguments: &CodeArguments,
    events: Option<&dyn EventCoder>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut output = Output::open(arguments.out.as_deref())?;
    pipeline::each(&arguments.input, events, |coded, diagnostics| {
        tally.count(coded.as_ref(), diagnostics);
        for statement in coded.iter().flat_map(|coded| &coded.statements) {
            serde_json::to_writer(&mut output, statement)
                .map_err(std::io::Error::from)
                .and_then(|()| output.write_all(b"\n"))
                .map_err(|error| Failure::writing("the statements", &error))?;
        }
        Ok(())
    })?;
    output.finish()
}

/// Writes the events in POLECAT's columns, a header and then a batch after the other.
fn polecat(
    arguments: &CodeArguments,
    events: Option<&dyn EventCoder>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut output = Output::open(arguments.out.as_deref())?;
    let fail = |error: std::io::Error| Failure::writing("the events", &error);
    export::polecat::header(&mut output).map_err(fail)?;
    pipeline::each(&arguments.input, events, |coded, diagnostics| {
        tally.count(coded.as_ref(), diagnostics);
        let statements = coded.iter().flat_map(|coded| &coded.statements);
        export::polecat::rows(statements, &mut output).map_err(fail)
    })?;
    output.finish()
}

const COLUMNS: [&str; 18] = [
    "id",
    "document",
    "sentence",
    "start",
    "end",
    "from",
    "to",
    "reported",
    "event_type",
    "mode",
    "contexts",
    "quad",
    "score",
    "actor",
    "recipient",
    "status",
    "assertion",
    "text",
];

/// Writes the events as a table. A cell that a spreadsheet would take for a formula gets an
/// apostrophe before it.
fn csv(
    arguments: &CodeArguments,
    events: Option<&dyn EventCoder>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let output = Output::open(arguments.out.as_deref())?;
    let mut writer = csv::Writer::from_writer(output);
    let fail = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::writing("the table", &error),
        kind => Failure::ours(&format!("{kind:?}")),
    };
    writer.write_record(COLUMNS).map_err(fail)?;
    pipeline::each(&arguments.input, events, |coded, diagnostics| {
        tally.count(coded.as_ref(), diagnostics);
        for statement in coded.iter().flat_map(|coded| &coded.statements) {
            if let Some(row) = row(statement) {
                writer
                    .write_record(row.iter().map(|cell| inert(cell)))
                    .map_err(fail)?;
            }
        }
        Ok(())
    })?;
    writer
        .flush()
        .map_err(|error| Failure::writing("the table", &error))?;
    writer
        .into_inner()
        .map_err(|error| Failure::ours(&error.error()))?
        .finish()
}

fn row(statement: &Statement) -> Option<[String; 18]> {
    let event = statement.event()?;
    let ids = |actors: &[ActorRef]| {
        let ids: Vec<&str> = actors
            .iter()
            .map(|actor| actor.id.as_ref().map_or(&*actor.mention, |id| id.as_str()))
            .collect();
        ids.join(";")
    };
    let day =
        |day: Option<chancery_model::Date>| day.map_or_else(String::new, |day| day.to_string());
    let contexts: Vec<&str> = event
        .contexts
        .iter()
        .map(|context| context.as_str())
        .collect();
    Some([
        statement.id.to_string(),
        statement.evidence.document.to_string(),
        statement.evidence.sentence.to_string(),
        statement.evidence.start.to_string(),
        statement.evidence.end.to_string(),
        day(statement.date.from),
        day(statement.date.to),
        day(statement.date.reported),
        event.event_type.to_string(),
        event.mode.map_or_else(String::new, |mode| mode.to_string()),
        contexts.join(";"),
        event.quad.to_string(),
        event.score.to_string(),
        ids(&event.actor),
        ids(&event.recipient),
        statement.status.as_str().to_owned(),
        statement.attribution.assertion.as_str().to_owned(),
        statement.evidence.text.clone(),
    ])
}

/// Returns the cell so that no spreadsheet runs it as a formula.
fn inert(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    if !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
