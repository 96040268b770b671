//! Days and periods that go by a name, from a data file with their sources.

use super::calendar;
use super::form::Form;
use super::grammar::Found;
use crate::analysis::Grain;
use crate::lexemes::Lexemes;
use chancery_model::Date;
use std::sync::LazyLock;

/// How a name is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    /// Also an ordinary date ("October 7"); [`meant`] decides.
    Date,
    /// Only a name.
    Name,
    /// The name of a war or age, which is a time only after a preposition.
    Period,
}

#[derive(Debug)]
struct Entry {
    words: Vec<String>,
    form: Form,
    day: Option<Date>,
    topics: Vec<String>,
    usage: Use,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries: Vec<Entry> = include_str!("named_dates.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .filter_map(entry)
        .collect();
    // The longest name first: "Christmas Eve" before "Christmas".
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
    entries
});

fn entry(line: &str) -> Option<Entry> {
    let mut columns = line.split('\t');
    let (name, first, last) = (columns.next()?, columns.next()?, columns.next()?);
    let (topics, usage, _source) = (columns.next()?, columns.next()?, columns.next()?);
    let usage = match usage {
        "date" => Use::Date,
        "name" => Use::Name,
        "period" => Use::Period,
        _ => return None,
    };
    let day = calendar::numeric(first);
    let form = match (day, calendar::numeric(last)) {
        (Some(from), Some(to)) => {
            let grain = if from == to { Grain::Day } else { Grain::Year };
            Form::Fixed { from, to, grain }
        }
        _ => {
            let (month, day) = first.split_once('-')?;
            Form::Day {
                year: None,
                month: month.parse().ok()?,
                day: day.parse().ok()?,
            }
        }
    };
    Some(Entry {
        words: pieces(name),
        form,
        day,
        topics: match topics {
            "*" => Vec::new(),
            list => list.split(',').map(str::to_owned).collect(),
        },
        usage,
    })
}

/// Returns the pieces of a name as the text's pieces are cut.
fn pieces(name: &str) -> Vec<String> {
    let lexemes = Lexemes::of(name, &[]);
    (0..lexemes.len())
        .filter_map(|at| lexemes.get(at))
        .map(|piece| piece.lower.to_string())
        .collect()
}

fn stands_here(lexemes: &Lexemes, at: usize, words: &[String]) -> bool {
    words.iter().enumerate().all(|(offset, word)| {
        lexemes
            .get(at + offset)
            .is_some_and(|piece| *piece.lower == **word)
    })
}

/// Reads a name that is not also an ordinary date.
pub(super) fn named(lexemes: &Lexemes, at: usize) -> Found {
    let start = at + usize::from(lexemes.word(at) == "the");
    let entry = ENTRIES
        .iter()
        .filter(|entry| entry.usage != Use::Date)
        .find(|entry| stands_here(lexemes, start, &entry.words))?;
    let end = start + entry.words.len();
    let before = lexemes.word_before(at);
    let fits = match entry.usage {
        Use::Period => {
            matches!(
                before,
                "during" | "since" | "after" | "before" | "until" | "throughout" | "following"
            ) && !(lexemes.is_glued(end) && lexemes.sign(end) == "-")
                // "After the annexation of Crimea": the name's last word has the capital.
                && (lexemes.is_capital(start) || lexemes.is_capital(end - 1))
        }
        // "bans Christmas markets" dates nothing.
        _ => {
            let phrase = matches!(
                before,
                "on" | "at"
                    | "over"
                    | "since"
                    | "after"
                    | "before"
                    | "until"
                    | "till"
                    | "by"
                    | "from"
                    | "during"
                    | "for"
                    | "this"
                    | "last"
                    | "next"
                    | "of"
                    | "ahead"
                    | "following"
                    | "around"
                    | "to"
                    | "every"
                    | "each"
                    | "and"
                    | "post"
                    | "pre"
                    | "the"
            );
            (lexemes.is_capital(start) || lexemes.number(start).is_some())
                && (phrase || lexemes.opens_sentence(at) || calendar_neighbour(lexemes, at))
        }
    };
    fits.then(|| (entry.form.clone(), end))
}

/// Returns whether a date stands just before: "the May 9 Victory Day celebrations".
fn calendar_neighbour(lexemes: &Lexemes, at: usize) -> bool {
    at > 0 && lexemes.number(at - 1).is_some()
        || calendar::weekday(lexemes.word_before(at)).is_some()
}

/// Returns the day that a date without a year goes by the name of, where the document is about it
/// and the day was before `anchor`: "since October 7" in a text on Gaza of 2025 is a day of 2023.
///
/// In the weeks after the same day of a later year the ordinary reading is the likelier one.
pub(super) fn meant(
    month: i8,
    day: i8,
    anchor: Option<Date>,
    topics: impl Fn(&str) -> bool,
) -> Option<Date> {
    let entry = ENTRIES.iter().find(|entry| {
        entry.usage == Use::Date
            && entry
                .day
                .is_some_and(|named| named.month() == month && named.day() == day)
    })?;
    let named = entry.day?;
    let anchor = anchor?;
    if anchor < named || !entry.topics.iter().any(|topic| topics(topic)) {
        return None;
    }
    let latest = [anchor.year(), anchor.year() - 1]
        .into_iter()
        .filter_map(|year| calendar::day(year, month, day))
        .find(|candidate| *candidate <= anchor)?;
    let fresh = calendar::plus_days(latest, FRESH_DAYS)? >= anchor;
    (latest == named || !fresh).then_some(named)
}

/// For so many days after its yearly return a bare date is more likely the new one.
const FRESH_DAYS: i64 = 45;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_has_a_source() {
        let rows = include_str!("named_dates.tsv")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
            .count();
        assert_eq!(ENTRIES.len(), rows);
    }

    #[test]
    fn a_date_is_a_name_only_where_the_text_is_about_it() {
        let anchor = Some(jiff::civil::date(2025, 6, 18));
        let named = Some(jiff::civil::date(2023, 10, 7));
        assert_eq!(meant(10, 7, anchor, |topic| topic == "gaza"), named);
        assert_eq!(meant(10, 7, anchor, |_| false), None);
        assert_eq!(
            meant(10, 7, Some(jiff::civil::date(2025, 10, 9)), |_| true),
            None
        );
        assert_eq!(
            meant(10, 7, Some(jiff::civil::date(2023, 10, 9)), |_| true),
            named
        );
        assert_eq!(
            meant(10, 7, Some(jiff::civil::date(2022, 10, 9)), |_| true),
            None
        );
    }
}
