//! `chancery sql` from the outside: reporting goes in, rows come out, and a query can be stopped.
#![cfg(feature = "engine")]

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/june-2025");

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sql-{name}"));
    let _ = fs::remove_dir_all(&path);
    path
}

fn chancery(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?)
}

fn done(arguments: &[&str]) -> Result<String> {
    let output = chancery(arguments)?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    Ok(String::from_utf8(output.stdout)?)
}

/// Makes a case of the example's dispatches.
fn case(name: &str) -> Result<String> {
    let path = folder(name).to_string_lossy().into_owned();
    done(&["init", &path])?;
    done(&["add", &path, EXAMPLE, "--quiet"])?;
    Ok(path)
}

#[test]
fn reporting_is_asked_in_sql() -> Result {
    let case = case("asked")?;
    let csv = |sql: &str| done(&["sql", &case, sql, "--format", "csv"]);
    // The example has twenty dispatches in four formats.
    assert_eq!(csv("SELECT count(*) AS n FROM documents")?, "n\n20\n");
    let acts = csv(
        "SELECT DISTINCT recipient FROM events WHERE actor = 'ISR' AND event_type = 'ASSAULT' AND status = 'actual' ORDER BY 1",
    )?;
    assert!(acts.lines().any(|line| line == "IRN"), "{acts}");
    // Coding documents again, as a table, gives the statements that the case keeps of them.
    let kept = csv("SELECT id, actor, recipient, kind FROM statements ORDER BY id")?;
    let wires = format!("code_documents('{EXAMPLE}/dispatches.jsonl')");
    let columns = "id, document, actor, recipient, kind, event_type, date_from, confidence";
    let coded = csv(&format!("SELECT {columns} FROM {wires}"))?;
    assert!(coded.lines().count() > 10, "{coded}");
    let other = format!("SELECT {columns} FROM {wires} EXCEPT SELECT {columns} FROM statements");
    assert_eq!(csv(&other)?.lines().count(), 1, "{}", csv(&other)?);
    // Putting files together changes no answer.
    let sum =
        "SELECT actor, recipient, events, score FROM dyad_months ORDER BY 1, 2, source, month";
    let before = csv(sum)?;
    assert!(before.lines().count() > 5);
    done(&["compact", &case, "--quiet"])?;
    assert_eq!(csv(sum)?, before);
    assert_eq!(
        csv("SELECT id, actor, recipient, kind FROM statements ORDER BY id")?,
        kept
    );
    Ok(())
}

#[test]
fn results_are_files_whole_or_not_at_all() -> Result {
    let case = case("files")?;
    let out = folder("files-out");
    fs::create_dir_all(&out)?;
    let file = out.join("events.parquet");
    let path = file.to_string_lossy().into_owned();
    done(&[
        "sql",
        &case,
        "SELECT * FROM events",
        "--format",
        "parquet",
        "--out",
        &path,
    ])?;
    assert!(fs::read(&file)?.ends_with(b"PAR1"));
    let refused = |arguments: &[&str], code: i32| -> Result<String> {
        let output = chancery(arguments)?;
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        Ok(String::from_utf8(output.stderr)?)
    };
    let other = out.join("other.csv").to_string_lossy().into_owned();
    let complaint = refused(
        &[
            "sql",
            &case,
            "SELECT 1/0 AS x",
            "--format",
            "csv",
            "--out",
            &other,
        ],
        1,
    )?;
    assert!(complaint.contains("zero"), "{complaint}");
    let complaint = refused(&["sql", &case, "SELECT * FROM event"], 2)?;
    assert!(
        complaint.contains("there are: statements, events"),
        "{complaint}"
    );
    let complaint = refused(&["sql", &case, "DROP TABLE events"], 2)?;
    assert!(complaint.contains("only reads"), "{complaint}");
    refused(&["sql", &case, "SELECT 1", "--format", "parquet"], 2)?;
    refused(&["sql", &case, "SELECT 1", "--memory", "much"], 2)?;
    let files = fs::read_dir(&out)?.count();
    assert_eq!(files, 1, "nothing is left of what failed");
    let views = done(&["sql", &case])?;
    assert!(views.contains("dyad_days") && views.contains("documents"));
    assert!(done(&["sql", "--help"])?.contains("code_documents"));
    Ok(())
}

#[test]
#[cfg(unix)]
fn an_interrupted_query_stops() -> Result {
    let case = folder("interrupted").to_string_lossy().into_owned();
    done(&["init", &case])?;
    let endless = "SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b WHERE (a.value * b.value) % 7 = 3";
    let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["sql", &case, endless])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    thread::sleep(Duration::from_secs(3));
    assert!(child.try_wait()?.is_none(), "the query ended by itself");
    let started = Instant::now();
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()?
            .success()
    );
    let output = child.wait_with_output()?;
    assert_eq!(output.status.code(), Some(130));
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("stopped"));
    Ok(())
}
