//! Public data on the command line: questions with `--from`, `convert` in every format, refusals.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn chancery(arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?)
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../chancery-datasets/tests/fixtures");
    folder.join(name).to_string_lossy().into_owned()
}

fn out(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn questions_are_put_to_data_and_cite_its_lines() -> Result<(), Box<dyn Error>> {
    let (events, mentions) = (fixture("gdelt.export.CSV"), fixture("gdelt.mentions.CSV"));
    let arguments = [
        "ties", "--from", "gdelt", &mentions, &events, "--dyad", "ISR,IRN",
    ];
    let output = chancery(&[&arguments[..], &["--format", "json"]].concat())?;
    assert!(output.status.success());
    let ties: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(ties[0]["a"], "IRN");
    assert!(ties[0]["value"].as_f64().is_some_and(|value| value < 0.0));
    assert_eq!(ties[0]["statements"][0], "gdelt:1001");
    let told = String::from_utf8(output.stderr)?;
    assert!(
        told.contains("gdelt.export.CSV:7: the row has 40 cells"),
        "{told}"
    );
    assert!(told.contains("7 malformed"), "{told}");
    let text = String::from_utf8(chancery(&arguments)?.stdout)?;
    assert!(text.contains("gdelt.export.CSV, line 1"), "{text}");
    // As of the day before the ceasefire, there is none.
    let early = chancery(&[&["timeline"], &arguments[1..], &["--as-of", "2025-06-13"]].concat())?;
    assert!(early.status.success());
    assert!(!String::from_utf8(early.stdout)?.contains("ceased fire"));
    Ok(())
}

#[test]
fn alliances_become_commitments() -> Result<(), Box<dyn Error>> {
    let alliances = fixture("alliances-dyad.csv");
    let output = chancery(&[
        "commitments",
        "--quiet",
        "--from",
        "cow-alliances",
        &alliances,
    ])?;
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout)?;
    assert!(text.contains("defend each"), "{text}");
    assert!(text.contains("It has ended"), "{text}");
    Ok(())
}

#[test]
fn data_are_written_in_every_format() -> Result<(), Box<dyn Error>> {
    let acled = fixture("acled.csv");
    for format in [
        "jsonl", "csv", "record", "polecat", "icews", "graphml", "gexf", "geojson", "ftm",
    ] {
        let arguments = [
            "convert", "--quiet", "--from", "acled", &acled, "--format", format,
        ];
        let output = chancery(&arguments)?;
        assert!(output.status.success(), "{format}");
        assert!(output.stdout.len() > 400, "{format}");
    }
    let (folder, report) = (out("acled-package"), out("acled-report.json"));
    let (folder_name, report_name) = (folder.to_string_lossy(), report.to_string_lossy());
    let output = chancery(&[
        "convert",
        "--from",
        "acled",
        &acled,
        "--format",
        "package",
        "--out",
        &folder_name,
        "--report",
        &report_name,
    ])?;
    assert!(output.status.success());
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("datapackage.json"))?)?;
    assert_eq!(package["resources"][0]["rows"], 4);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report)?)?;
    assert_eq!(report[0]["malformed"], 4);
    assert_eq!(report[0]["faults"][0]["line"], 7);
    // What was written as POLECAT is read as POLECAT.
    let again = out("acled-polecat.txt");
    let again_name = again.to_string_lossy();
    chancery(&[
        "convert",
        "--quiet",
        "--from",
        "acled",
        &acled,
        "--format",
        "polecat",
        "--out",
        &again_name,
    ])?;
    let output = chancery(&["convert", "--quiet", "--from", "polecat", &again_name])?;
    assert_eq!(String::from_utf8(output.stdout)?.lines().count(), 5);
    Ok(())
}

#[test]
fn a_wrong_dataset_is_refused_with_the_right_one() -> Result<(), Box<dyn Error>> {
    let output = chancery(&["ties", "--from", "icews", &fixture("gdelt.export.CSV")])?;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)?.contains("use --from gdelt"));
    let output = chancery(&["ties", "--from", "nothing", &fixture("gdelt.export.CSV")])?;
    assert_eq!(output.status.code(), Some(2));
    let output = chancery(&["code", "--from", "gdelt", &fixture("gdelt.export.CSV")])?;
    assert_eq!(output.status.code(), Some(2));
    Ok(())
}

#[test]
fn texts_are_coded_into_polecats_columns() -> Result<(), Box<dyn Error>> {
    let text = out("note.txt");
    fs::write(&text, "Israel struck Iran on Friday.")?;
    let name = text.to_string_lossy();
    let output = chancery(&[
        "code",
        &name,
        "--published",
        "2025-06-14",
        "--format",
        "polecat",
    ])?;
    let table = String::from_utf8(output.stdout)?;
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(rows.len(), 2, "{table}");
    assert!(rows.iter().all(|row| row.len() == 40));
    assert_eq!(
        (rows[1][2], rows[1][8], rows[1][16]),
        ("ASSAULT", "ISR", "IRN")
    );
    Ok(())
}
