//! The wording of calendar dates: days, months, weekdays, seasons, and ranges of any times.

use super::calendar;
use super::form::{Form, Which};
use super::parts::part;
use super::years::{decade_or_century, quarter_code, year, year_in_part};
use super::{named, relative};
use crate::lexemes::{Kind, Lexemes};

/// What was read, and one past its last piece.
pub(super) type Found = Option<(Form, usize)>;

/// Reads the expression that begins here, with its range where it is the start of one.
pub(super) fn expression(lexemes: &Lexemes, at: usize) -> Found {
    let (first, end) = simple(lexemes, at)?;
    Some(range(lexemes, at, &first, end).unwrap_or((first, end)))
}

/// Reads an expression that is not a range.
pub(super) fn simple(lexemes: &Lexemes, at: usize) -> Found {
    part(lexemes, at)
        .or_else(|| named::named(lexemes, at))
        .or_else(|| numeric(lexemes, at))
        .or_else(|| weekday(lexemes, at))
        .or_else(|| relative::relative(lexemes, at))
        .or_else(|| month_first(lexemes, at))
        .or_else(|| day_first(lexemes, at))
        .or_else(|| season(lexemes, at))
        .or_else(|| decade_or_century(lexemes, at))
        .or_else(|| quarter_code(lexemes, at))
        .or_else(|| year(lexemes, at))
        .or_else(|| relative::length(lexemes, at))
}

/// Reads a day, month or year that needs no other time to count from.
pub(super) fn on_calendar(lexemes: &Lexemes, at: usize) -> Found {
    named::named(lexemes, at)
        .or_else(|| numeric(lexemes, at))
        .or_else(|| weekday(lexemes, at))
        .or_else(|| month_first(lexemes, at))
        .or_else(|| day_first(lexemes, at))
        .or_else(|| year(lexemes, at))
}

/// Returns where the pieces go on behind an optional "the".
pub(super) fn skip_the(lexemes: &Lexemes, at: usize) -> usize {
    at + usize::from(lexemes.word(at) == "the")
}

/// Reads "2025-06-18" and "18.06.2025".
fn numeric(lexemes: &Lexemes, at: usize) -> Found {
    let first = lexemes.number(at)?;
    let sign = lexemes.sign(at + 1);
    if !matches!(sign, "-" | "." | "/")
        || !(1..=4).all(|next| lexemes.is_glued(at + next))
        || lexemes.sign(at + 3) != sign
    {
        return None;
    }
    let (second, third) = (lexemes.number(at + 2)?, lexemes.number(at + 4)?);
    let written = format!("{}{sign}{}{sign}{}", first.lower, second.lower, third.lower);
    let date = calendar::numeric(&written)?;
    let form = Form::Day {
        year: Some(date.year()),
        month: date.month(),
        day: date.day(),
    };
    Some((form, at + 5))
}

/// Reads a month's name, and one past it (its full stop included). A name that is also another
/// word must stand as a month does.
fn month_name(lexemes: &Lexemes, at: usize) -> Option<(i8, usize)> {
    if !lexemes.is_capital(at) {
        return None;
    }
    let word = lexemes.word(at);
    let month = calendar::month(word)?;
    let short = word.len() <= 4 && !matches!(word, "may" | "june" | "july");
    let stop = usize::from(short && lexemes.sign(at + 1) == "." && lexemes.is_glued(at + 1));
    let end = at + 1 + stop;
    let next = lexemes
        .number(end)
        .is_some_and(|number| number.lower.len() <= 4)
        || lexemes.sign(end) == ","
            && lexemes
                .number(end + 1)
                .is_some_and(|number| calendar::year(&number.lower).is_some());
    if short && !next && (stop == 0 || !in_time_phrase(lexemes, at)) {
        return None;
    }
    // "May" the verb or name, "March" the walk, "April", "June", "August" the names.
    if matches!(word, "may" | "march" | "april" | "june" | "august") && !next {
        let named = at > 0
            && !lexemes.opens_sentence(at)
            && lexemes.is_capital(at - 1)
            && !lexemes.word(at - 1).is_empty()
            && !time_word(lexemes.word(at - 1));
        if named || matches!(word, "may" | "march") && !in_time_phrase(lexemes, at) {
            return None;
        }
    }
    Some((month, end))
}

/// Returns whether the word before says that a time follows.
fn in_time_phrase(lexemes: &Lexemes, at: usize) -> bool {
    let before = at.checked_sub(1);
    time_word(lexemes.word_before(at))
        || before.is_some_and(|before| {
            lexemes.sign(before) == "-"
                && (time_word(lexemes.word_before(before))
                    || calendar::month(lexemes.word_before(before)).is_some())
        })
}

fn time_word(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "of"
            | "between"
            | "and"
            | "to"
            | "last"
            | "this"
            | "next"
            | "early"
            | "late"
            | "mid"
            | "during"
            | "through"
            | "before"
            | "after"
            | "every"
            | "each"
            | "on"
            | "for"
            | "over"
            | "throughout"
            | "around"
            | "following"
            | "previous"
            | "past"
            | "coming"
            | "or"
            | "beginning"
            | "starting"
            | "ending"
            | "the"
            | "than"
            | "again"
            | "back"
    ) || calendar::month(word).is_some_and(|_| word.len() > 3)
        || calendar::weekday(word).is_some()
}

/// Reads a day of the month in digits, with its ending, and one past it.
fn day_number(lexemes: &Lexemes, at: usize) -> Option<(i8, usize)> {
    let number = lexemes.number(at)?;
    let day = calendar::day_number(&number.lower)?;
    // "$5", "5%", "5:30" and "5.5" are no days.
    if at > 0 && matches!(lexemes.sign(at - 1), "$" | "€" | "£" | "#")
        || matches!(lexemes.sign(at + 1), "%" | ":") && lexemes.is_glued(at + 1)
    {
        return None;
    }
    let ending =
        lexemes.is_glued(at + 1) && matches!(lexemes.word(at + 1), "st" | "nd" | "rd" | "th");
    if !ending && lexemes.is_glued(at + 1) && !lexemes.word(at + 1).is_empty() {
        return None;
    }
    Some((day, at + 1 + usize::from(ending)))
}

/// Reads the year after a day or month: "2025", ", 2025", "of 2025", "this year", "of last year".
pub(super) fn year_after(lexemes: &Lexemes, at: usize) -> Option<(Option<i16>, Which, usize)> {
    let year_at = |at: usize| {
        let number = lexemes.number(at)?;
        let glued_word = lexemes.is_glued(at + 1) && !lexemes.word(at + 1).is_empty();
        calendar::year(&number.lower).filter(|_| !glued_word)
    };
    if let Some(year) = year_at(at) {
        return Some((Some(year), Which::Bare, at + 1));
    }
    if (lexemes.sign(at) == "," || lexemes.word(at) == "of")
        && let Some(year) = year_at(at + 1)
    {
        return Some((Some(year), Which::Bare, at + 2));
    }
    let of = at + usize::from(lexemes.word(at) == "of");
    let the = skip_the(lexemes, of);
    if lexemes.word(the + 1) == "year" {
        let which = match (lexemes.word(the), the > of) {
            ("last", _) => Which::Last,
            ("this", _) => Which::This,
            ("next", false) => Which::Next,
            ("that", _) | ("same", true) => Which::Same,
            ("following" | "next", true) => Which::Following,
            ("previous", true) => Which::Previous,
            _ => return None,
        };
        return Some((None, which, the + 2));
    }
    None
}

/// Reads "June 18[, 2025]", "June 2025", "June", "June 13–24".
pub(super) fn month_first(lexemes: &Lexemes, at: usize) -> Found {
    let (month, end) = month_name(lexemes, at)?;
    if let Some((day, after_day)) = day_number(lexemes, end) {
        // "June 13–24", "June 13 and 14", "June 13 to 24".
        if let Some((last, after_last)) = day_joined(lexemes, after_day, day) {
            return Some(dated(lexemes, after_last, |year| {
                days(year, month, day, last)
            }));
        }
        return Some(dated(lexemes, after_day, |year| Form::Day {
            year,
            month,
            day,
        }));
    }
    Some(dated(lexemes, end, |year| Form::Month {
        year,
        month,
        which: Which::Bare,
    }))
}

/// Reads the last day of "13–24", "13 to 24" or "13 and 14", which must be later than the first.
fn day_joined(lexemes: &Lexemes, at: usize, first: i8) -> Option<(i8, usize)> {
    let joined = lexemes.sign(at) == "-"
        || matches!(lexemes.word(at), "to" | "and" | "through" | "or" | "until");
    let (last, end) = day_number(lexemes, at + 1).filter(|_| joined)?;
    // "on June 13 and 24 people died": a counted noun follows, unless the hyphen says days.
    let counts = !lexemes.word(end).is_empty()
        && lexemes.sign(at) != "-"
        && !time_word(lexemes.word(end))
        && calendar::month(lexemes.word(end)).is_none()
        && !lexemes.is_capital(end);
    (last > first && !counts).then_some((last, end))
}

fn days(year: Option<i16>, month: i8, first: i8, last: i8) -> Form {
    Form::Range(
        Box::new(Form::Day {
            year,
            month,
            day: first,
        }),
        Box::new(Form::Day {
            year,
            month,
            day: last,
        }),
    )
}

/// Makes a form of the year that follows, if one does.
fn dated(lexemes: &Lexemes, at: usize, form: impl Fn(Option<i16>) -> Form) -> (Form, usize) {
    match year_after(lexemes, at) {
        None => (form(None), at),
        Some((year, Which::Bare, end)) => (form(year), end),
        Some((_, which, end)) => (Form::InYear(Box::new(form(None)), which), end),
    }
}

/// Reads "18 June [2025]", "the 18th of June", "13–24 June 2025".
fn day_first(lexemes: &Lexemes, at: usize) -> Found {
    let start = skip_the(lexemes, at);
    let (day, after_day) = day_number(lexemes, start)?;
    if let Some((last, after_last)) = day_joined(lexemes, after_day, day)
        && let Some((month, end)) = month_of_day(lexemes, after_last)
    {
        return Some(dated(lexemes, end, |year| days(year, month, day, last)));
    }
    let (month, end) = month_of_day(lexemes, after_day)?;
    Some(dated(lexemes, end, |year| Form::Day { year, month, day }))
}

/// Reads the month that follows a day; after a day its name needs no other sign of being one.
fn month_of_day(lexemes: &Lexemes, at: usize) -> Option<(i8, usize)> {
    let at = at + usize::from(lexemes.word(at) == "of");
    let word = lexemes.word(at);
    let month = calendar::month(word).filter(|_| lexemes.is_capital(at))?;
    let stop = word.len() <= 4
        && lexemes.sign(at + 1) == "."
        && lexemes.is_glued(at + 1)
        && !matches!(word, "may" | "june" | "july");
    Some((month, at + 1 + usize::from(stop)))
}

/// Reads a weekday, with the date or the week that follows it.
pub(super) fn weekday(lexemes: &Lexemes, at: usize) -> Found {
    if !lexemes.is_capital(at) {
        return None;
    }
    let word = lexemes.word(at);
    let day = calendar::weekday(word)?;
    let short = !word.ends_with("day");
    let mut end = at + 1;
    if short {
        if lexemes.sign(end) != "." && lexemes.sign(end) != "," {
            return None;
        }
        end += usize::from(lexemes.sign(end) == ".");
    }
    let date = end + usize::from(lexemes.sign(end) == ",");
    for start in [date, skip_the(lexemes, date)] {
        if let Some((form @ (Form::Day { .. } | Form::InYear(..)), end)) =
            month_first(lexemes, start).or_else(|| day_first(lexemes, start))
        {
            return Some((form, end));
        }
    }
    if short {
        return None;
    }
    // "Bloody Sunday", "Black Friday", "Good Friday" are names.
    if at > 0
        && !lexemes.opens_sentence(at)
        && matches!(
            lexemes.word(at - 1),
            "bloody" | "black" | "good" | "holy" | "palm" | "easter" | "super" | "ash"
        )
    {
        return None;
    }
    end = time_of_day(lexemes, end);
    for (which, week) in [("last", -1), ("this", 0), ("next", 1)] {
        if lexemes.word(end) == which && lexemes.word(end + 1) == "week" {
            return Some((
                Form::Weekday {
                    day,
                    which: Which::Bare,
                    week: Some(week),
                },
                end + 2,
            ));
        }
    }
    Some((
        Form::Weekday {
            day,
            which: Which::Bare,
            week: None,
        },
        end,
    ))
}

/// Returns one past "morning", "night" and the like.
pub(super) fn time_of_day(lexemes: &Lexemes, at: usize) -> usize {
    let word = lexemes.word(at);
    at + usize::from(matches!(
        word,
        "morning" | "night" | "evening" | "afternoon" | "noon"
    ))
}

/// Returns the number of a season; autumn's other name is a verb and a noun besides.
pub(super) fn season_name(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 0,
        "summer" => 1,
        "autumn" | "fall" => 2,
        "winter" => 3,
        _ => return None,
    })
}

/// Reads "summer [of] 2024", "winter of 2013–14", "in the spring".
pub(super) fn season(lexemes: &Lexemes, at: usize) -> Found {
    let start = skip_the(lexemes, at);
    let word = lexemes.word(start);
    let season = season_name(word)?;
    // "Prague Spring", "Arab Spring".
    if lexemes.is_capital(start)
        && !lexemes.opens_sentence(start)
        && start > 0
        && lexemes.is_capital(start - 1)
        && start == at
    {
        return None;
    }
    // "Prices fall next year."
    if word == "fall"
        && start == at
        && !in_time_phrase(lexemes, at)
        && lexemes.number(at + 1).is_none()
    {
        return None;
    }
    let bare = |year| Form::Season {
        season,
        year,
        which: Which::Bare,
    };
    let (form, end) = dated(lexemes, start + 1, bare);
    if end > start + 1 {
        // "winter 2013–14".
        let two = lexemes.sign(end) == "-"
            && lexemes.is_glued(end)
            && lexemes
                .number(end + 1)
                .is_some_and(|number| matches!(number.lower.len(), 2 | 4));
        return Some((form, if two { end + 2 } else { end }));
    }
    // Without a year only after "in the", and "the fall of" is something else.
    let in_the = start > at
        && matches!(
            lexemes.word_before(at),
            "in" | "by" | "since" | "until" | "during" | "before" | "after" | "through"
        );
    (in_the && !(word == "fall" && lexemes.word(start + 1) == "of"))
        .then(|| (bare(None), start + 1))
}

/// Reads the second end of a range whose first end has been read.
fn range(lexemes: &Lexemes, at: usize, first: &Form, end: usize) -> Found {
    if first.is_length() || matches!(first, Form::Range(..)) {
        return None;
    }
    let the = at - usize::from(at > 0 && lexemes.word_before(at) == "the");
    let between = lexemes.word_before(the) == "between";
    let from = lexemes.word_before(the) == "from";
    let dash = lexemes.sign(end) == "-";
    let joined = dash
        || matches!(lexemes.word(end), "to" | "through" | "thru")
        || from && matches!(lexemes.word(end), "until" | "till")
        || between && lexemes.word(end) == "and";
    if !joined {
        return None;
    }
    // "2013–14", "2013/14".
    if let Form::Year(year) = first
        && dash
        && let Some(number) = lexemes
            .number(end + 1)
            .filter(|number| number.lower.len() == 2 && lexemes.is_glued(end + 1))
    {
        let last = year - year % 100 + number.lower.parse::<i16>().ok()?;
        return (last > *year).then(|| {
            (
                Form::Range(Box::new(first.clone()), Box::new(Form::Year(last))),
                end + 2,
            )
        });
    }
    let year_to = |at: usize| year_in_part(lexemes, at);
    let (second, after) = match first {
        Form::Year(_) => simple(lexemes, end + 1).or_else(|| year_to(end + 1))?,
        _ => simple(lexemes, end + 1)?,
    };
    if second.is_length() || matches!(second, Form::Range(..)) {
        return None;
    }
    // "moved from 2029 to 2027" names two years.
    if let (Form::Year(first), Form::Year(second)) = (first, &second)
        && second < first
    {
        return None;
    }
    // A dash between clauses joins nothing: only like goes with like.
    if dash && std::mem::discriminant(first) != std::mem::discriminant(&second) {
        return None;
    }
    Some((
        Form::Range(
            Box::new(with_year_of(first.clone(), &second)),
            Box::new(second),
        ),
        after,
    ))
}

/// Gives the first end the year that only the second end names: "March to May 2020".
pub(super) fn with_year_of(first: Form, second: &Form) -> Form {
    let (Form::Day {
        year: Some(last_year),
        month: last_month,
        ..
    }
    | Form::Month {
        year: Some(last_year),
        month: last_month,
        ..
    }) = second
    else {
        return first;
    };
    let before = |month: i8| {
        if month > *last_month {
            last_year - 1
        } else {
            *last_year
        }
    };
    match first {
        Form::Day {
            year: None,
            month,
            day,
        } => Form::Day {
            year: Some(before(month)),
            month,
            day,
        },
        Form::Month {
            year: None,
            month,
            which: Which::Bare,
        } => Form::Month {
            year: Some(before(month)),
            month,
            which: Which::Bare,
        },
        other => other,
    }
}

/// Returns whether a word or number stands here at all.
pub(super) fn is_content(lexemes: &Lexemes, at: usize) -> bool {
    lexemes
        .get(at)
        .is_some_and(|piece| piece.kind != Kind::Sign)
}
