//! `chancery eval coding --status`: whether acts happened and according to whom, against labels
//! that hold no text; `--judged`: what became of events that a reader judged; `--places`: where they were.

use super::files;
use crate::{failure::Failure, outputs::Output};
use chancery_answers::coder::Coder;
use chancery_coding::Candidate;
use chancery_coding::gold::{
    PlaceReport, StatusReport, judged_report, parse_judged_labels, parse_place_labels,
    parse_status_labels,
};
use chancery_model::{Document, parse_date};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path};

/// Measures against the labels; texts that are missing or have changed are counted and left out.
pub(crate) fn run(labels: &Path, data: &Path, json: bool) -> Result<(), Failure> {
    let labelled = parse_status_labels(&files::text(labels)?)
        .map_err(|error| Failure::data(format!("{}: {error}", labels.display())))?;
    let places: Vec<Place<'_>> = labelled
        .iter()
        .map(|label| (label.file.as_str(), label.line, label.sha256.as_str()))
        .collect();
    let texts = texts(&places, data)?;
    let coder = Coder::embedded();
    let found: Vec<Option<Vec<Candidate>>> = labelled
        .par_iter()
        .zip(&texts)
        .map(|(label, text)| {
            let text = text.as_ref()?;
            let mut document = Document::new("labelled", text.as_str());
            document.published = parse_date(&label.date);
            let explained = coder.explain(&document);
            Some(
                explained
                    .into_iter()
                    .flat_map(|one| one.candidates)
                    .collect(),
            )
        })
        .collect();
    let mut report = StatusReport::default();
    for (label, candidates) in labelled.iter().zip(&found) {
        if let Some(candidates) = candidates {
            report.add(label, candidates);
        }
    }
    if report.texts < labelled.len() {
        eprintln!(
            "{} of {} texts are missing or have changed and are left out.",
            labelled.len() - report.texts,
            labelled.len()
        );
    }
    if json {
        return Output::json(None, &report);
    }
    Output::text(None, &report.to_string())
}

/// Compares judged events with what is coded today.
pub(crate) fn judged(labels: &Path, data: &Path, json: bool) -> Result<(), Failure> {
    let labels_read = parse_judged_labels(&files::text(labels)?)
        .map_err(|error| Failure::data(format!("{}: {error}", labels.display())))?;
    let places: Vec<Place<'_>> = labels_read
        .iter()
        .map(|label| (label.file.as_str(), label.line, label.sha256.as_str()))
        .collect();
    let texts = texts(&places, data)?;
    let coder = Coder::embedded();
    let coded: Vec<_> = labels_read
        .par_iter()
        .zip(&texts)
        .map(|(label, text)| {
            let mut document = Document::new(label.line.to_string(), text.as_ref()?.as_str());
            document.published = parse_date(&label.date);
            Some(coder.events_with_signs(&document))
        })
        .collect();
    let report = judged_report(&labels_read, &coded);
    if json {
        return Output::json(None, &report);
    }
    Output::text(None, &report.to_string())
}

/// Compares labelled places with those of today's events.
pub(crate) fn places(labels: &Path, data: &Path, json: bool) -> Result<(), Failure> {
    let labelled = parse_place_labels(&files::text(labels)?)
        .map_err(|error| Failure::data(format!("{}: {error}", labels.display())))?;
    let places: Vec<Place<'_>> = labelled
        .iter()
        .map(|label| (label.file.as_str(), label.line, label.sha256.as_str()))
        .collect();
    let texts = texts(&places, data)?;
    let coder = Coder::embedded();
    let coded: Vec<_> = labelled
        .par_iter()
        .zip(&texts)
        .map(|(label, text)| {
            let text = text.as_ref()?;
            let mut document = Document::new(label.line.to_string(), text.as_str());
            document.published = parse_date(&label.date);
            Some(coder.code(document).statements)
        })
        .collect();
    let mut report = PlaceReport::default();
    for ((label, text), statements) in labelled.iter().zip(&texts).zip(&coded) {
        if let (Some(text), Some(statements)) = (text, statements) {
            report.add(label, text, statements);
        }
    }
    if json {
        return Output::json(None, &report);
    }
    Output::text(None, &report.to_string())
}

/// Where a labelled text stands: file, line and hash.
type Place<'a> = (&'a str, u64, &'a str);

/// Returns the text of each label: the `text` of a JSON line, or what stands after `# text = ` in a
/// treebank; nothing where its hash differs.
fn texts(labelled: &[Place<'_>], data: &Path) -> Result<Vec<Option<String>>, Failure> {
    let mut wanted: BTreeMap<&str, BTreeMap<u64, Vec<usize>>> = BTreeMap::new();
    for (index, (file, line, _)) in labelled.iter().enumerate() {
        wanted
            .entry(file)
            .or_default()
            .entry(*line)
            .or_default()
            .push(index);
    }
    let mut texts = vec![None; labelled.len()];
    for (file, lines) in wanted {
        let whole = files::text(&data.join(file))?;
        for (number, line) in (1..).zip(whole.lines()) {
            let Some(indices) = lines.get(&number) else {
                continue;
            };
            let text = match line.strip_prefix("# text = ") {
                Some(text) => Some(text.to_owned()),
                None => serde_json::from_str::<serde_json::Value>(line)
                    .ok()
                    .and_then(|record| Some(record.get("text")?.as_str()?.to_owned())),
            };
            let Some(text) = text else {
                continue;
            };
            let hash: String = Sha256::digest(text.as_bytes())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            for &index in indices {
                texts[index] = (hash == labelled[index].2).then(|| text.clone());
            }
        }
    }
    Ok(texts)
}
