//! Where the ties pull against each other: "my ally's enemy is no enemy of mine".

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    words,
};

/// Returns the section of the brief.
pub(super) fn section(brief: &Brief, citations: &mut Citations<'_>) -> Option<Section> {
    if brief.ties.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    let items: Vec<Line> = brief
        .camps
        .strained
        .iter()
        .map(|strain| {
            Line::text(words::sentence(&strain.why)).cite(citations.cite(&strain.statements, 6))
        })
        .collect();
    if items.is_empty() {
        let line = Line::text("No three actors in the record pull against each other.");
        blocks.push(Block::paragraph(line));
    } else {
        blocks.push(Block::List { items });
    }
    let camps = &brief.camps;
    if camps.groups.iter().any(|group| group.len() > 1) {
        let proof = if camps.proved_optimal {
            "proved the least".to_owned()
        } else {
            format!("the least is not below {:.2}", camps.lower_bound)
        };
        let optima = match (camps.optima, camps.optima_complete) {
            (0 | 1, _) => String::new(),
            (number, true) => format!(
                " {} other {} as good, so that parts of the picture could be coloured otherwise.",
                words::digits(number - 1),
                if number == 2 {
                    "split is"
                } else {
                    "splits are"
                }
            ),
            (number, false) => {
                format!(
                    " At least {} other splits are as good.",
                    words::digits(number - 1)
                )
            }
        };
        blocks.push(Block::paragraph(Line::text(format!(
            "Frustration index {:.2} ({proof}): the weight of the ties that fit no division into two camps.{optima}",
            camps.frustration
        ))));
    }
    Some(Section {
        id: "strains",
        heading: "Where it strains".to_owned(),
        blocks,
    })
}
