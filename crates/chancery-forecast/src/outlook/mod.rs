//! From the record to the analyst's questions: will A do such a thing to B within so many days?
//!
//! A forecast is a probability with its reasons. The model ([`Model`]) is one of discrete-time
//! hazards (Beck, Katz and Tucker 1998): the log odds that a window holds an act of a class are a
//! sum over signs that can be read off the record, fitted with a ridge penalty on the past alone,
//! and always shown beside the dyad's own base rate.

mod answers;
mod ask;
mod backtest;
mod calibration;
mod chronicle;
mod class;
pub mod counts;
mod crossing;
mod day;
mod features;
mod fit;
mod model;
mod question;
mod reasons;
mod replies;
mod score;
mod sequences;
mod state;
mod subject;
mod surprise;
mod walk;
mod windows;

pub use answers::backtest_answers;
pub use ask::{Count, Forecast, Lately, Outlook, Silence};
pub use backtest::{BacktestOptions, backtest};
pub use chronicle::{Chronicle, Deed, Told};
pub use class::{Class, UnknownClass};
pub use crossing::{Crossing, crossing};
pub use day::{Day, date, number};
pub use features::Family;
pub use fit::{FitOptions, fit};
pub use model::{HORIZONS, Hazard, Model, ModelError, Weight};
pub use question::{Question, QuestionError, parse as parse_question, verb};
pub use reasons::{Reason, Rule, Share};
pub use score::{Bin, Loss, Score, Scored, score};
pub use sequences::Analogue;
pub use subject::Subject;
pub use surprise::{Surprise, surprises};
pub use windows::Windows;
