//! Where a city lies: its state and point, from GeoNames' cities of 15,000 people and more
//! (`data/cities.tsv`, CC BY 4.0), with further English names of our own (`data/city_names.tsv`).
//!
//! A name alone means its largest city, where that is several times as large as any of the name
//! in another state; where the text names one of the states, it means the city there. A name that
//! stays open is no place: none is guessed.

use chancery_model::ActorId;
use std::collections::HashMap;
use std::sync::OnceLock;

const CITIES: &str = include_str!("../data/cities.tsv");
/// Names that English news uses and the table lacks, from common knowledge.
const FURTHER_NAMES: &str = include_str!("../data/city_names.tsv");

/// A namesake counts where it has at least this share of the largest one's people.
const RIVAL: u32 = 4;

/// A city.
#[derive(Clone, PartialEq, Debug)]
pub struct City {
    /// The state it lies in.
    pub state: ActorId,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    thousands: u32,
}

/// Returns the city of a name, given the states that the text names around it.
pub fn city(name: &str, states: &[ActorId]) -> Option<City> {
    let lines = index().get(name)?;
    let cities: Vec<City> = lines.iter().filter_map(|line| read(line)).collect();
    if let Some(near) = cities.iter().find(|city| states.contains(&city.state)) {
        return Some(near.clone());
    }
    let largest = cities.iter().max_by_key(|city| city.thousands)?;
    let rivalled = cities.iter().any(|city| {
        city.state != largest.state && city.thousands * RIVAL >= largest.thousands.max(1)
    });
    (!rivalled).then(|| largest.clone())
}

/// Returns the lines of the table by name.
fn index() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static INDEX: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in CITIES.lines().skip(1).chain(FURTHER_NAMES.lines().skip(1)) {
            if let Some((name, rest)) = line.split_once('\t') {
                index.entry(name).or_default().push(rest);
            }
        }
        index
    })
}

fn read(line: &str) -> Option<City> {
    let mut cells = line.split('\t');
    Some(City {
        state: ActorId::from(cells.next()?),
        latitude: cells.next()?.parse().ok()?,
        longitude: cells.next()?.parse().ok()?,
        thousands: cells.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_its_largest_city_or_the_one_in_a_state_that_is_named() {
        let state = |name: &str, near: &[&str]| {
            let near: Vec<ActorId> = near.iter().map(|id| ActorId::from(*id)).collect();
            city(name, &near).map(|city| city.state.to_string())
        };
        assert_eq!(state("Paris", &[]).as_deref(), Some("FRA"));
        assert_eq!(state("Paris", &["USA"]).as_deref(), Some("USA"));
        assert_eq!(state("Kupyansk", &["USA"]).as_deref(), Some("UKR"));
        assert_eq!(state("San Fernando", &[]), None);
        assert_eq!(state("Fallujah", &[]).as_deref(), Some("IRQ"));
        assert_eq!(state("Nowhere-upon-Sea", &[]), None);
    }

    #[test]
    fn every_row_is_read() {
        let lines: usize = index().values().map(Vec::len).sum();
        let read = index().values().flatten().filter_map(|line| read(line));
        assert_eq!(read.count(), lines);
        assert!(lines > 30_000);
    }
}
