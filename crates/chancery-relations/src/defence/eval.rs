//! How well the model of defence does on clashes that it was not fitted on.

use super::{
    history::{Case, cases},
    model::FEATURES,
    world::{StatesError, World},
};
use crate::{
    logistic::{self, LogisticModel},
    scoring::{Cluster, ModelScore, Resampled, resample, round, score},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The ridge penalty, on standardised predictors: set by judgement among 10, 30, 100 and 300, which
/// differ by less than their intervals.
const PENALTY: f64 = 30.0;

/// The later period begins here, and needs so many positives to be a test of its own.
const LATER: i64 = 1980;
const ENOUGH: usize = 30;

/// The scores on defence pacts put to the test, in wars and in fatal disputes apart.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DefenceScores {
    /// Inter-state wars.
    pub wars: DefenceScore,
    /// Militarised disputes in which somebody died.
    pub fatal_disputes: DefenceScore,
}

/// The scores on one set of cases: a target, and a state that owes it defence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DefenceScore {
    /// How the cases scored were kept from the fit.
    pub design: Design,
    /// The scores; `brier_base` is that of the base rate of the years fitted on.
    #[serde(flatten)]
    pub score: ModelScore,
    /// The wars or disputes.
    pub clashes: usize,
    /// The share of allies that fought.
    pub rate: f64,
    /// How many positives there are since 1980.
    pub positive_later: usize,
    /// The intervals that resampling whole wars or disputes gives.
    pub resampled: Resampled,
    /// The same since 1945, where the era's rate is another.
    pub since_1945: Option<ModelScore>,
}

/// How cases were kept from the fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// Fitted before 1980, scored since.
    BeforeAndAfter1980,
    /// Too few since 1980: each year's clashes are left out in turn, with those of the years
    /// before and after, which may belong to the same war.
    LeaveOneYearOut,
}

/// Scores the model on the files of a folder (`(name, bytes)`, unpacked), always fitted on other
/// clashes than it is scored on.
pub fn evaluate(files: &[(String, Vec<u8>)], seed: u64) -> Result<DefenceScores, StatesError> {
    let cases = cases(&World::read(files)?);
    let forecasts = left_out(&cases);
    let of = |war: bool| one(&cases, &forecasts, war, seed);
    Ok(DefenceScores {
        wars: of(true),
        fatal_disputes: of(false),
    })
}

/// Fits the model on all clashes and returns the table that the crate carries.
pub fn fit(files: &[(String, Vec<u8>)]) -> Result<String, StatesError> {
    let cases = cases(&World::read(files)?);
    let model = fit_on(&cases.iter());
    Ok(logistic::table(&[("defend", &model)]))
}

fn fit_on<'cases>(cases: &(impl Iterator<Item = &'cases Case> + Clone)) -> LogisticModel {
    let sample = |usual: &LogisticModel| -> Vec<(Vec<f64>, bool)> {
        let features = |case: &Case| (case.situation.features(usual), case.defended);
        cases.clone().map(features).collect()
    };
    // What is unknown takes the mean of what is known.
    let mut usual = LogisticModel::default();
    for (name, known) in [
        (
            "capability",
            (|case: &Case| {
                case.situation
                    .capability
                    .map(|share| libm::log(share + 1e-4))
            }) as fn(&Case) -> Option<f64>,
        ),
        ("distance-to-attacker", |case| {
            case.situation.to_attacker.map(|far| libm::log(100.0 + far))
        }),
        ("distance", |case| {
            case.situation.to_target.map(|far| libm::log(100.0 + far))
        }),
    ] {
        let values: Vec<f64> = cases.clone().filter_map(known).collect();
        #[expect(clippy::cast_precision_loss, reason = "samples are small")]
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        usual.coefficients.push(logistic::Coefficient {
            name: name.to_owned(),
            mean,
            deviation: 0.0,
            weight: 0.0,
            error: 0.0,
        });
    }
    logistic::fit(FEATURES, &sample(&usual), PENALTY)
}

/// What is forecast of a case, and the base rate told instead; from other years' cases only.
struct Forecast {
    chance: f64,
    base: f64,
    design: Design,
}

/// Returns the forecast of each case in which defence was owed.
fn left_out(cases: &[Case]) -> Vec<Option<Forecast>> {
    let owed = |case: &&Case| case.situation.defence;
    let later: BTreeMap<bool, usize> = [false, true]
        .into_iter()
        .map(|war| {
            let positive = |case: &&Case| {
                owed(case) && case.clash.0 == war && case.year >= LATER && case.defended
            };
            (war, cases.iter().filter(positive).count())
        })
        .collect();
    let split = |war: bool| later.get(&war).is_some_and(|positive| *positive >= ENOUGH);
    let mut forecasts: Vec<Option<Forecast>> = cases.iter().map(|_| None).collect();
    let mut forecast = |model: &LogisticModel,
                        kept: &dyn Fn(&Case) -> bool,
                        wanted: &dyn Fn(&Case) -> bool,
                        design| {
        for war in [false, true] {
            let of_kind = |case: &&Case| owed(case) && case.clash.0 == war && kept(case);
            let base = rate(cases.iter().filter(of_kind));
            for (case, held) in cases.iter().zip(&mut forecasts) {
                if owed(&case) && case.clash.0 == war && wanted(case) {
                    let chance = model.probability(&case.situation.features(model));
                    *held = Some(Forecast {
                        chance,
                        base,
                        design,
                    });
                }
            }
        }
    };
    if split(true) || split(false) {
        let kept = |case: &Case| case.year < LATER;
        let model = fit_on(&cases.iter().filter(|case| kept(case)));
        let wanted = |case: &Case| case.year >= LATER && split(case.clash.0);
        forecast(&model, &kept, &wanted, Design::BeforeAndAfter1980);
    }
    let years: BTreeSet<i64> = cases
        .iter()
        .filter(owed)
        .filter(|case| !split(case.clash.0))
        .map(|case| case.year)
        .collect();
    for year in years {
        let kept = |case: &Case| (case.year - year).abs() > 1;
        let model = fit_on(&cases.iter().filter(|case| kept(case)));
        let wanted = |case: &Case| case.year == year && !split(case.clash.0);
        forecast(&model, &kept, &wanted, Design::LeaveOneYearOut);
    }
    forecasts
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn rate<'cases>(cases: impl Iterator<Item = &'cases Case>) -> f64 {
    let (mut all, mut fought) = (0_usize, 0_usize);
    for case in cases {
        all += 1;
        fought += usize::from(case.defended);
    }
    fought as f64 / all.max(1) as f64
}

fn one(cases: &[Case], forecasts: &[Option<Forecast>], war: bool, seed: u64) -> DefenceScore {
    let scored = || {
        cases
            .iter()
            .zip(forecasts)
            .filter(move |(case, _)| case.clash.0 == war)
            .filter_map(|(case, forecast)| Some((case, forecast.as_ref()?)))
    };
    let mut clusters: BTreeMap<i64, Cluster> = BTreeMap::new();
    for (case, forecast) in scored() {
        let cluster = clusters.entry(case.clash.1).or_insert_with(|| Cluster {
            forecasts: Vec::new(),
        });
        let told = (forecast.chance, forecast.base, case.defended);
        cluster.forecasts.push(told);
    }
    let clusters: Vec<Cluster> = clusters.into_values().collect();
    let pairs = |from: i64| {
        scored()
            .filter(move |(case, _)| case.year >= from)
            .map(|(case, forecast)| (forecast.chance, case.defended))
            .collect::<Vec<_>>()
    };
    let base = scored().map(|(case, forecast)| (forecast.base, case.defended));
    let base: Vec<(f64, bool)> = base.collect();
    let mut whole = score(pairs(i64::MIN));
    whole.brier_base = crate::scoring::brier(base.into_iter());
    let since = pairs(1946);
    DefenceScore {
        design: scored()
            .next()
            .map_or(Design::LeaveOneYearOut, |(_, forecast)| forecast.design),
        score: whole,
        clashes: clusters.len(),
        rate: round(rate(scored().map(|(case, _)| case))),
        positive_later: scored()
            .filter(|(case, _)| case.year >= LATER && case.defended)
            .count(),
        resampled: resample(&clusters, 1_000, seed),
        since_1945: (!since.is_empty()).then(|| score(since)),
    }
}
