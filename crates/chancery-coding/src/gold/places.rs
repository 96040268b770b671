//! Where events happened, against places that a reader put on the map (`labels/places.tsv`).

use chancery_model::Statement;
use serde::Serialize;
use std::fmt;

/// A city counts as found within so many kilometres.
const NEAR: f64 = 50.0;
/// The mean radius of the Earth in kilometres.
const RADIUS: f64 = 6_371.0;

/// A labelled place.
#[derive(Clone, PartialEq, Debug)]
pub struct PlaceLabel {
    /// The file under the data folder.
    pub file: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// The first byte of the place in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The SHA-256 of the text in hexadecimal.
    pub sha256: String,
    /// The day of publication.
    pub date: String,
    /// The state that it lies in; none where states dispute it.
    pub state: Option<String>,
    /// Degrees north and east, for a city or a place within one.
    pub point: Option<[f64; 2]>,
}

/// How many places are right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PlaceReport {
    /// Labelled places whose text is there.
    pub places: usize,
    /// Of these, places of an event that is coded today.
    pub coded: usize,
    /// Of the coded ones, those with the right state.
    pub state_right: usize,
    /// Of the coded ones, those with another state.
    pub state_wrong: usize,
    /// Of the coded ones, cities.
    pub cities: usize,
    /// Of these, those put within 50 kilometres.
    pub city_near: usize,
    /// Points that are farther away, or stand for what is no city.
    pub point_wrong: usize,
}

/// Reads labels from tab-separated lines with a header.
pub fn parse_place_labels(text: &str) -> Result<Vec<PlaceLabel>, String> {
    let mut labels = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let wrong = || format!("line {}: not a place of nine columns", number + 1);
        let columns: Vec<&str> = line.split('\t').collect();
        let [file, at, start, end, sha256, date, state, north, east] = columns[..] else {
            return Err(wrong());
        };
        let point = match (north, east) {
            ("-", "-") => None,
            _ => Some([
                north.parse().map_err(|_| wrong())?,
                east.parse().map_err(|_| wrong())?,
            ]),
        };
        labels.push(PlaceLabel {
            file: file.to_owned(),
            line: at.parse().map_err(|_| wrong())?,
            start: start.parse().map_err(|_| wrong())?,
            end: end.parse().map_err(|_| wrong())?,
            sha256: sha256.to_owned(),
            date: date.to_owned(),
            state: (state != "-").then(|| state.to_owned()),
            point,
        });
    }
    Ok(labels)
}

impl PlaceReport {
    /// Counts one label against the statements of its text.
    pub fn add(&mut self, label: &PlaceLabel, text: &str, statements: &[Statement]) {
        self.places += 1;
        let words = text.get(label.start..label.end).unwrap_or("");
        let event = statements
            .iter()
            .filter_map(Statement::event)
            .find(|event| event.place.as_deref() == Some(words));
        let Some(event) = event else {
            return;
        };
        self.coded += 1;
        let found = event.place_state.as_ref().map(|state| state.as_str());
        if found == label.state.as_deref() {
            self.state_right += 1;
        } else if found.is_some() {
            self.state_wrong += 1;
        }
        self.cities += usize::from(label.point.is_some());
        if let Some(found) = event.point {
            match label.point {
                Some(point) if distance(found, point) <= NEAR => self.city_near += 1,
                _ => self.point_wrong += 1,
            }
        }
    }
}

/// Returns the kilometres between two points on the globe (the haversine formula).
fn distance(one: [f64; 2], other: [f64; 2]) -> f64 {
    let [north, east] = one.map(f64::to_radians);
    let [other_north, other_east] = other.map(f64::to_radians);
    let half = |angle: f64| {
        let sine = libm::sin(angle / 2.0);
        sine * sine
    };
    let chord = half(other_north - north)
        + libm::cos(north) * libm::cos(other_north) * half(other_east - east);
    2.0 * RADIUS * libm::asin(chord.sqrt().min(1.0))
}

impl fmt::Display for PlaceReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        writeln!(out, "{} places, {} coded", self.places, self.coded)?;
        writeln!(
            out,
            "state right {} ({:.3}), another one {}",
            self.state_right,
            share(self.state_right, self.coded),
            self.state_wrong
        )?;
        writeln!(
            out,
            "cities within 50 km {} of {} ({:.3}); points elsewhere {}",
            self.city_near,
            self.cities,
            share(self.city_near, self.cities),
            self.point_wrong
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        let (paris, london) = ([48.857, 2.352], [51.507, -0.128]);
        assert!((distance(paris, london) - 344.0).abs() < 2.0);
        assert_eq!(distance(paris, paris), 0.0);
        assert!((distance([0.0, 0.0], [0.0, 180.0]) - 20_015.0).abs() < 1.0);
    }

    #[test]
    fn the_labels_that_are_kept_can_be_read() {
        let labels = parse_place_labels(include_str!("../../labels/places.tsv")).expect("labels");
        assert!(labels.len() >= 100);
        let cities = labels.iter().filter(|label| label.point.is_some()).count();
        assert!(cities >= 50);
        let mut report = PlaceReport::default();
        report.add(&labels[0], "", &[]);
        assert_eq!((report.places, report.coded), (1, 0));
        assert!(parse_place_labels("head\nx\ty\n").is_err());
    }
}
