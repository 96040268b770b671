//! The laws of the record: nothing reported after a day touches what was known on it, and what
//! was written reads back.

use chancery_model::{
    Attribution, Body, Date, DateRange, Document, Event, EventType, Evidence, Span, Statement,
    Status,
};
use chancery_store::{Record, read, write};
use proptest::prelude::*;

fn day(number: i8) -> Date {
    jiff::civil::date(2024, 3, number)
}

fn statement(id: usize, reported: Option<i8>, corrects: Option<usize>) -> Statement {
    Statement {
        id: format!("s{id}").into(),
        body: Body::Event(Event::new(EventType::Consult, None)),
        evidence: Evidence {
            document: format!("d{id}").into(),
            sentence: 0,
            start: 0,
            end: 3,
            text: "met".into(),
        },
        status: Status::Actual,
        attribution: Attribution::default(),
        date: DateRange {
            reported: reported.map(day),
            ..DateRange::default()
        },
        confidence: 0.5,
        rule: "test".into(),
        also: Vec::new(),
        corrects: corrects.map(|old| format!("s{old}").into()),
    }
}

fn records() -> impl Strategy<Value = Record> {
    prop::collection::vec(
        (prop::option::of(1_i8..20), prop::option::of(0_usize..10)),
        0..12,
    )
    .prop_map(|rows| {
        let mut record = Record::default();
        for (id, (reported, corrects)) in rows.into_iter().enumerate() {
            let mut document = Document::new(format!("d{id}"), "met");
            document.published = reported.map(day);
            let corrects = corrects.filter(|old| *old != id);
            record.add(
                document,
                vec![Span::new(0, 3)],
                vec![statement(id, reported, corrects)],
                Vec::new(),
            );
        }
        record
    })
}

proptest! {
    #[test]
    fn nothing_reported_later_touches_an_earlier_day(record in records(), on in 1_i8..20) {
        let mut truncated = record.clone();
        truncated.documents.retain(|document| document.published.is_some_and(|at| at <= day(on)));
        truncated.statements.retain(|old| old.date.reported.is_some_and(|at| at <= day(on)));
        let full = record.as_of(Some(day(on)));
        let short = truncated.as_of(Some(day(on)));
        prop_assert_eq!(full.statements, short.statements);
        prop_assert_eq!(full.documents, short.documents);
        prop_assert_eq!(full.corrected, short.corrected);
    }

    #[test]
    fn what_was_written_reads_back(record in records()) {
        let mut bytes = Vec::new();
        write(&record, &mut bytes)?;
        let back = read(bytes.as_slice())
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(back, record);
    }
}

#[test]
fn a_corrected_statement_counts_until_the_correction_is_reported() {
    let mut record = Record::default();
    for (id, reported, corrects) in [(0, 3, None), (1, 5, Some(0))] {
        let mut document = Document::new(format!("d{id}"), "met");
        document.published = Some(day(reported));
        record.add(
            document,
            Vec::new(),
            vec![statement(id, Some(reported), corrects)],
            Vec::new(),
        );
    }
    assert_eq!(record.as_of(Some(day(4))).statements.len(), 1);
    let later = record.as_of(None);
    assert_eq!(later.statements.len(), 1);
    assert_eq!(later.statements[0].id.as_str(), "s1");
    assert_eq!(later.corrected[0].0.id.as_str(), "s0");
}

#[test]
fn foreign_and_newer_files_are_refused_with_a_reason() {
    let refuse = |text: &str| read(text.as_bytes()).err().map(|error| error.to_string());
    assert!(refuse("").is_some_and(|message| message.contains("not a record")));
    assert!(refuse("{\"id\":1}\n").is_some_and(|message| message.contains("not a record")));
    let newer = refuse("{\"record\":\"chancery\",\"version\":99}\n");
    assert!(newer.is_some_and(|message| message.contains("newer release")));
    let broken = refuse("{\"record\":\"chancery\",\"version\":1}\n{\"statement\":{}}\n");
    assert!(broken.is_some_and(|message| message.contains("line 2")));
}
