use super::*;
use ParagraphKind::{Byline, Caption, Credit, Foreign, Heading, ListItem, Prose};
use proptest::prelude::*;

fn check(lines: &[(ParagraphKind, &str)]) {
    let text: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let text = text.join("\n");
    let found: Vec<(ParagraphKind, &str)> = paragraphs(&text)
        .iter()
        .map(|paragraph| (paragraph.kind, paragraph.span.of(&text)))
        .collect();
    let expected: Vec<(ParagraphKind, &str)> = lines
        .iter()
        .map(|(kind, line)| (*kind, line.trim_start_matches(['#', '-', ' '])))
        .collect();
    assert_eq!(found, expected);
}

const PROSE: &str = "The foreign ministers of the two states met in Muscat on Tuesday, and both said that \
    the talks would go on in June, although nobody expects them to end the dispute over the river.";

#[test]
fn a_story_with_its_furniture() {
    check(&[
        (Heading, "Two ministers and a river"),
        (Byline, "By Jo Doe and J. Roe in Muscat"),
        (Credit, "Published on 18 June 2025"),
        (Prose, PROSE),
        (Caption, "Abiy Ahmed and Abdel Fattah al-Sisi"),
        (Credit, "Reuters"),
        (Credit, "Advertisement"),
        (Credit, "Home | World | Africa"),
        (Heading, "What Cairo wants"),
        (Prose, PROSE),
        (Credit, "Getty Images"),
        (Prose, PROSE),
        (
            Caption,
            "Abiy Ahmed, Isaias Afwerki, and a guard at the July 9 border ceremony in Asmara.",
        ),
        (Credit, "AFP"),
        (ListItem, "- The dam is full."),
        (Foreign, "Владимир Путин и Абий Ахмед"),
        (Credit, "Getty Images"),
        (Byline, "Reporting by Jo Doe; Editing by J. Roe"),
    ]);
}

#[test]
fn captions_by_their_words() {
    check(&[
        (Prose, PROSE),
        (
            Caption,
            "Egypt's foreign minister speaks to reporters in Cairo, June 14, 2025. REUTERS/Jo Doe",
        ),
        (Prose, PROSE),
        (
            Caption,
            "FILE - Abiy Ahmed attends a summit in Addis Ababa, on Feb. 17, 2024.",
        ),
        (Prose, PROSE),
        (Caption, "A man walks past a mural of the dam in Khartoum"),
        (Credit, "Jo Doe/AFP via Getty Images"),
        (Prose, PROSE),
    ]);
}

#[test]
fn prose_beside_a_credit_stays_prose() {
    check(&[
        (Heading, "Cairo waits"),
        (
            Prose,
            "Egypt is still waiting for an answer, two officials said on Monday.",
        ),
        (Credit, "Reuters"),
        (Prose, "The dam has been a source of dispute for a decade."),
        (Prose, "By Tuesday, the ministers had left."),
        (Heading, "War and Peace in the Horn"),
        (Prose, PROSE),
    ]);
}

#[test]
fn other_languages_are_set_apart() {
    check(&[
        (Prose, PROSE),
        (
            Foreign,
            "Les ministres des Affaires étrangères des deux pays se sont rencontrés mardi et ont dit que les discussions continueraient.",
        ),
        (
            Foreign,
            "وزیران امور خارجه دو کشور روز سه شنبه در مسقط دیدار کردند",
        ),
        (
            Prose,
            "The newspaper «Коммерсант» wrote that the talks had failed.",
        ),
        (Heading, "Recep Tayyip Erdoğan arrives in Şanlıurfa"),
        (Prose, PROSE),
    ]);
}

#[test]
fn a_single_line_is_a_report() {
    let found = paragraphs("Israel and Iran agree to a ceasefire");
    assert_eq!(found[0].kind, Prose);
    assert!(paragraphs("").is_empty());
    assert!(paragraphs(" \n\t\r\n").is_empty());
}

#[test]
fn large_input_takes_linear_time() {
    let line = "word ".repeat(2_000_000);
    assert_eq!(paragraphs(&line).len(), 1);
    assert!(!paragraphs(&"(".repeat(100_000)).is_empty());
    assert_eq!(paragraphs(&"a\n".repeat(100_000)).len(), 100_000);
}

proptest! {
    #[test]
    fn spans_are_ordered_and_cover_every_word(text in "(\\PC|\n|\r|# |- |1\\. |Reuters|By |\u{2028}|word ){0,60}") {
        let found = paragraphs(&text);
        let mut place = 0;
        for paragraph in &found {
            prop_assert!(paragraph.span.start >= place);
            prop_assert!(!paragraph.span.of(&text).trim().is_empty());
            place = paragraph.span.end;
        }
        let outside = text
            .char_indices()
            .filter(|(at, _)| !found.iter().any(|one| one.span.start <= *at && *at < one.span.end))
            .filter(|(_, letter)| letter.is_alphabetic())
            .count();
        prop_assert_eq!(outside, 0);
    }
}
