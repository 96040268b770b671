//! The reference values of the alignment measures, from public data.

use serde::Serialize;

use crate::table::{Table, number, whole};

use super::measures::{CrossTable, Deviation, all_dyads};
use super::portfolios::{AllianceCoding, Portfolio, Scale, ideal_point_distance};
use super::world::{Alliances, Votes};

/// The report of the alignment part of `chancery eval balance`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlignmentReport {
    /// One entry for each file of reference values found.
    pub references: Vec<ReferenceReport>,
    /// Pairs of states and years, or sessions, for which all measures were computed.
    pub dyads: u64,
    /// A sum over all of them, so that nothing is left out: the mean absolute S.
    pub mean_s: f64,
    /// How long reading and computing all dyads took, where a clock was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dyads_milliseconds: Option<f64>,
    /// Files that were expected and are missing.
    pub missing: Vec<String>,
}

/// How well one file of reference values is met.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReferenceReport {
    /// The file.
    pub name: String,
    /// Rows compared.
    pub rows: usize,
    /// Values compared.
    pub values: usize,
    /// Values that differ by more than 1e-4.
    pub off: usize,
    /// The largest difference.
    pub largest_error: f64,
    /// Rows without counterpart in the data.
    pub unmatched: usize,
}

/// Compares the measures with the reference values among `files` (`(name, bytes)`, unpacked: names
/// end in `.csv`) and computes all dyads of all years.
///
/// `clock` returns milliseconds since any fixed moment; without it no times are reported.
pub fn evaluate(
    files: &[(String, Vec<u8>)],
    mut clock: Option<&mut dyn FnMut() -> f64>,
) -> AlignmentReport {
    let mut missing = Vec::new();
    let mut table = |name: &str| {
        let found = files
            .iter()
            .find(|(path, _)| path.ends_with(name))
            .map(|(_, bytes)| Table::lenient(bytes));
        if found.is_none() {
            missing.push(name.to_owned());
        }
        found.unwrap_or_default()
    };
    let before = clock.as_mut().map(|clock| clock());
    let states = table("cow_states_peacesciencer.csv");
    let alliances = Alliances::of(
        &states,
        &table("cow_alliance_v41_dyadyear_peacesciencer.csv"),
    );
    let atop = Alliances::of(&states, &table("atop_alliance_peacesciencer.csv"));
    let votes = Votes::of(
        &table("unvotes_un_roll_calls.csv"),
        &table("unvotes_un_votes.csv"),
        &table("IdealpointestimatesAll_Apr2020.csv"),
    );
    let (mut dyads, mut sum) = (0_u64, 0.0);
    for alliances in [&alliances, &atop] {
        for year in alliances.years() {
            let (_, portfolios) = alliances.portfolios(year, AllianceCoding::Ordinal);
            for (_, _, measures) in all_dyads(&Scale::alliances(), &portfolios, None) {
                dyads += 1;
                sum += measures.s_absolute.unwrap_or(0.0).abs();
            }
        }
    }
    for portfolios in votes.sessions.values() {
        let portfolios: Vec<Portfolio> = portfolios.values().cloned().collect();
        for (_, _, measures) in all_dyads(&Scale::votes(), &portfolios, None) {
            dyads += 1;
            sum += measures.s_absolute.unwrap_or(0.0).abs();
        }
    }
    let after = clock.as_mut().map(|clock| clock());
    let mut references = vec![
        compare_alliances(&alliances, &table("ref_alliance_similarity_ours.csv")),
        compare_votes(&votes, &table("ref_un_similarity_ours.csv")),
    ];
    references.push(published(
        &table("signorino_ritter1999/ours.csv"),
        &mut table,
    ));
    AlignmentReport {
        references,
        dyads,
        mean_s: if dyads > 0 { sum / dyads as f64 } else { 0.0 },
        dyads_milliseconds: before.zip(after).map(|(before, after)| after - before),
        missing,
    }
}

/// Keeps the score of one comparison.
struct Score(ReferenceReport);

impl Score {
    fn new(name: &str) -> Self {
        Self(ReferenceReport {
            name: name.to_owned(),
            rows: 0,
            values: 0,
            off: 0,
            largest_error: 0.0,
            unmatched: 0,
        })
    }

    /// Compares what the row holds in `column`, if anything.
    fn value(&mut self, table: &Table, row: &csv::StringRecord, column: &str, seen: Option<f64>) {
        if let Some(known) = number(row, table.column(column)) {
            let error = seen.map_or(f64::INFINITY, |seen| (seen - known).abs());
            self.0.values += 1;
            self.0.off += usize::from(error > 1e-4);
            self.0.largest_error = self.0.largest_error.max(error);
        }
    }
}

fn compare_alliances(alliances: &Alliances, reference: &Table) -> ReferenceReport {
    let mut score = Score::new("ref_alliance_similarity_ours.csv");
    for row in &reference.rows {
        let [year, a, b] = ["year", "a", "b"].map(|name| whole(row, reference.column(name)));
        score.0.rows += 1;
        let year = year.unwrap_or_default();
        for (coding, suffix) in [
            (AllianceCoding::Ordinal, "val"),
            (AllianceCoding::Binary, "bin"),
        ] {
            let (members, portfolios) = alliances.portfolios(year, coding);
            let place = |code: Option<i64>| members.binary_search(&code?).ok();
            let (Some(a), Some(b)) = (place(a), place(b)) else {
                score.0.unmatched += 1;
                continue;
            };
            let scale = coding.scale();
            let table = CrossTable::of(&scale, &portfolios[a], &portfolios[b]);
            let seen = table.measures();
            score.value(reference, row, &format!("kappa_{suffix}"), seen.kappa);
            score.value(reference, row, &format!("pi_{suffix}"), seen.pi);
            if coding == AllianceCoding::Ordinal {
                score.value(reference, row, "n", Some(seen.places as f64));
                score.value(reference, row, "S_abs_val", seen.s_absolute);
                score.value(reference, row, "S_sq_val", seen.s_squared);
                score.value(reference, row, "taub", seen.tau_b);
            } else {
                score.value(reference, row, "S_bin", seen.s_absolute);
            }
        }
    }
    score.0
}

fn compare_votes(votes: &Votes, reference: &Table) -> ReferenceReport {
    let mut score = Score::new("ref_un_similarity_ours.csv");
    let scale = Scale::votes();
    for row in &reference.rows {
        score.0.rows += 1;
        let session = whole(row, reference.column("session")).unwrap_or_default();
        let [a, b] = ["a", "b"].map(|name| row.get(reference.column(name)).unwrap_or_default());
        let states = votes.sessions.get(&session);
        let pair = states.and_then(|states| states.get(a).zip(states.get(b)));
        let Some((one, other)) = pair else {
            score.0.unmatched += 1;
            continue;
        };
        let table = CrossTable::of(&scale, one, other);
        let seen = table.measures();
        score.value(reference, row, "n", Some(seen.places as f64));
        score.value(reference, row, "agree", seen.agreement);
        score.value(reference, row, "S_abs", seen.s_absolute);
        score.value(reference, row, "S_sq", seen.s_squared);
        score.value(reference, row, "kappa_sq", seen.kappa);
        score.value(reference, row, "pi_sq", seen.pi);
        let point = |code: &str| {
            votes
                .points
                .get(&(session, alpha3(code)?.to_owned()))
                .copied()
        };
        let distance = point(a)
            .zip(point(b))
            .map(|(a, b)| ideal_point_distance(a, b));
        score.value(reference, row, "idealpoint_dist", distance);
    }
    score.0
}

/// Returns the ISO 3166-1 alpha-3 code of those alpha-2 codes that the reference values use.
fn alpha3(alpha2: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 10] = [
        ("AE", "ARE"),
        ("AM", "ARM"),
        ("BY", "BLR"),
        ("CN", "CHN"),
        ("IL", "ISR"),
        ("IR", "IRN"),
        ("QA", "QAT"),
        ("RU", "RUS"),
        ("TR", "TUR"),
        ("US", "USA"),
    ];
    CODES
        .iter()
        .find(|(short, _)| *short == alpha2)
        .map(|&(_, long)| long)
}

/// Compares with values computed from the tables published by Signorino and Ritter (1999).
fn published(reference: &Table, table: &mut dyn FnMut(&str) -> Table) -> ReferenceReport {
    let mut score = Score::new("signorino_ritter1999/ours.csv");
    for row in &reference.rows {
        score.0.rows += 1;
        let [data, a, b] =
            ["data", "a", "b"].map(|name| row.get(reference.column(name)).unwrap_or_default());
        let portfolios = table(&format!("signorino_ritter1999/{data}.csv"));
        // Votes are coded from 1; alliances from 0.
        let votes = data.starts_with("UN");
        let (scale, least) = if votes {
            (Scale::votes(), 1)
        } else {
            (Scale::alliances(), 0)
        };
        let portfolio = |name: &str| -> Portfolio {
            let column = portfolios.column(name);
            let code = |row| u8::try_from(whole(row, column)? - least).ok();
            portfolios.rows.iter().map(code).collect()
        };
        if portfolios.column(a) == usize::MAX || portfolios.column(b) == usize::MAX {
            score.0.unmatched += 1;
            continue;
        }
        let (one, other) = (portfolio(a), portfolio(b));
        let seen = CrossTable::of(&scale, &one, &other).measures();
        score.value(reference, row, "n", Some(seen.places as f64));
        score.value(reference, row, "S_abs", seen.s_absolute);
        score.value(reference, row, "S_sq", seen.s_squared);
        score.value(reference, row, "tau_b", seen.tau_b);
        score.value(reference, row, "kappa_sq", seen.kappa);
        let share = ["Cap", "SysCap"]
            .map(|name| portfolios.column(name))
            .into_iter()
            .min()
            .unwrap_or(usize::MAX);
        let weights: Vec<f64> = portfolios
            .rows
            .iter()
            .map(|row| number(row, share).unwrap_or(0.0))
            .collect();
        let weighted = CrossTable::weighted(&scale, &one, &other, &weights);
        score.value(
            reference,
            row,
            "S_abs_capweighted",
            weighted.s(Deviation::Absolute),
        );
    }
    score.0
}
