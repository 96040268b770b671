//! The published rounds, and laws.

use super::{Choice, Denominator, Kind, Options, run};
use crate::{
    exchange::tests::{any_problem, data},
    reading,
};
use proptest::prelude::*;

#[test]
#[ignore = "needs the reference data; name their folder in CHANCERY_DATA"]
fn the_reference_rounds_are_played() {
    let (input, output, risks) = (
        data("expected_utility/ExampleActors.csv"),
        data("expected_utility/out_ExampleActors_12rounds.txt"),
        data("expected_utility/round1_security_risk.csv"),
    );
    let read = |path: &std::path::Path| std::fs::read_to_string(path).expect("it is there");
    let problem = reading::read(read(&input).as_bytes())
        .expect("it is read")
        .remove(0);
    let course = run(
        &problem,
        0,
        Options {
            rounds: 12,
            ..Options::default()
        },
    )
    .expect("it runs");
    let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-6, "{one} for {other}");

    let mut medians = vec![course.median];
    let mut means = vec![course.mean];
    let mut moves = Vec::new();
    for round in &course.rounds {
        medians.push(round.median);
        means.push(round.mean);
        moves.extend(&round.moves);
    }
    let output = read(&output);
    let after = |mark: &str| -> Vec<f64> {
        output
            .lines()
            .filter_map(|line| line.trim().strip_prefix(mark))
            .map(|rest| rest.trim().parse().expect("a number"))
            .collect()
    };
    // The last round's median and mean are not printed.
    for (ours, printed) in medians.iter().zip(after("Median position:")) {
        near(*ours, printed);
    }
    for (ours, printed) in means.iter().zip(after("Mean position:")) {
        near(*ours, printed);
    }
    let printed = after("new_pos =");
    assert_eq!(printed.len(), moves.len());
    for (ours, printed) in moves.iter().zip(printed) {
        near(ours.to, printed);
    }
    let kinds: Vec<bool> = output
        .lines()
        .filter_map(|line| {
            let compromise = line.contains(" compromises with ");
            (compromise || line.contains(" loses confrontation to ")).then_some(compromise)
        })
        .collect();
    assert!(
        moves
            .iter()
            .zip(kinds)
            .all(|(ours, it)| (ours.kind == Kind::Compromise) == it)
    );

    let first = &course.rounds[0];
    for (at, line) in read(&risks).lines().skip(1).enumerate() {
        let cells: Vec<f64> = line
            .split(',')
            .skip(4)
            .map(|it| it.parse().expect("a number"))
            .collect();
        near(first.danger[at], cells[0]);
        near(first.risk_acceptance[at], cells[1]);
        near(first.exponents[at], cells[2]);
    }
}

proptest! {
    #[test]
    fn nobody_leaves_the_span_and_capability_has_no_unit(problem in any_problem(), text: bool) {
        let options = if text {
            Options { denominator: Denominator::Pair, choice: Choice::LeastMovement, rounds: 6 }
        } else {
            Options { rounds: 6, ..Options::default() }
        };
        let course = run(&problem, 0, options).expect("it runs");
        for it in course.rounds.iter().flat_map(|round| &round.moves) {
            prop_assert!((0.0..=100.0).contains(&it.to));
        }
        let mut scaled = problem;
        for stake in scaled.stakes.iter_mut().flatten() {
            // A power of two changes no rounding.
            stake.capability *= 8.0;
        }
        prop_assert_eq!(course.outcome(), run(&scaled, 0, options).expect("it runs").outcome());
    }
}

#[test]
fn who_agrees_stays() {
    let text = "actor,capability,position,salience\nA,1,40,0.5\nB,3,40,1\n";
    let problem = reading::read(text.as_bytes())
        .expect("it is read")
        .remove(0);
    let course = run(&problem, 0, Options::default()).expect("it runs");
    assert!(course.rounds[0].moves.is_empty());
    assert_eq!(course.outcome(), 40.0);
}
