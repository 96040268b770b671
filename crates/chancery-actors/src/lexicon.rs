//! Names as sequences of atoms, found in text by longest match.
//!
//! An atom is a run of letters and digits without case or accents; everything else only separates
//! atoms. Names are therefore found whatever the tokenizer does with "U.S.", "al-Assad" or
//! "Sana'a": a match must begin and end where a token (or a part of one at a hyphen) does.

use crate::dictionary::Sense;
use chancery_text::Token;
use rustc_hash::FxHashMap;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What an atom of a name asks of the text's letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Case {
    /// Nothing.
    Any,
    /// A capital first.
    Initial,
    /// Capitals throughout.
    Upper,
}

/// Whether an acronym may be written with one capital ("Nato").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Acronym {
    /// Only in capitals.
    Strict,
    /// Also with one capital, from four letters on.
    Relaxed,
}

const INITIAL: u32 = Case::Initial as u32;
const UPPER: u32 = Case::Upper as u32;

/// What every atom of a name asks, two bits an atom; names longer than this ask nothing more.
const CASES: usize = 16;

#[derive(Clone, Copy, PartialEq, Debug)]
struct Alias {
    case: u32,
    sense: Sense,
    /// Whether one more atom with a capital or digit belongs to the name ("Operation *").
    open: bool,
    /// The next alias of the same node, plus one.
    next: u32,
}

/// The names of the dictionary.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Lexicon {
    atoms: FxHashMap<Box<str>, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    /// For each node its last alias, plus one.
    nodes: Vec<u32>,
    aliases: Vec<Alias>,
    articles: Vec<u32>,
}

/// One name found: its tokens, and everything that it may mean.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Hit {
    /// The tokens, numbered through the document.
    pub(crate) tokens: Range<usize>,
    /// What the name may mean.
    pub(crate) senses: Vec<Sense>,
}

/// An atom of the text.
#[derive(Clone, Copy, Debug)]
struct TextAtom {
    id: u32,
    token: usize,
    starts: bool,
    ends: bool,
    initial: bool,
    upper: bool,
}

const UNKNOWN: u32 = u32::MAX;

impl Lexicon {
    /// Returns the number of names.
    pub(crate) fn len(&self) -> usize {
        self.aliases.len()
    }

    /// Makes room for about as many names.
    pub(crate) fn reserve(&mut self, names: usize) {
        self.atoms.reserve(names);
        self.edges.reserve(names + names / 2);
        self.nodes.reserve(names + names / 2);
        self.aliases.reserve(names);
    }

    /// Adds a name with one of its meanings.
    pub(crate) fn add(&mut self, name: &str, sense: Sense, acronym: Acronym) {
        let (name, open) = match name.strip_suffix(" *") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if self.nodes.is_empty() {
            self.nodes.push(0);
        }
        let mut node = 0;
        let mut case = 0;
        let mut pieces: Vec<&str> = Vec::with_capacity(4);
        split(name, |piece, _, _| pieces.push(piece));
        let letters: usize = pieces.iter().map(|piece| piece.chars().count()).sum();
        for (place, &piece) in pieces.iter().enumerate() {
            let atom = self.atom(piece);
            let next = self.nodes.len() as u32;
            node = *self.edges.entry((node, atom)).or_insert(next);
            if node == next {
                self.nodes.push(0);
            }
            let upper =
                piece.chars().all(|c| !c.is_lowercase()) && piece.chars().any(char::is_uppercase);
            let asked = if upper
                && letters > 1
                && (letters < 4 || acronym == Acronym::Strict || pieces.len() > 1)
            {
                Case::Upper
            } else if piece.chars().next().is_some_and(char::is_uppercase) {
                Case::Initial
            } else {
                Case::Any
            };
            if place < CASES {
                case |= (asked as u32) << (2 * place);
            }
        }
        let alias = Alias {
            case,
            sense,
            open,
            next: self.nodes[node as usize],
        };
        let known = |other: &Alias| {
            (other.case, other.sense, other.open) == (alias.case, alias.sense, alias.open)
        };
        if node != 0 && !self.aliases_of(node).any(known) {
            self.aliases.push(alias);
            self.nodes[node as usize] = self.aliases.len() as u32;
        }
    }

    fn atom(&mut self, piece: &str) -> u32 {
        let mut buffer = [0; 32];
        if piece.is_ascii() && piece.len() <= buffer.len() {
            let letters = &mut buffer[..piece.len()];
            letters.copy_from_slice(piece.as_bytes());
            letters.make_ascii_lowercase();
            let known = std::str::from_utf8(letters)
                .ok()
                .and_then(|letters| self.atoms.get(letters));
            if let Some(&atom) = known {
                return atom;
            }
        }
        let folded = fold(piece);
        if let Some(&atom) = self.atoms.get(folded.as_str()) {
            return atom;
        }
        let next = self.atoms.len() as u32;
        if folded == "the" {
            self.articles.push(next);
        }
        self.atoms.insert(folded.into(), next);
        next
    }

    /// Returns the aliases of a node, the last added first.
    fn aliases_of(&self, node: u32) -> impl Iterator<Item = &Alias> {
        let mut next = self.nodes.get(node as usize).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let alias = self.aliases.get(next.checked_sub(1)? as usize)?;
            next = alias.next;
            Some(alias)
        })
    }

    /// Returns the names in a sentence from left to right: at each place the longest, and none
    /// inside another.
    pub(crate) fn find(&self, document: &str, tokens: &[Token], range: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        if self.nodes.is_empty() {
            return hits;
        }
        let text = self.text_atoms(document, tokens, range);
        let mut start = 0;
        while start < text.len() {
            match self.longest(&text, start) {
                Some((end, senses)) => {
                    // "[The] East African Community", not the newspaper "The East African".
                    let article = self.articles.contains(&text[start].id);
                    let beyond = article
                        .then(|| {
                            text.get(start + 1)
                                .and_then(|_| self.longest(&text, start + 1))
                        })
                        .flatten();
                    if beyond.is_some_and(|(other, _)| other > end) {
                        start += 1;
                        continue;
                    }
                    hits.push(Hit {
                        tokens: text[start].token..text[end - 1].token + 1,
                        senses,
                    });
                    start = end;
                }
                None => start += 1,
            }
        }
        hits
    }

    /// Returns what a whole name may mean, whatever its case: a cell of a table, not running text.
    pub(crate) fn exactly(&self, name: &str) -> Vec<Sense> {
        let mut node = Some(0);
        let mut pieces = 0;
        split(name, |piece, _, _| {
            pieces += 1;
            let atom = self.atoms.get(fold(piece).as_str());
            node = node
                .zip(atom)
                .and_then(|(node, &atom)| self.edges.get(&(node, atom)).copied());
        });
        let Some(node) = node.filter(|_| pieces > 0) else {
            return Vec::new();
        };
        let aliases = self.aliases_of(node).filter(|alias| !alias.open);
        let mut senses: Vec<Sense> = aliases.map(|alias| alias.sense).collect();
        senses.reverse();
        senses
    }

    /// Reads the stored text: a token's own characters may be in lower case, as in headlines.
    fn text_atoms(&self, document: &str, tokens: &[Token], range: Range<usize>) -> Vec<TextAtom> {
        let mut text: Vec<TextAtom> = Vec::with_capacity(range.len() + 8);
        let mut folded = String::new();
        for number in range {
            let Some(token) = tokens.get(number) else {
                break;
            };
            split(token.span.of(document), |piece, starts, ends| {
                let id = if piece.is_ascii() {
                    folded.clear();
                    folded.extend(piece.chars().map(|c| c.to_ascii_lowercase()));
                    self.atoms.get(folded.as_str())
                } else {
                    self.atoms.get(fold(piece).as_str())
                };
                let first = piece.chars().next();
                text.push(TextAtom {
                    id: id.copied().unwrap_or(UNKNOWN),
                    token: number,
                    starts,
                    ends,
                    initial: first.is_some_and(|c| !c.is_lowercase()),
                    upper: piece.chars().all(|c| !c.is_lowercase()),
                });
            });
        }
        text
    }

    fn longest(&self, text: &[TextAtom], start: usize) -> Option<(usize, Vec<Sense>)> {
        if !text[start].starts {
            return None;
        }
        let mut best = None;
        let mut node = 0;
        for end in start..text.len() {
            if text[end].id == UNKNOWN {
                break;
            }
            match self.edges.get(&(node, text[end].id)) {
                Some(&next) => node = next,
                None => break,
            }
            if self.nodes[node as usize] == 0 {
                continue;
            }
            let fits = |alias: &Alias| {
                let mut case = alias.case;
                text[start..=end].iter().take(CASES).all(|atom| {
                    let asked = case & 3;
                    case >>= 2;
                    match asked {
                        INITIAL => atom.initial,
                        UPPER => atom.upper,
                        _ => true,
                    }
                })
            };
            let more = text
                .get(end + 1)
                .is_some_and(|atom| atom.initial && atom.ends);
            let mut senses = Vec::new();
            let mut open = Vec::new();
            for alias in self.aliases_of(node).filter(|alias| fits(alias)) {
                if alias.open {
                    open.push(alias.sense);
                } else {
                    senses.push(alias.sense);
                }
            }
            if text[end].ends && !senses.is_empty() {
                senses.reverse();
                best = Some((end + 1, senses));
            }
            if more && !open.is_empty() {
                best = Some((end + 2, open));
            }
        }
        best
    }
}

/// Calls `piece` with the atoms of a word, and whether each begins and ends at a boundary.
fn split<'a>(word: &'a str, mut piece: impl FnMut(&'a str, bool, bool)) {
    let boundary = |c: Option<char>| c.is_none_or(|c| matches!(c, '-' | '–' | '—' | '/' | '‑'));
    let mut start = None;
    let mut before = None;
    let mut previous = None;
    let mut characters = word.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let letter = c.is_alphanumeric() || (start.is_some() && is_combining_mark(c));
        if letter && !is_han(c) {
            if start.is_none() {
                start = Some(at);
                before = previous;
            }
        } else {
            if let Some(from) = start.take() {
                let ends = boundary(Some(c))
                    || is_han(c)
                    || word[at..].chars().all(|c| matches!(c, '.' | '\'' | '’'));
                piece(&word[from..at], boundary(before), ends);
            }
            if is_han(c) || matches!(c, '+' | '&') {
                let end = at + c.len_utf8();
                let last = characters.peek().is_none();
                piece(
                    &word[at..end],
                    is_han(c) || previous.is_none(),
                    is_han(c) || last,
                );
            }
        }
        previous = Some(c);
    }
    if let Some(from) = start {
        piece(&word[from..], boundary(before), true);
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Returns the characters without case and accents.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ı' => 'i',
            'ø' => 'o',
            'ł' => 'l',
            'đ' => 'd',
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atoms(word: &str) -> Vec<(String, bool, bool)> {
        let mut found = Vec::new();
        split(word, |piece, starts, ends| {
            found.push((fold(piece), starts, ends));
        });
        found
    }

    #[test]
    fn atoms_are_letters_without_case_and_accents() {
        let check = |word, expected: &[(&str, bool, bool)]| {
            let found = atoms(word);
            let found: Vec<(&str, bool, bool)> = found
                .iter()
                .map(|(atom, starts, ends)| (atom.as_str(), *starts, *ends))
                .collect();
            assert_eq!(found, expected, "{word}");
        };
        check("Élysée", &[("elysee", true, true)]);
        check("U.S.", &[("u", true, false), ("s", false, true)]);
        check(
            "Israel-Hamas",
            &[("israel", true, true), ("hamas", true, true)],
        );
        check("'s", &[("s", false, true)]);
        check("OPEC+", &[("opec", true, false), ("+", false, true)]);
        check("美国", &[("美", true, true), ("国", true, true)]);
        check("—", &[]);
    }
}
