//! How a page looks: plain text for the terminal, Markdown, and one self-contained HTML file.

mod html;
mod markdown;
mod text;

pub use html::html;
pub use markdown::markdown;
pub use text::{TextStyle, text};
