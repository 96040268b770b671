//! `chancery eval ties`: the ties against the world, and the fit of their model.

use super::files;
use crate::{failure::Failure, outputs::Output};
use chancery_actors::Dictionary;
use chancery_model::{ActorId, Date, Statement};
use chancery_relations::ties::{
    FitReport, Freedom, Sample, TieModel, Ties,
    eval::{
        BreakReport, DisputeReport, KnownBreak, KnownPair, KnownReport, PointsReport, StateFiles,
        breaks, disputes, ideal_points, known_pairs,
    },
};
use chancery_store::Record;
use clap::Args;
use serde::Serialize;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

/// What the ties are measured on.
#[derive(Debug, Args)]
pub(crate) struct TiesArguments {
    /// The statements, a JSON line each, as `chancery code` writes them.
    #[arg(long, value_name = "FILE")]
    statements: PathBuf,
    /// A folder with files on the state system in the layout of peacesciencer (members, contiguity,
    /// majors, rivalries, militarised disputes) and the ideal points of voters in the United Nations.
    #[arg(long, value_name = "DIR")]
    states: Option<PathBuf>,
    /// Statements of public data on standing facts, as `chancery convert` writes them: alliances,
    /// past disputes. The forecast of disputes rests on them as well, as of each year.
    #[arg(long, value_name = "FILE", requires = "states")]
    standing: Vec<PathBuf>,
    /// Measure with this table of parameters instead of the committed one.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Fit the model's parameters by maximum likelihood and print their table.
    #[arg(long)]
    fit: bool,
    /// Score each degree of freedom of the fit on the years that it was not fitted on.
    #[arg(long, conflicts_with = "fit")]
    fit_report: bool,
    /// The seed of the samples behind the intervals.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print the report as data.
    #[arg(long)]
    json: bool,
}

/// All that is measured.
#[derive(Serialize)]
struct Report {
    breaks: BreakReport,
    /// The same with other thresholds: standard deviations, breaks found, found by chance, and change
    /// points of well-told pairs a year up to 2015, by which the threshold is fixed, and after.
    thresholds: Vec<(f64, usize, f64, f64, f64)>,
    known: KnownReport,
    disputes: Option<DisputeReport>,
    points: Option<PointsReport>,
}

/// Measures, or fits.
pub(crate) fn run(arguments: &TiesArguments) -> Result<(), Failure> {
    let record = read(&[arguments.statements.as_path()])?;
    if arguments.fit || arguments.fit_report {
        return fit(arguments, &record);
    }
    let model = match &arguments.model {
        Some(path) => TieModel::parse(&files::text(path)?),
        None => TieModel::default(),
    };
    let known = KnownBreak::listed();
    let of = |surprise: f64| {
        let model = TieModel {
            change_surprise: surprise,
            ..model.clone()
        };
        breaks(&Ties::of(&record.as_of(None), &model), &known)
    };
    let thresholds = [3.0, 3.5, 4.0, 5.0, 6.0, 8.0].map(|surprise| {
        let report = of(surprise);
        (
            surprise,
            report.found,
            report.by_chance,
            report.changes_a_year_to_2015,
            report.changes_a_year_from_2016,
        )
    });
    let mut report = Report {
        breaks: of(model.change_surprise),
        thresholds: thresholds.into(),
        known: known_pairs(&record, &model, &KnownPair::listed()),
        disputes: None,
        points: None,
    };
    if let Some(folder) = &arguments.states {
        let one = |name: &str| {
            let found = files::named(folder, &[name])?.pop();
            let missing = || Failure::data(format!("{} holds no {name}", folder.display()));
            found.map(|(_, bytes)| bytes).ok_or_else(missing)
        };
        let [states, contiguity, majors, rivalries, militarised] = [
            "cow_states_peacesciencer.csv",
            "cow_contdir_peacesciencer.csv",
            "cow_majors_peacesciencer.csv",
            "td_rivalries_peacesciencer.csv",
            "gml_dirdisp_peacesciencer.csv",
        ]
        .map(one);
        let (states, contiguity, majors) = (states?, contiguity?, majors?);
        let (rivalries, militarised) = (rivalries?, militarised?);
        let files = StateFiles {
            states: &states,
            contiguity: &contiguity,
            majors: &majors,
            rivalries: &rivalries,
            disputes: &militarised,
        };
        let standing: Vec<&Path> = arguments.standing.iter().map(PathBuf::as_path).collect();
        let standing = (!standing.is_empty())
            .then(|| read(&standing))
            .transpose()?;
        report.disputes = disputes(
            &record,
            standing.as_ref(),
            &model,
            &files,
            &state_of,
            arguments.seed,
        );
        let points = one("IdealpointestimatesAll_Apr2020.csv")?;
        report.points = Some(ideal_points(&record, &model, &points));
    }
    if arguments.json {
        return Output::json(None, &report);
    }
    Output::text(None, &said(&report))
}

fn read(paths: &[&Path]) -> Result<Record, Failure> {
    let mut record = Record::default();
    for path in paths {
        let text = files::text(path)?;
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty()) {
            let statement: Statement = serde_json::from_str(line).map_err(|error| {
                let place = path.display();
                Failure::data(format!("{place}, line {number}: no statement: {error}"))
                    .hint("the file is what `chancery code --format jsonl` writes")
            })?;
            record.statements.push(statement);
        }
    }
    Ok(record)
}

/// Returns the state of a Correlates of War code.
fn state_of(code: i64) -> Option<ActorId> {
    let states = Dictionary::embedded().states().iter();
    let mut same = states.filter(|state| state.cow.map(i64::from) == Some(code));
    same.next().map(|state| state.id.clone())
}

/// The last day of the earlier half of the years.
const EARLIER: Date = Date::constant(2013, 12, 31);

fn fit(arguments: &TiesArguments, record: &Record) -> Result<(), Failure> {
    let sample = Sample::of(&record.statements);
    if arguments.fit_report {
        let report = sample.report(EARLIER);
        return if arguments.json {
            Output::json(None, &report)
        } else {
            Output::text(None, &fits_said(&report))
        };
    }
    let fitted = sample.fit(&TieModel::JUDGED, Freedom::Committed, (None, None));
    let judged = sample.weigh(&TieModel::JUDGED, (None, None));
    let days = record
        .statements
        .iter()
        .filter_map(|statement| statement.date.reported);
    let span = days.fold(None, |span: Option<(Date, Date)>, day| {
        Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    });
    let (pairs, deeds) = sample.size();
    let span = span.map_or_else(String::new, |(first, last)| {
        format!(", reported {first} to {last}")
    });
    let score = |fit| sample.score(fit, (None, None)).log_score;
    let comments = [
        "The tie model's parameters by maximum likelihood: chancery eval ties --statements FILE --fit".to_owned(),
        format!("{deeds} deeds of {pairs} pairs{span}; no seed: the search is deterministic"),
        format!(
            "mean log score of the next deed's type {:.5}, of the judged model {:.5}",
            score(&fitted),
            score(&judged)
        ),
    ];
    Output::text(None, &fitted.table(&comments))
}

fn fits_said(report: &FitReport) -> String {
    let mut text = format!(
        "{} deeds of {} pairs; mean log score of the judged model {:.4}\n",
        report.deeds, report.pairs, report.judged.log_score
    );
    for fit in &report.fits {
        let _ = writeln!(
            text,
            "{:?}: all years {:.4}; later years {:.4} (judged {:.4}); earlier years {:.4} (judged {:.4})",
            fit.freedom,
            fit.all.log_score,
            fit.later.log_score,
            fit.later_judged.log_score,
            fit.earlier.log_score,
            fit.earlier_judged.log_score
        );
    }
    text
}

fn said(report: &Report) -> String {
    let (breaks, known) = (&report.breaks, &report.known);
    let mut text = format!(
        "Breaks: {} of {} found within 30 days ({:.1} by chance); of {} the record tells in those days\n\
         Change points: {:.2} a year in each of {} well-told pairs; {:.2} unlisted a year in listed pairs\n",
        breaks.found,
        breaks.listed,
        breaks.by_chance,
        breaks.told,
        breaks.changes_a_year,
        breaks.well_told_pairs,
        breaks.unlisted_a_year
    );
    for (surprise, found, chance, early, late) in &report.thresholds {
        let _ = writeln!(
            text,
            "  from {surprise} deviations on: {found} found ({chance:.1} by chance), {early:.3} a year up to 2015, {late:.3} after"
        );
    }
    let _ = writeln!(
        text,
        "Labels: {} of {} known pairs fair, {} on the right side; {} listed",
        known.fair, known.with_tie, known.right_side, known.listed
    );
    if let Some(disputes) = &report.disputes {
        let _ = writeln!(
            text,
            "Disputes begun in {} to {}: {} of {} dyad-years; with a tie {} of {}",
            disputes.years.0 + 1,
            disputes.years.1 + 1,
            disputes.positive,
            disputes.cases,
            disputes.positive_with_tie,
            disputes.with_tie
        );
        for (name, forecasts) in [("all", &disputes.all), ("with a tie", &disputes.told)] {
            for forecast in forecasts {
                let (area, less) = (forecast.area, forecast.tie_less_this);
                let _ = writeln!(
                    text,
                    "  {name}, by {}: AUC {:.3} ({:.3} to {:.3}); tie less this {:+.3} ({:+.3} to {:+.3})",
                    forecast.by, area.auc, area.low, area.high, less.auc, less.low, less.high
                );
            }
        }
    }
    if let Some(points) = &report.points {
        let number = |value: Option<f64>| {
            value.map_or_else(|| "–".to_owned(), |value| format!("{value:+.3}"))
        };
        let _ = writeln!(
            text,
            "Rank correlation with ideal-point distance: mean {}",
            number(points.mean)
        );
        for year in &points.years {
            let _ = writeln!(
                text,
                "  {}: {} over {} pairs",
                year.year,
                number(year.correlation),
                year.pairs
            );
        }
    }
    text
}
