//! Solves signed networks and prints JSON.
//!
//!     cargo run --release -p chancery-relations --example balance -- camps FILE
//!     cargo run --release -p chancery-relations --example balance -- index FILE
//!     cargo run --release -p chancery-relations --example balance -- eval DIR [NAME [PIVOTS]]
//!     cargo run --release -p chancery-relations --example balance -- many DIR [NAME]
//!
//!     cargo run --release -p chancery-relations --example balance -- alignment DIR
//!
//! `index` proves the frustration index and does not look into the family of optima; `benches/beside_highs.py` runs it
//! beside a generic solver. `many` looks for camps of any number. `eval` takes the networks below DIR whose names contain NAME and makes at most PIVOTS pivots for each; packed files are
//! unpacked by `gzip` and `xz`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use chancery_relations::alignment;
use chancery_relations::balance::{
    ClusterOptions, Limits, camps_report, evaluate, many_camps, read_edges, solve,
};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let json = match *words.as_slice() {
        ["camps", file] => {
            let graph = read_edges(fs::File::open(file)?)?;
            serde_json::to_string_pretty(&camps_report(&graph, &Limits::default()))?
        }
        ["index", file] => {
            let limits = Limits {
                family: false,
                ..Limits::default()
            };
            let camps = solve(&read_edges(fs::File::open(file)?)?, &limits);
            serde_json::to_string(&serde_json::json!({
                "frustration": camps.frustration,
                "lower_bound": camps.lower_bound,
                "proved_optimal": camps.proved_optimal,
            }))?
        }
        ["eval", folder, ref rest @ ..] => {
            let mut files = Vec::new();
            collect(Path::new(folder), &mut files)?;
            if let Some(part) = rest.first() {
                files.retain(|(name, _)| {
                    name.contains(part) || name.contains("exact") || name.contains("reference")
                });
            }
            let start = Instant::now();
            let mut clock = || start.elapsed().as_secs_f64() * 1e3;
            let mut limits = Limits {
                family: false,
                ..Limits::default()
            };
            if let Some(pivots) = rest.get(1) {
                limits.pivots = pivots.parse()?;
            }
            serde_json::to_string_pretty(&evaluate(&files, &limits, Some(&mut clock)))?
        }
        ["many", folder, ref rest @ ..] => {
            let mut files = Vec::new();
            collect(Path::new(folder), &mut files)?;
            let named = |name: &str| rest.first().is_none_or(|part| name.contains(part));
            let mut found = Vec::new();
            for (name, bytes) in files.iter().filter(|(name, _)| named(name)) {
                let Ok(graph) = read_edges(bytes.as_slice()) else {
                    continue;
                };
                let start = Instant::now();
                let camps = many_camps(&graph, &ClusterOptions::default());
                found.push(serde_json::json!({
                    "name": name,
                    "camps": camps.groups.len(),
                    "disagreement": camps.disagreement,
                    "lower_bound": camps.lower_bound,
                    "proved_optimal": camps.proved_optimal,
                    "by_number": camps.by_number,
                    "milliseconds": start.elapsed().as_secs_f64() * 1e3,
                }));
            }
            serde_json::to_string_pretty(&found)?
        }
        ["alignment", folder] => {
            let mut files = Vec::new();
            collect(Path::new(folder), &mut files)?;
            let start = Instant::now();
            let mut clock = || start.elapsed().as_secs_f64() * 1e3;
            serde_json::to_string_pretty(&alignment::evaluate(&files, Some(&mut clock)))?
        }
        _ => {
            return Err("usage: balance camps FILE | index FILE | eval DIR [NAME] | many DIR [NAME] | alignment DIR".into());
        }
    };
    println!("{json}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, files)?;
        } else if let Some(unpacked) = name.strip_suffix(".gz") {
            let bytes = Command::new("gzip").arg("-dc").arg(&path).output()?.stdout;
            files.push((unpacked.to_owned(), bytes));
        } else if let Some(unpacked) = name.strip_suffix(".xz") {
            let bytes = Command::new("xz").arg("-dc").arg(&path).output()?.stdout;
            files.push((unpacked.to_owned(), bytes));
        } else {
            files.push((name, fs::read(&path)?));
        }
    }
    Ok(())
}
