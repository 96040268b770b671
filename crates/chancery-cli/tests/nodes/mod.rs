//! Nodes of a cluster as processes of their own, and what tests ask them about.

use std::{
    error::Error,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Returns a folder of a test's own, which is not there yet.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

/// Runs the program to its end.
pub(crate) fn chancery(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .output()?)
}

/// Runs the program, and returns what it printed.
pub(crate) fn done(arguments: &[&str]) -> Result<String> {
    let output = chancery(arguments)?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    Ok(String::from_utf8(output.stdout)?)
}

/// A node that is killed with the test.
pub(crate) struct Node(pub(crate) Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ports that are free at the moment.
pub(crate) fn ports(count: usize) -> Result<Vec<u16>> {
    let held: Vec<TcpListener> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0"))
        .collect::<std::io::Result<_>>()?;
    held.iter()
        .map(|socket| Ok(socket.local_addr()?.port()))
        .collect()
}

fn node(arguments: &[&str], variables: &[(&str, &str)], log: &Path) -> Result<Node> {
    let log = fs::File::create(log)?;
    Ok(Node(
        Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(arguments)
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?,
    ))
}

/// A scheduler and two executors.
pub(crate) struct Cluster {
    pub(crate) url: String,
    _scheduler: Node,
    pub(crate) executors: Vec<Node>,
}

impl Cluster {
    /// Starts the nodes; `variables` are added to the environment of the scheduler, and `tasks` to
    /// that of the executors.
    pub(crate) fn start(
        folder: &Path,
        variables: &[(&str, &str)],
        tasks: &[(&str, &str)],
    ) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let ports = ports(5)?;
        let listen = format!("127.0.0.1:{}", ports[0]);
        let url = format!("http://{listen}");
        let scheduler = node(
            &["cluster", "scheduler", "--listen", &listen],
            variables,
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
                tasks,
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
    pub(crate) fn logs(folder: &Path) -> String {
        let names = ["scheduler.log", "executor-0.log", "executor-1.log"];
        names
            .map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default())
            .join("\n")
    }
}

/// A case of the example's dispatches, and a file of many short documents beside it.
pub(crate) fn material(folder: &Path) -> Result<(String, String)> {
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
