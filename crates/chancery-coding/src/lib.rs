//! What a sentence claims: who did, said or promised what, to whom, when, according to whom, and
//! whether it happened at all.
//!
//! [`code`] takes a document, its analysis and its resolved mentions, and returns statements.
//! Events follow PLOVER 2.0; what words mean is data (the folder `data/`), and what happens to a claim under
//! a promise, a denial or an "if" is read off the syntax. [`explain`] shows every predicate that was
//! considered and why it was or was not coded. Another coder of events can stand in the place of the rules
//! ([`EventCoder`], [`code_with`]): [`llm`] is one. [`gold`] measures the coder against coded sentences.

mod calibration;
mod coder;
mod disputes;
mod events;
pub mod gold;
mod kinds;
mod lexicon;
pub mod llm;
mod mentions;
mod quoted;
mod treaties;

pub use calibration::{Signs, Weights};
pub use coder::{EventCoder, Rules};
pub use events::{Candidate, Explanation, Outcome, merge};
pub use treaties::{Treaty, named_treaties};

use chancery_actors::{Resolution, ResolvedMention};
use chancery_model::{ActorRef, Diagnostic, Document, Statement};
use chancery_text::Analysis;
use events::{Reading, code_events};
use mentions::{Mention, Mentions};

/// The statements of a document, and what was not understood.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Coding {
    /// The statements, in the order of the text.
    pub statements: Vec<Statement>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// Codes a document. It never fails: what is not understood is left out and said.
pub fn code(document: &Document, analysis: &Analysis, resolution: &Resolution) -> Coding {
    let mentions = mentions_of(analysis, resolution);
    let reading = Reading::new(document, analysis, &mentions);
    let events = code_events(&reading);
    completed(&reading, events.statements, Vec::new())
}

/// Codes a document with another coder of events. Statements of the other kinds are the rules' own.
pub fn code_with(
    coder: &dyn EventCoder,
    document: &Document,
    analysis: &Analysis,
    resolution: &Resolution,
) -> Coding {
    let mentions = mentions_of(analysis, resolution);
    let reading = Reading::new(document, analysis, &mentions);
    let events = coder.events(document, analysis, resolution);
    completed(&reading, events.statements, events.diagnostics)
}

/// Adds the statements that are no events, and what concerns a document as a whole.
fn completed(
    reading: &Reading<'_>,
    mut statements: Vec<Statement>,
    mut diagnostics: Vec<Diagnostic>,
) -> Coding {
    let document = reading.document;
    statements.extend(kinds::statements(reading));
    quoted::attribute_quoted(&mut statements, &document.text);
    disputes::name(&mut statements);
    if document.published.is_none() && !statements.is_empty() {
        diagnostics.push(
            Diagnostic::note(
                "no-publication-date",
                "The day of publication is unknown: relative dates stay open, and office-holders of any year may match.",
            )
            .in_document(&document.id),
        );
    }
    Coding {
        statements,
        diagnostics,
    }
}

/// Returns, sentence by sentence, what was considered and what became of it.
pub fn explain(
    document: &Document,
    analysis: &Analysis,
    resolution: &Resolution,
) -> Vec<Explanation> {
    let mentions = mentions_of(analysis, resolution);
    let reading = Reading::new(document, analysis, &mentions);
    let candidates = code_events(&reading).candidates;
    (0..analysis.sentences.len())
        .filter_map(|sentence| reading.explain(sentence, &candidates))
        .collect()
}

/// Returns the events of a document, each with what its confidence rests on.
pub fn events_with_signs(
    document: &Document,
    analysis: &Analysis,
    resolution: &Resolution,
) -> Vec<(Statement, Signs)> {
    let mentions = mentions_of(analysis, resolution);
    let reading = Reading::new(document, analysis, &mentions);
    let events = code_events(&reading);
    let signs = events.signs;
    events
        .statements
        .into_iter()
        .filter_map(|statement| {
            let (_, seen) = signs.iter().find(|(id, _)| *id == statement.id)?;
            Some((statement, *seen))
        })
        .collect()
}

fn mentions_of(analysis: &Analysis, resolution: &Resolution) -> Mentions {
    Mentions::of(
        analysis.tokens.len(),
        resolution.mentions.iter().map(|mention| {
            (
                mention.head,
                Mention {
                    actors: named_or_kept(mention, analysis),
                    confidence: mention.confidence,
                    named: mention.named,
                    locative: mention.locative,
                    town: matches!(
                        mention.kind,
                        chancery_actors::ActorKind::Place | chancery_actors::ActorKind::Capital
                    ),
                },
            )
        }),
    )
}

/// A collective of more members than this ("the West") is kept as one actor that no state answers
/// for: what it is said to do is not said of each member.
const MOST_MEMBERS: usize = 8;

/// Returns the actors of a mention, or the words of a collective that is too wide to name them.
fn named_or_kept(mention: &ResolvedMention, analysis: &Analysis) -> Vec<ActorRef> {
    if !mention.collective || mention.actors.len() <= MOST_MEMBERS {
        return mention.actors.clone();
    }
    let words: Vec<&str> = analysis.tokens[mention.tokens.clone()]
        .iter()
        .map(|token| &*token.text)
        .collect();
    vec![ActorRef::unresolved(words.join(" "))]
}

#[cfg(test)]
mod tests;
