//! One question at a time: a probability with its base rate, reasons, rules and track record.

use super::{
    Class, Day, Windows,
    answers::{Replay, Track},
    calibration::Calibration,
    chronicle::Chronicle,
    counts, date,
    features::{self, Family},
    model::{HORIZONS, LEAST, Model, probability},
    reasons::{self, Reason, Rule, Share},
    sequences::{self, Analogue},
    state::{LEAST_ACTS, State},
    walk::{Plan, walk},
};
use chancery_model::{ActorId, Date, StatementId};
use serde::Serialize;
use std::collections::BTreeMap;

/// The days between the past forecasts that a record is calibrated on.
const EVERY: u16 = 7;

/// A record needs so many windows that are over, or there is nothing to count.
const LEAST_DAYS: Day = 14;

/// What a record says of what comes next, as of one day.
#[derive(Debug)]
pub struct Outlook<'a> {
    chronicle: &'a Chronicle,
    model: &'a Model,
    state: State<'a>,
    /// For each class asked about, the calibration at each horizon.
    tracks: BTreeMap<Class, Vec<Calibration>>,
}

/// A forecast of one act of a class, or more, within so many days.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Forecast {
    /// Who would do it.
    pub actor: ActorId,
    /// To whom.
    pub recipient: ActorId,
    /// What.
    pub class: Class,
    /// Within how many days from `as_of`.
    pub within_days: u16,
    /// Nothing reported later was used.
    pub as_of: Option<Date>,
    /// The probability.
    pub probability: f64,
    /// The share of past windows of that length in which it happened, drawn a little towards that
    /// of all dyads.
    pub base_rate: f64,
    /// Those windows.
    pub windows: Windows,
    /// When the record begins.
    pub since: Option<Date>,
    /// How often it is expected, and how far that scatters.
    pub count: Count,
    /// The probability at each horizon.
    pub curve: Vec<(u16, f64)>,
    /// What happened of that class of late.
    pub lately: Lately,
    /// What raises and lowers the probability, the weightiest first.
    pub reasons: Vec<Reason>,
    /// What followed earlier acts like the latest ones.
    pub rules: Vec<Rule>,
    /// How often it happened in dyads that looked alike.
    pub reference: Option<Share>,
    /// What became of earlier forecasts of about this probability.
    pub track: Option<Share>,
    /// The stretches of the past most like the last weeks.
    pub analogues: Vec<Analogue>,
    /// The statements it rests on.
    pub statements: Vec<StatementId>,
}

/// On how many days it is expected to happen.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Count {
    /// The mean.
    pub mean: f64,
    /// The dispersion k: the variance is μ + μ²/k.
    pub dispersion: f64,
    /// The 5, 25, 50, 75 and 95 % quantiles.
    pub quantiles: [u32; 5],
}

/// How lately and how often a class of acts happened in a dyad.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Lately {
    /// The last day.
    pub last: Option<Date>,
    /// On how many of the last 30 days.
    pub in_30_days: usize,
    /// On how many of the last 365 days.
    pub in_365_days: usize,
    /// On how many days of the record.
    pub ever: usize,
}

impl Count {
    /// Returns how often it is expected within so many days, where one act or more has a chance.
    fn expected(chance: f64, dispersion: f64, within: u16) -> Self {
        let most = u32::from(within);
        Self {
            mean: counts::mean(chance, dispersion).min(f64::from(most)),
            dispersion,
            quantiles: [0.05, 0.25, 0.5, 0.75, 0.95]
                .map(|share| counts::quantile(chance, dispersion, share, most)),
        }
    }
}

impl Forecast {
    /// Returns the probability within another number of days.
    #[must_use]
    pub fn at(&self, within: u16) -> f64 {
        between(&self.curve, within)
    }
}

/// Why there is no forecast.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Silence {
    /// The record tells of no act between two named actors by that day.
    #[error("the record tells of no act of one named actor towards another by that day")]
    Empty,
    /// The record tells nothing of an actor.
    #[error("the record tells of no act of or towards {0}")]
    Unknown(ActorId),
    /// Too little is known of the two.
    #[error(
        "the record tells of too little between {0} and {1} ({2} acts, and {LEAST_ACTS} are wanted)"
    )]
    Thin(ActorId, ActorId, u32),
    /// The record covers too few days for the horizon.
    #[error("the record covers {0} days, and so long a horizon needs {1}")]
    Young(Day, Day),
    /// The days ahead are outside what can be said.
    #[error("a forecast reaches 1 to 365 days ahead, not {0}")]
    Horizon(u16),
}

impl<'a> Outlook<'a> {
    /// Returns the outlook as of a day; nothing reported later is used.
    #[must_use]
    pub fn as_of(chronicle: &'a Chronicle, model: &'a Model, day: Day) -> Self {
        let mut state = State::new(chronicle);
        state.advance(day);
        Self {
            chronicle,
            model,
            state,
            tracks: BTreeMap::new(),
        }
    }

    /// Returns the probability that an actor does something to another within so many days.
    pub fn forecast(
        &mut self,
        actor: &ActorId,
        recipient: &ActorId,
        class: Class,
        within: u16,
    ) -> Result<Forecast, Silence> {
        let place = self.place(actor, recipient)?;
        self.check(within)?;
        self.learn(class);
        Ok(self.answer(place, class, within, true))
    }

    /// Returns the probability that an actor answers an act of the recipient's: as of a day on
    /// which that act became known. Where it is not on record for the last day it is supposed.
    pub fn answer_to(
        &mut self,
        actor: &ActorId,
        recipient: &ActorId,
        after: Class,
        class: Class,
        within: u16,
    ) -> Result<Forecast, Silence> {
        let place = self.place(actor, recipient)?;
        self.check(within)?;
        self.learn(class);
        let base = self.answer(place, class, within, true);
        let rule = reasons::rule_after(&self.state, place, after, class, within, base.base_rate);
        let mut supposed = Self {
            chronicle: self.chronicle,
            model: self.model,
            state: self.state.clone(),
            tracks: self.tracks.clone(),
        };
        supposed.state.suppose(place ^ 1, after);
        let mut forecast = supposed.answer(place, class, within, false);
        let replies = self.replies(after, class);
        forecast.curve = supposed.curve_of_answers(place, after, &replies);
        forecast.probability = between(&forecast.curve, within);
        let dispersion = forecast.count.dispersion;
        forecast.count = Count::expected(forecast.probability, dispersion, within);
        forecast.lately = base.lately;
        forecast.rules = rule.into_iter().chain(base.rules).collect();
        forecast.rules.dedup_by(|one, other| {
            one.after == other.after && one.by_recipient == other.by_recipient
        });
        forecast.track = base.track;
        forecast.statements = statements(&forecast);
        Ok(forecast)
    }

    /// Returns whom an actor is likeliest to do something to, the likeliest first; with `done_by`
    /// false, who is likeliest to do it to the actor.
    pub fn ranked(
        &mut self,
        actor: &ActorId,
        class: Class,
        within: u16,
        done_by: bool,
        limit: usize,
    ) -> Result<Vec<Forecast>, Silence> {
        self.check(within)?;
        let number = self.known(actor)?;
        self.learn(class);
        let mut places: Vec<(f64, usize)> = (0..self.state.dyads.len())
            .filter(|place| {
                let dyad = &self.state.dyads[*place];
                let own = if done_by { dyad.actor } else { dyad.recipient };
                own == number && self.state.is_active(*place)
            })
            .map(|place| (self.chance(place, class, within), place))
            .collect();
        places.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        places.truncate(limit);
        Ok(places
            .into_iter()
            .map(|(_, place)| self.answer(place, class, within, false))
            .collect())
    }

    /// Returns the dyads with the most acts in the last so many days, the busiest first.
    #[must_use]
    pub fn busiest(&self, days: Day, limit: usize) -> Vec<(ActorId, ActorId)> {
        let state = &self.state;
        let mut dyads: Vec<(usize, usize)> = (0..state.dyads.len())
            .filter(|place| state.is_active(*place))
            .map(|place| {
                let dyad = &state.dyads[place];
                let acts: usize = super::state::quads()
                    .filter_map(|quad| dyad.done.get(quad))
                    .map(|tally| tally.count(state.today.saturating_sub(days), state.today))
                    .sum();
                (acts, place)
            })
            .filter(|(acts, _)| *acts > 0)
            .collect();
        dyads.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        dyads.truncate(limit);
        dyads
            .into_iter()
            .map(|(_, place)| {
                let dyad = &state.dyads[place];
                (
                    self.chronicle.actor(dyad.actor),
                    self.chronicle.actor(dyad.recipient),
                )
            })
            .collect()
    }

    /// Returns on how many days the record, as of the outlook's day, has acts becoming known, and
    /// how many days it spans.
    #[must_use]
    pub fn span(&self) -> (usize, Day) {
        let mut days: Vec<Day> = self
            .chronicle
            .acts()
            .iter()
            .map(|act| act.known)
            .take_while(|known| *known <= self.state.today)
            .collect();
        days.dedup();
        let span = match (days.first(), days.last()) {
            (Some(first), Some(_)) => self.state.today - first + 1,
            _ => 0,
        };
        (days.len(), span)
    }

    fn check(&self, within: u16) -> Result<(), Silence> {
        if !(1..=365).contains(&within) {
            return Err(Silence::Horizon(within));
        }
        if self.state.dyads.is_empty() {
            return Err(Silence::Empty);
        }
        let (_, span) = self.span();
        let wanted = LEAST_DAYS + Day::from(within);
        if span < wanted {
            return Err(Silence::Young(span, wanted));
        }
        Ok(())
    }

    fn known(&self, actor: &ActorId) -> Result<u32, Silence> {
        if self.state.dyads.is_empty() {
            return Err(Silence::Empty);
        }
        self.chronicle
            .number(actor)
            .filter(|number| self.state.has_acted(*number))
            .ok_or_else(|| Silence::Unknown(actor.clone()))
    }

    fn place(&self, actor: &ActorId, recipient: &ActorId) -> Result<usize, Silence> {
        let (one, other) = (self.known(actor)?, self.known(recipient)?);
        let thin = |acts| Silence::Thin(actor.clone(), recipient.clone(), acts);
        let place = self.state.place(one, other).ok_or_else(|| thin(0))?;
        let acts = self.state.dyads[place].count + self.state.reverse(place).count;
        if acts < LEAST_ACTS {
            return Err(thin(acts));
        }
        Ok(place)
    }

    /// Makes the past forecasts of a class, so that the record calibrates the model.
    fn learn(&mut self, class: Class) {
        if self.tracks.contains_key(&class) {
            return;
        }
        let hazards: Vec<_> = HORIZONS
            .iter()
            .filter_map(|horizon| self.model.hazard(class, *horizon))
            .collect();
        let horizons: Vec<(u16, f64)> = hazards
            .iter()
            .map(|hazard| (hazard.horizon, hazard.prior))
            .collect();
        let mut calibrations: Vec<Calibration> = hazards
            .iter()
            .map(|hazard| Calibration::new(class, hazard.horizon, EVERY))
            .collect();
        let every = Day::from(EVERY);
        let today = self.state.today;
        let plan = Plan {
            start: self.state.start,
            from: today - (1_551 / every) * every,
            to: today,
            every: EVERY,
            class,
            horizons: &horizons,
        };
        walk(self.chronicle, &self.state, &plan, |state, case| {
            let odds = hazards[case.horizon].odds(case.signs);
            let calibration = &mut calibrations[case.horizon];
            calibration.keep_up(state);
            // Places of the walk are places of the state: dyads are numbered as they become known.
            calibration.remember(case.origin, case.place, odds);
        });
        for calibration in &mut calibrations {
            calibration.refit(&self.state);
        }
        self.tracks.insert(class, calibrations);
    }

    /// Goes through the record's past answers, so that they calibrate those to come.
    fn replies(&self, after: Class, class: Class) -> Vec<Track<'a>> {
        let model = self.model;
        let mut tracks: Vec<Track<'a>> = HORIZONS
            .iter()
            .filter_map(|horizon| model.hazard(class, *horizon))
            .map(|hazard| Track::new(hazard, EVERY))
            .collect();
        let every = Day::from(EVERY);
        let today = self.state.today;
        let replay = Replay {
            after,
            class,
            from: today - (1_551 / every) * every,
            to: today,
            every,
        };
        // Places of the replay are places of the state, as in `learn`.
        replay.go(self.chronicle, &mut tracks, |_, _, _, _, _| {});
        for track in &mut tracks {
            track.calibration.refit(&self.state);
            track.replies.refit(&self.state);
        }
        tracks
    }

    /// Returns the probabilities of an answer at the fitted horizons, never falling.
    fn curve_of_answers(
        &self,
        place: usize,
        after: Class,
        tracks: &[Track<'_>],
    ) -> Vec<(u16, f64)> {
        let mut least = 0.0_f64;
        tracks
            .iter()
            .map(|track| {
                let signs = track.signs(&self.state, place, after);
                least = least.max(track.replies.apply(&signs));
                (track.hazard.horizon, least)
            })
            .collect()
    }

    /// Returns the probabilities at the fitted horizons, calibrated, and never falling.
    fn curve(&self, place: usize, class: Class) -> Vec<(u16, f64)> {
        let calibrations = self.tracks.get(&class).map_or(&[][..], Vec::as_slice);
        let mut signs = features::signs(&self.state, place, class);
        let mut least = 0.0_f64;
        HORIZONS
            .iter()
            .zip(calibrations)
            .filter_map(|(horizon, calibration)| {
                let hazard = self.model.hazard(class, *horizon)?;
                let prior = hazard.prior;
                features::add_horizon(&mut signs, &self.state, place, class, *horizon, prior);
                least = least.max(probability(calibration.apply(hazard.odds(&signs))));
                Some((*horizon, least))
            })
            .collect()
    }

    fn chance(&self, place: usize, class: Class, within: u16) -> f64 {
        between(&self.curve(place, class), within)
    }

    fn answer(&self, place: usize, class: Class, within: u16, whole: bool) -> Forecast {
        let state = &self.state;
        let dyad = &state.dyads[place];
        let curve = self.curve(place, class);
        let chance = between(&curve, within);
        let nearest = nearest(within);
        let hazard = self.model.hazard(class, nearest);
        let prior = hazard.map_or(0.01, |hazard| {
            let hazards = -libm::log1p(-hazard.prior) * f64::from(within) / f64::from(nearest);
            -libm::expm1(-hazards)
        });
        let mut signs = features::signs(state, place, class);
        let past = features::add_horizon(&mut signs, state, place, class, within, prior);
        let k = hazard.map_or(1.0, |hazard| hazard.dispersion);
        let count = Count::expected(chance, k, within);
        let mut forecast = Forecast {
            actor: self.chronicle.actor(dyad.actor),
            recipient: self.chronicle.actor(dyad.recipient),
            class,
            within_days: within,
            as_of: date(state.today),
            probability: chance,
            base_rate: past.base,
            windows: past.all,
            since: date(state.start),
            count,
            curve,
            lately: reasons::lately(state, place, class),
            reasons: Vec::new(),
            rules: Vec::new(),
            reference: None,
            track: None,
            analogues: Vec::new(),
            statements: Vec::new(),
        };
        if let Some(hazard) = hazard {
            features::add_horizon(&mut signs, state, place, class, nearest, hazard.prior);
            forecast.reasons = reasons::reasons(state, place, class, hazard, &signs);
        }
        forecast.rules = reasons::rules(state, place, class, within, past.base);
        if whole {
            let track = self.tracks.get(&class).and_then(|calibrations| {
                calibrations
                    .iter()
                    .find(|calibration| calibration.horizon() == nearest)
            });
            if let Some(calibration) = track {
                forecast.reference = reasons::reference(state, place, class, calibration);
                forecast.track = reasons::track(state, chance, calibration);
            }
            forecast.analogues = sequences::nearest(state, place, class, within);
        }
        forecast.statements = statements(&forecast);
        forecast
    }
}

/// Returns the fitted horizon nearest to so many days, on a logarithmic axis.
fn nearest(within: u16) -> u16 {
    let distance = |horizon: &u16| {
        (libm::log(f64::from(*horizon)) - libm::log(f64::from(within.max(1)))).abs()
    };
    HORIZONS
        .iter()
        .copied()
        .min_by(|one, other| distance(one).total_cmp(&distance(other)))
        .unwrap_or(30)
}

/// Interpolates the cumulative hazard between horizons, on logarithmic axes; beyond the last one it
/// grows at the pace of the last stretch.
pub(crate) fn between(curve: &[(u16, f64)], within: u16) -> f64 {
    let point = |(horizon, probability): &(u16, f64)| {
        let hazard = -libm::log1p(-probability.min(1.0 - 1e-9));
        (libm::log(f64::from(*horizon)), libm::log(hazard.max(1e-9)))
    };
    let at = libm::log(f64::from(within.max(1)));
    let upper = curve
        .iter()
        .position(|(horizon, _)| *horizon >= within)
        .unwrap_or(curve.len().saturating_sub(1))
        .max(1);
    let (Some(one), Some(other)) = (curve.get(upper - 1), curve.get(upper)) else {
        return curve.first().map_or(0.0, |(_, probability)| *probability);
    };
    let ((x, y), (next_x, next_y)) = (point(one), point(other));
    let share = (at - x) / (next_x - x);
    (-libm::expm1(-libm::exp(y + share * (next_y - y)))).min(1.0 - LEAST)
}

/// Returns the statements of all reasons, each once.
fn statements(forecast: &Forecast) -> Vec<StatementId> {
    let mut out: Vec<StatementId> = Vec::new();
    let of_reasons = forecast
        .reasons
        .iter()
        .flat_map(|reason| &reason.statements);
    let of_rules = forecast.rules.iter().flat_map(|rule| &rule.statements);
    let of_analogues = forecast
        .analogues
        .iter()
        .flat_map(|found| &found.statements);
    for id in of_rules.chain(of_reasons).chain(of_analogues) {
        if !out.contains(id) {
            out.push(id.clone());
        }
    }
    out
}

/// The families whose weight is said in a forecast's reasons.
pub(crate) const SAID: [Family; 8] = [
    Family::Recurrence,
    Family::Conduct,
    Family::OtherSide,
    Family::Reciprocity,
    Family::Elsewhere,
    Family::Announcements,
    Family::Tie,
    Family::World,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn horizons_between_the_fitted_ones_lie_between() {
        let curve = [(1, 0.01), (7, 0.06), (30, 0.2), (90, 0.45)];
        for (horizon, probability) in curve {
            assert!((between(&curve, horizon) - probability).abs() < 1e-9);
        }
        let all: Vec<f64> = (1..=365).map(|within| between(&curve, within)).collect();
        assert!(all.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(all[364] > 0.45 && all[364] < 1.0);
        assert_eq!(nearest(14), 7);
        assert_eq!(nearest(20), 30);
    }
}
