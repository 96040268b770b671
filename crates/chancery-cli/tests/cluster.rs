//! A cluster of real processes on this machine: one scheduler, two executors, and clients that code
//! and count. An executor that is killed in the middle of a query takes nothing with it.
#![cfg(all(feature = "cluster", unix))]

mod nodes;

use nodes::{Cluster, Result, chancery, done, folder, material, ports};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

#[test]
fn a_cluster_answers_as_one_process_does() -> Result {
    let folder = folder("cluster-answers");
    let cluster = Cluster::start(&folder, &[], &[])?;
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
        // The inputs of a union, each whole and once.
        "SELECT actor, words FROM events UNION ALL (SELECT id, name FROM actors ORDER BY id LIMIT 5) ORDER BY 1, 2",
        "SELECT count(*) AS n FROM events UNION ALL SELECT count(*) FROM documents ORDER BY n",
        "SELECT 'all' AS who, 7 AS n UNION ALL SELECT * FROM (SELECT actor, count(*) FROM events GROUP BY actor) ORDER BY 1, 2",
        "SELECT * FROM (SELECT actor, words FROM events ORDER BY words, actor LIMIT 3) UNION ALL SELECT * FROM (SELECT actor, words FROM events ORDER BY words DESC, actor LIMIT 2) ORDER BY 1, 2",
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
    // A file that the nodes miss is not left out of the answer.
    let statements = Path::new(&case).join("record/statements/source=reports");
    fs::rename(&statements, folder.join("elsewhere"))?;
    let counted = "SELECT count(*) FROM statements";
    let output = chancery(&["sql", &case, counted, "--cluster", &cluster.url])?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(output.stdout.is_empty());
    assert!(complaint.contains("000001.parquet"), "{complaint}");
    Ok(())
}

#[test]
fn a_killed_executor_takes_nothing_with_it() -> Result {
    let folder = folder("cluster-killed");
    let mut cluster = Cluster::start(&folder, &[], &[])?;
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
