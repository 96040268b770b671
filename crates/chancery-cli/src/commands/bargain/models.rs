//! What came of a model, as data and as a picture.

use super::arguments::{BargainArguments, ModelName, PlotName};
use crate::failure::Failure;
use chancery_bargaining::{
    Problem, ProblemError,
    compromise::Rule,
    exchange::{self, externalities},
    expected_utility, plot, smp, uncertainty,
};
use serde_json::{Map, Value, json};

/// What came of a model.
pub(super) enum Outcome {
    /// The outcome of each issue by each simple rule.
    Compromise(Vec<(Rule, Vec<Option<f64>>)>),
    Smp(smp::Course),
    /// A course an issue.
    ExpectedUtility(Vec<expected_utility::Course>),
    Exchange(exchange::Course),
}

impl Outcome {
    /// Runs the model that the arguments name.
    pub(super) fn of(
        problem: &Problem,
        arguments: &BargainArguments,
    ) -> Result<Self, ProblemError> {
        let issues = 0..problem.issues().len();
        Ok(match arguments.model {
            ModelName::Compromise => Self::Compromise(
                Rule::ALL
                    .into_iter()
                    .map(|rule| {
                        let outcomes = issues.clone().map(|issue| rule.outcome(problem, issue));
                        (rule, outcomes.collect())
                    })
                    .collect(),
            ),
            ModelName::Smp => Self::Smp(smp::run(problem, &arguments.smp_options())?),
            ModelName::ExpectedUtility => Self::ExpectedUtility(
                issues
                    .map(|issue| {
                        let options = arguments.expected_utility_options();
                        expected_utility::run(problem, issue, options)
                    })
                    .collect::<Result<_, _>>()?,
            ),
            ModelName::Exchange => {
                Self::Exchange(exchange::exchange(problem, arguments.exchange_options()))
            }
        })
    }

    /// Returns the forecast of each issue.
    pub(super) fn forecasts(&self) -> Vec<f64> {
        match self {
            Self::Compromise(rules) => rules
                .first()
                .map(|(_, outcomes)| {
                    let known = outcomes.iter().map(|it| it.unwrap_or(f64::NAN));
                    known.collect()
                })
                .unwrap_or_default(),
            Self::Smp(course) => course.outcome.clone(),
            Self::ExpectedUtility(courses) => courses
                .iter()
                .map(expected_utility::Course::outcome)
                .collect(),
            Self::Exchange(course) => course.outcomes.last().cloned().unwrap_or_default(),
        }
    }

    /// Returns the result as data.
    pub(super) fn json(&self, problem: &Problem, arguments: &BargainArguments) -> Value {
        let mut value = json!({
            "model": arguments.model.word(),
            "title": problem.title(),
            "actors": problem.actors().iter().map(|it| &it.name).collect::<Vec<_>>(),
            "issues": problem.issues().iter().map(|it| json!({
                "name": it.name, "scale": it.scale, "status_quo": it.status_quo,
            })).collect::<Vec<_>>(),
            "outcome": by_issue(problem, &self.forecasts()),
        });
        let more = match self {
            Self::Compromise(rules) => json!({"rules": rules.iter().map(|(rule, outcomes)| {
                (rule.name().to_owned(), by_issue(problem, outcomes))
            }).collect::<Map<_, _>>()}),
            Self::Smp(course) => json!({
                "states": course.positions.len(),
                "changes": course.changes,
                "target": course.target,
                "probabilities": by_actor(problem, &course.chances),
                "risks": by_actor(problem, &course.risks),
                "positions": course.positions,
            }),
            Self::ExpectedUtility(courses) => json!({"courses": courses.iter()
                .zip(problem.issues())
                .map(|(course, issue)| (issue.name.clone(), json!(course)))
                .collect::<Map<_, _>>()}),
            Self::Exchange(course) => exchange_json(problem, course),
        };
        merge(&mut value, more);
        merge(&mut value, uncertain(problem, arguments));
        value
    }

    /// Draws the picture that the arguments ask for.
    pub(super) fn picture(
        &self,
        problem: &Problem,
        arguments: &BargainArguments,
    ) -> Result<String, Failure> {
        let wrong = |words: &str| Failure::usage(words).hint("see `chancery bargain --help`");
        match (arguments.plot, self) {
            (PlotName::Positions, _) => Ok(plot::positions(problem, &self.forecasts())),
            (PlotName::Exchanges, Self::Exchange(course)) => Ok(plot::exchanges(problem, course)),
            (PlotName::Exchanges, _) => Err(wrong("only the model `exchange` makes exchanges")),
            (PlotName::Rounds, outcome) => {
                let rounds = outcome.rounds(problem).ok_or_else(|| {
                    wrong("rounds are drawn of `smp` and `expected-utility`, of one issue")
                })?;
                let names: Vec<&str> = problem.actors().iter().map(|it| it.name.as_str()).collect();
                let issue = &problem.issues()[0];
                Ok(plot::rounds(&issue.name, &names, issue.scale, &rounds))
            }
        }
    }

    /// Returns the positions of all actors round by round, on a single issue.
    fn rounds(&self, problem: &Problem) -> Option<Vec<Vec<f64>>> {
        if problem.issues().len() != 1 {
            return None;
        }
        match self {
            Self::Smp(course) => {
                let on_first = |state: &Vec<Vec<f64>>| state.iter().map(|row| row[0]).collect();
                Some(course.positions.iter().map(on_first).collect())
            }
            Self::ExpectedUtility(courses) => {
                let rounds = &courses.first()?.rounds;
                let mut positions: Vec<Vec<f64>> =
                    rounds.iter().map(|it| it.positions.clone()).collect();
                let mut last = positions.last()?.clone();
                for it in &rounds.last()?.moves {
                    last[it.actor] = it.to;
                }
                positions.push(last);
                Some(positions)
            }
            Self::Compromise(_) | Self::Exchange(_) => None,
        }
    }
}

/// Returns exchanges with their externalities, chips and linkages, all by name.
fn exchange_json(problem: &Problem, course: &exchange::Course) -> Value {
    let actor = |at: usize| problem.actors()[at].name.as_str();
    let issue = |at: usize| problem.issues()[at].name.as_str();
    let exchanges: Vec<Value> = course
        .exchanges
        .iter()
        .map(|made| {
            let effects = externalities::effects(problem, made);
            let parties: Vec<Value> = made
                .supplies
                .iter()
                .map(|side| {
                    json!({
                        "actor": actor(side.actor), "issue": issue(side.issue),
                        "from": side.from, "to": side.to, "move": side.to - side.from,
                        "demanded": side.demanded,
                        "outcome_before": side.outcome_before, "outcome_after": side.outcome_after,
                        "gain": side.gain, "max_gain": side.most,
                    })
                })
                .collect();
            json!({
                "round": made.round, "gain": made.gain, "moved_before": made.moved_before,
                "parties": parties,
                "effects": each(problem, &effects.gains),
                "preventers": externalities::preventers(problem, made).iter().map(|it| json!({
                    "actor": actor(it.actor), "loss": it.loss,
                    "ways_out": ways_out(problem, &it.ways_out),
                })).collect::<Vec<_>>(),
                "others_gain": effects.others_gain, "others_lose": effects.others_lose,
            })
        })
        .collect();
    let chips: Vec<Value> = externalities::chips(problem, course)
        .into_iter()
        .map(|chip| {
            json!({
                "actor": actor(chip.actor), "index": chip.index,
                "deals": chip.deals.iter().map(|deal| json!({
                    "exchange": deal.exchange, "partner": actor(deal.partner),
                    "adversary": actor(deal.adversary), "loss": deal.loss, "weight": deal.weight,
                    "ways_out": ways_out(problem, &deal.ways_out),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let linkages: Vec<Value> = externalities::linkages(problem, course)
        .into_iter()
        .map(|it| {
            json!({
                "issues": [issue(it.one), issue(it.other)], "exchanges": it.exchanges,
                "gain": it.gain, "shifts": [it.shift_one, it.shift_other],
                "unlocks": it.unlocks.iter().map(|&at| issue(at)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let total = externalities::total(problem, course);
    json!({
        "outcomes_by_round": course.outcomes.iter().map(|row| by_issue(problem, row)).collect::<Vec<_>>(),
        "exchanges": exchanges,
        "total_effects": each(problem, &total),
        "bargaining_chips": chips,
        "linkages": linkages,
    })
}

/// Returns by name what a third party could do about a deal.
fn ways_out(problem: &Problem, ways: &[externalities::WayOut]) -> Vec<Value> {
    let actor = |at: usize| problem.actors()[at].name.as_str();
    let issue = |at: usize| problem.issues()[at].name.as_str();
    ways.iter()
        .map(|way| match *way {
            externalities::WayOut::Block { issue: on, vote } => json!({
                "kind": "block", "issue": issue(on), "vote": vote,
            }),
            externalities::WayOut::Offer {
                to,
                issue: on,
                from,
                vote,
                cost,
                worth,
            } => json!({
                "kind": "offer", "to": actor(to), "issue": issue(on),
                "from": from, "vote": vote, "cost": cost, "worth": worth,
            }),
        })
        .collect()
}

/// Returns intervals and sensitivities, where they are asked for.
fn uncertain(problem: &Problem, arguments: &BargainArguments) -> Value {
    let model = |problem: &Problem| Outcome::of(problem, arguments).map(|it| it.forecasts());
    let spread = arguments.uncertainty.spread();
    let mut value = json!({});
    if arguments.uncertainty.draws > 0 {
        let intervals = intervals(problem, arguments);
        merge(
            &mut value,
            json!({"intervals80": by_issue(problem, &intervals)}),
        );
        if let Some(index) = expected_chips(problem, arguments) {
            merge(
                &mut value,
                json!({"expected_chip_index": each(problem, &index)}),
            );
        }
    }
    if arguments.uncertainty.sensitivity {
        let found: Vec<Value> = uncertainty::sensitivity(problem, &spread, model)
            .into_iter()
            .map(|it| {
                json!({
                    "actor": problem.actors()[it.actor].name, "issue": problem.issues()[it.issue].name,
                    "field": it.field.word(), "low": it.low, "high": it.high, "swing": it.swing,
                    "at_low": by_issue(problem, &it.at_low), "at_high": by_issue(problem, &it.at_high),
                })
            })
            .collect();
        merge(&mut value, json!({"sensitivity": found}));
    }
    value
}

/// Returns the 80 % interval of each issue.
pub(super) fn intervals(
    problem: &Problem,
    arguments: &BargainArguments,
) -> Vec<uncertainty::Interval> {
    uncertainty::intervals(
        problem,
        &arguments.uncertainty.spread(),
        arguments.uncertainty.draws,
        arguments.seed,
        0.8,
        |drawn| Outcome::of(drawn, arguments).map(|it| it.forecasts()),
    )
}

/// Returns each actor's expected loss as a bargaining chip over the draws, under the exchange
/// model where attitudes are known.
pub(super) fn expected_chips(
    problem: &Problem,
    arguments: &BargainArguments,
) -> Option<Vec<uncertainty::Interval>> {
    if arguments.model != ModelName::Exchange || !problem.has_attitudes() {
        return None;
    }
    let indices = |drawn: &Problem| -> Result<Vec<f64>, ProblemError> {
        let course = exchange::exchange(drawn, arguments.exchange_options());
        let mut indices = vec![0.0; drawn.actors().len()];
        for chip in externalities::chips(drawn, &course) {
            indices[chip.actor] = chip.index;
        }
        Ok(indices)
    };
    let (draws, seed) = (arguments.uncertainty.draws, arguments.seed);
    let spread = arguments.uncertainty.spread();
    Some(uncertainty::intervals(
        problem, &spread, draws, seed, 0.8, indices,
    ))
}

fn by_issue<T: serde::Serialize>(problem: &Problem, values: &[T]) -> Value {
    let named = problem.issues().iter().zip(values);
    named
        .map(|(issue, value)| (issue.name.clone(), json!(value)))
        .collect::<Map<_, _>>()
        .into()
}

/// Returns a value an actor by name.
fn each<T: serde::Serialize>(problem: &Problem, values: &[T]) -> Value {
    let named = problem.actors().iter().zip(values);
    named
        .map(|(who, value)| (who.name.clone(), json!(value)))
        .collect::<Map<_, _>>()
        .into()
}

/// Returns rows of a number an actor as a list an actor.
fn by_actor(problem: &Problem, rows: &[Vec<f64>]) -> Value {
    let named = problem.actors().iter().enumerate();
    named
        .map(|(at, who)| {
            let column: Vec<f64> = rows.iter().map(|row| row[at]).collect();
            (who.name.clone(), json!(column))
        })
        .collect::<Map<_, _>>()
        .into()
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(all), Value::Object(more)) = (value, more) {
        all.extend(more);
    }
}
