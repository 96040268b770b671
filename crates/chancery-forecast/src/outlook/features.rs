//! What a forecast is made from: the signs that a state shows of a dyad, a class and a horizon.
//!
//! Every sign is a number that a person can check against the record: how long ago, how often
//! lately, what the other side did, how busy both are, how often such windows held such an act.

use super::{
    Class, Day,
    state::{Dyad, State, half_life, quads},
    windows::Windows,
};
use chancery_model::EventType;
use serde::Serialize;

/// How many signs there are.
pub(crate) const COUNT: usize = NAMES.len();

/// The signs in their order; a saved model names them, and one with other names is refused.
pub(crate) const NAMES: [&str; 60] = [
    "own-3",
    "own-14",
    "own-60",
    "own-365",
    "own-1460",
    "age",
    "never",
    "to-vc-14",
    "to-mc-14",
    "to-vf-14",
    "to-mf-14",
    "to-vc-365",
    "to-mc-365",
    "to-vf-365",
    "to-mf-365",
    "back-own-3",
    "back-own-14",
    "back-own-365",
    "back-age",
    "back-vc-14",
    "back-mc-14",
    "back-vf-14",
    "back-mf-14",
    "back-vc-365",
    "back-mc-365",
    "back-vf-365",
    "back-mf-365",
    "actor-14",
    "actor-365",
    "recipient-14",
    "recipient-365",
    "actor-others-14",
    "recipient-others-14",
    "actor-under-14",
    "recipient-deals-14",
    "threat-14",
    "threat-back-14",
    "announced-14",
    "announced-quad-14",
    "tone",
    "tone-14",
    "base",
    "base-365",
    "base-90",
    "answer",
    "world-14",
    "world-365",
    "class-14",
    "class-60",
    "class-365",
    "record-age",
    "spring",
    "autumn",
    "weekend",
    "actor-3",
    "recipient-3",
    "class-3",
    "due",
    "due-quad",
    "same-days-of-past-years",
];

/// What kind of reason a sign is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// How often and how lately the actor did it to the recipient.
    Recurrence,
    /// In what share of past windows it happened.
    BaseRate,
    /// What else the actor did to the recipient.
    Conduct,
    /// What the recipient did to the actor.
    OtherSide,
    /// How often the actor answers the recipient.
    Reciprocity,
    /// What the actor does to others and the recipient has from others.
    Elsewhere,
    /// Threats and announcements.
    Announcements,
    /// How warm or cold the acts of the two are.
    Tie,
    /// How much the record tells at all.
    World,
    /// The time of the year and of the week.
    Season,
}

/// Returns the family of a sign.
pub(crate) const fn family(sign: usize) -> Family {
    match sign {
        0..=6 => Family::Recurrence,
        7..=14 => Family::Conduct,
        15..=26 => Family::OtherSide,
        27..=34 => Family::Elsewhere,
        35..=38 => Family::Announcements,
        39 | 40 => Family::Tie,
        41..=43 => Family::BaseRate,
        44 => Family::Reciprocity,
        45..=50 | FRESH_WORLD => Family::World,
        FRESH_ACTOR | FRESH_RECIPIENT => Family::Elsewhere,
        DUE | DUE_QUAD => Family::Announcements,
        _ => Family::Season,
    }
}

/// The signs of one question.
pub(crate) type Signs = [f32; COUNT];

/// Returns log(1 + x), under which the first act of a kind weighs more than the tenth.
fn log1p(value: f32) -> f32 {
    libm::log1pf(value.max(0.0))
}

/// Returns the log odds of a probability.
pub(crate) fn logit(probability: f64) -> f64 {
    libm::log(probability / (1.0 - probability))
}

/// The longest age that counts, in days; what never happened is as old.
const OLDEST: i64 = 3_650;

fn age(last: Option<Day>, today: Day) -> f32 {
    let age = last.map_or(OLDEST, |last| {
        (i64::from(today) - i64::from(last)).clamp(0, OLDEST)
    });
    log1p(age as f32)
}

/// Returns the signs that do not depend on the horizon.
pub(crate) fn signs(state: &State<'_>, place: usize, class: Class) -> Signs {
    let today = state.today;
    let (dyad, reverse) = (&state.dyads[place], state.reverse(place));
    let mut signs = [0.0; COUNT];
    let mut at = 0;
    let mut put = |value: f32| {
        signs[at] = value;
        at += 1;
    };
    let own = state.sums(dyad, class);
    own.into_iter().map(log1p).for_each(&mut put);
    let last = dyad.done.get(class).and_then(super::state::Tally::last);
    put(age(last, today));
    put(f32::from(u8::from(last.is_none())));
    for half_life in [half_life::CRISIS, half_life::YEAR] {
        for quad in quads() {
            put(log1p(state.sums(dyad, quad)[half_life]));
        }
    }
    let mutual = class.is_mutual();
    let back = if mutual {
        [0.0; 5]
    } else {
        state.sums(reverse, class)
    };
    for half_life in [half_life::FLARE, half_life::CRISIS, half_life::YEAR] {
        put(log1p(back[half_life]));
    }
    let back_last = reverse.done.get(class).and_then(super::state::Tally::last);
    put(if mutual { 0.0 } else { age(back_last, today) });
    for half_life in [half_life::CRISIS, half_life::YEAR] {
        for quad in quads() {
            put(log1p(state.sums(reverse, quad)[half_life]));
        }
    }
    let actor = state.party(dyad.actor, class, false);
    let recipient = state.party(dyad.recipient, class, !mutual);
    for sums in [actor, recipient] {
        put(log1p(sums[half_life::CRISIS]));
        put(log1p(sums[half_life::YEAR]));
    }
    put(log1p(actor[half_life::CRISIS] - own[half_life::CRISIS]));
    put(log1p(recipient[half_life::CRISIS] - own[half_life::CRISIS]));
    let quad = Class::Quad(class.quad());
    put(log1p(
        state.party(dyad.actor, quad, true)[half_life::CRISIS],
    ));
    put(log1p(
        state.party(dyad.recipient, quad, false)[half_life::CRISIS],
    ));
    let threat = Class::Type(EventType::Threaten);
    put(log1p(state.sums(dyad, threat)[half_life::CRISIS]));
    put(log1p(state.sums(reverse, threat)[half_life::CRISIS]));
    for class in [class, quad] {
        let announced = dyad
            .announced
            .get(class)
            .map_or([0.0; 5], |fading| fading.at(today, &state.fade));
        put(log1p(announced[half_life::CRISIS]));
    }
    for half_life in [half_life::YEAR, half_life::CRISIS] {
        put(tone(state, dyad, reverse, half_life));
    }
    // The base rates and the reciprocity depend on the horizon.
    for _ in 0..4 {
        put(0.0);
    }
    let world = state.world.at(today, &state.fade);
    for half_life in [half_life::CRISIS, half_life::YEAR] {
        put(log1p(per_day(&world, half_life)));
    }
    let of_class = state
        .world_of
        .get(class)
        .map_or([0.0; 5], |fading| fading.at(today, &state.fade));
    for half_life in [half_life::CRISIS, half_life::SEASON, half_life::YEAR] {
        put(against(&of_class, half_life));
    }
    put(log1p(
        (i64::from(today) - i64::from(state.start)).clamp(0, OLDEST) as f32,
    ));
    signs[FRESH_ACTOR] = log1p(actor[half_life::FLARE]);
    signs[FRESH_RECIPIENT] = log1p(recipient[half_life::FLARE]);
    signs[FRESH_WORLD] = against(&of_class, half_life::FLARE);
    signs
}

/// Returns how often a day something happened, as its fading sum tells.
fn per_day(sums: &[f32; 5], half_life: usize) -> f32 {
    sums[half_life] * std::f32::consts::LN_2 / super::state::HALF_LIVES[half_life] as f32
}

/// Returns the logarithm of how often a class happened anywhere, against the years before.
fn against(sums: &[f32; 5], half_life: usize) -> f32 {
    let steady = per_day(sums, half_life::ERA) + 0.01;
    libm::logf((per_day(sums, half_life) + 0.01) / steady)
}

/// Returns how warm (positive) or cold the acts of the two were, −1 to 1.
fn tone(state: &State<'_>, dyad: &Dyad, reverse: &Dyad, half_life: usize) -> f32 {
    let sum = |pick: fn(&Dyad) -> &super::state::Fading| -> f32 {
        [dyad, reverse]
            .map(|side| pick(side).at(state.today, &state.fade)[half_life])
            .iter()
            .sum()
    };
    sum(|side| &side.score) / (sum(|side| &side.acts) + 2.0) / 10.0
}

/// Where the signs that depend on the horizon stand.
pub(crate) const BASE: usize = 41;
const SEASON: usize = 51;
/// Where the signs stand that came later.
const FRESH_ACTOR: usize = 54;
const FRESH_RECIPIENT: usize = 55;
const FRESH_WORLD: usize = 56;
const DUE: usize = 57;
const DUE_QUAD: usize = 58;
const PAST_YEARS: usize = 59;

/// What a dyad's own past says of a horizon.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Past {
    /// All windows since the record began.
    pub(crate) all: Windows,
    /// The share of all windows, drawn towards the prior.
    pub(crate) base: f64,
}

/// Adds the signs that depend on the horizon, and returns the base rate.
pub(crate) fn add_horizon(
    signs: &mut Signs,
    state: &State<'_>,
    place: usize,
    class: Class,
    horizon: u16,
    prior: f64,
) -> Past {
    let (dyad, reverse) = (&state.dyads[place], state.reverse(place));
    let days = dyad
        .done
        .get(class)
        .map_or(&[][..], |tally| tally.days.as_slice());
    let (start, today) = (state.start, state.today);
    let since = |days_back: i32| start.max(today.saturating_sub(days_back));
    let shrunk =
        |windows: Windows, prior: f64| windows.shrunk(horizon, prior, 1.0).clamp(1e-6, 1.0 - 1e-6);
    let all = Windows::count(days, start, today, horizon);
    let base = shrunk(all, prior);
    let horizon_days = i32::from(horizon);
    let year = shrunk(
        Windows::count(days, since(365 + horizon_days), today, horizon),
        base,
    );
    let quarter = shrunk(
        Windows::count(days, since(90 + horizon_days), today, horizon),
        year,
    );
    for (offset, value) in [base, year, quarter].into_iter().enumerate() {
        signs[BASE + offset] = logit(value) as f32;
    }
    signs[BASE + 3] = if class.is_mutual() {
        0.0
    } else {
        answer(days, reverse, class, today, horizon, base) as f32
    };
    let turn = std::f64::consts::TAU * f64::from(today.rem_euclid(1461)) / 365.25;
    signs[SEASON] = libm::sin(turn) as f32;
    signs[SEASON + 1] = libm::cos(turn) as f32;
    // 1970-01-01 was a Thursday: day 2 a Saturday, day 3 a Sunday.
    let free = (1..=horizon_days.min(7))
        .filter(|ahead| matches!((today + ahead).rem_euclid(7), 2 | 3))
        .count();
    signs[SEASON + 2] = free as f32 / f32::from(horizon.min(7)) - 2.0 / 7.0;
    for (at, class) in [(DUE, class), (DUE_QUAD, Class::Quad(class.quad()))] {
        signs[at] = log1p(due(dyad, class, today, horizon_days) as f32);
    }
    signs[PAST_YEARS] = past_years(days, start, today, horizon_days);
    Past { all, base }
}

/// Counts the days of a window for which acts are announced.
fn due(dyad: &Dyad, class: Class, today: Day, horizon: Day) -> usize {
    let days = dyad.due.get(class).map_or(&[][..], Vec::as_slice);
    let end = today.saturating_add(horizon);
    days.partition_point(|day| *day <= end) - days.partition_point(|day| *day <= today)
}

/// The past years looked at, and the days on either side of the window that count as the same.
const YEARS: Day = 5;
const SLACK: Day = 10;

/// Returns in what share of the last years it happened about the days of the window: some summits have
/// their season.
fn past_years(days: &[Day], start: Day, today: Day, horizon: Day) -> f32 {
    let (mut hits, mut years) = (0.0, 1.0);
    for back in 1..=YEARS {
        let shift = back * 1_461 / 4;
        let Some(from) = today
            .checked_sub(shift + SLACK)
            .filter(|from| *from >= start)
        else {
            break;
        };
        let to = (today - shift).saturating_add(horizon + SLACK).min(today);
        let held =
            days.partition_point(|day| *day <= to) > days.partition_point(|day| *day <= from);
        years += 1.0;
        hits += f32::from(u8::from(held));
    }
    hits / years
}

/// Returns how far an act of the other side of the same quad class, within the last `horizon` days,
/// raised the log odds in the past: 0 where there was none.
fn answer(days: &[Day], reverse: &Dyad, class: Class, today: Day, horizon: u16, base: f64) -> f64 {
    let Some(triggers) = reverse.done.get(Class::Quad(class.quad())) else {
        return 0.0;
    };
    let horizon = Day::from(horizon);
    let active = triggers
        .last()
        .is_some_and(|last| i64::from(today) - i64::from(last) <= i64::from(horizon.min(14)));
    if !active {
        return 0.0;
    }
    let followed = followed(&triggers.days, days, today, horizon);
    let share = (f64::from(followed.hits) + 2.0 * base) / (f64::from(followed.total) + 2.0);
    logit(share.clamp(1e-6, 1.0 - 1e-6)) - logit(base)
}

/// Counts the trigger days that are at least a horizon old, and those of them that one of `days`
/// followed within the horizon.
pub(crate) fn followed(triggers: &[Day], days: &[Day], today: Day, horizon: Day) -> Windows {
    let mut windows = Windows::default();
    let mut next = 0;
    for trigger in triggers {
        let Some(end) = trigger.checked_add(horizon).filter(|end| *end <= today) else {
            break;
        };
        while days.get(next).is_some_and(|day| day <= trigger) {
            next += 1;
        }
        windows.total += 1;
        windows.hits += u32::from(days.get(next).is_some_and(|day| *day <= end));
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_a_family_at_the_place_of_its_name() {
        let first = |name: &str| NAMES.iter().position(|known| *known == name);
        assert_eq!(first("base"), Some(BASE));
        assert_eq!(first("spring"), Some(SEASON));
        for (name, of) in [
            ("never", Family::Recurrence),
            ("to-vc-14", Family::Conduct),
            ("back-own-3", Family::OtherSide),
            ("back-mf-365", Family::OtherSide),
            ("actor-14", Family::Elsewhere),
            ("threat-14", Family::Announcements),
            ("tone", Family::Tie),
            ("base-90", Family::BaseRate),
            ("answer", Family::Reciprocity),
            ("world-14", Family::World),
            ("spring", Family::Season),
            ("actor-3", Family::Elsewhere),
            ("recipient-3", Family::Elsewhere),
            ("class-3", Family::World),
            ("due", Family::Announcements),
            ("due-quad", Family::Announcements),
            ("same-days-of-past-years", Family::Season),
        ] {
            assert_eq!(first(name).map(family), Some(of), "{name}");
        }
    }

    #[test]
    fn answers_are_counted_after_each_trigger() {
        let windows = followed(&[10, 20, 30, 95], &[12, 30, 34], 100, 7);
        assert_eq!((windows.hits, windows.total), (2, 3));
        assert_eq!(followed(&[10], &[10], 100, 7).hits, 0);
    }
}
