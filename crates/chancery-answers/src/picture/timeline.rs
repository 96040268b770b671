//! The timeline: a dot for each event on its day, in a lane for each quad class.

use super::{WIDTH, escaped, opened};
use chancery_model::{Date, Quad};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// An event on its day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The day.
    pub day: Date,
    /// The lane.
    pub quad: Quad,
    /// What a reader who points at it is told.
    pub title: String,
}

const LANES: [(Quad, &str, &str); 4] = [
    (Quad::MaterialCooperation, "cooperation in deeds", "good"),
    (Quad::VerbalCooperation, "cooperation in words", "good"),
    (Quad::VerbalConflict, "conflict in words", "bad"),
    (Quad::MaterialConflict, "conflict in deeds", "bad"),
];

/// Returns the shortest stretch of 14, 45, 120 or 400 days up to the last event that holds at least
/// seven events in ten, or all of them.
pub fn window(marks: &[Mark]) -> Option<(Date, Date)> {
    let last = marks.iter().map(|mark| mark.day).max()?;
    let first = marks.iter().map(|mark| mark.day).min()?;
    for days in [14, 45, 120, 400] {
        let Ok(start) = last.checked_sub(jiff::Span::new().days(days)) else {
            break;
        };
        let inside = marks.iter().filter(|mark| mark.day >= start).count();
        if inside * 10 >= marks.len() * 7 {
            let start = start.max(
                first
                    .checked_sub(jiff::Span::new().days(1))
                    .unwrap_or(first),
            );
            return Some((start, last));
        }
    }
    Some((first, last))
}

/// Draws the events that fall into the stretch from `first` to `last`.
pub fn timeline(marks: &[Mark], first: Date, last: Date) -> String {
    const LEFT: f64 = 16.0;
    const LANE: f64 = 74.0;
    const TOP: f64 = 8.0;
    let days = f64::from((last - first).get_days()).max(1.0);
    let x = |day: Date| LEFT + f64::from((day - first).get_days()) / days * (WIDTH - 2.0 * LEFT);
    let bottom = TOP + LANE * 4.0;
    let mut svg = opened(
        bottom + 34.0,
        "Timeline of events; the table below lists them",
    );
    for (lane, (_, name, _)) in (0_u8..).zip(LANES) {
        let y = TOP + LANE * f64::from(lane);
        let _ = write!(
            svg,
            r#"<line x1="0" x2="{WIDTH}" y1="{0:.0}" y2="{0:.0}" stroke="var(--rule)"/><text x="0" y="{1:.0}" font-size="12" fill="var(--soft)">{name}</text>"#,
            y + LANE,
            y + 14.0,
        );
    }
    let mut stacks: BTreeMap<(Date, usize), u8> = BTreeMap::new();
    for mark in marks
        .iter()
        .filter(|mark| (first..=last).contains(&mark.day))
    {
        let Some(lane) = LANES.iter().position(|(quad, _, _)| *quad == mark.quad) else {
            continue;
        };
        let height = stacks.entry((mark.day, lane)).or_default();
        // A day with more events than the lane is high shows its dots closer together.
        let up = (f64::from(*height) * 9.5).min(LANE - 30.0 + f64::from(*height) * 0.4);
        *height = height.saturating_add(1);
        #[expect(clippy::cast_precision_loss, reason = "there are four lanes")]
        let y = TOP + LANE * (lane as f64 + 1.0) - 8.0 - up;
        let _ = write!(
            svg,
            r#"<circle cx="{:.1}" cy="{y:.1}" r="4.2" fill="var(--{})" fill-opacity=".8"><title>{}</title></circle>"#,
            x(mark.day),
            LANES[lane].2,
            escaped(&mark.title),
        );
    }
    for (day, label) in ticks(first, last) {
        let at = x(day);
        let anchor = if at < 40.0 {
            "start"
        } else if at > WIDTH - 40.0 {
            "end"
        } else {
            "middle"
        };
        let _ = write!(
            svg,
            r#"<line x1="{at:.1}" x2="{at:.1}" y1="{bottom:.0}" y2="{0:.0}" stroke="var(--soft)"/><text x="{at:.1}" y="{1:.0}" text-anchor="{anchor}" font-size="12" fill="var(--soft)">{label}</text>"#,
            bottom + 5.0,
            bottom + 20.0,
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Returns at most six evenly spaced days with their labels.
fn ticks(first: Date, last: Date) -> Vec<(Date, String)> {
    let days = (last - first).get_days();
    let steps = days.clamp(0, 5);
    let label = |day: Date| {
        let full = crate::words::day(day);
        let mut parts = full.split(' ');
        let (number, month, year) = (parts.next(), parts.next(), parts.next());
        let month = month.map_or("", |month| month.get(..3).unwrap_or(month));
        if days > 700 {
            year.unwrap_or_default().to_owned()
        } else if days > 150 {
            format!("{month} {}", year.unwrap_or_default())
        } else {
            format!("{} {month}", number.unwrap_or_default())
        }
    };
    (0..=steps)
        .filter_map(|step| {
            let offset = if steps == 0 {
                0
            } else {
                i64::from(days) * i64::from(step) / i64::from(steps)
            };
            first
                .checked_add(jiff::Span::new().try_days(offset).ok()?)
                .ok()
        })
        .map(|day| (day, label(day)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn mark(day: Date) -> Mark {
        Mark {
            day,
            quad: Quad::MaterialConflict,
            title: "A attacked B <x>".into(),
        }
    }

    #[test]
    fn the_window_follows_the_bulk_of_the_events() {
        let mut marks: Vec<Mark> = (1..=9).map(|day| mark(date(2025, 6, day))).collect();
        marks.push(mark(date(1956, 10, 29)));
        assert_eq!(window(&marks), Some((date(2025, 5, 26), date(2025, 6, 9))));
        assert_eq!(window(&[]), None);
        let (first, last) = (date(2025, 5, 26), date(2025, 6, 9));
        let svg = timeline(&marks, first, last);
        assert_eq!(svg.matches("<circle").count(), 9);
        assert!(svg.contains("&lt;x&gt;"));
    }

    #[test]
    fn one_day_is_a_timeline_too() {
        let day = date(2025, 6, 9);
        let svg = timeline(&[mark(day)], day, day);
        assert!(!svg.contains("NaN") && svg.contains("9 Jun"));
    }
}
