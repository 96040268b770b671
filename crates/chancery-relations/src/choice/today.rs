//! What the model says of a dispute of the record.

use super::{
    features::{FEATURES, Facts, features},
    logit::ChoiceModel,
    past::{Record, share},
};
use crate::{
    Names, day,
    defence::figures::{self, figures},
    majors::{is_major, treaty},
    ties::Ties,
};
use chancery_model::{ActorId, TieLabel};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

static MODEL: LazyLock<ChoiceModel> =
    LazyLock::new(|| ChoiceModel::parse(include_str!("../../data/choice-model.tsv")));

static RECORD: LazyLock<Record> = LazyLock::new(|| {
    let mut record = Record::default();
    for line in include_str!("../../data/mediator-record.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if let [actor, side, years] = columns.as_slice()
            && let (false, Ok(years)) = (actor.starts_with('#'), years.parse())
        {
            let side = (*side != "-").then(|| (*side).into());
            record.add_line((*actor).into(), side, years);
        }
    }
    record
});

/// The organisations of a day and their members, from the dictionary.
pub type Members = BTreeMap<ActorId, BTreeSet<ActorId>>;

/// How often one like this candidate mediates in a dispute like this, by the choices of the past.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// The candidate's share of being the one who is chosen, of all states and organisations.
    pub share: f64,
    /// Its rank among them.
    pub rank: usize,
    /// How many there are.
    pub of: usize,
    /// One sentence: what speaks most for it and against it, and where that is known from.
    pub why: String,
}

struct Today<'call> {
    day: i64,
    ties: &'call Ties,
    members: &'call Members,
}

impl Today<'_> {
    fn hostile(&self, one: &ActorId, other: &ActorId) -> bool {
        self.ties.between(one, other).is_some_and(|tie| {
            let label = matches!(
                tie.label,
                TieLabel::Rival | TieLabel::Hostile | TieLabel::AtWar
            );
            tie.sign < 0 && label
        })
    }
}

impl Facts for Today<'_> {
    fn is_organisation(&self, candidate: &ActorId) -> bool {
        self.members.contains_key(candidate)
    }

    fn is_major(&self, state: &ActorId) -> bool {
        is_major(state, day::date(self.day))
    }

    fn capability(&self, state: &ActorId) -> Option<f64> {
        figures(state)?.capability
    }

    fn neighbours(&self, one: &ActorId, other: &ActorId) -> bool {
        figures::border(one, other) == Some(true)
    }

    fn distance(&self, one: &ActorId, other: &ActorId) -> Option<f64> {
        figures::distance(one, other)
    }

    fn is_member(&self, state: &ActorId, organisation: &ActorId) -> bool {
        let members = self.members.get(organisation);
        members.is_some_and(|members| members.contains(state))
    }

    fn share_organisation(&self, one: &ActorId, other: &ActorId) -> bool {
        share(self.members, one, other)
    }

    fn allies(&self, one: &ActorId, other: &ActorId) -> bool {
        let tie = self.ties.between(one, other);
        let friendly = tie.is_some_and(|tie| tie.sign > 0 && tie.label == TieLabel::Ally);
        let on_paper = treaty(one, other, day::date(self.day)).is_some_and(|found| found.2);
        friendly || on_paper
    }

    fn rivals(&self, one: &ActorId, other: &ActorId) -> bool {
        self.hostile(one, other)
    }

    fn record(&self, candidate: &ActorId, sides: &[ActorId]) -> (f64, f64) {
        RECORD.of(candidate, sides)
    }
}

/// Returns what the choices of the past say of every state and organisation that is no side of a
/// dispute, the likeliest first. Empty where no organisation's members are known.
pub fn choices(
    dispute: &[ActorId; 2],
    ties: &Ties,
    members: &Members,
    today: i64,
    names: &Names,
) -> Vec<(ActorId, Choice)> {
    if members.is_empty() {
        return Vec::new();
    }
    let facts = Today {
        day: today,
        ties,
        members,
    };
    let states = figures::states().filter(|state| !dispute.contains(state));
    let mut actors: Vec<&ActorId> = states.collect();
    actors.extend(members.keys());
    let candidates: Vec<(ActorId, Vec<f64>)> = actors
        .into_iter()
        .map(|actor| (actor.clone(), features(actor, dispute, &facts)))
        .collect();
    let shares = MODEL.shares(&candidates);
    let mut ranked: Vec<(f64, ActorId, Vec<f64>)> = candidates
        .into_iter()
        .zip(shares)
        .map(|((actor, features), share)| (share, actor, features))
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let of = ranked.len();
    ranked
        .into_iter()
        .enumerate()
        .map(|(index, (share, actor, features))| {
            let rank = index + 1;
            let why = why(&actor, &features, rank, of, names);
            let share = (share * 1e4).round() / 1e4;
            let choice = Choice {
                share,
                rank,
                of,
                why,
            };
            (actor, choice)
        })
        .collect()
}

/// Returns the sentence: the rank, and what of the candidate weighs most, with the weight's sign.
fn why(actor: &ActorId, features: &[f64], rank: usize, of: usize, names: &Names) -> String {
    let mut parts: Vec<(f64, &str)> = FEATURES
        .iter()
        .zip(features)
        .zip(&MODEL.weights)
        .filter_map(|((name, value), weight)| {
            let part = weight.weight * value;
            Some((part, word(name, *value)?)).filter(|_| part.abs() >= 0.25)
        })
        .collect();
    parts.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
    let side = |wanted: bool| -> Vec<&str> {
        let fitting = parts.iter().filter(|(part, _)| (*part > 0.0) == wanted);
        fitting.map(|(_, word)| *word).take(3).collect()
    };
    let (speaks_for, against) = (side(true), side(false));
    let mut text = format!(
        "{} comes {} of {of} states and organisations by who mediated in 1946–2020",
        names.of(actor),
        ordinal(rank),
    );
    if !speaks_for.is_empty() {
        text += &format!(": for it, {}", speaks_for.join(", "));
    }
    if !against.is_empty() {
        let lead = if speaks_for.is_empty() { ":" } else { ";" };
        text += &format!("{lead} against it, {}", against.join(", "));
    }
    text + "."
}

fn word(name: &str, value: f64) -> Option<&'static str> {
    Some(match name {
        "united-nations" => "that it is the United Nations",
        "major-power" => "that it is a major power",
        "capability" if value > 0.5 => "its means",
        "capability" if value < -0.5 => "that its means are small",
        "neighbour" => "that it is a neighbour",
        "distance" if value < -0.3 => "that it is near",
        "distance" if value > 0.3 => "that it is far away",
        "members-among-sides" => "that a side is its member",
        "shared-organisation" => "a regional organisation shared with a side",
        "ally" => "that it is an ally of a side",
        "rival" => "that it is a rival of a side",
        "record" => "how often it has mediated",
        "record-here" => "that it has mediated in these states",
        _ => return None,
    })
}

fn ordinal(rank: usize) -> String {
    let words = ["first", "second", "third", "fourth", "fifth", "sixth"];
    match words.get(rank - 1) {
        Some(word) => (*word).to_owned(),
        None => match (rank % 10, rank % 100) {
            (1, tens) if tens != 11 => format!("{rank}st"),
            (2, tens) if tens != 12 => format!("{rank}nd"),
            (3, tens) if tens != 13 => format!("{rank}rd"),
            _ => format!("{rank}th"),
        },
    }
}
