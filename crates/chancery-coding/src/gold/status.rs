//! Whether acts happened and according to whom, against labels that hold no text (`labels/status.tsv`).
//!
//! A label names the word of an act by file, line and bytes, and its text by SHA-256. The caller joins
//! the labels with the data, checks the hashes and gives the candidates of the coder's explanation.

use crate::{Candidate, Outcome};
use chancery_model::{Assertion, Span, Status};
use serde::Serialize;
use std::{collections::BTreeMap, fmt};

/// A text with the acts labelled in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelledText {
    /// The file under the data folder.
    pub file: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// The SHA-256 of the text in hexadecimal.
    pub sha256: String,
    /// What kind of text it is.
    pub genre: String,
    /// The day of publication.
    pub date: String,
    /// The acts, none where the text holds none.
    pub acts: Vec<LabelledAct>,
}

/// An act with what a reader takes it for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelledAct {
    /// The bytes of the word that names it.
    pub span: Span,
    /// Whether it happened.
    pub status: Status,
    /// According to whom.
    pub assertion: Assertion,
    /// The speaker's id, or `outlet`, where the text names one.
    pub speaker: Option<String>,
}

/// How often status and attribution are right.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct StatusReport {
    /// The texts that were there.
    pub texts: usize,
    /// Texts without an act, and of these how many had something coded in them.
    pub without_acts: (usize, usize),
    /// The figures by genre, and of all.
    pub genres: BTreeMap<String, StatusCounts>,
    /// What the label says, then what was found, of the status of acts read as predicates.
    pub statuses: BTreeMap<String, BTreeMap<String, usize>>,
    /// The same of the assertion.
    pub assertions: BTreeMap<String, BTreeMap<String, usize>>,
    /// The acts that are wrong: place, label, what was found.
    pub errors: Vec<String>,
}

/// Counts of acts.
#[derive(Clone, Copy, PartialEq, Default, Debug, Serialize)]
pub struct StatusCounts {
    /// Labelled acts.
    pub acts: usize,
    /// Acts that were read as predicates.
    pub read: usize,
    /// Of these, with the right status.
    pub status: usize,
    /// Of these, with the right assertion.
    pub assertion: usize,
    /// Acts that were coded as events.
    pub coded: usize,
    /// Of the coded, with the right status.
    pub coded_status: usize,
    /// Of the coded, with the right assertion.
    pub coded_assertion: usize,
    /// Acts read whose label names a speaker.
    pub with_speaker: usize,
    /// Of these, with that speaker.
    pub speaker: usize,
}

/// Reads labels from tab-separated lines with a header; a line of another form is an error that names it.
pub fn parse_status_labels(text: &str) -> Result<Vec<LabelledText>, String> {
    let mut texts: Vec<LabelledText> = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let wrong = || format!("line {}: not a label of ten columns", number + 1);
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            file,
            at,
            start,
            end,
            sha256,
            genre,
            date,
            status,
            assertion,
            speaker,
        ] = columns[..]
        else {
            return Err(wrong());
        };
        let at: u64 = at.parse().map_err(|_| wrong())?;
        if !texts
            .last()
            .is_some_and(|last| last.file == file && last.line == at)
        {
            texts.push(LabelledText {
                file: file.to_owned(),
                line: at,
                sha256: sha256.to_owned(),
                genre: genre.to_owned(),
                date: date.to_owned(),
                acts: Vec::new(),
            });
        }
        if status == "-" {
            continue;
        }
        let act = LabelledAct {
            span: Span::new(
                start.parse().map_err(|_| wrong())?,
                end.parse().map_err(|_| wrong())?,
            ),
            status: STATUSES
                .into_iter()
                .find(|one| one.as_str() == status)
                .ok_or_else(wrong)?,
            assertion: ASSERTIONS
                .into_iter()
                .find(|one| one.as_str() == assertion)
                .ok_or_else(wrong)?,
            speaker: (speaker != "-").then(|| speaker.to_owned()),
        };
        if let Some(last) = texts.last_mut() {
            last.acts.push(act);
        }
    }
    Ok(texts)
}

const STATUSES: [Status; 5] = [
    Status::Actual,
    Status::Historical,
    Status::Future,
    Status::Hypothetical,
    Status::Negated,
];

const ASSERTIONS: [Assertion; 4] = [
    Assertion::Author,
    Assertion::Reported,
    Assertion::Alleged,
    Assertion::Denied,
];

impl StatusReport {
    /// Counts one text with the candidates that the coder considered in it.
    pub fn add(&mut self, text: &LabelledText, candidates: &[Candidate]) {
        self.texts += 1;
        if text.acts.is_empty() {
            self.without_acts.0 += 1;
            let coded = candidates.iter().any(is_coded);
            self.without_acts.1 += usize::from(coded);
        }
        for act in &text.acts {
            let found = candidates
                .iter()
                .filter(|candidate| candidate.span.overlaps(act.span))
                .max_by_key(|candidate| is_coded(candidate));
            let mut counts = StatusCounts {
                acts: 1,
                ..StatusCounts::default()
            };
            if let Some(found) = found {
                self.compare(text, act, found, &mut counts);
            }
            for genre in [text.genre.as_str(), "all"] {
                self.genres.entry(genre.to_owned()).or_default().add(counts);
            }
        }
    }

    fn compare(
        &mut self,
        text: &LabelledText,
        act: &LabelledAct,
        found: &Candidate,
        counts: &mut StatusCounts,
    ) {
        let coded = is_coded(found);
        let status = found.status == act.status;
        let assertion = found.attribution.assertion == act.assertion;
        counts.read = 1;
        counts.status = usize::from(status);
        counts.assertion = usize::from(assertion);
        counts.coded = usize::from(coded);
        counts.coded_status = usize::from(coded && status);
        counts.coded_assertion = usize::from(coded && assertion);
        if let Some(speaker) = &act.speaker {
            counts.with_speaker = 1;
            let named = if speaker == "outlet" {
                found.attribution.outlet.is_some()
            } else {
                found.attribution.speaker.as_ref().is_some_and(|one| {
                    one.id
                        .as_ref()
                        .or(one.country.as_ref())
                        .is_some_and(|id| id.as_str() == speaker)
                        || one.state().is_some_and(|id| id.as_str() == speaker)
                })
            };
            counts.speaker = usize::from(named);
        }
        let count =
            |table: &mut BTreeMap<String, BTreeMap<String, usize>>, label: &str, given: &str| {
                *table
                    .entry(label.to_owned())
                    .or_default()
                    .entry(given.to_owned())
                    .or_default() += 1;
            };
        count(
            &mut self.statuses,
            act.status.as_str(),
            found.status.as_str(),
        );
        count(
            &mut self.assertions,
            act.assertion.as_str(),
            found.attribution.assertion.as_str(),
        );
        if !status || !assertion {
            self.errors.push(format!(
                "{}:{}:{} \u{201c}{}\u{201d} expected {} {}, found {} {} ({}{})",
                text.file,
                text.line,
                act.span.start,
                found.predicate,
                act.status.as_str(),
                act.assertion.as_str(),
                found.status.as_str(),
                found.attribution.assertion.as_str(),
                found.standing,
                if coded { ", coded" } else { "" },
            ));
        }
    }
}

const fn is_coded(candidate: &Candidate) -> bool {
    matches!(candidate.outcome, Outcome::Coded(_))
}

impl StatusCounts {
    fn add(&mut self, other: Self) {
        self.acts += other.acts;
        self.read += other.read;
        self.status += other.status;
        self.assertion += other.assertion;
        self.coded += other.coded;
        self.coded_status += other.coded_status;
        self.coded_assertion += other.coded_assertion;
        self.with_speaker += other.with_speaker;
        self.speaker += other.speaker;
    }
}

impl fmt::Display for StatusReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        writeln!(
            out,
            "{} texts, {} without an act, of which {} had something coded",
            self.texts, self.without_acts.0, self.without_acts.1
        )?;
        writeln!(
            out,
            "{:<10} {:>5} {:>5} {:>7} {:>9} | {:>5} {:>7} {:>9} | speaker",
            "genre", "acts", "read", "status", "assertion", "coded", "status", "assertion"
        )?;
        for (genre, counts) in &self.genres {
            writeln!(
                out,
                "{genre:<10} {:>5} {:>5} {:>7.3} {:>9.3} | {:>5} {:>7.3} {:>9.3} | {} of {}",
                counts.acts,
                counts.read,
                share(counts.status, counts.read),
                share(counts.assertion, counts.read),
                counts.coded,
                share(counts.coded_status, counts.coded),
                share(counts.coded_assertion, counts.coded),
                counts.speaker,
                counts.with_speaker,
            )?;
        }
        for (title, table) in [("status", &self.statuses), ("assertion", &self.assertions)] {
            writeln!(out, "{title}: what the label says, then what was found")?;
            for (label, row) in table {
                let cells: Vec<String> = row
                    .iter()
                    .map(|(found, n)| format!("{found} {n}"))
                    .collect();
                writeln!(out, "  {label}: {}", cells.join(", "))?;
            }
        }
        for error in &self.errors {
            writeln!(out, "{error}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::Attribution;

    #[test]
    fn acts_are_found_by_their_word_and_compared() {
        let header = "file\tline\tstart\tend\tsha256\tgenre\tdate\tstatus\tassertion\tspeaker\n";
        let labels = parse_status_labels(&format!(
            "{header}f\t1\t4\t9\tx\tnews\t2025-01-01\tfuture\tauthor\t-\nf\t1\t20\t25\tx\tnews\t2025-01-01\tactual\treported\tRUS\nf\t2\t0\t0\ty\tnews\t2025-01-01\t-\t-\t-\n"
        ))
        .expect("labels");
        assert_eq!((labels.len(), labels[0].acts.len()), (2, 2));
        let candidate = Candidate {
            sentence: 0,
            predicate: "strike".to_owned(),
            span: Span::new(4, 9),
            reading: None,
            standing: String::new(),
            status: Status::Hypothetical,
            attribution: Attribution::default(),
            outcome: Outcome::Dropped(String::new()),
        };
        let mut report = StatusReport::default();
        report.add(&labels[0], std::slice::from_ref(&candidate));
        report.add(&labels[1], &[]);
        let all = report.genres["all"];
        assert_eq!(
            (all.acts, all.read, all.status, all.assertion),
            (2, 1, 0, 1)
        );
        assert_eq!(report.without_acts, (1, 0));
        assert_eq!(report.errors.len(), 1);
        assert!(parse_status_labels(&format!("{header}f\tx\n")).is_err());
    }

    #[test]
    fn the_labels_that_are_kept_can_be_read() {
        let labels = parse_status_labels(include_str!("../../labels/status.tsv")).expect("labels");
        assert_eq!(labels.len(), 827);
        assert_eq!(
            labels.iter().map(|text| text.acts.len()).sum::<usize>(),
            634
        );
    }
}
