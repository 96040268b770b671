//! The codebook's rules on sentences written for the purpose, from text to statements.

mod hosting;
mod offers;
mod prose;
mod unseen;
mod wording;

use crate::code;
use chancery_actors::Dictionary;
use chancery_model::{Assertion, Document, Statement, Status};
use chancery_text::english::English;

fn coded(text: &str) -> Vec<Statement> {
    let mut document = Document::new("test", text);
    document.published = "2025-06-18".parse().ok();
    let analysis = chancery_text::analyse(&document, English::embedded());
    let resolution = chancery_actors::resolve(&document, &analysis, Dictionary::embedded());
    code(&document, &analysis, &resolution).statements
}

/// Writes an event as `ACTOR,ACTOR>RECIPIENT TYPE`, with its status and assertion where they are not
/// plain.
fn line(statement: &Statement) -> Option<String> {
    let event = statement.event()?;
    let states = |actors: &[chancery_model::ActorRef]| {
        actors
            .iter()
            .map(|actor| {
                actor
                    .state()
                    .map_or_else(|| "?".to_owned(), ToString::to_string)
            })
            .collect::<Vec<_>>()
            .join(",")
    };
    let mut out = format!(
        "{}>{} {}",
        states(&event.actor),
        states(&event.recipient),
        event.event_type
    );
    match statement.status {
        Status::Actual => {}
        Status::Historical => out.push_str(" historical"),
        Status::Future => out.push_str(" future"),
        Status::Hypothetical => out.push_str(" hypothetical"),
        Status::Negated => out.push_str(" negated"),
    }
    match statement.attribution.assertion {
        Assertion::Author => {}
        Assertion::Reported => out.push_str(" reported"),
        Assertion::Alleged => out.push_str(" alleged"),
        Assertion::Denied => out.push_str(" denied"),
    }
    Some(out)
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut found: Vec<String> = coded(text).iter().filter_map(line).collect();
    found.sort();
    found.dedup();
    let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    expected.sort();
    assert_eq!(found, expected, "{text}");
}

/// Checks that some events are among those coded.
#[track_caller]
fn check_has(text: &str, expected: &[&str], absent: &[&str]) {
    let found: Vec<String> = coded(text).iter().filter_map(line).collect();
    for line in expected {
        assert!(
            found.iter().any(|event| event == line),
            "{text}: no {line} in {found:?}"
        );
    }
    for line in absent {
        assert!(
            !found.iter().any(|event| event == line),
            "{text}: {line} in {found:?}"
        );
    }
}

#[test]
fn shots_are_no_shells() {
    let modes: Vec<_> = coded("Turkish troops fired shots at Syrian soldiers.")
        .iter()
        .filter_map(|statement| statement.event()?.mode)
        .collect();
    assert_eq!(modes, [chancery_model::Mode::Firearms]);
}

#[test]
fn what_came_after_an_old_event_or_in_old_times_is_history() {
    check(
        "In Soviet times, Moscow sent weapons to Egypt.",
        &["RUS>EGY AID historical"],
    );
    check(
        "After the annexation of Crimea and the war in Donbas, Russia found itself isolated but \
         managed to return by intervening in Syria.",
        &[">UKR COERCE historical", "RUS>SYR MOBILIZE historical"],
    );
}

#[test]
fn readiness_for_what_serves_a_hostile_end_is_no_promise() {
    check(
        "Israel and the United States are prepared to go further to bring down Iran.",
        &["ISR,USA>IRN COERCE hypothetical"],
    );
}

#[test]
fn a_receiver_without_a_preposition_is_no_part_of_the_thing() {
    let receivers: Vec<String> = coded("India sold Armenia rocket launchers in September.")
        .iter()
        .filter_map(|statement| match &statement.body {
            chancery_model::Body::Flow(flow) => flow.recipient.first(),
            _ => None,
        })
        .filter_map(|actor| actor.state().map(ToString::to_string))
        .collect();
    assert_eq!(receivers, ["ARM"]);
}

#[test]
fn a_third_party_that_announces_a_ceasefire_lays_down_no_arms() {
    check(
        "India and Pakistan fought for four days. On Tuesday Donald Trump announced a ceasefire.",
        &["IND,PAK> ASSAULT"],
    );
}

#[test]
fn a_denial_answers_whoever_accused() {
    check(
        "France accused Azerbaijan of aggression. Baku rejected the accusation.",
        &["AZE>FRA REJECT", "FRA>AZE ACCUSE"],
    );
}

#[test]
fn the_attack_that_is_condemned_is_the_one_told_of_before() {
    check(
        "Israel bombed two sites in Iran on Friday. Oman condemned the attack as illegal.",
        &["ISR>IRN ASSAULT", "OMN>ISR ACCUSE"],
    );
}

#[test]
fn a_refusal_is_of_whoever_asked() {
    check(
        "NATO rejects Serbia's request to deploy up to 1,000 Serbian troops in North Kosovo.",
        &["NATO>SRB REJECT", "SRB>XKX MOBILIZE hypothetical"],
    );
}

#[test]
fn a_weapon_sent_against_somebody_is_an_attack() {
    check(
        "Russia sent 298 attack drones and 69 missiles against Ukrainian cities.",
        &["RUS>UKR ASSAULT"],
    );
}

#[test]
fn fighting_has_both_its_sides_wherever_they_stand() {
    check(
        "Fighting resumed between the Ethiopian military and the Eritrean army.",
        &["ETH,ERI> ASSAULT"],
    );
    check(
        "A Thai soldier was killed in clashes with Cambodian troops.",
        &["KHM,THA> ASSAULT"],
    );
}

#[test]
fn a_refusal_is_an_event_and_what_is_refused_is_none() {
    check_has(
        "Iran refused to meet American officials.",
        &["IRN>USA REJECT"],
        &["IRN>USA CONSULT", "IRN,USA> CONSULT"],
    );
}

#[test]
fn a_threat_is_no_deed() {
    check_has(
        "North Korea threatened to attack South Korea.",
        &["PRK>KOR THREATEN", "PRK>KOR ASSAULT hypothetical"],
        &["PRK>KOR ASSAULT"],
    );
}

#[test]
fn cooperation_to_come_is_agree() {
    check_has(
        "China will provide food aid to Ethiopia.",
        &["CHN>ETH AGREE"],
        &["CHN>ETH AID"],
    );
    check_has(
        "France agreed to send weapons to Ukraine.",
        &["FRA>UKR AGREE"],
        &["FRA>UKR AID"],
    );
}

#[test]
fn lifting_goes_the_other_way_than_imposing() {
    check("Canada imposed sanctions on Belarus.", &["CAN>BLR COERCE"]);
    check("Canada lifted sanctions on Belarus.", &["CAN>BLR RETREAT"]);
}

#[test]
fn diplomats_are_summoned_expelled_and_recalled() {
    check_has(
        "Poland summoned the Russian ambassador.",
        &["POL>RUS ACCUSE"],
        &[],
    );
    check_has(
        "Poland expelled two Russian diplomats.",
        &["POL>RUS SANCTION"],
        &[],
    );
    check_has(
        "Poland recalled its ambassador from Hungary.",
        &["POL>HUN SANCTION"],
        &[],
    );
}

#[test]
fn drills_together_are_cooperation_and_a_called_off_meeting_is_a_rejection() {
    check_has(
        "India held military exercises with Japan.",
        &["IND>JPN COOPERATE"],
        &[],
    );
    check_has(
        "Mexico cancelled talks with the United States.",
        &["MEX>USA REJECT"],
        &["MEX>USA CONSULT"],
    );
}

#[test]
fn symmetric_wording_has_no_recipient_and_initiative_has() {
    check_has(
        "Egypt and Turkey held talks in Cairo.",
        &["EGY,TUR> CONSULT"],
        &[],
    );
    check_has(
        "Putin called Netanyahu, Erdogan and Macron.",
        &["RUS>ISR CONSULT", "RUS>TUR CONSULT", "RUS>FRA CONSULT"],
        &[],
    );
}

#[test]
fn a_missing_agent_stays_missing() {
    check_has(
        "The annexation of Crimea angered Germany.",
        &[">UKR COERCE"],
        &["DEU>UKR COERCE", "RUS>UKR COERCE"],
    );
}

#[test]
fn an_accusation_is_a_fact_and_its_content_alleged() {
    check_has(
        "Armenia accused Azerbaijan of shelling Armenian villages.",
        &["ARM>AZE ACCUSE", "AZE>ARM ASSAULT alleged"],
        &["AZE>ARM ASSAULT"],
    );
}

#[test]
fn a_denial_is_a_fact_and_its_content_denied() {
    check_has(
        "Rwanda denied attacking Congo.",
        &["RWA>COD ASSAULT negated denied"],
        &["RWA>COD ASSAULT"],
    );
}

#[test]
fn conditions_wishes_and_questions_are_no_facts() {
    for text in [
        "If Russia attacks Poland, NATO would respond.",
        "Russia could attack Poland.",
        "Should Russia attack Poland?",
        "Germany fears that Russia may attack Poland.",
    ] {
        check_has(text, &[], &["RUS>POL ASSAULT", "RUS>POL ASSAULT reported"]);
    }
}

#[test]
fn negation_is_read_from_the_verb_and_from_the_noun() {
    check_has(
        "Israel did not attack Lebanon.",
        &["ISR>LBN ASSAULT negated"],
        &[],
    );
    check_has(
        "Israel failed to attack Lebanon.",
        &[],
        &["ISR>LBN ASSAULT"],
    );
}

#[test]
fn outlets_report_and_parties_claim() {
    let statements = coded("Reuters reported that Pakistan shelled India.");
    let event = statements
        .iter()
        .find(|statement| statement.attribution.outlet.is_some());
    assert_eq!(
        event.map(|statement| statement.attribution.assertion),
        Some(Assertion::Reported)
    );
    check_has(
        "India said that Pakistan shelled Indian villages.",
        &["PAK>IND ASSAULT alleged"],
        &["PAK>IND ASSAULT"],
    );
}

#[test]
fn the_owner_of_what_is_hit_is_the_one_attacked() {
    check_has(
        "Israeli jets bombed Iranian nuclear sites.",
        &["ISR>IRN ASSAULT"],
        &[],
    );
    check_has(
        "A missile strike on a residential building in Kyiv killed nine people.",
        &[">UKR ASSAULT"],
        &[],
    );
}

#[test]
fn sport_accidents_and_weather_are_no_events() {
    for text in [
        "England beat Australia in the final of the rugby championship.",
        "An earthquake killed forty people in Peru.",
        "A train crash injured thirty people in Spain.",
    ] {
        check(text, &[]);
    }
}

#[test]
fn an_offer_to_mediate_says_between_whom() {
    let statements = coded("Qatar offered to mediate between Ethiopia and Eritrea.");
    let offer = statements
        .iter()
        .filter_map(Statement::event)
        .find(|event| event.event_type == chancery_model::EventType::Agree);
    let dispute: Vec<&str> = offer
        .map(|event| event.dispute.iter().map(|id| id.as_str()).collect())
        .unwrap_or_default();
    assert_eq!(dispute, ["ETH", "ERI"]);
}

#[test]
fn the_dead_are_counted_and_the_day_is_found() {
    let statements = coded("On June 3, 2025, Sudanese rebels killed 12 Egyptian soldiers.");
    let statement = statements
        .iter()
        .find(|statement| statement.event().is_some_and(|event| event.dead.is_some()));
    assert_eq!(
        statement.and_then(|statement| statement.event()?.dead),
        Some(12)
    );
    assert_eq!(
        statement.and_then(|statement| statement.date.from),
        "2025-06-03".parse().ok()
    );
}

#[test]
fn a_date_at_the_end_of_a_phrase_dates_its_act() {
    let statements = coded("The crater left by the strike on a house in Odesa on June 9 is large.");
    let strike = statements
        .iter()
        .find(|statement| line(statement).is_some_and(|line| line == ">UKR ASSAULT"));
    assert_eq!(
        strike.and_then(|statement| statement.date.from),
        "2025-06-09".parse().ok(),
        "{statements:#?}"
    );
}

#[test]
fn crowds_protest_and_do_not_accuse() {
    check_has(
        "Thousands of people protested in Spain against a Moroccan raid.",
        &["ESP>MAR PROTEST"],
        &["ESP>MAR ACCUSE"],
    );
}

#[test]
fn old_events_are_history() {
    check_has(
        "In 1990, Iraq invaded Kuwait.",
        &["IRQ>KWT ASSAULT historical"],
        &["IRQ>KWT ASSAULT"],
    );
}

#[test]
fn one_event_reported_twice_is_one_statement_with_both_places() {
    let statements = coded(
        "Turkey bombed Syria on June 10, 2025. The Turkish army bombed Syria on June 10, 2025.",
    );
    let events: Vec<&Statement> = statements
        .iter()
        .filter(|statement| line(statement).is_some_and(|line| line == "TUR>SYR ASSAULT"))
        .collect();
    assert_eq!(events.len(), 1, "{statements:#?}");
    assert_eq!(
        events.first().map(|statement| statement.also.len()),
        Some(1)
    );
}

#[test]
fn the_same_text_gives_the_same_ids_and_spans_are_of_the_text() {
    let text =
        "Zürich — Iran’s envoy met Swiss officials. Russia condemned Israel’s strikes on Iran.";
    let first = coded(text);
    let second = coded(text);
    assert_eq!(first, second);
    for statement in &first {
        assert_eq!(
            statement.evidence.span().of(text),
            statement.evidence.text,
            "{statement:#?}"
        );
    }
}

#[test]
fn nothing_panics_on_odd_text() {
    for text in [
        "",
        " ",
        "?",
        "\u{feff}",
        "— — —",
        "said said said",
        "Of of of to the.",
    ] {
        let _ = coded(text);
    }
}

#[test]
fn natives_without_a_state_are_of_the_country_the_event_is_in() {
    check_has(
        "Nepalese police arrested dozens of protesters.",
        &["NPL>NPL COERCE"],
        &[],
    );
    // Across a border nobody is taken for a countryman of the other side.
    check_has(
        "American soldiers killed three gunmen in Syria.",
        &[],
        &["USA>USA ASSAULT"],
    );
}

#[test]
fn a_threat_is_meant_for_whom_its_condition_names() {
    check_has(
        "Russia threatened to stop negotiations unless the United States withdraws the missiles.",
        &["RUS>USA THREATEN"],
        &[],
    );
}

#[test]
fn a_vow_of_harm_is_a_threat() {
    check_has(
        "Iran vowed that Israel would meet a bitter fate.",
        &["IRN>ISR THREATEN"],
        &["IRN>ISR AGREE"],
    );
}

#[test]
fn what_somebody_claims_to_have_done_accuses_nobody() {
    check_has(
        "Turkey claims to have killed ten PKK fighters.",
        &[],
        &["TUR>PKK ACCUSE", "TUR>TUR ACCUSE"],
    );
}

#[test]
fn nature_and_crashes_do_not_attack() {
    check("Typhoon Ondoy killed forty people in the Philippines.", &[]);
    check(
        "Nine people were killed after a bus plunged into a ravine in Peru.",
        &[],
    );
    check("2011 Syrian uprising: A museum opens in Damascus.", &[]);
}

#[test]
fn candidates_for_mediation_are_named_as_possible_mediators() {
    check_has(
        "Russia has slipped into the ranks of secondary contenders for mediation, alongside Turkey or Qatar.",
        &["TUR> CONSULT hypothetical", "QAT> CONSULT hypothetical"],
        &["TUR> CONSULT"],
    );
}

#[test]
fn being_willing_and_saying_one_would_are_told_apart() {
    check_has(
        "North Korea said it would release the American pilot.",
        &["PRK>USA AGREE reported", "PRK>USA RETREAT future reported"],
        &["PRK>USA RETREAT reported"],
    );
}

#[test]
fn each_destination_has_its_own_day() {
    let days: Vec<_> = coded("Modi visited Paris on Monday and London on Tuesday.")
        .iter()
        .filter_map(|statement| Some((line(statement)?, statement.date.from?.to_string())))
        .collect();
    let expected = [
        ("IND>FRA CONSULT", "2025-06-16"),
        ("IND>GBR CONSULT", "2025-06-17"),
    ];
    let expected = expected.map(|(line, day)| (line.to_owned(), day.to_owned()));
    assert_eq!(days, expected);
}

#[test]
fn who_claims_an_attack_made_it() {
    check_has(
        "The Taliban claimed responsibility for a bombing in Lahore that killed 26 soldiers.",
        &["AFG>PAK ASSAULT reported"],
        &[">PAK ASSAULT", ">PAK ASSAULT alleged"],
    );
    check_has(
        "A bombing claimed by the Taliban killed ten Pakistani soldiers.",
        &["AFG>PAK ASSAULT"],
        &[">PAK ASSAULT"],
    );
}

#[test]
fn holding_a_town_is_no_support_and_being_wanted_no_threat() {
    check_has(
        "Ukrainian soldiers defended the town of Bakhmut from Russian advances.",
        &[],
        &["UKR>UKR SUPPORT", "UKR>RUS SUPPORT"],
    );
    check_has(
        "A man wanted in Kenya for the bombing of a hotel is arrested.",
        &[],
        &[">KEN THREATEN", "KEN> THREATEN"],
    );
    check_has("Germany defended its decision.", &["DEU> SUPPORT"], &[]);
}

#[test]
fn fire_that_two_exchange_is_an_attack_of_both() {
    check_has(
        "North Korea and South Korea exchange gunfire across the border.",
        &["PRK,KOR> ASSAULT"],
        &[],
    );
    check_has(
        "Israel and Hezbollah trade fire.",
        &["ISR,LBN> ASSAULT"],
        &[],
    );
}

#[test]
fn both_sides_of_a_fight_between_two_are_these_two() {
    check_has(
        "Clashes between Armenia and Azerbaijan ended on Sunday. Both sides agreed to a ceasefire.",
        &["ARM,AZE> AGREE"],
        &[],
    );
}

#[test]
fn who_attacks_where_people_come_to_harm_did_the_harm() {
    check_has(
        "Five Sudanese soldiers are killed during an airstrike by Chad near the border.",
        &["TCD>SDN ASSAULT"],
        &[">SDN ASSAULT", "TCD> ASSAULT"],
    );
    check_has(
        "Three Kenyan policemen were killed when Somali militants attacked their convoy.",
        &["SOM>KEN ASSAULT"],
        &[">KEN ASSAULT"],
    );
    check_has(
        "Two civilians were killed and 21 others injured in Russian missile strikes across Ukraine.",
        &[],
        &[">RUS ASSAULT", "UKR>RUS ASSAULT"],
    );
}

#[test]
fn what_nobody_did_to_anybody_is_no_attack() {
    for text in [
        "Five people are killed in Indonesia when a lift cable snaps.",
        "One person is killed and 162 others are injured in an explosion at a warehouse in Tashkent, Uzbekistan.",
        "Five people are killed in the United States as a truck turns over.",
    ] {
        let found: Vec<String> = coded(text).iter().filter_map(line).collect();
        assert!(
            !found.iter().any(|line| line.contains("ASSAULT")),
            "{text}: {found:?}"
        );
    }
    check_has(
        "Ten people are killed in Kenya when a bomb explodes at a market.",
        &[">KEN ASSAULT"],
        &[],
    );
}

#[test]
fn weapons_of_others_are_destroyed_by_force() {
    check_has(
        "Ukraine destroyed a Russian tank.",
        &["UKR>RUS ASSAULT"],
        &["UKR>RUS RETREAT", "UKR> RETREAT"],
    );
    check_has(
        "Libya destroyed its chemical weapons.",
        &["LBY> RETREAT"],
        &[],
    );
    check_has(
        "A Kenyan man pleads guilty to a murder in Somalia.",
        &[],
        &["KEN>SOM REQUEST"],
    );
}

#[test]
fn a_word_before_the_talks_names_the_mediator() {
    let mediation = |text: &str, expected: &[&str]| {
        let mut found: Vec<String> = coded(text)
            .iter()
            .filter(|statement| statement.rule.starts_with("brokered:"))
            .filter_map(line)
            .collect();
        found.sort();
        assert_eq!(found, expected, "{text}");
    };
    mediation(
        "Armenia and Azerbaijan agreed on a ceasefire following Russian-brokered talks in Moscow.",
        &["RUS>ARM,AZE CONSULT"],
    );
    mediation(
        "Israel and Hamas accepted a Qatari-mediated truce.",
        &["QAT>ISR,PSE CONSULT"],
    );
    mediation(
        "Ethiopia rejected African Union-brokered talks with Eritrea.",
        &["AU>ERI,ETH CONSULT hypothetical"],
    );
    mediation(
        "Sudan accused Chad of violating the Libyan-brokered accord.",
        &["LBY>TCD,SDN CONSULT reported"],
    );
    mediation("Peru bought French-made aircraft.", &[]);
    mediation(
        "Fighting resumed after internationally brokered talks.",
        &[],
    );
}

#[test]
fn a_request_of_which_the_text_says_that_there_was_none() {
    let asked = |text: &str, expected: &[&str]| {
        let mut found: Vec<String> = coded(text)
            .iter()
            .filter_map(line)
            .filter(|line| line.contains("REQUEST"))
            .collect();
        found.sort();
        found.dedup();
        assert_eq!(found, expected, "{text}");
    };
    asked(
        "Turkey stayed out of the war, citing the absence of a pact with Georgia and the lack of a request for help.",
        &["GEO>TUR REQUEST negated"],
    );
    asked(
        "Kenya said that there had been no request for assistance from Uganda.",
        &["UGA>KEN REQUEST negated reported"],
    );
}

#[test]
fn a_mediated_ceasefire_is_about_the_dispute_of_those_who_agree() {
    let text = "Armenia and Azerbaijan agreed on a ceasefire after Russian-brokered talks.";
    let statements = coded(text);
    let agreed = statements
        .iter()
        .filter_map(Statement::event)
        .find(|event| event.event_type == chancery_model::EventType::Agree);
    let dispute: Vec<&str> = agreed
        .into_iter()
        .flat_map(|event| event.dispute.iter().map(|id| id.as_str()))
        .collect();
    assert_eq!(dispute, ["ARM", "AZE"]);
}

#[test]
fn a_noun_names_the_mediator() {
    let mediation = |text: &str, expected: &[&str]| {
        let mut found: Vec<String> = coded(text)
            .iter()
            .filter(|statement| statement.rule.starts_with("mediator:"))
            .filter_map(line)
            .collect();
        found.sort();
        assert_eq!(found, expected, "{text}");
    };
    mediation(
        "Chad and Sudan agreed to a truce following mediation efforts by the foreign minister of Libya.",
        &["LBY>TCD,SDN CONSULT"],
    );
    mediation("Peru called for mediation by the United Nations.", &[]);
    mediation("The mediator was tired.", &[]);
}

#[test]
fn a_condition_needs_no_if() {
    check_has(
        "Norway would never have signed had Finland refused to withdraw its troops, one diplomat said.",
        &[],
        &[
            "FIN> REJECT",
            "FIN> REJECT reported",
            "FIN>FIN REJECT reported",
        ],
    );
    check_has(
        "Kenya would have sent troops had Uganda attacked Rwanda.",
        &["UGA>RWA ASSAULT hypothetical"],
        &["UGA>RWA ASSAULT"],
    );
}

#[test]
fn the_subject_of_a_second_verb_is_not_an_object_of_the_first() {
    check_has(
        "Protesters in Cairo stormed the Danish embassy and Egypt's defence minister, Abdel Fattah el-Sisi, condemned Denmark.",
        &["EGY>DNK ACCUSE"],
        &["EGY>EGY ASSAULT"],
    );
}

#[test]
fn who_acts_on_it_is_not_it() {
    check_has(
        "Ethiopia wages a war against Eritrea to stop it from approaching the United States.",
        &[],
        &[
            "ETH>ETH COERCE hypothetical",
            "ETH>ETH COERCE",
            "ETH>USA CONSULT hypothetical",
        ],
    );
}

#[test]
fn the_two_countries_are_states_named_together() {
    check_has(
        "The Thai-Cambodian truce held. China sold arms to the Houthis. The two countries agreed on a roadmap.",
        &["THA,KHM> AGREE"],
        &["CHN,HOUTHI> AGREE"],
    );
}

#[test]
fn troops_promised_for_protection_are_no_threat() {
    check_has(
        "France has promised to send troops to defend Greece if it is attacked.",
        &[],
        &["FRA> THREATEN", "FRA>GRC THREATEN"],
    );
}

#[test]
fn trying_to_topple_somebody_topples_nobody() {
    check_has(
        "Chad sponsored insurgents seeking to topple the government of Sudan.",
        &[],
        &["?>SDN COERCE", "TCD>SDN COERCE"],
    );
}

#[test]
fn what_a_year_is_compared_with_is_no_date() {
    let statements = coded("Unlike in 2015, France condemned Hungary.");
    let event = statements.iter().find(|one| one.event().is_some());
    let event = event.map(|one| (one.status, one.date.expression.clone()));
    assert_eq!(event, Some((Status::Actual, None)));
}

#[test]
fn local_serbs_are_not_serbia_and_local_officials_are_officials() {
    check_has(
        "Local Serbs attacked NATO troops in Kosovo.",
        &[],
        &["SRB>NATO ASSAULT"],
    );
    check_has(
        "Local Russian officials met Chinese diplomats.",
        &["RUS,CHN> CONSULT"],
        &[],
    );
}

#[test]
fn being_fed_up_feeds_nobody() {
    check("Armenia is fed up.", &[]);
}

#[test]
fn who_emerges_as_a_mediator_mediates() {
    check_has(
        "Oman's foreign minister has emerged as a mediator in the crisis.",
        &["OMN> CONSULT"],
        &[],
    );
}

#[test]
fn a_membership_to_be_approved_is_none_yet() {
    let statements =
        coded("The parliament of Hungary votes to approve Finland's accession to NATO.");
    let membership = statements.iter().find_map(|one| match &one.body {
        chancery_model::Body::Membership(membership) => Some(membership.membership),
        _ => None,
    });
    assert_eq!(
        membership,
        Some(chancery_model::MembershipStatus::Applicant)
    );
}

#[test]
fn a_meeting_that_ends_is_no_break() {
    check_has(
        "The foreign ministers of Guyana and Venezuela ended the meeting in Brazil without a consensus.",
        &[],
        &["GUY,VEN>BRA SANCTION", "GUY,VEN> SANCTION"],
    );
}

/// Coding looks at the predicates and days of a sentence, not of the whole document: a paragraph
/// eight times as long takes no more than eight times the looks.
#[test]
fn the_work_grows_with_the_text_and_no_faster() {
    let looks = |times: usize| {
        let text = "Kenyan forces shelled a camp in Somalia on Monday, killing three. Ethiopia called \
            for an end to the fighting and asked Kenya to withdraw on 3 June. Somali officials said on \
            Tuesday that they would answer if Kenya attacked again. "
            .repeat(times);
        let document = Document::new("test", text);
        let analysis = chancery_text::analyse(&document, English::embedded());
        let resolution = chancery_actors::resolve(&document, &analysis, Dictionary::embedded());
        let mentions = crate::mentions_of(&analysis, &resolution);
        let reading = crate::events::Reading::new(&document, &analysis, &mentions);
        let coded = crate::events::code_events(&reading).statements;
        assert!(!coded.is_empty());
        reading.looked_at.load(std::sync::atomic::Ordering::Relaxed)
    };
    let (short, long) = (looks(10), looks(80));
    assert!(short > 0);
    assert!(long <= 9 * short, "{short} looks became {long}");
}
