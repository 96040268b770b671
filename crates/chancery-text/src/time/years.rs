//! The wording of years, decades, centuries and quarters.

use super::calendar;
use super::form::{Form, Part};
use super::grammar::{Found, skip_the, year_after};
use crate::lexemes::Lexemes;
use crate::numerals;

/// Reads "the 1990s", "the '90s", "the nineties", "the 19th century".
pub(super) fn decade_or_century(lexemes: &Lexemes, at: usize) -> Found {
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
pub(super) fn quarter_code(lexemes: &Lexemes, at: usize) -> Found {
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
pub(super) fn year(lexemes: &Lexemes, at: usize) -> Found {
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
    // "since 1995 more people": no amount follows these.
    let bounding = matches!(before, "since" | "until" | "till" | "during");
    // "(1391–1425)": a pair is a reign or a life.
    let paired = lexemes.sign(start + 1) == "-"
        && lexemes
            .number(start + 2)
            .and_then(|second| calendar::year(&second.lower))
            .is_some_and(|second| second > year);
    let plausible = if preposition || paired {
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
        || !bounding && COUNTED.contains(&lexemes.word(start + 1))
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

/// Reads a year that the words before mark as one.
pub(super) fn year_in_part(lexemes: &Lexemes, at: usize) -> Found {
    let number = lexemes.number(at)?;
    let year = calendar::year(&number.lower)?;
    let glued = lexemes.is_glued(at + 1) && !lexemes.word(at + 1).is_empty();
    (!glued && !COUNTED.contains(&lexemes.word(at + 1))).then_some((Form::Year(year), at + 1))
}
