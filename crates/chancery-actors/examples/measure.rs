//! Measures the resolver on data that is not in the repository.
//!
//! ```sh
//! cargo run --release -p chancery-actors --example measure -- phrases phrases.dev.jsonl
//! cargo run --release -p chancery-actors --example measure -- show dispatches.jsonl.gz 40 7
//! cargo run --release -p chancery-actors --example measure -- mentions dispatches.jsonl.gz
//! cargo run --release -p chancery-actors --example measure -- names DATA
//! cargo run --release -p chancery-actors --example measure -- speed dispatches.jsonl.gz 4000
//! cargo run --release -p chancery-actors --example measure -- parse 50
//! ```

use chancery_actors::{
    ActorKind, Dictionary, Resolution, evaluate_mentions, evaluate_phrases, resolve,
};
use chancery_model::{Document, parse_date};
use chancery_text::english::English;
use chancery_text::english::names::{measure_names, parse_names};
use chancery_text::{Analysis, Entity, analyse};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|command| command == "parse") {
        let times: u32 = arguments
            .get(1)
            .and_then(|text| text.parse().ok())
            .unwrap_or(20);
        let begun = Instant::now();
        for _ in 0..times {
            Dictionary::parse()?;
        }
        println!(
            "{:.1} ms a time",
            begun.elapsed().as_secs_f64() * 1e3 / f64::from(times)
        );
        return Ok(());
    }
    let path = arguments.get(1).ok_or("name a file")?;
    let number = |at: usize, default: usize| {
        arguments
            .get(at)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    match arguments.first().map(String::as_str) {
        Some("phrases") => phrases(&std::fs::read_to_string(path)?),
        Some("show") => show(&documents(path)?, number(2, 20), number(3, 1)),
        Some("mentions") => mentions(&documents(path)?),
        Some("names") => names(std::path::Path::new(path)),
        Some("speed") => speed(&documents(path)?, number(2, 4000)),
        _ => Err("say phrases, show, mentions, names, speed or parse".into()),
    }
}

fn phrases(gold: &str) -> Result<(), Box<dyn Error>> {
    let english = English::embedded();
    let report = evaluate_phrases(
        gold,
        |document| analyse(document, english),
        Dictionary::embedded(),
    )?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

/// Compares with the labels that the crate carries; the file is the one that they name.
fn mentions(documents: &[Document]) -> Result<(), Box<dyn Error>> {
    let english = English::embedded();
    let report = evaluate_mentions(
        include_str!("../labels/mentions.tsv"),
        |line| documents.get(line.checked_sub(1)?).cloned(),
        |document| analyse(document, english),
        Dictionary::embedded(),
    );
    for error in &report.errors {
        let text = documents
            .get(error.line - 1)
            .and_then(|document| document.text.get(error.start..))
            .unwrap_or("");
        let words: String = text.chars().take(40).collect();
        println!(
            "{}\t{words}\t{}\t{}\t{}",
            error.line, error.label, error.found, error.rule
        );
    }
    let report = serde_json::to_value(&report)?;
    for key in ["n", "found", "right", "place", "precision"] {
        println!("{key} {}", report[key]);
    }
    Ok(())
}

/// Measures people, places and organisations, found by the recogniser and put right by the dictionary, on
/// the labels of `chancery-text`; the folder is the data folder.
fn names(data: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let english = English::embedded();
    let labels = parse_names(include_str!("../../chancery-text/labels/names.tsv"));
    let mut files: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    for label in &labels {
        if !files.contains_key(&label.file) {
            let path = data.join(&label.file);
            files.insert(label.file.clone(), documents(&path.to_string_lossy())?);
        }
    }
    let mut report = measure_names(&labels, |label| {
        let whole = files.get(&label.file)?.get(label.line.checked_sub(1)?)?;
        let sentence = whole.text.get(label.span.start..label.span.end)?.to_owned();
        let digest: String = Sha256::digest(sentence.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if digest != label.sha256 {
            eprintln!("{}:{} is another text", label.file, label.line);
            return None;
        }
        let mut document = Document::new("d", &sentence);
        document.published = whole.published;
        let mut analysis = analyse(&document, english);
        let resolution = resolve(&document, &analysis, Dictionary::embedded());
        put_right(&mut analysis, &resolution);
        Some((sentence, analysis))
    });
    report.errors.truncate(
        std::env::var("SHOW")
            .ok()
            .and_then(|show| show.parse().ok())
            .unwrap_or(0),
    );
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

/// Gives names that the dictionary knows their kind, and adds those that the recogniser did not see.
fn put_right(analysis: &mut Analysis, resolution: &Resolution) {
    for mention in &resolution.mentions {
        let label = match mention.kind {
            ActorKind::State | ActorKind::Capital | ActorKind::Place => "GPE",
            ActorKind::Organisation | ActorKind::Group | ActorKind::Body => "ORG",
            ActorKind::Person => "PERSON",
            _ => continue,
        };
        let proper = |token: usize| {
            analysis
                .tokens
                .get(token)
                .is_some_and(|token| token.pos == "PROPN" && !token.tag.starts_with('J'))
        };
        if !mention.named || !mention.is_resolved() || !proper(mention.head) {
            continue;
        }
        if let Some(entity) = analysis
            .entities
            .iter_mut()
            .find(|entity| entity.tokens.contains(&mention.head))
        {
            if entity.label != "NORP" {
                entity.label = label;
            }
            continue;
        }
        let mut tokens = mention.head..mention.head + 1;
        while tokens.start > mention.tokens.start && proper(tokens.start - 1) {
            tokens.start -= 1;
        }
        while tokens.end < mention.tokens.end && proper(tokens.end) {
            tokens.end += 1;
        }
        let taken = |token: usize| {
            let mut entities = analysis.entities.iter();
            entities.any(|entity| entity.tokens.contains(&token))
        };
        if !tokens.clone().any(taken) {
            analysis.entities.push(Entity { tokens, label });
        }
    }
}

/// Prints the mentions of every `step`-th document after the first `seed` ones.
fn show(documents: &[Document], count: usize, seed: usize) -> Result<(), Box<dyn Error>> {
    let english = English::embedded();
    let step = documents.len() / count.max(1);
    for document in documents.iter().skip(seed).step_by(step.max(1)).take(count) {
        let analysis = analyse(document, english);
        let resolution = resolve(document, &analysis, Dictionary::embedded());
        let date = document
            .published
            .map(|date| date.to_string())
            .unwrap_or_default();
        println!("\n{date} {}", document.text);
        if std::env::var_os("TREE").is_some() {
            for token in &analysis.tokens {
                let head = analysis
                    .tokens
                    .get(token.head)
                    .map_or("", |head| &head.text);
                println!(
                    "      {} {} {} {} <- {head}",
                    token.text, token.tag, token.lemma, token.dep
                );
            }
        }
        for mention in &resolution.mentions {
            let words = analysis.span(mention.tokens.clone()).of(&document.text);
            let actors: Vec<String> = mention
                .actors
                .iter()
                .map(|actor| {
                    let id = actor.id.as_ref().map_or("-", |id| id.as_str());
                    let country = match &actor.country {
                        Some(country) if Some(country) != actor.id.as_ref() => {
                            format!("({country})")
                        }
                        _ => String::new(),
                    };
                    let sector = actor.sector.map_or("", |sector| sector.as_str());
                    let name = actor.name.as_deref().unwrap_or("");
                    format!("{id}{country}:{sector}:{name}")
                        .trim_end_matches(':')
                        .to_owned()
                })
                .collect();
            let adjectival = if mention.adjectival { "~" } else { "" };
            let locative = if mention.locative { "@" } else { "" };
            println!(
                "    {adjectival}{locative}{words} = {} [{} {:.2}]",
                actors.join(" + "),
                mention.rule,
                mention.confidence
            );
        }
    }
    Ok(())
}

fn speed(documents: &[Document], count: usize) -> Result<(), Box<dyn Error>> {
    let english = English::embedded();
    let begun = Instant::now();
    let dictionary = Dictionary::embedded();
    println!(
        "dictionary parsed in {:.1} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    let step = (documents.len() / count.max(1)).max(1);
    let documents: Vec<&Document> = documents.iter().step_by(step).take(count).collect();
    let analyses: Vec<_> = documents
        .iter()
        .map(|document| analyse(document, english))
        .collect();
    let sentences: usize = analyses
        .iter()
        .map(|analysis| analysis.sentences.len())
        .sum();
    let begun = Instant::now();
    let mut mentions = 0;
    let mut resolved = 0;
    for (document, analysis) in documents.iter().zip(&analyses) {
        let resolution = resolve(document, analysis, dictionary);
        mentions += resolution.mentions.len();
        resolved += resolution
            .mentions
            .iter()
            .filter(|mention| mention.is_resolved())
            .count();
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{sentences} sentences in {seconds:.3} s: {:.0} a second; {mentions} mentions, {resolved} resolved",
        sentences as f64 / seconds
    );
    Ok(())
}

fn documents(path: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let file = std::fs::File::open(path)?;
    let reader: Box<dyn Read> = if path.ends_with(".gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut documents = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record
            .get("text")
            .and_then(|text| text.as_str())
            .unwrap_or("");
        let mut document = Document::new(format!("line-{number}"), text);
        document.published = record
            .get("date")
            .and_then(|date| date.as_str())
            .and_then(parse_date);
        documents.push(document);
    }
    Ok(documents)
}
