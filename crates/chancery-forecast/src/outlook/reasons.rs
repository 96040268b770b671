//! Why: the signs that move a forecast, the rules of the dyad with their record, the reference
//! class, and what became of earlier forecasts.

use super::{
    Class, Day, Windows,
    ask::{Lately, SAID},
    calibration::Calibration,
    date,
    features::{self, Family, Signs, followed},
    model::Hazard,
    score::bin_of,
    state::{Dyad, State, Tally},
};
use chancery_model::{Date, EventType, StatementId};
use serde::Serialize;

/// A family of signs and what it adds to the log odds, against the average dyad.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reason {
    /// What kind of reason.
    pub family: Family,
    /// What it adds to the log odds.
    pub log_odds: f64,
    /// The latest acts that it rests on.
    pub statements: Vec<StatementId>,
}

/// What followed earlier acts: "after B did X to A, A did Y to B within H days in 9 of 12 cases".
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rule {
    /// The act that went before.
    pub after: Class,
    /// Whether the recipient of the forecast did it, to the actor; otherwise the actor to the
    /// recipient.
    pub by_recipient: bool,
    /// The days after which it was over.
    pub within_days: u16,
    /// In how many of the earlier cases it followed.
    pub hits: u32,
    /// How many earlier cases there were.
    pub cases: u32,
    /// The share of all windows in which it happened, for comparison.
    pub base_rate: f64,
    /// When the act last happened.
    pub last: Option<Date>,
    /// When it was last answered so.
    pub last_followed: Option<Date>,
    /// The latest act, and the latest pairs of act and answer.
    pub statements: Vec<StatementId>,
}

/// So many of so many.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Share {
    /// In how many it happened.
    pub hits: usize,
    /// How many there were.
    pub cases: usize,
    /// What they have in common: the lower border …
    pub low: f64,
    /// … and the upper border: of the forecasts, or of the days since the last act.
    pub high: f64,
    /// For a reference class: the least and the most days with such acts in a year.
    pub in_365_days: Option<(usize, usize)>,
}

/// Returns how lately and how often a class happened.
pub(crate) fn lately(state: &State<'_>, place: usize, class: Class) -> Lately {
    let Some(tally) = state.dyads[place].done.get(class) else {
        return Lately::default();
    };
    let since = |days: Day| tally.count(state.today.saturating_sub(days), state.today);
    Lately {
        last: tally.last().and_then(date),
        in_30_days: since(30),
        in_365_days: since(365),
        ever: tally.days.len(),
    }
}

/// Returns the families that move the log odds by at least a tenth, the weightiest first.
pub(crate) fn reasons(
    state: &State<'_>,
    place: usize,
    class: Class,
    hazard: &Hazard,
    signs: &Signs,
) -> Vec<Reason> {
    let mut sums: Vec<(Family, f64)> = SAID.iter().map(|family| (*family, 0.0)).collect();
    for (sign, added) in hazard.contributions(signs).enumerate() {
        let family = features::family(sign);
        if let Some((_, sum)) = sums.iter_mut().find(|(known, _)| *known == family) {
            *sum += added;
        }
    }
    sums.retain(|(_, sum)| sum.abs() >= 0.1);
    sums.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    sums.into_iter()
        .map(|(family, log_odds)| Reason {
            family,
            log_odds,
            statements: behind(state, place, class, family),
        })
        .collect()
}

/// Returns the latest statements behind a family of signs.
fn behind(state: &State<'_>, place: usize, class: Class, family: Family) -> Vec<StatementId> {
    let (dyad, reverse) = (&state.dyads[place], state.reverse(place));
    let quads = |dyad: &Dyad| {
        latest(
            state,
            super::state::quads().filter_map(|q| dyad.done.get(q)),
        )
    };
    match family {
        Family::Recurrence => latest(state, dyad.done.get(class)),
        Family::Conduct => quads(dyad),
        Family::OtherSide => quads(reverse),
        Family::Reciprocity => latest(state, reverse.done.get(Class::Quad(class.quad()))),
        Family::Tie => {
            let mut both = quads(dyad);
            both.extend(quads(reverse));
            both.dedup();
            both
        }
        Family::Announcements => {
            let threat = Class::Type(EventType::Threaten);
            latest(
                state,
                [dyad, reverse]
                    .into_iter()
                    .filter_map(|side| side.done.get(threat)),
            )
        }
        _ => Vec::new(),
    }
}

/// Returns the statements of the two latest days of some tallies, at most three.
fn latest<'t>(state: &State<'_>, tallies: impl IntoIterator<Item = &'t Tally>) -> Vec<StatementId> {
    let mut acts: Vec<(Day, u32)> = tallies
        .into_iter()
        .flat_map(|tally| {
            tally
                .days
                .iter()
                .copied()
                .zip(tally.sources.iter().copied())
                .rev()
                .take(3)
        })
        .collect();
    acts.sort_unstable_by(|one, other| other.cmp(one));
    acts.dedup();
    acts.truncate(3);
    acts.into_iter()
        .filter_map(|(_, source)| state.chronicle.statement(source).cloned())
        .collect()
}

/// A rule is told while its act is at most so many days old.
const FRESH: Day = 30;
/// A rule needs so many earlier cases.
const LEAST_CASES: u32 = 3;
/// At most so many rules are told.
const MOST_RULES: usize = 3;

/// Returns the rules of the dyad whose act happened lately, those furthest from the base rate
/// first. Of acts that are told by the same days only one is kept.
pub(crate) fn rules(
    state: &State<'_>,
    place: usize,
    class: Class,
    within: u16,
    base: f64,
) -> Vec<Rule> {
    let own = state.dyads[place].done.get(class);
    let days = own.map_or(&[][..], |tally| tally.days.as_slice());
    let mut found: Vec<(f64, Rule)> = Vec::new();
    for by_recipient in [true, false] {
        let dyad = if by_recipient {
            state.reverse(place)
        } else {
            &state.dyads[place]
        };
        for event_type in EventType::ALL {
            let after = Class::Type(*event_type);
            // A mutual act is the same from both sides.
            if !by_recipient && after.is_mutual() {
                continue;
            }
            let Some(tally) = dyad.done.get(after) else {
                continue;
            };
            let fresh = tally
                .last()
                .is_some_and(|last| i64::from(state.today) - i64::from(last) <= i64::from(FRESH));
            let windows = followed(&tally.days, days, state.today, Day::from(within));
            if !fresh || windows.total < LEAST_CASES {
                continue;
            }
            found.push((
                telling(windows, base),
                rule(
                    state,
                    tally,
                    own,
                    after,
                    by_recipient,
                    within,
                    windows,
                    base,
                ),
            ));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(MOST_RULES);
    found.into_iter().map(|(_, rule)| rule).collect()
}

/// Returns the rule of one act of the recipient's, whenever it last happened; `None` where there is
/// no earlier case.
pub(crate) fn rule_after(
    state: &State<'_>,
    place: usize,
    after: Class,
    class: Class,
    within: u16,
    base: f64,
) -> Option<Rule> {
    let own = state.dyads[place].done.get(class);
    let days = own.map_or(&[][..], |tally| tally.days.as_slice());
    let tally = state.reverse(place).done.get(after)?;
    let windows = followed(&tally.days, days, state.today, Day::from(within));
    (windows.total > 0).then(|| rule(state, tally, own, after, true, within, windows, base))
}

/// Returns how far a rule's record is from the base rate, in standard errors of the latter.
fn telling(windows: Windows, base: f64) -> f64 {
    let cases = f64::from(windows.total);
    let share = f64::from(windows.hits) / cases;
    let spread = (base * (1.0 - base)).max(1e-4);
    (share - base).abs() * cases.sqrt() / spread.sqrt()
}

#[expect(
    clippy::too_many_arguments,
    reason = "a record of one rule, taken apart once"
)]
fn rule(
    state: &State<'_>,
    tally: &Tally,
    own: Option<&Tally>,
    after: Class,
    by_recipient: bool,
    within: u16,
    windows: Windows,
    base: f64,
) -> Rule {
    let mut sources: Vec<u32> = tally.sources.last().copied().into_iter().collect();
    let mut last_followed = None;
    if let Some(own) = own {
        for (day, source) in tally.days.iter().zip(&tally.sources).rev() {
            let next = own.days.partition_point(|own| own <= day);
            let Some((answer, answer_source)) = own.days.get(next).zip(own.sources.get(next))
            else {
                continue;
            };
            if i64::from(*answer) - i64::from(*day) <= i64::from(within) {
                last_followed = last_followed.or_else(|| date(*answer));
                sources.extend([*source, *answer_source]);
                if sources.len() >= 5 {
                    break;
                }
            }
        }
    }
    let mut statements: Vec<StatementId> = Vec::new();
    for source in sources {
        if let Some(id) = state.chronicle.statement(source)
            && !statements.contains(id)
        {
            statements.push(id.clone());
        }
    }
    Rule {
        after,
        by_recipient,
        within_days: within,
        hits: windows.hits,
        cases: windows.total,
        base_rate: base,
        last: tally.last().and_then(date),
        last_followed,
        statements,
    }
}

/// The borders of the ages, in days, that divide reference classes.
const AGES: [i64; 5] = [7, 30, 90, 365, 1_460];
/// The borders of the counts in a year.
const COUNTS: [usize; 4] = [1, 3, 10, 30];

/// Returns the ranks of a dyad's age and count as of a day.
fn ranks(dyad: &Dyad, class: Class, today: Day) -> (usize, usize) {
    let Some(tally) = dyad.done.get(class) else {
        return (AGES.len(), 0);
    };
    let place = tally.days.partition_point(|day| *day <= today);
    let age = place
        .checked_sub(1)
        .map(|place| i64::from(today) - i64::from(tally.days[place]));
    let age = age.map_or(AGES.len(), |age| {
        AGES.partition_point(|border| *border < age)
    });
    let count = tally.count(today.saturating_sub(365), today);
    (age, COUNTS.partition_point(|border| *border <= count))
}

/// Returns how often it happened in dyads of the record whose last such act was about as long ago
/// and which had about as many in a year.
pub(crate) fn reference(
    state: &State<'_>,
    place: usize,
    class: Class,
    calibration: &Calibration,
) -> Option<Share> {
    let own = ranks(&state.dyads[place], class, state.today);
    let (mut hits, mut cases) = (0, 0);
    for (asked, happened) in calibration.over(state) {
        let dyad = &state.dyads[asked.place as usize];
        if ranks(dyad, class, asked.origin) == own {
            cases += 1;
            hits += usize::from(happened);
        }
    }
    let border = |rank: usize| AGES.get(rank).map_or(f64::INFINITY, |age| *age as f64);
    let count = (
        own.1.checked_sub(1).map_or(0, |rank| COUNTS[rank]),
        COUNTS.get(own.1).map_or(365, |next| next - 1),
    );
    (cases >= 10).then(|| Share {
        hits,
        cases,
        low: own.0.checked_sub(1).map_or(0.0, border),
        high: border(own.0).min(1e6),
        in_365_days: Some(count),
    })
}

/// Returns what became of the earlier forecasts in the same tenth.
pub(crate) fn track(
    state: &State<'_>,
    probability: f64,
    calibration: &Calibration,
) -> Option<Share> {
    let bin = bin_of(probability);
    let (mut hits, mut cases) = (0, 0);
    for (asked, happened) in calibration.over(state) {
        if bin_of(asked.made) == bin {
            cases += 1;
            hits += usize::from(happened);
        }
    }
    (cases >= 10).then(|| Share {
        hits,
        cases,
        low: bin as f64 / 10.0,
        high: (bin + 1) as f64 / 10.0,
        in_365_days: None,
    })
}
