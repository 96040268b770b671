//! Measures expressions of time and amounts against the labels in `labels/`:
//! `cargo run --release -p chancery-text --example measure_expressions -- DATA [--errors]`, where DATA
//! is the folder that holds `dispatches/`.

use chancery_model::Document;
use chancery_text::english::English;
use chancery_text::labelled::{
    ExpressionLabel, Measured, measure_expressions, parse_expression_labels,
};
use chancery_text::reading::{ReadOptions, Records, inflate};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

const LABELS: [(&str, Measured, &str); 4] = [
    (
        "times",
        Measured::Times,
        include_str!("../labels/times.tsv"),
    ),
    (
        "times, second drawing",
        Measured::Times,
        include_str!("../labels/times-second.tsv"),
    ),
    (
        "amounts",
        Measured::Amounts,
        include_str!("../labels/amounts.tsv"),
    ),
    (
        "amounts, second drawing",
        Measured::Amounts,
        include_str!("../labels/amounts-second.tsv"),
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let data = arguments.first().ok_or("name the data folder")?;
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let sets: Vec<(&str, Measured, Vec<ExpressionLabel>)> = LABELS
        .iter()
        .map(|(name, measured, text)| (*name, *measured, parse_expression_labels(text)))
        .collect();
    let labels = || sets.iter().flat_map(|(_, _, labels)| labels);
    let mut documents: BTreeMap<(&str, u64), Document> = BTreeMap::new();
    let mut files: Vec<&str> = labels().map(|label| label.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let reader = inflate(BufReader::new(File::open(Path::new(data).join(file))?))?;
        for record in Records::new(reader, file, &ReadOptions::default()) {
            let wanted = labels().find(|label| label.file == file && label.line == record.line);
            if let (Some(label), Some(document)) = (wanted, record.document) {
                documents.insert((&label.file, label.line), document);
            }
        }
    }
    println!("| what | labelled | found | exact | exact share of labelled | of found |");
    println!("|---|---|---|---|---|---|");
    for (name, measured, labels) in &sets {
        let report = measure_expressions(labels, *measured, |label| {
            let document = documents.get(&(label.file.as_str(), label.line))?;
            let hash = Sha256::digest(document.text.as_bytes());
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            (hash == label.sha256).then(|| chancery_text::analyse(document, English::embedded()))
        });
        println!(
            "| {name} | {} | {} | {} | {:.3} | {:.3} |",
            report.labelled, report.found, report.exact, report.recall, report.precision
        );
        if errors {
            for error in &report.errors {
                println!("{error}");
            }
        }
    }
    Ok(())
}
