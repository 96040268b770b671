//! The arguments of every command.

#[cfg(feature = "case")]
use crate::commands::case::{
    add::AddArguments, check::CheckArguments, compact::CompactArguments, import::ImportArguments,
    init::InitArguments, review::ReviewArguments,
};
use crate::commands::{
    bargain::BargainArguments, eval::BargainingArguments, trades::TradesArguments,
};
use chancery_model::{ActorId, Date, parse_date};
use clap::{Args, Parser, Subcommand, ValueEnum, builder::Styles};
use std::path::PathBuf;

/// Reads reporting on a crisis and keeps a sourced record of who did, said and promised what.
///
/// Every line of an answer cites the sentence it rests on. No network is used unless an address is given.
#[derive(Debug, Parser)]
#[command(
    name = "chancery",
    version = commands_version(),
    styles = Styles::styled(),
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 the data's fault, 2 wrong usage, 3 a defect of the program."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Returns the version of the program with that of its language model.
fn commands_version() -> &'static str {
    concat!(
        env!("CARGO_PKG_VERSION"),
        " (language model en_core_web_md 3.7.1)"
    )
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a sourced brief on an article, a folder of dispatches or a JSON Lines file.
    #[command(after_help = "Examples:
  chancery brief examples/june-2025
  chancery brief article.txt --published 2025-06-18 --format html --out brief.html
  chancery brief wires.jsonl --as-of 2025-06-14 --dispute ISR,IRN")]
    Brief(BriefArguments),
    /// Code documents into statements: who did what to whom, when, according to whom.
    #[command(after_help = "Examples:
  chancery code article.txt --published 2025-06-18
  chancery code wires.jsonl --format csv --out events.csv
  chancery code --explain note.txt
  chancery code article.txt --coder llm --endpoint http://localhost:8080/v1 --model qwen3
  echo 'Israel struck Iran.' | chancery code -")]
    Code(CodeArguments),
    /// List what happened, in the order of its dates.
    #[command(after_help = "Example:
  chancery timeline examples/june-2025 --dyad RUS,IRN")]
    Timeline(QuestionArguments),
    /// Say who stands with whom: the tie of each pair, with its interval and evidence.
    #[command(after_help = "Examples:
  chancery ties examples/june-2025 --dyad RUS,IRN --format json
  chancery ties examples/june-2025 --dyad RUS,IRN --series > series.tsv

The value goes from -1 to 1: neutral within 0.15 of 0; from 0.15 on partner, from 0.6 on ally where a
duty to defend is on record or a text calls them allies; from -0.15 down unfriendly, from -0.41 rival,
from -0.64 hostile; at war where a war is in progress.")]
    Ties(crate::commands::ties::TiesArguments),
    /// Compare two states' treaties, clubs and votes: the measures of alignment side by side.
    #[command(after_help = "Examples:
  chancery align examples/june-2025 --dyad RUS,IRN
  chancery align examples/june-2025 --dyad RUS,IRN --states data/states --year 2018")]
    Align(crate::commands::align::AlignArguments),
    /// Find the camps and the strained triads of a record or of any signed network.
    #[command(after_help = "Examples:
  chancery camps examples/june-2025
  chancery camps --edges network.csv --format json
  chancery camps --edges network.csv --any-number

The edge list has the columns a, b and weight or sign; the sign of the weight is the sign of the edge.")]
    Camps(CampsArguments),
    /// Say what was promised and what became of it.
    #[command(after_help = "Example:
  chancery commitments examples/june-2025 --dyad RUS,IRN")]
    Commitments(QuestionArguments),
    /// Say whether one would come to another's defence: a probability and its parts.
    #[command(after_help = "Examples:
  chancery defend examples/june-2025 --dyad RUS,IRN
  chancery defend examples/june-2025 --dyad USA,ISR --attacker IRN --format json")]
    Defend(crate::commands::defend::DefendArguments),
    /// Say who could mediate, and which condition is met, failed or unknown.
    #[command(after_help = "Example:
  chancery mediators examples/june-2025 --dispute ISR,IRN")]
    Mediators(MediatorsArguments),
    /// Turn public data, reporting or a record into the format that another program reads.
    #[command(after_help = "Examples:
  chancery convert --from gdelt 20250613.export.CSV.zip --format csv --out events.csv
  chancery convert --from cow-alliances alliance_v4.1_by_dyad.csv --format gexf --out alliances.gexf
  chancery convert examples/june-2025 --format ftm

Datasets: gdelt gdelt-mentions gdelt-gkg gdelt1 icews polecat acled ucdp-ged icb icbe cow-alliances cow-wars mids nmc atop
un-votes un-roll-calls ideal-points dispatches. Files may be plain, gzip or zip.")]
    Convert(crate::commands::convert::ConvertArguments),
    /// Say what could be traded between whom, and who would be the bargaining chip.
    #[command(after_help = "Examples:
  chancery trades examples/june-2025
  chancery trades article.txt --published 2025-06-18 --issues issues.toml --format json

The file issues.toml states issues, actors, positions, saliences and capabilities; each may quote
the words of the reporting that it rests on. Without one, issues are proposed from stated positions.")]
    Trades(Box<TradesArguments>),
    /// Run a bargaining model on a table of positions, saliences and capabilities.
    #[command(after_help = "Examples:
  chancery bargain positions.csv
  chancery bargain positions.csv --model smp --format json
  chancery bargain climate.csv --model exchange --rounds 10 --attitudes friends.csv
  chancery bargain issues.toml --model exchange --draws 500 --sensitivity
  chancery bargain climate.csv --model exchange --format svg --plot exchanges --out deals.svg

Layouts: KTAB tables; a table with the columns Actor, Capability, Position and Salience; records
#A, #P, #M and #D of the exchange model; the DEU table; TOML.")]
    Bargain(Box<BargainArguments>),
    /// Say what each side cannot accept, who went further, who stayed silent, who gains and loses.
    #[command(after_help = "Examples:
  chancery stakes examples/june-2025
  chancery stakes examples/june-2025 --dispute ISR,IRN --actor RUS --format json")]
    Stakes(crate::commands::stakes::StakesArguments),
    /// Lay assumptions over the record and show what would be answered otherwise.
    #[command(after_help = "Examples:
  chancery whatif examples/june-2025 --assume \"USA ASSAULT IRN 2025-06-22\" --assume \"IRN REQUEST RUS assist\"
  chancery whatif examples/june-2025 --assume \"RUS+IRN TREATY defence\" --format json

An assumption is an event of PLOVER (actor, type, recipient, mode, day), a TREATY with its obligations, a MEMBER of an
organisation, or the label of a tie (RUS ally IRN). Nothing is written into the record.")]
    Whatif(crate::commands::whatif::WhatIfArguments),
    /// Say what comes next, how probably.
    Forecast(crate::commands::forecast::ForecastArguments),
    /// Make a case: a folder that keeps documents and statements.
    #[cfg(feature = "case")]
    #[command(after_help = "Example:
  chancery init gulf-2025")]
    Init(InitArguments),
    /// Add reporting to a case: files, folders, feeds, PDFs, addresses of the web.
    #[cfg(feature = "case")]
    #[command(after_help = "Examples:
  chancery add gulf-2025 dispatches/ note.pdf
  chancery add gulf-2025 https://wire.example/feed.xml --follow

What the case holds already is passed over, so that adding can be repeated. From the web, a site's
robots.txt is honoured, and a copy of each exchange is kept.")]
    Add(AddArguments),
    /// Verify a case: every file, checksum, row and piece of evidence.
    #[cfg(feature = "case")]
    #[command(after_help = "Example:
  chancery check gulf-2025")]
    Check(CheckArguments),
    /// Put the many small files of a case together, so that it is read faster.
    #[cfg(feature = "case")]
    #[command(after_help = "Example:
  chancery compact gulf-2025

Nothing is added or lost; stopped at any moment, the case has the old files or the new ones.")]
    Compact(CompactArguments),
    /// Import public data into a case: GDELT, ICEWS, POLECAT, ACLED, UCDP, ICB, alliances, votes.
    #[cfg(feature = "case")]
    #[command(after_help = "Example:
  chancery import gulf-2025 --from gdelt 20250613.export.CSV.zip

The row is the evidence. What the case holds already is passed over, so that an import that was
interrupted can be repeated; `chancery convert --help` lists the datasets.")]
    Import(ImportArguments),
    /// Accept, reject or amend statements of a case, or list what deserves a look.
    #[cfg(feature = "case")]
    #[command(after_help = "Examples:
  chancery review gulf-2025
  chancery review gulf-2025 --reject 1f0c9a --reason 'the quotation is about another war'
  chancery review gulf-2025 --amend 1f0c9a --set event_type=REJECT --set date.from=2025-06-13")]
    Review(ReviewArguments),
    /// Ask a case in SQL: who did what to whom, counted, joined and set out as you need it.
    #[cfg(feature = "engine")]
    #[command(after_help = crate::commands::sql::help())]
    Sql(crate::commands::sql::SqlArguments),
    /// Start a node of a cluster, to which `chancery sql --cluster` sends its queries.
    #[cfg(feature = "cluster")]
    Cluster(crate::commands::cluster::ClusterArguments),
    /// Measure the parts against gold data and reference values.
    Eval(EvalArguments),
    /// Print the completion script of a shell.
    #[command(after_help = "Example:
  chancery completions bash > ~/.local/share/bash-completion/completions/chancery")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program or of one of its commands.
    #[command(after_help = "Examples:
  chancery man > chancery.1
  chancery man brief > chancery-brief.1")]
    Man {
        /// The command; the program itself where none is named.
        command: Option<String>,
    },
}

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct InputArguments {
    /// Files, folders, feeds, JSON Lines files with a document a line, or `-` for standard input; or the
    /// folder of a case.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read the files as this dataset (gdelt, icews, polecat, acled, icb, …; see `chancery convert`).
    #[arg(long, value_name = "NAME", value_parser = crate::datasets::dataset)]
    pub(crate) from: Option<chancery_datasets::Dataset>,
    /// The day of publication, for documents that do not say it themselves.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Use this folder of a spaCy pipeline instead of the embedded language model.
    #[arg(long, value_name = "DIR")]
    pub(crate) language_model: Option<PathBuf>,
    /// Leave out events of which the coder is less sure than this, from 0 to 1: fewer of them, and more of
    /// them right.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) min_confidence: Option<f64>,
    /// Show neither progress nor notes on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl InputArguments {
    /// Returns whether a statement is an event of which the coder is too unsure.
    pub(crate) fn leaves_out(&self, statement: &chancery_model::Statement) -> bool {
        self.min_confidence
            .is_some_and(|least| statement.event().is_some() && statement.confidence < least)
    }
}

/// Reads a share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err(format!("`{text}` is not from 0 to 1"))
    }
}

#[derive(Debug, Args)]
pub(crate) struct BriefArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// The two parties to be mediated between; otherwise the record's worst disputes.
    #[arg(long, value_name = "A,B", value_parser = pair)]
    pub(crate) dispute: Option<(ActorId, ActorId)>,
    /// How the brief is written.
    #[arg(long, value_enum, default_value_t = BriefFormat::Text)]
    pub(crate) format: BriefFormat,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum BriefFormat {
    /// Plain text for the terminal.
    Text,
    /// Markdown.
    Md,
    /// One self-contained HTML file.
    Html,
    /// The answers and statements as data.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CodeArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// How the statements are written.
    #[arg(long, value_enum, default_value_t = CodeFormat::Jsonl)]
    pub(crate) format: CodeFormat,
    /// Show, for each sentence, its tree, its mentions, and why each candidate was or was not
    /// coded.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Who codes the events: the rules of the program, or a language model that you name, to which
    /// the text is sent.
    #[arg(long, value_enum, default_value_t = CoderName::Rules)]
    pub(crate) coder: CoderName,
    #[command(flatten)]
    pub(crate) llm: LlmArguments,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Print on standard error how long it took.
    #[arg(long)]
    pub(crate) timing: bool,
}

/// Who codes the events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum CoderName {
    /// The rules of the program; nothing leaves the machine.
    Rules,
    /// A language model at --endpoint.
    Llm,
}

/// How a language model is asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "With --coder llm")]
pub(crate) struct LlmArguments {
    /// The server, in the form of OpenAI's chat completions (`https://host/v1`). Its key is read from
    /// the environment, CHANCERY_LLM_KEY; a server on this machine needs none.
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// The model's name at that server.
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// Stop asking after so much: `requests=200`, `tokens=500000`, or both with a comma.
    #[arg(
        long,
        value_name = "LIMITS",
        value_delimiter = ',',
        default_value = "requests=1000"
    )]
    pub(crate) budget: Vec<Limit>,
    /// Ask no more than so many times a minute.
    #[arg(long, value_name = "NUMBER", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rate: u32,
    /// Keep answers in this folder, so that the same question is never paid for twice; otherwise in
    /// the user's cache folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// A limit on what a language model may cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Limit {
    /// So many requests, repeated ones included.
    Requests(u64),
    /// So many tokens, as the server counts them.
    Tokens(u64),
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (what, number) = text.split_once('=').unwrap_or(("requests", text));
        let number = number
            .parse()
            .map_err(|_| format!("`{number}` is no number"))?;
        match what {
            "requests" => Ok(Self::Requests(number)),
            "tokens" => Ok(Self::Tokens(number)),
            other => Err(format!("`{other}` is neither requests nor tokens")),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum CodeFormat {
    /// A statement a line.
    Jsonl,
    /// Events as a table.
    Csv,
    /// Events in POLECAT's forty columns.
    Polecat,
    /// A whole record, documents included, that every command reads back.
    Record,
}

#[derive(Debug, Args)]
pub(crate) struct QuestionArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// Only what concerns these two actors.
    #[arg(long, value_name = "A,B", value_parser = pair)]
    pub(crate) dyad: Option<(ActorId, ActorId)>,
    /// The two parties to be mediated between.
    #[arg(long, value_name = "A,B", value_parser = pair, conflicts_with = "dyad")]
    pub(crate) dispute: Option<(ActorId, ActorId)>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct MediatorsArguments {
    #[command(flatten)]
    pub(crate) question: QuestionArguments,
    /// The file of crises (ICB1), to tell what came of past mediation.
    #[arg(long, value_name = "FILE", requires = "icb_actors")]
    pub(crate) icb_crises: Option<PathBuf>,
    /// The file of crisis actors (ICB2).
    #[arg(long, value_name = "FILE", requires = "icb_crises")]
    pub(crate) icb_actors: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// Plain text.
    Text,
    /// Data.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CampsArguments {
    /// Files or folders of reporting.
    #[arg(value_name = "PATH", required_unless_present = "edges")]
    pub(crate) paths: Vec<PathBuf>,
    /// An edge list instead of reporting.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "as_of", "published"])]
    pub(crate) edges: Option<PathBuf>,
    /// Look for camps of any number beside the two (generalised balance): the fewest with which as few
    /// ties disagree as with any number.
    #[arg(long, requires = "edges")]
    pub(crate) any_number: bool,
    /// Read the files as this dataset (gdelt, icews, polecat, acled, icb, …; see `chancery convert`).
    #[arg(long, value_name = "NAME", value_parser = crate::datasets::dataset, conflicts_with = "edges")]
    pub(crate) from: Option<chancery_datasets::Dataset>,
    /// The day of publication, for documents that do not say it themselves.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Use nothing that was reported after this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub(crate) format: AnswerFormat,
    /// Show neither progress nor notes on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArguments {
    #[command(subcommand)]
    pub(crate) part: EvalPart,
}

#[derive(Debug, Args)]
pub(crate) struct GoldArguments {
    /// The gold file: a JSON line a sentence, with its events.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["status", "judged", "places"])]
    pub(crate) gold: Option<PathBuf>,
    /// Use this folder of a spaCy pipeline instead of the embedded language model.
    #[arg(long, value_name = "DIR", requires = "gold")]
    pub(crate) language_model: Option<PathBuf>,
    /// Measure status and attribution against this file of labels.
    #[arg(
        long,
        value_name = "LABELS",
        requires = "data",
        conflicts_with = "gold"
    )]
    pub(crate) status: Option<PathBuf>,
    /// Compare with events that a reader judged, and fit the map of the confidence on them.
    #[arg(long, value_name = "LABELS", requires = "data", conflicts_with_all = ["gold", "status"])]
    pub(crate) judged: Option<PathBuf>,
    /// Compare the places of events with places that a reader put on the map.
    #[arg(long, value_name = "LABELS", requires = "data", conflicts_with_all = ["gold", "status", "judged"])]
    pub(crate) places: Option<PathBuf>,
    /// The data folder that the labels speak of.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Score the type between the two actors that the file marks.
    #[arg(long)]
    pub(crate) relation: bool,
    /// Write what was coded, in the layout that the gold's referee reads.
    #[arg(long, value_name = "FILE")]
    pub(crate) predictions: Option<PathBuf>,
    /// Print the report as data.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print on standard error how long it took.
    #[arg(long)]
    pub(crate) timing: bool,
}

pub(crate) fn date(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| format!("`{text}` is not a date; write it as 2025-06-18"))
}

pub(crate) fn actor(text: &str) -> Result<ActorId, String> {
    let code = text.trim().to_uppercase();
    if code.is_empty() {
        return Err("an actor has a code, such as ISR".to_owned());
    }
    Ok(code.into())
}

pub(crate) fn pair(text: &str) -> Result<(ActorId, ActorId), String> {
    let wrong = || format!("`{text}` is not a pair of actors; write it as ISR,IRN");
    let (one, other) = text.split_once(',').ok_or_else(wrong)?;
    let (one, other) = (one.trim().to_uppercase(), other.trim().to_uppercase());
    if one.is_empty() || other.is_empty() || one == other {
        return Err(wrong());
    }
    Ok((one.into(), other.into()))
}

/// The parts that can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum EvalPart {
    /// The analysis of English: agreement with spaCy, sentence boundaries, mention chains.
    #[command(after_help = "Example:
  chancery eval language --data data --json

The folder holds syntax/ with the treebanks ewt-dev and gum-dev-permissive.")]
    Language(DataArguments),
    /// The names of actors: country and sector of phrases with known answers.
    #[command(after_help = "Example:
  chancery eval actors --gold data/actors/phrases.dev.jsonl --json")]
    Actors(PhraseArguments),
    /// Signed networks with known frustration indices.
    #[command(after_help = "Example:
  chancery eval balance --data data/balance --json")]
    Balance(DataArguments),
    /// Events against sentences that people coded.
    #[command(after_help = "Example:
  chancery eval coding --gold data/events/plover_gsr.dev.jsonl
  chancery eval coding --gold data/events/plv.dev.jsonl --relation --json
  chancery eval coding --status crates/chancery-coding/labels/status.tsv --data data")]
    Coding(GoldArguments),
    /// Bargaining models beside what the European Union decided.
    #[command(after_help = "Example:
  chancery eval bargaining --deu3 deu3.tsv --json")]
    Bargaining(BargainingArguments),
    /// Who came to whose defence in past wars and fatal disputes.
    #[command(after_help = "Example:
  chancery eval defend --states data/states --json

The folder holds ATOP, the Correlates of War's wars, capabilities, capitals, borders and system membership, the GML
disputes and the Thompson–Dreyer rivalries as the R package peacesciencer lays them out; .gz and .xz are unpacked.")]
    Defend(DefenceArguments),
    /// Ties: change points against known breaks, labels against known pairs, militarised disputes
    /// of the year after, and votes in the United Nations.
    #[command(after_help = "Examples:
  chancery eval ties --statements statements.jsonl --states data/states
  chancery eval ties --statements statements.jsonl --fit > tie-model.tsv

The statements are what `chancery code` writes.")]
    Ties(crate::commands::eval::TiesArguments),
    /// Mediation in international crises, on files in the layout of the ICB project.
    #[command(after_help = "Example:
  chancery eval mediation --icb-crises icb1v14.csv --icb-actors icb2v14.csv --from 1986 --to 2002 --json")]
    Mediation(MediationArguments),
    /// Who mediates: the third parties of civil wars and of peace agreements, ranked among all states
    /// and organisations.
    #[command(after_help = "Examples:
  chancery eval mediators --states data/states --json
  chancery eval mediators --states data/states --fit > choice-model.tsv
  chancery eval mediators --states data/states --record > mediator-record.tsv")]
    Mediators(MediatorsEvalArguments),
    /// Forecasts of what comes next, on a record of many years.
    #[command(after_help = "Examples:
  chancery eval forecast record.jsonl --json
  chancery eval forecast record.jsonl --fit --from 2003-01-01 --to 2022-12-31 > outlook-model.tsv")]
    Forecast(crate::commands::eval::ForecastEvalArguments),
}

/// The folder with the data on states.
#[derive(Debug, Args)]
pub(crate) struct DefenceArguments {
    /// The folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) states: PathBuf,
    /// Fit the model on all years and print its table, instead of scoring.
    #[arg(long)]
    pub(crate) fit: bool,
    /// The seed of the resampling that gives the intervals.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Print the report as data.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The folder with the data on states and on third parties.
#[derive(Debug, Args)]
pub(crate) struct MediatorsEvalArguments {
    /// The folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) states: PathBuf,
    /// Fit the model on all years and print its table, instead of scoring.
    #[arg(long)]
    pub(crate) fit: bool,
    /// The last year of that fit.
    #[arg(long, value_name = "YEAR", default_value_t = 2020)]
    pub(crate) to: i64,
    /// Print the table of who has mediated where, instead of scoring.
    #[arg(long, conflicts_with = "fit")]
    pub(crate) record: bool,
    /// Print whom each cell was read to name, instead of scoring.
    #[arg(long, conflicts_with_all = ["fit", "record"])]
    pub(crate) list: bool,
    /// The seed of the resampling that gives the intervals.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Print the report as data.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The files with crises, and the years to measure on.
#[derive(Debug, Args)]
pub(crate) struct MediationArguments {
    /// The file of crises (ICB1).
    #[arg(long, value_name = "FILE")]
    pub(crate) icb_crises: PathBuf,
    /// The file of crisis actors (ICB2).
    #[arg(long, value_name = "FILE")]
    pub(crate) icb_actors: PathBuf,
    /// The first year in which a crisis broke out.
    #[arg(long, value_name = "YEAR", default_value_t = 1986)]
    pub(crate) from: i64,
    /// The last year.
    #[arg(long, value_name = "YEAR", default_value_t = 2002)]
    pub(crate) to: i64,
    /// Fit the models on these years and print their table, instead of scoring.
    #[arg(long)]
    pub(crate) fit: bool,
    /// Print the report as data.
    #[arg(long)]
    pub(crate) json: bool,
}

/// A folder of data to measure on.
#[derive(Debug, Args)]
pub(crate) struct DataArguments {
    /// The folder with the data.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Print the report as data.
    #[arg(long)]
    pub(crate) json: bool,
}

/// A file of known answers to measure on.
#[derive(Debug, Args)]
pub(crate) struct PhraseArguments {
    /// The file, JSON Lines.
    #[arg(long, value_name = "FILE")]
    pub(crate) gold: PathBuf,
    /// Print the report as data.
    #[arg(long)]
    pub(crate) json: bool,
}
