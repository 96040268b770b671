//! The datasets that are read, their names on the command line, and how a file of each is known.

use crate::{columns::Header, lines::Row};
use serde::{Deserialize, Serialize};

macro_rules! datasets {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $title:literal;)*) => {
        /// A layout of public data.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Dataset {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Dataset {
            /// Every dataset.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the name that the command line uses.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the title of the data.
            pub const fn describe(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

datasets! {
    /// GDELT 2.0 events: 61 columns, no header.
    Gdelt = "gdelt", "GDELT 2.0 events";
    /// GDELT 2.0 mentions of events: 16 columns, no header.
    GdeltMentions = "gdelt-mentions", "GDELT 2.0 mentions";
    /// GDELT 2.1 Global Knowledge Graph: 27 columns, no header.
    GdeltGkg = "gdelt-gkg", "GDELT 2.1 knowledge graph";
    /// GDELT 1.0 events: 57 columns before April 2013, 58 since, no header.
    Gdelt1 = "gdelt1", "GDELT 1.0 events";
    /// ICEWS coded events: 20 columns.
    Icews = "icews", "ICEWS events";
    /// POLECAT events: 40 columns.
    Polecat = "polecat", "POLECAT events";
    /// ACLED events.
    Acled = "acled", "ACLED events";
    /// UCDP Georeferenced Event Dataset and candidate events: 49 columns.
    UcdpGed = "ucdp-ged", "UCDP georeferenced events";
    /// International Crisis Behavior, crises.
    IcbCrises = "icb-crises", "ICB crises";
    /// International Crisis Behavior, crisis actors.
    IcbActors = "icb-actors", "ICB crisis actors";
    /// International Crisis Behavior Events, agreed events in wide form.
    Icbe = "icbe", "ICBe events";
    /// Correlates of War formal alliances.
    CowAlliances = "cow-alliances", "CoW formal alliances";
    /// Correlates of War inter-state wars.
    CowWars = "cow-wars", "CoW inter-state wars";
    /// Militarised interstate disputes.
    Mids = "mids", "militarised interstate disputes";
    /// National Material Capabilities.
    Nmc = "nmc", "CoW national material capabilities";
    /// Alliance Treaty Obligations and Provisions.
    Atop = "atop", "ATOP alliances";
    /// Votes in the UN General Assembly.
    UnVotes = "un-votes", "UN General Assembly votes";
    /// Roll calls of the UN General Assembly: what was voted on, and when.
    UnRollCalls = "un-roll-calls", "UN General Assembly roll calls";
    /// Ideal points estimated from those votes.
    IdealPoints = "ideal-points", "UN ideal points";
    /// Dated dispatches, JSON Lines.
    Dispatches = "dispatches", "dispatches";
}

/// The columns by which a file with a header is known; one list of them is enough.
const HEADERS: &[(Dataset, &[&[&str]])] = &[
    (
        Dataset::Icews,
        &[&[
            "event id",
            "event date",
            "source name",
            "cameo code",
            "target name",
        ]],
    ),
    (
        Dataset::Polecat,
        &[&[
            "event id",
            "event type",
            "event mode",
            "actor name",
            "recipient name",
        ]],
    ),
    (
        Dataset::UcdpGed,
        &[&[
            "id",
            "type_of_violence",
            "side_a",
            "side_b",
            "date_start",
            "date_end",
            "best",
        ]],
    ),
    (
        Dataset::Acled,
        &[&["event_date", "event_type", "actor1", "inter1", "fatalities"]],
    ),
    (
        Dataset::Icbe,
        &[&["crisno", "event_type", "do_actor_a", "say_actor_a"]],
    ),
    (
        Dataset::IcbActors,
        &[&["crisno", "cracid", "actor", "triggr", "yrtrig", "majres"]],
    ),
    (
        Dataset::IcbCrises,
        &[&["crisno", "crisname", "yrtrig", "trigent", "yrterm"]],
    ),
    (
        Dataset::Atop,
        &[
            &["ccode1", "ccode2", "year", "atop_defense", "atop_offense"],
            &["atopid", "begyr", "defense", "offense", "neutral", "mem1"],
            &[
                "statea", "stateb", "year", "defense", "offense", "neutral", "nonagg", "consul",
            ],
        ],
    ),
    (
        Dataset::CowAlliances,
        &[
            &["ccode1", "ccode2", "year", "cow_defense", "cow_neutral"],
            &[
                "version4id",
                "ccode1",
                "ccode2",
                "dyad_st_year",
                "defense",
                "neutrality",
            ],
            &["version4id", "ccode1", "ccode2", "year", "defense"],
            &["version4id", "ccode", "mem_st_year", "defense"],
        ],
    ),
    (
        Dataset::CowWars,
        &[
            &["warnum", "ccode1", "ccode2", "year"],
            &["warnum", "warname", "ccode", "side", "startyear1"],
        ],
    ),
    (
        Dataset::Mids,
        &[
            &["dispnum", "ccode1", "ccode2", "year", "hiact1", "hostlev1"],
            &["disno", "statea", "stateb", "strtyr", "hiacta"],
            &["dispnum", "ccode", "sidea", "styear", "hiact"],
            &["dispnum", "styear", "outcome", "settle", "hiact"],
            &["dispnum3", "ccode", "sidea", "styear", "hiact"],
        ],
    ),
    (
        Dataset::Nmc,
        &[&["ccode", "year", "milex", "milper", "irst", "tpop"]],
    ),
    (
        Dataset::UnVotes,
        &[&["rcid", "country", "vote"], &["rcid", "ccode", "vote"]],
    ),
    (
        Dataset::UnRollCalls,
        &[&["rcid", "session", "date", "unres"]],
    ),
    (
        Dataset::IdealPoints,
        &[
            &["ccode", "session", "idealpoint"],
            &["iso3c", "session", "idealpointall"],
        ],
    ),
];

/// The header of UCDP's files, some of which came without it.
pub(crate) const GED: &[&str] = &[
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// What the first row of a file tells.
#[derive(Clone, Debug)]
pub(crate) struct Detected {
    pub(crate) dataset: Dataset,
    /// The names of the columns, where the layout has them.
    pub(crate) header: Header,
    /// Whether the first row is that header, and no data.
    pub(crate) in_file: bool,
    pub(crate) delimiter: u8,
}

impl Dataset {
    /// Returns the dataset of a name of the command line. `icb` means either of its files, and
    /// `gdelt` and `un-votes` their companions too: see [`Dataset::takes`].
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "icb" => Some(Self::IcbActors),
            "cow-mids" => Some(Self::Mids),
            "cow-nmc" => Some(Self::Nmc),
            _ => Self::ALL.iter().copied().find(|one| one.name() == name),
        }
    }

    /// Returns whether a file of another dataset belongs to this one's import.
    pub const fn takes(self, other: Self) -> bool {
        self as u8 == other as u8
            || matches!(
                (self, other),
                (Self::Gdelt, Self::GdeltMentions)
                    | (Self::UnVotes, Self::UnRollCalls)
                    | (Self::IcbActors, Self::IcbCrises)
                    | (Self::IcbCrises, Self::IcbActors)
            )
    }

    /// Returns what the layout looks like, for an error.
    pub(crate) fn layout(self) -> String {
        match self {
            Self::Gdelt => "61 tab-separated columns and no header".to_owned(),
            Self::GdeltMentions => "16 tab-separated columns and no header".to_owned(),
            Self::GdeltGkg => "27 tab-separated columns and no header".to_owned(),
            Self::Gdelt1 => "57 or 58 tab-separated columns and no header".to_owned(),
            Self::Dispatches => "a JSON object a line with \"text\" and \"date\"".to_owned(),
            _ => {
                let lists = HEADERS.iter().find(|(dataset, _)| *dataset == self);
                let lists = lists.map(|(_, lists)| *lists).unwrap_or_default();
                let lists: Vec<String> = lists.iter().map(|names| names.join(", ")).collect();
                format!("a header with the columns {}", lists.join("; or "))
            }
        }
    }

    /// Returns the dataset that the beginning of a file looks like. Decompressed bytes are
    /// expected, at least the first line of them.
    pub fn detect(head: &[u8]) -> Option<Self> {
        detect_line(first_line(head)).map(|detected| detected.dataset)
    }
}

fn first_line(head: &[u8]) -> &str {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let line = head
        .split(|byte| *byte == b'\n')
        .find(|line| !line.trim_ascii().is_empty())
        .unwrap_or_default();
    match std::str::from_utf8(line) {
        Ok(line) => line,
        Err(error) => std::str::from_utf8(&line[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// Says what a first line belongs to.
pub(crate) fn detect_line(line: &str) -> Option<Detected> {
    let line = line.trim_end_matches(['\r', '\n']);
    if line.trim_start().starts_with('{') {
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).ok()?;
        let is_text = |name: &str| fields.get(name).is_some_and(serde_json::Value::is_string);
        return (is_text("text") && is_text("date")).then(|| Detected {
            dataset: Dataset::Dispatches,
            header: Header::default(),
            in_file: false,
            delimiter: 0,
        });
    }
    by_columns(line).or_else(|| by_header(line))
}

/// Files without a header are known by their number of columns and the first of them.
fn by_columns(line: &str) -> Option<Detected> {
    let cells: Vec<&str> = line.split('\t').collect();
    let digits = |index: usize, length: usize| {
        cells.get(index).is_some_and(|cell| {
            (length == 0 || cell.len() == length)
                && !cell.is_empty()
                && cell.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let named = cells
        .first()
        .is_some_and(|cell| cell.eq_ignore_ascii_case("globaleventid"));
    let dataset = match cells.len() {
        61 if named || (digits(0, 0) && digits(1, 8)) => Dataset::Gdelt,
        57 | 58 if named || (digits(0, 0) && digits(1, 8)) => Dataset::Gdelt1,
        16 if named || (digits(0, 0) && digits(1, 14) && digits(2, 14)) => Dataset::GdeltMentions,
        27 if digits(1, 14) && cells[0].starts_with(cells[1]) => Dataset::GdeltGkg,
        _ => return None,
    };
    Some(Detected {
        dataset,
        header: Header::default(),
        in_file: named,
        delimiter: b'\t',
    })
}

fn by_header(line: &str) -> Option<Detected> {
    for delimiter in [b'\t', b',', b';'] {
        let row = Row::of(line, delimiter);
        let header = Header::new(&row);
        for (dataset, lists) in HEADERS {
            if lists.iter().any(|names| header.has(names)) {
                return Some(Detected {
                    dataset: *dataset,
                    header,
                    in_file: true,
                    delimiter,
                });
            }
        }
        let number = |index| crate::cells::whole(row.cell(index)).is_some();
        if row.len() == GED.len() && number(0) && crate::cells::day(row.cell(38)).is_some() {
            return Some(Detected {
                dataset: Dataset::UcdpGed,
                header: Header::of(GED),
                in_file: false,
                delimiter,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_dataset() {
        for dataset in Dataset::ALL {
            assert_eq!(Dataset::of_name(dataset.name()), Some(*dataset));
        }
        assert_eq!(Dataset::of_name("icb"), Some(Dataset::IcbActors));
        assert_eq!(Dataset::of_name("something"), None);
    }

    #[test]
    fn a_text_is_no_dataset() {
        for text in [
            "",
            "\n\n",
            "Israel struck Iran.\n",
            "{\"a\": 1}",
            "a,b,c\n1,2,3\n",
            "\u{feff}",
        ] {
            assert_eq!(Dataset::detect(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(
            Dataset::detect(b"{\"date\": \"2025-06-13\", \"text\": \"Israel struck Iran.\"}"),
            Some(Dataset::Dispatches)
        );
    }
}
