//! `chancery forecast tkg`: a benchmark's questions, answered from its past.

use crate::{failure::Failure, outputs::Output};
use chancery_forecast::{
    Fact,
    tkg::{self, Forecast, LineError, Options, Score},
};
use clap::{Args, ValueEnum};
use flate2::read::MultiGzDecoder;
use serde::Serialize;
use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    time::Instant,
};

/// A benchmark, and which part of it is asked about.
#[derive(Debug, Args)]
pub(crate) struct TkgArguments {
    /// The folder with the benchmark.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The part to predict: `valid` from what precedes it, `test` from both.
    #[arg(long, value_enum)]
    split: Split,
    /// Write the predictions to this file.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where the draws start.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Print the scores as data.
    #[arg(long)]
    json: bool,
    /// Print on standard error how long each stage took.
    #[arg(long)]
    timing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Split {
    Valid,
    Test,
}

/// What is printed of a run.
#[derive(Serialize)]
struct Summary {
    questions: usize,
    entities: usize,
    #[serde(flatten)]
    score: Score,
    candidates_per_question: f64,
    answers_among_candidates: f64,
    questions_learnt_from: usize,
    rounds: usize,
}

/// Learns, predicts, writes the predictions and prints their scores.
pub(crate) fn run(arguments: &TkgArguments) -> Result<(), Failure> {
    let clock = Instant::now();
    let facts = |name: &str| read_facts(&arguments.data, name);
    let (known, asked) = match arguments.split {
        Split::Valid => (facts("train.txt")?, facts("valid.txt")?),
        Split::Test => (
            [facts("train.txt")?, facts("valid.txt")?].concat(),
            facts("test.txt")?,
        ),
    };
    let names = read_names(&arguments.data)?;
    let mut options = Options::default();
    options.boosting.seed = arguments.seed;
    let mut progress = |stage: &str| {
        if arguments.timing {
            eprintln!("{stage}: {:.1} s", clock.elapsed().as_secs_f64());
        }
    };
    let forecast = tkg::forecast(&known, &asked, &names, &options, &mut progress);
    let mut output = Output::open(Some(&arguments.out))?;
    tkg::write_predictions(&mut output, &forecast.predictions)
        .map_err(|error| Failure::writing(&arguments.out.display().to_string(), &error))?;
    output.finish()?;
    progress("written");
    let summary = summary(&forecast, entities(&known, &asked, &names));
    if arguments.json {
        Output::json(None, &summary)
    } else {
        Output::text(None, &said(&summary))
    }
}

fn entities(known: &[Fact], asked: &[Fact], names: &[String]) -> usize {
    known
        .iter()
        .chain(asked)
        .map(|fact| fact.subject.max(fact.object) as usize + 1)
        .max()
        .unwrap_or(0)
        .max(names.len())
}

fn summary(forecast: &Forecast, entities: usize) -> Summary {
    let report = &forecast.report;
    let questions = forecast.predictions.len();
    Summary {
        questions,
        entities,
        score: tkg::score(&forecast.predictions, entities),
        candidates_per_question: report.candidates as f64 / questions.max(1) as f64,
        answers_among_candidates: report.listed as f64 / report.asked.max(1) as f64,
        questions_learnt_from: report.questions,
        rounds: report.trees,
    }
}

fn said(summary: &Summary) -> String {
    let score = &summary.score;
    format!(
        "{} questions with {} answers among {} entities\n\
         MRR {:.4}  Hits@1 {:.4}  Hits@3 {:.4}  Hits@10 {:.4}\n\
         log score {:.4}  Brier {:.4}  calibration error {:.4}\n\
         {:.0} candidates a question hold {:.1} % of the answers; learnt from {} questions in {} rounds\n",
        summary.questions,
        score.answers,
        summary.entities,
        score.reciprocal_rank,
        score.hits_1,
        score.hits_3,
        score.hits_10,
        score.log_score,
        score.brier,
        score.calibration_error,
        summary.candidates_per_question,
        100.0 * summary.answers_among_candidates,
        summary.questions_learnt_from,
        summary.rounds,
    )
}

fn read_facts(folder: &Path, name: &str) -> Result<Vec<Fact>, Failure> {
    let (path, text) = read(folder, name)?;
    tkg::read_facts(&text).map_err(|error| bad_line(&path, &error))
}

/// Reads names; a benchmark without them has none.
fn read_names(folder: &Path) -> Result<Vec<String>, Failure> {
    let names = ["entity2id.txt", "entity2id.txt.gz"];
    if !names.iter().any(|name| folder.join(name).exists()) {
        return Ok(Vec::new());
    }
    let (path, text) = read(folder, names[0])?;
    tkg::read_names(&text).map_err(|error| bad_line(&path, &error))
}

fn bad_line(path: &Path, error: &LineError) -> Failure {
    Failure::data(format!("{}: {error}", path.display()))
}

/// Reads a file of a folder, or the compressed one of the same name.
fn read(folder: &Path, name: &str) -> Result<(PathBuf, String), Failure> {
    let plain = folder.join(name);
    let packed = folder.join(format!("{name}.gz"));
    let path = if !plain.exists() && packed.exists() {
        packed
    } else {
        plain
    };
    let bytes = fs::read(&path).map_err(|error| Failure::reading(&path, &error))?;
    let text = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut text = Vec::new();
        MultiGzDecoder::new(bytes.as_slice())
            .read_to_end(&mut text)
            .map_err(|error| Failure::reading(&path, &error))?;
        text
    } else {
        bytes
    };
    let text = String::from_utf8(text).map_err(|_| {
        Failure::data(format!("{} is not UTF-8", path.display())).hint("convert the file to UTF-8")
    })?;
    Ok((path, text))
}
