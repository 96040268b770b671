//! Which day a document was published: what the user gave, else the record, else the metadata,
//! else the text, else a guess, else unknown.

use super::{ReadOptions, dateline};
use crate::time::calendar;
use chancery_model::{Date, DateBasis, Document};

/// Reads a date from a metadata field; a time and zone may follow, and the day is taken as
/// written, which is the outlet's own.
pub(super) fn metadata_date(value: &str) -> Option<Date> {
    let value = value.trim();
    // `20250618` and `20250618T2330`.
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        let number = |range: std::ops::Range<usize>| value.get(range)?.parse::<i16>().ok();
        return calendar::day(
            number(0..4)?,
            i8::try_from(number(4..6)?).ok()?,
            i8::try_from(number(6..8)?).ok()?,
        );
    }
    calendar::written_date(value).map(|(date, _)| date)
}

/// Sets the day of publication from the best source: `known` is what the record or the metadata
/// says, or a guess.
pub(super) fn settle(
    document: &mut Document,
    options: &ReadOptions,
    known: Option<(Date, DateBasis)>,
) {
    let given = options.published.map(|date| (date, DateBasis::Given));
    let (sure, guess) = match known {
        Some((date, DateBasis::Heuristic)) => (None, Some((date, DateBasis::Heuristic))),
        other => (other, None),
    };
    let found = given
        .or(sure)
        .or_else(|| dateline::publication_date(&document.text).map(|date| (date, DateBasis::Text)))
        .or(guess);
    document.published = found.map(|(date, _)| date);
    document.date_basis = found.map(|(_, basis)| basis);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_dates_in_their_spellings() {
        for (value, expected) in [
            ("2025-06-18", Some("2025-06-18")),
            ("2025-06-18T23:30:00-04:00", Some("2025-06-18")),
            ("2025-06-18 23:30:00", Some("2025-06-18")),
            ("20250618", Some("2025-06-18")),
            ("Wed, 18 Jun 2025 10:00:00 GMT", Some("2025-06-18")),
            ("June 18, 2025", Some("2025-06-18")),
            ("yesterday", None),
            ("2025", None),
            ("99999999", None),
        ] {
            let found = metadata_date(value).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
