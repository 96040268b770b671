#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::english::English;
use crate::labelled::describe_time as written;
use chancery_model::Span;
use proptest::prelude::*;

/// Splits a marked sentence into its text and the bytes of its brackets.
fn unmark(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for letter in marked.chars() {
        match letter {
            '[' => start = text.len(),
            ']' => spans.push(Span::new(start, text.len())),
            other => text.push(other),
        }
    }
    (text, spans)
}

fn analysed(text: &str) -> Analysis {
    let mut analysis = Analysis {
        paragraphs: crate::paragraphs(text),
        ..Analysis::default()
    };
    English::embedded().read(text, &mut analysis);
    analysis
}

/// Checks every case, with the tree or without, and returns what is wrong.
fn wrong(with_tree: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in include_str!("cases.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut columns = line.split(" | ");
        let anchor = columns.next().and_then(calendar::numeric);
        let (text, spans) = unmark(columns.next().unwrap().trim_end_matches(" |"));
        let expected: Vec<&str> = columns
            .next()
            .map(|column| column.trim().split(" ; ").collect())
            .unwrap_or_default();
        let analysis = if with_tree {
            analysed(&text)
        } else {
            Analysis::default()
        };
        let found: Vec<TimeExpression> = expressions(&text, &analysis, anchor)
            .into_iter()
            .filter(|time| time.kind != TimeKind::Event)
            .collect();
        let values: Vec<String> = found.iter().map(written).collect();
        // "23 and 24" of a month are one expression; a preposition may or may not be in the span.
        let placed = found.len() == spans.len()
            && found
                .iter()
                .zip(&spans)
                .all(|(time, span)| time.span.overlaps(*span));
        if values != expected || !placed {
            let words: Vec<&str> = found.iter().map(|time| time.span.of(&text)).collect();
            wrong.push(format!(
                "{text}\n  expected {expected:?}\n  found    {values:?} {words:?}"
            ));
        }
    }
    wrong
}

#[test]
fn expressions_in_context() {
    let wrong = wrong(false);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn expressions_in_context_with_trees() {
    let wrong = wrong(true);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn events_stay_symbolic() {
    for (text, expected) in [
        (
            "Trade has grown since the start of the war in Ukraine.",
            &[("since the start of the war in Ukraine", "E >?..?")][..],
        ),
        (
            "After the airstrikes began, the minister called the emir.",
            &[("After the airstrikes began", "E >!?..?")],
        ),
        (
            "The envoy left two days before the summit in Cairo.",
            &[("two days before the summit in Cairo", "E <!?..?")],
        ),
        (
            "Nobody was paid during the siege of the town.",
            &[("during the siege of the town", "E ?..?")],
        ),
        (
            "After the collapse of the Union in 1991, it declared independence.",
            &[
                (
                    "After the collapse of the Union in 1991",
                    "E >!1991-01-01..1991-12-31",
                ),
                ("1991", "C 1991-01-01..1991-12-31"),
            ],
        ),
        ("Since it has no army, it relies on its neighbours.", &[]),
        ("He ran after the thief.", &[]),
    ] {
        let analysis = analysed(text);
        let found: Vec<(&str, String)> =
            expressions(text, &analysis, Some(jiff::civil::date(2025, 6, 18)))
                .iter()
                .map(|time| (time.span.of(text), written(time)))
                .collect();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(words, value)| (*words, value.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn long_input_takes_linear_time() {
    let anchor = Some(jiff::civil::date(2025, 6, 18));
    let text = "On May 5 the two met and in March 2014 too. ".repeat(50_000);
    assert_eq!(
        expressions(&text, &Analysis::default(), anchor).len(),
        100_000
    );
    expressions(&"word ".repeat(2_000_000), &Analysis::default(), anchor);
    expressions(&"(".repeat(100_000), &Analysis::default(), anchor);
    expressions(
        &"the first half of ".repeat(20_000),
        &Analysis::default(),
        anchor,
    );
    expressions(
        &"two days after ".repeat(20_000),
        &Analysis::default(),
        anchor,
    );
    expressions(
        &"early late mid ".repeat(20_000),
        &Analysis::default(),
        anchor,
    );
    expressions(&"May-".repeat(50_000), &Analysis::default(), anchor);
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_and_days(
        text in "(\\PC|the |of |in |June |May |last |next |week|days |2025|1999|[0-9]{1,4}|-|–|,|\\.|'|s|two |ago |early |half |and |to |between |9/11|winter ){0,40}"
    ) {
        for anchor in [None, Some(jiff::civil::date(2024, 2, 29))] {
            let mut last = 0;
            for time in expressions(&text, &Analysis::default(), anchor) {
                prop_assert!(time.span.start >= last);
                prop_assert!(!time.span.of(&text).is_empty());
                if let (Some(from), Some(to)) = (time.from, time.to) {
                    prop_assert!(from <= to);
                }
                last = time.span.start;
            }
        }
    }
}
