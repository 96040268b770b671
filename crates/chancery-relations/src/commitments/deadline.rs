//! By when something promised or threatened is to be done, in the words of the text: "by 1 December",
//! "within ninety days", "a 48-hour ultimatum", "until the end of March".

use crate::day;
use chancery_model::Date;
use jiff::ToSpan;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words in front of the last day.
const UNTIL: &[&str] = &["by", "until", "till", "before"];

/// What has so many hours or days to run: "a 48-hour ultimatum".
const TERM: &[&str] = &["ultimatum", "deadline", "notice", "window", "period"];

const NUMBERS: &[(&str, i64)] = &[
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("twenty", 20),
    ("twenty-four", 24),
    ("thirty", 30),
    ("forty-eight", 48),
    ("sixty", 60),
    ("seventy-two", 72),
    ("ninety", 90),
];

/// Returns the last day by which the words of a text say that it is to be done, said on a day; a date
/// without a year is the first after that day.
pub(super) fn deadline(text: &str, said: Date) -> Option<Date> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| letter.is_whitespace() || letter == '–' || letter == '—')
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).find_map(|at| {
        let found = term(&words, at, said).or_else(|| last_day(&words, at, said))?;
        (day::number(found) >= day::number(said)).then_some(found)
    })
}

/// Reads a length that runs from the day of the word.
fn term(words: &[&str], at: usize, said: Date) -> Option<Date> {
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    // "Within ninety days", "within the next 48 hours".
    if word(at) == "within" {
        let from = (at + 1..at + 4).find(|at| !matches!(word(*at), "the" | "next"))?;
        return after(said, number(word(from))?, word(from + 1));
    }
    // "A 48-hour ultimatum", "has given it ten days to leave".
    let (count, unit) = word(at).split_once('-').unwrap_or_default();
    if TERM.contains(&word(at + 1)) {
        return after(said, number(count)?, unit);
    }
    let given = matches!(word(at), "give" | "gives" | "gave" | "given" | "giving");
    let from = (at + 1..at + 5).find(|at| number(word(*at)).is_some() && word(*at) != "a");
    let from = from.filter(|from| given && word(from + 2) == "to")?;
    after(said, number(word(from))?, word(from + 1))
}

fn after(said: Date, count: i64, unit: &str) -> Option<Date> {
    let span = match unit {
        "hour" | "hours" => (count + 23).div_euclid(24).days(),
        "day" | "days" => count.days(),
        "week" | "weeks" => count.weeks(),
        "month" | "months" => count.months(),
        _ => return None,
    };
    said.checked_add(span).ok()
}

/// Reads a date behind "by" or "until".
fn last_day(words: &[&str], at: usize, said: Date) -> Option<Date> {
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    if !UNTIL.contains(&word(at)) {
        return None;
    }
    let mut from = at + 1;
    let end = word(from) == "the" && word(from + 1) == "end" && word(from + 2) == "of";
    if end {
        from += 3;
    } else if matches!(word(from), "the" | "next" | "this") {
        from += 1;
    }
    if let Some(weekday) = WEEKDAYS.iter().position(|name| *name == word(from)) {
        let weekday = i64::try_from(weekday).ok()?;
        let today = i64::from(said.weekday().to_monday_zero_offset());
        let ahead = (weekday - today).rem_euclid(7);
        return said.checked_add(ahead.days()).ok();
    }
    let (of_month, month, next) = match (ordinal(word(from)), month(word(from))) {
        (Some(of_month), _) => (Some(of_month), month(word(from + 1))?, from + 2),
        (_, Some(month)) => {
            let of_month = ordinal(word(from + 1));
            (of_month, month, from + 1 + usize::from(of_month.is_some()))
        }
        _ => return None,
    };
    let year = word(next).parse::<i16>().ok().filter(|year| *year > 1800);
    let last = |year: i16| {
        let first = Date::new(year, month, 1).ok()?;
        match of_month {
            Some(of_month) => Date::new(year, month, of_month).ok(),
            None => Some(first.last_of_month()),
        }
    };
    match year {
        Some(year) => last(year),
        None => [said.year(), said.year() + 1]
            .into_iter()
            .filter_map(last)
            .find(|found| *found >= said),
    }
}

fn number(word: &str) -> Option<i64> {
    let known = NUMBERS.iter().find(|(name, _)| *name == word);
    known
        .map(|(_, count)| *count)
        .or_else(|| word.parse().ok())
        .filter(|count| (1..1000).contains(count))
}

/// Returns a day of a month: "1", "1st".
fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    let fits = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    digits
        .parse()
        .ok()
        .filter(|day| fits && (1..=31).contains(day))
}

fn month(word: &str) -> Option<i8> {
    let found = MONTHS.iter().position(|name| *name == word)?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::parse_date;

    #[test]
    fn the_last_day_is_read_from_the_words() {
        let check = |text: &str, expected: Option<&str>| {
            let said = parse_date("2025-11-24").unwrap_or_default();
            let found = deadline(text, said);
            assert_eq!(found, expected.and_then(parse_date), "{text}");
        };
        check("gave him until 1 December to leave", Some("2025-12-01"));
        check("must leave by January 15th", Some("2026-01-15"));
        check("by 3 March 2027", Some("2027-03-03"));
        check("to withdraw within ninety days", Some("2026-02-22"));
        check("within the next 48 hours", Some("2025-11-26"));
        check("issued a 48-hour ultimatum", Some("2025-11-26"));
        check("has given Caracas ten days to comply", Some("2025-12-04"));
        check("by the end of March", Some("2026-03-31"));
        check("before Friday", Some("2025-11-28"));
        check("by 3 March 2020", None);
        check("attacked by 12 men within sight of March", None);
        check("a visit of three days", None);
        check("by May", Some("2026-05-31"));
        check("by the 99 of Undecember, within", None);
        check("", None);
    }
}
