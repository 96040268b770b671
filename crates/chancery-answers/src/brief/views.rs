//! What authors judge and what actors are said to think: kept apart from facts.

use crate::{
    page::{Block, Citations, Line, Section},
    phrases, words,
};
use chancery_model::{Body, Statement};
use chancery_relations::Names;
use chancery_store::View;

/// At most so many of each stand in the brief.
const MOST: usize = 14;

/// Returns the section of the brief.
pub(super) fn section(
    view: &View<'_>,
    names: &Names,
    citations: &mut Citations<'_>,
) -> Option<Section> {
    let mut blocks = Vec::new();
    let mut list = |heading: &str,
                    statements: Vec<&Statement>,
                    say: &dyn Fn(&Statement) -> String| {
        if statements.is_empty() {
            return;
        }
        blocks.push(Block::Heading {
            text: heading.to_owned(),
        });
        let more = statements.len().saturating_sub(MOST);
        let mut items: Vec<Line> = strongest(&statements)
            .into_iter()
            .map(|statement| Line::text(say(statement)).cite(citations.cite([&statement.id], 2)))
            .collect();
        if more > 0 {
            items.push(Line::text(format!(
                "{} more in the data.",
                words::digits(more)
            )));
        }
        blocks.push(Block::List { items });
    };
    let of = |wanted: fn(&Body) -> bool| -> Vec<&Statement> {
        view.statements
            .iter()
            .copied()
            .filter(|statement| wanted(&statement.body))
            .collect()
    };
    list(
        "What the authors judge, in their own voice",
        of(|body| matches!(body, Body::Judgement(_))),
        &|statement| format!("“{}”", words::shortened(&statement.evidence.text, 280)),
    );
    list(
        "What the actors are said to think, fear or expect",
        of(|body| matches!(body, Body::Belief(_))),
        &|statement| words::capitalised(&phrases::statement(statement, names)),
    );
    list(
        "What was said, in quotation marks",
        of(|body| matches!(body, Body::Quotation(quotation) if quotation.speaker.is_some())),
        &|statement| words::capitalised(&phrases::statement(statement, names)),
    );
    (!blocks.is_empty()).then(|| Section {
        id: "views",
        heading: "Judgements, beliefs and words".to_owned(),
        blocks,
    })
}

/// Returns the most certain statements, in the order of the record.
fn strongest<'a>(statements: &[&'a Statement]) -> Vec<&'a Statement> {
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by(|&one, &other| {
        statements[other]
            .confidence
            .total_cmp(&statements[one].confidence)
            .then(one.cmp(&other))
    });
    order.truncate(MOST);
    order.sort_unstable();
    order.into_iter().map(|index| statements[index]).collect()
}
