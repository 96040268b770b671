//! The constants of the tie model, each with its reason.

use super::deeds::{Deed, Word};
use chancery_model::{AgreementKind, Commodity, EventType, Obligation, TieLabel};
use std::sync::LazyLock;

static COMMITTED: LazyLock<TieModel> =
    LazyLock::new(|| TieModel::parse(include_str!("../../data/tie-model.tsv")));

/// The hyper-parameters of the tie model. Standard deviations are in units of the tie (−1…1).
///
/// Those marked *fitted* are estimated by maximum likelihood (`chancery eval ties --fit`) and kept
/// in `data/tie-model.tsv`; [`TieModel::default`] reads them from there.
#[derive(Clone, PartialEq, Debug)]
pub struct TieModel {
    /// How far a tie drifts in a year without news: the standard deviation of the random walk after
    /// 365 days. Fitted.
    pub drift_per_year: f64,
    /// What is known of a pair before any evidence: level 0 with this standard deviation. 0.5 puts
    /// nine pairs in ten between −0.82 and 0.82.
    pub prior_deviation: f64,
    /// How far a deed of each type strays from the tie it is a sign of (standard deviation), in the
    /// order of [`EventType::ALL`]. Friends and foes alike meet, ask and refuse, and few but enemies
    /// attack. Fitted is a common factor on all but attacks, their proportions being judged.
    pub deviations: [f64; 16],
    /// The factor on the variance of what an outlet reports against what the text states. Fitted.
    pub reported_factor: f64,
    /// The factor on the variance of a deed told long after its day. Fitted.
    pub historical_factor: f64,
    /// Half the width of the band around 0 in which a tie is no edge of the signed graph
    /// ([`NEUTRAL_BAND`]).
    pub neutral_band: f64,
    /// How many standard deviations an interval reaches to either side; 1.645 for 90 %.
    pub interval_width: f64,
    /// The factor on the deviation of an alternative model that the monitor compares with (West
    /// and Harrison 1986 use 2.5 to 4).
    pub monitor_scale: f64,
    /// The Bayes factor below which the level is taken to have broken. West and Harrison use 0.15
    /// to 0.2.
    pub monitor_threshold: f64,
    /// How many standard deviations the deeds of the weeks from a change point on lie from the pair's
    /// habit at least. 5: in the dispatches up to 2015 that gives one change point in ten years to a
    /// pair of which much is told. `docs/benchmarks.md` has what others find.
    pub change_surprise: f64,
    /// The factor on the variance of standing facts that are older than the latest break.
    pub stale_factor: f64,
}

/// Half the width of the neutral band. 0.25: half a partnership, and wide enough that an
/// "unfriendly, but not hostile" pair is no pair of enemies.
pub const NEUTRAL_BAND: f64 = 0.25;

impl Default for TieModel {
    fn default() -> Self {
        COMMITTED.clone()
    }
}

impl TieModel {
    /// The model before any fit: values set by judgement, from which the fit starts and against
    /// which it is scored.
    pub const JUDGED: Self = Self {
        drift_per_year: 0.2,
        prior_deviation: 0.5,
        deviations: [
            0.6, 0.9, 0.5, 0.7, 0.45, 0.4, 0.7, 1.2, 0.55, 0.8, 0.5, 0.8, 0.4, 0.6, 0.5, 0.25,
        ],
        reported_factor: 1.25,
        historical_factor: 1.0,
        neutral_band: NEUTRAL_BAND,
        interval_width: 1.645,
        monitor_scale: 2.5,
        monitor_threshold: 0.15,
        change_surprise: 5.0,
        stale_factor: 9.0,
    };

    /// Returns the judged model with what a table of parameter and value says instead. Lines that
    /// start with `#` and unknown names are passed over.
    pub fn parse(table: &str) -> Self {
        let mut model = Self::JUDGED;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, value)) = line.split_once('\t') else {
                continue;
            };
            let value = value.trim().parse::<f64>().ok();
            let value = value.filter(|value| value.is_finite() && *value > 0.0);
            if let (Some(slot), Some(value)) = (model.parameter(name), value) {
                *slot = value;
            }
        }
        model
    }

    /// Returns the names of the fitted parameters, in the order in which they are written.
    pub fn fitted() -> impl Iterator<Item = String> {
        let names = [DRIFT, PRIOR, REPORTED, HISTORICAL].map(str::to_owned);
        let types = EventType::ALL
            .iter()
            .map(|name| format!("{DEVIATION}{name}"));
        names.into_iter().chain(types)
    }

    /// Returns a fitted parameter by its name.
    pub(super) fn parameter(&mut self, name: &str) -> Option<&mut f64> {
        match name {
            DRIFT => Some(&mut self.drift_per_year),
            PRIOR => Some(&mut self.prior_deviation),
            REPORTED => Some(&mut self.reported_factor),
            HISTORICAL => Some(&mut self.historical_factor),
            _ => {
                let event_type: EventType = name.strip_prefix(DEVIATION)?.parse().ok()?;
                self.deviations.get_mut(event_type as usize)
            }
        }
    }

    /// Returns the variance of a deed as a sign of its pair's level.
    pub(crate) fn variance_of(&self, deed: &Deed) -> f64 {
        let deviation = self.deviations[deed.event_type as usize];
        self.variance(deviation, &deed.word)
    }

    /// Returns the variance of a piece of evidence with some deviation.
    pub(crate) fn variance(&self, deviation: f64, word: &Word) -> f64 {
        let factor = |holds: bool, factor: f64| if holds { factor } else { 1.0 };
        deviation
            * deviation
            * word.looseness
            * factor(word.reported, self.reported_factor)
            * factor(word.historical, self.historical_factor)
    }
}

pub(super) const DRIFT: &str = "drift-per-year";
pub(super) const PRIOR: &str = "prior-deviation";
const REPORTED: &str = "reported-factor";
const HISTORICAL: &str = "historical-factor";
pub(super) const DEVIATION: &str = "deviation:";

/// Returns the level that a deed is a sign of. The square root of the PLOVER score, with its sign:
/// words score 1 to 5 and force 6 to 10, and a pair that trades nothing but warnings is further
/// from neutral than 0.35. RETREAT and CONCEDE score by what they cost, which says little about
/// warmth: they point at 0.2, from wherever the pair is.
pub(crate) fn level_of(event_type: EventType, score: f64) -> f64 {
    match event_type {
        EventType::Retreat | EventType::Concede => 0.2,
        _ => (score.abs().min(10.0) / 10.0).sqrt().copysign(score),
    }
}

/// A standing fact as evidence: a level, its standard deviation when fresh, and the days after
/// which its variance has doubled.
pub(crate) struct Weight {
    pub(crate) level: f64,
    pub(crate) deviation: f64,
    pub(crate) half_life: f64,
}

const fn weight(level: f64, deviation: f64, half_life: f64) -> Weight {
    Weight {
        level,
        deviation,
        half_life,
    }
}

const YEAR: f64 = 365.25;

/// Returns what an asserted stance is worth. It is strong evidence: somebody who knows the pair
/// sums it up. The levels are the middles of the labels' ranges.
pub(crate) const fn stance(label: TieLabel) -> Weight {
    match label {
        TieLabel::Ally => weight(0.85, 0.1, YEAR),
        TieLabel::Partner => weight(0.55, 0.1, YEAR),
        TieLabel::Neutral => weight(0.0, 0.1, YEAR),
        TieLabel::Unfriendly => weight(-0.3, 0.1, YEAR),
        TieLabel::Rival => weight(-0.55, 0.1, YEAR),
        TieLabel::Hostile => weight(-0.78, 0.1, YEAR),
        TieLabel::AtWar => weight(-0.95, 0.08, YEAR),
    }
}

/// A war in progress.
pub(crate) const WAR: Weight = weight(-0.97, 0.08, 0.5 * YEAR);

/// Returns what an agreement is worth, by the strongest thing it obliges to, otherwise by its kind.
pub(crate) fn agreement(kind: AgreementKind, obligations: &[Obligation]) -> Weight {
    let owes = |obligation| obligations.contains(&obligation);
    if owes(Obligation::Defence) || owes(Obligation::Offence) {
        return weight(0.8, 0.2, 10.0 * YEAR);
    }
    match kind {
        AgreementKind::Ceasefire => weight(-0.4, 0.5, YEAR),
        AgreementKind::Peace => weight(-0.1, 0.5, 5.0 * YEAR),
        AgreementKind::ArmsControl => weight(0.1, 0.6, 3.0 * YEAR),
        AgreementKind::NonAggression => weight(0.2, 0.4, 5.0 * YEAR),
        AgreementKind::Alliance => weight(0.75, 0.25, 10.0 * YEAR),
        AgreementKind::Partnership => weight(0.5, 0.25, 5.0 * YEAR),
        AgreementKind::Trade => weight(0.35, 0.4, 3.0 * YEAR),
        AgreementKind::Other => {
            if owes(Obligation::Consultation) {
                weight(0.4, 0.35, 5.0 * YEAR)
            } else if owes(Obligation::NonAggression) || owes(Obligation::Neutrality) {
                weight(0.2, 0.4, 5.0 * YEAR)
            } else {
                weight(0.25, 0.5, 3.0 * YEAR)
            }
        }
    }
}

/// Returns what membership of the same organisation is worth. A duty to defend is strong, even
/// though members fall out (Greece and Turkey); a club is nearly nothing.
pub(crate) fn shared_membership(obligations: &[Obligation]) -> Weight {
    if obligations.contains(&Obligation::Defence) {
        weight(0.7, 0.3, 10.0 * YEAR)
    } else {
        weight(0.25, 0.6, 10.0 * YEAR)
    }
}

/// What membership says about the member and the organisation itself.
pub(crate) const MEMBER: Weight = weight(0.55, 0.3, 10.0 * YEAR);

/// What being an observer, partner or applicant says about the actor and the organisation.
pub(crate) const ASSOCIATE: Weight = weight(0.35, 0.4, 5.0 * YEAR);

/// Returns what a flow of goods is worth. Arms go to friends; energy is sold to anybody.
pub(crate) const fn flow(commodity: Commodity) -> Weight {
    match commodity {
        Commodity::Arms => weight(0.6, 0.3, YEAR),
        Commodity::Technology => weight(0.45, 0.4, YEAR),
        Commodity::Money => weight(0.4, 0.45, YEAR),
        Commodity::Energy => weight(0.3, 0.5, YEAR),
        Commodity::Food | Commodity::Goods => weight(0.25, 0.6, YEAR),
        Commodity::People => weight(0.1, 0.7, YEAR),
    }
}
