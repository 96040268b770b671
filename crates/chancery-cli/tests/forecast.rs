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
    let plot = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fan.svg");
    let drawn = plot.to_str().ok_or("no path")?;
    let arguments = [
        "forecast",
        "ask",
        path,
        "--question",
        question,
        "--plot",
        drawn,
        "-q",
    ];
    assert!(chancery(&arguments)?.status.success());
    let fan = fs::read_to_string(&plot)?;
    assert!(fan.starts_with("<svg") && fan.contains("in 30 days") && fan.contains("<polygon"));
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
    let scored = |rest: &[&str]| -> Result<serde_json::Value, Box<dyn Error>> {
        let mut arguments = vec![
            "forecast",
            "backtest",
            path,
            "--from",
            "2023-05-01",
            "--json",
            "-q",
        ];
        arguments.extend(rest);
        let output = chancery(&arguments)?;
        assert!(output.status.success(), "{}", text(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout)?)
    };
    let answers = scored(&["--class", "ASSAULT", "--after", "ASSAULT", "--horizon", "7"])?;
    assert_eq!(answers[0]["class"], "ASSAULT after ASSAULT");
    // Two attacks each way in a month: those of Kenya are answered, those of Somalia within nine days
    // or not.
    assert!(
        answers[0]["forecasts"]
            .as_u64()
            .is_some_and(|count| count >= 14)
    );
    assert!(
        answers[0]["happened"]
            .as_u64()
            .is_some_and(|count| count >= 7)
    );
    let ties = scored(&["--tie", "hostile", "--horizon", "7,30"])?;
    assert_eq!(ties[0]["class"], "tie crosses hostile");
    assert!(
        ties[1]["forecasts"]
            .as_u64()
            .is_some_and(|count| count >= 1),
        "{ties}"
    );
    let refused = chancery(&["forecast", "backtest", path, "--tie", "chummy", "-q"])?;
    assert_eq!(refused.status.code(), Some(2));
    let refused = chancery(&["forecast", "backtest", path, "--horizon", "8", "-q"])?;
    assert_eq!(refused.status.code(), Some(2));
    let refused = chancery(&["forecast", "backtest", path, "--model", path, "-q"])?;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("not an outlook model"));
    Ok(())
}

/// Writes reports of a feud in which events are told again weeks later, with their day and so more
/// surely than at first, and returns the lines with their days.
fn told_again() -> Vec<(String, String)> {
    let names = ["January", "February", "March", "April", "May", "June"];
    let mut lines = Vec::new();
    let mut add = |day: String, text: String| {
        let id = format!("report-{}", lines.len());
        let line = format!("{{\"id\":\"{id}\",\"date\":\"{day}\",\"text\":\"{text}\"}}\n");
        lines.push((day, line));
    };
    for (at, month) in names.iter().enumerate() {
        let number = at + 1;
        for day in [3, 9, 17] {
            let on = |day: i32| format!("2023-{number:02}-{day:02}");
            add(on(day), "Kenya attacked Somalia.".to_owned());
            add(on(day + 1), "Somalia attacked Kenya.".to_owned());
            add(
                on(day + 10),
                format!("On {day} {month} 2023 Kenya attacked Somalia."),
            );
            add(
                on(day + 2),
                "Kenya held talks with Somalia. Uganda held talks with Rwanda.".to_owned(),
            );
        }
    }
    lines
}

/// Nothing that was reported later touches a forecast, whichever way the record is read: a file that
/// ends on a day gives the bytes of the whole file asked as of that day.
#[test]
fn a_record_that_ends_on_a_day_forecasts_as_the_whole_does_as_of_it() -> Result<(), Box<dyn Error>>
{
    let lines = told_again();
    let write = |name: &str, until: &str| -> Result<String, Box<dyn Error>> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let kept = lines.iter().filter(|(day, _)| day.as_str() <= until);
        fs::write(
            &path,
            kept.map(|(_, line)| line.as_str()).collect::<String>(),
        )?;
        Ok(path.to_str().ok_or("no path")?.to_owned())
    };
    let whole = write("told-again.jsonl", "9999")?;
    let coded = format!("{whole}.record");
    let output = chancery(&["code", "--format", "record", &whole, "--out", &coded, "-q"])?;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let ask = |path: &str, day: &str, question: &str| -> Result<String, Box<dyn Error>> {
        let output = chancery(&[
            "forecast",
            "ask",
            path,
            "--question",
            question,
            "--as-of",
            day,
            "--format",
            "json",
            "-q",
        ])?;
        assert!(output.status.success(), "{}", text(&output.stderr));
        Ok(text(&output.stdout))
    };
    for (day, question) in [
        ("2023-04-05", "will Kenya attack Somalia within 7 days"),
        ("2023-05-11", "will Kenya consult Somalia within 30 days"),
        (
            "2023-05-18",
            "will Somalia answer Kenya's assault with assault within 7 days",
        ),
        ("2023-06-04", "who will Kenya attack within 30 days"),
        (
            "2023-06-12",
            "will the tie of Kenya and Somalia cross hostile within 90 days",
        ),
    ] {
        let cut = write(&format!("told-until-{day}.jsonl"), day)?;
        let expected = ask(&cut, day, question)?;
        assert!(!expected.contains("\"silence\": \""), "{expected}");
        assert_eq!(ask(&whole, day, question)?, expected, "{day}: {question}");
        assert_eq!(ask(&coded, day, question)?, expected, "{day}: {question}");
    }
    // So do the feed of surprises and, once the outcomes are in, the back-test.
    let surprises = |path: &str| {
        chancery(&[
            "forecast",
            "surprise",
            path,
            "--from",
            "2023-02-01",
            "--to",
            "2023-04-20",
            "--at-most",
            "1",
            "--format",
            "json",
            "-q",
        ])
    };
    let cut = write("told-until-april.jsonl", "2023-04-20")?;
    let feed = text(&surprises(&cut)?.stdout);
    assert!(feed.matches("probability").count() > 10, "{feed}");
    assert_eq!(text(&surprises(&whole)?.stdout), feed);
    let scores = |path: &str| {
        chancery(&[
            "forecast",
            "backtest",
            path,
            "--from",
            "2023-03-01",
            "--to",
            "2023-03-31",
            "--horizon",
            "7",
            "--class",
            "ASSAULT",
            "--every",
            "1",
            "--json",
            "-q",
        ])
    };
    let expected = text(&scores(&cut)?.stdout);
    assert!(expected.contains("forecasts"), "{expected}");
    assert_eq!(text(&scores(&whole)?.stdout), expected);
    Ok(())
}

/// Writes a small benchmark in which pairs meet every third day, and returns its folder.
fn benchmark(name: &str, rename: bool) -> Result<PathBuf, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder)?;
    let mut parts = [String::new(), String::new(), String::new()];
    for day in 0..60 {
        let part = usize::from(day >= 45) + usize::from(day >= 52);
        for pair in 0..6 {
            if (day + pair) % 3 == 0 {
                parts[part] += &format!("{pair}\t0\t{}\t{day}\n", 6 + pair);
                parts[part] += &format!("{}\t1\t{pair}\t{day}\n", 6 + (pair + day) % 6);
            }
        }
    }
    for (name, part) in ["train.txt", "valid.txt", "test.txt"].iter().zip(&parts) {
        fs::write(folder.join(name), part)?;
    }
    let names = |what: &str, count: usize| -> String {
        let name = |at: usize| format!("{what}_{}\t{at}\n", if rename { count - at } else { at });
        (0..count).map(name).collect()
    };
    fs::write(folder.join("entity2id.txt"), names("State", 12))?;
    fs::write(
        folder.join("relation2id.txt"),
        "Consult\t0\nMake_statement\t1\n",
    )?;
    Ok(folder)
}

#[test]
fn a_benchmark_is_learnt_once_and_explained() -> Result<(), Box<dyn Error>> {
    let folder = benchmark("small", false)?;
    let other = benchmark("renamed", true)?;
    let path = |name: &str| folder.join(name).display().to_string();
    let data = folder.display().to_string();
    let (one, two, model) = (path("one.txt"), path("two.txt"), path("model.tsv"));
    let tkg = |data: &str, rest: &[&str]| {
        let mut arguments = vec!["forecast", "tkg", "--data", data];
        arguments.extend(rest);
        chancery(&arguments)
    };
    let learnt = tkg(&data, &["--split", "test", "--out", &one, "--save", &model])?;
    assert!(learnt.status.success(), "{}", text(&learnt.stderr));
    let again = tkg(
        &data,
        &["--split", "test", "--out", &two, "--model", &model],
    )?;
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(fs::read(&one)?, fs::read(&two)?);
    assert_eq!(text(&again.stdout), text(&learnt.stdout));
    for (data, split, complaint) in [
        (&data, "valid", "has learnt from facts up to time 52"),
        (
            &other.display().to_string(),
            "test",
            "learnt on other names",
        ),
    ] {
        let refused = tkg(data, &["--split", split, "--out", &two, "--model", &model])?;
        assert_eq!(refused.status.code(), Some(1), "{split}");
        assert!(
            text(&refused.stderr).contains(complaint),
            "{}",
            text(&refused.stderr)
        );
    }
    let question = "State 0 | consult | ? | 54";
    let explained = tkg(
        &data,
        &[
            "--split",
            "test",
            "--model",
            &model,
            "--explain",
            question,
            "--most",
            "1",
        ],
    )?;
    assert!(explained.status.success(), "{}", text(&explained.stderr));
    let shown = text(&explained.stdout);
    for words in [
        "State 6: ",
        "after State 0 did “Consult” to State 6, State 0 did “Consult” to State 6 again within 3 steps of time in 17 of 17 cases; last at 51",
    ] {
        assert!(shown.contains(words), "`{words}` is not in:\n{shown}");
    }
    let wrong = tkg(
        &data,
        &["--split", "test", "--explain", "State 0 | consult"],
    )?;
    assert_eq!(wrong.status.code(), Some(2));
    Ok(())
}
