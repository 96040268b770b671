//! A page as one self-contained HTML file: no script, no request, light and dark, for phone and
//! paper alike.

use crate::page::Page;
use minijinja::{
    AutoEscape, Environment, context,
    syntax::SyntaxConfig,
    value::{Serde, Value},
};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// Returns the page as HTML.
///
/// Whatever comes from a document is escaped by the template engine; the pictures are markup made
/// by this crate, which escapes their text itself.
///
/// # Errors
///
/// Fails only where the template itself is at fault.
pub fn html(page: &Page) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    environment.add_template("page", TEMPLATE)?;
    environment
        .get_template("page")?
        .render(context! { page => Value::from(Serde(page)), style => STYLE })
}
