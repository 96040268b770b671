//! The labels against pairs of which everybody knows how they stand.

use super::{ListError, day_of, rows};
use crate::ties::{TieModel, Ties};
use chancery_model::{ActorId, Date, TieLabel};
use chancery_store::Record;
use serde::Serialize;

const LABELS: [TieLabel; 7] = [
    TieLabel::Ally,
    TieLabel::Partner,
    TieLabel::Neutral,
    TieLabel::Unfriendly,
    TieLabel::Rival,
    TieLabel::Hostile,
    TieLabel::AtWar,
];

/// A pair on a day, and the labels that would be fair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownPair {
    /// The two.
    pub pair: (ActorId, ActorId),
    /// The day.
    pub date: Date,
    /// The fair labels.
    pub labels: Vec<TieLabel>,
}

impl KnownPair {
    /// Reads a list with the columns a, b, date, labels and why, of which the labels are parted by `|`.
    pub fn read(text: &str) -> Result<Vec<Self>, ListError> {
        rows(text, |[a, b, date, labels, _]| {
            let labels = labels.split('|').map(|word| {
                let label = LABELS.iter().find(|label| label.as_str() == word);
                label
                    .copied()
                    .ok_or_else(|| format!("`{word}` is no label"))
            });
            Ok(Self {
                pair: (a.into(), b.into()),
                date: day_of(date)?,
                labels: labels.collect::<Result<_, _>>()?,
            })
        })
    }

    /// Returns the pairs that Chancery is measured on.
    pub fn listed() -> Vec<Self> {
        Self::read(include_str!("../../../data/tie-dyads.tsv")).unwrap_or_default()
    }
}

/// How many labels are fair.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct KnownReport {
    /// Pairs listed.
    pub listed: usize,
    /// Pairs of which the record says anything.
    pub with_tie: usize,
    /// Of these, labels that are fair.
    pub fair: usize,
    /// Of these, on the right side of neutral or in the neutral label where that is fair.
    pub right_side: usize,
    /// Each pair.
    pub pairs: Vec<KnownPairFound>,
}

/// What was found of a pair.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct KnownPairFound {
    /// One of the two.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// The day.
    pub date: Date,
    /// The fair labels.
    pub fair: Vec<TieLabel>,
    /// The label found.
    pub label: Option<TieLabel>,
    /// The value with its interval.
    pub value: Option<[f64; 3]>,
}

/// Compares the labels of known pairs with what a record gives.
pub fn known_pairs(record: &Record, model: &TieModel, known: &[KnownPair]) -> KnownReport {
    let pairs: Vec<KnownPairFound> = known
        .iter()
        .map(|known| {
            let (a, b) = &known.pair;
            let mut view = record.as_of(Some(known.date));
            view.statements
                .retain(|statement| concerns(statement, a, b));
            let ties = Ties::of(&view, model);
            let tie = ties.between(a, b);
            KnownPairFound {
                a: a.clone(),
                b: b.clone(),
                date: known.date,
                fair: known.labels.clone(),
                label: tie.map(|tie| tie.label),
                value: tie.map(|tie| [tie.value, tie.low, tie.high]),
            }
        })
        .collect();
    let with = |test: &dyn Fn(&KnownPairFound, TieLabel) -> bool| {
        let fits = pairs
            .iter()
            .filter(|pair| pair.label.is_some_and(|label| test(pair, label)));
        fits.count()
    };
    KnownReport {
        listed: pairs.len(),
        with_tie: with(&|_, _| true),
        fair: with(&|pair, label| pair.fair.contains(&label)),
        right_side: with(&|pair, label| pair.fair.iter().any(|fair| fair.sign() == label.sign())),
        pairs,
    }
}

/// Returns whether a statement can say anything of a pair: one that does not name both may still
/// tell that one of them belongs to an organisation.
fn concerns(statement: &chancery_model::Statement, a: &ActorId, b: &ActorId) -> bool {
    let named = statement.body.actors();
    let names = |id: &ActorId| {
        named
            .iter()
            .any(|actor| actor.id.as_ref() == Some(id) || actor.country.as_ref() == Some(id))
    };
    match statement.body {
        chancery_model::Body::Membership(_) => names(a) || names(b),
        _ => names(a) && names(b),
    }
}
