//! Parts of longer times: "early June", "the end of the year", "the first half of 2025".

use super::form::{Form, Part, Unit, Which};
use super::grammar::{Found, month_first, season, skip_the, weekday};
use super::relative;
use super::years::{decade_or_century, ordinal, year_in_part};
use crate::lexemes::Lexemes;
use crate::numerals;

/// Reads "early June", "mid-2025", "the end of the year", "the first half of 2025".
pub(super) fn part(lexemes: &Lexemes, at: usize) -> Found {
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
        .or_else(|| relative::day_off(lexemes, at))
        .or_else(|| relative::which(lexemes, at))
        .or_else(|| month_first(lexemes, at))
        .or_else(|| season(lexemes, at))
        .or_else(|| decade_or_century(lexemes, at))
        .or_else(|| year_in_part(lexemes, at))
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
