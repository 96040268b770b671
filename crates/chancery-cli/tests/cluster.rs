//! A cluster of real processes on this machine: one scheduler, two executors, and clients that code
//! and count. An executor that is killed in the middle of a query takes nothing with it.
#![cfg(all(feature = "cluster", unix))]

use std::{
    error::Error,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cluster-{name}"));
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

/// A node that is killed with the test.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ports that are free at the moment.
fn ports(count: usize) -> Result<Vec<u16>> {
    let held: Vec<TcpListener> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0"))
        .collect::<std::io::Result<_>>()?;
    held.iter()
        .map(|socket| Ok(socket.local_addr()?.port()))
        .collect()
}

fn node(arguments: &[&str], log: &Path) -> Result<Node> {
    let log = fs::File::create(log)?;
    Ok(Node(
        Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?,
    ))
}

struct Cluster {
    url: String,
    _scheduler: Node,
    executors: Vec<Node>,
}

impl Cluster {
    fn start(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let ports = ports(5)?;
        let listen = format!("127.0.0.1:{}", ports[0]);
        let url = format!("http://{listen}");
        let scheduler = node(
            &["cluster", "scheduler", "--listen", &listen],
            &folder.join("scheduler.log"),
        )?;
        let mut executors = Vec::new();
        for (number, pair) in ports[1..].chunks(2).enumerate() {
            let work = folder.join(format!("work-{number}"));
            fs::create_dir_all(&work)?;
            executors.push(node(
                &[
                    "cluster",
                    "executor",
                    "--scheduler",
                    &url,
                    "--port",
                    &pair[0].to_string(),
                    "--task-port",
                    &pair[1].to_string(),
                    "--tasks",
                    "1",
                    "--memory",
                    "256M",
                    "--work",
                    &work.to_string_lossy(),
                ],
                &folder.join(format!("executor-{number}.log")),
            )?);
        }
        Ok(Self {
            url,
            _scheduler: scheduler,
            executors,
        })
    }

    /// Returns what the nodes said.
    fn logs(folder: &Path) -> String {
        let names = ["scheduler.log", "executor-0.log", "executor-1.log"];
        names
            .map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default())
            .join("\n")
    }
}

/// A case of the example's dispatches, and a file of many short documents beside it.
fn material(folder: &Path) -> Result<(String, String)> {
    const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/june-2025");
    let case = folder.join("case").to_string_lossy().into_owned();
    done(&["init", &case])?;
    done(&["add", &case, EXAMPLE, "--quiet"])?;
    let wires = folder.join("wires.jsonl");
    let mut text = String::new();
    let acts = [
        ("KEN", "Kenya accused Somalia of breaching the truce"),
        ("ETH", "Ethiopia attacked Eritrea"),
        ("UGA", "Uganda sent food to South Sudan"),
        (
            "FRA",
            "The president of France met the prime minister of Japan in Paris",
        ),
    ];
    for number in 0..4_000 {
        let (_, act) = acts[number % acts.len()];
        text.push_str(&format!(
            "{{\"id\": \"w{number}\", \"date\": \"2025-06-{:02}\", \"text\": \"{act} in week {}.\"}}\n",
            1 + number % 28,
            number % 50
        ));
    }
    fs::write(&wires, text)?;
    Ok((case, wires.to_string_lossy().into_owned()))
}

#[test]
fn a_cluster_answers_as_one_process_does() -> Result {
    let folder = folder("answers");
    let cluster = Cluster::start(&folder)?;
    let (case, wires) = material(&folder)?;
    let here = |sql: &str| done(&["sql", &case, sql, "--format", "csv"]);
    let there = |sql: &str| {
        done(&[
            "sql",
            &case,
            sql,
            "--format",
            "csv",
            "--cluster",
            &cluster.url,
        ])
    };
    for sql in [
        "SELECT count(*) AS n FROM statements",
        "SELECT actor, recipient, count(*) AS n, min(day) AS first FROM events GROUP BY actor, recipient ORDER BY n DESC, actor, recipient",
        "SELECT quad(event_type) AS quad, count(*) AS n, sum(plover_score(event_type, mode)) AS score FROM events GROUP BY 1 ORDER BY 1",
        "SELECT source, actor, recipient, month, events, score FROM dyad_months ORDER BY 1, 2, 3, 4",
        "SELECT a.name, count(*) AS n FROM events e JOIN actors a ON a.id = e.actor GROUP BY a.name ORDER BY n DESC, a.name",
        "SELECT actor_country('the Kremlin', DATE '2025-06-01') AS state, pair('B', 'A') AS sides",
    ] {
        assert_eq!(there(sql)?, here(sql)?, "{sql}\n{}", Cluster::logs(&folder));
    }
    let coded = format!(
        "SELECT actor, recipient, event_type, count(*) AS n FROM code_documents('{wires}') WHERE kind = 'event' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    );
    let expected = here(&coded)?;
    assert!(expected.lines().count() >= 4, "{expected}");
    assert_eq!(there(&coded)?, expected);
    // Nobody is there, or it is no address.
    let nobody = format!("http://127.0.0.1:{}", ports(1)?[0]);
    for (address, code) in [(nobody.as_str(), 1), ("127.0.0.1", 1)] {
        let output = chancery(&[
            "sql",
            &case,
            "SELECT count(*) FROM events",
            "--cluster",
            address,
        ])?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{complaint}");
        assert!(output.stdout.is_empty());
    }
    Ok(())
}

#[test]
fn a_killed_executor_takes_nothing_with_it() -> Result {
    let folder = folder("killed");
    let mut cluster = Cluster::start(&folder)?;
    let (case, wires) = material(&folder)?;
    let out = folder.join("coded.csv");
    let out_path = out.to_string_lossy().into_owned();
    // Enough coding to last for a while on two executors.
    let many: Vec<String> = (0..6)
        .map(|_| format!("SELECT * FROM code_documents('{wires}')"))
        .collect();
    let sql = format!(
        "SELECT actor, recipient, event_type, count(*) AS n FROM ({}) WHERE kind = 'event' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        many.join(" UNION ALL ")
    );
    let expected = done(&["sql", &case, &sql, "--format", "csv"])?;
    let mut client = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args([
            "sql",
            &case,
            &sql,
            "--format",
            "csv",
            "--out",
            &out_path,
            "--cluster",
            &cluster.url,
        ])
        .stderr(Stdio::piped())
        .spawn()?;
    thread::sleep(Duration::from_secs(6));
    let running = client.try_wait()?.is_none();
    if let Some(executor) = cluster.executors.first_mut() {
        executor.0.kill()?;
    }
    let started = Instant::now();
    let status = loop {
        if let Some(status) = client.try_wait()? {
            break status;
        }
        assert!(
            started.elapsed() < Duration::from_secs(300),
            "{}",
            Cluster::logs(&folder)
        );
        thread::sleep(Duration::from_millis(200));
    };
    assert!(
        running,
        "the query was over before an executor could be killed"
    );
    let mut parts = fs::read_dir(&folder)?.flatten();
    assert!(!parts.any(|entry| entry.file_name().to_string_lossy().ends_with(".part")));
    if status.success() {
        assert_eq!(fs::read_to_string(&out)?, expected);
    } else {
        assert_eq!(status.code(), Some(1));
        assert!(!out.exists(), "a failed query leaves no half of an answer");
    }
    // The other executor goes on.
    let sql = "SELECT actor, count(*) AS n FROM events GROUP BY actor ORDER BY actor";
    let here = done(&["sql", &case, sql, "--format", "csv"])?;
    assert_eq!(
        done(&[
            "sql",
            &case,
            sql,
            "--format",
            "csv",
            "--cluster",
            &cluster.url
        ])?,
        here
    );
    Ok(())
}
