//! Small words: lists, dates, and ICD 203's terms of probability.

use chancery_model::{Date, DateRange, Document};
use chancery_text::time::{in_words, month_of};

/// Returns the items as an English list: "A", "A and B", "A, B and C".
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// Returns the items as an English list of alternatives: "A, B or C".
pub fn alternatives<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {conjunction} {}", rest.join(", "), last.as_ref())
        }
    }
}

/// Returns a count with its noun in the right number: "1 document", "3 documents".
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", digits(number))
}

/// Returns a number with its thousands set apart: "111,258".
pub fn digits(number: usize) -> String {
    let plain = number.to_string();
    let mut out = String::with_capacity(plain.len() + plain.len() / 3);
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && (plain.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns a day: "14 June 2025".
pub fn day(date: Date) -> String {
    in_words(date)
}

/// Returns a range of days as briefly as it can be said: "14 June 2025", "13–18 June 2025",
/// "June 2025", "2022", "since 2022"; `None` where neither end is known.
pub fn range(date: &DateRange) -> Option<String> {
    match (date.from, date.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("since {}", coarse_start(from))),
        (None, Some(to)) => Some(format!("by {}", day(to))),
        (Some(from), Some(to)) => Some(between(from, to)),
    }
}

/// Returns the first day of an open range, as a year where it is New Year's Day.
fn coarse_start(from: Date) -> String {
    match (from.month(), from.day()) {
        (1, 1) => from.year().to_string(),
        (_, 1) => format!("{} {}", month_of(from), from.year()),
        _ => day(from),
    }
}

/// Returns the days from one to another: "13–18 June 2025".
pub fn between(from: Date, to: Date) -> String {
    let whole_month = from.day() == 1 && to == to.last_of_month();
    if from == to {
        day(from)
    } else if from.month() == 1 && to.month() == 12 && whole_month {
        if from.year() == to.year() {
            from.year().to_string()
        } else {
            format!("{}–{}", from.year(), to.year())
        }
    } else if whole_month && from.year() == to.year() {
        if from.month() == to.month() {
            format!("{} {}", month_of(from), from.year())
        } else {
            format!("{}–{} {}", month_of(from), month_of(to), from.year())
        }
    } else if from.year() != to.year() {
        format!("{} – {}", day(from), day(to))
    } else if from.month() != to.month() {
        format!("{} {} – {}", from.day(), month_of(from), day(to))
    } else {
        format!("{}–{}", from.day(), day(to))
    }
}

/// Returns how a document is named in a list of sources: outlet, day, title.
pub fn document_label(document: &Document) -> String {
    let mut parts = Vec::new();
    parts.extend(document.outlet.clone());
    if let Some(title) = &document.title {
        parts.push(format!("“{title}”"));
    }
    if parts.is_empty() {
        parts.push(document.id.to_string());
    }
    parts.push(document.published.map_or_else(|| "undated".to_owned(), day));
    parts.join(", ")
}

/// Returns the term of ICD 203 for a probability: its seven steps have the borders 5, 20, 45, 55,
/// 80 and 95 %. Terms of the second row of that directive are never mixed in.
pub fn likelihood(probability: f64) -> &'static str {
    match probability {
        p if p < 0.05 => "almost no chance",
        p if p < 0.20 => "very unlikely",
        p if p < 0.45 => "unlikely",
        p if p <= 0.55 => "roughly even chance",
        p if p <= 0.80 => "likely",
        p if p <= 0.95 => "very likely",
        _ => "almost certain",
    }
}

/// Returns a sentence, without its full stop, that gives a claim its probability: "It is very
/// unlikely (11 %) that …".
pub fn chance(probability: f64, claim: &str) -> String {
    let term = likelihood(probability);
    let figure = percent(probability);
    match term {
        "almost no chance" => format!("There is almost no chance ({figure}) that {claim}"),
        "roughly even chance" => format!("There is a roughly even chance ({figure}) that {claim}"),
        _ => format!("It is {term} ({figure}) that {claim}"),
    }
}

/// Returns a probability as a percentage without decimals, its sign held by a no-break space.
pub fn percent(probability: f64) -> String {
    format!("{:.0}\u{a0}%", probability * 100.0)
}

/// Returns a value of a tie with its sign: "+0.42", "−0.90".
pub fn signed(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded < 0.0 {
        format!("−{:.2}", -rounded)
    } else {
        format!("+{:.2}", rounded.abs())
    }
}

/// Returns the text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Returns the text as a sentence: a capital first, a full stop last.
pub fn sentence(text: &str) -> String {
    let text = capitalised(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', '…']) {
        text
    } else {
        text + "."
    }
}

/// Returns the text on one line, cut at a word at most `limit` characters long, with "…" where it
/// was cut.
pub fn shortened(text: &str, limit: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= limit {
        return flat;
    }
    let cut: String = flat.chars().take(limit).collect();
    let cut = cut.rsplit_once(' ').map_or(&*cut, |(kept, _)| kept);
    format!(
        "{}…",
        cut.trim_end_matches([',', ';', ':', '.', ' ', '—', '–', '-'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_said_briefly() {
        let said = |from: Option<Date>, to: Option<Date>| {
            range(&DateRange {
                from,
                to,
                ..DateRange::default()
            })
        };
        let on = |month, day| Some(date(2025, month, day));
        assert_eq!(said(on(6, 14), on(6, 14)).as_deref(), Some("14 June 2025"));
        assert_eq!(
            said(on(6, 13), on(6, 18)).as_deref(),
            Some("13–18 June 2025")
        );
        assert_eq!(said(on(6, 1), on(6, 30)).as_deref(), Some("June 2025"));
        assert_eq!(said(on(3, 1), on(5, 31)).as_deref(), Some("March–May 2025"));
        assert_eq!(
            said(on(5, 30), on(6, 2)).as_deref(),
            Some("30 May – 2 June 2025")
        );
        assert_eq!(said(on(1, 1), on(12, 31)).as_deref(), Some("2025"));
        assert_eq!(said(on(1, 1), None).as_deref(), Some("since 2025"));
        assert_eq!(said(None, on(6, 14)).as_deref(), Some("by 14 June 2025"));
        assert_eq!(said(None, None), None);
    }

    #[test]
    fn lists_counts_and_figures_read_as_english() {
        assert_eq!(list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(alternatives(&["A", "B"]), "A or B");
        assert_eq!(count(1, "document"), "1 document");
        assert_eq!(count(111_258, "document"), "111,258 documents");
        assert_eq!(signed(-0.9), "−0.90");
        assert_eq!(signed(-0.001), "+0.00");
        assert_eq!(shortened("one two three", 8), "one two…");
    }

    #[test]
    fn probability_words_follow_the_directive() {
        for (probability, term) in [
            (0.01, "almost no chance"),
            (0.10, "very unlikely"),
            (0.30, "unlikely"),
            (0.50, "roughly even chance"),
            (0.70, "likely"),
            (0.90, "very likely"),
            (0.99, "almost certain"),
        ] {
            assert_eq!(likelihood(probability), term);
        }
        assert_eq!(
            chance(0.11, "it rains"),
            "It is very unlikely (11\u{a0}%) that it rains"
        );
        assert_eq!(
            chance(0.01, "it rains"),
            "There is almost no chance (1\u{a0}%) that it rains"
        );
    }
}
