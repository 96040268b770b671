//! Events that a reader judged, against what the coder makes of the same texts today
//! (`labels/events.tsv`): how many of the wrong ones are gone, and whether the confidence tells the
//! right from the wrong.

use crate::calibration::{Judged, Map, fit};
use chancery_model::{ActorRef, Statement};
use serde::Serialize;
use std::fmt;

/// A judged event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JudgedLabel {
    /// The file under the data folder.
    pub file: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// The SHA-256 of the text in hexadecimal.
    pub sha256: String,
    /// The day of publication.
    pub date: String,
    /// Type, actors and recipients as one text.
    pub claim: String,
    /// The bytes of the evidence.
    pub start: usize,
    /// Whether type and both sides were judged right.
    pub right: bool,
    /// The drawing it is from.
    pub draw: u8,
}

/// What became of judged events.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct JudgedReport {
    /// By drawing: judged, right, and of those still coded: all, right.
    pub draws: Vec<[usize; 4]>,
    /// Bins of confidence, cross-validated: events, mean confidence, share right.
    pub reliability: Vec<(usize, f64, f64)>,
    /// Brier score of the cross-validated confidence, of the confidence in force and of the rate.
    pub brier: [f64; 3],
    /// The map fitted on all that are still coded.
    pub fitted: Map,
}

/// Reads labels from tab-separated lines with a header.
pub fn parse_judged_labels(text: &str) -> Result<Vec<JudgedLabel>, String> {
    let mut labels = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let wrong = || format!("line {}: not a judgement of eleven columns", number + 1);
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            file,
            at,
            start,
            _,
            sha256,
            date,
            kind,
            actor,
            recipient,
            judgement,
            draw,
        ] = columns[..]
        else {
            return Err(wrong());
        };
        labels.push(JudgedLabel {
            file: file.to_owned(),
            line: at.parse().map_err(|_| wrong())?,
            sha256: sha256.to_owned(),
            date: date.to_owned(),
            claim: format!("{kind} {actor} {recipient}"),
            start: start.parse().map_err(|_| wrong())?,
            right: judgement == "right",
            draw: draw.parse().map_err(|_| wrong())?,
        });
    }
    Ok(labels)
}

/// Returns what an event claims, as the labels write it.
fn claim(statement: &Statement) -> Option<String> {
    let event = statement.event()?;
    let sides = |actors: &[ActorRef]| {
        let mut codes: Vec<&str> = actors
            .iter()
            .map(|actor| actor.state().map_or("?", |id| id.as_str()))
            .collect();
        codes.sort_unstable();
        if codes.is_empty() {
            "-".to_owned()
        } else {
            codes.join(",")
        }
    };
    Some(format!(
        "{} {} {}",
        event.event_type,
        sides(&event.actor),
        sides(&event.recipient)
    ))
}

/// Compares judged events with the statements coded today, in the order of the labels; labels whose
/// text is missing come with nothing.
pub fn judged_report(labels: &[JudgedLabel], coded: &[Option<Vec<Statement>>]) -> JudgedReport {
    let mut report = JudgedReport::default();
    let mut judged: Vec<(Judged, f64)> = Vec::new();
    for (label, statements) in labels.iter().zip(coded) {
        let Some(statements) = statements else {
            continue;
        };
        let draw = usize::from(label.draw.max(1)) - 1;
        if report.draws.len() <= draw {
            report.draws.resize(draw + 1, [0; 4]);
        }
        report.draws[draw][0] += 1;
        report.draws[draw][1] += usize::from(label.right);
        let found = statements
            .iter()
            .filter(|statement| statement.is_evidence())
            .filter(|statement| claim(statement).as_ref() == Some(&label.claim))
            .min_by_key(|statement| statement.evidence.start.abs_diff(label.start));
        if let Some(found) = found {
            report.draws[draw][2] += 1;
            report.draws[draw][3] += usize::from(label.right);
            let one_sided = label.claim.contains('?')
                || label.claim.ends_with(" -")
                || label.claim.contains(" - ");
            let one = Judged {
                score: Map::embedded().invert(found.confidence, one_sided),
                one_sided,
                right: label.right,
            };
            judged.push((one, found.confidence));
        }
    }
    calibrate(&judged, &mut report);
    report
}

/// Fits the map in ten parts, each judged by the map of the others.
fn calibrate(judged: &[(Judged, f64)], report: &mut JudgedReport) {
    const PARTS: usize = 10;
    if judged.is_empty() {
        return;
    }
    let mut tested: Vec<(f64, bool)> = Vec::new();
    for part in 0..PARTS {
        let others: Vec<Judged> = judged
            .iter()
            .enumerate()
            .filter(|(number, _)| number % PARTS != part)
            .map(|(_, (one, _))| *one)
            .collect();
        let map = fit(&others);
        tested.extend(
            judged
                .iter()
                .skip(part)
                .step_by(PARTS)
                .map(|(one, _)| (map.apply(one.score, one.one_sided), one.right)),
        );
    }
    tested.sort_by(|one, other| one.0.total_cmp(&other.0));
    let share = |right: bool| if right { 1.0 } else { 0.0 };
    let count = judged.len() as f64;
    let rate = tested.iter().map(|(_, right)| share(*right)).sum::<f64>() / count;
    let brier = |pairs: &mut dyn Iterator<Item = (f64, bool)>| {
        pairs
            .map(|(given, right)| (given - share(right)) * (given - share(right)))
            .sum::<f64>()
            / count
    };
    report.brier = [
        brier(&mut tested.iter().copied()),
        brier(&mut judged.iter().map(|(one, given)| (*given, one.right))),
        brier(&mut tested.iter().map(|(_, right)| (rate, *right))),
    ];
    let size = tested.len().div_ceil(5);
    report.reliability = tested
        .chunks(size)
        .map(|bin| {
            let n = bin.len() as f64;
            (
                bin.len(),
                bin.iter().map(|(given, _)| given).sum::<f64>() / n,
                bin.iter().map(|(_, right)| share(*right)).sum::<f64>() / n,
            )
        })
        .collect();
    report.fitted = fit(&judged.iter().map(|(one, _)| *one).collect::<Vec<_>>());
}

impl fmt::Display for JudgedReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, [all, right, coded, still]) in self.draws.iter().enumerate() {
            writeln!(
                out,
                "draw {}: {right} of {all} right ({:.3}); still coded {coded}, right {still} ({:.3})",
                number + 1,
                *right as f64 / (*all).max(1) as f64,
                *still as f64 / (*coded).max(1) as f64,
            )?;
        }
        writeln!(
            out,
            "reliability, cross-validated: events, mean confidence, share right"
        )?;
        for (n, mean, right) in &self.reliability {
            writeln!(out, "  {n:>4} {mean:.3} {right:.3}")?;
        }
        writeln!(
            out,
            "Brier: cross-validated {:.4}, in force {:.4}, the rate alone {:.4}",
            self.brier[0], self.brier[1], self.brier[2]
        )?;
        writeln!(
            out,
            "intercept\t{:.4}\nslope\t{:.4}\none_sided\t{:.4}",
            self.fitted.intercept, self.fitted.slope, self.fitted.one_sided
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_judgements_that_are_kept_can_be_read() {
        let labels = parse_judged_labels(include_str!("../../labels/events.tsv")).expect("labels");
        assert!(labels.len() >= 390);
        assert!(labels.iter().any(|label| !label.right));
        let report = judged_report(&labels, &vec![Some(Vec::new()); labels.len()]);
        assert_eq!(report.draws[0][0], 200);
        assert_eq!(report.draws[0][2], 0);
        assert!(parse_judged_labels("head\nx\ty\n").is_err());
    }
}
