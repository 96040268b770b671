//! The spatial model of politics: multidimensional bargaining decided by probabilistic elections.
//!
//! The model is the one that KAPSARC's toolkit KTAB implements (Wise, Lester and Efird 2015, "An
//! introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB) using one-dimensional
//! spatial models"), in turn after Bueno de Mesquita and Wise and Bankes. It was made from the
//! equations and from KTAB's printed logs, whose reference runs it reproduces in every printed digit.
//!
//! A step:
//!
//! 1. An [election](options::PceType) over all positions tells how likely each is to win; who holds
//!    a likely one is averse to risk, who holds an unlikely one seeks it.
//! 2. Each actor looks for the other from whom it expects to gain most by a challenge, supposing
//!    in others a mixture of its own attitude and theirs.
//! 3. The two would meet somewhere between, nearer to whoever is likelier to prevail and cares more.
//! 4. Each actor chooses among all bargains that concern it, and none, by an election among all actors.
//!
//! All move at once. The run ends when a step is small beside the first.

mod bargains;
mod election;
mod options;
mod state;

pub use options::{
    BargainModel, Interpolation, Options, PceType, RiskAdjust, RiskRange, StateTransition,
    ThirdParty, VictoryModel, VotingRule,
};

use crate::{Problem, ProblemError, chance::Chance};
use serde::Serialize;
use state::{Actors, State};

/// The course of the model.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Course {
    /// Positions by state, actor and issue, on the issues' scales.
    pub positions: Vec<Vec<Vec<f64>>>,
    /// The chance of each actor's position to win, by state.
    pub chances: Vec<Vec<f64>>,
    /// The attitude to risk of each actor, by state.
    pub risks: Vec<Vec<f64>>,
    /// The length of each step beside the first.
    pub changes: Vec<f64>,
    /// Where the run was told to stop.
    pub target: f64,
    /// The forecast of each issue: positions at the end, weighted by their chances.
    pub outcome: Vec<f64>,
}

/// The first step's length is taken for at least this much longer: KTAB's guard against division
/// by nothing.
const STEP_FLOOR: f64 = 1e-4;

/// Runs the model on all issues of a problem.
///
/// # Errors
///
/// When an actor lacks a stake in an issue, or its saliences sum to more than 1.
pub fn run(problem: &Problem, options: &Options) -> Result<Course, ProblemError> {
    problem.require_full("smp")?;
    let actors = actors(problem);
    if let Some(actor) = actors.total_salience.iter().position(|&it| it > 1.0 + 1e-9) {
        let unit = problem.salience_unit();
        return Err(ProblemError::SalienceSum {
            actor: problem.actors()[actor].name.clone(),
            sum: actors.total_salience[actor] * unit,
            most: unit,
        });
    }
    let mut chance = Chance::new(options.seed);
    let start = scaled_positions(problem);
    let mut positions = start.clone();
    let mut course = Course {
        positions: Vec::new(),
        chances: Vec::new(),
        risks: Vec::new(),
        changes: Vec::new(),
        target: options.target,
        outcome: Vec::new(),
    };
    let mut first = None;
    loop {
        let ideals = ideals(problem, &actors, &start, &positions);
        let state = State::new(&actors, options, &positions, &ideals);
        let chances = state.chances();
        course.positions.push(on_scales(problem, &positions));
        course.risks.push(state.risks.clone());
        course.chances.push(chances.iter().map(|it| it.0).collect());
        let done = course.changes.last().is_some_and(|&it| it < options.target)
            || course.changes.len() >= options.steps;
        if done {
            let mean = |at: usize| {
                let weights = chances.iter().map(|&(chance, held)| chance / held as f64);
                let rows = positions.chunks_exact(actors.dimensions);
                weights
                    .zip(rows)
                    .map(|(weight, row)| weight * row[at])
                    .sum()
            };
            let outcome: Vec<f64> = (0..actors.dimensions).map(mean).collect();
            course.outcome = on_scales(problem, &outcome).remove(0);
            return Ok(course);
        }
        let next = step(&state, options, &mut chance);
        let length: f64 = (0..actors.count)
            .map(|actor| state::distance(actors.row(&positions, actor), actors.row(&next, actor)))
            .sum();
        let first = *first.get_or_insert(length);
        course.changes.push(length / (first + STEP_FLOOR));
        positions = next;
    }
}

/// Returns the positions after all have bargained.
fn step(state: &State<'_>, options: &Options, chance: &mut Chance) -> Vec<f64> {
    let all: Vec<bargains::Bargain> = bargains::challenges(state)
        .iter()
        .flat_map(|challenge| bargains::bargains(state, options, challenge))
        .collect();
    let actors = state.actors;
    let mut next = state.positions.to_vec();
    for actor in 0..actors.count {
        let open: Vec<&bargains::Bargain> = all
            .iter()
            .filter(|it| it.position(actor).is_some())
            .collect();
        if open.is_empty() {
            continue;
        }
        let chances = bargains::chances(state, &open);
        let chosen = match options.transition {
            StateTransition::Deterministic => likeliest(&chances),
            StateTransition::Stochastic => drawn(&chances, chance.unit()),
        };
        if let Some(position) = chosen
            .checked_sub(1)
            .and_then(|at| open[at].position(actor))
        {
            let at = actor * actors.dimensions;
            next[at..at + actors.dimensions].copy_from_slice(position);
        }
    }
    next
}

/// Returns the first of the likeliest.
fn likeliest(chances: &[f64]) -> usize {
    let mut best = 0;
    for (at, chance) in chances.iter().enumerate() {
        if *chance > chances[best] {
            best = at;
        }
    }
    best
}

/// Returns the option in whose share of 0…1 the number lies.
fn drawn(chances: &[f64], number: f64) -> usize {
    let mut sum = 0.0;
    for (at, chance) in chances.iter().enumerate() {
        sum += chance;
        if number < sum {
            return at;
        }
    }
    chances.len() - 1
}

fn actors(problem: &Problem) -> Actors {
    let issues = problem.issues().len();
    let stakes = || problem.stakes.chunks_exact(issues);
    let capability = stakes().map(|row| {
        let all: f64 = row.iter().flatten().map(|stake| stake.capability).sum();
        all / issues as f64
    });
    let salience = problem.stakes.iter().flatten().map(|stake| stake.salience);
    Actors::new(capability.collect(), salience.collect())
}

/// Returns positions as shares of their scales.
fn scaled_positions(problem: &Problem) -> Vec<f64> {
    let issues = problem.issues().len();
    problem
        .stakes
        .iter()
        .enumerate()
        .map(|(at, stake)| {
            let (low, high) = problem.issues()[at % issues].scale;
            stake.map_or(f64::NAN, |stake| (stake.position - low) / (high - low))
        })
        .collect()
}

/// Returns positions on the issues' scales, actor by actor.
fn on_scales(problem: &Problem, positions: &[f64]) -> Vec<Vec<f64>> {
    positions
        .chunks_exact(problem.issues().len())
        .map(|row| {
            row.iter()
                .zip(problem.issues())
                .map(|(share, issue)| issue.scale.0 + share * (issue.scale.1 - issue.scale.0))
                .collect()
        })
        .collect()
}

/// Returns the ideals: each actor's own position, unless an accommodation matrix says how far they
/// follow whose positions from where they began.
fn ideals(problem: &Problem, actors: &Actors, start: &[f64], positions: &[f64]) -> Vec<f64> {
    if problem.accommodation.is_none() {
        return positions.to_vec();
    }
    let mut ideals = Vec::with_capacity(positions.len());
    for actor in 0..actors.count {
        let shares: Vec<f64> = (0..actors.count)
            .map(|other| problem.accommodation(actor, other).unwrap_or(0.0))
            .collect();
        let sum: f64 = shares.iter().sum();
        for at in 0..actors.dimensions {
            let follows: f64 = shares
                .iter()
                .enumerate()
                .map(|(other, share)| share * positions[other * actors.dimensions + at])
                .sum();
            let stays = start[actor * actors.dimensions + at];
            ideals.push(if sum > 1.0 {
                follows / sum
            } else {
                (1.0 - sum) * stays + follows
            });
        }
    }
    ideals
}

#[cfg(test)]
mod tests;
