//! A file in the layout of GDELT 2.0 events with invented rows, for measuring at scale.
//!
//! Days follow each other over ten years; who acts is drawn by Zipf's law over all states, a quarter
//! of the rows name nobody acted upon, and codes, places, numbers of mentions and addresses are drawn
//! from lists. The same number of rows and the same seed give the same bytes.

use std::{
    collections::BTreeSet,
    error::Error,
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

/// The first day, as days of a calendar of 365-day years that starts in 2015; leap days are left out.
const FIRST_YEAR: usize = 2015;
const YEARS: usize = 10;

/// A linear congruential generator: good enough to spread rows, and the same everywhere.
struct Draw(u64);

impl Draw {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let wide = u128::from(self.0 >> 32) * below as u128;
        (wide >> 32) as usize
    }
}

/// Numbers drawn by Zipf's law: the k-th with a share of 1/k.
struct Zipf(Vec<u64>);

impl Zipf {
    fn over(count: usize) -> Self {
        let mut sum = 0;
        Self(
            (1..=count as u64)
                .map(|rank| {
                    sum += 1_000_000_000 / rank;
                    sum
                })
                .collect(),
        )
    }

    fn draw(&self, draw: &mut Draw) -> usize {
        let all = self.0.last().copied().unwrap_or(1);
        let wanted = draw.below(usize::try_from(all).unwrap_or(usize::MAX)) as u64;
        self.0.partition_point(|sum| *sum <= wanted)
    }
}

/// Returns the first column of a table of the workspace, without its head.
fn column(path: &str, wanted: impl Fn(&[&str]) -> bool) -> Result<Vec<String>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join(path))?;
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    let mut seen = BTreeSet::new();
    Ok(rows
        .filter(|row| row.len() > 1 && wanted(row))
        .map(|row| row[0].to_owned())
        .filter(|cell| seen.insert(cell.clone()))
        .collect())
}

/// Writes the file.
pub(crate) fn gdelt(rows: &str, seed: &str, out: &str) -> Result<(), Box<dyn Error>> {
    let rows: usize = rows.parse()?;
    let mut draw = Draw(seed.parse()?);
    let states = column("crates/chancery-actors/data/states.tsv", |row| {
        row[0].len() == 3
    })?;
    let codes = column("crates/chancery-datasets/data/cameo-plover.tsv", |row| {
        row[0].len() >= 3 && row[1] != "-"
    })?;
    let (by_state, by_code) = (Zipf::over(states.len()), Zipf::over(codes.len()));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let days = YEARS * 365;
    for row in 0..rows {
        let day = row * days / rows;
        let date = date(day);
        let actor = &states[by_state.draw(&mut draw)];
        let other = &states[by_state.draw(&mut draw)];
        let code = &codes[by_code.draw(&mut draw)];
        let acted_upon = draw.below(4) > 0;
        let place = &states[by_state.draw(&mut draw)];
        let (mentions, outlet, story) =
            (1 + draw.below(20), draw.below(2_000), draw.below(1_000_000));
        write!(
            file,
            "{number}\t{date}\t{}\t{}\t{}.5\t",
            &date[..6],
            &date[..4],
            &date[..4],
            number = 400_000_000 + row,
        )?;
        write!(file, "{actor}GOV\tGOVERNMENT\t{actor}\t\t\t\t\tGOV\t\t\t")?;
        if acted_upon {
            write!(file, "{other}\t{other}\t{other}\t\t\t\t\t\t\t\t")?;
        } else {
            write!(file, "\t\t\t\t\t\t\t\t\t\t")?;
        }
        let (base, root) = (&code[..3], &code[..2]);
        let quad = match root {
            "01" | "02" | "03" | "04" | "05" => 1,
            "06" | "07" | "08" => 2,
            "09" | "10" | "11" | "12" | "13" => 3,
            _ => 4,
        };
        write!(
            file,
            "{}\t{code}\t{base}\t{root}\t{quad}\t0.0\t{mentions}\t1\t{mentions}\t-{}.{}\t",
            draw.below(2),
            draw.below(9),
            draw.below(10),
        )?;
        for _ in 0..3 {
            write!(
                file,
                "1\t{place}\t{}\t{}\t\t{}.5\t{}.25\t{}\t",
                &place[..2],
                &place[..2],
                draw.below(80),
                draw.below(179),
                &place[..2]
            )?;
        }
        writeln!(
            file,
            "{date}{:02}{:02}00\thttps://www.outlet-{outlet}.example/{}/story-{story}",
            draw.below(24),
            15 * draw.below(4),
            &date[..4]
        )?;
    }
    file.flush()?;
    Ok(())
}

/// Returns a day as `20150101`.
fn date(day: usize) -> String {
    const MONTHS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut rest = day % 365;
    let mut month = 0;
    while rest >= MONTHS[month] {
        rest -= MONTHS[month];
        month += 1;
    }
    format!("{}{:02}{:02}", FIRST_YEAR + day / 365, month + 1, rest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(date(0), "20150101");
        assert_eq!(date(58), "20150228");
        assert_eq!(date(59), "20150301");
        assert_eq!(date(364), "20151231");
        assert_eq!(date(365), "20160101");
    }

    #[test]
    fn small_ranks_are_drawn_most() {
        let (zipf, mut draw) = (Zipf::over(100), Draw(1));
        let drawn: Vec<usize> = (0..10_000).map(|_| zipf.draw(&mut draw)).collect();
        let count = |rank| drawn.iter().filter(|one| **one == rank).count();
        assert!(drawn.iter().all(|rank| *rank < 100));
        assert!(count(0) > count(1) && count(1) > count(9) && count(9) > 0);
    }
}
