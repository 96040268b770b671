//! The engine keeps its promises: nothing of a step leaks into its forecast, and the same facts give the
//! same bytes.

use chancery_forecast::{
    Act, Fact,
    tkg::{
        Forecast, Model, ModelError, Options, Query, Scope, Vocabulary, explain, forecast,
        forecast_with, score, write_predictions,
    },
    trees::BoostingOptions,
};
use std::collections::BTreeMap;

/// A small world: pairs that meet every few days, answers that follow acts, and noise.
fn world(days: i64, seed: u64) -> Vec<Fact> {
    let mut state = seed | 1;
    let mut draw = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut facts = Vec::new();
    for time in 0..days {
        let mut add = |subject: u64, relation: u32, object: u64| {
            facts.push(Fact {
                subject: subject as u32,
                relation,
                object: object as u32,
                time,
            });
        };
        for pair in 0..8_u64 {
            if (time as u64 + pair).is_multiple_of(3) {
                add(pair, 0, (pair * 5 + 3) % 20);
                add((pair * 5 + 3) % 20, 1, pair);
            }
        }
        for _ in 0..6 {
            add(draw(20), draw(4) as u32, draw(20));
        }
    }
    facts
}

fn options() -> Options {
    Options {
        questions: 1500,
        boosting: BoostingOptions {
            trees: 20,
            ..BoostingOptions::default()
        },
        ..Options::default()
    }
}

fn names() -> Vec<String> {
    let name = |at: u32| match at % 3 {
        0 => format!("Country {}", at / 3),
        1 => format!("Police (Country {})", at / 3),
        _ => format!("Citizen (Country {})", at / 3),
    };
    (0..20).map(name).collect()
}

fn split(facts: &[Fact], at: i64) -> (Vec<Fact>, Vec<Fact>) {
    facts.iter().partition(|fact| fact.time < at)
}

fn predict(known: &[Fact], asked: &[Fact]) -> Forecast {
    forecast(known, asked, &names(), &options(), &mut |_| {})
}

fn bytes(forecast: &Forecast) -> Vec<u8> {
    let mut out = Vec::new();
    write_predictions(&mut out, &forecast.predictions).expect("a vector takes everything");
    out
}

#[test]
fn what_recurs_is_found() {
    let (known, asked) = split(&world(90, 1), 75);
    let (regular, _): (Vec<Fact>, Vec<Fact>) = asked
        .iter()
        .partition(|fact| fact.relation == 0 && fact.subject < 8);
    let found = score(&predict(&known, &regular).predictions, 20);
    assert!(found.hits_3 > 0.6, "{found:?}");
    let all = score(&predict(&known, &asked).predictions, 20);
    assert!(
        all.log_score < (20.0_f64).ln(),
        "worse than knowing nothing: {all:?}"
    );
}

#[test]
fn facts_from_a_step_on_do_not_change_its_predictions() {
    let facts = world(70, 2);
    let (known, asked) = split(&facts, 55);
    let whole = predict(&known, &asked);
    for end in [56, 60] {
        let (until, _) = split(&asked, end);
        let cut = predict(&known, &until);
        assert!(!cut.predictions.is_empty());
        assert_eq!(
            cut.predictions[..],
            whole.predictions[..cut.predictions.len()]
        );
    }
}

#[test]
fn the_answers_of_a_step_do_not_change_its_predictions() {
    let facts = world(70, 3);
    let (known, asked) = split(&facts, 69);
    let whole = predict(&known, &asked);
    // The same questions with another answer each, and one question alone.
    let swapped: Vec<Fact> = asked
        .iter()
        .map(|fact| Fact {
            object: (fact.object + 7) % 20,
            ..*fact
        })
        .collect();
    let mut lists = BTreeMap::new();
    for prediction in &whole.predictions {
        let question = &prediction.question;
        lists.insert((question.ego, question.act), &prediction.ranked);
    }
    for asked in [&swapped[..], &asked[..1], &swapped[3..5]] {
        for prediction in predict(&known, asked).predictions {
            let question = &prediction.question;
            if let Some(list) = lists.get(&(question.ego, question.act)) {
                assert_eq!(**list, prediction.ranked, "{question:?}");
            }
        }
    }
}

#[test]
fn the_order_of_facts_and_their_repetition_change_nothing() {
    let (known, asked) = split(&world(60, 4), 50);
    let usual = bytes(&predict(&known, &asked));
    let turned = |facts: &[Fact]| -> Vec<Fact> {
        let mut turned: Vec<Fact> = facts.iter().rev().copied().collect();
        turned.extend_from_slice(&facts[..facts.len() / 2]);
        turned
    };
    assert_eq!(usual, bytes(&predict(&turned(&known), &turned(&asked))));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (known, asked) = split(&world(60, 5), 50);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads can be had");
        pool.install(|| bytes(&predict(&known, &asked)))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
}

#[test]
fn the_unit_of_time_changes_nothing() {
    let (known, asked) = split(&world(60, 6), 50);
    let hours = |facts: &[Fact]| -> Vec<Fact> {
        let hour = |fact: &Fact| Fact {
            time: fact.time * 24 + 7,
            ..*fact
        };
        facts.iter().map(hour).collect()
    };
    let days = predict(&known, &asked);
    let hours = predict(&hours(&known), &hours(&asked));
    assert!(
        days.predictions
            .iter()
            .zip(&hours.predictions)
            .all(|(day, hour)| { day.ranked == hour.ranked && day.time * 24 + 7 == hour.time })
    );
}

#[test]
fn probabilities_sum_to_at_most_one() {
    let (known, asked) = split(&world(60, 7), 50);
    for prediction in predict(&known, &asked).predictions {
        let sum: f32 = prediction
            .ranked
            .iter()
            .map(|(_, probability)| probability)
            .sum();
        assert!(sum <= 1.0 + 1e-5 && prediction.ranked.iter().all(|(_, p)| *p >= 0.0));
        assert!(
            prediction
                .ranked
                .windows(2)
                .all(|pair| pair[0].1 >= pair[1].1)
        );
    }
}

#[test]
fn little_or_strange_input_is_answered() {
    let fact = |subject: u32, object: u32, time: i64| Fact {
        subject,
        relation: 3,
        object,
        time,
    };
    let plain = |known: &[Fact], asked: &[Fact]| {
        forecast(known, asked, &[], &options(), &mut |_| {}).predictions
    };
    assert!(plain(&[], &[]).is_empty());
    // Nothing known at all.
    let nothing = plain(&[], &[fact(0, 1, 5)]);
    assert_eq!(nothing.len(), 2);
    assert!(
        nothing
            .iter()
            .all(|prediction| prediction.ranked.is_empty())
    );
    // A single event, entities never seen before, and a gap of years.
    let one = plain(&[fact(0, 1, 0)], &[fact(0, 1, 4000), fact(7, 8, 4000)]);
    assert_eq!(one.len(), 4);
    assert!(
        one.iter()
            .any(|prediction| prediction.ranked.iter().any(|(alter, _)| *alter == 1))
    );
    // Very high numbers, the same fact over and over, an entity with itself, the ends of time.
    let many = vec![fact(60_000_000, 60_000_000, 9); 50];
    assert_eq!(plain(&many, &[fact(60_000_000, 1, 10)]).len(), 2);
    let ends = [fact(0, 1, i64::MIN), fact(0, 1, -5), fact(0, 1, 3)];
    assert_eq!(plain(&ends, &[fact(0, 1, i64::MAX)]).len(), 2);
}

#[test]
fn entities_numbered_to_a_million_fit() {
    let known: Vec<Fact> = (0..40_000_u32)
        .map(|at| Fact {
            subject: 125 * (at % 8_000),
            relation: at % 8_000 % 5,
            object: 125 * (at % 8_000) + 1,
            time: i64::from(at / 8_000),
        })
        .collect();
    let asked = [Fact {
        time: 5,
        ..known[39_999]
    }];
    let found = forecast(&known, &asked, &[], &options(), &mut |_| {}).predictions;
    assert!(found.iter().all(|prediction| {
        prediction
            .ranked
            .iter()
            .any(|(alter, _)| prediction.question.answers.contains(alter))
    }));
}

#[test]
fn a_saved_model_predicts_the_same_to_the_last_bit() {
    let (known, asked) = split(&world(70, 8), 55);
    let learnt = predict(&known, &asked);
    let text = learnt.model.text();
    let read = Model::parse(&text).expect("it was written by this release");
    assert_eq!(read.text(), text);
    let again = forecast_with(&read, &known, &asked, &names(), &options(), &mut |_| {})
        .expect("it is of this release");
    assert_eq!(bytes(&again), bytes(&learnt));
    assert_eq!(again.report.trees, learnt.report.trees);
    // It may foretell later times too, and none that it has learnt from.
    let (_, later) = split(&asked, 60);
    assert!(forecast_with(&read, &known, &later, &names(), &options(), &mut |_| {}).is_ok());
    let (_, earlier) = split(&known, 50);
    let early = forecast_with(&read, &known, &earlier, &names(), &options(), &mut |_| {});
    let refused = Err(ModelError::Early {
        until: 55,
        asked: 50,
    });
    assert_eq!(early.map(|_| ()), refused);
}

#[test]
fn a_model_of_another_release_or_of_other_names_is_refused() {
    let (known, asked) = split(&world(60, 9), 50);
    let mut model = predict(&known, &asked).model;
    let own = Vocabulary::of(&names(), &["meet".to_owned()]);
    assert_eq!(model.check_names(own), Ok(()));
    model.vocabulary = Some(own);
    let text = model.text();
    let read = Model::parse(&text).expect("it was written by this release");
    assert_eq!(read.check_names(own), Ok(()));
    let mut others = names();
    others.swap(3, 4);
    for other in [
        Vocabulary::of(&others, &["meet".to_owned()]),
        Vocabulary::of(&names(), &["greet".to_owned()]),
        Vocabulary::of(&names(), &[]),
    ] {
        assert!(matches!(
            read.check_names(other),
            Err(ModelError::Vocabulary { .. })
        ));
    }
    let refused = |text: &str| Model::parse(text).map(|_| ());
    assert_eq!(refused(""), Err(ModelError::Version));
    assert_eq!(
        refused(&text.replace("model 1", "model 0")),
        Err(ModelError::Version)
    );
    for other in [
        text.replacen("Recurrence\t", "", 1),
        text.replacen("Recurrence", "Kin", 1),
        text.replacen("column\t", "column\t0\ncolumn\t", 1),
    ] {
        let refused = refused(&other);
        assert!(matches!(refused, Err(ModelError::Schema(_))), "{refused:?}");
    }
    for other in [
        text.replacen("tree\t", "bush\t", 1),
        text.replacen("until\t", "until\tx", 1),
        text.replacen("Recurrence", "Rumour", 1),
    ] {
        let refused = refused(&other);
        assert!(
            matches!(refused, Err(ModelError::Line { .. })),
            "{refused:?}"
        );
    }
    // A model of too few facts to learn from says nothing, and is kept all the same.
    let nothing = predict(&[], &asked[..1]).model;
    let read = Model::parse(&nothing.text()).expect("it was written by this release");
    assert_eq!(read.text(), nothing.text());
    assert!(forecast_with(&read, &[], &asked[..1], &[], &options(), &mut |_| {}).is_ok());
}

#[test]
fn an_explanation_has_the_probabilities_of_the_forecast_and_counts_its_rules() {
    let facts = world(70, 10);
    let (known, asked) = split(&facts, 55);
    let whole = predict(&known, &asked);
    // Day 60 is one on which pair 0 meets again: 0 does 0 to 3, and 3 does 1 to 0.
    let act = Act::done(0);
    let prediction = whole
        .predictions
        .iter()
        .find(|found| (found.time, found.question.ego, found.question.act) == (60, 0, act))
        .expect("it is asked about");
    let query = Query {
        ego: 0,
        act,
        time: 60,
    };
    let ask = |facts: &[Fact], model| {
        explain(facts, 55, &names(), &options(), model, query, &mut |_| {})
            .expect("the model is of this release")
    };
    let found = ask(&facts, None);
    let ranked: Vec<(u32, f32)> = found
        .iter()
        .map(|one| (one.alter, one.probability))
        .collect();
    assert_eq!(ranked, prediction.ranked);
    // What came after the day, or on it, changes nothing, and a saved model explains the same.
    assert_eq!(ask(&split(&facts, 60).0, None), found);
    assert_eq!(ask(&facts, Some(&whole.model)), found);
    let first = &found[0];
    assert_eq!(first.alter, 3);
    let own = first
        .rules
        .iter()
        .find(|rule| rule.scope == Scope::Pair && rule.body == [rule.head])
        .expect("the two did it before");
    // They met on days 0, 3, … 57, perhaps at other times too: each time again within three days.
    assert_eq!((own.last, own.within), (Some(57), Some(3)));
    assert!(own.hits >= 18 && own.hits == own.cases, "{own:?}");
    assert!(found.iter().all(|one| !one.rules.is_empty()));
    // Somebody of whom nothing is known may be asked about.
    let stranger = Query {
        ego: 19_000,
        ..query
    };
    assert!(
        explain(
            &facts,
            55,
            &names(),
            &options(),
            None,
            stranger,
            &mut |_| {}
        )
        .is_ok()
    );
    let nothing = explain(&[], 0, &[], &options(), None, query, &mut |_| {});
    assert_eq!(nothing, Ok(Vec::new()));
}
