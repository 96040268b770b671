//! The states as a signed network: camps by colour, positive ties solid, negative ones dashed,
//! strained triads shaded, uncertain ties faint.
//!
//! The layout is stress majorisation (Gansner, Koren and North 2005) from a fixed start: partners
//! are drawn near each other, enemies far apart. The same ties give the same picture.

use super::{WIDTH, escaped, opened};
use std::f64::consts::TAU;
use std::fmt::Write as _;

/// An actor.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// The short code written in the disc.
    pub code: String,
    /// The name written below it.
    pub name: String,
    /// The camp, from 0, or none.
    pub camp: Option<usize>,
}

/// A tie between two nodes, by their places in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
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

const HEIGHT: f64 = 440.0;
const LEGEND: f64 = 62.0;
const MARGIN: f64 = 62.0;
const RADIUS: f64 = 21.0;

/// Draws the network. `triads` are strained triads by the places of their nodes.
pub fn network(nodes: &[Node], edges: &[Edge], triads: &[[usize; 3]]) -> String {
    let places = layout(nodes, edges);
    let at = |node: usize| {
        places
            .get(node)
            .copied()
            .unwrap_or((WIDTH / 2.0, HEIGHT / 2.0))
    };
    let names: Vec<&str> = nodes.iter().map(|node| &*node.name).collect();
    let description = format!("Network of {}", crate::words::list(&names));
    let mut svg = opened(HEIGHT + LEGEND, &description);
    for triad in triads {
        let corners: Vec<String> = triad
            .iter()
            .map(|&node| at(node))
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let who: Vec<&str> = triad
            .iter()
            .filter_map(|&node| nodes.get(node))
            .map(|node| &*node.name)
            .collect();
        let _ = write!(
            svg,
            r#"<polygon points="{}" fill="var(--strain)" fill-opacity=".13" stroke="var(--strain)" stroke-opacity=".55" stroke-width="9" stroke-linejoin="round"><title>Strained: {}</title></polygon>"#,
            corners.join(" "),
            escaped(&crate::words::list(&who)),
        );
    }
    for edge in edges {
        let ((ax, ay), (bx, by)) = (at(edge.a), at(edge.b));
        let (colour, dash) = match (edge.sign, edge.leaning) {
            (1, _) => ("good", ""),
            (-1, _) => ("bad", r#" stroke-dasharray="9 5""#),
            (_, 1) => ("good", r#" stroke-dasharray="1 6""#),
            (_, -1) => ("bad", r#" stroke-dasharray="1 6""#),
            _ => ("none", r#" stroke-dasharray="1 6""#),
        };
        let width = if edge.sign == 0 {
            1.4
        } else {
            1.6 + 3.4 * edge.value.abs()
        };
        let opacity = (1.0 - 0.45 * edge.spread.clamp(0.0, 1.5)).clamp(0.3, 1.0);
        let _ = write!(
            svg,
            r#"<line x1="{ax:.1}" y1="{ay:.1}" x2="{bx:.1}" y2="{by:.1}" stroke="var(--{colour})" stroke-width="{width:.1}" stroke-opacity="{opacity:.2}" stroke-linecap="round"{dash}><title>{}</title></line>"#,
            escaped(&edge.title)
        );
    }
    for (index, node) in nodes.iter().enumerate() {
        let (x, y) = at(index);
        let camp = node
            .camp
            .map_or_else(|| "x".to_owned(), |camp| (camp % 4).to_string());
        let size = if node.code.chars().count() > 4 {
            9.0
        } else {
            12.5
        };
        let _ = write!(
            svg,
            r#"<g><title>{name}</title><circle cx="{x:.1}" cy="{y:.1}" r="{RADIUS}" fill="var(--camp-{camp})" stroke="var(--paper)" stroke-width="2.5"/><text x="{x:.1}" y="{ty:.1}" text-anchor="middle" font-size="{size}" font-weight="600" fill="var(--paper)">{code}</text><text x="{x:.1}" y="{ny:.1}" text-anchor="middle" stroke="var(--paper)" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{short}</text></g>"#,
            name = escaped(&node.name),
            ty = y + size * 0.36,
            code = escaped(&crate::words::shortened(&node.code, 9)),
            ny = y + RADIUS + 15.0,
            short = escaped(&crate::words::shortened(&node.name, 17)),
        );
    }
    legend(&mut svg, !triads.is_empty());
    svg.push_str("</svg>");
    svg
}

fn legend(svg: &mut String, strained: bool) {
    let y = HEIGHT + 18.0;
    let mut entry = |x: f64, y: f64, mark: &str, words: &str| {
        let _ = write!(
            svg,
            r#"<g transform="translate({x:.0} {y:.0})">{mark}<text x="40" y="4.5" font-size="13">{words}</text></g>"#
        );
    };
    let stroke = |colour: &str, dash: &str, width: &str| {
        format!(
            r#"<line x1="2" x2="32" y1="0" y2="0" stroke="var(--{colour})" stroke-width="{width}" stroke-dasharray="{dash}" stroke-linecap="round"/>"#
        )
    };
    entry(4.0, y, &stroke("good", "", "4"), "with each other");
    entry(164.0, y, &stroke("bad", "9 5", "4"), "against each other");
    entry(346.0, y, &stroke("none", "1 6", "2.2"), "dotted: uncertain");
    if strained {
        let mark = r#"<rect x="2" y="-7" width="30" height="14" rx="3" fill="var(--strain)" fill-opacity=".2" stroke="var(--strain)" stroke-opacity=".6" stroke-width="3"/>"#;
        entry(4.0, y + 26.0, mark, "strained triad");
    }
    entry(
        164.0,
        y + 26.0,
        r#"<circle cx="9" r="7" fill="var(--camp-0)"/><circle cx="27" r="7" fill="var(--camp-1)"/>"#,
        "camps; a fainter line is less certain",
    );
}

/// Places the nodes by stress majorisation and fits them into the frame.
fn layout(nodes: &[Node], edges: &[Edge]) -> Vec<(f64, f64)> {
    let count = nodes.len();
    // The start: a circle on which the members of a camp stand together.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&node| (nodes[node].camp.map_or(usize::MAX, |camp| camp), node));
    let mut places = vec![(0.0, 0.0); count];
    for (step, &node) in order.iter().enumerate() {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a picture holds a few dozen nodes"
        )]
        let angle = TAU * step as f64 / count.max(1) as f64;
        places[node] = (libm::cos(angle), libm::sin(angle));
    }
    let mut wanted = vec![vec![2.0; count]; count];
    let mut weight = vec![vec![0.35; count]; count];
    for edge in edges {
        if edge.a < count && edge.b < count {
            let distance = match edge.sign {
                1 => 1.15,
                -1 => 2.5,
                _ => 1.8,
            };
            for (one, other) in [(edge.a, edge.b), (edge.b, edge.a)] {
                wanted[one][other] = distance;
                weight[one][other] = 0.5 + edge.value.abs();
            }
        }
    }
    for _ in 0..400 {
        let before = places.clone();
        for node in 0..count {
            let (mut x, mut y, mut total) = (0.0, 0.0, 0.0);
            for other in (0..count).filter(|&other| other != node) {
                let (dx, dy) = (
                    places[node].0 - places[other].0,
                    places[node].1 - places[other].1,
                );
                let apart = (dx * dx + dy * dy).sqrt().max(1e-6);
                let pull = weight[node][other];
                let reach = wanted[node][other] / apart;
                x += pull * (places[other].0 + dx * reach);
                y += pull * (places[other].1 + dy * reach);
                total += pull;
            }
            if total > 0.0 {
                places[node] = (x / total, y / total);
            }
        }
        let moved = before
            .iter()
            .zip(&places)
            .map(|(old, new)| (old.0 - new.0).abs() + (old.1 - new.1).abs())
            .fold(0.0, f64::max);
        if moved < 1e-6 {
            break;
        }
    }
    let mut fitted = fit(&places);
    part(&mut fitted);
    fitted
}

/// Scales and shifts the places into the frame.
fn fit(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let bounds = |pick: fn(&(f64, f64)) -> f64| {
        places
            .iter()
            .map(pick)
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            })
    };
    let (left, right) = bounds(|place| place.0);
    let (top, bottom) = bounds(|place| place.1);
    let scale = |value: f64, low: f64, high: f64, size: f64, head: f64| {
        if high - low < 1e-9 {
            size / 2.0
        } else {
            MARGIN + head + (value - low) / (high - low) * (size - 2.0 * MARGIN - head)
        }
    };
    places
        .iter()
        .map(|&(x, y)| {
            (
                scale(x, left, right, WIDTH, 0.0),
                scale(y, top, bottom, HEIGHT, -18.0),
            )
        })
        .collect()
}

/// Pushes apart what would cover each other's discs or names.
fn part(places: &mut [(f64, f64)]) {
    const WIDE: f64 = 88.0;
    const TALL: f64 = 64.0;
    for _ in 0..200 {
        let mut moved = false;
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let dx = places[other].0 - places[one].0;
                let dy = places[other].1 - places[one].1;
                let (over_x, over_y) = (WIDE - dx.abs(), TALL - dy.abs());
                if over_x > 0.0 && over_y > 0.0 {
                    moved = true;
                    if over_x / WIDE < over_y / TALL {
                        let shift = (over_x / 2.0 + 0.1) * if dx < 0.0 { -1.0 } else { 1.0 };
                        places[one].0 -= shift;
                        places[other].0 += shift;
                    } else {
                        let shift = (over_y / 2.0 + 0.1) * if dy < 0.0 { -1.0 } else { 1.0 };
                        places[one].1 -= shift;
                        places[other].1 += shift;
                    }
                }
            }
        }
        for place in places.iter_mut() {
            place.0 = place.0.clamp(MARGIN, WIDTH - MARGIN);
            place.1 = place.1.clamp(MARGIN - 24.0, HEIGHT - MARGIN + 8.0);
        }
        if !moved {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(code: &str, camp: usize) -> Node {
        Node {
            code: code.into(),
            name: format!("State <{code}>"),
            camp: Some(camp),
        }
    }

    fn edge(a: usize, b: usize, value: f64) -> Edge {
        let sign = if value > 0.0 { 1 } else { -1 };
        Edge {
            a,
            b,
            value,
            spread: 0.2,
            sign,
            leaning: sign,
            title: "a & b".into(),
        }
    }

    #[test]
    fn partners_stand_nearer_than_enemies() {
        let nodes = [node("A", 0), node("B", 0), node("C", 1), node("D", 1)];
        let edges = [
            edge(0, 1, 0.8),
            edge(2, 3, 0.8),
            edge(0, 2, -0.9),
            edge(1, 3, -0.9),
            edge(0, 3, -0.5),
        ];
        let places = layout(&nodes, &edges);
        let apart = |one: usize, other: usize| {
            let (dx, dy) = (
                places[one].0 - places[other].0,
                places[one].1 - places[other].1,
            );
            (dx * dx + dy * dy).sqrt()
        };
        assert!(apart(0, 1) < apart(0, 2), "{places:?}");
        assert!(apart(2, 3) < apart(1, 3), "{places:?}");
    }

    #[test]
    fn names_are_escaped_and_degenerate_networks_drawn() {
        let svg = network(&[node("A", 0)], &[], &[]);
        assert!(svg.contains("State &lt;A&gt;") && !svg.contains("State <A>"));
        assert!(!svg.contains("NaN"));
        assert!(network(&[], &[], &[]).ends_with("</svg>"));
        let twins = [node("A", 0), node("B", 0)];
        assert!(!network(&twins, &[edge(0, 1, 0.5)], &[[0, 1, 1]]).contains("NaN"));
    }
}
