//! RSS, Atom and JSON feeds: every entry with words in it becomes a document.

use crate::inputs::Item;
use chancery_model::{Date, DateBasis, Diagnostic, Document};
use chancery_text::reading::{self, ReadOptions};
use feed_rs::model::Entry;

/// Reads the entries of a feed.
pub(super) fn read(bytes: &[u8], origin: &str, options: &ReadOptions) -> Vec<Item> {
    match feed_rs::parser::parse(bytes) {
        Ok(feed) => {
            let outlet = feed.title.map(|title| title.content);
            let language = feed.language;
            feed.entries
                .iter()
                .map(|entry| {
                    item(
                        entry,
                        origin,
                        outlet.as_deref(),
                        language.as_deref(),
                        options,
                    )
                })
                .collect()
        }
        Err(error) => vec![Item {
            document: None,
            diagnostics: vec![Diagnostic::error(
                "bad-feed",
                format!("{origin}: this feed cannot be read ({error}); fetch it again."),
            )],
        }],
    }
}

/// Returns the address of an entry's page.
fn link(entry: &Entry) -> Option<&str> {
    let alternate =
        |link: &&feed_rs::model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    entry
        .links
        .iter()
        .find(alternate)
        .map(|link| link.href.as_str())
}

fn item(
    entry: &Entry,
    origin: &str,
    outlet: Option<&str>,
    language: Option<&str>,
    options: &ReadOptions,
) -> Item {
    let id = link(entry).map_or_else(|| format!("{origin}#{}", entry.id), str::to_owned);
    let title = entry.title.as_ref().map(|title| plain(&title.content));
    let body = entry
        .content
        .as_ref()
        .and_then(|content| content.body.as_deref())
        .or_else(|| entry.summary.as_ref().map(|text| text.content.as_str()))
        .map(plain)
        .filter(|body| !body.is_empty());
    let Some(text) = body.or_else(|| title.clone()) else {
        return Item {
            document: None,
            diagnostics: vec![Diagnostic::warning(
                "empty-entry",
                format!("{id}: the entry has neither words nor title."),
            )],
        };
    };
    let mut document = Document::new(id.as_str(), text);
    document.title = title.filter(|title| *title != document.text);
    document.outlet = outlet.map(str::to_owned);
    document.url = link(entry).map(str::to_owned);
    document.author = entry.authors.first().and_then(|author| author.name.clone());
    document.lang = entry.language.as_deref().or(language).map(|tag| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or(tag)
            .to_ascii_lowercase()
    });
    let mut diagnostics = Vec::new();
    if let Some(given) = options.published {
        document = document.published(given);
    } else if let Some(day) = entry
        .published
        .or(entry.updated)
        .and_then(|time| day(time.timestamp()))
    {
        document.published = Some(day);
        document.date_basis = Some(DateBasis::Metadata);
    } else {
        diagnostics.push(reading::no_date(&document.id));
    }
    Item {
        document: Some(document),
        diagnostics,
    }
}

/// Returns the day of a moment, in UTC.
fn day(seconds: i64) -> Option<Date> {
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(moment).date())
}

/// Returns the words of a piece of HTML, a paragraph for each block; text without markup as it is.
fn plain(html: &str) -> String {
    const BLOCKS: [&str; 14] = [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "tr",
        "figure",
        "section",
    ];
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        let is_tag =
            tag.starts_with(|letter: char| letter.is_ascii_alphabetic() || "/!?".contains(letter));
        let Some(close) = tag.find('>').filter(|_| is_tag) else {
            text.push('<');
            rest = tag;
            continue;
        };
        let name = tag[..close].trim_start_matches('/');
        let name: String = name
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        rest = &tag[close + 1..];
        if BLOCKS.contains(&name.as_str()) {
            text.push_str("\n\n");
        } else if ["script", "style"].contains(&name.as_str()) && !tag.starts_with('/') {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}"));
            rest = end.map_or("", |end| &rest[end..]);
        }
    }
    text.push_str(rest);
    let text = entities(&text);
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    paragraphs.join("\n\n")
}

/// Resolves the character references that feeds use.
fn entities(text: &str) -> String {
    const NAMED: [(&str, &str); 14] = [
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", " "),
        ("ndash", "–"),
        ("mdash", "—"),
        ("lsquo", "‘"),
        ("rsquo", "’"),
        ("ldquo", "“"),
        ("rdquo", "”"),
        ("hellip", "…"),
        ("eacute", "é"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= 10);
        let resolved = reference.and_then(|(name, _)| {
            let number =
                name.strip_prefix('#')
                    .and_then(|number| match number.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16).ok(),
                        None => number.parse().ok(),
                    });
            number
                .and_then(char::from_u32)
                .map(String::from)
                .or_else(|| {
                    let named = NAMED.iter().find(|(known, _)| *known == name);
                    named.map(|(_, text)| (*text).to_owned())
                })
        });
        match (resolved, reference) {
            (Some(resolved), Some((_, behind))) => {
                out.push_str(&resolved);
                rest = behind;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        assert_eq!(
            plain(
                "<p>Kenya <b>recalled</b> its envoy.</p><p>Somalia&#8217;s reply: 3 &lt; 4 &amp; so on</p>"
            ),
            "Kenya recalled its envoy.\n\nSomalia’s reply: 3 < 4 & so on"
        );
        assert_eq!(plain("a < b, and c<br/>d"), "a < b, and c\n\nd");
        assert_eq!(plain("x<script>if (a < b) {}</script> y & z"), "x y & z");
    }

    #[test]
    fn entries_of_both_layouts_become_documents() {
        let rss = br#"<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
            <language>en-GB</language>
            <item><title>Envoy recalled</title><link>https://wire.example/1</link>
            <description>&lt;p&gt;Kenya recalled its envoy.&lt;/p&gt;</description>
            <pubDate>Mon, 17 Jun 2019 23:30:00 GMT</pubDate></item>
            <item><title>Only a title</title><link>https://wire.example/2</link></item>
            </channel></rss>"#;
        let atom = br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><id>x</id>
            <updated>2019-06-18T00:00:00Z</updated>
            <entry><id>urn:1</id><title>T</title><link href="https://desk.example/a"/>
            <updated>2019-06-18T01:00:00Z</updated><content type="html">Words.</content></entry></feed>"#;
        let options = ReadOptions::default();
        let items = read(rss, "feed.xml", &options);
        let first = items[0].document.as_ref().expect("a document");
        assert_eq!(first.id.as_str(), "https://wire.example/1");
        assert_eq!(first.text, "Kenya recalled its envoy.");
        assert_eq!(first.title.as_deref(), Some("Envoy recalled"));
        assert_eq!(first.outlet.as_deref(), Some("Wire"));
        assert_eq!(first.lang.as_deref(), Some("en"));
        assert_eq!(
            first.published.map(|day| day.to_string()).as_deref(),
            Some("2019-06-17")
        );
        let second = items[1].document.as_ref().expect("a document");
        assert_eq!(
            (second.text.as_str(), second.title.as_deref()),
            ("Only a title", None)
        );
        assert_eq!(items[1].diagnostics[0].code, "no-publication-date");
        let items = read(atom, "feed.xml", &options);
        assert_eq!(
            items[0].document.as_ref().expect("a document").text,
            "Words."
        );
        assert_eq!(
            read(b"<rss", "feed.xml", &options)[0].diagnostics[0].code,
            "bad-feed"
        );
    }
}
