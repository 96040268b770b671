//! From documents to coded statements: the rooms of text, actors and coding, one after the other.

use chancery_actors::Dictionary;
use chancery_coding::{EventCoder, Explanation};
use chancery_model::{Diagnostic, Document, Span, Statement};
use chancery_store::Record;
use chancery_text::english::English;

/// A document is read up to so many bytes: some five hundred pages, more than any article has.
pub const LONGEST: usize = 2 << 20;

/// What was coded from one document.
#[derive(Clone, PartialEq, Debug)]
pub struct Coded {
    /// The document.
    pub document: Document,
    /// Its sentences.
    pub sentences: Vec<Span>,
    /// The statements.
    pub statements: Vec<Statement>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// A language model, the dictionary, and whoever codes the events.
#[derive(Clone, Copy)]
pub struct Coder<'model> {
    english: &'model English,
    dictionary: &'static Dictionary,
    /// Who codes the events, where it is not the rules.
    events: Option<&'model dyn EventCoder>,
}

impl Coder<'static> {
    /// Returns the coder with the embedded language model.
    pub fn embedded() -> Self {
        Self::new(English::embedded())
    }
}

impl<'model> Coder<'model> {
    /// Returns the coder with a language model of the caller's.
    pub fn new(english: &'model English) -> Self {
        Self {
            english,
            dictionary: Dictionary::embedded(),
            events: None,
        }
    }

    /// Returns the coder with its events coded by another than the rules.
    pub fn with_events<'other>(self, events: &'other dyn EventCoder) -> Coder<'other>
    where
        'model: 'other,
    {
        Coder {
            events: Some(events),
            ..self
        }
    }

    /// Codes one document. Of a text longer than [`LONGEST`] the rest is kept and not read; a
    /// diagnostic says so.
    pub fn code(&self, document: Document) -> Coded {
        let head = head(&document.text, LONGEST);
        if head.len() < document.text.len() {
            let left_out = Diagnostic::warning(
                "document-cut",
                format!(
                    "{}: only the first {} of {} bytes were read; split the text into its articles, a document each.",
                    document.id,
                    head.len(),
                    document.text.len()
                ),
            );
            let left_out = left_out.in_document(&document.id);
            let mut coded = self.code(Document {
                text: head.to_owned(),
                ..document.clone()
            });
            coded.document = document;
            coded.diagnostics.push(left_out);
            return coded;
        }
        let analysis = chancery_text::analyse(&document, self.english);
        let resolution = chancery_actors::resolve(&document, &analysis, self.dictionary);
        let coding = match self.events {
            None => chancery_coding::code(&document, &analysis, &resolution),
            Some(events) => chancery_coding::code_with(events, &document, &analysis, &resolution),
        };
        let sentences = analysis
            .sentences
            .iter()
            .map(|sentence| sentence.span)
            .collect();
        let mut diagnostics = analysis.diagnostics;
        diagnostics.extend(coding.diagnostics);
        Coded {
            document,
            sentences,
            statements: coding.statements,
            diagnostics,
        }
    }

    /// Returns the actor that a phrase means, as of a day: a code of the dictionary (`ISR`), a name in
    /// any case, or whatever a text could call it ("the Kremlin").
    pub fn actor(
        &self,
        phrase: &str,
        day: Option<chancery_model::Date>,
    ) -> Option<chancery_model::ActorId> {
        let phrase = phrase.trim();
        let dictionary = self.dictionary;
        if dictionary.name_of(&phrase.to_uppercase()).is_some() {
            return Some(phrase.to_uppercase().into());
        }
        let bare = phrase.strip_prefix("the ").unwrap_or(phrase);
        let named = |name: &str| name.eq_ignore_ascii_case(bare);
        let state = dictionary
            .states()
            .iter()
            .find(|state| named(&state.name) || named(&state.official));
        if let Some(state) = state {
            return Some(state.id.clone());
        }
        let document = Document::new("question", phrase);
        let document = match day {
            Some(day) => document.published(day),
            None => document,
        };
        let analysis = chancery_text::analyse(&document, self.english);
        let resolution = chancery_actors::resolve(&document, &analysis, dictionary);
        let whole = |mention: &chancery_actors::ResolvedMention| {
            let words = analysis.span(mention.tokens.clone()).of(&document.text);
            words == phrase || words == bare
        };
        // A phrase that means several actors, or leaves words over, means none.
        match resolution.mentions.as_slice() {
            [only] if !only.adjectival && !only.collective && whole(only) => {
                match only.actors.as_slice() {
                    [actor] => chancery_relations::party(actor),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Explains, sentence by sentence, what was considered and what became of it.
    pub fn explain(&self, document: &Document) -> Vec<Explanation> {
        let analysis = chancery_text::analyse(document, self.english);
        let resolution = chancery_actors::resolve(document, &analysis, self.dictionary);
        chancery_coding::explain(document, &analysis, &resolution)
    }

    /// Returns the events that the rules find, each with what its confidence rests on.
    pub fn events_with_signs(
        &self,
        document: &Document,
    ) -> Vec<(Statement, chancery_coding::Signs)> {
        let analysis = chancery_text::analyse(document, self.english);
        let resolution = chancery_actors::resolve(document, &analysis, self.dictionary);
        chancery_coding::events_with_signs(document, &analysis, &resolution)
    }

    /// Codes documents into a record in which the reports of one event are merged.
    pub fn record(&self, documents: impl IntoIterator<Item = Document>) -> Record {
        let mut record = Record::default();
        for document in documents {
            let coded = self.code(document);
            record.add(
                coded.document,
                coded.sentences,
                coded.statements,
                coded.diagnostics,
            );
        }
        merge(&mut record);
        record
    }
}

/// Merges the reports of one event. Rows of data sets, which have no document in the record, are
/// events of their own, and statements that a correction withdrew stay as they are, at the end.
///
/// What was reported after the day that is asked about must be forgotten before: a later report may
/// stand for an earlier one.
pub fn merge(record: &mut Record) {
    let (reports, rows): (Vec<Statement>, Vec<Statement>) = record
        .take_standing()
        .into_iter()
        .partition(|statement| record.sentences.contains_key(&statement.evidence.document));
    let withdrawn = std::mem::replace(&mut record.statements, chancery_coding::merge(reports));
    record.statements.extend(rows);
    record.statements.extend(withdrawn);
}

/// Returns the start of a text: all of it where it is short, otherwise its whole lines within the
/// limit, or as many whole characters where its first line is longer than that.
fn head(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = text.floor_char_boundary(limit);
    let lines = text[..end].rfind('\n').filter(|line| *line > 0);
    &text[..lines.unwrap_or(end)]
}

#[cfg(test)]
mod tests {
    use super::head;

    #[test]
    fn a_long_text_is_cut_at_a_line_or_a_character() {
        assert_eq!(head("one\ntwo", 20), "one\ntwo");
        assert_eq!(head("one\ntwo", 6), "one");
        assert_eq!(head("ääää", 5), "ää");
        assert_eq!(head("\nabcdef", 4), "\nabc");
        assert_eq!(head("", 0), "");
    }
}
