//! `chancery align`: how alike two states' treaties, clubs and votes are, measure beside measure.

use super::eval;
use crate::{
    arguments::{AnswerFormat, QuestionArguments},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_model::ActorId;
use chancery_relations::alignment::{
    Alignment, Codes, Measure, Source, StateSystem, disagreements, recorded,
};
use clap::Args;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

/// The arguments of `chancery align`.
#[derive(Debug, Args)]
pub(crate) struct AlignArguments {
    #[command(flatten)]
    question: QuestionArguments,
    /// A folder with files on the state system: alliances, members and capability of the Correlates
    /// of War and alliances of ATOP in the layout of peacesciencer, roll calls of the United Nations in that of unvotes,
    /// and ideal points; each may be packed with gzip or xz.
    #[arg(long, value_name = "DIR")]
    states: Option<PathBuf>,
    /// The year to measure; otherwise the last up to --as-of that each file covers.
    #[arg(long, value_name = "YEAR")]
    year: Option<i64>,
}

/// Measures and answers.
pub(crate) fn run(arguments: &AlignArguments) -> Result<(), Failure> {
    let question = &arguments.question;
    let Some((one, other)) = &question.dyad else {
        return Err(Failure::usage("align needs two actors").hint("add --dyad RUS,IRN"));
    };
    let record = pipeline::record_as_of(&question.input, question.as_of)?;
    pipeline::check_as_of(&record, question.as_of)?;
    let view = record.as_of(question.as_of);
    let mut alignment = recorded(&view, one, other);
    if let Some(folder) = &arguments.states {
        let system = read(folder)?;
        let year = arguments
            .year
            .or(question.as_of.map(|day| i64::from(day.year())));
        let (first, second) = (codes(one)?, codes(other)?);
        add(&mut alignment, system.align(&first, &second, year));
    }
    if question.format == AnswerFormat::Json {
        return Output::json(None, &alignment);
    }
    Output::text(None, &said(&alignment, arguments.states.is_some()))
}

/// Reads the files that there are; a folder with none of them is a mistake.
fn read(folder: &Path) -> Result<StateSystem, Failure> {
    let mut files = eval::named_files(folder, &StateSystem::FILES)?;
    if files.is_empty() {
        let names = StateSystem::FILES.join(", ");
        let place = folder.display();
        return Err(
            Failure::data(format!("{place} holds no file on the state system"))
                .hint(format!("it may hold any of {names}, plain or packed")),
        );
    }
    Ok(StateSystem::read(|name| {
        let found = files.iter_mut().find(|(file, _)| file == name);
        found.map(|(_, bytes)| std::mem::take(bytes))
    }))
}

fn codes(actor: &ActorId) -> Result<Codes, Failure> {
    let state = Dictionary::embedded().state(actor.as_str());
    let codes = state.and_then(|state| {
        Some(Codes {
            alpha3: state.id.clone(),
            alpha2: state.iso2.clone(),
            cow: i64::from(state.cow?),
        })
    });
    codes.ok_or_else(|| {
        Failure::data(format!("{actor} is no state of the Correlates of War"))
            .hint("without --states the record alone is measured")
    })
}

/// Puts the measures from files beside those from the record.
fn add(alignment: &mut Alignment, other: Alignment) {
    alignment.sources.extend(other.sources);
    alignment
        .compared
        .standings
        .extend(other.compared.standings);
    alignment.compared.disagreements = disagreements(&alignment.compared.standings);
}

fn said(alignment: &Alignment, with_files: bool) -> String {
    let names = Dictionary::embedded();
    let name = |id: &ActorId| names.name_of(id.as_str()).unwrap_or(id.as_str()).to_owned();
    let pair = format!("{} and {}", name(&alignment.a), name(&alignment.b));
    if alignment.compared.standings.is_empty() {
        let more = if with_files {
            ", and the files cover no year of both"
        } else {
            "; files on the state system can be named with --states"
        };
        return format!(
            "Of {pair} the record tells too little to compare agreements or memberships{more}.\n"
        );
    }
    let mut text = format!("{pair}\n");
    for (source, year) in &alignment.sources {
        let _ = writeln!(text, "\n{} ({year})", source_name(*source));
        let own = alignment.compared.standings.iter();
        for seen in own.filter(|seen| seen.source == *source) {
            let _ = writeln!(
                text,
                "  {:<28} {:>7.3}   closer than {:.0} % of pairs",
                measure_name(seen.measure),
                seen.value,
                seen.standing * 100.0
            );
        }
    }
    if alignment.compared.disagreements.is_empty() {
        text += "\nThe measures agree on where the pair stands.\n";
    } else {
        text += "\nWhere they disagree\n";
    }
    // Of two sources one gap is told, the widest.
    let mut told: Vec<(Source, Source)> = Vec::new();
    let gaps = alignment.compared.disagreements.iter().filter(|gap| {
        let sources = (gap.closer.0, gap.farther.0);
        let new = !told.contains(&sources);
        told.push(sources);
        new
    });
    for gap in gaps.take(MOST_SAID) {
        let named = |(source, measure): (Source, Measure)| {
            format!(
                "{} of {}",
                measure_name(measure),
                lower_first(source_name(source))
            )
        };
        let _ = writeln!(
            text,
            "  {} puts them {:.0} points closer than {}: {}.",
            named(gap.closer),
            gap.gap * 100.0,
            named(gap.farther),
            gap.why
        );
    }
    text
}

/// Returns a name as it stands inside a sentence.
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// At most so many disagreements are told in words; the data hold all.
const MOST_SAID: usize = 6;

const fn source_name(source: Source) -> &'static str {
    match source {
        Source::Alliances => "Alliances",
        Source::Atop => "Alliances of ATOP",
        Source::Votes => "Votes in the United Nations",
        Source::IdealPoints => "Ideal points",
        Source::Agreements => "Agreements in the record",
        Source::Memberships => "Memberships in the record",
    }
}

const fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Agreement => "agreement",
        Measure::SAbsolute => "S, absolute",
        Measure::SSquared => "S, squared",
        Measure::SWeighted => "S, by capability",
        Measure::Kappa => "Cohen's κ",
        Measure::Pi => "Scott's π",
        Measure::TauB => "Kendall's τ-b",
        Measure::Distance => "distance",
    }
}
