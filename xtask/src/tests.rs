//! The one test command: every check in order, with what each needs installed first.
//!
//! Offline it installs nothing; what could not run for want of a tool is listed, and the command
//! fails, so that a check that was left out never counts as passed.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Instant,
};

/// A check, and the tool it needs beyond Rust and a C compiler.
struct Check {
    name: &'static str,
    needs: Option<Tool>,
    environment: &'static [(&'static str, &'static str)],
    command: &'static [&'static str],
}

/// A tool that a check needs, and how to get it.
#[derive(Clone, Copy)]
struct Tool {
    name: &'static str,
    probe: &'static [&'static str],
    install: &'static [&'static [&'static str]],
}

const NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    probe: &["cargo", "nextest", "--version"],
    install: &[&["cargo", "install", "--locked", "cargo-nextest"]],
};

const DENY: Tool = Tool {
    name: "cargo-deny",
    probe: &["cargo", "deny", "--version"],
    install: &[&["cargo", "install", "--locked", "cargo-deny"]],
};

const CHROMIUM: Tool = Tool {
    name: "chromium",
    probe: &["chromium", "--version"],
    install: &[
        &["apt-get", "update", "--quiet", "--quiet"],
        &[
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--quiet",
            "--no-install-recommends",
            "chromium",
        ],
    ],
};

/// Makes a place of its own for Python's packages; Debian keeps what makes it in a package apart.
const VENV: &str = "python3 -m venv target/moto || \
    (apt-get update --quiet --quiet && apt-get install --yes --quiet --quiet python3-venv && \
    python3 -m venv target/moto)";

/// A server that speaks S3, on loopback.
const MOTO: Tool = Tool {
    name: "moto_server",
    probe: &["target/moto/bin/moto_server", "--help"],
    install: &[
        &["sh", "-c", VENV],
        &[
            "target/moto/bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "moto[server]==5.2.5",
        ],
    ],
};

/// All features at once, and the same ones in every check, so that nothing is compiled twice.
const FEATURES: &str = "chancery-cli/cluster";

const CHECKS: &[Check] = &[
    Check {
        name: "format",
        needs: None,
        environment: &[],
        command: &["cargo", "fmt", "--all", "--check"],
    },
    Check {
        name: "clippy",
        needs: None,
        environment: &[],
        command: &[
            "cargo",
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--features",
            FEATURES,
            "--",
            "-D",
            "warnings",
        ],
    },
    Check {
        name: "clippy on the default build",
        needs: None,
        environment: &[],
        command: &[
            "cargo",
            "clippy",
            "--release",
            "--package",
            "chancery-cli",
            "--",
            "-D",
            "warnings",
        ],
    },
    Check {
        name: "build, examples included",
        needs: None,
        environment: &[],
        command: &[
            "cargo",
            "build",
            "--release",
            "--workspace",
            "--all-targets",
            "--features",
            FEATURES,
        ],
    },
    Check {
        name: "tests",
        needs: Some(NEXTEST),
        environment: &[],
        command: &[
            "cargo",
            "nextest",
            "run",
            "--release",
            "--workspace",
            "--features",
            FEATURES,
            "--no-fail-fast",
        ],
    },
    Check {
        name: "tests of the documentation's examples",
        needs: None,
        environment: &[],
        command: &[
            "cargo",
            "test",
            "--release",
            "--workspace",
            "--features",
            FEATURES,
            "--doc",
        ],
    },
    Check {
        name: "the brief in a browser",
        needs: Some(CHROMIUM),
        environment: &[],
        command: &[
            "cargo",
            "test",
            "--release",
            "--workspace",
            "--features",
            FEATURES,
            "--test",
            "browser",
            "--",
            "--ignored",
        ],
    },
    Check {
        name: "cases and documents in an object store",
        needs: Some(MOTO),
        environment: &[],
        command: &[
            "cargo",
            "test",
            "--release",
            "--workspace",
            "--features",
            FEATURES,
            "--test",
            "stores",
            "--",
            "--ignored",
        ],
    },
    Check {
        name: "documentation",
        needs: None,
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
        command: &[
            "cargo",
            "doc",
            "--release",
            "--workspace",
            "--features",
            FEATURES,
            "--no-deps",
        ],
    },
    Check {
        name: "licences and sources of dependencies",
        needs: Some(DENY),
        environment: &[],
        command: &["cargo", "deny", "check", "licenses", "bans", "sources"],
    },
];

/// Runs every check, and says which failed and which did not run.
pub(crate) fn run(offline: bool) -> ExitCode {
    let mut failed = Vec::new();
    let mut not_run = Vec::new();
    for check in CHECKS {
        println!("\n── {}", check.name);
        if let Some(tool) = check.needs
            && !provide(tool, offline)
        {
            println!("not run: {} is missing", tool.name);
            not_run.push((check.name, tool.name));
            continue;
        }
        let start = Instant::now();
        let passed = succeed(check.command, check.environment);
        println!(
            "── {}: {} in {:.0?}",
            check.name,
            if passed { "passed" } else { "FAILED" },
            start.elapsed()
        );
        if !passed {
            failed.push(check.name);
        }
    }
    println!();
    for name in &failed {
        println!("failed: {name}");
    }
    for (name, tool) in &not_run {
        println!("not run: {name} (needs {tool})");
    }
    if failed.is_empty() && not_run.is_empty() {
        println!("all {} checks passed", CHECKS.len());
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Returns whether a tool is there, after installing it where that is allowed.
fn provide(tool: Tool, offline: bool) -> bool {
    if answers(tool.probe) {
        return true;
    }
    if offline {
        return false;
    }
    println!("installing {}", tool.name);
    tool.install.iter().all(|command| succeed(command, &[])) && answers(tool.probe)
}

/// Returns the workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns whether a command exists and succeeds, without showing what it prints.
fn answers(command: &[&str]) -> bool {
    command.split_first().is_some_and(|(program, arguments)| {
        Command::new(program)
            .args(arguments)
            .current_dir(root())
            .output()
            .is_ok_and(|output| output.status.success())
    })
}

/// Runs a command in the workspace's root and returns whether it succeeded.
fn succeed(command: &[&str], environment: &[(&str, &str)]) -> bool {
    command.split_first().is_some_and(|(program, arguments)| {
        Command::new(program)
            .args(arguments)
            .envs(environment.iter().copied())
            .current_dir(root())
            .status()
            .is_ok_and(|status| status.success())
    })
}
