//! `chancery eval language`: the analysis of English against treebanks and against spaCy's own.

use super::files;
use crate::{arguments::DataArguments, failure::Failure, outputs::Output};
use chancery_model::Document;
use chancery_text::{
    analyse,
    chains::{Method, measure_chains, parse_gum},
    english::{
        English,
        agreement::{LAYERS, REFERENCE, agreement, treebank_paragraphs},
        boundaries::boundaries,
    },
};
use serde_json::{Map, Value, json};

const TREEBANKS: [&str; 2] = ["ewt-dev", "gum-dev-permissive"];

/// Measures on the treebanks of a data folder.
pub(crate) fn run(arguments: &DataArguments) -> Result<(), Failure> {
    let english = English::embedded();
    let mut treebanks = Vec::new();
    for name in TREEBANKS {
        let path = arguments
            .data
            .join("syntax")
            .join(format!("{name}.conllu.gz"));
        treebanks.push((name, files::text(&path)?));
    }
    let paragraphs: Vec<(String, Vec<String>)> = treebanks
        .iter()
        .map(|(name, text)| (format!("{name}.conllu.gz"), treebank_paragraphs(text)))
        .collect();
    let found = agreement(english, REFERENCE, &paragraphs);
    let layers: Map<String, Value> = LAYERS
        .iter()
        .enumerate()
        .map(|(layer, name)| ((*name).to_owned(), json!(found.share(layer))))
        .collect();
    let mut sentences = Map::new();
    for (name, text) in &treebanks {
        for (genre, score) in boundaries(english, text).0 {
            sentences.insert(format!("{name} {genre}"), json!(score.f()));
        }
    }
    let mut chains = Map::new();
    for (name, text) in treebanks.iter().filter(|(name, _)| name.starts_with("gum")) {
        let documents = parse_gum(text);
        for (label, method) in [
            ("nearest mention", Method::Nearest),
            ("ours", Method::Salience),
        ] {
            let report = measure_chains(&documents, method, |document| {
                analyse(&Document::new("d", document.text.as_str()), english)
            });
            let report = serde_json::to_value(&report).map_err(|error| Failure::ours(&error))?;
            chains.insert(format!("{name}, {label}"), report);
        }
    }
    let report = json!({
        "model": english.name(),
        "agreement": {"tokens": found.tokens, "paragraphs": found.paragraphs, "layers": layers},
        "sentence_f": sentences,
        "chains": chains,
    });
    if arguments.json {
        return Output::json(None, &report);
    }
    let mut text = format!(
        "{}: agreement with spaCy on {} tokens\n",
        english.name(),
        found.tokens
    );
    let mut lines = |title: &str, values: &Map<String, Value>| {
        text += &format!("{title}\n");
        for (name, value) in values {
            text += &format!("  {name}: {value}\n");
        }
    };
    if let Some(layers) = report["agreement"]["layers"].as_object() {
        lines("share of tokens that agree", layers);
    }
    if let Some(sentences) = report["sentence_f"].as_object() {
        lines("sentence boundaries, F", sentences);
    }
    if let Some(chains) = report["chains"].as_object() {
        lines("mention chains", chains);
    }
    Output::text(None, &text)
}
