//! Scores of probability forecasts: Brier and log score against simpler forecasts, calibration,
//! resolution, sharpness (Brier 1950; Murphy 1973; Gneiting and Raftery 2007).

use super::{Day, Subject};
use serde::Serialize;

/// How forecasts of one class and horizon did.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Score {
    /// What was forecast.
    pub class: Subject,
    /// The days ahead.
    pub horizon: u16,
    /// How many forecasts were made.
    pub forecasts: usize,
    /// In how many windows it happened.
    pub happened: usize,
    /// The model.
    pub model: Loss,
    /// The dyad's own base rate.
    pub base_rate: Loss,
    /// A count that fades in sixty days, as a Poisson process.
    pub recurrency: Loss,
    /// What the last window held.
    pub last_value: Loss,
    /// `1 − Brier/Brier of the base rate`.
    pub skill: f64,
    /// The lower end of its 90 % interval, over resampled months of origins.
    pub skill_low: f64,
    /// The upper end.
    pub skill_high: f64,
    /// The mean distance of forecast and frequency, over ten bins of equal width.
    pub calibration_error: f64,
    /// The same over twenty bins of equal size.
    pub calibration_error_by_rank: f64,
    /// Murphy's reliability over the ten bins: lower is better.
    pub reliability: f64,
    /// Murphy's resolution over the ten bins: higher is better.
    pub resolution: f64,
    /// The variance of the outcome.
    pub uncertainty: f64,
    /// The standard deviation of the forecasts.
    pub sharpness: f64,
    /// The reliability diagram.
    pub bins: Vec<Bin>,
}

/// The mean loss of one way of forecasting.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Loss {
    /// The mean squared error.
    pub brier: f64,
    /// The mean of −log of the probability given to what came, in nats; forecasts are kept between
    /// 0.001 and 0.999.
    pub log: f64,
}

/// Forecasts of about the same probability.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Bin {
    /// The lower border.
    pub low: f64,
    /// The upper border.
    pub high: f64,
    /// How many forecasts.
    pub forecasts: usize,
    /// In how many windows it happened.
    pub happened: usize,
    /// The mean forecast.
    pub mean: f64,
}

impl Bin {
    /// Returns the share of windows in which it happened.
    #[must_use]
    pub fn share(&self) -> f64 {
        ratio(self.happened as f64, self.forecasts)
    }
}

/// One forecast with its rivals and its outcome.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scored {
    /// As of which day it was made.
    pub origin: Day,
    /// The probability that the model gave.
    pub model: f64,
    /// The base rate as of that day.
    pub base: f64,
    /// What a simpler forecast gave.
    pub recurrency: f64,
    /// What the last window held, 0 or 1.
    pub last: f64,
    /// Whether it happened.
    pub happened: bool,
}

fn ratio(sum: f64, count: usize) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

fn brier(probability: f64, happened: bool) -> f64 {
    let error = probability - f64::from(u8::from(happened));
    error * error
}

fn loss(cases: &[Scored], pick: fn(&Scored) -> f64) -> Loss {
    let mut total = Loss::default();
    for case in cases {
        let probability = pick(case);
        total.brier += brier(probability, case.happened);
        let kept = probability.clamp(0.001, 0.999);
        total.log -= libm::log(if case.happened { kept } else { 1.0 - kept });
    }
    Loss {
        brier: ratio(total.brier, cases.len()),
        log: ratio(total.log, cases.len()),
    }
}

/// Scores forecasts; the bootstrap draws months of origins with the seed.
#[must_use]
pub fn score(class: Subject, horizon: u16, cases: &[Scored], seed: u64) -> Score {
    let happened = cases.iter().filter(|case| case.happened).count();
    let share = ratio(happened as f64, cases.len());
    let bins = bins(cases);
    let weighted = |value: fn(&Bin, f64) -> f64| {
        let sum: f64 = bins
            .iter()
            .map(|bin| bin.forecasts as f64 * value(bin, share))
            .sum();
        ratio(sum, cases.len())
    };
    let mean = ratio(cases.iter().map(|case| case.model).sum(), cases.len());
    let variance = cases
        .iter()
        .map(|case| (case.model - mean) * (case.model - mean))
        .sum();
    let (model, base_rate) = (
        loss(cases, |case| case.model),
        loss(cases, |case| case.base),
    );
    let (skill_low, skill_high) = interval(cases, seed);
    Score {
        class,
        horizon,
        forecasts: cases.len(),
        happened,
        model,
        base_rate,
        recurrency: loss(cases, |case| case.recurrency),
        last_value: loss(cases, |case| case.last),
        skill: skill(model.brier, base_rate.brier),
        skill_low,
        skill_high,
        calibration_error: weighted(|bin, _| (bin.mean - bin.share()).abs()),
        calibration_error_by_rank: by_rank(cases),
        reliability: weighted(|bin, _| (bin.mean - bin.share()) * (bin.mean - bin.share())),
        resolution: weighted(|bin, share| (bin.share() - share) * (bin.share() - share)),
        uncertainty: share * (1.0 - share),
        sharpness: ratio(variance, cases.len()).sqrt(),
        bins,
    }
}

fn skill(model: f64, base: f64) -> f64 {
    if base > 0.0 { 1.0 - model / base } else { 0.0 }
}

/// Returns the place of a probability among ten bins.
pub(crate) fn bin_of(probability: f64) -> usize {
    ((probability * 10.0) as usize).min(9)
}

fn bins(cases: &[Scored]) -> Vec<Bin> {
    let mut bins: Vec<Bin> = (0..10)
        .map(|at| Bin {
            low: f64::from(at) / 10.0,
            high: f64::from(at + 1) / 10.0,
            ..Bin::default()
        })
        .collect();
    for case in cases {
        let bin = &mut bins[bin_of(case.model)];
        bin.forecasts += 1;
        bin.happened += usize::from(case.happened);
        bin.mean += case.model;
    }
    for bin in &mut bins {
        bin.mean = ratio(bin.mean, bin.forecasts);
    }
    bins
}

/// Returns the mean distance of forecast and frequency over twenty bins of equal size.
fn by_rank(cases: &[Scored]) -> f64 {
    let mut sorted: Vec<(f64, bool)> = cases
        .iter()
        .map(|case| (case.model, case.happened))
        .collect();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let size = sorted.len().div_ceil(20).max(1);
    let sum: f64 = sorted
        .chunks(size)
        .map(|part| {
            let forecast: f64 = part.iter().map(|(probability, _)| probability).sum();
            let happened = part.iter().filter(|(_, happened)| *happened).count() as f64;
            (forecast - happened).abs()
        })
        .sum();
    ratio(sum, cases.len())
}

/// Returns the 90 % interval of the skill, over 500 samples of months (30 days of origins) drawn
/// with replacement.
fn interval(cases: &[Scored], seed: u64) -> (f64, f64) {
    let mut months: std::collections::BTreeMap<Day, (f64, f64)> = std::collections::BTreeMap::new();
    for case in cases {
        let month = months.entry(case.origin.div_euclid(30)).or_default();
        month.0 += brier(case.model, case.happened);
        month.1 += brier(case.base, case.happened);
    }
    let months: Vec<(f64, f64)> = months.into_values().collect();
    if months.is_empty() {
        return (0.0, 0.0);
    }
    let mut random = Random(seed);
    let mut skills: Vec<f64> = (0..500)
        .map(|_| {
            let (mut model, mut base) = (0.0, 0.0);
            for _ in 0..months.len() {
                let month = months[random.below(months.len())];
                model += month.0;
                base += month.1;
            }
            skill(model, base)
        })
        .collect();
    skills.sort_by(f64::total_cmp);
    (skills[25], skills[474])
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((mixed ^ (mixed >> 31)) >> 32) as usize * limit) >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::EventType;

    #[test]
    fn a_perfect_a_useless_and_a_biased_forecast() {
        let scored = |model: f64, happened: bool, origin: Day| Scored {
            origin,
            model,
            base: 0.5,
            recurrency: 0.0,
            last: 1.0,
            happened,
        };
        let class = Subject::Act(super::super::Class::Type(EventType::Consult));
        let perfect: Vec<_> = (0..400)
            .map(|at| scored(f64::from(u8::from(at % 2 == 0)), at % 2 == 0, at))
            .collect();
        let perfect = score(class.clone(), 7, &perfect, 1);
        assert_eq!((perfect.skill, perfect.calibration_error), (1.0, 0.0));
        assert_eq!(perfect.resolution, perfect.uncertainty);
        let useless: Vec<_> = (0..400).map(|at| scored(0.5, at % 2 == 0, at)).collect();
        let useless = score(class.clone(), 7, &useless, 1);
        assert_eq!((useless.skill, useless.sharpness), (0.0, 0.0));
        let biased: Vec<_> = (0..400).map(|at| scored(0.75, at % 2 == 0, at)).collect();
        let biased = score(class.clone(), 7, &biased, 1);
        assert!((biased.calibration_error - 0.25).abs() < 1e-12);
        assert!(biased.skill_low <= biased.skill && biased.skill <= biased.skill_high);
        assert_eq!(score(class, 7, &[], 1).forecasts, 0);
    }
}
