//! `chancery eval coding --status`: whether acts happened and according to whom, against labels
//! that hold no text.

use super::files;
use crate::{failure::Failure, outputs::Output};
use chancery_answers::coder::Coder;
use chancery_coding::Candidate;
use chancery_coding::gold::{LabelledText, StatusReport, parse_status_labels};
use chancery_model::{Document, parse_date};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path};

/// Measures against the labels; texts that are missing or have changed are counted and left out.
pub(crate) fn run(labels: &Path, data: &Path, json: bool) -> Result<(), Failure> {
    let labelled = parse_status_labels(&files::text(labels)?)
        .map_err(|error| Failure::data(format!("{}: {error}", labels.display())))?;
    let texts = texts(&labelled, data)?;
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

/// Returns the text of each label: the `text` of a JSON line, or what stands after `# text = ` in a
/// treebank; nothing where its hash differs.
fn texts(labelled: &[LabelledText], data: &Path) -> Result<Vec<Option<String>>, Failure> {
    let mut wanted: BTreeMap<&str, BTreeMap<u64, usize>> = BTreeMap::new();
    for (index, label) in labelled.iter().enumerate() {
        wanted
            .entry(&label.file)
            .or_default()
            .insert(label.line, index);
    }
    let mut texts = vec![None; labelled.len()];
    for (file, lines) in wanted {
        let whole = files::text(&data.join(file))?;
        for (number, line) in (1..).zip(whole.lines()) {
            let Some(&index) = lines.get(&number) else {
                continue;
            };
            let text = match line.strip_prefix("# text = ") {
                Some(text) => Some(text.to_owned()),
                None => serde_json::from_str::<serde_json::Value>(line)
                    .ok()
                    .and_then(|record| Some(record.get("text")?.as_str()?.to_owned())),
            };
            texts[index] = text.filter(|text| {
                let hash: String = Sha256::digest(text.as_bytes())
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                hash == labelled[index].sha256
            });
        }
    }
    Ok(texts)
}
