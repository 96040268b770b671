//! CAMEO codes as PLOVER events.
//!
//! The table is ours, after the list of equivalents that PLOVER's authors published in 2021 and the
//! manual's table of cue categories; `data/README.md` says where the two contradict each other and
//! what we took.

use chancery_model::{Context, Event, EventType, Mode};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a CAMEO code means in PLOVER.
#[derive(Clone, PartialEq, Debug)]
pub struct Plover {
    /// The code.
    pub code: &'static str,
    /// The event, without anybody in it; nothing where PLOVER has no such event.
    pub event: Option<Event>,
}

/// What became of a code.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Meaning {
    /// It is an event.
    Event(&'static Event),
    /// PLOVER has no such event.
    Dropped,
    /// No such code.
    Unknown,
}

const TABLE: &str = include_str!("../data/cameo-plover.tsv");

/// Returns every CAMEO code with what it means, sorted by code.
pub fn plover() -> &'static [Plover] {
    static ALL: OnceLock<Vec<Plover>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<Plover> = TABLE
            .lines()
            .filter(|line| !line.starts_with(['#', 'c']) && !line.trim().is_empty())
            .map(entry)
            .collect();
        all.sort_by_key(|entry| entry.code);
        all
    })
}

/// Returns what a code means. A code that the table lacks means what the longest code does that it
/// begins with: `1411` is a case of `141`.
pub(crate) fn meaning(code: &str) -> Meaning {
    static BY_CODE: OnceLock<FxHashMap<&'static str, Option<&'static Event>>> = OnceLock::new();
    let by_code = BY_CODE.get_or_init(|| {
        let entries = plover().iter();
        entries
            .map(|entry| (entry.code, entry.event.as_ref()))
            .collect()
    });
    for length in (2..=code.len()).rev() {
        let found = code.get(..length).and_then(|code| by_code.get(code));
        match found {
            Some(Some(event)) => return Meaning::Event(event),
            Some(None) => return Meaning::Dropped,
            None => {}
        }
    }
    Meaning::Unknown
}

/// Reads a row: code, type, mode, contexts. The tests read every row.
fn entry(line: &'static str) -> Plover {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap_or("").trim();
    let code = cell();
    let event_type = cell().parse::<EventType>().ok();
    let mode = cell().parse::<Mode>().ok();
    let contexts = cell();
    let event = event_type.map(|event_type| {
        let mut event = Event::new(event_type, mode);
        event.contexts = contexts
            .split(';')
            .filter_map(|word| word.trim().parse::<Context>().ok())
            .collect();
        event
    });
    Plover { code, event }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_of_the_table_is_one_of_plovers() {
        let mut codes = BTreeSet::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 5, "{line}");
            assert!(codes.insert(cells[0]), "{line}");
            let words: &[&str] = &[cells[1], cells[2]];
            if cells[1] != "-" {
                assert!(words[0].parse::<EventType>().is_ok(), "{line}");
            }
            assert!(
                words[1].is_empty() || words[1].parse::<Mode>().is_ok(),
                "{line}"
            );
            for word in cells[3].split(';').filter(|word| !word.is_empty()) {
                assert!(word.parse::<Context>().is_ok(), "{line}");
            }
        }
        assert_eq!(codes.len(), plover().len());
    }

    #[test]
    fn codes_are_text_and_what_lacks_a_row_means_its_stem() {
        let check = |code: &str, expected: Option<(EventType, Option<Mode>)>| {
            let found = match meaning(code) {
                Meaning::Event(event) => Some((event.event_type, event.mode)),
                Meaning::Dropped | Meaning::Unknown => None,
            };
            assert_eq!(found, expected, "{code}");
        };
        check("042", Some((EventType::Consult, Some(Mode::Visit))));
        check("163", Some((EventType::Coerce, Some(Mode::Restrict))));
        check("0871", Some((EventType::Retreat, Some(Mode::Ceasefire))));
        check("19", Some((EventType::Assault, None)));
        check("1411", Some((EventType::Protest, Some(Mode::Demo))));
        check("1419", Some((EventType::Protest, Some(Mode::Demo))));
        check("010", None);
        assert_eq!(meaning("010"), Meaning::Dropped);
        for code in ["10é", "", "1", "99", "42", "x"] {
            assert!(!matches!(meaning(code), Meaning::Dropped), "{code}");
        }
        assert_eq!(meaning("99"), Meaning::Unknown);
        assert_eq!(meaning("42"), Meaning::Unknown);
    }
}
