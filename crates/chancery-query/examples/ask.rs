//! Asks a case one question several times in one session, and says how long each took:
//! `cargo run --release -p chancery-query --example ask -- CASE "SELECT …" [TIMES [AS-OF]]`.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use chancery_query::{Limits, Place, QueryError, Session, Sink, Stores};
use chancery_store::case::Case;
use std::{error::Error, path::Path, time::Instant};

/// Counts rows and forgets them.
struct Count(usize);

impl Sink for Count {
    fn begin(&mut self, _: &SchemaRef) -> Result<(), QueryError> {
        Ok(())
    }

    fn rows(&mut self, rows: &RecordBatch) -> Result<bool, QueryError> {
        self.0 += rows.num_rows();
        Ok(true)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (case, sql, rest) = match arguments.as_slice() {
        [case, sql, rest @ ..] => (case, sql, rest),
        _ => return Err("usage: ask CASE SQL [TIMES [AS-OF]]".into()),
    };
    let times = rest.first().map_or(Ok(5), |times| times.parse())?;
    let as_of = rest.get(1).and_then(|day| chancery_model::parse_date(day));
    let start = Instant::now();
    let snapshot = Case::open(Path::new(case))?.snapshot()?;
    let (place, stores) = (Place::Folder(&snapshot), Stores::default());
    let session = Session::open(&place, as_of, Limits::default(), &stores, None)?;
    println!("opened in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    for _ in 0..times {
        let start = Instant::now();
        let mut count = Count(0);
        session.query(sql, &[], &mut count)?;
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        println!("{milliseconds:.1} ms, {} rows", count.0);
    }
    Ok(())
}
