//! Precision, recall and F1 by type, quad class, pair and triple, with cluster-bootstrap intervals.

use super::{
    Code, GoldDocument, GoldEvent, Prediction, event_type_of, short_quad, twister::Twister,
};
use chancery_model::EventType;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What has to agree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The type; actors ignored.
    Type,
    /// The quad class; actors ignored.
    Quad,
    /// The countries of actor and recipient.
    Pair,
    /// Both countries and the type.
    Triple,
    /// Both countries and the quad class.
    QuadTriple,
}

impl Level {
    const ALL: [Self; 5] = [
        Self::Type,
        Self::Quad,
        Self::Pair,
        Self::Triple,
        Self::QuadTriple,
    ];

    /// Returns the word for the level, as the referee prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Quad => "quad",
            Self::Pair => "pair",
            Self::Triple => "triple",
            Self::QuadTriple => "quad_triple",
        }
    }
}

/// How to count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScoreOptions {
    /// Resamples of the bootstrap.
    pub resamples: usize,
    /// Leave events inside one country out of pairs and triples.
    pub interstate: bool,
    /// Count a prediction that only a minority coded as wrong.
    pub strict_optional: bool,
}

impl Default for ScoreOptions {
    fn default() -> Self {
        Self {
            resamples: 500,
            interstate: false,
            strict_optional: false,
        }
    }
}

/// The agreement of predictions with gold.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// One entry a set, in the order of the gold; `ALL` last where there are several.
    pub sets: Vec<SetReport>,
    /// Documents without a prediction line.
    pub missing: usize,
    /// Predicted events with a type that nobody knows.
    pub unknown_types: usize,
}

/// The agreement on one set.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SetReport {
    /// The set.
    pub set: String,
    /// Its documents.
    pub documents: usize,
    /// Whether every event is coded; otherwise precision is a lower bound.
    pub exhaustive: bool,
    /// The levels that can be counted.
    pub levels: Vec<LevelScore>,
    /// Recall and false alarms by type.
    pub types: Vec<TypeCounts>,
}

/// The agreement at one level.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LevelScore {
    /// The level.
    pub level: Level,
    /// Documents that count.
    pub documents: usize,
    /// Found.
    pub tp: usize,
    /// Predicted and not there.
    pub fp: usize,
    /// Missed.
    #[serde(rename = "fn")]
    pub missed: usize,
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// The lower end of the 95 % interval of F1 over clusters.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Recall and false alarms of one type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TypeCounts {
    /// The acceptable types, joined by `/`.
    pub types: String,
    /// Found.
    pub found: usize,
    /// In the gold.
    pub gold: usize,
    /// Predicted and not there.
    pub false_alarms: usize,
}

type Dyad = (Option<String>, Option<String>, EventType);

struct Counts {
    tp: usize,
    fp: usize,
    missed: usize,
    found_types: Vec<String>,
    missed_types: Vec<String>,
    false_types: Vec<String>,
}

/// Scores predictions against gold as the referee script does.
pub fn score(gold: &[GoldDocument], predictions: &[Prediction], options: ScoreOptions) -> Report {
    let by_id: BTreeMap<&str, &Prediction> = predictions
        .iter()
        .map(|prediction| (prediction.id.as_str(), prediction))
        .collect();
    let mut unknown_types = 0;
    let expanded: BTreeMap<&str, Vec<Dyad>> = by_id
        .iter()
        .map(|(id, prediction)| {
            let (events, unknown) = expand(prediction);
            unknown_types += unknown;
            (*id, events)
        })
        .collect();
    let mut sets: Vec<(String, Vec<&GoldDocument>)> = Vec::new();
    for document in gold {
        match sets.iter_mut().find(|(set, _)| *set == document.set) {
            Some((_, documents)) => documents.push(document),
            None => sets.push((document.set.clone(), vec![document])),
        }
    }
    if sets.len() > 1 {
        sets.push(("ALL".to_owned(), gold.iter().collect()));
    }
    Report {
        sets: sets
            .into_iter()
            .map(|(set, documents)| set_report(set, &documents, &expanded, options))
            .collect(),
        missing: gold
            .iter()
            .filter(|document| !by_id.contains_key(document.id.as_str()))
            .count(),
        unknown_types,
    }
}

fn expand(prediction: &Prediction) -> (Vec<Dyad>, usize) {
    let mut events = Vec::new();
    let mut unknown = 0;
    for event in &prediction.events {
        let Some(event_type) = event.event_type.as_deref().and_then(event_type_of) else {
            unknown += 1;
            continue;
        };
        for source in Code::expand(event.source.as_ref()) {
            for target in Code::expand(event.target.as_ref()) {
                events.push((source.clone(), target, event_type));
            }
        }
    }
    (unique(events), unknown)
}

fn set_report(
    set: String,
    documents: &[&GoldDocument],
    predictions: &BTreeMap<&str, Vec<Dyad>>,
    options: ScoreOptions,
) -> SetReport {
    let mut levels = Vec::new();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    let mut alarms: BTreeMap<String, usize> = BTreeMap::new();
    for level in Level::ALL {
        let mut rows: Vec<(&str, [usize; 3])> = Vec::new();
        for document in documents {
            let predicted = predictions
                .get(document.id.as_str())
                .map_or(&[][..], Vec::as_slice);
            let Some(counts) = count(document, predicted, level, options) else {
                continue;
            };
            rows.push((&document.cluster, [counts.tp, counts.fp, counts.missed]));
            for name in counts.found_types {
                *found.entry(name).or_default() += 1;
            }
            for name in counts.missed_types {
                *missed.entry(name).or_default() += 1;
            }
            for name in counts.false_types {
                *alarms.entry(name).or_default() += 1;
            }
        }
        let sum = |index: usize| rows.iter().map(|(_, counts)| counts[index]).sum::<usize>();
        let (tp, fp, fn_) = (sum(0), sum(1), sum(2));
        if tp + fn_ == 0 {
            continue;
        }
        let (precision, recall, f1) = ratios(tp, fp, fn_);
        let (low, high) = interval(&rows, options.resamples, f1);
        levels.push(LevelScore {
            level,
            documents: rows.len(),
            tp,
            fp,
            missed: fn_,
            precision,
            recall,
            f1,
            low,
            high,
        });
    }
    let names: BTreeSet<String> = found.keys().chain(missed.keys()).cloned().collect();
    SetReport {
        set,
        documents: documents.len(),
        exhaustive: documents.iter().all(|document| document.exhaustive),
        levels,
        types: names
            .into_iter()
            .map(|types| {
                let hits = found.get(&types).copied().unwrap_or(0);
                TypeCounts {
                    found: hits,
                    gold: hits + missed.get(&types).copied().unwrap_or(0),
                    false_alarms: alarms.get(&types).copied().unwrap_or(0),
                    types,
                }
            })
            .collect(),
    }
}

/// Returns the percentile interval of F1 over resampled clusters.
fn interval(rows: &[(&str, [usize; 3])], resamples: usize, f1: f64) -> (f64, f64) {
    let mut order: Vec<&str> = Vec::new();
    let mut clusters: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (cluster, counts) in rows {
        let entry = clusters.entry(cluster).or_insert_with(|| {
            order.push(cluster);
            [0; 3]
        });
        for (sum, count) in entry.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    let values: Vec<[usize; 3]> = order.iter().map(|cluster| clusters[cluster]).collect();
    let mut twister = Twister::seeded(0);
    let mut drawn: Vec<f64> = (0..resamples)
        .map(|_| {
            let mut sum = [0; 3];
            for _ in 0..values.len() {
                let value = values[twister.below(values.len())];
                for (total, count) in sum.iter_mut().zip(value) {
                    *total += count;
                }
            }
            ratios(sum[0], sum[1], sum[2]).2
        })
        .collect();
    if drawn.is_empty() {
        return (f1, f1);
    }
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| drawn[(share * drawn.len() as f64) as usize];
    (at(0.025), at(0.975))
}

pub(super) fn ratios(tp: usize, fp: usize, missed: usize) -> (f64, f64, f64) {
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    let precision = share(tp, tp + fp);
    let recall = share(tp, tp + missed);
    let f1 = if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    };
    (precision, recall, f1)
}

fn unique<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::with_capacity(items.len());
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

fn sorted(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    words.sort();
    words
}

/// Returns a maximum one-to-one matching as the gold index of each prediction.
fn matching<P, G>(
    predicted: &[P],
    gold: &[G],
    fits: impl Fn(&P, &G) -> bool,
) -> Vec<Option<usize>> {
    fn augment<P, G>(
        from: usize,
        predicted: &[P],
        gold: &[G],
        fits: &impl Fn(&P, &G) -> bool,
        seen: &mut [bool],
        taken: &mut [Option<usize>],
    ) -> bool {
        for index in 0..gold.len() {
            if seen[index] || !fits(&predicted[from], &gold[index]) {
                continue;
            }
            seen[index] = true;
            let free = match taken[index] {
                None => true,
                Some(other) => augment(other, predicted, gold, fits, seen, taken),
            };
            if free {
                taken[index] = Some(from);
                return true;
            }
        }
        false
    }
    let mut taken = vec![None; gold.len()];
    for from in 0..predicted.len() {
        augment(
            from,
            predicted,
            gold,
            &fits,
            &mut vec![false; gold.len()],
            &mut taken,
        );
    }
    let mut matched = vec![None; predicted.len()];
    for (index, from) in taken.iter().enumerate() {
        if let Some(from) = from {
            matched[*from] = Some(index);
        }
    }
    matched
}

fn count(
    document: &GoldDocument,
    predicted: &[Dyad],
    level: Level,
    options: ScoreOptions,
) -> Option<Counts> {
    let (optional, core): (Vec<&GoldEvent>, Vec<&GoldEvent>) =
        document.gold.iter().partition(|event| event.optional);
    match level {
        Level::Type | Level::Quad => {
            count_kinds(&core, &optional, predicted, level == Level::Type, options)
        }
        _ => count_dyads(document, core, &optional, predicted, level, options),
    }
}

fn count_kinds(
    core: &[&GoldEvent],
    optional: &[&GoldEvent],
    predicted: &[Dyad],
    types: bool,
    options: ScoreOptions,
) -> Option<Counts> {
    if types && core.iter().any(|event| event.plover_types.is_empty()) {
        return None;
    }
    let key = |event: &&GoldEvent| {
        sorted(if types {
            &event.plover_types
        } else {
            &event.quad
        })
    };
    let gold = unique(core.iter().map(key).collect());
    let spare = unique(optional.iter().map(key).collect());
    let predicted: Vec<&str> = unique(
        predicted
            .iter()
            .map(|(_, _, event_type)| {
                if types {
                    event_type.as_str()
                } else {
                    short_quad(event_type.quad())
                }
            })
            .collect(),
    );
    let fits =
        |word: &&str, words: &Vec<String>| words.iter().any(|accepted| accepted.as_str() == *word);
    let matched = matching(&predicted, &gold, fits);
    let rest: Vec<&str> = left_over(&predicted, &matched);
    let spared = spared(&rest, &spare, fits, options);
    let mut counts = Counts {
        tp: gold.len() - unmatched(&gold, &matched).len(),
        fp: rest.len() - spared,
        missed: unmatched(&gold, &matched).len(),
        found_types: Vec::new(),
        missed_types: Vec::new(),
        false_types: Vec::new(),
    };
    if types {
        let open = unmatched(&gold, &matched);
        for (index, words) in gold.iter().enumerate() {
            let names = words.join("/");
            if open.contains(&index) {
                counts.missed_types.push(names);
            } else {
                counts.found_types.push(names);
            }
        }
        counts.false_types = rest.iter().map(|word| (*word).to_owned()).collect();
    }
    Some(counts)
}

/// A dyad of the gold: both ends, whether either direction is right, and the acceptable words.
type GoldDyad = (Option<String>, Option<String>, bool, Vec<String>);
type PredictedDyad = (String, String, Option<&'static str>);

fn count_dyads(
    document: &GoldDocument,
    mut core: Vec<&GoldEvent>,
    optional: &[&GoldEvent],
    predicted: &[Dyad],
    level: Level,
    options: ScoreOptions,
) -> Option<Counts> {
    if core
        .iter()
        .any(|event| event.source.is_none() || event.target.is_none())
        || (level != Level::Pair && core.iter().any(|event| event.quad.is_empty()))
        || (core.is_empty() && !document.exhaustive)
    {
        return None;
    }
    if options.interstate {
        core.retain(|event| event.source != event.target);
        if core.is_empty() && !document.exhaustive {
            return None;
        }
    }
    let words = |event: &GoldEvent| match level {
        Level::Triple => sorted(&event.plover_types),
        Level::QuadTriple => sorted(&event.quad),
        _ => Vec::new(),
    };
    let gold: Vec<GoldDyad> = unique(
        core.iter()
            .map(|event| {
                let (mut source, mut target) = (event.source.clone(), event.target.clone());
                if event.reciprocal && source > target {
                    std::mem::swap(&mut source, &mut target);
                }
                (source, target, event.reciprocal, words(event))
            })
            .collect(),
    );
    let spare: Vec<GoldDyad> = unique(
        optional
            .iter()
            .map(|event| {
                (
                    event.source.clone(),
                    event.target.clone(),
                    true,
                    words(event),
                )
            })
            .collect(),
    );
    let mirrored = |pair: PredictedDyad| {
        gold.iter()
            .find(|(source, target, reciprocal, _)| {
                *reciprocal
                    && same(Some(&pair.0), target.as_ref())
                    && same(Some(&pair.1), source.as_ref())
                    && !same(source.as_ref(), target.as_ref())
            })
            .and_then(|(source, target, _, _)| Some((source.clone()?, target.clone()?, pair.2)))
            .unwrap_or(pair)
    };
    let pairs: Vec<PredictedDyad> = predicted
        .iter()
        .filter_map(|(source, target, event_type)| {
            let word = match level {
                Level::Triple => Some(event_type.as_str()),
                Level::QuadTriple => Some(short_quad(event_type.quad())),
                _ => None,
            };
            Some((source.clone()?, target.clone()?, word))
        })
        .filter(|(source, target, _)| !(options.interstate && source == target))
        .collect();
    let pairs = unique(unique(pairs).into_iter().map(mirrored).collect());
    let fits = |pair: &PredictedDyad, gold: &GoldDyad| dyads_agree(pair, gold);
    let matched = matching(&pairs, &gold, fits);
    let rest = left_over(&pairs, &matched);
    let spared = spared(&rest, &spare, fits, options);
    let missed = unmatched(&gold, &matched).len();
    Some(Counts {
        tp: gold.len() - missed,
        fp: rest.len() - spared,
        missed,
        found_types: Vec::new(),
        missed_types: Vec::new(),
        false_types: Vec::new(),
    })
}

fn dyads_agree(pair: &PredictedDyad, gold: &GoldDyad) -> bool {
    let (source, target, reciprocal, words) = gold;
    let (first, second) = (Some(&pair.0), Some(&pair.1));
    let (source, target) = (source.as_ref(), target.as_ref());
    if let Some(word) = pair.2
        && !words.iter().any(|accepted| accepted == word)
    {
        return false;
    }
    if source.is_none() || target.is_none() {
        return (source.is_none() || same(first, source) || same(second, source))
            && (target.is_none() || same(second, target) || same(first, target));
    }
    (same(first, source) && same(second, target))
        || (*reciprocal && same(first, target) && same(second, source))
}

/// Returns whether two codes are the same actor; the codes for organisations agree with each other.
fn same(one: Option<&String>, other: Option<&String>) -> bool {
    const ORGANISATIONS: [&str; 3] = ["IGO", "UNO", "EUR"];
    match (one, other) {
        (Some(one), Some(other)) => {
            one == other
                || (ORGANISATIONS.contains(&one.as_str())
                    && ORGANISATIONS.contains(&other.as_str()))
        }
        _ => false,
    }
}

fn left_over<P: Clone>(predicted: &[P], matched: &[Option<usize>]) -> Vec<P> {
    predicted
        .iter()
        .zip(matched)
        .filter(|(_, gold)| gold.is_none())
        .map(|(prediction, _)| prediction.clone())
        .collect()
}

fn unmatched<G>(gold: &[G], matched: &[Option<usize>]) -> Vec<usize> {
    (0..gold.len())
        .filter(|index| !matched.contains(&Some(*index)))
        .collect()
}

fn spared<P, G>(
    rest: &[P],
    spare: &[G],
    fits: impl Fn(&P, &G) -> bool,
    options: ScoreOptions,
) -> usize {
    if options.strict_optional {
        return 0;
    }
    matching(rest, spare, fits)
        .iter()
        .filter(|gold| gold.is_some())
        .count()
}
