//! What kind of file some bytes begin.

/// How the bytes of an input are to be understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Pdf,
    Feed,
    Other,
}

/// Returns the kind of an input from its first bytes.
pub(crate) fn kind(head: &[u8]) -> Kind {
    if head.starts_with(b"%PDF") {
        return Kind::Pdf;
    }
    let text = String::from_utf8_lossy(&head[..head.len().min(1_024)]).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let first_tag = text
        .split('<')
        .find(|tag| !tag.is_empty() && !tag.starts_with(['?', '!']))
        .unwrap_or("");
    let xml = text.starts_with('<');
    let json_feed = text.starts_with('{') && text.contains("jsonfeed.org/version");
    if json_feed
        || xml
            && ["rss", "feed", "rdf:rdf"]
                .iter()
                .any(|tag| first_tag.starts_with(tag))
    {
        return Kind::Feed;
    }
    Kind::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_from_pages() {
        assert_eq!(kind(b"%PDF-1.7"), Kind::Pdf);
        assert_eq!(
            kind(b"<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">"),
            Kind::Feed
        );
        assert_eq!(kind("\u{feff}<feed xmlns=\"a\">".as_bytes()), Kind::Feed);
        assert_eq!(
            kind(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}"),
            Kind::Feed
        );
        assert_eq!(kind(b"<p>feed me</p>"), Kind::Other);
        assert_eq!(kind(b"The feed said."), Kind::Other);
    }
}
