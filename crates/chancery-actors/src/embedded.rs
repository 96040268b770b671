//! The tables that the binary carries.

macro_rules! tables {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../data/", $path)))),+]
    };
}

/// Where the facts come from.
pub(crate) const SOURCES: &[(&str, &str)] = tables!["sources.tsv"];

/// Office-holders by date, a file a region.
pub(crate) const PEOPLE: &[(&str, &str)] = tables![
    "people/africa.tsv",
    "people/americas.tsv",
    "people/asia.tsv",
    "people/europe.tsv",
    "people/middle-east.tsv",
    "people/oceania.tsv",
    "people/organisations.tsv",
    "people/groups.tsv",
];
