//! How well expressions of time and amounts are read, against labels that hold no text.
//!
//! A label names a record by file and line and its text by SHA-256, the bytes of an expression and
//! what it means, in the notation of [`describe_time`] and [`describe_amount`]. The caller joins the
//! labels with the data and checks the hashes.

use crate::analysis::{Amount, Analysis, Bound, TimeExpression, TimeKind};
use chancery_model::{Date, Span};
use serde::Serialize;

/// A labelled expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExpressionLabel {
    /// The file under the data folder.
    pub file: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// The bytes of the expression in the record's text.
    pub span: Span,
    /// The SHA-256 of the record's text in hexadecimal.
    pub sha256: String,
    /// What it means.
    pub meaning: String,
}

/// What of an analysis is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measured {
    /// Expressions of time, those anchored to events aside.
    Times,
    /// Amounts.
    Amounts,
}

/// How many labelled expressions were read, and how.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct ExpressionReport {
    /// Labelled expressions whose text was there.
    pub labelled: usize,
    /// Of these, how many an expression was found at.
    pub found: usize,
    /// Of these, how many mean exactly what the label says.
    pub exact: usize,
    /// Expressions found where no label is, in the same records.
    pub excess: usize,
    /// The exact share of the labelled.
    pub recall: f64,
    /// The exact share of all that was found.
    pub precision: f64,
    /// File, line, byte, what is expected and what was found, for each that is wrong.
    pub errors: Vec<String>,
}

/// Reads labels from tab-separated lines with a header; lines of another form are skipped.
pub fn parse_expression_labels(text: &str) -> Vec<ExpressionLabel> {
    text.lines().skip(1).filter_map(parse_label).collect()
}

fn parse_label(line: &str) -> Option<ExpressionLabel> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [file, line, start, end, sha256, meaning] = columns[..] else {
        return None;
    };
    Some(ExpressionLabel {
        file: file.to_owned(),
        line: line.parse().ok()?,
        span: Span::new(start.parse().ok()?, end.parse().ok()?),
        sha256: sha256.to_owned(),
        meaning: meaning.to_owned(),
    })
}

/// Measures against labels sorted by file and line. `analyse` gives the analysis of the whole record
/// of a label, or nothing where its text is missing or another; such labels are not counted.
pub fn measure_expressions(
    labels: &[ExpressionLabel],
    measured: Measured,
    mut analyse: impl FnMut(&ExpressionLabel) -> Option<Analysis>,
) -> ExpressionReport {
    let mut report = ExpressionReport::default();
    for record in labels.chunk_by(|one, other| (&one.file, one.line) == (&other.file, other.line)) {
        let Some(analysis) = analyse(&record[0]) else {
            continue;
        };
        let found: Vec<(Span, String)> = match measured {
            Measured::Times => analysis
                .times
                .iter()
                .filter(|time| time.kind != TimeKind::Event)
                .map(|time| (time.span, describe_time(time)))
                .collect(),
            Measured::Amounts => analysis
                .quantities
                .iter()
                .map(|amount| (amount.span, describe_amount(amount)))
                .collect(),
        };
        let mut taken = vec![false; found.len()];
        for label in record {
            report.labelled += 1;
            let place = format!("{}:{}:{}", label.file, label.line, label.span.start);
            // An expression answers for one label: the one of its meaning, if several touch it.
            let touching = |exact: bool| {
                found
                    .iter()
                    .enumerate()
                    .position(|(number, (span, meaning))| {
                        !taken[number]
                            && span.overlaps(label.span)
                            && (!exact || *meaning == label.meaning)
                    })
            };
            match touching(true).or_else(|| touching(false)) {
                Some(number) => {
                    taken[number] = true;
                    report.found += 1;
                    if found[number].1 == label.meaning {
                        report.exact += 1;
                    } else {
                        report.errors.push(format!(
                            "{place} expected {}, found {}",
                            label.meaning, found[number].1
                        ));
                    }
                }
                None => report
                    .errors
                    .push(format!("{place} expected {}, found nothing", label.meaning)),
            }
        }
        for ((span, meaning), _) in found.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            report.excess += 1;
            let label = &record[0];
            report.errors.push(format!(
                "{}:{}:{} found {meaning} where no label is",
                label.file, label.line, span.start
            ));
        }
    }
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    report.recall = share(report.exact, report.labelled);
    report.precision = share(report.exact, report.found + report.excess);
    report
}

/// Writes an expression of time: `C` calendar, `D` duration, `R` recurring, `E` event; its days, with
/// `?` for an open end, and before them `>` for since, `<` until, `<!` before, `>!` after.
pub fn describe_time(time: &TimeExpression) -> String {
    let kind = match time.kind {
        TimeKind::Calendar => "C",
        TimeKind::Duration => return "D".to_owned(),
        TimeKind::Recurring => return "R".to_owned(),
        TimeKind::Event => "E",
    };
    let bound = match time.bound {
        Bound::Within => "",
        Bound::Since => ">",
        Bound::Until => "<",
        Bound::Before => "<!",
        Bound::After => ">!",
    };
    let day = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
    if time.from.is_some() && time.from == time.to {
        format!("{kind} {bound}{}", day(time.from))
    } else {
        format!("{kind} {bound}{}..{}", day(time.from), day(time.to))
    }
}

/// Writes an amount: its value or range, its unit or `-`, then `>=` for a lower bound, `<=` for an
/// upper one, and `<-N` where it changed from the N-th amount of the document, from 1.
pub fn describe_amount(amount: &Amount) -> String {
    let mut out = if amount.low == amount.high {
        amount.low.to_string()
    } else {
        format!("{}..{}", amount.low, amount.high)
    };
    out.push(' ');
    out.push_str(amount.unit.as_deref().unwrap_or("-"));
    if amount.at_least {
        out.push_str(" >=");
    }
    if amount.at_most {
        out.push_str(" <=");
    }
    if let Some(base) = amount.change_of {
        out.push_str(&format!(" <-{}", base + 1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_joined_and_counted() {
        let text = "The envoys met on June 14 and on Monday, after two weeks.";
        let header = "file\tline\tstart\tend\tsha256\tlabel\n";
        let labels = parse_expression_labels(&format!(
            "{header}f\t1\t18\t25\tx\tC 2025-06-14\nf\t1\t33\t39\tx\tC 2025-06-09\nf\t2\t0\t1\tx\tD\nbroken\n"
        ));
        assert_eq!(labels.len(), 3);
        let report = measure_expressions(&labels, Measured::Times, |label| {
            (label.line == 1).then(|| Analysis {
                times: crate::time::expressions(
                    text,
                    &Analysis::default(),
                    Some(jiff::civil::date(2025, 6, 18)),
                ),
                ..Analysis::default()
            })
        });
        assert_eq!(
            (report.labelled, report.found, report.exact, report.excess),
            (2, 2, 1, 1)
        );
        assert_eq!(report.errors.len(), 2);
    }

    #[test]
    fn the_labels_that_are_kept_can_be_read() {
        let lines = |text: &str| text.lines().count() - 1;
        for text in [
            include_str!("../labels/times.tsv"),
            include_str!("../labels/amounts.tsv"),
            include_str!("../labels/times-second.tsv"),
            include_str!("../labels/amounts-second.tsv"),
        ] {
            let labels = parse_expression_labels(text);
            assert_eq!(labels.len(), lines(text));
            assert!(labels.is_sorted_by_key(|label| (label.file.clone(), label.line)));
            assert!(labels.iter().all(|label| label.sha256.len() == 64));
        }
    }
}
