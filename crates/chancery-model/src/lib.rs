//! The nouns of Chancery, and no verbs: documents, actors, statements, spans, dates and the
//! PLOVER vocabulary. Nothing here reads a file, a clock or the network.
//!
//! A [`Statement`] is one coded claim with provenance. Everything that Chancery answers is
//! derived from statements, and every statement points at the words it rests on.

mod actor;
mod date;
mod diagnostic;
mod document;
mod ids;
mod plover;
mod span;
mod statement;
mod tie;

pub use actor::{ActorRef, Dyad, Pair, Sector};
pub use date::{DateRange, parse_date};
pub use diagnostic::{Diagnostic, Severity};
pub use document::{DateBasis, Document};
pub use ids::{ActorId, DocumentId, StatementId};
pub use plover::{Context, EventType, Mode, Quad, UnknownWord};
pub use span::Span;
pub use statement::{
    Agreement, AgreementKind, Assertion, Attribution, Belief, Body, Commodity, Direction, Event,
    Evidence, Flow, Force, Judgement, Membership, MembershipStatus, Obligation, Position, Quantity,
    Quotation, Stance, Statement, Status,
};
pub use tie::TieLabel;

pub use jiff::civil::Date;
