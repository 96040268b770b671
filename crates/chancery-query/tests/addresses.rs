//! A case and documents in a store: here a folder that is asked as a store is. A real server stands
//! in for one in the tests of the command line.

use chancery_model::{
    ActorRef, Assertion, Attribution, Body, Date, DateRange, Event, EventType, Evidence, Statement,
    Status, parse_date,
};
use chancery_query::{Address, Format, Limits, Place, QueryError, Rows, Session, Stores};
use chancery_store::case::{Action, Batch, Case, Correction, REPORTS, Verdict};
use datafusion::object_store::local::LocalFileSystem;
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use url::Url;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A folder that goes with the test: the store, with a case in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Result<Self> {
        let name = format!("chancery-stores-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn case(&self) -> PathBuf {
        self.0.join("crises/case")
    }

    /// Returns stores of which `s3://bucket` is this folder.
    fn stores(&self) -> Result<Stores> {
        let stores = Stores::default();
        let folder = LocalFileSystem::new_with_prefix(&self.0)?;
        let bucket = Url::parse("s3://bucket")?;
        stores.registry().register_store(&bucket, Arc::new(folder));
        Ok(stores)
    }

    fn open(&self, address: &str, as_of: Option<Date>) -> Result<Session> {
        let address = Address::of(Path::new(address)).ok_or("a path")??;
        let (place, stores) = (Place::Store(&address), self.stores()?);
        Ok(Session::open(
            &place,
            as_of,
            Limits::default(),
            &stores,
            None,
        )?)
    }

    /// Returns what somebody who asks the store is told.
    fn refusal(&self, address: &str) -> Result<String> {
        match self.open(address, None) {
            Ok(_) => Err(format!("{address} was opened").into()),
            Err(error) => {
                let error = error.downcast::<QueryError>()?;
                let hint = error.hint().unwrap_or_default();
                Ok(format!("{error} ({hint})"))
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn day(text: &str) -> Result<Date> {
    parse_date(text).ok_or_else(|| format!("{text} is no day").into())
}

fn event(number: usize, reported: &str) -> Result<Statement> {
    let actor = |id: &str| ActorRef {
        id: Some(id.into()),
        country: Some(id.into()),
        ..ActorRef::unresolved(id)
    };
    let reported = day(reported)?;
    Ok(Statement {
        id: format!("s{number}").into(),
        body: Body::Event(Event {
            actor: vec![actor("KEN")],
            recipient: vec![actor("SOM")],
            ..Event::new(EventType::Accuse, None)
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
            reported: Some(reported),
            ..DateRange::day(reported)
        },
        confidence: 0.5,
        rule: "test".to_owned(),
        also: Vec::new(),
        corrects: None,
    })
}

/// Makes a case of three commits in two months, the last of which rejects a statement.
fn case(folder: &Folder) -> Result<Case> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let case = Case::init(&folder.case(), "stores", now)?;
    let days = ["2025-05-30", "2025-05-31", "2025-06-01", "2025-06-02"];
    for (half, days) in days.chunks(2).enumerate() {
        let mut batch = Batch::new(Action::Import, "wires", now);
        for (place, day) in days.iter().enumerate() {
            batch.statements.push(event(2 * half + place, day)?);
        }
        case.writer()?.commit(&mut batch)?;
    }
    let mut batch = Batch::new(Action::Review, REPORTS, now);
    let wrong = event(2, days[2])?;
    let when = (day("2025-06-10")?, now);
    batch.corrections.push(Correction::new(
        &wrong,
        Verdict::Reject,
        None,
        "an analyst",
        "another border",
        when,
    )?);
    case.writer()?.commit(&mut batch)?;
    Ok(case)
}

fn rows(session: &Session, sql: &str) -> std::result::Result<String, QueryError> {
    let mut writer = Rows::new(Format::Csv, Vec::new());
    session.query(sql, &[], &mut writer)?;
    Ok(String::from_utf8_lossy(&writer.finish()?).into_owned())
}

#[test]
fn a_store_is_read_as_the_folder_is() -> Result {
    let folder = Folder::new("read")?;
    let case = case(&folder)?;
    let snapshot = case.snapshot()?;
    for as_of in [None, Some(day("2025-05-31")?), Some(day("2025-06-05")?)] {
        let there = folder.open("s3://bucket/crises/case/", as_of)?;
        let place = Place::Folder(&snapshot);
        let here = Session::open(&place, as_of, Limits::default(), &Stores::default(), None)?;
        for sql in [
            "SELECT id, actor, day FROM events ORDER BY id, day",
            "SELECT id, corrects FROM all_statements ORDER BY id",
            "SELECT id FROM events WHERE actor = 'KEN' AND recipient = 'SOM' ORDER BY id, day",
            "SELECT id FROM events WHERE source = 'wires' AND reported > '2025-05-31' ORDER BY id",
            "SELECT actor, month, events FROM dyad_months ORDER BY month",
            "SELECT count(*) FROM documents",
        ] {
            assert_eq!(
                rows(&there, sql)?,
                rows(&here, sql)?,
                "{sql} as of {as_of:?}"
            );
        }
        drop(here);
        if as_of.is_none() {
            assert_eq!(
                rows(&there, "SELECT count(*) AS n FROM statements")?,
                "n\n3\n"
            );
        }
    }
    // The days of dyads that the folder keeps are not made by whoever reads the store.
    fs::remove_dir_all(folder.case().join("derived"))?;
    let there = folder.open("s3://bucket/crises/case", None)?;
    rows(&there, "SELECT * FROM dyad_days")?;
    assert!(!folder.case().join("derived").exists());
    Ok(())
}

#[test]
fn documents_in_a_store_are_coded() -> Result {
    let folder = Folder::new("coded")?;
    case(&folder)?;
    let wires = folder.0.join("my wires/more");
    fs::create_dir_all(&wires)?;
    let line = |id: &str| {
        format!(
            "{{\"id\": \"{id}\", \"text\": \"Kenya accused Somalia of breaching the truce.\"}}\n"
        )
    };
    fs::write(wires.join("a.jsonl"), line("a"))?;
    fs::write(folder.0.join("my wires/b#1.jsonl"), line("b"))?;
    fs::write(wires.join("note.txt"), "Ethiopia attacked Eritrea.")?;
    fs::write(wires.join("README.md"), "Uganda attacked Rwanda.")?;
    fs::write(wires.join(".hidden.jsonl"), line("hidden"))?;
    let session = folder.open("s3://bucket/crises/case", None)?;
    let coded = |place: &str| {
        let sql = format!(
            "SELECT actor, recipient, event_type FROM code_documents('{place}', '2025-06-01') WHERE kind = 'event' ORDER BY 1, 2"
        );
        rows(&session, &sql)
    };
    let local = folder.0.join("my wires");
    let here = coded(&local.to_string_lossy())?;
    assert_eq!(here.lines().count(), 6, "{here}");
    assert_eq!(coded("s3://bucket/my%20wires")?, here);
    assert_eq!(
        coded("s3://bucket/my%20wires/b%231.jsonl")?.lines().count(),
        3
    );
    for (place, sign) in [
        ("s3://bucket/none", "there is no file at s3://bucket/none"),
        ("s3://bucket/my%20wir", "there is no file"),
        ("ftp://bucket/none", "no store"),
        ("s3://a:b@bucket/none", "no credentials"),
    ] {
        match coded(place) {
            Ok(rows) => panic!("{place}: {rows}"),
            Err(error) => assert!(error.to_string().contains(sign), "{place}: {error}"),
        }
    }
    Ok(())
}

#[test]
fn half_a_copy_is_refused() -> Result {
    let folder = Folder::new("half")?;
    let case = case(&folder)?;
    let place = "s3://bucket/crises/case";
    let check = |sign: &str| -> Result {
        let refusal = folder.refusal(place)?;
        assert!(refusal.contains(sign), "{refusal}");
        assert!(
            refusal.contains("aws s3 sync CASE s3://bucket/crises/case"),
            "{refusal}"
        );
        Ok(())
    };
    let refusal = folder.refusal("s3://bucket/crises")?;
    assert!(
        refusal.contains("s3://bucket/crises is not a case"),
        "{refusal}"
    );
    // A file is missing, or shorter than its commit says.
    let snapshot = case.snapshot()?;
    let file = snapshot
        .files(chancery_store::case::Table::Statements)
        .next();
    let path = folder.case().join(&file.ok_or("no file")?.path);
    let bytes = fs::read(&path)?;
    fs::write(&path, &bytes[1..])?;
    check("commit 1 names record/statements/")?;
    fs::remove_file(&path)?;
    check("missing or of another size")?;
    fs::write(&path, &bytes)?;
    // A commit is missing, or not the one that was there.
    let commits = folder.case().join("record/commits");
    let (second, third) = (commits.join("000002.json"), commits.join("000003.json"));
    let (two, three) = (fs::read(&second)?, fs::read(&third)?);
    fs::remove_file(&second)?;
    check("000002.json is missing, and later commits are there")?;
    fs::write(&second, &three)?;
    check("000002.json is damaged")?;
    fs::write(&second, &two)?;
    folder.open(place, None)?;
    // A later release made it.
    let settings = folder.case().join("chancery.toml");
    let text = fs::read_to_string(&settings)?;
    fs::write(&settings, text.replace("schema = 1", "schema = 99"))?;
    let refusal = folder.refusal(place)?;
    assert!(
        refusal.contains("schema 99") && refusal.contains("newer release"),
        "{refusal}"
    );
    Ok(())
}
