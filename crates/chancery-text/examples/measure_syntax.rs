//! Measures clauses and chains: `measure_syntax frames|chains|speed DATA [LABELS]`.
//!
//! DATA holds `syntax/` and `dispatches/`. Main frames are compared with the labels that this crate
//! keeps without their text (`labels/main-frames.tsv`); chains with GUM's, beside the nearest
//! compatible mention; speed is that of the two layers alone, after the trees.

use chancery_model::Document;
use chancery_text::chains::{Method, chains, measure_chains, parse_gum};
use chancery_text::clauses::{measure_frames, parse_labels, predications};
use chancery_text::english::English;
use chancery_text::{Analysis, analyse};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

const LABELS: &str = include_str!("../labels/main-frames.tsv");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [task, data] if task == "frames" => frames(Path::new(data)),
        [task, data] if task == "chains" => chain_scores(Path::new(data)),
        [task, data] if task == "speed" => speed(Path::new(data)),
        _ => Err("measure_syntax frames|chains|speed DATA".into()),
    }
}

fn frames(data: &Path) -> Result<(), Box<dyn Error>> {
    let labels = parse_labels(LABELS);
    let news = unpacked(&data.join("dispatches/current_events_2002-07_2025-12.jsonl.gz"))?;
    let prose = unpacked(&data.join("syntax/gum-dev-permissive.conllu.gz"))?;
    let (news, prose): (Vec<&str>, Vec<&str>) = (news.lines().collect(), prose.lines().collect());
    let report = measure_frames(&labels, |label| {
        let text = if label.file.starts_with("dispatches") {
            let record: serde_json::Value = serde_json::from_str(news.get(label.line - 1)?).ok()?;
            record["text"].as_str()?.to_owned()
        } else {
            (*prose.get(label.line - 1)?).to_owned()
        };
        let sentence = text.get(label.start..label.end)?;
        if hexadecimal(&Sha256::digest(sentence.as_bytes())) != label.sha256 {
            eprintln!("{}:{} is another text", label.file, label.line);
            return None;
        }
        Some(whole(sentence))
    });
    println!("{}", serde_json::to_string_pretty(&report)?);
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
