//! What a reader knows beside the row at hand: the file, the actors, and where results go.

use crate::{Capability, Found, Mention, Options, Problem, Report, actors::Actors, lines::Row};
use chancery_model::{
    ActorRef, Attribution, Body, Date, DateRange, Document, DocumentId, Evidence, Statement,
    StatementId, Status,
};
use std::collections::VecDeque;

/// What is wrong with a row, for the reader to place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bad {
    pub(crate) problem: Problem,
    pub(crate) detail: String,
}

impl Bad {
    pub(crate) fn date(column: &str, cell: &str) -> Self {
        Self {
            problem: Problem::BadDate,
            detail: format!("{column} {cell:?} is no date"),
        }
    }

    pub(crate) fn cell(column: &str, cell: &str, wanted: &str) -> Self {
        Self {
            problem: Problem::BadCell,
            detail: format!("{column} {cell:?} is not {wanted}"),
        }
    }
}

/// A claim before it has its evidence.
pub(crate) struct Claim {
    pub(crate) id: StatementId,
    pub(crate) body: Body,
    pub(crate) date: DateRange,
    pub(crate) attribution: Attribution,
    pub(crate) confidence: f64,
    pub(crate) rule: String,
}

/// The state of one reading.
pub(crate) struct Context {
    pub(crate) document: DocumentId,
    pub(crate) options: Options,
    pub(crate) actors: Actors,
    pub(crate) report: Report,
    pub(crate) found: VecDeque<Found>,
}

impl Context {
    /// Returns the whole row as evidence. The sentence is the line, from 0.
    pub(crate) fn evidence(&self, row: &Row) -> Evidence {
        Evidence {
            document: self.document.clone(),
            sentence: row.start.line as usize,
            start: row.start.offset as usize,
            end: row.end() as usize,
            text: row.text().to_owned(),
        }
    }

    /// Yields a claim that rests on a row.
    pub(crate) fn claim(&mut self, row: &Row, claim: Claim) {
        let evidence = self.evidence(row);
        self.claim_on(evidence, claim);
    }

    /// Yields a claim that rests on other evidence than one row.
    pub(crate) fn claim_on(&mut self, evidence: Evidence, claim: Claim) {
        let Claim {
            id,
            body,
            date,
            attribution,
            confidence,
            rule,
        } = claim;
        self.report.statements += 1;
        self.found.push_back(Found::Statement(Box::new(Statement {
            id,
            body,
            evidence,
            status: Status::Actual,
            attribution,
            date,
            confidence,
            rule,
            also: Vec::new(),
            corrects: None,
        })));
    }

    pub(crate) fn document(&mut self, document: Document) {
        self.report.documents += 1;
        self.found.push_back(Found::Document(Box::new(document)));
    }

    pub(crate) fn mention(&mut self, mention: Mention) {
        self.report.mentions += 1;
        self.found.push_back(Found::Mention(Box::new(mention)));
    }

    pub(crate) fn capability(&mut self, capability: Capability) {
        self.report.capabilities += 1;
        self.found
            .push_back(Found::Capability(Box::new(capability)));
    }

    /// Returns the actor, counted, and noted where nobody knows it.
    pub(crate) fn count(&mut self, actor: ActorRef) -> ActorRef {
        self.named(actor.id.is_some(), &actor.mention);
        actor
    }

    /// Counts an actor that was named, and notes the name where nobody knows it.
    pub(crate) fn named(&mut self, resolved: bool, mention: &str) {
        /// How many different names a report keeps.
        const MOST: usize = 100_000;
        self.report.named += 1;
        if resolved {
            return;
        }
        let unresolved = &mut self.report.unresolved;
        if let Some(count) = unresolved.get_mut(mention) {
            *count += 1;
        } else {
            let key = if unresolved.len() < MOST {
                mention
            } else {
                "…"
            };
            *unresolved.entry(key.to_owned()).or_default() += 1;
        }
    }

    /// Returns the dates of a claim: what happened between two days, and when it was known.
    ///
    /// Data compiled long after the fact do not say when each fact was first reported. It is taken
    /// to be its last day, unless the caller gave a day for the whole file.
    pub(crate) fn dates(&self, from: Date, to: Date) -> DateRange {
        DateRange {
            from: Some(from),
            to: Some(to),
            expression: None,
            reported: Some(self.options.published.unwrap_or(to)),
        }
    }
}
