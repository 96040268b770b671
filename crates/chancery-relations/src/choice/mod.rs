//! Who mediates: a conditional choice among all states and organisations (McFadden 1974).
//!
//! Each year of a conflict in which somebody mediated is a choice; every state of the system that is
//! no side, and every organisation of states, is a candidate. The model says what the chosen have in
//! common ([`FEATURES`]), not what a mediator achieves, and not what would happen if another came:
//! mediators choose their conflicts as much as they are chosen (Greig and Regan 2008; Beardsley 2011).
//!
//! Fitted on the third parties of civil wars (CWM, 1946–2011) and of peace agreements (PA-X,
//! 1990–2020). The crises of the International Crisis Behavior project say of what kind a mediator
//! was (`medwho`) and not who, so that they cannot be used here.

mod evaluate;
mod features;
mod logit;
mod past;
mod today;

pub use evaluate::{ChoiceScore, ChoiceScores, Mean, evaluate};
pub use features::FEATURES;
pub use logit::{ChoiceModel, Weight};
pub use past::{Effort, OrganisationSpan, Third, fit, record_table};
pub use today::{Choice, Members, choices};

#[cfg(test)]
mod tests;
