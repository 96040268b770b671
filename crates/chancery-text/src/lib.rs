//! A document becomes sentences, tokens, a syntactic analysis, mention chains, quotations, dates
//! and quantities. Pure, and it cannot fail: it returns what it understood, with diagnostics. It
//! knows no actors.

mod analyse;
mod analysis;
pub mod chains;
pub mod clauses;
pub mod english;
pub mod labelled;
pub mod languages;
mod lexemes;
pub mod normal;
mod numerals;
mod paragraphs;
mod quantities;
mod quotations;
pub mod reading;
pub mod time;
mod unparsed;

pub use analyse::analyse;
pub use analysis::{
    Amount, Analysis, Argument, Bound, Chain, ChainMention, ClauseKind, Entity, Grain, MentionKind,
    Modality, Paragraph, ParagraphKind, PredicateKind, Predication, Quoted, Role, Sentence, Tense,
    TimeExpression, TimeKind, Token, TokenId, UnparsedSentence,
};
pub use paragraphs::paragraphs;
pub use quantities::amounts;
pub use quotations::quotations;
pub use unparsed::Unparsed;
