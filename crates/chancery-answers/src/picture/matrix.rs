//! The matrix of ties: a square for each pair, its colour the sign, its size the certainty.

use super::{WIDTH, escaped, opened};
use std::fmt::Write as _;

/// A tie between two actors, by their places in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct MatrixTie {
    /// One end.
    pub a: usize,
    /// The other end.
    pub b: usize,
    /// The value, −1 to 1.
    pub value: f64,
    /// How wide its interval is, 0 to 2.
    pub spread: f64,
    /// −1, 0 or 1: zero where the interval holds the neutral band.
    pub sign: i8,
    /// −1, 0 or 1: what its label says, certain or not.
    pub leaning: i8,
    /// What a reader who points at it is told.
    pub title: String,
}

/// Draws the matrix. `actors` are pairs of a short code and a name.
pub fn matrix(actors: &[(String, String)], ties: &[MatrixTie]) -> String {
    const NAMES: f64 = 128.0;
    const HEAD: f64 = 34.0;
    #[expect(
        clippy::cast_precision_loss,
        reason = "a picture holds a few dozen rows"
    )]
    let size = ((WIDTH - NAMES - 4.0) / actors.len().max(1) as f64).min(46.0);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a picture holds a few dozen rows"
    )]
    let place = |index: usize| size * index as f64;
    let height = HEAD + place(actors.len()) + 6.0;
    let mut svg = opened(
        height,
        "Matrix of ties; the table below holds the same figures",
    );
    for (index, (code, name)) in actors.iter().enumerate() {
        let middle = place(index) + size / 2.0;
        let small = match code.chars().count() {
            0..=4 if size < 34.0 => 10.0,
            0..=4 => 12.0,
            5..=6 => 8.0,
            _ => 6.5,
        };
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="end" font-size="13">{name}</text><text x="{cx:.1}" y="{cy:.1}" text-anchor="middle" font-size="{small}">{code}</text>"#,
            x = NAMES - 8.0,
            y = HEAD + middle + 4.5,
            name = escaped(&crate::words::shortened(name, 17)),
            cx = NAMES + middle,
            cy = HEAD - 10.0,
            code = escaped(&crate::words::shortened(code, 7)),
        );
    }
    let mut square = |row: usize, column: usize, inside: &str| {
        let _ = write!(
            svg,
            r#"<g transform="translate({:.1} {:.1})"><rect width="{size:.1}" height="{size:.1}" fill="none" stroke="var(--rule)"/>{inside}</g>"#,
            NAMES + place(column),
            HEAD + place(row)
        );
    };
    for row in 0..actors.len() {
        for column in 0..actors.len() {
            let tie = ties
                .iter()
                .find(|tie| (tie.a, tie.b) == (row, column) || (tie.b, tie.a) == (row, column));
            let inside = match tie {
                _ if row == column => {
                    format!(r#"<rect width="{size:.1}" height="{size:.1}" fill="var(--tint)"/>"#)
                }
                None => String::new(),
                Some(tie) => cell(tie, size),
            };
            square(row, column, &inside);
        }
    }
    svg.push_str("</svg>");
    svg
}

fn cell(tie: &MatrixTie, size: f64) -> String {
    let certainty = (1.0 - tie.spread / 2.0).clamp(0.25, 1.0);
    let side = (size - 4.0) * (0.35 + 0.65 * certainty);
    let inset = (size - side) / 2.0;
    let colour = match tie.leaning {
        1 => "good",
        -1 => "bad",
        _ => "none",
    };
    let opacity = if tie.sign == 0 {
        0.3
    } else {
        0.35 + 0.65 * tie.value.abs()
    };
    let value = if size < 34.0 {
        String::new()
    } else {
        // Half-strong squares are darker than the paper and lighter than the ink.
        let ink = if opacity > 0.6 {
            "var(--paper)"
        } else {
            "var(--ink)"
        };
        format!(
            r#"<text x="{0:.1}" y="{1:.1}" text-anchor="middle" font-size="11" fill="{ink}">{2}</text>"#,
            size / 2.0,
            size / 2.0 + 4.0,
            crate::words::signed(tie.value).replace("0.", "."),
        )
    };
    format!(
        r#"<rect x="{inset:.1}" y="{inset:.1}" width="{side:.1}" height="{side:.1}" rx="2" fill="var(--{colour})" fill-opacity="{opacity:.2}"><title>{}</title></rect>{value}"#,
        escaped(&tie.title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_stands_in_both_halves() {
        let actors: Vec<_> = ["A", "B"]
            .iter()
            .map(|code| ((*code).to_owned(), format!("State {code}")))
            .collect();
        let tie = MatrixTie {
            a: 0,
            b: 1,
            value: -0.9,
            spread: 0.1,
            sign: -1,
            leaning: -1,
            title: "x".into(),
        };
        let svg = matrix(&actors, &[tie]);
        assert_eq!(svg.matches("−.90").count(), 2);
        assert!(matrix(&[], &[]).ends_with("</svg>"));
    }
}
