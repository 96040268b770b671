//! Cases, by the commands that make, fill, read and verify them.
#![cfg(feature = "case")]

use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("case-{name}"));
    let _ = fs::remove_dir_all(&path);
    path
}

fn chancery(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?)
}

/// Runs a command that must succeed; returns what it printed.
fn done(arguments: &[&str]) -> Result<String> {
    let output = chancery(arguments)?;
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a command that must fail with an exit code; returns its complaint.
fn refused(arguments: &[&str], code: i32) -> Result<String> {
    let output = chancery(arguments)?;
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    Ok(String::from_utf8(output.stderr)?)
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap_or("")
}

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/june-2025");

#[test]
fn a_case_answers_as_its_documents_do() -> Result {
    let case = folder("answers");
    let case = path(&case);
    done(&["init", case])?;
    assert!(refused(&["init", case], 1)?.contains("is a case already"));
    assert!(refused(&["ties", case], 1)?.contains("is empty"));
    done(&["add", case, EXAMPLE, "--quiet"])?;
    // The analyst's numbers lie beside the documents, there as here.
    let issues = "issues.toml";
    fs::copy(
        Path::new(EXAMPLE).join(issues),
        Path::new(case).join(issues),
    )?;
    for command in [
        "brief",
        "ties",
        "camps",
        "timeline",
        "commitments",
        "mediators",
    ] {
        let arguments = |what| [command, what, "--format", "json"];
        assert_eq!(
            done(&arguments(case))?,
            done(&arguments(EXAMPLE))?,
            "{command}"
        );
    }
    let as_of = |what| ["brief", what, "--format", "json", "--as-of", "2025-06-15"];
    assert_eq!(done(&as_of(case))?, done(&as_of(EXAMPLE))?);
    let early = refused(&["brief", case, "--as-of", "2001-01-01"], 1)?;
    assert!(early.contains("the first document is of 2025-"), "{early}");
    assert!(done(&["check", case])?.contains("whole"));
    // Adding again adds nothing, from whatever path.
    let commits = || fs::read_dir(Path::new(case).join("record/commits")).map(Iterator::count);
    let before = commits()?;
    done(&["add", case, EXAMPLE])?;
    let copy = folder("copy");
    fs::create_dir_all(&copy)?;
    for entry in fs::read_dir(EXAMPLE)? {
        let entry = entry?;
        fs::copy(entry.path(), copy.join(entry.file_name()))?;
    }
    done(&["add", case, path(&copy)])?;
    assert_eq!(commits()?, before);
    Ok(())
}

#[test]
fn a_rejected_statement_no_longer_counts_and_an_amended_one_does() -> Result {
    let case = folder("review");
    let case = path(&case);
    let note = folder("review-note");
    fs::create_dir_all(&note)?;
    let file = note.join("note.txt");
    fs::write(
        &file,
        "On Monday Kenya accused Somalia of harbouring the attackers. Somalia praised Ethiopia on Tuesday.",
    )?;
    done(&["init", case])?;
    done(&[
        "add",
        case,
        path(&file),
        "--published",
        "2024-03-07",
        "--quiet",
    ])?;
    let statements = || -> Result<Vec<(String, String)>> {
        let listed = done(&["review", case, "--limit", "100"])?;
        Ok(listed
            .lines()
            .filter_map(|line| {
                let mut parts = line.split("  ");
                Some((parts.next()?.to_owned(), parts.nth(1)?.to_owned()))
            })
            .collect())
    };
    let find = |what: &str| -> Result<String> {
        let all = statements()?;
        let found = all.iter().find(|(_, kind)| kind == what);
        Ok(found.ok_or(format!("no {what} among {all:?}"))?.0.clone())
    };
    let (accuse, support) = (find("ACCUSE")?, find("SUPPORT")?);
    let timeline = |day: &str| done(&["timeline", case, "--format", "json", "--as-of", day]);
    done(&[
        "review",
        case,
        "--reject",
        &accuse,
        "--on",
        "2024-03-09",
        "--reason",
        "test",
    ])?;
    done(&[
        "review",
        case,
        "--amend",
        &support,
        "--set",
        "event_type=REJECT",
        "--on",
        "2024-03-10",
    ])?;
    let before = timeline("2024-03-08")?;
    assert!(
        before.contains("ACCUSE") && before.contains("SUPPORT"),
        "{before}"
    );
    let between = timeline("2024-03-09")?;
    assert!(
        !between.contains("ACCUSE") && between.contains("SUPPORT"),
        "{between}"
    );
    let after = timeline("2024-03-10")?;
    assert!(
        !after.contains("SUPPORT") && after.contains("REJECT"),
        "{after}"
    );
    assert!(refused(&["review", case, "--accept", "nothing"], 1)?.contains("no statement nothing"));
    assert!(
        refused(
            &["review", case, "--amend", &accuse, "--set", "status=7"],
            1
        )
        .is_ok()
    );
    assert!(done(&["check", case])?.contains("Corrections: 2"));
    Ok(())
}

#[test]
fn damage_and_other_releases_are_told() -> Result {
    let case = folder("damage");
    done(&["init", path(&case)])?;
    done(&["add", path(&case), EXAMPLE, "--quiet"])?;
    let mut files = vec![case.join("record/statements")];
    while let Some(last) = files.pop() {
        if last.is_dir() {
            for entry in fs::read_dir(&last)? {
                files.push(entry?.path());
            }
            continue;
        }
        let mut bytes = fs::read(&last)?;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x40;
        fs::write(&last, bytes)?;
        let output = chancery(&["check", path(&case)])?;
        assert_eq!(output.status.code(), Some(1));
        let findings = String::from_utf8(output.stdout)?;
        assert!(
            findings.contains(path(&last)) && findings.contains("checksum"),
            "{findings}"
        );
        break;
    }
    let settings = case.join("chancery.toml");
    let text = fs::read_to_string(&settings)?;
    fs::write(&settings, text.replace("schema = 1", "schema = 7"))?;
    for command in ["check", "brief"] {
        assert!(refused(&[command, path(&case)], 1)?.contains("use a newer release"));
    }
    Ok(())
}

/// Writes a file of short reports.
fn wires(name: &str, count: usize) -> Result<PathBuf> {
    let folder = folder(name);
    fs::create_dir_all(&folder)?;
    let file = folder.join("wires.jsonl");
    let mut lines = Vec::new();
    for number in 0..count {
        let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
        writeln!(
            lines,
            "{{\"id\":\"w{number}\",\"date\":\"2023-{month:02}-{day:02}\",\"text\":\"Kenya accused Somalia of breach {number} on Monday, and Ethiopia met Eritrea.\"}}"
        )?;
    }
    fs::write(&file, lines)?;
    Ok(file)
}

#[test]
#[cfg(unix)]
fn an_interrupted_add_is_taken_up_again() -> Result {
    // Three commits' worth of documents.
    let file = wires("killed-wires", 4_200)?;
    let case = folder("killed");
    done(&["init", path(&case)])?;
    let mut kills = 0;
    for attempt in 1..=40_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(["add", path(&case), path(&file), "--quiet"])
            .spawn()?;
        thread::sleep(Duration::from_millis(attempt * 97));
        child.kill()?;
        let finished = child.wait()?.success();
        kills += u32::from(!finished);
        assert!(done(&["check", path(&case)])?.contains("whole"));
        if finished {
            break;
        }
    }
    assert!(kills > 0);
    done(&["add", path(&case), path(&file), "--quiet"])?;
    let whole = folder("not-killed");
    done(&["init", path(&whole)])?;
    done(&["add", path(&whole), path(&file), "--quiet"])?;
    let timeline = |case: &Path| done(&["ties", path(case), "--format", "json"]);
    assert_eq!(timeline(&case)?, timeline(&whole)?);
    let counted = done(&["check", path(&case)])?;
    assert!(counted.contains("Documents: 4200."), "{counted}");
    Ok(())
}

#[test]
fn a_second_writer_is_refused() -> Result {
    let file = wires("second-wires", 3_000)?;
    let case = folder("second");
    done(&["init", path(&case)])?;
    let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["add", path(&case), path(&file), "--quiet"])
        .spawn()?;
    // The writer has the case once it has copied its input.
    while fs::read_dir(case.join("documents"))?.next().is_none() {
        assert!(child.try_wait()?.is_none());
        thread::sleep(Duration::from_millis(1));
    }
    let mut complaint = String::new();
    while child.try_wait()?.is_none() {
        let output = chancery(&["add", path(&case), EXAMPLE, "--quiet"])?;
        if output.status.code() == Some(1) {
            complaint = String::from_utf8(output.stderr)?;
            // A reader is not held up meanwhile.
            done(&["check", path(&case)])?;
            break;
        }
    }
    assert!(
        complaint.contains("being written by another process"),
        "{complaint}"
    );
    assert!(child.wait()?.success());
    Ok(())
}

/// A site with a feed, pages, and a wish of what not to fetch.
struct Site {
    address: String,
    /// How often it could say that nothing has changed.
    unchanged: Arc<AtomicUsize>,
}

impl Site {
    fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let unchanged = Arc::new(AtomicUsize::new(0));
        let (base, counter) = (address.clone(), Arc::clone(&unchanged));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let mut lines = BufReader::new(&stream)
                    .lines()
                    .map_while(std::result::Result::ok)
                    .take_while(|line| !line.is_empty());
                let first = lines.next().unwrap_or_default();
                let known = lines.any(|line| line.to_lowercase() == "if-none-match: \"v1\"");
                let target = first.split(' ').nth(1).unwrap_or("/").to_owned();
                counter.fetch_add(usize::from(known), Ordering::SeqCst);
                let answer = Self::answer(&base, &target, known);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Ok(Self { address, unchanged })
    }

    fn answer(base: &str, target: &str, known: bool) -> String {
        let reply = |head: &str, body: &str| {
            format!(
                "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            )
        };
        match target {
            "/robots.txt" => reply(
                "200 OK\r\nContent-Type: text/plain",
                "User-agent: *\nDisallow: /private\n",
            ),
            "/feed" => reply(
                "200 OK\r\nContent-Type: application/rss+xml",
                &format!(
                    "<rss version=\"2.0\"><channel><title>Wire</title><item><title>Envoy recalled</title>\
                     <link>{base}/page</link><description>Kenya recalled its envoy from Somalia.</description>\
                     <pubDate>Mon, 17 Jun 2019 10:00:00 GMT</pubDate></item></channel></rss>"
                ),
            ),
            "/moved" => reply(&format!("302 Found\r\nLocation: {base}/article"), ""),
            "/article" if known => reply("304 Not Modified", ""),
            "/article" => reply(
                "200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"v1\"",
                "<html><head><title>Talks</title><meta property=\"article:published_time\" \
                 content=\"2019-06-18T08:00:00Z\"></head><body><article><p>Kenya and Somalia held talks in \
                 Addis Ababa on Tuesday, officials of both governments said after the meeting ended.</p>\
                 <p>Ethiopia praised Kenya for its restraint during the dispute over the border.</p>\
                 </article></body></html>",
            ),
            _ => reply("404 Not Found", ""),
        }
    }
}

#[test]
fn pages_and_feeds_are_fetched_with_manners() -> Result {
    let site = Site::open()?;
    let case = folder("web");
    let case = path(&case);
    done(&["init", case])?;
    let address = |target: &str| format!("{}{target}", site.address);
    let private = refused(&["add", case, &address("/private/x")], 1)?;
    assert!(
        private.contains("robots.txt asks not to fetch"),
        "{private}"
    );
    assert!(refused(&["add", case, &address("/missing")], 1)?.contains("404"));
    done(&[
        "add",
        case,
        &address("/feed"),
        &address("/moved"),
        "--quiet",
    ])?;
    let timeline = done(&["timeline", case, "--format", "json"])?;
    assert!(timeline.contains("CONSULT"), "{timeline}");
    assert!(done(&["check", case])?.contains("Documents: 2."));
    // Both sides of the exchange are kept.
    let mut archives = 0;
    for entry in fs::read_dir(Path::new(case).join("documents"))? {
        let entry = entry?.path();
        if !entry.is_dir() {
            continue;
        }
        for file in fs::read_dir(entry)? {
            archives += usize::from(fs::read(file?.path())?.starts_with(b"\x1f\x8b"));
        }
    }
    assert_eq!(archives, 2, "the feed's and the page's");
    // What has not changed is not sent again.
    done(&["add", case, &address("/article"), "--quiet"])?;
    assert_eq!(site.unchanged.load(Ordering::SeqCst), 0);
    done(&["add", case, &address("/article"), "--quiet"])?;
    assert_eq!(site.unchanged.load(Ordering::SeqCst), 1);
    assert!(done(&["check", case])?.contains("Documents: 2."));
    Ok(())
}

#[test]
fn mentions_are_imported_with_their_events() -> Result {
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../chancery-datasets/tests/fixtures");
    let (events, mentions) = (
        fixtures.join("gdelt.export.CSV"),
        fixtures.join("gdelt.mentions.CSV"),
    );
    let case = folder("mentions");
    let case = path(&case);
    done(&["init", case])?;
    let import = [
        "import",
        case,
        "--from",
        "gdelt",
        path(&events),
        path(&mentions),
    ];
    let told = String::from_utf8(chancery(&import)?.stderr)?;
    assert!(
        told.contains("1 mentions are of events that no file holds"),
        "{told}"
    );
    let held = done(&["convert", case, "--format", "jsonl"])?;
    let attack = held
        .lines()
        .find(|line| line.contains("\"gdelt:1001\""))
        .ok_or("the attack is missing")?;
    let attack: serde_json::Value = serde_json::from_str(attack)?;
    let report = attack["also"][0]["document"].as_str().ok_or("no mention")?;
    assert!(report.ends_with("gdelt.mentions.CSV"), "{attack}");
    Ok(())
}

#[test]
fn public_data_are_imported_once() -> Result {
    let data = folder("data");
    fs::create_dir_all(&data)?;
    let header = "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,\
                  dyad_end_day,dyad_end_month,dyad_end_year,defense,neutrality,nonaggression,entente\n";
    let row = |id: u32, other: u32, name: &str| {
        format!("{id},2,United States of America,{other},{name},4,4,1949,,,,1,0,1,1\n")
    };
    let file = data.join("alliances.csv");
    fs::write(
        &file,
        format!("{header}{}", row(210, 200, "United Kingdom")),
    )?;
    let case = folder("import");
    let case = path(&case);
    done(&["init", case])?;
    let import = || {
        done(&[
            "import",
            case,
            "--from",
            "cow-alliances",
            path(&file),
            "--published",
            "2012-12-31",
        ])
    };
    import()?;
    import()?;
    let counted = done(&["check", case])?;
    assert!(
        counted.contains("Commits: 1. Documents: 0. Statements: 1."),
        "{counted}"
    );
    // A later edition of the file holds the old rows and new ones.
    fs::write(
        &file,
        format!(
            "{header}{}{}",
            row(210, 200, "United Kingdom"),
            row(210, 220, "France")
        ),
    )?;
    import()?;
    let counted = done(&["check", case])?;
    assert!(
        counted.contains("Commits: 2. Documents: 0. Statements: 2."),
        "{counted}"
    );
    let answer = |what: &[&str]| {
        let arguments = [&["commitments", "--format", "json", "--quiet"], what].concat();
        done(&arguments)
    };
    assert_eq!(
        answer(&[case])?,
        answer(&[
            "--from",
            "cow-alliances",
            path(&file),
            "--published",
            "2012-12-31"
        ])?
    );
    let other = data.join("other.csv");
    fs::write(&other, format!("{header}{}", row(211, 20, "Canada")))?;
    assert!(
        refused(&["import", case, "--from", "gdelt", path(&other)], 1)?.contains("cow-alliances")
    );
    Ok(())
}
