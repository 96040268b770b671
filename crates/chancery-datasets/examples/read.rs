//! Reads a file as a dataset and prints the report: `read NAME PATH`, `-` for standard input.

use chancery_datasets::{Dataset, Found, Options, Reader, inflate};
use std::{
    error::Error,
    fs::File,
    io::{BufReader, Read, stdin},
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: read NAME PATH".into());
    };
    let dataset = Dataset::of_name(&name).ok_or("no such dataset")?;
    let raw: Box<dyn Read + Send> = match path.as_str() {
        "-" => Box::new(stdin()),
        path => Box::new(File::open(path)?),
    };
    let reader = inflate(BufReader::with_capacity(1 << 17, raw))?;
    let mut reader = Reader::open(reader, &path, dataset, Options::default())?;
    let mut shown = 0;
    for found in &mut reader {
        if shown < 3
            && let Ok(Found::Statement(statement)) = &found
        {
            println!("{}", serde_json::to_string(statement)?);
            shown += 1;
        }
    }
    let report = reader.into_report();
    println!("{report}");
    for (name, count) in report.most_unresolved().into_iter().take(12) {
        println!("  not resolved: {name} ({count})");
    }
    for fault in report.faults.iter().take(5) {
        println!("  {fault}");
    }
    Ok(())
}
