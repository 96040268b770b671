//! Units of money and measure, from a data file.

use crate::lexemes::Lexemes;
use std::sync::LazyLock;

/// A unit as the text names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unit {
    pub(super) code: String,
    pub(super) is_currency: bool,
    /// One past its last piece.
    pub(super) end: usize,
}

struct Row {
    words: Vec<String>,
    code: &'static str,
    is_currency: bool,
}

/// The rows by the first piece of their words, the longest first.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = include_str!("units.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let kind = columns.next()?;
            let names = columns.next()?;
            let code = columns.next()?;
            Some(names.split(',').map(move |name| Row {
                words: pieces(name),
                code,
                is_currency: kind == "currency",
            }))
        })
        .flatten()
        .collect();
    rows.sort_by(|one, other| {
        (&one.words[0], other.words.len()).cmp(&(&other.words[0], one.words.len()))
    });
    rows
});

fn pieces(name: &str) -> Vec<String> {
    let lexemes = Lexemes::of(name, &[]);
    (0..lexemes.len())
        .filter_map(|at| lexemes.get(at))
        .map(|piece| piece.lower.to_string())
        .collect()
}

/// Reads the unit that stands here.
pub(super) fn unit(lexemes: &Lexemes, at: usize) -> Option<Unit> {
    let first = &*lexemes.get(at)?.lower;
    if first == "%" {
        return Some(Unit {
            code: "%".to_owned(),
            is_currency: false,
            end: at + 1,
        });
    }
    let start = ROWS.partition_point(|row| row.words[0].as_str() < first);
    ROWS[start..]
        .iter()
        .take_while(|row| row.words[0] == first)
        .find(|row| {
            row.words.iter().enumerate().all(|(offset, word)| {
                lexemes
                    .get(at + offset)
                    .is_some_and(|piece| *piece.lower == **word)
            })
        })
        .map(|row| Unit {
            code: row.code.to_owned(),
            is_currency: row.is_currency,
            end: at + row.words.len(),
        })
}

/// Reads a currency sign or code before an amount: "$", "US$", "€", "EUR".
pub(super) fn currency_before(lexemes: &Lexemes, at: usize) -> Option<Unit> {
    let found = |code: &str, end: usize| {
        Some(Unit {
            code: code.to_owned(),
            is_currency: true,
            end,
        })
    };
    if lexemes.sign(at + 1) == "$" && lexemes.is_glued(at + 1) && lexemes.is_capital(at) {
        let code = match lexemes.word(at) {
            "us" => "USD",
            "a" | "au" => "AUD",
            "c" | "ca" | "can" => "CAD",
            "nz" => "NZD",
            "hk" => "HKD",
            "s" => "SGD",
            "nt" => "TWD",
            "r" => "BRL",
            _ => "",
        };
        if !code.is_empty() {
            return found(code, at + 2);
        }
    }
    match lexemes.sign(at) {
        "$" => return found("USD", at + 1),
        "€" => return found("EUR", at + 1),
        "£" => return found("GBP", at + 1),
        "¥" => return found("JPY", at + 1),
        "₽" => return found("RUB", at + 1),
        "₴" => return found("UAH", at + 1),
        "₪" => return found("ILS", at + 1),
        "₹" => return found("INR", at + 1),
        "₺" => return found("TRY", at + 1),
        "₩" => return found("KRW", at + 1),
        "₦" => return found("NGN", at + 1),
        _ => {}
    }
    // "EUR 5 million", "RMB 200".
    let code = lexemes.word(at);
    let unit = unit(lexemes, at)?;
    (unit.is_currency
        && unit.end == at + 1
        && code.len() == 3
        && lexemes.is_capital(at)
        && lexemes.number(unit.end).is_some())
    .then_some(unit)
}

/// Reads "per barrel", "a day", "/tonne" after a unit or number; the word is in the singular.
pub(super) fn per(lexemes: &Lexemes, at: usize) -> Option<(String, usize)> {
    const BASES: &[&str] = &[
        "barrel",
        "day",
        "year",
        "month",
        "week",
        "hour",
        "person",
        "capita",
        "tonne",
        "ton",
        "litre",
        "liter",
        "gallon",
        "kilogram",
        "kilo",
        "kg",
        "head",
        "household",
        "unit",
        "ounce",
        "bushel",
        "pound",
        "share",
        "night",
        "second",
        "minute",
        "cent",
    ];
    let slash = lexemes.sign(at) == "/";
    if !slash && !matches!(lexemes.word(at), "per" | "a" | "an" | "each") {
        return None;
    }
    let word = lexemes.word(at + 1);
    let known = BASES.contains(&word) && word != "cent";
    if !known
        || lexemes.word(at) == "a"
            && matches!(lexemes.word(at + 2), "ago" | "later" | "earlier" | "before")
    {
        return None;
    }
    Some((word.to_owned(), at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_by_their_words() {
        for (text, code) in [
            ("per cent of", "%"),
            ("Canadian dollars", "CAD"),
            ("square kilometres", "km²"),
            ("miles per hour", "mi/hour"),
            ("rubles", "RUB"),
        ] {
            assert_eq!(
                unit(&Lexemes::of(text, &[]), 0)
                    .map(|unit| unit.code)
                    .as_deref(),
                Some(code)
            );
        }
        assert_eq!(unit(&Lexemes::of("percentages", &[]), 0), None);
    }
}
