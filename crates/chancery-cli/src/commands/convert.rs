//! `chancery convert`: public data, reporting or a record, in the format that another program reads.

use crate::{
    arguments::InputArguments,
    datasets::{Source, Statements},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_datasets::{
    Dataset, Report,
    export::{self, Graph, Places, Table},
};
use chancery_model::{ActorId, ActorRef, Statement};
use clap::{Args, ValueEnum};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// What is written.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub(crate) format: Format,
    /// Only what these two actors do to each other.
    #[arg(long, value_name = "A,B", value_parser = crate::arguments::pair)]
    pub(crate) dyad: Option<(ActorId, ActorId)>,
    /// Write to this file, or for a package to this folder, instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write what came of each file, every malformed row with its line, to this file as JSON.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// A statement a line.
    Jsonl,
    /// A table; cells that a spreadsheet would run as a formula get an apostrophe before them.
    Csv,
    /// A record that every command reads back.
    Record,
    /// Events in POLECAT's forty columns.
    Polecat,
    /// Events in ICEWS's twenty columns.
    Icews,
    /// A graph of the actors, for yEd, igraph and NetworkX.
    Graphml,
    /// The same as a dynamic graph, for Gephi.
    Gexf,
    /// Events on a map.
    Geojson,
    /// FollowTheMoney entities with their statements, for Aleph and OpenAleph.
    Ftm,
    /// A folder with a table, JSON Lines, and a Frictionless description of both.
    Package,
}

/// Reads and writes.
pub(crate) fn run(arguments: &ConvertArguments) -> Result<(), Failure> {
    let reports = match arguments
        .input
        .from
        .filter(|from| *from != Dataset::Dispatches)
    {
        Some(dataset) => from_dataset(arguments, dataset)?,
        None => {
            let record = pipeline::record(&arguments.input)?;
            if arguments.format == Format::Record {
                let mut output = Output::open(arguments.out.as_deref())?;
                chancery_store::write(&record, &mut output)
                    .map_err(|error| Failure::writing("the record", &error))?;
                return output.finish();
            }
            let statements = record.statements.into_iter();
            let statements = statements.filter(|statement| concerns(statement, arguments));
            write(arguments, statements, &Places::default())?;
            Vec::new()
        }
    };
    if let Some(path) = &arguments.report {
        Output::json(Some(path), &reports)?;
    }
    Ok(())
}

fn from_dataset(arguments: &ConvertArguments, dataset: Dataset) -> Result<Vec<Report>, Failure> {
    let source = Source {
        dataset,
        paths: &arguments.input.paths,
        published: arguments.input.published,
        quiet: arguments.input.quiet,
    };
    if arguments.format == Format::Record {
        let record = crate::datasets::record(&source)?;
        let mut output = Output::open(arguments.out.as_deref())?;
        chancery_store::write(&record, &mut output)
            .map_err(|error| Failure::writing("the record", &error))?;
        output.finish()?;
        return Ok(Vec::new());
    }
    let mut statements = Statements::open(&source)?;
    let mut places = Places::default();
    if arguments.format == Format::Geojson {
        for path in &arguments.input.paths {
            if let Some(line) = crate::datasets::first_line(path)? {
                places.learn(&path.to_string_lossy(), dataset, &line);
            }
        }
    }
    let chosen = statements
        .by_ref()
        .map(|statement| *statement)
        .filter(|statement| concerns(statement, arguments));
    write(arguments, chosen, &places)?;
    statements.into_reports()
}

/// Returns whether a statement is about the pair that was asked for.
fn concerns(statement: &Statement, arguments: &ConvertArguments) -> bool {
    let Some((one, other)) = &arguments.dyad else {
        return true;
    };
    let named = |wanted: &ActorId| {
        let is = |actor: &&ActorRef| {
            actor.id.as_ref() == Some(wanted) || actor.country.as_ref() == Some(wanted)
        };
        statement.body.actors().iter().any(is)
    };
    named(one) && named(other)
}

fn write(
    arguments: &ConvertArguments,
    statements: impl Iterator<Item = Statement>,
    places: &Places,
) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::writing("the result", &error);
    if arguments.format == Format::Package {
        let folder = arguments
            .out
            .as_deref()
            .ok_or_else(|| Failure::usage("a package is a folder: name it with --out"))?;
        return package(arguments, statements, folder);
    }
    let mut output = Output::open(arguments.out.as_deref())?;
    match arguments.format {
        Format::Csv => export::csv(statements, &mut output),
        Format::Polecat => export::polecat(statements, &mut output),
        Format::Icews => export::icews(statements, &mut output),
        Format::Geojson => export::geojson(statements, places, &mut output),
        Format::Graphml | Format::Gexf | Format::Ftm => {
            let statements: Vec<Statement> = statements.collect();
            match arguments.format {
                Format::Ftm => export::follow_the_money(&statements, "chancery", true, &mut output),
                Format::Gexf => export::gexf(&Graph::new(&statements), &mut output),
                _ => export::graphml(&Graph::new(&statements), &mut output),
            }
        }
        Format::Jsonl | Format::Record | Format::Package => {
            export::json_lines(statements, &mut output)
        }
    }
    .map_err(fail)?;
    output.finish()
}

/// Writes the folder of a data package; the description comes last, when the rest is whole.
fn package(
    arguments: &ConvertArguments,
    statements: impl Iterator<Item = Statement>,
    folder: &Path,
) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::writing(&folder.display().to_string(), &error);
    fs::create_dir_all(folder).map_err(fail)?;
    let (table, lines) = (
        folder.join("statements.csv"),
        folder.join("statements.jsonl"),
    );
    let mut rows = 0_u64;
    {
        let mut lines = BufWriter::new(File::create(&lines).map_err(fail)?);
        let mut failed = None;
        let seen = statements.inspect(|statement| {
            rows += 1;
            if let Err(error) = export::json_lines([statement], &mut lines) {
                failed.get_or_insert(error);
            }
        });
        let mut csv = BufWriter::new(File::create(&table).map_err(fail)?);
        export::csv(seen, &mut csv).map_err(fail)?;
        csv.flush().map_err(fail)?;
        failed.map_or(Ok(()), Err).map_err(fail)?;
        lines.flush().map_err(fail)?;
    }
    let size = |path: &Path| fs::metadata(path).map(|file| file.len()).map_err(fail);
    let tables = [
        Table::Csv {
            path: "statements.csv".to_owned(),
            bytes: size(&table)?,
            rows,
        },
        Table::JsonLines {
            path: "statements.jsonl".to_owned(),
            bytes: size(&lines)?,
        },
    ];
    let title = arguments.input.from.map_or("reporting", Dataset::describe);
    let sources: Vec<(String, String)> = arguments
        .input
        .paths
        .iter()
        .filter_map(|path| path.file_name())
        .map(|name| (title.to_owned(), name.to_string_lossy().into_owned()))
        .collect();
    let name = folder
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let description = export::data_package(&name, &tables, &sources);
    Output::json(Some(&folder.join("datapackage.json")), &description)
}
