use super::{
    evaluate::reciprocal,
    features::FEATURES,
    logit::{ChoiceModel, Situation, fit},
    *,
};
use crate::{Names, fixture::Builder, ties::TieModel, ties::Ties};
use chancery_model::{ActorId, TieLabel};
use std::collections::BTreeSet;

/// Choices among five in which the one with the first predictor is mostly taken, and the second says
/// nothing.
fn made_up(choices: usize) -> Vec<Situation> {
    (0..choices)
        .map(|number| {
            let marked = number % 5;
            let chosen = if number % 4 == 0 {
                (marked + 1) % 5
            } else {
                marked
            };
            let candidates = (0..5_usize)
                .map(|index| {
                    let first = f64::from(u8::from(index == marked));
                    let second = f64::from(u8::from((index + number) % 2 == 0));
                    (ActorId::from(format!("A{index}")), vec![first, second])
                })
                .collect();
            Situation {
                cluster: format!("conflict {}", number / 3),
                candidates,
                chosen: vec![chosen],
            }
        })
        .collect()
}

#[test]
fn the_fit_finds_the_weight_that_made_the_choices() {
    let model = fit(&["first", "second"], &made_up(400));
    let [first, second] = model.weights.as_slice() else {
        panic!("{model:?}");
    };
    // Taken three times of four against four others: e^w / (e^w + 4) = 3/4, w = ln 12.
    assert!((first.weight - 12_f64.ln()).abs() < 0.1, "{first:?}");
    assert!(second.weight.abs() < 2.5 * second.error, "{second:?}");
    assert!(first.error > 0.05 && first.error < 0.3, "{first:?}");
    let again = ChoiceModel::parse(&model.table());
    for (one, other) in model.weights.iter().zip(&again.weights) {
        assert_eq!(one.name, other.name);
        assert!((one.weight - other.weight).abs() < 1e-5);
    }
    assert_eq!(again.fitted_on, (400, 400));
}

#[test]
fn those_chosen_together_do_not_stand_in_each_others_way() {
    let both = Situation {
        chosen: vec![0, 1],
        ..made_up(1).remove(0)
    };
    let model = fit(&["first", "second"], &[both]);
    assert!(model.weights.iter().all(|found| found.weight.is_finite()));
    let check = |scores: &[f64], chosen: &[usize], mean: f64, five: f64| {
        let found = reciprocal(scores, chosen);
        assert!(
            (found.0 - mean).abs() < 1e-9 && (found.1 - five).abs() < 1e-9,
            "{found:?}"
        );
    };
    check(&[3.0, 2.0, 1.0], &[0], 1.0, 1.0);
    check(&[3.0, 2.0, 1.0], &[0, 1], 1.0, 1.0);
    check(&[3.0, 2.0, 1.0], &[2], 1.0 / 3.0, 1.0);
    // Three equals share the ranks 1 to 3.
    check(&[1.0, 1.0, 1.0], &[0], 0.5, 1.0);
    check(&[], &[], 0.0, 0.0);
}

#[test]
fn the_committed_model_has_the_predictors_and_its_record_is_of_actors() {
    let model = ChoiceModel::parse(include_str!("../../data/choice-model.tsv"));
    let names: Vec<&str> = model
        .weights
        .iter()
        .map(|found| found.name.as_str())
        .collect();
    assert_eq!(names, FEATURES);
    assert!(model.fitted_on.0 > 100);
    let lines = include_str!("../../data/mediator-record.tsv").lines();
    let rows: Vec<Vec<&str>> = lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(rows.len() > 200);
    assert!(
        rows.iter()
            .all(|row| row.len() == 3 && row[2].parse::<f64>().is_ok())
    );
}

fn ask(builder: &Builder) -> Vec<(ActorId, Choice)> {
    let view = builder.record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let organisation = |members: [&str; 3]| members.map(ActorId::from).into_iter().collect();
    let members: Members = [
        ("UNO".into(), organisation(["ETH", "ERI", "KEN"])),
        ("IGAD".into(), organisation(["ETH", "ERI", "KEN"])),
        ("OAS".into(), organisation(["ARG", "CHL", "PER"])),
    ]
    .into_iter()
    .collect::<std::collections::BTreeMap<ActorId, BTreeSet<ActorId>>>();
    let dispute = ["ETH".into(), "ERI".into()];
    choices(&dispute, &ties, &members, 20_000, &Names::default())
}

#[test]
fn near_and_bound_come_before_far_and_unbound_and_sides_are_no_candidates() {
    let found = ask(&Builder::default());
    let rank = |actor: &str| {
        let mut all = found.iter();
        all.find(|(id, _)| id.as_str() == actor)
            .map(|(_, choice)| choice.rank)
    };
    assert!(rank("UNO") < rank("OAS") && rank("IGAD") < rank("OAS"));
    assert!(
        rank("SDN") < rank("BOL"),
        "{:?} {:?}",
        rank("SDN"),
        rank("BOL")
    );
    assert_eq!((rank("ETH"), rank("ERI")), (None, None));
    let sum: f64 = found.iter().map(|(_, choice)| choice.share).sum();
    assert!((sum - 1.0).abs() < 0.02, "{sum}");
    assert!(found.iter().all(|(_, choice)| choice.of == found.len()));
    let (_, first) = &found[0];
    assert!(first.why.contains(" comes first of "), "{}", first.why);
}

#[test]
fn who_is_hostile_to_a_side_is_less_likely() {
    let share = |builder: &Builder| {
        let found = ask(builder);
        let kenya = found.iter().find(|(actor, _)| actor.as_str() == "SDN");
        kenya.map_or(0.0, |(_, choice)| choice.share)
    };
    let mut builder = Builder::default();
    builder.stance("SDN", TieLabel::Hostile, "ERI", "2024-01-01");
    let model = ChoiceModel::parse(include_str!("../../data/choice-model.tsv"));
    let rival = model.weights.iter().find(|found| found.name == "rival");
    let (before, after) = (share(&Builder::default()), share(&builder));
    // The sign is the data's, whatever it is.
    let raises = rival.is_some_and(|found| found.weight > 0.0);
    assert_eq!(after > before, raises, "{before} {after}");
}
