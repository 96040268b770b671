//! The indicators: values, ranges and changes that the text states.

use super::Brief;
use crate::{
    page::{Block, Citations, Line, Section, Table},
    words,
};
use chancery_model::{Body, Direction, Quantity, StatementId};
use chancery_store::View;
use serde::Serialize;

/// An indicator.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct QuantityEntry {
    /// The indicator with its values.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// When it had them, in words.
    pub when: Option<String>,
    /// The statement it rests on, and the one it is a change of.
    pub statements: Vec<StatementId>,
}

/// Returns the indicators that the text states as facts.
pub(super) fn quantities(view: &View<'_>) -> Vec<QuantityEntry> {
    view.statements
        .iter()
        .filter_map(|statement| match &statement.body {
            Body::Quantity(quantity) if statement.status.is_fact() => {
                let mut statements = vec![statement.id.clone()];
                statements.extend(quantity.change_of.clone());
                Some(QuantityEntry {
                    quantity: quantity.clone(),
                    when: words::range(&statement.date),
                    statements,
                })
            }
            _ => None,
        })
        .collect()
}

/// At most so many rows stand in the table.
const MOST_ROWS: usize = 24;

/// Returns the section of the brief.
pub(super) fn section(brief: &Brief, citations: &mut Citations<'_>) -> Option<Section> {
    // A value that another one changed from is told with it.
    let before = |id: &StatementId| {
        brief
            .quantities
            .iter()
            .find(|entry| entry.statements.first() == Some(id))
    };
    let superseded: Vec<&StatementId> = brief
        .quantities
        .iter()
        .filter_map(|entry| entry.quantity.change_of.as_ref())
        .collect();
    let rows: Vec<Vec<Line>> = brief
        .quantities
        .iter()
        .filter(|entry| {
            !entry
                .statements
                .first()
                .is_some_and(|id| superseded.contains(&id))
        })
        .take(MOST_ROWS)
        .map(|entry| {
            let from = entry.quantity.change_of.as_ref().and_then(before);
            let value = match from {
                Some(from) => {
                    format!(
                        "from {} to {}",
                        amount(&from.quantity),
                        amount(&entry.quantity)
                    )
                }
                None => amount(&entry.quantity),
            };
            let direction = match entry.quantity.direction {
                Some(Direction::Up) => " (up)",
                Some(Direction::Down) => " (down)",
                None => "",
            };
            vec![
                Line::text(words::capitalised(&entry.quantity.what)),
                Line::text(format!("{value}{direction}"))
                    .cite(citations.cite(&entry.statements, 2)),
                Line::text(entry.when.clone().unwrap_or_default()),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let header = ["What", "How much", "When"].map(str::to_owned).to_vec();
    let table = Table {
        caption: String::new(),
        header,
        rows,
        twin: false,
    };
    Some(Section {
        id: "figures",
        heading: "Figures".to_owned(),
        blocks: vec![Block::Table(table)],
    })
}

/// Returns a value or range with its unit: "65–70 USD/barrel".
pub(super) fn amount(quantity: &Quantity) -> String {
    let number = |value: f64| {
        for (size, word) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
            let hundredths = value / size * 100.0;
            if value.abs() >= size && (hundredths - hundredths.round()).abs() < 1e-6 {
                return format!("{} {word}", value / size);
            }
        }
        if value.fract() == 0.0 && value.abs() < 1e15 {
            let sign = if value < 0.0 { "−" } else { "" };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a whole number below 1e15, made positive"
            )]
            let whole = words::digits(value.abs() as usize);
            format!("{sign}{whole}")
        } else {
            format!("{value}")
        }
    };
    let value = match (quantity.value, quantity.low, quantity.high) {
        (Some(value), _, _) => number(value),
        (None, Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
        (None, Some(low), None) => format!("at least {}", number(low)),
        (None, None, Some(high)) => format!("at most {}", number(high)),
        (None, None, None) => "unstated".to_owned(),
    };
    quantity
        .unit
        .as_ref()
        .map_or_else(|| value.clone(), |unit| format!("{value} {unit}"))
}
