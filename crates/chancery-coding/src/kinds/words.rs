//! The word lists of `data/kinds.txt`, read once.

use std::collections::BTreeSet;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../data/kinds.txt");

/// The lists by name, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Words {
    lists: Vec<(&'static str, BTreeSet<&'static str>)>,
}

impl Words {
    /// Returns the lists that come with the program.
    pub(super) fn get() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Self::read(FILE).0)
    }

    /// Reads a file; a line that cannot be read is left out and named.
    fn read(file: &'static str) -> (Self, Vec<String>) {
        let mut words = Self::default();
        let mut faults = Vec::new();
        for (number, line) in file.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let rest = if line.starts_with(' ') {
                line
            } else if let Some((name, rest)) = line.split_once(':') {
                if words.lists.iter().any(|(known, _)| *known == name) {
                    faults.push(format!("{}: {name} stands twice", number + 1));
                }
                words.lists.push((name.trim(), BTreeSet::new()));
                rest
            } else {
                faults.push(format!("{}: no name", number + 1));
                continue;
            };
            match words.lists.last_mut() {
                Some((_, list)) => list.extend(rest.split_whitespace()),
                None => faults.push(format!("{}: continues nothing", number + 1)),
            }
        }
        (words, faults)
    }

    /// Returns whether a word is in a list.
    pub(super) fn has(&self, list: &str, word: &str) -> bool {
        self.lists
            .iter()
            .any(|(name, words)| *name == list && words.contains(word))
    }

    /// Returns the list of a family that a word is in, without the family's name.
    pub(super) fn label(&self, family: &str, word: &str) -> Option<&'static str> {
        self.lists.iter().find_map(|(name, words)| {
            let label = name.strip_prefix(family)?.strip_prefix('.')?;
            words.contains(word).then_some(label)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let (words, faults) = Words::read(FILE);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(words.label("stance", "foe"), Some("hostile"));
        assert_eq!(words.label("goods", "howitzer"), Some("arms"));
        assert!(words.has("agreement", "treaty") && !words.has("agreement", "tree"));
    }
}
