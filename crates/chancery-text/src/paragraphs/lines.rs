//! Lines become blocks: the white space around them goes, wrapped lines are joined, and the marks
//! of headings and list items are set aside.

use chancery_model::Span;

/// The mark that opens a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    None,
    Heading,
    Item,
}

/// A block of text: one paragraph to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) mark: Mark,
}

/// Wider lines than this are not wrapped by anybody.
const WIDEST: usize = 132;

/// Narrower ones hold verse, tables or lists.
const NARROWEST: usize = 50;

/// Returns the blocks of a text in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let width = wrapping_width(text);
    let mut blocks: Vec<Block> = Vec::new();
    // The width in characters of the line before, while its block may go on.
    let mut open: Option<usize> = None;
    for (start, line) in lines(text) {
        let Some(bare) = trimmed(line, start) else {
            open = None;
            continue;
        };
        let words = bare.of(text);
        let (mark, skipped) = mark(words);
        let span = Span::new(bare.start + skipped, bare.end);
        let first = words
            .split_whitespace()
            .next()
            .map_or(0, |word| word.chars().count());
        let wraps = match (width, open) {
            // The next line's first word did not fit.
            (Some(width), Some(before)) => mark == Mark::None && before + 1 + first > width,
            _ => false,
        };
        match blocks.last_mut() {
            Some(block) if wraps => block.span.end = span.end,
            _ => blocks.push(Block { span, mark }),
        }
        open = (!(mark == Mark::Heading)).then(|| line.trim_end().chars().count());
    }
    blocks.retain(|block| !block.span.is_empty());
    blocks
}

/// Returns the width at which the text is wrapped, where it is.
///
/// It is if no line is wider than a page, there are several, and most lines that are followed by
/// another at once break off without closing a sentence.
fn wrapping_width(text: &str) -> Option<usize> {
    let (mut widest, mut followed, mut unclosed) = (0, 0_usize, 0_usize);
    let mut before: Option<&str> = None;
    for (_, line) in lines(text) {
        let line = line.trim_end();
        if line.len() > WIDEST * 4 {
            return None;
        }
        let width = line.chars().count();
        if width > WIDEST {
            return None;
        }
        widest = widest.max(width);
        if line.trim().is_empty() {
            before = None;
            continue;
        }
        if let Some(before) = before {
            followed += 1;
            let closed = before
                .trim_end_matches(['"', '”', '\'', '’', ')'])
                .ends_with(['.', '!', '?', ':']);
            // Short lines before another are headings, credits and the like.
            unclosed += usize::from(!closed && before.chars().count() * 2 > NARROWEST);
        }
        before = Some(line);
    }
    (widest >= NARROWEST && followed > 0 && unclosed * 2 >= followed).then_some(widest)
}

/// Returns the lines with their places; `\n`, `\r\n`, `\r`, form feeds and the Unicode line and
/// paragraph separators end one.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut place = 0;
    text.split(['\n', '\r', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(move |line| {
            let start = place;
            // Every separator but the last three is one byte; where this line ends tells.
            place += line.len();
            place += text[place..].chars().next().map_or(0, char::len_utf8);
            (start, line)
        })
        // `\r\n` leaves an empty line between; it must not look like a blank one.
        .scan(false, {
            let bytes = text.as_bytes();
            move |_, (start, line)| {
                let inside = line.is_empty()
                    && start > 0
                    && bytes.get(start) == Some(&b'\n')
                    && bytes[start - 1] == b'\r';
                Some((!inside).then_some((start, line)))
            }
        })
        .flatten()
}

/// Returns the span of a line without white space and invisible characters around it.
fn trimmed(line: &str, start: usize) -> Option<Span> {
    let blank = |letter: char| {
        letter.is_whitespace()
            || matches!(
                letter,
                '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | '\0'
            )
    };
    let inner = line.trim_start_matches(blank);
    let first = start + line.len() - inner.len();
    let inner = inner.trim_end_matches(blank);
    (!inner.is_empty()).then(|| Span::new(first, first + inner.len()))
}

/// Returns the mark that opens a line, and the bytes that it and the space after it take.
fn mark(words: &str) -> (Mark, usize) {
    let hashes = words.bytes().take_while(|&byte| byte == b'#').count();
    let after = |bytes: usize| {
        let rest = &words[bytes..];
        let space = rest.len() - rest.trim_start().len();
        (space > 0 && space < rest.len()).then_some(bytes + space)
    };
    if (1..=6).contains(&hashes)
        && let Some(skipped) = after(hashes)
    {
        return (Mark::Heading, skipped);
    }
    let bullet = words.chars().next().filter(|letter| {
        matches!(
            letter,
            '-' | '*' | '+' | '•' | '‣' | '▪' | '●' | '◦' | '·' | '■'
        )
    });
    if let Some(bullet) = bullet
        && let Some(skipped) = after(bullet.len_utf8())
    {
        return (Mark::Item, skipped);
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && words[digits..].starts_with(['.', ')'])
        && let Some(skipped) = after(digits + 1)
    {
        return (Mark::Item, skipped);
    }
    (Mark::None, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = blocks(text)
            .iter()
            .map(|block| block.span.of(text))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lines_are_blocks_unless_wrapped() {
        check(
            "One.\nTwo.\r\n\r\nThree.\u{2028}Four.\r",
            &["One.", "Two.", "Three.", "Four."],
        );
        check("\u{FEFF} \u{200E}One \n\u{200B}\n", &["One"]);
        let wrapped = "The two ministers met in the capital on Tuesday, where they\n\
                       spoke for an hour about the border and agreed to meet again.\n\
                       A second round is planned.\n\nAnother paragraph stands here.";
        check(
            wrapped,
            &[
                &wrapped[..wrapped.find("\n\n").unwrap_or(0)],
                "Another paragraph stands here.",
            ],
        );
        let crlf = "The two ministers met in the capital on Tuesday, where they\r\n\
                    spoke for an hour about the border and agreed to meet again.\r\n";
        check(crlf, &[crlf.trim_end()]);
        let long = format!(
            "{}\nShort line\nAnother.",
            "A long paragraph goes on and on. ".repeat(9).trim()
        );
        check(
            &long,
            &[
                long.split('\n').next().unwrap_or(""),
                "Short line",
                "Another.",
            ],
        );
    }

    #[test]
    fn marks_are_set_aside() {
        check(
            "# Head\ntext\n- item\n12. next\n3.5 metres\n-5 degrees",
            &["Head", "text", "item", "next", "3.5 metres", "-5 degrees"],
        );
        assert_eq!(mark("## Head"), (Mark::Heading, 3));
        assert_eq!(mark("#hash"), (Mark::None, 0));
        assert_eq!(mark("- "), (Mark::None, 0));
    }
}
