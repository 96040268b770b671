//! The forecast commands on a small record of reporting.

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

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes reports of eight months in which two states answer each other's attacks.
fn reports(name: &str, months: std::ops::RangeInclusive<u8>) -> Result<PathBuf, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut lines = String::new();
    for month in months {
        for (day, sentence) in [
            (3, "Kenya attacked Somalia."),
            (5, "Somalia attacked Kenya."),
            (12, "Kenya attacked Somalia."),
            (14, "Somalia attacked Kenya."),
            (20, "Uganda held talks with Rwanda."),
            (25, "Kenya accused Somalia of lying."),
        ] {
            lines += &format!(
                "{{\"id\":\"{month}-{day}\",\"date\":\"2023-{month:02}-{day:02}\",\"text\":\"{sentence}\"}}\n"
            );
        }
    }
    fs::write(&path, lines)?;
    Ok(path)
}

#[test]
fn a_question_gets_a_probability_with_its_statements() -> Result<(), Box<dyn Error>> {
    let path = reports("feud.jsonl", 1..=8)?;
    let path = path.to_str().ok_or("no path")?;
    let question = "will Somalia attack Kenya within 30 days";
    let ask = |format: &str| {
        chancery(&[
            "forecast",
            "ask",
            path,
            "--question",
            question,
            "--format",
            format,
            "--quiet",
        ])
    };
    let output = ask("json")?;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let forecast = &answer["forecasts"][0];
    assert_eq!(forecast["actor"], "SOM");
    assert_eq!(forecast["recipient"], "KEN");
    assert!(
        forecast["probability"]
            .as_f64()
            .is_some_and(|chance| chance > 0.5)
    );
    assert!(
        forecast["base_rate"]
            .as_f64()
            .is_some_and(|chance| chance > 0.5)
    );
    assert!(
        answer["statements"]
            .as_array()
            .is_some_and(|ids| ids.len() >= 3)
    );
    let shown = text(&ask("text")?.stdout);
    for words in [
        "Somalia will attack Kenya within 30 days",
        "Base rate",
        "in 1",
        "[1]",
    ] {
        assert!(shown.contains(words), "`{words}` is not in:\n{shown}");
    }
    assert_eq!(ask("json")?.stdout, output.stdout);
    let html = text(&ask("html")?.stdout);
    assert!(html.contains("<svg") && !html.contains("<script"));
    Ok(())
}

#[test]
fn poor_records_and_poor_questions_are_told_so() -> Result<(), Box<dyn Error>> {
    let path = reports("young.jsonl", 1..=1)?;
    let path = path.to_str().ok_or("no path")?;
    let ask = |question: &str| chancery(&["forecast", "ask", path, "--question", question, "-q"]);
    let thin = ask("will Kenya attack Somalia within 30 days")?;
    assert!(thin.status.success());
    assert!(
        text(&thin.stdout).contains("too thin"),
        "{}",
        text(&thin.stdout)
    );
    for (question, complaint) in [
        ("what comes next", "none of the forms"),
        ("will Kenya tickle Somalia", "no kind of act"),
        ("will Qwertyland attack Somalia", "no actor"),
    ] {
        let output = ask(question)?;
        assert_eq!(output.status.code(), Some(2), "{question}");
        assert!(
            text(&output.stderr).contains(complaint),
            "{}",
            text(&output.stderr)
        );
    }
    Ok(())
}

#[test]
fn past_forecasts_are_scored_and_drawn() -> Result<(), Box<dyn Error>> {
    let path = reports("scored.jsonl", 1..=9)?;
    let path = path.to_str().ok_or("no path")?;
    let plot = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reliability.svg");
    let drawn = plot.to_str().ok_or("no path")?;
    let output = chancery(&[
        "forecast",
        "backtest",
        path,
        "--from",
        "2023-05-01",
        "--horizon",
        "7",
        "--class",
        "ASSAULT",
        "--plot",
        drawn,
        "--json",
        "-q",
    ])?;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let scores: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    assert!(
        scores[0]["forecasts"]
            .as_u64()
            .is_some_and(|count| count > 20)
    );
    assert!(
        scores[0]["model"]["brier"]
            .as_f64()
            .is_some_and(|loss| loss < 0.5)
    );
    assert!(fs::read_to_string(&plot)?.starts_with("<svg"));
    let refused = chancery(&["forecast", "backtest", path, "--horizon", "8", "-q"])?;
    assert_eq!(refused.status.code(), Some(2));
    let refused = chancery(&["forecast", "backtest", path, "--model", path, "-q"])?;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("not an outlook model"));
    Ok(())
}
