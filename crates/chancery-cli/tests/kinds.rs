//! Every kind of statement in every kind of document: the same ten claims, as plain text, Markdown,
//! HTML, JSON, JSON Lines and a feed.

use serde_json::{Value, json};
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The kind of a statement, a sentence that makes it, and what the statement must hold.
type Claim = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const CLAIMS: [Claim; 10] = [
    (
        "event",
        "On Monday Kenya accused Somalia of harbouring the attackers.",
        &[
            ("/event_type", "ACCUSE"),
            ("/actor/0/id", "KEN"),
            ("/recipient/0/id", "SOM"),
            ("/date/from", "2024-03-18"),
        ],
    ),
    (
        "stance",
        "Pakistan is a close ally of China.",
        &[
            ("/stance", "ally"),
            ("/actor/0/id", "PAK"),
            ("/recipient/0/id", "CHN"),
        ],
    ),
    (
        "agreement",
        "Rwanda and Uganda signed a mutual defence pact on Monday.",
        &[
            ("/agreement_kind", "alliance"),
            ("/force", "signed"),
            ("/parties/0/id", "RWA"),
            ("/parties/1/id", "UGA"),
            ("/obligations/0", "defence"),
        ],
    ),
    (
        "membership",
        "Cuba holds observer status in the Eurasian Economic Union.",
        &[
            ("/membership", "observer"),
            ("/actor/0/id", "CUB"),
            ("/organisation/id", "EAEU"),
        ],
    ),
    (
        "flow",
        "North Korea has supplied artillery shells to Russia.",
        &[
            ("/commodity", "arms"),
            ("/item", "artillery shells"),
            ("/actor/0/id", "PRK"),
            ("/recipient/0/id", "RUS"),
        ],
    ),
    (
        "position",
        "Egypt wants Ethiopia to stop filling the reservoir.",
        &[
            ("/actor/0/id", "EGY"),
            ("/issue", "stop filling the reservoir"),
        ],
    ),
    (
        "quotation",
        "Erdogan called the embargo \"inhumane\".",
        &[("/speaker/id", "TUR"), ("/quote", "inhumane")],
    ),
    (
        "quantity",
        "Inflation fell to 9.5 percent in Turkey.",
        &[("/what", "inflation"), ("/direction", "down")],
    ),
    (
        "judgement",
        "The paradox is that Serbia needs the European Union.",
        &[("/about/0/id", "SRB"), ("/about/1/id", "EU")],
    ),
    (
        "belief",
        "Poland fears that Russia will attack Moldova.",
        &[
            ("/holder/id", "POL"),
            ("/proposition", "Russia will attack Moldova"),
        ],
    ),
];

fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kinds-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Runs a command that must succeed, and returns the objects that it prints, one a line.
fn lines(arguments: &[&str]) -> Result<Vec<Value>> {
    let output = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?;
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    let lines = String::from_utf8(output.stdout)?;
    Ok(lines
        .lines()
        .map(serde_json::from_str)
        .collect::<std::result::Result<_, _>>()?)
}

/// Checks that each claim is there with its kind, fields and words.
fn check(format: &str, statements: &[Value]) {
    for (kind, sentence, fields) in CLAIMS {
        let found = statements.iter().any(|statement| {
            let holds = |(pointer, value): &(&str, &str)| {
                statement.pointer(pointer).and_then(Value::as_str) == Some(value)
            };
            let words = statement["text"].as_str().unwrap_or("");
            statement["kind"] == kind
                && fields.iter().all(holds)
                && !words.is_empty()
                && sentence.contains(words)
        });
        let all: Vec<&Value> = statements
            .iter()
            .filter(|statement| statement["kind"] == kind)
            .collect();
        assert!(found, "{format}: no {kind} {fields:?} in {all:#?}");
    }
}

fn paragraphs(before: &str, after: &str) -> String {
    CLAIMS
        .iter()
        .map(|(_, sentence, _)| format!("{before}{sentence}{after}\n\n"))
        .collect()
}

/// A feed with an entry for each claim.
fn rss() -> String {
    let items: String = CLAIMS
        .iter()
        .map(|(kind, sentence, _)| {
            format!(
                "<item><guid isPermaLink=\"false\">{kind}</guid><title>Item</title><description>{sentence}\
                 </description><pubDate>Wed, 20 Mar 2024 10:00:00 GMT</pubDate></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>")
}

#[test]
fn every_kind_is_read_in_every_kind_of_file() -> Result {
    let folder = folder("files")?;
    let text = paragraphs("", "");
    let one = json!({"id": "one", "date": "2024-03-20", "text": text});
    let many: Vec<String> = CLAIMS
        .iter()
        .map(|(kind, sentence, _)| {
            json!({"id": kind, "date": "2024-03-20", "text": sentence}).to_string()
        })
        .collect();
    let files = [
        ("plain.txt", text),
        (
            "marked.md",
            format!("# A week of news\n\n{}", paragraphs("* ", "")),
        ),
        (
            "page.html",
            format!(
                "<!doctype html><html><head><title>A week of news</title></head><body><article><h1>A week of \
                 news</h1>{}</article></body></html>",
                paragraphs("<p>", "</p>")
            ),
        ),
        ("one.json", one.to_string()),
        ("many.jsonl", many.join("\n")),
        ("feed.xml", rss()),
    ];
    for (name, content) in files {
        let file = folder.join(name);
        fs::write(&file, content)?;
        let file = file.to_str().ok_or("no path")?;
        let found = lines(&["code", file, "--published", "2024-03-20", "--quiet"])?;
        check(name, &found);
    }
    Ok(())
}

#[cfg(feature = "case")]
#[test]
fn every_kind_is_read_in_a_case() -> Result {
    let folder = folder("feed")?;
    let feed = folder.join("feed.xml");
    fs::write(&feed, rss())?;
    let case = folder.join("case");
    let case = case.to_str().ok_or("no path")?;
    let run = |arguments: &[&str]| -> Result {
        let status = Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(arguments)
            .status()?;
        assert!(status.success(), "{arguments:?}");
        Ok(())
    };
    run(&["init", case])?;
    run(&["add", case, feed.to_str().ok_or("no path")?, "--quiet"])?;
    check("feed", &lines(&["code", case, "--quiet"])?);
    Ok(())
}
