//! How good the chains are: the CoNLL score and the share of pronouns that lead to the right name.
//!
//! The CoNLL score is the mean F of MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998) and CEAF-e
//! (Luo 2005); chains of one are left out on both sides, and mentions are matched by their head
//! words; any word of a name counts as its head, since treebanks differ in which one it is.

use super::{Method, chains_by};
use crate::{Analysis, Chain, MentionKind};
use chancery_model::Span;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A document with the chains that people see in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyDocument {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its mentions, those that are linked to nothing among them.
    pub mentions: Vec<KeyMention>,
    /// The further words of names, each with the first one (by first bytes): there "Barack" heads "Barack
    /// Obama", where our trees have "Obama" as head.
    pub names: BTreeMap<usize, usize>,
}

impl KeyDocument {
    /// Returns where the head that people marked starts, for a word of the same name.
    pub fn head_start(&self, start: usize) -> usize {
        let mut at = start;
        // A word of a name hangs on an earlier one, so this ends.
        while let Some(&first) = self.names.get(&at).filter(|&&first| first < at) {
            at = first;
        }
        at
    }
}

/// A mention that people marked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyMention {
    /// Which thing of the document it means.
    pub cluster: String,
    /// What kind of thing that is (`person`, `organization`, `place`…).
    pub kind: String,
    /// Its head word.
    pub head: Span,
    /// All its words.
    pub span: Span,
    /// Whether it is a coordination.
    pub pair: bool,
}

/// Precision, recall and F of one measure.
#[derive(Clone, Copy, PartialEq, Default, Debug, Serialize)]
pub struct Scores {
    /// The share of links or mentions found that are right.
    pub precision: f64,
    /// The share of right ones that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f: f64,
}

/// How good the chains of some documents are.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct ChainReport {
    /// Documents measured.
    pub documents: usize,
    /// Mentions in chains of two and more, as people see them.
    pub mentions: usize,
    /// MUC.
    pub muc: Scores,
    /// B³.
    pub b_cubed: Scores,
    /// CEAF-e.
    pub ceaf: Scores,
    /// The mean of the three F.
    pub conll: f64,
    /// Third-person pronouns with an earlier noun or name for a person, organisation or place.
    pub pronouns: usize,
    /// Those whose nearest noun or name in the chain, before them, means the right thing.
    pub pronouns_right: usize,
    /// The share.
    pub pronoun_accuracy: f64,
    /// The same by pronoun: right and all.
    pub by_pronoun: BTreeMap<String, (usize, usize)>,
}

/// A mention as both sides know it: the first byte of its head, and whether it is a coordination.
type Key = (usize, bool);
type Clusters = Vec<BTreeSet<Key>>;

#[derive(Default)]
struct Sums {
    muc: [f64; 4],
    b_cubed: [f64; 4],
    ceaf: [f64; 4],
}

/// Measures chains by a method on documents; `analyse` gives the analysis of a text.
pub fn measure_chains(
    documents: &[KeyDocument],
    method: Method,
    mut analyse: impl FnMut(&KeyDocument) -> Analysis,
) -> ChainReport {
    let mut report = ChainReport::default();
    let mut sums = Sums::default();
    for document in documents {
        let analysis = analyse(document);
        let chains = chains_by(&analysis, method);
        let key = key_clusters(document);
        let response = response_clusters(document, &analysis, &chains);
        report.documents += 1;
        report.mentions += key.iter().map(BTreeSet::len).sum::<usize>();
        add(&mut sums.muc, muc(&key, &response));
        add(&mut sums.b_cubed, b_cubed(&key, &response));
        add(&mut sums.ceaf, ceaf(&key, &response));
        pronouns(document, &analysis, &chains, &mut report);
    }
    report.muc = scores(sums.muc);
    report.b_cubed = scores(sums.b_cubed);
    report.ceaf = scores(sums.ceaf);
    report.conll = (report.muc.f + report.b_cubed.f + report.ceaf.f) / 3.0;
    if report.pronouns > 0 {
        report.pronoun_accuracy = report.pronouns_right as f64 / report.pronouns as f64;
    }
    report
}

fn key_clusters(document: &KeyDocument) -> Clusters {
    let mut clusters: BTreeMap<&str, BTreeSet<Key>> = BTreeMap::new();
    for mention in &document.mentions {
        clusters
            .entry(&mention.cluster)
            .or_default()
            .insert((mention.head.start, mention.pair));
    }
    clusters
        .into_values()
        .filter(|cluster| cluster.len() > 1)
        .collect()
}

fn response_clusters(document: &KeyDocument, analysis: &Analysis, chains: &[Chain]) -> Clusters {
    chains
        .iter()
        .map(|chain| {
            chain
                .mentions
                .iter()
                .map(|mention| {
                    let pair = mention.tokens.clone().any(|id| {
                        let token = &analysis.tokens[id];
                        token.dep == "conj" && token.head == mention.head
                    });
                    (
                        document.head_start(analysis.tokens[mention.head].span.start),
                        pair,
                    )
                })
                .collect::<BTreeSet<Key>>()
        })
        .filter(|cluster| cluster.len() > 1)
        .collect()
}

/// Numerators and denominators of recall and precision.
type Parts = [f64; 4];

fn add(sums: &mut Parts, parts: Parts) {
    for (sum, part) in sums.iter_mut().zip(parts) {
        *sum += part;
    }
}

fn scores([right_key, key, right_response, response]: Parts) -> Scores {
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let recall = share(right_key, key);
    let precision = share(right_response, response);
    Scores {
        precision,
        recall,
        f: share(2.0 * precision * recall, precision + recall),
    }
}

fn muc(key: &Clusters, response: &Clusters) -> Parts {
    let side = |clusters: &Clusters, others: &Clusters| {
        let mut links = 0;
        let mut all = 0;
        for cluster in clusters {
            let mut parts = BTreeSet::new();
            let mut alone = 0;
            for mention in cluster {
                match others.iter().position(|other| other.contains(mention)) {
                    Some(place) => {
                        parts.insert(place);
                    }
                    None => alone += 1,
                }
            }
            links += cluster.len() - parts.len() - alone;
            all += cluster.len() - 1;
        }
        (links as f64, all as f64)
    };
    let (right_key, all_key) = side(key, response);
    let (right_response, all_response) = side(response, key);
    [right_key, all_key, right_response, all_response]
}

fn b_cubed(key: &Clusters, response: &Clusters) -> Parts {
    let side = |clusters: &Clusters, others: &Clusters| {
        let mut right = 0.0;
        let mut all = 0.0;
        for cluster in clusters {
            for mention in cluster {
                all += 1.0;
                if let Some(other) = others.iter().find(|other| other.contains(mention)) {
                    right += cluster.intersection(other).count() as f64 / cluster.len() as f64;
                }
            }
        }
        (right, all)
    };
    let (right_key, all_key) = side(key, response);
    let (right_response, all_response) = side(response, key);
    [right_key, all_key, right_response, all_response]
}

fn ceaf(key: &Clusters, response: &Clusters) -> Parts {
    let likeness: Vec<Vec<f64>> = key
        .iter()
        .map(|one| {
            response
                .iter()
                .map(|other| {
                    2.0 * one.intersection(other).count() as f64 / (one.len() + other.len()) as f64
                })
                .collect()
        })
        .collect();
    let total = best_assignment(&likeness);
    [total, key.len() as f64, total, response.len() as f64]
}

/// Returns the greatest sum of entries with at most one in each row and column (Kuhn and Munkres,
/// in the form with potentials).
fn best_assignment(gains: &[Vec<f64>]) -> f64 {
    let rows = gains.len();
    let columns = gains.first().map_or(0, Vec::len);
    let size = rows.max(columns);
    let cost = |row: usize, column: usize| {
        gains
            .get(row)
            .and_then(|line| line.get(column))
            .map_or(0.0, |gain| -gain)
    };
    let mut row_potential = vec![0.0; size + 1];
    let mut column_potential = vec![0.0; size + 1];
    let mut matched = vec![0; size + 1];
    let mut way = vec![0; size + 1];
    for row in 1..=size {
        matched[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let here = matched[column];
            let mut delta = f64::INFINITY;
            let mut next = 0;
            for other in 1..=size {
                if used[other] {
                    continue;
                }
                let reduced =
                    cost(here - 1, other - 1) - row_potential[here] - column_potential[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    way[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_potential[matched[other]] += delta;
                    column_potential[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
            if matched[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let previous = way[column];
            matched[column] = matched[previous];
            column = previous;
        }
    }
    (1..=size)
        .filter(|&column| matched[column] > 0)
        .map(|column| -cost(matched[column] - 1, column - 1))
        .sum()
}

/// Counts the pronouns that lead to the right name or noun.
fn pronouns(
    document: &KeyDocument,
    analysis: &Analysis,
    chains: &[Chain],
    report: &mut ChainReport,
) {
    let is_pronoun = |span: Span| {
        matches!(
            &*span.of(&document.text).to_lowercase(),
            "he" | "him"
                | "his"
                | "himself"
                | "she"
                | "her"
                | "hers"
                | "herself"
                | "it"
                | "its"
                | "itself"
                | "they"
                | "them"
                | "their"
                | "theirs"
                | "themselves"
        )
    };
    let is_any_pronoun = |mention: &KeyMention| {
        is_pronoun(mention.span)
            || matches!(
                &*mention.span.of(&document.text).to_lowercase(),
                "i" | "me"
                    | "my"
                    | "we"
                    | "us"
                    | "our"
                    | "you"
                    | "your"
                    | "who"
                    | "which"
                    | "that"
                    | "this"
                    | "myself"
                    | "whom"
                    | "whose"
                    | "one"
                    | "mine"
                    | "yours"
            )
    };
    for mention in &document.mentions {
        if !is_pronoun(mention.span)
            || !matches!(mention.kind.as_str(), "person" | "organization" | "place")
        {
            continue;
        }
        let right: BTreeSet<usize> = document
            .mentions
            .iter()
            .filter(|other| other.cluster == mention.cluster && !is_any_pronoun(other))
            .map(|other| other.head.start)
            .collect();
        if !right.iter().any(|&start| start < mention.head.start) {
            continue;
        }
        let led = chains.iter().find_map(|chain| {
            let place = chain.mentions.iter().position(|found| {
                analysis.tokens[found.head].span.start == mention.head.start
                    && found.kind == MentionKind::Pronoun
            })?;
            chain.mentions[..place]
                .iter()
                .rev()
                .find(|found| found.kind != MentionKind::Pronoun)
                .map(|found| document.head_start(analysis.tokens[found.head].span.start))
        });
        let good = led.is_some_and(|start| right.contains(&start));
        report.pronouns += 1;
        report.pronouns_right += usize::from(good);
        let word = mention.span.of(&document.text).to_lowercase();
        let counts = report.by_pronoun.entry(word).or_default();
        counts.0 += usize::from(good);
        counts.1 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(list: &[&[usize]]) -> Clusters {
        list.iter()
            .map(|cluster| cluster.iter().map(|&start| (start, false)).collect())
            .collect()
    }

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    /// The example of Luo (2005), figure 1: key {1-5}, {6,7}, {8,9,A,B,C}; response (a) joins the
    /// last two.
    #[test]
    fn the_measures_give_the_published_figures() {
        let key = clusters(&[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]]);
        let response = clusters(&[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]);
        assert!(near(scores(muc(&key, &response)).f, 18.0 / 19.0));
        let b_cubed = scores(b_cubed(&key, &response));
        assert!((b_cubed.f - 0.865).abs() < 5e-4, "{b_cubed:?}");
        let ceaf = scores(ceaf(&key, &response));
        assert!((ceaf.f - 0.733).abs() < 5e-4, "{ceaf:?}");
    }

    #[test]
    fn a_perfect_answer_is_perfect() {
        let key = clusters(&[&[1, 2], &[3, 4, 5]]);
        for parts in [muc(&key, &key), b_cubed(&key, &key), ceaf(&key, &key)] {
            assert!(near(scores(parts).f, 1.0));
        }
    }

    #[test]
    fn the_assignment_is_the_best_one() {
        let gains = [vec![0.9, 0.8], vec![0.8, 0.1]];
        assert!(near(best_assignment(&gains), 1.6));
    }
}
