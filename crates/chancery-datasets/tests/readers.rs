//! Every reader on a small file in its published layout, with rows that are broken in every way.
//! The fixtures are invented; `tests/fixtures/README.md` says what is in them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chancery_datasets::{Dataset, Found, Options, Position, ReadError, Reader, Report};
use chancery_model::{ActorRef, Body, Statement};
use expect_test::expect_file;
use std::path::Path;

fn bytes(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(folder.join(file)).unwrap()
}

fn read(dataset: Dataset, file: &str) -> (Vec<Found>, Report) {
    let bytes = bytes(file);
    let mut reader = Reader::open(&bytes[..], file, dataset, Options::default()).unwrap();
    let found: Vec<Found> = (&mut reader).filter_map(Result::ok).collect();
    (found, reader.into_report())
}

fn who(actors: &[ActorRef]) -> String {
    let names: Vec<String> = actors
        .iter()
        .map(|actor| {
            let id = actor.id.as_ref().map_or("?", |id| id.as_str());
            let sector = actor.sector.map_or("", |sector| sector.as_str());
            let id = if id == "?" {
                format!("?{}", actor.mention)
            } else {
                id.to_owned()
            };
            if sector.is_empty() {
                id
            } else {
                format!("{id}/{sector}")
            }
        })
        .collect();
    names.join("+")
}

fn line(statement: &Statement) -> String {
    let what = match &statement.body {
        Body::Event(event) => format!(
            "{} {}{} [{}] {} > {}{}{}",
            event.event_type,
            event
                .mode
                .map_or_else(String::new, |mode| format!("{mode} ")),
            event.score,
            event
                .contexts
                .iter()
                .map(|one| one.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            who(&event.actor),
            who(&event.recipient),
            event
                .place
                .as_deref()
                .map_or_else(String::new, |place| format!(" at {place}")),
            event
                .dead
                .map_or_else(String::new, |dead| format!(" dead {dead}")),
        ),
        Body::Agreement(agreement) => format!(
            "{} {:?} {:?} {:?} {}",
            agreement.name,
            agreement.agreement_kind,
            agreement.obligations,
            agreement.force,
            who(&agreement.parties)
        ),
        Body::Position(position) => format!(
            "{}: {} = {}",
            who(&position.actor),
            position.issue,
            position.position
        ),
        Body::Quotation(quotation) => format!("quoted {:?}", quotation.quote),
        Body::Quantity(quantity) => format!("{} = {:?}", quantity.what, quantity.value),
        _ => String::new(),
    };
    let day =
        |day: Option<chancery_model::Date>| day.map_or_else(String::new, |day| day.to_string());
    let date = &statement.date;
    format!(
        "{} l{} {}..{} ({}) {what}",
        statement.id,
        statement.evidence.sentence + 1,
        day(date.from),
        day(date.to),
        day(date.reported),
    )
}

fn check(dataset: Dataset, file: &str) {
    let source = bytes(file);
    let (found, report) = read(dataset, file);
    let mut text = String::new();
    for found in &found {
        let shown = match found {
            Found::Statement(statement) => {
                let evidence = &statement.evidence;
                let words = &source[evidence.start..evidence.end];
                let decoded = std::str::from_utf8(words).is_err();
                assert!(decoded || words.starts_with(evidence.text.as_bytes()));
                line(statement)
            }
            Found::Document(document) => format!("{} {:?}", document.id, document.published),
            Found::Mention(mention) => format!("of {} {}", mention.of, mention.confidence),
            Found::Capability(row) => {
                format!("{} {} {:?} {:?}", row.state, row.year, row.milex, row.cinc)
            }
            Found::RollCall(number, call) => format!("{number} {}", call.resolution),
        };
        text.push_str(&shown);
        text.push('\n');
    }
    text.push_str(&format!("{report}\n"));
    for fault in &report.faults {
        text.push_str(&format!("{fault}\n"));
    }
    expect_file![format!("fixtures/expected/{file}.txt")].assert_eq(&text);
}

/// What each fixture yields stands in a file beside it.
#[test]
fn every_layout_is_read_as_its_codebook_says() {
    for (dataset, file) in FIXTURES {
        check(*dataset, file);
    }
}

/// Every fixture with the dataset that it is to be read as.
const FIXTURES: &[(Dataset, &str)] = &[
    (Dataset::Gdelt, "gdelt.export.CSV"),
    (Dataset::GdeltMentions, "gdelt.mentions.CSV"),
    (Dataset::GdeltGkg, "gdelt.gkg.csv"),
    (Dataset::Gdelt1, "gdelt1.export.CSV"),
    (Dataset::Icews, "icews.tab"),
    (Dataset::Polecat, "polecat.txt"),
    (Dataset::Acled, "acled.csv"),
    (Dataset::UcdpGed, "ucdp-ged.csv"),
    (Dataset::UcdpGed, "ucdp-candidate.csv"),
    (Dataset::IcbCrises, "icb1.csv"),
    (Dataset::IcbActors, "icb2.csv"),
    (Dataset::Icbe, "icbe.tsv"),
    (Dataset::CowAlliances, "alliances-dyad.csv"),
    (Dataset::CowAlliances, "alliances-member.csv"),
    (Dataset::CowAlliances, "alliances-dyadyear.csv"),
    (Dataset::Atop, "atop.csv"),
    (Dataset::CowWars, "wars.csv"),
    (Dataset::Mids, "midb.csv"),
    (Dataset::Mids, "mid-dyad.csv"),
    (Dataset::Nmc, "nmc.csv"),
    (Dataset::UnVotes, "un-votes.csv"),
    (Dataset::IdealPoints, "ideal-points.csv"),
    (Dataset::Dispatches, "dispatches.jsonl"),
];

#[test]
fn a_file_of_another_layout_is_refused_with_the_likely_one() {
    for (dataset, file) in FIXTURES {
        let bytes = bytes(file);
        assert_eq!(Dataset::detect(&bytes), Some(*dataset), "{file}");
        for expected in Dataset::ALL {
            let opened = Reader::open(&bytes[..], file, *expected, Options::default());
            if expected.takes(*dataset) {
                assert_eq!(opened.ok().map(|reader| reader.dataset()), Some(*dataset));
            } else {
                let message = opened.err().unwrap().to_string();
                assert!(
                    message.contains(&format!("use --from {}", dataset.name())),
                    "{message}"
                );
            }
        }
    }
}

/// Reading may stop after any row and go on from there in another run: together the two yield all
/// that one run does, and what both yield has the same ids.
#[test]
fn reading_goes_on_where_it_stopped() {
    for (dataset, file) in FIXTURES {
        let bytes = bytes(file);
        let open = || Reader::open(&bytes[..], file, *dataset, Options::default()).unwrap();
        let key = |found: &Found| format!("{found:?}");
        let whole: Vec<String> = open()
            .filter_map(Result::ok)
            .map(|found| key(&found))
            .collect();
        for stop in 0..=whole.len() {
            let mut first = open();
            let mut all: Vec<String> = Vec::new();
            while all.len() < stop {
                match first.next() {
                    Some(Ok(found)) => all.push(key(&found)),
                    Some(Err(_)) => {}
                    None => break,
                }
            }
            let position: Position =
                serde_json::from_str(&serde_json::to_string(&first.reached()).unwrap()).unwrap();
            let mut second = open();
            second.resume(position).unwrap();
            for found in second.filter_map(Result::ok) {
                let found = key(&found);
                if !all.contains(&found) {
                    all.push(found);
                }
            }
            assert_eq!(all, whole, "{file} stopped after {stop}");
        }
    }
}

#[test]
fn malformed_rows_come_with_their_line_and_reading_goes_on() {
    let bytes = bytes("gdelt.export.CSV");
    let reader = Reader::open(&bytes[..], "x", Dataset::Gdelt, Options::default()).unwrap();
    let lines: Vec<(u64, bool)> = reader
        .filter_map(|item| match item {
            Err(ReadError::Row(fault)) => Some((fault.line, fault.kept)),
            Err(error) => panic!("{error}"),
            Ok(_) => None,
        })
        .collect();
    let kept: Vec<u64> = lines
        .iter()
        .filter(|(_, kept)| *kept)
        .map(|(line, _)| *line)
        .collect();
    let lost: Vec<u64> = lines
        .iter()
        .filter(|(_, kept)| !*kept)
        .map(|(line, _)| *line)
        .collect();
    assert_eq!(kept, [12, 13]);
    assert_eq!(lost, [7, 8, 9, 10, 11]);
}

#[test]
fn an_empty_file_holds_nothing_and_a_text_is_refused() {
    let reader = Reader::open(&b""[..], "x", Dataset::Gdelt, Options::default()).unwrap();
    assert_eq!(reader.count(), 0);
    let text = &b"Israel struck Iran.\n"[..];
    for dataset in Dataset::ALL {
        assert!(Reader::open(text, "x", *dataset, Options::default()).is_err());
    }
}

#[test]
fn votes_take_their_day_and_subject_from_the_roll_calls() {
    let calls = "rcid,session,importantvote,date,unres,amend,para,short,descr\n9001,60,0,2005-12-01,R/60/1,0,0,A MATTER,TO ADOPT IT\n";
    let votes = "rcid,country,country_code,vote\n9001,United States,US,no\n9001,Yemen People's Republic,YD,yes\n";
    let calls = Reader::open(
        calls.as_bytes(),
        "calls",
        Dataset::UnVotes,
        Options::default(),
    );
    let mut options = Options::default();
    options.add_roll_calls(calls.unwrap().filter_map(|found| match found {
        Ok(Found::RollCall(number, call)) => Some((number, *call)),
        _ => None,
    }));
    let votes = Reader::open(votes.as_bytes(), "votes", Dataset::UnVotes, options).unwrap();
    let lines: Vec<String> = votes
        .filter_map(|found| match found {
            Ok(Found::Statement(statement)) => Some(line(&statement)),
            _ => None,
        })
        .collect();
    assert_eq!(
        lines,
        [
            "un-votes:9001:USA l2 2005-12-01..2005-12-01 (2005-12-01) USA/GOV: UN General Assembly R/60/1: A MATTER = no",
            "un-votes:9001:YMD l3 2005-12-01..2005-12-01 (2005-12-01) YMD: UN General Assembly R/60/1: A MATTER = yes",
        ]
    );
}
