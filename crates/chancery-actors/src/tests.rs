use super::*;
use chancery_model::Document;
use chancery_text::analyse;
use chancery_text::english::English;

/// Returns the mentions of a text on a day, as `words = ID:SECTOR name`, with marks for
/// adjectives (~) and places (@).
fn described(date: &str, text: &str) -> Vec<String> {
    let mut document = Document::new("test", text);
    document.published = chancery_model::parse_date(date);
    let analysis = analyse(&document, English::embedded());
    let resolution = resolve(&document, &analysis, Dictionary::embedded());
    resolution
        .mentions
        .iter()
        .map(|mention| {
            let words = analysis.span(mention.tokens.clone()).of(text);
            let actors: Vec<String> = mention
                .actors
                .iter()
                .map(|actor| {
                    let id = actor.id.as_ref().map_or("-", |id| id.as_str());
                    let sector = actor.sector.map_or("", |sector| sector.as_str());
                    let name = actor.name.as_deref().unwrap_or("");
                    format!("{id}:{sector}:{name}")
                        .trim_end_matches(':')
                        .to_owned()
                })
                .collect();
            let marks = format!(
                "{}{}",
                if mention.adjectival { "~" } else { "" },
                if mention.locative { "@" } else { "" }
            );
            format!("{marks}{words} = {}", actors.join(" + "))
        })
        .collect()
}

fn check(date: &str, text: &str, expected: &[&str]) {
    assert_eq!(described(date, text), expected, "{text}");
}

#[test]
fn nationality_role_and_possessor_make_one_mention() {
    check(
        "2025-06-18",
        "Iran's ambassador to Moscow met the Israeli and American defence ministers.",
        &[
            "ambassador = IRN:GOV",
            "Moscow = RUS:GOV",
            "Israeli and American defence ministers = ISR:GOV:Israel Katz + USA:GOV:Pete Hegseth",
        ],
    );
}

#[test]
fn an_office_is_its_holder_s_on_the_day() {
    check(
        "2010-06-18",
        "The Russian president met the German chancellor in Berlin.",
        &[
            "Russian president = RUS:GOV:Dmitry Medvedev",
            "German chancellor = DEU:GOV:Angela Merkel",
            "@Berlin = DEU:GOV",
        ],
    );
}

#[test]
fn an_adjective_on_a_thing_is_marked() {
    check(
        "2025-06-18",
        "Israeli strikes on Iranian soil killed Iranian nuclear chief Mohammad Eslami.",
        &[
            "~Israeli = ISR",
            "~@Iranian = IRN",
            "Iranian nuclear chief Mohammad Eslami = IRN:GOV:Mohammad Eslami",
        ],
    );
}

#[test]
fn names_inside_things_name_nobody() {
    check(
        "2025-06-18",
        "The New York Times reported that Hamas fighters fired rockets from Gaza at Ashkelon.",
        &[
            "Hamas fighters = HAMAS:REB",
            "@Gaza = PSE",
            "@Ashkelon = ISR",
        ],
    );
}

#[test]
fn captions_in_other_scripts_name_people() {
    let text = "Putin spoke in Moscow on Tuesday about the war.\n\nВладимир Путин и Биньямин Нетаньяху в Кремле, Россия";
    let mut document = Document::new("test", text);
    document.published = chancery_model::parse_date("2025-06-18");
    let analysis = analyse(&document, English::embedded());
    let resolution = resolve(&document, &analysis, Dictionary::embedded());
    let named: Vec<&str> = resolution
        .elsewhere
        .iter()
        .map(|named| {
            named
                .actor
                .name
                .as_deref()
                .unwrap_or(named.actor.mention.as_str())
        })
        .collect();
    assert_eq!(named, ["Vladimir Putin", "Benjamin Netanyahu", "Россия"]);
}

#[test]
fn names_in_russian_prose_are_found_at_marks() {
    let text =
        "Позже об этом заявил Владимир Путин. «Нас поддерживает Иран», сказал он, не назвав Катар.";
    let document = Document::new("test", text);
    let analysis = analyse(&document, English::embedded());
    let resolution = resolve(&document, &analysis, Dictionary::embedded());
    let named: Vec<&str> = resolution
        .elsewhere
        .iter()
        .filter_map(|named| named.actor.id.as_ref().map(|id| id.as_str()))
        .collect();
    assert_eq!(named, ["RUS", "IRN", "QAT"]);
}

#[test]
fn a_pair_and_a_role_take_their_states_from_the_text() {
    check(
        "2025-06-18",
        "Israel and Iran exchanged fire. Both sides claimed success.",
        &["Israel = ISR", "Iran = IRN", "Both sides = ISR + IRN"],
    );
    check(
        "2025-06-18",
        "In Kenya, police shot at protesters. The government denied it.",
        &[
            "@Kenya = KEN",
            "police = KEN:COP",
            "protesters = KEN:OPP",
            "government = KEN:GOV",
        ],
    );
}

#[test]
fn a_pair_named_side_by_side_comes_before_one_mentioned_later() {
    check(
        "2025-06-18",
        "Israel and Iran exchanged fire. Russia urged both sides to stop.",
        &[
            "Israel = ISR",
            "Iran = IRN",
            "Russia = RUS",
            "both sides = ISR + IRN",
        ],
    );
}

#[test]
fn a_hyphen_ties_a_backer_and_a_prefix_an_enemy() {
    check(
        "2025-06-18",
        "The Iran-backed Houthis attacked pro-Russian separatists.",
        &[
            "~Iran = IRN",
            "Houthis = HOUTHI:REB",
            "~Russian = RUS",
            "Russian separatists = -:REB",
        ],
    );
}

#[test]
fn collectives_are_sets_and_vague_ones_stay_unresolved() {
    check(
        "2025-06-18",
        "The E3 and the Gulf states met world powers.",
        &[
            "E3 = GBR + FRA + DEU",
            "Gulf states = SAU + ARE + QAT + KWT + BHR + OMN",
            "world powers = -",
        ],
    );
    check(
        "2023-06-18",
        "NATO members met.",
        &[
            "NATO members = ALB + BEL + BGR + CAN + CZE + DEU + DNK + ESP + EST + FIN + FRA + GBR + GRC + HRV + HUN + ISL + ITA + LTU + LUX + LVA + MKD + MNE + NLD + NOR + POL + PRT + ROU + SVK + SVN + TUR + USA",
        ],
    );
}

#[test]
fn a_name_with_two_readings_is_read_by_its_cues() {
    check(
        "2020-11-18",
        "Georgia joined the talks.",
        &["Georgia = GEO"],
    );
    check(
        "2020-11-18",
        "A judge in Atlanta ordered Georgia to count the votes again.",
        &["judge = USA:JUD", "@Atlanta = USA", "@Georgia = USA"],
    );
}

#[test]
fn places_and_parties_are_told_apart() {
    check(
        "2024-06-18",
        "Troops withdrew from northern Syria. Kyiv said Moscow fired missiles at Kharkiv.",
        &[
            "Troops = -:MIL",
            "@Syria = SYR",
            "Kyiv = UKR:GOV",
            "Moscow = RUS:GOV",
            "@Kharkiv = UKR",
        ],
    );
}

#[test]
fn a_past_office_makes_its_holder_elite() {
    check(
        "2022-04-01",
        "Trump criticised the former Russian president.",
        &[
            "Trump = USA:ELI:Donald Trump",
            "Russian president = RUS:ELI",
        ],
    );
}

#[test]
fn membership_follows_the_day() {
    let dictionary = Dictionary::embedded();
    let day = chancery_model::parse_date;
    let status = |state, organisation, date| {
        dictionary
            .membership(state, organisation, day(date))
            .map(|row| row.status)
    };
    use chancery_model::MembershipStatus::{Member, Observer};
    assert_eq!(status("IRN", "SCO", "2022-01-01"), Some(Observer));
    assert_eq!(status("IRN", "SCO", "2024-01-01"), Some(Member));
    assert_eq!(status("IRN", "BRICS", "2023-12-31"), None);
    assert_eq!(status("IRN", "EAEU", "2025-01-01"), Some(Observer));
    assert_eq!(dictionary.members("NATO", day("2022-01-01")).len(), 30);
    assert_eq!(dictionary.members("EU", day("2024-01-01")).len(), 27);
    assert_eq!(dictionary.members("UNO", day("2024-01-01")).len(), 193);
    assert_eq!(dictionary.members("OPEC", day("2024-06-01")).len(), 12);
}

#[test]
fn a_group_that_governs_is_a_government_from_that_day() {
    check("2020-06-18", "The Taliban met.", &["Taliban = TALIBAN:REB"]);
    check("2022-06-18", "The Taliban met.", &["Taliban = TALIBAN:GOV"]);
    check(
        "2024-06-18",
        "Yemen's Houthis met.",
        &["Houthis = HOUTHI:REB"],
    );
}

#[test]
fn headlines_keep_their_names() {
    check(
        "2022-06-18",
        "Kurdish-led Syrian Democratic Forces",
        &["Kurdish-led Syrian Democratic Forces = SDF:REB"],
    );
}

#[test]
fn every_row_refers_to_ids_that_exist_and_cites_a_known_source() -> Result<(), TableError> {
    let dictionary = Dictionary::parse()?;
    let known = |id: &str| {
        dictionary.state(id).is_some()
            || dictionary.organisation(id).is_some()
            || dictionary.group(id, None).is_some()
    };
    for row in dictionary.memberships() {
        assert!(known(row.organisation.as_str()), "{}", row.organisation);
        for state in &row.states {
            assert!(known(state.as_str()), "{}: {state}", row.organisation);
        }
    }
    for group in &dictionary.groups {
        for id in group.country.iter().chain(&group.sponsors) {
            assert!(known(id.as_str()), "{}: {id}", group.id);
        }
    }
    for body in &dictionary.bodies {
        if let Some(id) = &body.actor {
            assert!(known(id.as_str()), "{}: {id}", body.name);
        }
    }
    for id in dictionary
        .collectives
        .iter()
        .flat_map(|collective| &collective.members)
    {
        assert!(known(id.as_str()), "{id}");
    }
    for id in dictionary
        .regions
        .iter()
        .filter_map(|region| region.country.as_ref())
    {
        assert!(known(id.as_str()), "{id}");
    }
    for person in dictionary.people() {
        for term in &person.terms {
            assert!(
                known(term.served.as_str()),
                "{}: {}",
                person.name,
                term.served
            );
        }
    }
    let (file, text) = embedded::SOURCES;
    let keys: Vec<String> = table::rows(file, text, &["key", "title", "licence"])?
        .iter()
        .map(|row| row.cell(0).to_owned())
        .collect();
    for (file, text) in embedded::ALL {
        for line in text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .skip(1)
        {
            let source = line.rsplit('\t').next().unwrap_or("");
            assert!(
                source
                    .split('|')
                    .all(|key| keys.iter().any(|known| known == key)),
                "{file}: unknown source {source:?} in {line:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_embedded_tables_parse() -> Result<(), TableError> {
    Dictionary::parse().map(|_| ())
}

#[test]
fn both_sides_are_those_of_the_text_rather_than_the_last_named() {
    let text = "Guyana and Venezuela quarrel. Guyana fears Venezuela. Venezuela claims land that Guyana holds. \
                Cuba supported Guyana and has never endorsed the claim of Venezuela. Havana is cautious. China \
                called on both sides to talk.";
    let found = described("2024-01-12", text);
    assert!(
        found
            .iter()
            .any(|line| line == "both sides = GUY + VEN" || line == "both sides = VEN + GUY"),
        "{found:?}"
    );
}

#[test]
fn force_without_an_article_is_no_body_of_troops() {
    let found = described(
        "2024-01-12",
        "They agreed in Brazil not to use force against one another.",
    );
    assert!(
        !found.iter().any(|line| line.starts_with("force = BRA")),
        "{found:?}"
    );
}

#[test]
fn a_capitals_name_inside_another_towns_is_not_the_capital() {
    let found = described(
        "2022-06-29",
        "A journalist was killed by gunmen in Ciudad Victoria, Mexico.",
    );
    assert!(!found.iter().any(|line| line.contains("SYC")), "{found:?}");
}

#[test]
fn the_seat_of_a_union_is_the_union_where_it_acts() {
    check(
        "2025-06-18",
        "Brussels will not lift the tariffs, diplomats in Brussels said.",
        &[
            "Brussels = EU:GOV:institutions of the European Union",
            "diplomats = -:GOV",
            "@Brussels = BEL:GOV",
        ],
    );
    check(
        "2025-06-18",
        "Brussels recalled its envoy. The Belgian foreign minister did not say why.",
        &[
            "Brussels = BEL:GOV",
            "its = BEL:GOV",
            "envoy = BEL:GOV",
            "Belgian foreign minister = BEL:GOV:Maxime Prévot",
        ],
    );
}

#[test]
fn short_names_are_those_of_the_document() {
    check(
        "2024-06-18",
        "South Korea and North Korea traded fire. The South shelled a hill, and the North protested.",
        &[
            "South Korea = KOR",
            "North Korea = PRK",
            "South = KOR",
            "North = PRK",
        ],
    );
    check(
        "2024-06-18",
        "The African Union met in Accra. The Union invited both sides.",
        &[
            "African Union = AU:IGO",
            "@Accra = GHA:GOV",
            "Union = AU:IGO",
        ],
    );
}

#[test]
fn governments_of_a_region_are_not_the_speaker_s() {
    check(
        "2024-06-18",
        "Denmark asked the governments of the region to help.",
        &["Denmark = DNK", "governments = -:GOV"],
    );
}

#[test]
fn a_role_is_whose_the_pronoun_says() {
    check(
        "2025-06-18",
        "Emmanuel Macron met the Rwandan president in Paris. Qatar helped: its emir called the Congolese government.",
        &[
            "Emmanuel Macron = FRA:GOV:Emmanuel Macron",
            "Rwandan president = RWA:GOV:Paul Kagame",
            "@Paris = FRA:GOV",
            "Qatar = QAT",
            "its = QAT",
            "emir = QAT:GOV:Tamim bin Hamad Al Thani",
            "Congolese government = COD:GOV",
        ],
    );
}
