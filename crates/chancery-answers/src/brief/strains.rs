//! Where the ties pull against each other: "my ally's enemy is no enemy of mine".

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section},
    words,
};
use chancery_model::ActorId;
use chancery_relations::Names;

/// Returns the section of the brief.
pub(super) fn section(brief: &Brief, citations: &mut Citations<'_>) -> Option<Section> {
    if brief.ties.is_empty() {
        return None;
    }
    Some(strains(brief, Vec::new(), citations))
}

/// Returns the section that answers the question for camps on its own: who is in which, then the
/// strains.
pub(super) fn answer(brief: &Brief, names: &Names, citations: &mut Citations<'_>) -> Section {
    let camps = &brief.camps;
    let all =
        |camp: &[ActorId]| words::list(&camp.iter().map(|id| names.of(id)).collect::<Vec<_>>());
    let mut blocks = Vec::new();
    if camps.parts.is_empty() {
        blocks.push(Block::paragraph(Line::text(if brief.ties.is_empty() {
            "The record holds no evidence on how any two actors stand, and so there are no camps."
        } else {
            "No tie in the record is clearly for or against, and so there are no camps."
        })));
    } else {
        let items = camps.parts.iter().map(|[camp, against]| {
            let camp = all(camp);
            Line::text(words::sentence(&if against.is_empty() {
                format!("{camp} stand together, against nobody")
            } else {
                format!("{camp} against {}", all(against))
            }))
        });
        blocks.push(Block::List {
            items: items.collect(),
        });
        let misfits: Vec<String> = camps
            .frustrated
            .iter()
            .map(|[one, other]| words::list(&[names.of(one), names.of(other)]))
            .collect();
        if !misfits.is_empty() {
            blocks.push(Block::paragraph(Line::text(format!(
                "What does not fit: the ties of {}.",
                misfits.join("; of ")
            ))));
        }
        if camps.parts.len() > 1 {
            blocks.push(Block::paragraph(Line::text(
                "Between the lines of this list the record ties nobody clearly to anybody.",
            )));
        }
    }
    if brief.ties.is_empty() {
        return Section {
            id: "strains",
            heading: "Camps".to_owned(),
            blocks,
        };
    }
    let mut section = strains(brief, blocks, citations);
    section.heading = "Camps, and where they strain".to_owned();
    section
}

fn strains(brief: &Brief, mut blocks: Vec<Block>, citations: &mut Citations<'_>) -> Section {
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
    Section {
        id: "strains",
        heading: "Where it strains".to_owned(),
        blocks,
    }
}
