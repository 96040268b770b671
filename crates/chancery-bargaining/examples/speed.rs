//! Times the models on reference files: `speed FOLDER`, the folder that holds `ktab`, `exchange` and
//! `deu3`. With a second argument `fit` it fits the coefficients of `data/european.tsv` instead.

use chancery_bargaining::{
    Problem, ProblemBuilder, Stake, accuracy,
    exchange::{self, Rate},
    reading, smp,
};
use std::{error::Error, fs, path::Path, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .ok_or("name the folder of reference data")?;
    let folder = Path::new(&folder);
    if arguments.next().as_deref() == Some("fit") {
        let text = fs::read_to_string(folder.join("deu3/deu3.dev.tsv"))?;
        let proposals = reading::european::read(&text)?;
        let start = Instant::now();
        let fit = accuracy::fit::fit(&proposals, 1, 5).ok_or("too few issues")?;
        println!("{:?}", start.elapsed());
        println!(
            "shrinkage {}, cross-validated {:.3}",
            fit.shrinkage, fit.cross_validated
        );
        println!("{:?}, coverage {:.3}", fit.comparison, fit.coverage80);
        print!("{}", fit.coefficients.table());
        return Ok(());
    }
    for name in ["SOE-Pol-Comp", "dummyData_3Dim"] {
        let bytes = fs::read(folder.join(format!("ktab/{name}.csv")))?;
        timed(name, || {
            let problem = &reading::read(&bytes).expect("it is read")[0];
            let course = smp::run(problem, &smp::Options::default()).expect("it runs");
            course.positions.len()
        });
    }
    let bytes = fs::read(folder.join("exchange/cop21.csv"))?;
    let problem = reading::read(&bytes)?.remove(0);
    timed("cop21, 10 rounds", || {
        let options = exchange::Options {
            rate: Rate::EqualGain,
            rounds: 10,
        };
        exchange::exchange(&problem, options).exchanges.len()
    });
    let hundred = hundred();
    timed("100 actors, 3 dimensions", || {
        let course = smp::run(&hundred, &smp::Options::default()).expect("it runs");
        course.positions.len()
    });
    Ok(())
}

/// Prints the least time of some runs.
fn timed(name: &str, run: impl Fn() -> usize) {
    let mut least = f64::INFINITY;
    let mut result = 0;
    for _ in 0..5 {
        let start = Instant::now();
        result = run();
        least = least.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{name}: {:.2} ms ({result} states or exchanges)",
        least * 1e3
    );
}

/// Returns a problem of a hundred actors spread over three dimensions.
fn hundred() -> Problem {
    let mut builder = ProblemBuilder::new("a hundred");
    for issue in 0..3 {
        builder.issue(format!("i{issue}"), 0.0, 100.0);
    }
    for actor in 0..100_u32 {
        builder.actor(format!("a{actor}"));
        for issue in 0..3_u32 {
            let spread = |factor: u32| f64::from((actor * factor + issue * 31) % 97);
            let stake = Stake {
                position: spread(37),
                salience: 0.05 + spread(53) / 400.0,
                capability: 10.0 + spread(71),
            };
            builder.stake(actor as usize, issue as usize, stake);
        }
    }
    builder.check().expect("the numbers are on their scales")
}
