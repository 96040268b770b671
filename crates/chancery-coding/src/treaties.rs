//! Between whom an agreement is that is known by a name of its own: "the Indus Waters Treaty"
//! (`data/treaties.txt`). Whoever suspends or leaves it does so towards its other parties, though the
//! sentence names none.

use chancery_model::{ActorId, Date, parse_date};
use std::sync::OnceLock;

/// An agreement with its parties.
#[derive(Debug)]
pub struct Treaty {
    /// What it is called, in small letters, the usual name first.
    pub names: Vec<&'static str>,
    /// Who is bound by it.
    pub parties: Vec<ActorId>,
    /// The day of its signature.
    pub from: Option<Date>,
    /// The day on which it ended; `None` while it holds.
    pub to: Option<Date>,
    /// The treaty itself, with its place of publication.
    pub source: &'static str,
    /// The words for what its parties owe each other, in ATOP's terms.
    pub obligations: Vec<&'static str>,
    /// What it says, in plain words.
    pub says: &'static str,
}

/// Returns the agreements that are known by a name of their own.
pub fn named_treaties() -> &'static [Treaty] {
    table()
}

/// Returns the agreement that some words name, among those made by a day; without a day, any.
pub(crate) fn named_in(words: &str, day: Option<Date>) -> Option<&'static Treaty> {
    let words = words.to_lowercase();
    table().iter().find(|treaty| {
        let made = day.is_none_or(|day| treaty.from.is_none_or(|from| from <= day));
        // What ended is still spoken of for a while.
        let held = day.is_none_or(|day| {
            treaty
                .to
                .is_none_or(|to| to.until(day).is_ok_and(|span| span.get_days() < 366))
        });
        made && held && treaty.names.iter().any(|name| holds(&words, name))
    })
}

/// Returns whether a text holds a name as whole words.
fn holds(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(before) && edge(after)
    })
}

fn table() -> &'static [Treaty] {
    static TABLE: OnceLock<Vec<Treaty>> = OnceLock::new();
    TABLE.get_or_init(|| read(include_str!("../data/treaties.txt")))
}

fn read(text: &'static str) -> Vec<Treaty> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let cell = |at: usize| cells.get(at).copied().unwrap_or("");
            Treaty {
                names: cell(0).split(',').map(str::trim).collect(),
                parties: cell(1).split_whitespace().map(ActorId::new).collect(),
                from: parse_date(cell(2)),
                to: parse_date(cell(3)),
                source: cell(4),
                obligations: cell(5)
                    .split(',')
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .collect(),
                says: cell(6),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{named_in, table};
    use chancery_model::parse_date;

    #[test]
    fn every_row_has_names_parties_and_a_beginning() {
        assert!(table().len() > 20);
        for treaty in table() {
            assert!(
                treaty.parties.len() > 1 && treaty.from.is_some(),
                "{treaty:?}"
            );
            assert!(treaty.names.iter().all(|name| name.len() > 5), "{treaty:?}");
            assert!(
                !treaty.says.is_empty() && !treaty.source.is_empty(),
                "{treaty:?}"
            );
        }
    }

    #[test]
    fn a_treaty_is_known_by_its_name_and_in_its_time() {
        let parties = |words: &str, day: &str| {
            named_in(words, parse_date(day)).map(|treaty| treaty.parties.len())
        };
        assert_eq!(
            parties("the Indus Waters Treaty of 1960", "2025-04-24"),
            Some(2)
        );
        assert_eq!(parties("a new starting point", "2023-02-21"), None);
        assert_eq!(parties("the INF Treaty", "2023-02-21"), None);
        assert_eq!(parties("the Prespa Agreement", "2010-01-01"), None);
    }
}
