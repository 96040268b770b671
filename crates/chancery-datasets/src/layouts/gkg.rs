//! GDELT's Global Knowledge Graph 2.1 (codebook of February 2015): what articles quote and count.
//!
//! Of its 27 columns three make claims: quotations, counts of people by what happened to them, and
//! amounts. Themes, names and tones say what an article is about and claim nothing; they stay in
//! the row, which is the evidence.

use super::{Translate, gdelt::outlet};
use crate::{
    cells::{compact_day, number},
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{Assertion, Attribution, Body, DateRange, Quantity, Quotation};

const CONFIDENCE: f64 = 0.4;

pub(super) struct Gkg;

impl Translate for Gkg {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let record = row.cell(0);
        if record.is_empty() {
            return Err(Bad::cell("the record's id", record, "an id"));
        }
        let day = compact_day(row.cell(1)).ok_or_else(|| Bad::date("the date", row.cell(1)))?;
        let attribution = Attribution {
            outlet: Some(row.cell(3).to_owned())
                .filter(|name| !name.is_empty())
                .or_else(|| outlet(row.cell(4))),
            speaker: None,
            assertion: Assertion::Reported,
        };
        let mut bodies: Vec<(&str, Body)> = Vec::new();
        bodies.extend(quotations(row.cell(22)).map(|body| ("quotation", body)));
        bodies.extend(counts(row.cell(6)).map(|body| ("count", body)));
        bodies.extend(amounts(row.cell(24)).map(|body| ("amount", body)));
        if bodies.is_empty() {
            context
                .report
                .pass_over("article without quotation, count or amount");
        }
        for (place, (kind, body)) in bodies.into_iter().enumerate() {
            let claim = Claim {
                id: format!("gkg:{record}:{place}").into(),
                body,
                date: DateRange {
                    reported: Some(day),
                    ..DateRange::default()
                },
                attribution: attribution.clone(),
                confidence: CONFIDENCE,
                rule: format!("gdelt-gkg {kind}"),
            };
            context.claim(row, claim);
        }
        Ok(())
    }
}

/// `offset|length|verb|quotation#…`
fn quotations(cell: &str) -> impl Iterator<Item = Body> {
    cell.split('#').filter_map(|block| {
        let quote = block.splitn(4, '|').nth(3)?.trim();
        (!quote.is_empty()).then(|| {
            Body::Quotation(Quotation {
                speaker: None,
                quote: quote.to_owned(),
                about: Vec::new(),
            })
        })
    })
}

/// `type#count#objects#place…;…`
fn counts(cell: &str) -> impl Iterator<Item = Body> {
    cell.split(';').filter_map(|block| {
        let mut parts = block.split('#');
        let kind = parts.next()?.trim().to_lowercase().replace('_', " ");
        let value = number(parts.next()?.trim())?;
        let objects = parts.next().unwrap_or("").trim();
        let place = parts.nth(1).unwrap_or("").trim();
        let mut what = kind;
        for (word, text) in [(": ", objects), (", ", place)] {
            if !text.is_empty() {
                what.push_str(word);
                what.push_str(text);
            }
        }
        Some(quantity(what, value))
    })
}

/// `amount,object,offset;…`
fn amounts(cell: &str) -> impl Iterator<Item = Body> {
    cell.split(';').filter_map(|block| {
        let (amount, rest) = block.split_once(',')?;
        let (object, _) = rest.rsplit_once(',')?;
        let value = number(amount.trim())?;
        let object = object.trim();
        (!object.is_empty()).then(|| quantity(object.to_owned(), value))
    })
}

fn quantity(what: String, value: f64) -> Body {
    Body::Quantity(Quantity {
        what,
        value: Some(value),
        low: None,
        high: None,
        unit: None,
        change_of: None,
        direction: None,
    })
}
