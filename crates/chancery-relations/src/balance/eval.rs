//! The reference networks: are the known values met, and is that proved?

use std::collections::BTreeMap;

use serde::Serialize;

use super::camps::{Limits, solve};
use super::edges::read_edges;
use super::indices::{Indices, indices};

/// The report of `chancery eval balance`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BalanceReport {
    /// One entry for each network, in the order of names.
    pub networks: Vec<NetworkReport>,
    /// How many networks have a reference value, and how many of those are proved and agree.
    pub with_reference: usize,
    /// Networks proved optimal at their reference value.
    pub proved_and_agreeing: usize,
    /// The largest difference from a reference value of the other indices.
    pub largest_index_error: f64,
    /// Median time over the Correlates of War windows, where a clock was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub windows_median_ms: Option<f64>,
    /// Worst time over the Correlates of War windows, where a clock was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub windows_worst_ms: Option<f64>,
    /// Files that could not be used, with the reason.
    pub skipped: Vec<String>,
}

/// One network of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetworkReport {
    /// The file's name.
    pub name: String,
    /// Number of nodes.
    pub nodes: usize,
    /// Number of ties.
    pub edges: usize,
    /// Number of negative ties.
    pub negative: usize,
    /// The least frustration found.
    pub frustration: f64,
    /// The proved lower bound.
    pub lower_bound: f64,
    /// Whether they meet.
    pub proved_optimal: bool,
    /// The value known from elsewhere.
    pub reference: Option<f64>,
    /// Whether the value found is the known one; for an upper bound known, whether it is met.
    pub agrees: Option<bool>,
    /// Branches opened.
    pub branches: u64,
    /// Cuts added.
    pub cuts: u64,
    /// Pivots made.
    pub pivots: u64,
    /// Triangles, walks and the smallest eigenvalue, for networks small enough.
    pub indices: Option<Indices>,
    /// The largest difference of the indices from their reference values.
    pub index_error: Option<f64>,
    /// How long it took, where a clock was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<f64>,
}

/// Values published for networks whose folder has no list of its own: Aref, Mason and Wilson (2020)
/// and proofs by generic solvers; for WikiElections only an upper bound is known.
const KNOWN: [(&str, f64); 5] = [
    ("gahuku_gama.csv", 7.0),
    ("congress_undirected.csv", 18.0),
    ("bitcoinalpha_undirected.csv", 720.0),
    ("bitcoinotc_undirected.csv", 1_073.0),
    ("wikielections_undirected.csv", 14_903.0),
];

/// Solves every edge list among `files` (`(name, bytes)`, unpacked) and compares it with the values
/// in `cow_signnet_exact.txt` and `balance_reference_ours.csv`, where these are given too.
///
/// `clock` returns milliseconds since any fixed moment; without it no times are reported.
pub fn evaluate(
    files: &[(String, Vec<u8>)],
    limits: &Limits,
    mut clock: Option<&mut dyn FnMut() -> f64>,
) -> BalanceReport {
    let references = References::read(files);
    let mut files: Vec<&(String, Vec<u8>)> = files.iter().collect();
    files.sort();
    let mut report = BalanceReport {
        networks: Vec::new(),
        with_reference: 0,
        proved_and_agreeing: 0,
        largest_index_error: 0.0,
        windows_median_ms: None,
        windows_worst_ms: None,
        skipped: Vec::new(),
    };
    let mut windows = Vec::new();
    for (path, bytes) in files {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if !name.ends_with(".csv") || name == INDICES {
            continue;
        }
        let graph = match read_edges(bytes.as_slice()) {
            Ok(graph) => graph,
            Err(error) => {
                report.skipped.push(format!("{path}: {error}"));
                continue;
            }
        };
        let before = clock.as_mut().map(|clock| clock());
        let camps = solve(&graph, limits);
        let after = clock.as_mut().map(|clock| clock());
        let milliseconds = before.zip(after).map(|(before, after)| after - before);
        if name.starts_with("cow_") {
            windows.extend(milliseconds);
        }
        let reference = references.frustration.get(name).copied();
        let agrees = reference.map(|known| {
            if name.starts_with("wikielections") {
                camps.frustration <= known
            } else {
                camps.frustration == known
            }
        });
        let known = references.indices.get(name);
        let indices = known.map(|_| indices(&graph));
        let index_error = known
            .zip(indices.as_ref())
            .map(|(known, seen)| known.error(seen));
        report.with_reference += usize::from(reference.is_some());
        report.proved_and_agreeing += usize::from(agrees == Some(true) && camps.proved_optimal);
        report.largest_index_error = report.largest_index_error.max(index_error.unwrap_or(0.0));
        report.networks.push(NetworkReport {
            name: name.to_owned(),
            nodes: graph.len(),
            edges: graph.edges().len(),
            negative: graph
                .edges()
                .iter()
                .filter(|edge| edge.weight < 0.0)
                .count(),
            frustration: camps.frustration,
            lower_bound: camps.lower_bound,
            proved_optimal: camps.proved_optimal,
            reference,
            agrees,
            branches: camps.effort.branches,
            cuts: camps.effort.cuts,
            pivots: camps.effort.pivots,
            indices,
            index_error,
            milliseconds,
        });
    }
    windows.sort_by(f64::total_cmp);
    report.windows_median_ms = windows.get(windows.len() / 2).copied();
    report.windows_worst_ms = windows.last().copied();
    report
}

const EXACT: &str = "cow_signnet_exact.txt";
const INDICES: &str = "balance_reference_ours.csv";

/// The values to meet.
struct References {
    frustration: BTreeMap<String, f64>,
    indices: BTreeMap<String, Known>,
}

/// The indices as another implementation computed them.
struct Known {
    triangles: [f64; 4],
    share: f64,
    walk: f64,
    smallest: f64,
}

impl Known {
    /// Returns the largest difference, counts of triangles included.
    fn error(&self, seen: &Indices) -> f64 {
        let mut error = 0.0_f64;
        for (known, seen) in self.triangles.iter().zip(seen.triangles) {
            error = error.max((known - seen as f64).abs());
        }
        for (known, seen) in [
            (self.share, seen.balanced_triangles),
            (self.walk, seen.walk),
            (self.smallest, seen.smallest_eigenvalue),
        ] {
            error = error.max((known - seen.unwrap_or(f64::INFINITY)).abs());
        }
        error
    }
}

impl References {
    fn read(files: &[(String, Vec<u8>)]) -> Self {
        let text = |name: &str| {
            files
                .iter()
                .find(|(path, _)| path.rsplit(['/', '\\']).next() == Some(name))
                .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default()
        };
        let mut frustration: BTreeMap<String, f64> = KNOWN
            .iter()
            .map(|&(name, value)| (name.to_owned(), value))
            .collect();
        // Lines such as `cow_46-49.csv 64 362 42 L= 17 …`.
        for line in text(EXACT).lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let value = words
                .iter()
                .position(|&word| word == "L=")
                .and_then(|at| words.get(at + 1)?.parse().ok());
            if let (Some(&name), Some(value)) = (words.first(), value) {
                frustration.insert(name.to_owned(), value);
            }
        }
        let mut indices = BTreeMap::new();
        for line in text(INDICES).lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let number = |at: usize| {
                fields
                    .get(at)
                    .and_then(|field| field.trim().parse::<f64>().ok())
            };
            let known = || {
                Some(Known {
                    triangles: [number(4)?, number(5)?, number(6)?, number(7)?],
                    share: number(8)?,
                    walk: number(9)?,
                    smallest: number(10)?,
                })
            };
            if let (Some(&name), Some(known)) = (fields.first(), known()) {
                let name = if name.ends_with(".csv") {
                    name.to_owned()
                } else {
                    format!("{name}.csv")
                };
                if let Some(value) = number(11) {
                    frustration.entry(name.clone()).or_insert(value);
                }
                indices.insert(name, known);
            }
        }
        Self {
            frustration,
            indices,
        }
    }
}
