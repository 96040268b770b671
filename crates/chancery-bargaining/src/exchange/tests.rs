//! The reference exchanges, and laws that hold on any problem.

use super::{
    Options, Rate, exchange,
    externalities::{WayOut, effects, preventers},
};
use crate::{Problem, ProblemBuilder, Stake, compromise::compromise, reading};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// Returns a file of the folder of reference data that `CHANCERY_DATA` names. The data may not be
/// redistributed, so the tests that need them are ignored unless asked for.
pub(crate) fn data(path: &str) -> PathBuf {
    let folder = std::env::var_os("CHANCERY_DATA").expect("CHANCERY_DATA names the folder of data");
    Path::new(&folder).join("bargaining").join(path)
}

fn two_actors() -> Problem {
    let mut builder = ProblemBuilder::new("two actors");
    builder.salience_unit(100.0);
    let issues = [
        builder.issue("one", 0.0, 100.0),
        builder.issue("two", 0.0, 100.0),
    ];
    for (name, position, saliences) in [("A", 0.0, [0.1, 0.9]), ("B", 100.0, [0.6, 0.5])] {
        let actor = builder.actor(name);
        for (issue, salience) in issues.into_iter().zip(saliences) {
            let stake = Stake {
                position,
                salience,
                capability: 1.0,
            };
            builder.stake(actor, issue, stake);
        }
    }
    builder.check().expect("the numbers are on their scales")
}

#[test]
fn two_actors_trade_at_known_figures() {
    let problem = two_actors();
    assert!((compromise(&problem, 0) - 600.0 / 7.0).abs() < 1e-12);
    assert!((compromise(&problem, 1) - 250.0 / 7.0).abs() < 1e-12);
    let course = exchange(&problem, Options::default());
    assert_eq!(course.exchanges.len(), 1);
    let [two, one] = &course.exchanges[0].supplies;
    // The issue that matters less to A is the first; what each could gain at most is known.
    assert_eq!((one.actor, two.actor), (0, 1));
    assert!((one.most - 1400.0).abs() < 1e-9, "{}", one.most);
    assert!(
        (two.most - 777.777_777_777_777_8).abs() < 1e-9,
        "{}",
        two.most
    );
    assert!((one.gain - 500.0).abs() < 1e-9 && (two.gain - 500.0).abs() < 1e-9);
}

#[test]
#[ignore = "needs the reference data; name their folder in CHANCERY_DATA"]
fn the_reference_exchanges_are_made_in_order() {
    let (input, output) = (
        data("exchange/data_short.csv"),
        data("exchange/data_short.output.csv"),
    );
    let problem = reading::read(&std::fs::read(input).expect("it is there"))
        .expect("it is read")
        .remove(0);
    let course = exchange(&problem, Options::default());
    let output = std::fs::read_to_string(output).expect("it is there");
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), course.exchanges.len());
    for (line, made) in lines.iter().zip(&course.exchanges) {
        let cells: Vec<&str> = line.split(';').map(|cell| cell.trim_matches('"')).collect();
        let number = |at: usize| cells[at].parse::<f64>().expect("a number");
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-9, "{line}: {one}");
        near(made.gain, number(4));
        for (side, at) in made.supplies.iter().zip([0, 2]) {
            assert_eq!(problem.actors()[side.actor].name, cells[at]);
            assert_eq!(problem.issues()[side.issue].name, cells[at + 1]);
            let at = 5 + 2 * at;
            near(side.from, number(at));
            near(side.to - side.from, number(at + 1));
            near(side.to, number(at + 2));
            near(side.demanded, number(at + 3));
            near(side.gain, made.gain);
        }
        assert_eq!(made.moved_before, cells[13] == "TRUE");
    }
}

/// Returns any problem of a few actors and issues.
pub(crate) fn any_problem() -> impl Strategy<Value = Problem> {
    (2_usize..6, 2_usize..4).prop_flat_map(|(actors, issues)| {
        proptest::collection::vec((0_u8..=100, 1_u8..=100, 1_u8..=100), actors * issues).prop_map(
            move |numbers| {
                let mut builder = ProblemBuilder::new("any");
                for issue in 0..issues {
                    builder.issue(format!("i{issue}"), 0.0, 100.0);
                }
                for actor in 0..actors {
                    builder.actor(format!("a{actor}"));
                    for issue in 0..issues {
                        let (position, salience, capability) = numbers[actor * issues + issue];
                        let stake = Stake {
                            position: f64::from(position),
                            salience: f64::from(salience) / 100.0,
                            capability: f64::from(capability),
                        };
                        builder.stake(actor, issue, stake);
                    }
                }
                builder.check().expect("the numbers are on their scales")
            },
        )
    })
}

proptest! {
    #[test]
    fn who_could_prevent_an_exchange_pays_less_than_it_costs_or_undoes_it(problem in any_problem()) {
        let course = exchange(&problem, Options::default());
        for made in &course.exchanges {
            for it in preventers(&problem, made) {
                prop_assert!(it.loss > 0.0);
                for way in &it.ways_out {
                    match *way {
                        WayOut::Offer { to, issue, from, vote, cost, worth } => {
                            prop_assert!(cost < it.loss && worth > 0.0);
                            // As much as the exchange is worth to whom it is offered.
                            let before = compromise(&problem, issue);
                            let mut given = problem.clone();
                            let at = it.actor * problem.issues().len() + issue;
                            given.stakes[at].as_mut().expect("a stake").position = vote;
                            let after = compromise(&given, issue);
                            let theirs = problem.stake(to, issue).expect("a stake");
                            let gain = theirs.salience
                                * ((before - theirs.position).abs() - (after - theirs.position).abs());
                            prop_assert!((gain - worth).abs() < 1e-6, "{gain} for {worth}");
                            prop_assert!(from != vote);
                        }
                        WayOut::Block { issue, vote } => {
                            let side = made.supplies.iter().find(|side| side.issue == issue);
                            let side = side.expect("a block is on a traded issue");
                            let mut blocked = problem.clone();
                            let at = it.actor * problem.issues().len() + issue;
                            blocked.stakes[at].as_mut().expect("a stake").position = vote;
                            let undone = compromise(&blocked, issue) - compromise(&problem, issue);
                            let shift = side.outcome_after - side.outcome_before;
                            prop_assert!((undone + shift).abs() < 1e-6);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn no_party_is_worse_off_and_equal_gain_is_equal(problem in any_problem()) {
        let course = exchange(&problem, Options { rate: Rate::EqualGain, rounds: 5 });
        for made in &course.exchanges {
            let [one, other] = &made.supplies;
            prop_assert!((one.gain - other.gain).abs() < 1e-9);
            let effects = effects(&problem, made);
            prop_assert!(effects.gains[one.actor] >= one.gain - 1e-9);
            prop_assert!(effects.gains[other.actor] >= other.gain - 1e-9);
        }
    }

    #[test]
    fn a_random_rate_lies_between_and_depends_on_the_seed_alone(problem in any_problem(), seed: u64) {
        let options = Options { rate: Rate::Random(seed), rounds: 2 };
        let course = exchange(&problem, options);
        prop_assert_eq!(&course, &exchange(&problem, options));
        for side in course.exchanges.iter().flat_map(|made| &made.supplies) {
            prop_assert!(side.gain >= -1e-9 && side.gain <= side.most + 1e-6);
        }
    }

    #[test]
    fn scaling_capability_changes_nothing(problem in any_problem(), factor in 0.01_f64..100.0) {
        let mut scaled = problem.clone();
        for stake in scaled.stakes.iter_mut().flatten() {
            stake.capability *= factor;
        }
        for issue in 0..problem.issues().len() {
            prop_assert!((compromise(&problem, issue) - compromise(&scaled, issue)).abs() < 1e-9);
        }
    }
}

#[test]
fn who_agrees_has_nothing_to_trade() {
    let mut problem = two_actors();
    for stake in problem.stakes.iter_mut().flatten() {
        stake.position = 42.0;
    }
    assert!(exchange(&problem, Options::default()).exchanges.is_empty());
    assert!((compromise(&problem, 0) - 42.0).abs() < 1e-12);
}
