//! `chancery eval mediators`: who mediates, by those who did.

use super::files;
use crate::{arguments::MediatorsEvalArguments, failure::Failure, outputs::Output};
use chancery_actors::Dictionary;
use chancery_datasets::third_parties::{Names, ThirdParties, civil_wars, peace_agreements};
use chancery_model::{ActorId, Date, Sector, parse_date};
use chancery_relations::{
    choice::{self, ChoiceScore, Effort, Mean, OrganisationSpan, Third},
    defence::{self, StatesError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

const CIVIL_WARS: &str = "CWM.csv";
const AGREEMENTS: &str = "pax_all_agreements_data.csv";

/// The last year of the files.
const LAST: i64 = 2020;

/// Scores the model, or fits it anew, or prints who has mediated where.
pub(crate) fn run(arguments: &MediatorsEvalArguments) -> Result<(), Failure> {
    let folder = &arguments.states;
    if !folder.is_dir() {
        return Err(Failure::data(format!("{} is no folder", folder.display())));
    }
    let named = files::named(folder, &[CIVIL_WARS, AGREEMENTS])?;
    let file = |name: &str| {
        let found = named.iter().find(|(found, _)| found == name);
        found.map(|(_, bytes)| bytes.as_slice()).ok_or_else(|| {
            Failure::data(format!("{}: there is no file `{name}`", folder.display()))
        })
    };
    let dictionary = Dictionary::embedded();
    let names = Names::new(dictionary);
    let wars = civil_wars(file(CIVIL_WARS)?, &names);
    let agreements = peace_agreements(file(AGREEMENTS)?, &names);
    if arguments.list {
        return list(&[("cwm", &wars), ("pax", &agreements)]);
    }
    let mut efforts = efforts("cwm", &wars);
    efforts.extend(self::efforts("pax", &agreements));
    if arguments.record {
        return Output::text(None, &choice::record_table(&efforts));
    }
    let files = files::named(folder, defence::FILES)?;
    // Where the members of a year are not known, those of the next year of which they are.
    let members = |organisation: &ActorId, year: i64| {
        (year..=LAST)
            .map(|year| {
                let day = parse_date(&format!("{year}-07-01"));
                dictionary.members(organisation.as_str(), day)
            })
            .find(|members| !members.is_empty())
            .unwrap_or_default()
    };
    let third = Third {
        efforts,
        numbers: dictionary
            .states()
            .iter()
            .filter_map(|state| Some((state.id.clone(), state.cow?)))
            .collect(),
        organisations: dictionary
            .organisations()
            .iter()
            .filter(|found| found.sector == Sector::Igo)
            .map(|found| OrganisationSpan {
                id: found.id.clone(),
                from: found.period.from.map(year),
                until: found.period.to.map(year),
            })
            .collect(),
        members: &members,
    };
    let fail = |error: StatesError| Failure::data(format!("{}: {error}", folder.display()));
    if arguments.fit {
        let model = choice::fit(&files, &third, arguments.to).map_err(fail)?;
        return Output::text(None, &model.table());
    }
    let scores = choice::evaluate(&files, &third, arguments.seed).map_err(fail)?;
    if arguments.json {
        return Output::json(None, &scores);
    }
    let text = told("civil wars", &scores.civil_wars)
        + &told("peace agreements", &scores.peace_agreements);
    Output::text(None, &text)
}

fn year(day: Date) -> i64 {
    i64::from(day.year())
}

/// Puts the rows of one conflict and year together.
fn efforts(source: &'static str, rows: &[ThirdParties]) -> Vec<Effort> {
    let mut found: BTreeMap<(&str, i64), Effort> = BTreeMap::new();
    for row in rows {
        let effort = found
            .entry((&row.conflict, row.year))
            .or_insert_with(|| Effort {
                source,
                conflict: row.conflict.clone(),
                sides: Vec::new(),
                year: row.year,
                mediators: BTreeSet::new(),
            });
        for side in &row.sides {
            if !effort.sides.contains(side) {
                effort.sides.push(side.clone());
            }
        }
        effort.mediators.extend(row.named.iter().cloned());
    }
    let mut found: Vec<Effort> = found.into_values().collect();
    for effort in &mut found {
        effort
            .mediators
            .retain(|actor| !effort.sides.contains(actor));
    }
    found
}

/// Prints whom each cell was read to name, for a reader to check.
fn list(files: &[(&str, &[ThirdParties])]) -> Result<(), Failure> {
    let mut text = String::new();
    for (source, rows) in files {
        for row in *rows {
            let named: Vec<&str> = row.named.iter().map(ActorId::as_str).collect();
            let words = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(
                text,
                "{source}\t{}\t{}\t{}\t{words}",
                row.year,
                row.conflict,
                named.join(",")
            );
        }
    }
    Output::text(None, &text)
}

fn told(name: &str, found: &ChoiceScore) -> String {
    let mean = |mean: Mean| format!("{:.3} ({:.3} to {:.3})", mean.mean, mean.low, mean.high);
    let mut text = format!(
        "{name}: fitted on {} choices up to {}, scored on {} later ones ({} mediators among {} candidates)\n\
         \x20 mean reciprocal rank {}; the most frequent so far {}, gain {}; the most frequent here so far {}, gain {}\n\
         \x20 among the first five {:.3}; among the most frequent five {:.3}\n",
        found.fitted_on,
        found.fitted_until,
        found.n,
        found.mediators,
        found.candidates,
        mean(found.model),
        mean(found.most_frequent),
        mean(found.gain),
        mean(found.most_frequent_here),
        mean(found.gain_here),
        found.first_five[0],
        found.first_five[1],
    );
    for (name, weight, low, high) in &found.weights {
        let _ = writeln!(text, "  {name}: {weight:.2} ({low:.2} to {high:.2})");
    }
    text
}
