//! A page as Markdown.

use crate::page::{Block, Inline, Line, Page, Table};
use std::fmt::Write as _;

/// Returns the page as Markdown (CommonMark with tables). Text from documents is escaped, so that
/// none of it becomes markup; pictures are left to their table twins.
pub fn markdown(page: &Page) -> String {
    let mut out = format!(
        "# {}\n\n{}\n",
        escaped(&page.title),
        escaped(&page.subtitle)
    );
    for section in &page.sections {
        let _ = write!(out, "\n## {}\n\n", escaped(&section.heading));
        for block in &section.blocks {
            match block {
                Block::Heading { text } => {
                    let _ = write!(out, "### {}\n\n", escaped(text));
                }
                Block::Paragraph { line } => {
                    let _ = write!(out, "{}\n\n", inline(line));
                }
                Block::List { items } => {
                    for item in items {
                        let _ = writeln!(out, "- {}", inline(item));
                    }
                    out.push('\n');
                }
                Block::Table(table) => render_table(&mut out, table),
                Block::Picture(_) => {}
            }
        }
    }
    if !page.evidence.is_empty() {
        out.push_str("\n## Evidence\n\n");
        for source in &page.evidence {
            let sentence: String = source
                .pieces
                .iter()
                .map(|piece| {
                    let text = escaped(&piece.text);
                    let trimmed = text.trim();
                    if piece.marked && !trimmed.is_empty() {
                        text.replacen(trimmed, &format!("**{trimmed}**"), 1)
                    } else {
                        text
                    }
                })
                .collect();
            let _ = write!(
                out,
                "<a id=\"evidence-{0}\"></a>{0}\\. {1}  \n— {2}, {3}\n\n",
                source.number,
                sentence,
                escaped(&source.document),
                source.place
            );
        }
    }
    let _ = writeln!(out, "{}", escaped(&page.colophon));
    out
}

fn render_table(out: &mut String, table: &Table) {
    if !table.caption.is_empty() {
        let _ = write!(out, "{}\n\n", escaped(&table.caption));
    }
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table
        .header
        .iter()
        .map(|head| escaped(head))
        .collect()));
    out.push_str(&row(table
        .header
        .iter()
        .map(|_| "---".to_owned())
        .collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(inline).collect()));
    }
    out.push('\n');
}

fn inline(line: &Line) -> String {
    let mut out = String::new();
    for piece in &line.0 {
        match piece {
            Inline::Text { text } => out.push_str(&escaped(text)),
            Inline::Strong { text } => {
                let _ = write!(out, "**{}**", escaped(text));
            }
            Inline::Cite { numbers } => {
                let links: Vec<String> = numbers
                    .iter()
                    .map(|number| format!("[\\[{number}\\]](#evidence-{number})"))
                    .collect();
                let _ = write!(out, " {}", links.join(" "));
            }
        }
    }
    out
}

/// Returns the text on one line with every character escaped that Markdown could read as markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_never_becomes_markup() {
        assert_eq!(
            escaped("<b>*x*</b> | [y](z)\n# h"),
            r"\<b\>\*x\*\</b\> \| \[y\](z) \# h"
        );
    }
}
