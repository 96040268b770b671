//! `chancery camps`: the camps of a record, or of any signed network.

use super::brief::text_style;
use crate::{
    arguments::{AnswerFormat, CampsArguments, InputArguments},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{brief, render};
use chancery_relations::balance::{
    CampsReport, ClusterOptions, Limits, camps_report, many_camps, read_edges,
};
use std::{fmt::Write as _, fs::File, path::Path};

/// Answers from an edge list or from reporting.
pub(crate) fn run(arguments: &CampsArguments) -> Result<(), Failure> {
    if let Some(path) = &arguments.edges {
        return edges(path, arguments);
    }
    let input = InputArguments {
        from: arguments.from,
        paths: arguments.paths.clone(),
        published: arguments.published,
        language_model: None,
        min_confidence: None,
        quiet: arguments.quiet,
    };
    let record = pipeline::record_as_of(&input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let view = record.as_of(arguments.as_of);
    let names = chancery_answers::names(&view, Dictionary::embedded());
    let brief = brief::brief(&view, &names, &brief::BriefOptions::default());
    match arguments.format {
        AnswerFormat::Json => Output::json(None, &brief.camps),
        AnswerFormat::Text => {
            let page = brief::question_page(&brief, &view, &names, brief::Question::Camps);
            Output::text(None, &render::text(&page, text_style(true)))
        }
    }
}

/// Answers from an edge list.
fn edges(path: &Path, arguments: &CampsArguments) -> Result<(), Failure> {
    let file = File::open(path).map_err(|error| Failure::reading(path, &error))?;
    let graph =
        read_edges(file).map_err(|error| Failure::data(format!("{}: {error}", path.display())))?;
    let mut report = camps_report(&graph, &Limits::default());
    if arguments.any_number {
        report.any_number = Some(many_camps(&graph, &ClusterOptions::default()));
    }
    match arguments.format {
        AnswerFormat::Json => Output::json(None, &report),
        AnswerFormat::Text => Output::text(None, &said(&report)),
    }
}

/// Says in words how a signed network splits.
fn said(report: &CampsReport) -> String {
    let mut text = if report.proved_optimal {
        format!("Frustration index {} (proved)\n", report.frustration)
    } else {
        format!(
            "Frustration index between {} and {} (the work limit stopped the proof)\n",
            report.lower_bound, report.frustration
        )
    };
    for (number, group) in (1..).zip(&report.groups) {
        let _ = writeln!(
            text,
            "Camp {number} ({}): {}",
            group.len(),
            group.join(", ")
        );
    }
    for tie in &report.frustrated {
        let always = if tie.always { ", in every optimum" } else { "" };
        let _ = writeln!(
            text,
            "Frustrated: {} – {} ({}{always})",
            tie.a, tie.b, tie.weight
        );
    }
    let complete = if report.optima_complete {
        ""
    } else {
        " or more"
    };
    let _ = writeln!(text, "Optima: {}{complete}", report.optima.len());
    if let Some(many) = &report.any_number {
        let proof = if many.proved_optimal {
            "proved the least".to_owned()
        } else {
            format!("the least is not below {}", many.lower_bound)
        };
        let _ = writeln!(
            text,
            "With any number of camps: {}, weight in disagreement {} ({proof})",
            many.groups.len(),
            many.disagreement
        );
        for (number, group) in (1..).zip(&many.groups) {
            let _ = writeln!(text, "{number} ({}): {}", group.len(), group.join(", "));
        }
    }
    text
}
