//! What a cell says: days, numbers, yes or no. Tables exported from R write whole numbers as
//! `255.0` and what is missing as `NA`; the Correlates of War project writes −9 for it.

use chancery_model::Date;

/// Returns whether a cell says that nothing is known.
pub(crate) fn is_missing(cell: &str) -> bool {
    matches!(
        cell,
        "" | "NA" | "NaN" | "nan" | "NULL" | "null" | "None" | "-9" | "-9.0" | "-99" | "-999"
    )
}

/// Returns the text of a cell, where there is any.
pub(crate) fn text(cell: &str) -> Option<&str> {
    (!is_missing(cell)).then_some(cell)
}

/// Returns a number.
pub(crate) fn number(cell: &str) -> Option<f64> {
    if is_missing(cell) {
        return None;
    }
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Returns a whole number, also one that is written `255.0`.
pub(crate) fn whole(cell: &str) -> Option<i64> {
    if is_missing(cell) {
        return None;
    }
    if let Ok(number) = cell.parse() {
        return Some(number);
    }
    let number: f64 = cell.parse().ok()?;
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// Returns whether a cell says yes (`1`, `1.0`, `TRUE`).
pub(crate) fn yes(cell: &str) -> bool {
    matches!(cell, "1" | "1.0" | "TRUE" | "True" | "true" | "yes" | "Yes")
}

/// Returns the day of `20250613`.
pub(crate) fn compact_day(cell: &str) -> Option<Date> {
    let digits = cell.as_bytes().get(..8)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let two = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
    let year = i16::from(two(0)) * 100 + i16::from(two(2));
    Date::new(year, two(4) as i8, two(6) as i8).ok()
}

/// Returns the day of `2025-06-13`, `2025-06-13 00:00:00`, `13 June 2025`, `13-June-2025`,
/// `6/13/2025` or `20250613`.
pub(crate) fn day(cell: &str) -> Option<Date> {
    let first = cell.split(['T']).next().unwrap_or(cell);
    let iso = first.split(' ').next().unwrap_or(first);
    let mut parts = iso.splitn(3, '-');
    if let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next())
        && year.len() == 4
        && let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse())
    {
        return Date::new(year, month, day).ok();
    }
    if cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact_day(cell);
    }
    let pieces: Vec<&str> = cell
        .split([' ', '-', '/', ','])
        .filter(|piece| !piece.is_empty())
        .collect();
    let [first, second, year] = pieces.as_slice() else {
        return None;
    };
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    if let Some(month) = month(second) {
        return Date::new(year, month, first.parse().ok()?).ok();
    }
    if let Some(month) = month(first) {
        return Date::new(year, month, second.parse().ok()?).ok();
    }
    Date::new(year, first.parse().ok()?, second.parse().ok()?).ok()
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = word.get(..3)?.to_ascii_lowercase();
    MONTHS
        .iter()
        .position(|month| *month == start)
        .map(|place| place as i8 + 1)
}

/// A span of days from the cells of a year, a month and a day, the later ones of which may be
/// unknown.
pub(crate) fn span(year: &str, month: &str, day: &str) -> Option<(Date, Date)> {
    // Codebooks write 0 for a year that is not known.
    let year = i16::try_from(whole(year)?).ok().filter(|year| *year > 0)?;
    let positive = |cell| {
        whole(cell)
            .and_then(|number| i8::try_from(number).ok())
            .filter(|number| *number > 0)
    };
    let Some(month) = positive(month) else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    let first = Date::new(year, month, 1).ok()?;
    match positive(day) {
        // A day that the month does not have (31 June) is known to the month.
        Some(day) => match Date::new(year, month, day) {
            Ok(day) => Some((day, day)),
            Err(_) if day <= 31 => Some((first, first.last_of_month())),
            Err(_) => None,
        },
        None => Some((first, first.last_of_month())),
    }
}

/// The first and last day of a year.
pub(crate) fn year(cell: &str) -> Option<(Date, Date)> {
    span(cell, "", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_that_exports_write() {
        let iso = |cell| day(cell).map(|day| day.to_string());
        for cell in [
            "2025-06-13",
            "2025-06-13 00:00:00",
            "2025-06-13T10:00:00Z",
            "20250613",
            "13 June 2025",
            "13-June-2025",
            "13-Jun-2025",
            "June 13, 2025",
            "6/13/2025",
        ] {
            assert_eq!(iso(cell).as_deref(), Some("2025-06-13"), "{cell}");
        }
        for cell in [
            "",
            "NA",
            "2025-13-01",
            "soon",
            "13/13/2025",
            "2025",
            "20251301",
        ] {
            assert_eq!(iso(cell), None, "{cell}");
        }
    }

    #[test]
    fn what_is_unknown_widens_the_span() {
        let text = |span: Option<(Date, Date)>| span.map(|(a, b)| format!("{a} {b}"));
        let check = |cells: (&str, &str, &str), expected: &str| {
            assert_eq!(
                text(span(cells.0, cells.1, cells.2)).as_deref(),
                Some(expected)
            );
        };
        check(("1914", "7", "28"), "1914-07-28 1914-07-28");
        check(("1914.0", "6.0", "31"), "1914-06-01 1914-06-30");
        check(("1914", "-9", "-9"), "1914-01-01 1914-12-31");
        check(("1914", "2", ""), "1914-02-01 1914-02-28");
        assert_eq!(span("NA", "1", "1"), None);
        assert_eq!(span("1914", "13", "1"), None);
    }

    #[test]
    fn numbers_of_r_and_of_the_codebooks() {
        assert_eq!(whole("255.0"), Some(255));
        assert_eq!(whole("-9"), None);
        assert_eq!(whole("2.5"), None);
        assert_eq!(number("NaN"), None);
        assert_eq!(number("1e400"), None);
        assert!(yes("1.0") && !yes("0"));
    }
}
