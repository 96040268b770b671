//! `chancery eval coding`: events against coded sentences.

use super::{files, status};
use crate::{arguments::GoldArguments, failure::Failure, outputs::Output, pipeline::with_coder};
use chancery_answers::coder::Coder;
use chancery_coding::gold::{
    GoldDocument, Prediction, ScoreOptions, predict, read_gold, relation_of, relation_report, score,
};
use chancery_model::{Document, parse_date};
use rayon::prelude::*;
use std::{fs, time::Instant};

/// Codes the sentences of a gold file and scores the events.
pub(crate) fn run(arguments: &GoldArguments) -> Result<(), Failure> {
    if let (Some(labels), Some(data)) = (&arguments.status, &arguments.data) {
        return status::run(labels, data, arguments.json);
    }
    if let (Some(labels), Some(data)) = (&arguments.judged, &arguments.data) {
        return status::judged(labels, data, arguments.json);
    }
    if let (Some(labels), Some(data)) = (&arguments.places, &arguments.data) {
        return status::places(labels, data, arguments.json);
    }
    let Some(path) = &arguments.gold else {
        return Err(Failure::usage("give a gold file: --gold FILE"));
    };
    let gold = read_gold(&files::text(path)?)
        .map_err(|error| Failure::data(format!("{}: {error}", path.display())))?;
    let (predictions, seconds) = with_coder(arguments.language_model.as_deref(), |coder| {
        let start = Instant::now();
        let predictions: Vec<Prediction> = gold
            .par_iter()
            .map(|document| prediction(&coder, document))
            .collect();
        Ok((predictions, start.elapsed().as_secs_f64()))
    })?;
    if arguments.timing {
        eprintln!("{} documents in {seconds:.2} s", gold.len());
    }
    if let Some(path) = &arguments.predictions {
        let lines: String = predictions
            .iter()
            .filter_map(|prediction| serde_json::to_string(prediction).ok())
            .flat_map(|line| [line, "\n".to_owned()])
            .collect();
        fs::write(path, lines).map_err(|error| Failure::writing("the predictions", &error))?;
    }
    if arguments.relation {
        let report = relation_report(&gold, &predictions);
        if arguments.json {
            return Output::json(None, &report);
        }
        return Output::text(
            None,
            &format!(
                "n={} answered={} accuracy {:.3}  macro-F1 {:.3} over {} classes\n",
                report.documents,
                report.answered,
                report.accuracy,
                report.macro_f1,
                report.types.len()
            ),
        );
    }
    let report = score(&gold, &predictions, ScoreOptions::default());
    if arguments.json {
        return Output::json(None, &report);
    }
    Output::text(None, &report.to_string())
}

fn prediction(coder: &Coder<'_>, gold: &GoldDocument) -> Prediction {
    let mut document = Document::new(gold.id.clone(), gold.text.clone());
    document.published = gold.date.as_deref().and_then(parse_date);
    let statements = coder.code(document).statements;
    let mut prediction = predict(&gold.id, &statements);
    prediction.relation = relation_of(gold, &statements);
    prediction
}
