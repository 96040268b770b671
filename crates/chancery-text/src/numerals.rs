//! Numbers in digits and words: `1.5 million`, `two hundred and six`, `a dozen`, `hundreds of
//! thousands`.

use crate::lexemes::Lexemes;

/// A number, or the range that a vague one stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Numeral {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// One past its last piece.
    pub(crate) end: usize,
    /// Whether digits are part of it.
    pub(crate) digits: bool,
    /// The factor that its scale word gave ("million"), 1 without one.
    pub(crate) scale: f64,
}

impl Numeral {
    fn new(value: f64, end: usize) -> Self {
        Self {
            low: value,
            high: value,
            end,
            digits: false,
            scale: 1.0,
        }
    }

    fn times(mut self, factor: f64, end: usize) -> Self {
        self.low *= factor;
        self.high *= factor;
        self.scale *= factor;
        self.end = end;
        self
    }
}

/// Reads the number that begins at a piece.
pub(crate) fn numeral(lexemes: &Lexemes, at: usize) -> Option<Numeral> {
    if let Some(number) = lexemes.number(at) {
        let mut found = Numeral::new(number.value, at + 1);
        found.digits = true;
        // "2 1/2" and "1/2" are left to the caller.
        return Some(scaled(lexemes, found));
    }
    vague(lexemes, at).or_else(|| spelled(lexemes, at))
}

/// Applies the scale words that follow: "million", "hundred thousand", "-million".
fn scaled(lexemes: &Lexemes, mut found: Numeral) -> Numeral {
    loop {
        let hyphen = usize::from(
            lexemes.sign(found.end) == "-"
                && lexemes.is_glued(found.end)
                && lexemes.is_glued(found.end + 1),
        );
        let word = lexemes.word(found.end + hyphen);
        let Some(factor) = scale(word).or_else(|| short_scale(lexemes, found, word)) else {
            return found;
        };
        found = found.times(factor, found.end + hyphen + 1);
    }
}

/// Returns the factor of a scale word.
fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "mln" => 1e6,
        "billion" | "bln" => 1e9,
        "trillion" => 1e12,
        "dozen" => 12.0,
        "lakh" => 1e5,
        "crore" => 1e7,
        _ => return None,
    })
}

/// Returns the factor of `m`, `bn`, `k`, `tn` glued to digits ("$3bn"); a lone `m` may be metres,
/// so it counts only after a currency sign.
fn short_scale(lexemes: &Lexemes, found: Numeral, word: &str) -> Option<f64> {
    if !found.digits || !lexemes.is_glued(found.end) || found.scale != 1.0 {
        return None;
    }
    let money =
        |at: Option<usize>| at.is_some_and(|at| matches!(lexemes.sign(at), "$" | "€" | "£" | "¥"));
    match word {
        "bn" => Some(1e9),
        "tn" => Some(1e12),
        "k" => Some(1e3),
        "m" if money(found.end.checked_sub(2)) || money(found.end.checked_sub(4)) => Some(1e6),
        "b" if money(found.end.checked_sub(2)) => Some(1e9),
        _ => None,
    }
}

/// Reads a number in words, up to trillions.
fn spelled(lexemes: &Lexemes, at: usize) -> Option<Numeral> {
    let (mut total, mut group) = (0.0, None::<f64>);
    let mut scale_word = 1.0;
    let mut end = at;
    loop {
        let word = lexemes.word(end);
        let last_group = group;
        if let Some(unit) = unit(word) {
            match last_group {
                None => group = Some(unit),
                // "two hundred six", but "six two" are two numbers.
                Some(value) if value >= 100.0 && value % 100.0 == 0.0 => group = Some(value + unit),
                Some(_) => break,
            }
            end += 1;
        } else if let Some(tens) = tens(word) {
            match last_group {
                None => group = Some(tens),
                Some(value) if value >= 100.0 && value % 100.0 == 0.0 => group = Some(value + tens),
                Some(_) => break,
            }
            end += 1;
            // "twenty-five", "twenty five".
            let hyphen = usize::from(lexemes.sign(end) == "-" && lexemes.is_glued(end));
            if let Some(unit) =
                unit(lexemes.word(end + hyphen)).filter(|unit| (1.0..=9.0).contains(unit))
            {
                group = group.map(|value| value + unit);
                end += hyphen + 1;
            }
        } else if word == "hundred" {
            let Some(value) = last_group else { break };
            group = Some(value * 100.0);
            end += 1;
        } else if let Some(factor) = scale(word) {
            let Some(value) = last_group else { break };
            total += value * factor;
            scale_word = factor;
            group = None;
            end += 1;
            if factor == 12.0 {
                break;
            }
        } else if word == "and" && end > at && (last_group.is_none_or(|value| value >= 100.0)) {
            // "two hundred and six": a smaller number must follow.
            let next = lexemes.word(end + 1);
            if total == 0.0 && last_group.is_none() || unit(next).is_none() && tens(next).is_none()
            {
                break;
            }
            end += 1;
        } else if matches!(word, "a" | "an") && end == at {
            // "a hundred", "a dozen", "a million".
            let next = lexemes.word(end + 1);
            if scale(next).is_none() {
                break;
            }
            group = Some(1.0);
            end += 1;
        } else if word == "half" && end == at && matches!(lexemes.word(at + 1), "a" | "the") {
            // "half a million".
            let factor = scale(lexemes.word(at + 2))?;
            let mut found = Numeral::new(0.5 * factor, at + 3);
            found.scale = factor;
            return Some(found);
        } else {
            let hyphen =
                lexemes.sign(end) == "-" && lexemes.is_glued(end) && lexemes.is_glued(end + 1);
            if hyphen && end > at && scale(lexemes.word(end + 1)).is_some() {
                end += 1;
                continue;
            }
            break;
        }
    }
    if end == at {
        return None;
    }
    let mut found = Numeral::new(total + group.unwrap_or(0.0), end);
    found.scale = scale_word;
    // "one and a half million".
    if lexemes.words(end, &["and", "a", "half"]) {
        found.low += 0.5;
        found.high += 0.5;
        return Some(scaled(
            lexemes,
            Numeral {
                end: end + 3,
                ..found
            },
        ));
    }
    Some(found)
}

/// Reads "dozens", "hundreds of thousands", "several hundred", "a few", "a couple".
fn vague(lexemes: &Lexemes, at: usize) -> Option<Numeral> {
    let range = |low: f64, high: f64, end: usize| {
        let mut found = Numeral::new(low, end);
        found.high = high;
        found
    };
    let plural = |word: &str| {
        Some(match word {
            "tens" => (20.0, 99.0, 10.0),
            "dozens" => (24.0, 99.0, 12.0),
            "scores" => (40.0, 99.0, 20.0),
            "hundreds" => (200.0, 999.0, 100.0),
            "thousands" => (2_000.0, 9_999.0, 1e3),
            "millions" => (2e6, 9_999_999.0, 1e6),
            "billions" => (2e9, 9_999_999_999.0, 1e9),
            _ => return None,
        })
    };
    if let Some((low, high, _)) = plural(lexemes.word(at)) {
        if lexemes.word(at + 1) == "of"
            && let Some((_, _, factor)) = plural(lexemes.word(at + 2))
        {
            return Some(range(low * factor, (high + 1.0) * factor - 1.0, at + 3));
        }
        return Some(range(low, high, at + 1));
    }
    let (low, high, end) = match lexemes.word(at) {
        "several" => (3.0, 9.0, at + 1),
        "few"
            if matches!(
                lexemes.word_before(at),
                "last" | "past" | "next" | "first" | "these" | "coming"
            ) =>
        {
            (3.0, 5.0, at + 1)
        }
        "a" if lexemes.word(at + 1) == "few" => (3.0, 5.0, at + 2),
        "a" if lexemes.words(at + 1, &["couple", "of"]) => (2.0, 2.0, at + 3),
        "a" if lexemes.words(at + 1, &["handful", "of"]) => (3.0, 9.0, at + 3),
        "couple" if matches!(lexemes.word_before(at), "last" | "past" | "next") => {
            (2.0, 2.0, at + 1 + usize::from(lexemes.word(at + 1) == "of"))
        }
        _ => return None,
    };
    let found = range(low, high, end);
    Some(match scale(lexemes.word(end)) {
        Some(factor) => found.times(factor, end + 1),
        None => found,
    })
}

/// Returns the number that a word from zero to nineteen means.
pub(crate) fn unit(word: &str) -> Option<f64> {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let place = WORDS.iter().position(|other| *other == word)?;
    u8::try_from(place).ok().map(f64::from)
}

fn tens(word: &str) -> Option<f64> {
    const WORDS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let place = WORDS.iter().position(|other| *other == word)?;
    u8::try_from(place)
        .ok()
        .map(|place| f64::from(place + 2) * 10.0)
}

/// Returns the number of an ordinal in words up to twentieth, or "last" as the last.
pub(crate) fn ordinal(word: &str) -> Option<u8> {
    const WORDS: [&str; 21] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ];
    let place = WORDS.iter().position(|other| *other == word)?;
    u8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_digits_and_words() {
        for (text, low, high, rest) in [
            ("440 drones", 440.0, 440.0, "drones"),
            ("1.5 million euros", 1.5e6, 1.5e6, "euros"),
            ("twenty-five men", 25.0, 25.0, "men"),
            ("two hundred and six people", 206.0, 206.0, "people"),
            ("two hundred thousand men", 200_000.0, 200_000.0, "men"),
            ("three thousand two hundred men", 3_200.0, 3_200.0, "men"),
            ("a dozen boats", 12.0, 12.0, "boats"),
            ("two dozen boats", 24.0, 24.0, "boats"),
            ("a hundred days", 100.0, 100.0, "days"),
            ("half a million people", 5e5, 5e5, "people"),
            ("one and a half million people", 1.5e6, 1.5e6, "people"),
            (
                "hundreds of thousands of people",
                200_000.0,
                999_999.0,
                "of",
            ),
            ("several hundred people", 300.0, 900.0, "people"),
            ("five and six", 5.0, 5.0, "and"),
            ("six two", 6.0, 6.0, "two"),
            ("5-million loan", 5e6, 5e6, "loan"),
        ] {
            let lexemes = Lexemes::of(text, &[]);
            let found = numeral(&lexemes, 0);
            assert_eq!(
                found.map(|one| (one.low, one.high)),
                Some((low, high)),
                "{text}"
            );
            assert_eq!(found.map(|one| lexemes.word(one.end)), Some(rest), "{text}");
        }
        for text in ["and six", "half the men", "a man", "few men", "thousandth"] {
            assert_eq!(numeral(&Lexemes::of(text, &[]), 0), None, "{text}");
        }
    }
}
