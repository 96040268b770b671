//! Queries over small cases: what the views hold, what is refused, and what is stopped.

use chancery_model::{
    ActorRef, Assertion, Attribution, Body, Date, DateRange, Document, Event, EventType, Evidence,
    Statement, Status, parse_date,
};
use chancery_query::{Format, Limits, Parameter, Place, QueryError, Rows, Session, Stores};
use chancery_store::case::{Action, Batch, Case, Correction, REPORTS, Verdict};
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("chancery-sql-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::UNIX_EPOCH
}

fn day(text: &str) -> Result<Date> {
    parse_date(text).ok_or_else(|| format!("{text} is no day").into())
}

fn actors(ids: &str) -> Vec<ActorRef> {
    let ids = ids.split('+').filter(|id| !id.is_empty());
    ids.map(|id| ActorRef {
        id: Some(id.into()),
        country: Some(id.into()),
        ..ActorRef::unresolved(id)
    })
    .collect()
}

/// Returns an event: `KEN+UGA ACCUSE SOM 2025-06-01`, everybody an actor where nobody is a recipient.
fn event(number: usize, text: &str) -> Result<Statement> {
    let words: Vec<&str> = text.split(' ').collect();
    let [actor, event_type, recipient, date] = words[..] else {
        return Err(format!("`{text}` is no event").into());
    };
    let date = day(date)?;
    let event_type: EventType = event_type.parse()?;
    Ok(Statement {
        id: format!("s{number}").into(),
        body: Body::Event(Event {
            actor: actors(actor),
            recipient: actors(recipient.trim_matches('-')),
            ..Event::new(event_type, None)
        }),
        evidence: Evidence {
            document: format!("d{number}").into(),
            sentence: 0,
            start: 0,
            end: 3,
            text: "It.".to_owned(),
        },
        status: Status::Actual,
        attribution: Attribution {
            outlet: None,
            speaker: None,
            assertion: Assertion::Author,
        },
        date: DateRange {
            reported: Some(date),
            ..DateRange::day(date)
        },
        confidence: 0.5,
        rule: "test".to_owned(),
        also: Vec::new(),
        corrects: None,
    })
}

const EVENTS: [&str; 7] = [
    "KEN ACCUSE SOM 2025-05-30",
    "KEN ACCUSE SOM 2025-06-01",
    "KEN ASSAULT SOM 2025-06-01",
    "SOM REJECT KEN 2025-06-02",
    "SOM+KEN CONSULT - 2025-06-02",
    "UGA+KEN+ETH AGREE - 2025-06-03",
    "KEN THREATEN SOM 2025-06-04",
];

/// Makes a case of these events; the last of them is said not to have happened.
fn case(folder: &Folder) -> Result<Case> {
    let case = Case::init(&folder.0, "sql", now())?;
    let mut batch = Batch::new(Action::Import, "wires", now());
    for (number, text) in EVENTS.iter().enumerate() {
        batch.statements.push(event(number, text)?);
    }
    if let Some(last) = batch.statements.last_mut() {
        last.status = Status::Negated;
    }
    case.writer()?.commit(&mut batch)?;
    Ok(case)
}

fn session(case: &Case, as_of: Option<Date>, limits: Limits) -> Result<Session> {
    let snapshot = case.snapshot()?;
    let place = Place::Folder(&snapshot);
    Ok(Session::open(
        &place,
        as_of,
        limits,
        &Stores::default(),
        None,
    )?)
}

/// Runs a query and returns its rows as CSV, without the header.
fn rows(session: &Session, sql: &str) -> std::result::Result<Vec<String>, QueryError> {
    with(session, sql, &[])
}

fn with(
    session: &Session,
    sql: &str,
    parameters: &[Parameter],
) -> std::result::Result<Vec<String>, QueryError> {
    let mut writer = Rows::new(Format::Csv, Vec::new());
    session.query(sql, parameters, &mut writer)?;
    let text = String::from_utf8_lossy(&writer.finish()?).into_owned();
    Ok(text.lines().skip(1).map(str::to_owned).collect())
}

/// Checks the rows of a query on the events above.
#[track_caller]
fn check(session: &Session, sql: &str, expected: &[&str]) {
    match rows(session, sql) {
        Ok(rows) => assert_eq!(rows, expected, "{sql}"),
        Err(error) => panic!("{sql}: {error}"),
    }
}

#[test]
fn views_hold_what_the_case_does() -> Result {
    let folder = Folder::new("views");
    let case = case(&folder)?;
    let all = session(&case, None, Limits::default())?;
    check(&all, "SELECT count(*) FROM statements", &["7"]);
    check(&all, "SELECT count(*) FROM all_statements", &["7"]);
    check(&all, "SELECT count(*) FROM documents", &["0"]);
    check(
        &all,
        "SELECT id, day, quad, score FROM events WHERE actor = 'KEN' AND recipient = 'SOM' AND day > '2025-05-31' ORDER BY id",
        &[
            "s1,2025-06-01,verbal-conflict,-3.0",
            "s2,2025-06-01,material-conflict,-9.0",
            "s6,2025-06-04,verbal-conflict,-3.5",
        ],
    );
    check(
        &all,
        "SELECT id FROM events WHERE reported >= '2025-06-03' AND source IN ('wires', 'others') ORDER BY id",
        &["s5", "s6"],
    );
    check(&all, "SELECT id FROM events WHERE source = 'others'", &[]);
    check(
        &all,
        "SELECT name, kind, iso2 FROM actors WHERE id IN ('KEN', 'NATO') ORDER BY id",
        &[
            "Kenya,state,KE",
            "North Atlantic Treaty Organization,organisation,",
        ],
    );
    let earlier = session(&case, Some(day("2025-06-01")?), Limits::default())?;
    check(
        &earlier,
        "SELECT id FROM statements ORDER BY id",
        &["s0", "s1", "s2"],
    );
    check(&earlier, "SELECT sum(events) FROM dyad_days", &["3"]);
    Ok(())
}

#[test]
fn what_was_corrected_stands_no_more() -> Result {
    let folder = Folder::new("corrected");
    let case = case(&folder)?;
    let mut batch = Batch::new(Action::Review, REPORTS, now());
    batch.corrections.push(Correction::new(
        &event(2, EVENTS[2])?,
        Verdict::Reject,
        None,
        "an analyst",
        "it was another border",
        (day("2025-06-10")?, now()),
    )?);
    case.writer()?.commit(&mut batch)?;
    let now = session(&case, None, Limits::default())?;
    check(&now, "SELECT count(*) FROM statements", &["6"]);
    check(&now, "SELECT count(*) FROM all_statements", &["8"]);
    check(
        &now,
        "SELECT count(*) FROM events WHERE event_type = 'ASSAULT'",
        &["0"],
    );
    let before = session(&case, Some(day("2025-06-09")?), Limits::default())?;
    check(
        &before,
        "SELECT count(*) FROM events WHERE event_type = 'ASSAULT'",
        &["1"],
    );
    Ok(())
}

const DYADS: &str = "SELECT actor, recipient, day, events, mutual, verbal_cooperation, verbal_conflict, material_conflict, score, mean_score FROM dyad_days ORDER BY actor, recipient, day";

#[test]
fn dyads_count_what_was_done_by_whom_to_whom() -> Result {
    let folder = Folder::new("dyads");
    let case = case(&folder)?;
    let expected = [
        "ETH,KEN,2025-06-03,1,1,1,0,0,2.5,2.5",
        "ETH,UGA,2025-06-03,1,1,1,0,0,2.5,2.5",
        "KEN,ETH,2025-06-03,1,1,1,0,0,2.5,2.5",
        "KEN,SOM,2025-05-30,1,0,0,1,0,-3.0,-3.0",
        "KEN,SOM,2025-06-01,2,0,0,1,1,-12.0,-6.0",
        "KEN,SOM,2025-06-02,1,1,1,0,0,2.5,2.5",
        "KEN,UGA,2025-06-03,1,1,1,0,0,2.5,2.5",
        "SOM,KEN,2025-06-02,2,1,1,1,0,0.5,0.25",
        "UGA,ETH,2025-06-03,1,1,1,0,0,2.5,2.5",
        "UGA,KEN,2025-06-03,1,1,1,0,0,2.5,2.5",
    ];
    let months = "SELECT month, events, score FROM dyad_months WHERE actor = 'KEN' AND recipient = 'SOM' ORDER BY month";
    let expected_months = ["2025-05-01,1,-3.0", "2025-06-01,3,-9.5"];
    // From the statements, as of a day after all of them; then kept, and then read again.
    let late = session(&case, Some(day("2030-01-01")?), Limits::default())?;
    check(&late, DYADS, &expected);
    check(&late, months, &expected_months);
    assert!(!folder.0.join("derived").exists());
    let first = session(&case, None, Limits::default())?;
    check(&first, DYADS, &expected);
    check(&first, months, &expected_months);
    let kept = || -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder.0.join("derived"))?;
        let mut paths = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    };
    let before = kept()?;
    assert_eq!(before.len(), 2, "{before:?}");
    let second = session(&case, None, Limits::default())?;
    check(&second, DYADS, &expected);
    check(&second, months, &expected_months);
    assert_eq!(kept()?, before);
    // What is added counts at once, and the older tables go.
    let mut batch = Batch::new(Action::Import, "wires", now());
    batch.statements.push(event(9, "KEN AID SOM 2025-06-09")?);
    case.writer()?.commit(&mut batch)?;
    let third = session(&case, None, Limits::default())?;
    check(&third, months, &["2025-05-01,1,-3.0", "2025-06-01,4,0.5"]);
    assert_eq!(kept()?.len(), 2);
    assert_ne!(kept()?, before);
    assert!(
        case.check()?.is_empty(),
        "derived tables are no part of the record"
    );
    Ok(())
}

#[test]
fn functions_answer_in_sql() -> Result {
    let folder = Folder::new("functions");
    let session = session(&case(&folder)?, None, Limits::default())?;
    for (expression, expected) in [
        ("plover_score('ASSAULT', 'aerial')", "-9.5"),
        ("plover_score('ACCUSE')", "-3.0"),
        ("plover_score('accusation')", ""),
        ("plover_score(NULL, NULL)", ""),
        ("quad('AID')", "material-cooperation"),
        ("goldstein('0874')", "10.0"),
        ("goldstein('999')", ""),
        ("dyad('RUS', 'IRN')", "RUS-IRN"),
        ("pair('RUS', 'IRN')", "IRN-RUS"),
        ("pair('RUS', NULL)", ""),
        ("actor_country('the Kremlin')", "RUS"),
        ("actor_country('Kenya', '2025-01-01')", "KEN"),
        ("actor_country('Barack Obama', DATE '2010-01-01')", "USA"),
        (
            "actor_country('nobody in particular', DATE '2010-01-01')",
            "",
        ),
    ] {
        let sql = format!("SELECT {expression}");
        check(
            &session,
            &sql,
            &[if expected.is_empty() {
                "\"\""
            } else {
                expected
            }],
        );
    }
    check(
        &session,
        "SELECT DISTINCT event_type, plover_score(event_type) = score, quad(event_type) = quad FROM events WHERE event_type < 'B' ORDER BY 1",
        &["ACCUSE,true,true", "AGREE,true,true", "ASSAULT,true,true"],
    );
    let error = rows(&session, "SELECT goldstein(130)")
        .err()
        .ok_or("no error")?;
    assert!(error.to_string().contains("CAMEO code as text"), "{error}");
    Ok(())
}

#[test]
fn parameters_are_values_and_never_sql() -> Result {
    let folder = Folder::new("parameters");
    let session = session(&case(&folder)?, None, Limits::default())?;
    let who = |value: &str| {
        with(
            &session,
            "SELECT count(*) FROM events WHERE actor = $who",
            &[("who".to_owned(), value.to_owned())],
        )
    };
    assert_eq!(who("KEN")?, ["4"]);
    assert_eq!(who("KEN' OR '1' = '1")?, ["0"]);
    Ok(())
}

#[test]
fn queries_only_read() -> Result {
    let folder = Folder::new("read-only");
    let case = case(&folder)?;
    let session = session(&case, None, Limits::default())?;
    let target = folder.0.join("out.csv");
    let target = target.display();
    for sql in [
        "CREATE TABLE t AS SELECT 1".to_owned(),
        "CREATE VIEW events AS SELECT 1".to_owned(),
        format!("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '{target}'"),
        "DROP TABLE statements".to_owned(),
        "DROP VIEW events".to_owned(),
        "INSERT INTO statements SELECT * FROM statements".to_owned(),
        "DELETE FROM statements".to_owned(),
        "UPDATE statements SET id = 'x'".to_owned(),
        format!("COPY (SELECT 1) TO '{target}'"),
        "SET datafusion.execution.batch_size = 1".to_owned(),
        "PREPARE p AS SELECT 1".to_owned(),
    ] {
        match rows(&session, &sql) {
            Err(QueryError::Changes(_)) => {}
            other => panic!("{sql}: {other:?}"),
        }
    }
    assert!(!folder.0.join("out.csv").exists());
    check(&session, "SELECT count(*) FROM statements", &["7"]);
    assert!(rows(&session, "EXPLAIN SELECT 1").is_ok());
    Ok(())
}

#[test]
fn errors_say_what_and_where() -> Result {
    let folder = Folder::new("errors");
    let session = session(&case(&folder)?, None, Limits::default())?;
    let wrong = |sql: &str| -> Result<(String, String)> {
        match rows(&session, sql) {
            Err(error @ QueryError::Query { .. }) => {
                Ok((error.to_string(), error.hint().unwrap_or_default()))
            }
            other => Err(format!("{sql}: {other:?}").into()),
        }
    };
    let (message, _) = wrong("SELECT id\nFROM events WHERE ORDER BY id")?;
    assert!(
        message.contains("FROM events WHERE ORDER BY id\n"),
        "{message}"
    );
    assert!(message.contains("^ line 2, column"), "{message}");
    let (message, hint) = wrong("SELECT * FROM event")?;
    assert!(message.starts_with("there is no view event"), "{message}");
    assert!(message.contains("^ line 1, column 15"), "{message}");
    assert!(
        hint.contains("events") && hint.contains("dyad_months"),
        "{hint}"
    );
    let (message, hint) = wrong("SELECT actr FROM events")?;
    assert!(message.contains("actr"), "{message}");
    assert!(message.contains("^ line 1, column 8"), "{message}");
    assert!(hint.contains("recipient"), "{hint}");
    let (message, _) = wrong("SELECT gold(actor) FROM events")?;
    assert!(message.contains("gold"), "{message}");
    let (message, _) = wrong("  ;")?;
    assert!(message.contains("empty"), "{message}");
    let (message, _) = wrong("SELECT * FROM code_documents('no such file')")?;
    assert!(message.contains("no such file"), "{message}");
    Ok(())
}

#[test]
fn what_does_not_fit_into_memory_goes_to_disk() -> Result {
    let folder = Folder::new("spill");
    let case = case(&folder)?;
    let limits = |memory| Limits {
        memory,
        threads: std::num::NonZeroUsize::new(2),
        ..Limits::default()
    };
    let sql = "SELECT max(n), count(*) FROM (SELECT value * 7919 % 1000003 AS n, row_number() OVER (ORDER BY value * 7919 % 1000003) AS place FROM generate_series(1, 1000000)) WHERE place % 2 = 0";
    let small = session(&case, None, limits(12 << 20))?;
    let large = session(&case, None, limits(1 << 30))?;
    assert_eq!(rows(&small, sql)?, rows(&large, sql)?);
    let least = session(&case, None, limits(1 << 20))?;
    match rows(&least, sql) {
        Err(error @ QueryError::Memory(_)) => {
            assert!(error.hint().is_some_and(|hint| hint.contains("--memory")));
        }
        other => panic!("{other:?}"),
    }
    Ok(())
}

/// A query that would take days.
const ENDLESS: &str = "SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b WHERE (a.value * b.value) % 7 = 3";

#[test]
fn a_stopped_query_stops() -> Result {
    let folder = Folder::new("stopped");
    let case = case(&folder)?;
    let session = session(&case, None, Limits::default())?;
    let stop = session.stop();
    let started = Instant::now();
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        stop.stop();
    });
    let result = rows(&session, ENDLESS);
    assert!(matches!(result, Err(QueryError::Cancelled)), "{result:?}");
    stopper.join().map_err(|_| "the stopper failed")?;
    // The session ends when its threads do: none is still at work.
    drop(session);
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
    Ok(())
}

#[test]
fn a_query_ends_when_its_time_is_up() -> Result {
    let folder = Folder::new("timeout");
    let case = case(&folder)?;
    let limits = Limits {
        timeout: Some(Duration::from_secs(1)),
        ..Limits::default()
    };
    let session = session(&case, None, limits)?;
    let result = rows(&session, ENDLESS);
    assert!(matches!(result, Err(QueryError::Timeout(1))), "{result:?}");
    check(&session, "SELECT count(*) FROM statements", &["7"]);
    Ok(())
}

const WIRES: [(&str, &str); 3] = [
    (
        "2025-06-01",
        "Kenya accused Somalia of breaching the truce.",
    ),
    ("2025-06-02", "Ethiopia attacked Eritrea on Monday."),
    (
        "2025-06-03",
        "The foreign ministers of Kenya and Uganda met in Nairobi.",
    ),
];

fn jsonl(path: &Path) -> Result {
    let mut text = String::new();
    for (number, (date, words)) in WIRES.iter().enumerate() {
        text.push_str(&format!(
            "{{\"id\": \"w{number}\", \"date\": \"{date}\", \"text\": \"{words}\"}}\n"
        ));
        text.push_str("this line is no document\n");
    }
    fs::write(path, text)?;
    Ok(())
}

#[test]
fn documents_are_coded_as_they_are_read() -> Result {
    let folder = Folder::new("documents");
    let case = case(&folder)?;
    let session = session(&case, None, Limits::default())?;
    let coder = chancery_answers::coder::Coder::embedded();
    let mut expected: Vec<String> = Vec::new();
    for (number, (date, words)) in WIRES.iter().enumerate() {
        let document = Document::new(format!("w{number}"), *words).published(day(date)?);
        for statement in coder.code(document).statements {
            let evidence = &statement.evidence;
            expected.push(format!(
                "{},{},{}",
                statement.id,
                evidence.document,
                statement.body.kind()
            ));
        }
    }
    expected.sort();
    assert!(expected.len() >= 3, "{expected:?}");
    let wires = folder.0.join("wires, all.jsonl");
    jsonl(&wires)?;
    let coded = |path: &Path, day: &str| {
        let sql = format!(
            "SELECT id, document, kind FROM code_documents('{}'{day}) ORDER BY id",
            path.display()
        );
        rows(&session, &sql)
    };
    assert_eq!(coded(&wires, "")?, expected);
    // The same documents out of a Parquet file.
    let parquet = folder.0.join("wires.parquet");
    let mut writer = Rows::new(Format::Parquet, fs::File::create(&parquet)?);
    let values: Vec<String> = WIRES
        .iter()
        .enumerate()
        .map(|(number, (date, words))| format!("('w{number}', '{words}', DATE '{date}')"))
        .collect();
    let sql = format!(
        "SELECT * FROM (VALUES {}) AS t (id, text, published)",
        values.join(", ")
    );
    session.query(&sql, &[], &mut writer)?;
    writer.finish()?;
    assert_eq!(coded(&parquet, "")?, expected);
    // A text of its own, with its day of publication.
    let text = folder.0.join("note.txt");
    fs::write(&text, WIRES[0].1)?;
    let sql = format!(
        "SELECT actor, recipient, event_type, reported FROM code_documents('{}', '2025-06-01') WHERE event_type = 'ACCUSE'",
        text.display()
    );
    check(&session, &sql, &["KEN,SOM,ACCUSE,2025-06-01"]);
    Ok(())
}

#[test]
fn coding_stops_too() -> Result {
    let folder = Folder::new("coding-stops");
    let case = case(&folder)?;
    let wires = folder.0.join("wires.jsonl");
    let line = format!(
        "{{\"date\": \"{}\", \"text\": \"{}\"}}\n",
        WIRES[0].0,
        WIRES[0].1.repeat(20)
    );
    fs::write(&wires, line.repeat(20_000))?;
    let session = session(&case, None, Limits::default())?;
    let stop = session.stop();
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_secs(2));
        stop.stop();
    });
    let started = Instant::now();
    let result = rows(
        &session,
        &format!("SELECT count(*) FROM code_documents('{}')", wires.display()),
    );
    assert!(matches!(result, Err(QueryError::Cancelled)), "{result:?}");
    stopper.join().map_err(|_| "the stopper failed")?;
    drop(session);
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
    Ok(())
}

#[test]
fn rows_are_written_in_every_format() -> Result {
    let folder = Folder::new("formats");
    let session = session(&case(&folder)?, None, Limits::default())?;
    let sql = "SELECT 1 AS n, 'a\u{1b}[31m,\"b\"' AS text, NULL AS nothing, DATE '2025-06-01' AS day UNION ALL SELECT 22, 'c', 'd', NULL ORDER BY n";
    let written = |format| -> Result<String> {
        let mut writer = Rows::new(format, Vec::new());
        session.query(sql, &[], &mut writer)?;
        Ok(String::from_utf8_lossy(&writer.finish()?).into_owned())
    };
    let table = [
        " n  text        nothing  day",
        "──  ──────────  ───────  ──────────",
        " 1  a [31m,\"b\"           2025-06-01",
        "22  c           d",
        "2 rows",
    ];
    assert_eq!(written(Format::Table)?.lines().collect::<Vec<_>>(), table);
    assert_eq!(
        written(Format::Csv)?,
        "n,text,nothing,day\n1,\"a\u{1b}[31m,\"\"b\"\"\",,2025-06-01\n22,c,d,\n"
    );
    let lines = written(Format::JsonLines)?;
    assert_eq!(lines.lines().count(), 2);
    assert!(
        lines
            .lines()
            .nth(1)
            .is_some_and(|line| line == "{\"n\":22,\"text\":\"c\",\"nothing\":\"d\"}"),
        "{lines}"
    );
    assert!(written(Format::Json)?.starts_with("[{\"n\":1,"));
    assert!(written(Format::Parquet)?.starts_with("PAR1"));
    // Lists and actors are text in a table, and a table is cut where it says so.
    check(
        &session,
        "SELECT count(*) FROM (SELECT actors, contexts, pairs FROM events) WHERE actors IS NOT NULL",
        &["7"],
    );
    assert!(rows(&session, "SELECT actors, pairs FROM events WHERE id = 's5'")?[0].contains("UGA"));
    let mut writer = Rows::new(Format::Table, Vec::new());
    session.query("SELECT * FROM generate_series(1, 5000)", &[], &mut writer)?;
    let table = String::from_utf8_lossy(&writer.finish()?).into_owned();
    assert!(table.ends_with("the first 1000 rows; --format csv writes them all\n"));
    Ok(())
}
