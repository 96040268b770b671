//! What a page says, before anybody decides how it looks: sections of lines, tables and pictures,
//! each claim with the numbers of the sentences it rests on.
//!
//! The same [`Page`] is rendered as plain text, Markdown and HTML, so that no rendering can say
//! more than another.

use chancery_model::{Evidence, Span, Statement, StatementId};
use chancery_store::View;
use serde::Serialize;
use std::collections::BTreeMap;

/// A page: title, sections, and the evidence that its citations number.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Page {
    /// What the page is about.
    pub title: String,
    /// One line on what it is and as of when.
    pub subtitle: String,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The sentences that the page cites, in the order of their numbers, from 1.
    pub evidence: Vec<Source>,
    /// What the program and its model are called.
    pub colophon: String,
}

/// A section with its heading.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Section {
    /// A stable name for links.
    pub id: &'static str,
    /// The heading.
    pub heading: String,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub enum Block {
    /// A heading inside the section.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        line: Line,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<Line>,
    },
    /// A table.
    Table(Table),
    /// A picture, whose table twin follows it as a block of its own.
    Picture(Picture),
}

/// A table; every row has as many cells as the header.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The heads of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Line>>,
    /// Whether it is the twin of a picture and may be folded away where the picture shows.
    pub twin: bool,
}

/// A picture as SVG, with its words.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Picture {
    /// What it shows, in a sentence.
    pub caption: String,
    /// The picture: markup made here, in which all text from outside is escaped.
    pub svg: String,
}

/// A line of text with its citations.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Line(pub Vec<Inline>);

/// A piece of a line.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "inline", rename_all = "lowercase")]
pub enum Inline {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// Words to stand out.
    Strong {
        /// The words.
        text: String,
    },
    /// Numbers of evidence.
    Cite {
        /// The numbers, ascending.
        numbers: Vec<usize>,
    },
}

/// A sentence that the page cites, and where it stands.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Source {
    /// Its number on the page, from 1.
    pub number: usize,
    /// The sentence in pieces; the marked ones are the words that were coded.
    pub pieces: Vec<Piece>,
    /// Where it was published, when, under what title.
    pub document: String,
    /// The address of the document, where it has one that may be opened.
    pub url: Option<String>,
    /// The number of the sentence in its document, from 1.
    pub sentence: usize,
    /// The same in words: `sentence 12`, or `line 12` of a file of data, which is no document.
    pub place: String,
    /// The statements that rest on it.
    pub statements: Vec<StatementId>,
}

/// A piece of a cited sentence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they were coded.
    pub marked: bool,
}

impl Line {
    /// Returns a line of plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Inline::Text { text: text.into() }])
    }

    /// Returns the line with words added.
    pub fn then(mut self, text: impl Into<String>) -> Self {
        self.0.push(Inline::Text { text: text.into() });
        self
    }

    /// Returns the line with words added that stand out.
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Inline::Strong { text: text.into() });
        self
    }

    /// Returns the line with a citation added; nothing where there is nothing to cite.
    pub fn cite(mut self, numbers: Vec<usize>) -> Self {
        if !numbers.is_empty() {
            self.0.push(Inline::Cite { numbers });
        }
        self
    }

    /// Returns the line with the pieces of another one added.
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Returns whether the line says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Block {
    /// Returns a paragraph of one line.
    pub const fn paragraph(line: Line) -> Self {
        Self::Paragraph { line }
    }
}

/// Numbers the sentences that a page cites, in the order in which it first does.
pub struct Citations<'view> {
    view: &'view View<'view>,
    statements: BTreeMap<&'view StatementId, &'view Statement>,
    numbers: BTreeMap<(&'view str, usize), usize>,
    cited: Vec<Cited<'view>>,
}

struct Cited<'view> {
    evidence: &'view Evidence,
    spans: Vec<Span>,
    statements: Vec<StatementId>,
}

impl<'view> Citations<'view> {
    /// Returns a numbering in which nothing is cited yet.
    pub fn new(view: &'view View<'view>) -> Self {
        let statements = view
            .statements
            .iter()
            .map(|statement| (&statement.id, *statement))
            .collect();
        Self {
            view,
            statements,
            numbers: BTreeMap::new(),
            cited: Vec::new(),
        }
    }

    /// Returns the statement of an id, where the view holds it.
    pub fn statement(&self, id: &StatementId) -> Option<&'view Statement> {
        self.statements.get(id).copied()
    }

    /// Returns the numbers of the sentences that these statements rest on, at most `limit` of
    /// them, ascending. A sentence keeps the number it first got.
    pub fn cite<'id>(
        &mut self,
        ids: impl IntoIterator<Item = &'id StatementId>,
        limit: usize,
    ) -> Vec<usize> {
        let mut numbers = Vec::new();
        for id in ids {
            let Some(statement) = self.statement(id) else {
                continue;
            };
            for evidence in std::iter::once(&statement.evidence).chain(&statement.also) {
                if numbers.len() >= limit {
                    break;
                }
                let number = self.number(evidence, &statement.id);
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
        numbers.sort_unstable();
        numbers
    }

    fn number(&mut self, evidence: &'view Evidence, statement: &StatementId) -> usize {
        let key = (evidence.document.as_str(), evidence.sentence);
        let next = self.cited.len() + 1;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.cited.push(Cited {
                evidence,
                spans: Vec::new(),
                statements: Vec::new(),
            });
        }
        if let Some(cited) = self.cited.get_mut(number - 1) {
            cited.spans.push(evidence.span());
            if !cited.statements.contains(statement) {
                cited.statements.push(statement.clone());
            }
        }
        number
    }

    /// Returns the evidence, in the order of the numbers.
    pub fn finish(self) -> Vec<Source> {
        let view = self.view;
        (1..)
            .zip(self.cited)
            .map(|(number, cited)| {
                let (start, sentence) = view.sentence(cited.evidence);
                let document = view.document(&cited.evidence.document);
                Source {
                    number,
                    pieces: pieces(start, sentence, cited.spans),
                    document: document.map_or_else(
                        || cited.evidence.document.to_string(),
                        crate::words::document_label,
                    ),
                    url: document
                        .and_then(|document| document.url.clone())
                        .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
                    sentence: cited.evidence.sentence + 1,
                    place: format!(
                        "{} {}",
                        if document.is_some() {
                            "sentence"
                        } else {
                            "line"
                        },
                        cited.evidence.sentence + 1
                    ),
                    statements: cited.statements,
                }
            })
            .collect()
    }
}

/// Cuts a sentence that starts at byte `start` of the stored text at the borders of the spans.
fn pieces(start: usize, sentence: &str, mut spans: Vec<Span>) -> Vec<Piece> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, marked: bool| {
        if let Some(text) = sentence.get(from..to).filter(|text| !text.is_empty()) {
            pieces.push(Piece {
                text: text.to_owned(),
                marked,
            });
        }
    };
    let mut at = 0;
    for span in merged {
        let from = span.start.saturating_sub(start).clamp(at, sentence.len());
        let to = span.end.saturating_sub(start).clamp(from, sentence.len());
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, sentence.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_at_what_was_coded() {
        let marks = |spans: &[(usize, usize)]| {
            let spans = spans
                .iter()
                .map(|&(start, end)| Span::new(start, end))
                .collect();
            pieces(100, "Iran and Oman met.", spans)
                .iter()
                .map(|piece| {
                    if piece.marked {
                        format!("[{}]", piece.text)
                    } else {
                        piece.text.clone()
                    }
                })
                .collect::<String>()
        };
        assert_eq!(marks(&[]), "Iran and Oman met.");
        assert_eq!(marks(&[(100, 104)]), "[Iran] and Oman met.");
        assert_eq!(marks(&[(109, 113), (100, 104)]), "[Iran] and [Oman] met.");
        assert_eq!(marks(&[(100, 117), (109, 113)]), "[Iran and Oman met].");
        assert_eq!(marks(&[(0, 999)]), "[Iran and Oman met.]");
    }
}
