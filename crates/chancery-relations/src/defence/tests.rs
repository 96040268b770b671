use super::{history::cases, model::committed, world::World, *};
use crate::{
    Names,
    fixture::{Builder, date},
    ties::{TieModel, Ties},
};
use chancery_model::{ActorId, AgreementKind, Obligation, TieLabel};

fn ask(builder: &Builder, on: &str, defender: &str, target: &str) -> Defence {
    let view = builder.record.as_of(date(on));
    let ties = Ties::of(&view, &TieModel::default());
    let (defender, target): (ActorId, ActorId) = (defender.into(), target.into());
    let question = Question {
        defender: &defender,
        target: &target,
        attacker: None,
        is_member: &|state, organisation| {
            organisation.as_str() == "NATO" && ["USA", "POL"].contains(&state.as_str())
        },
    };
    defend(&view, &ties, &Names::default(), &question)
}

fn found<'answer>(answer: &'answer Defence, name: &str) -> &'answer Part {
    let part = answer.parts.iter().find(|part| part.name == name);
    part.unwrap_or_else(|| panic!("no part {name}"))
}

fn war() -> Builder {
    let mut builder = Builder::default();
    builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-13");
    builder.event("ISR ASSAULT IRN", "2025-06-13");
    builder
}

#[test]
fn a_partnership_is_no_defence_pact_and_a_pact_counts() {
    let mut builder = war();
    builder.agreement(
        "RUS IRN",
        AgreementKind::Partnership,
        &[Obligation::Consultation],
        "2025-01-17",
    );
    let partner = ask(&builder, "2025-06-18", "RUS", "IRN");
    assert!(!partner.owes_defence && partner.at_war);
    assert_eq!(partner.attacker, Some("ISR".into()));
    assert!(found(&partner, "duty").why.contains("no defence"));
    assert!(found(&partner, "duty").statements.contains(&"s003".into()));
    builder.agreement(
        "RUS IRN",
        AgreementKind::Alliance,
        &[Obligation::Defence],
        "2025-02-17",
    );
    let ally = ask(&builder, "2025-06-18", "RUS", "IRN");
    assert!(ally.owes_defence && ally.probability > partner.probability);
    assert!(ally.low < ally.probability && ally.probability < ally.high);
}

#[test]
fn an_organisation_binds_those_whom_the_dictionary_knows_as_members() {
    let answer = ask(&war(), "2025-06-18", "USA", "POL");
    assert!(answer.owes_defence);
    assert!(
        answer
            .duties
            .iter()
            .any(|duty| duty.source.is_some() && duty.statements.is_empty())
    );
    assert!(!ask(&war(), "2025-06-18", "USA", "MEX").owes_defence);
}

#[test]
fn what_was_said_asked_and_done_moves_it_with_its_statements() {
    let plain = ask(&war(), "2025-06-18", "RUS", "IRN");
    assert_eq!(found(&plain, "request").basis, PartBasis::Unknown);
    let mut asked = war();
    asked.event("IRN REQUEST/assist RUS", "2025-06-14");
    let asked = ask(&asked, "2025-06-18", "RUS", "IRN");
    assert!(asked.probability > plain.probability);
    assert_eq!(found(&asked, "request").statements, ["s003".into()]);
    let mut fought = war();
    fought.event("RUS ASSAULT ISR", "2025-06-15");
    let fought = ask(&fought, "2025-06-18", "RUS", "IRN");
    assert!(fought.probability > 0.3, "{}", fought.probability);
    assert_eq!(found(&fought, "deeds").basis, PartBasis::Judged);
    let mut said = war();
    said.event("RUS REJECT", "2025-06-15").evidence.text =
        "Russia said that intervention was off the table".to_owned();
    let said = ask(&said, "2025-06-18", "RUS", "IRN");
    assert!(said.probability < plain.probability);
    assert_eq!(found(&said, "stated-position").statements, ["s003".into()]);
}

#[test]
fn what_is_not_known_moves_nothing() {
    let answer = ask(&Builder::default(), "2025-06-18", "RUS", "NOWHERE");
    assert_eq!(answer.attacker, None);
    for name in [
        "distance",
        "attacker",
        "request",
        "tie",
        "stated-position",
        "deeds",
    ] {
        let part = found(&answer, name);
        assert_eq!(
            (part.basis, part.shift),
            (PartBasis::Unknown, 0.0),
            "{name}"
        );
        assert!(!part.why.is_empty());
    }
}

#[test]
fn the_committed_model_has_the_features_of_the_reader() {
    let names: Vec<&str> = committed()
        .coefficients
        .iter()
        .map(|found| found.name.as_str())
        .collect();
    assert_eq!(names, FEATURES);
    assert!(committed().fitted_on.1 > 100);
}

/// A world of four states: 1 attacks 2 in 1950 and 1960, and 3, which owes 2 defence since 1949,
/// fights the second time; 4 owes nothing, is no neighbour and no major power.
fn world() -> Vec<(String, Vec<u8>)> {
    let mut disputes = "dispnum,ccode1,ccode2,year,sidea1,orig1,fatality,hostlev\n".to_owned();
    for (number, year, joins) in [(1, 1950, false), (2, 1960, true)] {
        for (one, other, side, original) in [(1, 2, 1, 1), (2, 1, 0, 1)] {
            disputes += &format!("{number},{one},{other},{year},{side},{original},3,4\n");
        }
        if joins {
            disputes += &format!("{number},3,1,{year},0,0,3,4\n{number},1,3,{year},1,1,3,4\n");
        }
    }
    let mut pacts =
        "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
            .to_owned();
    let mut figures = "ccode,year,cinc\n".to_owned();
    for year in 1945..1965 {
        if year >= 1949 {
            pacts += &format!("2,3,{year},1,0,0,0,0\n");
        }
        for state in 1..=4 {
            figures += &format!("{state},{year},0.1\n");
        }
    }
    let states = "ccode,styear,endyear\n1,1900,2016\n2,1900,2016\n3,1900,2016\n4,1900,2016\n";
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    vec![
        file("gml_dirdisp_peacesciencer.csv", &disputes),
        file("atop_alliance_peacesciencer.csv", &pacts),
        file("cow_nmc_peacesciencer.csv", &figures),
        file("cow_states_peacesciencer.csv", states),
        file("cow_majors_peacesciencer.csv", "ccode,styear,endyear\n"),
        file(
            "cow_capitals_peacesciencer.csv",
            "ccode,lat,lng\n1,0,0\n2,0,1\n3,0,2\n",
        ),
        file(
            "cow_contdir_peacesciencer.csv",
            "ccode1,ccode2,conttype,stdate,enddate\n",
        ),
        file(
            "td_rivalries_peacesciencer.csv",
            "ccode1,ccode2,styear,endyear\n",
        ),
        file(
            "cow_war_inter_peacesciencer.csv",
            "warnum,ccode1,ccode2,year,sidea1,initiator1,initiator2\n",
        ),
    ]
}

#[test]
fn cases_are_those_who_could_have_helped_with_the_record_they_had_then() {
    let world = World::read(&world()).unwrap_or_default();
    let cases = cases(&world);
    let seen: Vec<(i64, bool, bool, (usize, usize))> = cases
        .iter()
        .map(|case| {
            (
                case.year,
                case.situation.defence,
                case.defended,
                case.situation.record,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [(1950, true, false, (0, 0)), (1960, true, true, (1, 0))]
    );
}

#[test]
fn a_missing_file_is_named() {
    let files: Vec<_> = world().into_iter().skip(1).collect();
    let error = evaluate(&files, 1).map_err(|error| error.to_string());
    assert_eq!(
        error.err().as_deref(),
        Some("there is no file `gml_dirdisp_peacesciencer.csv` in the folder")
    );
}
