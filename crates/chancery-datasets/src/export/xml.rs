//! Text as XML.

use std::borrow::Cow;

/// Returns text for an element or an attribute in double quotation marks. Characters that XML 1.0
/// cannot hold become U+FFFD.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let plain =
        |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}') && c >= ' ';
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            c if plain(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        assert_eq!(
            escape("<b a=\"1\">&'\n"),
            "&lt;b a=&quot;1&quot;&gt;&amp;&apos;&#10;"
        );
        assert_eq!(escape("\0a\u{ffff}"), "\u{fffd}a\u{fffd}");
        assert_eq!(escape("Côte"), "Côte");
    }
}
