//! A page as plain text.

use crate::page::{Block, Inline, Line, Page, Source, Table};
use std::fmt::Write as _;
use textwrap::{Options, wrap};

/// How wide the text is, and whether headings may be set off with terminal escapes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextStyle {
    /// The number of columns.
    pub width: usize,
    /// Whether the terminal shows bold text.
    pub bold: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            width: 88,
            bold: false,
        }
    }
}

/// Returns the page as plain text. Pictures are left to their table twins.
pub fn text(page: &Page, style: TextStyle) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", emphasised(&page.title.to_uppercase(), style));
    paragraph(&mut out, &page.subtitle, "", "", style);
    for section in &page.sections {
        let _ = writeln!(out, "\n{}", emphasised(&section.heading, style));
        let _ = writeln!(out, "{}", "─".repeat(section.heading.chars().count()));
        for block in &section.blocks {
            render_block(&mut out, block, style);
        }
    }
    if !page.evidence.is_empty() {
        let _ = writeln!(out, "\n{}\n────────", emphasised("Evidence", style));
        for source in &page.evidence {
            render_source(&mut out, source, style);
        }
    }
    let _ = writeln!(out, "\n{}", page.colophon);
    out
}

fn emphasised(text: &str, style: TextStyle) -> String {
    let clean = printable(text);
    if style.bold {
        format!("\u{1b}[1m{clean}\u{1b}[0m")
    } else {
        clean
    }
}

/// Returns the text without control characters, so that a document cannot steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_control() && letter != '\n' {
                ' '
            } else {
                letter
            }
        })
        .filter(|letter| !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

fn render_block(out: &mut String, block: &Block, style: TextStyle) {
    match block {
        Block::Heading { text } => {
            let _ = writeln!(out, "\n{}", emphasised(text, style));
        }
        Block::Paragraph { line } => paragraph(out, &plain(line), "", "", style),
        Block::List { items } => {
            for item in items {
                paragraph(out, &plain(item), "• ", "  ", style);
            }
        }
        Block::Table(table) => render_table(out, table, style),
        Block::Picture(_) => {}
    }
}

fn paragraph(out: &mut String, text: &str, first: &str, rest: &str, style: TextStyle) {
    let options = Options::new(style.width.max(20))
        .initial_indent(first)
        .subsequent_indent(rest);
    for line in wrap(&printable(text), options) {
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn plain(line: &Line) -> String {
    let mut out = String::new();
    for inline in &line.0 {
        match inline {
            Inline::Text { text } | Inline::Strong { text } => out.push_str(text),
            Inline::Cite { numbers } => {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                // A no-break space keeps a citation with the claim that it supports.
                let _ = write!(out, "\u{a0}[{}]", numbers.join(",\u{a0}"));
            }
        }
    }
    out
}

fn render_table(out: &mut String, table: &Table, style: TextStyle) {
    let cells: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| printable(&plain(cell))).collect())
        .collect();
    let columns = table.header.len();
    let mut widths: Vec<usize> = table
        .header
        .iter()
        .map(|head| head.chars().count())
        .collect();
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    // The widest column gives way until the table fits; its cells are wrapped.
    let room = style.width.saturating_sub(columns.saturating_sub(1) * 2);
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = (0..columns).max_by_key(|&column| widths[column]) else {
            break;
        };
        if widths[widest] <= 8 {
            break;
        }
        widths[widest] -= 1;
    }
    if !table.caption.is_empty() {
        let _ = writeln!(out);
        paragraph(out, &table.caption, "", "", style);
    }
    let mut line = |row: &[String]| {
        let wrapped: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| {
                wrap(cell, width.max(1))
                    .into_iter()
                    .map(std::borrow::Cow::into_owned)
                    .collect()
            })
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..height {
            let mut text = String::new();
            for (column, (lines, &width)) in wrapped.iter().zip(&widths).enumerate() {
                let part = lines.get(index).map_or("", String::as_str);
                if column > 0 {
                    text.push_str("  ");
                }
                text.push_str(part);
                text.extend(std::iter::repeat_n(
                    ' ',
                    width.saturating_sub(part.chars().count()),
                ));
            }
            let _ = writeln!(out, "{}", text.trim_end());
        }
    };
    line(&table.header);
    line(
        &widths
            .iter()
            .map(|&width| "─".repeat(width))
            .collect::<Vec<_>>(),
    );
    for row in &cells {
        line(row);
    }
}

fn render_source(out: &mut String, source: &Source, style: TextStyle) {
    let number = format!("[{}] ", source.number);
    let indent = " ".repeat(number.len());
    let sentence: String = source.pieces.iter().map(|piece| &*piece.text).collect();
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    paragraph(out, &sentence, &number, &indent, style);
    let place = format!("{}, {}", source.document, source.place);
    paragraph(out, &format!("— {place}"), &indent, &indent, style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Section;

    fn page(blocks: Vec<Block>) -> Page {
        Page {
            title: "A title".into(),
            sections: vec![Section {
                id: "one",
                heading: "One".into(),
                blocks,
            }],
            ..Page::default()
        }
    }

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        let line = Line::text("red \u{1b}[31malert\u{7} \u{202e}olleh");
        let shown = text(&page(vec![Block::paragraph(line)]), TextStyle::default());
        assert!(
            !shown.contains('\u{1b}') && !shown.contains('\u{7}') && !shown.contains('\u{202e}')
        );
    }

    #[test]
    fn a_wide_table_is_wrapped_to_the_width() {
        let table = Table {
            header: vec!["who".into(), "what".into()],
            rows: vec![vec![Line::text("A"), Line::text("word ".repeat(60))]],
            ..Table::default()
        };
        let style = TextStyle {
            width: 40,
            bold: false,
        };
        let shown = text(&page(vec![Block::Table(table)]), style);
        assert!(
            shown.lines().all(|line| line.chars().count() <= 40),
            "{shown}"
        );
    }
}
