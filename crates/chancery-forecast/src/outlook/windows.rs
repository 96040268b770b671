//! Base rates: in what share of past windows something happened.
//!
//! As of a day D, each day d up to D − H begins a window (d, d + H] whose outcome is known. The
//! share of those in which the class happened is the dyad's own base rate.

use super::Day;
use serde::Serialize;

/// Past windows, and in how many of them something happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Windows {
    /// In how many it happened.
    pub hits: u32,
    /// How many there were.
    pub total: u32,
}

impl Windows {
    /// Counts the windows of a length that begin from a day on and are over by `today`; `days` are
    /// the days on which it happened, ascending.
    #[must_use]
    pub fn count(days: &[Day], from: Day, today: Day, length: u16) -> Self {
        let length = i64::from(length);
        let (from, last) = (i64::from(from), i64::from(today) - length);
        if last < from {
            return Self::default();
        }
        let mut hits = 0;
        let mut counted_to = from - 1;
        let first = days.partition_point(|day| i64::from(*day) <= from);
        for day in days[first..].iter().copied().map(i64::from) {
            // Windows that begin on day − length … day − 1 hold the day.
            let begin = (day - length).max(counted_to + 1);
            let end = (day - 1).min(last);
            if begin > last {
                break;
            }
            hits += (end - begin + 1).max(0);
            counted_to = counted_to.max(end);
        }
        Self {
            hits: u32::try_from(hits).unwrap_or(u32::MAX),
            total: u32::try_from(last - from + 1).unwrap_or(u32::MAX),
        }
    }

    /// Returns the share of windows, where there are any.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.total > 0).then(|| f64::from(self.hits) / f64::from(self.total))
    }

    /// Returns the share drawn towards a prior that weighs as much as `weight` windows that do not
    /// overlap; windows of length H that do count 1/H each.
    #[must_use]
    pub fn shrunk(self, length: u16, prior: f64, weight: f64) -> f64 {
        let length = f64::from(length.max(1));
        (f64::from(self.hits) / length + weight * prior) / (f64::from(self.total) / length + weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Counts window by window.
    fn plain(days: &[Day], from: Day, today: Day, length: u16) -> Windows {
        let length = Day::from(length);
        let mut windows = Windows::default();
        for begin in from..=today - length {
            windows.total += 1;
            let held = days
                .iter()
                .any(|day| begin < *day && *day <= begin + length);
            windows.hits += u32::from(held);
        }
        windows
    }

    proptest! {
        #[test]
        fn windows_are_counted_as_one_by_one(
            mut days in proptest::collection::vec(-20..120_i32, 0..12),
            from in -10..40_i32,
            today in -10..120_i32,
            length in 1..40_u16,
        ) {
            days.sort_unstable();
            days.dedup();
            prop_assert_eq!(
                Windows::count(&days, from, today, length),
                plain(&days, from, today, length)
            );
        }
    }
}
