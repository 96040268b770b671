//! Corrections: what an analyst accepted, rejected or amended.
//!
//! A correction is a statement that names the one it corrects, with the verdict in its rule:
//! accepted claims come again with full confidence, amended ones as they were amended, and a
//! rejected one is withdrawn without anything in its place.

use super::CaseError;
use crate::record::{REJECTED, is_rejection};
use chancery_model::{Date, Statement, StatementId};
use serde::{Deserialize, Serialize};

/// What an analyst found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The statement is right.
    Accept,
    /// The statement is wrong.
    Reject,
    /// The statement is right as amended.
    Amend,
}

impl Verdict {
    /// Returns the verdict as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Amend => "amend",
        }
    }
}

/// One correction, with who made it and why.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// The verdict.
    pub verdict: Verdict,
    /// Who judged.
    pub by: String,
    /// Why, in the analyst's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When it was recorded.
    pub recorded: jiff::Timestamp,
    /// The statement that corrects.
    pub statement: Statement,
}

impl Correction {
    /// Returns the correction of a statement. `amended` is what an amendment puts in its place.
    ///
    /// # Errors
    ///
    /// Where an amendment puts nothing in its place.
    pub fn new(
        old: &Statement,
        verdict: Verdict,
        amended: Option<Statement>,
        by: &str,
        reason: &str,
        (on, recorded): (Date, jiff::Timestamp),
    ) -> Result<Self, CaseError> {
        let mut statement = match verdict {
            Verdict::Amend => {
                amended.ok_or_else(|| CaseError::NoStatement("to put in its place".to_owned()))?
            }
            Verdict::Accept | Verdict::Reject => old.clone(),
        };
        statement.rule = match verdict {
            Verdict::Reject => REJECTED.to_owned(),
            Verdict::Accept | Verdict::Amend => format!("review:{}", verdict.as_str()),
        };
        if verdict != Verdict::Reject {
            statement.confidence = 1.0;
        }
        // The report stays what and when it was; only that it is known to be wrong is new.
        statement.date.reported = Some(on);
        statement.id = StatementId::new(format!(
            "{}+{}-{}",
            old.id,
            verdict.as_str(),
            recorded.as_millisecond()
        ));
        statement.corrects = Some(old.id.clone());
        debug_assert_eq!(is_rejection(&statement), verdict == Verdict::Reject);
        Ok(Self {
            verdict,
            by: by.to_owned(),
            reason: reason.to_owned(),
            recorded,
            statement,
        })
    }
}
