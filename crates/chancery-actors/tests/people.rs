//! The rows of `data/people` hold together: read as the binary reads them, and looked at line by
//! line for what a parser cannot see.

use chancery_actors::parse_people;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! tables {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../data/people/", $name)))),+]
    };
}

const TABLES: [(&str, &str); 8] = tables![
    "africa.tsv",
    "americas.tsv",
    "asia.tsv",
    "europe.tsv",
    "groups.tsv",
    "middle-east.tsv",
    "oceania.tsv",
    "organisations.tsv",
];

/// The rows of a table as cells, without comments and header.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').collect())
}

#[test]
fn no_term_is_written_twice() {
    let mut seen = BTreeSet::new();
    for (file, text) in TABLES {
        for row in rows(text) {
            let (term, name) = ((row[0], &row[2..7]), row[0]);
            assert!(
                seen.insert((term.0, term.1.to_vec())),
                "{file}: {name} twice"
            );
        }
    }
    assert!(seen.len() > 2000, "only {} terms", seen.len());
}

#[test]
fn no_name_or_alias_belongs_to_two_people() -> Result<(), chancery_actors::TableError> {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for person in parse_people(&TABLES)? {
        let names = [&person.name]
            .into_iter()
            .chain(&person.full_names)
            .chain(&person.bynames);
        for name in names.collect::<BTreeSet<_>>() {
            let other = owners.insert(name.clone(), person.name.clone());
            assert_eq!(other, None, "{name:?} is also {}", person.name);
        }
    }
    Ok(())
}

#[test]
fn terms_begin_before_they_end() -> Result<(), chancery_actors::TableError> {
    for person in parse_people(&TABLES)? {
        for term in &person.terms {
            if let (Some(from), Some(to)) = (term.period.from, term.period.to) {
                assert!(from <= to, "{}: {from:?} to {to:?}", person.name);
            }
        }
    }
    Ok(())
}

#[test]
fn a_table_is_sorted_by_what_its_people_serve() {
    for (file, text) in TABLES {
        let served: Vec<&str> = rows(text).map(|row| row[2]).collect();
        assert!(served.is_sorted(), "{file} is not sorted by country");
    }
}
