//! Measures the English pipeline: `measure_english agreement|speed|boundaries DATA [SHOW]`.
//!
//! DATA holds `syntax/` and `dispatches/`. Agreement is with spaCy's own analysis, token by token;
//! speed is on every twentieth dispatch, on one thread and on two, per second of processor time and
//! of the clock (Linux). Boundaries of sentences are compared with the treebanks', paragraph by
//! paragraph, by genre.

use chancery_model::Span;
use chancery_text::english::English;
use chancery_text::english::agreement::{LAYERS, REFERENCE, agreement, treebank_paragraphs};
use chancery_text::{Analysis, Paragraph, ParagraphKind};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let start = Instant::now();
    let english = English::embedded();
    println!("{}: opened in {:.0?}", english.name(), start.elapsed());
    match &arguments[..] {
        [task, data, rest @ ..] if task == "agreement" => agree(
            english,
            Path::new(data),
            rest.first().map_or(0, |n| n.parse().unwrap_or(0)),
        ),
        [task, data] if task == "speed" => speed(english, Path::new(data)),
        [task, data, rest @ ..] if task == "boundaries" => {
            let show = rest.first().map_or(0, |n| n.parse().unwrap_or(0));
            boundaries(english, Path::new(data), show)
        }
        _ => Err("measure_english agreement|speed|boundaries DATA [SHOW]".into()),
    }
}

/// Right, missed and false boundaries inside paragraphs.
#[derive(Default)]
struct Score {
    right: usize,
    missed: usize,
    wrong: usize,
}

fn boundaries(english: &English, data: &Path, show: usize) -> Result<(), Box<dyn Error>> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut shown = 0;
    for name in ["ewt-dev", "gum-dev-permissive", "gum-train-permissive"] {
        let text = unpacked(&data.join("syntax").join(format!("{name}.conllu.gz")))?;
        let mut genre = String::new();
        let mut sentences: Vec<&str> = Vec::new();
        for line in text.lines().chain(["# newpar"]) {
            if line.starts_with("# newpar") || line.starts_with("# newdoc") {
                let stored = sentences.join(" ");
                let mut wanted = BTreeSet::new();
                let mut at = 0;
                for sentence in sentences.drain(..) {
                    at += sentence.len() + 1;
                    wanted.insert(at);
                }
                wanted.remove(&at);
                let mut analysis = Analysis {
                    paragraphs: vec![Paragraph {
                        span: Span::new(0, stored.len()),
                        kind: ParagraphKind::Prose,
                        language: None,
                    }],
                    ..Analysis::default()
                };
                english.read(&stored, &mut analysis);
                let found: BTreeSet<usize> = analysis
                    .sentences
                    .iter()
                    .skip(1)
                    .map(|sentence| sentence.span.start)
                    .collect();
                let score = scores.entry(genre.clone()).or_default();
                score.right += wanted.intersection(&found).count();
                score.missed += wanted.difference(&found).count();
                score.wrong += found.difference(&wanted).count();
                for &at in wanted.symmetric_difference(&found) {
                    if shown < show && genre.ends_with("news") {
                        shown += 1;
                        let kind = if wanted.contains(&at) {
                            "missed"
                        } else {
                            "false"
                        };
                        let from = stored.floor_char_boundary(at.saturating_sub(40));
                        let to = stored.ceil_char_boundary(at + 40);
                        println!("{kind}: {} | {}", &stored[from..at], &stored[at..to]);
                    }
                }
            }
            if let Some(id) = line.strip_prefix("# newdoc id = ") {
                let part = if name.starts_with("ewt") { 0 } else { 1 };
                let word = id.split(['_', '-']).nth(part).unwrap_or("");
                genre = format!("{} {word}", if part == 0 { "ewt" } else { "gum" });
            } else if let Some(text) = line.strip_prefix("# text = ") {
                sentences.push(text);
            }
        }
    }
    for (genre, score) in scores {
        let found = 2.0 * score.right as f64;
        println!(
            "{genre}: F {:.3}, {} right, {} missed, {} false",
            found / (found + (score.missed + score.wrong) as f64),
            score.right,
            score.missed,
            score.wrong
        );
    }
    Ok(())
}

fn unpacked(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}

fn agree(english: &English, data: &Path, show: usize) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for name in ["ewt-dev.conllu.gz", "gum-dev-permissive.conllu.gz"] {
        let text = unpacked(&data.join("syntax").join(name))?;
        files.push((name.to_owned(), treebank_paragraphs(&text)));
    }
    let result = agreement(english, REFERENCE, &files);
    println!(
        "{} paragraphs ({} absent), {} equal in every layer, {} tokens",
        result.paragraphs, result.absent, result.equal_paragraphs, result.tokens
    );
    for (layer, name) in LAYERS.iter().enumerate() {
        println!("{name}: {:.5}", result.share(layer));
    }
    for difference in result.differences.iter().take(show) {
        println!("{difference:?}");
    }
    Ok(())
}

fn speed(english: &English, data: &Path) -> Result<(), Box<dyn Error>> {
    let text = unpacked(&data.join("dispatches/current_events_2002-07_2025-12.jsonl.gz"))?;
    let texts: Vec<String> = text
        .lines()
        .step_by(20)
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|line| line["text"].as_str().map(str::to_owned))
        .collect();
    let count = |texts: &[String]| -> usize {
        texts
            .iter()
            .map(|text| english.parse(text).tokens.len())
            .sum()
    };
    drop(text);
    println!("{} before", memory());
    for round in ["first", "second"] {
        report(round, || count(&texts));
    }
    println!("{} after", memory());
    let half = texts.len() / 2;
    report("two threads", || {
        std::thread::scope(|scope| {
            let other = scope.spawn(|| count(&texts[half..]));
            count(&texts[..half]) + other.join().unwrap_or(0)
        })
    });
    Ok(())
}

fn report(name: &str, work: impl FnOnce() -> usize) {
    let (start, processor) = (Instant::now(), processor_seconds());
    let tokens = work();
    let (clock, processor) = (
        start.elapsed().as_secs_f64(),
        processor_seconds() - processor,
    );
    println!(
        "{name}: {tokens} tokens, {:.0} per processor second, {:.0} per second of the clock",
        tokens as f64 / processor,
        tokens as f64 / clock
    );
}

/// Returns the processor time of this process, in seconds, as the kernel counts it.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let ticks = |place: usize| -> f64 {
        fields
            .get(place)
            .and_then(|field| field.parse().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.unwrap_or("").to_owned()
}
