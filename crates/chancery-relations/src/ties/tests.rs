use super::*;
use crate::fixture::{self, Builder, date};
use chancery_model::{AgreementKind, Commodity, Obligation, Status};
use proptest::prelude::*;

fn ties(builder: &Builder) -> Ties {
    Ties::of(&builder.record.as_of(None), &TieModel::default())
}

/// Ties on a day on which nothing need have been published.
fn ties_on(builder: &Builder, day: &str) -> Ties {
    Ties::of(&builder.record.as_of(date(day)), &TieModel::default())
}

fn between(ties: &Ties, one: &str, other: &str) -> Tie {
    let found = ties.between(&one.into(), &other.into());
    found
        .cloned()
        .unwrap_or_else(|| panic!("no tie {one}-{other}"))
}

fn check(builder: &Builder, day: &str, one: &str, other: &str, label: TieLabel, sign: i8) {
    let tie = between(&ties_on(builder, day), one, other);
    assert_eq!((tie.label, tie.sign), (label, sign), "{tie:?}");
    assert!(tie.low <= tie.value && tie.value <= tie.high, "{tie:?}");
}

#[test]
fn an_asserted_stance_alone_gives_its_word_back() {
    for (stance, sign) in [
        (TieLabel::Ally, 1),
        (TieLabel::Partner, 1),
        (TieLabel::Neutral, 0),
        (TieLabel::Unfriendly, 0),
        (TieLabel::Rival, -1),
        (TieLabel::Hostile, -1),
        (TieLabel::AtWar, -1),
    ] {
        let mut builder = Builder::default();
        builder.stance("AAA", stance, "BBB", "2024-01-01");
        check(&builder, "2024-01-02", "AAA", "BBB", stance, sign);
    }
}

#[test]
fn a_partner_is_no_ally_without_a_duty_to_defend() {
    let mut builder = Builder::default();
    builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-18");
    builder.stance("RUS", TieLabel::Ally, "IRN", "2025-06-18");
    let owed = [Obligation::Consultation];
    builder.agreement("RUS IRN", AgreementKind::Partnership, &owed, "2025-01-17");
    builder.flow("IRN", Commodity::Arms, "RUS", "2025-06-18");
    check(&builder, "2025-06-18", "RUS", "IRN", TieLabel::Partner, 1);
    let owed = [Obligation::Defence];
    builder.agreement("RUS IRN", AgreementKind::Alliance, &owed, "2025-02-01");
    check(&builder, "2025-06-18", "RUS", "IRN", TieLabel::Ally, 1);
}

#[test]
fn unfriendly_but_not_hostile_survives_accusations_and_calls() {
    let mut builder = Builder::default();
    builder.stance("RUS", TieLabel::Unfriendly, "ISR", "2025-06-18");
    builder.event("ISR ACCUSE/allege RUS", "2025-06-10");
    builder.event("RUS CONSULT/phone ISR", "2025-06-14");
    check(
        &builder,
        "2025-06-18",
        "RUS",
        "ISR",
        TieLabel::Unfriendly,
        0,
    );
}

#[test]
fn attacks_both_ways_on_several_days_are_a_war_until_a_ceasefire() {
    let mut builder = Builder::default();
    builder.event("ISR ASSAULT/aerial IRN", "2025-06-13");
    builder.event("IRN ASSAULT/aerial ISR", "2025-06-14");
    builder.event("ISR ASSAULT/aerial IRN", "2025-06-15");
    check(&builder, "2025-06-15", "ISR", "IRN", TieLabel::AtWar, -1);
    let war = between(&ties(&builder), "ISR", "IRN").war;
    assert_eq!(war.and_then(|war| war.since), date("2025-06-13"));
    builder.event("ISR+IRN RETREAT/ceasefire", "2025-06-24");
    check(&builder, "2025-06-24", "ISR", "IRN", TieLabel::Hostile, -1);
}

#[test]
fn a_war_told_without_days_is_one_and_a_single_clash_is_not() {
    let undated = |builder: &mut Builder, line: &str| {
        builder.event(line, "2025-06-18").date.from = None;
    };
    let mut builder = Builder::default();
    undated(&mut builder, "ISR+IRN ASSAULT");
    check(&builder, "2025-06-18", "ISR", "IRN", TieLabel::Hostile, -1);
    undated(&mut builder, "ISR+IRN ASSAULT");
    check(&builder, "2025-06-18", "ISR", "IRN", TieLabel::Hostile, -1);
    undated(&mut builder, "ISR ASSAULT/aerial IRN");
    check(&builder, "2025-06-18", "ISR", "IRN", TieLabel::AtWar, -1);
}

#[test]
fn what_a_bloc_does_in_one_word_is_no_tie_of_each_state() {
    let mut builder = Builder::default();
    let bloc = builder.event("AAA+BBB+CCC+DDD+EEE+FFF+GGG+HHH CONSULT RUS", "2025-06-18");
    if let chancery_model::Body::Event(event) = &mut bloc.body {
        for actor in &mut event.actor {
            actor.mention = "the West".to_owned();
        }
    }
    assert!(ties(&builder).all().is_empty());
    builder.event("AAA CONSULT RUS", "2025-06-18");
    assert_eq!(ties(&builder).all().len(), 1);
}

#[test]
fn one_sided_attacks_are_hostile_and_no_war() {
    let mut builder = Builder::default();
    builder.event("AAA ASSAULT BBB", "2024-03-01");
    builder.event("AAA ASSAULT BBB", "2024-03-05");
    check(&builder, "2024-03-06", "AAA", "BBB", TieLabel::Hostile, -1);
}

#[test]
fn what_did_not_happen_or_is_only_alleged_moves_nothing() {
    let mut builder = Builder::default();
    for status in [Status::Future, Status::Hypothetical, Status::Negated] {
        builder.event("AAA ASSAULT BBB", "2024-03-01").status = status;
    }
    fixture::alleged(builder.event("AAA AID BBB", "2024-03-02"));
    builder
        .event("AAA ASSAULT BBB", "2024-03-03")
        .attribution
        .assertion = chancery_model::Assertion::Denied;
    assert!(ties(&builder).all().is_empty());
}

#[test]
fn a_record_without_statements_or_with_one_actor_has_no_ties() {
    assert!(ties(&Builder::default()).all().is_empty());
    let mut builder = Builder::default();
    builder.event("AAA CONSULT AAA", "2024-03-01");
    assert!(ties(&builder).all().is_empty());
}

#[test]
fn a_state_and_the_group_that_fights_it_have_a_tie() {
    let mut builder = Builder::default();
    builder.event("HAMAS ASSAULT PSE", "2024-03-01");
    check(
        &builder,
        "2024-03-02",
        "HAMAS",
        "PSE",
        TieLabel::Hostile,
        -1,
    );
}

#[test]
fn undated_statements_still_give_ties() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::Hostile, "BBB", "");
    builder.event("AAA SANCTION BBB", "");
    let tie = between(&ties(&builder), "AAA", "BBB");
    assert_eq!(tie.label, TieLabel::Hostile);
    assert_eq!(tie.trend, Trend::Unknown);
}

#[test]
fn contradictions_widen_nothing_to_certainty_and_stay_near_neutral() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::Partner, "BBB", "2024-03-01");
    builder.stance("AAA", TieLabel::Rival, "BBB", "2024-03-01");
    check(&builder, "2024-03-01", "AAA", "BBB", TieLabel::Neutral, 0);
}

#[test]
fn a_break_is_dated_and_names_what_moved_it() {
    let mut builder = Builder::default();
    for month in 1..=9 {
        let line = if month % 2 == 0 {
            "AAA+BBB AGREE"
        } else {
            "AAA COOPERATE BBB"
        };
        builder.event(line, &format!("2015-{month:02}-10"));
    }
    let shot = builder.event("AAA ASSAULT BBB", "2015-11-24").id.clone();
    builder.event("BBB SANCTION AAA", "2015-11-28");
    builder.event("BBB THREATEN AAA", "2015-12-03");
    let tie = between(&ties(&builder), "AAA", "BBB");
    assert_eq!(tie.changes.len(), 1, "{tie:?}");
    assert_eq!(
        tie.changes.first().map(|change| change.date),
        date("2015-11-24")
    );
    assert!(
        tie.changes
            .iter()
            .all(|change| change.statements.contains(&shot) && change.to < change.from)
    );
    assert_eq!(tie.trend, Trend::Worsening);
    assert_eq!(tie.statements.first(), Some(&shot));
}

#[test]
fn steady_hostility_has_no_break() {
    let mut builder = Builder::default();
    for month in 1..=12 {
        let line = if month % 3 == 0 {
            "AAA THREATEN BBB"
        } else {
            "BBB ACCUSE AAA"
        };
        builder.event(line, &format!("2020-{month:02}-03"));
        builder.event("AAA REJECT BBB", &format!("2020-{month:02}-17"));
    }
    let tie = between(&ties(&builder), "AAA", "BBB");
    assert!(tie.changes.is_empty(), "{tie:?}");
    assert_eq!(tie.trend, Trend::Steady);
    assert_eq!(tie.label, TieLabel::Rival);
}

#[test]
fn a_tie_without_news_grows_uncertain_and_keeps_its_value() {
    let mut builder = Builder::default();
    builder.event("AAA SANCTION BBB", "2010-01-01");
    builder.event("AAA ASSAULT BBB", "2010-02-01");
    builder.event("CCC CONSULT DDD", "2020-02-01");
    let then = between(&ties_on(&builder, "2010-02-01"), "AAA", "BBB");
    let later = between(&ties_on(&builder, "2020-02-01"), "AAA", "BBB");
    assert_eq!(then.value, later.value);
    assert!(later.high - later.low > then.high - then.low);
    assert_eq!((then.sign, later.sign), (-1, 0));
}

#[test]
fn groups_and_organisations_are_parties() {
    let mut builder = Builder::default();
    builder.event("ISR ASSAULT HAMAS", "2024-03-01");
    builder.event("HAMAS ASSAULT ISR", "2024-03-02");
    builder.event("UNO ACCUSE ISR", "2024-03-02");
    let ties = ties(&builder);
    assert_eq!(between(&ties, "ISR", "HAMAS").label, TieLabel::AtWar);
    assert!(between(&ties, "ISR", "UNO").value < 0.0);
    assert!(ties.between(&"ISR".into(), &"PSE".into()).is_none());
}

#[test]
fn a_series_covers_every_day_and_hindsight_knows_more() {
    let mut builder = Builder::default();
    builder.event("AAA AID BBB", "2024-01-01");
    builder.event("AAA ASSAULT BBB", "2024-02-01");
    builder.event("BBB ASSAULT AAA", "2024-02-03");
    let ties = ties_on(&builder, "2024-02-10");
    let (one, other) = ("AAA".into(), "BBB".into());
    let as_of = ties.series(&one, &other, Outlook::AsOf, None, usize::MAX);
    let back = ties.series(&one, &other, Outlook::LookingBack, None, usize::MAX);
    assert_eq!((as_of.len(), back.len()), (41, 41));
    assert_eq!(as_of.first().map(|point| point.date), date("2024-01-01"));
    assert_eq!(as_of.last().map(|point| point.date), date("2024-02-10"));
    let tie = between(&ties, "AAA", "BBB");
    assert_eq!(as_of.last().map(|point| point.value), Some(tie.value));
    assert!(back[20].value < as_of[20].value);
    let width = |point: &TiePoint| point.high - point.low;
    assert!(width(&back[20]) <= width(&as_of[20]) + 1e-9);
    assert_eq!(ties.series(&one, &other, Outlook::AsOf, None, 3).len(), 3);
    assert!(
        ties.series(&one, &"ZZZ".into(), Outlook::AsOf, None, 3)
            .is_empty()
    );
}

#[test]
fn what_was_reported_later_does_not_touch_an_earlier_day() {
    let mut builder = Builder::default();
    builder.event("AAA AID BBB", "2024-01-01");
    let before = ties_on(&builder, "2024-01-05").all().to_vec();
    builder.event("AAA ASSAULT BBB", "2024-01-06");
    assert_eq!(before, ties_on(&builder, "2024-01-05").all());
}

#[test]
fn the_json_has_the_contracts_names() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::AtWar, "BBB", "2024-03-01");
    let json = serde_json::to_value(ties(&builder).all()).unwrap_or_default();
    let tie = &json[0];
    for name in [
        "a",
        "b",
        "value",
        "low",
        "high",
        "sign",
        "label",
        "trend",
        "statements",
    ] {
        assert!(!tie[name].is_null(), "{name}");
    }
    assert_eq!(tie["label"], "at-war");
    assert_eq!(tie["statements"][0], "s001");
}

#[test]
fn all_neutral_and_disconnected_records_have_ties_of_their_own() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::Neutral, "BBB", "2024-03-01");
    builder.stance("CCC", TieLabel::Neutral, "DDD", "2024-03-01");
    let ties = ties(&builder);
    assert_eq!(ties.all().len(), 2);
    assert!(
        ties.all()
            .iter()
            .all(|tie| (tie.label, tie.sign) == (TieLabel::Neutral, 0))
    );
    assert!(ties.between(&"AAA".into(), &"CCC".into()).is_none());
}

#[test]
fn a_break_counts_only_with_something_to_break_from() {
    let mut builder = Builder::default();
    builder.event("AAA SANCTION BBB", "2021-08-24");
    builder.event("AAA ACCUSE BBB", "2021-09-01");
    assert!(between(&ties(&builder), "AAA", "BBB").changes.is_empty());
}

#[test]
fn the_committed_table_holds_every_fitted_parameter() {
    let table = include_str!("../../data/tie-model.tsv");
    for name in TieModel::fitted() {
        assert!(
            table
                .lines()
                .any(|line| line.starts_with(&format!("{name}\t"))),
            "{name}"
        );
    }
    assert_ne!(TieModel::default(), TieModel::JUDGED);
    let odd = "drift-per-year\t-1\nprior-deviation\tnothing\nunknown\t3\nno tab";
    assert_eq!(TieModel::parse(odd), TieModel::JUDGED);
}

#[test]
fn a_fit_tells_better_what_comes_next_and_its_table_reads_back() {
    let mut builder = Builder::default();
    for (pair, types) in [
        ("AAA BBB", ["AGREE", "AID", "CONSULT"]),
        ("CCC DDD", ["ASSAULT", "THREATEN", "ACCUSE"]),
    ] {
        let (one, other) = pair.split_once(' ').unwrap_or_default();
        for month in 1..=12 {
            let line = format!("{one} {} {other}", types[month % 3]);
            builder.event(&line, &format!("2020-{month:02}-05"));
        }
    }
    let sample = Sample::of(&builder.record.statements);
    assert_eq!(sample.size(), (2, 24));
    let all = (None, None);
    let judged = sample.weigh(&TieModel::JUDGED, all);
    let fit = sample.fit(&TieModel::JUDGED, Freedom::Committed, all);
    assert!(sample.score(&fit, all).log_score > sample.score(&judged, all).log_score);
    assert_eq!(fit, sample.fit(&TieModel::JUDGED, Freedom::Committed, all));
    let read = TieModel::parse(&fit.table(&["from a test".to_owned()]));
    assert!((read.deviations[0] - fit.model.deviations[0]).abs() < 1e-4);
    assert!((0.1..=1.0).contains(&read.drift_per_year));
}

#[test]
fn the_lists_that_ties_are_measured_on_read() {
    let breaks = eval::KnownBreak::listed();
    assert!(breaks.len() >= 20, "{}", breaks.len());
    assert!(breaks.iter().any(|one| one.warmer) && breaks.iter().any(|one| !one.warmer));
    assert!(eval::KnownPair::listed().len() >= 20);
    let wrong = "a\tb\tdate\tdirection\twhat\tsource\nAAA\tBBB\t2020-01-01\tsideways\tx\ty\n";
    let error = eval::KnownBreak::read(wrong).err();
    assert_eq!(error.map(|error| error.line), Some(2));
}

#[test]
fn a_known_break_is_found_near_its_day_and_not_far_from_it() {
    let mut builder = Builder::default();
    for month in 1..=9 {
        builder.event("AAA COOPERATE BBB", &format!("2015-{month:02}-10"));
    }
    builder.event("AAA ASSAULT BBB", "2015-11-24");
    builder.event("BBB SANCTION AAA", "2015-11-28");
    builder.event("BBB THREATEN AAA", "2015-12-03");
    let known = |day: &str, warmer| {
        let date = date(day).into_iter();
        let one = date.map(|date| eval::KnownBreak {
            pair: ("AAA".into(), "BBB".into()),
            date,
            warmer,
        });
        eval::breaks(&ties(&builder), &one.collect::<Vec<_>>()).found
    };
    assert_eq!(known("2015-11-20", false), 1);
    assert_eq!(known("2015-11-20", true), 0);
    assert_eq!(known("2015-05-20", false), 0);
}

/// An event of a random record: two actors of five, a type, and a day.
fn events() -> impl Strategy<Value = Vec<(usize, usize, usize, u8)>> {
    prop::collection::vec((0..5usize, 0..5usize, 0..16usize, 1..28u8), 0..40)
}

fn record(events: &[(usize, usize, usize, u8)], copies: usize) -> Builder {
    let names = ["AAA", "BBB", "CCC", "HAMAS", "UNO"];
    let mut builder = Builder::default();
    for _ in 0..copies {
        for (one, other, event_type, day) in events {
            let event_type = chancery_model::EventType::ALL[*event_type];
            let line = format!("{} {event_type} {}", names[*one], names[*other]);
            builder.event(&line, &format!("2024-03-{day:02}"));
        }
    }
    builder
}

fn values(ties: &Ties) -> Vec<(ActorId, ActorId, [f64; 3], TieLabel)> {
    let values = ties.all().iter();
    values
        .map(|tie| {
            (
                tie.a.clone(),
                tie.b.clone(),
                [tie.value, tie.low, tie.high],
                tie.label,
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn doubling_the_reports_leaves_every_tie_alone(events in events()) {
        let (once, twice) = (ties(&record(&events, 1)), ties(&record(&events, 2)));
        prop_assert_eq!(values(&once), values(&twice));
    }

    #[test]
    fn statements_taken_in_one_at_a_time_give_the_ties_of_the_view(events in events()) {
        let builder = record(&events, 1);
        let view = builder.record.as_of(None);
        let gathered = Ties::gather(&builder.record.statements, view.as_of, &TieModel::default());
        let of_view = Ties::of(&view, &TieModel::default());
        prop_assert_eq!(gathered.all(), of_view.all());
    }

    #[test]
    fn leaving_a_deed_out_is_as_if_it_had_never_been(events in events()) {
        let model = TieModel::default();
        for dossier in ties(&record(&events, 1)).dossiers.values() {
            let run = level::run(dossier, &model);
            for deed in 0..dossier.deeds.len() {
                let mut rest = dossier.clone();
                rest.deeds.remove(deed);
                let (today, anew) = (dossier.last_day().unwrap_or(0), level::run(&rest, &model));
                let wanted = (anew.filtered(today, &model), anew.last_break(today));
                prop_assert_eq!(level::without(dossier, &run, &model, today, deed), wanted);
            }
        }
    }

    #[test]
    fn the_order_of_reports_does_not_matter(events in events()) {
        let mut reversed = record(&events, 1);
        reversed.record.statements.reverse();
        let straight = ties(&record(&events, 1));
        let reversed = ties(&reversed);
        prop_assert_eq!(straight.all(), reversed.all());
    }

    #[test]
    fn values_lie_in_their_intervals_and_signs_exclude_the_band(events in events()) {
        let model = TieModel::default();
        for tie in ties(&record(&events, 1)).all() {
            prop_assert!(-1.0 <= tie.low && tie.low <= tie.value);
            prop_assert!(tie.value <= tie.high && tie.high <= 1.0);
            prop_assert_eq!(tie.sign == 1, tie.low > model.neutral_band);
            prop_assert_eq!(tie.sign == -1, tie.high < -model.neutral_band);
            prop_assert!(!tie.statements.is_empty());
        }
    }
}

#[test]
fn an_agreement_that_ended_says_nothing_after_its_end() {
    let mut builder = Builder::default();
    let owed = [Obligation::Defence];
    builder.agreement("AAA BBB", AgreementKind::Alliance, &owed, "1951-09-01");
    let end = builder.agreement("AAA BBB", AgreementKind::Alliance, &owed, "1986-08-11");
    if let chancery_model::Body::Agreement(agreement) = &mut end.body {
        agreement.force = chancery_model::Force::Ended;
    }
    check(&builder, "1952-01-01", "AAA", "BBB", TieLabel::Ally, 1);
    let after = ties_on(&builder, "1990-01-01");
    assert_eq!(after.all(), []);
    builder.agreement("AAA BBB", AgreementKind::Alliance, &owed, "1995-01-01");
    check(&builder, "1996-01-01", "AAA", "BBB", TieLabel::Ally, 1);
}

#[test]
fn evidence_that_contradicts_itself_leaves_a_tie_uncertain() {
    let mut builder = Builder::default();
    builder.stance("RUS", TieLabel::Ally, "IRN", "2025-06-18");
    let one = between(&ties(&builder), "RUS", "IRN");
    builder.stance("RUS", TieLabel::Hostile, "IRN", "2025-06-18");
    let tie = between(&ties(&builder), "RUS", "IRN");
    assert!(tie.high - tie.low > 3.0 * (one.high - one.low), "{tie:?}");
    assert!(tie.low < -0.25 && tie.high > 0.25, "{tie:?}");
}

#[test]
fn an_outburst_between_old_enemies_is_a_break_and_its_end_is_none() {
    let mut builder = Builder::default();
    for year in 2010..=2018 {
        builder.event("AAA ACCUSE BBB", &format!("{year}-03-10"));
        builder.event("BBB REJECT AAA", &format!("{year}-09-10"));
    }
    for day in [24, 25, 26, 28] {
        builder.event("AAA ASSAULT BBB", &format!("2019-02-{day}"));
    }
    builder.event("BBB ASSAULT AAA", "2019-03-02");
    for year in 2020..=2024 {
        builder.event("AAA ACCUSE BBB", &format!("{year}-03-10"));
    }
    let tie = between(&ties(&builder), "AAA", "BBB");
    let [change] = tie.changes.as_slice() else {
        panic!("one break is expected: {tie:?}");
    };
    assert_eq!(Some(change.date), date("2019-02-24"));
    assert!(!change.warmer);
}
