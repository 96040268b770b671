//! How near the models come to what was decided, on issues of the European Union.
//!
//! An error is the distance of forecast and outcome on the issue's scale of 0 to 100. A *hit* is an
//! error below 10, or, where the actors hold just two positions, the right side of their middle.
//! Nothing is fitted here but by [`fit`]; forecasts use committed coefficients.

pub mod fit;
mod institutional;

pub use institutional::{Coefficients, TableError};

use crate::{
    Problem, chance::Chance, compromise::Rule, exchange, expected_utility,
    reading::european::Proposal, smp,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A model that is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Model {
    /// The fitted one.
    Institutional,
    /// A simple rule.
    Rule(Rule),
    /// The exchange model at equal gain, over the issues of a proposal.
    Exchange,
    /// The expected utility model.
    ExpectedUtility,
    /// The spatial model of politics, issue by issue.
    Smp,
}

impl Model {
    /// The model by which a forecast is made where none is named.
    pub const DEFAULT: Self = Self::Institutional;

    /// Returns all models, the default first.
    pub fn all() -> Vec<Self> {
        let rules = Rule::ALL.into_iter().map(Self::Rule);
        std::iter::once(Self::Institutional)
            .chain(rules)
            .chain([Self::Exchange, Self::ExpectedUtility, Self::Smp])
            .collect()
    }

    /// Returns the name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Institutional => "institutional",
            Self::Rule(rule) => rule.name(),
            Self::Exchange => "exchange",
            Self::ExpectedUtility => "expected-utility",
            Self::Smp => "smp",
        }
    }

    /// Returns the forecast of each issue of a proposal. A rule that cannot say falls back to the
    /// plain mean, as does a model where a single actor has a stake.
    pub fn forecasts(self, proposal: &Proposal, coefficients: &Coefficients) -> Vec<f64> {
        let problem = &proposal.problem;
        let issues = 0..problem.issues().len();
        let or_mean = |issue: usize, forecast: Option<f64>| {
            forecast
                .or_else(|| Rule::Mean.outcome(problem, issue))
                .unwrap_or(f64::NAN)
        };
        match self {
            Self::Institutional => issues
                .map(|issue| coefficients.forecast(proposal, issue))
                .collect(),
            Self::Rule(rule) => issues
                .map(|issue| or_mean(issue, rule.outcome(problem, issue)))
                .collect(),
            Self::Exchange => exchange::exchange(problem, exchange::Options::default())
                .outcomes
                .pop()
                .unwrap_or_default(),
            Self::ExpectedUtility => issues
                .map(|issue| {
                    let course = expected_utility::run(problem, issue, Default::default());
                    or_mean(issue, course.ok().map(|course| course.outcome()))
                })
                .collect(),
            Self::Smp => issues
                .map(|issue| or_mean(issue, smp_alone(&problem.issue_alone(issue))))
                .collect(),
        }
    }
}

/// Returns the forecast of the spatial model on one issue.
fn smp_alone(alone: &Problem) -> Option<f64> {
    if alone.actors().len() < 2 {
        return None;
    }
    let course = smp::run(alone, &smp::Options::default()).ok()?;
    course.outcome.first().copied()
}

/// Whether the actors hold just two positions on an issue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum IssueType {
    /// Two positions: one side or the other.
    Dichotomous,
    /// More.
    Scale,
}

impl IssueType {
    /// Returns the type of an issue.
    pub fn of(problem: &Problem, issue: usize) -> Self {
        let mut held: Vec<f64> = problem
            .stakes_on(issue)
            .map(|(_, stake)| stake.position)
            .collect();
        held.sort_by(f64::total_cmp);
        held.dedup();
        if held.len() <= 2 {
            Self::Dichotomous
        } else {
            Self::Scale
        }
    }

    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dichotomous => "dichotomous",
            Self::Scale => "scale",
        }
    }
}

/// The scores of a model on a set of issues.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Score {
    /// The mean absolute error.
    pub mae: f64,
    /// The share of hits.
    pub hit: f64,
    /// The share of outcomes in the 80 % interval.
    pub coverage80: f64,
    /// How many issues.
    pub issues: usize,
}

/// How the default compares with the best simple rule on the same issues.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Comparison {
    /// The simple rule with the least error here.
    pub rule: &'static str,
    /// By how much the default's error is lower.
    pub improvement: f64,
    /// The 95 % interval of that, by bootstrap over proposals.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// All scores.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The declared default.
    pub default: &'static str,
    /// Scores by model.
    pub models: BTreeMap<&'static str, Score>,
    /// Scores by type of issue and model.
    pub by_type: BTreeMap<&'static str, BTreeMap<&'static str, Score>>,
    /// The default beside the best simple rule.
    pub against_best_rule: Comparison,
}

/// One forecast beside its outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) proposal: usize,
    pub(crate) kind: IssueType,
    pub(crate) forecast: f64,
    pub(crate) outcome: f64,
    middle: f64,
}

impl Case {
    pub(crate) fn error(&self) -> f64 {
        (self.forecast - self.outcome).abs()
    }

    fn hit(&self) -> bool {
        let side = |value: f64| value > self.middle;
        self.error() < 10.0
            || self.kind == IssueType::Dichotomous
                && side(self.forecast) == side(self.outcome)
                && self.forecast != self.middle
    }
}

/// Scores every model on the issues whose outcome is known; none where none is.
pub fn evaluate(proposals: &[Proposal], coefficients: &Coefficients) -> Option<Report> {
    let mut models = BTreeMap::new();
    let mut by_type: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    let mut cases = BTreeMap::new();
    for model in Model::all() {
        let of = cases_of(proposals, |proposal| {
            model.forecasts(proposal, coefficients)
        });
        models.insert(model.name(), score(model, &of, coefficients)?);
        for kind in [IssueType::Dichotomous, IssueType::Scale] {
            let some: Vec<Case> = of.iter().copied().filter(|it| it.kind == kind).collect();
            if let Some(score) = score(model, &some, coefficients) {
                by_type
                    .entry(kind.name())
                    .or_default()
                    .insert(model.name(), score);
            }
        }
        cases.insert(model.name(), of);
    }
    let rule = Rule::ALL
        .map(Rule::name)
        .into_iter()
        .min_by(|one, other| models[one].mae.total_cmp(&models[other].mae))?;
    Some(Report {
        default: Model::DEFAULT.name(),
        against_best_rule: compare(rule, &cases[Model::DEFAULT.name()], &cases[rule]),
        models,
        by_type,
    })
}

/// Returns the cases with a known outcome under a forecast.
pub(crate) fn cases_of(
    proposals: &[Proposal],
    forecasts: impl Fn(&Proposal) -> Vec<f64>,
) -> Vec<Case> {
    let mut cases = Vec::new();
    for (at, proposal) in proposals.iter().enumerate() {
        let forecasts = forecasts(proposal);
        for (issue, outcome) in proposal.outcomes.iter().enumerate() {
            let Some(outcome) = *outcome else { continue };
            let held = || {
                proposal
                    .problem
                    .stakes_on(issue)
                    .map(|(_, stake)| stake.position)
            };
            let low = held().fold(f64::INFINITY, f64::min);
            let high = held().fold(f64::NEG_INFINITY, f64::max);
            cases.push(Case {
                proposal: at,
                kind: IssueType::of(&proposal.problem, issue),
                forecast: forecasts[issue],
                outcome,
                middle: f64::midpoint(low, high),
            });
        }
    }
    cases
}

fn score(model: Model, cases: &[Case], coefficients: &Coefficients) -> Option<Score> {
    if cases.is_empty() {
        return None;
    }
    let share = |keep: &dyn Fn(&Case) -> bool| {
        cases.iter().filter(|it| keep(it)).count() as f64 / cases.len() as f64
    };
    Some(Score {
        mae: mae(cases),
        hit: share(&Case::hit),
        coverage80: share(&|case| {
            case.error() <= coefficients.half_width(model.name(), case.kind) + 1e-9
        }),
        issues: cases.len(),
    })
}

pub(crate) fn mae(cases: &[Case]) -> f64 {
    cases.iter().map(Case::error).sum::<f64>() / cases.len() as f64
}

/// The draws of the bootstrap, and its seed.
const DRAWS: usize = 2000;
const SEED: u64 = 20_250_618;

/// Compares two forecasts of the same cases by drawing proposals with replacement.
pub(crate) fn compare(rule: &'static str, ours: &[Case], theirs: &[Case]) -> Comparison {
    let proposals = ours.iter().map(|it| it.proposal + 1).max().unwrap_or(0);
    let mut sums = vec![(0.0, 0.0); proposals];
    for (our, their) in ours.iter().zip(theirs) {
        sums[our.proposal].0 += their.error() - our.error();
        sums[our.proposal].1 += 1.0;
    }
    let known: Vec<(f64, f64)> = sums.into_iter().filter(|it| it.1 > 0.0).collect();
    let mean = |drawn: &mut dyn Iterator<Item = (f64, f64)>| {
        let (sum, count) = drawn.fold((0.0, 0.0), |all, it| (all.0 + it.0, all.1 + it.1));
        sum / count
    };
    let mut chance = Chance::new(SEED);
    let mut draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            mean(&mut (0..known.len()).map(|_| {
                let at = (chance.unit() * known.len() as f64) as usize;
                known[at.min(known.len() - 1)]
            }))
        })
        .collect();
    draws.sort_by(f64::total_cmp);
    Comparison {
        rule,
        improvement: mean(&mut known.iter().copied()),
        low: draws[DRAWS * 25 / 1000],
        high: draws[DRAWS * 975 / 1000],
    }
}

#[cfg(test)]
mod tests;
