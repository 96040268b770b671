//! `chancery bargain`: bargaining models on a table of positions, saliences and capabilities.

mod arguments;
mod models;
mod words;

pub(crate) use arguments::BargainArguments;

use crate::{failure::Failure, outputs::Output};
use arguments::{BargainFormat, ModelName};
use chancery_bargaining::{Problem, reading};
use models::Outcome;
use std::{fs, path::Path};

/// Reads the file, runs the model and writes what came of it.
pub(crate) fn run(arguments: &BargainArguments) -> Result<(), Failure> {
    let problem = problem(arguments)?;
    let data = |error: &dyn std::fmt::Display| {
        Failure::data(format!("{}: {error}", arguments.file.display()))
    };
    let outcome = Outcome::of(&problem, arguments).map_err(|error| data(&error))?;
    let text = match arguments.format {
        BargainFormat::Json => {
            let value = outcome.json(&problem, arguments);
            return Output::json(arguments.out.as_deref(), &value);
        }
        BargainFormat::Text => words::text(&problem, &outcome, arguments),
        BargainFormat::Svg => outcome.picture(&problem, arguments)?,
    };
    Output::text(arguments.out.as_deref(), &text)
}

/// Returns the problem that the arguments name.
fn problem(arguments: &BargainArguments) -> Result<Problem, Failure> {
    let path = &arguments.file;
    let data =
        |error: &dyn std::fmt::Display| Failure::data(format!("{}: {error}", path.display()));
    let mut problems = reading::read(&bytes(path)?).map_err(|error| data(&error))?;
    let at = match &arguments.proposal {
        Some(name) => problems.iter().position(|it| it.title() == name),
        None if problems.len() == 1 => Some(0),
        None => {
            return Err(
                data(&format!("the file holds {} proposals", problems.len()))
                    .hint("name one of them with --proposal"),
            );
        }
    };
    let name = arguments.proposal.as_deref().unwrap_or_default();
    let at = at.ok_or_else(|| data(&format!("no proposal is called `{name}`")))?;
    let mut problem = problems.swap_remove(at);
    if let Some(path) = &arguments.attitudes {
        let wrong =
            |error: &dyn std::fmt::Display| Failure::data(format!("{}: {error}", path.display()));
        let text = String::from_utf8_lossy(&bytes(path)?).into_owned();
        let matrix = reading::tables::read_attitudes(&text, &problem).map_err(|it| wrong(&it))?;
        problem = problem.with_attitudes(matrix).map_err(|it| wrong(&it))?;
    }
    if let Some(name) = &arguments.issue {
        let issue = problem.issue_named(name).ok_or_else(|| {
            let known: Vec<&str> = problem.issues().iter().map(|it| it.name.as_str()).collect();
            data(&format!("no issue is called `{name}`"))
                .hint(format!("the issues are {}", known.join(", ")))
        })?;
        problem = problem.issue_alone(issue);
    }
    Ok(problem)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::reading(path, &error))
}

impl ModelName {
    fn word(self) -> &'static str {
        match self {
            Self::Compromise => "compromise",
            Self::Smp => "smp",
            Self::ExpectedUtility => "expected-utility",
            Self::Exchange => "exchange",
        }
    }
}
