//! Trades on small records.

use super::{Origin, Trade, WayOutEntry, trades};
use chancery_bargaining::reading::document;
use chancery_model::{
    ActorRef, Attribution, Belief, Body, DateRange, Document, Evidence, Position, Sector, Span,
    Stance, Statement, Status, TieLabel,
};
use chancery_relations::ties::{TieModel, Ties};
use chancery_store::Record;

fn actor(id: &str) -> ActorRef {
    ActorRef {
        id: Some(id.into()),
        country: Some(id.into()),
        sector: Some(Sector::Gov),
        mention: id.to_owned(),
        name: None,
    }
}

fn record(said: Vec<(&str, Body)>) -> Record {
    let mut record = Record::default();
    for (number, (sentence, body)) in said.into_iter().enumerate() {
        let day = jiff::civil::date(2025, 6, 14);
        let document = Document::new(format!("d{number}"), sentence).published(day);
        let statement = Statement {
            id: format!("s{number}").into(),
            body,
            evidence: Evidence {
                document: document.id.clone(),
                sentence: 0,
                start: 0,
                end: sentence.len(),
                text: sentence.to_owned(),
            },
            status: Status::Actual,
            attribution: Attribution::default(),
            date: DateRange {
                reported: Some(day),
                ..DateRange::day(day)
            },
            confidence: 0.9,
            rule: "belief:concern".to_owned(),
            also: Vec::new(),
            corrects: None,
        };
        let sentences = vec![Span::new(0, sentence.len())];
        record.add(document, sentences, vec![statement], Vec::new());
    }
    record
}

fn stance(from: &str, to: &str, stance: TieLabel) -> Body {
    Body::Stance(Stance {
        actor: vec![actor(from)],
        recipient: vec![actor(to)],
        stance,
        sign: stance.sign(),
    })
}

fn position(who: &str, issue: &str, position: &str) -> Body {
    Body::Position(Position {
        actor: vec![actor(who)],
        issue: issue.to_owned(),
        position: position.to_owned(),
        salience: None,
    })
}

/// Three actors, the middle one the first's partner and the last one its adversary.
fn quarrel() -> Record {
    record(vec![
        (
            "Beta is an ally of Alpha.",
            stance("AAA", "BBB", TieLabel::Ally),
        ),
        (
            "Gamma is an enemy of Alpha.",
            stance("AAA", "CCC", TieLabel::Hostile),
        ),
        (
            "In Alpha there is concern that Beta and Gamma could come to terms.",
            Body::Belief(Belief {
                holder: Some(actor("AAA")),
                about: vec![actor("BBB"), actor("CCC")],
                proposition: "Beta and Gamma could come to terms".to_owned(),
            }),
        ),
        (
            "Alpha wants to keep the dam.",
            position("AAA", "the dam", "wants to keep the dam"),
        ),
    ])
}

const FILE: &str = r#"
[[issues]]
name = "the dam"
words = ["dam"]
[[issues]]
name = "the border"
[[issues]]
name = "the pipeline"
[[actors]]
name = "AAA"
[[actors]]
name = "BBB"
[[actors]]
name = "CCC"
[[stakes]]
actor = "AAA"
issue = "the dam"
position = 100
salience = 0.9
[[stakes]]
actor = "BBB"
issue = "the dam"
position = 90
salience = 0.2
quote = "no such words"
[[stakes]]
actor = "CCC"
issue = "the dam"
position = 0
salience = 0.8
[[stakes]]
actor = "BBB"
issue = "the border"
position = 100
salience = 0.9
[[stakes]]
actor = "CCC"
issue = "the border"
position = 0
salience = 0.3
[[stakes]]
actor = "AAA"
issue = "the pipeline"
position = 0
salience = 0.1
[[stakes]]
actor = "BBB"
issue = "the pipeline"
position = 100
salience = 0.7
"#;

#[test]
fn a_deal_of_friend_and_foe_makes_a_chip_with_its_fear_and_its_way_out() {
    let record = quarrel();
    let view = record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let file = document::parse(FILE).expect("it is read");
    let (found, diagnostics) = trades(&view, &ties, Some(&file));
    let deal = found.iter().find_map(|it| match it {
        Trade::Exchange(deal) => Some(deal),
        _ => None,
    });
    let deal = deal.expect("friend and foe trade the dam for the border");
    assert!(deal.parties.iter().all(|it| it.gain > 0.0));
    assert_eq!(deal.externalities[0].actor.as_str(), "AAA");
    assert!(deal.externalities[0].gain < 0.0);
    let chip = found.iter().find_map(|it| match it {
        Trade::Chip(chip) => Some(chip),
        _ => None,
    });
    let chip = chip.expect("Alpha is the chip");
    assert_eq!(chip.actor.as_str(), "AAA");
    assert_eq!(chip.fears, vec!["s2".into()]);
    assert!(chip.statements.contains(&"s3".into()));
    assert!(
        chip.deals[0]
            .ways_out
            .iter()
            .any(|way| matches!(way, WayOutEntry::Offer { issue, .. } if issue == "the pipeline"))
    );
    // The quoted words are nowhere, and that is said.
    assert!(
        diagnostics
            .iter()
            .any(|it| it.message.contains("no such words"))
    );
    let stakes = found.iter().find_map(|it| match it {
        Trade::Issue(issue) if issue.issue == "the dam" => Some(&issue.stakes),
        _ => None,
    });
    let stakes = stakes.expect("the issue is listed");
    assert_eq!(stakes[0].position.origin, Origin::Analyst);
    assert_eq!(stakes[0].capability.origin, Origin::Default);
    assert_eq!(stakes[0].statements, vec!["s3".into()]);
}

#[test]
fn without_a_file_only_opposed_positions_make_an_issue() {
    let record = record(vec![
        (
            "Alpha wants a ceasefire.",
            position("AAA", "a ceasefire", "wants a ceasefire"),
        ),
        (
            "Beta rejects the ceasefire.",
            position("BBB", "the ceasefire", "rejects the ceasefire"),
        ),
        (
            "Gamma wants grain.",
            position("CCC", "grain", "wants grain"),
        ),
    ]);
    let view = record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    let (found, _) = trades(&view, &ties, None);
    let [Trade::Issue(issue)] = found.as_slice() else {
        panic!("one issue: {found:?}");
    };
    assert_eq!(issue.issue, "a ceasefire");
    let positions: Vec<Option<f64>> = issue.stakes.iter().map(|it| it.position.value).collect();
    assert_eq!(positions, [Some(100.0), Some(0.0)]);
    assert!(
        issue
            .stakes
            .iter()
            .all(|it| it.salience.origin == Origin::Default)
    );
}

#[test]
fn a_thin_record_says_nothing() {
    let record = Record::default();
    let view = record.as_of(None);
    let ties = Ties::of(&view, &TieModel::default());
    assert!(trades(&view, &ties, None).0.is_empty());
}
