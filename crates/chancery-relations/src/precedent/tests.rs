use super::*;
use crate::{fixture::Builder, ties::TieModel};
use chancery_model::TieLabel;

fn case() -> Builder {
    let mut builder = Builder::default();
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-13");
    builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-13");
    builder.stance("RUS", TieLabel::AtWar, "UKR", "2025-06-13");
    builder.event("RUS AID SYR", "2015-09-30");
    builder.judgement(
        "RUS SYR",
        "Unlike in 2015, when it entered with military leverage, today it can only ask and wait",
        "2025-06-18",
    );
    builder.judgement(
        "RUS SYR",
        "Unlike the campaign, where it acted unilaterally, mediation requires the consent of both parties",
        "2025-06-18",
    );
    builder.judgement(
        "RUS IRN",
        "It can no longer protect IRN the way it once shielded Assad",
        "2025-06-18",
    );
    builder
}

fn ask(builder: &Builder) -> Vec<Precedent> {
    let view = builder.record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let dispute = ["ISR".into(), "IRN".into()];
    let staked = ["RUS".into(), "ISR".into(), "USA".into()];
    precedents(&view, &ties, &Names::default(), &dispute, &staked)
}

#[test]
fn each_condition_is_told_then_and_now_with_its_statements() {
    let found = ask(&case());
    assert_eq!(found.len(), 1);
    let one = &found[0];
    assert_eq!(one.actor.as_str(), "RUS");
    assert_eq!(
        (one.earlier.as_slice(), one.now.as_str()),
        (&["SYR".into()][..], "IRN")
    );
    let seen: Vec<_> = one
        .conditions
        .iter()
        .map(|found| (found.name.as_str(), found.then.held, found.now.held))
        .collect();
    assert_eq!(
        seen,
        [
            ("force", Some(true), Some(false)),
            ("consent", Some(true), Some(false)),
            ("adversary", None, None),
            ("isolation", None, None),
            ("protection", Some(true), Some(false)),
            ("free-hands", None, Some(false)),
            ("patron", None, Some(true)),
        ]
    );
    assert_eq!(one.conditions[0].now.statements, ["s005".into()]);
    let hands = &one.conditions[5].now;
    assert!(hands.derived && hands.statements == ["s003".into()]);
}

#[test]
fn who_is_only_named_in_anothers_comparison_has_none() {
    let mut builder = case();
    builder.judgement(
        "RUS USA SYR",
        "Unlike the campaign, where it acted unilaterally, mediation requires the blessing of Washington",
        "2025-06-18",
    );
    let actors: Vec<_> = ask(&builder).into_iter().map(|found| found.actor).collect();
    assert_eq!(actors, ["RUS".into()]);
}

#[test]
fn a_paragraph_compares_sentence_by_sentence() {
    let mut builder = Builder::default();
    builder.stance("ETH", TieLabel::AtWar, "ERI", "2025-05-01");
    builder.stance("EGY", TieLabel::Partner, "ERI", "2025-05-01");
    let mut add = |about: &str, text: &str| {
        builder.judgement(about, text, "2025-05-12");
    };
    add(
        "EGY YEM",
        "In 2015 EGY sent troops to YEM and needed nobody's consent.",
    );
    add(
        "EGY",
        "It had allies then, and the rebels were lightly armed.",
    );
    add("EGY", "Today EGY has no troops in the region.");
    add(
        "EGY ETH",
        "It needs the consent of both sides, and ETH is well armed.",
    );
    let view = builder.record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let dispute = ["ETH".into(), "ERI".into()];
    let found = precedents(&view, &ties, &Names::default(), &dispute, &["EGY".into()]);
    assert_eq!(found.len(), 1);
    let seen: Vec<_> = found[0]
        .conditions
        .iter()
        .take(4)
        .map(|found| (found.name.as_str(), found.then.held, found.now.held))
        .collect();
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(
        seen,
        [
            ("force", yes, no),
            ("consent", yes, no),
            ("adversary", yes, no),
            ("isolation", no, None),
        ]
    );
    assert_eq!(found[0].conditions[1].now.statements, ["s006".into()]);
    assert_eq!(found[0].earlier, ["YEM".into()]);
}

#[test]
fn without_a_comparison_there_is_no_precedent() {
    let mut builder = Builder::default();
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-13");
    builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-13");
    builder.judgement("RUS IRN", "Russia is isolated today", "2025-06-18");
    assert!(ask(&builder).is_empty());
    assert!(ask(&Builder::default()).is_empty());
}
