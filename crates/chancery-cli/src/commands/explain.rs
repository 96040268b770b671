//! `chancery code --explain`: why each candidate was or was not coded.

use crate::{
    arguments::{CodeArguments, CodeFormat},
    failure::Failure,
    inputs::Inputs,
    outputs::Output,
    pipeline,
};
use chancery_coding::{Explanation, Outcome};
use chancery_text::reading::ReadOptions;
use std::{fmt::Write as _, io::Write as _};

/// Explains every sentence of the inputs.
pub(crate) fn run(arguments: &CodeArguments) -> Result<(), Failure> {
    if arguments.format != CodeFormat::Jsonl {
        return Err(Failure::usage(
            "--explain is written for people; leave out --format",
        ));
    }
    let input = &arguments.input;
    let options = ReadOptions {
        published: input.published,
        ..ReadOptions::default()
    };
    let inputs = Inputs::open(&input.paths, options, input.quiet)?;
    let mut output = Output::open(arguments.out.as_deref())?;
    pipeline::with_coder(input.language_model.as_deref(), |coder| {
        for item in inputs {
            let item = item?;
            if !input.quiet {
                pipeline::warn(&item.diagnostics);
            }
            for explanation in item
                .document
                .iter()
                .flat_map(|document| coder.explain(document))
            {
                output
                    .write_all(said(&explanation).as_bytes())
                    .map_err(|error| Failure::writing("the explanation", &error))?;
            }
        }
        Ok(())
    })?;
    output.finish()
}

fn said(explanation: &Explanation) -> String {
    let mut out = format!(
        "── sentence {}: {}\n",
        explanation.sentence + 1,
        explanation.text
    );
    for line in &explanation.tree {
        let _ = writeln!(out, "   {line}");
    }
    for mention in &explanation.mentions {
        let _ = writeln!(out, "   mention: {mention}");
    }
    if explanation.candidates.is_empty() {
        out.push_str("   no predicate was considered\n");
    }
    for candidate in &explanation.candidates {
        let reading = candidate
            .reading
            .as_deref()
            .unwrap_or("no sense in the lexicon");
        let outcome = match &candidate.outcome {
            Outcome::Coded(id) => format!("coded as {id}"),
            Outcome::Dropped(reason) => format!("not coded: {reason}"),
        };
        let _ = writeln!(
            out,
            "   {}: {reading}; {}; {outcome}",
            candidate.predicate, candidate.standing
        );
    }
    out.push('\n');
    out
}
