//! Who stands with whom: the signed network, the matrix of ties, and the ties in words.

use super::{Brief, Selection};
use crate::{
    page::{Block, Citations, Line, Picture, Section, Table},
    phrases,
    picture::{self, Edge, MatrixTie, Node},
    words,
};
use chancery_model::{ActorId, Status, TieLabel};
use chancery_relations::{
    Names,
    ties::{Tie, Trend},
};

/// At most so many actors stand in a picture, the most often named.
const MOST_ACTORS: usize = 12;

/// At most so many ties are told in words; the table holds more.
const MOST_TOLD: usize = 8;

/// At most so many ties stand in the table; the data hold all.
const MOST_ROWS: usize = 40;

/// Returns the section of the brief.
pub(super) fn section(
    brief: &Brief,
    selection: &Selection,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let heading = "Who stands with whom".to_owned();
    if brief.ties.is_empty() {
        let line = Line::text("The record holds no evidence on how any two actors stand.");
        return Some(Section {
            id: "ties",
            heading,
            blocks: vec![Block::paragraph(line)],
        });
    }
    let mut ties: Vec<&Tie> = brief.ties.iter().collect();
    ties.sort_by(|one, other| weight(other, selection).total_cmp(&weight(one, selection)));
    let actors = chief_actors(&ties);
    let drawn: Vec<&Tie> = ties
        .iter()
        .copied()
        .filter(|tie| actors.contains(&tie.a) && actors.contains(&tie.b))
        .collect();
    let mut blocks = vec![Block::paragraph(by_label(&ties, names, citations))];
    if actors.len() > 1 {
        blocks.push(network(brief, &actors, &drawn, names));
        blocks.push(matrix(&actors, &drawn, names));
    }
    blocks.push(Block::Table(table(&ties, names, citations)));
    for tie in ties.iter().take(MOST_TOLD) {
        blocks.extend(told(tie, names, citations));
    }
    Some(Section {
        id: "ties",
        heading,
        blocks,
    })
}

/// Weighs a tie by how clear it is and how prominent its two actors are.
fn weight(tie: &Tie, selection: &Selection) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "ranks are small numbers")]
    let prominence = |actor: &ActorId| 1.0 / (2.0 + selection.rank(actor).min(1_000) as f64);
    let clear = if tie.sign == 0 {
        0.35
    } else {
        0.5 + tie.value.abs()
    };
    clear * (prominence(&tie.a) + prominence(&tie.b))
}

/// Returns the actors of the weightiest ties, as many as a picture holds.
fn chief_actors(ties: &[&Tie]) -> Vec<ActorId> {
    let mut actors: Vec<ActorId> = Vec::new();
    for tie in ties {
        for actor in [&tie.a, &tie.b] {
            if actors.len() < MOST_ACTORS && !actors.contains(actor) {
                actors.push(actor.clone());
            }
        }
    }
    actors
}

/// Returns what a label says of two actors.
const fn group_heading(label: TieLabel) -> &'static str {
    match label {
        TieLabel::AtWar => "At war",
        TieLabel::Hostile => "Hostile",
        TieLabel::Rival => "Rivals",
        TieLabel::Unfriendly => "Unfriendly",
        TieLabel::Neutral => "Neutral",
        TieLabel::Partner => "Partners",
        TieLabel::Ally => "Allies",
    }
}

/// Returns the clear ties, label by label: "At war: Israel and Iran [1]. Partners: …".
fn by_label(ties: &[&Tie], names: &Names, citations: &mut Citations<'_>) -> Line {
    const EACH: usize = 5;
    let order = [
        TieLabel::AtWar,
        TieLabel::Hostile,
        TieLabel::Rival,
        TieLabel::Unfriendly,
        TieLabel::Partner,
        TieLabel::Ally,
    ];
    let mut line = Line::default();
    for label in order {
        let group: Vec<&&Tie> = ties.iter().filter(|tie| tie.label == label).collect();
        if group.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line = line.then(" ");
        }
        line = line.strong(format!("{}: ", group_heading(label)));
        for (index, tie) in group.iter().take(EACH).enumerate() {
            let comma = if index == 0 { "" } else { "; " };
            let doubt = if tie.sign == 0 { " (uncertain)" } else { "" };
            line = line
                .then(format!("{comma}{}{doubt}", pair(tie, names)))
                .cite(citations.cite(&tie.statements, 2));
        }
        if group.len() > EACH {
            line = line.then(format!("; and {} more", group.len() - EACH));
        }
        line = line.then(".");
    }
    if line.is_empty() {
        return Line::text("No tie in the record is clearly for or against.");
    }
    line
}

fn pair(tie: &Tie, names: &Names) -> String {
    format!("{} and {}", names.of(&tie.a), names.of(&tie.b))
}

fn described(tie: &Tie, names: &Names) -> String {
    format!(
        "{}: {} ({}, between {} and {})",
        pair(tie, names),
        tie.label.as_str().replace('-', " "),
        words::signed(tie.value),
        words::signed(tie.low),
        words::signed(tie.high)
    )
}

/// Returns the name of an actor as a label: without its article.
fn label(actor: &ActorId, names: &Names) -> String {
    let name = names.of(actor);
    words::capitalised(name.strip_prefix("the ").unwrap_or(name))
}

/// Returns what stands for an actor where there is little room: its code, or its name where that is
/// shorter ("OPEC+").
fn code(actor: &ActorId, names: &Names) -> String {
    let (code, name) = (actor.to_string(), label(actor, names));
    if name.chars().count() < code.chars().count() {
        name
    } else {
        code
    }
}

fn network(brief: &Brief, actors: &[ActorId], ties: &[&Tie], names: &Names) -> Block {
    let place = |actor: &ActorId| actors.iter().position(|other| other == actor);
    // A camp of one is no camp.
    let camps: Vec<&Vec<ActorId>> = brief
        .camps
        .groups
        .iter()
        .filter(|group| group.len() > 1)
        .collect();
    let nodes: Vec<Node> = actors
        .iter()
        .map(|actor| Node {
            code: code(actor, names),
            name: label(actor, names),
            camp: camps.iter().position(|group| group.contains(actor)),
        })
        .collect();
    let edges: Vec<Edge> = ties
        .iter()
        .filter_map(|tie| {
            Some(Edge {
                a: place(&tie.a)?,
                b: place(&tie.b)?,
                value: tie.value,
                spread: tie.high - tie.low,
                sign: tie.sign,
                leaning: tie.label.sign(),
                title: described(tie, names),
            })
        })
        .collect();
    let triads: Vec<[usize; 3]> = brief
        .camps
        .strained
        .iter()
        .filter_map(|strain| {
            let [a, b, c] = &strain.actors;
            Some([place(a)?, place(b)?, place(c)?])
        })
        .take(3)
        .collect();
    let left_out = brief
        .ties
        .iter()
        .flat_map(|tie| [&tie.a, &tie.b])
        .filter(|actor| !actors.contains(actor))
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let more = if left_out > 0 {
        format!(
            " {} named less often are left out.",
            words::count(left_out, "actor")
        )
    } else {
        String::new()
    };
    Block::Picture(Picture {
        caption: format!(
            "The actors as a signed network: camps by colour, the chief strained triads shaded, the less certain ties fainter.{more}"
        ),
        svg: picture::network(&nodes, &edges, &triads),
    })
}

fn matrix(actors: &[ActorId], ties: &[&Tie], names: &Names) -> Block {
    let place = |actor: &ActorId| actors.iter().position(|other| other == actor);
    let rows: Vec<(String, String)> = actors
        .iter()
        .map(|actor| (code(actor, names), label(actor, names)))
        .collect();
    let cells: Vec<MatrixTie> = ties
        .iter()
        .filter_map(|tie| {
            Some(MatrixTie {
                a: place(&tie.a)?,
                b: place(&tie.b)?,
                value: tie.value,
                spread: tie.high - tie.low,
                sign: tie.sign,
                leaning: tie.label.sign(),
                title: described(tie, names),
            })
        })
        .collect();
    Block::Picture(Picture {
        caption: "The ties of the same actors: blue for, red against, paler where it is unclear, grey where neither; the larger the square, the more certain.".to_owned(),
        svg: picture::matrix(&rows, &cells),
    })
}

const fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Improving => "improving",
        Trend::Steady => "steady",
        Trend::Worsening => "worsening",
        Trend::Unknown => "–",
    }
}

fn table(ties: &[&Tie], names: &Names, citations: &mut Citations<'_>) -> Table {
    let rows = ties
        .iter()
        .take(MOST_ROWS)
        .map(|tie| {
            vec![
                Line::text(words::capitalised(&pair(tie, names))),
                Line::text(tie.label.as_str().replace('-', " ")),
                Line::text(words::signed(tie.value)),
                Line::text(format!(
                    "{} to {}",
                    words::signed(tie.low),
                    words::signed(tie.high)
                )),
                Line::text(trend(tie.trend)),
                Line::default().cite(citations.cite(&tie.statements, 3)),
            ]
        })
        .collect();
    let header = ["Pair", "Tie", "Value", "90 % interval", "Trend", "Evidence"];
    let caption = if ties.len() > MOST_ROWS {
        format!(
            "The {MOST_ROWS} chief ties of {}",
            words::digits(ties.len())
        )
    } else {
        "Ties from −1 (war) to +1 (alliance)".to_owned()
    };
    Table {
        caption,
        header: header.map(str::to_owned).to_vec(),
        rows,
        twin: true,
    }
}

/// Returns a heading with what a tie rests on, each with its sentence.
fn told(tie: &Tie, names: &Names, citations: &mut Citations<'_>) -> Vec<Block> {
    let heading = Block::Heading {
        text: words::capitalised(&pair(tie, names)),
    };
    let mut line = Line::text(format!(
        "{} at {}, and with 90 % probability between {} and {}",
        words::capitalised(&tie.label.as_str().replace('-', " ")),
        words::signed(tie.value),
        words::signed(tie.low),
        words::signed(tie.high)
    ));
    line = line.then(match tie.trend {
        Trend::Improving => "; it has improved over the last three months.",
        Trend::Worsening => "; it has worsened over the last three months.",
        Trend::Steady | Trend::Unknown => ".",
    });
    let mut said: Vec<String> = Vec::new();
    let mut items = Vec::new();
    for id in &tie.statements {
        let Some(statement) = citations.statement(id) else {
            continue;
        };
        let clause = words::capitalised(&phrases::statement(statement, names));
        if said.contains(&clause) || said.len() >= 5 {
            continue;
        }
        let when =
            words::range(&statement.date).map_or_else(String::new, |when| format!(", {when}"));
        let numbers = citations.cite([&statement.id], 2);
        let history = match statement.status {
            Status::Historical => " (history)",
            _ => "",
        };
        items.push(Line::text(format!("{clause}{when}{history}")).cite(numbers));
        said.push(clause);
    }
    for change in tie.changes.iter().rev().take(2) {
        let numbers = citations.cite(&change.statements, 3);
        let direction = if change.warmer { "better" } else { "worse" };
        let moved = (change.to > change.from) == change.warmer;
        let levels = if moved {
            format!(
                ", from {} to {}",
                words::signed(change.from),
                words::signed(change.to)
            )
        } else {
            String::new()
        };
        items.push(
            Line::text(format!(
                "It turned for the {direction} on {}{levels}",
                words::day(change.date)
            ))
            .cite(numbers),
        );
    }
    let mut blocks = vec![heading, Block::paragraph(line)];
    if !items.is_empty() {
        blocks.push(Block::List { items });
    }
    blocks
}
