//! Credits of pictures and stories: agencies, photographers, and the words around them.

use std::sync::LazyLock;

/// The names of agencies in lower case, sorted.
static AGENCIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = include_str!("agencies.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_lowercase)
        .collect();
    names.sort();
    names
});

fn is_agency(name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let known = |name: &str| {
        AGENCIES
            .binary_search_by(|other| other.as_str().cmp(name))
            .is_ok()
    };
    known(name) || known(&format!("the {name}"))
}

/// The words that announce a credit.
const ANNOUNCE: &[&str] = &[
    "photo credit",
    "photo by",
    "photo",
    "photos by",
    "photograph by",
    "photograph",
    "photography by",
    "image credit",
    "image by",
    "image source",
    "image",
    "images",
    "picture by",
    "picture",
    "credit",
    "credits",
    "source",
    "video by",
    "video",
    "graphic by",
    "graphic",
    "map by",
    "illustration by",
    "illustration",
    "courtesy of",
    "courtesy",
    "via",
    "copyright",
    "©",
    "(c)",
    "file photo",
    "source",
];

/// Returns whether the line is nothing but a credit: "Reuters", "AP Photo/Jo Doe", "Photo: Jo Doe",
/// "Jo Doe/AFP via Getty Images".
pub(super) fn is_credit(line: &str) -> bool {
    let line = strip_brackets(line.trim());
    let line = line.trim_end_matches(['.', ' ', '—', '-', '|']);
    if line.is_empty() || line.len() > 120 || line.split_whitespace().count() > 14 {
        return false;
    }
    if is_agency(line) {
        return true;
    }
    if let Some(rest) = after_announcement(line) {
        return rest.is_empty() || credited(rest) || names(rest);
    }
    credited(line)
}

/// Returns whether the text ends in a credit in brackets or after a bar: "… on June 3. (AP
/// Photo/Jo Doe)", "… in Doha. REUTERS/Jo Doe", "… | Photo: Jo Doe".
pub(super) fn ends_in_credit(text: &str) -> bool {
    let text = text.trim_end();
    let tail_start = text.floor_char_boundary(text.len().saturating_sub(120));
    let tail = &text[tail_start..];
    if let Some(inner) = tail.strip_suffix([')', ']'])
        && let Some(open) = inner.rfind(['(', '['])
    {
        let inner = &inner[open + 1..];
        // A bare agency in brackets may end prose that cites it; a credit names the picture too.
        return is_credit(inner)
            && (inner.contains('/')
                || after_announcement(inner).is_some()
                || inner.contains(" via "));
    }
    // The last sentence is "REUTERS/Jo Doe" or "Photo: Jo Doe".
    let last = tail
        .rmatch_indices(['.', '|', '”', '"'])
        .map(|(place, mark)| tail[place + mark.len()..].trim())
        .find(|rest| !rest.is_empty());
    last.is_some_and(|last| {
        (last.contains('/') || after_announcement(last).is_some()) && is_credit(last)
    })
}

/// Returns what follows the words that announce a credit.
fn after_announcement(line: &str) -> Option<&str> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    ANNOUNCE
        .iter()
        .filter(|words| lower.starts_with(**words))
        .filter_map(|words| {
            let rest = &line[words.len()..];
            // "by" and the like run on to a name; the bare nouns want a colon.
            let colon = rest.trim_start().strip_prefix([':', '/', '|', '©', '—']);
            let runs_on = words.ends_with(" by")
                || matches!(*words, "©" | "(c)" | "via" | "courtesy of" | "copyright");
            match colon {
                Some(rest) => Some(rest.trim()),
                None if runs_on && rest.starts_with([' ', '\u{A0}']) => Some(rest.trim()),
                None => None,
            }
        })
        .min_by_key(|rest| rest.len())
}

/// Returns whether the parts between slashes, commas and "via" are names, at least one an agency's.
fn credited(line: &str) -> bool {
    let mut agencies = 0;
    for part in line
        .split(['/', ',', '|', '©', '(', ')', ';'])
        .flat_map(|part| part.split(" via "))
        .flat_map(|part| part.split(" for "))
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().trim_end_matches('.'))
        .filter(|part| !part.is_empty())
    {
        let year = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_agency(part) {
            agencies += 1;
        } else if let Some(rest) = part.strip_prefix("via ").filter(|rest| is_agency(rest)) {
            let _ = rest;
            agencies += 1;
        } else if !year && !names(part) {
            return false;
        }
    }
    // "Moscow, Reuters" is a credit; a list of agencies in a sentence is not a line of its own.
    agencies > 0
}

/// Returns whether the words are one to five capitalised names.
fn names(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=6).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(
                    *word,
                    "and"
                        | "de"
                        | "van"
                        | "von"
                        | "der"
                        | "al"
                        | "el"
                        | "bin"
                        | "di"
                        | "of"
                        | "the"
                        | "&"
                        | "/"
                )
                || word.contains('-') && word.contains(char::is_uppercase)
        })
        && words
            .iter()
            .any(|word| word.starts_with(char::is_uppercase))
}

fn strip_brackets(line: &str) -> &str {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inner) = line
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
        {
            return inner.trim();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_sentences() {
        for line in [
            "Reuters",
            "Getty Images",
            "AP Photo/Jo Doe",
            "(AFP)",
            "Jo Doe/AFP via Getty Images",
            "Photo: Jo Doe",
            "Photo by Jo Doe",
            "© Jo Doe",
            "REUTERS/Jo Doe",
            "Source: Xinhua",
            "[Jo Doe/EPA]",
            "Anadolu Agency",
            "Image: IMAGO/Jo Doe",
            "Credit: The Guardian",
            "AP Photo / Jo Doe, File",
            "The Associated Press",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "Reuters reported the call",
            "Sources say that talks go on",
            "Image is everything",
            "Putin and Trump",
            "Photographs of the damage were shared",
            "The war in Ukraine",
            "AP",
            "Video shows strikes on the port",
        ] {
            assert_eq!(is_credit(line), line == "AP", "{line}");
        }
    }

    #[test]
    fn captions_end_in_credits() {
        for text in [
            "The two leaders meet in Doha on June 3, 2024. (AP Photo/Jo Doe)",
            "Smoke over the port. REUTERS/Jo Doe",
            "The minister in Geneva | Photo: Jo Doe",
        ] {
            assert!(ends_in_credit(text), "{text}");
        }
        for text in [
            "The minister denied it (Reuters)",
            "He spoke to Reuters.",
            "The talks ended without a deal. They go on.",
        ] {
            assert!(!ends_in_credit(text), "{text}");
        }
    }
}
