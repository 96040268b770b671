//! What comes into a case: files, feeds and pages of the web become documents, each from a copy of
//! its bytes that the case keeps.

mod fetch;
mod robots;
mod warc;

pub(crate) use fetch::{Answer, Fetcher};

use crate::{
    failure::Failure,
    inputs::{Inputs, Item, Kind, kind},
};
use chancery_text::reading::{self, ReadOptions};
use std::{
    collections::VecDeque,
    fs::{self, File},
    io::Read,
    path::Path,
};

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
    let html = content_type.is_some_and(|name| name.contains("html"));
    if html && kind(&head) == Kind::Other {
        let bytes = fs::read(copy).map_err(fail)?;
        let items = VecDeque::from([page(&bytes, origin, options)]);
        return Ok(Documents::Ready(items));
    }
    let files = VecDeque::from([(copy.to_owned(), origin.to_owned())]);
    Ok(Documents::Stream(Box::new(Inputs::named(
        files,
        options.clone(),
        quiet,
    ))))
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
