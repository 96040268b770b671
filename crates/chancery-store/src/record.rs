//! A record in memory, and the view of it that somebody had on a given day.

use chancery_model::{
    Date, Diagnostic, Document, DocumentId, Evidence, Span, Statement, StatementId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The rule of a correction that withdraws a statement and puts nothing in its place.
pub(crate) const REJECTED: &str = "review:reject";

/// Returns whether a statement only says that another one is wrong.
pub(crate) fn is_rejection(statement: &Statement) -> bool {
    statement.corrects.is_some() && statement.rule == REJECTED
}

/// Documents, the statements coded from them, and what was not understood.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Record {
    /// The documents, in the order they were added.
    pub documents: Vec<Document>,
    /// The sentences of each document, as spans of its stored text.
    pub sentences: BTreeMap<DocumentId, Vec<Span>>,
    /// The statements, in the order of their documents and places.
    pub statements: Vec<Statement>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the record held on a day: nothing reported later, nothing corrected by then.
#[derive(Clone, Debug)]
pub struct View<'record> {
    record: &'record Record,
    /// The day; `None` where no document has a date and none was asked for.
    pub as_of: Option<Date>,
    /// The documents published by then.
    pub documents: Vec<&'record Document>,
    /// The statements reported by then that still stand.
    pub statements: Vec<&'record Statement>,
    /// The statements that a correction had withdrawn by then, each with the one that did.
    pub corrected: Vec<(&'record Statement, &'record Statement)>,
}

impl Record {
    /// Returns the latest day on which one of the documents was published; of a record of imported
    /// data, which has no documents, the latest day of report.
    pub fn latest(&self) -> Option<Date> {
        self.documents
            .iter()
            .filter_map(|document| document.published)
            .max()
            .or_else(|| {
                self.statements
                    .iter()
                    .filter_map(|statement| statement.date.reported)
                    .max()
            })
    }

    /// Forgets whatever was not known on a day: later documents and statements, and those without a
    /// date of report. Without a day nothing is forgotten.
    pub fn forget_after(&mut self, day: Option<Date>) {
        let Some(day) = day else { return };
        let known = |reported: Option<Date>| reported.is_some_and(|reported| reported <= day);
        self.documents.retain(|document| known(document.published));
        self.statements
            .retain(|statement| known(statement.date.reported));
    }

    /// Takes out the statements that still stand, leaving those that a correction withdrew and the
    /// corrections that put nothing in their place.
    pub fn take_standing(&mut self) -> Vec<Statement> {
        let corrected: BTreeSet<StatementId> = self
            .statements
            .iter()
            .filter_map(|statement| statement.corrects.clone())
            .collect();
        let (standing, rest) = std::mem::take(&mut self.statements)
            .into_iter()
            .partition(|statement| !corrected.contains(&statement.id) && !is_rejection(statement));
        self.statements = rest;
        standing
    }

    /// Returns what the record held on a day, or all of it as of its latest day.
    ///
    /// Where a day is asked for, whatever has no date of report is left out: nobody can say that
    /// it was known by then.
    pub fn as_of(&self, day: Option<Date>) -> View<'_> {
        let known = |reported: Option<Date>| match (day, reported) {
            (None, _) => true,
            (Some(day), Some(reported)) => reported <= day,
            (Some(_), None) => false,
        };
        let documents: Vec<_> = self
            .documents
            .iter()
            .filter(|document| known(document.published))
            .collect();
        let reported: Vec<_> = self
            .statements
            .iter()
            .filter(|statement| known(statement.date.reported))
            .collect();
        let corrections: BTreeMap<&StatementId, &Statement> = reported
            .iter()
            .filter_map(|statement| statement.corrects.as_ref().map(|old| (old, *statement)))
            .collect();
        let corrected = reported
            .iter()
            .filter_map(|statement| {
                corrections
                    .get(&statement.id)
                    .map(|correction| (*statement, *correction))
            })
            .collect();
        let statements = reported
            .into_iter()
            .filter(|statement| {
                !corrections.contains_key(&statement.id) && !is_rejection(statement)
            })
            .collect();
        View {
            record: self,
            as_of: day.or_else(|| self.latest()),
            documents,
            statements,
            corrected,
        }
    }

    /// Adds what was coded from one document. Returns false, and adds nothing, where the record
    /// already holds a document of that id.
    pub fn add(
        &mut self,
        document: Document,
        sentences: Vec<Span>,
        statements: Vec<Statement>,
        diagnostics: Vec<Diagnostic>,
    ) -> bool {
        if self.sentences.contains_key(&document.id) {
            return false;
        }
        self.sentences.insert(document.id.clone(), sentences);
        self.documents.push(document);
        self.statements.extend(statements);
        self.diagnostics.extend(diagnostics);
        true
    }
}

impl View<'_> {
    /// Returns the document of an id.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.documents
            .iter()
            .copied()
            .find(|document| document.id == *id)
    }

    /// Returns the statement of an id.
    pub fn statement(&self, id: &StatementId) -> Option<&Statement> {
        self.statements
            .iter()
            .copied()
            .find(|statement| statement.id == *id)
    }

    /// Returns the words of the sentence that a piece of evidence stands in, and where they start
    /// in the stored text; the evidence's own words where the sentence is not known.
    pub fn sentence<'a>(&'a self, evidence: &'a Evidence) -> (usize, &'a str) {
        self.record
            .sentences
            .get(&evidence.document)
            .and_then(|sentences| sentences.get(evidence.sentence))
            .filter(|span| span.contains(evidence.span()))
            .zip(self.document(&evidence.document))
            .map_or((evidence.start, &*evidence.text), |(span, document)| {
                (span.start, span.of(&document.text))
            })
    }

    /// Returns what was not understood, in the whole record.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.record.diagnostics
    }

    /// Returns the first and the last day of publication.
    pub fn span(&self) -> Option<(Date, Date)> {
        let days: BTreeSet<Date> = self
            .documents
            .iter()
            .filter_map(|document| document.published)
            .collect();
        Some((*days.first()?, *days.last()?))
    }
}
