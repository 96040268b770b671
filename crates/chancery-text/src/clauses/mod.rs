//! Predicates with their arguments, whatever scheme the parser behind them uses.
//!
//! A predication is a verb, a form of "to be", or a noun for an act, with who does it, to whom, and
//! how its clause hangs in the sentence. The layer undoes what syntax does to events: it expands
//! coordination, turns passives and relative clauses round, finds the subjects that infinitives and
//! participles leave out (control, after Rosenbaum 1967 and the verb classes of `verb-classes.txt`),
//! folds light verbs into the noun that they carry ("held talks"; support verbs in the sense of
//! NomBank, Meyers et al. 2004), and gives nouns for acts their participants ("Russia's annexation
//! of Crimea"). Reading and sharing go from governors to the governed, so that the whole is linear
//! in the number of words.

mod arguments;
mod build;
mod describe;
mod frame;
mod kind;
mod lexicon;
mod mend;
mod nominal;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod tree;
mod trust;
mod verb_group;

pub use build::predications;
pub use describe::describe;
pub use frame::{FrameLabel, FrameReport, MainFrame, main_frame, measure_frames, parse_labels};
pub use lexicon::{is_event_noun, is_reporting_verb, verb_of_noun};
pub use mend::{Forms, mend};
pub use trust::trust;
