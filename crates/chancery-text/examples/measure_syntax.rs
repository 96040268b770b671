//! Measures clauses and chains: `measure_syntax frames|chains|speed DATA [MODEL]`; MODEL is the folder of a spaCy
//! pipeline to use instead of the embedded one.
//!
//! DATA holds `syntax/` and `dispatches/`. Main frames are compared with the labels that this crate
//! keeps without their text (`labels/main-frames*.tsv`); chains with GUM's, beside the nearest
//! compatible mention; speed is that of the two layers alone, after the trees.

use chancery_model::Document;
use chancery_text::chains::{Method, chains, measure_chains, parse_gum};
use chancery_text::clauses::{measure_frames, parse_labels, predications};
use chancery_text::english::{English, PipelineFiles};
use chancery_text::{Analysis, analyse};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

/// The first drawing, whose misses the rules were improved on, and a second one.
const LABELS: [(&str, &str); 2] = [
    ("first", include_str!("../labels/main-frames.tsv")),
    ("second", include_str!("../labels/main-frames-second.tsv")),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [task, data] if task == "frames" => frames(Path::new(data), English::embedded()),
        [task, data, model] if task == "frames" => {
            let mut files = PipelineFiles::default();
            folder(Path::new(model), "", &mut files)?;
            frames(Path::new(data), &English::from_folder(&files)?)
        }
        [task, data] if task == "chains" => chain_scores(Path::new(data)),
        [task, data] if task == "speed" => speed(Path::new(data)),
        _ => Err("measure_syntax frames|chains|speed DATA [MODEL]".into()),
    }
}

/// Reads a folder with its folders.
fn folder(path: &Path, name: &str, files: &mut PipelineFiles) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let name = format!("{name}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            folder(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn frames(data: &Path, english: &English) -> Result<(), Box<dyn Error>> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (drawing, text) in LABELS {
        let labels = parse_labels(text);
        for label in &labels {
            if !files.contains_key(&label.file) {
                let lines = unpacked(&data.join(&label.file))?;
                let lines = lines.lines().map(str::to_owned).collect();
                files.insert(label.file.clone(), lines);
            }
        }
        let report = measure_frames(&labels, |label| {
            let mut text = files.get(&label.file)?.get(label.line - 1)?.clone();
            if label.file.starts_with("dispatches") {
                let record: serde_json::Value = serde_json::from_str(&text).ok()?;
                text = record["text"].as_str()?.to_owned();
            }
            let sentence = text.get(label.start..label.end)?;
            if hexadecimal(&Sha256::digest(sentence.as_bytes())) != label.sha256 {
                eprintln!("{}:{} is another text", label.file, label.line);
                return None;
            }
            Some(analyse(&Document::new("d", sentence), english))
        });
        println!("{drawing} {}", serde_json::to_string_pretty(&report)?);
    }
    Ok(())
}

fn chain_scores(data: &Path) -> Result<(), Box<dyn Error>> {
    for name in ["gum-dev-permissive", "gum-train-permissive"] {
        let text = unpacked(&data.join("syntax").join(format!("{name}.conllu.gz")))?;
        let documents = parse_gum(&text);
        for method in [Method::Nearest, Method::Salience] {
            let report = measure_chains(&documents, method, |document| whole(&document.text));
            println!("{name} {method:?} {}", serde_json::to_string(&report)?);
        }
    }
    Ok(())
}

fn speed(data: &Path) -> Result<(), Box<dyn Error>> {
    let news = unpacked(&data.join("dispatches/current_events_2002-07_2025-12.jsonl.gz"))?;
    let analyses: Vec<Analysis> = news
        .lines()
        .step_by(40)
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|record| record["text"].as_str().map(whole))
        .collect();
    let sentences: usize = analyses.iter().map(|found| found.sentences.len()).sum();
    let rate = |count: usize, start: Instant| {
        println!(
            "{count} from {sentences} sentences: {:.0} sentences/s",
            sentences as f64 / start.elapsed().as_secs_f64()
        );
    };
    let start = Instant::now();
    rate(
        analyses.iter().map(|found| predications(found).len()).sum(),
        start,
    );
    let start = Instant::now();
    rate(
        analyses.iter().map(|found| chains(found).len()).sum(),
        start,
    );
    Ok(())
}

fn whole(text: &str) -> Analysis {
    analyse(&Document::new("d", text), English::embedded())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unpacked(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}
