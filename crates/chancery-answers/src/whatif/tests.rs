use super::*;
use chancery_model::parse_date;

fn read(text: &str) -> Result<Assumption, AssumptionError> {
    Assumption::parse(text, Dictionary::embedded())
}

fn all(texts: &[&str]) -> Vec<Assumption> {
    texts.iter().filter_map(|text| read(text).ok()).collect()
}

/// A record made of assumptions, as if a document had said so.
fn record(texts: &[&str]) -> Record {
    let found = all(texts);
    assert_eq!(found.len(), texts.len());
    let (mut record, _) = overlay(&Record::default(), &found, parse_date("2025-06-18"));
    for document in &mut record.documents {
        document.id = "report".into();
    }
    record.sentences = std::iter::once(("report".into(), Vec::new())).collect();
    for (number, statement) in record.statements.iter_mut().enumerate() {
        statement.id = format!("s{number}").into();
        statement.evidence.document = "report".into();
    }
    record
}

#[test]
fn what_is_no_assumption_is_told_so() {
    let wrong = |text: &str| read(text).map_err(|error| error.to_string()).err();
    for (text, part) in [
        ("USA", "too little"),
        ("XQZ ASSAULT IRN", "XQZ"),
        ("USA BAKE IRN", "BAKE"),
        ("USA ASSAULT IRN tomorrow", "tomorrow"),
        ("USA ally", "nobody to whom"),
        ("USA TREATY defence", "nobody to whom"),
        ("RUS+IRN TREATY friendship", "friendship"),
    ] {
        let error = wrong(text).unwrap_or_default();
        assert!(error.contains(part), "{text}: {error}");
    }
    for text in [
        "USA ASSAULT IRN 2025-06-22",
        "IRN REQUEST RUS assist",
        "RUS+IRN CONSULT 2025-06-20",
        "RUS+IRN TREATY defence",
        "IRN MEMBER CSTO",
        "RUS ally IRN",
        "HAMAS ASSAULT ISR",
    ] {
        assert!(read(text).is_ok(), "{text}: {:?}", read(text));
    }
}

#[test]
fn the_record_is_not_touched_and_later_days_move_both_answers() {
    let record = record(&["ISR ASSAULT IRN 2025-06-13", "RUS partner IRN 2025-06-14"]);
    let before = record.clone();
    let (overlaid, day) = overlay(&record, &all(&["USA ASSAULT IRN 2025-06-22"]), None);
    assert_eq!(record, before);
    assert_eq!(day, parse_date("2025-06-22"));
    assert_eq!(overlaid.statements.len(), record.statements.len() + 1);
}

fn answer(record: &Record, texts: &[&str]) -> WhatIf {
    let assumptions = all(texts);
    let (overlaid, day) = overlay(record, &assumptions, None);
    whatif(
        record,
        &overlaid,
        &assumptions,
        day,
        None,
        Dictionary::embedded(),
    )
    .0
}

#[test]
fn no_assumption_changes_nothing() {
    let record = record(&["ISR at-war IRN 2025-06-13", "RUS partner IRN 2025-06-14"]);
    let found = answer(&record, &[]);
    for changes in [
        &found.ties,
        &found.camps,
        &found.commitments,
        &found.protectors,
        &found.mediators,
    ] {
        assert!(changes.is_empty(), "{changes:?}");
    }
}

#[test]
fn a_treaty_and_a_request_change_who_would_defend_and_cite_the_assumption() {
    let record = record(&[
        "ISR at-war IRN 2025-06-13",
        "ISR ASSAULT IRN 2025-06-13",
        "RUS ally IRN 2025-06-14",
    ]);
    let found = answer(
        &record,
        &[
            "RUS+IRN TREATY defence 2025-06-15",
            "IRN REQUEST RUS assist 2025-06-16",
        ],
    );
    let russia = found
        .protectors
        .iter()
        .find(|change| change.actors == ["RUS".into(), "IRN".into()]);
    let russia = russia.unwrap_or_else(|| panic!("{:?}", found.protectors));
    assert!(russia.why.contains("asked for help"), "{}", russia.why);
    assert!(russia.statements.contains(&"assumption-2".into()));
    assert!(
        found
            .commitments
            .iter()
            .any(|change| change.before == "not on record")
    );
}

#[test]
fn an_attack_makes_enemies() {
    let record = record(&["USA neutral IRN 2025-06-10", "ISR at-war IRN 2025-06-13"]);
    let found = answer(
        &record,
        &["USA ASSAULT IRN 2025-06-14", "IRN ASSAULT USA 2025-06-15"],
    );
    let tie = found
        .ties
        .iter()
        .find(|change| change.actors == ["IRN".into(), "USA".into()]);
    let tie = tie.unwrap_or_else(|| panic!("{:?}", found.ties));
    assert_eq!(tie.why, "colder");
    assert!(
        tie.statements
            .iter()
            .any(|id| id.as_str().starts_with("assumption"))
    );
}

#[test]
fn who_is_asked_for_help_comes_into_question_without_a_tie() {
    let record = record(&["ISR at-war IRN 2025-06-13", "ISR ASSAULT IRN 2025-06-13"]);
    let found = answer(&record, &["IRN REQUEST RUS assist 2025-06-16"]);
    let asked = found
        .protectors
        .iter()
        .any(|change| change.actors == ["RUS".into(), "IRN".into()]);
    assert!(asked, "{:?}", found.protectors);
}
