//! What membership of an organisation obliges to, from a table with its sources.
//!
//! The table (`data/organisations.tsv`) is background: it says what a treaty says, never who is in
//! it. Membership comes from the record.

use chancery_model::{ActorId, Date, Obligation, parse_date};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/organisations.tsv");

static ORGANISATIONS: LazyLock<Vec<Organisation>> =
    LazyLock::new(|| TABLE.lines().filter_map(read).collect());

/// An organisation and the duties of its members.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// The dictionary's code.
    pub id: ActorId,
    /// Its name.
    pub name: &'static str,
    /// What members owe each other; empty where they owe nothing.
    pub obligations: Vec<Obligation>,
    /// Where that is written.
    pub clause: &'static str,
    /// The first day on which it held.
    pub from: Option<Date>,
    /// The last day on which it held; `None` while it does.
    pub until: Option<Date>,
    /// What it says, in plain words.
    pub says: &'static str,
    /// The document that says so.
    pub source: &'static str,
}

/// Returns the organisation of a code, where the table has it.
pub fn organisation(id: &ActorId) -> Option<&'static Organisation> {
    ORGANISATIONS
        .iter()
        .find(|organisation| organisation.id == *id)
}

/// Returns every organisation of the table, in its order.
pub(crate) fn all() -> impl Iterator<Item = &'static Organisation> {
    ORGANISATIONS.iter()
}

impl Organisation {
    /// Returns whether its treaty was in force on a day; of an unknown day, whether it is now.
    pub(crate) fn holds(&self, on: Option<Date>) -> bool {
        match on {
            Some(on) => {
                self.from.is_none_or(|from| from <= on)
                    && self.until.is_none_or(|until| on <= until)
            }
            None => self.until.is_none(),
        }
    }
}

/// Returns the obligation of a word in ATOP's terms.
pub fn obligation(word: &str) -> Option<Obligation> {
    Some(match word {
        "defence" => Obligation::Defence,
        "offence" => Obligation::Offence,
        "neutrality" => Obligation::Neutrality,
        "non-aggression" => Obligation::NonAggression,
        "consultation" => Obligation::Consultation,
        _ => return None,
    })
}

fn read(line: &'static str) -> Option<Organisation> {
    let mut columns = line.split('\t');
    let id = columns.next().filter(|id| !id.starts_with('#'))?;
    Some(Organisation {
        id: id.into(),
        name: columns.next()?,
        obligations: columns.next()?.split(',').filter_map(obligation).collect(),
        clause: columns.next()?,
        from: columns.next().and_then(parse_date),
        until: columns.next().and_then(parse_date),
        says: columns.next()?,
        source: columns.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads_and_duties_to_defend_are_where_the_treaties_put_them() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(ORGANISATIONS.len(), rows);
        let defends = |id: &str| {
            organisation(&id.into()).map(|found| found.obligations.contains(&Obligation::Defence))
        };
        for id in ["NATO", "CSTO", "EU", "LAS", "GCC", "RIO", "ANZUS"] {
            assert_eq!(defends(id), Some(true), "{id}");
        }
        for id in ["BRICS", "SCO", "EAEU", "UNO"] {
            assert_eq!(defends(id), Some(false), "{id}");
        }
        assert_eq!(defends("NOWHERE"), None);
    }

    #[test]
    fn every_row_has_its_words_and_unknown_words_are_none() {
        for organisation in ORGANISATIONS.iter() {
            assert!(!organisation.source.is_empty() && !organisation.says.is_empty());
            assert!(organisation.from.is_some(), "{}", organisation.id);
        }
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let words = line.split('\t').nth(2).unwrap_or_default();
            assert!(
                words == "-" || words.split(',').all(|word| obligation(word).is_some()),
                "{words}"
            );
        }
    }
}
