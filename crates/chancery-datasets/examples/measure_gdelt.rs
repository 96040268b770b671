//! Measures how fast GDELT's events become statements: `measure_gdelt [ROWS] [SEED]`.
//!
//! The rows are made up in GDELT's layout (61 columns, some 400 bytes): actors with Zipf's law over
//! the states of the dictionary, a quarter without a second one, codes over the whole of CAMEO. They
//! are made before the clock starts. Seconds are of processor time where the system tells it, so
//! that a busy machine does not spoil them.

use chancery_actors::Dictionary;
use chancery_datasets::{Dataset, Found, Options, Reader, plover};
use std::{error::Error, fmt::Write, fs, time::Instant};

/// A generator of numbers (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// Numbers near 0 are the most frequent.
    fn zipf(&mut self, limit: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (power(limit as f64, unit) as usize)
            .saturating_sub(1)
            .min(limit - 1)
    }
}

/// `limit` to the power of `unit`, by squaring: a bench needs no exact power.
fn power(limit: f64, unit: f64) -> f64 {
    let (mut product, mut root, mut bit) = (1.0, limit, unit);
    for _ in 0..20 {
        root = root.sqrt();
        bit *= 2.0;
        if bit >= 1.0 {
            bit -= 1.0;
            product *= root;
        }
    }
    product
}

fn rows(count: usize, seed: u64) -> String {
    let states: Vec<(&str, &str)> = Dictionary::embedded()
        .states()
        .iter()
        .map(|state| (state.id.as_str(), state.name.as_str()))
        .collect();
    let codes: Vec<&str> = plover()
        .iter()
        .map(|entry| entry.code)
        .filter(|code| code.len() > 2)
        .collect();
    let roles = ["", "GOV", "MIL", "OPP", "CVL", "MED", "BUS", "REB"];
    let mut numbers = Numbers(seed);
    let mut text = String::with_capacity(count * 420);
    let actor = |numbers: &mut Numbers, text: &mut String, empty: bool| {
        if empty {
            text.push_str("\t\t\t\t\t\t\t\t\t\t");
            return;
        }
        let (id, name) = states[numbers.zipf(states.len())];
        let role = roles[numbers.below(roles.len())];
        let _ = write!(
            text,
            "{id}{role}\t{}\t{id}\t\t\t\t\t{role}\t\t\t",
            name.to_uppercase()
        );
    };
    for number in 0..count {
        let (month, day) = (1 + numbers.below(12), 1 + numbers.below(28));
        let _ = write!(
            text,
            "{}\t2024{month:02}{day:02}\t2024{month:02}\t2024\t2024.5\t",
            1_100_000_000 + number
        );
        actor(&mut numbers, &mut text, false);
        let alone = numbers.below(4) == 0;
        actor(&mut numbers, &mut text, alone);
        let code = codes[numbers.below(codes.len())];
        let _ = write!(
            text,
            "1\t{code}\t{}\t{}\t{}\t-2.0\t{}\t1\t{}\t-1.7345\t",
            &code[..3],
            &code[..2],
            1 + numbers.below(4),
            numbers.below(40),
            numbers.below(40)
        );
        for _ in 0..3 {
            let (_, name) = states[numbers.zipf(states.len())];
            let _ = write!(
                text,
                "4\tThe capital, Its Province, {name}\tIR\tIR26\t10074674\t{}.7561\t{}.5148\t10074674\t",
                numbers.below(80),
                numbers.below(170)
            );
        }
        let _ = writeln!(
            text,
            "2024{month:02}{day:02}041500\thttps://www.example{}.com/world/2024/{month}/a-story-of-some-length-{number}.html",
            numbers.below(900)
        );
    }
    text
}

/// Processor seconds of this process (Linux), or nothing.
fn processor() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments
        .next()
        .map_or(Ok(1_000_000), |count| count.parse())?;
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let text = rows(count, seed);
    for round in 1..=3 {
        let (wall, used) = (Instant::now(), processor());
        let mut reader =
            Reader::open(text.as_bytes(), "bench", Dataset::Gdelt, Options::default())?;
        let mut actors = 0;
        for found in &mut reader {
            if let Found::Statement(statement) = found? {
                actors += statement.body.actors().len();
            }
        }
        let report = reader.into_report();
        let wall = wall.elapsed().as_secs_f64();
        let used = used
            .zip(processor())
            .map_or(wall, |(before, after)| after - before);
        println!(
            "round {round}: {} rows, {:.0} MB, {} statements, {actors} actors: {:.0} rows a second of processor time ({:.0} by the clock)",
            report.rows,
            text.len() as f64 / 1e6,
            report.statements,
            report.rows as f64 / used,
            report.rows as f64 / wall,
        );
    }
    Ok(())
}
