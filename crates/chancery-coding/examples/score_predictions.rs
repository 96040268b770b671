//! Scores a prediction file against a gold file: `score_predictions GOLD PREDICTIONS [--relation]`.

use chancery_coding::gold::{ScoreOptions, read_gold, relation_report, score};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(gold), Some(predictions)) = (arguments.next(), arguments.next()) else {
        return Err("usage: score_predictions GOLD PREDICTIONS [--relation]".into());
    };
    let gold = read_gold(&std::fs::read_to_string(gold)?)?;
    let predictions = std::fs::read_to_string(predictions)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<Vec<_>, _>>()?;
    if arguments.next().as_deref() == Some("--relation") {
        let report = relation_report(&gold, &predictions);
        println!(
            "accuracy {:.3}  macro-F1 {:.3}",
            report.accuracy, report.macro_f1
        );
    } else {
        print!("{}", score(&gold, &predictions, ScoreOptions::default()));
    }
    Ok(())
}
