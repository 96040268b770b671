//! Laws of the outlook: no forecast knows what was reported after its day, the same acts give the
//! same bytes in any order, and poor records get an answer that says so.

use chancery_forecast::outlook::{
    BacktestOptions, Chronicle, Class, Day, Deed, FitOptions, Model, Outlook, Silence, Told,
    backtest, backtest_answers, fit, surprises,
};
use chancery_model::{ActorId, EventType, Quad};
use proptest::prelude::*;

const CONFLICT: Class = Class::Quad(Quad::MaterialConflict);
const ACTORS: [&str; 5] = ["IRN", "ISR", "RUS", "TUR", "USA"];

fn deed(known: Day, delay: Day, actor: usize, recipient: usize, event_type: usize) -> Deed {
    let event_type = EventType::ALL[event_type % EventType::ALL.len()];
    Deed {
        actor: ACTORS[actor % 5].into(),
        recipient: ACTORS[recipient % 5].into(),
        event_type,
        score: event_type.score(None),
        told: Told::Done,
        day: known - delay,
        known,
        statement: format!(
            "{known}-{delay}-{actor}-{recipient}-{}",
            event_type.as_str()
        )
        .into(),
    }
}

/// A record of 900 days in which two states answer each other's attacks.
fn feud() -> Vec<Deed> {
    let mut deeds = Vec::new();
    for day in (0..900).step_by(13) {
        deeds.push(deed(day, 0, 0, 1, 15));
        if day % 3 != 0 {
            deeds.push(deed(day + 4, 1, 1, 0, 15));
        }
        deeds.push(deed(day + 6, 0, 2, 3, 1));
    }
    deeds
}

fn json(deeds: Vec<Deed>, day: Day, class: Class) -> String {
    let chronicle = Chronicle::new(deeds);
    let mut outlook = Outlook::as_of(&chronicle, Model::committed(), day);
    let mut text = String::new();
    for (one, other) in [(0, 1), (1, 0), (2, 3)] {
        for within in [1, 10, 90] {
            let forecast =
                outlook.forecast(&ACTORS[one].into(), &ACTORS[other].into(), class, within);
            text += &match forecast {
                Ok(forecast) => serde_json::to_string(&forecast).expect("a forecast is data"),
                Err(silence) => silence.to_string(),
            };
            text.push('\n');
        }
        let (one, other) = (ACTORS[one].into(), ACTORS[other].into());
        if let Ok(answer) = outlook.answer_to(&one, &other, CONFLICT, class, 7) {
            text += &serde_json::to_string(&answer).expect("a forecast is data");
        }
    }
    text
}

fn any_deeds() -> impl Strategy<Value = Vec<Deed>> {
    let one = (0..700_i32, 0..40_i32, 0..5_usize, 0..5_usize, 0..16_usize).prop_map(
        |(known, delay, actor, recipient, kind)| {
            let mut deed = deed(known, delay, actor, recipient, kind);
            if (known + delay) % 5 == 0 {
                deed.told = Told::Announced;
                // Announced for today, or for a day to come.
                deed.day = deed.known + delay % 3 * 9;
            }
            deed
        },
    );
    proptest::collection::vec(one, 0..160)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Truncating the record at a day gives the same forecast as the whole record as of that day.
    #[test]
    fn nothing_reported_later_is_used(mut deeds in any_deeds(), day in 100..700_i32) {
        deeds.extend(feud());
        let truncated: Vec<Deed> = deeds.iter().filter(|deed| deed.known <= day).cloned().collect();
        for class in [CONFLICT, Class::Type(EventType::Consult)] {
            prop_assert_eq!(json(deeds.clone(), day, class), json(truncated.clone(), day, class));
        }
    }

    /// The order of a file and lines that stand in it twice change nothing.
    #[test]
    fn order_and_repetition_change_nothing(deeds in any_deeds(), seed in 0..1000_usize) {
        let mut shuffled = deeds.clone();
        shuffled.extend(deeds.iter().take(40).cloned());
        let length = shuffled.len().max(1);
        for at in 0..shuffled.len() {
            shuffled.swap(at, (at * 7 + seed) % length);
        }
        prop_assert_eq!(json(deeds, 650, CONFLICT), json(shuffled, 650, CONFLICT));
    }

    /// Whatever the record, probabilities are probabilities, and longer horizons are not less
    /// likely.
    #[test]
    fn longer_horizons_are_likelier(deeds in any_deeds()) {
        let chronicle = Chronicle::new(deeds);
        let mut outlook = Outlook::as_of(&chronicle, Model::committed(), 699);
        let (one, other) = (ACTORS[0].into(), ACTORS[1].into());
        let mut least = 0.0;
        for within in [1, 3, 7, 20, 30, 60, 90, 200, 365] {
            if let Ok(forecast) = outlook.forecast(&one, &other, CONFLICT, within) {
                prop_assert!(forecast.probability >= least && forecast.probability < 1.0);
                prop_assert!((0.0..=1.0).contains(&forecast.base_rate));
                least = forecast.probability;
            }
        }
    }
}

#[test]
fn a_back_test_forecasts_as_if_the_future_were_unknown() {
    let options = |to| BacktestOptions {
        from: 400,
        to,
        every: 5,
        classes: vec![CONFLICT],
        horizons: vec![7],
        seed: 1,
    };
    let whole = Chronicle::new(feud());
    let cut = Chronicle::new(
        feud()
            .into_iter()
            .filter(|deed| deed.known <= 700)
            .collect(),
    );
    // Windows are over by day 600, and everything about them was reported by day 700.
    let one = backtest(&whole, Model::committed(), &options(600));
    let other = backtest(&cut, Model::committed(), &options(600));
    assert_eq!(one, other);
    assert!(one[0].forecasts > 50);
}

#[test]
fn answers_are_scored_as_of_the_day_of_the_act() {
    let options = |to| BacktestOptions {
        from: 400,
        to,
        every: 5,
        classes: vec![CONFLICT],
        horizons: vec![7, 30],
        seed: 1,
    };
    let scores = |deeds: Vec<Deed>, to| {
        backtest_answers(
            &Chronicle::new(deeds),
            Model::committed(),
            CONFLICT,
            &options(to),
        )
    };
    let whole = scores(feud(), 600);
    let cut = feud().into_iter().filter(|deed| deed.known <= 700);
    assert_eq!(whole, scores(cut.collect(), 600));
    let week = &whole[0];
    // Fifteen first strikes became known, ten of them answered four days later, and ten answers, to which
    // the next strike comes more than a week later.
    assert_eq!((week.forecasts, week.happened), (25, 10));
    assert_eq!(
        week.class.to_string(),
        "material-conflict after material-conflict"
    );
    assert!(week.model.brier < week.last_value.brier, "{week:?}");
    assert!(
        scores(Vec::new(), 600)
            .iter()
            .all(|score| score.forecasts == 0)
    );
}

#[test]
fn answers_are_calibrated_on_earlier_answers() {
    // Israel answers Iran's strikes within four days, two times in three; Iran strikes next nine days
    // after.
    let chronicle = Chronicle::new(feud());
    let mut outlook = Outlook::as_of(&chronicle, Model::committed(), 890);
    let (iran, israel) = (ACTORS[0].into(), ACTORS[1].into());
    let mut chance = |one: &ActorId, other: &ActorId, within| {
        let forecast = outlook.answer_to(one, other, CONFLICT, CONFLICT, within);
        let forecast = forecast.expect("the record tells enough of the two");
        assert!(forecast.curve.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        assert!((forecast.at(within) - forecast.probability).abs() < 1e-12);
        forecast.probability
    };
    let answered = chance(&israel, &iran, 7);
    assert!((answered - 2.0 / 3.0).abs() < 0.15, "{answered}");
    let never = chance(&iran, &israel, 7);
    assert!(never < 0.2, "{never}");
    assert!(chance(&iran, &israel, 30) > 0.8);
}

#[test]
fn what_is_announced_for_a_day_ahead_makes_it_likelier() {
    let consult = Class::Type(EventType::Consult);
    let chance = |due: Option<Day>| {
        let mut deeds = feud();
        for day in (3..880).step_by(40) {
            deeds.push(deed(day, 0, 3, 4, 1));
        }
        if let Some(due) = due {
            deeds.push(Deed {
                told: Told::Announced,
                day: due,
                ..deed(888, 0, 3, 4, 1)
            });
        }
        let chronicle = Chronicle::new(deeds);
        let mut outlook = Outlook::as_of(&chronicle, Model::committed(), 890);
        outlook
            .forecast(&ACTORS[3].into(), &ACTORS[4].into(), consult, 7)
            .expect("the record tells enough of the two")
            .probability
    };
    assert!(chance(Some(893)) > chance(None));
    assert!(chance(Some(893)) > chance(Some(960)));
}

#[test]
fn a_model_learns_a_feud_and_threads_change_nothing() {
    let mut deeds = feud();
    for day in (0..900).step_by(50) {
        deeds.push(deed(day, 0, 3, 4, 8));
    }
    let chronicle = Chronicle::new(deeds);
    let mut options = FitOptions::between(50, 400, 600);
    options.penalties = vec![10.0];
    options.classes = vec![CONFLICT];
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool of threads")
    };
    let one = pool(1).install(|| fit(&chronicle, &options));
    let three = pool(3).install(|| fit(&chronicle, &options));
    assert_eq!(one.table(), three.table());
    assert_eq!(
        Model::parse(&one.table()).map(|model| model.table()),
        Ok(one.table())
    );
    let score = &backtest(
        &chronicle,
        &one,
        &BacktestOptions {
            from: 610,
            to: 890,
            every: 1,
            classes: vec![CONFLICT],
            horizons: vec![7],
            seed: 1,
        },
    )[0];
    assert!(score.skill > 0.2, "{score:?}");
}

#[test]
fn poor_records_are_said_to_be_poor() {
    let ask = |deeds: Vec<Deed>, day: Day, one: &str, other: &str| {
        let chronicle = Chronicle::new(deeds);
        let mut outlook = Outlook::as_of(&chronicle, Model::committed(), day);
        outlook
            .forecast(&one.into(), &other.into(), CONFLICT, 30)
            .map(|forecast| forecast.probability)
    };
    assert_eq!(ask(Vec::new(), 100, "IRN", "ISR"), Err(Silence::Empty));
    // A single act.
    let single = vec![deed(100, 0, 0, 1, 15)];
    assert!(matches!(
        ask(single, 100, "IRN", "ISR"),
        Err(Silence::Thin(_, _, 1))
    ));
    // Nobody that the record knows, and nobody that it knows yet.
    let unknown = |actor: &str| Err(Silence::Unknown(actor.into()));
    assert_eq!(ask(feud(), 800, "IRN", "ATL"), unknown("ATL"));
    assert_eq!(ask(feud(), 800, "IRN", "USA"), unknown("USA"));
    assert_eq!(ask(feud(), -5, "IRN", "ISR"), Err(Silence::Empty));
    // A young record.
    assert!(matches!(
        ask(feud(), 30, "IRN", "ISR"),
        Err(Silence::Young(..))
    ));
    // A gap of fifty years: the dyad is asked about, and hardly anything is expected.
    let quiet = ask(feud(), 20_000, "IRN", "ISR");
    assert!(quiet.is_ok_and(|probability| probability < 0.05));
    // The same two on both sides leave no act.
    assert!(Chronicle::new(vec![deed(1, 0, 2, 2, 3)]).is_empty());
}

#[test]
fn rules_count_and_name_their_statements() {
    let chronicle = Chronicle::new(feud());
    let mut outlook = Outlook::as_of(&chronicle, Model::committed(), 896);
    let assault = Class::Type(EventType::Assault);
    let forecast = outlook
        .forecast(&"ISR".into(), &"IRN".into(), assault, 7)
        .expect("the record tells enough of the two");
    let rule = forecast
        .rules
        .iter()
        .find(|rule| rule.by_recipient && rule.after == assault)
        .expect("an attack went before");
    // Of the 69 attacks that are a week old or more, those on days that three does not divide were
    // answered three days later.
    assert_eq!((rule.hits, rule.cases), (46, 69));
    assert!(rule.statements.len() >= 3 && !forecast.statements.is_empty());
    assert!(f64::from(rule.hits) / f64::from(rule.cases) > rule.base_rate);
    assert!(forecast.probability > 0.3, "{}", forecast.probability);
    let ranked = outlook
        .ranked(&"IRN".into(), assault, 7, false, 5)
        .expect("Iran is on record");
    assert_eq!(ranked[0].actor, ActorId::from("ISR"));
}

#[test]
fn what_never_happened_before_surprises_most() {
    let mut deeds = feud();
    deeds.push(deed(780, 0, 4, 0, 15));
    let chronicle = Chronicle::new(deeds);
    let found = surprises(&chronicle, Model::committed(), 770, 800, 0.01);
    let first = found
        .iter()
        .max_by(|one, other| one.bits.total_cmp(&other.bits))
        .expect("something was unexpected");
    assert_eq!(
        (first.actor.as_str(), first.recipient.as_str()),
        ("USA", "IRN")
    );
    assert!(first.first_contact && first.previous.is_none());
}

#[test]
fn a_million_actors_are_taken_in() {
    let event_type = EventType::Consult;
    let deeds = (0..1_000_000)
        .map(|at| Deed {
            actor: format!("A{at}").into(),
            recipient: format!("A{}", (at + 1) % 1_000_000).into(),
            event_type,
            score: event_type.score(None),
            told: Told::Done,
            day: at / 1_000,
            known: at / 1_000,
            statement: format!("s{at}").into(),
        })
        .chain(feud())
        .collect();
    let chronicle = Chronicle::new(deeds);
    let mut outlook = Outlook::as_of(&chronicle, Model::committed(), 999);
    assert!(
        outlook
            .forecast(&"ISR".into(), &"IRN".into(), CONFLICT, 7)
            .is_ok()
    );
}
