//! `chancery forecast tkg`: a benchmark's questions, answered from its past.

use super::tkg_explain;
use crate::{failure::Failure, outputs::Output};
use chancery_forecast::{
    Fact,
    tkg::{self, Forecast, LineError, Model, ModelError, Options, Score, Vocabulary},
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
    #[arg(long, value_name = "FILE", required_unless_present = "explain")]
    out: Option<PathBuf>,
    /// Keep what was learnt in this file.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Learn nothing: predict with the model that --save wrote to this file.
    #[arg(long, value_name = "FILE", conflicts_with = "save")]
    model: Option<PathBuf>,
    /// Explain one question instead: `SUBJECT | RELATION | ? | TIME`, or with `?` for the subject.
    #[arg(long, value_name = "QUESTION", conflicts_with_all = ["out", "save"])]
    explain: Option<String>,
    /// At most so many candidates are explained.
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    most: usize,
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
    let entities = read_names(&arguments.data, "entity2id.txt")?;
    let relations = read_names(&arguments.data, "relation2id.txt")?;
    let vocabulary = Vocabulary::of(&entities, &relations);
    let path = arguments.model.as_deref();
    let model = path.map(|path| read_model(path, vocabulary)).transpose()?;
    let mut options = Options::default();
    options.boosting.seed = arguments.seed;
    let mut progress = |stage: &str| {
        if arguments.timing {
            eprintln!("{stage}: {:.1} s", clock.elapsed().as_secs_f64());
        }
    };
    if let Some(question) = &arguments.explain {
        let words = tkg_explain::Words {
            entities: &entities,
            relations: &relations,
        };
        let query = words.query(question)?;
        let first = asked.iter().map(|fact| fact.time).min();
        let mut found = tkg::explain(
            &[known, asked].concat(),
            first.unwrap_or(query.time),
            &entities,
            &options,
            model.as_ref(),
            query,
            &mut progress,
        )
        .map_err(|error| bad_model(path, &error))?;
        found.truncate(arguments.most);
        return if arguments.json {
            Output::json(None, &found)
        } else {
            Output::text(None, &words.said(question, &found))
        };
    }
    let mut forecast = match &model {
        None => tkg::forecast(&known, &asked, &entities, &options, &mut progress),
        Some(model) => {
            tkg::forecast_with(model, &known, &asked, &entities, &options, &mut progress)
                .map_err(|error| bad_model(path, &error))?
        }
    };
    if let Some(path) = &arguments.save {
        forecast.model.vocabulary = Some(vocabulary);
        Output::text(Some(path), &forecast.model.text())?;
    }
    if let Some(path) = &arguments.out {
        let mut output = Output::open(Some(path))?;
        tkg::write_predictions(&mut output, &forecast.predictions)
            .map_err(|error| Failure::writing(&path.display().to_string(), &error))?;
        output.finish()?;
        progress("written");
    }
    let summary = summary(&forecast, count_entities(&known, &asked, &entities));
    if arguments.json {
        Output::json(None, &summary)
    } else {
        Output::text(None, &said(&summary))
    }
}

/// Reads a saved model, and checks that it was learnt on the same names.
fn read_model(path: &Path, vocabulary: Vocabulary) -> Result<Model, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::reading(path, &error))?;
    let bad = |error: ModelError| bad_model(Some(path), &error);
    let model = Model::parse(&text).map_err(bad)?;
    model.check_names(vocabulary).map_err(bad)?;
    Ok(model)
}

fn bad_model(path: Option<&Path>, error: &ModelError) -> Failure {
    let path = path.map_or_else(String::new, |path| format!("{}: ", path.display()));
    Failure::data(format!("{path}{error}"))
}

fn count_entities(known: &[Fact], asked: &[Fact], names: &[String]) -> usize {
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
fn read_names(folder: &Path, name: &str) -> Result<Vec<String>, Failure> {
    let names = [name.to_owned(), format!("{name}.gz")];
    if !names.iter().any(|name| folder.join(name).exists()) {
        return Ok(Vec::new());
    }
    let (path, text) = read(folder, name)?;
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
