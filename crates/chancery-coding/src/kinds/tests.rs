//! Sentences with what they must give. Most are on crises other than the project's examples.

use super::{Words, statements};
use crate::events::Reading;
use crate::mentions_of;
use chancery_actors::Dictionary;
use chancery_model::{ActorRef, Body, Document, Statement, parse_date};
use chancery_text::english::English;

/// Returns the statements of a text published on 20 March 2024.
fn coded(text: &str) -> Vec<Statement> {
    let mut document = Document::new("doc", text);
    document.published = parse_date("2024-03-20");
    let analysis = chancery_text::analyse(&document, English::embedded());
    let resolution = chancery_actors::resolve(&document, &analysis, Dictionary::embedded());
    let mentions = mentions_of(&analysis, &resolution);
    statements(&Reading::new(&document, &analysis, &mentions))
}

fn names(actors: &[ActorRef]) -> String {
    let names: Vec<&str> = actors
        .iter()
        .map(|actor| actor.state().map_or("?", |id| id.as_str()))
        .collect();
    names.join("+")
}

fn one(actor: Option<&ActorRef>) -> String {
    actor.map_or_else(
        || "-".to_owned(),
        |actor| names(std::slice::from_ref(actor)),
    )
}

/// Returns a statement in one line, as the tests expect it.
fn line(statement: &Statement) -> String {
    let says = match &statement.body {
        Body::Event(_) => "event".to_owned(),
        Body::Stance(stance) => format!(
            "{} {} > {}",
            stance.stance.as_str(),
            names(&stance.actor),
            names(&stance.recipient)
        ),
        Body::Agreement(agreement) => format!(
            "{} {:?} {:?} {:?}",
            names(&agreement.parties),
            agreement.agreement_kind,
            agreement.force,
            agreement.obligations
        ),
        Body::Membership(membership) => format!(
            "{} {:?} {}",
            names(&membership.actor),
            membership.membership,
            one(membership.organisation.as_ref())
        ),
        Body::Flow(flow) => format!(
            "{} > {} {:?} {}",
            names(&flow.actor),
            names(&flow.recipient),
            flow.commodity,
            flow.item
        ),
        Body::Position(position) => format!("{} {}", names(&position.actor), position.issue),
        Body::Quotation(quotation) => {
            format!("{} {}", one(quotation.speaker.as_ref()), quotation.quote)
        }
        Body::Quantity(quantity) => format!(
            "{} {}{}",
            quantity.what,
            quantity.value.map_or_else(
                || format!("{:?}..{:?}", quantity.low, quantity.high),
                |value| value.to_string()
            ),
            quantity
                .direction
                .map_or(String::new(), |direction| format!(" {direction:?}"))
        ),
        Body::Judgement(judgement) => names(&judgement.about),
        Body::Belief(belief) => format!("{} {}", one(belief.holder.as_ref()), belief.proposition),
    };
    format!(
        "{} {says} {}",
        statement.body.kind(),
        statement.status.as_str()
    )
}

/// Expects exactly these statements of one kind, in the order of the text.
fn check(kind: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = coded(text)
        .iter()
        .filter(|statement| statement.body.kind() == kind)
        .map(|statement| {
            line(statement)
                .split_once(' ')
                .map_or(String::new(), |(_, rest)| rest.to_owned())
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn stances() {
    let check = |text: &str, expected: &[&str]| check("stance", text, expected);
    check(
        "Pakistan is a close ally of China.",
        &["ally PAK > CHN actual"],
    );
    check(
        "Serbia is not an enemy of Kosovo.",
        &["hostile SRB > XKX negated"],
    );
    check(
        "Moscow's ally Belarus hosted the talks.",
        &["ally BLR > RUS actual"],
    );
    check(
        "Greece and Turkey are at odds over the islands.",
        &["unfriendly GRC > TUR actual"],
    );
    check(
        "Sudan's government is hostile to Ethiopia.",
        &["hostile SDN > ETH actual"],
    );
    check("Baku sees Armenia as a rival.", &["rival AZE > ARM actual"]);
    check(
        "The war between Armenia and Azerbaijan has displaced thousands.",
        &["at-war ARM > AZE actual"],
    );
    check(
        "The 1982 war between Britain and Argentina is still remembered.",
        &["at-war GBR > ARG historical"],
    );
    check(
        "Relations between India and Pakistan remain tense.",
        &["unfriendly IND > PAK actual"],
    );
    check("India and China are rivals.", &["rival IND > CHN actual"]);
    check("Bush and Blair waged an unnecessary war.", &[]);
    check("A trade war between China and Australia is over.", &[]);
    check("He is a partner at a law firm in London.", &[]);
}

#[test]
fn agreements() {
    let check = |text: &str, expected: &[&str]| check("agreement", text, expected);
    check(
        "Rwanda and Uganda signed a mutual defence pact on Monday.",
        &["RWA+UGA Alliance Signed [Defence] actual"],
    );
    check(
        "China and Iran concluded a strategic partnership agreement in March 2021.",
        &["CHN+IRN Partnership Signed [Consultation] historical"],
    );
    check(
        "Serbia will sign a free-trade agreement with China next month.",
        &["SRB+CHN Trade Proposed [] future"],
    );
    check(
        "India has no defence treaty with Nepal.",
        &["IND+NPL Alliance Absent [] actual"],
    );
    check(
        "Azerbaijan and Turkey signed the Shusha Declaration last month. It obliges each side to \
         come to the other's aid in defence.",
        &[
            "AZE+TUR Other Signed [] actual",
            "AZE+TUR Other Signed [Defence] actual",
        ],
    );
    check(
        "Kazakhstan and Tajikistan signed an alliance treaty on Friday. The treaty contains no \
         mutual-defence clause.",
        &[
            "KAZ+TJK Alliance Signed [Defence] actual",
            "KAZ+TJK Alliance Signed [Defence] negated",
        ],
    );
}

#[test]
fn memberships() {
    let check = |text: &str, expected: &[&str]| check("membership", text, expected);
    check(
        "Sweden joined NATO this month.",
        &["SWE Member NATO actual"],
    );
    check(
        "Georgia has applied to join the European Union.",
        &["GEO Applicant EU actual"],
    );
    check(
        "Niger has left the African Union.",
        &["NER Suspended AU actual"],
    );
    check(
        "Cuba holds observer status in the Eurasian Economic Union.",
        &["CUB Observer EAEU actual"],
    );
    check("NATO member Turkey objected.", &["TUR Member NATO actual"]);
    check(
        "Ukraine could become a member of the European Union.",
        &["UKR Member EU hypothetical"],
    );
    check(
        "Armenia froze its membership in the CSTO.",
        &["ARM Suspended CSTO actual"],
    );
    check(
        "Japan joined the United States in condemning the test.",
        &[],
    );
}

#[test]
fn flows() {
    let check = |text: &str, expected: &[&str]| check("flow", text, expected);
    check(
        "North Korea has supplied artillery shells to Russia.",
        &["PRK > RUS Arms artillery shells actual"],
    );
    check(
        "Hungary buys natural gas from Russia.",
        &["RUS > HUN Energy natural gas actual"],
    );
    check(
        "Germany will not deliver missiles to Ukraine.",
        &["DEU > UKR Arms missiles negated"],
    );
    check("The bank delivered a report to Ghana.", &[]);
}

#[test]
fn positions() {
    let check = |text: &str, expected: &[&str]| check("position", text, expected);
    check(
        "Spain supports a two-state solution.",
        &["ESP two-state solution actual"],
    );
    check(
        "Egypt wants Ethiopia to stop filling the reservoir.",
        &["EGY stop filling the reservoir actual"],
    );
    check(
        "Hungary opposes sanctions on Russia.",
        &["HUN sanctions on Russia actual"],
    );
    check("Morocco insists that it owns the islands.", &[]);
}

#[test]
fn quotations() {
    let check = |text: &str, expected: &[&str]| check("quotation", text, expected);
    check(
        "\"We will defend every village,\" President Zelensky said.",
        &["UKR We will defend every village, actual"],
    );
    check(
        "Erdogan called the embargo \"inhumane\".",
        &["TUR inhumane actual"],
    );
    check(
        "Modi answered in one line: \"India will not bow to anyone.\"",
        &["IND India will not bow to anyone. actual"],
    );
    check("China launched the frigate \"Long March\" in May.", &[]);
    check(
        "The so-called \"axis of resistance\" is weak, and Syria knows it.",
        &[],
    );
}

#[test]
fn quantities() {
    let check = |text: &str, expected: &[&str]| check("quantity", text, expected);
    check(
        "Wheat prices have risen from $210 to $260 per tonne.",
        &["wheat price 210 actual", "wheat price 260 Up actual"],
    );
    check(
        "The attack killed 12 people and injured 30 others.",
        &["deaths 12 actual", "injured 30 actual"],
    );
    check(
        "Kenya deployed 1,000 soldiers to Haiti.",
        &["soldiers 1000 actual"],
    );
    check(
        "Inflation fell to 9.5 percent in Turkey.",
        &["inflation 9.5 Down actual"],
    );
    check("The minister, 58, met three colleagues.", &[]);
}

#[test]
fn a_change_refers_to_the_value_before() {
    let found = coded("Wheat prices have risen from $210 to $260 per tonne.");
    let quantities: Vec<_> = found
        .iter()
        .filter_map(|statement| match &statement.body {
            Body::Quantity(quantity) => Some((&statement.id, quantity)),
            _ => None,
        })
        .collect();
    assert_eq!(quantities.len(), 2);
    assert_eq!(quantities[1].1.change_of.as_ref(), Some(quantities[0].0));
    assert_eq!(quantities[1].1.unit.as_deref(), Some("USD/tonne"));
}

#[test]
fn beliefs() {
    let check = |text: &str, expected: &[&str]| check("belief", text, expected);
    check(
        "Poland fears that Russia will attack Moldova.",
        &["POL Russia will attack Moldova actual"],
    );
    check(
        "In Armenia, there is concern that Russia could sell arms to Azerbaijan.",
        &["ARM Russia could sell arms to Azerbaijan actual"],
    );
    check(
        "There is little reason to believe that Tokyo would intervene.",
        &["- Tokyo would intervene negated"],
    );
    check(
        "In Delhi's view, Kashmir is an internal matter of India.",
        &["IND Kashmir is an internal matter of India actual"],
    );
    check("Poland sent troops to the border.", &[]);
}

#[test]
fn judgements() {
    let check = |text: &str, expected: &[&str]| check("judgement", text, expected);
    check(
        "The paradox is that Serbia needs the European Union.",
        &["SRB+EU actual"],
    );
    check("The sanctions on Venezuela are a folly.", &["VEN actual"]);
    // Told by somebody else, and plain reports.
    check(
        "The opposition said that Serbia's policy was hypocrisy.",
        &[],
    );
    check("Talks between Chad and Sudan failed on Monday.", &[]);
    check(
        "The army cannot reach the town, officials in Mali said.",
        &[],
    );
}

#[test]
fn evidence_lies_in_the_text_and_ids_are_stable() {
    let text = "Pakistan is a close ally of China. Moscow's ally Belarus sold drones to Niger.";
    let found = coded(text);
    assert!(found.len() >= 3, "{found:?}");
    for statement in &found {
        let span = statement.evidence.span();
        assert_eq!(span.of(text), statement.evidence.text);
    }
    let again: Vec<_> = coded(text)
        .into_iter()
        .map(|statement| statement.id)
        .collect();
    let ids: Vec<_> = found.into_iter().map(|statement| statement.id).collect();
    assert_eq!(ids, again);
}

#[test]
fn words_of_others_are_attributed() {
    let found = coded("Lavrov said that Serbia was a friend of Russia.");
    let stance = found
        .iter()
        .find(|statement| matches!(statement.body, Body::Stance(_)));
    let speaker = stance.and_then(|statement| statement.attribution.speaker.as_ref());
    assert_eq!(one(speaker), "RUS", "{found:?}");
}

#[test]
fn lists_are_read_once() {
    assert!(std::ptr::eq(Words::get(), Words::get()));
}

#[test]
fn what_is_out_of_the_question_is_the_position_of_the_one_who_holds_it() {
    let check = |text: &str, expected: &[(&str, &str)]| {
        let found: Vec<(String, String)> = coded(text)
            .iter()
            .filter(|statement| statement.rule.contains("exclude"))
            .filter_map(|statement| match &statement.body {
                Body::Position(position) => Some((names(&position.actor), position.issue.clone())),
                _ => None,
            })
            .collect();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(actor, issue)| (actor.as_str(), issue.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "Military intervention is off the table, yet Turkey hopes to mediate.",
        &[("TUR", "Military intervention")],
    );
    check(
        "A ceasefire is out of the question for Ethiopia.",
        &[("ETH", "A ceasefire")],
    );
    check(
        "French troops are not on the table.",
        &[("FRA", "French troops")],
    );
    check(
        "India said that talks were off the table.",
        &[("IND", "talks")],
    );
    check(
        "British intervention was ruled out.",
        &[("GBR", "British intervention")],
    );
    check("The book is on the table.", &[]);
    check("A deal is off the table.", &[]);
}

#[test]
fn a_treaty_that_binds_two_is_theirs_and_in_force() {
    let check = |text: &str, expected: &[&str]| check("agreement", text, expected);
    check(
        "Moscow and Caracas are bound by a comprehensive strategic partnership treaty, in force since 2023.",
        &["RUS+VEN Partnership InForce [Consultation] actual"],
    );
    check(
        "Azerbaijan and Turkey are tied by the Shusha Declaration on allied relations.",
        &["AZE+TUR Other InForce [] actual"],
    );
    check("Chad and Sudan are bound by geography.", &[]);
}

#[test]
fn then_and_now_over_several_sentences_are_weighed() {
    let about = |text: &str| -> Vec<String> {
        coded(text)
            .iter()
            .filter(|statement| statement.rule == "judgement:compared")
            .map(|statement| statement.evidence.text.clone())
            .collect()
    };
    let run =
        "In 2015 Egypt sent troops to Yemen. It asked nobody. Today Egypt has no troops there.";
    assert_eq!(about(run).len(), 3, "{:?}", about(run));
    let report = "In 2015 Egypt sent troops to Yemen. Today Egypt signed a contract with Chad.";
    assert!(about(report).is_empty(), "{:?}", about(report));
    assert!(about("Today Egypt has no troops there. In 2015 it had some.").is_empty());
}

#[test]
fn who_did_nothing_is_weighed_and_so_are_tied_hands() {
    let rules = |text: &str| -> Vec<String> {
        let found = coded(text);
        let judged = found.iter().filter(|one| one.body.kind() == "judgement");
        judged
            .map(|one| one.rule.replace("judgement:", ""))
            .collect()
    };
    assert_eq!(rules("The African Union issued no statement."), ["idle"]);
    assert_eq!(rules("Kenya looked away."), ["idle"]);
    assert_eq!(rules("Kenya issued a statement."), [""; 0]);
    assert_eq!(rules("Uganda is bogged down in Sudan.").len(), 1);
    let gains = "In the short run, Egypt gains influence from the war between Chad and Sudan.";
    assert_eq!(rules(gains), ["horizon"]);
}

#[test]
fn contenders_for_a_role_are_no_rivals() {
    check(
        "stance",
        "Kenya and Qatar are contenders for the role.",
        &[],
    );
}
