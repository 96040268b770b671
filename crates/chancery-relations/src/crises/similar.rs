//! Past crises like a dispute of now: nearest by a handful of stated features, which are shown.
//!
//! A case is like another in what is listed and in nothing else; what is not known of one of the two
//! counts neither for nor against (the logic of matched cases; King, Keohane and Verba 1994).

use crate::{
    chronicle::Chronicle,
    day,
    defence::figures::{border, figures},
    majors::is_major,
    table::{Table, TableError},
    ties::Ties,
};
use chancery_model::{ActorId, EventType};
use chancery_store::View;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

/// A past crisis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SimilarCase {
    /// Its name in the file.
    pub name: String,
    /// Its year.
    pub year: i64,
    /// The crisis actors that are states of the dictionary.
    pub actors: Vec<ActorId>,
    /// What it is compared by.
    pub features: Vec<SharedFeature>,
    /// Whether it was mediated; `None` where the file does not say.
    pub mediated: Option<bool>,
    /// Whether it ended in a formal agreement.
    pub agreement: Option<bool>,
    /// Whether tension was lower for five years after.
    pub calmer: Option<bool>,
}

/// One feature of both.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharedFeature {
    /// What it is.
    pub name: String,
    /// What is known of it now.
    pub here: Option<String>,
    /// What is known of it then.
    pub there: Option<String>,
    /// Whether the two agree; `None` where one is unknown.
    pub same: Option<bool>,
}

/// Returns the past crises of ICB's two files that are most like a dispute, the likest first and the
/// latest of equals. `state` reads the files' abbreviations of states.
pub fn similar(
    crises: impl Read,
    actors: impl Read,
    state: &dyn Fn(&str) -> Option<ActorId>,
    dispute: &[ActorId; 2],
    (view, ties): (&View<'_>, &Ties),
    most: usize,
) -> Result<Vec<SimilarCase>, TableError> {
    let (crises, actors) = (Table::read(crises)?, Table::read(actors)?);
    for name in ["crisno", "yrtrig"] {
        crises.need(name)?;
    }
    let (number, name) = (crises.need("crisno")?, crises.need("crisname")?);
    let (of, who) = (actors.need("crisno")?, actors.need("actor")?);
    let mut parties: BTreeMap<&str, BTreeSet<ActorId>> = BTreeMap::new();
    let mut powers: BTreeSet<&str> = BTreeSet::new();
    for row in &actors.rows {
        let (Some(crisis), Some(actor)) = (row.get(of), row.get(who)) else {
            continue;
        };
        parties.entry(crisis).or_default().extend(state(actor));
        // Great powers and superpowers.
        if actors.number(row, "powsta").is_some_and(|code| code >= 3.0) {
            powers.insert(crisis);
        }
    }
    let today = Chronicle::of(view).today;
    let year = day::date(today).map_or(i64::MAX, |date| i64::from(date.year()));
    let protracted = crises.rows.iter().any(|row| {
        let long = crises
            .number(row, "protrac")
            .is_some_and(|code| code >= 2.0);
        let of_row = row.get(number).and_then(|number| parties.get(number));
        long && of_row.is_some_and(|of_row| dispute.iter().all(|side| of_row.contains(side)))
    });
    // Where the crises of either side have mostly been.
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &crises.rows {
        let of_row = row.get(number).and_then(|number| parties.get(number));
        let sides = of_row.map_or(0, |of_row| {
            dispute.iter().filter(|side| of_row.contains(*side)).count()
        });
        if let (Some(region), true) = (region(&crises, row).map(region_name), sides > 0) {
            *places.entry(region).or_default() += sides;
        }
    }
    let place = places.into_iter().max_by_key(|(_, count)| *count);
    let place = place.map(|(region, _)| region.to_owned());
    let here = here(dispute, view, ties, protracted, place);
    let mut found: Vec<(f64, SimilarCase)> = crises
        .rows
        .iter()
        .filter_map(|row| {
            let began = crises.number(row, "yrtrig")?;
            let id = row.get(number)?;
            #[expect(clippy::cast_possible_truncation, reason = "years are small")]
            let began = began as i64;
            let actors = parties.get(id).cloned().unwrap_or_default();
            let there = there(&crises, row, &actors, powers.contains(id), dispute);
            let features: Vec<SharedFeature> = here
                .iter()
                .zip(there)
                .map(|((name, here), there)| SharedFeature {
                    name: (*name).to_owned(),
                    same: here
                        .as_ref()
                        .zip(there.as_ref())
                        .map(|(one, other)| one == other),
                    here: here.clone(),
                    there,
                })
                .collect();
            let count = |wanted| {
                features
                    .iter()
                    .filter(|found| found.same == Some(wanted))
                    .count()
            };
            #[expect(clippy::cast_precision_loss, reason = "a handful of features")]
            let likeness = count(true) as f64 - 0.5 * count(false) as f64
                + dispute.iter().filter(|side| actors.contains(*side)).count() as f64;
            let code = |name: &str| crises.number(row, name);
            let case = SimilarCase {
                name: title(row.get(name)?),
                year: began,
                actors: actors.into_iter().collect(),
                features,
                mediated: code("mediate").map(|code| code == 4.0),
                agreement: code("forout").map(|code| code == 1.0),
                calmer: code("outesr").map(|code| code == 2.0),
            };
            (began < year).then_some((likeness, case))
        })
        .collect();
    found.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then(other.1.year.cmp(&one.1.year))
            .then_with(|| one.1.name.cmp(&other.1.name))
    });
    Ok(found.into_iter().take(most).map(|(_, case)| case).collect())
}

/// Returns a name in capitals as it is written.
pub(super) fn title(name: &str) -> String {
    name.split_whitespace()
        .map(|word| {
            let roman = word.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
            let mut letters = word.chars();
            match letters.next() {
                Some(first) if !roman && !word.contains('.') => {
                    first.to_string() + &letters.as_str().to_lowercase()
                }
                _ => word.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the region of a crisis, in the codes of the file.
#[expect(clippy::cast_possible_truncation, reason = "codes are small")]
fn region(table: &Table, row: &csv::StringRecord) -> Option<i64> {
    table.number(row, "geog").map(|code| code as i64)
}

/// Returns what a region of the file is called.
fn region_name(code: i64) -> &'static str {
    match code {
        10 => "Central Asia and Cyprus",
        11 => "East Asia",
        12 => "South-East Asia",
        13 => "South Asia",
        15 => "the Middle East",
        20 => "West Africa",
        21 => "North Africa",
        22 => "East Africa",
        23 => "Southern Africa",
        24 => "Central Africa",
        30..40 => "Europe",
        40..50 => "the Americas",
        _ => "elsewhere",
    }
}

type Known = Option<String>;

fn yes(truth: bool) -> String {
    if truth { "yes" } else { "no" }.to_owned()
}

const NAMES: [&str; 7] = [
    "sides of now among its actors",
    "part of the world",
    "neighbours",
    "a major power among the actors",
    "how unequal in power",
    "fighting",
    "part of a protracted conflict",
];

/// Returns what is known of the dispute of now.
fn here(
    dispute: &[ActorId; 2],
    view: &View<'_>,
    ties: &Ties,
    protracted: bool,
    place: Known,
) -> Vec<(&'static str, Known)> {
    let [one, other] = dispute;
    let chronicle = Chronicle::of(view);
    let on = day::date(chronicle.today);
    let share = |state| figures(state).and_then(|found| found.capability);
    let unequal = share(one).zip(share(other)).map(|(one, other)| {
        let ratio = f64::max(one, other) / f64::min(one, other).max(1e-6);
        band(ratio, [3.0, 10.0])
    });
    let war = ties
        .between(one, other)
        .is_some_and(|tie| tie.war.is_some());
    let attacked = chronicle.between(one, other).any(|act| {
        act.is(EventType::Assault) && act.happened() && chronicle.today - act.day <= 365
    });
    let fighting = match (war, attacked) {
        (true, _) => "war",
        (false, true) => "clashes",
        (false, false) => "none",
    };
    let known: [Known; 7] = [
        Some("both".to_owned()),
        place,
        border(one, other).map(yes),
        Some(yes(dispute.iter().any(|side| is_major(side, on)))),
        unequal,
        Some(fighting.to_owned()),
        protracted.then(|| yes(true)),
    ];
    NAMES.into_iter().zip(known).collect()
}

/// Returns what a row tells of a past crisis, in the order of [`NAMES`].
fn there(
    table: &Table,
    row: &csv::StringRecord,
    actors: &BTreeSet<ActorId>,
    power: bool,
    dispute: &[ActorId; 2],
) -> [Known; 7] {
    let code = |name: &str| table.number(row, name);
    let shared = dispute.iter().filter(|side| actors.contains(*side)).count();
    let sides = ["none", "one", "both"]
        .get(shared)
        .copied()
        .unwrap_or("both");
    [
        Some(sides.to_owned()),
        region(table, row).map(|code| region_name(code).to_owned()),
        code("geogrel").map(|code| yes(code == 1.0)),
        Some(yes(power)),
        code("powdissy").map(|gap| band(gap, [3.0, 10.0])),
        code("viol").map(|code| {
            match code {
                code if code >= 4.0 => "war",
                code if code >= 2.0 => "clashes",
                _ => "none",
            }
            .to_owned()
        }),
        code("protrac").map(|code| yes(code >= 2.0)),
    ]
}

fn band(value: f64, [small, large]: [f64; 2]) -> String {
    match value {
        value if value < small => "little",
        value if value < large => "much",
        _ => "very much",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Builder, ties::TieModel};
    use chancery_model::TieLabel;

    const CRISES: &str = "crisno,crisname,yrtrig,geog,geogrel,powdissy,viol,protrac,mediate,forout,outesr\n\
        1,FIRST ALPHA II,1948,15,1,2,4,2,4,1,2\n\
        2,FAR WAR,1990,12,3,50,4,1,1,4,1\n\
        3,QUIET BORDER,1970,15,1,1,1,1,1,4,2\n\
        4,TOMORROW,2090,15,1,1,4,2,4,1,2\n";
    const ACTORS: &str = "crisno,actor,powsta\n1,ISR,2\n1,SYR,1\n2,USA,4\n3,SYR,1\n4,ISR,2\n";

    fn ask(state: &dyn Fn(&str) -> Option<ActorId>) -> Vec<SimilarCase> {
        let mut builder = Builder::default();
        builder.stance("ISR", TieLabel::AtWar, "SYR", "2024-01-01");
        let view = builder.record.as_of(None);
        let ties = Ties::of(&view, &TieModel::default());
        let dispute = ["ISR".into(), "SYR".into()];
        similar(
            CRISES.as_bytes(),
            ACTORS.as_bytes(),
            state,
            &dispute,
            (&view, &ties),
            2,
        )
        .unwrap_or_default()
    }

    #[test]
    fn the_likest_comes_first_with_its_features_and_the_future_never() {
        let found = ask(&|name| Some(name.into()));
        let names: Vec<&str> = found.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names, ["First Alpha II", "Quiet Border"]);
        let first = &found[0];
        assert_eq!(
            (first.mediated, first.agreement, first.calmer),
            (Some(true), Some(true), Some(true))
        );
        assert_eq!(first.features.len(), NAMES.len());
        let same: Vec<Option<bool>> = first.features.iter().map(|found| found.same).collect();
        let yes = Some(true);
        assert_eq!(same, [yes, yes, yes, yes, yes, yes, yes]);
    }

    #[test]
    fn what_is_unknown_counts_neither_way() {
        let found = ask(&|_| None);
        assert!(found.iter().all(|case| case.actors.is_empty()));
        // Without the sides, no crisis tells that their conflict is protracted.
        assert!(found.iter().all(|case| case.features[6].same.is_none()));
        let builder = Builder::default();
        let view = builder.record.as_of(None);
        let ties = Ties::of(&view, &TieModel::default());
        let bad = similar(
            "a\n1\n".as_bytes(),
            "b\n1\n".as_bytes(),
            &|_| None,
            &["A".into(), "B".into()],
            (&view, &ties),
            3,
        );
        assert!(bad.is_err());
    }
}
