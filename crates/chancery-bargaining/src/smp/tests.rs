//! KTAB's reference runs, and laws under every option.

use super::{
    BargainModel, Course, Interpolation, Options, PceType, RiskAdjust, RiskRange, StateTransition,
    ThirdParty, VictoryModel, VotingRule, run,
};
use crate::{
    Problem, ProblemBuilder, Stake,
    exchange::tests::{any_problem, data},
    reading,
};
use proptest::prelude::*;

/// Returns the lines of a run in the words of KTAB's log.
fn log(problem: &Problem, course: &Course) -> Vec<String> {
    let mut lines: Vec<String> = course
        .changes
        .iter()
        .map(|change| {
            format!(
                "Fractional change compared to first step: {change:.4}  (target={:.4}) ",
                course.target
            )
        })
        .collect();
    for (actor, who) in problem.actors().iter().enumerate() {
        let chances: String = course
            .chances
            .iter()
            .map(|state| format!("{:.4} ", state[actor]))
            .collect();
        lines.push(format!("{}, prob : {chances}", who.name));
    }
    lines
}

#[test]
#[ignore = "needs the reference data; name their folder in CHANCERY_DATA"]
fn the_reference_runs_are_reproduced_in_every_digit() {
    for (name, states) in [("dummyData_3Dim", 11), ("SOE-Pol-Comp", 28)] {
        let (input, output) = (
            data(&format!("ktab/{name}.csv")),
            data(&format!("ktab/20170530_ref-{name}.txt")),
        );
        let problem = reading::read(&std::fs::read(input).expect("it is there"))
            .expect("it is read")
            .remove(0);
        let course = run(&problem, &Options::default()).expect("it runs");
        assert_eq!(course.positions.len(), states);
        let printed = std::fs::read_to_string(output).expect("it is there");
        let printed: Vec<&str> = printed
            .lines()
            .filter(|line| line.contains("Fractional") || line.contains("prob :"))
            .collect();
        assert_eq!(log(&problem, &course), printed, "{name}");
    }
}

/// Returns the problem with saliences that sum to at most 1 for everybody.
fn shared_out(problem: &Problem) -> Problem {
    let mut shared = problem.clone();
    let issues = problem.issues().len() as f64;
    for stake in shared.stakes.iter_mut().flatten() {
        stake.salience /= issues;
    }
    shared
}

fn any_options() -> impl Strategy<Value = Options> {
    fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }
    (
        (
            one(VictoryModel::ALL),
            one(VotingRule::ALL),
            one(PceType::ALL),
        ),
        (
            one(StateTransition::ALL),
            one(RiskRange::ALL),
            one(RiskAdjust::ALL),
        ),
        (
            one(ThirdParty::ALL),
            one(Interpolation::ALL),
            one(BargainModel::ALL),
        ),
    )
        .prop_map(
            |(
                (victory, voting, pce),
                (transition, risk_range, risk_adjust),
                (third_party, interpolation, bargains),
            )| Options {
                victory,
                voting,
                pce,
                transition,
                risk_range,
                risk_adjust,
                third_party,
                interpolation,
                bargains,
                steps: 8,
                seed: 7,
                ..Options::default()
            },
        )
}

proptest! {
    #[test]
    fn positions_stay_within_the_span(problem in any_problem(), options in any_options()) {
        let problem = shared_out(&problem);
        let course = run(&problem, &options).expect("it runs");
        prop_assert_eq!(&course, &run(&problem, &options).expect("it runs"));
        for issue in 0..problem.issues().len() {
            let start = &course.positions[0];
            let low = start.iter().map(|row| row[issue]).fold(f64::INFINITY, f64::min);
            let high = start.iter().map(|row| row[issue]).fold(f64::NEG_INFINITY, f64::max);
            for state in &course.positions {
                for row in state {
                    prop_assert!(row[issue] >= low - 0.02 && row[issue] <= high + 0.02);
                }
            }
            prop_assert!(course.outcome[issue] >= low - 0.02 && course.outcome[issue] <= high + 0.02);
        }
    }

    #[test]
    fn capability_has_no_unit(problem in any_problem(), options in any_options()) {
        let problem = shared_out(&problem);
        let mut scaled = problem.clone();
        for stake in scaled.stakes.iter_mut().flatten() {
            // A power of two changes no rounding.
            stake.capability *= 16.0;
        }
        let (one, other) = (run(&problem, &options).expect("it runs"), run(&scaled, &options).expect("it runs"));
        prop_assert_eq!(one, other);
    }
}

#[test]
fn who_agrees_stays_and_relabelling_changes_nothing() {
    let build = |order: &[(&str, f64, f64)]| {
        let mut builder = ProblemBuilder::new("");
        let issue = builder.issue("one", 0.0, 100.0);
        for &(name, position, capability) in order {
            let actor = builder.actor(name);
            let stake = Stake {
                position,
                salience: 0.5,
                capability,
            };
            builder.stake(actor, issue, stake);
        }
        builder.check().expect("the numbers are on their scales")
    };
    let course = run(
        &build(&[("A", 30.0, 1.0), ("B", 30.0, 2.0)]),
        &Options::default(),
    )
    .expect("it runs");
    assert!((course.outcome[0] - 30.0).abs() < 1e-9);
    let people = [("A", 10.0, 3.0), ("B", 55.0, 1.0), ("C", 90.0, 2.0)];
    let there = run(&build(&people), &Options::default()).expect("it runs");
    let mut turned = people;
    turned.reverse();
    let back = run(&build(&turned), &Options::default()).expect("it runs");
    assert!(
        (there.outcome[0] - back.outcome[0]).abs() < 1e-9,
        "{there:?} {back:?}"
    );
    assert_eq!(there.positions.len(), back.positions.len());
}

#[test]
fn a_full_accommodation_to_oneself_is_the_default_and_none_keeps_ideals() {
    let mut problem = shared_out(
        &reading::read(
            b"actor,capability,position,salience\nA,5,0,0.4\nB,1,15,0.7\nC,2,60,0.9\nD,3,100,0.6\n",
        )
        .expect("it is read")[0],
    );
    let free = run(&problem, &Options::default()).expect("it runs");
    problem.accommodation = Some(
        (0..16)
            .map(|at| if at % 5 == 0 { 1.0 } else { 0.0 })
            .collect(),
    );
    assert_eq!(free, run(&problem, &Options::default()).expect("it runs"));
    problem.accommodation = Some(vec![0.0; 16]);
    assert_ne!(free, run(&problem, &Options::default()).expect("it runs"));
}
