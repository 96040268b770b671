//! Offers to mediate, the answers to them, requests for help, and who goes further than whom.

use super::{check_has, coded};
use chancery_model::{Body, Context, Mode};

/// Writes the events about mediation as `ACTOR>RECIPIENT TYPE`.
fn mediation(text: &str) -> Vec<String> {
    let states = |actors: &[chancery_model::ActorRef]| {
        let states: Vec<&str> = actors
            .iter()
            .filter_map(|actor| Some(actor.state()?.as_str()))
            .collect();
        states.join(",")
    };
    coded(text)
        .iter()
        .filter_map(|statement| statement.event())
        .filter(|event| event.contexts.contains(&Context::Mediation))
        .map(|event| {
            let (by, to) = (states(&event.actor), states(&event.recipient));
            format!("{by}>{to} {}", event.event_type)
        })
        .collect()
}

#[test]
fn who_accepts_or_turns_down_the_offer_answers_whoever_made_it() {
    let check = |text: &str, expected: &str| {
        let found = mediation(text);
        assert!(found.iter().any(|line| line == expected), "{found:?}");
    };
    let offer = "Brazil offered to mediate between Venezuela and the United States";
    check(
        &format!("{offer}, and Venezuela accepted the offer within hours."),
        "VEN>BRA AGREE",
    );
    check(
        &format!("{offer}. Marco Rubio turned it down."),
        "USA>BRA REJECT",
    );
    check(
        "France offered to mediate between Armenia and Azerbaijan. Azerbaijan rejected France as biased.",
        "AZE>FRA REJECT",
    );
    let found = mediation("Turkey sent an envoy. Azerbaijan rejected the proposal of France.");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn brokering_a_truce_is_more_than_a_call_in_the_same_sentence() {
    let found = mediation(
        "The United States brokered the truce after Antony Blinken called Armenia and Azerbaijan.",
    );
    assert!(
        found.iter().any(|line| line.starts_with("USA>")),
        "{found:?}"
    );
}

#[test]
fn who_asks_for_military_help_asks_for_assistance() {
    let check = |text: &str, expected: Option<Mode>| {
        let modes: Vec<Option<Mode>> = coded(text)
            .iter()
            .filter_map(|statement| statement.event())
            .filter(|event| event.event_type == chancery_model::EventType::Request)
            .map(|event| event.mode)
            .collect();
        assert!(modes.contains(&expected), "{text} {modes:?}");
    };
    let assist = Some(Mode::Assist);
    check("Armenia asked Russia for military help.", assist);
    check(
        "Armenia formally appealed to Russia for assistance.",
        assist,
    );
    check("Armenia asked Russia for an explanation.", None);
}

#[test]
fn who_is_prepared_to_go_further_than_another_promises_nothing() {
    let text = "Turkey is prepared to go further for Azerbaijan than Russia is for Armenia.";
    check_has(text, &[], &["TUR>AZE AGREE", "TUR>AZE,ARM AGREE"]);
}

#[test]
fn an_analysis_that_compares_how_far_two_go_judges() {
    let text = "Why the Alliance Failed\n\nThe Kremlin can no longer protect Armenia. Russia risks losing its last ally in the Caucasus. It cannot afford a quarrel with Azerbaijan. Turkey is prepared to go further for Azerbaijan than Russia is for Armenia. The alliance is hardly worth its paper. Armenia faces a bleak winter.";
    let judged = coded(text).iter().any(|statement| {
        matches!(statement.body, Body::Judgement(_))
            && statement.evidence.text.contains("go further")
    });
    assert!(judged);
}
