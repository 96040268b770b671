//! What was said is placed on the calendar.

use super::calendar;
use super::direction::Direction;
use super::form::{Form, Part, Unit, Which};
use super::named;
use crate::analysis::Grain;
use chancery_model::Date;

/// Days from first to last; either end may be open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Interval {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) grain: Grain,
}

/// Days with both ends known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Days {
    from: Date,
    to: Date,
    grain: Grain,
}

impl Days {
    const fn new(from: Date, to: Date, grain: Grain) -> Self {
        Self { from, to, grain }
    }
}

/// What an undated expression is read against.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The day of publication.
    pub(super) anchor: Option<Date>,
    /// The time that the text is at: what "two days later" counts from.
    pub(super) reference: Option<Interval>,
    /// The dated time that the passage tells of: "In January 2015 … In March …".
    pub(super) passage: Option<Interval>,
    /// Whether the clause looks back or ahead.
    pub(super) direction: Direction,
    /// Whether the document speaks of a subject.
    pub(super) topics: &'a dyn Fn(&str) -> bool,
    /// Whether the expression is bounded or introduced as the name of a day ("since October 7").
    pub(super) may_be_named: bool,
}

/// Places an expression; nothing where the setting does not suffice.
pub(super) fn resolve(form: &Form, setting: &Setting<'_>) -> Option<Interval> {
    if let Form::Recent(unit) = form {
        return Some(Interval {
            from: None,
            to: Some(setting.anchor?),
            grain: unit.grain(),
        });
    }
    days(form, setting).map(|found| Interval {
        from: Some(found.from),
        to: Some(found.to),
        grain: found.grain,
    })
}

fn days(form: &Form, setting: &Setting<'_>) -> Option<Days> {
    match form {
        Form::Day { year, month, day } => match year {
            Some(year) => one_day(*year, *month, *day),
            None => bare(
                setting,
                |year| one_day(year, *month, *day),
                |anchor| {
                    setting
                        .may_be_named
                        .then(|| named::meant(*month, *day, anchor, setting.topics))?
                        .map(|date| Days::new(date, date, Grain::Day))
                },
            ),
        },
        Form::Month { year, month, which } => match (year, which) {
            (Some(year), _) => whole_month(*year, *month),
            (None, Which::Bare) => bare(setting, |year| whole_month(year, *month), |_| None),
            (None, which) => chosen(setting, *which, |year| whole_month(year, *month)),
        },
        Form::Year(year) => whole_years(*year, *year, Grain::Year),
        Form::InYear(inner, which) => {
            let year = match which {
                Which::Last => setting.anchor?.year() - 1,
                Which::Next => setting.anchor?.year() + 1,
                Which::This | Which::Bare => setting.anchor?.year(),
                Which::Same => point(setting)?.year(),
                Which::Following => point(setting)?.year() + 1,
                Which::Previous => point(setting)?.year() - 1,
            };
            days(&with_year(inner, year), setting)
        }
        Form::Decade(year) => whole_years(*year, year + 9, Grain::Decade),
        Form::Century(number) => whole_years((number - 1) * 100 + 1, number * 100, Grain::Century),
        Form::Season {
            season,
            year,
            which,
        } => match (year, which) {
            (Some(year), _) => whole_season(*year, *season),
            (None, Which::Bare) => bare(setting, |year| whole_season(year, *season), |_| None),
            (None, which) => chosen(setting, *which, |year| whole_season(year, *season)),
        },
        Form::Weekday { day, which, week } => weekday(*day, *which, *week, setting),
        Form::Weekend(which) => weekend(*which, setting),
        Form::Unit { unit, which } => {
            let (base, steps) = match which {
                Which::Bare | Which::This => (setting.anchor?, 0),
                Which::Last => (setting.anchor?, -1),
                Which::Next => (setting.anchor?, 1),
                Which::Same => (point(setting)?, 0),
                Which::Following => (point(setting)?, 1),
                Which::Previous => (point(setting)?, -1),
            };
            around(shift(base, steps, *unit)?, *unit)
        }
        Form::DaysOff(count) => {
            let date = calendar::plus_days(setting.anchor?, *count)?;
            Some(Days::new(date, date, Grain::Day))
        }
        Form::Overnight => {
            let anchor = setting.anchor?;
            Some(Days::new(
                calendar::plus_days(anchor, -1)?,
                anchor,
                Grain::Day,
            ))
        }
        Form::Away {
            low,
            high,
            unit,
            past,
        } => apart(setting.anchor?, *low, *high, *unit, *past),
        Form::Apart {
            low,
            high,
            unit,
            past,
        } => apart(point(setting)?, *low, *high, *unit, *past),
        Form::Window { high, unit, past } => {
            let anchor = setting.anchor?;
            let other = shifted(anchor, if *past { -high } else { *high }, *unit)?;
            Some(Days::new(
                anchor.min(other),
                anchor.max(other),
                unit.grain(),
            ))
        }
        Form::From {
            anchor,
            low,
            unit,
            past,
        } => {
            let inner = days(anchor, setting)?;
            let count = if *past { -low } else { *low };
            Some(Days::new(
                shifted(inner.from, count, *unit)?,
                shifted(inner.to, count, *unit)?,
                inner.grain,
            ))
        }
        Form::Part(inner, part) => part_of(days(inner, setting)?, *part),
        Form::EarlierIn(inner) => {
            let inner_days = days(inner, setting)?;
            let now = if is_deictic(inner) {
                setting.anchor?
            } else {
                point(setting)?
            };
            Some(Days::new(
                inner_days.from,
                now.clamp(inner_days.from, inner_days.to),
                inner_days.grain,
            ))
        }
        Form::LaterIn(inner) => {
            let inner_days = days(inner, setting)?;
            let now = if is_deictic(inner) {
                setting.anchor?
            } else {
                point(setting)?
            };
            Some(Days::new(
                now.clamp(inner_days.from, inner_days.to),
                inner_days.to,
                inner_days.grain,
            ))
        }
        Form::Range(first, second) => range(first, second, setting),
        Form::Fixed { from, to, grain } => Some(Days::new(*from, *to, *grain)),
        Form::Recent(_) | Form::Duration(_) | Form::Recurring(_) => None,
    }
}

/// Returns whether "this month" is seen from the day of publication.
const fn is_deictic(form: &Form) -> bool {
    matches!(
        form,
        Form::Unit {
            which: Which::This | Which::Last | Which::Next | Which::Bare,
            ..
        }
    )
}

/// Returns the day that "two days later" or "that year" counts from.
fn point(setting: &Setting<'_>) -> Option<Date> {
    setting
        .reference
        .and_then(|reference| reference.from.or(reference.to))
        .or(setting.anchor)
}

fn with_year(form: &Form, new: i16) -> Form {
    let mut form = form.clone();
    match &mut form {
        Form::Day { year, .. } | Form::Month { year, .. } | Form::Season { year, .. } => {
            *year = Some(new);
        }
        Form::Range(first, second) => {
            **first = with_year(first, new);
            **second = with_year(second, new);
        }
        _ => {}
    }
    form
}

fn one_day(year: i16, month: i8, day: i8) -> Option<Days> {
    calendar::day(year, month, day).map(|date| Days::new(date, date, Grain::Day))
}

fn whole_month(year: i16, month: i8) -> Option<Days> {
    let first = calendar::day(year, month, 1)?;
    Some(Days::new(first, first.last_of_month(), Grain::Month))
}

fn whole_years(first: i16, last: i16, grain: Grain) -> Option<Days> {
    Some(Days::new(
        calendar::day(first, 1, 1)?,
        calendar::day(last, 12, 31)?,
        grain,
    ))
}

/// Returns a season of three whole months, as meteorologists count them; the northern hemisphere's.
fn whole_season(year: i16, season: i8) -> Option<Days> {
    let first = calendar::day(year, 3 * season + 3, 1)?;
    Some(Days::new(
        first,
        calendar::plus_months(first, 2)?.last_of_month(),
        Grain::Season,
    ))
}

/// Places what recurs each year and stands without one.
fn bare(
    setting: &Setting<'_>,
    in_year: impl Fn(i16) -> Option<Days>,
    by_name: impl Fn(Option<Date>) -> Option<Days>,
) -> Option<Days> {
    if let Some(passage) = setting.passage {
        return nearest_to(passage, setting.anchor, &in_year);
    }
    if let Some(named) = by_name(setting.anchor) {
        return Some(named);
    }
    let anchor = setting.anchor?;
    // Leap days need up to eight years.
    let candidates = |mut years: Box<dyn Iterator<Item = i16>>| years.find_map(&in_year);
    let year = anchor.year();
    let past = (0..9)
        .filter_map(|back| in_year(year - back))
        .find(|days| days.from <= anchor);
    let future = candidates(Box::new(
        (year - 1..year + 9)
            .filter({
                let in_year = &in_year;
                move |year| in_year(*year).is_some_and(|days| days.to >= anchor)
            })
            .collect::<Vec<_>>()
            .into_iter(),
    ));
    let (past, future) = match (past, future) {
        (Some(past), Some(future)) => (past, future),
        (found, None) | (None, found) => return found,
    };
    let back = days_between(past.to, anchor).max(0);
    let ahead = days_between(anchor, future.from).max(0);
    Some(match setting.direction {
        Direction::Past => past,
        Direction::Future => future,
        Direction::Nearest if ahead <= back => future,
        // Nobody dates what is ten months old by its bare day.
        Direction::Open if back > TEN_MONTHS && ahead <= TWO_MONTHS => future,
        Direction::Nearest | Direction::Open => past,
    })
}

const TEN_MONTHS: i64 = 270;
const TWO_MONTHS: i64 = 60;

/// Returns the occurrence nearest to the passage's time, not after publication.
fn nearest_to(
    passage: Interval,
    anchor: Option<Date>,
    in_year: &impl Fn(i16) -> Option<Days>,
) -> Option<Days> {
    let (from, to) = (passage.from.or(passage.to)?, passage.to.or(passage.from)?);
    (from.year() - 1..=to.year() + 1)
        .filter_map(in_year)
        .filter(|days| anchor.is_none_or(|anchor| days.from <= anchor))
        .min_by_key(|days| {
            let gap = days_between(to, days.from)
                .max(days_between(days.to, from))
                .max(0);
            // What comes after is told after: of two as near, the later.
            (gap, days.from < from)
        })
}

/// Returns the days from one date to another, negative when the second is earlier.
fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// Places "last June", "this spring", "next winter".
fn chosen(
    setting: &Setting<'_>,
    which: Which,
    in_year: impl Fn(i16) -> Option<Days>,
) -> Option<Days> {
    let base = match which {
        Which::Same | Which::Following | Which::Previous => point(setting)?,
        _ => setting.anchor?,
    };
    let years = base.year() - 2..=base.year() + 2;
    match which {
        Which::Last | Which::Previous => {
            years.rev().filter_map(in_year).find(|days| days.to < base)
        }
        Which::Next | Which::Following => years.filter_map(in_year).find(|days| days.from > base),
        Which::This | Which::Same | Which::Bare => years
            .filter_map(&in_year)
            .find(|days| days.from <= base && base <= days.to)
            .or_else(|| in_year(base.year())),
    }
}

fn weekday(day: i8, which: Which, week: Option<i64>, setting: &Setting<'_>) -> Option<Days> {
    let single = |date: Date| Days::new(date, date, Grain::Day);
    if let Some(week) = week {
        let monday = around(setting.anchor?, Unit::Week)?.from;
        return calendar::plus_days(monday, 7 * week + i64::from(day)).map(single);
    }
    let base = match which {
        Which::Same | Which::Following | Which::Previous => point(setting)?,
        _ => setting.anchor?,
    };
    let back = i64::from((base.weekday().to_monday_zero_offset() - day).rem_euclid(7));
    let ahead = (7 - back) % 7;
    let offset = match which {
        Which::Last | Which::Previous => -(if back == 0 { 7 } else { back }),
        Which::Next | Which::Following => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        Which::This | Which::Same if setting.direction != Direction::Past => ahead,
        _ => match setting.direction {
            Direction::Future | Direction::Nearest => ahead,
            Direction::Past | Direction::Open => -back,
        },
    };
    calendar::plus_days(base, offset).map(single)
}

/// Returns Saturday and Sunday.
fn weekend(which: Which, setting: &Setting<'_>) -> Option<Days> {
    let base = match which {
        Which::Same | Which::Following | Which::Previous => point(setting)?,
        _ => setting.anchor?,
    };
    let saturday = calendar::plus_days(around(base, Unit::Week)?.from, 5)?;
    // "last weekend" on a Sunday is the one before.
    let steps = match which {
        Which::Last | Which::Previous => -7,
        Which::Next | Which::Following => 7,
        // "over the weekend" is the last one, unless the clause looks ahead.
        Which::Bare if base < saturday && setting.direction != Direction::Future => -7,
        Which::This | Which::Same if setting.direction == Direction::Past && base < saturday => -7,
        Which::This | Which::Same | Which::Bare => 0,
    };
    let from = calendar::plus_days(saturday, steps)?;
    Some(Days::new(from, calendar::plus_days(from, 1)?, Grain::Day))
}

/// Moves a date by whole units.
fn shift(date: Date, steps: i64, unit: Unit) -> Option<Date> {
    match unit {
        Unit::Hour => Some(date),
        Unit::Day => calendar::plus_days(date, steps),
        Unit::Week => calendar::plus_days(date, 7 * steps),
        Unit::Month => calendar::plus_months(date, steps),
        Unit::Quarter => calendar::plus_months(date, 3 * steps),
        Unit::Year => calendar::plus_months(date, 12 * steps),
        Unit::Decade => calendar::plus_months(date, 120 * steps),
        Unit::Century => calendar::plus_months(date, 1_200 * steps),
    }
}

/// Moves a date by a number of units that need not be whole: half a year is six months.
fn shifted(date: Date, count: f64, unit: Unit) -> Option<Date> {
    let whole = |count: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
        (count.is_finite() && count.abs() < 1e6).then_some(count.round() as i64)
    };
    match unit {
        // 24 hours are a day, and any hours reach at least into the day before.
        Unit::Hour => {
            let days = (count.abs() / 24.0).ceil().max(1.0);
            calendar::plus_days(date, whole(days * count.signum())?)
        }
        Unit::Day => calendar::plus_days(date, whole(count)?),
        Unit::Week => calendar::plus_days(date, whole(count * 7.0)?),
        Unit::Month if count.fract() != 0.0 => calendar::plus_days(date, whole(count * 30.4)?),
        Unit::Month => calendar::plus_months(date, whole(count)?),
        Unit::Quarter => calendar::plus_months(date, whole(count * 3.0)?),
        Unit::Year => calendar::plus_months(date, whole(count * 12.0)?),
        Unit::Decade => calendar::plus_months(date, whole(count * 120.0)?),
        Unit::Century => calendar::plus_months(date, whole(count * 1_200.0)?),
    }
}

/// Returns the calendar unit around a date.
fn around(date: Date, unit: Unit) -> Option<Days> {
    let year = date.year();
    Some(match unit {
        Unit::Hour | Unit::Day => Days::new(date, date, Grain::Day),
        Unit::Week => {
            let monday =
                calendar::plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))?;
            Days::new(monday, calendar::plus_days(monday, 6)?, Grain::Week)
        }
        Unit::Month => whole_month(year, date.month())?,
        Unit::Quarter => {
            let first = calendar::day(year, (date.month() - 1) / 3 * 3 + 1, 1)?;
            Days::new(
                first,
                calendar::plus_months(first, 2)?.last_of_month(),
                Grain::Season,
            )
        }
        Unit::Year => whole_years(year, year, Grain::Year)?,
        Unit::Decade => whole_years(year - year % 10, year - year % 10 + 9, Grain::Decade)?,
        Unit::Century => {
            let first = (year - 1) / 100 * 100 + 1;
            whole_years(first, first + 99, Grain::Century)?
        }
    })
}

/// Places "three days ago" and "a year later": the calendar unit around the day so far away, wider
/// for decades and centuries, which nobody counts to the year.
fn apart(base: Date, low: f64, high: f64, unit: Unit, past: bool) -> Option<Days> {
    let sign = if past { -1.0 } else { 1.0 };
    let (near, far) = (
        shifted(base, sign * low, unit)?,
        shifted(base, sign * high, unit)?,
    );
    let (first, last) = (near.min(far), near.max(far));
    let whole = low.fract() == 0.0;
    let unit = match unit {
        Unit::Hour => return Some(Days::new(first.min(base), last.max(base), Grain::Day)),
        // Half a year is told to the month, half a decade to the year.
        Unit::Year if !whole => Unit::Month,
        Unit::Decade if !whole => Unit::Year,
        Unit::Month if !whole => Unit::Week,
        unit => unit,
    };
    match unit {
        Unit::Decade | Unit::Century => {
            let slack = if unit == Unit::Decade { 2 } else { 10 };
            whole_years(first.year() - slack, last.year() + slack, unit.grain())
        }
        unit => Some(Days::new(
            around(first, unit)?.from,
            around(last, unit)?.to,
            unit.grain(),
        )),
    }
}

fn part_of(inner: Days, part: Part) -> Option<Days> {
    let Days { from, to, grain } = inner;
    let finer = match grain {
        Grain::Day => Grain::Day,
        Grain::Week => Grain::Day,
        Grain::Month => Grain::Week,
        Grain::Season => Grain::Month,
        Grain::Year => Grain::Season,
        Grain::Decade => Grain::Year,
        Grain::Century => Grain::Decade,
    };
    if grain == Grain::Day {
        return Some(inner);
    }
    let (first, last) = match part {
        Part::First(count, unit) => {
            let end = calendar::plus_days(shifted(from, count, unit)?, -1)?;
            (from, end.min(to))
        }
        Part::Final(count, unit) => {
            let start = shifted(calendar::plus_days(to, 1)?, -count, unit)?;
            (start.max(from), to)
        }
        Part::Early => piece(inner, 3, 1)?,
        Part::Middle => piece(inner, 3, 2)?,
        Part::Late => piece(inner, 3, 3)?,
        Part::Fraction(parts, number) => piece(inner, parts, number)?,
    };
    Some(Days::new(first, last, finer))
}

/// Returns the n-th of so many parts: whole months of a year, whole years of a decade, ten days of
/// a month.
fn piece(inner: Days, parts: u8, number: u8) -> Option<(Date, Date)> {
    let (parts, number) = (i64::from(parts), i64::from(number));
    // The bounds of a part in steps of the whole; early parts take what does not divide.
    let bound = |steps: i64, number: i64| (steps * number + parts - 1) / parts;
    let Days { from, to, grain } = inner;
    match grain {
        Grain::Season | Grain::Year => {
            let months = if grain == Grain::Year { 12 } else { 3 };
            let first = calendar::plus_months(from, bound(months, number - 1))?;
            let last = calendar::plus_months(from, bound(months, number) - 1)?.last_of_month();
            Some((first, last.min(to)))
        }
        Grain::Decade | Grain::Century => {
            let years = i64::from(to.year() - from.year()) + 1;
            let first = calendar::plus_months(from, 12 * bound(years, number - 1))?;
            let last =
                calendar::plus_days(calendar::plus_months(from, 12 * bound(years, number))?, -1)?;
            Some((first, last.min(to)))
        }
        Grain::Month => {
            let step = match parts {
                2 => 15,
                4 => 7,
                _ => 10,
            };
            let first = calendar::plus_days(from, step * (number - 1))?;
            let last = if number == parts {
                to
            } else {
                calendar::plus_days(from, step * number - 1)?
            };
            Some((first, last))
        }
        Grain::Week => {
            let first = calendar::plus_days(from, bound(7, number - 1))?;
            Some((first, calendar::plus_days(from, bound(7, number) - 1)?))
        }
        Grain::Day => Some((from, to)),
    }
}

/// Places both ends of a range: the second by the news rule, the first as the nearest before it.
fn range(first: &Form, second: &Form, setting: &Setting<'_>) -> Option<Days> {
    // "from 2014 to now" needs no news rule; "June 13 to 24" gives both ends the year of the last.
    let last = days(second, setting)?;
    let before = Setting {
        anchor: Some(last.to),
        direction: Direction::Past,
        passage: None,
        may_be_named: false,
        ..*setting
    };
    let first = match first {
        Form::Day { year: None, .. }
        | Form::Month {
            year: None,
            which: Which::Bare,
            ..
        }
        | Form::Weekday {
            which: Which::Bare,
            week: None,
            ..
        }
        | Form::Season {
            year: None,
            which: Which::Bare,
            ..
        } => days(first, &before)?,
        Form::Part(inner, _) if !inner.has_year() => days(first, &before)?,
        first => days(first, setting)?,
    };
    (first.from <= last.to).then(|| Days::new(first.from, last.to, first.grain.max(last.grain)))
}
