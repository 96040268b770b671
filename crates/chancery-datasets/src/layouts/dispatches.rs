//! Dated dispatches, a JSON object a line: documents that nobody has coded yet.

use super::Translate;
use crate::{
    Problem,
    context::{Bad, Context},
    lines::Row,
};
use chancery_text::reading::{ReadOptions, Records};

pub(super) struct Dispatches;

impl Translate for Dispatches {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let file = context.document.as_str();
        let options = ReadOptions {
            published: context.options.published,
            ..ReadOptions::default()
        };
        let record = Records::new(row.text().as_bytes(), file, &options).next();
        let record = record.ok_or_else(|| bad("the line is empty"))?;
        let complaint = record
            .diagnostics
            .iter()
            .find(|diagnostic| diagnostic.code == "bad-date");
        if let Some(complaint) = complaint {
            return Err(Bad {
                problem: Problem::BadDate,
                detail: complaint.message.clone(),
            });
        }
        let Some(mut document) = record.document else {
            let complaint = record.diagnostics.into_iter().next();
            return Err(bad(
                &complaint.map_or_else(String::new, |complaint| complaint.message)
            ));
        };
        // The reader saw one line and named the document after it.
        if document.id.as_str() == format!("{file}:1") {
            document.id = format!("{file}:{}", row.line()).into();
        }
        context.document(document);
        Ok(())
    }
}

fn bad(detail: &str) -> Bad {
    Bad {
        problem: Problem::BadRecord,
        detail: detail.to_owned(),
    }
}
