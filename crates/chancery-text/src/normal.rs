//! The characters of a text as the analysis wants them, each knowing where it came from.
//!
//! Quotation marks and apostrophes become straight, dashes plain, an ellipsis three dots; white
//! space becomes single spaces; what has no width is left out. An em dash is set apart by spaces,
//! as it is in the newswire that parsers learn from. The stored text never changes: every byte of
//! the normalised text knows the bytes of the stored text that it stands for.

use chancery_model::Span;
use unicode_normalization::char::{compose, is_combining_mark};

/// A normalised text and the way back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Normalised {
    text: String,
    /// For every byte of `text`, where its origin starts and ends in the stored text.
    origins: Vec<(usize, usize)>,
}

impl Normalised {
    /// Returns the normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the bytes of the stored text that a stretch of the normalised text stands for.
    pub fn stored(&self, start: usize, end: usize) -> Span {
        let first = self.origins.get(start);
        let last = end.checked_sub(1).and_then(|last| self.origins.get(last));
        match (first, last) {
            (Some(first), Some(last)) => Span::new(first.0, last.1.max(first.0)),
            _ => Span::default(),
        }
    }

    fn push(&mut self, character: char, origin: (usize, usize)) {
        self.text.push(character);
        self.origins.resize(self.text.len(), origin);
    }

    fn push_all(&mut self, characters: &str, origin: (usize, usize)) {
        self.text.push_str(characters);
        self.origins.resize(self.text.len(), origin);
    }

    fn pop(&mut self) {
        self.text.pop();
        self.origins.truncate(self.text.len());
    }

    /// Lets the last character stand for everything up to `end`.
    fn extend(&mut self, end: usize) {
        let start = self.text.len() - self.text.chars().next_back().map_or(0, char::len_utf8);
        for origin in &mut self.origins[start..] {
            origin.1 = end;
        }
    }
}

/// What a character becomes.
enum Kind {
    Same,
    Nothing,
    Space,
    /// A dash that joins words.
    Hyphen,
    /// A dash that parts them: always, or only beside a space.
    Dash,
    SpacedDash,
    Other(&'static str),
}

fn kind(character: char) -> Kind {
    match character {
        '\u{20}' => Kind::Space,
        '!'..='~' => Kind::Same,
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '＂' => {
            Kind::Other("\"")
        }
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '´' | '‹' | '›' | '＇' => {
            Kind::Other("'")
        }
        '…' => Kind::Other("..."),
        '‐' | '‑' | '⁃' | '−' | '﹣' | '－' => Kind::Hyphen,
        '‒' | '–' => Kind::SpacedDash,
        '—' | '―' | '⸺' | '⸻' | '﹘' => Kind::Dash,
        'ﬀ' => Kind::Other("ff"),
        'ﬁ' => Kind::Other("fi"),
        'ﬂ' => Kind::Other("fl"),
        'ﬃ' => Kind::Other("ffi"),
        'ﬄ' => Kind::Other("ffl"),
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff9}'..='\u{fffb}' => Kind::Nothing,
        _ if character.is_whitespace() || character.is_control() => Kind::Space,
        _ => Kind::Same,
    }
}

/// Abbreviations before a name whose full stop ends no sentence and would be cut off.
const TITLES: [&str; 24] = [
    "Amb", "Brig", "Capt", "Cmdr", "Col", "Comdr", "Cpl", "Cpt", "Dep", "Det", "Ft", "Hon", "Insp",
    "Lieut", "Lt", "Maj", "Mt", "Ofc", "Pres", "Pvt", "Sgt", "Spc", "Spox", "Supt",
];

/// Abbreviations before a number.
const NUMBERED: [&str; 6] = ["Art", "Fig", "No", "Nos", "Res", "Sec"];

/// Normalises the part of a stored text in a span.
pub fn normalise(stored: &str, span: Span) -> Normalised {
    let part = span.of(stored);
    let mut result = Normalised {
        text: String::with_capacity(part.len() + 16),
        origins: Vec::with_capacity(part.len() + 16),
    };
    // A space that waits for the next character; spaces at either end never come.
    let mut space: Option<(usize, usize)> = None;
    let mut characters = part.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let origin = (span.start + at, span.start + at + character.len_utf8());
        let after_space = space.is_some() || result.text.is_empty();
        let before_space = next.is_none_or(|next| matches!(kind(next), Kind::Space));
        let kind = match kind(character) {
            Kind::SpacedDash if after_space || before_space => Kind::Dash,
            Kind::SpacedDash => Kind::Hyphen,
            Kind::Same if character == '-' && next == Some('-') => {
                while characters.next_if(|&(_, next)| next == '-').is_some() {}
                let end = characters.peek().map_or(part.len(), |&(at, _)| at);
                if is_dash(
                    after_space,
                    result.text.chars().next_back(),
                    characters.peek(),
                ) {
                    part_with_dash(&mut result, &mut space, (origin.0, span.start + end));
                } else {
                    flush(&mut result, &mut space);
                    for at in origin.0..span.start + end {
                        result.push('-', (at, at + 1));
                    }
                }
                continue;
            }
            kind => kind,
        };
        match kind {
            Kind::Nothing => {
                if space.is_none() && !result.text.is_empty() {
                    result.extend(origin.1);
                }
            }
            Kind::Space => {
                let start = space.map_or(origin.0, |(start, _)| start);
                space = Some((start, origin.1));
            }
            Kind::Dash => part_with_dash(&mut result, &mut space, origin),
            Kind::Hyphen => {
                flush(&mut result, &mut space);
                if next.is_some_and(char::is_uppercase) {
                    drop_points(&mut result);
                }
                result.push('-', origin);
            }
            Kind::Other(characters) => {
                flush(&mut result, &mut space);
                result.push_all(characters, origin);
            }
            Kind::Same
                if character == '.'
                    && space.is_none()
                    && swallows(&result.text, &part[at + 1..]) =>
            {
                result.extend(origin.1);
            }
            Kind::Same if character == '-' && next.is_some_and(char::is_uppercase) => {
                flush(&mut result, &mut space);
                drop_points(&mut result);
                result.push('-', origin);
            }
            Kind::Same if is_combining_mark(character) && space.is_none() => {
                match result
                    .text
                    .chars()
                    .next_back()
                    .and_then(|last| compose(last, character))
                {
                    Some(composed) => {
                        let start = result.origins.last().map_or(origin.0, |last| last.0);
                        result.pop();
                        result.push(composed, (start, origin.1));
                    }
                    None => result.push(character, origin),
                }
            }
            Kind::Same | Kind::SpacedDash => {
                flush(&mut result, &mut space);
                result.push(character, origin);
            }
        }
    }
    result
}

/// Writes the space that waits, unless the text is empty.
fn flush(result: &mut Normalised, space: &mut Option<(usize, usize)>) {
    if let Some(origin) = space.take()
        && !result.text.is_empty()
    {
        result.push(' ', origin);
    }
}

/// Writes a dash with a space on either side.
fn part_with_dash(
    result: &mut Normalised,
    space: &mut Option<(usize, usize)>,
    origin: (usize, usize),
) {
    space.get_or_insert((origin.0, origin.0));
    flush(result, space);
    result.push_all("--", origin);
    *space = Some((origin.1, origin.1));
}

/// Returns whether a run of hyphens parts words, rather than being a rule or an option's name.
fn is_dash(after_space: bool, last: Option<char>, next: Option<&(usize, char)>) -> bool {
    let next = next.map(|&(_, next)| next);
    let word = |character: Option<char>| {
        character
            .is_some_and(|character| character.is_alphanumeric() || "\"'”’“‘".contains(character))
    };
    if after_space {
        next.is_some_and(char::is_whitespace)
    } else {
        word(last) && (word(next) || next.is_some_and(char::is_whitespace))
    }
}

/// Turns "U.S." at the end into "US", so that a hyphen after it joins two words.
fn drop_points(result: &mut Normalised) {
    let bytes = result.text.as_bytes();
    let mut start = bytes.len();
    while start >= 2 && bytes[start - 1] == b'.' && bytes[start - 2].is_ascii_uppercase() {
        start -= 2;
    }
    let begins = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
    if bytes.len() - start < 4 || !begins {
        return;
    }
    let kept: Vec<(char, (usize, usize))> = (start..bytes.len())
        .step_by(2)
        .map(|at| {
            let origin = (result.origins[at].0, result.origins[at + 1].1);
            (char::from(bytes[at]), origin)
        })
        .collect();
    result.text.truncate(start);
    result.origins.truncate(start);
    for (character, origin) in kept {
        result.push(character, origin);
    }
}

/// Returns whether a full stop after this text belongs to an abbreviation before a name or number.
fn swallows(before: &str, after: &str) -> bool {
    let start = before
        .rfind(|character: char| !character.is_alphabetic())
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
    let word = &before[start..];
    let mut rest = after.chars();
    if word.len() > 6 || !rest.next().is_some_and(char::is_whitespace) {
        return false;
    }
    rest.next().is_some_and(|next| {
        next.is_uppercase() && TITLES.contains(&word)
            || next.is_ascii_digit() && NUMBERED.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stored: &str, expected: &str) {
        let normalised = normalise(stored, Span::new(0, stored.len()));
        assert_eq!(normalised.text(), expected);
        assert_eq!(normalised.origins.len(), normalised.text().len());
        let mut last = 0;
        for &(start, end) in &normalised.origins {
            assert!(last <= start && start <= end && end <= stored.len());
            assert!(stored.is_char_boundary(start) && stored.is_char_boundary(end));
            last = start;
        }
    }

    #[test]
    fn marks_become_plain() {
        check("“We won’t,” he said…", "\"We won't,\" he said...");
        check("«Да» and ‘no’", "\"Да\" and 'no'");
        check("$65–70 a barrel", "$65-70 a barrel");
        check("the ﬁve\u{ad}year plan", "the fiveyear plan");
        check("cafe\u{301}s", "cafés");
    }

    #[test]
    fn dashes_part_or_join() {
        check("against us”—a threat", "against us\" -- a threat");
        check(
            "talks – held in May – failed",
            "talks -- held in May -- failed",
        );
        check("he said--again--no", "he said -- again -- no");
        check("run --help", "run --help");
        check("-----", "-----");
        check("the Russia–Iran treaty", "the Russia-Iran treaty");
        check("the U.S.–Iran talks", "the US-Iran talks");
        check("U.S.-led", "U.S.-led");
    }

    #[test]
    fn white_space_and_the_invisible_vanish() {
        check("  a\u{a0}\n\t b\u{200b}c\u{202e} ", "a bc");
        check("\u{feff}\u{200b}", "");
    }

    #[test]
    fn titles_keep_no_full_stop() {
        check(
            "Brig. Gen. Qaani met Lt. Col. Smith.",
            "Brig Gen. Qaani met Lt Col Smith.",
        );
        check("Resolution No. 2231", "Resolution No 2231");
        check("He said no. Then he left.", "He said no. Then he left.");
        check("the Col. of Kars", "the Col. of Kars");
    }

    #[test]
    fn every_stretch_knows_its_origin() {
        let stored = "The “U.S.–Iran” talks—again…";
        let normalised = normalise(stored, Span::new(0, stored.len()));
        let words: Vec<&str> = normalised
            .text()
            .split(' ')
            .map(|word| {
                let start = word.as_ptr() as usize - normalised.text().as_ptr() as usize;
                normalised.stored(start, start + word.len()).of(stored)
            })
            .collect();
        assert_eq!(words, ["The", "“U.S.–Iran”", "talks", "—", "again…"]);
    }

    proptest::proptest! {
        #[test]
        fn generated_texts_keep_order(stored in r#"([A-Za-z.]{0,4}|[-—–‐…“”’\u{a0}\u{200b}\u{301} \n]{0,3}|\PC{0,2}){0,12}"#) {
            let normalised = normalise(&stored, Span::new(0, stored.len()));
            let text = normalised.text();
            assert!(!text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  "));
            let mut last = 0;
            for &(start, end) in &normalised.origins {
                assert!(last <= start && start <= end && end <= stored.len());
                assert!(stored.is_char_boundary(start) && stored.is_char_boundary(end));
                last = start;
            }
        }
    }
}
