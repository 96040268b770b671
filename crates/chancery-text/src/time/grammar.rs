//! The wording of calendar dates: days, months, years, decades, centuries, seasons, quarters,
//! their parts, and ranges of them.

use super::calendar;
use super::form::{Form, Part, Unit, Which};
use super::{named, relative};
use crate::lexemes::{Kind, Lexemes};
use crate::numerals;

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
fn skip_the(lexemes: &Lexemes, at: usize) -> usize {
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
fn year_after(lexemes: &Lexemes, at: usize) -> Option<(Option<i16>, Which, usize)> {
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
fn month_first(lexemes: &Lexemes, at: usize) -> Found {
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
fn season(lexemes: &Lexemes, at: usize) -> Found {
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

/// Reads "the 1990s", "the '90s", "the nineties", "the 19th century".
fn decade_or_century(lexemes: &Lexemes, at: usize) -> Found {
    let start = skip_the(lexemes, at);
    if let Some(number) = lexemes.number(start) {
        let plural = lexemes.is_glued(start + 1) && lexemes.word(start + 1) == "s";
        let apostrophe = lexemes.sign(start + 1) == "'"
            && lexemes.is_glued(start + 2)
            && lexemes.word(start + 2) == "s"
            && start > at;
        if (plural || apostrophe)
            && let Some(year) = calendar::year(&number.lower).filter(|year| year % 10 == 0)
        {
            return Some((Form::Decade(year), start + if plural { 2 } else { 3 }));
        }
    }
    if lexemes.sign(start) == "'"
        && let Some(number) = lexemes.number(start + 1)
        && number.lower.len() == 2
        && number.lower.ends_with('0')
        && lexemes.is_glued(start + 1)
        && lexemes.is_glued(start + 2)
        && lexemes.word(start + 2) == "s"
    {
        let tens: i16 = number.lower.parse().ok()?;
        return Some((Form::Decade(1900 + tens), start + 3));
    }
    if start > at {
        const DECADES: [&str; 8] = [
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ];
        if let Some(place) = DECADES.iter().position(|word| *word == lexemes.word(start)) {
            return Some((
                Form::Decade(1920 + 10 * i16::try_from(place).ok()?),
                start + 1,
            ));
        }
    }
    let (number, end) = ordinal(lexemes, start)?;
    let hyphen = usize::from(lexemes.sign(end) == "-" && lexemes.is_glued(end));
    (matches!(lexemes.word(end + hyphen), "century" | "centuries") && number <= 22)
        .then(|| (Form::Century(i16::from(number)), end + hyphen + 1))
}

/// Reads an ordinal: "19th", "third", "twenty-first".
pub(super) fn ordinal(lexemes: &Lexemes, at: usize) -> Option<(u8, usize)> {
    if let Some(number) = lexemes.number(at) {
        let ending =
            lexemes.is_glued(at + 1) && matches!(lexemes.word(at + 1), "st" | "nd" | "rd" | "th");
        return number
            .lower
            .parse()
            .ok()
            .filter(|_| ending)
            .map(|value| (value, at + 2));
    }
    if lexemes.words(at, &["twenty"])
        && lexemes.sign(at + 1) == "-"
        && lexemes.word(at + 2) == "first"
    {
        return Some((21, at + 3));
    }
    numerals::ordinal(lexemes.word(at)).map(|value| (value, at + 1))
}

/// Reads "Q3 2024" and "H1 2025".
fn quarter_code(lexemes: &Lexemes, at: usize) -> Found {
    let parts = match lexemes.word(at) {
        "q" => 4,
        "h" => 2,
        _ => return None,
    };
    let number: u8 = lexemes.number(at + 1)?.lower.parse().ok()?;
    if !lexemes.is_capital(at) || !lexemes.is_glued(at + 1) || !(1..=parts).contains(&number) {
        return None;
    }
    let (year, _, end) = year_after(lexemes, at + 2)?;
    let inner = Form::Year(year?);
    Some((
        Form::Part(Box::new(inner), Part::Fraction(parts, number)),
        end,
    ))
}

/// Nouns that a number of four digits counts, so that it is no year.
const COUNTED: &[&str] = &[
    "people",
    "troops",
    "soldiers",
    "dollars",
    "euros",
    "men",
    "women",
    "metres",
    "meters",
    "metre",
    "meter",
    "kilometres",
    "kilometers",
    "km",
    "miles",
    "mile",
    "feet",
    "ft",
    "tons",
    "tonnes",
    "barrels",
    "homes",
    "houses",
    "families",
    "deaths",
    "cases",
    "others",
    "more",
    "hectares",
    "acres",
    "kg",
    "pounds",
    "years",
    "days",
    "hours",
    "points",
    "votes",
    "jobs",
    "workers",
    "employees",
    "members",
    "children",
    "refugees",
    "civilians",
    "prisoners",
    "protesters",
    "migrants",
    "police",
    "fighters",
    "militants",
    "rebels",
    "passengers",
    "megawatts",
    "mw",
    "degrees",
    "square",
    "buildings",
    "injured",
    "dead",
    "wounded",
    "killed",
    "students",
    "schools",
    "flights",
    "arrests",
    "victims",
    "residents",
    "inmates",
    "demonstrators",
    "seats",
    "officers",
    "personnel",
    "new",
    "additional",
    "hrs",
    "gmt",
    "utc",
    "local",
    "m",
    "cc",
    "mb",
    "million",
    "thousand",
    "billion",
    "percent",
    "per",
    "participants",
    "supporters",
    "casualties",
    "pilgrims",
];

/// Reads a bare year.
fn year(lexemes: &Lexemes, at: usize) -> Found {
    let start = if lexemes.words(at, &["the", "year"]) {
        at + 2
    } else if lexemes.word(at) == "year" {
        at + 1
    } else {
        at
    };
    let number = lexemes.number(start)?;
    let year = calendar::year(&number.lower)?;
    let before = lexemes.word_before(start);
    let sign = start
        .checked_sub(1)
        .map_or("", |before| lexemes.sign(before));
    let glued = lexemes.is_glued(start);
    let preposition = matches!(
        before,
        "in" | "since"
            | "until"
            | "till"
            | "before"
            | "after"
            | "during"
            | "by"
            | "between"
            | "year"
            | "from"
            | "early"
            | "late"
            | "mid"
            | "through"
    );
    let plausible = if preposition {
        1000..=2100
    } else {
        1800..=2100
    };
    if !plausible.contains(&year)
        || matches!(sign, "$" | "€" | "£" | "#" | "." | ":" | "/" | "+") && (sign != "." || glued)
        || glued
            && sign == "-"
            && !matches!(
                lexemes.word_before(start.saturating_sub(1)),
                "mid" | "pre" | "post" | "early" | "late"
            )
        || glued && sign == "'"
        || glued && !before.is_empty()
        || lexemes.sign(start + 1) == "%"
        || lexemes.is_glued(start + 1) && !lexemes.word(start + 1).is_empty()
        || COUNTED.contains(&lexemes.word(start + 1))
        || matches!(
            before,
            "resolution"
                | "flight"
                | "no"
                | "number"
                | "article"
                | "route"
                | "highway"
                | "page"
                | "section"
                | "model"
                | "than"
                | "some"
                | "least"
                | "approximately"
                | "roughly"
                | "nearly"
                | "almost"
                | "another"
                | "estimated"
                | "additional"
                | "asteroid"
                | "boeing"
                | "total"
                | "killing"
                | "injuring"
                | "wounding"
                | "at"
                | "m"
                | "kic"
        )
    {
        return None;
    }
    // "1,500" has its comma; "1500 protesters" a plural noun that the list may lack.
    let next = lexemes.word(start + 1);
    if !preposition && year % 50 == 0 && year != 2000 && next.ends_with('s') {
        return None;
    }
    Some((Form::Year(year), start + 1))
}

/// Reads "early June", "mid-2025", "the end of the year", "the first half of 2025".
fn part(lexemes: &Lexemes, at: usize) -> Found {
    let start = skip_the(lexemes, at);
    let hyphen = |at: usize| at + usize::from(lexemes.sign(at) == "-" && lexemes.is_glued(at));
    let preposition = |at: usize| at + usize::from(matches!(lexemes.word(at), "in" | "on" | "of"));
    let (part, after) = match lexemes.word(start) {
        "early" | "earliest" => (Part::Early, preposition(hyphen(start + 1))),
        "mid" | "middle" if lexemes.sign(start + 1) == "-" || lexemes.word(start) == "mid" => {
            (Part::Middle, hyphen(start + 1))
        }
        "late" | "later" if lexemes.word(start) == "late" => {
            (Part::Late, preposition(hyphen(start + 1)))
        }
        "beginning" | "start" | "turn" if lexemes.word(start + 1) == "of" => {
            (Part::Early, start + 2)
        }
        "middle" if lexemes.word(start + 1) == "of" => (Part::Middle, start + 2),
        "end" | "close" if lexemes.word(start + 1) == "of" => (Part::Late, start + 2),
        _ => return fraction(lexemes, at, start),
    };
    let inner = part_of(lexemes, after)?;
    // "early last week" and the like keep the week; "early on" is an adverb.
    Some((Form::Part(Box::new(inner.0), part), inner.1))
}

/// Reads what a part may be a part of.
fn part_of(lexemes: &Lexemes, at: usize) -> Found {
    let the = skip_the(lexemes, at);
    if the > at
        && let Some(unit) = Unit::of(lexemes.word(the)).filter(|unit| *unit >= Unit::Week)
    {
        // "the end of the year": this one.
        return Some((
            Form::Unit {
                unit,
                which: Which::This,
            },
            the + 1,
        ));
    }
    weekday(lexemes, at)
        .or_else(|| relative::which(lexemes, at))
        .or_else(|| month_first(lexemes, at))
        .or_else(|| season(lexemes, at))
        .or_else(|| decade_or_century(lexemes, at))
        .or_else(|| year_in_part(lexemes, at))
}

/// Reads a year that the words before mark as one.
fn year_in_part(lexemes: &Lexemes, at: usize) -> Found {
    let number = lexemes.number(at)?;
    let year = calendar::year(&number.lower)?;
    let glued = lexemes.is_glued(at + 1) && !lexemes.word(at + 1).is_empty();
    (!glued && !COUNTED.contains(&lexemes.word(at + 1))).then_some((Form::Year(year), at + 1))
}

/// Reads "the first half of …", "the third quarter of …", "the first three months of …".
fn fraction(lexemes: &Lexemes, at: usize, start: usize) -> Found {
    let last = lexemes.word(start) == "last"
        || lexemes.word(start) == "final"
        || lexemes.word(start) == "latter";
    let (number, after) = if last {
        (0, start + 1)
    } else {
        ordinal(lexemes, start)?
    };
    let of = |at: usize| matches!(lexemes.word(at), "of" | "in").then_some(at + 1);
    let parts = match lexemes.word(after) {
        "half" => 2,
        "quarter" => 4,
        "third" if last || number <= 3 => 3,
        _ => 0,
    };
    if parts > 0 {
        let number = if last { parts } else { number };
        if number > parts {
            return None;
        }
        let part = Part::Fraction(parts, number);
        if let Some(of) = of(after + 1)
            && let Some((inner, end)) = part_of(lexemes, of)
        {
            return Some((Form::Part(Box::new(inner), part), end));
        }
        // "the second quarter" alone is this year's; "the first half" alone may be a match's.
        return (parts == 4 && start > at && lexemes.word_before(at) == "in").then(|| {
            (
                Form::Part(
                    Box::new(Form::Unit {
                        unit: Unit::Year,
                        which: Which::This,
                    }),
                    part,
                ),
                after + 1,
            )
        });
    }
    if !last && number != 1 {
        return None;
    }
    let count = numerals::numeral(lexemes, after);
    let unit_at = count.map_or(after, |count| count.end);
    let unit = Unit::of(lexemes.word(unit_at)).filter(|_| start > at)?;
    let (inner, end) = part_of(lexemes, of(unit_at + 1)?)?;
    let count = count.map_or(1.0, |count| count.high);
    let part = if last {
        Part::Final(count, unit)
    } else {
        Part::First(count, unit)
    };
    Some((Form::Part(Box::new(inner), part), end))
}

/// Reads the second end of a range whose first end has been read.
fn range(lexemes: &Lexemes, at: usize, first: &Form, end: usize) -> Found {
    if first.is_length() || matches!(first, Form::Range(..)) {
        return None;
    }
    let between = lexemes.word_before(at) == "between";
    let from = lexemes.word_before(at) == "from";
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
