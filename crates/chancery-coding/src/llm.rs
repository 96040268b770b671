//! A second coder: any language model that answers a question with JSON.
//!
//! A document goes out passage by passage with the instructions of `data/llm-prompt.txt` and a JSON
//! schema ([`Question`]). Nothing of an answer is believed unless the text bears it out: the evidence of
//! an event, the words of its sides, its place, date and counts must stand in the passage letter for
//! letter, and what does not is left out and counted ([`grounding`]). Who is meant by the words, and which
//! day, is then told by the dictionary and the calendar, as for the rules.
//!
//! This module sends nothing. Whoever uses it brings a [`Chat`].

mod grounding;
mod question;

pub use question::Question;

use crate::{Coding, EventCoder};
use chancery_actors::Resolution;
use chancery_model::{Diagnostic, Document, Span};
use chancery_text::Analysis;
use grounding::{Passage, Tally};

/// A passage is at most so many bytes, unless one sentence is longer.
const LONGEST_PASSAGE: usize = 6_000;

/// A way of asking a language model.
pub trait Chat: Sync {
    /// Returns an answer that the question accepts ([`Question::accepts`]), or why there is none.
    fn ask(&self, question: &Question) -> Result<String, Unanswered>;
}

/// Why a question was not answered.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{reason}")]
pub struct Unanswered {
    /// In plain English.
    pub reason: String,
}

/// The events that a language model finds.
pub struct LanguageModelCoder<C> {
    chat: C,
    model: String,
}

impl<C: Chat> LanguageModelCoder<C> {
    /// Returns the coder that asks this model.
    pub fn new(chat: C, model: impl Into<String>) -> Self {
        Self {
            chat,
            model: model.into(),
        }
    }

    /// Returns the way of asking.
    pub fn chat(&self) -> &C {
        &self.chat
    }
}

impl<C: Chat> EventCoder for LanguageModelCoder<C> {
    fn events(&self, document: &Document, analysis: &Analysis, resolution: &Resolution) -> Coding {
        let passages = passages(analysis);
        let asked = passages.len();
        let mut coding = Coding::default();
        let mut tally = Tally::default();
        let mut unanswered: Vec<Unanswered> = Vec::new();
        for span in passages {
            let question = Question::new(&self.model, span.of(&document.text), document.published);
            match self.chat.ask(&question) {
                Ok(answer) => {
                    let passage = Passage {
                        document,
                        analysis,
                        resolution,
                        span,
                        model: &self.model,
                    };
                    coding.statements.extend(passage.read(&answer, &mut tally));
                }
                Err(reason) => unanswered.push(reason),
            }
        }
        coding
            .statements
            .sort_by_key(|statement| (statement.evidence.start, statement.evidence.end));
        if let Some(first) = unanswered.first() {
            let missing = Diagnostic::warning(
                "llm-not-answered",
                format!(
                    "{}: {} of {asked} passages were not coded: {first}.",
                    document.id,
                    unanswered.len()
                ),
            );
            coding.diagnostics.push(missing.in_document(&document.id));
        }
        coding.diagnostics.extend(tally.diagnostics(&document.id));
        coding
    }
}

/// Returns the stretches of text to ask about: whole sentences of paragraphs that make claims.
fn passages(analysis: &Analysis) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut before: Option<usize> = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let claims = analysis
            .paragraphs
            .get(sentence.paragraph)
            .is_none_or(|paragraph| paragraph.kind.makes_claims());
        if !claims || sentence.span.is_empty() {
            continue;
        }
        // A passage never runs over what is passed over.
        let next_to_it = number > 0 && before == Some(number - 1);
        match out.last_mut() {
            Some(last) if next_to_it && sentence.span.end - last.start <= LONGEST_PASSAGE => {
                last.end = sentence.span.end;
            }
            _ => out.push(sentence.span),
        }
        before = Some(number);
    }
    out
}

#[cfg(test)]
mod tests;
