//! Any bytes are read as any dataset to the end: nothing panics, evidence lies within the file, and
//! reading on from where a first reading stopped yields the rest.
#![no_main]

use chancery_datasets::{Dataset, Found, Options, Reader, inflate};
use std::io::Read;

libfuzzer_sys::fuzz_target!(|input: (u8, u8, &[u8])| {
    let (choice, stop, bytes) = input;
    if let Ok(unpacked) = inflate(bytes) {
        let _ = unpacked.take(1 << 20).read_to_end(&mut Vec::new());
    }
    let dataset = Dataset::ALL[usize::from(choice) % Dataset::ALL.len()];
    let open = || Reader::open(bytes, "fuzz", dataset, Options::default());
    let Ok(reader) = open() else { return };
    let whole: Vec<Found> = reader.filter_map(Result::ok).collect();
    for found in &whole {
        if let Found::Statement(statement) = found {
            let evidence = &statement.evidence;
            assert!(evidence.start <= evidence.end && evidence.end <= bytes.len());
        }
    }
    let Ok(mut first) = open() else { return };
    let head: Vec<Found> = first.by_ref().filter_map(Result::ok).take(usize::from(stop)).collect();
    let position = first.reached();
    let Ok(mut second) = open() else { return };
    second.resume(position).expect("a place that was reached is there");
    let rest: Vec<Found> = second.filter_map(Result::ok).collect();
    assert!(whole.iter().all(|found| head.contains(found) || rest.contains(found)));
});
