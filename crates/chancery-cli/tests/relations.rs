//! `chancery ties`, `align` and `camps` as commands, on small and on thin records.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

type Tested = Result<(), Box<dyn Error>>;

fn chancery(arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?)
}

/// Runs a command that must succeed and returns what it prints.
fn printed(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = chancery(arguments)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    Ok(String::from_utf8(output.stdout)?)
}

fn json(arguments: &[&str]) -> Result<serde_json::Value, Box<dyn Error>> {
    let with_format: Vec<&str> = arguments
        .iter()
        .chain(&["--format", "json"])
        .copied()
        .collect();
    Ok(serde_json::from_str(&printed(&with_format)?)?)
}

fn folder(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path)?;
    Ok(path)
}

fn article(name: &str, text: &str) -> Result<String, Box<dyn Error>> {
    let path = folder("relations")?.join(name);
    fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

const QUARREL: &str = "On 1 March 2024 Kenyan troops attacked Somalia. On 11 March 2024 Kenya \
                       and Somalia held talks. On 14 March 2024 Kenya and Somalia signed a peace agreement.";

#[test]
fn a_series_has_a_row_for_every_day_on_which_the_tie_can_be_told() -> Tested {
    let path = article("quarrel.txt", QUARREL)?;
    let question = [
        "ties",
        &path,
        "--published",
        "2024-03-20",
        "--dyad",
        "SOM,KEN",
        "--series",
    ];
    let table = printed(&question)?;
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert_eq!(
        rows[0],
        [
            "date",
            "as_of",
            "as_of_low",
            "as_of_high",
            "looking_back",
            "back_low",
            "back_high"
        ]
    );
    assert_eq!(rows.len(), 1 + 20, "1 to 20 March: {table}");
    assert_eq!((rows[1][0], rows[20][0]), ("2024-03-01", "2024-03-20"));
    let value = |row: usize, column: usize| rows[row][column].parse::<f64>();
    for (row, cells) in rows.iter().enumerate().skip(1) {
        for first in [1, 4] {
            let (middle, low, high) = (
                value(row, first)?,
                value(row, first + 1)?,
                value(row, first + 2)?,
            );
            assert!(
                -1.0 <= low && low <= middle && middle <= high && high <= 1.0,
                "{cells:?}"
            );
        }
    }
    // The attack is known on its day, the peace only from its own.
    assert!(value(1, 1)? < -0.3, "{table}");
    assert!(value(20, 1)? > value(1, 1)?, "{table}");
    let data = json(&question)?;
    assert_eq!((&data["a"], &data["b"]), (&"KEN".into(), &"SOM".into()));
    let days = data["days"].as_array().ok_or("no days")?;
    assert_eq!(days.len(), 20);
    assert_eq!(days[0]["as_of"][0].as_f64(), Some(value(1, 1)?));
    Ok(())
}

#[test]
fn a_series_of_a_pair_without_evidence_is_empty() -> Tested {
    let path = article("quarrel-2.txt", QUARREL)?;
    let question = [
        "ties",
        &path,
        "--published",
        "2024-03-20",
        "--dyad",
        "FRA,DEU",
        "--series",
    ];
    assert_eq!(printed(&question)?.lines().count(), 1);
    assert_eq!(json(&question)?["days"], serde_json::json!([]));
    let output = chancery(&["ties", &path, "--series"])?;
    assert_eq!(output.status.code(), Some(2));
    Ok(())
}

#[test]
fn an_answer_about_a_dyad_is_headed_by_it() -> Tested {
    let path = article("quarrel-3.txt", QUARREL)?;
    let text = printed(&[
        "ties",
        &path,
        "--published",
        "2024-03-20",
        "--dyad",
        "SOM,KEN",
    ])?;
    assert!(text.starts_with("KENYA AND SOMALIA"), "{text}");
    Ok(())
}

#[test]
fn measures_stand_side_by_side_with_where_they_part() -> Tested {
    let path = article("quarrel-4.txt", QUARREL)?;
    let states = folder("relations-states")?;
    for (name, text) in [
        (
            "cow_states_peacesciencer.csv",
            "ccode,styear,endyear\n2,1816,2016\n365,1816,2016\n630,1855,2016\n666,1948,2016\n",
        ),
        (
            "cow_alliance_v41_dyadyear_peacesciencer.csv",
            "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n\
             365,630,2012,1,0,0,0\n630,365,2012,1,0,0,0\n2,666,2012,1,0,0,0\n666,2,2012,1,0,0,0\n",
        ),
        (
            "IdealpointestimatesAll_Apr2020.csv",
            "session,iso3c,IdealPoint\n67,USA,2.5\n67,RUS,0.9\n67,IRN,-1.9\n67,ISR,2.2\n",
        ),
    ] {
        fs::write(states.join(name), text)?;
    }
    let states = states.to_string_lossy().into_owned();
    let question = [
        "align",
        &path,
        "--published",
        "2024-03-20",
        "--dyad",
        "RUS,IRN",
        "--states",
        &states,
    ];
    let text = printed(&question)?;
    assert!(
        text.contains("Alliances (2012)") && text.contains("Ideal points (2012)"),
        "{text}"
    );
    assert!(text.contains("vote apart"), "{text}");
    let data = json(&question)?;
    let standings = data["standings"].as_array().ok_or("no standings")?;
    let value = |source: &str, measure: &str| {
        let same =
            |seen: &&serde_json::Value| seen["source"] == source && seen["measure"] == measure;
        standings
            .iter()
            .find(same)
            .and_then(|seen| seen["value"].as_f64())
    };
    assert_eq!(value("alliances", "s-absolute"), Some(1.0));
    assert_eq!(
        value("ideal-points", "distance").map(|value| (value * 10.0).round()),
        Some(28.0)
    );
    let early = printed(&[&question[..], &["--year", "1990"]].concat())?;
    assert!(early.contains("cover no year of both"), "{early}");
    Ok(())
}

#[test]
fn thin_and_contradictory_records_get_a_sensible_answer() -> Tested {
    // Text, pairs with a tie, camps, and what the text of `camps` says.
    for (name, text, ties, groups, said) in [
        (
            "nothing.txt",
            "The weather was fine. Nobody came.",
            0,
            0,
            "no camps",
        ),
        (
            "one.txt",
            "France held elections on Sunday. The French president spoke.",
            0,
            0,
            "no camps",
        ),
        (
            "neutral.txt",
            "Switzerland is neutral towards Japan. Brazil is neutral towards Indonesia.",
            2,
            0,
            "No tie in the record is clearly for or against",
        ),
        (
            "parts.txt",
            "France and Germany are allies. India and Pakistan are enemies.",
            2,
            3,
            "India against Pakistan",
        ),
        (
            "contradictory.txt",
            "Russia and Iran are allies. Russia and Iran are enemies.",
            1,
            0,
            "No tie in the record is clearly for or against",
        ),
    ] {
        let path = article(name, text)?;
        let of = |command| [command, path.as_str(), "--published", "2025-06-18"];
        let found = json(&of("ties"))?;
        let found = found.as_array().ok_or("no list of ties")?;
        assert_eq!(found.len(), ties, "{name}: {found:?}");
        let camps = json(&of("camps"))?;
        assert_eq!(
            camps["groups"].as_array().map(Vec::len),
            Some(groups),
            "{name}: {camps}"
        );
        assert_eq!(
            (&camps["frustration"], &camps["proved_optimal"]),
            (&0.0.into(), &true.into())
        );
        let told = printed(&of("camps"))?.replace('\n', " ");
        assert!(told.contains(said), "{name}: {told}");
        printed(&of("ties"))?;
        printed(&[&of("align")[..], &["--dyad", "RUS,IRN"]].concat())?;
    }
    Ok(())
}

#[test]
fn odd_edge_lists_are_answered_or_refused_with_the_row() -> Tested {
    for (name, text, frustration, groups) in [
        ("empty.csv", "a,b,weight\n", 0.0, "[]"),
        (
            "twice.csv",
            "a,b,sign\nx,y,1\ny,x,-1\n",
            1.0,
            "[[\"x\",\"y\"]]",
        ),
        ("neutral.csv", "a,b,weight\nx,y,0\n", 0.0, "[]"),
        (
            "apart.csv",
            "a,b,weight\nx,y,2.5\nu,v,-1\n",
            0.0,
            "[[\"v\"],[\"x\",\"y\",\"u\"]]",
        ),
        (
            "torn.csv",
            "a,b,weight\nx,y,2\nx,z,0.5\ny,z,-1\n",
            0.5,
            "[[\"x\",\"y\"],[\"z\"]]",
        ),
    ] {
        let path = article(name, text)?;
        let report = json(&["camps", "--edges", &path])?;
        assert_eq!(
            report["frustration"].as_f64(),
            Some(frustration),
            "{name}: {report}"
        );
        let mut found: Vec<String> = report["groups"]
            .as_array()
            .ok_or("no groups")?
            .iter()
            .map(ToString::to_string)
            .collect();
        found.sort();
        assert_eq!(format!("[{}]", found.join(",")), groups, "{name}");
        assert_eq!(
            (&report["proved_optimal"], &report["optima_complete"]),
            (&true.into(), &true.into())
        );
    }
    for (name, text, said) in [
        ("word.csv", "a,b,weight\nx,y,strong\n", "row 2"),
        ("self.csv", "a,b,weight\nx,x,1\n", "row 2"),
        ("columns.csv", "from,to\nx,y\n", "columns"),
    ] {
        let path = article(name, text)?;
        let output = chancery(&["camps", "--edges", &path])?;
        assert_eq!(output.status.code(), Some(1));
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(errors.contains(said), "{name}: {errors}");
    }
    Ok(())
}

#[test]
fn three_enemies_are_three_camps_of_any_number_and_torn_in_two() -> Result<(), Box<dyn Error>> {
    let path = article("enemies.csv", "a,b,sign\nx,y,-1\ny,z,-1\nz,x,-1\nx,u,1\n")?;
    let report = json(&["camps", "--edges", &path, "--any-number"])?;
    assert_eq!(report["frustration"], 1);
    let many = &report["any_number"];
    assert_eq!(many["disagreement"], 0, "{report}");
    assert_eq!(many["proved_optimal"], true);
    assert_eq!(many["groups"].as_array().map(Vec::len), Some(3));
    let plain = json(&["camps", "--edges", &path])?;
    assert!(plain.get("any_number").is_none());
    let told = printed(&["camps", "--edges", &path, "--any-number"])?;
    assert!(told.contains("With any number of camps: 3"), "{told}");
    Ok(())
}
