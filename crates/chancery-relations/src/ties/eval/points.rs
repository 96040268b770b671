//! Ties against distance in the General Assembly: friends should vote alike.

use super::rank::spearman;
use crate::{
    table::{Table, number, whole},
    ties::{TieModel, Ties},
};
use chancery_model::{ActorId, Date};
use chancery_store::Record;
use serde::Serialize;
use std::collections::BTreeMap;

/// The rank correlation of ties and ideal-point distances, by year.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PointsReport {
    /// Each year; a negative correlation says that friends lie closer.
    pub years: Vec<PointsYear>,
    /// The mean of the years' correlations.
    pub mean: Option<f64>,
}

/// One year.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PointsYear {
    /// The year at whose end the ties stand; the session of the Assembly that began in it.
    pub year: i16,
    /// Pairs of states with a tie and two ideal points.
    pub pairs: usize,
    /// Spearman's rank correlation over them.
    pub correlation: Option<f64>,
    /// Pairs whose tie has a sign: the interval excludes the neutral band.
    pub signed_pairs: usize,
    /// The correlation over these.
    pub signed_correlation: Option<f64>,
}

/// Correlates the ties at each year's end with the distance of ideal points (Bailey, Strezhnev and
/// Voeten 2017; columns session, iso3c and `IdealPoint`).
pub fn ideal_points(record: &Record, model: &TieModel, points: &[u8]) -> PointsReport {
    let table = Table::lenient(points);
    let [session, state, point] = ["session", "iso3c", "IdealPoint"].map(|name| table.column(name));
    let mut sessions: BTreeMap<i64, BTreeMap<ActorId, f64>> = BTreeMap::new();
    for row in &table.rows {
        if let (Some(session), Some(state), Some(point)) =
            (whole(row, session), row.get(state), number(row, point))
        {
            sessions
                .entry(session)
                .or_default()
                .insert(state.into(), point);
        }
    }
    let days = record
        .statements
        .iter()
        .filter_map(|statement| statement.date.reported);
    let (first, last) = days.fold((i16::MAX, i16::MIN), |(first, last), day| {
        (first.min(day.year()), last.max(day.year()))
    });
    let mut years = Vec::new();
    for (session, points) in sessions {
        let year = i16::try_from(session + 1945).unwrap_or(0);
        if !(first..=last).contains(&year) {
            continue;
        }
        let ties = Ties::of(&record.as_of(Date::new(year, 12, 31).ok()), model);
        let both = ties.all().iter().filter_map(|tie| {
            let distance = points.get(&tie.a).zip(points.get(&tie.b));
            distance.map(|(one, other)| (tie.sign, (tie.value, (one - other).abs())))
        });
        let both: Vec<(i8, (f64, f64))> = both.collect();
        let pairs: Vec<(f64, f64)> = both.iter().map(|(_, pair)| *pair).collect();
        let signed: Vec<(f64, f64)> = both
            .iter()
            .filter(|(sign, _)| *sign != 0)
            .map(|(_, pair)| *pair)
            .collect();
        let round = |number: f64| (number * 1e4).round() / 1e4;
        years.push(PointsYear {
            year,
            pairs: pairs.len(),
            correlation: spearman(&pairs).map(round),
            signed_pairs: signed.len(),
            signed_correlation: spearman(&signed).map(round),
        });
    }
    let found: Vec<f64> = years.iter().filter_map(|year| year.correlation).collect();
    #[expect(clippy::cast_precision_loss, reason = "years are few")]
    let mean = (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64);
    PointsReport {
        years,
        mean: mean.map(|mean| (mean * 1e4).round() / 1e4),
    }
}
