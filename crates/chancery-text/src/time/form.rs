//! What an expression of time says, before it is placed on the calendar.

use crate::analysis::Grain;
use chancery_model::Date;

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Reads the name of a unit, in the singular or plural.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" => Self::Hour,
            "day" | "days" | "night" | "nights" => Self::Day,
            "week" | "weeks" | "weekend" | "weekends" => Self::Week,
            "month" | "months" => Self::Month,
            "quarter" | "quarters" => Self::Quarter,
            "year" | "years" => Self::Year,
            "decade" | "decades" => Self::Decade,
            "century" | "centuries" => Self::Century,
            _ => return None,
        })
    }

    /// Returns the grain of an interval of one such unit.
    pub(super) const fn grain(self) -> Grain {
        match self {
            Self::Hour | Self::Day => Grain::Day,
            Self::Week => Grain::Week,
            Self::Month => Grain::Month,
            Self::Quarter => Grain::Season,
            Self::Year => Grain::Year,
            Self::Decade => Grain::Decade,
            Self::Century => Grain::Century,
        }
    }
}

/// Which one of its kind, as seen from the day of publication or from another time in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    /// "June", "Wednesday": the news rule decides.
    Bare,
    /// "last week".
    Last,
    /// "this week".
    This,
    /// "next week".
    Next,
    /// "that week", "the same week": the one the text is at.
    Same,
    /// "the following week", "the next day": one after the one the text is at.
    Following,
    /// "the previous week".
    Previous,
}

/// A part of an interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Part {
    Early,
    Middle,
    Late,
    /// The number of equal parts and which of them, from 1.
    Fraction(u8, u8),
    /// So many units at the start.
    First(f64, Unit),
    /// So many units at the end.
    Final(f64, Unit),
}

/// What an expression says.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Form {
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    Month {
        year: Option<i16>,
        month: i8,
        which: Which,
    },
    Year(i16),
    /// "March last year", "the spring of that year".
    InYear(Box<Form>, Which),
    Decade(i16),
    /// The nineteenth century is 19.
    Century(i16),
    /// Spring is 0, summer 1, autumn 2, winter 3; winter belongs to the year in which it begins.
    Season {
        season: i8,
        year: Option<i16>,
        which: Which,
    },
    /// Monday is 0; `week` shifts it to another week ("Tuesday last week").
    Weekday {
        day: i8,
        which: Which,
        week: Option<i64>,
    },
    Weekend(Which),
    Unit {
        unit: Unit,
        which: Which,
    },
    /// Today is 0, yesterday -1.
    DaysOff(i64),
    Overnight,
    /// "three days ago", "in two weeks": low and high of the number.
    Away {
        low: f64,
        high: f64,
        unit: Unit,
        past: bool,
    },
    /// "three days earlier", "a week later": as seen from the time that the text is at.
    Apart {
        low: f64,
        high: f64,
        unit: Unit,
        past: bool,
    },
    /// "the past three days", "the next two weeks".
    Window {
        high: f64,
        unit: Unit,
        past: bool,
    },
    /// "recent weeks".
    Recent(Unit),
    /// "two days after June 14".
    From {
        anchor: Box<Form>,
        low: f64,
        unit: Unit,
        past: bool,
    },
    Part(Box<Form>, Part),
    /// "earlier this month".
    EarlierIn(Box<Form>),
    /// "later this year".
    LaterIn(Box<Form>),
    Range(Box<Form>, Box<Form>),
    /// A named day or period with its own dates.
    Fixed {
        from: Date,
        to: Date,
        grain: Grain,
    },
    Duration(Unit),
    Recurring(Unit),
}

impl Form {
    /// Returns whether the calendar year is part of the expression.
    pub(super) fn has_year(&self) -> bool {
        match self {
            Self::Day { year, .. } | Self::Month { year, .. } | Self::Season { year, .. } => {
                year.is_some()
            }
            Self::Year(_) | Self::Decade(_) | Self::Century(_) | Self::Fixed { .. } => true,
            Self::Part(inner, _) | Self::EarlierIn(inner) | Self::LaterIn(inner) => {
                inner.has_year()
            }
            Self::Range(first, second) => first.has_year() || second.has_year(),
            _ => false,
        }
    }

    /// Returns whether it is a length or a repetition rather than a place in time.
    pub(super) const fn is_length(&self) -> bool {
        matches!(self, Self::Duration(_) | Self::Recurring(_))
    }

    /// Returns whether a bounding preposition may precede it as it stands on the calendar.
    pub(super) const fn is_point(&self) -> bool {
        !self.is_length()
    }
}
