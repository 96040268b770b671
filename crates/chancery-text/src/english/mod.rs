//! English: native inference of spaCy's convolutional pipelines (Honnibal and Montani).
//!
//! A text is cut into tokens ([`tokenizer`]); each becomes a vector that knows its neighbours
//! ([`layers`]); a linear layer tags it, and two transition systems build the dependency tree
//! ([`parser`]) and find the named mentions ([`entities`]); rules add coarse parts of speech
//! ([`ruler`]) and base forms ([`lemmatizer`]). The program carries `en_core_web_md` 3.7.1 in half
//! precision; any other pipeline of the same kind can be opened from its folder.
//!
//! Sums run in a fixed order, so that every machine gives the same analysis.

pub mod agreement;
pub mod boundaries;
mod casing;
mod entities;
mod hashing;
mod kernel;
mod labels;
mod layers;
mod lemmatizer;
mod lexemes;
mod load;
mod model_file;
mod msgpack;
pub mod names;
mod parser;
mod parts;
mod pipeline;
mod reading;
mod ruler;
mod sentences;
mod tokenizer;

pub use load::{LoadError, PIPELINE_FILES, PipelineFiles};
pub use pipeline::{English, Mention, Parse, ParsedToken, compact};
