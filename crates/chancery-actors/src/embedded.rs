//! The tables that the binary carries.

macro_rules! tables {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../data/", $path)))),+]
    };
}

pub(crate) type Table = (&'static str, &'static str);

macro_rules! table {
    ($name:ident, $path:literal) => {
        pub(crate) const $name: Table = ($path, include_str!(concat!("../data/", $path)));
    };
}

#[cfg(test)]
table!(SOURCES, "sources.tsv");
table!(STATES, "states.tsv");
table!(NAMES, "names-cldr.tsv");
table!(ORGANISATIONS, "organisations.tsv");
table!(MEMBERSHIPS, "memberships.tsv");
table!(GROUPS, "groups.tsv");
table!(METONYMS, "metonyms.tsv");
table!(BODIES, "bodies.tsv");
table!(ROLES, "roles.tsv");
table!(COLLECTIVES, "collectives.tsv");
table!(NOT_ACTORS, "not-actors.tsv");
table!(REGIONS, "regions.tsv");
table!(AMBIGUOUS, "ambiguous.tsv");

/// Office-holders by date, a file a region.
pub(crate) const PEOPLE: &[Table] = tables![
    "people/africa.tsv",
    "people/americas.tsv",
    "people/asia.tsv",
    "people/europe.tsv",
    "people/middle-east.tsv",
    "people/oceania.tsv",
    "people/organisations.tsv",
    "people/groups.tsv",
];

/// Every table whose rows cite a source.
#[cfg(test)]
pub(crate) const ALL: &[Table] = &[
    STATES,
    NAMES,
    ORGANISATIONS,
    MEMBERSHIPS,
    GROUPS,
    METONYMS,
    BODIES,
    ROLES,
    COLLECTIVES,
    NOT_ACTORS,
    REGIONS,
    AMBIGUOUS,
];
