//! The actor dictionary and the resolver that names mentions.
//!
//! The dictionary is text in `data/`: a row a fact, with its period and its source. The resolver
//! takes a document and its analysis, and says who each noun phrase means on the day of
//! publication: a state, an organisation, a group, a body, a person in office, or nobody known.
//!
//! Following the field's practice, an actor is a country with a sector (PLOVER), and a person is
//! the state served; see Halterman et al. 2023 (PLOVER and POLECAT) for the scheme.

mod captions;
mod cells;
mod dictionary;
mod embedded;
mod evaluation;
mod gazetteer;
mod labels;
mod lexicon;
mod links;
mod memory;
mod owners;
mod people;
mod persons;
mod phrases;
mod place;
mod readings;
mod resolution;
mod resolver;
mod seats;
mod settling;
mod short_names;
mod table;
mod words;

pub use cells::Codes;
pub use dictionary::{Dictionary, Group, MembershipRow, Organisation, State};
pub use evaluation::{ActorReport, GoldError, PhraseError, UNDATED, evaluate_phrases};
pub use gazetteer::{City, city};
pub use labels::{MentionError, MentionReport, evaluate_mentions};
pub use people::{Office, Person, Term, parse_people};
pub use resolution::{ActorKind, NamedElsewhere, Resolution, ResolvedMention};
pub use resolver::resolve;
pub use table::{Fault, Period, TableError};

#[cfg(test)]
mod tests;
