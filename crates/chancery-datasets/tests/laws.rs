//! Laws of the readers and writers: any bytes are read to the end without a panic, and what is
//! written comes back.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chancery_datasets::{Dataset, Found, Options, Reader, export};
use chancery_model::{
    ActorRef, Attribution, Body, Context, Date, DateRange, Event, EventType, Evidence, Mode,
    Statement, Status,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn statements(bytes: &[u8], dataset: Dataset) -> Vec<Statement> {
    let reader = Reader::open(bytes, "export", dataset, Options::default()).unwrap();
    reader
        .filter_map(|found| match found.unwrap() {
            Found::Statement(statement) => Some(*statement),
            _ => None,
        })
        .collect()
}

/// Actors of every sort that a table can name and lead back to.
fn actor() -> impl Strategy<Value = ActorRef> {
    let known = select(vec![
        ("RUS", Some("RUS"), "Russia", "GOV"),
        ("IRN", Some("IRN"), "the \"Iranian\" army", "MIL"),
        ("ISR", Some("ISR"), "=Israel()", "GOV"),
        ("CIV", Some("CIV"), "Côte d'Ivoire", "CVL"),
        ("NATO", None, "the alliance", "IGO"),
        ("HAMAS", Some("PSE"), "Hamas, the group", "REB"),
    ]);
    prop_oneof![
        4 => known.prop_map(|(id, country, mention, sector)| ActorRef {
            id: Some(id.into()),
            country: country.map(Into::into),
            sector: chancery_model::Sector::parse(sector),
            mention: mention.to_owned(),
            name: None,
        }),
        1 => "[a-z]{3,8} of the [a-z]{3,8}".prop_map(ActorRef::unresolved),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (1946_i16..2030, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn event() -> impl Strategy<Value = Statement> {
    let contexts: Vec<Context> = Context::ALL
        .iter()
        .copied()
        .filter(|context| *context != Context::Historical)
        .collect();
    (
        select(EventType::ALL),
        option::of(select(Mode::ALL)),
        vec(select(contexts), 0..3),
        (vec(actor(), 0..3), vec(actor(), 0..3)),
        (day(), day()),
        option::of("[^\t\r\n;]{1,20}"),
        "\\PC{0,40}",
    )
        .prop_map(
            |(event_type, mode, mut contexts, (actor, recipient), (on, reported), place, text)| {
                contexts.sort();
                contexts.dedup();
                let mut event = Event::new(event_type, mode);
                event.contexts = contexts;
                event.actor = actor;
                event.recipient = recipient;
                event.place = place
                    .map(|place| place.trim().to_owned())
                    .filter(|place| !place.is_empty());
                Statement {
                    id: "s1".into(),
                    body: Body::Event(event),
                    evidence: Evidence {
                        document: "d1".into(),
                        sentence: 3,
                        start: 0,
                        end: text.len(),
                        text,
                    },
                    status: Status::Actual,
                    attribution: Attribution::default(),
                    date: DateRange {
                        reported: Some(reported),
                        ..DateRange::day(on)
                    },
                    confidence: 0.7,
                    rule: "rule".to_owned(),
                    also: Vec::new(),
                    corrects: None,
                }
            },
        )
}

/// What a layout of one actor and one recipient a row can hold of an actor.
fn kept(
    actor: Option<&ActorRef>,
) -> Option<(
    Option<String>,
    Option<String>,
    Option<chancery_model::Sector>,
)> {
    actor.map(|actor| {
        let text = |id: &Option<chancery_model::ActorId>| id.as_ref().map(ToString::to_string);
        (text(&actor.id), text(&actor.country), actor.sector)
    })
}

fn pairs(event: &Event) -> Vec<(Option<&ActorRef>, Option<&ActorRef>)> {
    match (event.actor.as_slice(), event.recipient.as_slice()) {
        ([], []) => vec![(None, None)],
        ([], to) => to.iter().map(|to| (None, Some(to))).collect(),
        ([by], []) => vec![(Some(by), None)],
        (by, []) => (0..by.len())
            .flat_map(|one| (0..by.len()).map(move |other| (one, other)))
            .filter(|(one, other)| one != other)
            .map(|(one, other)| (Some(&by[one]), Some(&by[other])))
            .collect(),
        (by, to) => by
            .iter()
            .flat_map(|by| to.iter().map(move |to| (Some(by), Some(to))))
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn json_lines_come_back_whole(statement in event()) {
        let mut bytes = Vec::new();
        export::json_lines([&statement], &mut bytes).unwrap();
        let back: Statement = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(back, statement);
    }

    #[test]
    fn polecat_rows_come_back_pair_by_pair(statement in event()) {
        let mut bytes = Vec::new();
        export::polecat([&statement], &mut bytes).unwrap();
        let back = statements(&bytes, Dataset::Polecat);
        let event = statement.event().unwrap();
        let expected = pairs(event);
        prop_assert_eq!(back.len(), expected.len());
        for (back, (by, to)) in back.iter().zip(expected) {
            let found = back.event().unwrap();
            prop_assert_eq!(found.event_type, event.event_type);
            prop_assert_eq!(found.mode, event.mode);
            prop_assert_eq!(&found.contexts, &event.contexts);
            prop_assert_eq!(found.score, event.score);
            prop_assert_eq!(&found.place, &event.place);
            prop_assert_eq!(kept(found.actor.first()), kept(by));
            prop_assert_eq!(kept(found.recipient.first()), kept(to));
            prop_assert_eq!(found.actor.first().map(|actor| &actor.mention), by.map(|actor| &actor.mention));
            prop_assert_eq!(back.date.from, statement.date.from);
            prop_assert_eq!(back.date.reported, statement.date.reported);
        }
        // Written again, what was read is the same file: ids and all.
        let mut again = Vec::new();
        export::polecat(&back, &mut again).unwrap();
        prop_assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(bytes).unwrap());
    }

    #[test]
    fn icews_rows_come_back_with_the_type_and_the_actors(statement in event()) {
        let mut bytes = Vec::new();
        export::icews([&statement], &mut bytes).unwrap();
        let back = statements(&bytes, Dataset::Icews);
        let event = statement.event().unwrap();
        let expected = pairs(event);
        prop_assert_eq!(back.len(), expected.len());
        for (back, (by, to)) in back.iter().zip(expected) {
            let found = back.event().unwrap();
            prop_assert_eq!(found.event_type, event.event_type);
            prop_assert!(found.mode.is_none() || found.mode == event.mode);
            prop_assert_eq!(kept(found.actor.first()), kept(by));
            prop_assert_eq!(kept(found.recipient.first()), kept(to));
            prop_assert_eq!(back.date.from, statement.date.from);
        }
    }

    #[test]
    fn tables_hold_no_formula_and_as_many_cells_as_columns(statement in event(), text in "[=+@\\-\t\r\"',;\n<>a1]{0,12}") {
        let mut statement = statement;
        statement.evidence.text = text;
        let mut bytes = Vec::new();
        export::csv([&statement], &mut bytes).unwrap();
        let written = String::from_utf8(bytes).unwrap();
        let rows = split_csv(&written);
        prop_assert_eq!(rows.len(), 2);
        for cell in &rows[1] {
            let number = cell.parse::<f64>().is_ok();
            prop_assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
        }
        prop_assert_eq!(rows[1].len(), export::CSV_COLUMNS.len());
        let own = rows[1].last().unwrap();
        prop_assert_eq!(own.strip_prefix('\'').filter(|_| !statement.evidence.text.starts_with('\'')).unwrap_or(own), &statement.evidence.text);
    }

    #[test]
    fn graphs_are_well_formed_and_every_spell_is_closed(all in vec(event(), 0..6)) {
        let mut all = all;
        for (number, statement) in all.iter_mut().enumerate() {
            statement.id = format!("<s&{number}>").into();
            if number % 3 == 0 {
                statement.date = DateRange::default();
            }
        }
        let graph = export::Graph::new(&all);
        for (name, text) in [("graphml", written(|bytes| export::graphml(&graph, bytes))), ("gexf", written(|bytes| export::gexf(&graph, bytes)))] {
            let tags = well_formed(&text).map_err(|error| TestCaseError::fail(format!("{name}: {error}")))?;
            prop_assert_eq!(tags.iter().filter(|tag| tag.starts_with("edge ")).count(), graph.edges.len());
            prop_assert_eq!(tags.iter().filter(|tag| tag.starts_with("node ")).count(), graph.nodes.len());
            if name == "gexf" && graph.edges.iter().any(|edge| edge.days.is_some()) {
                for tag in tags.iter().filter(|tag| tag.starts_with("edge ") || tag.starts_with("node ")) {
                    let value = |name: &str| tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next());
                    let (start, end) = (value("start").unwrap(), value("end").unwrap());
                    prop_assert!(start < end, "{}", tag);
                }
            }
        }
    }

    #[test]
    fn map_money_and_package_are_json(all in vec(event(), 0..5)) {
        let mut all = all;
        for (number, statement) in all.iter_mut().enumerate() {
            statement.id = format!("s{number}").into();
        }
        let map: serde_json::Value = serde_json::from_str(&written(|bytes| export::geojson(&all, &export::Places::default(), bytes))).unwrap();
        prop_assert_eq!(map["features"].as_array().unwrap().len(), all.len());
        let entities = written(|bytes| export::follow_the_money(&all, "test", true, bytes));
        let mut ids = std::collections::BTreeSet::new();
        let mut referred = Vec::new();
        for entity in entities.lines() {
            let entity: serde_json::Value = serde_json::from_str(entity).unwrap();
            prop_assert!(ids.insert(entity["id"].as_str().unwrap().to_owned()));
            for property in ["involved", "subject", "object"] {
                let values = entity["properties"][property].as_array().cloned().unwrap_or_default();
                referred.extend(values.iter().map(|value| value.as_str().unwrap().to_owned()));
            }
            let values: usize = entity["properties"].as_object().unwrap().values().map(|values| values.as_array().unwrap().len()).sum();
            prop_assert_eq!(entity["statements"].as_array().unwrap().len(), values);
        }
        prop_assert!(referred.iter().all(|id| ids.contains(id)));
    }

    /// Any bytes, and any damage to a sound file, are read to the end: every row is yielded, passed
    /// over or a fault, and no offset points outside the file.
    #[test]
    fn any_bytes_are_read_to_the_end(
        choice in 0..FILES.len(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let (dataset, file) = FILES[choice];
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut bytes = std::fs::read(folder.join(file)).unwrap();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        if let Ok(reader) = Reader::open(&bytes[..], file, dataset, Options::default()) {
            for found in reader {
                if let Ok(Found::Statement(statement)) = found {
                    let evidence = &statement.evidence;
                    prop_assert!(evidence.start <= evidence.end && evidence.end <= bytes.len());
                }
            }
        }
    }
}

const FILES: &[(Dataset, &str)] = &[
    (Dataset::Gdelt, "gdelt.export.CSV"),
    (Dataset::Gdelt, "gdelt.mentions.CSV"),
    (Dataset::GdeltGkg, "gdelt.gkg.csv"),
    (Dataset::Icews, "icews.tab"),
    (Dataset::Polecat, "polecat.txt"),
    (Dataset::Acled, "acled.csv"),
    (Dataset::UcdpGed, "ucdp-ged.csv"),
    (Dataset::IcbActors, "icb2.csv"),
    (Dataset::Icbe, "icbe.tsv"),
    (Dataset::CowAlliances, "alliances-member.csv"),
    (Dataset::CowAlliances, "alliances-dyadyear.csv"),
    (Dataset::Atop, "atop.csv"),
    (Dataset::CowWars, "wars.csv"),
    (Dataset::Mids, "midb.csv"),
    (Dataset::Nmc, "nmc.csv"),
    (Dataset::UnVotes, "un-votes.csv"),
    (Dataset::Dispatches, "dispatches.jsonl"),
];

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A reader of CSV for the tests alone, so that the writer is not judged by its own reader.
fn split_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (quoted, c) {
            (true, '"') if characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') if characters.peek() == Some(&'\n') => {
                characters.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, c) => cell.push(c),
        }
    }
    rows
}

/// Checks that tags are balanced and that no text holds a bare `<` or `&`. Returns the start tags.
fn well_formed(text: &str) -> Result<Vec<String>, String> {
    let (mut open, mut tags) = (Vec::new(), Vec::new());
    for (number, piece) in text.split('<').enumerate() {
        let (tag, after) = match (number, piece.split_once('>')) {
            (0, _) => ("", piece),
            (_, Some(parts)) => parts,
            (_, None) => return Err(format!("open tag {piece:?}")),
        };
        for reference in after.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let name = reference.split(';').next().unwrap_or("");
            if !matches!(
                name,
                "amp" | "lt" | "gt" | "quot" | "apos" | "#9" | "#10" | "#13"
            ) {
                return Err(format!("bare ampersand before {reference:?}"));
            }
        }
        if tag.is_empty() || tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name.to_owned()) {
                return Err(format!("{name} closed out of turn"));
            }
            continue;
        }
        if tag.matches('"').count() % 2 != 0 {
            return Err(format!("odd quotation marks in {tag:?}"));
        }
        let name = tag.split([' ', '/']).next().unwrap_or("").to_owned();
        if !tag.ends_with('/') {
            open.push(name);
        }
        tags.push(tag.to_owned());
    }
    open.is_empty()
        .then_some(tags)
        .ok_or_else(|| "unclosed".to_owned())
}
