//! By when something is to be done, in the words of a promise or threat: "by 1 December", "within
//! ninety days", "a 48-hour ultimatum", "until the end of March".
//!
//! The wording is read and placed as every other time is ([`super::grammar`], [`super::resolution`]), but
//! for the direction: a deadline lies ahead of the day on which it was set.

use super::calendar;
use super::direction::Direction;
use super::form::{Form, Unit};
use super::grammar;
use super::relative::counted_unit;
use super::resolution::{Setting, resolve};
use crate::lexemes::Lexemes;
use chancery_model::Date;

/// Words in front of the last day.
const UNTIL: &[&str] = &["by", "until", "till", "before"];

/// What has so many hours or days to run: "a 48-hour ultimatum".
const TERM: &[&str] = &["ultimatum", "deadline", "notice", "window", "period"];

/// "Has given it ten days to leave": the length stands at most so many words behind the verb.
const REACH: usize = 5;

/// Returns the last day by which the words of a text say that something is to be done, set on a day. Dates
/// without a year are the first after it; what lies before it is no deadline.
pub fn deadline(text: &str, set: Date) -> Option<Date> {
    let lexemes = Lexemes::of(text, &[]);
    (0..lexemes.len()).find_map(|at| {
        let found = term(&lexemes, at, set).or_else(|| last_day(&lexemes, at, set))?;
        (found >= set).then_some(found)
    })
}

/// Reads a length that runs from the day on which it was set.
fn term(lexemes: &Lexemes, at: usize, set: Date) -> Option<Date> {
    let ahead = |(_, high, unit, end): (f64, f64, Unit, usize)| {
        let count = whole(high)?;
        let day = match unit {
            // Hours that begin a day count as that day.
            Unit::Hour => calendar::plus_days(set, whole(high / 24.0)?),
            Unit::Day => calendar::plus_days(set, count),
            Unit::Week => calendar::plus_days(set, count * 7),
            Unit::Month => calendar::plus_months(set, count),
            Unit::Quarter => calendar::plus_months(set, count * 3),
            Unit::Year => calendar::plus_months(set, count * 12),
            Unit::Decade | Unit::Century => None,
        };
        Some((day?, end))
    };
    match lexemes.word(at) {
        "within" => {
            // "Within the next 48 hours".
            let mut from = grammar::skip_the(lexemes, at + 1);
            from += usize::from(lexemes.word(from) == "next");
            if let Some(counted) = counted_unit(lexemes, from) {
                return ahead(counted).map(|(day, _)| day);
            }
            // "Within a week" and "within the week".
            let unit = Unit::of(lexemes.word(from)).filter(|unit| *unit > Unit::Hour)?;
            ahead((1.0, 1.0, unit, from + 1)).map(|(day, _)| day)
        }
        "give" | "gives" | "gave" | "given" | "giving" => (at + 1..at + REACH).find_map(|from| {
            let counted = counted_unit(lexemes, from)?;
            let (day, end) = ahead(counted)?;
            (lexemes.word(end) == "to" && lexemes.is_same_sentence(at, end)).then_some(day)
        }),
        _ => {
            let counted = counted_unit(lexemes, at)?;
            let (day, end) = ahead(counted)?;
            TERM.contains(&lexemes.word(end)).then_some(day)
        }
    }
}

/// Returns the next whole number of a count that makes sense as a term.
#[expect(clippy::cast_possible_truncation, reason = "the bounds are checked")]
fn whole(count: f64) -> Option<i64> {
    let count = count.ceil();
    (1.0..10_000.0).contains(&count).then_some(count as i64)
}

/// Reads a time behind "by" or "until".
fn last_day(lexemes: &Lexemes, at: usize, set: Date) -> Option<Date> {
    if !UNTIL.contains(&lexemes.word(at)) {
        return None;
    }
    let (form, _) = grammar::simple(lexemes, at + 1).or_else(|| {
        // "By the 14 June", "by the Friday".
        grammar::simple(lexemes, grammar::skip_the(lexemes, at + 1))
    })?;
    // "Until today" ends nothing that is still to be done.
    let over = lexemes.word(at) != "by" && matches!(form, Form::DaysOff(_));
    if form.is_length() || over {
        return None;
    }
    day_of(&form, set)
}

/// Returns the last day of what the words say, ahead of the day on which it was set.
fn day_of(form: &Form, set: Date) -> Option<Date> {
    let setting = Setting {
        anchor: Some(set),
        reference: None,
        passage: None,
        direction: Direction::Future,
        topics: &|_| false,
        may_be_named: false,
    };
    resolve(form, &setting)?.to
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::parse_date;

    #[test]
    fn the_last_day_is_read_from_the_words() {
        let check = |text: &str, expected: Option<&str>| {
            let set = parse_date("2025-11-24").unwrap_or_default();
            let found = deadline(text, set);
            assert_eq!(found, expected.and_then(parse_date), "{text}");
        };
        check("gave him until 1 December to leave", Some("2025-12-01"));
        check("must leave by January 15th", Some("2026-01-15"));
        check("by 3 March 2027", Some("2027-03-03"));
        check("must answer by Dec. 3, 2025", Some("2025-12-03"));
        check("to be returned before 15.01.2026", Some("2026-01-15"));
        check("to withdraw within ninety days", Some("2026-02-22"));
        check("to withdraw within a month", Some("2025-12-24"));
        check("will be released within the week", Some("2025-12-01"));
        check("within the next 48 hours", Some("2025-11-26"));
        check("issued a 48-hour ultimatum", Some("2025-11-26"));
        check("under a two-week deadline", Some("2025-12-08"));
        check("has given Caracas ten days to comply", Some("2025-12-04"));
        check("by the end of March", Some("2026-03-31"));
        check("by the end of next year", Some("2026-12-31"));
        check("by mid-January", Some("2026-01-20"));
        check("by 2030", Some("2030-12-31"));
        check("before Friday", Some("2025-11-28"));
        check("by next Tuesday", Some("2025-11-25"));
        check("by tomorrow", Some("2025-11-25"));
        check("by 3 March 2020", None);
        check("until yesterday, until today", None);
        check("attacked by 12 men within sight of March", None);
        check("cut by two days", None);
        check("a visit of three days", None);
        check("by May", Some("2026-05-31"));
        check("by the 99 of Undecember, within", None);
        check("by", None);
        check("", None);
    }
}
