//! The lemmatizer: suffix rules checked against a list of known forms, with exceptions
//! (`spacy.pipeline.lemmatizer`, mode "rule"; `spacy.lang.en.lemmatizer`).

use super::parts::{LemmaTables, Parts};
use rustc_hash::FxHashMap;

/// The parts of speech with lists of known forms.
const PARTS: [&str; 4] = ["noun", "verb", "adj", "adv"];

/// The tables by part of speech in lower case.
#[derive(Debug)]
pub(super) struct Lemmatizer {
    tables: FxHashMap<String, LemmaTables>,
}

impl Lemmatizer {
    pub(super) fn new(parts: &Parts) -> Self {
        Self {
            tables: parts
                .tables
                .lemmas
                .iter()
                .map(|tables| (tables.pos.clone(), tables.clone()))
                .collect(),
        }
    }

    /// Returns whether the tables know a word in small letters, or a form that it may come from.
    pub(super) fn knows(&self, word: &str) -> bool {
        PARTS
            .iter()
            .filter_map(|pos| self.tables.get(*pos))
            .any(|tables| {
                find_line(&tables.index, word).is_some()
                    || find_line(&tables.exceptions, word).is_some()
                    || tables.rules.iter().any(|(old, new)| {
                        word.strip_suffix(old.as_str()).is_some_and(|stem| {
                            find_line(&tables.index, &format!("{stem}{new}")).is_some()
                        })
                    })
            })
    }

    /// Returns the base form of a word with this coarse part of speech and these features.
    pub(super) fn lemma(&self, text: &str, pos: &str, morph: &str) -> String {
        let lower = text.to_lowercase();
        let pos = pos.to_lowercase();
        if matches!(&pos[..], "" | "eol" | "space") || is_base_form(&pos, morph) {
            return lower;
        }
        let Some(tables) = self.tables.get(&pos) else {
            return if pos == "propn" {
                text.to_owned()
            } else {
                lower
            };
        };
        let mut forms: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else {
                continue;
            };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if form.chars().all(char::is_alphabetic) && find_line(&tables.index, &form).is_none() {
                unknown.get_or_insert(form);
            } else if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let exceptions = find_line(&tables.exceptions, &lower).unwrap_or("");
        for form in exceptions.split('\t').skip(1) {
            if !forms.iter().any(|known| known == form) {
                forms.insert(0, form.to_owned());
            }
        }
        let first = forms.into_iter().next();
        first.or(unknown).unwrap_or_else(|| text.to_owned())
    }
}

impl Lemmatizer {
    /// Returns the base form of a form of this part of speech, if the tables know it.
    pub(super) fn known_base(&self, form: &str, pos: &str) -> Option<String> {
        let tables = self.tables.get(pos)?;
        if let Some(bases) = find_line(&tables.exceptions, form) {
            return bases.split('\t').nth(1).map(str::to_owned);
        }
        if find_line(&tables.index, form).is_some() {
            return Some(form.to_owned());
        }
        tables.rules.iter().find_map(|(old, new)| {
            let stem = form.strip_suffix(old.as_str())?;
            let base = format!("{stem}{new}");
            find_line(&tables.index, &base).map(|_| base)
        })
    }
}

/// Returns whether the features say that the word is a base form already.
fn is_base_form(pos: &str, morph: &str) -> bool {
    let feature = |name: &str| {
        morph
            .split('|')
            .find_map(|feature| feature.strip_prefix(name)?.strip_prefix('='))
    };
    let finite_present = feature("VerbForm") == Some("Fin")
        && feature("Tense") == Some("Pres")
        && feature("Number").is_none();
    pos == "noun" && feature("Number") == Some("Sing")
        || pos == "verb" && finite_present
        || matches!(feature("VerbForm"), Some("Inf" | "None"))
        || feature("Degree") == Some("Pos")
}

/// Finds the line of a sorted table whose first column is `key`, and returns what follows the key:
/// nothing, or a tab and the other columns.
fn find_line<'a>(table: &'a str, key: &str) -> Option<&'a str> {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle]
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(low, |place| low + place + 1);
        let end = bytes[middle..high]
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(high, |place| middle + place);
        let line = &table[start..end];
        let column = line.split('\t').next().unwrap_or("");
        match column.cmp(key) {
            std::cmp::Ordering::Equal => return Some(&line[column.len()..]),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_their_first_column() {
        let table = "abode\tabide\narose\tarise\nwas\tbe";
        assert_eq!(find_line(table, "abode"), Some("\tabide"));
        assert_eq!(find_line(table, "arose"), Some("\tarise"));
        assert_eq!(find_line(table, "was"), Some("\tbe"));
        assert_eq!(find_line(table, "aros"), None);
        assert_eq!(find_line("", "x"), None);
    }
}
