use super::*;
use crate::fixture::{Builder, date};
use chancery_model::{AgreementKind, Body, Commodity, MembershipStatus, Status};

fn register(builder: &Builder, day: &str) -> Vec<Commitment> {
    let names = [
        ("RUS", "Russia"),
        ("IRN", "Iran"),
        ("ISR", "Israel"),
        ("USA", "the United States"),
    ];
    let names = names.map(|(id, name)| (ActorId::from(id), name));
    commitments(
        &builder.record.as_of(date(day)),
        &names.into_iter().collect(),
        &CommitmentOptions::default(),
    )
}

fn only(builder: &Builder, day: &str, kind: CommitmentKind) -> Commitment {
    let found: Vec<Commitment> = register(builder, day)
        .into_iter()
        .filter(|found| found.kind == kind)
        .collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().unwrap_or_else(|| panic!("none"))
}

fn partnership() -> Builder {
    let mut builder = Builder::default();
    let owed = [Obligation::Consultation];
    builder.agreement("RUS IRN", AgreementKind::Partnership, &owed, "2025-01-17");
    builder
}

#[test]
fn a_partnership_is_no_defence_pact_and_says_so() {
    let found = only(&partnership(), "2025-06-01", CommitmentKind::Agreement);
    assert_eq!(
        found.obliges_to,
        "It obliges Iran and Russia to consult and cooperate."
    );
    assert_eq!(
        found.does_not_oblige_to,
        "No mutual-defence clause is recorded."
    );
    assert_eq!(found.outcome, Outcome::NotInvoked);
    let help = found.help.map(|help| (help.requested, help.why));
    let none = "No request for help is recorded.".to_owned();
    assert_eq!(help, Some((Requested::NoneRecorded, none)));
}

#[test]
fn an_attack_on_a_partner_invokes_it_and_words_are_seen_as_words() {
    let mut builder = partnership();
    let struck = builder
        .event("ISR ASSAULT/aerial IRN", "2025-06-13")
        .id
        .clone();
    builder.event("RUS ACCUSE ISR", "2025-06-13");
    let called = builder
        .event("RUS CONSULT/phone IRN", "2025-06-13")
        .id
        .clone();
    let found = only(&builder, "2025-06-18", CommitmentKind::Agreement);
    let [attack] = found.attacks.as_slice() else {
        panic!("one attack: {found:#?}");
    };
    assert_eq!(
        (attack.on.as_str(), attack.by.as_ref().map(ActorId::as_str)),
        ("IRN", Some("ISR"))
    );
    assert_eq!(attack.statements, [struck]);
    let [response] = attack.responses.as_slice() else {
        panic!("one response: {attack:#?}");
    };
    assert_eq!(
        (response.did, response.outcome),
        (Deed::Spoke, Outcome::Honoured)
    );
    assert!(response.statements.contains(&called));
    assert_eq!(
        found.why,
        "Iran was attacked by Israel on 13 June 2025. Russia spoke up on 13 June 2025 and no deed for Iran is recorded."
    );
}

#[test]
fn what_the_text_says_is_absent_is_an_answer() {
    let mut builder = partnership();
    let owed = [Obligation::Defence];
    let absent = builder.agreement("RUS IRN", AgreementKind::Alliance, &owed, "2025-06-18");
    if let Body::Agreement(agreement) = &mut absent.body {
        agreement.force = Force::Absent;
    }
    let absent = absent.id.clone();
    let request = builder.event("IRN REQUEST/assist RUS", "2025-06-18");
    request.status = Status::Negated;
    let request = request.id.clone();
    let found = only(&builder, "2025-06-18", CommitmentKind::Agreement);
    assert_eq!(
        found.does_not_oblige_to,
        "The text says that it holds no duty to defend."
    );
    assert!(found.statements.contains(&absent));
    let help = found.help.unwrap_or_else(|| panic!("help"));
    assert_eq!(
        (help.requested, help.statements),
        (Requested::DeniedByText, vec![request])
    );

    let mut one_sided = partnership();
    let absent = one_sided.agreement("IRN", AgreementKind::Alliance, &owed, "2025-06-18");
    if let Body::Agreement(agreement) = &mut absent.body {
        agreement.force = Force::Absent;
    }
    let found = only(&one_sided, "2025-06-18", CommitmentKind::Agreement);
    assert_eq!(
        found.does_not_oblige_to,
        "The text says that it holds no duty to defend."
    );

    let mut alone = Builder::default();
    let absent = alone.agreement("RUS IRN", AgreementKind::Alliance, &owed, "2025-06-18");
    absent.status = Status::Negated;
    let found = only(&alone, "2025-06-18", CommitmentKind::Agreement);
    assert_eq!(
        (found.force, found.outcome),
        (Some(Force::Absent), Outcome::NoDuty)
    );
}

#[test]
fn a_hypothetical_request_is_none() {
    let mut builder = partnership();
    builder.event("IRN REQUEST/assist RUS", "2025-06-18").status = Status::Hypothetical;
    builder.event("IRN REQUEST/assist CHN", "2025-06-18");
    let found = only(&builder, "2025-06-18", CommitmentKind::Agreement);
    let requested = found.help.map(|help| help.requested);
    assert_eq!(requested, Some(Requested::NoneRecorded));
}

#[test]
fn a_duty_to_defend_is_honoured_evaded_or_pending() {
    let pact = || {
        let mut builder = Builder::default();
        let owed = [Obligation::Defence];
        builder.agreement("AAA BBB", AgreementKind::Alliance, &owed, "2020-01-01");
        builder.event("CCC ASSAULT AAA", "2020-06-01");
        builder
    };
    let check = |builder: &Builder, day: &str, outcome: Outcome, did: Deed| {
        let found = only(builder, day, CommitmentKind::Agreement);
        assert_eq!(found.outcome, outcome, "{found:#?}");
        assert_eq!(found.attacks[0].responses[0].did, did);
    };
    check(&pact(), "2020-06-10", Outcome::Pending, Deed::Silent);
    check(&pact(), "2020-12-10", Outcome::Evaded, Deed::Silent);
    let mut refused = pact();
    refused.event("BBB REJECT/assist AAA", "2020-06-03");
    check(&refused, "2020-06-10", Outcome::Evaded, Deed::Refused);
    let mut fought = pact();
    fought.event("BBB ASSAULT CCC", "2020-06-03");
    check(&fought, "2020-06-10", Outcome::Honoured, Deed::Fought);
    let mut turned = pact();
    turned.event("BBB AID CCC", "2020-06-03");
    check(&turned, "2020-06-10", Outcome::Broken, Deed::SidedAgainst);
    let mut before = pact();
    before.event("BBB ASSAULT CCC", "2020-05-03");
    check(&before, "2020-06-10", Outcome::Pending, Deed::Silent);
}

#[test]
fn a_non_aggression_pact_is_broken_by_an_attack() {
    let mut builder = Builder::default();
    let owed = [Obligation::NonAggression];
    builder.agreement("AAA BBB", AgreementKind::NonAggression, &owed, "1939-08-23");
    builder.event("AAA ASSAULT BBB", "1941-06-22");
    let found = only(&builder, "1941-06-30", CommitmentKind::Agreement);
    assert_eq!(
        (found.outcome, found.why.as_str()),
        (Outcome::Broken, "AAA attacked BBB.")
    );
}

#[test]
fn clubs_owe_nothing_and_their_silence_is_noted() {
    let mut builder = Builder::default();
    builder.member("IRN RUS", "SCO", "2025-06-18").date.from = date("2023-07-04");
    let observer = builder.member("IRN", "BRICS", "2025-06-18");
    if let Body::Membership(membership) = &mut observer.body {
        membership.membership = MembershipStatus::Observer;
    }
    builder.event("ISR ASSAULT IRN", "2025-06-13");
    builder.event("SCO ACCUSE ISR", "2025-06-14");
    let found = register(&builder, "2025-06-18");
    let sco = found
        .iter()
        .find(|found| found.name.starts_with("Shanghai"));
    let sco = sco.unwrap_or_else(|| panic!("no SCO"));
    assert!(!sco.obligations.contains(&Obligation::Defence));
    assert_eq!(
        sco.does_not_oblige_to,
        "Membership is no promise of defence."
    );
    assert_eq!(
        sco.why,
        "After Iran was attacked by Israel, Shanghai Cooperation Organisation and its members on record did no more than speak."
    );
    let spoke = sco.attacks[0]
        .responses
        .iter()
        .find(|found| found.party.as_str() == "SCO");
    assert_eq!(spoke.map(|found| found.did), Some(Deed::Spoke));
    let brics = found.iter().find(|found| found.name == "BRICS");
    assert!(brics.is_some_and(|brics| brics.obliges_to.starts_with("Iran observes.")));
}

#[test]
fn threats_and_promises_are_checked_against_later_deeds() {
    let check = |lines: &[(&str, &str)], day: &str, kind: CommitmentKind, outcome: Outcome| {
        let mut builder = Builder::default();
        for (line, on) in lines {
            builder.event(line, on);
        }
        let found = only(&builder, day, kind);
        assert_eq!(found.outcome, outcome, "{found:#?}");
        if outcome != Outcome::Pending && outcome != Outcome::Evaded {
            assert_eq!(found.statements.len(), 2);
        }
    };
    let threat = ("USA THREATEN IRN", "2025-06-10");
    let (kind, struck) = (CommitmentKind::Threat, ("USA ASSAULT IRN", "2025-06-22"));
    check(&[threat], "2025-06-20", kind, Outcome::Pending);
    check(&[threat], "2025-12-20", kind, Outcome::Evaded);
    check(&[threat, struck], "2025-06-25", kind, Outcome::Honoured);
    check(&[threat, struck], "2025-06-20", kind, Outcome::Pending);
    check(
        &[threat, ("USA CONCEDE IRN", "2025-06-15")],
        "2025-06-25",
        kind,
        Outcome::Withdrawn,
    );
    check(
        &[threat, ("USA ASSAULT SYR", "2025-06-22")],
        "2025-06-25",
        kind,
        Outcome::Pending,
    );
    let promise = ("AAA AGREE BBB", "2025-06-10");
    let kind = CommitmentKind::Promise;
    check(
        &[promise, ("AAA AID BBB", "2025-06-12")],
        "2025-06-25",
        kind,
        Outcome::Honoured,
    );
    check(
        &[promise, ("AAA ASSAULT BBB", "2025-06-12")],
        "2025-06-25",
        kind,
        Outcome::Broken,
    );
}

#[test]
fn an_announced_deed_has_its_day_as_deadline() {
    let mut builder = Builder::default();
    let announced = builder.event("AAA AID BBB", "2025-03-01");
    announced.status = Status::Future;
    announced.date.reported = date("2025-01-10");
    builder.flow("AAA", Commodity::Arms, "BBB", "2025-05-01");
    let found = only(&builder, "2025-05-01", CommitmentKind::Promise);
    assert_eq!(
        (found.date, found.deadline),
        (date("2025-01-10"), date("2025-03-01"))
    );
    assert_eq!(found.outcome, Outcome::Evaded);
    assert_eq!(
        found.why,
        "No deed that answers to the promise is recorded until 1 March 2025."
    );
}

#[test]
fn an_empty_record_owes_nothing() {
    assert!(register(&Builder::default(), "2025-01-01").is_empty());
}

#[test]
fn what_could_be_agreed_is_no_agreement() {
    let mut builder = Builder::default();
    let owed = [Obligation::Defence];
    let could = builder.agreement("AAA BBB", AgreementKind::Alliance, &owed, "2020-01-01");
    could.status = Status::Hypothetical;
    assert!(register(&builder, "2025-01-01").is_empty());
}

#[test]
fn a_request_without_an_attack_calls_upon_an_ally_too() {
    let check =
        |kind: AgreementKind, owed: &[Obligation], day: &str, outcome: Outcome, why: &str| {
            let mut builder = Builder::default();
            builder.agreement("AAA BBB", kind, owed, "2020-01-01");
            builder.event("AAA REQUEST/assist BBB", "2025-03-01");
            let found = only(&builder, day, CommitmentKind::Agreement);
            assert_eq!((found.outcome, found.why.as_str()), (outcome, why));
            let asked = found.help.map(|help| help.requested);
            assert_eq!(asked, Some(Requested::Recorded));
        };
    let silent = "AAA asked for help on 1 March 2025. Nothing that BBB did for AAA is recorded since 1 March 2025.";
    let (alliance, defence) = (AgreementKind::Alliance, [Obligation::Defence]);
    check(alliance, &defence, "2025-03-10", Outcome::Pending, silent);
    check(alliance, &defence, "2025-09-01", Outcome::Evaded, silent);
    let partnership = AgreementKind::Partnership;
    check(partnership, &[], "2025-09-01", Outcome::NoDuty, silent);
}

#[test]
fn members_ask_their_organisation_and_penalties_are_more_than_words() {
    let mut builder = Builder::default();
    builder.member("AAA BBB", "NATO", "2020-01-01");
    builder.event("CCC ASSAULT AAA", "2025-03-01");
    builder.event("AAA REQUEST/assist NATO", "2025-03-02");
    builder.event("BBB SANCTION CCC", "2025-03-03");
    let found = only(&builder, "2025-03-10", CommitmentKind::Membership);
    let asked = found.help.map(|help| (help.requested, help.statements));
    assert_eq!(asked, Some((Requested::Recorded, vec!["s003".into()])));
    let done: Vec<(&str, Deed)> = found.attacks[0]
        .responses
        .iter()
        .map(|response| (response.party.as_str(), response.did))
        .collect();
    assert_eq!(done, [("BBB", Deed::Penalised), ("NATO", Deed::Silent)]);
    assert!(!found.why.contains("no more than speak"), "{}", found.why);
}

#[test]
fn the_words_name_the_last_day_of_a_threat_and_of_a_promise() {
    let check = |line: &str, text: &str, kind: CommitmentKind, outcome: Outcome, owed: &str| {
        let mut builder = Builder::default();
        builder.event(line, "2025-03-01").evidence.text = text.to_owned();
        builder.event("AAA ASSAULT BBB", "2025-04-01");
        builder.event("AAA RETREAT BBB", "2025-04-10");
        let found = only(&builder, "2025-05-01", kind);
        assert_eq!(found.deadline, date("2025-03-10"), "{text}");
        assert_eq!((found.outcome, found.obliges_to.as_str()), (outcome, owed));
    };
    check(
        "AAA THREATEN BBB",
        "AAA gave BBB until 10 March to withdraw or be attacked",
        CommitmentKind::Threat,
        Outcome::Honoured,
        "AAA threatened BBB, which had until 10 March 2025.",
    );
    check(
        "AAA AGREE BBB",
        "AAA undertook to leave BBB by 10 March",
        CommitmentKind::Promise,
        Outcome::Evaded,
        "AAA made BBB a promise, to be done by 10 March 2025.",
    );
}

#[test]
fn treaties_of_the_tables_stand_in_the_register_as_background_with_what_they_do_not_oblige_to() {
    let mut builder = Builder::default();
    builder.event("CHN CONSULT JPN", "2025-06-01");
    builder.event("USA CONSULT JPN", "2025-06-01");
    builder.event("USA CONSULT TUN", "2025-06-01");
    let found = register(&builder, "2025-06-30");
    let seen: Vec<_> = found
        .iter()
        .map(|held| (held.name.as_str(), held.background, held.obligations.len()))
        .collect();
    assert_eq!(
        seen,
        [
            ("mutual security treaty", true, 1),
            ("major non-NATO ally by designation", true, 0)
        ]
    );
    assert!(found[0].source.is_some() && found[0].statements.is_empty());
    assert_eq!(
        found[0].obliges_to,
        "It obliges the United States to assist JPN when it is attacked."
    );
    assert_eq!(found[1].does_not_oblige_to, "It is no promise of defence.");
    // An attack calls upon it as upon any other.
    builder.event("CHN ASSAULT JPN", "2025-06-10");
    let found = register(&builder, "2025-06-30");
    assert_eq!(found[0].outcome, Outcome::Pending);
    // What the record tells itself is no background.
    let owed = [Obligation::Defence];
    builder.agreement("USA JPN", AgreementKind::Alliance, &owed, "1960-06-23");
    let found = register(&builder, "2025-06-30");
    assert!(!found[0].background && found[0].name == "treaty");
    assert_eq!(found.iter().filter(|held| held.background).count(), 1);
}

#[test]
fn a_treaty_that_is_only_named_is_in_the_register_with_the_sentences_that_name_it() {
    let options = CommitmentOptions {
        treaties: vec![NamedTreaty {
            names: vec!["river treaty".to_owned()],
            parties: vec!["IND".into(), "PAK".into()],
            from: date("1960-09-19"),
            until: None,
            obligations: vec![Obligation::NonAggression],
            says: "it shares a river".to_owned(),
            source: "a treaty series".to_owned(),
        }],
        members: [("NATO".into(), ["IND".into(), "PAK".into()].into())].into(),
        ..CommitmentOptions::default()
    };
    let ask = |builder: &Builder| {
        let view = builder.record.as_of(date("2025-06-30"));
        commitments(&view, &Names::default(), &options)
    };
    let mut builder = Builder::default();
    builder.event("IND ACCUSE PAK", "2025-06-01").evidence.text =
        "India accused Pakistan of breaking the River Treaty".to_owned();
    let found = ask(&builder);
    assert_eq!(found[0].name, "River Treaty");
    assert_eq!(found[0].statements, ["s001".into()]);
    assert_eq!(found[0].outcome, Outcome::NotInvoked);
    assert_eq!(
        found[0].obliges_to,
        "it shares a river. It obliges not to attack each other."
    );
    // Two members of an alliance of defence are in the record.
    assert_eq!(
        (found.len(), found[1].kind),
        (2, CommitmentKind::Membership)
    );
    // Whoever breaks off talks on it keeps it; whoever suspends it does not.
    let mut leave = |text: &str| {
        let act = builder.event("IND SANCTION/discontinue PAK", "2025-06-02");
        text.clone_into(&mut act.evidence.text);
        ask(&builder)[0].outcome
    };
    assert_eq!(
        leave("India broke off River Treaty talks"),
        Outcome::NotInvoked
    );
    assert_eq!(leave("India suspended the River Treaty"), Outcome::Broken);
    assert!(ask(&Builder::default()).is_empty());
}
