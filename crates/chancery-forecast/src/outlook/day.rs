//! Days as whole numbers; day 0 is 1 January 1970.

use chancery_model::Date;

/// A day, counted from 1 January 1970.
pub type Day = i32;

const FIRST: Date = Date::constant(1970, 1, 1);

/// Returns the number of a date.
#[must_use]
pub fn number(date: Date) -> Day {
    (date - FIRST).get_days()
}

/// Returns the date of a number, or `None` outside the calendar's range.
#[must_use]
pub fn date(day: Day) -> Option<Date> {
    let span = jiff::Span::new().try_days(day).ok()?;
    FIRST.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_each_others_inverse() {
        assert_eq!(number(Date::constant(2000, 3, 1)), 11_017);
        for day in (-700_000..2_900_000).step_by(997) {
            assert_eq!(date(day).map(number), Some(day));
        }
        assert_eq!(date(Day::MAX), None);
    }
}
