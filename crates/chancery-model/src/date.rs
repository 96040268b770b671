//! When something happened: an interval of days with the words that said so.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// When something happened, as far as the text tells, and when that was reported.
///
/// Either end may be unknown: "since 2022" has no `to`, an undated act has neither.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DateRange {
    /// The first day on which it may have happened.
    pub from: Option<Date>,
    /// The last day on which it may have happened.
    pub to: Option<Date>,
    /// The words of the text that date it.
    pub expression: Option<String>,
    /// The day of publication of the report.
    pub reported: Option<Date>,
}

impl DateRange {
    /// Returns the range of one day.
    pub fn day(date: Date) -> Self {
        Self {
            from: Some(date),
            to: Some(date),
            ..Self::default()
        }
    }

    /// Returns the day to place the statement on in time: its last possible day, its first one
    /// where it is open-ended, otherwise the day of the report.
    pub fn anchor(&self) -> Option<Date> {
        self.to.or(self.from).or(self.reported)
    }
}

/// Reads a date as `YYYY-MM-DD`; `None` for anything else.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}
