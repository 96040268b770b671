//! Walks through the record step by step: answer, then learn.

use super::{
    features::{Family, columns},
    model::{Model, ModelError},
    numbering::Numbering,
    past::Past,
    questions::{self, Question},
    ranker::Ranker,
    table::{Table, draw},
};
use crate::{Fact, History, Step, trees::BoostingOptions};

/// How the engine learns.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// About how many questions before the forecast the ranker learns from.
    pub questions: usize,
    /// How many of a question's candidates are kept as likely negatives.
    pub likely: usize,
    /// The share of the other candidates that is kept.
    pub share: f64,
    /// Rank by the linear model alone, without trees.
    pub linear: bool,
    /// Families left out.
    pub without: Vec<Family>,
    /// How trees are boosted.
    pub boosting: BoostingOptions,
    /// The most candidates given with each prediction.
    pub listed: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            questions: 30_000,
            likely: 30,
            share: 0.05,
            linear: false,
            without: Vec::new(),
            boosting: BoostingOptions::default(),
            listed: 100,
        }
    }
}

/// Who may be at the other end, most probable first.
#[derive(Clone, PartialEq, Debug)]
pub struct Prediction {
    /// The time of the step.
    pub time: i64,
    /// The question; its answers were not looked at.
    pub question: Question,
    /// Others with their probabilities.
    pub ranked: Vec<(u32, f32)>,
}

/// What the learning was like.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// Questions and rows learnt from.
    pub questions: usize,
    /// Rows learnt from.
    pub rows: usize,
    /// Trees grown.
    pub trees: usize,
    /// Columns of each row.
    pub columns: usize,
    /// Answers asked for and among the candidates.
    pub asked: usize,
    /// Answers among the candidates.
    pub listed: usize,
    /// Candidates in all.
    pub candidates: usize,
    /// How often each column is asked about, with its family.
    pub uses: Vec<(Family, usize)>,
}

/// Predictions and how they came about.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Forecast {
    /// A prediction for each distinct question, in the order of time, ego and act.
    pub predictions: Vec<Prediction>,
    /// How they came about.
    pub report: Report,
    /// What was learnt.
    pub model: Model,
}

/// Says that a stage is done, for progress and timing.
pub type Progress<'a> = &'a mut dyn FnMut(&str);

/// Predicts every question of the asked facts, step by step, each from earlier steps alone.
#[must_use]
pub fn forecast(
    known: &[Fact],
    asked: &[Fact],
    names: &[String],
    options: &Options,
    progress: Progress<'_>,
) -> Forecast {
    predictions(known, asked, names, options, None, progress)
}

/// Predicts like [`forecast`], with a model that was learnt before.
pub fn forecast_with(
    model: &Model,
    known: &[Fact],
    asked: &[Fact],
    names: &[String],
    options: &Options,
    progress: Progress<'_>,
) -> Result<Forecast, ModelError> {
    if let Some(first) = asked.iter().map(|fact| fact.time).min() {
        model.check(first)?;
    }
    Ok(predictions(
        known,
        asked,
        names,
        options,
        Some(model),
        progress,
    ))
}

fn predictions(
    known: &[Fact],
    asked: &[Fact],
    names: &[String],
    options: &Options,
    saved: Option<&Model>,
    progress: Progress<'_>,
) -> Forecast {
    let history = History::new([known, asked].concat());
    let asked = History::new(asked.to_vec());
    let Some(start) = asked.facts().first().map(|fact| fact.time) else {
        return Forecast::default();
    };
    let numbering = Numbering::of(&history);
    let mut out = Forecast::default();
    let mut report = Report::default();
    let mut asked_steps = asked.steps().peekable();
    let walk = Walk {
        history: &history,
        numbering: &numbering,
        names,
        options,
        start,
    };
    let model = walk.go(saved, &mut *progress, |past, model, step| {
        let Some(asked) = asked_steps.next_if(|asked| asked.time == step.time) else {
            return;
        };
        let wanted = questions::questions(&questions::events(&numbering.facts(asked.facts)));
        let found = model
            .ranker
            .predict(past, step.tick, &wanted, options, &mut report);
        out.predictions.extend(
            wanted
                .into_iter()
                .zip(found)
                .map(|(question, ranked)| numbering.prediction(step.time, question, ranked)),
        );
    });
    progress("predictions");
    out.report = Report {
        asked: report.asked,
        listed: report.listed,
        candidates: report.candidates,
        ..model.report.clone()
    };
    out.model = model;
    out
}

/// A walk through a record: what comes before the start is learnt from, what comes after is looked at
/// by who walks.
pub(super) struct Walk<'a> {
    pub(super) history: &'a History,
    pub(super) numbering: &'a Numbering,
    pub(super) names: &'a [String],
    pub(super) options: &'a Options,
    pub(super) start: i64,
}

impl Walk<'_> {
    /// Calls back before each step from the start on, with the past up to it; returns the model that
    /// was learnt, or the saved one.
    pub(super) fn go(
        &self,
        saved: Option<&Model>,
        progress: Progress<'_>,
        mut look: impl FnMut(&Past, &Model, Step<'_>),
    ) -> Model {
        let (numbering, options) = (self.numbering, self.options);
        let names = numbering.names(self.names);
        let mut past = Past::new(&names, names.len(), 2 * numbering.relations.len());
        let (from, chance) = training_window(self.history, self.start, options.questions);
        let mut table = Table::default();
        let mut model = saved.cloned();
        for step in self.history.steps() {
            let events = questions::events(&numbering.facts(step.facts));
            let questions = questions::questions(&events);
            if step.time >= self.start {
                let model = model.get_or_insert_with(|| {
                    progress("features");
                    let table = std::mem::take(&mut table);
                    let model = learnt(table, options, self.start);
                    progress("trees");
                    model
                });
                look(&past, model, step);
            } else if saved.is_none() && step.time >= from {
                let mut questions = questions.clone();
                questions.retain(|question| draw(step.tick, question, u32::MAX) < chance);
                table.learn(&past, step.tick, &questions, options);
            }
            past.learn(step.tick, &events, &questions);
        }
        model.unwrap_or_default()
    }
}

fn learnt(table: Table, options: &Options, until: i64) -> Model {
    let mut report = Report::default();
    let ranker = Ranker::fit(table, options, &mut report);
    Model {
        columns: columns(),
        until,
        report,
        ranker,
        vocabulary: None,
    }
}

/// Returns the time from which on the ranker learns, so that there are about so many questions before the
/// start, and the chance with which each is learnt from where whole steps hold many more.
fn training_window(history: &History, start: i64, most: usize) -> (i64, f64) {
    let before = history.before(start);
    // Each fact is asked about from both sides; distinct questions are somewhat fewer.
    let first = before.len().saturating_sub(most / 2);
    let from = before.get(first).map_or(start, |fact| fact.time);
    let within = before.len() - history.before(from).len();
    (from, (most as f64 / (2 * within).max(1) as f64).min(1.0))
}
