//! Who codes the events: the rules of this crate, or something else behind the same interface.

use crate::{Coding, events::Reading, events::code_events, mentions_of};
use chancery_actors::Resolution;
use chancery_model::Document;
use chancery_text::Analysis;

/// Something that tells which events a document claims.
///
/// The analysis and the resolved mentions are the program's own, so that every coder speaks of the
/// same sentences, actors and days. It never fails: what could not be coded is a diagnostic.
pub trait EventCoder: Sync {
    /// Returns the events of a document, and what was not understood.
    fn events(&self, document: &Document, analysis: &Analysis, resolution: &Resolution) -> Coding;
}

/// The coder that comes with the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules;

impl EventCoder for Rules {
    fn events(&self, document: &Document, analysis: &Analysis, resolution: &Resolution) -> Coding {
        let mentions = mentions_of(analysis, resolution);
        let reading = Reading::new(document, analysis, &mentions);
        Coding {
            statements: code_events(&reading).statements,
            diagnostics: Vec::new(),
        }
    }
}
