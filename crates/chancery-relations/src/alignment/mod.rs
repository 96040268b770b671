//! Alignment: how alike two actors' commitments, votes or positions are.
//!
//! Each actor has a *portfolio*: one category on an ordinal [`Scale`] for every state of the system
//! (what alliance it has with it) or every roll call (how it voted). The measures compare two
//! portfolios: `S` of Signorino and Ritter (1999), agreement corrected for chance by Cohen's κ and
//! Scott's π as Häge (2011) advises, and Kendall's τ-b (Bueno de Mesquita 1975). Their choices are
//! options here and default to the literature's: an actor is coded as its own closest ally, defence
//! above neutrality or non-aggression above entente above nothing, and votes in the order yes,
//! abstain, no.
//!
//! ```
//! use chancery_relations::alignment::{CrossTable, Deviation, Portfolio, Scale};
//!
//! let scale = Scale::votes();
//! let one = Portfolio::from([Some(0), Some(0), Some(1), Some(2), None]);
//! let other = Portfolio::from([Some(0), Some(2), Some(1), Some(2), Some(0)]);
//! let table = CrossTable::of(&scale, &one, &other);
//! assert_eq!(table.agreement(), Some(0.75));
//! assert_eq!(table.s(Deviation::Absolute), Some(0.5));
//! ```

mod compare;
mod eval;
mod measures;
mod portfolios;
mod recorded;
mod side_by_side;
mod world;

pub use compare::{Compared, Disagreement, Measure, Source, Standing, compare, disagreements};
pub use eval::{AlignmentReport, ReferenceReport, evaluate};
pub use measures::{CrossTable, Deviation, Measures, all_dyads};
pub use portfolios::{
    AllianceCoding, AllianceOptions, Obligations, Portfolio, Scale, SelfAlliance, Vote,
    alliance_portfolios, ideal_point_distance,
};
pub use recorded::recorded;
pub use side_by_side::{Alignment, Codes, StateSystem};
