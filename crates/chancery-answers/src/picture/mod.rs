//! Pictures as inline SVG: the states as a signed network, the matrix of ties, the timeline, the fan
//! of a forecast and the reliability diagram.
//!
//! Each is drawn for 520 units of width, so that its letters can still be read on a phone, takes
//! its colours from the page's style, and says in `<title>` elements what a reader points at.

mod fan;
mod matrix;
mod network;
mod reliability;
mod timeline;

pub use fan::fan;
pub use matrix::{MatrixTie, matrix};
pub use network::{Edge, Node, network};
pub use reliability::reliability;
pub use timeline::{Mark, timeline, window};

/// The width that every picture is drawn for.
const WIDTH: f64 = 520.0;

/// Returns the text with every character escaped that SVG could read as markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Returns the opening tag of a picture with its description for those who do not see it.
fn opened(height: f64, description: &str) -> String {
    let description = escaped(description);
    format!(
        r#"<svg viewBox="0 0 {WIDTH} {height:.0}" role="img" aria-label="{description}" xmlns="http://www.w3.org/2000/svg" font-size="14" fill="currentColor">"#
    )
}
