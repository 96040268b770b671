//! What comes into a case: files, feeds and pages of the web become documents, each from a copy of
//! its bytes that the case keeps.

mod feed;
mod fetch;
mod pdf;
mod robots;
mod warc;

pub(crate) use fetch::{Answer, Fetcher};

use crate::{
    failure::Failure,
    inputs::{Inputs, Item},
};
use chancery_text::reading::{self, ReadOptions};
use std::{
    collections::VecDeque,
    fs::{self, File},
    io::Read,
    path::Path,
};

/// How the bytes of an input are to be understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Pdf,
    Feed,
    Page,
    Other,
}

/// Returns the kind of an input from its first bytes and the type that a server gave it.
fn kind(head: &[u8], content_type: Option<&str>) -> Kind {
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
    if content_type.is_some_and(|name| name.contains("html")) {
        return Kind::Page;
    }
    Kind::Other
}

/// The documents of one input.
pub(crate) enum Documents {
    /// Read already.
    Ready(VecDeque<Item>),
    /// Read one after the other, as from a long file of JSON Lines.
    Stream(Box<Inputs>),
}

impl Iterator for Documents {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Ready(items) => items.pop_front().map(Ok),
            Self::Stream(inputs) => inputs.next(),
        }
    }
}

/// Reads the documents of a copy. `origin` is the path or address that it is a copy of.
pub(crate) fn documents(
    copy: &Path,
    origin: &str,
    content_type: Option<&str>,
    options: &ReadOptions,
    quiet: bool,
) -> Result<Documents, Failure> {
    let fail = |error| Failure::reading(copy, &error);
    let mut head = Vec::new();
    File::open(copy)
        .and_then(|file| file.take(1_024).read_to_end(&mut head))
        .map_err(fail)?;
    let kind = kind(&head, content_type);
    if kind == Kind::Other {
        let files = VecDeque::from([(copy.to_owned(), origin.to_owned())]);
        return Ok(Documents::Stream(Box::new(Inputs::named(
            files,
            options.clone(),
            quiet,
        ))));
    }
    let bytes = fs::read(copy).map_err(fail)?;
    let items = match kind {
        Kind::Pdf => vec![pdf::read(&bytes, origin, options)],
        Kind::Feed => feed::read(&bytes, origin, options),
        Kind::Page | Kind::Other => vec![page(&bytes, origin, options)],
    };
    Ok(Documents::Ready(items.into()))
}

/// Reads bytes that a server calls a page, whatever their address looks like.
fn page(bytes: &[u8], origin: &str, options: &ReadOptions) -> Item {
    let result = reading::read(bytes, &format!("{origin}.html"), options);
    let document = result.documents.into_iter().next().map(|mut document| {
        document.id = origin.into();
        document.url = document.url.or_else(|| Some(origin.to_owned()));
        document
    });
    let diagnostics = result
        .diagnostics
        .into_iter()
        .map(|mut diagnostic| {
            diagnostic.message = diagnostic
                .message
                .replace(&format!("{origin}.html"), origin);
            diagnostic.document = document.as_ref().map(|document| document.id.clone());
            diagnostic
        })
        .collect();
    Item {
        document,
        diagnostics,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_from_pages() {
        assert_eq!(kind(b"%PDF-1.7", None), Kind::Pdf);
        assert_eq!(
            kind(
                b"<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">",
                None
            ),
            Kind::Feed
        );
        assert_eq!(
            kind("\u{feff}<feed xmlns=\"a\">".as_bytes(), None),
            Kind::Feed
        );
        assert_eq!(
            kind(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", None),
            Kind::Feed
        );
        assert_eq!(kind(b"<p>feed me</p>", Some("text/html")), Kind::Page);
        assert_eq!(kind(b"The feed said.", None), Kind::Other);
    }
}
