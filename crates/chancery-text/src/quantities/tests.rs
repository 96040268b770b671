#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::english::English;
use crate::labelled::describe_amount as written;
use proptest::prelude::*;

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

fn analysed(text: &str, with_tree: bool) -> Analysis {
    let mut analysis = Analysis::default();
    if with_tree {
        analysis.paragraphs = crate::paragraphs(text);
        English::embedded().read(text, &mut analysis);
    }
    analysis.times = crate::time::expressions(text, &analysis, None);
    analysis
}

fn wrong(with_tree: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in include_str!("cases.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (marked, expected) = line.rsplit_once(" |").unwrap();
        let (text, spans) = unmark(marked);
        let expected: Vec<&str> = expected
            .split(';')
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect();
        let found = amounts(&text, &analysed(&text, with_tree));
        let values: Vec<String> = found.iter().map(written).collect();
        let placed = found.len() == spans.len()
            && found
                .iter()
                .zip(&spans)
                .all(|(one, span)| one.span.overlaps(*span));
        if values != expected || !placed {
            wrong.push(format!(
                "{text}\n  expected {expected:?}\n  found    {values:?}"
            ));
        }
    }
    wrong
}

#[test]
fn amounts_in_context() {
    let wrong = wrong(false);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn amounts_in_context_with_trees() {
    let wrong = wrong(true);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn long_input_takes_linear_time() {
    let none = Analysis::default();
    assert_eq!(
        amounts(&"It paid $5 million to 12 people. ".repeat(50_000), &none).len(),
        100_000
    );
    amounts(&"1-".repeat(100_000), &none);
    amounts(&"hundred ".repeat(100_000), &none);
    amounts(&"a total of ".repeat(100_000), &none);
    amounts(&"9".repeat(100_000), &none);
    amounts(&"1,000,".repeat(50_000), &none);
}

proptest! {
    #[test]
    fn any_text_gives_ordered_amounts(
        text in "(\\PC|\\$|€|[0-9]{1,5}|,|\\.|-|–|%|to |from |and |million |per |barrel |people |more than |one |two |dozen |hundreds of |half a |between |or more|\\+| ){0,40}"
    ) {
        let found = amounts(&text, &Analysis::default());
        let mut last = 0;
        for amount in &found {
            prop_assert!(amount.span.start >= last);
            prop_assert!(!amount.span.of(&text).is_empty());
            prop_assert!(amount.low <= amount.high);
            prop_assert!(amount.change_of.is_none_or(|base| base < found.len()));
            last = amount.span.end;
        }
    }
}
