//! Events that a reader judged, against what the coder makes of the same texts today
//! (`labels/events.tsv`): how many of the wrong ones are gone, and whether the confidence tells the
//! right from the wrong.

use crate::calibration::{Signs, Weights, fit};
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
    /// Bins of confidence out of drawing: events, mean confidence, share right. Every drawing is given the
    /// weights that the others make, so that its months had no part in them.
    pub reliability: Vec<(usize, f64, f64)>,
    /// Thresholds of the confidence out of drawing: the threshold, the share of events kept, the share of
    /// them right.
    pub thresholds: Vec<(f64, f64, f64)>,
    /// Brier score of the confidence out of drawing, of the confidence in force and of the others' rate.
    pub brier: [f64; 3],
    /// How often a right event has more confidence out of drawing than a wrong one, and how often with the
    /// confidence in force.
    pub auc: [f64; 2],
    /// The weights fitted on all that are still coded.
    pub weights: Vec<(&'static str, f64)>,
    /// The lines of `labels/signs.tsv`: what the fit rests on, without any text.
    pub signs: Vec<String>,
}

/// How strongly weights are pulled towards none: events without one sign weigh like so many.
const RIDGE: f64 = 5.0;
/// The thresholds that are tried.
const THRESHOLDS: [f64; 7] = [0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8];

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
pub fn judged_report(
    labels: &[JudgedLabel],
    coded: &[Option<Vec<(Statement, Signs)>>],
) -> JudgedReport {
    let mut report = JudgedReport::default();
    let mut judged: Vec<Case> = Vec::new();
    for (number, (label, statements)) in labels.iter().zip(coded).enumerate() {
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
            .filter(|(statement, _)| statement.is_evidence())
            .filter(|(statement, _)| claim(statement).as_ref() == Some(&label.claim))
            .min_by_key(|(statement, _)| statement.evidence.start.abs_diff(label.start));
        if let Some((found, signs)) = found {
            report.draws[draw][2] += 1;
            report.draws[draw][3] += usize::from(label.right);
            judged.push(Case {
                number: number + 1,
                draw,
                signs: *signs,
                confidence: found.confidence,
                right: label.right,
            });
        }
    }
    calibrate(&judged, &mut report);
    report
}

/// A judged event that is still coded.
struct Case {
    /// The number of its label, from 1.
    number: usize,
    /// Its drawing, from 0.
    draw: usize,
    signs: Signs,
    confidence: f64,
    right: bool,
}

/// Fits the weights on cases, with the mean that all judged events of their drawings had at first sight.
fn weights_of(cases: &[(Signs, bool)], draws: impl Iterator<Item = [usize; 4]>) -> Weights {
    let (all, right) = draws.fold((0, 0), |(all, right), draw| {
        (all + draw[0], right + draw[1])
    });
    fit(cases, RIDGE).with_mean(cases, right as f64 / all.max(1) as f64)
}

/// Fits the weights, and judges those of the other drawings on each.
fn calibrate(judged: &[Case], report: &mut JudgedReport) {
    if judged.is_empty() {
        return;
    }
    let chosen = |wanted: &dyn Fn(&Case) -> bool| -> Vec<(Signs, bool)> {
        judged
            .iter()
            .filter(|one| wanted(one))
            .map(|one| (one.signs, one.right))
            .collect()
    };
    let draws = report.draws.clone();
    let mut tested: Vec<(f64, bool)> = Vec::new();
    let mut rates: Vec<(f64, bool)> = Vec::new();
    for draw in 0..draws.len() {
        let others = chosen(&|one| one.draw != draw);
        if others.is_empty() {
            continue;
        }
        let elsewhere = draws
            .iter()
            .enumerate()
            .filter(|(number, _)| *number != draw)
            .map(|(_, counts)| *counts);
        let weights = weights_of(&others, elsewhere);
        let rate = others.iter().map(|(_, right)| share(*right)).sum::<f64>() / others.len() as f64;
        for (signs, right) in chosen(&|one| one.draw == draw) {
            tested.push((weights.probability(&signs), right));
            rates.push((rate, right));
        }
    }
    let in_force: Vec<(f64, bool)> = judged
        .iter()
        .map(|one| (one.confidence, one.right))
        .collect();
    report.weights = weights_of(&chosen(&|_| true), draws.into_iter())
        .named()
        .collect();
    report.signs = signs_table(judged);
    if tested.is_empty() {
        return;
    }
    report.brier = [brier(&tested), brier(&in_force), brier(&rates)];
    report.auc = [auc(&tested), auc(&in_force)];
    let right_of =
        |cases: &[(f64, bool)]| cases.iter().map(|(_, right)| share(*right)).sum::<f64>();
    report.thresholds = THRESHOLDS
        .iter()
        .filter_map(|&threshold| {
            let kept: Vec<(f64, bool)> = tested
                .iter()
                .copied()
                .filter(|(given, _)| *given >= threshold)
                .collect();
            let n = kept.len() as f64;
            (n > 0.0).then(|| (threshold, n / tested.len() as f64, right_of(&kept) / n))
        })
        .collect();
    tested.sort_by(|one, other| one.0.total_cmp(&other.0));
    let size = tested.len().div_ceil(5);
    report.reliability = tested
        .chunks(size)
        .map(|bin| {
            let n = bin.len() as f64;
            let given = bin.iter().map(|(given, _)| given).sum::<f64>();
            (bin.len(), given / n, right_of(bin) / n)
        })
        .collect();
}

/// Returns the lines of `labels/signs.tsv`: the number of the label, its drawing, whether it is right, and
/// the values of the signs.
fn signs_table(judged: &[Case]) -> Vec<String> {
    let mut lines = vec![format!("label\tdraw\tright\t{}", Signs::names().join("\t"))];
    lines.extend(judged.iter().map(|one| {
        let values: Vec<String> = one
            .signs
            .values()
            .iter()
            .map(|value| format!("{}", (value * 10_000.0).round() / 10_000.0))
            .collect();
        format!(
            "{}\t{}\t{}\t{}",
            one.number,
            one.draw + 1,
            usize::from(one.right),
            values.join("\t")
        )
    }));
    lines
}

fn share(right: bool) -> f64 {
    if right { 1.0 } else { 0.0 }
}

fn brier(pairs: &[(f64, bool)]) -> f64 {
    let sum: f64 = pairs
        .iter()
        .map(|(given, right)| (given - share(*right)) * (given - share(*right)))
        .sum();
    sum / pairs.len() as f64
}

/// Returns how often a right event was given more than a wrong one; as much counts half.
fn auc(pairs: &[(f64, bool)]) -> f64 {
    let (mut higher, mut all) = (0.0, 0.0);
    for (given, _) in pairs.iter().filter(|(_, right)| *right) {
        for (other, _) in pairs.iter().filter(|(_, right)| !*right) {
            all += 1.0;
            higher += match given.total_cmp(other) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    if all > 0.0 { higher / all } else { 0.5 }
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
            "reliability out of drawing: events, mean confidence, share right"
        )?;
        for (n, mean, right) in &self.reliability {
            writeln!(out, "  {n:>4} {mean:.3} {right:.3}")?;
        }
        writeln!(out, "at least this confidence: kept, right")?;
        for (threshold, kept, right) in &self.thresholds {
            writeln!(out, "  {threshold:.2} {kept:.3} {right:.3}")?;
        }
        writeln!(
            out,
            "Brier: out of drawing {:.4}, in force {:.4}, the rate alone {:.4}",
            self.brier[0], self.brier[1], self.brier[2]
        )?;
        writeln!(
            out,
            "AUC: out of drawing {:.3}, in force {:.3}",
            self.auc[0], self.auc[1]
        )?;
        for (name, weight) in &self.weights {
            writeln!(out, "{name}\t{weight:.4}")?;
        }
        Ok(())
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

    #[test]
    fn the_weights_in_force_are_what_the_fit_gives() {
        let labels = parse_judged_labels(include_str!("../../labels/events.tsv")).expect("labels");
        let mut cases = Vec::new();
        for line in include_str!("../../labels/signs.tsv").lines().skip(1) {
            let values: Vec<f64> = line
                .split('\t')
                .map(|value| value.parse().expect("a number"))
                .collect();
            let label = &labels[values[0] as usize - 1];
            assert_eq!(f64::from(label.draw), values[1]);
            assert_eq!(share(label.right), values[2]);
            let mut signs = Signs::default();
            for (name, value) in Signs::names().iter().zip(&values[3..]) {
                signs.set(name, *value);
            }
            cases.push((signs, label.right));
        }
        assert!(cases.len() > 900);
        let right = labels.iter().filter(|label| label.right).count();
        let fitted = weights_of(&cases, std::iter::once([labels.len(), right, 0, 0]));
        for ((name, weight), (_, kept)) in fitted.named().zip(Weights::embedded().named()) {
            assert!((weight - kept).abs() < 2e-3, "{name}: {weight} {kept}");
        }
    }
}
