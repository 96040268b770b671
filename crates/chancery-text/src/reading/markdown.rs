//! Markdown, with its bytes left where they are.
//!
//! The stored text of a Markdown file is as long as the file, byte for byte: front matter, link
//! targets, emphasis marks and HTML are overwritten with spaces, and everything that a reader sees
//! stays in its place. So a span of the stored text is a span of the file, and sentences hold no
//! markup. The marks of headings (`#`) and list items stay, because paragraphs are told by them.

use super::front_matter;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Returns the text with its markup blanked, and the front matter's fields.
pub(super) fn blank_markup(text: &str) -> (String, front_matter::Fields) {
    let (body, fields) = front_matter::split(text);
    let source = &text[body..];
    let mut bytes = blanked(text);
    let mut in_metadata = 0_usize;
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        let (start, end) = (body + range.start, body + range.end);
        match event {
            Event::Start(Tag::HtmlBlock | Tag::MetadataBlock(_)) => in_metadata += 1,
            Event::End(TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                in_metadata = in_metadata.saturating_sub(1);
            }
            Event::Text(shown) if in_metadata == 0 => write(&mut bytes, text, start, end, &shown),
            Event::Code(shown) => write(&mut bytes, text, start, end, &shown),
            Event::Start(Tag::Heading { .. } | Tag::Item) => keep_mark(&mut bytes, text, start),
            _ => {}
        }
    }
    // Only whole shown stretches were copied over white space, so this is UTF-8 again; the
    // unchanged text is the honest answer should that ever fail.
    (
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()),
        fields,
    )
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// Returns the bytes of the text with all but line ends turned to spaces.
pub(super) fn blanked(text: &str) -> Vec<u8> {
    text.bytes()
        .map(|byte| {
            if matches!(byte, b'\n' | b'\r') {
                byte
            } else {
                b' '
            }
        })
        .collect()
}

/// Writes what is shown where its source stands; the source may be longer (`&amp;`, a code span's
/// backquotes), never shorter, apart from exotic entities, which stay blank.
fn write(bytes: &mut [u8], text: &str, start: usize, end: usize, shown: &str) {
    let Some(source) = text.get(start..end) else {
        return;
    };
    let offset = source.find(shown).unwrap_or(0);
    if offset + shown.len() <= source.len() && !shown.contains('\n') {
        bytes[start + offset..start + offset + shown.len()].copy_from_slice(shown.as_bytes());
    } else if source == shown {
        bytes[start..end].copy_from_slice(source.as_bytes());
    }
}

/// Keeps the mark that opens a heading or list item at `start`.
fn keep_mark(bytes: &mut [u8], text: &str, start: usize) {
    let rest = &text[start..];
    let mark = rest
        .find(|character: char| !matches!(character, '#' | '-' | '*' | '+' | '.' | ')' | '0'..='9'))
        .unwrap_or(rest.len());
    let opens = rest[mark..].starts_with([' ', '\t']);
    if opens {
        bytes[start..start + mark].copy_from_slice(&rest.as_bytes()[..mark]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let (shown, _) = blank_markup(text);
        assert_eq!(shown.len(), text.len(), "{text}");
        let squeezed = shown
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>();
        assert_eq!(squeezed.join(" "), expected, "{text}");
    }

    #[test]
    fn markup_goes_and_words_stay_in_place() {
        check("## Talks *resume*\n", "## Talks resume \n");
        check(
            "Oman said [on Monday](http://x.example/a_b) that **both** came.",
            "Oman said on Monday that both came.",
        );
        check("AT&amp;T and `code` &lt;here&gt;", "AT& T and code < here>");
        check("> Quoted words\n> go on.", "Quoted words\n go on.");
        check("- one\n- two\n\n1. three\n", "- one\n- two\n\n1. three\n");
        check(
            "Text <b>bold</b>\n\n<div class=\"x\">\nraw\n</div>\n\nEnd",
            "Text bold \n\n \n \n \n\nEnd",
        );
        check("![The Kremlin](k.jpg)\n", "The Kremlin \n");
        check("a \\* b", "a * b");
    }

    #[test]
    fn front_matter_is_blanked_and_read() {
        let text = "---\ntitle: \"Doha: a call\"\ndate: 2025-06-18\n---\nThe emir called.";
        let (shown, fields) = blank_markup(text);
        assert_eq!(shown.len(), text.len());
        assert_eq!(shown.trim(), "The emir called.");
        assert_eq!(fields.get("title"), Some("Doha: a call"));
        assert_eq!(text.find("The emir"), shown.find("The emir"));
    }
}
