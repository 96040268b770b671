//! A web page: its main text by the `trafilatura` extractor, and what its metadata say of it.
//!
//! The stored text is written from the extracted blocks, one blank line between two, with
//! Markdown's marks for headings and list items, so that paragraphs are told the same way in both
//! formats. Metadata are read in the order of how far they can be trusted: JSON-LD, Open Graph and
//! other `meta` elements, microdata; a date from a bare `time` element or from the address is a
//! guess and is marked [`DateBasis::Heuristic`]. The extractor's own date guess is not used: it
//! agrees with the page on four pages in five, and it asks the clock.

use super::{ReadOptions, dates};
use crate::time::calendar;
use chancery_model::{Date, DateBasis, Diagnostic, Document};
use serde_json::Value;
use trafilatura::dom::{Document as Page, NodeId};
use trafilatura::{HtmlDateMode, Options};

/// Pages longer than this are cut before they are parsed: no article is as long.
const LONGEST_PAGE: usize = 64 << 20;

/// Pages nested deeper than this are not given to the extractor; real ones stay under a hundred.
const DEEPEST_PAGE: usize = 256;

/// A page with fewer characters of text than this is hardly an article.
const THIN: usize = 120;

/// What a page says about itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Metadata {
    title: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    url: Option<String>,
    lang: Option<String>,
    date: Option<(Date, DateBasis)>,
}

/// Reads a page into a document.
pub(super) fn read(
    html: &str,
    hint: &str,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let html = &html[..html.floor_char_boundary(LONGEST_PAGE)];
    let page = Page::parse(html);
    let metadata = metadata(&page);
    let extraction = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // The extractor walks the tree by recursion.
    let shallow = depth(&page) <= DEEPEST_PAGE;
    let text = match shallow.then(|| trafilatura::extract(html, &extraction)) {
        Some(Ok(result)) => {
            let content = Page::parse(&result.content_html);
            let text = blocks(&content);
            if text.trim().is_empty() {
                result.content_text
            } else {
                text
            }
        }
        _ => String::new(),
    };
    let mut document = Document::new(hint, text);
    if document.text.trim().is_empty() {
        document.text = blocks(&page);
        diagnostics.push(
            Diagnostic::warning(
                "no-main-text",
                format!(
                    "{hint}: no main text was found in the page, so all of its visible text was \
                     taken, menus included. If the page builds its text with scripts, save it from \
                     the browser as text."
                ),
            )
            .in_document(&document.id),
        );
    }
    if document.text.trim().chars().take(THIN).count() < THIN && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::warning(
                "thin-page",
                format!(
                    "{hint}: the page holds less than {THIN} characters of text. If it builds its \
                     text with scripts or wants a login, save it from the browser as text."
                ),
            )
            .in_document(&document.id),
        );
    }
    document.title = metadata.title;
    document.outlet = metadata.outlet;
    document.author = metadata.author;
    document.url = metadata.url;
    document.lang = metadata.lang;
    dates::settle(&mut document, options, metadata.date);
    document
}

/// Returns how deep the elements of a page nest.
fn depth(page: &Page) -> usize {
    let mut deepest = 0;
    let mut open = vec![(page.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(
            page.children(node)
                .into_iter()
                .map(|child| (child, depth + 1)),
        );
    }
    deepest
}

/// Writes the visible text of a page, block by block.
fn blocks(page: &Page) -> String {
    let mut out = Blocks::default();
    // An explicit stack: pages may nest deeper than the call stack reaches.
    let root = page.body().unwrap_or_else(|| page.root());
    let mut open = vec![Step::Enter(root)];
    while let Some(step) = open.pop() {
        match step {
            Step::Enter(node) if page.is_text(node) => out.words(&page.text_content(node)),
            Step::Enter(node) => {
                let tag = page.tag_name(node).to_owned();
                match tag.as_str() {
                    "script" | "style" | "noscript" | "template" | "svg" | "head" => continue,
                    "br" => out.break_line(),
                    "li" => out.open_block("- "),
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                        let level = usize::from(tag.as_bytes()[1] - b'0');
                        out.open_block(&format!("{} ", &"######"[..level]));
                    }
                    tag if is_block(tag) => out.open_block(""),
                    _ => {}
                }
                if is_block(&tag) {
                    open.push(Step::LeaveBlock);
                }
                open.extend(page.child_nodes(node).into_iter().rev().map(Step::Enter));
            }
            Step::LeaveBlock => out.open_block(""),
        }
    }
    out.text
}

enum Step {
    Enter(NodeId),
    LeaveBlock,
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "blockquote"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "figure"
            | "figcaption"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "body"
            | "address"
            | "form"
            | "hr"
            | "details"
            | "summary"
    )
}

/// Text that grows by blocks, white space squeezed.
#[derive(Default)]
struct Blocks {
    text: String,
    /// The mark that the next word is to follow, once a block has been opened.
    pending: Option<String>,
    /// Whether white space came before.
    space: bool,
}

impl Blocks {
    fn open_block(&mut self, mark: &str) {
        // The first paragraph of a list item keeps the item's mark.
        if mark.is_empty() && self.pending.as_deref().is_some_and(|open| !open.is_empty()) {
            return;
        }
        self.pending = Some(mark.to_owned());
    }

    fn break_line(&mut self) {
        if self.pending.is_none() {
            self.pending = Some(String::new());
        }
    }

    fn words(&mut self, raw: &str) {
        self.space |= raw.starts_with(char::is_whitespace);
        for word in raw.split_whitespace() {
            if let Some(mark) = self.pending.take() {
                if !self.text.is_empty() {
                    self.text.push_str("\n\n");
                }
                self.text.push_str(&mark);
            } else if self.space && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.space = true;
        }
        // Only white space that is there separates this text from the next.
        if !raw.trim().is_empty() {
            self.space = raw.ends_with(char::is_whitespace);
        }
    }
}

fn metadata(page: &Page) -> Metadata {
    let mut found = Metadata::default();
    for script in page.scripts_with_type(&["application/ld+json"]) {
        if let Ok(value) = serde_json::from_str::<Value>(page.text_content(script).trim()) {
            json_ld(&value, &mut found, 0);
        }
    }
    let meta = MetaElements::of(page);
    let fill = |field: &mut Option<String>, names: &[&str]| {
        if field.is_none() {
            *field = meta.first(names);
        }
    };
    fill(
        &mut found.title,
        &[
            "og:title",
            "twitter:title",
            "dc.title",
            "parsely-title",
            "title",
        ],
    );
    fill(
        &mut found.outlet,
        &[
            "og:site_name",
            "application-name",
            "dc.publisher",
            "publisher",
        ],
    );
    fill(
        &mut found.author,
        &[
            "author",
            "article:author",
            "dc.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
        ],
    );
    found.author = found.author.take().filter(|author| !author.contains("://"));
    fill(&mut found.url, &["og:url", "twitter:url"]);
    if found.date.is_none() {
        let names = [
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "publication_date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.issued",
            "dcterms.created",
            "parsely-pub-date",
            "sailthru.date",
            "article.published",
            "cxenseparse:recs:publishtime",
            "original-publish-date",
            "timestamp",
            "displaydate",
            "citation_publication_date",
        ];
        found.date = meta
            .all(&names)
            .find_map(dates::metadata_date)
            .map(|date| (date, DateBasis::Metadata));
    }
    from_elements(page, &mut found);
    found
}

/// Fills what is still missing from the page's own elements and its address.
fn from_elements(page: &Page, found: &mut Metadata) {
    let root = page.root();
    let words = |selector: &str| {
        let node = page.query_selector(root, selector)?;
        let text = page.text_content(node);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    let attribute = |selector: &str, name: &str| {
        page.query_selector(root, selector)
            .and_then(|node| page.get_attribute(node, name))
            .filter(|value| !value.trim().is_empty())
    };
    found.title = found
        .title
        .take()
        .or_else(|| words("h1"))
        .or_else(|| words("title"));
    found.url = found
        .url
        .take()
        .or_else(|| attribute("link[rel=canonical]", "href"));
    found.lang = attribute("html", "lang").and_then(|tag| {
        let code = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        (2..=3).contains(&code.len()).then_some(code)
    });
    found.author = found
        .author
        .take()
        .or_else(|| words("[itemprop=author] [itemprop=name]"))
        .or_else(|| words("[rel=author]"));
    if found.date.is_none() {
        let microdata = ["content", "datetime"]
            .iter()
            .find_map(|name| dates::metadata_date(&attribute("[itemprop=datePublished]", name)?));
        found.date = microdata
            .or_else(|| dates::metadata_date(&attribute("time[pubdate]", "datetime")?))
            .map(|date| (date, DateBasis::Metadata));
    }
    if found.date.is_none() {
        found.date = page
            .query_selector_all(root, "time[datetime]")
            .into_iter()
            .find_map(|node| dates::metadata_date(&page.get_attribute(node, "datetime")?))
            .or_else(|| date_in_address(found.url.as_deref()?))
            .map(|date| (date, DateBasis::Heuristic));
    }
}

/// Reads `/2025/06/18/` or `2025-06-18` in a web address.
fn date_in_address(url: &str) -> Option<Date> {
    let mut parts = url.split(['/', '-', '_']).peekable();
    while let Some(part) = parts.next() {
        let Some(year) = calendar::year(part).filter(|year| *year >= 1990) else {
            continue;
        };
        let mut rest = parts.clone();
        let number = |part: Option<&str>| {
            part.filter(|part| part.len() <= 2)
                .and_then(|part| part.parse::<i8>().ok())
        };
        let month = rest.next();
        let month = number(month).or_else(|| calendar::month(month?));
        if let (Some(month), Some(day)) = (month, number(rest.next()))
            && let Some(date) = calendar::day(year, month, day)
        {
            return Some(date);
        }
    }
    None
}

/// The `meta` elements of a page: their names in lower case, and their contents.
struct MetaElements(Vec<(String, String)>);

impl MetaElements {
    fn of(page: &Page) -> Self {
        let elements = page.query_selector_all(page.root(), "meta[content]");
        Self(
            elements
                .into_iter()
                .filter_map(|node| {
                    let name = ["property", "name", "itemprop"]
                        .iter()
                        .find_map(|attribute| page.get_attribute(node, attribute))?;
                    let content = page.get_attribute(node, "content")?.trim().to_owned();
                    (!content.is_empty()).then(|| (name.trim().to_lowercase(), content))
                })
                .collect(),
        )
    }

    /// Returns the contents of the elements of these names, in the order of the names.
    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names.iter().flat_map(move |name| {
            self.0
                .iter()
                .filter(move |(other, _)| other == name)
                .map(|(_, content)| content.as_str())
        })
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).next().map(str::to_owned)
    }
}

/// Reads the articles of a JSON-LD block; the first value of each field stands.
fn json_ld(value: &Value, found: &mut Metadata, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| json_ld(item, found, depth + 1)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                json_ld(graph, found, depth + 1);
            }
            if let Some(main) = object.get("mainEntity") {
                json_ld(main, found, depth + 1);
            }
            if !is_article(object.get("@type")) {
                return;
            }
            let text = |name: &str| object.get(name).and_then(named);
            found.title = found.title.take().or_else(|| text("headline"));
            found.author = found.author.take().or_else(|| text("author"));
            found.outlet = found.outlet.take().or_else(|| text("publisher"));
            found.url = found.url.take().or_else(|| text("url"));
            if found.date.is_none() {
                found.date = ["datePublished", "dateCreated"]
                    .iter()
                    .find_map(|name| dates::metadata_date(object.get(*name)?.as_str()?))
                    .map(|date| (date, DateBasis::Metadata));
            }
        }
        _ => {}
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let named = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article")
                || kind.ends_with("Posting")
                || matches!(kind, "Report" | "WebPage" | "CreativeWork")
        })
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

/// Returns a string, the `name` of an object, or the names of a list joined with commas.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Object(object) => match object.get("name") {
            Some(Value::String(name)) => {
                Some(name.trim().to_owned()).filter(|name| !name.is_empty())
            }
            _ => None,
        },
        Value::Array(items) => {
            let names: Vec<String> = items
                .iter()
                .filter(|item| !item.is_array())
                .filter_map(named)
                .collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(head: &str, body: &str) -> Document {
        let html = format!(
            "<!doctype html><html lang=\"en-GB\"><head>{head}</head><body>{body}</body></html>"
        );
        read(&html, "page.html", &ReadOptions::default(), &mut Vec::new())
    }

    const BODY: &str = "<nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Oman carries a letter</h1>\
        <p>The foreign minister of Oman <b>travelled</b> to Tehran on Saturday with a letter from the \
        American envoy, <a href=/x>officials</a> said.</p><h2>What it says</h2><p>The letter proposes \
        a regional consortium that would enrich uranium under inspection, according to two diplomats \
        who have read it and who asked not to be named.</p><ul><li>No stockpile above a set limit in \
        the country.</li><li>Inspections at every site without notice.</li></ul><p>Iran said that it \
        would reply within days, and that its right to enrich was not up for negotiation at all.</p>\
        </article><footer>Copyright 2025 All rights reserved</footer>";

    #[test]
    fn main_text_keeps_blocks_apart_and_words_together() {
        let document = page("<title>x</title>", BODY);
        assert!(
            document
                .text
                .contains("Oman travelled to Tehran on Saturday"),
            "{}",
            document.text
        );
        assert!(
            document.text.contains("envoy, officials said.\n\n"),
            "{}",
            document.text
        );
        assert!(
            document.text.contains("## What it says\n\n"),
            "{}",
            document.text
        );
        assert!(
            document.text.contains("\n\n- Inspections at every site"),
            "{}",
            document.text
        );
        assert!(!document.text.contains("Copyright"), "{}", document.text);
        assert_eq!(document.lang.as_deref(), Some("en"));
        assert_eq!(document.title.as_deref(), Some("Oman carries a letter"));
    }

    fn check_date(head: &str, body: &str, expected: Option<(&str, DateBasis)>) {
        let document = page(head, &format!("{body}{BODY}"));
        let found = document.published.map(|date| date.to_string());
        assert_eq!(
            found.as_deref().zip(document.date_basis),
            expected,
            "{head}"
        );
    }

    #[test]
    fn dates_come_from_the_best_source() {
        let metadata = Some(("2025-05-31", DateBasis::Metadata));
        check_date(
            "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"NewsArticle\",\
             \"headline\":\"H\",\"datePublished\":\"2025-05-31T23:59:00-05:00\"}]}</script>\
             <meta name=date content=2025-06-09>",
            "",
            metadata,
        );
        check_date(
            "<meta property=article:published_time content=2025-05-31T10:00:00Z>",
            "",
            metadata,
        );
        check_date(
            "",
            "<span itemprop=datePublished content=2025-05-31></span>",
            metadata,
        );
        check_date(
            "<link rel=canonical href=https://news.example/world/2025/may/31/letter>",
            "",
            Some(("2025-05-31", DateBasis::Heuristic)),
        );
        check_date(
            "",
            "<time datetime=2025-05-31>Saturday</time>",
            Some(("2025-05-31", DateBasis::Heuristic)),
        );
        check_date("<meta name=date content=soon>", "", None);
    }

    #[test]
    fn names_of_page_author_and_outlet() {
        let document = page(
            "<script type=\"application/ld+json\">[{\"@type\":[\"Report\",\"NewsArticle\"],\
             \"headline\":\"A letter\",\"author\":[{\"@type\":\"Person\",\"name\":\"A. Writer\"},\
             {\"name\":\"B. Writer\"}],\"publisher\":{\"name\":\"The Courier\"}}]</script>\
             <meta property=og:title content=\"A letter | Courier\"><meta property=og:url content=https://c.example/l>",
            BODY,
        );
        assert_eq!(document.title.as_deref(), Some("A letter"));
        assert_eq!(document.author.as_deref(), Some("A. Writer, B. Writer"));
        assert_eq!(document.outlet.as_deref(), Some("The Courier"));
        assert_eq!(document.url.as_deref(), Some("https://c.example/l"));
    }

    #[test]
    fn broken_and_deep_pages_are_read() {
        for html in [
            "<html",
            "<p>",
            "<html><body></body></html>",
            "<script>alert(1)</script>",
        ] {
            read(html, "h", &ReadOptions::default(), &mut Vec::new());
        }
        let deep = format!(
            "{}Words that are far down.{}",
            "<div>".repeat(20_000),
            "</div>".repeat(20_000)
        );
        let mut diagnostics = Vec::new();
        let document = read(&deep, "h", &ReadOptions::default(), &mut diagnostics);
        assert_eq!(document.text, "Words that are far down.");
        assert_eq!(diagnostics[0].code, "no-main-text");
        let mut diagnostics = Vec::new();
        read(
            "<html><body><div id=app></div><p>Please enable scripts.</p></body></html>",
            "h",
            &ReadOptions::default(),
            &mut diagnostics,
        );
        assert_eq!(diagnostics[0].code, "thin-page");
    }
}
