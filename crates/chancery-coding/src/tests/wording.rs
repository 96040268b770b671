//! Words that could be an event and are none, and sides that a sentence gives in other words.

use super::{check, check_has};

#[test]
fn words_for_something_else_are_no_events() {
    for text in [
        "The Kenyan accountant pleads guilty to fraud in Nairobi.",
        "Kenyans are called to the polls to elect a new president.",
        "The president of Kenya calls a snap election.",
        "Kenyans take to the streets in Nairobi to celebrate independence.",
        "The Kenyan health ministry recommends that travellers wash their hands.",
        "Kenya bans plastic bags.",
        "The farmer in Kenya killed himself.",
        "Ten people in Kenya are injured in lightning strikes.",
        "A secret memo released in Nairobi embarrasses Kenya.",
        "The doctrine calls pollution a threat to Kenya.",
    ] {
        check(text, &[]);
    }
    // A practice that is outlawed, and people, are no goods.
    check_has("Kenya outlawed forced marriage.", &["KEN> COERCE"], &[]);
    check_has("Kenya bans protests.", &["KEN> COERCE"], &[]);
}

#[test]
fn an_attack_that_was_only_thought_of_is_none() {
    check_has(
        "Kenya prepares for a possible attack by Somalia.",
        &[],
        &["SOM> ASSAULT", "SOM>KEN ASSAULT"],
    );
    check_has(
        "The minister mentions the possibility of sanctions by Kenya against Somalia.",
        &[],
        &["KEN>SOM COERCE"],
    );
}

#[test]
fn whoever_is_dismissed_is_of_the_state_that_dismisses() {
    check_has(
        "The president of Kenya sacks three senior ministers.",
        &["KEN>KEN COERCE"],
        &[],
    );
    check_has(
        "The president of Kenya replaces his secretary of the interior.",
        &["KEN>KEN COERCE"],
        &[],
    );
}

#[test]
fn weapons_say_whose_strike_it_is() {
    check_has(
        "Five people are killed by U.S. manned and unmanned aircraft strikes in Somalia.",
        &["USA>SOM ASSAULT"],
        &[">SOM ASSAULT"],
    );
    check_has(
        "The toll results from two U.S. drone aircraft missile strikes in Somalia.",
        &["USA>SOM ASSAULT"],
        &[">SOM ASSAULT"],
    );
}

#[test]
fn an_attack_told_with_its_victims_has_them() {
    check_has(
        "The Kenyan Air Force launches an aerial attack killing 13 Somali soldiers.",
        &["KEN>SOM ASSAULT"],
        &["KEN> ASSAULT"],
    );
    // The clause with the attacker hangs on the last of two verbs.
    check_has(
        "Five people are killed and 18 others are injured when an al-Shabaab suicide bomber detonates an explosive belt in Mogadishu, Somalia.",
        &["SOM>SOM ASSAULT"],
        &[">SOM ASSAULT"],
    );
}

#[test]
fn people_without_a_state_are_of_the_only_one_that_the_sentence_names() {
    check_has(
        "Somali civil war: Seven rebels are killed in fighting.",
        &[">SOM ASSAULT"],
        &[">? ASSAULT"],
    );
}

#[test]
fn a_coalition_acts_through_who_leads_it() {
    check_has(
        "A coalition led by the Kenyan army and the Ethiopian navy attacks positions in Somalia.",
        &["KEN,ETH>SOM ASSAULT"],
        &[">SOM ASSAULT"],
    );
}
