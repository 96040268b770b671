//! Times seen from another time: "yesterday", "last week", "three days ago", "the following day",
//! and lengths and repetitions.

use super::calendar;
use super::form::{Form, Unit, Which};
use super::grammar::{self, Found};
use crate::lexemes::Lexemes;
use crate::numerals::{self, Numeral};

/// Reads an expression that is seen from the day of publication or another time in the text.
pub(super) fn relative(lexemes: &Lexemes, at: usize) -> Found {
    if let Some(found) = day_off(lexemes, at) {
        return Some(found);
    }
    if lexemes.word(at) == "overnight" {
        return Some((Form::Overnight, at + 1));
    }
    earlier_or_later(lexemes, at)
        .or_else(|| which(lexemes, at))
        .or_else(|| recent(lexemes, at))
        .or_else(|| away(lexemes, at))
}

/// Reads "today", "yesterday morning", "the day after tomorrow".
pub(super) fn day_off(lexemes: &Lexemes, at: usize) -> Found {
    match lexemes.word(at) {
        "today" | "tonight" => return Some((Form::DaysOff(0), at + 1)),
        "yesterday" => return Some((Form::DaysOff(-1), grammar::time_of_day(lexemes, at + 1))),
        "tomorrow" => return Some((Form::DaysOff(1), grammar::time_of_day(lexemes, at + 1))),
        _ => {}
    }
    if lexemes.words(at, &["the", "day", "before", "yesterday"]) {
        return Some((Form::DaysOff(-2), at + 4));
    }
    if lexemes.words(at, &["the", "day", "after", "tomorrow"]) {
        return Some((Form::DaysOff(2), at + 4));
    }
    None
}

/// Reads "last week", "this June", "next Friday", "that year", "the past three days".
pub(super) fn which(lexemes: &Lexemes, at: usize) -> Found {
    let the = lexemes.word(at) == "the";
    let start = at + usize::from(the);
    if the
        && lexemes.word(start) == "weekend"
        && matches!(
            lexemes.word_before(at),
            "over" | "at" | "during" | "on" | "since" | "this"
        )
    {
        return Some((Form::Weekend(Which::Bare), start + 1));
    }
    let mut next = start + 1;
    let which = match (lexemes.word(start), the) {
        ("last" | "past", _) => Which::Last,
        ("this" | "current", _) => Which::This,
        ("next" | "coming" | "upcoming", false) | ("coming" | "upcoming", true) => Which::Next,
        ("that", false) | ("same" | "very", true) => Which::Same,
        ("following" | "next" | "ensuing", true) => Which::Following,
        ("previous" | "preceding" | "prior", true) => Which::Previous,
        _ => return None,
    };
    next += usize::from(which == Which::Same && lexemes.word(next) == "same");
    // "this past week".
    let this_past = which == Which::This && lexemes.word(next) == "past";
    next += usize::from(this_past);
    let windowed = matches!(
        which,
        Which::Last | Which::Next | Which::Following | Which::Previous
    ) || this_past;
    if windowed
        && let Some(count) = count(lexemes, next)
        && let Some(unit) = Unit::of(lexemes.word(count.end))
    {
        let past = !matches!(which, Which::Next | Which::Following);
        return Some((
            Form::Window {
                high: count.high,
                unit,
                past,
            },
            count.end + 1,
        ));
    }
    let word = lexemes.word(next);
    if matches!(word, "weekend" | "weekends") {
        return Some((Form::Weekend(which), next + 1));
    }
    if matches!(word, "night" | "morning" | "afternoon" | "evening") {
        let form = match which {
            Which::Last => Form::DaysOff(-1),
            Which::This => Form::DaysOff(0),
            Which::Same => Form::Unit {
                unit: Unit::Day,
                which,
            },
            _ => Form::Unit {
                unit: Unit::Day,
                which,
            },
        };
        return Some((form, next + 1));
    }
    if let Some(unit) = Unit::of(word).filter(|unit| *unit >= Unit::Day) {
        // "the last days", "the coming weeks", "the past years".
        if word.ends_with('s') {
            return match (which, windowed) {
                (Which::Last, true) => Some((Form::Recent(unit), next + 1)),
                (Which::Next, true) => Some((
                    Form::Window {
                        high: 9.0,
                        unit,
                        past: false,
                    },
                    next + 1,
                )),
                _ => None,
            };
        }
        let form = match (which, the || this_past) {
            // "the past week", "the last year": the span up to now.
            (Which::Last, true) | (Which::This, true)
                if this_past || lexemes.word(start) != "current" =>
            {
                Form::Window {
                    high: 1.0,
                    unit,
                    past: true,
                }
            }
            _ => Form::Unit { unit, which },
        };
        return Some((form, next + 1));
    }
    if let Some(season) = grammar::season_name(word) {
        return Some((
            Form::Season {
                season,
                year: None,
                which,
            },
            next + 1,
        ));
    }
    // "said that June was hot", "that July 21 was hot": a conjunction.
    let conjunction = lexemes.word(start) == "that"
        && !matches!(
            lexemes.word_before(start),
            "in" | "on" | "by" | "since" | "until" | "of" | "during"
        );
    if lexemes.is_capital(next) && !conjunction && lexemes.number(next + 1).is_none() {
        if let Some(day) = calendar::weekday(word).filter(|_| word.ends_with("day")) {
            return Some((
                Form::Weekday {
                    day,
                    which,
                    week: None,
                },
                grammar::time_of_day(lexemes, next + 1),
            ));
        }
        if let Some(month) = calendar::month(word).filter(|_| word.len() > 3 || word == "may") {
            return Some((
                Form::Month {
                    year: None,
                    month,
                    which,
                },
                next + 1,
            ));
        }
    }
    None
}

/// Reads the number of a "past three days": a hyphen or "or so" is passed over.
fn count(lexemes: &Lexemes, at: usize) -> Option<Numeral> {
    numerals::numeral(lexemes, at)
}

/// Reads "earlier this month", "later in the day", "later that year", "earlier on Sunday".
fn earlier_or_later(lexemes: &Lexemes, at: usize) -> Found {
    let later = match lexemes.word(at) {
        "earlier" => false,
        "later" => true,
        _ => return None,
    };
    let wrap = |form: Form| {
        if later {
            Form::LaterIn(Box::new(form))
        } else {
            Form::EarlierIn(Box::new(form))
        }
    };
    let start = at + 1 + usize::from(matches!(lexemes.word(at + 1), "in" | "on"));
    if matches!(lexemes.word(start), "today" | "yesterday" | "tonight") {
        return relative(lexemes, start);
    }
    if lexemes.word(start) == "the"
        && start > at + 1
        && let Some(unit) = Unit::of(lexemes.word(start + 1)).filter(|unit| *unit >= Unit::Day)
    {
        let form = Form::Unit {
            unit,
            which: Which::This,
        };
        return Some((if unit == Unit::Day { form } else { wrap(form) }, start + 2));
    }
    if start > at + 1
        && let Some((form @ Form::Weekday { .. }, end)) = grammar::weekday(lexemes, start)
    {
        return Some((form, end));
    }
    let (form, end) = which(lexemes, start)?;
    match form {
        Form::Unit {
            unit: Unit::Day, ..
        } => Some((form, end)),
        Form::Unit { .. } => Some((wrap(form), end)),
        _ => None,
    }
}

/// Reads "recent weeks", "in recent years".
fn recent(lexemes: &Lexemes, at: usize) -> Found {
    let start = at + usize::from(lexemes.word(at) == "the");
    let most = start + usize::from(lexemes.word(start) == "most");
    let unit = (lexemes.word(most) == "recent").then(|| Unit::of(lexemes.word(most + 1)))??;
    lexemes
        .word(most + 1)
        .ends_with('s')
        .then_some((Form::Recent(unit), most + 2))
}

/// Reads "three days ago", "a year earlier", "two weeks from now", "two days after June 14".
fn away(lexemes: &Lexemes, at: usize) -> Found {
    let (low, high, unit, end) = counted_unit(lexemes, at)?;
    let earlier = |past| {
        Some((
            Form::Apart {
                low,
                high,
                unit,
                past,
            },
            end + 1,
        ))
    };
    match lexemes.word(end) {
        "ago" => {
            return Some((
                Form::Away {
                    low,
                    high,
                    unit,
                    past: true,
                },
                end + 1,
            ));
        }
        "earlier" | "prior" | "previously" => return earlier(true),
        "later" | "afterwards" | "afterward" => return earlier(false),
        "hence" => {
            return Some((
                Form::Away {
                    low,
                    high,
                    unit,
                    past: false,
                },
                end + 1,
            ));
        }
        "from" if matches!(lexemes.word(end + 1), "now" | "today") => {
            return Some((
                Form::Away {
                    low,
                    high,
                    unit,
                    past: false,
                },
                end + 2,
            ));
        }
        _ => {}
    }
    let past = match lexemes.word(end) {
        "before" => true,
        "after" => false,
        _ => return None,
    };
    match grammar::on_calendar(lexemes, end + 1) {
        Some((anchor, end)) if !anchor.is_length() && !matches!(anchor, Form::Range(..)) => Some((
            Form::From {
                anchor: Box::new(anchor),
                low,
                unit,
                past,
            },
            end,
        )),
        // "two days before." with nothing after it.
        _ if past && !grammar::is_content(lexemes, end + 1) => Some((
            Form::Apart {
                low,
                high,
                unit,
                past: true,
            },
            end + 1,
        )),
        _ => None,
    }
}

/// Reads a number or article and a unit: "three days", "a year", "days", "half a century".
pub(super) fn counted_unit(lexemes: &Lexemes, at: usize) -> Option<(f64, f64, Unit, usize)> {
    let word = lexemes.word(at);
    if let Some(unit) = Unit::of(word) {
        // "weeks ago": a few.
        let bare =
            word.ends_with('s') && !matches!(lexemes.word_before(at), "the" | "these" | "those");
        return bare.then_some((2.0, 9.0, unit, at + 1));
    }
    if matches!(word, "a" | "an" | "one" | "the")
        && let Some(unit) =
            Unit::of(lexemes.word(at + 1)).filter(|_| !lexemes.word(at + 1).ends_with('s'))
    {
        let follows = lexemes.word(at + 2);
        // "the year before", but not "the year later".
        if word == "the" && !matches!(follows, "before" | "after") {
            return None;
        }
        return Some((1.0, 1.0, unit, at + 2));
    }
    if word == "half"
        && matches!(lexemes.word(at + 1), "a" | "an")
        && let Some(unit) = Unit::of(lexemes.word(at + 2))
    {
        return Some((0.5, 0.5, unit, at + 3));
    }
    let number = numerals::numeral(lexemes, at)?;
    let mut end = number.end;
    // "three full days", "two more weeks".
    end += usize::from(matches!(
        lexemes.word(end),
        "full" | "more" | "whole" | "consecutive" | "straight" | "long" | "further" | "calendar"
    ));
    let hyphen =
        usize::from(lexemes.sign(end) == "-" && lexemes.is_glued(end) && lexemes.is_glued(end + 1));
    let unit = Unit::of(lexemes.word(end + hyphen))?;
    Some((number.low, number.high, unit, end + hyphen + 1))
}

/// Reads a length ("three weeks", "a two-day visit", "for decades") or a repetition ("every
/// spring", "each year").
pub(super) fn length(lexemes: &Lexemes, at: usize) -> Found {
    if matches!(lexemes.word(at), "every" | "each") {
        return recurring(lexemes, at);
    }
    if matches!(lexemes.word(at), "annually" | "yearly") {
        return Some((Form::Recurring(Unit::Year), at + 1));
    }
    // "a single-day record".
    if lexemes.word(at) == "single"
        && lexemes.sign(at + 1) == "-"
        && lexemes.is_glued(at + 1)
        && let Some(unit) = Unit::of(lexemes.word(at + 2))
    {
        return Some((Form::Duration(unit), at + 3));
    }
    let (_, _, unit, end) = counted_unit(lexemes, at)?;
    let word = lexemes.word(at);
    let before = lexemes.word_before(at);
    // "two years old", "a 12-year-old", "45 minutes" into a match are no dates; an age is none.
    let hyphen = usize::from(lexemes.sign(end) == "-" && lexemes.is_glued(end));
    if matches!(lexemes.word(end + hyphen), "old" | "olds") || lexemes.words(end, &["of", "age"]) {
        return None;
    }
    if Unit::of(word).is_some() {
        // Bare plurals: "for years", "in decades", "weeks of talks".
        let ranged = matches!(before, "for" | "in" | "after" | "over" | "within")
            || lexemes.word(end) == "of" && unit >= Unit::Day;
        let long = hyphen == 1 && lexemes.word(end + 1) == "long";
        return (ranged || long).then_some((Form::Duration(unit), end + if long { 2 } else { 0 }));
    }
    if matches!(word, "a" | "an" | "the") {
        // "a year" after an amount is a rate.
        let ranged = matches!(
            before,
            "for"
                | "in"
                | "after"
                | "within"
                | "over"
                | "about"
                | "than"
                | "nearly"
                | "almost"
                | "least"
                | "under"
        );
        let rate = matches!(before, "times" | "once" | "twice");
        return (ranged && word != "the" && !rate).then_some((Form::Duration(unit), end));
    }
    let long = hyphen == 1 && lexemes.word(end + 1) == "long";
    Some((Form::Duration(unit), end + if long { 2 } else { 0 }))
}

fn recurring(lexemes: &Lexemes, at: usize) -> Found {
    let mut next = at + 1;
    next += usize::from(matches!(lexemes.word(next), "other" | "single" | "few"));
    if let Some(count) = numerals::numeral(lexemes, next) {
        next = count.end;
    }
    let word = lexemes.word(next);
    if let Some(unit) = Unit::of(word) {
        return Some((Form::Recurring(unit), next + 1));
    }
    if grammar::season_name(word).is_some_and(|_| word != "fall") {
        return Some((Form::Recurring(Unit::Year), next + 1));
    }
    if !lexemes.is_capital(next) {
        return None;
    }
    if calendar::weekday(word).is_some() {
        return Some((Form::Recurring(Unit::Week), next + 1));
    }
    calendar::month(word).map(|_| (Form::Recurring(Unit::Year), next + 1))
}
