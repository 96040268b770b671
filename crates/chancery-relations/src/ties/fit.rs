//! The hyper-parameters by maximum likelihood.
//!
//! What is observed of a pair is which type of deed comes next. Given a level x, a type t has the
//! probability `w_t · exp(−(y_t − x)²/2σ_t²)` over the sum of that over all types, with `y_t` the
//! mean level of the type's deeds, `σ_t` its deviation and `w_t` a weight for how common it is: the
//! exponential is the very factor by which the filter learns from the type. The level itself is
//! spread as the filter expects it of the day, so that the likelihood is prequential (Dawid 1984,
//! *JRSS A* 147): each day is scored with what was known before it. A Gaussian likelihood of the
//! levels would not do, for a type's level is nearly constant, and pairs of which one type is told
//! over and over would prove it exact.
//!
//! Maximised by a pattern search over the logarithms of the parameters (Hooke and Jeeves 1961,
//! *JACM* 8), the weights set between its rounds so that every type is expected as often as it came.

use super::{
    TieModel,
    deeds::Deed,
    evidence::{Dossier, Intake},
    level,
    model::{DEVIATION, DRIFT, PRIOR},
};
use crate::day;
use chancery_model::{Date, EventType, Statement};
use std::{borrow::Borrow, fmt::Write};

/// One number for each type of event, in the order of [`EventType::ALL`].
type ByType = [f64; 16];

/// The dossiers that a model is fitted to.
#[derive(Debug)]
pub struct Sample {
    dossiers: Vec<Dossier>,
    means: ByType,
}

/// A fitted model.
#[derive(Clone, PartialEq, Debug)]
pub struct Fit {
    /// The model.
    pub model: TieModel,
    /// How common each type is at its own level, relative to the others.
    weights: ByType,
}

/// How much better a fit does than the judged model, in the years it was fitted on and in others.
#[derive(Clone, PartialEq, Debug, serde::Serialize)]
pub struct FitReport {
    /// Pairs with deeds.
    pub pairs: usize,
    /// Deeds.
    pub deeds: usize,
    /// The judged model on all years.
    pub judged: FitScore,
    /// Each degree of freedom.
    pub fits: Vec<FitCheck>,
}

/// A degree of freedom, fitted on one half of the years and scored on the other.
#[derive(Clone, PartialEq, Debug, serde::Serialize)]
pub struct FitCheck {
    /// What was fitted.
    pub freedom: Freedom,
    /// Fitted on all years, and scored on them.
    pub all: FitScore,
    /// Fitted on the earlier years, scored on the later.
    pub later: FitScore,
    /// The judged model on the later years.
    pub later_judged: FitScore,
    /// Fitted on the later years, scored on the earlier.
    pub earlier: FitScore,
    /// The judged model on the earlier years.
    pub earlier_judged: FitScore,
}

/// How well a model tells what comes next.
#[derive(Clone, Copy, PartialEq, Debug, Default, serde::Serialize)]
pub struct FitScore {
    /// Deeds scored.
    pub deeds: usize,
    /// The mean natural logarithm of the probability that the model gave to the type that came.
    pub log_score: f64,
}

/// The first and the last day that are scored.
pub type Days = (Option<Date>, Option<Date>);

/// Nodes and weights of Gauss–Hermite quadrature of order 7 for the standard normal.
const NODES: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 0.000_548_268_855_972_218),
    (-2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (-1.154_405_394_739_968, 0.240_123_178_605_013),
    (0.0, 0.457_142_857_142_857),
    (1.154_405_394_739_968, 0.240_123_178_605_013),
    (2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (3.750_439_717_725_742, 0.000_548_268_855_972_218),
];

/// The step of the search on the logarithm of a parameter, at first and at last.
const STEPS: (f64, f64) = (0.4, 0.02);

/// At most so many rounds over all parameters.
const ROUNDS: usize = 60;

/// What the fit may change.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freedom {
    /// What the committed model takes from the data: the drift, but not under 0.1 a year; the
    /// factors of reported and historical deeds; and one factor on the deviations of all types but
    /// attacks, whose proportions stay as judged. Attacks stay as judged, where the fit of every type
    /// leaves them too: one clash tells of enmity. The prior stays wide, so that a record of one article can
    /// speak: the likelihood, most of whose pairs are told of once or twice, would shrink those.
    Committed,
    /// The same without the bound on the drift, and the prior as well.
    Prior,
    /// The prior and the drift, and each type's deviation by itself.
    EveryType,
}

impl Freedom {
    /// Returns the parameters that are moved, those of a group together.
    fn groups(self) -> Vec<Vec<String>> {
        let (types, others): (Vec<String>, Vec<String>) =
            TieModel::fitted().partition(|name| name.starts_with(DEVIATION));
        let alone = |name: String| vec![name];
        let others = others
            .into_iter()
            .filter(|name| self != Self::Committed || name != PRIOR);
        let mut groups: Vec<Vec<String>> = others.map(alone).collect();
        match self {
            Self::EveryType => groups.extend(types.into_iter().map(alone)),
            Self::Committed | Self::Prior => {
                let attack = format!("{DEVIATION}{}", EventType::Assault);
                groups.push(types.into_iter().filter(|name| *name != attack).collect());
            }
        }
        groups
    }

    /// Returns what a parameter stays between. A type wider than 3 says nothing of a tie within ±1,
    /// and none is finer than a third of a label; a tie that drifts less than 0.1 a year would be as
    /// sure after ten years without news as on its day.
    fn bounds(self, name: &str) -> (f64, f64) {
        match name {
            DRIFT if self == Self::Committed => (0.1, 1.0),
            DRIFT => (0.01, 1.0),
            _ => (0.1, 3.0),
        }
    }
}

impl Sample {
    /// Takes in statements.
    pub fn of<S: Borrow<Statement>>(statements: impl IntoIterator<Item = S>) -> Self {
        let mut intake = Intake::new(None);
        for statement in statements {
            intake.take(statement.borrow());
        }
        let dossiers: Vec<Dossier> = intake
            .dossiers()
            .into_values()
            .filter(|dossier| !dossier.deeds.is_empty())
            .collect();
        let mut sums = [(0.0, 0.0); 16];
        for deed in dossiers.iter().flat_map(|dossier| &dossier.deeds) {
            let (sum, count) = &mut sums[deed.event_type as usize];
            *sum += deed.level;
            *count += 1.0;
        }
        Self {
            dossiers,
            means: sums.map(|(sum, count)| if count > 0.0 { sum / count } else { 0.0 }),
        }
    }

    /// Returns how many pairs and deeds there are.
    pub fn size(&self) -> (usize, usize) {
        let deeds = self.dossiers.iter().map(|dossier| dossier.deeds.len());
        (self.dossiers.len(), deeds.sum())
    }

    /// Returns a model as it is, only its weights set on some days.
    pub fn weigh(&self, model: &TieModel, days: Days) -> Fit {
        let mut fit = Fit {
            model: model.clone(),
            weights: [1.0; 16],
        };
        for _ in 0..30 {
            self.balance(&mut fit, days);
        }
        fit
    }

    /// Fits the parameters on some days, starting from a model.
    pub fn fit(&self, start: &TieModel, freedom: Freedom, days: Days) -> Fit {
        let mut best = self.weigh(start, days);
        let mut value = self.tally(&best, days).log_score;
        let groups = freedom.groups();
        let mut step = STEPS.0;
        for _ in 0..ROUNDS {
            let before = value;
            for group in &groups {
                for direction in [step, -step] {
                    let mut tried = best.clone();
                    for name in group {
                        if let Some(slot) = tried.model.parameter(name) {
                            let (least, most) = freedom.bounds(name);
                            *slot = (*slot * libm::exp(direction)).clamp(least, most);
                        }
                    }
                    let reached = self.tally(&tried, days).log_score;
                    if reached > value {
                        (best, value) = (tried, reached);
                        break;
                    }
                }
            }
            self.balance(&mut best, days);
            value = self.tally(&best, days).log_score;
            if value - before < 1e-5 {
                step /= 2.0;
                if step < STEPS.1 {
                    break;
                }
            }
        }
        best
    }

    /// Returns how well a fit tells the types of the deeds of some days.
    pub fn score(&self, fit: &Fit, days: Days) -> FitScore {
        let tally = self.tally(fit, days);
        FitScore {
            deeds: tally.deeds,
            log_score: (tally.log_score * 1e5).round() / 1e5,
        }
    }

    /// Fits every degree of freedom on the days up to one and on those after it, and scores each on
    /// the others.
    pub fn report(&self, last_earlier: Date) -> FitReport {
        let all = (None, None);
        let earlier = (None, Some(last_earlier));
        let later = (last_earlier.tomorrow().ok(), None);
        let judged = TieModel::JUDGED;
        let across = |fit: Fit, days| self.score(&fit, days);
        let check = |freedom| FitCheck {
            freedom,
            all: across(self.fit(&judged, freedom, all), all),
            later: across(self.fit(&judged, freedom, earlier), later),
            later_judged: across(self.weigh(&judged, earlier), later),
            earlier: across(self.fit(&judged, freedom, later), earlier),
            earlier_judged: across(self.weigh(&judged, later), earlier),
        };
        let (pairs, deeds) = self.size();
        FitReport {
            pairs,
            deeds,
            judged: across(self.weigh(&judged, all), all),
            fits: [Freedom::Committed, Freedom::Prior, Freedom::EveryType]
                .map(check)
                .into(),
        }
    }

    /// Moves the weights towards those under which each type is expected as often as it came.
    fn balance(&self, fit: &mut Fit, days: Days) {
        let tally = self.tally(fit, days);
        for (weight, (came, expected)) in fit
            .weights
            .iter_mut()
            .zip(tally.came.iter().zip(tally.expected))
        {
            *weight *= (came + 0.5) / (expected + 0.5);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "deeds are few")]
    fn tally(&self, fit: &Fit, days: Days) -> Tally {
        let first = days.0.map_or(i64::MIN, day::number);
        let last = days.1.map_or(i64::MAX, day::number);
        let density = Density::of(fit, &self.means);
        let mut tally = Tally {
            deeds: 0,
            log_score: 0.0,
            came: [0.0; 16],
            expected: [0.0; 16],
        };
        for dossier in &self.dossiers {
            level::foresee(dossier, &fit.model, |day, expected, deeds: &[Deed]| {
                if !(first..=last).contains(&day) {
                    return;
                }
                let chances = density.chances(expected);
                for deed in deeds {
                    let index = deed.event_type as usize;
                    tally.deeds += 1;
                    tally.log_score += libm::log(chances[index].max(1e-12));
                    tally.came[index] += 1.0;
                    for (sum, chance) in tally.expected.iter_mut().zip(chances) {
                        *sum += chance;
                    }
                }
            });
        }
        tally.log_score /= tally.deeds.max(1) as f64;
        tally
    }
}

/// What came and what was expected, over some days.
struct Tally {
    deeds: usize,
    log_score: f64,
    came: ByType,
    expected: ByType,
}

/// The probabilities of the types on a grid of levels.
struct Density {
    grid: Vec<ByType>,
}

/// The grid reaches from −`REACH` to `REACH` with so many steps to the unit.
const REACH: f64 = 3.0;
const FINENESS: f64 = 50.0;

impl Density {
    fn of(fit: &Fit, means: &ByType) -> Self {
        let points = (2.0 * REACH * FINENESS) as usize + 1;
        let grid = (0..points).map(|point| {
            let level = point as f64 / FINENESS - REACH;
            let mut chances = [0.0; 16];
            for (index, chance) in chances.iter_mut().enumerate() {
                let off = (means[index] - level) / fit.model.deviations[index];
                *chance = fit.weights[index] * libm::exp(-0.5 * off * off);
            }
            let sum: f64 = chances.iter().sum();
            chances.map(|chance| chance / sum.max(f64::MIN_POSITIVE))
        });
        Self {
            grid: grid.collect(),
        }
    }

    /// Returns the probability of each type where the level is known as far as an estimate goes.
    fn chances(&self, expected: level::Estimate) -> ByType {
        let deviation = expected.variance.sqrt();
        let mut chances = [0.0; 16];
        for (node, weight) in NODES {
            let level = (expected.level + node * deviation).clamp(-REACH, REACH);
            let place = ((level + REACH) * FINENESS).round() as usize;
            if let Some(there) = self.grid.get(place) {
                for (chance, share) in chances.iter_mut().zip(there) {
                    *chance += weight * share;
                }
            }
        }
        chances
    }
}

impl Fit {
    /// Returns the table that [`TieModel::parse`] reads, under comments on where it is from.
    pub fn table(&self, comments: &[String]) -> String {
        let mut model = self.model.clone();
        let mut table = String::new();
        for comment in comments {
            let _ = writeln!(table, "# {comment}");
        }
        table += "# parameter\tvalue\n";
        for name in TieModel::fitted() {
            if let Some(value) = model.parameter(&name) {
                let _ = writeln!(table, "{name}\t{value:.4}");
            }
        }
        table
    }
}
