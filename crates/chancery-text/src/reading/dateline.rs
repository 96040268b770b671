//! The day of publication, where the text itself gives it: "Published on 18 June 2025", a line
//! that holds nothing but a date, or a dateline with a year ("DOHA, June 18, 2025 (Agency) —").

use crate::time::calendar::written_date;
use chancery_model::Date;

/// The first so many lines are searched, and the last ones for "Published on …".
const LINES: usize = 12;

/// The words that announce a date of publication.
const ANNOUNCE: &[&str] = &[
    "first published on",
    "first published:",
    "first published",
    "originally published on",
    "originally published",
    "published on:",
    "published on",
    "published:",
    "published at",
    "published",
    "date of publication:",
    "publication date:",
    "posted on",
    "posted:",
    "posted",
    "issued on",
    "date:",
    "dated",
];

/// Returns the day of publication that the text gives.
pub(super) fn publication_date(text: &str) -> Option<Date> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines()
        .take(LINES)
        .find_map(announced)
        .or_else(|| lines().take(LINES).find_map(alone))
        .or_else(|| lines().take(LINES).find_map(byline))
        .or_else(|| lines().take(3).find_map(dateline))
        .or_else(|| lines().rev().take(3).find_map(announced))
}

/// Reads "Published on 18 June 2025", possibly after other words on a short line.
fn announced(line: &str) -> Option<Date> {
    if line.chars().take(161).count() > 160 {
        return None;
    }
    let lower = line.to_lowercase();
    // Lower-casing may change lengths outside ASCII; then only the start of the line is tried.
    let same = lower.len() == line.len();
    for announcement in ANNOUNCE {
        let place = if same {
            lower.find(announcement)
        } else {
            lower.starts_with(announcement).then_some(0)
        };
        let Some(place) = place else { continue };
        // The announcement opens the line or follows a bar or bullet, so that "a law published on
        // 3 May 2024" in a sentence is left alone.
        let before = lower[..place].trim_end();
        let opens = before.is_empty() || before.ends_with(['|', '•', '·', '—', '-', '(', '/']);
        let Some(rest) = line.get(place + announcement.len()..) else {
            continue;
        };
        if opens && let Some((date, _)) = written_date(rest.trim_start_matches([':', ' '])) {
            return Some(date);
        }
    }
    None
}

/// Reads a line that holds a date and at most a time of day.
fn alone(line: &str) -> Option<Date> {
    if line.len() > 60 {
        return None;
    }
    let (date, taken) = written_date(line)?;
    let rest = line.get(taken..)?;
    let time_of_day = rest.split_whitespace().all(|word| {
        let word = word.trim_matches(['.', ',', '|', '-', '—', '(', ')', '·']);
        word.is_empty()
            || word.bytes().any(|byte| byte.is_ascii_digit())
            || matches!(
                word.to_ascii_lowercase().as_str(),
                "at" | "am"
                    | "pm"
                    | "a.m"
                    | "p.m"
                    | "gmt"
                    | "utc"
                    | "est"
                    | "edt"
                    | "et"
                    | "cet"
                    | "cest"
                    | "bst"
                    | "msk"
                    | "updated"
                    | "ist"
                    | "pst"
                    | "pdt"
            )
    });
    time_of_day.then_some(date)
}

/// Reads the date behind an author's name: "By Jo Doe | 18 June 2025".
fn byline(line: &str) -> Option<Date> {
    if line.len() > 120 || !line.get(..3)?.eq_ignore_ascii_case("by ") {
        return None;
    }
    line.match_indices([',', '|', '•', '·', '—', '–'])
        .find_map(|(place, mark)| alone(line.get(place + mark.len()..)?.trim()))
}

/// Reads "DOHA, 24 June 2025." or "Doha, June 24, 2025 (Agency) —" at the start of a line.
fn dateline(line: &str) -> Option<Date> {
    let head = &line[..line.floor_char_boundary(100)];
    let mut place = 0;
    // The place has at most three parts: "TEHRAN, Iran," or "Sharm el-Sheikh, Egypt,".
    for _ in 0..3 {
        let comma = place + head.get(place..)?.find(',')?;
        let part = head[place..comma].trim();
        let names = part.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(word, "el" | "al" | "de" | "la" | "and")
                || word.starts_with("el-")
                || word.starts_with("al-")
        });
        if part.is_empty() || !names || part.split_whitespace().count() > 4 {
            return None;
        }
        place = comma + 1;
        if let Some((date, taken)) = written_date(&head[place..]) {
            let rest = head[place + taken..].trim_start();
            return rest
                .starts_with(['.', '(', '—', '–', '-', ':', '/', '|'])
                .then_some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = publication_date(text).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_of_publication_in_the_text() {
        check(
            "A headline\nPublished on 18 June 2025\nText.",
            Some("2025-06-18"),
        );
        check(
            "A headline\nBy Jo Doe | Published: June 3, 2024 10:15 GMT\nText.",
            Some("2024-06-03"),
        );
        check(
            "A headline\nWednesday, 18 June 2025\nText.",
            Some("2025-06-18"),
        );
        check("18 June 2025, 11:02 p.m. EDT\nText.", Some("2025-06-18"));
        check(
            "DOHA, 24 June 2025. The missiles were met.",
            Some("2025-06-24"),
        );
        check(
            "TEHRAN, Iran, June 24, 2025 (Agency) — The missiles were met.",
            Some("2025-06-24"),
        );
        check(
            "Text.\nMore text.\nFirst published 2 May 2023",
            Some("2023-05-02"),
        );
    }

    #[test]
    fn other_dates_are_left_alone() {
        check("The decree published on 3 May 2024 bans exports.", None);
        check("In Moscow, June 18, 2025 was a holiday.", None);
        check("DOHA, June 24 (Agency) — no year here.", None);
        check("On 18 June 2025 the presidents spoke.", None);
        check("18 June 2025 was a long day for the ministry.", None);
        check("", None);
    }
}
