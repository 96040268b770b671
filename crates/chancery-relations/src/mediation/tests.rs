use super::*;
use crate::{fixture::Builder, ties::TieModel};
use chancery_model::{Commodity, Status, TieLabel};

fn ask(builder: &Builder, dispute: Option<(&str, &str)>) -> Vec<Mediation> {
    let view = builder.record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let names = [
        ("RUS", "Russia"),
        ("IRN", "Iran"),
        ("ISR", "Israel"),
        ("USA", "the United States"),
        ("QAT", "Qatar"),
        ("UKR", "Ukraine"),
    ];
    let names = names.map(|(id, name)| (ActorId::from(id), name));
    let pair = dispute.and_then(|(one, other)| Pair::new(&one.into(), &other.into()));
    mediation(
        &view,
        &ties,
        &names.into_iter().collect(),
        pair.as_ref(),
        &MediationOptions::default(),
    )
}

fn find<'found>(found: &'found [Mediation], actor: &str) -> &'found Candidate {
    let mut candidates = found.iter().flat_map(|dispute| &dispute.candidates);
    candidates
        .find(|candidate| candidate.actor.as_str() == actor)
        .unwrap_or_else(|| panic!("{actor} is no candidate: {found:#?}"))
}

fn status(candidate: &Candidate, name: &str) -> (ConditionStatus, String) {
    let mut conditions = candidate.conditions.iter();
    let found = conditions.find(|condition| condition.name == name);
    let found = found.unwrap_or_else(|| panic!("no condition {name}: {candidate:#?}"));
    (found.status, found.why.clone())
}

/// A war, a would-be mediator at war itself, and two rivals.
fn war() -> Builder {
    let mut builder = Builder::default();
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
    builder.stance("RUS", TieLabel::AtWar, "UKR", "2025-06-18");
    builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-18");
    builder.stance("RUS", TieLabel::Unfriendly, "ISR", "2025-06-18");
    builder.mediation("RUS AGREE IRN", "ISR IRN", "2025-03-04");
    builder.mediation("USA REJECT RUS", "ISR IRN", "2025-06-14");
    builder.event("ISR ACCUSE/allege RUS", "2025-06-10");
    builder.event("IRN SUPPORT RUS", "2025-06-17");
    builder.flow("IRN", Commodity::Arms, "RUS", "2025-06-18");
    builder
        .mediation("QAT AGREE", "ISR IRN", "2025-06-18")
        .status = Status::Hypothetical;
    builder
}

#[test]
fn every_condition_of_a_would_be_mediator_has_its_sentence() {
    use ConditionStatus::{Failed, Unknown};
    let found = ask(&war(), None);
    assert_eq!(
        found[0].dispute.each_ref().map(ActorId::as_str),
        ["IRN", "ISR"]
    );
    let russia = find(&found, "RUS");
    assert_eq!(russia.standing, Standing::Offered);
    for (name, expected, why) in [
        (
            "consent:ISR",
            Unknown,
            "Consent: Israel has neither accepted nor refused, and accused Russia on 10 June 2025: doubtful.",
        ),
        (
            "consent:IRN",
            Unknown,
            "Consent: Iran spoke well of Russia on 17 June 2025, which is no acceptance.",
        ),
        (
            "blessing:USA:for:ISR",
            Failed,
            "Blessing: the United States, which stands behind Israel (background: major non-NATO ally by law, 22 U.S.C. 2321k), turned Russia down on 14 June 2025.",
        ),
        (
            "impartiality",
            Failed,
            "Russia is a partner of Iran, and Russia and Israel are on unfriendly terms, but no enemies; it leans to one side.",
        ),
        (
            "leverage:IRN",
            Unknown,
            "Russia is a major power and close to Iran, and its means are tied down in its war with Ukraine.",
        ),
        (
            "free-hands",
            Failed,
            "Russia is itself at war with Ukraine.",
        ),
        (
            "track-record",
            Unknown,
            "No earlier mediation by Russia is recorded.",
        ),
        (
            "mandate",
            Unknown,
            "Nobody is recorded as having given Russia the task.",
        ),
        ("rivals", Unknown, "Qatar is in the running too."),
    ] {
        assert_eq!(status(russia, name), (expected, why.to_owned()), "{name}");
    }
    assert!(russia.high < 0.3 && russia.low > 0.0, "{russia:#?}");
    assert!(
        russia
            .missing
            .contains(&"the United States would have to drop its refusal".to_owned())
    );
    assert_eq!(find(&found, "QAT").standing, Standing::Named);
}

#[test]
fn the_order_of_the_conditions_is_the_contracts() {
    let found = ask(&war(), None);
    let names: Vec<&str> = find(&found, "RUS")
        .conditions
        .iter()
        .map(|condition| condition.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "consent:IRN",
            "consent:ISR",
            "blessing:USA:for:ISR",
            "impartiality",
            "leverage:IRN",
            "leverage:ISR",
            "track-record",
            "free-hands",
            "mandate",
            "rivals"
        ]
    );
    let json = serde_json::to_value(&found).unwrap_or_default();
    let candidate = &json[0]["candidates"][0];
    for name in ["actor", "probability", "low", "high", "conditions"] {
        assert!(!candidate[name].is_null(), "{name}");
    }
    assert!(candidate["conditions"][0]["status"].is_string());
}

#[test]
fn who_is_accepted_by_both_is_likelier_than_who_is_refused() {
    let mut builder = war();
    builder.mediation("QAT AGREE ISR", "ISR IRN", "2025-06-20");
    builder.mediation("ISR AGREE QAT", "ISR IRN", "2025-06-21");
    builder.mediation("IRN REQUEST QAT", "ISR IRN", "2025-06-21");
    builder.mediation("ISR REJECT RUS", "ISR IRN", "2025-06-22");
    let found = ask(&builder, Some(("ISR", "IRN")));
    let (qatar, russia) = (find(&found, "QAT"), find(&found, "RUS"));
    assert_eq!(
        found[0]
            .candidates
            .first()
            .map(|first| first.actor.as_str()),
        Some("QAT")
    );
    assert!(qatar.low > russia.high, "{qatar:#?} {russia:#?}");
    for (name, expected) in [
        (
            "consent:ISR",
            "Consent: Israel accepted Qatar as mediator on 21 June 2025.",
        ),
        (
            "consent:IRN",
            "Consent: Iran asked Qatar to mediate on 21 June 2025.",
        ),
    ] {
        assert_eq!(
            status(qatar, name),
            (ConditionStatus::Met, expected.to_owned())
        );
    }
    assert_eq!(status(qatar, "mandate").0, ConditionStatus::Met);
    assert_eq!(status(russia, "consent:ISR").0, ConditionStatus::Failed);
    assert_eq!(status(russia, "rivals").0, ConditionStatus::Failed);
}

#[test]
fn a_change_of_mind_counts() {
    let mut builder = war();
    builder.mediation("USA SUPPORT RUS", "ISR IRN", "2025-06-10");
    let name = "blessing:USA:for:ISR";
    let refused = ask(&builder, None);
    assert_eq!(
        status(find(&refused, "RUS"), name).0,
        ConditionStatus::Failed
    );
    builder.mediation("USA SUPPORT RUS", "ISR IRN", "2025-06-20");
    let blessed = ask(&builder, None);
    assert_eq!(status(find(&blessed, "RUS"), name).0, ConditionStatus::Met);
}

#[test]
fn who_hosted_both_has_their_consent_and_a_record() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::AtWar, "BBB", "2024-01-01");
    builder.mediation("TUR CONSULT/third-party AAA+BBB", "AAA BBB", "2024-02-01");
    let found = ask(&builder, None);
    let host = find(&found, "TUR");
    assert_eq!(host.standing, Standing::Hosted);
    assert_eq!(status(host, "consent:AAA").0, ConditionStatus::Met);
    assert_eq!(status(host, "consent:BBB").0, ConditionStatus::Met);
    assert_eq!(status(host, "track-record").0, ConditionStatus::Met);
}

#[test]
fn alleged_and_negated_offers_make_no_candidate() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::AtWar, "BBB", "2024-01-01");
    builder
        .mediation("CCC AGREE AAA", "AAA BBB", "2024-01-02")
        .status = Status::Negated;
    crate::fixture::alleged(builder.mediation("DDD AGREE AAA", "AAA BBB", "2024-01-02"));
    let found = ask(&builder, None);
    assert_eq!(found.len(), 1);
    assert!(found[0].candidates.is_empty(), "{found:#?}");
}

#[test]
fn those_on_terms_with_both_are_candidates_and_enemies_of_one_are_not() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::AtWar, "BBB", "2024-01-01");
    builder.stance("AAA", TieLabel::Partner, "CCC", "2024-01-01");
    builder.stance("BBB", TieLabel::Partner, "CCC", "2024-01-01");
    builder.stance("AAA", TieLabel::Partner, "DDD", "2024-01-01");
    builder.stance("BBB", TieLabel::Hostile, "DDD", "2024-01-01");
    let found = ask(&builder, None);
    assert_eq!(found[0].candidates.len(), 1);
    let friend = find(&found, "CCC");
    assert_eq!(friend.standing, Standing::TiesToBoth);
    assert_eq!(status(friend, "impartiality").0, ConditionStatus::Met);
}

#[test]
fn a_record_without_disputes_has_nothing_to_mediate() {
    assert!(ask(&Builder::default(), None).is_empty());
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::Ally, "BBB", "2024-01-01");
    assert!(ask(&builder, None).is_empty());
    let given = ask(&builder, Some(("CCC", "DDD")));
    assert_eq!(given.len(), 1);
    assert!(given[0].candidates.is_empty());
}

#[test]
fn mediation_of_years_ago_is_a_record_and_no_consent() {
    let mut builder = Builder::default();
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
    builder.mediation("CHN CONSULT/third-party IRN", "", "2023-03-10");
    builder.mediation("IRN AGREE CHN", "", "2023-03-10");
    builder.mediation("CHN AGREE IRN", "", "2025-06-17");
    let found = ask(&builder, Some(("ISR", "IRN")));
    let china = find(&found, "CHN");
    assert_eq!(status(china, "consent:IRN").0, ConditionStatus::Unknown);
    let record =
        "CHN has mediated before on 10 March 2023 (what came of it is not recorded).".to_owned();
    assert_eq!(
        status(china, "track-record"),
        (ConditionStatus::Met, record)
    );
}

#[test]
fn rivals_of_whom_one_attacked_the_other_have_a_dispute() {
    let mut builder = Builder::default();
    builder.stance("AAA", TieLabel::Rival, "BBB", "2024-01-01");
    builder.stance("CCC", TieLabel::Rival, "DDD", "2024-01-01");
    assert!(ask(&builder, None).is_empty());
    builder.event("CCC ASSAULT DDD", "2023-12-01").confidence = 0.2;
    let found = ask(&builder, None);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].dispute.each_ref().map(ActorId::as_str),
        ["CCC", "DDD"]
    );
}

#[test]
fn an_offer_without_a_dispute_is_about_one_that_the_mediator_is_no_side_of() {
    let mut builder = Builder::default();
    builder.stance("RUS", TieLabel::AtWar, "UKR", "2025-06-18");
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
    builder.mediation("RUS AGREE", "", "2025-03-10");
    builder.mediation("USA REJECT RUS", "", "2025-06-14");
    let found = ask(&builder, None);
    assert_eq!(found.len(), 2);
    for dispute in &found {
        let ours = dispute.dispute.contains(&"ISR".into());
        assert_eq!(dispute.candidates.len(), usize::from(ours), "{dispute:#?}");
    }
    let russia = find(&found, "RUS");
    assert_eq!(
        status(russia, "blessing:USA:for:ISR").0,
        ConditionStatus::Failed
    );
}

#[test]
fn two_who_each_have_the_ear_of_one_side_do_better_together() {
    let mut builder = Builder::default();
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
    builder.mediation("QAT AGREE IRN", "ISR IRN", "2025-06-18");
    builder.mediation("IRN SUPPORT QAT", "ISR IRN", "2025-06-18");
    builder.mediation("ISR REJECT QAT", "ISR IRN", "2025-06-18");
    builder.mediation("CYP AGREE ISR", "ISR IRN", "2025-06-18");
    builder.mediation("ISR SUPPORT CYP", "ISR IRN", "2025-06-18");
    let found = ask(&builder, None);
    let pair = found.first().and_then(|dispute| dispute.pair.as_ref());
    let pair = pair.unwrap_or_else(|| panic!("no pair: {found:#?}"));
    let alone = found[0].candidates.iter().map(|found| found.probability);
    assert!(alone.fold(0.0, f64::max) < pair.probability);
    assert!(pair.actors.contains(&"QAT".into()) && pair.actors.contains(&"CYP".into()));
    assert!(
        pair.why.contains("Qatar brings the consent of Iran"),
        "{}",
        pair.why
    );
    assert!(!pair.statements.is_empty());
}

#[test]
fn rivals_for_the_role_are_found_in_an_evaluation_that_names_them() {
    let mut builder = war();
    let text = "It slipped into the second rank of contenders for mediation, alongside Turkey";
    builder.judgement("RUS TUR", text, "2025-06-18");
    let found = ask(&builder, None);
    let turkey = find(&found, "TUR");
    assert_eq!(turkey.standing, Standing::Named);
    assert_eq!(turkey.statements, ["s011".into()]);
    let mut plain = war();
    plain.judgement("RUS TUR", "Russia trades with Turkey", "2025-06-18");
    let found = ask(&plain, None);
    assert!(
        found[0]
            .candidates
            .iter()
            .all(|candidate| candidate.actor.as_str() != "TUR")
    );
}

#[test]
fn a_ceasefire_of_two_is_no_answer_to_either_as_a_mediator() {
    let mut builder = Builder::default();
    builder.stance("ARM", TieLabel::Hostile, "TUR", "2020-10-18");
    builder.mediation("ARM+AZE AGREE", "", "2020-10-10");
    builder.mediation("AZE AGREE ARM", "ARM TUR", "2020-10-12");
    let found = ask(&builder, Some(("ARM", "TUR")));
    let neighbour = find(&found, "AZE");
    assert_eq!(status(neighbour, "consent:ARM").0, ConditionStatus::Unknown);
    builder.mediation("ARM+AZE AGREE", "ARM TUR", "2020-10-13");
    let found = ask(&builder, Some(("ARM", "TUR")));
    let neighbour = find(&found, "AZE");
    assert_eq!(status(neighbour, "consent:ARM").0, ConditionStatus::Met);
}

#[test]
fn those_who_usually_mediate_come_after_all_whom_the_record_names() {
    let builder = war();
    let view = builder.record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let all = ["ISR", "IRN", "QAT", "TUR"].map(ActorId::from);
    let options = MediationOptions {
        members: [("UNO".into(), all.into_iter().collect())]
            .into_iter()
            .collect(),
        ..MediationOptions::default()
    };
    let found = mediation(&view, &ties, &Names::default(), None, &options);
    let standings: Vec<Standing> = found[0]
        .candidates
        .iter()
        .map(|candidate| candidate.standing)
        .collect();
    let usual = standings
        .iter()
        .filter(|one| **one == Standing::Usual)
        .count();
    assert_eq!(usual, 3, "{standings:?}");
    assert!(
        standings
            .iter()
            .rev()
            .take(3)
            .all(|one| *one == Standing::Usual)
    );
    for candidate in &found[0].candidates {
        let choice = candidate.choice.as_ref();
        assert!(choice.is_some_and(|choice| candidate.why.ends_with(&choice.why)));
    }
    assert!(
        ask(&builder, None)[0]
            .candidates
            .iter()
            .all(|one| one.choice.is_none())
    );
}

#[test]
fn who_brought_both_sides_together_in_two_statements_of_one_deed_hosted_them() {
    let mut builder = war();
    let first = builder.event("QAT CONSULT/third-party ISR", "2025-06-17");
    let place = first.evidence.clone();
    builder
        .event("QAT CONSULT/third-party IRN", "2025-06-17")
        .evidence = place;
    let found = ask(&builder, Some(("ISR", "IRN")));
    let qatar = find(&found, "QAT");
    for name in ["consent:ISR", "consent:IRN"] {
        let (held, why) = status(qatar, name);
        assert_eq!(held, ConditionStatus::Met, "{why}");
    }
    assert_eq!(status(qatar, "track-record").0, ConditionStatus::Met);
}

#[test]
fn talks_of_years_ago_are_a_record_and_no_consent() {
    let mut builder = war();
    builder.event("QAT CONSULT/third-party ISR+IRN", "2020-06-17");
    let found = ask(&builder, Some(("ISR", "IRN")));
    let qatar = find(&found, "QAT");
    assert_eq!(status(qatar, "consent:ISR").0, ConditionStatus::Unknown);
    assert_eq!(status(qatar, "track-record").0, ConditionStatus::Met);
}

#[test]
fn what_was_supplied_long_ago_is_no_leverage() {
    let mut builder = war();
    builder.flow("QAT", Commodity::Money, "IRN", "2025-06-10");
    builder
        .flow("QAT", Commodity::Arms, "ISR", "2015-06-10")
        .status = Status::Historical;
    let found = ask(&builder, Some(("ISR", "IRN")));
    let qatar = find(&found, "QAT");
    assert_eq!(status(qatar, "leverage:IRN").0, ConditionStatus::Met);
    assert_eq!(status(qatar, "leverage:ISR").0, ConditionStatus::Unknown);
}

#[test]
fn how_much_is_made_of_a_candidate_is_told_where_the_text_tells_it() {
    let mut builder = war();
    let text = "Russian involvement is barely mentioned in Iranian propaganda";
    builder.judgement("RUS IRN", text, "2025-06-18");
    let found = ask(&builder, Some(("ISR", "IRN")));
    let russia = find(&found, "RUS");
    assert_eq!(status(russia, "prominence:IRN").0, ConditionStatus::Failed);
    let said = |name: &str| russia.conditions.iter().any(|found| found.name == name);
    assert!(!said("prominence:ISR"));
}

#[test]
fn what_came_of_past_mediation_is_told_and_decides_the_record() {
    let mut builder = war();
    builder.mediation("QAT CONSULT/third-party AAA+BBB", "AAA BBB", "2024-12-01");
    let record = |builder: &Builder| {
        let found = ask(builder, Some(("ISR", "IRN")));
        let (held, why) = status(find(&found, "QAT"), "track-record");
        (held, why)
    };
    let (held, why) = record(&builder);
    assert_eq!(held, ConditionStatus::Met);
    assert!(why.contains("what came of it is not recorded"), "{why}");
    // The two agreed within the half-year.
    builder.event("AAA+BBB AGREE", "2024-12-11");
    let (held, why) = record(&builder);
    assert_eq!(held, ConditionStatus::Met);
    assert!(
        why.contains("between AAA and BBB on 1 December 2024 (the two agreed on 11 December 2024)"),
        "{why}"
    );
    // And fought again.
    builder.event("AAA ASSAULT BBB", "2025-02-01");
    let (held, why) = record(&builder);
    assert_eq!(held, ConditionStatus::Failed);
    assert!(why.contains("fought again on 1 February 2025"), "{why}");
    // Another case that held weighs as much.
    builder
        .mediation("QAT CONSULT/third-party CCC+DDD", "CCC DDD", "2023-12-01")
        .evidence
        .text = "Qatar mediated between CCC and DDD, who signed a truce".to_owned();
    assert_eq!(record(&builder).0, ConditionStatus::Met);
    // What the text says at large stands before it.
    builder.judgement(
        "QAT",
        "Qatar's past attempts to mediate often failed",
        "2025-06-18",
    );
    assert!(record(&builder).1.contains("the text says: “Qatar's past"));
}

#[test]
fn whose_past_attempts_the_text_calls_failures_has_a_bad_record() {
    let mut builder = war();
    let text = "Russia's past attempts to mediate often ended with Moscow siding with one of them";
    builder.judgement("RUS", text, "2025-06-18");
    let found = ask(&builder, Some(("ISR", "IRN")));
    let (held, why) = status(find(&found, "RUS"), "track-record");
    assert_eq!(held, ConditionStatus::Failed, "{why}");
}

#[test]
fn hands_that_the_text_calls_tied_are_not_free() {
    let mut builder = war();
    builder.judgement("QAT", "QAT is bogged down in YEM", "2025-06-18");
    let found = ask(&builder, Some(("ISR", "IRN")));
    let (held, why) = status(find(&found, "QAT"), "free-hands");
    assert_eq!(held, ConditionStatus::Failed);
    assert_eq!(why, "Qatar is tied down elsewhere, the text says.");
    builder
        .event("USA CONSULT ISR+IRN", "2025-06-19")
        .evidence
        .text = "The United States hosted talks between Israel and Iran".to_owned();
    let found = ask(&builder, Some(("ISR", "IRN")));
    assert_eq!(find(&found, "USA").standing, Standing::Hosted);
}

#[test]
fn talks_that_broke_down_are_no_consent() {
    let mut builder = war();
    builder
        .mediation("QAT CONSULT/third-party ISR+IRN", "ISR IRN", "2025-06-17")
        .evidence
        .text = "Qatari-hosted talks between Israel and Iran broke down".to_owned();
    let found = ask(&builder, Some(("ISR", "IRN")));
    let (held, why) = status(find(&found, "QAT"), "track-record");
    assert_eq!(held, ConditionStatus::Failed, "{why}");
    assert!(why.contains("came to nothing"), "{why}");
}
