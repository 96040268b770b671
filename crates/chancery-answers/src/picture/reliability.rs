//! The reliability diagram: how often what was forecast at about a probability came true.

use super::{escaped, opened};
use chancery_forecast::outlook::Score;
use std::fmt::Write as _;

/// Draws the bins of one score against the diagonal; dots grow with the forecasts in a bin.
pub fn reliability(score: &Score) -> String {
    const SIZE: f64 = 300.0;
    const LEFT: f64 = 60.0;
    const TOP: f64 = 34.0;
    let bottom = TOP + SIZE;
    let (x, y) = (
        |share: f64| LEFT + share * SIZE,
        |share: f64| bottom - share * SIZE,
    );
    let title = format!(
        "{} within {} days: {} forecasts, calibration error {:.3}, skill {:+.3}",
        score.class, score.horizon, score.forecasts, score.calibration_error, score.skill
    );
    let mut svg = opened(bottom + 46.0, &title);
    let _ = write!(
        svg,
        r#"<text x="0" y="16" font-size="13">{}</text><rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="var(--rule, currentColor)"/><line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="currentColor" stroke-dasharray="4 4" opacity="0.6"/>"#,
        escaped(&title),
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0),
    );
    for tick in [0.0, 0.5, 1.0] {
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" font-size="12" text-anchor="middle">{tick}</text><text x="{:.1}" y="{:.1}" font-size="12" text-anchor="end">{tick}</text>"#,
            x(tick),
            bottom + 16.0,
            LEFT - 6.0,
            y(tick) + 4.0,
        );
    }
    let _ = write!(
        svg,
        r#"<text x="{:.1}" y="{:.1}" font-size="12" text-anchor="middle">forecast</text><text x="{:.1}" y="{:.1}" font-size="12">happened</text>"#,
        x(0.5),
        bottom + 36.0,
        x(1.0) + 10.0,
        y(1.0) + 10.0,
    );
    for bin in score.bins.iter().filter(|bin| bin.forecasts > 0) {
        #[expect(clippy::cast_precision_loss, reason = "a size to be drawn")]
        let radius = 2.5 + 1.6 * libm::log10(bin.forecasts as f64);
        let _ = write!(
            svg,
            r#"<circle cx="{:.1}" cy="{:.1}" r="{radius:.1}" fill="currentColor" opacity="0.75"><title>{} of {} forecasts near {:.2} came true</title></circle>"#,
            x(bin.mean),
            y(bin.share()),
            bin.happened,
            bin.forecasts,
            bin.mean,
        );
    }
    // The picture stands in a file of its own: without a page around it the letters are dark.
    svg + "</svg>"
}
