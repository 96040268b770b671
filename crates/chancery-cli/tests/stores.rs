//! Cases and documents in an object store: a real server that speaks S3 on loopback, in one process
//! and on a cluster. It answers as the folder does from which it was copied, or says what is wrong.
//!
//! The server is moto's; `cargo xtask test` installs it.
#![cfg(all(feature = "cluster", unix))]

mod nodes;

use nodes::{Cluster, Node, Result, done, folder, material, ports};
use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

const SERVER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../target/moto/bin/moto_server"
);
/// Whoever writes: the server looks for a name, and checks no signature.
const OWNER: &str = "AWS4-HMAC-SHA256 Credential=owner/20250618/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
/// What must never be seen anywhere.
const SECRET: &str = "hush-hush-hush";
/// What a machine of a cloud would ask for credentials: nobody is there.
const NOBODY: (&str, &str) = ("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9");

/// A server on loopback, with the buckets `private` and `public`.
struct Server {
    _process: Node,
    url: String,
}

impl Server {
    fn start(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let port = ports(1)?[0].to_string();
        let process = Command::new(SERVER)
            .args(["-H", "127.0.0.1", "-p", &port])
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.join("server.log"))?)
            .spawn()
            .map_err(|error| format!("{SERVER}: {error}; `cargo xtask test` installs it"))?;
        let server = Self {
            _process: Node(process),
            url: format!("http://127.0.0.1:{port}"),
        };
        let started = Instant::now();
        while ureq::get(format!("{}/moto-api/", server.url))
            .call()
            .is_err()
        {
            assert!(started.elapsed() < Duration::from_secs(60), "no server");
            thread::sleep(Duration::from_millis(100));
        }
        for bucket in ["private", "public"] {
            server.put(bucket, b"")?;
        }
        Ok(server)
    }

    /// Puts bytes under a key, or makes a bucket. What is in the bucket `public` anybody may read.
    fn put(&self, key: &str, bytes: &[u8]) -> Result {
        let request = ureq::put(format!("{}/{}", self.url, key.replace(' ', "%20")));
        let request = request.header("authorization", OWNER);
        let request = if key.starts_with("public/") {
            request.header("x-amz-acl", "public-read")
        } else {
            request
        };
        request.send(bytes)?;
        Ok(())
    }

    fn remove(&self, key: &str) -> Result {
        ureq::delete(format!("{}/{key}", self.url))
            .header("authorization", OWNER)
            .call()?;
        Ok(())
    }

    /// Copies a folder, as `aws s3 sync` does.
    fn copy(&self, folder: &Path, key: &str) -> Result {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let key = format!("{key}/{name}");
            if path.is_dir() {
                self.copy(&path, &key)?;
            } else {
                self.put(&key, &fs::read(&path)?)?;
            }
        }
        Ok(())
    }

    /// Returns what the bucket holds, as the server lists it.
    fn list(&self) -> Result<String> {
        let mut answer = ureq::get(format!("{}/private?list-type=2", self.url)).call()?;
        Ok(answer.body_mut().read_to_string()?)
    }

    /// Returns the environment of whoever may read.
    fn environment(&self) -> Vec<(&str, &str)> {
        vec![
            ("AWS_ENDPOINT_URL", &self.url),
            ("AWS_ACCESS_KEY_ID", "reader"),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_REGION", "us-east-1"),
            NOBODY,
        ]
    }
}

fn with(variables: &[(&str, &str)], arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .envs(variables.iter().copied())
        .output()?)
}

/// Runs the program with an environment, and returns what it printed.
fn answer(variables: &[(&str, &str)], arguments: &[&str]) -> Result<String> {
    let output = with(variables, arguments)?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a query that fails with a code, and returns what the program said.
fn refused(variables: &[(&str, &str)], arguments: &[&str], code: i32) -> Result<String> {
    let output = with(variables, arguments)?;
    let complaint = String::from_utf8(output.stderr)?;
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {complaint}"
    );
    assert!(output.stdout.is_empty(), "{arguments:?}");
    assert!(!complaint.contains(SECRET), "{complaint}");
    assert!(complaint.contains("hint: "), "{complaint}");
    Ok(complaint)
}

/// A case with reporting, a correction and an amendment, and a folder of documents of every kind.
fn corrected(folder: &Path) -> Result<(String, PathBuf)> {
    let (case, wires) = material(folder)?;
    let events = "SELECT id FROM events WHERE actor = 'ISR' ORDER BY id LIMIT 2";
    let ids = done(&["sql", &case, events, "--format", "csv"])?;
    let ids: Vec<&str> = ids.lines().skip(1).collect();
    let [first, second] = ids[..] else {
        return Err(format!("too few events: {ids:?}").into());
    };
    done(&[
        "review",
        &case,
        "--reject",
        first,
        "--reason",
        "another war",
    ])?;
    let amended = ["--set", "event_type=REJECT"];
    done(&["review", &case, "--amend", second, amended[0], amended[1]])?;
    let documents = folder.join("documents");
    fs::create_dir_all(documents.join("more"))?;
    let lines = fs::read_to_string(&wires)?;
    let mut parts = lines.lines().take(300);
    let mut some = |count: usize| -> String {
        parts
            .by_ref()
            .take(count)
            .map(|line| format!("{line}\n"))
            .collect()
    };
    fs::write(documents.join("wires.jsonl"), some(150))?;
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(some(100).as_bytes())?;
    fs::write(documents.join("more/wires 2.jsonl.gz"), zipped.finish()?)?;
    fs::write(
        documents.join("more/note=1.txt"),
        "Ghana accused Togo of smuggling on Monday.",
    )?;
    fs::write(
        documents.join("page.html"),
        "<p>Chile sent aid to Peru.</p>",
    )?;
    fs::write(documents.join("README.md"), "Norway attacked Sweden.")?;
    fs::write(
        documents.join("more/.hidden.txt"),
        "Norway attacked Sweden.",
    )?;
    let table = documents
        .join("table.parquet")
        .to_string_lossy()
        .into_owned();
    let columns = "SELECT id, text, published, title, outlet, url, lang FROM documents";
    done(&[
        "sql", &case, columns, "--format", "parquet", "--out", &table,
    ])?;
    Ok((case, documents))
}

/// Queries over every view, and coding.
const QUERIES: [&str; 6] = [
    "SELECT count(*) AS n, min(reported) AS first, max(reported) AS last FROM statements",
    "SELECT id, actor, recipient, day, event_type, mode, words FROM events ORDER BY id",
    "SELECT id, corrects, rule FROM all_statements WHERE corrects IS NOT NULL ORDER BY id",
    "SELECT source, actor, recipient, month, events, score FROM dyad_months ORDER BY 1, 2, 3, 4",
    "SELECT id, title, outlet, published, text FROM documents ORDER BY id",
    "SELECT actor, recipient, event_type, count(*) AS n FROM events WHERE actor = 'ISR' AND recipient = 'IRN' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
];

fn coded(place: &str) -> String {
    format!(
        "SELECT kind, actor, recipient, event_type, date_from, words FROM code_documents('{place}', '2025-06-18') ORDER BY 6, 1, 2, 3, 4, 5"
    )
}

#[test]
#[ignore = "needs a server, which `cargo xtask test` installs"]
fn a_store_answers_as_the_folder_does() -> Result {
    let folder = folder("stores-answers");
    let server = Server::start(&folder)?;
    let environment = server.environment();
    let (case, documents) = corrected(&folder)?;
    let local = documents.to_string_lossy().into_owned();
    server.copy(Path::new(&case), "private/crises/gulf 2025")?;
    server.copy(&documents, "private/wires")?;
    server.put("private/wires2/other.txt", b"Norway attacked Sweden.")?;
    let there = "s3://private/crises/gulf%202025";
    let before = server.list()?;
    for sql in QUERIES {
        for day in ["2025-06-14", "2030-01-01"] {
            let ask = |case: &str| {
                let arguments = ["sql", case, sql, "--format", "csv", "--as-of", day];
                answer(&environment, &arguments)
            };
            assert_eq!(ask(there)?, ask(&case)?, "{sql} as of {day}");
        }
        let ask = |case: &str| answer(&environment, &["sql", case, sql, "--format", "csv"]);
        let here = ask(&case)?;
        assert!(here.lines().count() > 1, "{sql}");
        assert_eq!(ask(there)?, here, "{sql}");
    }
    let ask = |sql: &str| answer(&environment, &["sql", there, sql, "--format", "csv"]);
    for (place, other) in [
        ("s3://private/wires".to_owned(), local.clone()),
        ("s3://private/wires/".to_owned(), local.clone()),
        (
            "s3://private/wires/more/wires%202.jsonl.gz".to_owned(),
            format!("{local}/more/wires 2.jsonl.gz"),
        ),
        (
            "s3://private/wires/table.parquet".to_owned(),
            format!("{local}/table.parquet"),
        ),
        (
            "s3://private/wires/more/note%3D1.txt".to_owned(),
            format!("{local}/more/note=1.txt"),
        ),
    ] {
        let here = ask(&coded(&other))?;
        assert!(here.lines().count() > 1, "{other}");
        assert_eq!(ask(&coded(&place))?, here, "{place}");
        assert!(!here.contains("Norway"), "{here}");
    }
    // Nothing was written, not even days of dyads.
    assert_eq!(server.list()?, before);
    // What anybody may read needs no store's protocol: a server of the web will do.
    server.copy(Path::new(&case), "public/case")?;
    server.put(
        "public/wires.jsonl",
        &fs::read(documents.join("wires.jsonl"))?,
    )?;
    let web = format!("{}/public", server.url);
    for sql in QUERIES {
        let ask = |case: &str| answer(&[], &["sql", case, sql, "--format", "csv"]);
        assert_eq!(ask(&format!("{web}/case"))?, ask(&case)?, "{sql}");
    }
    assert_eq!(
        ask(&coded(&format!("{web}/wires.jsonl")))?,
        ask(&coded(&format!("{local}/wires.jsonl")))?
    );
    Ok(())
}

#[test]
#[ignore = "needs a server, which `cargo xtask test` installs"]
fn a_cluster_reads_a_store_with_the_credentials_of_its_nodes() -> Result {
    let folder = folder("stores-cluster");
    let server = Server::start(&folder)?;
    let environment = server.environment();
    let (case, documents) = corrected(&folder)?;
    server.copy(Path::new(&case), "private/case")?;
    server.copy(&documents, "private/wires")?;
    let cluster = Cluster::start(&folder, &environment, &environment)?;
    assert_eq!(cluster.executors.len(), 2);
    let ask = |sql: &str| {
        answer(
            &environment,
            &[
                "sql",
                "s3://private/case",
                sql,
                "--format",
                "csv",
                "--cluster",
                &cluster.url,
            ],
        )
    };
    for sql in QUERIES {
        let here = answer(&[], &["sql", &case, sql, "--format", "csv"])?;
        assert_eq!(ask(sql)?, here, "{sql}\n{}", Cluster::logs(&folder));
    }
    let zipped = [
        "sql",
        "s3://private/case",
        &coded("s3://private/wires"),
        "--cluster",
        &cluster.url,
    ];
    let output = with(&environment, &zipped)?;
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unpack it"));
    fs::remove_file(documents.join("more/wires 2.jsonl.gz"))?;
    server.remove("private/wires/more/wires%202.jsonl.gz")?;
    let local = coded(&documents.to_string_lossy());
    let here = answer(&[], &["sql", &case, &local, "--format", "csv"])?;
    assert_eq!(ask(&coded("s3://private/wires"))?, here);
    // A file that goes while the case is asked is missed, and never left out of the answer.
    let listed = server.list()?;
    let statements = listed
        .split("<Key>")
        .filter_map(|part| part.split_once("</Key>").map(|(key, _)| key))
        .find(|key| key.starts_with("case/record/statements/"))
        .ok_or("no statements")?
        .to_owned();
    server.remove(&format!("private/{statements}"))?;
    let asked = [
        "sql",
        "s3://private/case",
        QUERIES[0],
        "--cluster",
        &cluster.url,
    ];
    let complaint = refused(&environment, &asked, 1)?;
    assert!(complaint.contains("is not whole"), "{complaint}");
    assert!(!Cluster::logs(&folder).contains(SECRET));
    Ok(())
}

#[test]
#[ignore = "needs a server, which `cargo xtask test` installs"]
fn a_node_without_credentials_says_so() -> Result {
    let folder = folder("stores-stranger");
    let server = Server::start(&folder)?;
    let environment = server.environment();
    let (case, _) = material(&folder)?;
    server.copy(Path::new(&case), "private/case")?;
    // The client may read, and so may the scheduler; the executors have nothing.
    let strangers = [("AWS_ENDPOINT_URL", server.url.as_str()), NOBODY];
    let cluster = Cluster::start(&folder, &environment, &strangers)?;
    let asked = [
        "sql",
        "s3://private/case",
        "SELECT actor, count(*) FROM events GROUP BY actor",
        "--cluster",
        &cluster.url,
    ];
    let started = Instant::now();
    let complaint = refused(&environment, &asked, 1)?;
    assert!(complaint.contains("AWS_ACCESS_KEY_ID"), "{complaint}");
    assert!(
        started.elapsed() < Duration::from_secs(180),
        "{:?}",
        started.elapsed()
    );
    assert!(!Cluster::logs(&folder).contains(SECRET));
    Ok(())
}

#[test]
#[ignore = "needs a server, which `cargo xtask test` installs"]
fn what_is_wrong_with_a_store_is_said_with_a_remedy() -> Result {
    let folder = folder("stores-wrong");
    let server = Server::start(&folder)?;
    let environment = server.environment();
    let (case, _) = material(&folder)?;
    let sql = "SELECT count(*) FROM statements";
    let check = |place: &str, sign: &str| -> Result {
        let complaint = refused(&environment, &["sql", place, sql], 1)?;
        assert!(complaint.contains(sign), "{place}: {complaint}");
        Ok(())
    };
    check("s3://nobucket/case", "no such bucket")?;
    check("s3://private/nothing", "is not a case")?;
    let copy = |name: &str| server.copy(Path::new(&case), &format!("private/{name}"));
    // A case of a later release.
    copy("newer")?;
    let settings = fs::read_to_string(Path::new(&case).join("chancery.toml"))?;
    let newer = settings.replace("schema = 1", "schema = 99");
    server.put("private/newer/chancery.toml", newer.as_bytes())?;
    let output = with(&environment, &["sql", "s3://private/newer", sql])?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint.contains("newer release"), "{complaint}");
    // A commit that was changed, one that is missing, and a file that is.
    copy("changed")?;
    server.put("private/changed/record/commits/000001.json", b"{}")?;
    check("s3://private/changed", "000001.json is damaged")?;
    done(&["init", &folder.join("long").to_string_lossy()])?;
    copy("gap")?;
    let commit = fs::read(Path::new(&case).join("record/commits/000001.json"))?;
    server.put("private/gap/record/commits/000003.json", &commit)?;
    check("s3://private/gap", "000002.json is missing")?;
    copy("half")?;
    let mut files = Vec::new();
    parquet(Path::new(&case), Path::new(&case), &mut files)?;
    let file = files.first().ok_or("no files")?;
    server.put(&format!("private/half/{file}"), b"PAR1")?;
    check("s3://private/half", "is not whole")?;
    // Damaged bytes of the right length.
    copy("damaged")?;
    for file in &files {
        let bytes = fs::read(Path::new(&case).join(file))?;
        server.put(&format!("private/damaged/{file}"), &vec![7; bytes.len()])?;
    }
    let output = with(
        &environment,
        &["sql", "s3://private/damaged", "SELECT * FROM events"],
    )?;
    assert_eq!(
        output.status.code(),
        Some(1),
        "{:?}",
        String::from_utf8(output.stderr)
    );
    // Nobody is there; nobody may; nobody said who asks.
    let started = Instant::now();
    let nobody = [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
    ];
    let complaint = refused(&nobody, &["sql", "s3://private/case", sql], 1)?;
    assert!(complaint.contains("127.0.0.1:9"), "{complaint}");
    copy("case")?;
    let strangers = [("AWS_ENDPOINT_URL", server.url.as_str()), NOBODY];
    let complaint = refused(&strangers, &["sql", "s3://private/case", sql], 1)?;
    assert!(complaint.contains("AWS_ACCESS_KEY_ID"), "{complaint}");
    let unsigned = [
        ("AWS_ENDPOINT_URL", server.url.as_str()),
        ("AWS_SKIP_SIGNATURE", "true"),
    ];
    let complaint = refused(&unsigned, &["sql", "s3://private/case", sql], 1)?;
    assert!(complaint.contains("may not be read"), "{complaint}");
    assert!(
        started.elapsed() < Duration::from_secs(120),
        "{:?}",
        started.elapsed()
    );
    // Documents that are not there, or cannot be listed.
    let coding = |place: &str, sign: &str| -> Result {
        let sql = format!("SELECT count(*) FROM code_documents('{place}')");
        let output = with(&environment, &["sql", "s3://private/case", &sql])?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{complaint}");
        assert!(complaint.contains(sign), "{place}: {complaint}");
        assert!(!complaint.contains(SECRET), "{complaint}");
        Ok(())
    };
    coding("s3://private/none", "there is no file")?;
    coding("s3://nobucket/none", "no such bucket")?;
    coding(&format!("s3://a:{SECRET}@private/none"), "credentials")?;
    coding("ftp://private/none", "no store")?;
    Ok(())
}

/// Adds the Parquet files below a folder, by their paths in the case.
fn parquet(root: &Path, folder: &Path, found: &mut Vec<String>) -> Result {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            parquet(root, &path, found)?;
        } else if path.extension().is_some_and(|end| end == "parquet")
            && path.starts_with(root.join("record"))
        {
            found.push(path.strip_prefix(root)?.to_string_lossy().into_owned());
        }
    }
    found.sort();
    Ok(())
}

#[test]
fn a_server_that_never_answers_is_given_up() -> Result {
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", silent.local_addr()?);
    let environment = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_TIMEOUT", "1 second"),
    ];
    let started = Instant::now();
    refused(&environment, &["sql", "s3://private/case", "SELECT 1"], 1)?;
    assert!(
        started.elapsed() < Duration::from_secs(70),
        "{:?}",
        started.elapsed()
    );
    Ok(())
}

#[test]
fn commands_that_write_refuse_an_address() -> Result {
    let case = "s3://bucket/case";
    for arguments in [
        &["init", case][..],
        &["add", case, "note.txt"],
        &["check", case],
        &["compact", case],
        &["import", case, "--from", "icews", "events.tab"],
        &["review", case],
        &["brief", case],
        &["ties", "gs://bucket/case"],
        &["code", "az://container/note.txt"],
        &["code", "-", "--out", "s3://bucket/events.jsonl"],
    ] {
        let complaint = refused(&[], arguments, 2)?;
        assert!(complaint.contains("object store"), "{complaint}");
    }
    assert!(!Path::new("s3:").exists());
    Ok(())
}
