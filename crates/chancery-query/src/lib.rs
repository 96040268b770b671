//! SQL over a case.
//!
//! A query reads [views](VIEWS) of what the case holds, as of any day, with Chancery's own
//! functions beside those of the engine (Apache DataFusion):
//!
//! | Function | What it gives |
//! |---|---|
//! | `plover_score(event_type, mode)` | PLOVER's score of an event, −10 to +10; without a mode that of the type |
//! | `quad(event_type)` | the quad class of a type |
//! | `goldstein(cameo)` | the Goldstein score of a CAMEO code, which is text: `'010'` |
//! | `actor_country(name, day)` | the state that a name, a code, a metonym or an office means on a day |
//! | `dyad(a, b)`, `pair(a, b)` | both sides as one word, ordered and unordered |
//! | `code_documents('path', 'day')` | a table: the statements coded from the documents in a file or folder |
//!
//! A case and documents lie in folders, or in [object stores](Stores), which are only read.
//!
//! A session reads and never writes; text of documents and parameters is never SQL. Its memory is
//! limited, what does not fit goes to disk, and a query that is [stopped](Stop) stops.

mod documents;
mod error;
mod files;
mod functions;
mod joins;
mod limits;
mod output;
mod rollup;
mod session;
mod stores;
mod table;
mod views;

pub use arrow_array::RecordBatch;
pub use arrow_schema::SchemaRef;
pub use error::QueryError;
pub use functions::all as functions;
pub use limits::{Limits, Stop};
pub use output::{Format, Rows, SHOWN};
pub use session::{Elsewhere, Parameter, Place, Session, Sink};
pub use stores::{Address, Stores};
pub use views::{VIEWS, View};
