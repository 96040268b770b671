//! The main frame of a sentence (who does what to whom, denied or not, in what mood), and how often
//! it is right.

use crate::{Analysis, ClauseKind, Modality, PredicateKind, Predication, Role, TokenId};
use serde::Serialize;
use std::collections::BTreeMap;

/// The main clause of a sentence, as far as most readers care.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MainFrame {
    /// The verb, or the noun for an act that a light verb carries.
    pub predicate: TokenId,
    /// The light verb.
    pub support: Option<TokenId>,
    /// Who does it; for "to be", of whom it is said.
    pub subjects: Vec<TokenId>,
    /// To whom or what; for "to be", what is said.
    pub objects: Vec<TokenId>,
    /// Words that may stand for a clause or phrase in the subject's or object's place.
    pub clauses: Vec<TokenId>,
    /// Whether it is denied.
    pub negated: bool,
    /// Its mood.
    pub modality: Modality,
}

/// Returns the main frame of a sentence, where it has a predicate.
pub fn main_frame(
    analysis: &Analysis,
    predications: &[Predication],
    sentence: usize,
) -> Option<MainFrame> {
    let mut range = analysis.sentences.get(sentence)?.tokens.clone();
    let root = range.find(|&id| analysis.tokens[id].is_root())?;
    let own = || {
        predications
            .iter()
            .filter(|found| found.sentence == sentence)
    };
    // Of clauses run together with a semicolon the first is the main one.
    let run_on = own().find(|found| {
        found.clause == ClauseKind::Main
            && found.parent.is_none()
            && analysis.tokens[found.head].head == root
            && analysis.tokens[found.head].dep == "ccomp"
    });
    let mut main = run_on
        .or_else(|| own().find(|found| found.head == root || found.support == Some(root)))
        .or_else(|| {
            // The root may only help: "is to meet".
            own().find(|found| {
                analysis.tokens[found.head].head == root && found.clause == ClauseKind::Main
            })
        })
        .or_else(|| own().find(|found| found.clause == ClauseKind::Main))?;
    if main.lemma == "according to" {
        let number = predications
            .iter()
            .position(|found| std::ptr::eq(found, main));
        main = own()
            .find(|found| found.parent == number && number.is_some())
            .unwrap_or(main);
    }
    // "I know, as I told you, that they left": what governs the root in meaning is the main clause.
    if main.clause == ClauseKind::Complement
        && main.marker.is_some()
        && let Some(governor) = main
            .parent
            .and_then(|number| predications.get(number))
            .filter(|governor| governor.sentence == sentence && governor.head < main.head)
            .filter(|governor| governor.clause == ClauseKind::Main)
    {
        main = governor;
    }
    let with = |role: Role| -> Vec<TokenId> {
        main.arguments
            .iter()
            .filter(|argument| argument.role == role && !is_inside(analysis, main, argument))
            .map(|argument| argument.head)
            .collect()
    };
    let mut subjects = with(Role::Agent);
    let mut objects = with(Role::Patient);
    let mut clauses = with(Role::Clause);
    match main.kind {
        PredicateKind::Copula => {
            objects.extend(with(Role::Attribute));
            clauses.extend(
                main.arguments
                    .iter()
                    .filter_map(|argument| argument.preposition),
            );
        }
        PredicateKind::Noun if main.support.is_some() => {
            if subjects.is_empty() && !main.passive {
                subjects = objects;
            }
            objects = own()
                .filter(|found| found.support == main.support)
                .map(|found| found.head)
                .collect();
        }
        _ => {}
    }
    Some(MainFrame {
        predicate: main.head,
        support: main.support,
        subjects,
        objects,
        clauses,
        negated: main.negation.is_some(),
        modality: main.modality,
    })
}

/// Returns whether an argument belongs to the noun itself rather than to the verb that carries it,
/// or only spells another one out.
fn is_inside(analysis: &Analysis, main: &Predication, argument: &crate::Argument) -> bool {
    let head_of = |id: TokenId| analysis.tokens[id].head;
    let hangs = argument
        .preposition
        .map_or_else(|| head_of(argument.head), head_of);
    (main.support.is_some() && hangs == main.head)
        || (argument.inferred && spells_out(analysis, argument.head))
}

/// Returns whether a word is in apposition, alone or in a list: "two men, A and B".
fn spells_out(analysis: &Analysis, head: TokenId) -> bool {
    let mut at = head;
    for _ in 0..8 {
        match analysis.tokens[at].dep {
            "appos" => return true,
            "conj" => at = analysis.tokens[at].head,
            _ => return false,
        }
    }
    false
}

/// What a reader says the main frame of one sentence is. Numbers are bytes from the start of the
/// sentence; each inner list holds places that are equally right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameLabel {
    /// The file under the data folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The first byte of the sentence in the record's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// `news` or `prose`.
    pub genre: String,
    /// The predicate.
    pub predicate: Vec<Vec<usize>>,
    /// The subjects.
    pub subjects: Vec<Vec<usize>>,
    /// The objects.
    pub objects: Vec<Vec<usize>>,
    /// Whether it is denied.
    pub negated: bool,
    /// Its mood.
    pub modality: Modality,
}

/// Reads labels from tab-separated lines with a header, skipping lines that are not of the form.
pub fn parse_labels(text: &str) -> Vec<FrameLabel> {
    text.lines().skip(1).filter_map(parse_label).collect()
}

fn parse_label(line: &str) -> Option<FrameLabel> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        file,
        number,
        start,
        end,
        sha256,
        genre,
        predicate,
        subjects,
        objects,
        negated,
        modality,
    ] = columns[..]
    else {
        return None;
    };
    let places = |text: &str| -> Option<Vec<Vec<usize>>> {
        if text == "-" {
            return Some(Vec::new());
        }
        text.split(',')
            .map(|group| group.split('/').map(|place| place.parse().ok()).collect())
            .collect()
    };
    Some(FrameLabel {
        file: file.to_owned(),
        line: number.parse().ok()?,
        start: start.parse().ok()?,
        end: end.parse().ok()?,
        sha256: sha256.to_owned(),
        genre: genre.to_owned(),
        predicate: places(predicate)?,
        subjects: places(subjects)?,
        objects: places(objects)?,
        negated: negated == "yes",
        modality: match modality {
            "plain" => Modality::Plain,
            "future" => Modality::Future,
            "possible" => Modality::Possible,
            "conditional" => Modality::Conditional,
            "obligation" => Modality::Obligation,
            "ability" => Modality::Ability,
            _ => return None,
        },
    })
}

/// How often main frames are right, for one genre.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct FrameCounts {
    /// Labelled sentences.
    pub sentences: usize,
    /// Sentences with everything right.
    pub right: usize,
    /// Sentences with the right predicate.
    pub predicate: usize,
    /// With the right subjects.
    pub subject: usize,
    /// With the right objects.
    pub object: usize,
    /// With the right negation.
    pub negation: usize,
    /// With the right mood.
    pub modality: usize,
    /// The share with everything right among the sentences whose trust is at least 0.8.
    pub trusted_right: f64,
    /// How many sentences have such trust.
    pub trusted: usize,
}

/// How often main frames are right, with the lines of the label file that are not.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct FrameReport {
    /// By genre.
    pub genres: BTreeMap<String, FrameCounts>,
    /// File, line and what is wrong.
    pub errors: Vec<String>,
}

/// Measures main frames. `analyse` gives the analysis of one labelled sentence by itself, or
/// nothing where the text is missing (such labels are not counted).
pub fn measure_frames(
    labels: &[FrameLabel],
    mut analyse: impl FnMut(&FrameLabel) -> Option<Analysis>,
) -> FrameReport {
    let mut report = FrameReport::default();
    for label in labels {
        let Some(analysis) = analyse(label) else {
            continue;
        };
        let frame = (0..analysis.sentences.len())
            .find_map(|sentence| main_frame(&analysis, &analysis.predications, sentence));
        let trust = analysis
            .sentences
            .first()
            .map_or(0.0, |sentence| sentence.trust);
        let counts = report.genres.entry(label.genre.clone()).or_default();
        counts.sentences += 1;
        let parts = frame.map_or([false; 5], |frame| compare(&analysis, label, &frame));
        let totals = [
            &mut counts.predicate,
            &mut counts.subject,
            &mut counts.object,
            &mut counts.negation,
            &mut counts.modality,
        ];
        for (total, right) in totals.into_iter().zip(parts) {
            *total += usize::from(right);
        }
        let right = parts.iter().all(|&part| part);
        counts.right += usize::from(right);
        if trust >= 0.8 {
            counts.trusted += 1;
            counts.trusted_right += f64::from(u8::from(right));
        }
        if !right {
            let names = ["predicate", "subject", "object", "negation", "modality"];
            let wrong: Vec<&str> = names
                .into_iter()
                .zip(parts)
                .filter(|(_, part)| !part)
                .map(|(name, _)| name)
                .collect();
            report.errors.push(format!(
                "{}:{}:{} {} (trust {trust:.2})",
                label.file,
                label.line,
                label.start,
                wrong.join(" ")
            ));
        }
    }
    for counts in report.genres.values_mut() {
        if counts.trusted > 0 {
            counts.trusted_right /= counts.trusted as f64;
        }
    }
    report
}

fn compare(analysis: &Analysis, label: &FrameLabel, frame: &MainFrame) -> [bool; 5] {
    let covers = |id: TokenId, places: &[usize]| {
        let span = analysis.tokens[id].span;
        places
            .iter()
            .any(|&place| span.start <= place && place < span.end)
    };
    let predicate = label.predicate.iter().all(|places| {
        covers(frame.predicate, places) || frame.support.is_some_and(|verb| covers(verb, places))
    });
    let same = |found: &[TokenId], wanted: &[Vec<usize>]| {
        wanted.iter().all(|places| {
            found
                .iter()
                .chain(&frame.clauses)
                .any(|&id| covers(id, places))
        }) && found
            .iter()
            .all(|&id| wanted.iter().any(|places| covers(id, places)))
    };
    [
        predicate,
        same(&frame.subjects, &label.subjects),
        same(&frame.objects, &label.objects),
        frame.negated == label.negated,
        frame.modality == label.modality,
    ]
}
