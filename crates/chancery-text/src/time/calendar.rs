//! The names of months and days, dates as they are written, and counting on the calendar.
//!
//! The one place for the English names: what reads and writes dates elsewhere takes them from here.

use chancery_model::Date;
use jiff::ToSpan;

/// The English names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English names of the days of the week.
pub const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Returns the English name of a date's month.
pub fn month_of(date: Date) -> &'static str {
    let index = usize::try_from(date.month() - 1).unwrap_or(0);
    MONTHS.get(index).copied().unwrap_or_default()
}

/// Returns a date as it is said: `14 June 2025`.
pub fn in_words(date: Date) -> String {
    format!("{} {} {}", date.day(), month_of(date), date.year())
}

/// Returns the number of a month by its English name or usual abbreviation, in any case.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let is = |name: &str| {
        name.eq_ignore_ascii_case(word)
            || (word.len() == 3 && name[..3].eq_ignore_ascii_case(word))
            || (name == "September" && word.eq_ignore_ascii_case("sept"))
    };
    MONTHS
        .iter()
        .position(|name| is(name))
        .and_then(|position| i8::try_from(position + 1).ok())
}

/// Returns the number of a month by its name as dates are written in Russian, Ukrainian, German,
/// French or Spanish: enough to date a page whose text is not analysed.
fn foreign_month(word: &str) -> Option<i8> {
    const NAMES: [&[&str]; 12] = [
        &["января", "січня", "januar", "jänner", "janvier", "enero"],
        &["февраля", "лютого", "februar", "février", "febrero"],
        &["марта", "березня", "märz", "mars", "marzo"],
        &["апреля", "квітня", "avril", "abril"],
        &["мая", "травня", "mai", "mayo"],
        &["июня", "червня", "juni", "juin", "junio"],
        &["июля", "липня", "juli", "juillet", "julio"],
        &["августа", "серпня", "août", "agosto"],
        &["сентября", "вересня", "septembre", "septiembre"],
        &["октября", "жовтня", "oktober", "octobre", "octubre"],
        &["ноября", "листопада", "novembre", "noviembre"],
        &["декабря", "грудня", "dezember", "décembre", "diciembre"],
    ];
    let lower = word.to_lowercase();
    NAMES
        .iter()
        .position(|names| names.contains(&lower.as_str()))
        .and_then(|position| i8::try_from(position + 1).ok())
}

/// Returns the number of a weekday, Monday being 0, by its English name or abbreviation.
pub(crate) fn weekday(word: &str) -> Option<i8> {
    let word = word.strip_suffix('.').unwrap_or(word).to_ascii_lowercase();
    Some(match word.as_str() {
        "monday" | "mon" => 0,
        "tuesday" | "tue" | "tues" => 1,
        "wednesday" | "wed" => 2,
        "thursday" | "thu" | "thur" | "thurs" => 3,
        "friday" | "fri" => 4,
        "saturday" | "sat" => 5,
        "sunday" | "sun" => 6,
        _ => return None,
    })
}

/// Returns the date, where there is such a day in years that are written about.
pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    ((1..=2999).contains(&year))
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// Returns the date so many days later (earlier when negative).
pub(crate) fn plus_days(date: Date, days: i64) -> Option<Date> {
    let days = i32::try_from(days)
        .ok()
        .filter(|days| days.abs() < 1_000_000)?;
    date.checked_add(days.days()).ok()
}

/// Returns the date so many months later, at the month's last day where it has fewer days.
pub(crate) fn plus_months(date: Date, months: i64) -> Option<Date> {
    let months = i32::try_from(months)
        .ok()
        .filter(|months| months.abs() < 40_000)?;
    date.checked_add(months.months()).ok()
}

/// Reads the date that a text begins with: `2025-06-18` (a time may follow), `18 June 2025`,
/// `June 18, 2025`, `18.06.2025`; a weekday may precede. Returns it with the bytes it takes.
pub fn written_date(text: &str) -> Option<(Date, usize)> {
    let mut words = Words::new(text);
    let first = words.next()?;
    if let Some(found) = numeric(first.1) {
        return Some((found, first.0 + first.1.len()));
    }
    let first = if weekday(first.1).is_some() {
        words.next_if(|word| word == "the");
        words.next()?
    } else {
        first
    };
    if let Some(month) = month(first.1) {
        let (_, number) = words.next()?;
        let (at, year) = words.next()?;
        let found = day(self::year(year)?, month, day_number(number)?)?;
        return Some((found, at + year.len()));
    }
    let number = day_number(first.1)?;
    words.next_if(|word| matches!(word, "of" | "de"));
    let (_, name) = words.next()?;
    let month = month(name).or_else(|| foreign_month(name))?;
    words.next_if(|word| word == "de");
    let (at, year) = words.next()?;
    let found = day(self::year(year)?, month, number)?;
    Some((found, at + year.len()))
}

/// Reads `2025-06-18`, with or without a time after `T`, `18.06.2025` and `18/06/2025` where the
/// first number cannot be a month.
pub(crate) fn numeric(word: &str) -> Option<Date> {
    let date = word.split(['T', 't']).next()?;
    for separator in ['-', '.', '/'] {
        let mut parts = date.split(separator);
        let (Some(a), Some(b), Some(c), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let number = |part: &str| {
            (part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())
                .flatten()
        };
        let (first, second, third) = (number(a)?, number(b)?, number(c)?);
        if a.len() == 4 {
            return day(first, i8::try_from(second).ok()?, i8::try_from(third).ok()?);
        }
        if c.len() == 4 && (separator == '.' || first > 12) {
            return day(third, i8::try_from(second).ok()?, i8::try_from(first).ok()?);
        }
        if c.len() == 4 && second > 12 {
            return day(third, i8::try_from(first).ok()?, i8::try_from(second).ok()?);
        }
        return None;
    }
    None
}

/// Reads the number of a day of the month: `6`, `6th`, `21st`.
pub(crate) fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits
        .parse()
        .ok()
        .filter(|number| (1..=31).contains(number))
}

/// Reads a year of four digits between 1000 and 2999.
pub(crate) fn year(word: &str) -> Option<i16> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1000..=2999).contains(year))
}

/// The words of a text with their places, commas and brackets around them dropped.
struct Words<'text> {
    text: &'text str,
    place: usize,
}

impl<'text> Words<'text> {
    fn new(text: &'text str) -> Self {
        Self { text, place: 0 }
    }

    fn next(&mut self) -> Option<(usize, &'text str)> {
        let skip = |character: char| character.is_whitespace() || matches!(character, ',' | '(');
        let rest = &self.text[self.place..];
        let start = self.place + rest.find(|character| !skip(character))?;
        let rest = &self.text[start..];
        let end = start
            + rest
                .find(|character: char| {
                    character.is_whitespace() || matches!(character, ',' | '(' | ')' | ';')
                })
                .unwrap_or(rest.len());
        // A month's abbreviation keeps its full stop; a year gives up the sentence's.
        let word = &self.text[start..end];
        let word = if month(word).is_none() {
            word.trim_end_matches(['.', ':'])
        } else {
            word
        };
        self.place = end;
        Some((start, word))
    }

    fn next_if(&mut self, accept: impl Fn(&str) -> bool) {
        let before = self.place;
        if !self.next().is_some_and(|(_, word)| accept(word)) {
            self.place = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        for (text, expected) in [
            ("18 June 2025, Moscow", Some("2025-06-18")),
            ("June 18, 2025", Some("2025-06-18")),
            ("Jun. 3 2025", Some("2025-06-03")),
            ("Wednesday, 18th of June 2025.", Some("2025-06-18")),
            ("2025-06-18T23:30:00-04:00", Some("2025-06-18")),
            ("18.06.2025", Some("2025-06-18")),
            ("18/06/2025", Some("2025-06-18")),
            ("06/18/2025", Some("2025-06-18")),
            ("06/07/2025", None),
            ("2 июня 2025, 18:40", Some("2025-06-02")),
            ("18. Juni 2025", Some("2025-06-18")),
            ("18 de junio de 2025", Some("2025-06-18")),
            ("30 February 2025", None),
            ("June 2025", None),
            ("The 18 June", None),
            ("1.2.3.4", None),
            ("", None),
        ] {
            let found = written_date(text).map(|(date, _)| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_of_months_and_days() {
        assert_eq!(month("Sept."), Some(9));
        assert_eq!(month("MAY"), Some(5));
        assert_eq!(month("marc"), None);
        assert_eq!(month("é…"), None);
        let date = chancery_model::parse_date("2025-06-14");
        assert_eq!(date.map(in_words).as_deref(), Some("14 June 2025"));
        assert_eq!(weekday("Thurs."), Some(3));
        assert_eq!(weekday("Sunday"), Some(6));
        assert_eq!(day_number("21st"), Some(21));
        assert_eq!(day_number("32"), None);
    }
}
