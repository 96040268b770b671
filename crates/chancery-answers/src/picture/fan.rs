//! The fan of a forecast: on how many days an act is expected, day by day ahead, with bands.

use super::{WIDTH, opened};
use chancery_forecast::outlook::{Forecast, counts};
use std::fmt::Write as _;

/// Draws the median and the 50 and 90 % bands of the count of days with such an act.
pub fn fan(forecast: &Forecast) -> String {
    const HEIGHT: f64 = 180.0;
    const LEFT: f64 = 34.0;
    const TOP: f64 = 12.0;
    let (bottom, right) = (HEIGHT - 28.0, WIDTH - 8.0);
    let within = forecast.within_days.max(1);
    let points = forecast.fan(24);
    let highest = points
        .iter()
        .map(|(_, quantiles)| quantiles[4])
        .max()
        .unwrap_or(0)
        .max(1);
    let x = |day: u16| LEFT + f64::from(day) / f64::from(within) * (right - LEFT);
    let y = |count: u32| bottom - f64::from(count) / f64::from(highest) * (bottom - TOP);
    let mut svg = opened(
        HEIGHT,
        "Fan of the expected count; the text above gives its figures",
    );
    let mut band = |low: usize, high: usize, opacity: &str| {
        let upper = points
            .iter()
            .map(|(day, quantiles)| (x(*day), y(quantiles[high])));
        let lower = points
            .iter()
            .rev()
            .map(|(day, quantiles)| (x(*day), y(quantiles[low])));
        let corners: Vec<String> = upper
            .chain(lower)
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = write!(
            svg,
            r#"<polygon points="{}" fill="currentColor" opacity="{opacity}"/>"#,
            corners.join(" ")
        );
    };
    band(0, 4, "0.15");
    band(1, 3, "0.25");
    let median: Vec<String> = points
        .iter()
        .map(|(day, quantiles)| format!("{:.1},{:.1}", x(*day), y(quantiles[2])))
        .collect();
    let _ = write!(
        svg,
        r#"<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"/><line x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}" stroke="var(--rule, currentColor)"/><text x="0" y="{:.0}" font-size="12">{highest}</text><text x="0" y="{bottom:.0}" font-size="12">0</text><text x="{LEFT}" y="{:.0}" font-size="12">today</text><text x="{right}" y="{:.0}" font-size="12" text-anchor="end">in {within} days</text></svg>"#,
        median.join(" "),
        TOP + 8.0,
        HEIGHT - 10.0,
        HEIGHT - 10.0,
    );
    svg
}

/// The days of a forecast with the quantiles of the count on each.
trait Fan {
    /// Returns at most so many days ahead, each with the 5, 25, 50, 75 and 95 % quantiles.
    fn fan(&self, most: u16) -> Vec<(u16, [u32; 5])>;
}

impl Fan for Forecast {
    fn fan(&self, most: u16) -> Vec<(u16, [u32; 5])> {
        let within = self.within_days.max(1);
        let step = within.div_ceil(most).max(1);
        let mut points = vec![(0, [0; 5])];
        let mut days: Vec<u16> = (1..=within).step_by(usize::from(step)).collect();
        if days.last() != Some(&within) {
            days.push(within);
        }
        points.extend(days.into_iter().map(|day| {
            let quantiles = if day == within {
                self.count.quantiles
            } else {
                let chance = self.at(day);
                [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| {
                    counts::quantile(chance, self.count.dispersion, share, u32::from(day))
                })
            };
            (day, quantiles)
        }));
        points
    }
}
