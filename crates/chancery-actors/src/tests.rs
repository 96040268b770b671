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
