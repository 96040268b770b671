//! Whole commands: what they print, what they refuse, and with which exit code.

use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

fn chancery(arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?)
}

fn file(name: &str, bytes: &[u8]) -> Result<PathBuf, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn events_that_the_coder_is_unsure_of_can_be_left_out() -> Result<(), Box<dyn Error>> {
    let path = file(
        "unsure.txt",
        b"Kenya accused Somalia of harbouring the attackers.",
    )?;
    let path = path.to_str().ok_or("a path")?;
    let events = |least: &str| -> Result<usize, Box<dyn Error>> {
        let arguments = [
            "code",
            path,
            "--published",
            "2024-03-05",
            "--min-confidence",
            least,
        ];
        let output = chancery(&arguments)?;
        assert!(output.status.success(), "{}", stderr(&output));
        let lines = stdout(&output);
        Ok(lines
            .lines()
            .filter(|line| line.contains("\"kind\":\"event\""))
            .count())
    };
    assert!(events("0")? > 0);
    assert_eq!(events("1")?, 0);
    let wrong = chancery(&["code", path, "--min-confidence", "2"])?;
    assert_eq!(wrong.status.code(), Some(2));
    let brief = chancery(&[
        "brief",
        path,
        "--published",
        "2024-03-05",
        "--min-confidence",
        "1",
    ])?;
    assert!(brief.status.success(), "{}", stderr(&brief));
    Ok(())
}

#[test]
fn a_sentence_on_standard_input_becomes_statements() -> Result<(), Box<dyn Error>> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["code", "-", "--published", "2024-03-05"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let text = "On Monday Kenya accused Somalia of harbouring the attackers.";
    child
        .stdin
        .take()
        .ok_or("no input")?
        .write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    assert!(output.status.success(), "{}", stderr(&output));
    let statements: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let accusation = statements
        .iter()
        .find(|statement| statement["event_type"] == "ACCUSE")
        .ok_or("no accusation")?;
    assert_eq!(accusation["actor"][0]["id"], "KEN");
    assert_eq!(accusation["recipient"][0]["id"], "SOM");
    assert_eq!(accusation["status"], "actual");
    assert_eq!(accusation["date"]["from"], "2024-03-04");
    let span = |key: &str| {
        accusation[key]
            .as_u64()
            .and_then(|byte| usize::try_from(byte).ok())
    };
    let (start, end) = (
        span("start").ok_or("no start")?,
        span("end").ok_or("no end")?,
    );
    assert_eq!(accusation["text"].as_str(), text.get(start..end));
    Ok(())
}

#[test]
fn the_example_is_briefed_in_every_format() -> Result<(), Box<dyn Error>> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/june-2025");
    let example = example.to_string_lossy();
    for (format, start) in [
        ("text", "THE"),
        ("md", "# "),
        ("html", "<!doctype html>"),
        ("json", "{"),
    ] {
        let output = chancery(&["brief", &example, "--format", format])?;
        assert!(output.status.success(), "{}", stderr(&output));
        let shown = stdout(&output);
        if format != "text" {
            assert!(
                shown.starts_with(start),
                "{format}: {}",
                &shown[..80.min(shown.len())]
            );
        }
        assert!(shown.contains("Iran"), "{format}");
    }
    Ok(())
}

#[test]
fn a_saved_record_gives_the_same_brief_on_any_number_of_threads() -> Result<(), Box<dyn Error>> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/june-2025");
    let example = example.to_string_lossy();
    let saved = Path::new(env!("CARGO_TARGET_TMPDIR")).join("june.record");
    let saved = saved.to_string_lossy();
    let output = chancery(&["code", &example, "--format", "record", "--out", &saved])?;
    assert!(output.status.success(), "{}", stderr(&output));
    let direct = chancery(&["brief", &example, "--format", "json"])?;
    let read_back = chancery(&["brief", &saved, "--format", "json"])?;
    // The analyst's numbers lie in the folder and are no part of the record.
    let answers = |output: &Output| -> Result<serde_json::Value, Box<dyn Error>> {
        let mut brief: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        brief["trades"].take();
        Ok(brief)
    };
    assert_eq!(answers(&direct)?, answers(&read_back)?);
    let single = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["brief", &example, "--format", "json"])
        .env("RAYON_NUM_THREADS", "1")
        .output()?;
    assert_eq!(direct.stdout, single.stdout);
    Ok(())
}

#[test]
fn thin_and_hostile_inputs_get_a_message_or_an_honest_brief() -> Result<(), Box<dyn Error>> {
    let refused: [(&str, &[u8], &str); 2] = [
        ("empty.txt", b"", "empty"),
        ("binary.bin", b"\x7fELF\0\0\0\x01\x02\0\0", "not text"),
    ];
    for (name, bytes, said) in refused {
        let path = file(name, bytes)?;
        let output = chancery(&["brief", &path.to_string_lossy()])?;
        assert_eq!(output.status.code(), Some(1), "{name}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(said),
            "{name}: {}",
            stderr(&output)
        );
    }
    let long_line = "word ".repeat(200_000);
    let brackets = "(".repeat(100_000);
    let thin: [(&str, &str); 4] = [
        ("no-actors.txt", "The cat sat on the mat. It rained."),
        (
            "russian.txt",
            "Сегодня в Москве прошла встреча министров. Они обсудили торговлю.",
        ),
        ("long-line.txt", &long_line),
        ("brackets.txt", &brackets),
    ];
    for (name, text) in thin {
        let path = file(name, text.as_bytes())?;
        let output = chancery(&["brief", &path.to_string_lossy()])?;
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        assert!(stdout(&output).contains("The situation"), "{name}");
    }
    Ok(())
}

#[test]
fn wrong_usage_is_said_with_a_remedy() -> Result<(), Box<dyn Error>> {
    let output = chancery(&["brief", "x.txt", "--published", "yesterday"])?;
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("2025-06-18"));
    let output = chancery(&["brief", "/no/such/file"])?;
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("check the path"));
    let output = chancery(&["man", "nonsense"])?;
    assert_eq!(output.status.code(), Some(2));
    Ok(())
}

#[test]
fn a_formula_in_a_text_is_inert_in_a_table() -> Result<(), Box<dyn Error>> {
    let text =
        r#"{"id": "=cmd()", "date": "2024-03-05", "text": "Kenya accused Somalia of lying."}"#;
    let path = file("formula.jsonl", text.as_bytes())?;
    let output = chancery(&["code", &path.to_string_lossy(), "--format", "csv"])?;
    assert!(output.status.success(), "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.contains(",'=cmd(),"), "{table}");
    Ok(())
}

#[test]
fn an_edge_list_is_split_with_proof() -> Result<(), Box<dyn Error>> {
    let path = file("edges.csv", b"a,b,sign\nX,Y,1\nY,Z,-1\nX,Z,1\n")?;
    let output = chancery(&[
        "camps",
        "--edges",
        &path.to_string_lossy(),
        "--format",
        "json",
    ])?;
    let json: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(json["frustration"], 1);
    assert_eq!(json["proved_optimal"], true);
    Ok(())
}

#[test]
fn completions_and_manual_come_from_the_definition() -> Result<(), Box<dyn Error>> {
    let script = stdout(&chancery(&["completions", "bash"])?);
    assert!(script.contains("--as-of"));
    let page = stdout(&chancery(&["man", "brief"])?);
    assert!(
        page.contains("chancery-brief") || page.contains("chancery\\-brief"),
        "{page}"
    );
    assert!(stdout(&chancery(&["--version"])?).contains("en_core_web_md"));
    Ok(())
}

#[test]
fn a_table_is_bargained_over_and_a_bad_cell_named() -> Result<(), Box<dyn Error>> {
    let rows = "#A;A;Alpha\n#A;B;Beta\n#A;C;Gamma\n#P;one;One\n#P;two;Two\n\
                #D;A;one;0;0.1;1\n#D;A;two;0;0.9;1\n#D;B;one;100;0.6;1\n#D;B;two;100;0.5;1\n\
                #D;C;one;90;0.4;1\n#D;C;two;100;0.2;1\n";
    let table = file("deals.csv", rows.as_bytes())?;
    let friends = file("friends.csv", b",A,C\nC,-1,\nB,,1\nA,,-1\n")?;
    let (table, friends) = (table.display().to_string(), friends.display().to_string());
    let output = chancery(&[
        "bargain",
        &table,
        "--model",
        "exchange",
        "--attitudes",
        &friends,
        "--draws",
        "20",
        "--format",
        "json",
    ])?;
    assert!(output.status.success(), "{}", stderr(&output));
    let result: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let deal = &result["exchanges"][0];
    assert_eq!(deal["parties"][0]["issue"], "two");
    assert!(deal["gain"].as_f64().ok_or("no gain")? > 0.0);
    assert!(
        result["intervals80"]["one"]["low"].as_f64()
            <= result["intervals80"]["one"]["high"].as_f64()
    );
    for model in ["compromise", "expected-utility", "exchange"] {
        let output = chancery(&["bargain", &table, "--model", model])?;
        assert!(output.status.success(), "{model}: {}", stderr(&output));
        assert!(stdout(&output).contains("Forecast"));
    }
    let picture = chancery(&[
        "bargain",
        &table,
        "--model",
        "exchange",
        "--format",
        "svg",
        "--plot",
        "exchanges",
    ])?;
    assert!(stdout(&picture).starts_with("<svg"));
    let bad = file(
        "bad-deals.csv",
        rows.replace("#D;C;one;90;0.4", "#D;C;one;90;1.4")
            .as_bytes(),
    )?;
    let output = chancery(&["bargain", &bad.display().to_string()])?;
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("column `salience`: 1.4 is not between 0 and 1"),
        "{}",
        stderr(&output)
    );
    Ok(())
}

#[test]
fn the_example_tells_its_deals_and_its_chip() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/june-2025");
    let output = chancery(&[
        "trades",
        &folder.display().to_string(),
        "--format",
        "json",
        "--quiet",
    ])?;
    assert!(output.status.success(), "{}", stderr(&output));
    let trades: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout)?;
    let of = |kind: &str| {
        trades
            .iter()
            .filter(|it| it["kind"] == kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("issue").len(), 4);
    let moscow_and_washington = of("exchange").into_iter().find(|deal| {
        let mut parties = [
            deal["parties"][0]["actor"].as_str(),
            deal["parties"][1]["actor"].as_str(),
        ];
        parties.sort_unstable();
        parties == [Some("RUS"), Some("USA")]
    });
    let deal = moscow_and_washington.ok_or("Russia and the United States trade nothing")?;
    let iran = deal["externalities"]
        .as_array()
        .and_then(|all| all.iter().find(|it| it["actor"] == "IRN"))
        .ok_or("nothing is said of Iran")?;
    assert!(iran["gain"].as_f64().ok_or("no gain")? < 0.0);
    let chip = of("chip")
        .into_iter()
        .find(|it| it["actor"] == "IRN")
        .ok_or("Iran is no chip")?;
    assert_eq!(chip["deals"][0]["partner"], "RUS");
    assert!(
        chip["statements"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    Ok(())
}

#[test]
fn assumptions_change_answers_and_are_not_written() -> Result<(), Box<dyn Error>> {
    let text =
        "Kenya and Somalia fought at the border on Monday. Kenya attacked Somalia on Tuesday.";
    let path = file("assumed.txt", text.as_bytes())?;
    let path = path.to_str().ok_or("no path")?;
    let base = [
        "whatif",
        path,
        "--published",
        "2024-03-06",
        "-q",
        "--format",
        "json",
        "--assume",
    ];
    let output = chancery(&[&base[..], &["ETH ASSAULT SOM 2024-03-07"]].concat())?;
    assert!(output.status.success(), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_str(&stdout(&output))?;
    assert_eq!(answer["as_of"], "2024-03-07");
    assert_eq!(answer["assumptions"][0]["statement"], "assumption-1");
    let ties = answer["ties"].as_array().ok_or("no ties")?;
    assert!(
        ties.iter()
            .any(|tie| tie["actors"] == serde_json::json!(["ETH", "SOM"]))
    );
    assert_eq!(fs::read_to_string(path)?, text);
    let wrong = chancery(&[&base[..], &["ETH BAKE SOM"]].concat())?;
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("BAKE"));
    let missing = chancery(&["eval", "defend", "--states", "no/such/folder"])?;
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("no/such/folder"));
    Ok(())
}

#[test]
fn a_defence_pact_makes_help_likelier_and_every_part_says_where_it_comes_from()
-> Result<(), Box<dyn Error>> {
    let path = file(
        "pact.txt",
        b"Kenya attacked Somalia on Tuesday, 5 March 2024.",
    )?;
    let path = path.to_str().ok_or("no path")?;
    let ask = |dyad: &str| -> Result<serde_json::Value, Box<dyn Error>> {
        let output = chancery(&[
            "defend",
            path,
            "--dyad",
            dyad,
            "-q",
            "--published",
            "2024-03-06",
            "--format",
            "json",
        ])?;
        assert!(output.status.success(), "{}", stderr(&output));
        Ok(serde_json::from_str(&stdout(&output))?)
    };
    let (bound, unbound) = (ask("EGY,SOM")?, ask("MEX,SOM")?);
    assert_eq!(
        (
            bound["owes_defence"].as_bool(),
            unbound["owes_defence"].as_bool()
        ),
        (Some(true), Some(false))
    );
    assert!(bound["probability"].as_f64() > unbound["probability"].as_f64());
    for part in bound["parts"].as_array().ok_or("no parts")? {
        assert!(
            ["fitted", "judged", "unknown"].contains(&part["basis"].as_str().unwrap_or_default())
        );
        assert!(part["why"].as_str().is_some_and(|why| !why.is_empty()));
    }
    Ok(())
}
