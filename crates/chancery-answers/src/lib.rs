//! One module an analyst's question, and the brief that gathers them. Every line of an answer
//! cites the statements it rests on; where there is no evidence the answer says so.

pub mod brief;
pub mod coder;
pub mod defence;
mod names;
pub mod outlook;
pub mod page;
pub mod picture;
pub mod render;
pub mod stakes;
pub mod trades;
pub mod whatif;

pub mod phrases;
pub mod words;

pub use names::{add_names, names};
