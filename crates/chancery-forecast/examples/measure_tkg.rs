//! Learns on a benchmark and scores the predictions, with parts of the engine changed or left out:
//!
//!     cargo run --release -p chancery-forecast --example measure_tkg -- DIR valid \
//!         [without=Kin,Likeness] [linear=yes] [trees=100] [uses=yes] [out=FILE] …
//!
//! DIR holds the benchmark's unpacked files; every option is one of those in `apply`.

use chancery_forecast::{
    Fact,
    tkg::{self, Family, Options},
};
use std::{
    error::Error,
    fs,
    io::{BufWriter, Write as _},
    path::Path,
    time::Instant,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, split, changes @ ..] = &arguments[..] else {
        return Err("name a folder and a split, valid or test".into());
    };
    let folder = Path::new(folder);
    let facts = |name: &str| -> Result<Vec<Fact>, Box<dyn Error>> {
        Ok(tkg::read_facts(&fs::read_to_string(folder.join(name))?)?)
    };
    let names = tkg::read_names(&fs::read_to_string(folder.join("entity2id.txt"))?)?;
    let (known, asked) = match split.as_str() {
        "valid" => (facts("train.txt")?, facts("valid.txt")?),
        _ => (
            [facts("train.txt")?, facts("valid.txt")?].concat(),
            facts("test.txt")?,
        ),
    };
    let mut options = Options::default();
    let mut uses = false;
    let mut out = None;
    for change in changes {
        match change.as_str() {
            "uses=yes" => uses = true,
            change if change.starts_with("out=") => out = change.strip_prefix("out="),
            _ => apply(change, &mut options)?,
        }
    }
    let clock = Instant::now();
    let mut progress = |stage: &str| eprintln!("{stage} {:.1} s", clock.elapsed().as_secs_f32());
    let forecast = tkg::forecast(&known, &asked, &names, &options, &mut progress);
    let score = tkg::score(&forecast.predictions, names.len());
    let report = &forecast.report;
    println!(
        "{split} {changes:?}: {} questions, {} rows, {} trees; {:.1} candidates hold {:.4} of the answers",
        report.questions,
        report.rows,
        report.trees,
        report.candidates as f64 / forecast.predictions.len().max(1) as f64,
        report.listed as f64 / report.asked.max(1) as f64,
    );
    println!(
        "MRR {:.2} H@1 {:.2} H@3 {:.2} H@10 {:.2} log {:.3} Brier {:.3} ECE {:.3}",
        100.0 * score.reciprocal_rank,
        100.0 * score.hits_1,
        100.0 * score.hits_3,
        100.0 * score.hits_10,
        score.log_score,
        score.brier,
        score.calibration_error,
    );
    if let Some(path) = out {
        let mut file = BufWriter::new(fs::File::create(path)?);
        tkg::write_predictions(&mut file, &forecast.predictions)?;
        file.flush()?;
    }
    if uses {
        for (column, (family, splits)) in report.uses.iter().enumerate() {
            println!("{column:3} {family:?} {splits}");
        }
    }
    Ok(())
}

/// Changes one option, given as `name=value`.
fn apply(change: &str, options: &mut Options) -> Result<(), Box<dyn Error>> {
    let (name, value) = change.split_once('=').ok_or("write name=value")?;
    let boosting = &mut options.boosting;
    match name {
        "questions" => options.questions = value.parse()?,
        "likely" => options.likely = value.parse()?,
        "share" => options.share = value.parse()?,
        "linear" => options.linear = value == "yes",
        "trees" => boosting.trees = value.parse()?,
        "leaves" => boosting.leaves = value.parse()?,
        "rate" => boosting.rate = value.parse()?,
        "least_weight" => boosting.least_weight = value.parse()?,
        "caution" => boosting.caution = value.parse()?,
        "ridge" => boosting.ridge = value.parse()?,
        "held_out" => boosting.held_out = value.parse()?,
        "columns" => boosting.columns = value.parse()?,
        "rows" => boosting.rows = value.parse()?,
        "seed" => boosting.seed = value.parse()?,
        "without" => {
            options.without = Family::ALL
                .into_iter()
                .filter(|family| value.split(',').any(|name| name == format!("{family:?}")))
                .collect();
        }
        _ => return Err(format!("there is no option `{name}`").into()),
    }
    Ok(())
}
