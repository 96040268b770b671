//! `chancery code --coder llm` against a server on this machine that answers as it is told.
#![cfg(feature = "llm")]

use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    error::Error,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, Mutex},
    thread,
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// One request as it arrived.
#[derive(Clone, Debug, Default)]
struct Request {
    head: String,
    body: Value,
}

/// A server that gives its answers one after the other, the last one for ever.
struct Stub {
    endpoint: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Stub {
    fn start(answers: &[(u16, &str, String)]) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let endpoint = format!("http://{}/v1", listener.local_addr()?);
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let mut answers: VecDeque<(u16, String, String)> = answers
            .iter()
            .map(|(status, headers, body)| (*status, (*headers).to_owned(), body.clone()))
            .collect();
        let seen = requests.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answer = if answers.len() > 1 {
                    answers.pop_front()
                } else {
                    answers.front().cloned()
                };
                let _ = serve(stream, &seen, &answer.unwrap_or_default());
            }
        });
        Ok(Self { endpoint, requests })
    }

    fn requests(&self) -> Vec<Request> {
        self.requests
            .lock()
            .map(|list| list.clone())
            .unwrap_or_default()
    }
}

fn serve(
    stream: std::net::TcpStream,
    seen: &Mutex<Vec<Request>>,
    (status, headers, body): &(u16, String, String),
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        head += &line;
    }
    let length = head
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse().ok())?
        })
        .unwrap_or(0);
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes)?;
    if let Ok(mut seen) = seen.lock() {
        seen.push(Request {
            head,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        });
    }
    let mut stream = reader.into_inner();
    write!(
        stream,
        "HTTP/1.1 {status} Told\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Wraps what a model says as servers do, with the tokens that it cost.
fn said(content: &str) -> String {
    json!({
        "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 700},
    })
    .to_string()
}

fn accusation() -> String {
    said(
        &json!({"events": [
            {"evidence": "Kenya accused Somalia", "type": "ACCUSE", "mode": null, "contexts": [],
             "actor": ["Kenya"], "recipient": ["Somalia"], "status": "actual", "assertion": "author",
             "speaker": null, "outlet": null, "place": null, "date": "Monday", "dead": null, "injured": null},
            {"evidence": "Somalia shelled Kenya", "type": "ASSAULT", "mode": null, "contexts": [],
             "actor": ["Somalia"], "recipient": ["Kenya"], "status": "actual", "assertion": "author",
             "speaker": null, "outlet": null, "place": null, "date": null, "dead": null, "injured": null},
        ]})
        .to_string(),
    )
}

/// A fresh folder with documents in it, one for each text.
fn documents(name: &str, texts: &[&str]) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("llm-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let lines: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            json!({"id": format!("d{number}"), "text": text, "date": "2024-03-05"}).to_string()
        })
        .collect();
    fs::write(folder.join("wires.jsonl"), lines.join("\n"))?;
    Ok(folder)
}

const TEXT: &str = "On Monday Kenya accused Somalia of harbouring the attackers.";

/// Codes the documents of a folder by the stub.
fn code(folder: &Path, endpoint: &str, key: Option<&str>, more: &[&str]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command
        .arg("code")
        .arg(folder.join("wires.jsonl"))
        .args(["--coder", "llm", "--model", "stub-1", "--rate", "60000"])
        .args(["--endpoint", endpoint, "--cache"])
        .arg(folder.join("answers"))
        .args(more)
        .env_remove("CHANCERY_LLM_KEY");
    if let Some(key) = key {
        command.env("CHANCERY_LLM_KEY", key);
    }
    Ok(command.output()?)
}

fn events(output: &Output) -> Result<Vec<Value>> {
    let lines = String::from_utf8(output.stdout.clone())?;
    let statements: Vec<Value> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<std::result::Result<_, _>>()?;
    Ok(statements
        .into_iter()
        .filter(|statement| statement["kind"] == "event")
        .collect())
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_good_answer_becomes_statements_and_an_invented_event_does_not() -> Result {
    let stub = Stub::start(&[(200, "", accusation())])?;
    let folder = documents("good", &[TEXT])?;
    let output = code(&folder, &stub.endpoint, Some("secret-7"), &[])?;
    assert!(output.status.success(), "{}", complaint(&output));
    let found = events(&output)?;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["event_type"], "ACCUSE");
    assert_eq!(found[0]["actor"][0]["id"], "KEN");
    assert_eq!(found[0]["recipient"][0]["id"], "SOM");
    assert_eq!(found[0]["date"]["from"], "2024-03-04");
    assert_eq!(found[0]["rule"], "llm:stub-1");
    assert_eq!(found[0]["text"], "Kenya accused Somalia");
    assert!(
        complaint(&output)
            .contains("of 2 events told, 1 events rest on words that the text does not hold"),
        "{}",
        complaint(&output)
    );
    let requests = stub.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].head.starts_with("POST /v1/chat/completions "));
    let key = requests[0]
        .head
        .to_ascii_lowercase()
        .contains("authorization: bearer secret-7");
    assert!(key, "{}", requests[0].head);
    assert_eq!(requests[0].body["model"], "stub-1");
    assert_eq!(requests[0].body["response_format"]["type"], "json_schema");
    // Neither what is printed nor what is kept holds the key.
    assert!(!complaint(&output).contains("secret-7"));
    for file in fs::read_dir(folder.join("answers"))? {
        assert!(!fs::read_to_string(file?.path())?.contains("secret-7"));
    }
    Ok(())
}

#[test]
fn a_known_answer_is_not_asked_for_again() -> Result {
    let stub = Stub::start(&[(200, "", accusation())])?;
    let folder = documents("cache", &[TEXT, TEXT])?;
    let first = code(&folder, &stub.endpoint, None, &[])?;
    assert_eq!(
        stub.requests().len(),
        1,
        "the second document has the same words"
    );
    let again = code(&folder, &stub.endpoint, None, &["--budget", "requests=0"])?;
    assert!(again.status.success(), "{}", complaint(&again));
    assert_eq!(stub.requests().len(), 1);
    assert_eq!(first.stdout, again.stdout, "the same bytes");
    assert_eq!(events(&again)?.len(), 2);
    Ok(())
}

#[test]
fn a_record_can_be_saved_and_asked_like_any_other() -> Result {
    let stub = Stub::start(&[(200, "", accusation())])?;
    let folder = documents("record", &[TEXT])?;
    let record = folder.join("record.jsonl");
    let file = record.to_str().ok_or("no path")?;
    let output = code(
        &folder,
        &stub.endpoint,
        None,
        &["--format", "record", "--out", file],
    )?;
    assert!(output.status.success(), "{}", complaint(&output));
    let timeline = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["timeline", file])
        .output()?;
    let said = String::from_utf8(timeline.stdout)?;
    assert!(said.contains("Somalia"), "{said}");
    Ok(())
}

#[test]
fn trouble_that_passes_is_waited_out() -> Result {
    let busy = |status| {
        (
            status,
            "retry-after: 0\r\n",
            "{\"error\": {\"message\": \"busy\"}}".to_owned(),
        )
    };
    let stub = Stub::start(&[busy(429), busy(503), (200, "", accusation())])?;
    let folder = documents("busy", &[TEXT])?;
    let output = code(&folder, &stub.endpoint, None, &[])?;
    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(events(&output)?.len(), 1);
    assert_eq!(stub.requests().len(), 3);
    Ok(())
}

#[test]
fn a_server_that_stays_broken_is_given_up_and_said() -> Result {
    let stub = Stub::start(&[(500, "retry-after: 0\r\n", String::new())])?;
    let texts = [
        "Kenya left.",
        "Somalia left.",
        "Chad left.",
        "Mali left.",
        "Togo left.",
    ];
    let folder = documents("broken", &texts)?;
    let output = code(&folder, &stub.endpoint, None, &[])?;
    assert_eq!(output.status.code(), Some(1));
    assert!(
        complaint(&output).contains("5 passages were not coded: the endpoint answers 500"),
        "{}",
        complaint(&output)
    );
    assert_eq!(
        stub.requests().len(),
        15,
        "three documents of five attempts, then no more"
    );
    Ok(())
}

#[test]
fn malformed_answers_are_asked_for_once_more_and_never_kept() -> Result {
    let stub = Stub::start(&[
        (200, "", said("Here are the events: {")),
        (200, "", accusation()),
        (200, "", said("I cannot help with that.")),
    ])?;
    let folder = documents("malformed", &[TEXT, "On Monday Chad accused Sudan."])?;
    let output = code(&folder, &stub.endpoint, None, &[])?;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        events(&output)?.len(),
        1,
        "the first document's second answer"
    );
    assert!(
        complaint(&output).contains("d1: 1 of 1 passages were not coded: the answer is not JSON"),
        "{}",
        complaint(&output)
    );
    assert_eq!(stub.requests().len(), 4);
    assert_eq!(fs::read_dir(folder.join("answers"))?.count(), 1);
    Ok(())
}

#[test]
fn a_budget_is_kept() -> Result {
    let texts = [TEXT, "Kenya left.", "Somalia left."];
    for (budget, spent) in [
        ("requests=2", 2),
        ("tokens=701", 2),
        ("requests=5,tokens=1", 1),
    ] {
        let stub = Stub::start(&[(200, "", accusation())])?;
        let folder = documents("budget", &texts)?;
        let output = code(&folder, &stub.endpoint, None, &["--budget", budget])?;
        assert_eq!(output.status.code(), Some(1), "{budget}");
        assert_eq!(stub.requests().len(), spent, "{budget}");
        assert!(
            complaint(&output).contains("is spent"),
            "{}",
            complaint(&output)
        );
        // What was paid for is written all the same.
        assert_eq!(events(&output)?.len(), 1);
    }
    Ok(())
}

#[test]
fn without_a_key_nothing_is_sent() -> Result {
    let folder = documents("key", &[TEXT])?;
    let elsewhere = code(&folder, "https://llm.invalid/v1", None, &[])?;
    assert_eq!(elsewhere.status.code(), Some(2));
    assert!(complaint(&elsewhere).contains("CHANCERY_LLM_KEY is not set"));
    let open = code(&folder, "http://llm.invalid/v1", Some("secret-7"), &[])?;
    assert_eq!(open.status.code(), Some(2));
    assert!(complaint(&open).contains("only https"));
    // A server that wants one is asked once.
    let stub = Stub::start(&[(401, "", "{}".to_owned())])?;
    let refused = code(&folder, &stub.endpoint, None, &[])?;
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        complaint(&refused).contains("put it into CHANCERY_LLM_KEY"),
        "{}",
        complaint(&refused)
    );
    assert_eq!(stub.requests().len(), 1);
    Ok(())
}

#[test]
fn the_rules_ask_nobody() -> Result {
    let stub = Stub::start(&[(200, "", accusation())])?;
    let folder = documents("rules", &[TEXT])?;
    let output = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .arg("code")
        .arg(folder.join("wires.jsonl"))
        .args(["--endpoint", &stub.endpoint, "--model", "stub-1"])
        .output()?;
    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(stub.requests().len(), 0);
    let found = events(&output)?;
    let by_model = |event: &Value| {
        event["rule"]
            .as_str()
            .is_some_and(|rule| rule.starts_with("llm:"))
    };
    assert!(
        !found.is_empty() && !found.iter().any(by_model),
        "{found:?}"
    );
    Ok(())
}
