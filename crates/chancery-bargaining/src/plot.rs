//! Pictures of problems and courses, as self-contained SVG.
//!
//! Names are escaped; nothing is fetched and nothing runs. Colours tell actors apart by group, and
//! every mark has a title, so that a pointer shows its figures.

use crate::{Problem, exchange};
use std::fmt::Write as _;

/// The width of a picture, and of the room for names at its left.
const WIDTH: f64 = 960.0;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 30.0;
const COLOURS: [&str; 8] = [
    "#1f5f8b", "#b4452c", "#3f7d3a", "#7a4f9a", "#a07a1c", "#2c8a8a", "#8a3d63", "#5a5a5a",
];

/// Draws positions by issue, salience as the size of the mark, with the outcome of each issue.
pub fn positions(problem: &Problem, outcomes: &[f64]) -> String {
    let row = 64.0;
    let mut picture = Picture::new(60.0 + row * problem.issues().len() as f64, problem.title());
    for (at, issue) in problem.issues().iter().enumerate() {
        let y = 60.0 + row * at as f64 + row / 2.0;
        let (low, high) = issue.scale;
        picture.text(LEFT - 14.0, y + 4.0, "end", &issue.name);
        picture.line(LEFT, y, WIDTH - RIGHT, y, "#cccccc", 1.0);
        if let Some(status_quo) = issue.status_quo {
            let x = place(status_quo, low, high);
            picture.mark(
                &format!(
                    "<path d=\"M{x:.1} {:.1}l6 10h-12z\" fill=\"#999999\">",
                    y + 6.0
                ),
                &format!("status quo {status_quo}"),
            );
        }
        for (actor, stake) in problem.stakes_on(at) {
            let x = place(stake.position, low, high);
            let radius = 3.0 + 13.0 * stake.salience;
            let colour = colour(problem, actor);
            picture.mark(
                &format!(
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\" fill-opacity=\"0.35\" stroke=\"{colour}\">"
                ),
                &format!(
                    "{}: position {}, salience {}, capability {}",
                    problem.actors()[actor].name,
                    stake.position,
                    stake.salience * problem.salience_unit(),
                    stake.capability
                ),
            );
        }
        picture.names(problem, at, y);
        if let Some(outcome) = outcomes.get(at) {
            let x = place(*outcome, low, high);
            picture.line(x, y - 22.0, x, y + 22.0, "#000000", 2.0);
            picture.text(x, y + 31.0, "middle", &format!("{outcome:.1}"));
        }
    }
    picture.close()
}

/// Draws positions round by round: `rounds[r][actor]` on a scale.
pub fn rounds(title: &str, names: &[&str], scale: (f64, f64), rounds: &[Vec<f64>]) -> String {
    let height = 420.0;
    let mut picture = Picture::new(height, title);
    let steps = (rounds.len().max(2) - 1) as f64;
    let x = |round: usize| LEFT + (WIDTH - LEFT - RIGHT) * round as f64 / steps;
    let y = |value: f64| 50.0 + (height - 90.0) * (scale.1 - value) / (scale.1 - scale.0);
    for round in 0..rounds.len() {
        picture.text(x(round), height - 16.0, "middle", &round.to_string());
    }
    for (actor, name) in names.iter().enumerate() {
        let points: Vec<String> = rounds
            .iter()
            .enumerate()
            .map(|(round, row)| format!("{:.1},{:.1}", x(round), y(row[actor])))
            .collect();
        let colour = COLOURS[actor % COLOURS.len()];
        picture.mark(
            &format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\">",
                points.join(" ")
            ),
            name,
        );
        if let Some(first) = rounds.first() {
            picture.text(LEFT - 14.0, y(first[actor]) + 4.0, "end", name);
        }
    }
    picture.close()
}

/// Draws each exchange with what it gives to whom: parties dark, third parties light, losses to
/// the left.
pub fn exchanges(problem: &Problem, course: &exchange::Course) -> String {
    let effects: Vec<exchange::externalities::Effects> = course
        .exchanges
        .iter()
        .map(|made| exchange::externalities::effects(problem, made))
        .collect();
    let most = effects
        .iter()
        .flat_map(|it| &it.gains)
        .fold(0.0_f64, |most, gain| most.max(gain.abs()));
    let bar = 11.0;
    let row = bar * problem.actors().len() as f64 + 40.0;
    let mut picture = Picture::new(60.0 + row * effects.len() as f64, problem.title());
    let middle = LEFT + (WIDTH - LEFT - RIGHT) / 2.0;
    let scale = if most > 0.0 {
        (WIDTH - LEFT - RIGHT) / 2.0 / most
    } else {
        0.0
    };
    for (at, (made, effects)) in course.exchanges.iter().zip(&effects).enumerate() {
        let top = 60.0 + row * at as f64;
        let side = |supply: &exchange::Supply| {
            format!(
                "{} gives way on {} ({:.1} → {:.1})",
                problem.actors()[supply.actor].name,
                problem.issues()[supply.issue].name,
                supply.from,
                supply.to
            )
        };
        let [one, other] = &made.supplies;
        let words = format!("{}. {}; {}", at + 1, side(one), side(other));
        picture.text(16.0, top + 14.0, "start", &words);
        picture.line(middle, top + 20.0, middle, top + row - 14.0, "#999999", 1.0);
        for (actor, gain) in effects.gains.iter().enumerate() {
            let y = top + 22.0 + bar * actor as f64;
            let party = made.supplies.iter().any(|supply| supply.actor == actor);
            let colour = if *gain < 0.0 { "#b4452c" } else { "#3f7d3a" };
            let length = gain.abs() * scale;
            let x = if *gain < 0.0 { middle - length } else { middle };
            let name = &problem.actors()[actor].name;
            picture.mark(
                &format!(
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"{colour}\" fill-opacity=\"{}\">",
                    bar - 2.0,
                    if party { 1.0 } else { 0.45 }
                ),
                &format!("{name}: {gain:+.3}"),
            );
            picture.text(LEFT - 14.0, y + bar - 3.0, "end", name);
        }
    }
    picture.close()
}

fn place(value: f64, low: f64, high: f64) -> f64 {
    LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low)
}

/// Returns an actor's colour: its group's, where it has one.
fn colour(problem: &Problem, actor: usize) -> &'static str {
    let group = problem.actors()[actor].group.as_ref();
    let at = group.map_or(actor, |group| {
        problem
            .actors()
            .iter()
            .position(|other| other.group.as_ref() == Some(group))
            .unwrap_or(actor)
    });
    COLOURS[at % COLOURS.len()]
}

/// A picture in the making.
struct Picture(String);

impl Picture {
    fn new(height: f64, title: &str) -> Self {
        let mut picture = Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" \
             font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
             <title>{0}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            escaped(title)
        ));
        if !title.is_empty() {
            let _ = writeln!(
                picture.0,
                "<text x=\"16\" y=\"26\" font-size=\"15\" font-weight=\"bold\">{}</text>",
                escaped(title)
            );
        }
        picture
    }

    /// Adds an element with a title; `open` is its opening tag.
    fn mark(&mut self, open: &str, title: &str) {
        let name: String = open
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let _ = writeln!(self.0, "{open}<title>{}</title></{name}>", escaped(title));
    }

    fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, colour: &str, width: f64) {
        let _ = writeln!(
            self.0,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
        );
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, words: &str) {
        let _ = writeln!(
            self.0,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(words)
        );
    }

    /// Writes who stands where above an issue's line; those at one place share a label.
    fn names(&mut self, problem: &Problem, issue: usize, y: f64) {
        let (low, high) = problem.issues()[issue].scale;
        let mut labels: Vec<(f64, String)> = Vec::new();
        for (actor, stake) in problem.stakes_on(issue) {
            let x = place(stake.position, low, high);
            let name = &problem.actors()[actor].name;
            match labels.iter_mut().find(|(at, _)| (at - x).abs() < 1.0) {
                Some((_, label)) => {
                    label.push_str(", ");
                    label.push_str(name);
                }
                None => labels.push((x, name.clone())),
            }
        }
        for (x, mut label) in labels {
            if label.chars().count() > 24 {
                label = label.chars().take(23).collect();
                label.push('…');
            }
            let anchor = if x > WIDTH - 120.0 { "end" } else { "middle" };
            let _ = writeln!(
                self.0,
                "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" font-size=\"10\">{}</text>",
                y - 20.0,
                escaped(&label)
            );
        }
    }

    fn close(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use crate::{exchange, plot, reading};

    #[test]
    fn names_cannot_break_a_picture() {
        let text = b"actor,capability,position,salience\n<b>&,1,0,0.5\nB,2,100,0.5\n";
        let problem = reading::read(text).expect("it is read").remove(0);
        let picture = plot::positions(&problem, &[50.0]);
        assert!(picture.contains("&lt;b&gt;&amp;") && !picture.contains("<b>"));
        let course = exchange::exchange(&problem, exchange::Options::default());
        assert!(plot::exchanges(&problem, &course).ends_with("</svg>\n"));
        let rounds = plot::rounds("r", &["A", "B"], (0.0, 100.0), &[vec![0.0, 1.0]]);
        assert!(rounds.contains("<polyline"));
    }
}
