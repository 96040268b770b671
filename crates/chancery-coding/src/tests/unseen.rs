//! General causes of wrong readings that dispatches and articles new to the rules have shown.

use super::{check, check_has, coded};

#[test]
fn a_verb_joined_to_one_that_is_suffered_has_the_same_subject() {
    check_has(
        "Maduro faces a vote this year and has barred his rival María Corina Machado from running.",
        &["VEN>VEN COERCE"],
        &[">VEN COERCE"],
    );
}

#[test]
fn a_relative_clause_with_a_subject_of_its_own_is_active() {
    check_has(
        "Serbia has not joined the sanctions that the EU imposed on Russia.",
        &["EU>RUS COERCE"],
        &[">RUS COERCE"],
    );
}

#[test]
fn who_telephones_somebody_to_demand_something_demands_it() {
    check_has(
        "Antony Blinken, the US Secretary of State, telephoned Aleksandar Vucic of Serbia to demand a withdrawal.",
        &["USA>SRB CONSULT"],
        &["SRB> REQUEST"],
    );
}

#[test]
fn whoever_bears_consequences_has_met_no_bear() {
    check_has(
        "Beijing warned the Philippines to be prepared to bear the consequences.",
        &["CHN>PHL THREATEN"],
        &[],
    );
}

#[test]
fn whoever_trades_during_a_war_is_not_in_it() {
    check(
        "Turkey sold drones to Ethiopia during the war in Tigray.",
        &["TUR>ETH COOPERATE"],
    );
}

#[test]
fn a_war_that_the_author_rules_out_is_no_promise() {
    check(
        "Egypt will not go to war with Ethiopia over the dam.",
        &["EGY,ETH> ASSAULT negated"],
    );
    check_has(
        "Egypt said that it would not go to war with Ethiopia.",
        &["EGY,ETH> AGREE reported"],
        &[],
    );
}

#[test]
fn a_deed_by_which_somebody_replies_is_not_what_is_said() {
    check(
        "Maduro of Venezuela replied by sending troops to the coast of Guyana.",
        &["VEN>GUY MOBILIZE"],
    );
}

#[test]
fn a_government_that_protests_disapproves() {
    check(
        "Guyana held an auction. Venezuela protested.",
        &["VEN> ACCUSE"],
    );
    check(
        "Thousands of Venezuelans protested against Maduro.",
        &["VEN>VEN PROTEST"],
    );
}

#[test]
fn an_agreement_named_after_a_town_has_not_that_towns_state_for_a_party() {
    check(
        "The Ohrid agreement, which Serbia and Kosovo accepted in March, has never been signed.",
        &["SRB,XKX> AGREE"],
    );
}

#[test]
fn nobody_is_met_in_ones_own_town() {
    check(
        "The United Arab Emirates hosted several meetings in Abu Dhabi.",
        &["ARE> CONSULT"],
    );
}

#[test]
fn who_does_something_to_them_is_not_they() {
    check(
        "Israel took fighters to Jordan. Canada and Germany offered refuge to some of them.",
        &["CAN,DEU> AGREE"],
    );
}

#[test]
fn the_accuser_behind_a_charge_accuses() {
    check_has(
        "Guatemalan President Jimmy Morales is accused of sexual abuse by the Mexican foreign minister.",
        &["MEX>GTM ACCUSE"],
        &[">GTM ACCUSE"],
    );
}

#[test]
fn whoever_a_court_tries_is_of_its_country_unless_said_otherwise() {
    check_has(
        "Chile's Supreme Court convicts two retired generals of illegal weapons sales to Croatia in 1991.",
        &["CHL>CHL SANCTION"],
        &["CHL>? SANCTION historical", "CHL>CHL SANCTION historical"],
    );
}

#[test]
fn a_heading_dates_nothing() {
    let days: Vec<Option<chancery_model::Date>> =
        coded("2011 Syrian uprising: Syrian security forces kill 18 protesters.")
            .iter()
            .map(|statement| statement.date.from)
            .collect();
    assert!(days.iter().all(Option::is_none), "{days:?}");
}

#[test]
fn explosions_at_work_and_floods_are_accidents() {
    check(
        "An explosion at a chemical plant near Cairo, Egypt, injures 12 people.",
        &[],
    );
    check("Heavy flooding in Nigeria kills 44 people.", &[]);
    check(
        "At least 49 people are killed by a fire and explosions at a storage depot in Bangladesh.",
        &[],
    );
}

#[test]
fn a_treaty_known_by_its_name_is_suspended_towards_its_other_parties() {
    check(
        "India suspended the Indus Waters Treaty.",
        &["IND>PAK SANCTION"],
    );
    check_has(
        "Russia withdrew from the New START treaty.",
        &["RUS>USA SANCTION"],
        &[],
    );
    check(
        "Brazil suspended the Indus Waters Treaty.",
        &["BRA> SANCTION"],
    );
}

#[test]
fn a_request_that_nobody_received_is_said_not_to_have_been_made() {
    check(
        "Russia has received no official request for help from Armenia.",
        &["ARM>RUS REQUEST negated"],
    );
    check(
        "The Kremlin said that no official request for assistance had come from Armenia.",
        &["ARM>RUS REQUEST negated reported"],
    );
}

#[test]
fn whoever_was_killed_is_not_accused_by_who_investigates() {
    check_has(
        "In Lebanon, a Lebanese judge is investigating the murder of Rafik Hariri.",
        &["LBN> ACCUSE"],
        &["LBN>LBN ACCUSE"],
    );
}

#[test]
fn what_stands_before_a_semicolon_is_no_evidence_for_what_follows() {
    let evidence: Vec<String> = coded(
        "The United States had hosted talks in Washington; Ethiopia refused to sign the text that Egypt had drafted.",
    )
    .iter()
    .filter(|statement| {
        statement
            .event()
            .is_some_and(|event| event.event_type == chancery_model::EventType::Reject)
    })
    .map(|statement| statement.evidence.text.clone())
    .collect();
    assert!(!evidence.is_empty());
    assert!(
        evidence.iter().all(|text| text.starts_with("Ethiopia")),
        "{evidence:?}"
    );
}

#[test]
fn an_agreement_does_not_bind_or_free_who_is_no_party_to_it() {
    let parties: Vec<Vec<String>> = coded(
        "Vietnam signed an agreement on coast guard cooperation with the Philippines in January. \
         American officials say that they are not obliged to defend the resupply missions.",
    )
    .iter()
    .filter_map(|statement| match &statement.body {
        chancery_model::Body::Agreement(agreement) if statement.rule.contains("duty") => Some(
            agreement
                .parties
                .iter()
                .filter_map(|one| one.state().map(ToString::to_string))
                .collect(),
        ),
        _ => None,
    })
    .collect();
    assert!(
        parties
            .iter()
            .all(|parties| parties.contains(&"USA".to_owned())),
        "{parties:?}"
    );
}

#[test]
fn what_does_not_take_place_did_not_happen() {
    check(
        "The sixth round of US-Iranian talks, which Oman was to have hosted on Sunday, did not take place.",
        &["IRN,USA> CONSULT negated"],
    );
    check_has(
        "The talks between India and Pakistan went ahead in Doha.",
        &["IND,PAK> CONSULT"],
        &["IND,PAK> CONSULT negated"],
    );
}

#[test]
fn an_act_that_would_bring_something_is_supposed_and_one_that_is_known_is_not() {
    check_has(
        "Rudenko told deputies that an American attack on Iran would not oblige Moscow to help.",
        &["USA>IRN ASSAULT hypothetical reported"],
        &[],
    );
    check_has(
        "The Chinese attack on Taiwan would not go unanswered, Tokyo said.",
        &["CHN>TWN ASSAULT reported"],
        &[],
    );
}

#[test]
fn a_list_beside_a_plural_noun_names_all_of_them() {
    check(
        "Putin met the leaders of the three allies, Mali, Niger and Burkina Faso.",
        &["RUS,MLI,NER,BFA> CONSULT"],
    );
}

#[test]
fn whose_is_the_one_that_the_clause_hangs_on() {
    check_has(
        "Mali, whose foreign minister accused France of spying, closed its airspace.",
        &["MLI>FRA ACCUSE"],
        &[],
    );
}

#[test]
fn a_refusal_by_itself_answers_what_was_offered_or_asked_last() {
    check(
        "Russia offered to host the next round of talks. Armenia declined.",
        &["RUS> AGREE", "ARM>RUS REJECT"],
    );
}

#[test]
fn hosts_and_those_who_offer_their_services_would_mediate() {
    for text in [
        "Kenya offered to host talks between Ethiopia and Eritrea.",
        "Qatar offered its services.",
        "Kazakhstan is ready to facilitate a dialogue between Armenia and Azerbaijan.",
        "Turkey offered Istanbul as a venue.",
    ] {
        let mediation = coded(text).iter().any(|statement| {
            statement.event().is_some_and(|event| {
                event.contexts.contains(&chancery_model::Context::Mediation)
                    && event.event_type == chancery_model::EventType::Agree
            })
        });
        assert!(mediation, "{text}");
    }
    let own = coded("Japan offered to host talks with South Korea.")
        .iter()
        .any(|statement| {
            statement
                .event()
                .is_some_and(|event| event.contexts.contains(&chancery_model::Context::Mediation))
        });
    assert!(!own);
}

#[test]
fn a_dispute_is_taken_to_a_court_or_council_and_bases_are_opened() {
    check_has(
        "Guyana took the dispute to the UN Security Council.",
        &["GUY>UNO REQUEST"],
        &[],
    );
    check_has(
        "The Philippines granted the United States access to four more bases.",
        &["PHL>USA COOPERATE"],
        &[],
    );
}

#[test]
fn what_somebody_calls_hideouts_is_what_is_bombed() {
    check_has(
        "Turkish jets bombed what the army described as hideouts in Iraq.",
        &["TUR>IRQ ASSAULT"],
        &[],
    );
}

#[test]
fn whoever_adopts_a_resolution_that_accuses_accuses() {
    check_has(
        "The African Union adopted a statement that accused Rwanda of aggression.",
        &["AU>RWA ACCUSE"],
        &[],
    );
}

#[test]
fn named_places_are_taken_and_both_are_the_last_two() {
    check("Ukraine retook Kherson.", &["UKR>UKR ASSAULT"]);
    check_has(
        "Iran and Turkey condemned the raid. Both sent envoys to Baghdad.",
        &["IRN,TUR>IRQ CONSULT"],
        &[],
    );
}

#[test]
fn a_call_on_a_leader_to_resign_is_a_request_though_there_is_fighting() {
    check_has(
        "Syrian rebels attacked the army. They called on Assad to resign.",
        &[],
        &["SYR>SYR AGREE"],
    );
}

#[test]
fn who_vows_that_the_own_state_will_strike_back_threatens_nobody_of_it() {
    check_has(
        "President Zardari vowed that Pakistan would retaliate.",
        &[],
        &["PAK>PAK THREATEN"],
    );
}

#[test]
fn a_line_that_is_drawn_is_a_threat() {
    check_has(
        "Mali warned that any attack on Niger would be considered a declaration of war.",
        &["MLI> THREATEN"],
        &[],
    );
}

#[test]
fn an_attack_that_stands_with_the_last_of_two_verbs_is_that_of_both() {
    check_has(
        "Seven soldiers are killed and 28 are injured in an offensive by the Rapid Support Forces near Khartoum, Sudan.",
        &["SDN>SDN ASSAULT"],
        &[">SDN ASSAULT"],
    );
    check_has(
        "Seven people are killed and nine are injured in Russian missile strikes in Kharkiv, Ukraine.",
        &["RUS>UKR ASSAULT"],
        &[">UKR ASSAULT"],
    );
}

#[test]
fn a_denial_answers_whoever_claimed_it() {
    check_has(
        "The Houthis state that they attacked a ship, although American officials deny this claim.",
        &["USA>YEM REJECT"],
        &[],
    );
}

#[test]
fn the_bloc_is_the_organisation_named_last_and_its_own_is_the_clauses() {
    check_has(
        "Armenia criticised the CSTO. It recalled its envoy to the bloc.",
        &["ARM>CSTO SANCTION"],
        &[],
    );
    check_has(
        "France condemned the coup. Germany, which asked Niger for the return of its soldiers, suspended aid.",
        &["DEU>NER REQUEST"],
        &["FRA>NER RETREAT"],
    );
}

#[test]
fn election_rallies_and_safe_explosions_are_no_protest_and_no_attack() {
    check(
        "A bomb is found in Berlin. It is safely detonated by German police.",
        &[],
    );
    check_has(
        "A suicide bomber kills 13 people at an election rally in Afghanistan.",
        &["AFG>AFG ASSAULT"],
        &[">AFG PROTEST", "AFG>AFG PROTEST"],
    );
}

#[test]
fn whoever_insists_on_what_is_so_demands_nothing() {
    check_has(
        "Abiy insists that Ethiopia does not intend to attack Eritrea.",
        &[],
        &["ETH> REQUEST", "ETH>ERI REQUEST"],
    );
}

#[test]
fn an_agreement_on_something_with_somebody_is_with_them() {
    check_has(
        "Hungary signed an agreement on defence cooperation with Serbia.",
        &["HUN,SRB> SUPPORT"],
        &[],
    );
}

#[test]
fn the_rebels_are_the_armed_group_named_last() {
    check_has(
        "Houthi fighters attacked a ship. Saudi Arabia led a coalition. The rebels stormed UN offices in Sanaa.",
        &["YEM>UNO ASSAULT"],
        &["SAU>UNO ASSAULT"],
    );
}

#[test]
fn who_asks_a_question_requests_nothing() {
    check_has(
        "Modi, asked about a possible attack on Pakistan, did not answer.",
        &[],
        &["IND>PAK REQUEST", ">IND REQUEST"],
    );
    check("When Aliyev was asked what he owed Turkey, he smiled.", &[]);
    check_has(
        "Macron was asked whether France would attack Niger.",
        &["FRA>NER ASSAULT hypothetical"],
        &[">FRA REQUEST"],
    );
}

#[test]
fn what_is_met_with_something_is_no_meeting_and_conceding_that_it_is_so_yields_nothing() {
    check_has(
        "Any Chinese intervention would be met with force, Taiwan said.",
        &[],
        &["CHN> CONSULT hypothetical", "CHN> AGREE", "CHN> CONSULT"],
    );
    check_has(
        "The Kremlin conceded on Tuesday that Armenia had accepted the mediation of France.",
        &[],
        &["RUS> CONCEDE", ">RUS CONCEDE"],
    );
}

#[test]
fn a_war_that_two_agree_should_end_is_known_and_a_surrender_demanded_is_no_agreement() {
    check_has(
        "Erdogan agreed that the war between Sudan and Ethiopia ought to end.",
        &["SDN,ETH> ASSAULT"],
        &["SDN,ETH> ASSAULT future"],
    );
    check_has(
        "Ethiopia attacked Eritrea. On Tuesday Ethiopia called for the surrender of Eritrea.",
        &["ETH>ERI REQUEST"],
        &["ETH>ERI AGREE"],
    );
}

#[test]
fn what_is_hit_across_a_country_is_that_countrys() {
    check(
        "Israeli aircraft attacked missile bases across Iran.",
        &["ISR>IRN ASSAULT"],
    );
    check(
        "Russian missiles struck power stations throughout Ukraine.",
        &["RUS>UKR ASSAULT"],
    );
}

#[test]
fn who_is_at_war_not_with_somebody_is_at_no_war_with_them() {
    check_has(
        "Vance insisted that America was at war not with Iran but with its nuclear programme.",
        &[],
        &[
            "USA,IRN> ASSAULT",
            "USA,IRN> ASSAULT reported",
            "IRN,USA> ASSAULT",
        ],
    );
}
