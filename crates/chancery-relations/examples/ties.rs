//! Ties of a record too large to hold: `ties EVENTS ACTORS`.
//!
//! Invents that many reports of events of 24 years between that many actors,
//! takes them in one at a time, and says how long it took and how much memory at most.

use chancery_model::{
    ActorRef, Attribution, Body, Date, DateRange, Event, EventType, Evidence, Sector, Statement,
    Status,
};
use chancery_relations::ties::{TieModel, Ties};
use std::{env, error::Error, fs, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let events: u64 = arguments.next().unwrap_or_default().parse()?;
    let actors: u64 = arguments.next().unwrap_or_default().parse()?;
    let start = Instant::now();
    let ties = Ties::gather(
        statements(events, actors),
        Some(Date::constant(2025, 12, 31)),
        &TieModel::default(),
    );
    let sum: f64 = ties.all().iter().map(|tie| tie.value).sum();
    let changes: usize = ties.all().iter().map(|tie| tie.changes.len()).sum();
    println!(
        "{events} events: {} ties, mean {:.4}, {changes} change points, {:.1} s",
        ties.all().len(),
        sum / ties.all().len() as f64,
        start.elapsed().as_secs_f64()
    );
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
        println!("{line}");
    }
    Ok(())
}

/// Returns invented events: few pairs do much of what is done, and types come as the pair's mood has
/// it.
fn statements(events: u64, actors: u64) -> impl Iterator<Item = Statement> {
    let names: Vec<ActorRef> = (0..actors).map(actor).collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = move |bound: u64| {
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        (seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound.max(1)
    };
    (0..events).map(move |number| {
        let one = roll(actors).min(roll(actors));
        let other = (one + 1 + roll(actors - 1).min(roll(actors - 1))) % actors;
        let friendly = !(one * 31 + other * 17).is_multiple_of(3);
        let types = EventType::ALL.len() as u64;
        let place = roll(types / 2) + if friendly { 0 } else { types / 2 };
        let event_type = EventType::ALL[place as usize];
        let day = Date::constant(2002, 1, 1) + jiff::Span::new().days(roll(8_765) as i64);
        let mut event = Event::new(event_type, None);
        event.actor = vec![names[one as usize].clone()];
        event.recipient = vec![names[other as usize].clone()];
        Statement {
            id: format!("s{number:015}").into(),
            body: Body::Event(event),
            evidence: Evidence {
                document: "d".into(),
                sentence: 0,
                start: 0,
                end: 0,
                text: String::new(),
            },
            status: Status::Actual,
            attribution: Attribution::default(),
            date: DateRange {
                from: Some(day),
                to: Some(day),
                expression: None,
                reported: Some(day),
            },
            confidence: 0.5 + roll(50) as f64 / 100.0,
            rule: String::new(),
            also: Vec::new(),
            corrects: None,
        }
    })
}

fn actor(number: u64) -> ActorRef {
    let id = format!("A{number:03}");
    ActorRef {
        id: Some(id.as_str().into()),
        country: Some(id.as_str().into()),
        sector: Some(Sector::Gov),
        mention: id,
        name: None,
    }
}
