//! `chancery eval balance`: signed networks with known frustration indices.

use super::files;
use crate::{arguments::DataArguments, failure::Failure, outputs::Output};
use chancery_relations::balance::{Limits, evaluate};
use std::time::Instant;

/// Solves every network of a folder.
pub(crate) fn run(arguments: &DataArguments) -> Result<(), Failure> {
    let files = files::read(&arguments.data)?;
    let start = Instant::now();
    let mut clock = || start.elapsed().as_secs_f64() * 1e3;
    let limits = Limits {
        family: false,
        ..Limits::default()
    };
    let report = evaluate(&files, &limits, Some(&mut clock));
    if arguments.json {
        return Output::json(None, &report);
    }
    let mut text = String::new();
    for network in &report.networks {
        let proof = if network.proved_optimal {
            "proved"
        } else {
            "bound"
        };
        let reference = network
            .reference
            .map_or_else(String::new, |value| format!(", reference {value}"));
        let milliseconds = network
            .milliseconds
            .map_or_else(String::new, |time| format!(", {time:.1} ms"));
        text += &format!(
            "{}: {} ({proof} {}{reference}){milliseconds}\n",
            network.name, network.frustration, network.lower_bound
        );
    }
    text += &format!(
        "{} of {} reference values met and proved\n",
        report.proved_and_agreeing, report.with_reference
    );
    if let (Some(median), Some(worst)) = (report.windows_median_ms, report.windows_worst_ms) {
        text += &format!("Correlates of War windows: median {median:.1} ms, worst {worst:.1} ms\n");
    }
    Output::text(None, &text)
}
