//! Walks through the record step by step: answer, then learn.

use super::{
    candidates::{Around, Candidate, Field, candidates},
    features::{Family, Writer},
    model::Past,
    neighbours::Neighbours,
    questions::{self, Question},
};
use crate::{
    Act, Fact, History,
    trees::{BinnedRows, Binning, Boosted, BoostingOptions, Groups, Linear, Tree},
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
            questions: 40_000,
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
    let history = History::new([known, asked].concat());
    let asked = History::new(asked.to_vec());
    let Some(start) = asked.facts().first().map(|fact| fact.time) else {
        return Forecast::default();
    };
    let numbering = Numbering::of(&history);
    let names = numbering.names(names);
    let mut past = Past::new(&names, names.len(), 2 * numbering.relations.len());
    let (from, chance) = training_window(&history, start, options.questions);
    let mut table = Table::default();
    let mut ranker: Option<Ranker> = None;
    let mut out = Forecast::default();
    let mut asked_steps = asked.steps().peekable();
    for step in history.steps() {
        let events = questions::events(&numbering.facts(step.facts));
        let questions = questions::questions(&events);
        if step.time < start {
            if step.time >= from {
                let mut questions = questions.clone();
                questions.retain(|question| draw(step.tick, question, u32::MAX) < chance);
                table.learn(&past, step.tick, &questions, options);
            }
        } else {
            let ranker = ranker.get_or_insert_with(|| {
                progress("features");
                let ranker = Ranker::fit(std::mem::take(&mut table), options, &mut out.report);
                progress("trees");
                ranker
            });
            if let Some(asked) = asked_steps.next_if(|asked| asked.time == step.time) {
                let wanted =
                    questions::questions(&questions::events(&numbering.facts(asked.facts)));
                let found = ranker.predict(&past, step.tick, &wanted, options, &mut out.report);
                out.predictions.extend(
                    wanted.into_iter().zip(found).map(|(question, ranked)| {
                        numbering.prediction(step.time, question, ranked)
                    }),
                );
            }
        }
        past.learn(step.tick, &events, &questions);
    }
    progress("predictions");
    out
}

/// Entities and relations numbered in the order in which they first occur, so that those that never
/// occur take no room and those that come later change nothing.
struct Numbering {
    entities: Vec<u32>,
    relations: Vec<u32>,
    of_entities: FxHashMap<u32, u32>,
    of_relations: FxHashMap<u32, u32>,
}

impl Numbering {
    fn of(history: &History) -> Self {
        let mut this = Self {
            entities: Vec::new(),
            relations: Vec::new(),
            of_entities: FxHashMap::default(),
            of_relations: FxHashMap::default(),
        };
        for fact in history.facts() {
            for entity in [fact.subject, fact.object] {
                number(&mut this.entities, &mut this.of_entities, entity);
            }
            number(&mut this.relations, &mut this.of_relations, fact.relation);
        }
        this
    }

    /// Returns the names of the entities that occur, in the new order.
    fn names(&self, names: &[String]) -> Vec<String> {
        let name = |entity: &u32| names.get(*entity as usize).cloned().unwrap_or_default();
        self.entities.iter().map(name).collect()
    }

    fn facts(&self, facts: &[Fact]) -> Vec<Fact> {
        let renumbered = |fact: &Fact| Fact {
            subject: self.of_entities[&fact.subject],
            relation: self.of_relations[&fact.relation],
            object: self.of_entities[&fact.object],
            time: fact.time,
        };
        facts.iter().map(renumbered).collect()
    }

    /// Returns a prediction in the facts' own numbers.
    fn prediction(&self, time: i64, question: Question, ranked: Vec<(u32, f32)>) -> Prediction {
        let entity = |number: u32| self.entities[number as usize];
        let relation = self.relations[question.act.relation() as usize];
        let act = if question.act.is_done() {
            Act::done(relation)
        } else {
            Act::suffered(relation)
        };
        let mut answers: Vec<u32> = question.answers.into_iter().map(entity).collect();
        answers.sort_unstable();
        Prediction {
            time,
            question: Question {
                ego: entity(question.ego),
                act,
                answers,
            },
            ranked: ranked
                .into_iter()
                .map(|(alter, probability)| (entity(alter), probability))
                .collect(),
        }
    }
}

/// Gives an item the next number where it has none.
fn number(items: &mut Vec<u32>, numbers: &mut FxHashMap<u32, u32>, item: u32) {
    numbers.entry(item).or_insert_with(|| {
        items.push(item);
        items.len() as u32 - 1
    });
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

/// Rows with their groups, before training.
#[derive(Default)]
struct Table {
    raw: Vec<f32>,
    binned: Option<BinnedRows>,
    groups: Groups,
    families: Vec<Family>,
}

/// Rows gathered before bins are cut.
const ROWS_TO_CUT: usize = 200_000;

/// The rows of one question.
struct Rows {
    values: Vec<f32>,
    answers: Vec<bool>,
    weights: Vec<f32>,
    unlisted: u32,
    families: Vec<Family>,
}

impl Table {
    fn learn(&mut self, past: &Past, tick: u32, questions: &[Question], options: &Options) {
        let parts = each_question(past, tick, questions, |question, field| {
            sampled(past, tick, question, &field, options)
        });
        for rows in parts {
            if rows.answers.is_empty() {
                continue;
            }
            self.groups.starts.push(self.groups.answers.len() as u32);
            self.groups.answers.extend(rows.answers);
            self.groups.weights.extend(rows.weights);
            self.groups.unlisted.push(rows.unlisted);
            self.raw.extend(rows.values);
            self.families = rows.families;
        }
        let width = self.families.len().max(1);
        if self.raw.len() / width >= ROWS_TO_CUT || self.binned.is_some() {
            self.bin();
        }
    }

    fn bin(&mut self) {
        let width = self.families.len();
        if width == 0 {
            return;
        }
        let binned = self
            .binned
            .get_or_insert_with(|| BinnedRows::new(Binning::of_rows(&self.raw, width)));
        binned.extend(&self.raw);
        self.raw.clear();
    }
}

/// Answers something about each question of a step.
fn each_question<T: Send>(
    past: &Past,
    tick: u32,
    questions: &[Question],
    answer: impl Fn(&Question, Field) -> T + Sync,
) -> Vec<T> {
    let around = Around::new(past, tick, questions);
    let mut egos: Vec<u32> = questions.iter().map(|question| question.ego).collect();
    egos.dedup();
    let neighbours = Neighbours::new(&past.memory, tick, &egos);
    let by_ego: Vec<&[Question]> = questions
        .chunk_by(|one, other| one.ego == other.ego)
        .collect();
    let found: Vec<Vec<T>> = by_ego
        .par_iter()
        .map(|questions| {
            let two_steps = neighbours.two_steps(questions[0].ego);
            questions
                .iter()
                .map(|question| {
                    let candidates = candidates(past, tick, question, &two_steps, &around);
                    answer(question, candidates)
                })
                .collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Draws a number between zero and one for a candidate, the same whenever it is asked.
fn draw(tick: u32, question: &Question, alter: u32) -> f64 {
    let mut state = u64::from(tick) << 32 ^ u64::from(question.act.0);
    for part in [question.ego, alter] {
        state = (state ^ u64::from(part)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

/// Returns the rows of a question that are learnt from: answers, likely others, and some of the rest.
fn sampled(past: &Past, tick: u32, question: &Question, field: &Field, options: &Options) -> Rows {
    let candidates = &field.candidates;
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|one, other| {
        candidates[*other]
            .guess
            .total_cmp(&candidates[*one].guess)
            .then(one.cmp(other))
    });
    let mut likely = vec![false; candidates.len()];
    for at in order.into_iter().take(options.likely) {
        likely[at] = true;
    }
    // The field as a whole is described before it is thinned out.
    let mut values = Vec::new();
    let families = Writer::new(past, tick, question).rows(field, &mut values);
    let width = families.len().max(1);
    let mut rows = Rows {
        values: Vec::new(),
        answers: Vec::new(),
        weights: Vec::new(),
        unlisted: question.answers.len() as u32,
        families,
    };
    for ((candidate, likely), row) in candidates
        .iter()
        .zip(likely)
        .zip(values.chunks_exact(width))
    {
        let answer = question.answers.binary_search(&candidate.alter).is_ok();
        let kept = answer || likely;
        if !kept && draw(tick, question, candidate.alter) >= options.share {
            continue;
        }
        rows.unlisted -= u32::from(answer);
        rows.values.extend_from_slice(row);
        rows.answers.push(answer);
        rows.weights.push(if kept {
            1.0
        } else {
            (1.0 / options.share) as f32
        });
    }
    rows
}

/// What scores candidates: a linear model, and trees that say where it is wrong.
#[derive(Default)]
struct Ranker {
    linear: Option<Linear>,
    trees: Boosted,
}

impl Ranker {
    fn fit(mut table: Table, options: &Options, report: &mut Report) -> Self {
        table.bin();
        let Some(binned) = table.binned else {
            return Self::default();
        };
        let usable: Vec<usize> = (0..table.families.len())
            .filter(|at| !options.without.contains(&table.families[*at]))
            .collect();
        let held_out = options.boosting.held_out;
        let (linear, scores) = Linear::fit(&binned, &table.groups, &usable, held_out);
        let trees = if options.linear {
            Boosted {
                calibration: linear.calibration,
                ..Boosted::default()
            }
        } else {
            Boosted::fit(&binned, &table.groups, &usable, &options.boosting, scores)
        };
        report.questions = table.groups.starts.len();
        report.rows = binned.len();
        report.columns = usable.len();
        report.uses = table.families.iter().map(|family| (*family, 0)).collect();
        report.trees = trees.trees.len();
        for column in trees.trees.iter().flat_map(Tree::columns) {
            report.uses[column].1 += 1;
        }
        Self {
            linear: Some(linear),
            trees,
        }
    }

    /// Returns the logarithm of each row's power.
    fn scores(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let width = width.max(1);
        let mut scores: Vec<f32> = match &self.linear {
            Some(linear) => rows
                .chunks_exact(width)
                .map(|row| linear.score(row))
                .collect(),
            None => vec![0.0; rows.len() / width],
        };
        self.trees.add_scores(rows, width, &mut scores);
        for score in &mut scores {
            *score = self.trees.calibration.of(*score);
        }
        scores
    }

    fn predict(
        &self,
        past: &Past,
        tick: u32,
        questions: &[Question],
        options: &Options,
        report: &mut Report,
    ) -> Vec<Vec<(u32, f32)>> {
        let found = each_question(past, tick, questions, |question, field| {
            let candidates = &field.candidates;
            let mut rows = Vec::new();
            let width = Writer::new(past, tick, question)
                .rows(&field, &mut rows)
                .len();
            let scores = self.scores(&rows, width);
            let ranked = probabilities(candidates, &scores, options.listed);
            let listed = candidates
                .iter()
                .filter(|candidate| question.answers.binary_search(&candidate.alter).is_ok())
                .count();
            (ranked, listed, candidates.len(), question.answers.len())
        });
        found
            .into_iter()
            .map(|(ranked, listed, candidates, asked)| {
                report.listed += listed;
                report.candidates += candidates;
                report.asked += asked;
                ranked
            })
            .collect()
    }
}

/// Returns the most probable candidates, given their scores and that the rest of the world scores 0.
fn probabilities(candidates: &[Candidate], scores: &[f32], most: usize) -> Vec<(u32, f32)> {
    let highest = scores.iter().copied().fold(0.0, f32::max);
    let powers: Vec<f32> = scores
        .iter()
        .map(|score| libm::expf(score - highest))
        .collect();
    let total: f64 =
        powers.iter().map(|power| f64::from(*power)).sum::<f64>() + f64::from(libm::expf(-highest));
    let mut ranked: Vec<(u32, f32)> = candidates
        .iter()
        .zip(powers)
        .map(|(candidate, power)| (candidate.alter, (f64::from(power) / total) as f32))
        .collect();
    super::neighbours::keep_best(&mut ranked, most);
    ranked.shrink_to_fit();
    ranked
}
