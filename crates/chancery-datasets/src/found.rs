//! What a row yields: a statement, a document to be coded, a further report of an event, or a row
//! of capabilities.

use chancery_model::{
    ActorId, ActorRef, Body, Date, DateRange, Document, Evidence, Quantity, Statement, StatementId,
    Status,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// One thing that a row yields.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    /// A coded claim.
    Statement(Box<Statement>),
    /// A text that nobody has coded yet.
    Document(Box<Document>),
    /// Another report of an event that has a statement of its own.
    Mention(Box<Mention>),
    /// What a state had at its disposal in a year.
    Capability(Box<Capability>),
    /// What was voted on under a number, for the votes that name it.
    RollCall(i64, Box<RollCall>),
}

/// A report of an event, as GDELT's mentions table lists them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Mention {
    /// The statement of the event.
    pub of: StatementId,
    /// The outlet.
    pub outlet: Option<String>,
    /// The address of the report.
    pub url: Option<String>,
    /// The day of the report.
    pub reported: Option<Date>,
    /// How sure the coder was of the event in this report, 0 to 1.
    pub confidence: f64,
    /// The row.
    pub evidence: Evidence,
}

/// A state's material capabilities in a year (Singer, Bremer and Stuckey 1972; NMC 6.0). What is
/// unknown is `None`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Capability {
    /// The state.
    pub state: ActorId,
    /// The state as the file names it.
    pub actor: ActorRef,
    /// The year.
    pub year: i16,
    /// Military expenditure, thousands of pounds (to 1913) or current dollars.
    pub milex: Option<f64>,
    /// Military personnel, thousands.
    pub milper: Option<f64>,
    /// Iron and steel production, thousands of tons.
    pub irst: Option<f64>,
    /// Primary energy consumption, thousands of coal-ton equivalents.
    pub pec: Option<f64>,
    /// Total population, thousands.
    pub tpop: Option<f64>,
    /// Urban population, thousands.
    pub upop: Option<f64>,
    /// Composite index of national capability, the state's share of the system's, 0 to 1.
    pub cinc: Option<f64>,
    /// The row.
    pub evidence: Evidence,
    /// When it was known.
    pub date: DateRange,
}

impl Capability {
    /// Returns the indicators that are known, each as a quantity with the row as its evidence.
    pub fn statements(&self) -> Vec<Statement> {
        let state = self.state.as_str();
        [
            ("cinc", "share of capabilities (CINC)", self.cinc, "share"),
            ("milex", "military expenditure", self.milex, "thousands"),
            ("milper", "military personnel", self.milper, "thousands"),
            (
                "irst",
                "iron and steel production",
                self.irst,
                "thousand tons",
            ),
            (
                "pec",
                "energy consumption",
                self.pec,
                "thousand coal-ton equivalents",
            ),
            ("tpop", "population", self.tpop, "thousands"),
            ("upop", "urban population", self.upop, "thousands"),
        ]
        .into_iter()
        .filter_map(|(key, what, value, unit)| {
            Some(Statement {
                id: format!("nmc:{state}:{}:{key}", self.year).into(),
                body: Body::Quantity(Quantity {
                    what: format!("{what} of {state}"),
                    value: Some(value?),
                    low: None,
                    high: None,
                    unit: Some(unit.to_owned()),
                    change_of: None,
                    direction: None,
                }),
                evidence: self.evidence.clone(),
                status: Status::Actual,
                attribution: chancery_model::Attribution::default(),
                date: self.date.clone(),
                confidence: 0.9,
                rule: "cow-nmc".to_owned(),
                also: Vec::new(),
                corrects: None,
            })
        })
        .collect()
    }
}

/// What the General Assembly voted on.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RollCall {
    /// The day of the vote.
    pub date: Option<Date>,
    /// The resolution, such as `R/1/66`.
    pub resolution: String,
    /// Its subject, shortened.
    pub subject: String,
}

/// What a reading may be told beside its file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day on which everything in the file counts as known, where its rows do not say it.
    pub published: Option<Date>,
    /// The roll calls by number, for votes that come without them. See [`roll_calls`].
    ///
    /// [`roll_calls`]: Options::add_roll_calls
    pub roll_calls: Arc<BTreeMap<i64, RollCall>>,
}

impl Options {
    /// Adds roll calls, by their number.
    pub fn add_roll_calls(&mut self, more: impl IntoIterator<Item = (i64, RollCall)>) {
        Arc::make_mut(&mut self.roll_calls).extend(more);
    }
}
