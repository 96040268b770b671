//! Analytic prose: sentences of comment and background, which say more at once than dispatches do.

use super::{check, check_has};

#[test]
fn a_surname_like_an_adjective_is_a_side() {
    check_has(
        "Both Pezeshkian and Erdogan condemned Israel on Tuesday.",
        &["IRN,TUR>ISR ACCUSE"],
        &[],
    );
}

#[test]
fn which_is_as_many_as_its_verb_says() {
    check_has(
        "Germany and France, which have sent warships to Taiwan, opened a fair.",
        &["DEU,FRA>TWN MOBILIZE"],
        &[],
    );
    check_has(
        "Talks between Egypt and Qatar, which has accused Sudan of lying, resumed.",
        &["QAT>SDN ACCUSE"],
        &["EGY>SDN ACCUSE"],
    );
}

#[test]
fn a_second_relative_clause_keeps_its_owner() {
    check_has(
        "Azerbaijan, which bought drones and whose army shelled Armenia in 2024, rejected the offer.",
        &["AZE>ARM ASSAULT"],
        &[],
    );
}

#[test]
fn what_stands_behind_as_does_not_act() {
    check_has(
        "The Emirates, which regarded Iran as its chief rival, have condemned Israel.",
        &["ARE>ISR ACCUSE"],
        &["IRN>ISR ACCUSE"],
    );
}

#[test]
fn itself_struck_is_struck() {
    check_has(
        "Qatar, itself attacked, urged Israel to talk.",
        &["QAT>ISR REQUEST"],
        &["QAT> ASSAULT", "QAT>ISR ASSAULT"],
    );
}

#[test]
fn a_source_inside_a_list_does_not_speak_for_what_stands_before() {
    check_has(
        "Russia shelled Kharkiv, closed two roads and, according to Kyiv, executed prisoners.",
        &["RUS>UKR ASSAULT", "RUS> COERCE", "RUS>UKR ASSAULT alleged"],
        &["RUS> COERCE alleged"],
    );
}

#[test]
fn who_does_not_want_to_negotiate_refuses() {
    check_has(
        "Putin does not want to negotiate with Ukraine.",
        &["RUS>UKR REJECT"],
        &["RUS>UKR AGREE", "RUS>UKR AGREE negated"],
    );
    check_has(
        "Armenia is not ready to meet Azerbaijan.",
        &["ARM>AZE REJECT"],
        &["ARM>AZE AGREE"],
    );
}

#[test]
fn what_will_be_met_with_harm_is_threatened() {
    check(
        "Khamenei said that American strikes would be met with irreparable harm.",
        &["IRN>USA THREATEN"],
    );
    check_has(
        "Sudan says that any attack will be met with force.",
        &["SDN> THREATEN"],
        &[],
    );
}

#[test]
fn answers_go_to_whoever_struck() {
    check_has(
        "Israel attacked Iran on Friday. Iran responded with a volley of missiles.",
        &["IRN>ISR ASSAULT"],
        &[],
    );
    check_has(
        "India bombed Pakistan on Friday. Pakistan retaliated.",
        &["PAK>IND ASSAULT"],
        &[],
    );
    // What one did oneself is not what one answers.
    check_has(
        "Chad evacuated some villagers. Chad retaliated.",
        &[],
        &["TCD>TCD ASSAULT"],
    );
}

#[test]
fn strikes_that_were_called_off_were_not_made() {
    check_has(
        "Trump ordered strikes on Iran but called them off.",
        &[],
        &["USA>IRN ASSAULT"],
    );
    // Nothing takes this order back: news tells of it because it was carried out.
    check_has("Trump ordered strikes on Iran.", &["USA>IRN ASSAULT"], &[]);
}

#[test]
fn an_infinitive_stands_with_the_verb_over_it() {
    check_has(
        "Qatar could bring Hamas to release prisoners.",
        &[],
        &["PSE> RETREAT", "HAMAS> RETREAT", "HAMAS>? RETREAT"],
    );
}

#[test]
fn words_that_only_look_like_deeds() {
    // To treat fears as a relic is no medicine, to hint at bombs no bombing, to host troops no meeting.
    check_has(
        "Ethiopia has treated Egypt's fears as a relic.",
        &[],
        &["ETH>EGY AID"],
    );
    check_has(
        "Egyptian generals have hinted at bombing Ethiopia.",
        &[],
        &["EGY>ETH ASSAULT"],
    );
    check(
        "The Philippines hosts American troops.",
        &["PHL>USA COOPERATE"],
    );
    check_has(
        "Australia said it would send a destroyer to join the American carrier.",
        &[],
        &["AUS> THREATEN", "AUS>USA THREATEN"],
    );
}

#[test]
fn a_speech_of_several_sentences_is_all_the_speaker_s() {
    check_has(
        "\"The enemy made a mistake on Friday. Israel bombed a hospital in Tehran. It will pay\", said Abbas Araghchi.",
        &["ISR>IRN ASSAULT alleged"],
        &["ISR>IRN ASSAULT"],
    );
}

#[test]
fn the_seat_of_the_union_is_the_union() {
    check_has(
        "The EU met on Monday. Brussels accused Russia of lying.",
        &["EU>RUS ACCUSE"],
        &["BEL>RUS ACCUSE"],
    );
}

#[test]
fn his_government_is_that_of_who_acted() {
    check_has(
        "The Syrian president met Vladimir Putin in Moscow. His government has refused to negotiate with Israel.",
        &["SYR>ISR REJECT"],
        &["RUS>ISR REJECT"],
    );
}

#[test]
fn the_meeting_at_which_two_sign_is_its_occasion() {
    check(
        "Kenya and Uganda signed a treaty at a meeting of their ministers.",
        &["KEN,UGA> SUPPORT"],
    );
}
