//! How well phrases are resolved: `chancery eval actors`.
//!
//! A line of the gold file is one actor phrase with its country and PLOVER sector (the layout of
//! `data/actors/phrases.dev.jsonl`). The phrase is resolved as a document of its own.

use crate::dictionary::Dictionary;
use crate::resolution::{Resolution, ResolvedMention};
use crate::resolver::resolve;
use chancery_model::{ActorRef, Date, Document, Sector, parse_date};
use chancery_text::Analysis;
use chancery_text::time::written_date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The day on which phrases without a date are read. The public suite that the phrases come from
/// resolves them as of the day it runs, and was written from 2022 to 2023.
pub const UNDATED: &str = "2023-01-01";

/// A line that is no gold phrase.
#[derive(Debug, Error)]
#[error("line {line}: {source}")]
pub struct GoldError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub source: serde_json::Error,
}

/// One gold phrase.
#[derive(Clone, Debug, Deserialize)]
struct Phrase {
    id: String,
    text: String,
    #[serde(default)]
    context: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    sector: Option<String>,
    #[serde(default)]
    sector2: Option<String>,
}

/// What was measured.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct ActorReport {
    /// The share of phrases whose country is right, phrases without one included.
    pub country: f64,
    /// The share of phrases with a gold sector whose sector is right.
    pub sector: f64,
    /// The number of phrases.
    pub n: usize,
    /// The number of phrases with a gold sector.
    pub n_sector: usize,
    /// The phrases that went wrong.
    pub errors: Vec<PhraseError>,
}

/// One phrase that went wrong.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PhraseError {
    /// The phrase's id.
    pub id: String,
    /// The phrase.
    pub text: String,
    /// The gold country and sector.
    pub gold: (String, String),
    /// What was found instead.
    pub found: (String, String),
    /// The rule that decided.
    pub rule: &'static str,
}

/// Resolves every phrase of a gold file, one JSON object a line, and compares.
pub fn evaluate_phrases(
    gold: &str,
    analyse: impl Fn(&Document) -> Analysis,
    dictionary: &Dictionary,
) -> Result<ActorReport, GoldError> {
    let mut report = ActorReport::default();
    let (mut countries, mut sectors) = (0, 0);
    for (number, line) in gold
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let phrase: Phrase = serde_json::from_str(line).map_err(|source| GoldError {
            line: number + 1,
            source,
        })?;
        let day = phrase.date.as_deref().map_or_else(
            || parse_date(UNDATED),
            |text| written_date(text).map(|(date, _)| date),
        );
        let (mut actor, rule) = best_actor(&phrase.text, day, &analyse, dictionary);
        let context = phrase.context.as_deref().unwrap_or("");
        if actor.id.is_none() && !context.is_empty() {
            let (around, _) = best_actor(context, day, &analyse, dictionary);
            actor.id = around.id;
            actor.country = around.country;
        }
        let gold_country = phrase.country.unwrap_or_default();
        let gold_sector = phrase.sector.unwrap_or_default();
        let country_right = country_agrees(&gold_country, &actor, dictionary);
        let scored = !matches!(gold_sector.as_str(), "" | "UNK");
        let found_sector = actor.sector.map_or("", Sector::as_str);
        let sector_right = !scored
            || [Some(gold_sector.as_str()), phrase.sector2.as_deref()]
                .into_iter()
                .flatten()
                .any(|gold| sector_agrees(gold, found_sector));
        report.n += 1;
        report.n_sector += usize::from(scored);
        countries += usize::from(country_right);
        sectors += usize::from(scored && sector_right);
        if !country_right || !sector_right {
            let found_country = actor.state().map_or("", |id| id.as_str()).to_owned();
            report.errors.push(PhraseError {
                id: phrase.id,
                text: phrase.text,
                gold: (gold_country, gold_sector),
                found: (found_country, found_sector.to_owned()),
                rule,
            });
        }
    }
    report.country = share(countries, report.n);
    report.sector = share(sectors, report.n_sector);
    Ok(report)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn best_actor(
    text: &str,
    day: Option<Date>,
    analyse: &impl Fn(&Document) -> Analysis,
    dictionary: &Dictionary,
) -> (ActorRef, &'static str) {
    let mut document = Document::new("phrase", text.trim());
    document.published = day;
    let analysis = analyse(&document);
    let resolution = resolve(&document, &analysis, dictionary);
    match chief_mention(&analysis, &resolution) {
        Some(mention) => (
            mention
                .actors
                .first()
                .cloned()
                .unwrap_or_else(|| ActorRef::unresolved(text)),
            mention.rule,
        ),
        None => (ActorRef::unresolved(text), "none"),
    }
}

/// Returns the mention that a phrase as a whole names: the one that the phrase's root heads, then
/// the one of most words.
fn chief_mention<'a>(
    analysis: &Analysis,
    resolution: &'a Resolution,
) -> Option<&'a ResolvedMention> {
    let root = analysis
        .tokens
        .iter()
        .position(chancery_text::Token::is_root);
    let chief = root.and_then(|root| resolution.of_head(root));
    let longest = resolution
        .mentions
        .iter()
        .max_by_key(|mention| (mention.is_resolved(), mention.tokens.len()));
    match (chief, longest) {
        (Some(chief), _) if chief.is_resolved() => Some(chief),
        (Some(chief), Some(longest)) if !longest.is_resolved() || longest.adjectival => Some(chief),
        (chief, longest) => longest.or(chief),
    }
}

/// The suite writes UNO for the United Nations and its agencies, EUR for the European Union and
/// IGO for every other organisation.
fn country_agrees(gold: &str, actor: &ActorRef, dictionary: &Dictionary) -> bool {
    let id = actor.id.as_ref().map_or("", |id| id.as_str());
    let parent = dictionary
        .organisation(id)
        .and_then(|row| row.parent.as_ref())
        .map_or("", |id| id.as_str());
    match gold {
        "UNO" => id == "UNO" || parent == "UNO",
        "EUR" => id == "EU" || parent == "EU",
        "IGO" => actor.country.is_none() && actor.sector == Some(Sector::Igo),
        "" => actor.country.is_none(),
        gold => actor.country.as_ref().is_some_and(|id| id.as_str() == gold),
    }
}

/// The suite's codes for press, medicine and paramilitaries are older than PLOVER 2.0's.
fn sector_agrees(gold: &str, found: &str) -> bool {
    match gold {
        "JRN" => found == "MED",
        "MED" => found == "HLH" || found == "MED",
        "PRM" => found == "UAF" || found == "REB",
        "PRE" => found.is_empty(),
        gold => gold == found,
    }
}
